// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where two people would read the rules differently, each as small as it can
 * be: what both counts say follows from the documents that are named.
 */
#include "test.h"

static struct history h;
static struct plan plan;

#define ok(call)	ck_assert_msg(call, "%s: %s", #call, \
				      engine_why(h.engine))

static void setup(void)
{
	history_begin(&h, "edge", date(2018, 6, 1));
}

/* The engine's own figure is the one that is noted. */
static void agree(void)
{
	note(&h);
	ck_assert_uint_eq(compare(&h), 0);
	history_end(&h);
}

static void tables_say(const char *indicator, uint64_t num, uint64_t den,
		       uint64_t unknown, int verdict)
{
	struct recount_figure f;

	ck_assert_msg(counted(&h, h.size, 0, indicator, &f), "%s", h.err.text);
	ck_assert_uint_eq(f.num, num);
	ck_assert_uint_eq(f.den, den);
	ck_assert_uint_eq(f.unknown, unknown);
	ck_assert_int_eq(f.verdict, verdict);
}

/*
 * <linux/dinh.h>: met is "reached, whatever the unknown units are". Where there
 * is nobody else, an unknown unit that turns out to be outside makes it n/a. Of
 * persons, a threshold of at least 0 %, or over 0 % once one is reached, is
 * reached whatever they are.
 */
static const struct threshold {
	uint8_t counted;
	uint8_t threshold;
	uint8_t percent;
	int verdict;
} thresholds[] = {
	{ DINH_COUNTED_UNITS, DINH_THRESHOLD_AT_LEAST, 0,
	  DINH_VERDICT_UNKNOWN },
	{ DINH_COUNTED_PERSONS, DINH_THRESHOLD_AT_LEAST, 0, DINH_VERDICT_MET },
	{ DINH_COUNTED_PERSONS, DINH_THRESHOLD_OVER, 0, DINH_VERDICT_MET },
};

START_TEST(threshold_whatever)
{
	const struct threshold *t = &thresholds[_i];
	bool persons = t->counted == DINH_COUNTED_PERSONS;
	struct dinh_indicator *i;
	struct dinh_requirement *r;

	plan_begin(&plan, "p", date(2018, 1, 1));
	r = plan_requirement(&plan, "r", KIND_BIT(WARD), 1);
	i = plan_indicator(&plan, "i", KIND_BIT(WARD));
	i->counted = t->counted;
	i->threshold = t->threshold;
	i->percent = t->percent;
	plan_ask(&plan, i, "r");
	if (persons) {
		/* Cadres are known, Party members are not. */
		r->groups = 1 << DINH_GROUP_CADRES |
			    1 << DINH_GROUP_PARTY_MEMBERS;
	} else {
		r->headcount_min = htole32(10);
		r->headcount_group = DINH_GROUP_PARTY_MEMBERS;
	}
	ok(submit(&h, plan_entry(&plan)));
	ok(submit(&h, make_unit(&(struct a_unit){
		.code = "w", .kind = DINH_KIND_WARD,
		.since = date(2018, 1, 1),
		.heads = { 1, DINH_COUNT_UNKNOWN } })));
	if (persons)
		ok(submit(&h, make_record(&(struct a_record){
			.unit = 1, .requirement = 1, .count = 1,
			.group = DINH_GROUP_CADRES,
			.day = date(2018, 5, 1) })));
	tables_say("i", persons, persons, 1, t->verdict);
}
END_TEST

/*
 * DESIGN.md 4.1: a record is judged "by the rule in force on the day it
 * happened", which is fixed when it is accepted. A programme that is loaded
 * later, though its first day is before the record's, must not change what its
 * end does. Here: valid once if posted for 30 days, and it was up for 40.
 */
