// SPDX-License-Identifier: GPL-2.0-only
/* Records: what of one is kept, and each way to be refused. */
#include "test.h"

START_TEST(kept)
{
	const struct dinh_rec *rec;
	const struct dinh_author *author;
	const struct dinh_unit *unit = dinh_unit(w->reg, COMMUNE);
	u64 records, late;

	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .items = 5,
		     .day = TODAY - 3, .key = 77));
	rec = rec_of(w->seq);
	author = dinh_author(w->reg, rec->author);
	ck_assert_uint_eq(rec->seq, w->seq);
	ck_assert_uint_eq(rec->requirement, dinh_number_of(w->reg, "regs"));
	ck_assert_uint_eq(rec->group, DINH_GROUP_NONE);
	ck_assert_uint_eq(rec->value, 5);
	ck_assert_uint_eq(rec->key, 77);
	ck_assert_uint_eq(rec->day, TODAY - 3);
	ck_assert_uint_eq(dinh_rec_last(rec), DINH_DAY_FOREVER);
	ck_assert_uint_eq(dinh_rec_until(rec), DINH_DAY_NONE);
	ck_assert_uint_eq(rec->flags, 0);
	ck_assert_uint_eq(author->uid, 1000);
	ck_assert_uint_eq(author->loginuid, 1000);
	ck_ok(heads(w, DINH_GROUP_CADRES, 8, .unit = COMMUNE, .req = "learn",
		    .day = TODAY));
	rec = rec_of(w->seq);
	ck_assert_uint_eq(rec->group, DINH_GROUP_CADRES);
	ck_assert_uint_eq(rec->value, 8);
	ck_assert_uint_eq(unit->n, 2);
	dinh_counts(dinh_unit(w->reg, 0), &records, &late);
	ck_assert_uint_eq(records, 2);
	ck_assert_uint_eq(late, 0);
	ck_assert_ptr_null(dinh_record_find(w->reg, 0, &rec));
	ck_assert_ptr_null(dinh_record_find(w->reg, w->seq + 1, &rec));
	ck_assert_ptr_null(dinh_record_find(w->reg, ~0ull, &rec));
	ck_replays();
}
END_TEST

/* More days after it happened than the programme says: late, and counted. */
START_TEST(late)
{
	u64 records, late;

	ck_ok(record(w, .unit = WARD, .req = "regs", .day = TODAY - 30));
	ck_assert_uint_eq(rec_of(w->seq)->flags, 0);
	ck_ok(record(w, .unit = WARD, .req = "regs", .day = TODAY - 31));
	ck_assert_uint_eq(rec_of(w->seq)->flags, DINH_REC_LATE);
	ck_ok(record(w, .unit = SCHOOL, .req = "yearly", .day = TODAY - 400));
	dinh_counts(dinh_unit(w->reg, TOWN), &records, &late);
	ck_assert_uint_eq(records, 3);
	ck_assert_uint_eq(late, 2);
	dinh_counts(dinh_unit(w->reg, COMMUNE), &records, &late);
	ck_assert_uint_eq(records, 1);
	ck_assert_uint_eq(late, 1);
	dinh_counts(dinh_unit(w->reg, WARD), &records, &late);
	ck_assert_uint_eq(records, 2);
	/* A dissolved unit's records are in no scope above it. */
	ck_ok(dissolve(w, WARD, TODAY));
	dinh_counts(dinh_unit(w->reg, TOWN), &records, &late);
	ck_assert_uint_eq(records, 1);
	ck_assert_uint_eq(late, 1);
	dinh_counts(dinh_unit(w->reg, WARD), &records, &late);
	ck_assert_uint_eq(records, 2);
	/* What moves takes its records along. */
	ck_ok(unit_set(w, COMMUNE, DINH_SET_PARENT, .parent = 0));
	dinh_counts(dinh_unit(w->reg, TOWN), &records, &late);
	ck_assert_uint_eq(records, 0);
	dinh_counts(dinh_unit(w->reg, 0), &records, &late);
	ck_assert_uint_eq(records, 1);
	/* Whoever writes: a withdrawal does not make it unrecorded. */
	ck_ok(withdraw(w, SCHOOL, rec_of(w->seq - 2)->seq));
	dinh_counts(dinh_unit(w->reg, COMMUNE), &records, &late);
	ck_assert_uint_eq(records, 1);
	ck_replays();
}
END_TEST

