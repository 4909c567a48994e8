// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the tables take, and what they refuse: with the entry's number, and
 * without a trace.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "test.h"

/* A ledger with an entry of each type but a boot, as bytes. */
static struct ledger {
	struct dinh_entry *entry[64];
	unsigned int n;
} ledger;

static void keep(void *data, const struct dinh_entry *entry, size_t size)
{
	struct ledger *l = data;

	l->entry[l->n] = malloc(size);
	memcpy(l->entry[l->n++], entry, size);
}

static size_t size_of(const struct dinh_entry *entry)
{
	return le32toh(entry->size);
}

/* What is found of a record, what is to be done, who may, a review. */
static void write_more(struct engine *e, uint32_t today)
{
	struct dinh_entry *entries[] = {
		make_record(&(struct a_record){
			.unit = 2, .requirement = 5, .day = today,
			.group = DINH_GROUP_PARTY_MEMBERS, .count = 1 }),
		make_finding(2, 14, DINH_FINDING_UPHOLD, today + 60),
		make_assignment(2, today),
		make_completion(2, 16, today),
		make_grant(DINH_ENTRY_GRANT, 0, 7, DINH_ROLE_INSPECTOR),
		make_grant(DINH_ENTRY_REVOKE, 0, 7, DINH_ROLE_INSPECTOR),
		make_review(0, DINH_REVIEW_FINAL),
	};
	unsigned int i;

	for (i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
		engine_author(e, i == 1 ? 2000 : 1000);
		ck_assert_msg(engine_submit(e, entries[i]), "%u: %s", i,
			      engine_why(e));
	}
}

static void write_own(struct engine *e, struct dinh_entry **entries,
		      unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++)
		ck_assert_msg(engine_own(e, entries[i]), "%u: %s", i,
			      engine_why(e));
}

/* Boards, kiosks, a TPM; a meeting of 3 that is void, and one that is valid. */
static void write_hall(struct engine *e, uint32_t today)
{
	struct a_meeting meeting = {
		.unit = 3, .requirement = 11, .eligible = 3, .day = today,
	};
	const struct a_vote yes = { .yes = 1 };
	struct dinh_entry *entries[] = {
		make_unit(&(struct a_unit){
			.code = "b", .since = today,
			.kind = DINH_KIND_AGENCY }),
		make_rating(2, 0, 5, 0),
		make_kiosk(2, DINH_KIOSK_RATING, 0),
		make_rating(2, 23, 2, DINH_LOW_CONDUCT),
		make_loss(2, 23, 3),
		make_unbind(2, 23, DINH_UNBIND_UNPLUGGED),
		make_visits(0, 4),
		make_tpm(20, 11, 7),
		make_meeting(&meeting),
		make_void(3, 29),
		(meeting.cards = 3, make_meeting(&meeting)),
		make_kiosk(3, DINH_KIOSK_ATTENDANCE, 31),
		make_kiosk(3, DINH_KIOSK_BALLOT, 31),
		make_attendance(3, 31, 32, 1, 1),
		make_attendance(3, 31, 0, 2, 1),
		make_vote(3, 31, 33, &yes),
		make_vote(3, 31, 0, &yes),
	};

	write_own(e, entries, sizeof(entries) / sizeof(entries[0]));
	entries[0] = engine_close(e, 31, NULL);
	write_own(e, entries, 1);
}

/* A meeting by secret ballot that nobody won. */
static void write_secret(struct engine *e, uint32_t today)
{
	const struct a_vote vote[2] = { { 1, 1, 0, 0 }, { 0, 0, 1, 0 } };
	struct dinh_entry *entries[] = {
		make_meeting(&(struct a_meeting){
			.unit = 3, .requirement = 11, .eligible = 3,
			.day = today, .ballot = DINH_BALLOT_SECRET }),
		make_attendance(3, 39, 0, 0, 3),
	};

	write_own(e, entries, 2);
	entries[0] = engine_close(e, 39, vote);
	write_own(e, entries, 1);
}

