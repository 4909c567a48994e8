// SPDX-License-Identifier: GPL-2.0-only
/*
 * Meetings, ratings and visits whose figures were worked out by hand; both
 * counts must come to them.
 */
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "test.h"

enum { TOWN = 1, OTHER_TOWN, WARD, COMMUNE, SCHOOL };

static struct history h;
static struct plan plan;

#define ok(call)	ck_assert_msg(call, "%s: %s", #call, \
				      engine_why(h.engine))
#define refused(call, why) do { \
		ck_assert_msg(!(call), "%s", #call); \
		ck_assert_str_eq(engine_why(h.engine), why); \
	} while (0)

/* What the tables say, now. */
__attribute__((format(printf, 1, 2)))
static int64_t query(const char *format, ...)
{
	sqlite3 *db = tables_database(h.tables);
	sqlite3_stmt *statement;
	va_list args;
	int64_t value;
	char sql[512];

	va_start(args, format);
	vsnprintf(sql, sizeof(sql), format, args);
	va_end(args);
	ck_assert_msg(!sqlite3_prepare_v2(db, sql, -1, &statement, NULL),
		      "%s: %s", sql, sqlite3_errmsg(db));
	ck_assert_msg(sqlite3_step(statement) == SQLITE_ROW, "%s", sql);
	value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return value;
}

#define LAST_DAY	"SELECT last_day FROM record WHERE seq = %lu"
#define OPEN		"SELECT count(*) FROM meeting_open"

/* Of the one indicator; that the engine's is the same is seen at the end. */
static void is(uint64_t num, uint64_t den)
{
	struct recount_figure f;

	ck_assert_msg(counted(&h, h.size, 0, "i", &f), "%s", h.err.text);
	ck_assert_uint_eq(f.num, num);
	ck_assert_uint_eq(f.den, den);
	note(&h);
}

/* The rule of the wards, under which there is one. */
static struct dinh_requirement *begin(void)
{
	struct dinh_requirement *r;

	plan_begin(&plan, "p", date(2018, 1, 1));
	r = plan_requirement(&plan, "r", KIND_BIT(WARD), 2);
	plan_ask(&plan, plan_indicator(&plan, "i", KIND_BIT(WARD)), "r");
	return r;
}

static void units(void)
{
	static const struct a_unit unit[] = {
		{ .code = "437", .kind = DINH_KIND_DISTRICT },
		{ .code = "438", .kind = DINH_KIND_DISTRICT },
		{ .code = "ward", .kind = DINH_KIND_WARD, .parent = TOWN,
		  .heads = { [DINH_GROUP_EMPLOYEES] = 45,
			     [DINH_GROUP_HOUSEHOLDS] = 30,
			     [DINH_GROUP_VOTERS] = DINH_COUNT_UNKNOWN } },
		{ .code = "commune", .kind = DINH_KIND_COMMUNE,
		  .parent = TOWN },
		{ .code = "school", .kind = DINH_KIND_PUBLIC_UNIT,
		  .parent = COMMUNE },
	};
	unsigned int i;

	for (i = 0; i < sizeof(unit) / sizeof(unit[0]); i++) {
		struct a_unit one = unit[i];

		one.since = date(2011, 1, 1);
		ok(submit(&h, make_unit(&one)));
	}
}

static void setup(void)
{
	history_begin(&h, "meetings", date(2018, 6, 28));
	units();
}

/* Whatever happened, the engine must have counted the same. */
static void agree(void)
{
	note(&h);
	ck_assert_uint_eq(compare(&h), 0);
	history_end(&h);
}

static struct dinh_share share(unsigned int num, unsigned int den, bool strict,
			       uint8_t of, uint8_t group)
{
	return (struct dinh_share){
		.num = htole16(num), .den = htole16(den), .of = of,
		.group = group, .strict = strict,
	};
}

#define open_meeting(...) \
	submit_own(&h, make_meeting(&(struct a_meeting){ \
		.unit = WARD, .requirement = 1, .eligible = 40, \
		.day = engine_today(h.engine), __VA_ARGS__ }))
