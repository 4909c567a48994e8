// SPDX-License-Identifier: GPL-2.0-only
/*
 * Quorum and majority: the last figure that is refused, the first taken; of
 * records that are typed, and of meetings that are held.
 */
#include "test.h"

static const struct {
	u16 num;
	u16 den;
	bool strict;
	u32 of;
	u32 needed;
} shares[] = {
	{ 2, 3, false, 40, 27 },
	{ 2, 3, false, 39, 26 },
	{ 2, 3, false, 41, 28 },
	{ 2, 3, true, 39, 27 },
	{ 1, 2, false, 40, 20 },
	{ 1, 2, true, 40, 21 },
	{ 1, 2, true, 41, 21 },
	{ 1, 2, true, 1, 1 },
	{ 50, 100, true, 30, 16 },
	{ 70, 100, true, 10, 8 },
	{ 70, 100, false, 10, 7 },
	{ 70, 100, true, 11, 8 },
	{ 1, 1, false, 9, 9 },
	{ 1, 3, false, 1, 1 },
	{ 65535, 65535, false, DINH_COUNT_MAX, DINH_COUNT_MAX },
	{ 2, 3, false, DINH_COUNT_MAX, 1431655765 },
	{ 1, 2, true, DINH_COUNT_MAX, 1073741824 },
};

/* @of: of the majority; the quorum is of all who are eligible */
static void load_rule(unsigned int i, bool quorum, u8 of)
{
	struct prog *prog = prog_new("votes", DAY(2017, 1, 1));
	struct dinh_requirement *req;
	struct dinh_share s = share(shares[i].num, shares[i].den, of,
				    shares[i].strict);

	if (of == DINH_OF_GROUP)
		s.group = DINH_GROUP_HOUSEHOLDS;
	req = prog_requirement(prog, "it", BIT(DINH_KIND_COMMUNE), 1);
	if (quorum)
		req->quorum = s;
	else
		req->majority = s;
	prog_indicator(prog, "i", BIT(DINH_KIND_COMMUNE), CODES("it"));
	ck_ok(prog_load(w, prog));
	ck_ok(unit_set(w, COMMUNE, DINH_SET_HEADCOUNT << DINH_GROUP_HOUSEHOLDS,
		       .heads[DINH_GROUP_HOUSEHOLDS] = shares[i].of));
}

#define VOTE(e, p, y) \
	record(w, .unit = COMMUNE, .req = "it", .day = TODAY, .votes = true, \
	       .eligible = (e), .present = (p), .yes = (y))

static void ck_needed(unsigned int i, bool quorum, int short_of, int enough)
{
	char text[DINH_MESSAGE_SIZE];

	snprintf(text, sizeof(text), quorum ?
		 "quorum: %u of %u present, %u needed" :
		 "majority: %u of %u in favour, %u needed",
		 shares[i].needed - 1, shares[i].of, shares[i].needed);
	ck_assert_int_eq(short_of, -ERANGE);
	ck_assert_str_eq(w->why.text, text);
	ck_assert_int_eq(w->why.attr, quorum ? DINH_A_PRESENT : DINH_A_YES);
	ck_assert_int_eq(enough, 0);
	ck_figure(0, "i", 1, 1, 0);
}

START_TEST(quorum_of_eligible)
{
	u32 of = shares[_i].of, needed = shares[_i].needed;
	int first;

	load_rule(_i, true, DINH_OF_ELIGIBLE);
	first = VOTE(of, needed - 1, 0);
	ck_needed(_i, true, first, first ? VOTE(of, needed, 0) : 1);
}
END_TEST

START_TEST(quorum_of_group)
{
	u32 needed = shares[_i].needed;
	int first;

	load_rule(_i, true, DINH_OF_GROUP);
	first = VOTE(DINH_COUNT_MAX, needed - 1, 0);
	ck_needed(_i, true, first,
		  first ? VOTE(DINH_COUNT_MAX, needed, 0) : 1);
}
END_TEST

START_TEST(majority_of_present)
{
	u32 of = shares[_i].of, needed = shares[_i].needed;
	int first;

	load_rule(_i, false, DINH_OF_PRESENT);
	first = VOTE(DINH_COUNT_MAX, of, needed - 1);
	ck_needed(_i, false, first,
		  first ? VOTE(DINH_COUNT_MAX, of, needed) : 1);
}
END_TEST

START_TEST(majority_of_eligible)
{
	u32 of = shares[_i].of, needed = shares[_i].needed;
	int first;

	load_rule(_i, false, DINH_OF_ELIGIBLE);
	first = VOTE(of, of, needed - 1);
	ck_needed(_i, false, first, first ? VOTE(of, of, needed) : 1);
}
END_TEST

START_TEST(majority_of_group)
{
	u32 needed = shares[_i].needed;
	int first;

	load_rule(_i, false, DINH_OF_GROUP);
	first = VOTE(DINH_COUNT_MAX, DINH_COUNT_MAX, needed - 1);
	ck_needed(_i, false, first,
		  first ? VOTE(DINH_COUNT_MAX, DINH_COUNT_MAX, needed) : 1);
}
END_TEST

/* A meeting that is opened, attended, voted in and closed: its outcome. */
static u32 hold(u32 eligible, u32 present, u32 yes)
{
	u64 meeting;

	ck_ok(open_meeting(w, .unit = COMMUNE, .req = "it",
			   .eligible = eligible));
	meeting = w->seq;
	if (present)
		ck_ok(attend(w, COMMUNE, meeting, present));
	if (yes)
		ck_ok(vote(w, COMMUNE, meeting, yes));
	ck_ok(close_meeting(w, meeting));
	return le32_to_cpu(LAST(w, dinh_meeting_close)->outcome);
}