START_TEST(end_under_a_later_programme)
{
	uint32_t day = date(2018, 3, 1);
	struct dinh_requirement *r;
	uint64_t seq;

	plan_begin(&plan, "first", date(2018, 1, 1));
	r = plan_requirement(&plan, "r", KIND_BIT(WARD), 1);
	r->posting = htole16(30);
	plan_ask(&plan, plan_indicator(&plan, "i", KIND_BIT(WARD)), "r");
	ok(submit(&h, plan_entry(&plan)));
	ok(submit(&h, make_unit(&(struct a_unit){
		.code = "w", .kind = DINH_KIND_WARD,
		.since = date(2018, 1, 1) })));
	ok(submit(&h, make_record(&(struct a_record){
		.unit = 1, .requirement = 1, .items = 1,
		.group = DINH_GROUP_NONE, .day = day, .until = day + 60 })));
	seq = h.seq;
	plan_begin(&plan, "second", date(2018, 2, 1));
	r = plan_requirement(&plan, "r", KIND_BIT(WARD), 1);
	r->validity = DINH_VALIDITY_STATED;
	plan_ask(&plan, plan_indicator(&plan, "i", KIND_BIT(WARD)), "r");
	ok(submit(&h, plan_entry(&plan)));
	ok(submit(&h, make_end(1, seq, day + 39)));
	tables_say("i", 1, 1, 0, DINH_VERDICT_MET);
}
END_TEST

/*
 * DESIGN.md 4.1: "reached = ...; an indicator with several requirements takes
 * their minimum per group", and what is unknown is "never counted as met".
 * Whether "large" is asked is not known; if it is, no cadre was reached.
 */
START_TEST(least_of_what_may_be_asked)
{
	struct dinh_requirement *r;
	struct dinh_indicator *i;

	plan_begin(&plan, "p", date(2018, 1, 1));
	r = plan_requirement(&plan, "all", KIND_BIT(WARD), 1);
	r->groups = 1 << DINH_GROUP_CADRES;
	r = plan_requirement(&plan, "large", KIND_BIT(WARD), 1);
	r->groups = 1 << DINH_GROUP_CADRES;
	r->headcount_min = htole32(10);
	r->headcount_group = DINH_GROUP_PARTY_MEMBERS;
	i = plan_indicator(&plan, "i", KIND_BIT(WARD));
	i->counted = DINH_COUNTED_PERSONS;
	plan_ask(&plan, i, "all");
	plan_ask(&plan, i, "large");
	ok(submit(&h, plan_entry(&plan)));
	ok(submit(&h, make_unit(&(struct a_unit){
		.code = "w", .kind = DINH_KIND_WARD,
		.since = date(2018, 1, 1),
		.heads = { 5, DINH_COUNT_UNKNOWN } })));
	ok(submit(&h, make_record(&(struct a_record){
		.unit = 1, .requirement = 1, .count = 5,
		.group = DINH_GROUP_CADRES, .day = date(2018, 5, 1) })));
	tables_say("i", 0, 0, 1, DINH_VERDICT_UNKNOWN);
}
END_TEST

/*
 * <linux/dinh.h>, docs/programme.md: from is the "first day on which its rules
 * apply". On the day before, nothing is asked of anybody.
 */
START_TEST(before_the_first_day)
{
	struct recount_figure f;

	plan_begin(&plan, "p", date(2018, 6, 2));
	plan_requirement(&plan, "r", KIND_BIT(WARD), 1);
	plan_ask(&plan, plan_indicator(&plan, "i", KIND_BIT(WARD)), "r");
	ok(submit(&h, plan_entry(&plan)));
	ok(submit(&h, make_unit(&(struct a_unit){
		.code = "w", .kind = DINH_KIND_WARD,
		.since = date(2018, 1, 1) })));
	ck_assert(!counted(&h, h.size, 0, "i", &f));
}
END_TEST

Suite *edge_suite(void)
{
	Suite *suite = suite_create("edges");
	TCase *tc = tcase_create("edges");

	tcase_add_checked_fixture(tc, setup, agree);
	tcase_add_loop_test(tc, threshold_whatever, 0,
			    sizeof(thresholds) / sizeof(thresholds[0]));
	tcase_add_test(tc, end_under_a_later_programme);
	tcase_add_test(tc, least_of_what_may_be_asked);
	tcase_add_test(tc, before_the_first_day);
	suite_add_tcase(suite, tc);
	return suite;
}