#define attend(meeting, count) \
	ok(submit(&h, make_attendance(WARD, meeting, 0, 0, count)))
#define vote(meeting, ...) \
	ok(submit(&h, make_vote(WARD, meeting, 0, \
				&(struct a_vote){ __VA_ARGS__ })))
#define close(meeting) \
	submit_own(&h, engine_close(h.engine, meeting, NULL))

/* Of 40 who are eligible, one at a time. */
static void hold(uint32_t present, uint32_t yes)
{
	uint64_t meeting;

	ok(open_meeting());
	meeting = h.seq;
	if (present)
		attend(meeting, present);
	if (yes)
		vote(meeting, .yes = yes);
	if (present > yes)
		vote(meeting, .no = present - yes);
	ok(close(meeting));
}

static void ended(const char *outcome, uint32_t present, uint32_t yes)
{
	ck_assert_msg(query("SELECT outcome = '%s' FROM meeting_end "
			    "WHERE seq = %lu", outcome, h.seq),
		      "not %s", outcome);
	ck_assert_int_eq(query("SELECT present_needed FROM meeting_end "
			       "WHERE seq = %lu", h.seq), present);
	ck_assert_int_eq(query("SELECT yes_needed FROM meeting_end "
			       "WHERE seq = %lu", h.seq), yes);
	ck_assert_int_eq(query("SELECT count(*) FROM record "
			       "JOIN votes ON record = seq WHERE seq = %lu",
			       h.seq), !strcmp(outcome, "valid"));
	ck_assert_int_eq(query("SELECT count(*) FROM meeting_wrong"), 0);
}

/*
 * Each rule at its boundary: of 40 eligible, 28 present, 30 households, 45
 * employees.
 */

#define ELIGIBLE	DINH_OF_ELIGIBLE, 0
#define PRESENT		DINH_OF_PRESENT, 0
#define HOUSEHOLDS	DINH_OF_GROUP, DINH_GROUP_HOUSEHOLDS
#define EMPLOYEES	DINH_OF_GROUP, DINH_GROUP_EMPLOYEES

static const struct bound {
	unsigned int num;
	unsigned int den;
	bool strict;
	uint8_t of;
	uint8_t group;
	uint32_t needed;
} quorums[] = {
	{ 1, 2, false, ELIGIBLE, 20 },
	{ 1, 2, true, ELIGIBLE, 21 },
	{ 2, 3, false, ELIGIBLE, 27 },
	{ 2, 3, true, ELIGIBLE, 27 },
	{ 1, 1, false, ELIGIBLE, 40 },
	{ 2, 3, false, HOUSEHOLDS, 20 },
	{ 2, 3, true, HOUSEHOLDS, 21 },
	{ 1, 1, false, HOUSEHOLDS, 30 },
	{ 1, 2, false, EMPLOYEES, 23 },
	{ 1, 2, true, EMPLOYEES, 23 },
	{ 3, 5, false, EMPLOYEES, 27 },
	{ 3, 5, true, EMPLOYEES, 28 },
}, majorities[] = {
	{ 1, 2, false, PRESENT, 14 },
	{ 1, 2, true, PRESENT, 15 },
	{ 2, 3, false, PRESENT, 19 },
	{ 3, 4, false, PRESENT, 21 },
	{ 3, 4, true, PRESENT, 22 },
	{ 1, 1, false, PRESENT, 28 },
	{ 1, 2, false, ELIGIBLE, 20 },
	{ 1, 2, true, ELIGIBLE, 21 },
	{ 1, 2, false, HOUSEHOLDS, 15 },
	{ 1, 2, true, HOUSEHOLDS, 16 },
	{ 2, 3, false, HOUSEHOLDS, 20 },
	{ 1, 2, false, EMPLOYEES, 23 },
	{ 3, 5, false, EMPLOYEES, 27 },
	{ 3, 5, true, EMPLOYEES, 28 },
};

static struct dinh_share share_of(const struct bound *b)
{
	return share(b->num, b->den, b->strict, b->of, b->group);
}

