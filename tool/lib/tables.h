/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the entries of a ledger say, as rows of typed tables. tables.sql has
 * their schema and the views that count from them; recount.h reads these.
 */
#ifndef DINH_TABLES_H
#define DINH_TABLES_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"

struct dinh_entry;
struct sqlite3;
struct tables;

/**
 * tables_open - open or make the tables
 * @path: file of a database, or ":memory:"
 * @err: filled on failure
 *
 * Return: the tables, to be closed with tables_close(), or NULL.
 */
struct tables *tables_open(const char *path, struct error *err);
void tables_close(struct tables *t);

/* The database that has the tables, for what else is kept in it. */
struct sqlite3 *tables_database(struct tables *t);

/* Without a transaction, each entry is one. */
int tables_begin(struct tables *t, struct error *err);
int tables_commit(struct tables *t, struct error *err);
int tables_rollback(struct tables *t, struct error *err);

/* How many entries they hold; the number of the next. */
uint64_t tables_size(const struct tables *t);

/**
 * tables_add - add the next entry
 * @t: the tables
 * @entry: as the ledger has it, aligned to 8 bytes
 * @size: bytes there are of it
 * @err: filled on failure; its exit is DINH_EXIT_WRONG when it is the entry
 *	that is wrong, and not the database
 *
 * Return: 0, or -1 with the tables as they were.
 */
int tables_add(struct tables *t, const struct dinh_entry *entry, size_t size,
	       struct error *err);

#endif /* DINH_TABLES_H */