#define REC(...)	{ .group = DINH_GROUP_NONE, .items = 1, __VA_ARGS__ }
#define DAY0	.day = 17298	/* 2017-05-12 */
#define VOTES(e, p, y) \
	.votes = true, .eligible = (e), .present = (p), .yes = (y)

static const struct {
	enum dinh_refusal_id id;
	u16 attr;
	const char *text;
	struct a_record rec;
} cases[] = {
	/* The unit and the day. */
	{ DINH_REFUSED_UNIT_UNKNOWN, DINH_A_UNIT, "unit: 0 is not known",
	  REC(.unit = 0, .req = "regs", DAY0) },
	{ DINH_REFUSED_UNIT_UNKNOWN, DINH_A_UNIT, "unit: 1000 is not known",
	  REC(.unit = 1000, .req = "regs", DAY0) },
	{ DINH_REFUSED_UNIT_UNKNOWN, DINH_A_UNIT,
	  "unit: 2147483648 is not known",
	  REC(.unit = DINH_UNIT_IN_BATCH, .req = "regs", DAY0) },
	{ DINH_REFUSED_DAY_FORM, DINH_A_DAY, "day: 0 is not a day",
	  REC(.unit = COMMUNE, .req = "regs") },
	{ DINH_REFUSED_DAY_FORM, DINH_A_DAY, "day: 4294967295 is not a day",
	  REC(.unit = COMMUNE, .req = "regs", .day = DINH_DAY_FOREVER) },
	{ DINH_REFUSED_DAY_FUTURE, DINH_A_DAY,
	  "day: 2017-05-13 is after today, 2017-05-12",
	  REC(.unit = COMMUNE, .req = "regs", .day = 17299) },
	{ DINH_REFUSED_BEFORE_SINCE, DINH_A_DAY,
	  "day: 2009-12-31 is before the unit began, 2010-01-01",
	  REC(.unit = COMMUNE, .req = "regs", .day = 14609) },
	/* The requirement. */
	{ DINH_REFUSED_REQUIREMENT_NUMBER, DINH_A_REQUIREMENT,
	  "requirement: number 0 is not in force on 2017-05-12",
	  REC(.unit = COMMUNE, .number = 0, DAY0) },
	{ DINH_REFUSED_REQUIREMENT_NUMBER, DINH_A_REQUIREMENT,
	  "requirement: number 12 is not in force on 2017-05-12",
	  REC(.unit = COMMUNE, .number = 12, DAY0) },
	{ DINH_REFUSED_REQUIREMENT_NUMBER, DINH_A_REQUIREMENT,
	  "requirement: number 65535 is not in force on 2017-05-12",
	  REC(.unit = COMMUNE, .number = 65535, DAY0) },
	{ DINH_REFUSED_NOT_APPLICABLE, DINH_A_REQUIREMENT,
	  "requirement: conf does not apply to this unit",
	  REC(.unit = COMMUNE, .req = "conf", DAY0) },
	{ DINH_REFUSED_NOT_APPLICABLE, DINH_A_REQUIREMENT,
	  "requirement: regs does not apply to this unit",
	  REC(.unit = PROVINCE, .req = "regs", DAY0) },
	{ DINH_REFUSED_NOT_APPLICABLE, DINH_A_REQUIREMENT,
	  "requirement: dialog does not apply to this unit",
	  REC(.unit = PRIVATE, .req = "dialog", DAY0) },
	{ DINH_REFUSED_NOT_APPLICABLE, DINH_A_REQUIREMENT,
	  "requirement: union does not apply to this unit",
	  REC(.unit = STATE, .req = "union", DAY0) },
	/* Items, or heads. */
	{ DINH_REFUSED_ITEMS_NONE, DINH_A_ITEMS,
	  "items: none is named, the requirement has 3",
	  REC(.unit = COMMUNE, .req = "regs", .items = 0, DAY0) },
	{ DINH_REFUSED_ITEMS, DINH_A_ITEMS, "items: the requirement has 3",
	  REC(.unit = COMMUNE, .req = "regs", .items = 8, DAY0) },
	{ DINH_REFUSED_ITEMS, DINH_A_ITEMS, "items: the requirement has 1",
	  REC(.unit = COMMUNE, .req = "talk", .items = 3, DAY0) },
	{ DINH_REFUSED_ITEMS, DINH_A_ITEMS, "items: the requirement has 0",
	  REC(.unit = COMMUNE, .req = "learn", .group = DINH_GROUP_CADRES,
	      .count = 1, DAY0) },
	{ DINH_REFUSED_GROUP_NONE, DINH_A_GROUP,
	  "group: the requirement counts no heads",
	  REC(.unit = COMMUNE, .req = "talk", .group = DINH_GROUP_CADRES,
	      DAY0) },
	{ DINH_REFUSED_COUNT_NONE, DINH_A_COUNT,
	  "count: the requirement counts no heads",
	  REC(.unit = COMMUNE, .req = "talk", .count = 1, DAY0) },
	{ DINH_REFUSED_GROUP, DINH_A_GROUP,
	  "group: the requirement does not count this one",
	  REC(.unit = COMMUNE, .req = "learn", .items = 0,
	      .group = DINH_GROUP_VOTERS, .count = 1, DAY0) },
	{ DINH_REFUSED_GROUP, DINH_A_GROUP,
	  "group: the requirement does not count this one",
	  REC(.unit = COMMUNE, .req = "learn", .items = 0, .count = 1, DAY0) },
	{ DINH_REFUSED_GROUP, DINH_A_GROUP,
	  "group: the requirement does not count this one",
	  REC(.unit = COMMUNE, .req = "learn", .items = 0, .group = 255,
	      .count = 1, DAY0) },
	{ DINH_REFUSED_COUNT, DINH_A_COUNT, "count: 0, 1 to 2147483647 wanted",
	  REC(.unit = COMMUNE, .req = "learn", .items = 0,
	      .group = DINH_GROUP_CADRES, DAY0) },
	{ DINH_REFUSED_COUNT, DINH_A_COUNT,
	  "count: 2147483648, 1 to 2147483647 wanted",
	  REC(.unit = COMMUNE, .req = "learn", .items = 0,
	      .group = DINH_GROUP_CADRES, .count = DINH_COUNT_MAX + 1,
	      DAY0) },
	/* Its end. */
	{ DINH_REFUSED_UNTIL_NOT_ASKED, DINH_A_UNTIL,
	  "until: the requirement has no stated end",
	  REC(.unit = COMMUNE, .req = "talk", .until = 17300, DAY0) },
	{ DINH_REFUSED_UNTIL_MISSING, DINH_A_UNTIL,
	  "until: the requirement asks for a stated end",
	  REC(.unit = STATE, .req = "agree", DAY0) },
	{ DINH_REFUSED_UNTIL_MISSING, DINH_A_UNTIL,
	  "until: the requirement asks for a stated end",
	  REC(.unit = AGENCY, .req = "post", DAY0) },
	{ DINH_REFUSED_DAY_FORM, DINH_A_UNTIL,
	  "day: 2932897 is not a day",
	  REC(.unit = STATE, .req = "agree", .until = DINH_DAY_MAX + 1,
	      DAY0) },
	{ DINH_REFUSED_UNTIL_BEFORE, DINH_A_UNTIL,
	  "until: 2017-05-11 is before 2017-05-12",
	  REC(.unit = STATE, .req = "agree", .until = 17297, DAY0) },
	{ DINH_REFUSED_TERM_SHORT, DINH_A_UNTIL,
	  "term: until 2018-05-10, 2018-05-11 at the earliest",
	  REC(.unit = STATE, .req = "agree", .until = 17661, DAY0) },
	{ DINH_REFUSED_TERM_LONG, DINH_A_UNTIL,
	  "term: until 2020-05-13, 2020-05-12 at the latest",
	  REC(.unit = STATE, .req = "agree", .until = 18395, DAY0) },
	{ DINH_REFUSED_POSTING_SHORT, DINH_A_UNTIL,
	  "posting: 29 days, 30 at least",
	  REC(.unit = AGENCY, .req = "post", .until = 17298 + 28, DAY0) },
	/* Its period. */
	{ DINH_REFUSED_PERIOD_NOT_ASKED, DINH_A_PERIOD,
	  "period: the requirement has no calendar period",
	  REC(.unit = COMMUNE, .req = "regs", .period = 17167, DAY0) },
	{ DINH_REFUSED_DAY_FORM, DINH_A_PERIOD, "day: 2932897 is not a day",
	  REC(.unit = COMMUNE, .req = "talk", .period = DINH_DAY_MAX + 1,
	      DAY0) },
	{ DINH_REFUSED_PERIOD_FORM, DINH_A_PERIOD,
	  "period: 2017-01-02 is not the first day of one of 12 months",
	  REC(.unit = COMMUNE, .req = "talk", .period = 17168, DAY0) },
	{ DINH_REFUSED_PERIOD_FORM, DINH_A_PERIOD,
	  "period: 2017-05-01 is not the first day of one of 3 months",
	  REC(.unit = AGENCY, .req = "quarter", .period = 17287, DAY0) },
	{ DINH_REFUSED_PERIOD_EARLY, DINH_A_PERIOD,
	  "period: it begins on 2018-01-01, after 2017-05-12",
	  REC(.unit = COMMUNE, .req = "talk", .period = 17532, DAY0) },
	{ DINH_REFUSED_PERIOD_CLOSED, DINH_A_PERIOD,
	  "period: it closed on 2016-12-31, before 2017-05-12",
	  REC(.unit = COMMUNE, .req = "talk", .period = 16801, DAY0) },
	/* 2017-03-31 + 1 month + 10 days */
	{ DINH_REFUSED_PERIOD_CLOSED, DINH_A_PERIOD,
	  "period: it closed on 2017-05-10, before 2017-05-12",
	  REC(.unit = AGENCY, .req = "quarter", .period = 17167, DAY0) },
	/* Its votes. */
	{ DINH_REFUSED_VOTES_MISSING, DINH_A_ELIGIBLE,
	  "votes: the requirement asks for eligible, present and yes",
	  REC(.unit = AGENCY, .req = "conf", DAY0) },
	{ DINH_REFUSED_VOTES_NOT_ASKED, DINH_A_ELIGIBLE,
	  "votes: the requirement asks for none",
	  REC(.unit = COMMUNE, .req = "talk", VOTES(40, 40, 40), DAY0) },
	{ DINH_REFUSED_COUNT, DINH_A_ELIGIBLE,
	  "count: 2147483648, 1 to 2147483647 wanted",
	  REC(.unit = AGENCY, .req = "conf", VOTES(DINH_COUNT_MAX + 1, 1, 1),
	      DAY0) },
	{ DINH_REFUSED_VOTES_PRESENT, DINH_A_PRESENT,
	  "present: 41, more than 40 eligible",
	  REC(.unit = AGENCY, .req = "conf", VOTES(40, 41, 41), DAY0) },
	{ DINH_REFUSED_VOTES_CAST, DINH_A_YES, "votes: 31 cast, 30 present",
	  REC(.unit = AGENCY, .req = "conf", VOTES(40, 30, 28), .no = 1,
	      .abstain = 1, .invalid = 1, DAY0) },
	{ DINH_REFUSED_VOTES_CAST, DINH_A_YES,
	  "votes: 17179869180 cast, 30 present",
	  REC(.unit = AGENCY, .req = "conf", VOTES(40, 30, UINT32_MAX),
	      .no = UINT32_MAX, .abstain = UINT32_MAX, .invalid = UINT32_MAX,
	      DAY0) },
	{ DINH_REFUSED_VOTES_NOBODY, DINH_A_PRESENT,
	  "votes: nobody is eligible",
	  REC(.unit = AGENCY, .req = "conf", VOTES(0, 0, 0), DAY0) },
	{ DINH_REFUSED_VOTES_UNKNOWN, DINH_A_PRESENT,
	  "votes: the unit's headcount of voters is not known",
	  REC(.unit = COMMUNE, .req = "vote", VOTES(60, 50, 40), DAY0) },
	{ DINH_REFUSED_QUORUM, DINH_A_PRESENT,
	  "quorum: 12 of 40 present, 27 needed",
	  REC(.unit = AGENCY, .req = "conf", VOTES(40, 12, 12), DAY0) },
	{ DINH_REFUSED_MAJORITY, DINH_A_YES,
	  "majority: 15 of 30 in favour, 16 needed",
	  REC(.unit = AGENCY, .req = "conf", VOTES(40, 30, 15), DAY0) },
};

