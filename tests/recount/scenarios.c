// SPDX-License-Identifier: GPL-2.0-only
/*
 * Small histories whose figures were worked out by hand; both counts must come
 * to them.
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

static struct history h;
static struct plan plan;

static void setup(void)
{
	history_begin(&h, "scenario", date(2018, 6, 1));
}

static void teardown(void)
{
	history_end(&h);
}

#define ok(call)	ck_assert_msg(call, "%s: %s", #call, \
				      engine_why(h.engine))

#define add_unit(...)	\
	ok(submit(&h, make_unit(&(struct a_unit){ __VA_ARGS__ })))
#define add_record(...)	\
	ok(submit(&h, make_record(&(struct a_record){ \
		.group = DINH_GROUP_NONE, __VA_ARGS__ })))
#define add_heads(u, r, g, n)	\
	ok(submit(&h, make_record(&(struct a_record){ \
		.unit = (u), .requirement = number(r), .group = (g), \
		.count = (n), .day = date(2018, 5, 1) })))
#define ONE	.items = 1

static uint16_t number(const char *requirement)
{
	return engine_number(h.engine, requirement);
}

/* The recount of it, now; that the engine's is the same is seen at the end. */
static void is(uint32_t scope, const char *indicator, uint64_t num,
	       uint64_t den, uint64_t unknown, int verdict)
{
	struct recount_figure f;

	ck_assert_msg(counted(&h, h.size, scope, indicator, &f), "%s of %u: %s",
		      indicator, scope, h.err.text);
	ck_assert_msg(f.num == num && f.den == den && f.unknown == unknown &&
		      f.verdict == verdict,
		      "%s of %u: %lu of %lu, %lu unknown, verdict %d",
		      indicator, scope, (unsigned long)f.num,
		      (unsigned long)f.den, (unsigned long)f.unknown,
		      f.verdict);
	note(&h);
}

#define MET	DINH_VERDICT_MET
#define SHORT	DINH_VERDICT_SHORT
#define UNKNOWN	DINH_VERDICT_UNKNOWN
#define EMPTY	DINH_VERDICT_EMPTY

static int64_t query(const char *sql)
{
	sqlite3 *db = tables_database(h.tables);
	sqlite3_stmt *statement;
	int64_t value;

	ck_assert_msg(!sqlite3_prepare_v2(db, sql, -1, &statement, NULL),
		      "%s", sqlite3_errmsg(db));
	ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
	value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return value;
}

/*
 * A town under the programme that ships.
 */

enum {
	TOWN = 1, WARD, COMMUNE, AGENCY, SCHOOL, STATE, SMALL, SECRET, NO_UNION,
};

static void town_units(void)
{
	static const struct a_unit units[] = {
		{ .code = "437", .kind = DINH_KIND_DISTRICT },
		{ .code = "18115", .kind = DINH_KIND_WARD, .parent = TOWN,
		  .heads = { 10, 20, 5, [DINH_GROUP_RESIDENTS] = 1000 } },
		{ .code = "18130", .kind = DINH_KIND_COMMUNE, .parent = TOWN,
		  .heads = { 8, DINH_COUNT_UNKNOWN, 4,
			     [DINH_GROUP_RESIDENTS] = 500 } },
		{ .code = "ubnd", .kind = DINH_KIND_AGENCY, .parent = TOWN,
		  .heads = { 5, 30, 40 } },
		{ .code = "school", .kind = DINH_KIND_PUBLIC_UNIT,
		  .parent = COMMUNE, .heads = { 0, 6, 0, 12 } },
		{ .code = "state", .kind = DINH_KIND_STATE_ENTERPRISE,
		  .parent = TOWN, .has_union = true,
		  .heads = { [DINH_GROUP_EMPLOYEES] = 50 } },
		{ .code = "small", .kind = DINH_KIND_NONSTATE_ENTERPRISE,
		  .parent = TOWN, .has_union = true,
		  .heads = { [DINH_GROUP_EMPLOYEES] = 9 } },
		{ .code = "secret", .kind = DINH_KIND_NONSTATE_ENTERPRISE,
		  .parent = WARD, .has_union = true,
		  .heads = { [DINH_GROUP_EMPLOYEES] = DINH_COUNT_UNKNOWN } },
		{ .code = "no-union", .kind = DINH_KIND_NONSTATE_ENTERPRISE,
		  .parent = TOWN, .heads = { [DINH_GROUP_EMPLOYEES] = 100 } },
	};
	unsigned int i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct a_unit unit = units[i];

		unit.since = date(2011, 1, 1);
		ok(submit(&h, make_unit(&unit)));
	}
}

