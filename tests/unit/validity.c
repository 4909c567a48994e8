// SPDX-License-Identifier: GPL-2.0-only
/* How long a record counts: to the last day, and not the day after. */
#include "test.h"

struct date {
	int year;
	int month;
	int mday;
};

static u32 day(const struct date *date)
{
	return date->year ? DAY(date->year, date->month, date->mday) : 0;
}

#define ONCE	DINH_VALIDITY_ONCE
#define ROLLING	DINH_VALIDITY_ROLLING
#define PERIOD	DINH_VALIDITY_PERIOD
#define STATED	DINH_VALIDITY_STATED
#define FOREVER	{ 0, 0, 0 }

static const struct {
	u8 validity;
	u16 months;
	u16 days;
	u8 grace_months;
	u16 grace;
	struct date on;
	struct date until;
	struct date period;
	struct date last;
} cases[] = {
	{ ONCE, .on = { 2018, 1, 1 }, .last = FOREVER },
	/* Rolling: the day is part of both ends. */
	{ ROLLING, 12, .on = { 2018, 3, 15 }, .last = { 2019, 3, 15 } },
	{ ROLLING, 12, .on = { 2020, 2, 29 }, .last = { 2021, 2, 28 } },
	{ ROLLING, 1, .on = { 2018, 1, 31 }, .last = { 2018, 2, 28 } },
	{ ROLLING, 1, .on = { 2020, 1, 31 }, .last = { 2020, 2, 29 } },
	{ ROLLING, 1, .on = { 2018, 2, 28 }, .last = { 2018, 3, 28 } },
	{ ROLLING, 0, 90, .on = { 2018, 1, 1 }, .last = { 2018, 4, 1 } },
	{ ROLLING, 0, 1, .on = { 2018, 12, 31 }, .last = { 2019, 1, 1 } },
	{ ROLLING, 1, 10, .on = { 2018, 1, 31 }, .last = { 2018, 3, 10 } },
	/* Grace months come before grace days, both after the rest. */
	{ ROLLING, 12, 0, 3, 0, .on = { 2018, 11, 30 },
	  .last = { 2020, 2, 29 } },
	{ ROLLING, 12, 0, 3, 5, .on = { 2017, 11, 30 },
	  .last = { 2019, 3, 5 } },
	{ ROLLING, 0, 30, 1, 0, .on = { 2018, 1, 1 }, .last = { 2018, 2, 28 } },
	{ ROLLING, 0, 30, 1, 1, .on = { 2018, 1, 1 }, .last = { 2018, 3, 1 } },
	{ ROLLING, 1200, .on = { 2018, 1, 1 }, .last = { 2118, 1, 1 } },
	/* Periods: to the last day for the record of the next period. */
	{ PERIOD, 12, .on = { 2018, 5, 12 }, .last = { 2019, 12, 31 } },
	{ PERIOD, 12, .on = { 2018, 1, 1 }, .last = { 2019, 12, 31 } },
	{ PERIOD, 12, .on = { 2018, 12, 31 }, .last = { 2019, 12, 31 } },
	{ PERIOD, 12, 0, 3, 0, .on = { 2018, 5, 12 },
	  .last = { 2020, 3, 31 } },
	/* In the grace: for the year before, or for its own. */
	{ PERIOD, 12, 0, 3, 0, .on = { 2018, 3, 31 },
	  .period = { 2017, 1, 1 }, .last = { 2019, 3, 31 } },
	{ PERIOD, 12, 0, 3, 0, .on = { 2018, 3, 31 },
	  .period = { 2018, 1, 1 }, .last = { 2020, 3, 31 } },
	{ PERIOD, 12, 0, 3, 0, .on = { 2018, 3, 31 },
	  .last = { 2020, 3, 31 } },
	{ PERIOD, 12, 0, 2, 0, .on = { 2018, 2, 28 },
	  .period = { 2017, 1, 1 }, .last = { 2019, 2, 28 } },
	{ PERIOD, 12, 0, 2, 0, .on = { 2019, 1, 1 },
	  .period = { 2018, 1, 1 }, .last = { 2020, 2, 29 } },
	{ PERIOD, 12, 0, 2, 1, .on = { 2019, 1, 1 },
	  .period = { 2018, 1, 1 }, .last = { 2020, 3, 1 } },
	{ PERIOD, 1, .on = { 2018, 1, 15 }, .last = { 2018, 2, 28 } },
	{ PERIOD, 1, .on = { 2020, 1, 15 }, .last = { 2020, 2, 29 } },
	{ PERIOD, 1, 0, 0, 31, .on = { 2020, 1, 31 },
	  .period = { 2019, 12, 1 }, .last = { 2020, 3, 2 } },
	{ PERIOD, 2, .on = { 2018, 12, 31 }, .last = { 2019, 2, 28 } },
	{ PERIOD, 3, .on = { 2018, 5, 12 }, .last = { 2018, 9, 30 } },
	{ PERIOD, 3, 0, 1, 10, .on = { 2018, 5, 10 },
	  .period = { 2018, 1, 1 }, .last = { 2018, 8, 10 } },
	/* Months of grace are whole ones: to the end of a longer month too. */
	{ PERIOD, 6, 0, 1, 0, .on = { 2018, 7, 31 },
	  .period = { 2018, 1, 1 }, .last = { 2019, 1, 31 } },
	{ PERIOD, 6, 0, 1, 0, .on = { 2018, 12, 1 }, .last = { 2019, 7, 31 } },
	{ PERIOD, 1, 0, 1, 0, .on = { 2018, 1, 15 }, .last = { 2018, 3, 31 } },
	{ PERIOD, 4, .on = { 2018, 9, 1 }, .last = { 2019, 4, 30 } },
	{ PERIOD, 6, .on = { 2018, 7, 1 }, .last = { 2019, 6, 30 } },
	/* Stated. */
	{ STATED, .on = { 2018, 1, 1 }, .until = { 2018, 1, 1 },
	  .last = { 2018, 1, 1 } },
	{ STATED, 0, 0, 0, 90, .on = { 2018, 1, 1 }, .until = { 2019, 12, 31 },
	  .last = { 2020, 3, 30 } },
	{ STATED, 0, 0, 1, 1, .on = { 2018, 1, 1 }, .until = { 2019, 1, 31 },
	  .last = { 2019, 3, 1 } },
};

