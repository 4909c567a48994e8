// SPDX-License-Identifier: GPL-2.0-only
/* Withdrawals and early ends: by whom, of what, and what they do. */
#include "test.h"

static u64 talk(u32 uid, u32 loginuid)
{
	w->now.uid = uid;
	w->now.loginuid = loginuid;
	ck_ok(record(w, .unit = COMMUNE, .req = "talk", .day = TODAY));
	return w->seq;
}

static const struct {
	u32 uid;
	u32 loginuid;
	u32 by_uid;
	u32 by_loginuid;
	bool same;
} authors[] = {
#define UNSET	DINH_UID_NONE
	{ 1000, 1000, 1000, 1000, true },
	/* Both logins set: they decide. */
	{ 1000, 7, 0, 7, true },
	{ 1000, 7, 1000, 8, false },
	{ 0, 0, 0, 1, false },
	{ 0, 0, 5, 0, true },
	/* One unset: the uids decide. */
	{ 1000, UNSET, 1000, 7, true },
	{ 1000, 7, 1000, UNSET, true },
	{ 1000, UNSET, 1001, 7, false },
	{ 1000, 7, 1001, UNSET, false },
	{ 1000, UNSET, 1000, UNSET, true },
	{ 1000, UNSET, 1001, UNSET, false },
	{ UINT32_MAX - 2, UNSET, UINT32_MAX - 2, UNSET, true },
};

START_TEST(author)
{
	u64 seq = talk(authors[_i].uid, authors[_i].loginuid);
	char text[DINH_MESSAGE_SIZE];

	ck_figure(COMMUNE, "i-talk", 1, 1, 0);
	w->now.uid = authors[_i].by_uid;
	w->now.loginuid = authors[_i].by_loginuid;
	if (authors[_i].same) {
		ck_ok(withdraw(w, COMMUNE, seq));
		ck_figure(COMMUNE, "i-talk", 0, 1, 0);
		ck_assert_uint_eq(rec_of(seq)->flags, DINH_REC_WITHDRAWN);
		ck_replays();
		return;
	}
	snprintf(text, sizeof(text),
		 "withdrawal: the record is another author's, uid %u",
		 authors[_i].uid);
	ck_refused(NOT_AUTHOR, DINH_A_SEQ, text, withdraw(w, COMMUNE, seq));
	ck_figure(COMMUNE, "i-talk", 1, 1, 0);
}
END_TEST

/* Each author once, however often they come. */
START_TEST(many_authors)
{
	u64 seq[64];
	unsigned int i;

	for (i = 0; i < COUNT(seq); i++)
		seq[i] = talk(i % 5, i % 3);
	for (i = 15; i < COUNT(seq); i++)
		ck_assert_uint_eq(rec_of(seq[i])->author,
				  rec_of(seq[i - 15])->author);
	ck_assert_ptr_nonnull(dinh_author(w->reg, 15));
	ck_assert_ptr_null(dinh_author(w->reg, 16));
	ck_replays();
}
END_TEST

START_TEST(withdrawal_refused)
{
	u64 seq = talk(1000, 1000);

	ck_assert_uint_eq(seq, 10);
	ck_refused(RECORD_UNKNOWN, DINH_A_SEQ,
		   "record: entry 99 is none that still counts",
		   withdraw(w, COMMUNE, 99));
	/* An entry that is no record; a number beyond all. */
	ck_refused(RECORD_UNKNOWN, DINH_A_SEQ,
		   "record: entry 3 is none that still counts",
		   withdraw(w, COMMUNE, 3));
	ck_refused(RECORD_UNKNOWN, DINH_A_SEQ,
		   "record: entry 18446744073709551615 is none that still "
		   "counts", withdraw(w, COMMUNE, ~0ull));
	ck_refused(RECORD_UNKNOWN, DINH_A_SEQ,
		   "record: entry 1099511627786 is none that still counts",
		   withdraw(w, COMMUNE, seq + (1ull << 40)));
	ck_refused(RECORD_UNIT, DINH_A_UNIT, "record: it is of unit 3",
		   withdraw(w, WARD, seq));
	ck_refused(RECORD_UNIT, DINH_A_UNIT, "record: it is of unit 3",
		   withdraw(w, 0, seq));
	ck_refused(TEXT_EMPTY, DINH_A_REASON, "text: empty",
		   submit(w, withdrawal_entry(COMMUNE, seq, "")));
	ck_refused(TEXT_CONTROL, DINH_A_REASON,
		   "text: control character at byte 1",
		   submit(w, withdrawal_entry(COMMUNE, seq, "a\nb")));
	ck_ok(withdraw(w, COMMUNE, seq));
	ck_refused(RECORD_WITHDRAWN, DINH_A_SEQ,
		   "record: it is withdrawn already",
		   withdraw(w, COMMUNE, seq));
	ck_refused(RECORD_WITHDRAWN, DINH_A_SEQ,
		   "record: it is withdrawn already",
		   record_end(w, COMMUNE, seq, TODAY));
	/* Expired, and of a unit that is gone. */
	ck_ok(record(w, .unit = AGENCY, .req = "quarter", .day = TODAY));
	seq = w->seq;
	ck_ok(go_to(w, DAY(2017, 11, 10)));
	ck_ok(check_only(w, withdrawal_entry(AGENCY, seq, "x")));
	ck_ok(go_to(w, DAY(2017, 11, 11)));
	ck_refused(RECORD_EXPIRED, DINH_A_SEQ,
		   "record: it counted until 2017-11-10",
		   withdraw(w, AGENCY, seq));
	ck_ok(record(w, .unit = WARD, .req = "talk", .day = TODAY));
	seq = w->seq;
	ck_ok(dissolve(w, WARD, TODAY));
	ck_refused(UNIT_DISSOLVED, DINH_A_SEQ,
		   "unit: 18115 was dissolved on 2017-05-12",
		   withdraw(w, WARD, seq));
	ck_replays();
}
END_TEST