START_TEST(refused)
{
	const struct a_record *rec = &cases[_i].rec;
	struct digest before = digest_of(w, NULL), after;
	const char *wrong;
	int err;

	ck_assert_uint_eq(TODAY, 17298);
	err = submit(w, record_entry(w, rec));
	wrong = wrong_refusal(err, &w->why, cases[_i].id, cases[_i].attr,
			      cases[_i].text);
	ck_assert_msg(!wrong, "%s", wrong);
	after = digest_of(w, NULL);
	ck_assert(digest_same(&before, &after));
	ck_assert_int_eq(check_only(w, record_entry(w, rec)), err);
}
END_TEST

START_TEST(form)
{
	struct a_record good = REC(.unit = COMMUNE, .req = "talk", DAY0);
	struct dinh_entry *entry = record_entry(w, &good), *bad;

	((struct dinh_record *)(entry + 1))->spare = 1;
	ck_refused(SPARE, 0, "entry: a spare field is not zero, at byte 91",
		   submit(w, entry));
	entry = record_entry(w, &good);
	bad = entry_new(DINH_ENTRY_RECORD, COMMUNE, entry + 1, 64);
	bad->size = cpu_to_le32(48 + 56);
	ck_refused(MALFORMED, 0, "entry: malformed, type 10, at byte 0",
		   submit(w, bad));
	bad = calloc(1, 48 + 64 + 32);
	memcpy(bad, entry, entry_size(entry));
	bad->size = cpu_to_le32(48 + 64 + 8);
	ck_refused(MALFORMED, 0, "entry: malformed, type 10, at byte 112",
		   submit(w, entry_copy(bad)));
	bad->size = cpu_to_le32(48 + 64 + 32);
	ck_refused(MALFORMED, 0, "entry: malformed, type 10, at byte 112",
		   submit(w, bad));
	ck_ok(submit(w, entry));
}
END_TEST