static void write_ledger(void)
{
	uint32_t day = date(2018, 6, 1), successor = 2;
	struct engine *e = engine_new(day, keep, &ledger);
	struct dinh_entry *entries[] = {
		file_entry(PROGRAMMES "/02-nq-tu.yaml"),
		make_unit(&(struct a_unit){
			.code = "a", .since = day, .kind = DINH_KIND_AGENCY }),
		make_unit(&(struct a_unit){
			.code = "w", .since = day, .kind = DINH_KIND_WARD,
			.heads = { 1, 2, 3 } }),
		make_change(2, DINH_SET_NAME | DINH_SET_UNION,
			    &(struct a_unit){ .has_union = true }),
		/* officials-conference, posting-agency, study-locality */
		make_record(&(struct a_record){
			.unit = 1, .requirement = 11, .items = 1,
			.group = DINH_GROUP_NONE, .day = day, .has_votes = true,
			.eligible = 3, .present = 3, .yes = 2 }),
		make_record(&(struct a_record){
			.unit = 1, .requirement = 9, .items = 1, .day = day,
			.group = DINH_GROUP_NONE, .until = day + 40,
			.key = UINT64_MAX }),
		make_end(1, 6, day),
		make_record(&(struct a_record){
			.unit = 2, .requirement = 5, .day = day,
			.group = DINH_GROUP_PARTY_MEMBERS, .count = 2 }),
		make_withdrawal(2, 8),
		make_pin(2, true),
		make_dissolution(1, day, 1, &successor),
	};
	unsigned int i;

	for (i = 0; i < sizeof(entries) / sizeof(entries[0]); i++)
		ck_assert_msg(engine_submit(e, entries[i]), "%u: %s", i,
			      engine_why(e));
	engine_jump_to(e, day + 50);
	write_more(e, day + 50);
	write_hall(e, day + 50);
	write_secret(e, day + 50);
	engine_free(e);
}

static struct tables *t;
static struct error err;

static void open_tables(void)
{
	t = tables_open(":memory:", &err);
	ck_assert_msg(t, "%s", err.text);
}

static void ledger_setup(void)
{
	write_ledger();
	open_tables();
}

static void ledger_teardown(void)
{
	tables_close(t);
	while (ledger.n)
		free(ledger.entry[--ledger.n]);
}

static void add_some(unsigned int n)
{
	while (tables_size(t) < n) {
		struct dinh_entry *entry = ledger.entry[tables_size(t)];

		ck_assert_msg(!tables_add(t, entry, size_of(entry), &err),
			      "%s", err.text);
	}
}

/* All that is in the tables, as a number. */
static int64_t rows(void)
{
	return sqlite3_total_changes(tables_database(t));
}

static sqlite3_stmt *prepare(const char *sql)
{
	sqlite3_stmt *statement;

	ck_assert_int_eq(sqlite3_prepare_v2(tables_database(t), sql, -1,
					    &statement, NULL), SQLITE_OK);
	return statement;
}

static int64_t value(sqlite3_stmt *statement)
{
	int64_t n;

	ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
	n = sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return n;
}

static int64_t count(const char *sql)
{
	sqlite3_stmt *statement = prepare(sql);
	int64_t n = value(statement);

	sqlite3_finalize(statement);
	return n;
}

/* Rows of all tables; a change that was rolled back shows nowhere. */
static const char all_rows[] =
	"SELECT (SELECT count(*) FROM entry) + "
	"(SELECT count(*) FROM genesis) + "
	"(SELECT count(*) FROM day) + "
	"(SELECT count(*) FROM clock) + "
	"(SELECT count(*) FROM boot) + "
	"(SELECT count(*) FROM programme) + "
	"(SELECT count(*) FROM instrument) + "
	"(SELECT count(*) FROM requirement_number) + "
	"(SELECT count(*) FROM requirement) + "
	"(SELECT count(*) FROM share) + "
	"(SELECT count(*) FROM item) + "
	"(SELECT count(*) FROM objective) + "
	"(SELECT count(*) FROM indicator) + "
	"(SELECT count(*) FROM indicator_requirement) + "
	"(SELECT count(*) FROM unit) + "
	"(SELECT count(*) FROM unit_version) + "
	"(SELECT count(*) FROM headcount) + "
	"(SELECT count(*) FROM dissolution) + "
	"(SELECT count(*) FROM successor) + "
	"(SELECT count(*) FROM pin) + "
	"(SELECT count(*) FROM record) + "
	"(SELECT count(*) FROM votes) + "
	"(SELECT count(*) FROM record_end) + "
	"(SELECT count(*) FROM withdrawal) + "
	"(SELECT count(*) FROM finding) + "
	"(SELECT count(*) FROM assignment) + "
	"(SELECT count(*) FROM completion) + "
	"(SELECT count(*) FROM grant_change) + "
	"(SELECT count(*) FROM review) + "
	"(SELECT count(*) FROM review_figure) + "
	"(SELECT count(*) FROM rating) + "
	"(SELECT count(*) FROM visits) + "
	"(SELECT count(*) FROM meeting) + "
	"(SELECT count(*) FROM attendance) + "
	"(SELECT count(*) FROM vote) + "
	"(SELECT count(*) FROM meeting_end) + "
	"(SELECT count(*) FROM kiosk) + "
	"(SELECT count(*) FROM kiosk_end) + "
	"(SELECT count(*) FROM loss) + "
	"(SELECT count(*) FROM tpm)";

