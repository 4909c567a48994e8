// SPDX-License-Identifier: GPL-2.0-only
/* Reading a published ledger. */
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <linux/dinh.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "checkpoint.h"
#include "file.h"
#include "i18n.h"
#include "tiles.h"

/**
 * struct row - a tile of hashes in memory
 * @width: how many it has, 0 while none was read
 * @index: which one
 * @hash: its hashes
 */
struct row {
	unsigned int width;
	uint64_t index;
	uint8_t hash[TILE_WIDTH][HASH_SIZE];
};

/**
 * struct bundle - a bundle of entries in memory
 * @tile: which one; its width is 0 while none was read
 * @data: its bytes
 * @entry: where each entry begins
 * @size: bytes of each
 */
struct bundle {
	struct tile tile;
	char *data;
	const char *entry[TILE_WIDTH];
	size_t size[TILE_WIDTH];
};

/**
 * struct tiles - a published ledger
 * @source: embedded
 * @path: of its directory
 * @dir: its directory
 * @row: a tile of each level
 * @bundle: a bundle
 */
struct tiles {
	struct source source;
	char *path;
	int dir;
	struct row row[TILE_LEVELS];
	struct bundle bundle;
};

static int bad_length(const char *path, struct error *err)
{
	return error_set(err, DINH_EXIT_WRONG,
			 _("%s: not as long as its name says"), path);
}

/*
 * Tiles of hashes.
 */

/* Return: 0, 1 where there is no such file, or -1. */
static int read_row(struct tiles *tiles, const struct tile *tile,
		    uint8_t hash[TILE_WIDTH][HASH_SIZE], struct error *err)
{
	char path[TILE_PATH_SIZE], *data;
	size_t size;
	int status;

	tile_path(tile, path);
	status = file_read(tiles->dir, path, TILE_WIDTH * HASH_SIZE, &data,
			   &size, err);
	if (status)
		return status;
	if (size == tile->width * HASH_SIZE)
		memcpy(hash, data, size);
	else
		status = bad_length(path, err);
	free(data);
	return status;
}

/* A partial tile may be gone once the full one is there. */
static int load_row(struct tiles *tiles, unsigned int level, uint64_t index,
		    struct error *err)
{
	struct row *row = &tiles->row[level];
	struct tile tile = { level, index, 0 };
	struct error ignored;
	int status;

	tile.width = tile_width(tiles->source.size, level, index);
	if (row->width == tile.width && row->index == index)
		return 0;
	row->width = 0;
	status = read_row(tiles, &tile, row->hash, err);
	if (status > 0 && tile.width < TILE_WIDTH) {
		struct tile full = { level, index, TILE_WIDTH };

		status = read_row(tiles, &full, row->hash, &ignored);
		if (status < 0)
			*err = ignored;
	}
	if (status > 0)
		err->exit = DINH_EXIT_WRONG;
	if (status)
		return -1;
	row->index = index;
	row->width = tile.width;
	return 0;
}

static int read_hashes(struct hashes *from, unsigned int level, uint64_t index,
		       unsigned int n, uint8_t *out, struct error *err)
{
	struct tiles *tiles = (struct tiles *)from;

	if (load_row(tiles, level, index / TILE_WIDTH, err))
		return error_prefix(err, "%s/", tiles->path);
	memcpy(out, tiles->row[level].hash[index % TILE_WIDTH], n * HASH_SIZE);
	return 0;
}

/*
 * Bundles of entries.
 */

/* Takes one length and one entry from a bundle. */
static bool take_entry(const char **at, const char *end, size_t prefix,
		       const char **entry, size_t *size)
{
	const uint8_t *length = (const uint8_t *)*at;
	size_t i;

	if ((size_t)(end - *at) < prefix)
		return false;
	*size = 0;
	for (i = 0; i < prefix; i++)
		*size = *size << 8 | length[i];
	*at += prefix;
	if (*size > DINH_ENTRY_SIZE_MAX || (size_t)(end - *at) < *size)
		return false;
	*entry = *at;
	*at += *size;
	return true;
}

static int split_bundle(struct bundle *bundle, size_t size)
{
	size_t prefix = bundle->tile.level == TILE_ENTRIES ? sizeof(uint16_t) :
							     sizeof(uint32_t);
	const char *at = bundle->data, *end = at + size;
	unsigned int i;

	for (i = 0; i < bundle->tile.width; i++)
		if (!take_entry(&at, end, prefix, &bundle->entry[i],
				&bundle->size[i]))
			return -1;
	return at == end ? 0 : -1;
}

