// SPDX-License-Identifier: GPL-2.0-only
/* A ledger in memory. */
#include <stdlib.h>
#include <string.h>

#include "ledger.h"

static int read_hashes(struct hashes *from, unsigned int level, uint64_t index,
		       unsigned int n, uint8_t *out, struct error *err)
{
	struct ledger *ledger = (struct ledger *)from;

	if (index / TILE_WIDTH != (index + n - 1) / TILE_WIDTH || !n)
		return error_set(err, DINH_EXIT_USAGE, "not of one tile");
	if (index + n > tile_hashes(ledger->frontier.size, level))
		return error_set(err, DINH_EXIT_USAGE, "not there");
	memcpy(out, ledger->level[level][index], n * HASH_SIZE);
	return 0;
}

struct ledger *ledger_alloc(void)
{
	struct ledger *ledger = calloc(1, sizeof(*ledger));

	ledger->hashes.read = read_hashes;
	return ledger;
}

/* 16 to 127 bytes; one of them is LARGE_SIZE. */
static size_t entry_size(uint64_t seq)
{
	return seq == LARGE_SEQ ? LARGE_SIZE : 16 + seq * 7 % 112;
}

int ledger_entry(void *from, uint64_t seq, const void **entry, size_t *size,
		 struct error *err)
{
	struct ledger *ledger = from;
	size_t i;

	(void)err;
	*size = entry_size(seq);
	free(ledger->entry);
	ledger->entry = malloc(*size);
	for (i = 0; i < *size; i++)
		ledger->entry[i] = i < sizeof(seq) ? seq >> 8 * i : i * seq;
	*entry = ledger->entry;
	return 0;
}

static void put(struct ledger *ledger, unsigned int level, uint64_t index,
		const uint8_t hash[HASH_SIZE])
{
	memcpy(ledger->level[level][index], hash, HASH_SIZE);
}

void ledger_grow(struct ledger *ledger, uint64_t size)
{
	struct frontier *frontier = &ledger->frontier;
	uint8_t leaf[HASH_SIZE], done[TILE_LEVELS - 1][HASH_SIZE];
	unsigned int level, n;
	const void *entry;
	size_t len;

	for (level = 0; level < TILE_LEVELS; level++)
		ledger->level[level] =
			realloc(ledger->level[level],
				(tile_hashes(size, level) + 1) * HASH_SIZE);
	while (frontier->size < size) {
		ledger_entry(ledger, frontier->size, &entry, &len, NULL);
		merkle_leaf(entry, len, leaf);
		put(ledger, 0, frontier->size, leaf);
		n = frontier_add(frontier, leaf, done);
		for (level = 1; level <= n; level++)
			put(ledger, level,
			    tile_hashes(frontier->size, level) - 1,
			    done[level - 1]);
	}
}

void ledger_free(struct ledger *ledger)
{
	unsigned int level;

	for (level = 0; level < TILE_LEVELS; level++)
		free(ledger->level[level]);
	free(ledger->entry);
	free(ledger);
}
