// SPDX-License-Identifier: GPL-2.0-only
/* Standing and figures: items, heads, unknowns, thresholds, roll-up. */
#include "test.h"

#define UNKNOWN	DINH_COUNT_UNKNOWN

START_TEST(items)
{
	const struct dinh_unit *unit = dinh_unit(w->reg, COMMUNE);
	struct dinh_gap gap;

	dinh_standing(unit, rule(w, "regs"), TODAY, &gap);
	ck_assert_uint_eq(gap.missing, 7);
	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .items = 1,
		     .day = TODAY));
	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .items = 4,
		     .day = TODAY - 100));
	ck_assert_int_eq(dinh_standing(unit, rule(w, "regs"), TODAY, &gap),
			 DINH_UNMET);
	ck_assert_uint_eq(gap.missing, 2);
	ck_figure(0, "i-regs", 0, 3, 0);
	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .items = 6,
		     .day = TODAY));
	ck_assert_int_eq(dinh_standing(unit, rule(w, "regs"), TODAY, &gap),
			 DINH_MET);
	ck_assert_uint_eq(gap.missing, 0);
	ck_figure(0, "i-regs", 1, 3, 0);
	ck_assert_int_eq(standing(w, PROVINCE, "regs"), DINH_OUTSIDE);
}
END_TEST

/* A newer record that is taken back leaves the older one in force. */
START_TEST(older_still_counts)
{
	u64 seq;

	ck_ok(record(w, .unit = SCHOOL, .req = "yearly", .day = TODAY - 100));
	ck_ok(record(w, .unit = SCHOOL, .req = "yearly", .day = TODAY));
	seq = w->seq;
	ck_ok(withdraw(w, SCHOOL, seq));
	ck_assert_int_eq(standing(w, SCHOOL, "yearly"), DINH_MET);
	/* 14 months from the older one's day, 2017-02-01. */
	ck_ok(go_to(w, DAY(2018, 4, 1)));
	ck_assert_int_eq(standing(w, SCHOOL, "yearly"), DINH_MET);
	ck_ok(go_to(w, DAY(2018, 4, 2)));
	ck_assert_int_eq(standing(w, SCHOOL, "yearly"), DINH_UNMET);
	ck_replays();
}
END_TEST

/* The least of what each item still has is what the unit has. */
START_TEST(last_of_items)
{
	struct prog *prog = prog_new("p", DAY(2017, 1, 1));
	const struct dinh_unit *unit = dinh_unit(w->reg, AGENCY);
	struct dinh_requirement *req;
	struct dinh_gap gap;

	req = prog_requirement(prog, "it", BIT(DINH_KIND_AGENCY), 3);
	req->validity = DINH_VALIDITY_ROLLING;
	req->days = cpu_to_le16(10);
	prog_indicator(prog, "i", BIT(DINH_KIND_AGENCY), CODES("it"));
	ck_ok(prog_load(w, prog));
	ck_ok(record(w, .unit = AGENCY, .req = "it", .items = 7,
		     .day = TODAY - 9));
	ck_ok(record(w, .unit = AGENCY, .req = "it", .items = 3,
		     .day = TODAY - 5));
	ck_ok(record(w, .unit = AGENCY, .req = "it", .items = 6,
		     .day = TODAY - 2));
	dinh_standing(unit, rule(w, "it"), TODAY, &gap);
	/* Item 1: to TODAY + 5; items 2 and 3: to TODAY + 8. */
	ck_assert_uint_eq(gap.last, TODAY + 5);
	ck_ok(go_to(w, TODAY + 5));
	ck_figure(0, "i", 1, 1, 0);
	ck_ok(go_to(w, TODAY + 6));
	ck_figure(0, "i", 0, 1, 0);
	dinh_standing(unit, rule(w, "it"), TODAY + 6, &gap);
	ck_assert_uint_eq(gap.missing, 1);
}
END_TEST

/* A population of nobody is no population, in units as in persons. */
START_TEST(heads_of_nobody)
{
	ck_ok(unit_set(w, COMMUNE, DINH_SET_HEADCOUNTS, .heads = { 0 }));
	ck_assert_int_eq(standing(w, COMMUNE, "learn"), DINH_OUTSIDE);
	ck_figure(COMMUNE, "i-learn", 0, 0, 0);
}
END_TEST

