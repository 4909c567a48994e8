// SPDX-License-Identifier: GPL-2.0-only
/*
 * The two programmes that ship, one after the other: Law 10/2022 changes what
 * is asked from its day on, and nothing before.
 */
#include <string.h>

#include "test.h"

enum { WARD = 1, AGENCY, STATE, NONSTATE };

static struct history h;

#define ok(call)	ck_assert_msg(call, "%s: %s", #call, \
				      engine_why(h.engine))
#define refused(call, why) do { \
		ck_assert_msg(!(call), "%s", #call); \
		ck_assert_str_eq(engine_why(h.engine), why); \
	} while (0)
#define add_unit(...)	\
	ok(submit(&h, make_unit(&(struct a_unit){ __VA_ARGS__ })))
#define record_on(on, what, ...) \
	submit(&h, make_record(&(struct a_record){ \
		.requirement = engine_number(h.engine, what), .day = (on), \
		.group = DINH_GROUP_NONE, __VA_ARGS__ }))
#define record(what, ...) \
	record_on(engine_today(h.engine), what, .items = 1, __VA_ARGS__)
#define VOTES(of, came, for) \
	.has_votes = true, .eligible = (of), .present = (came), .yes = (for)

static void is(uint64_t size, const char *indicator, uint64_t num, uint64_t den)
{
	struct recount_figure f;

	ck_assert_msg(counted(&h, size, 0, indicator, &f), "%s: %s", indicator,
		      h.err.text);
	ck_assert_msg(f.num == num && f.den == den, "%s: %lu of %lu",
		      indicator, (unsigned long)f.num, (unsigned long)f.den);
	note(&h);
}

static bool is_counted(const char *indicator)
{
	struct recount_figure f;

	return counted(&h, h.size, 0, indicator, &f);
}

static void until(uint32_t day)
{
	uint32_t last;
	bool late;

	ck_assert(engine_record(h.engine, h.seq, &last, &late));
	ck_assert_uint_eq(last, day);
}

static void begin(void)
{
	history_begin(&h, "law", date(2023, 5, 15));
	ok(submit(&h, file_entry(PROGRAMMES "/02-nq-tu.yaml")));
	add_unit(.code = "w", .kind = DINH_KIND_WARD, .since = date(2011, 1, 1),
		 .heads = { [DINH_GROUP_HOUSEHOLDS] = 30 });
	add_unit(.code = "a", .kind = DINH_KIND_AGENCY,
		 .since = date(2011, 1, 1));
	add_unit(.code = "s", .kind = DINH_KIND_STATE_ENTERPRISE,
		 .since = date(2011, 1, 1), .has_union = true,
		 .heads = { [DINH_GROUP_EMPLOYEES] = 100 });
	add_unit(.code = "n", .kind = DINH_KIND_NONSTATE_ENTERPRISE,
		 .since = date(2011, 1, 1), .has_union = true,
		 .heads = { [DINH_GROUP_EMPLOYEES] = 20 });
	ok(record("regulations-locality", .unit = WARD));
	ok(record("people-dialogue", .unit = WARD, .period = date(2023, 1, 1)));
	ok(record_on(date(2023, 5, 15), "head-duties", .unit = AGENCY,
		     .items = 0x3ff, .period = date(2023, 1, 1)));
	ok(record("officials-conference", .unit = AGENCY, VOTES(6, 4, 3),
		  .period = date(2023, 1, 1)));
	ok(record_on(date(2022, 10, 1), "collective-agreement", .unit = STATE,
		     .items = 1, .until = date(2023, 9, 30)));
	ok(record("employees-conference", .unit = STATE, VOTES(90, 60, 31)));
	ok(record("workplace-dialogue", .unit = STATE));
	until(date(2023, 8, 13));
}

