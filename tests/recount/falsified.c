// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ledgers in which a meeting's close was written by hand: neither count
 * believes it, whatever hashes are made over it, and each says which entry it is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store.h"
#include "test.h"

enum { WARD = 1 };

/* What is closed: of 40, 28 came. */
enum kind { VALID, SHORT, FEW, SECRET, TERM };

static struct dinh_entry *ledger[64];
static unsigned int entries;
static struct plan plan;

static void keep(void *data, const struct dinh_entry *entry, size_t size)
{
	(void)data;
	ledger[entries] = malloc(size);
	memcpy(ledger[entries++], entry, size);
}

#define ok(call)	ck_assert_msg(call, "%s: %s", #call, engine_why(e))

static void add_rule(const char *code, uint8_t validity)
{
	struct dinh_requirement *r = plan_requirement(&plan, code,
						      KIND_BIT(WARD), 2);

	r->validity = validity;
	if (validity == DINH_VALIDITY_PERIOD)
		r->months = htole16(3);
	r->quorum = (struct dinh_share){
		.num = htole16(2), .den = htole16(3), .of = DINH_OF_ELIGIBLE,
	};
	r->majority = (struct dinh_share){
		.num = htole16(1), .den = htole16(2), .of = DINH_OF_PRESENT,
		.strict = true,
	};
}

static struct engine *begin(void)
{
	struct engine *e = engine_new(date(2018, 6, 1), keep, NULL);

	plan_begin(&plan, "p", date(2018, 1, 1));
	add_rule("quarter", DINH_VALIDITY_PERIOD);
	add_rule("term", DINH_VALIDITY_STATED);
	add_rule("other", DINH_VALIDITY_PERIOD);
	plan_ask(&plan, plan_indicator(&plan, "i", KIND_BIT(WARD)), "quarter");
	ok(engine_submit(e, plan_entry(&plan)));
	ok(engine_submit(e, make_unit(&(struct a_unit){
		.code = "w", .kind = DINH_KIND_WARD,
		.since = date(2011, 1, 1) })));
	return e;
}

static uint64_t last(void)
{
	return entries - 1;
}

static void open_meeting(struct engine *e, enum kind kind)
{
	ok(engine_own(e, make_meeting(&(struct a_meeting){
		.unit = WARD, .requirement = kind == TERM ? 2 : 1,
		.ballot = kind == SECRET, .day = date(2018, 5, 31), .key = 7,
		.eligible = 40, .items = kind == TERM ? 1 : 0,
		.period = kind == TERM ? 0 : date(2018, 4, 1),
		.until = kind == TERM ? date(2019, 5, 31) : 0 })));
}

/* Typed, and by kiosks. */
static void attend(struct engine *e, uint64_t meeting, uint64_t kiosk,
		   enum kind kind)
{
	uint32_t i;

	ok(engine_submit(e, make_attendance(WARD, meeting, 0, 0,
					    kind == FEW ? 20 : 22)));
	for (i = 1; i <= 5; i++)
		ok(engine_own(e, make_attendance(WARD, meeting, kiosk, i, 1)));
	ok(engine_own(e, make_attendance(WARD, meeting, 0, i, 1)));
}

static void hold(enum kind kind)
{
	struct a_vote vote[2] = { { 9, 3, 1, 0 }, { 6, 4, 2, 1 } };
	struct engine *e = begin();
	uint64_t meeting, cards, ballot;

	vote[0].yes -= kind == SHORT;
	open_meeting(e, kind);
	meeting = last();
	ok(engine_own(e, make_kiosk(WARD, DINH_KIOSK_ATTENDANCE, meeting)));
	cards = last();
	ok(engine_own(e, make_kiosk(WARD, DINH_KIOSK_BALLOT, meeting)));
	ballot = last();
	attend(e, meeting, cards, kind);
	if (kind != SECRET) {
		ok(engine_submit(e, make_vote(WARD, meeting, 0, &vote[0])));
		ok(engine_own(e, make_vote(WARD, meeting, ballot, &vote[1])));
	}
	ok(engine_own(e, engine_close(e, meeting,
				      kind == SECRET ? vote : NULL)));
	ok(engine_submit(e, make_rating(WARD, 0, 5, 0)));
	engine_free(e);
}

