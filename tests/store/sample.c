// SPDX-License-Identifier: GPL-2.0-only
#include <endian.h>
#include <string.h>

#include "sample.h"

_Alignas(8) uint8_t group[GROUP_BYTES];

/* Small ones as a rule; some that fill pages; and the largest. */
static size_t sample_size(uint64_t seq)
{
	if (seq % 1000 == 700)
		return DINH_ENTRY_SIZE_MAX;
	if (seq % 100 == 50)
		return 5000;
	return sizeof(struct dinh_entry) + 8 * (seq % 9);
}

static void fill(struct dinh_entry *entry, uint64_t seq, size_t size)
{
	memset(entry, seq & 0xff, size);
	entry->size = htole32(size);
	entry->seq = htole64(seq);
}

size_t sample_group(uint64_t seq, unsigned int n)
{
	size_t len = 0, size;

	for (; n; n--, seq++, len += size) {
		size = sample_size(seq);
		fill((void *)(group + len), seq, size);
	}
	return len;
}

int sample_append(struct store *store, unsigned int n, struct error *err)
{
	return store_append(store, group, sample_group(store_size(store), n),
			    err);
}

int sample_check(struct store *store, uint64_t size, struct error *err)
{
	const struct dinh_entry *entry;
	uint64_t seq;
	size_t len;

	if (store_verify(store, NULL, NULL, err))
		return -1;
	if (store_size(store) < size)
		return error_set(err, DINH_EXIT_WRONG, "%ju entries, not %ju",
				 (uintmax_t)store_size(store), (uintmax_t)size);
	for (seq = 0; seq < store_size(store); seq++) {
		if (store_entry(store, seq, &entry, err))
			return -1;
		len = sample_group(seq, 1);
		if (le32toh(entry->size) != len || memcmp(entry, group, len))
			return error_set(err, DINH_EXIT_WRONG,
					 "entry %ju is another",
					 (uintmax_t)seq);
	}
	return 0;
}
