/* SPDX-License-Identifier: GPL-2.0-only */
/* Entries that follow from their numbers, and files to damage. */
#ifndef DINH_STORE_SAMPLE_H
#define DINH_STORE_SAMPLE_H

#include "../../tool/lib/store.h"

/* Where a group is put together; aligned. */
#define GROUP_BYTES	(4 * DINH_ENTRY_SIZE_MAX)
extern uint8_t group[GROUP_BYTES];

/* Fills @group with @n entries from @seq on. Return: bytes. */
size_t sample_group(uint64_t seq, unsigned int n);

/* Appends @n entries in one group. */
int sample_append(struct store *store, unsigned int n, struct error *err);

/**
 * sample_check - verify a store, and compare its entries with the samples
 * @size: entries that it must have at least
 */
int sample_check(struct store *store, uint64_t size, struct error *err);

#endif /* DINH_STORE_SAMPLE_H */