/* Return: 0, 1 where there is no such file, or -1. */
static int read_bundle(struct tiles *tiles, const struct tile *tile,
		       struct bundle *bundle, struct error *err)
{
	char path[TILE_PATH_SIZE];
	size_t size;
	int status;

	tile_path(tile, path);
	status = file_read(tiles->dir, path,
			   TILE_WIDTH * (DINH_ENTRY_SIZE_MAX + sizeof(uint32_t)),
			   &bundle->data, &size, err);
	if (status)
		return status;
	bundle->tile = *tile;
	if (!split_bundle(bundle, size))
		return 0;
	bundle->tile.width = 0;
	free(bundle->data);
	bundle->data = NULL;
	return error_set(err, DINH_EXIT_WRONG,
			 _("%s: not a bundle of %u entries"), path,
			 tile->width);
}

/* In either form, and as wide as the checkpoint has it or full. */
static int find_bundle(struct tiles *tiles, uint64_t index, unsigned int width,
		       struct bundle *bundle, struct error *err)
{
	const struct tile tile[] = {
		{ TILE_ENTRIES, index, width },
		{ TILE_ENTRIES32, index, width },
		{ TILE_ENTRIES, index, TILE_WIDTH },
		{ TILE_ENTRIES32, index, TILE_WIDTH },
	};
	struct error found;
	size_t i;
	int status;

	for (i = 0; i < sizeof(tile) / sizeof(tile[0]); i++) {
		status = read_bundle(tiles, &tile[i], bundle, &found);
		/* Of those that are not there, the first is what is missing. */
		if (status < 0 || !i)
			*err = found;
		if (status <= 0)
			return status;
	}
	err->exit = DINH_EXIT_WRONG;
	return -1;
}

static int read_entry(struct source *source, uint64_t seq, const void **entry,
		      size_t *size, uint8_t leaf[HASH_SIZE], struct error *err)
{
	struct tiles *tiles = (struct tiles *)source;
	struct bundle *bundle = &tiles->bundle;
	uint64_t index = seq / TILE_WIDTH;

	if (!bundle->tile.width || bundle->tile.index != index) {
		free(bundle->data);
		memset(bundle, 0, sizeof(*bundle));
		if (find_bundle(tiles, index,
				tile_width(source->size, TILE_ENTRIES, index),
				bundle, err))
			return error_prefix(err, "%s/", tiles->path);
	}
	*entry = bundle->entry[seq % TILE_WIDTH];
	*size = bundle->size[seq % TILE_WIDTH];
	return source->hashes.read(&source->hashes, 0, seq, 1, leaf, err);
}

/*
 * What else is there: partial tiles of earlier checkpoints, which have to agree
 * with what has become of them, and nothing that is no tile.
 */

static int altered(const char *path, struct error *err)
{
	return error_set(err, DINH_EXIT_WRONG,
			 _("%s: does not agree with the ledger"), path);
}

/* The first @n hashes of a tile. */
static int check_row(struct tiles *tiles, const struct tile *tile,
		     const char *path, unsigned int n, struct error *err)
{
	uint8_t hash[TILE_WIDTH][HASH_SIZE];

	if (read_row(tiles, tile, hash, err) ||
	    load_row(tiles, tile->level, tile->index, err))
		return -1;
	return memcmp(hash, tiles->row[tile->level].hash, n * HASH_SIZE) ?
	       altered(path, err) : 0;
}

static int check_bundle(struct tiles *tiles, const struct tile *tile,
			const char *path, unsigned int n, struct error *err)
{
	struct bundle bundle = { 0 };
	uint8_t leaf[HASH_SIZE];
	int status = 0;
	unsigned int i;

	if (read_bundle(tiles, tile, &bundle, err) ||
	    load_row(tiles, 0, tile->index, err)) {
		free(bundle.data);
		return -1;
	}
	for (i = 0; i < n && !status; i++) {
		merkle_leaf(bundle.entry[i], bundle.size[i], leaf);
		if (memcmp(leaf, tiles->row[0].hash[i], HASH_SIZE))
			status = altered(path, err);
	}
	free(bundle.data);
	return status;
}