static void town_setup(void)
{
	setup();
	ok(submit(&h, file_entry(PROGRAMMES "/02-nq-tu.yaml")));
	town_units();
}

START_TEST(nothing_recorded)
{
	is(0, "t1", 0, 8, 0, SHORT);
	is(TOWN, "t2", 0, 2, 0, SHORT);
	is(0, "t3", 0, 1035 + 512 + 75 + 18, 1, SHORT);
	/* Without a union nothing must be posted. */
	is(0, "t4", 0, 7, 0, SHORT);
	is(NO_UNION, "t4", 0, 0, 0, EMPTY);
	is(0, "t5", 0, 2, 0, SHORT);
	is(0, "t6a", 0, 1, 0, SHORT);
	is(0, "t6b", 0, 2, 0, SHORT);
	is(0, "t7a", 0, 1, 0, SHORT);
	is(0, "t7b", 0, 2, 0, SHORT);
	is(WARD, "t6a", 0, 0, 0, EMPTY);
}
END_TEST

/* Target 1: all items, in one record or in several. */
START_TEST(regulations)
{
	uint32_t day = date(2017, 6, 1);

	add_record(.unit = WARD, .requirement = number("regulations-locality"),
		   ONE, .day = day);
	add_record(.unit = STATE, .day = day, .items = 1 | 4,
		   .requirement = number("regulations-enterprise"));
	is(0, "t1", 1, 8, 0, SHORT);
	add_record(.unit = STATE, .day = day, .items = 2 | 4,
		   .requirement = number("regulations-enterprise"));
	is(0, "t1", 2, 8, 0, SHORT);
	/* The enterprise in the ward has none. */
	is(WARD, "t1", 1, 2, 0, SHORT);
	is(STATE, "t1", 1, 1, 0, MET);
	/* All of these were recorded a year later. */
	ck_assert_int_eq(query("SELECT records FROM recorded "
			       "WHERE scope = 1"), 3);
	ck_assert_int_eq(query("SELECT late FROM recorded WHERE scope = 0"), 3);
	ck_assert_int_eq(query("SELECT late FROM recorded WHERE scope = 2"), 1);
	ck_assert_int_eq(query("SELECT count(*) FROM record_now "
			       "WHERE counts AND last_day = 'for good'"), 3);
}
END_TEST

/* Target 2: for its year, and until the next year's can no longer be made. */
START_TEST(dialogue)
{
	add_record(.unit = WARD, .requirement = number("people-dialogue"), ONE,
		   .day = date(2017, 9, 12));
	is(0, "t2", 1, 2, 0, SHORT);
	is(WARD, "t2", 1, 1, 0, MET);
	engine_go_to(h.engine, date(2018, 12, 31));
	is(WARD, "t2", 1, 1, 0, MET);
	engine_go_to(h.engine, date(2019, 1, 1));
	is(WARD, "t2", 0, 1, 0, SHORT);
}
END_TEST

/* Target 3: heads, at most as many as there are. */
START_TEST(study)
{
	add_heads(WARD, "study-locality", DINH_GROUP_RESIDENTS, 700);
	add_heads(WARD, "study-locality", DINH_GROUP_RESIDENTS, 400);
	add_heads(WARD, "study-locality", DINH_GROUP_PARTY_MEMBERS, 15);
	is(WARD, "t3", 1015, 1035, 0, SHORT);
	add_heads(COMMUNE, "study-locality", DINH_GROUP_RESIDENTS, 300);
	add_heads(COMMUNE, "study-locality", DINH_GROUP_PARTY_MEMBERS, 9);
	/* Its Party members are not counted, but the school's are. */
	is(COMMUNE, "t3", 300, 512 + 18, 1, SHORT);
	add_heads(SCHOOL, "study-public-unit", DINH_GROUP_PARTY_MEMBERS, 6);
	is(COMMUNE, "t3", 306, 530, 1, SHORT);
	is(0, "t3", 1321, 1640, 1, SHORT);
	ok(submit(&h, make_change(COMMUNE, DINH_SET_HEADCOUNT << 1,
				  &(struct a_unit){ .heads = { 0, 12 } })));
	is(COMMUNE, "t3", 315, 542, 0, SHORT);
	/* Today's headcount, not the one of the day of the record. */
	ok(submit(&h, make_change(WARD, DINH_SET_HEADCOUNT << 5,
				  &(struct a_unit){ .heads = { 0, 0, 0, 0, 0,
							       800 } })));
	is(WARD, "t3", 815, 835, 0, SHORT);
}
END_TEST

