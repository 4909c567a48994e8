// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writing a published ledger. Every file is there whole or not at all, and the
 * checkpoint comes after all that it tells of: so whatever fails, what is there
 * goes with the checkpoint that is there.
 */
#include <dirent.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checkpoint.h"
#include "file.h"
#include "i18n.h"
#include "tiles.h"

#define CHECKPOINT	"checkpoint"
/* What becomes a file; one that is left over is written over. */
#define TEMP		".new"

/**
 * struct publisher - a ledger that is being published
 * @dir: its directory
 * @from: where it comes from
 * @old: size of what is published
 * @size: what it is to become
 * @parent: directory of the files written last, not synced yet; "" for none
 * @files: how many files were written
 */
struct publisher {
	int dir;
	struct source *from;
	uint64_t old;
	uint64_t size;
	char parent[TILE_PATH_SIZE];
	unsigned int files;
};

/*
 * Files.
 */

/* Syncs the directory of what was written last, and all that it is in. */
static int sync_parents(struct publisher *publisher, struct error *err)
{
	char *parent = publisher->parent, *slash;

	if (!*parent)
		return 0;
	do {
		if (file_sync_dir(publisher->dir, parent, err))
			return -1;
		slash = strrchr(parent, '/');
		if (slash)
			*slash = '\0';
	} while (slash);
	*parent = '\0';
	return file_sync_dir(publisher->dir, ".", err);
}

static int make_parents(struct publisher *publisher, const char *path,
			struct error *err)
{
	char parent[TILE_PATH_SIZE];
	const char *slash;

	for (slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(parent, sizeof(parent), "%.*s", (int)(slash - path),
			 path);
		if (mkdirat(publisher->dir, parent, 0755) && errno != EEXIST)
			return file_error(parent, err);
	}
	if (!strcmp(parent, publisher->parent))
		return 0;
	if (sync_parents(publisher, err))
		return -1;
	strcpy(publisher->parent, parent);
	return 0;
}

static int write_tile(struct publisher *publisher, const struct tile *tile,
		      const void *data, size_t size, struct error *err)
{
	char path[TILE_PATH_SIZE];

	tile_path(tile, path);
	if (make_parents(publisher, path, err) ||
	    file_replace(publisher->dir, TEMP, path, 0644, data, size, err))
		return -1;
	publisher->files++;
	return 0;
}

/*
 * Tiles and bundles.
 */

static int write_row(struct publisher *publisher, unsigned int level,
		     uint64_t index, struct error *err)
{
	uint8_t hash[TILE_WIDTH][HASH_SIZE];
	struct hashes *hashes = source_hashes(publisher->from);
	struct tile tile = { level, index, 0 };

	tile.width = tile_width(publisher->size, level, index);
	if (hashes->read(hashes, level, index * TILE_WIDTH, tile.width,
			 hash[0], err))
		return -1;
	return write_tile(publisher, &tile, hash, tile.width * HASH_SIZE, err);
}

/**
 * struct entries - entries on their way into a bundle
 * @data: one after the other
 * @used: bytes of them
 * @size: of each
 * @n: how many
 * @longest: bytes of the longest
 */
struct entries {
	uint8_t *data;
	size_t used;
	size_t size[TILE_WIDTH];
	unsigned int n;
	size_t longest;
};

static int add_entry(struct entries *entries, const void *entry, size_t size)
{
	uint8_t *data = realloc(entries->data, entries->used + size + 1);

	if (!data)
		return -1;
	entries->data = data;
	memcpy(data + entries->used, entry, size);
	entries->used += size;
	entries->size[entries->n++] = size;
	if (size > entries->longest)
		entries->longest = size;
	return 0;
}

static int read_entries(struct source *from, uint64_t seq, unsigned int n,
			struct entries *entries, struct error *err)
{
	const void *entry;
	size_t size;

	while (entries->n < n) {
		if (source_entry(from, seq + entries->n, &entry, &size, err))
			return -1;
		if (add_entry(entries, entry, size))
			return error_memory(err);
	}
	return 0;
}

/* Puts the last bytes of a size, big-endian, before each entry. */
static uint8_t *encode(const struct entries *entries, size_t prefix,
		       size_t *size)
{
	const uint8_t *data = entries->data;
	uint8_t *out, *at;
	unsigned int i;
	uint32_t be;

	*size = entries->used + entries->n * prefix;
	out = malloc(*size);
	if (!out)
		return NULL;
	for (i = 0, at = out; i < entries->n; i++) {
		be = htobe32(entries->size[i]);
		at = mempcpy(at, (uint8_t *)&be + sizeof(be) - prefix, prefix);
		at = mempcpy(at, data, entries->size[i]);
		data += entries->size[i];
	}
	return out;
}

static int write_bundle(struct publisher *publisher, uint64_t index,
			struct error *err)
{
	struct tile tile = { TILE_ENTRIES, index, 0 };
	struct entries entries = { 0 };
	size_t prefix = sizeof(uint16_t), size;
	uint8_t *data = NULL;
	int status;

	tile.width = tile_width(publisher->size, TILE_ENTRIES, index);
	status = read_entries(publisher->from, index * TILE_WIDTH, tile.width,
			      &entries, err);
	if (entries.longest > TILE_ENTRY_MAX) {
		tile.level = TILE_ENTRIES32;
		prefix = sizeof(uint32_t);
	}
	if (!status) {
		data = encode(&entries, prefix, &size);
		status = data ? write_tile(publisher, &tile, data, size, err) :
				error_memory(err);
	}
	free(data);
	free(entries.data);
	return status;
}