static int64_t row_count(void)
{
	return count(all_rows);
}

START_TEST(every_type)
{
	static const struct {
		const char *table;
		int64_t n;
	} tables[] = {
		{ "genesis", 1 }, { "programme", 1 }, { "instrument", 8 },
		{ "requirement", 31 }, { "requirement_number", 31 },
		{ "item", 62 }, { "share", 5 }, { "objective", 14 },
		{ "indicator", 23 }, { "indicator_requirement", 34 },
		/* with the register */
		{ "unit", 4 }, { "unit_version", 5 }, { "headcount", 24 },
		{ "record", 5 }, { "votes", 2 }, { "record_end", 1 },
		{ "withdrawal", 1 }, { "pin", 1 }, { "dissolution", 1 },
		{ "successor", 1 }, { "day", 1 }, { "clock", 1 },
		{ "finding", 1 }, { "assignment", 2 }, { "completion", 1 },
		{ "grant_change", 2 }, { "grant_now", 0 }, { "review", 1 },
		{ "review_figure", 23 }, { "assignment_now", 2 },
		{ "rating", 2 }, { "rated", 2 }, { "visits", 1 },
		{ "visited", 1 }, { "meeting", 3 }, { "meeting_end", 3 },
		{ "meeting_open", 0 }, { "meeting_due", 2 },
		{ "meeting_wrong", 0 }, { "attendance", 3 }, { "vote", 2 },
		{ "kiosk", 3 }, { "kiosk_end", 1 }, { "loss", 1 },
		{ "tpm", 1 },
	};
	char sql[80];
	unsigned int i;

	add_some(ledger.n);
	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s",
			 tables[i].table);
		ck_assert_msg(count(sql) == tables[i].n, "%s: %d",
			      tables[i].table, (int)count(sql));
	}
	ck_assert_int_eq(count("SELECT key FROM record WHERE seq = 6"), -1);
	ck_assert_int_eq(count("SELECT count(*) FROM unit_now "
			       "WHERE code = 'w' AND name = 'Tên mới' "
			       "AND has_union AND civil_servants = 3"), 1);
	ck_assert_int_eq(count("SELECT count(*) FROM status "
			       "WHERE unit = 'w' AND rate = 'n/a'"), 8);
	ck_assert_int_eq(count("SELECT count(*) FROM status "
			       "WHERE unit = 'w' AND rate = 'unknown'"), 1);
	ck_assert_int_eq(count("SELECT count(*) FROM entry "
			       "WHERE uid = 4294967294"), 1);
}
END_TEST

/* A boot is what its number says, whether or not this engine writes any. */
START_TEST(boot)
{
	struct dinh_entry *entry = make_entry(2, 0, "sixteen bytes...", 16,
					      NULL);

	ck_assert(tables_add(t, entry, size_of(entry), &err));
	ck_assert_str_eq(err.text, "entry 0: a genesis is the first entry");
	add_some(3);
	entry->seq = htole64(3);
	ck_assert_msg(!tables_add(t, entry, size_of(entry), &err), "%s",
		      err.text);
	ck_assert_int_eq(count("SELECT id = CAST('sixteen bytes...' AS BLOB) "
			       "FROM boot"), 1);
	free(entry);
}
END_TEST

/*
 * Each changes an entry of the ledger; @at is in the whole entry.
 */