/* Target 4: nine contents, up for 30 days, for a year. */
START_TEST(posting)
{
	uint32_t first = date(2018, 5, 1);

	add_record(.unit = AGENCY, .requirement = number("posting-agency"),
		   .items = 0xff, .day = first, .until = first + 29);
	is(AGENCY, "t4", 0, 1, 0, SHORT);
	add_record(.unit = AGENCY, .requirement = number("posting-agency"),
		   .items = 0x100, .day = first + 9, .until = first + 60);
	is(AGENCY, "t4", 1, 1, 0, MET);
	engine_go_to(h.engine, date(2019, 5, 1));
	is(AGENCY, "t4", 1, 1, 0, MET);
	engine_go_to(h.engine, date(2019, 5, 2));
	is(AGENCY, "t4", 0, 1, 0, SHORT);
}
END_TEST

/* One that is taken down is none, unless it was up for its 30 days. */
START_TEST(posting_ended)
{
	uint32_t first = date(2018, 5, 1);
	uint64_t seq;

	add_record(.unit = WARD, .requirement = number("posting-locality"),
		   ONE, .day = first, .until = first + 60);
	seq = h.seq;
	is(WARD, "t4", 1, 2, 0, SHORT);
	ok(submit(&h, make_end(WARD, seq, first + 29)));
	is(WARD, "t4", 1, 2, 0, SHORT);
	add_record(.unit = COMMUNE, .requirement = number("posting-locality"),
		   ONE, .day = first, .until = first + 60);
	seq = h.seq;
	is(COMMUNE, "t4", 1, 2, 0, SHORT);
	ok(submit(&h, make_end(COMMUNE, seq, first + 28)));
	is(COMMUNE, "t4", 0, 2, 0, SHORT);
}
END_TEST

/* Target 5: one that came to too few is none. */
START_TEST(conference)
{
	struct a_record conference = {
		.unit = AGENCY, .requirement = number("officials-conference"),
		.items = 1, .group = DINH_GROUP_NONE, .has_votes = true,
		.day = date(2018, 1, 15), .eligible = 30, .present = 19,
		.yes = 10,
	};

	ck_assert(!submit(&h, make_record(&conference)));
	is(0, "t5", 0, 2, 0, SHORT);
	conference.present = 20;
	conference.yes = 11;
	ok(submit(&h, make_record(&conference)));
	is(0, "t5", 1, 2, 0, SHORT);
	ck_assert_int_eq(query("SELECT present FROM votes"), 20);
	ok(submit(&h, make_withdrawal(AGENCY, h.seq)));
	is(0, "t5", 0, 2, 0, SHORT);
}
END_TEST

/* Target 6: to the end that it states, or to its real one. */
START_TEST(agreement)
{
	add_record(.unit = STATE, .requirement = number("collective-agreement"),
		   ONE, .day = date(2017, 7, 1), .until = date(2018, 12, 31));
	add_record(.unit = SMALL, .requirement = number("collective-agreement"),
		   ONE, .day = date(2018, 1, 1), .until = date(2020, 12, 31));
	is(0, "t6a", 1, 1, 0, MET);
	is(0, "t6b", 1, 2, 0, SHORT);
	ok(submit(&h, make_end(SMALL, h.seq, date(2018, 6, 1))));
	is(0, "t6b", 1, 2, 0, SHORT);
	engine_go_to(h.engine, date(2018, 6, 2));
	is(0, "t6b", 0, 2, 0, SHORT);
	engine_go_to(h.engine, date(2018, 12, 31));
	is(0, "t6a", 1, 1, 0, MET);
	engine_go_to(h.engine, date(2019, 1, 1));
	is(0, "t6a", 0, 1, 0, SHORT);
}
END_TEST

/*
 * Target 7: conference and dialogue; with fewer than ten employees, dialogue;
 * with nobody knows how many, nobody knows.
 */
