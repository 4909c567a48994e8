// SPDX-License-Identifier: GPL-2.0-only
/* Findings: who may judge what, and what a struck record leaves behind. */
#include "test.h"

static void act_as(u32 uid, u32 loginuid)
{
	w->now.uid = uid;
	w->now.loginuid = loginuid;
}

/* The record of the recorder, then the inspector at work. */
static u64 recorded(u32 items)
{
	act_as(1000, 1000);
	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .items = items,
		     .day = TODAY));
	act_as(2000, 2000);
	return w->seq;
}

START_TEST(strikes)
{
	u64 older = recorded(7), newer;

	ck_figure(TOWN, "i-regs", 1, 3, 0);
	newer = recorded(7);
	ck_ok(strike(w, COMMUNE, newer));
	ck_assert_uint_eq(rec_of(newer)->flags, DINH_REC_STRUCK);
	/* The older one counts as it would have without it. */
	ck_figure(TOWN, "i-regs", 1, 3, 0);
	ck_ok(strike(w, COMMUNE, older));
	ck_figure(TOWN, "i-regs", 0, 3, 0);
	ck_assert_int_eq(standing(w, COMMUNE, "regs"), DINH_UNMET);
	ck_replays();
}
END_TEST

START_TEST(upholds)
{
	u64 seq = recorded(7);

	ck_ok(uphold(w, COMMUNE, seq));
	ck_assert_uint_eq(rec_of(seq)->flags, DINH_REC_UPHELD);
	ck_figure(TOWN, "i-regs", 1, 3, 0);
	ck_ok(uphold(w, COMMUNE, seq));
	/* What was seen later weighs more. */
	ck_ok(strike(w, COMMUNE, seq));
	ck_figure(TOWN, "i-regs", 0, 3, 0);
	ck_replays();
}
END_TEST

/* A recorder must not judge; one rule with that of a withdrawal. */
START_TEST(own)
{
	u64 seq = recorded(7);
	static const struct {
		u32 uid, login;
		bool same;
	} cases[] = {
		{ 1000, 1000, true },
		/* The login decides, whoever it became. */
		{ 0, 1000, true },
		{ 1000, 2000, false },
		/* Without a login, the uid does. */
		{ 1000, DINH_UID_NONE, true },
		{ 2000, DINH_UID_NONE, false },
	};

	act_as(cases[_i].uid, cases[_i].login);
	if (cases[_i].same)
		ck_refused(OWN_RECORD, DINH_A_SEQ, "finding: the record is the "
			   "inspector's own, uid 1000",
			   strike(w, COMMUNE, seq));
	else
		ck_ok(strike(w, COMMUNE, seq));
}
END_TEST

START_TEST(final)
{
	u64 seq = recorded(7);

	ck_ok(strike(w, COMMUNE, seq));
	ck_refused(RECORD_STRUCK, DINH_A_SEQ, "record: it was struck",
		   strike(w, COMMUNE, seq));
	ck_refused(RECORD_STRUCK, DINH_A_SEQ, "record: it was struck",
		   uphold(w, COMMUNE, seq));
	act_as(1000, 1000);
	ck_refused(RECORD_STRUCK, DINH_A_SEQ, "record: it was struck",
		   withdraw(w, COMMUNE, seq));
	seq = recorded(7);
	act_as(1000, 1000);
	ck_ok(withdraw(w, COMMUNE, seq));
	act_as(2000, 2000);
	ck_refused(RECORD_WITHDRAWN, DINH_A_SEQ,
		   "record: it is withdrawn already",
		   strike(w, COMMUNE, seq));
	ck_replays();
}
END_TEST

START_TEST(no_such_record)
{
	u64 seq = recorded(7);

	ck_refused(RECORD_UNKNOWN, DINH_A_SEQ,
		   "record: entry 3 is none that still counts",
		   strike(w, COMMUNE, 3));
	ck_refused(RECORD_UNIT, DINH_A_UNIT, "record: it is of unit 3",
		   strike(w, WARD, seq));
	act_as(1000, 1000);
	ck_ok(record(w, .unit = STATE, .req = "dialog", .day = TODAY));
	seq = w->seq;
	act_as(2000, 2000);
	ck_ok(go_to(w, TODAY + 91));
	ck_refused(RECORD_EXPIRED, DINH_A_SEQ,
		   "record: it counted until 2017-08-10",
		   strike(w, STATE, seq));
	ck_ok(dissolve(w, STATE, TODAY));
	ck_refused(UNIT_DISSOLVED, DINH_A_SEQ,
		   "unit: dnnn was dissolved on 2017-05-12",
		   strike(w, STATE, seq));
}
END_TEST

START_TEST(form)
{
	u64 seq = recorded(7);

	ck_refused(MALFORMED, 0, "entry: malformed, type 14, at byte 56",
		   submit(w, finding_entry(COMMUNE, seq, 2, 0, "so")));
	ck_refused(TEXT_EMPTY, DINH_A_REASON, "text: empty",
		   submit(w, finding_entry(COMMUNE, seq, 0, 0, "")));
	ck_refused(DUE_PAST, DINH_A_DUE,
		   "due: 2017-05-11 is before today, 2017-05-12",
		   submit(w, finding_entry(COMMUNE, seq, 0, TODAY - 1, "so")));
	ck_refused(DAY_FORM, DINH_A_DUE, "day: 2932897 is not a day",
		   submit(w, finding_entry(COMMUNE, seq, 0, DINH_DAY_MAX + 1,
					   "so")));
}
END_TEST

/* It asks for an answer: an assignment, that i-answers counts. */
START_TEST(asks)
{
	u64 seq = recorded(7), finding;
	const struct dinh_assign *a;

	ck_ok(submit(w, finding_entry(COMMUNE, seq, DINH_FINDING_STRIKE,
				      TODAY + 15, "no copy at the office")));
	finding = w->seq;
	a = dinh_assignment_find(w->reg, finding);
	ck_assert_ptr_nonnull(a);
	ck_assert(a->is_finding);
	ck_assert_uint_eq(a->unit, COMMUNE);
	ck_assert_uint_eq(a->due, TODAY + 15);
	ck_assert_str_eq(a->title, "no copy at the office");
	ck_figure(TOWN, "i-regs", 0, 3, 0);
	ck_figure(TOWN, "i-answers", 0, 0, 1);
	ck_figure(TOWN, "i-tasks", 0, 0, 0);
	ck_ok(go_to(w, TODAY + 15));
	ck_ok(complete(w, COMMUNE, finding, TODAY + 15));
	ck_figure(TOWN, "i-answers", 1, 1, 0);
	ck_replays();
}
END_TEST

static void tasks_setup(void)
{
	town_setup();
	ck_ok(prog_load(w, tasks_programme()));
}

Suite *finding_suite(void)
{
	Suite *suite = suite_create("finding");
	TCase *tc = test_case(suite, "finding", tasks_setup);

	tcase_add_test(tc, strikes);
	tcase_add_test(tc, upholds);
	tcase_add_loop_test(tc, own, 0, 5);
	tcase_add_test(tc, final);
	tcase_add_test(tc, no_such_record);
	tcase_add_test(tc, form);
	tcase_add_test(tc, asks);
	return suite;
}