static const struct mistake {
	unsigned int seq;
	unsigned int at;
	const char *bytes;
	unsigned int n;
	const char *why;
} mistakes[] = {
	{ 0, 4, "\x03", 1, "entry 0: its body has 96 bytes" },
	{ 1, 0, "\x38", 1, "entry 1: its size is not" },
	{ 1, 8, "\x02", 1, "entry 1: its number is 2" },
	{ 2, 4, "\x20", 1, "entry 2: its type 32 is not known" },
	{ 2, 4, "\x00", 1, "entry 2: its type 0 is not known" },
	{ 2, 5, "\x02", 1, "entry 2: its version 2 is not known" },
	{ 2, 6, "\x01", 1, "entry 2: a spare field is not zero" },
	{ 2, 40, "\x01", 1, "entry 2: a spare field is not zero" },
	{ 2, 44, "\x02", 1, "entry 2: it adds unit 2, the next is 1" },
	{ 2, 4, "\x04", 1, "entry 2: its body has" },
	/* programme: head, its titles, an instrument's code, its sizes */
	{ 1, 48, "\0", 1, "entry 1: a code is empty or not ended" },
	{ 1, 48, "\x2f", 1, "entry 1: CHECK constraint failed: code" },
	{ 1, 48 + 32 + 3, "\x7f", 1, "is beyond its texts" },
	{ 1, 48 + 48, "\x09", 1, "entry 1: its parts do not make up" },
	{ 1, 48 + 58, "\0\x01", 2, "CHECK constraint failed: answer_verified" },
	/* unit: parent, kind, union, spare, code, name */
	{ 2, 48, "\x09", 1, "entry 2: FOREIGN KEY constraint failed" },
	{ 2, 48 + 40, "\x0b", 1, "entry 2: FOREIGN KEY constraint failed" },
	{ 2, 48 + 40, "\0", 1, "entry 2: CHECK constraint failed" },
	{ 2, 48 + 41, "\x02", 1, "CHECK constraint failed: has_union" },
	{ 2, 48 + 42, "\x01", 1, "entry 2: a spare field is not zero" },
	{ 2, 48 + 48 + 4, "x", 1, "entry 2: a code is empty or not ended" },
	{ 2, 48 + 80, "\xff", 1, "entry 2: a text is not UTF-8" },
	{ 2, 48 + 80, "\n", 1, "entry 2: a text is not UTF-8" },
	{ 2, 48 + 80, "\0\0\0\0\0\0\0\0", 8, "a text is not ended or padded" },
	{ 4, 44, "\x03", 1, "entry 4: there is no unit 3" },
	{ 4, 44, "\0", 1, "entry 4: there is no unit 0" },
	{ 4, 48 + 3, "\x01", 1, "entry 4: a spare field is not zero" },
	/* records: requirement, spare, count, day */
	{ 5, 48 + 40, "\x20", 1, "entry 5: requirement 32 was not in force" },
	{ 5, 48 + 43, "\x01", 1, "entry 5: a spare field is not zero" },
	{ 5, 48 + 51, "\x80", 1, "entry 5: CHECK constraint failed: count" },
	{ 5, 48 + 54, "\x01", 1, "entry 5: it tells of day" },
	{ 5, 48 + 68, "\x04", 1, "entry 5: CHECK constraint failed" },
	{ 7, 48, "\x02", 1, "entry 7: entry 2 is no record of unit 1" },
	{ 7, 44, "\x02", 1, "entry 7: entry 6 is no record of unit 2" },
	{ 9, 48, "\x06", 1, "entry 9: entry 6 is no record of unit 2" },
	{ 10, 48, "\x02", 1, "entry 10: CHECK constraint failed: pinned" },
	{ 11, 52, "\x03", 1, "entry 11: it has no room for 3 successors" },
	{ 11, 60, "\x02", 1, "entry 11: a spare field is not zero" },
	{ 11, 56, "\x03", 1, "entry 11: FOREIGN KEY constraint failed" },
	{ 13, 48, "\x01\0", 2, "entry 13: day" },
	{ 13, 52, "\x02", 1, "entry 13: CHECK constraint failed: how" },
	/* findings: record, verdict, due, unit */
	{ 15, 48, "\x0d", 1, "entry 15: entry 13 is no record of unit 2" },
	{ 15, 48, "\x08", 1, "entry 15: record 8 was withdrawn before" },
	{ 15, 56, "\x02", 1, "entry 15: CHECK constraint failed: verdict" },
	{ 15, 60, "\x01\0", 2, "entry 15: it is due on day 1," },
	{ 15, 44, "\x03", 1, "entry 15: there is no unit 3" },
	/* assignments: due, spare, objective; completions: of what, day */
	{ 16, 48, "\x01\0", 2, "entry 16: it is due on day 1," },
	{ 16, 52, "\x01", 1, "entry 16: a spare field is not zero" },
	{ 16, 56, "\x2f", 1, "entry 16: CHECK constraint failed: objective" },
	{ 17, 48 + 32, "\x0e", 1, "entry 14 is no assignment of unit 2" },
	{ 17, 48 + 40, "\x01\0", 2, "entry 17: it tells of day 1," },
	{ 17, 48 + 44, "\x01", 1, "entry 17: a spare field is not zero" },
	/* grants: unit, subject, role, spare, and one that is not there */
	{ 18, 44, "\x09", 1, "entry 18: there is no unit 9" },
	{ 18, 52, "\x02", 1, "entry 18: CHECK constraint failed: subject" },
	{ 18, 53, "\x03", 1, "entry 18: CHECK constraint failed: role" },
	{ 18, 54, "\x01", 1, "entry 18: a spare field is not zero" },
	{ 19, 48, "\x08", 1, "entry 19: there is no such grant" },
	/* reviews: kind, size, programme, and a figure too many */
	{ 20, 48, "\x02", 1, "entry 20: CHECK constraint failed: kind" },
	{ 20, 56, "\x01", 1, "entry 20: CHECK constraint failed: size" },
	{ 20, 48 + 176, "\0", 1, "entry 20: a code is empty or not ended" },
	{ 20, 48 + 232 + 63 * 24, "\x01", 1, "a spare field is not zero" },
	/* ratings: unit, kiosk, score, reason, spare */
	{ 22, 44, "\x09", 1, "entry 22: there is no unit 9" },
	{ 22, 56, "\x06", 1, "entry 22: CHECK constraint failed: score" },
	{ 22, 57, "\x01", 1, "entry 22: a spare field is not zero" },
	{ 22, 58, "\x01", 1, "entry 22: a spare field is not zero" },
	{ 24, 44, "\x03", 1, "entry 24: kiosk 23 is not bound for this" },
	{ 24, 48, "\x16", 1, "entry 24: kiosk 22 is not bound for this" },
	{ 24, 57, "\x06", 1, "entry 24: CHECK constraint failed: low_reason" },
	/* kiosks: meeting, role, flags, spare; lost presses; their end */
	{ 23, 48, "\x05", 1, "entry 23: meeting 5 is not open in this unit" },
	{ 23, 56, "\x01", 1, "entry 23: CHECK constraint failed" },
	{ 23, 56, "\x03", 1, "entry 23: CHECK constraint failed: role" },
	{ 23, 57, "\x02", 1, "entry 23: a spare field is not zero" },
	{ 23, 58, "\x01", 1, "entry 23: a spare field is not zero" },
	{ 25, 48, "\x16", 1, "entry 25: kiosk 22 is not bound for this" },
	{ 25, 56, "\0", 1, "entry 25: CHECK constraint failed: presses" },
	{ 26, 44, "\x03", 1, "entry 26: kiosk 23 is not bound for this" },
	{ 26, 56, "\x04", 1, "entry 26: CHECK constraint failed: why" },
	{ 26, 60, "\x01", 1, "entry 26: a spare field is not zero" },
	/* visits: how many, spare; a TPM: size, PCR, spare */
	{ 27, 48, "\0", 1, "entry 27: CHECK constraint failed: visits" },
	{ 27, 52, "\x01", 1, "entry 27: a spare field is not zero" },
	{ 28, 48, "\x1d", 1, "entry 28: CHECK constraint failed: size" },
	{ 28, 48 + 72, "\x18", 1, "entry 28: CHECK constraint failed: pcr" },
	{ 28, 48 + 76, "\x01", 1, "entry 28: a spare field is not zero" },
	/* meetings: requirement, ballot, spare, day, eligible, cards; void */
	{ 29, 48 + 40, "\x20", 1, "entry 29: requirement 32 was not in force" },
	{ 29, 48 + 42, "\x02", 1, "entry 29: CHECK constraint failed: ballot" },
	{ 29, 48 + 43, "\x01", 1, "entry 29: a spare field is not zero" },
	{ 29, 48 + 50, "\x01", 1, "entry 29: it tells of day" },
	{ 29, 48 + 60, "\0", 1, "entry 29: CHECK constraint failed: eligible" },
	{ 29, 48 + 64, "\x04", 1, "entry 29: CHECK constraint failed: cards" },
	{ 29, 48 + 68, "\x01", 1, "entry 29: a spare field is not zero" },
	{ 30, 44, "\x02", 1, "entry 30: meeting 29 is not open in this unit" },
	{ 30, 48, "\x1c", 1, "entry 30: meeting 28 is not open in this unit" },
	{ 30, 56, "\x02", 1, "entry 30: it is void for no known reason" },
	/* who came: meeting, kiosk, card, count, spare */
	{ 34, 48, "\x1d", 1, "entry 34: meeting 29 is not open in this unit" },
	{ 34, 56, "\x21", 1, "entry 34: kiosk 33 is not bound for this" },
	{ 34, 64, "\0", 1, "entry 34: 1 come to the 0 of 3" },
	{ 34, 80, "\x02", 1, "entry 34: 2 come to the 0 of 3" },
	{ 34, 84, "\x01", 1, "entry 34: a spare field is not zero" },
	{ 35, 64, "\x01", 1, "entry 35: UNIQUE constraint failed: attendance" },
	{ 40, 80, "\x04", 1, "entry 40: 4 come to the 0 of 3" },
	/* votes: kiosk, how many */
	{ 36, 56, "\x20", 1, "entry 36: kiosk 32 is not bound for this" },
	{ 36, 64, "\0", 1, "entry 36: 0 vote, after 0 of 2" },
	{ 37, 64, "\x02", 1, "entry 37: 2 vote, after 1 of 2" },
	{ 37, 48, "\x1d", 1, "entry 37: meeting 29 is not open in this unit" },
};