START_TEST(workplace)
{
	uint32_t day = date(2018, 3, 3);

	add_record(.unit = STATE, ONE, .day = date(2017, 11, 1),
		   .requirement = number("employees-conference"),
		   .has_votes = true, .eligible = 3, .present = 2, .yes = 2);
	add_record(.unit = STATE, .requirement = number("workplace-dialogue"),
		   ONE, .day = day);
	add_record(.unit = SMALL, .requirement = number("workplace-dialogue"),
		   ONE, .day = day);
	is(0, "t7a", 1, 1, 0, MET);
	/* Without a dialogue it does not matter how many they are. */
	is(0, "t7b", 1, 2, 0, SHORT);
	is(WARD, "t7b", 0, 1, 0, SHORT);
	add_record(.unit = SECRET, .requirement = number("workplace-dialogue"),
		   ONE, .day = day);
	is(0, "t7b", 1, 1, 1, UNKNOWN);
	is(WARD, "t7b", 0, 0, 1, UNKNOWN);
	/* 90 days, both ends included. */
	ck_assert_uint_eq(day + 90, date(2018, 6, 1));
	engine_go_to(h.engine, date(2018, 6, 2));
	is(0, "t7a", 0, 1, 0, SHORT);
	is(0, "t7b", 0, 2, 0, SHORT);
}
END_TEST

/*
 * The tree.
 */

START_TEST(moved)
{
	struct recount_figure was;
	uint64_t before;

	add_record(.unit = WARD, .requirement = number("people-dialogue"), ONE,
		   .day = date(2018, 2, 1));
	add_unit(.code = "42", .kind = DINH_KIND_PROVINCE,
		 .since = date(2011, 1, 1));
	before = h.size;
	is(TOWN, "t2", 1, 2, 0, SHORT);
	is(10, "t2", 0, 0, 0, EMPTY);
	ok(submit(&h, make_change(WARD, DINH_SET_PARENT,
				  &(struct a_unit){ .parent = 10 })));
	is(TOWN, "t2", 0, 1, 0, SHORT);
	is(10, "t2", 1, 1, 0, MET);
	/* With the enterprise below it, and with its records. */
	is(10, "t6b", 0, 1, 0, SHORT);
	ck_assert_int_eq(query("SELECT records FROM recorded "
			       "WHERE scope = 10"), 1);
	ck_assert_int_eq(query("SELECT records FROM recorded "
			       "WHERE scope = 1"), 0);
	/* What was, was. */
	ck_assert(counted(&h, before, TOWN, "t2", &was));
	ck_assert_uint_eq(was.num, 1);
	ck_assert_uint_eq(was.den, 2);
}
END_TEST

START_TEST(dissolved)
{
	uint32_t successor = WARD;

	add_record(.unit = AGENCY, .requirement = number("regulations-agency"),
		   ONE, .day = date(2018, 5, 20));
	is(0, "t1", 1, 8, 0, SHORT);
	ok(submit(&h, make_dissolution(AGENCY, date(2018, 5, 31), 1,
				       &successor)));
	is(0, "t1", 0, 7, 0, SHORT);
	ck_assert_int_eq(query("SELECT records FROM recorded "
			       "WHERE scope = 0"), 0);
	ck_assert_int_eq(query("SELECT successor FROM successor"), WARD);
	ck_assert_int_eq(query("SELECT count(*) FROM unit_now "
			       "WHERE code = 'ubnd'"), 0);
	/* Its code is free, and its records are not the new unit's. */
	add_unit(.code = "ubnd", .kind = DINH_KIND_AGENCY, .parent = TOWN,
		 .since = date(2018, 6, 1));
	is(0, "t1", 0, 8, 0, SHORT);
}
END_TEST

START_TEST(changed)
{
	add_record(.unit = WARD, ONE, .day = date(2018, 5, 20),
		   .requirement = number("regulations-locality"));
	is(WARD, "t2", 0, 1, 0, SHORT);
	/* A township is not in target 2, and has the records of the ward. */
	ok(submit(&h, make_change(WARD, DINH_SET_KIND, &(struct a_unit){
					.kind = DINH_KIND_TOWNSHIP })));
	is(WARD, "t2", 0, 0, 0, EMPTY);
	is(WARD, "t1", 1, 2, 0, SHORT);
	ok(submit(&h, make_change(NO_UNION, DINH_SET_UNION,
				  &(struct a_unit){ .has_union = true })));
	is(0, "t6b", 0, 3, 0, SHORT);
	is(NO_UNION, "t4", 0, 1, 0, SHORT);
}
END_TEST

/*
 * Programmes of our own.
 */

