/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables of units and of records into the register. The whole table is checked
 * before anything of it is written; rows that are there already are left, so
 * that the same import again does nothing twice.
 */
#ifndef DINH_IMPORT_H
#define DINH_IMPORT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

struct client;
struct dinh_entry;
struct record;
struct unit;

/**
 * struct import - what to import, and how far it came
 * @path: the table
 * @parent: units without a parent of their own stand under this one, or NULL
 * @since: units without a day of their own exist from this one
 * @check_only: write nothing
 * @stop: set by a signal handler to stop between two writes
 * @progress: told of what is done, or NULL
 * @preview: with @check_only, told of each row that would go in: its line in
 *	the table, and what it would be, one of the two; and a record's entry
 * @data: for @progress and @preview
 * @rows: of the table
 * @present: were there already
 * @added: went in
 * @bad: rows that cannot go in; then nothing did
 */
struct import {
	const char *path;
	const char *parent;
	uint32_t since;
	bool check_only;
	const volatile sig_atomic_t *stop;
	void (*progress)(void *data, bool checking, size_t done, size_t of);
	void (*preview)(void *data, unsigned int line, const struct unit *unit,
			const struct record *record, struct dinh_entry *entry);
	void *data;
	size_t rows;
	size_t present;
	size_t added;
	struct errors bad;
};

/*
 * Return: 0, or -1; then @import->bad has the rows that are bad, and @err, unless
 * it is left as it was, what else stopped it. @import->added holds in any case.
 */
int import_units(struct client *client, struct import *import,
		 struct error *err);
int import_records(struct client *client, struct import *import,
		   struct error *err);

/* For both: whether to stop, and what then is said. */
int import_stopped(const struct import *import, struct error *err);
void import_progress(const struct import *import, bool checking, size_t done,
		     size_t of);

/**
 * struct code_index - numbers by code
 * @n: entries
 * @item: sorted by code
 */
struct code_index {
	size_t n;
	struct code_number {
		const char *code;
		size_t number;
	} *item;
};

/* @n codes, @stride bytes apart, numbered from 0; their order is kept. */
int code_index_make(struct code_index *index, const void *first, size_t stride,
		    size_t n);
void code_index_free(struct code_index *index);
/* Return: the number, or SIZE_MAX. */
size_t code_index_find(const struct code_index *index, const char *code);

#endif /* DINH_IMPORT_H */