START_TEST(quorum)
{
	const struct bound *b = &quorums[_i];

	begin()->quorum = share_of(b);
	ok(submit(&h, plan_entry(&plan)));
	hold(b->needed - 1, 0);
	ended("quorum", b->needed, 0);
	is(0, 1);
	hold(b->needed, 0);
	ended("valid", b->needed, 0);
	is(1, 1);
}
END_TEST

START_TEST(majority)
{
	const struct bound *b = &majorities[_i];

	begin()->majority = share_of(b);
	ok(submit(&h, plan_entry(&plan)));
	hold(28, b->needed - 1);
	ended("majority", 0, b->needed);
	is(0, 1);
	hold(28, b->needed);
	ended("valid", 0, b->needed);
	is(1, 1);
}
END_TEST

/* Where both are asked, the quorum comes first. */
START_TEST(both)
{
	struct dinh_requirement *r = begin();

	r->quorum = share(2, 3, false, ELIGIBLE);
	r->majority = share(1, 2, true, PRESENT);
	ok(submit(&h, plan_entry(&plan)));
	hold(0, 0);
	ended("quorum", 27, 0);
	hold(26, 26);
	ended("quorum", 27, 14);
	hold(27, 13);
	ended("majority", 27, 14);
	is(0, 1);
	hold(27, 14);
	ended("valid", 27, 14);
	is(1, 1);
}
END_TEST

static void set_heads(uint8_t group, uint32_t heads)
{
	struct a_unit to = { 0 };

	to.heads[group] = heads;
	ok(submit(&h, make_change(WARD, DINH_SET_HEADCOUNT << group, &to)));
}

/* A share of nobody is reached by nobody; heads have to be known. */
START_TEST(heads)
{
	struct dinh_requirement *r = begin();
	uint64_t meeting;

	r->quorum = share(1, 2, false, DINH_OF_GROUP, DINH_GROUP_CADRES);
	r->majority = share(1, 2, false, DINH_OF_GROUP, DINH_GROUP_VOTERS);
	ok(submit(&h, plan_entry(&plan)));
	ok(open_meeting());
	meeting = h.seq;
	attend(meeting, 30);
	vote(meeting, .yes = 30);
	refused(close(meeting),
		"votes: the unit's headcount of voters is not known");
	set_heads(DINH_GROUP_VOTERS, 60);
	ok(close(meeting));
	ended("quorum", 0, 30);
	is(0, 1);
	set_heads(DINH_GROUP_CADRES, 60);
	hold(30, 30);
	ended("valid", 30, 30);
	is(1, 1);
	/* What they are later does not move it. */
	set_heads(DINH_GROUP_CADRES, 900);
	ck_assert_int_eq(query("SELECT count(*) FROM meeting_wrong"), 0);
	is(1, 1);
}
END_TEST

/*
 * A quarter's meeting on its last day, closed when the next one has begun: it is
 * of the day that it was opened for, and counts to the end of the next quarter.
 */
START_TEST(last_day)
{
	struct dinh_requirement *r = begin();
	uint64_t meeting;

	r->validity = DINH_VALIDITY_PERIOD;
	r->months = htole16(3);
	r->quorum = share(1, 2, true, ELIGIBLE);
	plan.head.late_days = htole32(2);
	ok(submit(&h, plan_entry(&plan)));
	ok(engine_go_to(h.engine, date(2018, 6, 30)));
	ok(open_meeting(.key = 7));
	meeting = h.seq;
	attend(meeting, 21);
	ok(engine_go_to(h.engine, date(2018, 7, 2)));
	is(0, 1);
	ok(close(meeting));
	ended("valid", 21, 0);
	ck_assert_int_eq(query(LAST_DAY, h.seq), date(2018, 9, 30));
	ck_assert_int_eq(query("SELECT late FROM record WHERE seq = %lu",
			       h.seq), 0);
	is(1, 1);
	refused(open_meeting(.period = date(2018, 4, 1)),
		"period: it closed on 2018-06-30, before 2018-07-02");
	ok(engine_go_to(h.engine, date(2018, 9, 30)));
	is(1, 1);
	ok(engine_go_to(h.engine, date(2018, 10, 1)));
	is(0, 1);
}
END_TEST