START_TEST(heads_capped)
{
	struct dinh_gap gap;

	/* Of 10 cadres and 100 residents. */
	ck_figure(COMMUNE, "i-learn", 0, 110, 0);
	ck_ok(heads(w, DINH_GROUP_CADRES, 6, .unit = COMMUNE, .req = "learn",
		    .day = TODAY));
	ck_figure(COMMUNE, "i-learn", 6, 110, 0);
	ck_ok(heads(w, DINH_GROUP_CADRES, 6, .unit = COMMUNE, .req = "learn",
		    .day = TODAY));
	/* 12 of 10 do not make up for residents. */
	ck_figure(COMMUNE, "i-learn", 10, 110, 0);
	ck_ok(heads(w, DINH_GROUP_RESIDENTS, DINH_COUNT_MAX, .unit = COMMUNE,
		    .req = "learn", .day = TODAY));
	ck_ok(heads(w, DINH_GROUP_RESIDENTS, DINH_COUNT_MAX, .unit = COMMUNE,
		    .req = "learn", .day = TODAY));
	ck_ok(heads(w, DINH_GROUP_RESIDENTS, DINH_COUNT_MAX, .unit = COMMUNE,
		    .req = "learn", .day = TODAY));
	ck_figure(COMMUNE, "i-learn", 110, 110, 0);
	ck_assert_int_eq(standing(w, COMMUNE, "learn"), DINH_MET);
	/* The cap is today's headcount, the counts are kept raw. */
	ck_ok(unit_set(w, COMMUNE, DINH_SET_HEADCOUNT, .heads[0] = 11));
	ck_figure(COMMUNE, "i-learn", 111, 111, 0);
	ck_ok(unit_set(w, COMMUNE, DINH_SET_HEADCOUNT, .heads[0] = 20));
	ck_figure(COMMUNE, "i-learn", 112, 120, 0);
	dinh_standing(dinh_unit(w->reg, COMMUNE), rule(w, "learn"), TODAY,
		      &gap);
	ck_assert_uint_eq(gap.heads[DINH_GROUP_CADRES], 20);
	ck_assert_uint_eq(gap.reached[DINH_GROUP_CADRES], 12);
	ck_assert_uint_eq(gap.reached[DINH_GROUP_RESIDENTS], 100);
	ck_assert_uint_eq(gap.heads[DINH_GROUP_VOTERS], 0);
	ck_assert_uint_eq(gap.unknown, 0);
	ck_ok(unit_set(w, COMMUNE, DINH_SET_HEADCOUNT, .heads[0] = 0));
	ck_figure(COMMUNE, "i-learn", 100, 100, 0);
	ck_replays();
}
END_TEST

START_TEST(heads_unknown)
{
	struct dinh_gap gap;

	/* 20 cadres; residents are not known. */
	ck_figure(WARD, "i-learn", 0, 20, 1);
	ck_figure(TOWN, "i-learn", 0, 130, 1);
	ck_assert_int_eq(dinh_standing(dinh_unit(w->reg, WARD),
				       rule(w, "learn"), TODAY, &gap),
			 DINH_UNMET);
	ck_assert_uint_eq(gap.unknown, BIT(DINH_GROUP_RESIDENTS));
	ck_assert_uint_eq(gap.heads[DINH_GROUP_RESIDENTS], UNKNOWN);
	ck_ok(heads(w, DINH_GROUP_CADRES, 20, .unit = WARD, .req = "learn",
		    .day = TODAY));
	ck_assert_int_eq(standing(w, WARD, "learn"), DINH_UNKNOWN);
	/* Never counted as met. */
	ck_ok(heads(w, DINH_GROUP_RESIDENTS, 5000, .unit = WARD,
		    .req = "learn", .day = TODAY));
	ck_figure(WARD, "i-learn", 20, 20, 1);
	ck_assert_int_eq(standing(w, WARD, "learn"), DINH_UNKNOWN);
	ck_ok(unit_set(w, WARD,
		       DINH_SET_HEADCOUNT << DINH_GROUP_RESIDENTS,
		       .heads[DINH_GROUP_RESIDENTS] = 6000));
	ck_figure(WARD, "i-learn", 5020, 6020, 0);
	ck_replays();
}
END_TEST