START_TEST(refused)
{
	const struct mistake *m = &mistakes[_i];
	struct dinh_entry *entry = ledger.entry[m->seq];
	size_t size = size_of(entry);
	char saved[8];
	int64_t before;

	add_some(m->seq);
	before = row_count();
	memcpy(saved, (char *)entry + m->at, m->n);
	memcpy((char *)entry + m->at, m->bytes, m->n);
	ck_assert(tables_add(t, entry, size, &err));
	ck_assert_msg(strstr(err.text, m->why), "%s", err.text);
	ck_assert_int_eq(err.exit, DINH_EXIT_WRONG);
	ck_assert_int_eq(row_count(), before);
	ck_assert_uint_eq(tables_size(t), m->seq);
	memcpy((char *)entry + m->at, saved, m->n);
	add_some(ledger.n);
}
END_TEST

static struct dinh_entry *copy_of(const struct dinh_entry *entry, size_t size)
{
	struct dinh_entry *copy = malloc(size);

	memcpy(copy, entry, size);
	return copy;
}

static void ignore(void *data, const struct dinh_entry *entry, size_t size)
{
	(void)data;
	(void)entry;
	(void)size;
}

/* The engine with as many entries as the tables. */
static struct engine *replayed(void)
{
	struct engine *e = engine_empty(ignore, NULL);
	unsigned int i;

