/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parts of the store share. */
#ifndef DINH_STORE_DB_H
#define DINH_STORE_DB_H

#include <sqlite3.h>

#include "store.h"

enum store_statement {
	STORE_BEGIN,
	STORE_COMMIT,
	STORE_ROLLBACK,
	STORE_ADD_ENTRY,
	STORE_ADD_NODE,
	STORE_SIZE,
	STORE_LEAVES,
	STORE_NODES,
	STORE_NODES_ALL,
	STORE_ENTRIES,
	STORE_STATEMENTS,
};

/* No entry has that number. */
#define ROW_NONE	UINT64_MAX

/**
 * struct store - a store that is open
 * @source: the ledger that it has, as far as it was committed
 * @dir: path of its directory
 * @lock: the directory, locked, where it is kept; else -1
 * @mark: the file "durable", where it is kept; else -1
 * @marked: entries that it tells of
 * @db: the database
 * @statement: prepared
 * @frontier: of the entries that were committed
 * @broken: see store_broken()
 * @frames: pages in the log of the database
 * @settled: of these, already moved
 * @row: number of the entry that STORE_ENTRIES comes to next, or ROW_NONE
 * @entry: that was read last
 * @size: its bytes
 */
struct store {
	struct source source;
	char *dir;
	int lock;
	int mark;
	uint64_t marked;
	sqlite3 *db;
	sqlite3_stmt *statement[STORE_STATEMENTS];
	struct frontier frontier;
	bool broken;
	int frames;
	int settled;
	uint64_t row;
	_Alignas(8) uint8_t entry[DINH_ENTRY_SIZE_MAX];
	size_t size;
};

/**
 * struct mark - what the file "durable" says
 * @size: entries that there are at least
 * @root: root over these
 */
struct mark {
	uint64_t size;
	uint8_t root[HASH_SIZE];
};

/* The database failed; sets @store->broken unless that may pass. */
int store_fail(struct store *store, struct error *err);
/* What is there is wrong. */
int store_wrong(struct store *store, struct error *err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The number that a query answers with; nothing is 0. */
int store_ask(struct store *store, sqlite3_stmt *statement, uint64_t *number,
	      struct error *err);

/* Read the file "durable". Return: 0, 1 where there is none, or -1. */
int mark_read(const char *dir, struct mark *mark, struct error *err);
/* Whether the store has what the mark says. */
int mark_check(struct store *store, const struct mark *mark, struct error *err);
/* Open it, making it where there is none. */
int mark_open(struct store *store, struct error *err);
/* Make it tell of what there is. */
int mark_write(struct store *store, struct error *err);

/* What @store->source does. */
void store_source_init(struct store *store);
int store_told(struct source *source, const char *note, size_t size,
	       bool published, struct error *err);
/* Ends what reads entries, and keeps the log from being moved. */
void store_rest(struct store *store);

#endif /* DINH_STORE_DB_H */
