// SPDX-License-Identifier: GPL-2.0-only
/* What people say of units, and how often boards are looked at. */
#include "test.h"

static const struct dinh_unit *unit_of(u32 nr)
{
	return dinh_unit(w->reg, nr);
}

/* @low: of each reason, in the order of enum dinh_low_reason */
static void ck_rated(u32 scope, u64 count, u64 sum, const u64 *low)
{
	struct dinh_ratings got = dinh_ratings(w->reg, unit_of(scope));
	unsigned int i;

	ck_assert_msg(got.count == count && got.sum == sum,
		      "unit %u: %llu ratings, sum %llu", scope,
		      (unsigned long long)got.count,
		      (unsigned long long)got.sum);
	for (i = 0; low && i < DINH_LOW_REASONS; i++)
		ck_assert_msg(got.low[i] == low[i],
			      "unit %u: reason %u given %llu times", scope, i,
			      (unsigned long long)got.low[i]);
}

#define LOW(...)	((const u64[DINH_LOW_REASONS]){ __VA_ARGS__ })

static void some_ratings(void)
{
	ck_ok(rate(w, COMMUNE, 5, UNSTATED));
	ck_ok(rate(w, COMMUNE, 1, WAITING));
	ck_ok(rate(w, SCHOOL, 4, UNSTATED));
	ck_ok(rate(w, SCHOOL, 3, UNSTATED));
	ck_ok(rate(w, WARD, 2, OTHER));
	ck_ok(rate(w, WARD, 3, WAITING));
	ck_ok(rate(w, TOWN, 3, RESULT));
}

/* A scope's are those of the unit and of all below it. */
START_TEST(rolled_up)
{
	ck_rated(0, 0, 0, LOW(0));
	some_ratings();
	ck_rated(SCHOOL, 2, 7, LOW([DINH_LOW_UNSTATED] = 1));
	ck_rated(COMMUNE, 4, 13, LOW(1, [DINH_LOW_WAITING] = 1));
	ck_rated(WARD, 2, 5, LOW([DINH_LOW_WAITING] = 1,
				 [DINH_LOW_OTHER] = 1));
	ck_rated(TOWN, 7, 21, LOW(1, [DINH_LOW_WAITING] = 2,
				  [DINH_LOW_RESULT] = 1,
				  [DINH_LOW_OTHER] = 1));
	ck_rated(PROVINCE, 7, 21, NULL);
	ck_rated(0, 7, 21, LOW(1, [DINH_LOW_WAITING] = 2,
			       [DINH_LOW_RESULT] = 1, [DINH_LOW_OTHER] = 1));
	ck_rated(AGENCY, 0, 0, LOW(0));
	ck_replays();
}
END_TEST

START_TEST(every_score)
{
	unsigned int score, low;
	u64 sum = 0, n = 0;

	for (score = 1; score <= DINH_SCORE_MAX; score++)
		for (low = 0; low < DINH_LOW_REASONS; low++) {
			if (low && score > DINH_SCORE_LOW)
				continue;
			ck_ok(submit(w, rating_entry(AGENCY, 0, score, low)));
			sum += score;
			n++;
		}
	ck_rated(AGENCY, n, sum, LOW(3, 3, 3, 3, 3, 3));
	ck_rated(0, n, sum, LOW(3, 3, 3, 3, 3, 3));
	ck_replays();
}
END_TEST

/* They go with their unit from one parent to another, with all below it. */
START_TEST(moved)
{
	some_ratings();
	ck_ok(unit_add(w, .code = "43", .kind = DINH_KIND_PROVINCE,
		       .since = TODAY));
	ck_ok(unit_set(w, COMMUNE, DINH_SET_PARENT, .parent = NEXT_UNIT));
	ck_rated(COMMUNE, 4, 13, LOW(1, 1));
	ck_rated(NEXT_UNIT, 4, 13, LOW(1, 1));
	ck_rated(TOWN, 3, 8, LOW([DINH_LOW_WAITING] = 1,
				 [DINH_LOW_RESULT] = 1,
				 [DINH_LOW_OTHER] = 1));
	ck_rated(PROVINCE, 3, 8, NULL);
	ck_rated(0, 7, 21, NULL);
	/* What comes later goes where the unit is now. */
	ck_ok(rate(w, SCHOOL, 5, UNSTATED));
	ck_rated(NEXT_UNIT, 5, 18, LOW(1, 1));
	ck_rated(PROVINCE, 3, 8, NULL);
	/* To the register itself, and back below the town. */
	ck_ok(unit_set(w, WARD, DINH_SET_PARENT, .parent = 0));
	ck_rated(TOWN, 1, 3, LOW([DINH_LOW_RESULT] = 1));
	ck_rated(0, 8, 26, NULL);
	ck_ok(unit_set(w, WARD, DINH_SET_PARENT, .parent = TOWN));
	ck_rated(TOWN, 3, 8, NULL);
	/* One without a child gives up what it was rolled up from. */
	ck_ok(unit_set(w, SCHOOL, DINH_SET_PARENT, .parent = WARD));
	ck_rated(COMMUNE, 2, 6, LOW(0, 1));
	ck_rated(NEXT_UNIT, 2, 6, LOW(0, 1));
	ck_rated(WARD, 5, 17, LOW(1, 1, [DINH_LOW_OTHER] = 1));
	ck_rated(TOWN, 6, 20, NULL);
	ck_replays();
}
END_TEST

