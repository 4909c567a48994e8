// SPDX-License-Identifier: GPL-2.0-only
/* Assignments: in time, late, overdue, and until when they count. */
#include "test.h"

static unsigned int overdue;
static u64 overdue_seq;

static void on_overdue(u64 seq)
{
	overdue++;
	overdue_seq = seq;
}

static u64 assigned(u32 nr, u32 due)
{
	ck_ok(assign(w, nr, due));
	return w->seq;
}

START_TEST(kept)
{
	const struct dinh_assign *a;

	ck_ok(submit(w, assignment_entry(AGENCY, TODAY + 9, "objective",
					 "Báo cáo quý II")));
	a = dinh_assignment_find(w->reg, w->seq);
	ck_assert_ptr_eq(a, dinh_assignments(w->reg, dinh_unit(w->reg,
							       AGENCY)));
	ck_assert_uint_eq(a->seq, w->seq);
	ck_assert_uint_eq(a->unit, AGENCY);
	ck_assert_uint_eq(a->given, TODAY);
	ck_assert_uint_eq(a->due, TODAY + 9);
	ck_assert_uint_eq(a->completed, 0);
	ck_assert(!a->is_finding);
	ck_assert_str_eq(a->objective, "objective");
	ck_assert_str_eq(a->title, "Báo cáo quý II");
	ck_ok(assign(w, AGENCY, TODAY));
	ck_assert_ptr_eq(a->next, dinh_assignment_find(w->reg, w->seq));
	ck_assert_ptr_null(dinh_assignments(w->reg, dinh_unit(w->reg, WARD)));
	ck_assert_ptr_null(dinh_assignment_find(w->reg, 0));
	ck_assert_ptr_null(dinh_assignment_find(w->reg, ~0ull));
	ck_replays();
}
END_TEST

/* Open, due today, overdue by one day, done late. */
START_TEST(counts)
{
	u64 late = assigned(AGENCY, TODAY + 1), in_time;

	w->on_overdue = on_overdue;
	in_time = assigned(COMMUNE, TODAY + 40);
	ck_figure(TOWN, "i-tasks", 0, 0, 2);
	ck_ok(go_to(w, TODAY + 1));
	ck_figure(TOWN, "i-tasks", 0, 0, 2);
	ck_assert_uint_eq(overdue, 0);
	ck_ok(go_to(w, TODAY + 2));
	ck_figure(TOWN, "i-tasks", 0, 1, 1);
	ck_figure(AGENCY, "i-tasks", 0, 1, 0);
	ck_assert_uint_eq(overdue, 1);
	ck_assert_uint_eq(overdue_seq, late);
	ck_assert_uint_eq(dinh_assignment_overdue(dinh_assignment_find(w->reg,
						late), TODAY + 2), 1);
	ck_ok(go_to(w, TODAY + 3));
	ck_assert_uint_eq(overdue, 1);
	/* Late it stays, whenever it is done. */
	ck_ok(complete(w, AGENCY, late, TODAY + 2));
	ck_figure(TOWN, "i-tasks", 0, 1, 1);
	ck_ok(complete(w, COMMUNE, in_time, TODAY + 3));
	ck_figure(TOWN, "i-tasks", 1, 2, 0);
	ck_figure(0, "i-answers", 0, 0, 0);
	ck_ok(go_to(w, TODAY + 60));
	ck_assert_uint_eq(overdue, 1);
	ck_replays();
}
END_TEST

/* Told late that it was done in time: it was in time. */
START_TEST(done_before_told)
{
	u64 seq = assigned(AGENCY, TODAY + 1);

	ck_ok(go_to(w, TODAY + 9));
	ck_figure(0, "i-tasks", 0, 1, 0);
	ck_ok(complete(w, AGENCY, seq, TODAY + 1));
	ck_figure(0, "i-tasks", 1, 1, 0);
	ck_replays();
}
END_TEST