START_TEST(no_programme)
{
	ck_ok(unit_add(w, .code = "a", .kind = DINH_KIND_AGENCY,
		       .since = TODAY));
	ck_refused(NO_PROGRAMME, DINH_A_REQUIREMENT,
		   "programme: none is in force on 2017-05-12",
		   record(w, .unit = 1, .number = 1, .day = TODAY));
}
END_TEST

START_TEST(before_first_programme)
{
	/* Judged by the first that was loaded. */
	ck_ok(record(w, .unit = COMMUNE, .req = "regs",
		     .day = DAY(2016, 12, 31)));
	ck_assert_int_eq(standing(w, COMMUNE, "regs"), DINH_UNMET);
	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .items = 6,
		     .day = DAY(2010, 1, 1)));
	ck_assert_int_eq(standing(w, COMMUNE, "regs"), DINH_MET);
}
END_TEST

START_TEST(keys)
{
	u64 first;

	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .day = TODAY,
		     .key = 5));
	first = w->seq;
	ck_assert_uint_eq(first, 10);
	ck_refused(KEY_TAKEN, DINH_A_KEY,
		   "key: the unit has it already, entry 10",
		   record(w, .unit = COMMUNE, .req = "talk", .day = TODAY,
			  .key = 5));
	/* Unique within its unit; 0 is none. */
	ck_ok(record(w, .unit = WARD, .req = "regs", .day = TODAY, .key = 5));
	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .day = TODAY));
	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .day = TODAY));
	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .day = TODAY,
		     .key = ~0ull));
	/* Taken back, it is remembered to the end of the next year. */
	ck_ok(withdraw(w, COMMUNE, first));
	ck_refused(KEY_TAKEN, DINH_A_KEY,
		   "key: the unit has it already, entry 10",
		   record(w, .unit = COMMUNE, .req = "talk", .day = TODAY,
			  .key = 5));
	ck_ok(go_to(w, DAY(2018, 12, 31)));
	ck_refused(KEY_TAKEN, DINH_A_KEY,
		   "key: the unit has it already, entry 10",
		   record(w, .unit = COMMUNE, .req = "talk",
			  .day = DAY(2018, 12, 31), .key = 5));
	ck_ok(go_to(w, DAY(2019, 1, 1)));
	/* The unit was not touched since. */
	ck_ok(record(w, .unit = COMMUNE, .req = "talk",
		     .day = DAY(2019, 1, 1), .key = 5));
	/* A key of what still counts stays. */
	ck_refused(KEY_TAKEN, DINH_A_KEY,
		   "key: the unit has it already, entry 11",
		   record(w, .unit = WARD, .req = "talk",
			  .day = DAY(2019, 1, 1), .key = 5));
	ck_replays();
}
END_TEST

