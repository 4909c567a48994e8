/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables in text files: TSV, and CSV as RFC 4180 has it, with a header line
 * that names the columns in any order. A UTF-8 byte order mark and CR LF are
 * tolerated; the delimiter (tab, comma or semicolon) is told by the header.
 */
#ifndef DINH_TABLE_H
#define DINH_TABLE_H

#include "error.h"

/**
 * struct table_field - a column that a table may have
 * @name: in the header
 * @alias: another name for it, or NULL
 * @required: a table without it is refused
 */
struct table_field {
	const char *name;
	const char *alias;
	bool required;
};

#define TABLE_FIELDS_MAX	32

/**
 * struct table_row - a line below the header
 * @line: of the file, from 1
 * @cell: by the number of the field, not by the file's column; "" where it is
 *	empty, NULL where the table has no such column
 */
struct table_row {
	unsigned int line;
	char *cell[TABLE_FIELDS_MAX];
};

/**
 * struct table - a table that was read
 * @path: of the file
 * @fields: what may be in it
 * @rows: number of @row
 * @row: all of them
 * @text: what the cells point into
 */
struct table {
	const char *path;
	const struct table_field *fields;
	size_t rows;
	struct table_row *row;
	char *text;
};

/**
 * table_read - read a whole table
 * @table: where to
 * @path: of the file; kept by reference; "-" for the standard input
 * @fields: what may be in it; ends with a NULL name; kept by reference
 * @bad: rows that have not as many cells as the header are added to it
 * @err: why it cannot be read at all
 *
 * Return: 0, or -1 with @err set; there is nothing to free then.
 */
int table_read(struct table *table, const char *path,
	       const struct table_field *fields, struct errors *bad,
	       struct error *err);
void table_free(struct table *table);

/* Adds "FILE:LINE: field "NAME": TEXT". */
int table_complain(const struct table *table, const struct table_row *row,
		   size_t field, struct errors *bad, const char *text);

#endif /* DINH_TABLE_H */