/* With ten days of grace, on the last of them; closed late. */
START_TEST(last_day_of_grace)
{
	struct dinh_requirement *r = begin();
	uint64_t meeting;

	r->validity = DINH_VALIDITY_PERIOD;
	r->months = htole16(3);
	r->grace = htole16(10);
	r->quorum = share(1, 2, true, ELIGIBLE);
	plan.head.late_days = htole32(2);
	ok(submit(&h, plan_entry(&plan)));
	ok(engine_go_to(h.engine, date(2018, 7, 10)));
	ok(open_meeting(.period = date(2018, 4, 1)));
	meeting = h.seq;
	attend(meeting, 40);
	ok(engine_go_to(h.engine, date(2018, 7, 13)));
	ok(close(meeting));
	ck_assert_int_eq(query(LAST_DAY, h.seq), date(2018, 10, 10));
	ck_assert_int_eq(query("SELECT late FROM record WHERE seq = %lu",
			       h.seq), 1);
	refused(open_meeting(.period = date(2018, 4, 1)),
		"period: it closed on 2018-07-10, before 2018-07-13");
	ok(engine_go_to(h.engine, date(2018, 10, 10)));
	is(1, 1);
	ok(engine_go_to(h.engine, date(2018, 10, 11)));
	is(0, 1);
}
END_TEST

static void conference(void)
{
	struct dinh_requirement *r = begin();

	r->quorum = share(2, 3, false, ELIGIBLE);
	r->majority = share(1, 2, true, PRESENT);
	ok(submit(&h, plan_entry(&plan)));
}

/* The machine starts anew: the meeting is void, and can be held again. */
START_TEST(restarted)
{
	uint64_t meeting, kiosk;

	conference();
	ok(open_meeting(.key = 7, .cards = 30));
	meeting = h.seq;
	ok(submit_own(&h, make_kiosk(WARD, DINH_KIOSK_ATTENDANCE, meeting)));
	kiosk = h.seq;
	ok(submit_own(&h, make_attendance(WARD, meeting, kiosk, 1, 1)));
	ok(submit_own(&h, make_attendance(WARD, meeting, kiosk, 2, 1)));
	vote(meeting, .yes = 2);
	ck_assert_int_eq(query("SELECT present * 100 + \"cast\" "
			       "FROM meeting_open"), 202);
	note(&h);
	ok(engine_boot(h.engine));
	ck_assert_int_eq(query("SELECT count(*) FROM kiosk_end "
			       "WHERE seq = %lu AND kiosk = %lu "
			       "AND why = 'boot'", h.seq - 1, kiosk), 1);
	ck_assert_int_eq(query("SELECT count(*) FROM meeting_end "
			       "WHERE seq = %lu AND meeting = %lu "
			       "AND outcome IS NULL AND reason = 'boot'",
			       h.seq, meeting), 1);
	ck_assert_int_eq(query(OPEN), 0);
	ck_assert_int_eq(query("SELECT count(*) FROM meeting_wrong"), 0);
	is(0, 1);
	refused(submit(&h, make_attendance(WARD, meeting, 0, 0, 1)),
		"meeting: entry 7 is none that is open");
	/* The cards of the one before are not known to it. */
	ok(open_meeting(.key = 7, .cards = 30));
	meeting = h.seq;
	ok(submit_own(&h, make_attendance(WARD, meeting, 0, 1, 1)));
	ck_assert_int_eq(query("SELECT present FROM meeting_open"), 1);
	ok(submit_own(&h, make_void(WARD, meeting)));
	hold(27, 14);
	is(1, 1);
}
END_TEST