/* One requirement of communes, and an indicator of it. */
static struct dinh_requirement *one_requirement(const char *programme,
						uint32_t from,
						unsigned int items)
{
	struct dinh_requirement *r;

	plan_begin(&plan, programme, from);
	r = plan_requirement(&plan, "rule", KIND_BIT(COMMUNE), items);
	plan_ask(&plan, plan_indicator(&plan, "all", KIND_BIT(COMMUNE)),
		 "rule");
	return r;
}

static void load(void)
{
	ok(submit(&h, plan_entry(&plan)));
}

static void add_commune(void)
{
	add_unit(.code = "xa", .kind = DINH_KIND_COMMUNE,
		 .since = date(2010, 1, 1));
}

/* Records stay, by the code of their requirement. */
START_TEST(next_programme)
{
	one_requirement("first", date(2017, 1, 1), 2);
	load();
	add_commune();
	add_record(.unit = 1, .requirement = 1, .items = 3,
		   .day = date(2018, 1, 1));
	is(0, "all", 1, 1, 0, MET);
	one_requirement("second", date(2018, 7, 1), 3);
	load();
	is(0, "all", 1, 1, 0, MET);
	engine_go_to(h.engine, date(2018, 6, 30));
	is(0, "all", 1, 1, 0, MET);
	engine_go_to(h.engine, date(2018, 7, 1));
	is(0, "all", 0, 1, 0, SHORT);
	add_record(.unit = 1, .requirement = 1, .items = 4,
		   .day = date(2018, 7, 1));
	is(0, "all", 1, 1, 0, MET);
	/* One whose first day has come takes its place at once. */
	one_requirement("third", date(2018, 7, 1), 4);
	load();
	is(0, "all", 0, 1, 0, SHORT);
	ck_assert_int_eq(query("SELECT count(*) FROM requirement_number"), 1);
}
END_TEST

/* What was done before all programmes is judged by the first. */
START_TEST(before_programme)
{
	one_requirement("later", date(2018, 6, 3), 1);
	load();
	add_commune();
	engine_go_to(h.engine, date(2018, 6, 3));
	is(0, "all", 0, 1, 0, SHORT);
	add_record(.unit = 1, .requirement = 1, ONE, .day = date(2015, 1, 1));
	is(0, "all", 1, 1, 0, MET);
}
END_TEST

/* Days on which a requirement applies. */
START_TEST(from_and_until)
{
	struct dinh_requirement *r = one_requirement("p", date(2018, 1, 1), 1);

	r->from = htole32(date(2018, 6, 2));
	r->until = htole32(date(2018, 6, 3));
	load();
	add_commune();
	is(0, "all", 0, 0, 0, EMPTY);
	engine_go_to(h.engine, date(2018, 6, 2));
	is(0, "all", 0, 1, 0, SHORT);
	engine_go_to(h.engine, date(2018, 6, 3));
	is(0, "all", 0, 1, 0, SHORT);
	engine_go_to(h.engine, date(2018, 6, 4));
	is(0, "all", 0, 0, 0, EMPTY);
}
END_TEST

/* Two requirements that count the same heads: the least of each group. */
START_TEST(least_of_two)
{
	struct dinh_indicator *i;

	plan_begin(&plan, "p", date(2018, 1, 1));
	plan_requirement(&plan, "a", KIND_BIT(WARD), 1)->groups = 1 << 0 |
								   1 << 5;
	plan_requirement(&plan, "b", KIND_BIT(WARD), 1)->groups = 1 << 5;
	i = plan_indicator(&plan, "heads", KIND_BIT(WARD));
	i->counted = DINH_COUNTED_PERSONS;
	i->percent = 50;
	plan_ask(&plan, i, "a");
	plan_ask(&plan, i, "b");
	load();
	add_unit(.code = "w", .kind = DINH_KIND_WARD,
		 .since = date(2010, 1, 1), .heads = { 10, 0, 0, 0, 0, 90 });
	add_heads(1, "a", DINH_GROUP_CADRES, 10);
	add_heads(1, "a", DINH_GROUP_RESIDENTS, 80);
	is(0, "heads", 10, 100, 0, SHORT);
	add_heads(1, "b", DINH_GROUP_RESIDENTS, 39);
	is(0, "heads", 49, 100, 0, SHORT);
	add_heads(1, "b", DINH_GROUP_RESIDENTS, 1);
	is(0, "heads", 50, 100, 0, MET);
	add_heads(1, "b", DINH_GROUP_RESIDENTS, 1000000000);
	is(0, "heads", 90, 100, 0, MET);
}
END_TEST

/*
 * Last days, by hand.
 */

