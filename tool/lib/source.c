// SPDX-License-Identifier: GPL-2.0-only
/* Ledgers, wherever they are kept. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "i18n.h"
#include "source.h"
#include "store.h"
#include "tiles.h"

struct source *source_open(const char *path, struct error *err)
{
	struct stat info;
	bool is_store;
	int dir;

	if (merkle_setup(err))
		return NULL;
	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0) {
		file_error(path, err);
		return NULL;
	}
	/* What tells a store from a published ledger. */
	is_store = !fstatat(dir, STORE_DATABASE, &info, 0);
	close(dir);
	return is_store ? store_source_open(path, err) : tiles_open(path, err);
}

void source_close(struct source *source)
{
	if (source)
		source->close(source);
}

int source_told(struct source *source, const char *note, size_t size,
		bool published, struct error *err)
{
	return source->told ?
	       source->told(source, note, size, published, err) : 0;
}

/* The entry, or the hash that is kept of it: the root tells which is wrong. */
static int blame(struct source *source, uint64_t seq,
		 const uint8_t leaf[HASH_SIZE], struct error *err)
{
	char name[SOURCE_NAME_SIZE];
	struct merkle_proof proof;

	if (!merkle_prove_inclusion(&source->hashes, seq, source->size, &proof,
				    err) &&
	    merkle_check_inclusion(&proof, seq, source->size, leaf,
				   source->root)) {
		source->name(source, SOURCE_ENTRIES, seq, name);
		return error_set(err, DINH_EXIT_WRONG,
				 _("%s: entry %ju is not the one that the ledger has a hash of"),
				 name, seq);
	}
	source->name(source, 0, seq, name);
	return error_set(err, DINH_EXIT_WRONG,
			 _("%s: the hash of entry %ju is not the entry's"),
			 name, seq);
}

static int read_entry(struct source *source, uint64_t seq, const void **entry,
		      size_t *size, uint8_t leaf[HASH_SIZE], struct error *err)
{
	uint8_t hash[HASH_SIZE];

	if (source->entry(source, seq, entry, size, leaf, err))
		return -1;
	merkle_leaf(*entry, *size, hash);
	return memcmp(hash, leaf, HASH_SIZE) ? blame(source, seq, leaf, err) :
					       0;
}

int source_entry(struct source *source, uint64_t seq, const void **entry,
		 size_t *size, struct error *err)
{
	uint8_t leaf[HASH_SIZE];

	if (seq >= source->size)
		return error_set(err, DINH_EXIT_USAGE,
				 _("there is no entry %ju, the ledger has %ju"),
				 seq, source->size);
	return read_entry(source, seq, entry, size, leaf, err);
}

/* Against the hash that is kept of a complete subtree. */
static int verify_node(struct source *source, unsigned int level,
		       uint64_t index, const uint8_t hash[HASH_SIZE],
		       struct error *err)
{
	char name[SOURCE_NAME_SIZE];
	uint8_t kept[HASH_SIZE];

	if (source->hashes.read(&source->hashes, level, index, 1, kept, err))
		return -1;
	if (!memcmp(kept, hash, HASH_SIZE))
		return 0;
	source->name(source, level, index, name);
	return error_set(err, DINH_EXIT_WRONG,
			 _("%s: hash %ju of level %u is not that of what is below it"),
			 name, index, level);
}

int source_verify_next(struct source *source, struct frontier *frontier,
		       struct error *err)
{
	uint8_t leaf[HASH_SIZE], done[TILE_LEVELS - 1][HASH_SIZE];
	unsigned int level, n;
	const void *entry;
	size_t size;

	if (read_entry(source, frontier->size, &entry, &size, leaf, err))
		return -1;
	n = frontier_add(frontier, leaf, done);
	for (level = 1; level <= n; level++)
		if (verify_node(source, level,
				tile_hashes(frontier->size, level) - 1,
				done[level - 1], err))
			return -1;
	return 0;
}

int source_verify(struct source *source, struct error *err)
{
	struct frontier frontier = { 0 };
	uint8_t root[HASH_SIZE];

	while (frontier.size < source->size)
		if (source_verify_next(source, &frontier, err))
			return -1;
	frontier_root(&frontier, root);
	if (memcmp(root, source->root, HASH_SIZE))
		return error_set(err, DINH_EXIT_WRONG,
				 _("the root of the ledger is not that of its %ju entries"),
				 source->size);
	return source->rest ? source->rest(source, err) : 0;
}
