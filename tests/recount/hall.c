// SPDX-License-Identifier: GPL-2.0-only
/* What is open, bound and sealed. */
#include <inttypes.h>
#include <openssl/sha.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "hall.h"
#include "names.h"
#include "tables.h"

static FILE *begin(char **text)
{
	static size_t size;
	FILE *out = open_memstream(text, &size);

	if (!out)
		abort();
	return out;
}

static void print_sealed(FILE *out, uint64_t size, uint32_t pcr,
			 const uint8_t value[DINH_HASH_SIZE])
{
	unsigned int i;

	fprintf(out, "PCR %u, size %" PRIu64 ": ", pcr, size);
	for (i = 0; i < DINH_HASH_SIZE; i++)
		fprintf(out, "%02x", value[i]);
}

char *hall_of_engine(const struct engine *e)
{
	struct engine_sealed sealed = engine_sealed(e);
	struct engine_meeting m = { 0 };
	struct engine_kiosk k;
	unsigned int i;
	char *text;
	FILE *out = begin(&text);

	while (engine_meeting(e, m.seq + 1, &m))
		fprintf(out, "meeting %" PRIu64 " of %u: %s, %u eligible, "
			"%u cards, %u known, %u present, %u cast; ", m.seq,
			m.unit, word_name(ballot_words, m.ballot), m.eligible,
			m.cards, m.known, m.present, m.cast);
	for (i = 0; engine_kiosk(e, i, &k); i++)
		fprintf(out, "kiosk %" PRIu64 " of %u: %s, meeting %" PRIu64
			"; ", k.seq, k.unit,
			word_name(kiosk_role_words, k.role), k.meeting);
	if (sealed.size)
		print_sealed(out, sealed.size, sealed.pcr, sealed.value);
	fclose(out);
	return text;
}

static const char meetings[] =
	"SELECT format('meeting %d of %d: %s, %d eligible, %d cards, "
		"%d known, %d present, %d cast; ', m.seq, m.unit, m.ballot, "
		"m.eligible, m.cards, (SELECT count(a.card) FROM attendance a "
		"WHERE a.meeting = m.seq AND a.seq < n.size), m.present, "
		"m.\"cast\") "
	"FROM now n CROSS JOIN meeting_open m ORDER BY m.seq";
static const char kiosks[] =
	"SELECT format('kiosk %d of %d: %s, meeting %d; ', k.seq, k.unit, "
		"k.role, coalesce(k.meeting, 0)) "
	"FROM now n CROSS JOIN kiosk k WHERE k.seq < n.size "
		"AND NOT EXISTS (SELECT 1 FROM kiosk_end e "
				"WHERE e.kiosk = k.seq AND e.seq < n.size) "
	"ORDER BY k.seq";
/* The PCR's value is for whoever has SHA-256. */
static const char sealed[] =
	"SELECT '', t.size, t.pcr, t.before, t.root "
	"FROM now n CROSS JOIN tpm t WHERE t.seq < n.size "
	"AND NOT EXISTS (SELECT 1 FROM boot b WHERE b.seq > t.seq "
	"AND b.seq < n.size) "
	"ORDER BY t.seq DESC LIMIT 1";

static void print_told(FILE *out, sqlite3_stmt *row)
{
	uint8_t value[DINH_HASH_SIZE], both[2][DINH_HASH_SIZE];

	memcpy(both[0], sqlite3_column_blob(row, 3), DINH_HASH_SIZE);
	memcpy(both[1], sqlite3_column_blob(row, 4), DINH_HASH_SIZE);
	SHA256(both[0], sizeof(both), value);
	print_sealed(out, sqlite3_column_int64(row, 1),
		     sqlite3_column_int64(row, 2), value);
}

static void print_rows(FILE *out, sqlite3 *db, const char *sql)
{
	sqlite3_stmt *row;

	if (sqlite3_prepare_v2(db, sql, -1, &row, NULL))
		abort();
	while (sqlite3_step(row) == SQLITE_ROW) {
		fprintf(out, "%s", sqlite3_column_text(row, 0));
		if (sqlite3_column_count(row) > 1)
			print_told(out, row);
	}
	sqlite3_finalize(row);
}

char *hall_of_tables(struct tables *t, uint64_t size)
{
	sqlite3 *db = tables_database(t);
	char at[64], *text;
	FILE *out = begin(&text);

	snprintf(at, sizeof(at), "UPDATE at SET size = %" PRIu64, size);
	if (sqlite3_exec(db, at, NULL, NULL, NULL))
		abort();
	print_rows(out, db, meetings);
	print_rows(out, db, kiosks);
	print_rows(out, db, sealed);
	if (sqlite3_exec(db, "UPDATE at SET size = NULL", NULL, NULL, NULL))
		abort();
	fclose(out);
	return text;
}
