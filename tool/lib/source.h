/* SPDX-License-Identifier: GPL-2.0-only */
/* A ledger to read, wherever it is kept: its entries, its hashes, its root. */
#ifndef DINH_SOURCE_H
#define DINH_SOURCE_H

#include <limits.h>

#include "merkle.h"

#define SOURCE_NAME_SIZE	PATH_MAX
/* In the place of a level: an entry, not a hash. */
#define SOURCE_ENTRIES		TILE_LEVELS

/**
 * struct source - a ledger as it is kept
 * @hashes: its hashes
 * @size: how many entries it has
 * @root: the root that goes with them, as it is kept
 * @note: its newest signed checkpoint, or NULL; @size and @root are its own
 * @note_size: of that
 * @entry: reads an entry, which stays until the next one is read, and the hash
 *	that is kept of it
 * @name: where hash number @index of a level, or an entry, is kept: a file, a row
 * @rest: checks what is kept besides; NULL where there is nothing
 * @told: remembers a checkpoint that was signed of it, or published; NULL where
 *	that is not done
 * @close: frees all
 *
 * To be embedded in whatever reads it; but for that, through the functions below
 * only.
 */
struct source {
	struct hashes hashes;
	uint64_t size;
	uint8_t root[HASH_SIZE];
	char *note;
	size_t note_size;
	int (*entry)(struct source *source, uint64_t seq, const void **entry,
		     size_t *size, uint8_t leaf[HASH_SIZE], struct error *err);
	void (*name)(struct source *source, unsigned int level, uint64_t index,
		     char buf[SOURCE_NAME_SIZE]);
	int (*rest)(struct source *source, struct error *err);
	int (*told)(struct source *source, const char *note, size_t size,
		    bool published, struct error *err);
	void (*close)(struct source *source);
};

/**
 * source_open - read a ledger
 * @path: a directory: a store, or a published ledger
 *
 * Return: to be closed; NULL on error. That it can be opened does not say that
 * it is right.
 */
struct source *source_open(const char *path, struct error *err);
void source_close(struct source *source);

static inline uint64_t source_size(const struct source *source)
{
	return source->size;
}

static inline struct hashes *source_hashes(struct source *source)
{
	return &source->hashes;
}

/* An entry, which hashes to the leaf that is kept; until the next is read. */
int source_entry(struct source *source, uint64_t seq, const void **entry,
		 size_t *size, struct error *err);

/* Others are told that the ledger is what a checkpoint says. */
int source_told(struct source *source, const char *note, size_t size,
		bool published, struct error *err);

/* The next step of source_verify(): the entry behind @frontier, to be added. */
int source_verify_next(struct source *source, struct frontier *frontier,
		       struct error *err);

/**
 * source_verify - whether a ledger is right
 *
 * Reads and hashes all of it: entries to leaves, leaves to nodes, all to the
 * root. The error names what is wrong.
 */
int source_verify(struct source *source, struct error *err);

#endif /* DINH_SOURCE_H */
