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

static int read_hashes(struct hashes *from, unsigned int level, uint64_t index,
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

static int wrong_entry(struct store *store, uint64_t seq, const char *what,
		       struct error *err)
{
	return store_wrong(store, err, _("entry %ju: %s"), (uintmax_t)seq,
			   what);
}

void store_rest(struct store *store)
{
	sqlite3_reset(store->statement[STORE_ENTRIES]);
	store->row = ROW_NONE;
}

/* The row of an entry; consecutive ones without looking for each. */
static sqlite3_stmt *find_row(struct store *store, uint64_t seq,
			      struct error *err)
{
	sqlite3_stmt *row = store->statement[STORE_ENTRIES];
	int code;

	if (store->row != seq) {
		store_rest(store);
		sqlite3_bind_int64(row, 1, seq);
	}
	code = sqlite3_step(row);
	store->row = seq + 1;
	if (code == SQLITE_ROW &&
	    (uint64_t)sqlite3_column_int64(row, 0) == seq)
		return row;
	if (code == SQLITE_ROW || code == SQLITE_DONE)
		wrong_entry(store, seq, _("it is missing"), err);
	else
		store_fail(store, err);
	store_rest(store);
	return NULL;
}

static int read_entry(struct source *source, uint64_t seq, const void **entry,
		      size_t *size, uint8_t leaf[HASH_SIZE], struct error *err)
{
	struct store *store = (void *)source;
	sqlite3_stmt *row = find_row(store, seq, err);
	const void *data;

	if (!row)
		return -1;
	store->size = sqlite3_column_bytes(row, 2);
	data = sqlite3_column_blob(row, 2);
	if (!data || store->size > sizeof(store->entry) ||
	    sqlite3_column_bytes(row, 1) != HASH_SIZE)
		return wrong_entry(store, seq, _("its size is another"), err);
	memcpy(store->entry, data, store->size);
	memcpy(leaf, sqlite3_column_blob(row, 1), HASH_SIZE);
	*entry = store->entry;
	*size = store->size;
	return 0;
}

/* What the entry that was read says of itself. */
static int check_head(struct store *store, uint64_t seq, struct error *err)
{
	const struct dinh_entry *entry = (const void *)store->entry;

	if (!store->size || entry_size(entry, store->size) != store->size)
		return wrong_entry(store, seq, _("its size is another"), err);
	if (le64toh(entry->seq) != seq)
		return wrong_entry(store, seq,
				   _("it says that it is another"), err);
	return 0;
}

int store_entry(struct store *store, uint64_t seq,
		const struct dinh_entry **entry, struct error *err)
{
	const void *data;
	size_t size;

	if (source_entry(&store->source, seq, &data, &size, err) ||
	    check_head(store, seq, err))
		return -1;
	*entry = data;
	return 0;
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

/* No hash that nothing asks for. */
static int check_nodes(struct store *store, struct error *err)
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

static int check_rest(struct source *source, struct error *err)
{
	struct store *store = (void *)source;

	return check_database(store, err) || check_nodes(store, err) ? -1 : 0;
}

static int check_next(struct store *store, struct frontier *tree,
		      struct error *err)
{
	if (source_verify_next(&store->source, tree, err))
		return -1;
	return check_head(store, tree->size - 1, err);
}

static int check_all(struct store *store, store_progress *progress, void *data,
		     struct error *err)
{
	uint64_t all = store_size(store);
	struct frontier tree = { 0 };
	uint8_t root[HASH_SIZE];

	while (tree.size < all) {
		if (check_next(store, &tree, err))
			return -1;
		if (!progress || tree.size % PROGRESS_STEP ||
		    !progress(tree.size, all, data))
			continue;
		error_set(err, DINH_EXIT_USAGE, "%s", strerror(EINTR));
		err->code = EINTR;
		return -1;
	}
	frontier_root(&tree, root);
	if (memcmp(root, store->source.root, HASH_SIZE))
		return store_wrong(store, err, "%s",
				   _("the root is not that of the entries"));
	return check_rest(&store->source, err);
}

int store_verify(struct store *store, store_progress *progress, void *data,
		 struct error *err)
{
	int status = check_all(store, progress, data, err);

	store_rest(store);
	if (status && err->exit == DINH_EXIT_WRONG)
		store->broken = true;
	return status;
}

/*
 * A store as a ledger like others.
 */

static void name_file(struct source *source, unsigned int level, uint64_t index,
		      char buf[SOURCE_NAME_SIZE])
{
	struct store *store = (void *)source;

	(void)level;
	(void)index;
	snprintf(buf, SOURCE_NAME_SIZE, "%s/" STORE_DATABASE, store->dir);
}

static void close_source(struct source *source)
{
	store_close((void *)source);
}

void store_source_init(struct store *store)
{
	store->source = (struct source) {
		.hashes.read = read_hashes,
		.entry = read_entry,
		.name = name_file,
		.rest = check_rest,
		.told = store_told,
		.close = close_source,
	};
	store->row = ROW_NONE;
}

struct source *store_source(struct store *store)
{
	return &store->source;
}

struct source *store_source_open(const char *dir, struct error *err)
{
	struct store *store = store_view(dir, err);

	return store ? &store->source : NULL;
}
