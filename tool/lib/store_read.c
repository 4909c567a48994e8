// SPDX-License-Identifier: GPL-2.0-only
/* The store: reading it, and verifying that it is whole. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "entries.h"
#include "i18n.h"
#include "store_db.h"

#define PROGRESS_STEP	16384

/*
 * Hashes.
 */

static int take_hash(struct store *store, sqlite3_stmt *row,
		     unsigned int level, uint64_t index, uint8_t *out,
		     struct error *err)
{
	int code = sqlite3_step(row);

	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return store_fail(store, err);
	if (code == SQLITE_ROW &&
	    (uint64_t)sqlite3_column_int64(row, 0) == index &&
	    sqlite3_column_bytes(row, 1) == HASH_SIZE) {
		memcpy(out, sqlite3_column_blob(row, 1), HASH_SIZE);
		return 0;
	}
	if (!level)
		return store_wrong(store, err,
				   _("entry %ju is missing, or its hash is"),
				   (uintmax_t)index);
	return store_wrong(store, err,
			   _("the hash of level %u at %ju is missing"), level,
			   (uintmax_t)index);
}

int store_read_hashes(struct hashes *from, unsigned int level, uint64_t index,
		      unsigned int n, uint8_t *out, struct error *err)
{
	struct store *store = (void *)from;
	sqlite3_stmt *row =
		store->statement[level ? STORE_NODES : STORE_LEAVES];
	unsigned int i;
	int status = 0;

	sqlite3_bind_int(row, 1, level);
	sqlite3_bind_int64(row, 2, index);
	sqlite3_bind_int(row, 3, n);
	for (i = 0; i < n && !status; i++)
		status = take_hash(store, row, level, index + i,
				   out + i * HASH_SIZE, err);
	sqlite3_reset(row);
	return status;
}

/*
 * Entries.
 */

int store_seek(struct store *store, uint64_t seq, struct error *err)
{
	sqlite3_stmt *row = store->statement[STORE_ENTRIES];

	sqlite3_reset(row);
	if (sqlite3_bind_int64(row, 1, seq))
		return store_fail(store, err);
	store->wanted = seq;
	return 0;
}

static int wrong_entry(struct store *store, const char *what, struct error *err)
{
	return store_wrong(store, err, _("entry %ju: %s"),
			   (uintmax_t)store->wanted, what);
}

/* What @store->entry holds, of @size bytes, is entry @store->wanted. */
static int check_entry(struct store *store, size_t size, const uint8_t *leaf,
		       struct error *err)
{
	const struct dinh_entry *entry = (const void *)store->entry;
	uint8_t hash[HASH_SIZE];

	merkle_leaf(entry, size, hash);
	if (memcmp(hash, leaf, HASH_SIZE))
		return wrong_entry(store, _("its hash is another"), err);
	if (entry_size(entry, size) != size)
		return wrong_entry(store, _("its size is another"), err);
	if (le64toh(entry->seq) != store->wanted)
		return wrong_entry(store, _("it says that it is another"), err);
	return 0;
}

static int take_entry(struct store *store, sqlite3_stmt *row, struct error *err)
{
	size_t size = sqlite3_column_bytes(row, 2);
	const void *data = sqlite3_column_blob(row, 2);

	if ((uint64_t)sqlite3_column_int64(row, 0) != store->wanted)
		return wrong_entry(store, _("it is missing"), err);
	if (!data || size > sizeof(store->entry) ||
	    sqlite3_column_bytes(row, 1) != HASH_SIZE)
		return wrong_entry(store, _("its size is another"), err);
	memcpy(store->entry, data, size);
	return check_entry(store, size, sqlite3_column_blob(row, 1), err);
}

int store_next(struct store *store, const struct dinh_entry **entry,
	       struct error *err)
{
	sqlite3_stmt *row = store->statement[STORE_ENTRIES];
	int code = SQLITE_DONE, status = 0;