/* Several days pass at once, over a new year. */
START_TEST(new_year)
{
	u64 done = assigned(AGENCY, TODAY + 1), open = assigned(WARD, TODAY);

	w->on_overdue = on_overdue;
	ck_assert_uint_eq(done, 11);
	ck_ok(complete(w, AGENCY, done, TODAY));
	ck_figure(0, "i-tasks", 1, 1, 1);
	ck_ok(go_to(w, DAY(2017, 12, 31)));
	ck_figure(0, "i-tasks", 1, 2, 0);
	ck_ok(go_to(w, DAY(2018, 1, 1)));
	ck_figure(0, "i-tasks", 0, 1, 0);
	ck_assert_ptr_null(dinh_assignment_find(w->reg, done));
	ck_assert_ptr_nonnull(dinh_assignment_find(w->reg, open));
	ck_assert_uint_eq(overdue, 1);
	ck_refused(ASSIGNMENT_UNKNOWN, DINH_A_SEQ,
		   "assignment: entry 11 is none that still counts",
		   complete(w, AGENCY, 11, TODAY));
	/* Done this year, although it was given in the one before. */
	ck_ok(complete(w, WARD, open, DAY(2018, 1, 1)));
	ck_figure(0, "i-tasks", 0, 1, 0);
	ck_ok(go_to(w, DAY(2019, 6, 1)));
	ck_figure(0, "i-tasks", 0, 0, 0);
	ck_replays();
}
END_TEST

static unsigned int lapsed[NEXT_UNIT];

static void on_lapsed(u32 nr, unsigned int ind)
{
	lapsed[nr]++;
}

/*
 * A year begins, and with it an indicator of the same code that counts
 * assignments: one that was done too late in the year before is in it no more.
 */
START_TEST(year_of_other_rules)
{
	struct prog *prog = prog_new("tasks", DAY(2018, 1, 1));
	struct dinh_indicator *ind;
	u64 late;

	ind = prog_indicator(prog, "i-regs", LOCALITIES_OF_TEST |
			     BIT(DINH_KIND_AGENCY), CODES(NULL));
	ind->counted = DINH_COUNTED_ASSIGNMENTS;
	prog_requirement(prog, "regs", LOCALITIES_OF_TEST, 3);
	ck_ok(prog_load(w, prog));
	w->on_lapsed = on_lapsed;
	ck_ok(record(w, .unit = AGENCY, .req = "regs", .items = 7,
		     .day = TODAY));
	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .items = 7,
		     .day = TODAY));
	late = assigned(AGENCY, TODAY);
	assigned(COMMUNE, TODAY);
	ck_ok(go_to(w, TODAY + 1));
	ck_ok(complete(w, AGENCY, late, TODAY + 1));
	ck_ok(go_to(w, DAY(2018, 1, 1)));
	ck_figure(AGENCY, "i-regs", 0, 0, 0);
	ck_figure(COMMUNE, "i-regs", 0, 1, 0);
	ck_assert_uint_eq(lapsed[AGENCY], 0);
	ck_assert_uint_eq(lapsed[COMMUNE], 1);
	ck_assert_uint_eq(lapsed[WARD], 0);
	ck_replays();
}
END_TEST

/* Overdue on the day from which a programme asks for other things. */
START_TEST(other_rules)
{
	struct prog *prog = tasks_programme();

	w->on_overdue = on_overdue;
	prog->head.from = cpu_to_le32(DAY(2018, 1, 1));
	ck_ok(prog_load(w, prog));
	ck_ok(complete(w, AGENCY, assigned(AGENCY, TODAY), TODAY));
	assigned(WARD, DAY(2017, 12, 31));
	ck_ok(go_to(w, DAY(2018, 1, 1)));
	ck_figure(0, "i-tasks", 0, 1, 0);
	ck_assert_uint_eq(overdue, 1);
	ck_replays();
}
END_TEST

START_TEST(moves_and_ends)
{
	u64 seq = assigned(WARD, TODAY + 5);

	ck_ok(unit_set(w, WARD, DINH_SET_PARENT, .parent = PROVINCE));
	ck_figure(TOWN, "i-tasks", 0, 0, 0);
	ck_figure(PROVINCE, "i-tasks", 0, 0, 1);
	/* A kind that i-tasks does not count. */
	assigned(SCHOOL, TODAY + 5);
	ck_figure(PROVINCE, "i-tasks", 0, 0, 1);
	ck_ok(dissolve(w, WARD, TODAY));
	ck_figure(0, "i-tasks", 0, 0, 0);
	ck_assert_ptr_null(dinh_assignment_find(w->reg, seq));
	ck_refused(UNIT_DISSOLVED, DINH_A_UNIT,
		   "unit: 18115 was dissolved on 2017-05-12",
		   assign(w, WARD, TODAY));
	ck_ok(go_to(w, TODAY + 6));
	ck_replays();
}
END_TEST