/* What the last one needed, and whether it counts. */
static void ck_held(unsigned int i, bool quorum, bool valid)
{
	const struct dinh_meeting_close *end = LAST(w, dinh_meeting_close);
	u32 needed = shares[i].needed;

	ck_assert_uint_eq(le32_to_cpu(end->present_needed),
			  quorum ? needed : 0);
	ck_assert_uint_eq(le32_to_cpu(end->yes_needed), quorum ? 0 : needed);
	ck_figure(0, "i", valid, 1, 0);
}

START_TEST(held_quorum)
{
	u8 of = _i % 2 ? DINH_OF_GROUP : DINH_OF_ELIGIBLE;
	unsigned int i = _i / 2;
	u32 all = _i % 2 ? DINH_COUNT_MAX : shares[i].of;
	u32 needed = shares[i].needed;

	load_rule(i, true, of);
	ck_assert_uint_eq(hold(all, needed - 1, 0), DINH_OUTCOME_QUORUM);
	ck_held(i, true, false);
	ck_assert_uint_eq(hold(all, needed, 0), DINH_OUTCOME_VALID);
	ck_held(i, true, true);
	ck_replays();
}
END_TEST

START_TEST(held_majority)
{
	static const u8 of[] = {
		DINH_OF_PRESENT, DINH_OF_ELIGIBLE, DINH_OF_GROUP,
	};
	unsigned int i = _i / 3;
	u32 needed = shares[i].needed, all = DINH_COUNT_MAX, present = all;

	if (of[_i % 3] == DINH_OF_PRESENT)
		present = shares[i].of;
	else if (of[_i % 3] == DINH_OF_ELIGIBLE)
		present = all = shares[i].of;
	load_rule(i, false, of[_i % 3]);
	ck_assert_uint_eq(hold(all, present, needed - 1),
			  DINH_OUTCOME_MAJORITY);
	ck_held(i, false, false);
	ck_assert_uint_eq(hold(all, present, needed), DINH_OUTCOME_VALID);
	ck_held(i, false, true);
	ck_replays();
}
END_TEST

/* Nobody came, and a majority of these is asked; or the group is nobody. */
START_TEST(held_by_nobody)
{
	bool quorum = _i == 0;

	load_rule(4, quorum, _i == 2 ? DINH_OF_PRESENT : DINH_OF_GROUP);
	ck_ok(unit_set(w, COMMUNE, DINH_SET_HEADCOUNT << DINH_GROUP_HOUSEHOLDS,
		       .heads[DINH_GROUP_HOUSEHOLDS] = 0));
	ck_assert_uint_eq(hold(9, _i == 2 ? 0 : 9, _i == 2 ? 0 : 9),
			  quorum ? DINH_OUTCOME_QUORUM :
				   DINH_OUTCOME_MAJORITY);
	ck_assert_uint_eq(LAST(w, dinh_meeting_close)->present_needed, 0);
	ck_assert_uint_eq(LAST(w, dinh_meeting_close)->yes_needed, 0);
	ck_figure(0, "i", 0, 1, 0);
	ck_replays();
}
END_TEST

/* The conference of the issue: 12 of 40 cannot become a record. */
START_TEST(conference)
{
#define CONF(p, y, ...) \
	record(w, .unit = AGENCY, .req = "conf", .day = TODAY, .votes = true, \
	       .eligible = 40, .present = (p), .yes = (y), __VA_ARGS__)
	ck_refused(QUORUM, DINH_A_PRESENT,
		   "quorum: 12 of 40 present, 27 needed", CONF(12, 12,));
	ck_refused(QUORUM, DINH_A_PRESENT,
		   "quorum: 26 of 40 present, 27 needed", CONF(26, 26,));
	ck_refused(MAJORITY, DINH_A_YES,
		   "majority: 13 of 27 in favour, 14 needed",
		   CONF(27, 13, .no = 1, .abstain = 13));
	ck_figure(0, "i-conf", 0, 1, 0);
	ck_ok(CONF(27, 14, .no = 13));
	ck_figure(0, "i-conf", 1, 1, 0);
	/* A village of nobody. */
	ck_ok(unit_set(w, COMMUNE, DINH_SET_HEADCOUNTS,
		       .heads[DINH_GROUP_VOTERS] = 9));
	ck_refused(VOTES_NOBODY, DINH_A_YES, "votes: nobody is eligible",
		   record(w, .unit = COMMUNE, .req = "vote", .day = TODAY,
			  .votes = true, .eligible = 9, .present = 9,
			  .yes = 9));
}
END_TEST

Suite *meeting_suite(void)
{
	Suite *suite = suite_create("meeting");
	TCase *tc = test_case(suite, "town", town_setup);

	tcase_add_loop_test(tc, quorum_of_eligible, 0, COUNT(shares));
	tcase_add_loop_test(tc, quorum_of_group, 0, COUNT(shares));
	tcase_add_loop_test(tc, majority_of_present, 0, COUNT(shares));
	tcase_add_loop_test(tc, majority_of_eligible, 0, COUNT(shares));
	tcase_add_loop_test(tc, majority_of_group, 0, COUNT(shares));
	tcase_add_test(tc, conference);
	tcase_add_loop_test(tc, held_quorum, 0, 2 * COUNT(shares));
	tcase_add_loop_test(tc, held_majority, 0, 3 * COUNT(shares));
	tcase_add_loop_test(tc, held_by_nobody, 0, 3);
	return suite;
}