static void load_rule(unsigned int i)
{
	struct prog *prog = prog_new("validity", DAY(2017, 1, 1));
	struct dinh_requirement *req;

	req = prog_requirement(prog, "it", BIT(DINH_KIND_AGENCY), 1);
	req->validity = cases[i].validity;
	req->months = cpu_to_le16(cases[i].months);
	req->days = cpu_to_le16(cases[i].days);
	req->grace_months = cases[i].grace_months;
	req->grace = cpu_to_le16(cases[i].grace);
	prog_indicator(prog, "i", BIT(DINH_KIND_AGENCY), CODES("it"));
	ck_ok(prog_load(w, prog));
	ck_ok(unit_add(w, .code = "a", .kind = DINH_KIND_AGENCY,
		       .since = DAY(2010, 1, 1)));
}

START_TEST(last_day)
{
	u32 on = day(&cases[_i].on), last = day(&cases[_i].last);
	const struct dinh_unit *unit;
	struct dinh_gap gap;

	load_rule(_i);
	ck_ok(go_to(w, on));
	ck_figure(0, "i", 0, 1, 0);
	ck_ok(record(w, .unit = 1, .req = "it", .day = on,
		     .until = day(&cases[_i].until),
		     .period = day(&cases[_i].period)));
	ck_figure(0, "i", 1, 1, 0);
	ck_assert_uint_eq(dinh_rec_last(rec_of(w->seq)),
			  last ?: DINH_DAY_FOREVER);
	ck_assert_uint_eq(dinh_rec_until(rec_of(w->seq)),
			  day(&cases[_i].until));
	unit = dinh_unit(w->reg, 1);
	ck_assert_int_eq(dinh_standing(unit, rule(w, "it"), on, &gap),
			 DINH_MET);
	ck_assert_uint_eq(gap.last, last ?: DINH_DAY_FOREVER);
	/* Asked about the past, it did not count before its day. */
	ck_assert_int_eq(dinh_standing(unit, rule(w, "it"), on - 1, NULL),
			 DINH_UNMET);
	if (!last) {
		ck_ok(go_to(w, DAY(2100, 1, 1)));
		ck_figure(0, "i", 1, 1, 0);
		return;
	}
	ck_ok(go_to(w, last));
	ck_figure(0, "i", 1, 1, 0);
	ck_ok(go_to(w, last + 1));
	ck_figure(0, "i", 0, 1, 0);
	ck_replays();
}
END_TEST