static void forget(void)
{
	while (entries)
		free(ledger[--entries]);
}

/* The last entry of a type. */
static struct dinh_entry *the(uint8_t type)
{
	unsigned int i = entries;

	while (ledger[--i]->type != type)
		;
	return ledger[i];
}

static uint64_t seq_of(const struct dinh_entry *entry)
{
	return le64toh(entry->seq);
}

/*
 * What both counts say of the ledger.
 */

static void nothing(void *data, const struct dinh_entry *entry, size_t size)
{
	(void)data;
	(void)entry;
	(void)size;
}

/* The engine with the entries before one. */
static struct engine *engine_to(uint64_t seq)
{
	struct engine *e = engine_empty(nothing, NULL);
	uint64_t i;

	for (i = 0; i < seq; i++)
		ok(engine_replay(e, ledger[i]));
	return e;
}

/* Return: the first entry that the engine refuses, or how many there are. */
static uint64_t engine_stops(void)
{
	struct engine *e = engine_empty(nothing, NULL);
	unsigned int i;

	for (i = 0; i < entries && engine_replay(e, ledger[i]); i++)
		;
	engine_free(e);
	return i;
}

struct wrong {
	unsigned int n;
	uint64_t seq;
	uint32_t unit;
};

static int wrong_meeting(void *data, uint64_t seq, uint32_t unit,
			 struct error *err)
{
	struct wrong *wrong = data;

	(void)err;
	*wrong = (struct wrong){ wrong->n + 1, seq, unit };
	return 0;
}

static struct tables *t;
static struct error err;

static void setup(void)
{
	t = tables_open(":memory:", &err);
	ck_assert_msg(t, "%s", err.text);
}

static void teardown(void)
{
	tables_close(t);
	forget();
}

static bool add(const struct dinh_entry *entry)
{
	return !tables_add(t, entry, le32toh(entry->size), &err);
}

/* The close that the view names, if there is one. */
static struct wrong look(void)
{
	struct wrong wrong = { 0 };

	ck_assert_msg(!recount_meetings(t, tables_size(t), wrong_meeting,
					&wrong, &err), "%s", err.text);
	return wrong;
}

START_TEST(true_ones)
{
	unsigned int i;

	hold(_i);
	for (i = 0; i < entries; i++)
		ck_assert_msg(add(ledger[i]), "%s", err.text);
	ck_assert_uint_eq(look().n, 0);
	ck_assert_uint_eq(engine_stops(), entries);
}
END_TEST

/*
 * What is written over the last entry of a type: 4 bytes of its body.
 */

#define AT(field)	offsetof(struct dinh_meeting_close, field)
#define CLOSE(field, to)	{ DINH_ENTRY_MEETING_CLOSE, AT(field), to }
#define NONE		DINH_GROUP_NONE

struct edit {
	uint8_t type;
	size_t at;
	uint32_t to;
};

