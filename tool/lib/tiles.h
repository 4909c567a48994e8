/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A published ledger: a directory as c2sp.org/tlog-tiles has it, and what
 * docs/ledger-format.md adds for entries that do not fit into its bundles.
 */
#ifndef DINH_TILES_H
#define DINH_TILES_H

#include "source.h"

/* Levels that a path can name; beyond these are the bundles of entries. */
#define TILE_LEVEL_MAX	63
#define TILE_ENTRIES	64
/* Bundles in which an entry is longer than TILE_ENTRY_MAX. */
#define TILE_ENTRIES32	65
#define TILE_KINDS	66

/* The longest entry that a bundle can hold. */
#define TILE_ENTRY_MAX	65535

#define TILE_PATH_SIZE	80

/**
 * struct tile - a file of a published ledger
 * @level: of hashes, TILE_ENTRIES or TILE_ENTRIES32
 * @index: in its level
 * @width: how many hashes or entries, 1 to 256; fewer than 256 are a partial one
 */
struct tile {
	unsigned int level;
	uint64_t index;
	unsigned int width;
};

void tile_path(const struct tile *tile, char path[TILE_PATH_SIZE]);
/* Return: 0, or -1 where it is not the path of a tile. */
int tile_parse(const char *path, struct tile *tile);

/* What a ledger of @size entries has at a level. */
static inline uint64_t tile_count(uint64_t size, unsigned int level)
{
	return level < TILE_ENTRIES ? tile_hashes(size, level) : size;
}

/* How much of the tile at @index of a level such a ledger has, 0 to 256. */
static inline unsigned int tile_width(uint64_t size, unsigned int level,
				      uint64_t index)
{
	uint64_t count = tile_count(size, level), before = index * TILE_WIDTH;

	if (index > count / TILE_WIDTH)
		return 0;
	return count - before < TILE_WIDTH ? count - before : TILE_WIDTH;
}

/**
 * tiles_open - read a published ledger
 * @path: the directory
 *
 * Its size and root are those of its checkpoint; whose word that is, the caller
 * has to look at.
 */
struct source *tiles_open(const char *path, struct error *err);

/**
 * tiles_publish - bring a published ledger up to a checkpoint
 * @path: the directory; made where there is none
 * @from: a ledger, verified, that has as many entries or more
 * @note: the signed checkpoint
 * @files: filled with the number of files written
 *
 * Only what is new is written, and the checkpoint last. What is there is refused
 * where it is not the beginning of the ledger.
 */
int tiles_publish(const char *path, struct source *from, const char *note,
		  size_t note_size, unsigned int *files, struct error *err);

#endif /* DINH_TILES_H */