	for (i = 0; i < tables_size(t); i++)
		ck_assert_msg(engine_replay(e, ledger.entry[i]), "%s",
			      engine_why(e));
	return e;
}

/*
 * An entry that is refused leaves no trace; one that the engine takes is not
 * refused.
 */
static void try(struct engine **e, sqlite3_stmt *rows,
		struct dinh_entry *entry, size_t size)
{
	int64_t before = value(rows);
	bool added;

	ck_assert(!tables_begin(t, &err));
	added = !tables_add(t, entry, size, &err);
	ck_assert(added ? value(rows) > before : value(rows) == before);
	ck_assert(!tables_rollback(t, &err));
	ck_assert_int_eq(value(rows), before);
	if (engine_replay(*e, entry)) {
		ck_assert_msg(added, "%s", err.text);
		engine_free(*e);
		*e = replayed();
	}
	free(entry);
}

static void try_all(const struct dinh_entry *entry, size_t size)
{
	size_t step = size > 1000 ? 37 : 1, at;
	sqlite3_stmt *rows = prepare(all_rows);
	struct engine *e = replayed();
	struct dinh_entry *copy;

	for (at = 4; at < size; at += step) {
		copy = copy_of(entry, size);
		((char *)copy)[at] ^= 1 << at % 8;
		try(&e, rows, copy, size);
	}
	for (at = sizeof(*entry); at < size; at += 8 * step) {
		copy = copy_of(entry, at);
		copy->size = htole32(at);
		try(&e, rows, copy, at);
	}
	engine_free(e);
	sqlite3_finalize(rows);
}

