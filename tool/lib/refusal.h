/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's refusals in the language of the user. */
#ifndef DINH_REFUSAL_H
#define DINH_REFUSAL_H

#include <stddef.h>

/**
 * refusal_text - a refusal as the user reads it
 * @message: as the kernel sent it
 * @buf: the translation with the same figures, or the message itself where it
 *	is none of the patterns that this tool knows
 * @size: of @buf
 */
void refusal_text(const char *message, char *buf, size_t size);

#endif /* DINH_REFUSAL_H */
