/* SPDX-License-Identifier: GPL-2.0-only */
/* A visitor's look at the board of a unit. */
#ifndef DINH_SESSION_H
#define DINH_SESSION_H

#include <stdint.h>

#include "error.h"

/**
 * session_open - begin a visit
 * @unit: number of a living unit, or 0 for the register
 *
 * Return: a descriptor, or -1. The visitor is online until it is closed.
 */
int session_open(uint32_t unit, struct error *err);

#endif /* DINH_SESSION_H */