/* Nothing of a secret ballot is in the ledger before its close. */
START_TEST(secret)
{
	const struct a_vote vote[2] = { { 9, 3, 1, 0 }, { 6, 4, 2, 3 } };
	uint64_t meeting;

	conference();
	ok(open_meeting(.ballot = DINH_BALLOT_SECRET));
	meeting = h.seq;
	attend(meeting, 28);
	refused(submit(&h, make_vote(WARD, meeting, 0, &vote[0])),
		"ballot: it is secret, no vote is an entry");
	ck_assert_int_eq(query("SELECT \"cast\" FROM meeting_open"), 0);
	is(0, 1);
	ok(submit_own(&h, engine_close(h.engine, meeting, vote)));
	ended("valid", 27, 15);
	ck_assert_int_eq(query("SELECT count(*) FROM vote"), 0);
	ck_assert_int_eq(query("SELECT present = 28 AND yes = 15 AND no = 7 "
			       "AND abstain = 3 AND invalid = 3 "
			       "AND eligible = 40 FROM votes"), 1);
	ck_assert_int_eq(query("SELECT yes_typed = 9 AND no_typed = 3 "
			       "AND abstain_typed = 1 AND invalid_typed = 0 "
			       "AND present_typed = 28 FROM meeting_end"), 1);
	is(1, 1);
}
END_TEST

/* Its record is one like others: an inspector strikes it. */
START_TEST(struck)
{
	uint64_t meeting;

	conference();
	hold(27, 14);
	meeting = h.seq;
	ck_assert_int_eq(query("SELECT items FROM record"), 3);
	is(1, 1);
	refused(submit(&h, make_finding(WARD, meeting, DINH_FINDING_STRIKE, 0)),
		"finding: the record is the inspector's own, uid 1000");
	engine_author(h.engine, 2000);
	ok(submit(&h, make_finding(WARD, meeting, DINH_FINDING_STRIKE, 0)));
	ck_assert_int_eq(query("SELECT count(*) FROM meeting_wrong"), 0);
	is(0, 1);
}
END_TEST

/*
 * Boards.
 */

static void rate(uint32_t unit, uint8_t score, uint8_t low_reason)
{
	ok(submit(&h, make_rating(unit, 0, score, low_reason)));
}

/* @low: all of them, by reason */
static void rated(uint32_t scope, uint32_t ratings, uint32_t sum,
		  const char *low)
{
	ck_assert_msg(query("SELECT count(*) FROM rated WHERE scope = %u "
			    "AND ratings = %u AND sum = %u AND format("
			    "'%%d %%d %%d %%d %%d %%d', low_0, low_1, low_2, "
			    "low_3, low_4, low_5) = '%s'", scope, ratings, sum,
			    low) == (ratings > 0),
		      "scope %u: not %u ratings, sum %u, low %s", scope,
		      ratings, sum, low);
}

static void some_ratings(void)
{
	rate(COMMUNE, 5, DINH_LOW_UNSTATED);
	rate(COMMUNE, 1, DINH_LOW_WAITING);
	rate(SCHOOL, 4, DINH_LOW_UNSTATED);
	rate(SCHOOL, 3, DINH_LOW_UNSTATED);
	rate(WARD, 2, DINH_LOW_OTHER);
	rate(OTHER_TOWN, 3, DINH_LOW_RESULT);
	rated(SCHOOL, 2, 7, "1 0 0 0 0 0");
	rated(COMMUNE, 4, 13, "1 1 0 0 0 0");
	rated(TOWN, 5, 15, "1 1 0 0 0 1");
	rated(OTHER_TOWN, 1, 3, "0 0 0 0 1 0");
	rated(0, 6, 18, "1 1 0 0 1 1");
	note(&h);
}

/* A commune goes to another town with all below it. */
START_TEST(ratings_moved)
{
	some_ratings();
	ok(submit(&h, make_change(COMMUNE, DINH_SET_PARENT, &(struct a_unit){
		.parent = OTHER_TOWN })));
	rated(COMMUNE, 4, 13, "1 1 0 0 0 0");
	rated(TOWN, 1, 2, "0 0 0 0 0 1");
	rated(OTHER_TOWN, 5, 16, "1 1 0 0 1 0");
	rated(0, 6, 18, "1 1 0 0 1 1");
	note(&h);
	rate(SCHOOL, 2, DINH_LOW_PROCEDURE);
	rated(TOWN, 1, 2, "0 0 0 0 0 1");
	rated(OTHER_TOWN, 6, 18, "1 1 0 1 1 0");
}
END_TEST