START_TEST(refused)
{
	u64 seq = assigned(AGENCY, TODAY + 1);
	struct dinh_entry *entry;

	ck_refused(DUE_PAST, DINH_A_DUE,
		   "due: 2017-05-11 is before today, 2017-05-12",
		   assign(w, AGENCY, TODAY - 1));
	ck_refused(DAY_FORM, DINH_A_DUE, "day: 0 is not a day",
		   assign(w, AGENCY, 0));
	ck_refused(UNIT_UNKNOWN, DINH_A_UNIT, "unit: 0 is not known",
		   assign(w, 0, TODAY));
	ck_refused(TEXT_EMPTY, DINH_A_TITLE, "text: empty",
		   submit(w, assignment_entry(AGENCY, TODAY, NULL, "")));
	ck_refused(PROGRAMME_NAMES, DINH_A_OBJECTIVE,
		   "small: unknown: task-9",
		   submit(w, assignment_entry(AGENCY, TODAY, "task-9", "it")));
	ck_refused(CODE_FORM, DINH_A_OBJECTIVE,
		   "code: 1 to 31 of A-Z a-z 0-9 . _ - wanted",
		   submit(w, assignment_entry(AGENCY, TODAY, "a/b", "it")));
	entry = assignment_entry(AGENCY, TODAY, NULL, "it");
	((struct dinh_assignment *)(entry + 1))->spare = cpu_to_le32(1);
	ck_refused(SPARE, 0, "entry: a spare field is not zero, at byte 52",
		   submit(w, entry));

	ck_refused(ASSIGNMENT_UNIT, DINH_A_UNIT, "assignment: it is of unit 5",
		   complete(w, WARD, seq, TODAY));
	ck_refused(COMPLETED_BEFORE, DINH_A_DAY, "day: 2017-05-11 is before "
		   "the assignment was given, 2017-05-12",
		   complete(w, AGENCY, seq, TODAY - 1));
	ck_refused(DAY_FUTURE, DINH_A_DAY,
		   "day: 2017-05-13 is after today, 2017-05-12",
		   complete(w, AGENCY, seq, TODAY + 1));
	ck_refused(DAY_FORM, DINH_A_DAY, "day: 0 is not a day",
		   complete(w, AGENCY, seq, 0));
	ck_refused(TEXT_EMPTY, DINH_A_RESULT, "text: empty",
		   submit(w, completion_entry(AGENCY, seq, TODAY, "")));
	entry = completion_entry(AGENCY, seq, TODAY, "it");
	((struct dinh_completion *)(entry + 1))->spare = cpu_to_le32(1);
	ck_refused(SPARE, 0, "entry: a spare field is not zero, at byte 92",
		   submit(w, entry));
	ck_ok(complete(w, AGENCY, seq, TODAY));
	ck_refused(COMPLETED, DINH_A_SEQ,
		   "assignment: it was completed on 2017-05-12",
		   complete(w, AGENCY, seq, TODAY));
}
END_TEST

START_TEST(bounded)
{
	unsigned int i;

	for (i = 0; i < DINH_ASSIGNMENTS_MAX; i++)
		ck_ok(assign(w, AGENCY, TODAY));
	ck_refused(ASSIGNMENTS_FULL, 0, "assignments: 1024 of the unit are "
		   "kept, 1024 is the bound", assign(w, AGENCY, TODAY));
	ck_ok(assign(w, WARD, TODAY));
	ck_replays();
}
END_TEST

/* Without memory for it, nothing of it is there. */
START_TEST(no_memory)
{
	struct dinh_entry *entry = assignment_entry(AGENCY, TODAY, NULL, "it");
	struct digest before = digest_of(w, NULL), after;
	long n;
	int err;

	for (n = 0; (err = submit_failing(w, entry, n)); n++) {
		ck_assert_int_eq(err, -ENOMEM);
		after = digest_of(w, NULL);
		ck_assert(digest_same(&before, &after));
	}
	ck_assert_int_ge(n, 2);
	free(entry);
	ck_figure(0, "i-tasks", 0, 0, 1);
	ck_replays();
}
END_TEST

static void tasks_setup(void)
{
	overdue = 0;
	town_setup();
	ck_ok(prog_load(w, tasks_programme()));
}

Suite *assignment_suite(void)
{
	Suite *suite = suite_create("assignment");
	TCase *tc = test_case(suite, "assignment", tasks_setup);

	tcase_add_test(tc, kept);
	tcase_add_test(tc, counts);
	tcase_add_test(tc, done_before_told);
	tcase_add_test(tc, new_year);
	tcase_add_test(tc, year_of_other_rules);
	tcase_add_test(tc, other_rules);
	tcase_add_test(tc, moves_and_ends);
	tcase_add_test(tc, refused);
	tcase_add_test(tc, bounded);
	tcase_add_test(tc, no_memory);
	return suite;
}