/* An end that is too far to be kept is told as none. */
START_TEST(end_far_away)
{
	u32 day = TODAY, until = day + (1u << 20) - 3;
	u64 seq;

	ck_ok(record(w, .unit = AGENCY, .req = "post", .day = day,
		     .until = until));
	ck_assert_uint_eq(dinh_rec_until(rec_of(w->seq)), until);
	ck_ok(record(w, .unit = AGENCY, .req = "post", .day = day,
		     .until = until + 1));
	ck_assert_uint_eq(dinh_rec_until(rec_of(w->seq)), DINH_DAY_FOREVER);
	ck_ok(record(w, .unit = AGENCY, .req = "post", .day = day,
		     .until = DINH_DAY_MAX));
	ck_assert_uint_eq(dinh_rec_until(rec_of(w->seq)), DINH_DAY_FOREVER);
	seq = w->seq;
	ck_ok(go_to(w, day + 40));
	ck_ok(record_end(w, AGENCY, seq, day + 30));
	ck_assert_uint_eq(dinh_rec_until(rec_of(seq)), day + 30);
	ck_replays();
}
END_TEST

static u64 post(void)
{
	ck_ok(record(w, .unit = AGENCY, .req = "post", .day = TODAY,
		     .until = TODAY + 59));
	return w->seq;
}

/* Up for 30 days, it counts as long as if it were still up. */
START_TEST(end_late_enough)
{
	u64 seq = post();

	ck_ok(go_to(w, TODAY + 40));
	ck_ok(record_end(w, AGENCY, seq, TODAY + 29));
	ck_assert_uint_eq(rec_of(seq)->last, DAY(2018, 5, 12));
	ck_assert_uint_eq(dinh_rec_until(rec_of(seq)), TODAY + 29);
	ck_figure(0, "i-post", 1, 1, 0);
	/* What is down is not up again. */
	ck_ok(record_end(w, AGENCY, seq, TODAY + 35));
	ck_assert_uint_eq(dinh_rec_until(rec_of(seq)), TODAY + 29);
	ck_replays();
}
END_TEST

START_TEST(end_too_early)
{
	u64 seq = post();

	ck_ok(go_to(w, TODAY + 28));
	ck_ok(record_end(w, AGENCY, seq, TODAY + 28));
	/* It still is up today. */
	ck_figure(0, "i-post", 1, 1, 0);
	ck_assert_uint_eq(rec_of(seq)->last, TODAY + 28);
	ck_assert_uint_eq(dinh_rec_until(rec_of(seq)), TODAY + 28);
	ck_ok(go_to(w, TODAY + 29));
	ck_figure(0, "i-post", 0, 1, 0);
	ck_replays();
}
END_TEST

START_TEST(end_in_the_past)
{
	u64 seq = post();

	ck_ok(go_to(w, TODAY + 20));
	ck_ok(record_end(w, AGENCY, seq, TODAY));
	ck_assert_uint_eq(rec_of(seq)->last, TODAY);
	ck_figure(0, "i-post", 0, 1, 0);
	ck_refused(RECORD_EXPIRED, DINH_A_SEQ,
		   "record: it counted until 2017-05-12",
		   withdraw(w, AGENCY, seq));
	ck_replays();
}
END_TEST