/* One that is rated gets its first child, and one that is rated later. */
START_TEST(first_child)
{
	some_ratings();
	ck_ok(unit_add(w, .code = "th-2", .kind = DINH_KIND_PUBLIC_UNIT,
		       .parent = WARD, .since = TODAY));
	ck_rated(WARD, 2, 5, LOW([DINH_LOW_WAITING] = 1,
				 [DINH_LOW_OTHER] = 1));
	ck_rated(NEXT_UNIT, 0, 0, LOW(0));
	ck_rated(TOWN, 7, 21, NULL);
	ck_ok(rate(w, NEXT_UNIT, 1, CONDUCT));
	ck_rated(WARD, 3, 6, LOW(0, 1, 1, [DINH_LOW_OTHER] = 1));
	ck_rated(TOWN, 8, 22, NULL);
	/* Its own again, once the child is gone, and its next first child. */
	ck_ok(dissolve(w, NEXT_UNIT, TODAY));
	ck_rated(WARD, 2, 5, LOW(0, 1, 0, [DINH_LOW_OTHER] = 1));
	ck_ok(unit_set(w, SCHOOL, DINH_SET_PARENT, .parent = WARD));
	ck_rated(WARD, 4, 12, NULL);
	ck_replays();
}
END_TEST

START_TEST(dissolved)
{
	struct dinh_visits *body;

	some_ratings();
	ck_ok(visit(w, SCHOOL, 9));
	ck_ok(dissolve(w, SCHOOL, TODAY));
	ck_rated(SCHOOL, 0, 0, LOW(0));
	ck_rated(COMMUNE, 2, 6, LOW(0, 1));
	ck_rated(0, 5, 14, NULL);
	ck_assert_uint_eq(dinh_visits(w->reg, SCHOOL), 0);
	ck_assert_uint_eq(w->reg->visits, 9);
	ck_refused(UNIT_DISSOLVED, DINH_A_UNIT,
		   "unit: th-1 was dissolved on 2017-05-12",
		   rate(w, SCHOOL, 5, UNSTATED));
	ck_refused(UNIT_DISSOLVED, DINH_A_UNIT,
		   "unit: th-1 was dissolved on 2017-05-12",
		   visit(w, SCHOOL, 1));
	/* The code is another unit's, which begins without any. */
	ck_ok(unit_add(w, .code = "th-1", .kind = DINH_KIND_PUBLIC_UNIT,
		       .parent = COMMUNE, .since = TODAY));
	ck_rated(NEXT_UNIT, 0, 0, LOW(0));
	ck_ok(visit(w, NEXT_UNIT, 2));
	body = LAST(w, dinh_visits);
	ck_assert_uint_eq(le32_to_cpu(body->visits), 2);
	ck_assert_uint_eq(dinh_visits(w->reg, NEXT_UNIT), 2);
	ck_assert_uint_eq(w->reg->visits, 11);
	/* One that had children. */
	ck_ok(dissolve(w, NEXT_UNIT, TODAY));
	ck_ok(dissolve(w, COMMUNE, TODAY));
	ck_rated(COMMUNE, 0, 0, LOW(0));
	ck_rated(TOWN, 3, 8, NULL);
	ck_replays();
}
END_TEST

/* Other rules make all tallies anew, today or on a day that comes. */
START_TEST(other_rules)
{
	struct prog *prog = tasks_programme();

	some_ratings();
	ck_ok(prog_load(w, prog));
	ck_rated(COMMUNE, 4, 13, LOW(1, 1));
	ck_rated(TOWN, 7, 21, NULL);
	ck_rated(0, 7, 21, NULL);
	prog = small_programme();
	prog->head.from = cpu_to_le32(TODAY + 9);
	ck_ok(prog_load(w, prog));
	ck_ok(rate(w, WARD, 4, UNSTATED));
	ck_ok(go_to(w, TODAY + 9));
	ck_rated(COMMUNE, 4, 13, LOW(1, 1));
	ck_rated(TOWN, 8, 25, NULL);
	ck_rated(0, 8, 25, NULL);
	ck_replays();
}
END_TEST

START_TEST(without_programme)
{
	ck_ok(unit_add(w, .code = "42", .kind = DINH_KIND_PROVINCE,
		       .since = TODAY));
	ck_ok(unit_add(w, .code = "437", .kind = DINH_KIND_DISTRICT,
		       .parent = 1, .since = TODAY));
	ck_ok(rate(w, 2, 2, PROCEDURE));
	ck_ok(rate(w, 1, 4, UNSTATED));
	ck_rated(0, 2, 6, LOW([DINH_LOW_PROCEDURE] = 1));
	ck_ok(prog_load(w, small_programme()));
	ck_rated(1, 2, 6, LOW([DINH_LOW_PROCEDURE] = 1));
	ck_rated(0, 2, 6, LOW([DINH_LOW_PROCEDURE] = 1));
	ck_replays();
}
END_TEST

