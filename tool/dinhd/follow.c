// SPDX-License-Identifier: GPL-2.0-only
/* The tables of the second count. */
#include <endian.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../lib/i18n.h"
#include "../lib/tables.h"
#include "follow.h"
#include "log.h"

#ifndef DINH_VERSION
#define DINH_VERSION	"0"
#endif

/* Entries that are added at once: nobody is to wait for these. */
#define STEP	256

/* When somebody had them locked, in milliseconds. */
#define RETRY	1000

/* Commits are not synced: what a power cut takes is added again. */
static const char setup[] =
	"PRAGMA journal_mode = WAL;"
	"PRAGMA synchronous = NORMAL;"
	"CREATE TABLE IF NOT EXISTS followed"
	" (version TEXT NOT NULL, root BLOB NOT NULL) STRICT";

static int database_error(struct follow *follow, struct error *err)
{
	return error_set(err, DINH_EXIT_USAGE, "%s",
			 sqlite3_errmsg(tables_database(follow->tables)));
}

static int execute(struct follow *follow, const char *sql, struct error *err)
{
	return sqlite3_exec(tables_database(follow->tables), sql, NULL, NULL,
			    NULL) ? database_error(follow, err) : 0;
}

static sqlite3_stmt *prepare(struct follow *follow, const char *sql,
			     const uint8_t root[HASH_SIZE], struct error *err)
{
	sqlite3_stmt *statement;

	if (sqlite3_prepare_v2(tables_database(follow->tables), sql, -1,
			       &statement, NULL)) {
		database_error(follow, err);
		return NULL;
	}
	sqlite3_bind_text(statement, 1, DINH_VERSION, -1, SQLITE_STATIC);
	sqlite3_bind_blob(statement, 2, root, HASH_SIZE, SQLITE_STATIC);
	return statement;
}

static int root_at(struct store *store, uint64_t size, uint8_t root[HASH_SIZE],
		   struct error *err)
{
	return merkle_root(&store_source(store)->hashes, size, root, err);
}

/* Made by this version, of the beginning of this ledger. */
static bool fits(struct follow *follow, struct store *store, struct error *err)
{
	uint64_t size = tables_size(follow->tables);
	uint8_t root[HASH_SIZE];
	sqlite3_stmt *found;
	bool fit;

	if (!size)
		return true;
	if (size > store_size(store) || root_at(store, size, root, err))
		return false;
	found = prepare(follow,
			"SELECT 1 FROM followed WHERE version = ?1 AND root = ?2",
			root, err);
	fit = found && sqlite3_step(found) == SQLITE_ROW;
	sqlite3_finalize(found);
	return fit;
}

static int remember(struct follow *follow, struct store *store,
		    struct error *err)
{
	uint8_t root[HASH_SIZE];
	sqlite3_stmt *put;
	int status;

	if (root_at(store, tables_size(follow->tables), root, err) ||
	    execute(follow, "DELETE FROM followed", err))
		return -1;
	put = prepare(follow, "INSERT INTO followed VALUES (?1, ?2)", root,
		      err);
	if (!put)
		return -1;
	status = sqlite3_step(put) == SQLITE_DONE ? 0 :
		 database_error(follow, err);
	sqlite3_finalize(put);
	return status;
}

static void drop(struct follow *follow, const char *dir)
{
	static const char *const suffix[] = { "", "-wal", "-shm", "-journal" };
	char path[PATH_MAX];
	size_t i;

	follow_close(follow);
	for (i = 0; i < sizeof(suffix) / sizeof(suffix[0]); i++) {
		snprintf(path, sizeof(path), "%s/" FOLLOW_DATABASE "%s", dir,
			 suffix[i]);
		unlink(path);
	}
}

static int open_tables(struct follow *follow, const char *dir,
		       struct error *err)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/" FOLLOW_DATABASE, dir);
	follow->tables = tables_open(path, err);
	if (!follow->tables)
		return -1;
	/* Whoever has them locked is not waited for. */
	sqlite3_busy_timeout(tables_database(follow->tables), 0);
	return execute(follow, setup, err);
}

static int open_fitting(struct follow *follow, const char *dir,
			struct store *store, struct error *err)
{
	if (follow->tables ||
	    (!open_tables(follow, dir, err) && fits(follow, store, err)))
		return 0;
	drop(follow, dir);
	return open_tables(follow, dir, err);
}

static int add_some(struct follow *follow, struct store *store,
		    struct error *err)
{
	const struct dinh_entry *entry;
	uint64_t seq;
	int n;

	for (n = 0; n < STEP; n++) {
		seq = tables_size(follow->tables);
		if (seq == store_size(store))
			break;
		if (store_entry(store, seq, &entry, err) ||
		    tables_add(follow->tables, entry, le32toh(entry->size),
			       err))
			return -1;
	}
	return remember(follow, store, err);
}

static int step(struct follow *follow, struct store *store, struct error *err)
{
	struct error ignored;

	if (tables_size(follow->tables) == store_size(store))
		return 0;
	if (tables_begin(follow->tables, err))
		return -1;
	if (!add_some(follow, store, err) &&
	    !tables_commit(follow->tables, err))
		return 0;
	tables_rollback(follow->tables, &ignored);
	return -1;
}

static bool is_busy(struct follow *follow)
{
	return follow->tables &&
	       sqlite3_errcode(tables_database(follow->tables)) == SQLITE_BUSY;
}

int follow_step(struct follow *follow, const char *dir, struct store *store)
{
	struct error err = { 0 };

	if (follow->failures == FOLLOW_FAILURES || !store_size(store))
		return -1;
	if (!open_fitting(follow, dir, store, &err) &&
	    !step(follow, store, &err)) {
		follow->failures = 0;
		return tables_size(follow->tables) < store_size(store) ? 0 : -1;
	}
	if (is_busy(follow))
		return RETRY;
	log_line(LOG_WARNING, _("%s/%s is made anew: %s"), dir,
		 FOLLOW_DATABASE, err.text);
	drop(follow, dir);
	return ++follow->failures < FOLLOW_FAILURES ? 0 : -1;
}

void follow_close(struct follow *follow)
{
	tables_close(follow->tables);
	follow->tables = NULL;
}