/* Any one byte changed, any tail cut off: refused or not, never half. */
START_TEST(any_byte)
{
	unsigned int i;

	for (i = 0; i < ledger.n; i++) {
		add_some(i);
		try_all(ledger.entry[i], size_of(ledger.entry[i]));
	}
}
END_TEST

/* What is committed is there after the file is opened again. */
START_TEST(reopened)
{
	char path[] = "/tmp/recount-XXXXXX";
	int fd = mkstemp(path);
	int64_t all;

	ck_assert_int_ge(fd, 0);
	close(fd);
	add_some(ledger.n);
	all = row_count();
	tables_close(t);
	t = tables_open(path, &err);
	ck_assert_msg(t, "%s", err.text);
	ck_assert_uint_eq(tables_size(t), 0);
	ck_assert(!tables_begin(t, &err));
	add_some(4);
	ck_assert(!tables_commit(t, &err));
	ck_assert(!tables_begin(t, &err));
	add_some(8);
	ck_assert(!tables_rollback(t, &err));
	ck_assert_uint_eq(tables_size(t), 4);
	tables_close(t);
	t = tables_open(path, &err);
	ck_assert_msg(t, "%s", err.text);
	ck_assert_uint_eq(tables_size(t), 4);
	add_some(ledger.n);
	ck_assert_int_eq(row_count(), all);
	unlink(path);
}
END_TEST

START_TEST(no_database)
{
	ck_assert_ptr_null(tables_open("/nowhere/at/all", &err));
	ck_assert_ptr_nonnull(strstr(err.text, "/nowhere/at/all: "));
	ck_assert_ptr_null(tables_open(PROGRAMMES "/02-nq-tu.yaml", &err));
	ck_assert_ptr_nonnull(strstr(err.text, "not a database"));
}
END_TEST

static int no_figure(void *data, const struct recount_figure *figure,
		     struct error *error)
{
	(void)figure;
	++*(int *)data;
	return error_set(error, DINH_EXIT_WRONG, "enough");
}

/* A recount leaves the tables as they were, and stops when it is told to. */
START_TEST(recounted)
{
	int64_t before;
	int n = 0;

	add_some(ledger.n);
	before = rows();
	ck_assert(recount(t, ledger.n, no_figure, &n, &err));
	ck_assert_str_eq(err.text, "enough");
	ck_assert_int_eq(n, 1);
	ck_assert(!recount(t, 0, no_figure, &n, &err));
	ck_assert(!recount(t, 1, no_figure, &n, &err));
	ck_assert_int_eq(n, 1);
	ck_assert(recount(t, ledger.n + 1, no_figure, &n, &err));
	ck_assert_ptr_nonnull(strstr(err.text, "the ledger has 42 entries"));
	ck_assert_int_eq(count("SELECT count(*) FROM at WHERE size IS NULL"),
			 1);
	ck_assert_int_ge(rows(), before);
}
END_TEST

Suite *strict_suite(void)
{
	Suite *suite = suite_create("strict");
	TCase *tc = tcase_create("ledger");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, ledger_setup, ledger_teardown);
	tcase_add_test(tc, every_type);
	tcase_add_test(tc, boot);
	tcase_add_loop_test(tc, refused, 0,
			    sizeof(mistakes) / sizeof(mistakes[0]));
	tcase_add_test(tc, any_byte);
	tcase_add_test(tc, reopened);
	tcase_add_test(tc, no_database);
	tcase_add_test(tc, recounted);
	suite_add_tcase(suite, tc);
	return suite;
}