/* An indicator with several requirements takes the least of each group. */
START_TEST(least_of_requirements)
{
	struct prog *prog = prog_new("p", DAY(2017, 1, 1));
	struct dinh_indicator *ind;
	struct dinh_requirement *req;

	req = prog_requirement(prog, "one", LOCALITIES_OF_TEST, 1);
	req->groups = BIT(DINH_GROUP_CADRES) | BIT(DINH_GROUP_RESIDENTS);
	req = prog_requirement(prog, "two", LOCALITIES_OF_TEST, 1);
	req->groups = BIT(DINH_GROUP_CADRES) | BIT(DINH_GROUP_HOUSEHOLDS);
	ind = prog_indicator(prog, "i", BIT(DINH_KIND_COMMUNE),
			     CODES("one", "two"));
	ind->counted = DINH_COUNTED_PERSONS;
	prog_indicator(prog, "u", BIT(DINH_KIND_COMMUNE),
		       CODES("one", "two"));
	ck_ok(prog_load(w, prog));
	ck_figure(0, "i", 0, 140, 0);
	ck_ok(heads(w, DINH_GROUP_CADRES, 10, .unit = COMMUNE, .req = "one",
		    .day = TODAY));
	ck_figure(0, "i", 0, 140, 0);
	ck_ok(heads(w, DINH_GROUP_CADRES, 4, .unit = COMMUNE, .req = "two",
		    .day = TODAY));
	ck_figure(0, "i", 4, 140, 0);
	ck_ok(heads(w, DINH_GROUP_RESIDENTS, 90, .unit = COMMUNE,
		    .req = "one", .day = TODAY));
	ck_ok(heads(w, DINH_GROUP_HOUSEHOLDS, 31, .unit = COMMUNE,
		    .req = "two", .day = TODAY));
	ck_figure(0, "i", 4 + 90 + 30, 140, 0);
	ck_figure(0, "u", 0, 1, 0);
	ck_ok(heads(w, DINH_GROUP_CADRES, 6, .unit = COMMUNE, .req = "two",
		    .day = TODAY));
	ck_ok(heads(w, DINH_GROUP_RESIDENTS, 10, .unit = COMMUNE,
		    .req = "one", .day = TODAY));
	ck_figure(0, "i", 140, 140, 0);
	ck_figure(0, "u", 1, 1, 0);
}
END_TEST

/*
 * i-work: dialog, of employers of 10 and more, and agree. The state enterprise
 * has 50 employees, the private one 9.
 */
START_TEST(mixed)
{
	const u32 set = DINH_SET_HEADCOUNT << DINH_GROUP_EMPLOYEES;
	struct dinh_gap gap;

	ck_figure(0, "i-work", 0, 2, 0);
	ck_ok(record(w, .unit = PRIVATE, .req = "agree", .day = TODAY,
		     .until = DAY(2019, 5, 12)));
	/* Judged on what applies. */
	ck_figure(0, "i-work", 1, 2, 0);
	ck_ok(record(w, .unit = STATE, .req = "agree", .day = TODAY,
		     .until = DAY(2019, 5, 12)));
	ck_figure(0, "i-work", 1, 2, 0);
	/* Not known whether it applies: in neither figure. */
	ck_ok(unit_set(w, PRIVATE, set, .heads[DINH_GROUP_EMPLOYEES] =
		       UNKNOWN));
	ck_figure(0, "i-work", 0, 1, 1);
	ck_assert_int_eq(dinh_standing(dinh_unit(w->reg, PRIVATE),
				       rule(w, "dialog"), TODAY, &gap),
			 DINH_UNKNOWN);
	ck_assert_uint_eq(gap.unknown, BIT(DINH_GROUP_EMPLOYEES));
	/* It may be recorded all the same. */
	ck_ok(record(w, .unit = PRIVATE, .req = "dialog", .day = TODAY));
	ck_figure(0, "i-work", 0, 1, 1);
	ck_ok(unit_set(w, PRIVATE, set, .heads[DINH_GROUP_EMPLOYEES] = 10));
	ck_figure(0, "i-work", 1, 2, 0);
	ck_ok(unit_set(w, PRIVATE, set, .heads[DINH_GROUP_EMPLOYEES] =
		       UNKNOWN));
	/* What is unmet for certain is unmet. */
	ck_ok(withdraw(w, PRIVATE, 10));
	ck_figure(0, "i-work", 0, 2, 0);
	ck_replays();
}
END_TEST

