// SPDX-License-Identifier: GPL-2.0-only
/*
 * PostgreSQL, as postgres.sql has made it: each writer has a connection and
 * appends in a transaction of its own; or a group is one transaction.
 */
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>

#include <libpq-fe.h>

#include "durable.h"

#define ARGUMENTS	4
/* An entry as text in an array: hexadecimal, and what is around it. */
#define DATA_CHARS	(2 * sizeof(struct evidence) + 8)

static PGconn *connection[WRITERS_MAX];

static void fail(PGconn *c)
{
	fprintf(stderr, "PostgreSQL: %s", PQerrorMessage(c));
	exit(1);
}

static void begin(const char *place, unsigned int writers)
{
	const char *const key[] = { "host", NULL };
	const char *const value[] = { place, NULL };
	unsigned int i;

	for (i = 0; i < writers; i++) {
		PGconn *c = PQconnectdbParams(key, value, 0);
		PGresult *result;

		if (PQstatus(c) != CONNECTION_OK)
			fail(c);
		result = PQprepare(c, "append", "SELECT append($1, $2, $3, $4)",
				   0, NULL);
		if (PQresultStatus(result) != PGRES_COMMAND_OK)
			fail(c);
		PQclear(result);
		connection[i] = c;
	}
}

static void begin_one(const char *place, unsigned int writers)
{
	begin(place, 1);
}

static char *put_data(char *to, const struct evidence *entry)
{
	const uint8_t *data = (const void *)entry;
	size_t i;

	to += sprintf(to, "\"\\\\x");
	for (i = 0; i < sizeof(*entry); i++) {
		*to++ = "0123456789abcdef"[data[i] >> 4];
		*to++ = "0123456789abcdef"[data[i] & 15];
	}
	*to++ = '"';
	return to;
}

static void append(PGconn *c, const struct evidence *entry, unsigned int n)
{
	char number[ARGUMENTS - 1][WRITERS_MAX * 11 + 2];
	char data[WRITERS_MAX * DATA_CHARS + 2];
	const char *value[ARGUMENTS] = {
		number[0], number[1], number[2], data
	};
	char *at[ARGUMENTS] = { number[0], number[1], number[2], data };
	PGresult *result;
	unsigned int i;

	for (i = 0; i < n; i++) {
		char before = i ? ',' : '{';

		at[0] += sprintf(at[0], "%c%u", before,
				 le32toh(entry[i].entry.unit));
		at[1] += sprintf(at[1], "%c%u", before,
				 le16toh(entry[i].body.requirement));
		at[2] += sprintf(at[2], "%c%u", before,
				 le32toh(entry[i].body.day));
		*at[3]++ = before;
		at[3] = put_data(at[3], &entry[i]);
	}
	for (i = 0; i < ARGUMENTS; i++)
		sprintf(at[i], "}");
	result = PQexecPrepared(c, "append", ARGUMENTS, value, NULL, NULL, 0);
	if (PQresultStatus(result) != PGRES_TUPLES_OK)
		fail(c);
	PQclear(result);
}

static void commit(const struct evidence *entry, unsigned int n)
{
	append(connection[0], entry, n);
}

static void append_one(unsigned int writer, const struct evidence *entry)
{
	append(connection[writer], entry, 1);
}

const struct contestant postgres = {
	.name = "postgres",
	.begin = begin_one,
	.commit = commit,
	.group = WRITERS_MAX,
};

const struct contestant postgres_each = {
	.name = "postgres-each",
	.begin = begin,
	.write = append_one,
};