static const struct last_day {
	uint8_t validity;
	uint16_t months;
	uint16_t days;
	uint8_t grace_months;
	uint16_t grace;
	int day[3];
	int until[3];
	int period[3];
	int last[3];
} last_days[] = {
	/* Months clamp to the month's end. */
	{ DINH_VALIDITY_ROLLING, 1, 0, 0, 0, { 2018, 1, 31 },
	  .last = { 2018, 2, 28 } },
	{ DINH_VALIDITY_ROLLING, 1, 0, 0, 0, { 2016, 1, 31 },
	  .last = { 2016, 2, 29 } },
	{ DINH_VALIDITY_ROLLING, 12, 0, 0, 0, { 2016, 2, 29 },
	  .last = { 2017, 2, 28 } },
	{ DINH_VALIDITY_ROLLING, 48, 0, 0, 0, { 2016, 2, 29 },
	  .last = { 2020, 2, 29 } },
	{ DINH_VALIDITY_ROLLING, 12, 0, 0, 0, { 2017, 6, 1 },
	  .last = { 2018, 6, 1 } },
	{ DINH_VALIDITY_ROLLING, 0, 90, 0, 0, { 2018, 3, 3 },
	  .last = { 2018, 6, 1 } },
	/* 28 February, ten days more, a month of grace, and two days. */
	{ DINH_VALIDITY_ROLLING, 1, 10, 1, 2, { 2018, 1, 31 },
	  .last = { 2018, 4, 12 } },
	/* The month of grace begins where the other one was clamped to. */
	{ DINH_VALIDITY_ROLLING, 1, 0, 1, 0, { 2018, 1, 31 },
	  .last = { 2018, 3, 28 } },
	{ DINH_VALIDITY_PERIOD, 12, 0, 0, 0, { 2017, 9, 12 },
	  .last = { 2018, 12, 31 } },
	{ DINH_VALIDITY_PERIOD, 12, 0, 3, 0, { 2018, 3, 31 },
	  .period = { 2017, 1, 1 }, .last = { 2019, 3, 31 } },
	{ DINH_VALIDITY_PERIOD, 12, 0, 3, 0, { 2018, 3, 31 },
	  .last = { 2020, 3, 31 } },
	{ DINH_VALIDITY_PERIOD, 3, 0, 0, 0, { 2018, 5, 10 },
	  .last = { 2018, 9, 30 } },
	{ DINH_VALIDITY_PERIOD, 3, 0, 1, 10, { 2018, 5, 10 },
	  .last = { 2018, 11, 10 } },
	/* A month of grace after November is all of December. */
	{ DINH_VALIDITY_PERIOD, 1, 0, 1, 0, { 2017, 10, 15 },
	  .last = { 2017, 12, 31 } },
	{ DINH_VALIDITY_PERIOD, 6, 0, 0, 15, { 2018, 1, 15 },
	  .period = { 2017, 7, 1 }, .last = { 2018, 7, 15 } },
	{ DINH_VALIDITY_STATED, 0, 0, 0, 90, { 2018, 1, 1 },
	  .until = { 2018, 12, 31 }, .last = { 2019, 3, 31 } },
	{ DINH_VALIDITY_STATED, 0, 0, 1, 1, { 2018, 1, 1 },
	  .until = { 2019, 1, 31 }, .last = { 2019, 3, 1 } },
	{ DINH_VALIDITY_STATED, 0, 0, 120, 3660, { 2018, 1, 1 },
	  .until = { 9999, 12, 31 }, .last = { 9999, 12, 31 } },
};

static uint32_t day_of(const int day[3])
{
	return day[0] ? date(day[0], day[1], day[2]) : 0;
}

START_TEST(last_day)
{
	const struct last_day *l = &last_days[_i];
	struct dinh_requirement *r = one_requirement("p", date(2015, 1, 1), 1);

	r->validity = l->validity;
	r->months = htole16(l->months);
	r->days = htole16(l->days);
	r->grace_months = l->grace_months;
	r->grace = htole16(l->grace);
	load();
	add_commune();
	add_record(.unit = 1, .requirement = 1, ONE, .day = day_of(l->day),
		   .until = day_of(l->until), .period = day_of(l->period));
	ck_assert_int_eq(query("SELECT last_day FROM evidence"),
			 day_of(l->last));
	/* Before it happened, on its last day, and on the day after. */
	note(&h);
	if (l->last[0] == 9999)
		return;
	if (day_of(l->last) >= date(2018, 6, 1)) {
		engine_go_to(h.engine, day_of(l->last));
		is(0, "all", 1, 1, 0, MET);
		engine_go_to(h.engine, day_of(l->last) + 1);
	}
	is(0, "all", 0, 1, 0, SHORT);
}
END_TEST