/* Expired in its own year, and years are skipped: what then is remembered. */
START_TEST(keys_over_years)
{
	ck_ok(record(w, .unit = AGENCY, .req = "quarter", .day = TODAY,
		     .key = 9));
	ck_ok(go_to(w, DAY(2020, 6, 1)));
	ck_ok(record(w, .unit = AGENCY, .req = "quarter",
		     .day = DAY(2020, 6, 1), .key = 9));
	ck_ok(go_to(w, DAY(2021, 12, 31)));
	ck_refused(KEY_TAKEN, DINH_A_KEY,
		   "key: the unit has it already, entry 12",
		   record(w, .unit = AGENCY, .req = "quarter",
			  .day = DAY(2021, 12, 31), .key = 9));
	ck_ok(go_to(w, DAY(2022, 1, 1)));
	ck_ok(record(w, .unit = AGENCY, .req = "quarter",
		     .day = DAY(2022, 1, 1), .key = 9));
	ck_replays();
}
END_TEST

/* What is forgotten is gone for whoever asks, whenever it is swept. */
START_TEST(forgotten)
{
	const struct dinh_rec *rec;
	u64 seq;

	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .day = TODAY));
	seq = w->seq;
	ck_ok(record(w, .unit = AGENCY, .req = "quarter", .day = TODAY));
	ck_ok(withdraw(w, COMMUNE, seq));
	ck_ok(go_to(w, DAY(2018, 12, 31)));
	ck_assert_ptr_nonnull(dinh_record_find(w->reg, seq, &rec));
	ck_refused(RECORD_WITHDRAWN, DINH_A_SEQ,
		   "record: it is withdrawn already", withdraw(w, COMMUNE, seq));
	ck_refused(RECORD_EXPIRED, DINH_A_SEQ,
		   "record: it counted until 2017-11-10",
		   withdraw(w, AGENCY, seq + 1));
	ck_ok(go_to(w, DAY(2019, 1, 1)));
	ck_assert_ptr_null(dinh_record_find(w->reg, seq, &rec));
	ck_assert_ptr_null(dinh_record_find(w->reg, seq + 1, &rec));
	ck_refused(RECORD_UNKNOWN, DINH_A_SEQ,
		   "record: entry 10 is none that still counts",
		   withdraw(w, COMMUNE, seq));
	ck_refused(RECORD_UNKNOWN, DINH_A_SEQ,
		   "record: entry 11 is none that still counts",
		   withdraw(w, AGENCY, seq + 1));
	/* An expired one holds the unit's first day until then, too. */
	ck_ok(unit_set(w, AGENCY, DINH_SET_SINCE, .since = DAY(2018, 1, 1)));
	ck_replays();
}
END_TEST