START_TEST(visits)
{
	ck_ok(visit(w, 0, 3));
	ck_ok(visit(w, TOWN, 5));
	ck_ok(visit(w, COMMUNE, 1));
	ck_ok(visit(w, TOWN, 7));
	ck_assert_uint_eq(dinh_visits(w->reg, 0), 3);
	ck_assert_uint_eq(dinh_visits(w->reg, TOWN), 12);
	ck_assert_uint_eq(dinh_visits(w->reg, COMMUNE), 1);
	ck_assert_uint_eq(dinh_visits(w->reg, WARD), 0);
	ck_assert_uint_eq(w->reg->visits, 16);
	/* More than an entry can say. */
	ck_ok(visit(w, 0, 0xffffffffu));
	ck_ok(visit(w, 0, 0xffffffffu));
	ck_assert_uint_eq(dinh_visits(w->reg, 0), 8589934593ull);
	ck_assert_uint_eq(w->reg->visits, 8589934606ull);
	ck_replays();
}
END_TEST

START_TEST(refused)
{
	struct dinh_entry *entry;

	ck_refused(SCORE, DINH_A_SCORE, "score: 0, 1 to 5 wanted",
		   rate(w, WARD, 0, UNSTATED));
	ck_refused(SCORE, DINH_A_SCORE, "score: 6, 1 to 5 wanted",
		   rate(w, WARD, 6, UNSTATED));
	ck_refused(LOW_REASON, DINH_A_LOW_REASON,
		   "low_reason: 1, with a score of 4",
		   rate(w, WARD, 4, WAITING));
	ck_refused(LOW_REASON, DINH_A_LOW_REASON,
		   "low_reason: 6, with a score of 1",
		   submit(w, rating_entry(WARD, 0, 1, DINH_LOW_REASONS)));
	ck_refused(UNIT_UNKNOWN, DINH_A_UNIT, "unit: 99 is not known",
		   rate(w, 99, 5, UNSTATED));
	/* The register is nobody's office. */
	ck_refused(UNIT_UNKNOWN, DINH_A_UNIT, "unit: 0 is not known",
		   rate(w, 0, 5, UNSTATED));
	ck_refused(UNIT_UNKNOWN, DINH_A_UNIT, "unit: 99 is not known",
		   visit(w, 99, 1));
	entry = rating_entry(WARD, 0, 5, 0);
	((struct dinh_rating *)(entry + 1))->spare[5] = 1;
	ck_refused(MALFORMED, 0, "entry: malformed, type 20, at byte 58",
		   submit(w, entry));
	ck_refused(MALFORMED, 0, "entry: malformed, type 28, at byte 48",
		   visit(w, WARD, 0));
	entry = visits_entry(WARD, 1);
	((struct dinh_visits *)(entry + 1))->spare = cpu_to_le32(1);
	ck_refused(MALFORMED, 0, "entry: malformed, type 28, at byte 48",
		   submit_own(w, entry));
	/* Too long by 8 bytes. */
	ck_refused(MALFORMED, 0, "entry: malformed, type 28, at byte 48",
		   submit_own(w, entry_new(DINH_ENTRY_VISITS, 0,
					   &(struct dinh_loss){
					   .kiosk = cpu_to_le64(1) }, 16)));
	/* Visits are counted, not written. */
	ck_refused(TYPE, 0, "entry: type 28 is not one that is written",
		   submit(w, visits_entry(WARD, 1)));
}
END_TEST

/* What a check makes room for is not kept: nothing is rated by it. */
START_TEST(checked)
{
	struct digest before = digest_of(w, NULL), after;

	ck_ok(check_only(w, rating_entry(WARD, 0, 1, DINH_LOW_OTHER)));
	ck_ok(check_own(w, visits_entry(SCHOOL, 1)));
	after = digest_of(w, NULL);
	ck_assert(digest_same(&before, &after));
	ck_ok(dissolve(w, SCHOOL, TODAY));
	ck_rated(0, 0, 0, LOW(0));
	ck_ok(rate(w, WARD, 1, OTHER));
	ck_rated(0, 1, 1, NULL);
	ck_replays();
}
END_TEST

Suite *board_suite(void)
{
	Suite *suite = suite_create("board");
	TCase *tc = test_case(suite, "town", town_setup);

	tcase_add_test(tc, rolled_up);
	tcase_add_test(tc, every_score);
	tcase_add_test(tc, moved);
	tcase_add_test(tc, first_child);
	tcase_add_test(tc, dissolved);
	tcase_add_test(tc, other_rules);
	tcase_add_test(tc, visits);
	tcase_add_test(tc, refused);
	tcase_add_test(tc, checked);
	tc = test_case(suite, "empty", genesis_setup);
	tcase_add_test(tc, without_programme);
	return suite;
}
