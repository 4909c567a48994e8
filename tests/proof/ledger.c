// SPDX-License-Identifier: GPL-2.0-only
/* A ledger in memory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tool/lib/checkpoint.h"
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

/* 16 to 127 bytes; one of them is LARGE_SIZE. */
static size_t entry_size(uint64_t seq)
{
	return seq == LARGE_SEQ ? LARGE_SIZE : 16 + seq * 7 % 112;
}

static int read_entry(struct source *source, uint64_t seq, const void **entry,
		      size_t *size, uint8_t leaf[HASH_SIZE], struct error *err)
{
	struct ledger *ledger = (struct ledger *)source;
	size_t i;

	*size = entry_size(seq);
	free(ledger->bytes);
	ledger->bytes = malloc(*size);
	for (i = 0; i < *size; i++)
		ledger->bytes[i] = i < sizeof(seq) ? seq >> 8 * i : i * seq;
	if (ledger->salt && seq >= ledger->salt)
		ledger->bytes[*size - 1] ^= 1;
	*entry = ledger->bytes;
	return read_hashes(&source->hashes, 0, seq, 1, leaf, err);
}

static void name(struct source *source, unsigned int level, uint64_t index,
		 char buf[SOURCE_NAME_SIZE])
{
	(void)source;
	snprintf(buf, SOURCE_NAME_SIZE, "level %u number %ju", level, index);
}

static void close_ledger(struct source *source)
{
	ledger_free((struct ledger *)source);
}

struct ledger *ledger_alloc(void)
{
	struct ledger *ledger = calloc(1, sizeof(*ledger));

	ledger->source.hashes.read = read_hashes;
	ledger->source.entry = read_entry;
	ledger->source.name = name;
	ledger->source.close = close_ledger;
	ledger_grow(ledger, 0);
	return ledger;
}

static void put(struct ledger *ledger, unsigned int level, uint64_t index,
		const uint8_t hash[HASH_SIZE])
{
	memcpy(ledger->level[level][index], hash, HASH_SIZE);
}

static void append(struct ledger *ledger)
{
	struct frontier *frontier = &ledger->frontier;
	uint8_t leaf[HASH_SIZE], done[TILE_LEVELS - 1][HASH_SIZE];
	unsigned int level, n;
	struct error ignored;
	const void *entry;
	size_t size;

	/* There is no hash of it yet. */
	read_entry(&ledger->source, frontier->size, &entry, &size, leaf,
		   &ignored);
	merkle_leaf(entry, size, leaf);
	put(ledger, 0, frontier->size, leaf);
	n = frontier_add(frontier, leaf, done);
	for (level = 1; level <= n; level++)
		put(ledger, level, tile_hashes(frontier->size, level) - 1,
		    done[level - 1]);
}

void ledger_grow(struct ledger *ledger, uint64_t size)
{
	unsigned int level;

	for (level = 0; level < TILE_LEVELS; level++)
		ledger->level[level] =
			realloc(ledger->level[level],
				(tile_hashes(size, level) + 1) * HASH_SIZE);
	while (ledger->frontier.size < size)
		append(ledger);
	ledger_cut(ledger, size);
}

void ledger_cut(struct ledger *ledger, uint64_t size)
{
	struct error ignored;

	ledger->source.size = size;
	merkle_root(&ledger->hashes, size, ledger->source.root, &ignored);
}

char *ledger_note(struct ledger *ledger, uint64_t size, const struct skey *key,
		  size_t *note_size)
{
	struct checkpoint checkpoint = { .origin = "dinh.example",
					 .size = size };
	struct error ignored;
	char *text, *note = NULL;

	merkle_root(&ledger->hashes, size, checkpoint.root, &ignored);
	if (checkpoint_format(&checkpoint, &text, note_size, &ignored))
		return NULL;
	if (note_sign(text, *note_size, key, &note, note_size, &ignored))
		note = NULL;
	free(text);
	return note;
}

void ledger_free(struct ledger *ledger)
{
	unsigned int level;

	for (level = 0; level < TILE_LEVELS; level++)
		free(ledger->level[level]);
	free(ledger->bytes);
	free(ledger);
}
