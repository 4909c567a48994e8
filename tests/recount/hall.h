/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is open, bound and sealed, as text by either count: the meetings, the
 * kiosks, and what a TPM was told.
 */
#ifndef DINH_TESTS_HALL_H
#define DINH_TESTS_HALL_H

#include <stdint.h>

struct engine;
struct tables;

/* Both are allocated. */
char *hall_of_engine(const struct engine *e);
char *hall_of_tables(struct tables *t, uint64_t size);

#endif /* DINH_TESTS_HALL_H */
