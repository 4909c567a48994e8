/* SPDX-License-Identifier: GPL-2.0-only */
/* Entries of a ledger, one after the other in memory. */
#ifndef DINH_ENTRIES_H
#define DINH_ENTRIES_H

#include <endian.h>
#include <linux/dinh.h>
#include <stddef.h>

/**
 * entry_size - the size of an entry in memory
 * @at: where it begins, aligned to 8 bytes
 * @left: bytes there are
 *
 * Return: its bytes, a multiple of 8, or 0 where it is not whole.
 */
static inline size_t entry_size(const void *at, size_t left)
{
	const struct dinh_entry *entry = at;
	size_t size = left < sizeof(*entry) ? 0 : le32toh(entry->size);

	if (size < sizeof(*entry) || size > left || size % 8 ||
	    size > DINH_ENTRY_SIZE_MAX)
		return 0;
	return size;
}

#endif /* DINH_ENTRIES_H */