static int check_file(struct tiles *tiles, const char *path, struct error *err)
{
	struct tile tile;
	unsigned int n;

	if (tile_parse(path, &tile))
		return error_set(err, DINH_EXIT_WRONG,
				 _("%s: does not belong to a ledger"), path);
	n = tile_width(tiles->source.size, tile.level, tile.index);
	/* What has been read, or what an interrupted publication left, of which
	 * no checkpoint tells yet.
	 */
	if ((n == tile.width && tile.level != TILE_ENTRIES32) || !n)
		return 0;
	if (n > tile.width)
		n = tile.width;
	return tile.level < TILE_ENTRIES ?
	       check_row(tiles, &tile, path, n, err) :
	       check_bundle(tiles, &tile, path, n, err);
}

static int check_files(struct tiles *tiles, FTS *fts, struct error *err)
{
	size_t skip = strlen(tiles->path) + 1;
	FTSENT *file;
	int status = 0;

	errno = 0;
	while (!status && (file = fts_read(fts))) {
		if (file->fts_info == FTS_D || file->fts_info == FTS_DP)
			continue;
		errno = file->fts_errno;
		if (file->fts_info == FTS_DNR || file->fts_info == FTS_ERR ||
		    file->fts_info == FTS_NS)
			status = file_error(file->fts_path + skip, err);
		else
			status = check_file(tiles, file->fts_path + skip, err);
		errno = 0;
	}
	if (!status && errno)
		status = file_error("tile", err);
	return status;
}

static int check_rest(struct source *source, struct error *err)
{
	struct tiles *tiles = (struct tiles *)source;
	char *root, *roots[2] = { NULL, NULL };
	int status;
	FTS *fts;

	if (!source->size)
		return 0;
	if (asprintf(&root, "%s/tile", tiles->path) < 0)
		return error_memory(err);
	roots[0] = root;
	fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	status = fts ? check_files(tiles, fts, err) : file_error("tile", err);
	if (fts)
		fts_close(fts);
	free(root);
	return status ? error_prefix(err, "%s/", tiles->path) : 0;
}

/*
 * The ledger.
 */

static void name(struct source *source, unsigned int level, uint64_t index,
		 char buf[SOURCE_NAME_SIZE])
{
	struct tiles *tiles = (struct tiles *)source;
	struct tile tile = { level, index / TILE_WIDTH, 0 };
	char path[TILE_PATH_SIZE];

	tile.width = tile_width(source->size, level, tile.index);
	if (level == SOURCE_ENTRIES)
		tile = tiles->bundle.tile;
	tile_path(&tile, path);
	snprintf(buf, SOURCE_NAME_SIZE, "%s/%s", tiles->path, path);
}

static void close_tiles(struct source *source)
{
	struct tiles *tiles = (struct tiles *)source;

	free(source->note);
	free(tiles->bundle.data);
	free(tiles->path);
	if (tiles->dir >= 0)
		close(tiles->dir);
	free(tiles);
}

static int read_checkpoint(struct tiles *tiles, struct error *err)
{
	struct source *source = &tiles->source;
	struct checkpoint checkpoint;
	int status;

	status = file_read(tiles->dir, "checkpoint", NOTE_SIZE_MAX,
			   &source->note, &source->note_size, err);
	if (status > 0)
		return error_set(err, DINH_EXIT_USAGE,
				 _("%s: there is no ledger, neither a store nor a checkpoint"),
				 tiles->path);
	if (status)
		return error_prefix(err, "%s/", tiles->path);
	if (checkpoint_open(source->note, source->note_size, NULL, &checkpoint,
			    err))
		return error_prefix(err, "%s/checkpoint: ", tiles->path);
	source->size = checkpoint.size;
	memcpy(source->root, checkpoint.root, HASH_SIZE);
	checkpoint_free(&checkpoint);
	return 0;
}

struct source *tiles_open(const char *path, struct error *err)
{
	struct tiles *tiles = calloc(1, sizeof(*tiles));

	if (!tiles) {
		error_memory(err);
		return NULL;
	}
	tiles->source.hashes.read = read_hashes;
	tiles->source.entry = read_entry;
	tiles->source.name = name;
	tiles->source.rest = check_rest;
	tiles->source.close = close_tiles;
	tiles->path = strdup(path);
	tiles->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (!tiles->path)
		error_memory(err);
	else if (tiles->dir < 0)
		file_error(path, err);
	else if (!read_checkpoint(tiles, err))
		return &tiles->source;
	close_tiles(&tiles->source);
	return NULL;
}