/*
 * Inspection: units 1 (district), 2 (ward), 3 (commune).
 */

static void inspected_setup(void)
{
	uint16_t kinds = KIND_BIT(WARD) | KIND_BIT(COMMUNE);

	setup();
	plan_begin(&plan, "p", date(2018, 1, 1));
	plan_requirement(&plan, "r", kinds, 1);
	plan_ask(&plan, plan_indicator(&plan, "all", kinds), "r");
	plan_tasks(&plan, "tasks", kinds, DINH_COUNTED_ASSIGNMENTS);
	plan_tasks(&plan, "answers", kinds, DINH_COUNTED_ANSWERS);
	ok(submit(&h, plan_entry(&plan)));
	add_unit(.code = "d", .kind = DINH_KIND_DISTRICT,
		 .since = date(2018, 1, 1));
	add_unit(.code = "w", .kind = DINH_KIND_WARD, .parent = 1,
		 .since = date(2018, 1, 1));
	add_unit(.code = "c", .kind = DINH_KIND_COMMUNE, .parent = 1,
		 .since = date(2018, 1, 1));
	engine_author(h.engine, 1000);
	add_record(.unit = 2, .requirement = number("r"), ONE,
		   .day = date(2018, 5, 1));
}

/* The ward has a record, and makes a second one. */
START_TEST(struck)
{
	uint64_t first = h.seq, second;

	is(1, "all", 1, 2, 0, SHORT);
	add_record(.unit = 2, .requirement = number("r"), ONE,
		   .day = date(2018, 5, 2));
	second = h.seq;
	engine_author(h.engine, 2000);
	ok(submit(&h, make_finding(2, first, DINH_FINDING_UPHOLD, 0)));
	ok(submit(&h, make_finding(2, second, DINH_FINDING_STRIKE, 0)));
	is(1, "all", 1, 2, 0, SHORT);
	is(2, "all", 1, 1, 0, MET);
	/* What was upheld may be struck later. */
	ok(submit(&h, make_finding(2, first, DINH_FINDING_STRIKE, 0)));
	is(1, "all", 0, 2, 0, SHORT);
	ck_assert_int_eq(query("SELECT count(*) FROM evidence WHERE struck"),
			 2);
	/* Before, it counted, and it does so still. */
	ck_assert(counted(&h, second, 1, "all",
			  &(struct recount_figure){ 0 }));
}
END_TEST

/* An answer is due on 16 June 2018, and comes a day late. */
START_TEST(answered)
{
	uint64_t finding;

	engine_author(h.engine, 2000);
	ok(submit(&h, make_finding(2, h.seq, DINH_FINDING_STRIKE,
				   date(2018, 6, 16))));
	finding = h.seq;
	is(0, "answers", 0, 0, 1, UNKNOWN);
	is(0, "tasks", 0, 0, 0, EMPTY);
	ok(engine_go_to(h.engine, date(2018, 6, 16)));
	is(0, "answers", 0, 0, 1, UNKNOWN);
	ok(engine_go_to(h.engine, date(2018, 6, 17)));
	is(0, "answers", 0, 1, 0, SHORT);
	ok(submit(&h, make_completion(2, finding, date(2018, 6, 17))));
	is(0, "answers", 0, 1, 0, SHORT);
	is(3, "answers", 0, 0, 0, EMPTY);
	ok(engine_go_to(h.engine, date(2018, 12, 31)));
	is(0, "answers", 0, 1, 0, SHORT);
	ok(engine_go_to(h.engine, date(2019, 1, 1)));
	is(0, "answers", 0, 0, 0, EMPTY);
}
END_TEST