/* From the first tile of a level that grows. */
static int write_level(struct publisher *publisher, unsigned int level,
		       int (*write)(struct publisher *publisher,
				    unsigned int level, uint64_t index,
				    struct error *err),
		       struct error *err)
{
	uint64_t old = tile_count(publisher->old, level);
	uint64_t count = tile_count(publisher->size, level), index;

	for (index = old / TILE_WIDTH; old < count && index * TILE_WIDTH < count;
	     index++)
		if (write(publisher, level, index, err))
			return -1;
	return 0;
}

static int write_bundles(struct publisher *publisher, unsigned int level,
			 uint64_t index, struct error *err)
{
	(void)level;
	return write_bundle(publisher, index, err);
}

static int write_tiles(struct publisher *publisher, struct error *err)
{
	unsigned int level;

	if (write_level(publisher, TILE_ENTRIES, write_bundles, err))
		return -1;
	for (level = 0; level < TILE_LEVELS; level++)
		if (write_level(publisher, level, write_row, err))
			return -1;
	return sync_parents(publisher, err);
}

/*
 * Partial tiles of which the full one is there now.
 */

static int empty_dir(DIR *dir, const char *path, struct error *err)
{
	struct dirent *file;

	while (errno = 0, (file = readdir(dir))) {
		if (!strcmp(file->d_name, ".") || !strcmp(file->d_name, ".."))
			continue;
		if (unlinkat(dirfd(dir), file->d_name, 0))
			return file_error(path, err);
	}
	return errno ? file_error(path, err) : 0;
}

static int drop_partial(struct publisher *publisher, unsigned int level,
			uint64_t index, struct error *err)
{
	struct tile tile = { level, index, 1 };
	char path[TILE_PATH_SIZE];
	int fd, status;
	DIR *dir;

	tile_path(&tile, path);
	*strrchr(path, '/') = '\0';
	fd = openat(publisher->dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? 0 : file_error(path, err);
	dir = fdopendir(fd);
	if (!dir) {
		file_error(path, err);
		close(fd);
		return -1;
	}
	status = empty_dir(dir, path, err);
	closedir(dir);
	if (!status && unlinkat(publisher->dir, path, AT_REMOVEDIR))
		status = file_error(path, err);
	return status;
}

static int drop_partials(struct publisher *publisher, struct error *err)
{
	unsigned int level;
	uint64_t index;

	for (level = 0; level < TILE_KINDS; level++)
		for (index = tile_count(publisher->old, level) / TILE_WIDTH;
		     index < tile_count(publisher->size, level) / TILE_WIDTH;
		     index++)
			if (drop_partial(publisher, level, index, err))
				return -1;
	return 0;
}

/*
 * The checkpoint.
 */

/* @same: set where there is nothing to do any more */
static int compare_old(struct publisher *publisher, const char *note,
		       size_t note_size, const struct checkpoint *new,
		       bool *same, struct error *err)
{
	struct checkpoint old;
	size_t size;
	char *data;
	int status;

	*same = false;
	status = file_read(publisher->dir, CHECKPOINT, NOTE_SIZE_MAX, &data,
			   &size, err);
	if (status)
		return status < 0 ? -1 : 0;
	*same = size == note_size && !memcmp(data, note, size);
	status = checkpoint_open(data, size, NULL, &old, err);
	free(data);
	if (!status) {
		status = checkpoint_follows(&old, new,
					    source_hashes(publisher->from),
					    err);
		publisher->old = old.size;
		checkpoint_free(&old);
	}
	return status ? error_prefix(err, CHECKPOINT ": ") : 0;
}

static int publish(struct publisher *publisher, const char *note,
		   size_t note_size, const struct checkpoint *checkpoint,
		   struct error *err)
{
	bool same;

	publisher->size = checkpoint->size;
	if (compare_old(publisher, note, note_size, checkpoint, &same, err) ||
	    write_tiles(publisher, err))
		return -1;
	if (!same) {
		if (file_replace(publisher->dir, TEMP, CHECKPOINT, 0644, note,
				 note_size, err))
			return -1;
		publisher->files++;
	}
	/* Somebody may have been interrupted right before this. */
	if (file_sync_dir(publisher->dir, ".", err))
		return -1;
	return drop_partials(publisher, err);
}

static int open_dir(const char *path, struct error *err)
{
	int dir;

	if (!mkdir(path, 0755)) {
		if (file_sync_parent(path, err))
			return -1;
	} else if (errno != EEXIST) {
		return file_error(path, err);
	}
	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return file_error(path, err);
	if (!flock(dir, LOCK_EX | LOCK_NB))
		return dir;
	if (errno == EWOULDBLOCK)
		error_set(err, DINH_EXIT_USAGE,
			  _("%s: somebody else is publishing there"), path);
	else
		file_error(path, err);
	close(dir);
	return -1;
}

int tiles_publish(const char *path, struct source *from, const char *note,
		  size_t note_size, unsigned int *files, struct error *err)
{
	struct publisher publisher = { .from = from };
	struct checkpoint checkpoint;
	int status;

	if (checkpoint_open(note, note_size, NULL, &checkpoint, err))
		return -1;
	status = checkpoint_check(&checkpoint, source_hashes(from),
				  source_size(from), err);
	if (!status) {
		publisher.dir = open_dir(path, err);
		status = publisher.dir < 0 ? -1 : 0;
	}
	if (!status) {
		status = publish(&publisher, note, note_size, &checkpoint, err);
		close(publisher.dir);
		if (status)
			error_prefix(err, "%s: ", path);
	}
	checkpoint_free(&checkpoint);
	*files = publisher.files;
	return status;
}