/* i-agree is about non-state enterprises with a union. */
START_TEST(population)
{
	ck_figure(0, "i-agree", 0, 1, 0);
	ck_ok(unit_set(w, PRIVATE, DINH_SET_UNION, .has_union = 0));
	ck_figure(0, "i-agree", 0, 0, 0);
	ck_ok(unit_set(w, PRIVATE, DINH_SET_UNION, .has_union = 1));
	ck_ok(unit_set(w, STATE, DINH_SET_UNION | DINH_SET_KIND,
		       .has_union = 1,
		       .kind = DINH_KIND_NONSTATE_ENTERPRISE));
	ck_figure(0, "i-agree", 0, 2, 0);
	ck_ok(record(w, .unit = STATE, .req = "union", .day = TODAY));
	ck_ok(record(w, .unit = STATE, .req = "agree", .day = TODAY,
		     .until = DAY(2019, 1, 1)));
	ck_figure(0, "i-agree", 1, 2, 0);
	ck_ok(unit_set(w, STATE, DINH_SET_KIND,
		       .kind = DINH_KIND_STATE_ENTERPRISE));
	ck_figure(0, "i-agree", 0, 1, 0);
	ck_ok(dissolve(w, PRIVATE, TODAY));
	ck_figure(0, "i-agree", 0, 0, 0);
	ck_figure(PRIVATE, "i-agree", 0, 0, 0);
	ck_replays();
}
END_TEST

static const struct {
	u8 counted;
	u8 threshold;
	u8 percent;
	struct dinh_figure fig;
	enum dinh_verdict verdict;
} verdicts[] = {
#define UNITS	DINH_COUNTED_UNITS
#define PERSONS	DINH_COUNTED_PERSONS
#define NONE	DINH_THRESHOLD_NONE
#define ATLEAST	DINH_THRESHOLD_AT_LEAST
#define OVER	DINH_THRESHOLD_OVER
	{ UNITS, ATLEAST, 100, { 0, 0, 0 }, DINH_VERDICT_EMPTY },
	{ UNITS, NONE, 0, { 0, 0, 0 }, DINH_VERDICT_EMPTY },
	{ UNITS, NONE, 0, { 1, 2, 0 }, DINH_VERDICT_NONE },
	{ UNITS, ATLEAST, 100, { 3, 3, 0 }, DINH_VERDICT_MET },
	{ UNITS, ATLEAST, 100, { 2, 3, 0 }, DINH_VERDICT_SHORT },
	{ UNITS, ATLEAST, 70, { 7, 10, 0 }, DINH_VERDICT_MET },
	{ UNITS, ATLEAST, 70, { 69, 100, 0 }, DINH_VERDICT_SHORT },
	{ UNITS, OVER, 70, { 7, 10, 0 }, DINH_VERDICT_SHORT },
	{ UNITS, OVER, 70, { 8, 10, 0 }, DINH_VERDICT_MET },
	{ UNITS, OVER, 70, { 701, 1000, 0 }, DINH_VERDICT_MET },
	{ UNITS, OVER, 0, { 0, 5, 0 }, DINH_VERDICT_SHORT },
	{ UNITS, OVER, 0, { 1, 5, 0 }, DINH_VERDICT_MET },
	{ UNITS, ATLEAST, 0, { 0, 5, 0 }, DINH_VERDICT_MET },
	/* Unknown units could be anything. */
	{ UNITS, ATLEAST, 100, { 3, 3, 1 }, DINH_VERDICT_UNKNOWN },
	{ UNITS, ATLEAST, 100, { 2, 3, 9 }, DINH_VERDICT_SHORT },
	{ UNITS, ATLEAST, 50, { 2, 3, 1 }, DINH_VERDICT_MET },
	{ UNITS, ATLEAST, 50, { 2, 3, 2 }, DINH_VERDICT_UNKNOWN },
	{ UNITS, ATLEAST, 50, { 0, 3, 2 }, DINH_VERDICT_SHORT },
	{ UNITS, ATLEAST, 50, { 0, 3, 3 }, DINH_VERDICT_UNKNOWN },
	{ UNITS, OVER, 50, { 0, 3, 3 }, DINH_VERDICT_SHORT },
	{ UNITS, ATLEAST, 100, { 0, 0, 4 }, DINH_VERDICT_UNKNOWN },
	/* And so could their heads, and how many. */
	{ PERSONS, ATLEAST, 100, { 5, 5, 0 }, DINH_VERDICT_MET },
	{ PERSONS, ATLEAST, 100, { 5, 5, 1 }, DINH_VERDICT_UNKNOWN },
	{ PERSONS, ATLEAST, 100, { 4, 5, 1 }, DINH_VERDICT_SHORT },
	{ PERSONS, ATLEAST, 50, { 1, 500, 1 }, DINH_VERDICT_UNKNOWN },
	{ PERSONS, ATLEAST, 50, { 500, 500, 1 }, DINH_VERDICT_UNKNOWN },
	{ PERSONS, ATLEAST, 50, { 1, 500, 0 }, DINH_VERDICT_SHORT },
	/* Large enough to overflow 32 bits. */
	{ PERSONS, ATLEAST, 99, { 99000000000, 100000000000, 0 },
	  DINH_VERDICT_MET },
	{ PERSONS, ATLEAST, 99, { 98999999999, 100000000000, 0 },
	  DINH_VERDICT_SHORT },
};