static const struct falsified {
	const char *what;
	enum kind kind;
	struct edit edit[3];
} falsified[] = {
	{ "a valid meeting is said to be short of votes", VALID,
	  { CLOSE(outcome, DINH_OUTCOME_MAJORITY) } },
	{ "and of people", VALID, { CLOSE(outcome, DINH_OUTCOME_QUORUM) } },
	{ "one that is short is valid", SHORT, { CLOSE(outcome, 0) } },
	{ "too few came, and it is valid", FEW, { CLOSE(outcome, 0) } },
	{ "more came than were counted", FEW,
	  { CLOSE(votes.present, 27), CLOSE(typed.present, 22),
	    CLOSE(outcome, 0) } },
	{ "a vote more in favour", SHORT,
	  { CLOSE(votes.yes, 15), CLOSE(typed.yes, 9), CLOSE(outcome, 0) } },
	{ "one against is one in favour", SHORT,
	  { CLOSE(votes.yes, 15), CLOSE(votes.no, 6), CLOSE(outcome, 0) } },
	{ "fewer against, and nothing else", VALID, { CLOSE(votes.no, 6) } },
	{ "nobody abstained", VALID,
	  { CLOSE(votes.abstain, 0), CLOSE(typed.abstain, 0) } },
	{ "more votes are not valid", VALID, { CLOSE(votes.invalid, 2) } },
	{ "more were typed", VALID, { CLOSE(typed.yes, 10) } },
	{ "none against was typed", VALID, { CLOSE(typed.no, 0) } },
	{ "all who came were typed", VALID, { CLOSE(typed.present, 28) } },
	{ "fewer were eligible, and fewer needed", FEW,
	  { CLOSE(votes.eligible, 30), CLOSE(present_needed, 20),
	    CLOSE(outcome, 0) } },
	{ "fewer are needed", FEW,
	  { CLOSE(present_needed, 26), CLOSE(outcome, 0) } },
	{ "fewer votes are needed", SHORT,
	  { CLOSE(yes_needed, 14), CLOSE(outcome, 0) } },
	{ "its record is of an earlier day", VALID,
	  { CLOSE(record.day, 17600) } },
	{ "of another requirement", VALID, { CLOSE(record.requirement,
						   3 | NONE << 16) } },
	{ "of another period", VALID, { CLOSE(record.period, 17532) } },
	{ "of fewer items", VALID, { CLOSE(record.items, 1) } },
	{ "of items that it was not about", TERM, { CLOSE(record.items, 3) } },
	{ "of a longer term", TERM, { CLOSE(record.until, 19000) } },
	{ "with another key", VALID, { CLOSE(record.key, 8) } },
	{ "of one that is none", SHORT, { CLOSE(record.day, 17600) } },
	{ "a secret ballot of which more were typed than there are", SECRET,
	  { CLOSE(typed.no, 8) } },
	{ "that nobody won", SECRET, { CLOSE(votes.yes, 14) } },
	{ "fewer voted than it says", VALID,
	  { { DINH_ENTRY_VOTE, offsetof(struct dinh_vote, yes), 5 } } },
	{ "a card that it says was typed came to a kiosk", VALID,
	  { { DINH_ENTRY_ATTENDANCE, offsetof(struct dinh_attendance, kiosk),
	      4 } } },
};

/* What is not taken into the tables, and why. */
static const struct falsified refused[] = {
	{ "meeting 2 is not open in this unit", VALID, { CLOSE(meeting, 2) } },
	{ "requirement 9 was not in force", VALID,
	  { CLOSE(record.requirement, 9 | NONE << 16) } },
	{ "CHECK constraint failed: outcome", VALID, { CLOSE(outcome, 3) } },
	{ "CHECK constraint failed: yes + no + abstain", SECRET,
	  { CLOSE(votes.yes, 18) } },
	{ "a spare field is not zero", SHORT, { CLOSE(typed.eligible, 40) } },
	{ "a spare field is not zero", SHORT, { CLOSE(record.count, 5) } },
};

static void put(const struct edit *edit)
{
	char *body = (char *)(the(edit->type) + 1);
	__le32 to = htole32(edit->to);

	memcpy(body + edit->at, &to, sizeof(to));
}

/* Return: the number of the close. */
static uint64_t falsify(const struct falsified *f)
{
	uint64_t close;
	unsigned int i;

	hold(f->kind);
	close = seq_of(the(DINH_ENTRY_MEETING_CLOSE));
	for (i = 0; i < 3 && f->edit[i].type; i++)
		put(&f->edit[i]);
	ck_assert_msg(engine_stops() == close, "%s: the engine stops at %lu",
		      f->what, (unsigned long)engine_stops());
	for (i = 0; i < close; i++)
		ck_assert_msg(add(ledger[i]), "%s", err.text);
	return close;
}

START_TEST(named)
{
	const struct falsified *f = &falsified[_i];
	uint64_t close = falsify(f), i;

	for (i = close; i < entries; i++)
		ck_assert_msg(add(ledger[i]), "%s: %s", f->what, err.text);
	ck_assert_msg(look().n == 1 && look().seq == close &&
		      look().unit == WARD, "%s: not named", f->what);
}
END_TEST