/* The same, when the days are skipped all at once. */
START_TEST(last_day_skipped)
{
	u32 on = day(&cases[_i].on), last = day(&cases[_i].last);

	load_rule(_i);
	ck_ok(go_to(w, on));
	ck_ok(record(w, .unit = 1, .req = "it", .day = on,
		     .until = day(&cases[_i].until),
		     .period = day(&cases[_i].period)));
	ck_ok(go_to(w, DAY(2200, 2, 2)));
	ck_figure(0, "i", !last, 1, 0);
	ck_replays();
}
END_TEST

/* Recorded when it no longer counts: kept, and counted nowhere. */
START_TEST(past_when_recorded)
{
	u32 on = day(&cases[_i].on), last = day(&cases[_i].last);

	load_rule(_i);
	ck_ok(go_to(w, (last ?: DAY(2020, 1, 1)) + 1));
	ck_ok(record(w, .unit = 1, .req = "it", .day = on,
		     .until = day(&cases[_i].until),
		     .period = day(&cases[_i].period)));
	ck_figure(0, "i", !last, 1, 0);
	ck_replays();
}
END_TEST

/* Terms: from 1 June for a year is to 31 May, or to 1 June. */
START_TEST(terms)
{
	u32 on = DAY(2017, 5, 1);

	ck_ok(record(w, .unit = STATE, .req = "agree", .day = on,
		     .until = DAY(2018, 4, 30)));
	ck_assert_uint_eq(rec_of(w->seq)->last, DAY(2018, 7, 29));
	ck_ok(record(w, .unit = STATE, .req = "agree", .day = on,
		     .until = DAY(2018, 5, 1)));
	ck_ok(record(w, .unit = STATE, .req = "agree", .day = on,
		     .until = DAY(2020, 5, 1)));
	ck_refused(TERM_SHORT, DINH_A_UNTIL,
		   "term: until 2018-04-29, 2018-04-30 at the earliest",
		   record(w, .unit = STATE, .req = "agree", .day = on,
			  .until = DAY(2018, 4, 29)));
	ck_refused(TERM_LONG, DINH_A_UNTIL,
		   "term: until 2020-05-02, 2020-05-01 at the latest",
		   record(w, .unit = STATE, .req = "agree", .day = on,
			  .until = DAY(2020, 5, 2)));
	/* From the end of a February that is longer. */
	ck_ok(record(w, .unit = STATE, .req = "agree", .day = DAY(2016, 2, 29),
		     .until = DAY(2017, 2, 27)));
	ck_refused(TERM_SHORT, DINH_A_UNTIL,
		   "term: until 2017-02-26, 2017-02-27 at the earliest",
		   record(w, .unit = STATE, .req = "agree",
			  .day = DAY(2016, 2, 29), .until = DAY(2017, 2, 26)));
}
END_TEST

/* A posting counts from its first day; how long is the rule's to say. */
START_TEST(postings)
{
	ck_ok(record(w, .unit = AGENCY, .req = "post", .day = TODAY,
		     .until = TODAY + 29));
	ck_assert_int_eq(standing(w, AGENCY, "post"), DINH_MET);
	ck_assert_uint_eq(rec_of(w->seq)->last, DAY(2018, 5, 12));
	ck_ok(record(w, .unit = AGENCY, .req = "post", .day = TODAY,
		     .until = DAY(2030, 1, 1)));
	ck_assert_uint_eq(rec_of(w->seq)->last, DAY(2018, 5, 12));
}
END_TEST