START_TEST(bound)
{
	static const struct dinh_bounds three = { .units = 9, .records = 3 };
	u64 seq;

	world_free(w);
	w = world_alloc(&three, TODAY);
	ck_ok(world_begin(w));
	ck_ok(prog_load(w, small_programme()));
	ck_ok(unit_add(w, .code = "a", .kind = DINH_KIND_AGENCY,
		       .since = TODAY));
	ck_ok(record(w, .unit = 1, .req = "regs", .day = TODAY));
	ck_ok(record(w, .unit = 1, .req = "quarter", .day = TODAY));
	seq = w->seq;
	ck_ok(record(w, .unit = 1, .req = "regs", .day = TODAY));
	ck_refused(RECORDS_FULL, 0,
		   "records: 3 of the unit are kept, 3 is the bound",
		   record(w, .unit = 1, .req = "regs", .day = TODAY));
	/* Its key is remembered: it takes its place until then. */
	ck_ok(withdraw(w, 1, seq));
	ck_refused(RECORDS_FULL, 0,
		   "records: 3 of the unit are kept, 3 is the bound",
		   record(w, .unit = 1, .req = "regs", .day = TODAY));
	ck_ok(go_to(w, DAY(2019, 1, 1)));
	ck_ok(record(w, .unit = 1, .req = "regs", .day = DAY(2019, 1, 1)));
	ck_refused(RECORDS_FULL, 0,
		   "records: 3 of the unit are kept, 3 is the bound",
		   record(w, .unit = 1, .req = "regs",
			  .day = DAY(2019, 1, 1)));
	/* Bounds are the door's: a replay does not look at them. */
	ck_replays();
}
END_TEST