/* What is older than its key is remembered goes as soon as it is ended. */
START_TEST(end_of_old)
{
	const struct dinh_rec *rec;

	ck_ok(record(w, .unit = STATE, .req = "agree", .day = TODAY,
		     .until = DAY(2019, 5, 11), .key = 8));
	ck_ok(record(w, .unit = STATE, .req = "agree", .day = TODAY,
		     .until = DAY(2019, 5, 11)));
	ck_ok(go_to(w, DAY(2019, 1, 1)));
	ck_ok(record_end(w, STATE, w->seq - 2, DAY(2018, 12, 31)));
	ck_assert_ptr_null(dinh_record_find(w->reg, w->seq - 3, &rec));
	ck_ok(record(w, .unit = STATE, .req = "agree", .day = TODAY,
		     .until = DAY(2019, 5, 11), .key = 8));
	ck_ok(withdraw(w, STATE, w->seq - 3));
	ck_assert_uint_eq(dinh_unit(w->reg, STATE)->n, 1);
	ck_replays();
}
END_TEST

/* A stated term ends when it is ended, its grace too. */
START_TEST(end_of_term)
{
	u64 seq;

	ck_ok(record(w, .unit = STATE, .req = "agree", .day = TODAY,
		     .until = DAY(2019, 5, 11)));
	seq = w->seq;
	ck_assert_uint_eq(rec_of(seq)->last, DAY(2019, 8, 9));
	ck_assert_uint_eq(dinh_rec_until(rec_of(seq)), DAY(2019, 5, 11));
	ck_ok(go_to(w, TODAY + 500));
	ck_ok(record_end(w, STATE, seq, TODAY + 450));
	ck_assert_uint_eq(rec_of(seq)->last, TODAY + 450);
	ck_assert_int_eq(standing(w, STATE, "agree"), DINH_UNMET);
	ck_replays();
}
END_TEST

START_TEST(end_refused)
{
	u64 seq = post(), other;
	struct dinh_entry *entry;

	ck_ok(record(w, .unit = COMMUNE, .req = "talk", .day = TODAY));
	other = w->seq;
	ck_refused(NOT_POSTED, DINH_A_SEQ,
		   "end: the record is of nothing posted or stated",
		   record_end(w, COMMUNE, other, TODAY));
	ck_refused(END_BEFORE, DINH_A_DAY,
		   "end: 2017-05-11 is before the record's day, 2017-05-12",
		   record_end(w, AGENCY, seq, TODAY - 1));
	ck_refused(DAY_FUTURE, DINH_A_DAY,
		   "day: 2017-05-13 is after today, 2017-05-12",
		   record_end(w, AGENCY, seq, TODAY + 1));
	ck_refused(DAY_FORM, DINH_A_DAY, "day: 0 is not a day",
		   record_end(w, AGENCY, seq, 0));
	ck_refused(RECORD_UNIT, DINH_A_UNIT, "record: it is of unit 5",
		   record_end(w, TOWN, seq, TODAY));
	ck_refused(RECORD_UNKNOWN, DINH_A_SEQ,
		   "record: entry 77 is none that still counts",
		   record_end(w, TOWN, 77, TODAY));
	entry = record_end_entry(AGENCY, seq, TODAY);
	((struct dinh_record_end *)(entry + 1))->spare = 1;
	ck_refused(MALFORMED, 0, "entry: malformed, type 11, at byte 60",
		   submit(w, entry));
	/* Whoever sees that it is down may say so. */
	w->now.uid = 4711;
	w->now.loginuid = 4711;
	ck_ok(record_end(w, AGENCY, seq, TODAY));
}
END_TEST

/*
 * A programme that was loaded since, though from a day before the record's, is
 * not the one by which it was accepted.
 */
START_TEST(end_by_its_own_rule)
{
	struct prog *prog = prog_new("p", DAY(2017, 1, 1));
	u64 seq = post();

	prog_requirement(prog, "regs", BIT(DINH_KIND_AGENCY), 1);
	prog_indicator(prog, "i", BIT(DINH_KIND_AGENCY), CODES("regs"));
	ck_ok(prog_load(w, prog));
	ck_ok(record_end(w, AGENCY, seq, TODAY));
	/* It can be taken back, though nothing asks for it. */
	ck_ok(withdraw(w, AGENCY, seq));
	ck_replays();
}
END_TEST

Suite *change_suite(void)
{
	Suite *suite = suite_create("change");
	TCase *tc = test_case(suite, "town", town_setup);

	tcase_add_loop_test(tc, author, 0, COUNT(authors));
	tcase_add_test(tc, many_authors);
	tcase_add_test(tc, withdrawal_refused);
	tcase_add_test(tc, end_far_away);
	tcase_add_test(tc, end_late_enough);
	tcase_add_test(tc, end_too_early);
	tcase_add_test(tc, end_in_the_past);
	tcase_add_test(tc, end_of_old);
	tcase_add_test(tc, end_of_term);
	tcase_add_test(tc, end_refused);
	tcase_add_test(tc, end_by_its_own_rule);
	return suite;
}
