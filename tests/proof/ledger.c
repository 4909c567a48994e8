// SPDX-License-Identifier: GPL-2.0-only
/* A ledger in memory. */
#include <endian.h>
#include <linux/dinh.h>
#include <stddef.h>
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

/* Noon of 2017-06-01 in Việt Nam. */
#define NOON		(17318ull * 86400 + 5 * 3600)

static void *make_entry(uint64_t seq, uint8_t type, size_t body, size_t *size)
{
	struct dinh_entry *entry;

	*size = sizeof(*entry) + body;
	entry = calloc(1, *size);
	entry->size = htole32(*size);
	entry->type = type;
	entry->version = 1;
	entry->seq = htole64(seq);
	entry->wall = htole64((NOON + seq) * 1000000000);
	entry->boot = htole64(seq * 1000000000);
	entry->loginuid = htole32(DINH_UID_NONE);
	return entry;
}

static void *make_genesis(size_t *size)
{
	struct dinh_genesis *body;
	struct dinh_entry *entry = make_entry(0, DINH_ENTRY_GENESIS,
					      sizeof(*body), size);

	body = (void *)(entry + 1);
	body->utc_offset = htole32(420);
	body->clock_tolerance = htole32(1000);
	body->day = htole32(17318);
	strcpy(body->origin, "sample");
	return entry;
}

/* A programme with more texts than a bundle has room for. */
static void *make_programme(uint64_t seq, size_t *size)
{
	struct body {
		struct dinh_programme head;
		struct dinh_instrument instrument;
		struct dinh_requirement requirement;
		struct dinh_item item;
		struct dinh_indicator indicator;
		struct dinh_objective objective;
		char texts[];
	} *body;
	size_t texts = LARGE_SIZE - sizeof(struct dinh_entry) - sizeof(*body);
	struct dinh_entry *entry = make_entry(seq, DINH_ENTRY_PROGRAMME,
					      sizeof(*body) + texts, size);
	size_t i;

	body = (void *)(entry + 1);
	strcpy(body->head.code, "large");
	body->head.from = htole32(17318);
	body->head.instruments = htole16(1);
	body->head.requirements = htole16(1);
	body->head.items = htole16(1);
	body->head.indicators = htole16(1);
	body->head.objectives = htole16(1);
	body->head.texts = htole32(texts);
	strcpy(body->instrument.code, "i");
	strcpy(body->requirement.code, "r");
	body->requirement.items = 1;
	body->requirement.kinds = htole16(1 << DINH_KIND_COMMUNE);
	strcpy(body->indicator.code, "t");
	body->indicator.kinds = htole16(1 << DINH_KIND_COMMUNE);
	body->indicator.threshold = DINH_THRESHOLD_AT_LEAST;
	body->indicator.percent = 100;
	body->indicator.requirements = htole16(1);
	strcpy(body->objective.code, "o");
	for (i = 0; i < texts; i++)
		body->texts[i] = i % 64 && i + 1 < texts ? 'a' + i % 26 : 0;
	return entry;
}

/* A unit, whose name has 1 to 96 bytes. */
static void *make_unit(uint64_t seq, size_t *size)
{
	size_t name = 1 + seq * 7 % 96;
	struct dinh_unit_add *body;
	struct dinh_entry *entry = make_entry(seq, DINH_ENTRY_UNIT_ADD,
					      sizeof(*body) + name / 8 * 8 + 8,
					      size);

	body = (void *)(entry + 1);
	/* The large one adds none. */
	entry->unit = htole32(seq - (seq > LARGE_SEQ));
	body->since = htole32(17318);
	memset(body->headcount, 0xff, sizeof(body->headcount));
	body->kind = DINH_KIND_AGENCY;
	snprintf(body->code, sizeof(body->code), "u%ju", seq);
	memset(body->name, 'a' + seq % 26, name);
	return entry;
}

static int read_entry(struct source *source, uint64_t seq, const void **entry,
		      size_t *size, uint8_t leaf[HASH_SIZE], struct error *err)
{
	struct ledger *ledger = (struct ledger *)source;

	free(ledger->bytes);
	if (!seq)
		ledger->bytes = make_genesis(size);
	else if (seq == LARGE_SEQ)
		ledger->bytes = make_programme(seq, size);
	else
		ledger->bytes = make_unit(seq, size);
	/* Another boot clock. */
	if (ledger->salt && seq >= ledger->salt)
		ledger->bytes[offsetof(struct dinh_entry, boot)] ^= 1;
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