/* As many as fit in 16 bits, and not one more, even on a replay. */
START_TEST(bound_of_layout)
{
	static const struct dinh_bounds many = {
		.units = 9, .records = DINH_BOUND_RECORDS_MAX,
	};
	u32 i;

	world_free(w);
	w = world_alloc(&many, TODAY);
	ck_ok(world_begin(w));
	ck_ok(prog_load(w, small_programme()));
	ck_ok(unit_add(w, .code = "a", .kind = DINH_KIND_AGENCY,
		       .since = TODAY));
	for (i = 0; i < DINH_BOUND_RECORDS_MAX; i++)
		ck_ok(record(w, .unit = 1, .req = "regs", .items = 7,
			     .day = TODAY));
	ck_assert_uint_eq(dinh_unit(w->reg, 1)->n, DINH_BOUND_RECORDS_MAX);
	ck_assert_int_eq(record(w, .unit = 1, .req = "regs", .items = 7,
			     .day = TODAY),
			 -ENOSPC);
	ck_assert_str_eq(w->why.text,
			 "records: 65535 of the unit are kept, 65535 is the bound");
}
END_TEST

Suite *record_suite(void)
{
	Suite *suite = suite_create("record");
	TCase *tc = test_case(suite, "town", town_setup);

	tcase_add_test(tc, kept);
	tcase_add_test(tc, late);
	tcase_add_loop_test(tc, refused, 0, COUNT(cases));
	tcase_add_test(tc, form);
	tcase_add_test(tc, before_first_programme);
	tcase_add_test(tc, keys);
	tcase_add_test(tc, keys_over_years);
	tcase_add_test(tc, forgotten);
	tc = test_case(suite, "empty", genesis_setup);
	tcase_add_test(tc, no_programme);
	tcase_add_test(tc, bound);
	tcase_add_test(tc, bound_of_layout);
	return suite;
}