/* The last day is fixed by the rule of the day that it happened. */
START_TEST(never_recomputed)
{
	struct prog *prog = prog_new("short", TODAY + 10);
	struct dinh_requirement *req;
	u64 seq;

	ck_ok(record(w, .unit = SCHOOL, .req = "yearly", .day = TODAY));
	seq = w->seq;
	req = prog_requirement(prog, "yearly", BIT(DINH_KIND_PUBLIC_UNIT), 1);
	req->validity = DINH_VALIDITY_ROLLING;
	req->days = cpu_to_le16(1);
	prog_indicator(prog, "i", BIT(DINH_KIND_PUBLIC_UNIT), CODES("yearly"));
	ck_ok(prog_load(w, prog));
	ck_ok(go_to(w, TODAY + 20));
	ck_assert_uint_eq(rec_of(seq)->last, DAY(2018, 7, 12));
	ck_figure(0, "i", 1, 1, 0);
	/* By the old rule, though it is recorded under the new one. */
	ck_ok(record(w, .unit = SCHOOL, .req = "yearly", .day = TODAY + 9));
	ck_assert_uint_eq(rec_of(w->seq)->last, DAY(2018, 7, 21));
	ck_ok(record(w, .unit = SCHOOL, .req = "yearly", .day = TODAY + 10));
	ck_assert_uint_eq(rec_of(w->seq)->last, TODAY + 11);
	ck_replays();
}
END_TEST

/* At the end of the calendar, a last day is the last of all days. */
START_TEST(end_of_calendar)
{
	struct prog *prog = prog_new("last", DAY(2017, 1, 1));
	u32 end = DINH_DAY_MAX;
	struct dinh_requirement *req;

	req = prog_requirement(prog, "year", BIT(DINH_KIND_AGENCY), 1);
	req->validity = DINH_VALIDITY_PERIOD;
	req->months = cpu_to_le16(12);
	req = prog_requirement(prog, "roll", BIT(DINH_KIND_AGENCY), 1);
	req->validity = DINH_VALIDITY_ROLLING;
	req->months = cpu_to_le16(1200);
	req->days = cpu_to_le16(36600);
	req->grace_months = 120;
	req->grace = cpu_to_le16(3660);
	req = prog_requirement(prog, "stated", BIT(DINH_KIND_AGENCY), 1);
	req->validity = DINH_VALIDITY_STATED;
	req->term_min = cpu_to_le16(1);
	req->grace_months = 120;
	prog_indicator(prog, "i", BIT(DINH_KIND_AGENCY), CODES("year"));
	ck_ok(prog_load(w, prog));
	ck_ok(unit_add(w, .code = "a", .kind = DINH_KIND_AGENCY,
		       .since = TODAY));
	/*
	 * No 64-bit clock goes so far: days come by replay. It is the stream
	 * that counts from here on.
	 */
	{
		struct dinh_day body = { .day = cpu_to_le32(end) };
		struct dinh_entry *entry = entry_new(DINH_ENTRY_DAY, 0, &body,
						     sizeof(body));

		entry->seq = cpu_to_le64(w->reg->ledger.size);
		entry->wall = cpu_to_le64(w->now.wall);
		entry->boot = cpu_to_le64(w->now.boot);
		ck_ok(dinh_register_replay(w->reg, entry, &w->why));
		free(entry);
	}
	ck_assert_uint_eq(w->reg->today, end);
	ck_ok(record(w, .unit = 1, .req = "year", .day = end));
	ck_assert_uint_eq(rec_of(w->seq)->last, end);
	ck_ok(record(w, .unit = 1, .req = "year", .day = end - 366));
	ck_assert_uint_eq(rec_of(w->seq)->last, end);
	ck_ok(record(w, .unit = 1, .req = "roll", .day = end - 1));
	ck_assert_uint_eq(rec_of(w->seq)->last, end);
	ck_refused(TERM_SHORT, DINH_A_UNTIL,
		   "term: until 9999-12-29, 9999-12-30 at the earliest",
		   record(w, .unit = 1, .req = "stated", .day = end - 10,
			  .until = end - 2));
	ck_ok(record(w, .unit = 1, .req = "stated", .day = end - 10,
		     .until = end));
	ck_assert_uint_eq(rec_of(w->seq)->last, end);
}
END_TEST

Suite *validity_suite(void)
{
	Suite *suite = suite_create("validity");
	TCase *tc = test_case(suite, "table", genesis_setup);

	tcase_add_loop_test(tc, last_day, 0, COUNT(cases));
	tcase_add_loop_test(tc, last_day_skipped, 0, COUNT(cases));
	tcase_add_loop_test(tc, past_when_recorded, 0, COUNT(cases));
	tcase_add_test(tc, end_of_calendar);
	tc = test_case(suite, "town", town_setup);
	tcase_add_test(tc, terms);
	tcase_add_test(tc, postings);
	tcase_add_test(tc, never_recomputed);
	return suite;
}