/* One task in time, told late; one that runs over the end of the year. */
START_TEST(assigned)
{
	uint64_t task;

	ok(submit(&h, make_assignment(2, date(2018, 6, 10))));
	task = h.seq;
	ok(submit(&h, make_assignment(3, date(2019, 2, 1))));
	is(1, "tasks", 0, 0, 2, UNKNOWN);
	ok(engine_go_to(h.engine, date(2018, 6, 20)));
	is(1, "tasks", 0, 1, 1, SHORT);
	ok(submit(&h, make_completion(2, task, date(2018, 6, 9))));
	is(1, "tasks", 1, 1, 1, UNKNOWN);
	is(2, "tasks", 1, 1, 0, MET);
	ok(engine_go_to(h.engine, date(2019, 1, 2)));
	is(1, "tasks", 0, 0, 1, UNKNOWN);
	ok(engine_go_to(h.engine, date(2019, 2, 2)));
	is(1, "tasks", 0, 1, 0, SHORT);
	ok(submit(&h, make_dissolution(3, date(2019, 2, 1), 0, NULL)));
	is(1, "tasks", 0, 0, 0, EMPTY);
}
END_TEST

static int wrong_values(void *data, const struct recount_review *review,
			struct error *err)
{
	char *names = data;

	(void)err;
	if (!recount_same(review)) {
		strcat(names, review->what);
		strcat(names, " ");
	}
	return 0;
}

static void reviewed(const char *sql, const char *wrong)
{
	char names[256] = "";

	ck_assert(!sqlite3_exec(tables_database(h.tables), sql, NULL, NULL,
				NULL));
	ck_assert(!recount_reviews(h.tables, h.size, wrong_values, names,
				   &h.err));
	ck_assert_str_eq(names, wrong);
}

/* Each value of a review, altered: it is the one that is named. */
START_TEST(review_altered)
{
	ok(submit(&h, make_assignment(3, date(2018, 6, 10))));
	ok(submit(&h, make_review(0, DINH_REVIEW_FINAL)));
	/* What comes later does not move it. */
	add_record(.unit = 3, .requirement = number("r"), ONE,
		   .day = date(2018, 5, 1));
	reviewed("", "");
	reviewed("UPDATE review_figure SET num = 2 WHERE place = 0", "all ");
	reviewed("UPDATE review_figure SET num = 1 WHERE place = 0", "");
	reviewed("UPDATE review_figure SET unknown = 0 WHERE place = 1",
		 "tasks ");
	reviewed("UPDATE review_figure SET unknown = 1", "all answers ");
	reviewed("UPDATE review_figure SET unknown = (place = 1)", "");
	reviewed("UPDATE review SET units = 4", "units ");
	reviewed("UPDATE review SET units = 3, records = 2, late = 0",
		 "records late ");
	reviewed("UPDATE review SET records = 1, late = 1, day = day + 1",
		 "day ");
	reviewed("UPDATE review SET day = day - 1, programme = 'q'",
		 "programme ");
	reviewed("UPDATE review SET programme = 'p', below = root", "below ");
	reviewed("UPDATE review SET below = (SELECT substr(below, 1, 0))",
		 "below ");
}
END_TEST

static void altered(void)
{
	history_end(&h);
}

/* Whatever happened, the engine must have counted the same. */
static void agree(void)
{
	ck_assert_uint_eq(compare(&h), 0);
	teardown();
}

Suite *scenario_suite(void)
{
	Suite *suite = suite_create("scenarios");
	TCase *town = tcase_create("town"), *own = tcase_create("programmes");
	TCase *found = tcase_create("inspection");
	TCase *reviews = tcase_create("reviews");

	tcase_add_checked_fixture(town, town_setup, agree);
	tcase_add_test(town, nothing_recorded);
	tcase_add_test(town, regulations);
	tcase_add_test(town, dialogue);
	tcase_add_test(town, study);
	tcase_add_test(town, posting);
	tcase_add_test(town, posting_ended);
	tcase_add_test(town, conference);
	tcase_add_test(town, agreement);
	tcase_add_test(town, workplace);
	tcase_add_test(town, moved);
	tcase_add_test(town, dissolved);
	tcase_add_test(town, changed);
	suite_add_tcase(suite, town);
	tcase_add_checked_fixture(own, setup, agree);
	tcase_add_test(own, next_programme);
	tcase_add_test(own, before_programme);
	tcase_add_test(own, from_and_until);
	tcase_add_test(own, least_of_two);
	tcase_add_loop_test(own, last_day, 0,
			    sizeof(last_days) / sizeof(last_days[0]));
	suite_add_tcase(suite, own);
	tcase_add_checked_fixture(found, inspected_setup, agree);
	tcase_add_test(found, struck);
	tcase_add_test(found, answered);
	tcase_add_test(found, assigned);
	suite_add_tcase(suite, found);
	tcase_add_checked_fixture(reviews, inspected_setup, altered);
	tcase_add_test(reviews, review_altered);
	suite_add_tcase(suite, reviews);
	return suite;
}