START_TEST(verdict)
{
	struct dinh_measure measure = {
		.counted = verdicts[_i].counted,
		.threshold = verdicts[_i].threshold,
		.percent = verdicts[_i].percent,
	};

	ck_assert_int_eq(dinh_verdict(&measure, &verdicts[_i].fig),
			 verdicts[_i].verdict);
}
END_TEST

/* A scope is its unit and all below it, wherever they are moved. */
START_TEST(roll_up)
{
	ck_ok(record(w, .unit = COMMUNE, .req = "talk", .day = TODAY));
	ck_figure(0, "i-talk", 1, 2, 0);
	ck_figure(PROVINCE, "i-talk", 1, 2, 0);
	ck_figure(TOWN, "i-talk", 1, 2, 0);
	/* The commune has a school: a tally of its own. */
	ck_figure(COMMUNE, "i-talk", 1, 1, 0);
	ck_figure(WARD, "i-talk", 0, 1, 0);
	ck_figure(SCHOOL, "i-talk", 0, 0, 0);

	ck_ok(unit_add(w, .code = "43", .kind = DINH_KIND_PROVINCE,
		       .since = DAY(2010, 1, 1)));
	ck_figure(NEXT_UNIT, "i-talk", 0, 0, 0);
	ck_ok(unit_set(w, COMMUNE, DINH_SET_PARENT, .parent = NEXT_UNIT));
	ck_figure(0, "i-talk", 1, 2, 0);
	ck_figure(PROVINCE, "i-talk", 0, 1, 0);
	ck_figure(TOWN, "i-talk", 0, 1, 0);
	ck_figure(NEXT_UNIT, "i-talk", 1, 1, 0);
	/* The first child of a unit that counts itself. */
	ck_ok(unit_add(w, .code = "cq", .kind = DINH_KIND_AGENCY,
		       .parent = WARD, .since = DAY(2010, 1, 1)));
	ck_figure(WARD, "i-talk", 0, 1, 0);
	ck_figure(WARD, "i-regs", 0, 2, 0);
	ck_ok(dissolve(w, NEXT_UNIT + 1, TODAY));
	ck_figure(WARD, "i-regs", 0, 1, 0);
	ck_ok(record(w, .unit = WARD, .req = "regs", .items = 7,
		     .day = TODAY));
	ck_figure(WARD, "i-regs", 1, 1, 0);
	ck_figure(TOWN, "i-regs", 1, 2, 0);
	ck_ok(dissolve(w, WARD, TODAY));
	ck_figure(WARD, "i-regs", 0, 0, 0);
	ck_figure(TOWN, "i-regs", 0, 1, 0);
	ck_replays();
}
END_TEST