/* A merger: what was said of the commune that ends goes with it. */
START_TEST(ratings_merged)
{
	const uint32_t successor = WARD;

	some_ratings();
	ok(submit(&h, make_change(SCHOOL, DINH_SET_PARENT, &(struct a_unit){
		.parent = WARD })));
	rated(WARD, 3, 9, "1 0 0 0 0 1");
	rated(COMMUNE, 2, 6, "0 1 0 0 0 0");
	rated(TOWN, 5, 15, "1 1 0 0 0 1");
	note(&h);
	ok(submit(&h, make_dissolution(COMMUNE, date(2018, 6, 28), 1,
				       &successor)));
	rated(COMMUNE, 0, 0, "0 0 0 0 0 0");
	rated(WARD, 3, 9, "1 0 0 0 0 1");
	rated(TOWN, 3, 9, "1 0 0 0 0 1");
	rated(0, 4, 12, "1 0 0 0 1 1");
	refused(submit(&h, make_rating(COMMUNE, 0, 5, 0)),
		"unit: commune was dissolved on 2018-06-28");
}
END_TEST

static int64_t visits(uint32_t unit)
{
	return query("SELECT coalesce(sum(visits), 0) FROM visited "
		     "WHERE unit = %u", unit);
}

/* Visits of a board that is no more are in the sum of all, and nowhere else. */
START_TEST(visits_before_the_end)
{
	ok(submit_own(&h, make_visits(0, 3)));
	ok(submit_own(&h, make_visits(SCHOOL, 9)));
	ok(submit_own(&h, make_visits(COMMUNE, 2)));
	note(&h);
	ok(submit(&h, make_dissolution(SCHOOL, date(2018, 6, 28), 0, NULL)));
	note(&h);
	refused(submit_own(&h, make_visits(SCHOOL, 1)),
		"unit: school was dissolved on 2018-06-28");
	/* Its code is another unit's, whose board is new. */
	ok(submit(&h, make_unit(&(struct a_unit){
		.code = "school", .kind = DINH_KIND_PUBLIC_UNIT,
		.parent = COMMUNE, .since = date(2018, 6, 28) })));
	ok(submit_own(&h, make_visits(SCHOOL + 1, 1)));
	ck_assert_int_eq(visits(SCHOOL), 9);
	ck_assert_int_eq(visits(SCHOOL + 1), 1);
	ck_assert_int_eq(visits(COMMUNE), 2);
	ck_assert_int_eq(visits(0), 3);
	ck_assert_uint_eq(engine_visits(h.engine, SCHOOL), 0);
	ck_assert_uint_eq(engine_visits(h.engine, SCHOOL + 1), 1);
	ck_assert_uint_eq(engine_all_visits(h.engine), 15);
}
END_TEST

Suite *meeting_suite(void)
{
	Suite *suite = suite_create("meetings");
	TCase *tc = tcase_create("meetings"), *boards = tcase_create("boards");

	tcase_add_checked_fixture(tc, setup, agree);
	tcase_add_loop_test(tc, quorum, 0,
			    sizeof(quorums) / sizeof(quorums[0]));
	tcase_add_loop_test(tc, majority, 0,
			    sizeof(majorities) / sizeof(majorities[0]));
	tcase_add_test(tc, both);
	tcase_add_test(tc, heads);
	tcase_add_test(tc, last_day);
	tcase_add_test(tc, last_day_of_grace);
	tcase_add_test(tc, restarted);
	tcase_add_test(tc, secret);
	tcase_add_test(tc, struck);
	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(boards, setup, agree);
	tcase_add_test(boards, ratings_moved);
	tcase_add_test(boards, ratings_merged);
	tcase_add_test(boards, visits_before_the_end);
	suite_add_tcase(suite, boards);
	return suite;
}
