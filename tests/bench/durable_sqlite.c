// SPDX-License-Identifier: GPL-2.0-only
/*
 * SQLite: a row an entry, a chain of hashes, counters kept by trigger. A group
 * is one transaction; or each entry is.
 */
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <sqlite3.h>

#include "durable.h"

enum { BEGIN, INSERT, COMMIT, STATEMENTS };

static const char schema[] =
	"PRAGMA journal_mode = WAL;"
	"PRAGMA synchronous = FULL;"
	"BEGIN;"
	"CREATE TABLE entry (seq INTEGER PRIMARY KEY, unit INTEGER,"
	" requirement INTEGER, day INTEGER, data BLOB, hash BLOB);"
	"CREATE TABLE above (unit INTEGER, ancestor INTEGER,"
	" PRIMARY KEY (unit, ancestor)) WITHOUT ROWID;"
	"CREATE TABLE counts (requirement INTEGER, indicator INTEGER,"
	" PRIMARY KEY (requirement, indicator)) WITHOUT ROWID;"
	"CREATE TABLE counter (unit INTEGER, indicator INTEGER, num INTEGER,"
	" PRIMARY KEY (unit, indicator)) WITHOUT ROWID;"
	"CREATE TRIGGER counted AFTER INSERT ON entry BEGIN"
	" UPDATE counter SET num = num + 1"
	" WHERE unit IN (SELECT ancestor FROM above WHERE unit = NEW.unit)"
	" AND indicator IN (SELECT indicator FROM counts"
	" WHERE requirement = NEW.requirement);"
	"END;"
	"WITH RECURSIVE unit (nr) AS (SELECT 1 UNION ALL"
	" SELECT nr + 1 FROM unit WHERE nr < %1$d)"
	"INSERT INTO above"
	" SELECT nr, 0 FROM unit UNION"
	" SELECT nr, 1 FROM unit UNION"
	" SELECT nr, (nr - 2) / %2$d * %2$d + 2 FROM unit WHERE nr > 1;"
	"INSERT INTO counts VALUES (1, 1);"
	"INSERT INTO counter SELECT DISTINCT ancestor, 1, 0 FROM above;"
	"COMMIT";

static const char *const sql[STATEMENTS] = {
	[BEGIN] = "BEGIN IMMEDIATE",
	[INSERT] = "INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[COMMIT] = "COMMIT",
};

static sqlite3 *db;
static sqlite3_stmt *statement[STATEMENTS];
static EVP_MD_CTX *hashing;
static EVP_MD *sha256;
static uint8_t chain[DINH_HASH_SIZE];
static uint64_t size;

static void fail(void)
{
	fprintf(stderr, "SQLite: %s\n", sqlite3_errmsg(db));
	exit(1);
}

static void begin(const char *place, unsigned int writers)
{
	char path[4096], text[sizeof(schema) + 64];
	int i;

	hashing = EVP_MD_CTX_new();
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	snprintf(path, sizeof(path), "%s/entries.db", place);
	snprintf(text, sizeof(text), schema, UNITS, SAMPLE_FAN_OUT);
	if (sqlite3_open(path, &db) || sqlite3_exec(db, text, NULL, NULL, NULL))
		fail();
	for (i = 0; i < STATEMENTS; i++)
		if (sqlite3_prepare_v2(db, sql[i], -1, &statement[i], NULL))
			fail();
}

static void run(int which)
{
	if (sqlite3_step(statement[which]) != SQLITE_DONE)
		fail();
	sqlite3_reset(statement[which]);
}

static void insert(const struct evidence *entry)
{
	sqlite3_stmt *row = statement[INSERT];

	EVP_DigestInit_ex2(hashing, sha256, NULL);
	EVP_DigestUpdate(hashing, chain, sizeof(chain));
	EVP_DigestUpdate(hashing, entry, sizeof(*entry));
	EVP_DigestFinal_ex(hashing, chain, NULL);
	sqlite3_bind_int64(row, 1, size++);
	sqlite3_bind_int(row, 2, le32toh(entry->entry.unit));
	sqlite3_bind_int(row, 3, le16toh(entry->body.requirement));
	sqlite3_bind_int(row, 4, le32toh(entry->body.day));
	sqlite3_bind_blob(row, 5, entry, sizeof(*entry), SQLITE_STATIC);
	sqlite3_bind_blob(row, 6, chain, sizeof(chain), SQLITE_STATIC);
	run(INSERT);
}

static void commit(const struct evidence *entry, unsigned int n)
{
	unsigned int i;

	run(BEGIN);
	for (i = 0; i < n; i++)
		insert(&entry[i]);
	run(COMMIT);
}

const struct contestant sqlite = {
	.name = "sqlite",
	.begin = begin,
	.commit = commit,
	.group = WRITERS_MAX,
};

const struct contestant sqlite_each = {
	.name = "sqlite-each",
	.begin = begin,
	.commit = commit,
	.group = 1,
};