/* The votes of the kiosk are not in the ledger, and all numbers are right. */
START_TEST(left_out)
{
	uint64_t out, i;

	hold(VALID);
	out = seq_of(the(DINH_ENTRY_VOTE));
	free(ledger[out]);
	entries--;
	for (i = out; i < entries; i++) {
		ledger[i] = ledger[i + 1];
		ledger[i]->seq = htole64(i);
	}
	ck_assert_uint_eq(engine_stops(), out);
	for (i = 0; i < entries; i++)
		ck_assert_msg(add(ledger[i]), "%s", err.text);
	ck_assert_uint_eq(look().n, 1);
	ck_assert_uint_eq(look().seq, out);
}
END_TEST

/* As the kernel would have, had it let it in. */
static void append(struct dinh_entry *entry)
{
	entry->seq = htole64(entries);
	entry->wall = ledger[entries - 1]->wall;
	entry->boot = ledger[entries - 1]->boot;
	ledger[entries++] = entry;
}

static void add_close(struct engine *e, uint64_t meeting, uint32_t outcome)
{
	struct dinh_entry *close = engine_close(e, meeting, NULL);
	struct dinh_meeting_close *body = (void *)(close + 1);

	body->outcome = htole32(outcome);
	append(close);
}

/* Only the last entry is wrong, and is a close. */
static void ck_last(void)
{
	uint64_t i;

	ck_assert_uint_eq(engine_stops(), last());
	for (i = 0; i < entries; i++)
		ck_assert_msg(add(ledger[i]), "%s", err.text);
	ck_assert_uint_eq(look().n, 1);
	ck_assert_uint_eq(look().seq, last());
}

/* Nobody knows how many a part of unknown heads is, nor that it is none. */
START_TEST(unknown_heads)
{
	struct engine *e = begin();

	plan_begin(&plan, "q", date(2018, 1, 1));
	add_rule("quarter", DINH_VALIDITY_PERIOD);
	plan.requirement[0].quorum.of = DINH_OF_GROUP;
	plan.requirement[0].quorum.group = DINH_GROUP_VOTERS;
	plan_ask(&plan, plan_indicator(&plan, "i", KIND_BIT(WARD)), "quarter");
	ok(engine_submit(e, plan_entry(&plan)));
	ok(engine_submit(e, make_change(WARD, DINH_SET_HEADCOUNT <<
					DINH_GROUP_VOTERS, &(struct a_unit){
		.heads[DINH_GROUP_VOTERS] = DINH_COUNT_UNKNOWN })));
	open_meeting(e, VALID);
	add_close(e, last(), _i);
	engine_free(e);
	ck_last();
}
END_TEST

/* No meeting outlives a start of the machine, valid or not. */
START_TEST(interrupted)
{
	struct engine *e = begin();
	uint64_t meeting;

	open_meeting(e, VALID);
	meeting = last();
	ok(engine_submit(e, make_attendance(WARD, meeting, 0, 0, 30)));
	if (!_i)
		ok(engine_submit(e, make_vote(WARD, meeting, 0,
					      &(struct a_vote){ .yes = 30 })));
	append(make_entry(DINH_ENTRY_BOOT, 0, "another start 1", 16, NULL));
	add_close(e, meeting, _i ? DINH_OUTCOME_MAJORITY : 0);
	engine_free(e);
	ck_last();
}
END_TEST

START_TEST(not_taken)
{
	const struct falsified *f = &refused[_i];
	char number[32];

	snprintf(number, sizeof(number), "entry %lu: ",
		 (unsigned long)falsify(f));
	ck_assert_msg(!add(the(DINH_ENTRY_MEETING_CLOSE)), "%s", f->what);
	ck_assert_msg(!strncmp(err.text, number, strlen(number)) &&
		      strstr(err.text, f->what), "%s", err.text);
}
END_TEST

/* And is as it was. */
static bool sql_takes(const struct dinh_entry *close)
{
	bool taken;

	ck_assert(!tables_begin(t, &err));
	taken = add(close) && !look().n;
	ck_assert(!tables_rollback(t, &err));
	return taken;
}