	if (store->wanted < store_size(store)) {
		code = sqlite3_step(row);
		if (code == SQLITE_ROW)
			status = take_entry(store, row, err);
		else if (code == SQLITE_DONE)
			status = wrong_entry(store, _("it is missing"), err);
		else
			status = store_fail(store, err);
	}
	if (code == SQLITE_ROW && !status) {
		*entry = (const void *)store->entry;
		store->wanted++;
		return 1;
	}
	sqlite3_reset(row);
	return status;
}

/*
 * Verifying.
 */

/* SQLite's own check: no page lost, and none in two places. */
static int check_database(struct store *store, struct error *err)
{
	const char *said = NULL;
	sqlite3_stmt *row;
	int status;

	if (sqlite3_prepare_v2(store->db, "PRAGMA quick_check(1)", -1, &row,
			       NULL))
		return store_fail(store, err);
	if (sqlite3_step(row) == SQLITE_ROW)
		said = (const char *)sqlite3_column_text(row, 0);
	if (!said)
		status = store_fail(store, err);
	else
		status = !strcmp(said, "ok") ? 0 :
			 store_wrong(store, err, "%s", said);
	sqlite3_finalize(row);
	return status;
}

static int check_node(struct store *store, unsigned int level, uint64_t index,
		      const uint8_t hash[HASH_SIZE], struct error *err)
{
	uint8_t kept[HASH_SIZE];

	if (store_read_hashes(&store->hashes, level, index, 1, kept, err))
		return -1;
	if (!memcmp(kept, hash, HASH_SIZE))
		return 0;
	return store_wrong(store, err,
			   _("the hash of level %u at %ju is not that of its entries"),
			   level, (uintmax_t)index);
}

/* Adds the leaf of the entry just read to @tree. */
static int check_tree(struct store *store, struct frontier *tree,
		      const struct dinh_entry *entry, struct error *err)
{
	uint8_t leaf[HASH_SIZE], done[TILE_LEVELS - 1][HASH_SIZE];
	unsigned int levels, level;

	merkle_leaf(entry, le32toh(entry->size), leaf);
	levels = frontier_add(tree, leaf, done);
	for (level = 1; level <= levels; level++)
		if (check_node(store, level, tile_hashes(tree->size, level) - 1,
			       done[level - 1], err))
			return -1;
	return 0;
}

static int check_entries(struct store *store, struct frontier *tree,
			 store_progress *progress, void *data,
			 struct error *err)
{
	const struct dinh_entry *entry;
	int status;

	if (store_seek(store, 0, err))
		return -1;
	while ((status = store_next(store, &entry, err)) > 0) {
		if (check_tree(store, tree, entry, err))
			return -1;
		if (!progress || tree->size % PROGRESS_STEP ||
		    !progress(tree->size, store_size(store), data))
			continue;
		error_set(err, DINH_EXIT_USAGE, "%s", strerror(EINTR));
		err->code = EINTR;
		return -1;
	}
	return status;
}

/* No row, and no hash, that nothing asks for. */
static int check_rest(struct store *store, struct error *err)
{
	uint64_t wanted = 0, found;
	unsigned int level;

	for (level = 1; level < TILE_LEVELS; level++)
		wanted += tile_hashes(store_size(store), level);
	if (store_ask(store, store->statement[STORE_NODES_ALL], &found, err))
		return -1;
	if (found == wanted)
		return 0;
	return store_wrong(store, err,
			   _("%ju hashes of the tree are there, %ju are wanted"),
			   (uintmax_t)found, (uintmax_t)wanted);
}

int store_verify(struct store *store, store_progress *progress, void *data,
		 struct error *err)
{
	uint8_t root[HASH_SIZE], opened[HASH_SIZE];
	struct frontier tree = { 0 };

	if (check_database(store, err) ||
	    check_entries(store, &tree, progress, data, err) ||
	    check_rest(store, err))
		return -1;
	frontier_root(&tree, root);
	store_root(store, opened);
	if (!memcmp(root, opened, HASH_SIZE))
		return 0;
	return store_wrong(store, err, "%s",
			   _("the root is not that of the entries"));
}