START_TEST(from_its_day)
{
	uint64_t before;

	begin();
	ok(submit(&h, file_entry(PROGRAMMES "/law-10-2022.yaml")));
	ok(engine_go_to(h.engine, date(2023, 6, 30)));
	is(h.size, "t1", 1, 4);
	is(h.size, "t2", 1, 1);
	is(h.size, "t5", 1, 1);
	is(h.size, "t6a", 1, 1);
	is(h.size, "t7a", 1, 1);
	is(h.size, "n4a", 1, 1);
	ok(submit(&h, make_review(0, DINH_REVIEW_FINAL)));
	before = h.size;

	ok(engine_go_to(h.engine, date(2023, 7, 1)));
	/* What is asked anew nobody has yet; what goes on counts on. */
	is(h.size, "t1", 0, 4);
	is(h.size, "t2", 1, 1);
	is(h.size, "t5", 1, 1);
	is(h.size, "t6a", 1, 1);
	is(h.size, "t7a", 0, 1);
	ck_assert(!is_counted("n4a"));
	is(before, "t1", 1, 4);
	is(before, "t7a", 1, 1);
	is(before, "n4a", 1, 1);
	ck_assert_uint_eq(compare(&h), 0);
	history_end(&h);
}
END_TEST

/* Each rule with a figure that the law has, one below it and at it. */
START_TEST(its_figures)
{
	begin();
	ok(submit(&h, file_entry(PROGRAMMES "/law-10-2022.yaml")));
	ok(engine_go_to(h.engine, date(2023, 10, 2)));

	refused(record("l10-conference-state", .unit = STATE, VOTES(90, 59, 59),
		       .period = date(2023, 1, 1)),
		"quorum: 59 of 90 present, 60 needed");
	refused(record("l10-conference-state", .unit = STATE, VOTES(90, 60, 30),
		       .period = date(2023, 1, 1)),
		"majority: 30 of 60 in favour, 31 needed");
	ok(record("l10-conference-state", .unit = STATE, VOTES(90, 60, 31),
		  .period = date(2023, 1, 1)));
	until(date(2025, 3, 31));
	refused(record("workplace-dialogue", .unit = STATE, VOTES(10, 7, 0),
		       .period = date(2023, 1, 1)),
		"quorum: 7 of 10 present, 8 needed");
	ok(record("workplace-dialogue", .unit = STATE, VOTES(10, 8, 0),
		  .period = date(2023, 1, 1)));
	until(date(2024, 12, 31));
	is(h.size, "t7a", 1, 1);

	/* The agreement of 2022 ended two days ago, by the rules of 2022. */
	is(h.size, "t6a", 0, 1);
	refused(record("collective-agreement", .unit = STATE,
		       VOTES(100, 60, 50), .until = date(2025, 10, 1)),
		"majority: 50 of 100 in favour, 51 needed");
	ok(record("collective-agreement", .unit = STATE, VOTES(100, 60, 51),
		  .until = date(2025, 10, 1)));
	until(date(2025, 12, 30));
	is(h.size, "t6a", 1, 1);

	refused(record("people-decide", .unit = WARD, VOTES(40, 30, 15),
		       .period = date(2023, 1, 1)),
		"majority: 15 of 30 in favour, 16 needed");
	ok(record("people-decide", .unit = WARD, VOTES(40, 30, 16),
		  .period = date(2023, 1, 1)));
	refused(record("l10-posting-agency", .unit = AGENCY,
		       .until = date(2023, 10, 20)),
		"posting: 19 days, 20 at least");
	ok(record("l10-posting-agency", .unit = AGENCY,
		  .until = date(2023, 10, 21)));
	refused(record("l10-posting-locality", .unit = WARD,
		       .until = date(2023, 10, 30)),
		"posting: 29 days, 30 at least");

	/* At the latest three months into the next year. */
	ok(engine_go_to(h.engine, date(2024, 3, 31)));
	ok(record("officials-conference", .unit = AGENCY, VOTES(6, 4, 3),
		  .period = date(2023, 1, 1)));
	until(date(2025, 3, 31));
	ok(engine_go_to(h.engine, date(2024, 4, 1)));
	ck_assert(!record("officials-conference", .unit = AGENCY,
			  VOTES(6, 4, 3), .period = date(2023, 1, 1)));
	ck_assert_uint_eq(compare(&h), 0);
	history_end(&h);
}
END_TEST

Suite *law_suite(void)
{
	Suite *suite = suite_create("law");
	TCase *tc = tcase_create("law");

	tcase_add_test(tc, from_its_day);
	tcase_add_test(tc, its_figures);
	suite_add_tcase(suite, tc);
	return suite;
}