/* What the engine took, another has to go on without. */
static bool engine_takes(struct engine **e, const struct dinh_entry *close)
{
	if (!engine_replay(*e, close))
		return false;
	engine_free(*e);
	*e = engine_to(seq_of(close));
	return true;
}

/*
 * Whatever bit of a close is another, SQL finds it where the engine does: all
 * but those of the document, and of secret votes that still add up.
 */
START_TEST(any_bit)
{
	struct dinh_entry *close;
	unsigned int i, bits;
	struct engine *e;
	uint8_t *body;

	hold(_i);
	close = the(DINH_ENTRY_MEETING_CLOSE);
	body = (uint8_t *)(close + 1);
	bits = 8 * (le32toh(close->size) - sizeof(*close));
	for (i = 0; i < seq_of(close); i++)
		ck_assert_msg(add(ledger[i]), "%s", err.text);
	e = engine_to(seq_of(close));
	for (i = 0; i < bits; i++) {
		body[i / 8] ^= 1 << i % 8;
		ck_assert_msg(engine_takes(&e, close) == sql_takes(close),
			      "bit %u of byte %u: engine: %s; SQL: %s", i % 8,
			      i / 8, engine_why(e), err.text);
		body[i / 8] ^= 1 << i % 8;
	}
	engine_free(e);
}
END_TEST

/*
 * dinh audit LEDGER sql, of a store whose hashes are right.
 */

static void write_store(const char *dir)
{
	struct store *store = store_open(dir, &err);
	unsigned int i;

	ck_assert_msg(store, "%s", err.text);
	for (i = 0; i < entries; i++)
		ck_assert_msg(!store_append(store, ledger[i],
					    le32toh(ledger[i]->size), &err),
			      "%s", err.text);
	store_close(store);
}

/* Return: its exit status; what it prints is put into @said. */
static int audit(char *said, size_t size)
{
	char dir[] = "/tmp/falsified-XXXXXX", command[256];
	FILE *out;
	int status;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	write_store(dir);
	snprintf(command, sizeof(command),
		 DINH " audit %s sql 2>&1; status=$?; rm -r %s; exit $status",
		 dir, dir);
	out = popen(command, "r");
	ck_assert_ptr_nonnull(out);
	said[fread(said, 1, size - 1, out)] = 0;
	status = pclose(out);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

START_TEST(audited)
{
	char said[4096];

	hold(_i);
	ck_assert_msg(!audit(said, sizeof(said)), "%s", said);
	ck_assert_msg(strstr(said, "both counts agree"), "%s", said);
}
END_TEST

/* Some of them: a process each. */
START_TEST(audit_names)
{
	char said[4096], number[64];

	snprintf(number, sizeof(number),
		 "entry %lu could not have been accepted: ",
		 (unsigned long)falsify(&falsified[_i * 4]));
	ck_assert_msg(audit(said, sizeof(said)) == DINH_EXIT_WRONG, "%s",
		      said);
	ck_assert_msg(strstr(said, number), "%s", said);
}
END_TEST

Suite *falsified_suite(void)
{
	Suite *suite = suite_create("falsified");
	TCase *tc = tcase_create("closes"), *audits = tcase_create("audits");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, true_ones, VALID, TERM + 1);
	tcase_add_loop_test(tc, named, 0,
			    sizeof(falsified) / sizeof(falsified[0]));
	tcase_add_test(tc, left_out);
	tcase_add_loop_test(tc, unknown_heads, 0, DINH_OUTCOMES);
	tcase_add_loop_test(tc, interrupted, 0, 2);
	tcase_add_loop_test(tc, not_taken, 0,
			    sizeof(refused) / sizeof(refused[0]));
	tcase_add_loop_test(tc, any_bit, VALID, TERM + 1);
	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(audits, setup, teardown);
	tcase_add_loop_test(audits, audited, VALID, TERM + 1);
	tcase_add_loop_test(audits, audit_names, 0,
			    sizeof(falsified) / sizeof(falsified[0]) / 4);
	suite_add_tcase(suite, audits);
	return suite;
}