/*
 * What the sink is told.
 */

static struct {
	u32 scope;
	unsigned int indicator;
	bool met;
} crossed[64];
static unsigned int n_crossed;

static struct {
	u32 unit;
	unsigned int indicator;
} lapsed[64];
static unsigned int n_lapsed;

static void note_crossed(u32 scope, unsigned int ind, bool met)
{
	crossed[n_crossed].scope = scope;
	crossed[n_crossed].indicator = ind;
	crossed[n_crossed++].met = met;
}

static void note_lapsed(u32 unit, unsigned int ind)
{
	lapsed[n_lapsed].unit = unit;
	lapsed[n_lapsed++].indicator = ind;
}

static bool told_crossed(u32 scope, const char *code, bool met)
{
	unsigned int i;

	for (i = 0; i < n_crossed; i++)
		if (crossed[i].scope == scope &&
		    crossed[i].indicator == indicator(w, code) &&
		    crossed[i].met == met)
			return true;
	return false;
}

START_TEST(told)
{
	w->on_crossed = note_crossed;
	w->on_lapsed = note_lapsed;
	ck_ok(record(w, .unit = COMMUNE, .req = "talk", .day = TODAY));
	ck_assert_uint_eq(n_crossed, 1);
	ck_assert(told_crossed(COMMUNE, "i-talk", true));
	ck_ok(record(w, .unit = WARD, .req = "talk", .day = TODAY));
	/* The ward has no tally; town, province and register do. */
	ck_assert_uint_eq(n_crossed, 4);
	ck_assert(told_crossed(TOWN, "i-talk", true));
	ck_assert(told_crossed(PROVINCE, "i-talk", true));
	ck_assert(told_crossed(0, "i-talk", true));
	ck_ok(withdraw(w, WARD, w->seq));
	ck_assert_uint_eq(n_crossed, 7);
	ck_assert(told_crossed(0, "i-talk", false));
	ck_assert_uint_eq(n_lapsed, 0);

	n_crossed = 0;
	ck_ok(go_to(w, DAY(2018, 12, 31)));
	ck_assert_uint_eq(n_crossed + n_lapsed, 0);
	ck_ok(go_to(w, DAY(2019, 1, 1)));
	ck_assert_uint_eq(n_lapsed, 1);
	ck_assert_uint_eq(lapsed[0].unit, COMMUNE);
	ck_assert_uint_eq(lapsed[0].indicator, indicator(w, "i-talk"));
	ck_assert_uint_eq(n_crossed, 1);
	ck_assert(told_crossed(COMMUNE, "i-talk", false));

	/* A replay tells nothing, other rules neither. */
	n_crossed = 0;
	n_lapsed = 0;
	ck_replays();
	ck_ok(record(w, .unit = COMMUNE, .req = "talk",
		     .day = DAY(2019, 1, 1)));
	n_crossed = 0;
	{
		struct prog *prog = small_programme();

		prog->head.from = cpu_to_le32(DAY(2019, 1, 1));
		prog->indicator[1].threshold = DINH_THRESHOLD_NONE;
		prog->indicator[1].percent = 0;
		ck_ok(prog_load(w, prog));
	}
	ck_assert_uint_eq(n_crossed + n_lapsed, 0);
}
END_TEST

Suite *standing_suite(void)
{
	Suite *suite = suite_create("standing");
	TCase *tc = test_case(suite, "town", town_setup);

	tcase_add_test(tc, items);
	tcase_add_test(tc, older_still_counts);
	tcase_add_test(tc, last_of_items);
	tcase_add_test(tc, heads_of_nobody);
	tcase_add_test(tc, heads_capped);
	tcase_add_test(tc, heads_unknown);
	tcase_add_test(tc, least_of_requirements);
	tcase_add_test(tc, mixed);
	tcase_add_test(tc, population);
	tcase_add_test(tc, roll_up);
	tcase_add_test(tc, told);
	tc = test_case(suite, "verdict", NULL);
	tcase_add_loop_test(tc, verdict, 0, COUNT(verdicts));
	return suite;
}
