// SPDX-License-Identifier: GPL-2.0-only
/* Kiosks, what of their presses was lost, and what a TPM was told. */
#include "test.h"

static void ck_kiosk(unsigned int i, u64 seq, u32 nr, u8 role, u64 meeting,
		     u8 flags)
{
	const struct dinh_kiosk *kiosk = &w->reg->kiosk[i];

	ck_assert_uint_lt(i, w->reg->n_kiosks);
	ck_assert_uint_eq(kiosk->seq, seq);
	ck_assert_uint_eq(kiosk->unit, nr);
	ck_assert_uint_eq(kiosk->role, role);
	ck_assert_uint_eq(kiosk->meeting, meeting);
	ck_assert_uint_eq(kiosk->flags, flags);
	ck_assert_ptr_eq(dinh_kiosk(w->reg, seq), kiosk);
}

/* A conference of the agency. */
static u64 a_meeting(void)
{
	ck_ok(open_meeting(w, .unit = AGENCY, .req = "conf", .eligible = 40));
	return w->seq;
}

static u64 a_kiosk(void)
{
	ck_ok(bind_kiosk(w, WARD, RATING, 0));
	return w->seq;
}

/* @role: of the agency's @meeting */
static u64 a_kiosk_of(u64 meeting, u8 role)
{
	ck_ok(submit_own(w, kiosk_bind_entry(AGENCY, role, meeting, 0,
					     "card reader")));
	return w->seq;
}

/* Each has its number; the others keep their order when one goes. */
START_TEST(bound)
{
	u64 generation, meeting = a_meeting(), rating, cards, ballot;

	generation = w->reg->generation;
	rating = a_kiosk();
	ck_assert_uint_ne(w->reg->generation, generation);
	cards = a_kiosk_of(meeting, DINH_KIOSK_ATTENDANCE);
	ck_ok(submit_own(w, kiosk_bind_entry(AGENCY, DINH_KIOSK_BALLOT,
					     meeting, DINH_KIOSK_VIRTUAL,
					     "máy bỏ phiếu")));
	ballot = w->seq;
	ck_kiosk(0, rating, WARD, DINH_KIOSK_RATING, 0, 0);
	ck_kiosk(1, cards, AGENCY, DINH_KIOSK_ATTENDANCE, meeting, 0);
	ck_kiosk(2, ballot, AGENCY, DINH_KIOSK_BALLOT, meeting,
		 DINH_KIOSK_VIRTUAL);
	ck_assert_uint_eq(w->reg->n_kiosks, 3);
	generation = w->reg->generation;
	ck_ok(unbind_kiosk(w, WARD, rating));
	ck_assert_uint_ne(w->reg->generation, generation);
	ck_assert_uint_eq(w->reg->n_kiosks, 2);
	ck_assert_ptr_null(dinh_kiosk(w->reg, rating));
	ck_kiosk(0, cards, AGENCY, DINH_KIOSK_ATTENDANCE, meeting, 0);
	ck_kiosk(1, ballot, AGENCY, DINH_KIOSK_BALLOT, meeting,
		 DINH_KIOSK_VIRTUAL);
	ck_refused(KIOSK_UNKNOWN, DINH_A_KIOSK,
		   "kiosk: entry 11 is none that is bound",
		   unbind_kiosk(w, WARD, rating));
	ck_replays();
}
END_TEST

START_TEST(every_reason)
{
	unsigned int why;
	u64 seq;

	for (why = 0; why < DINH_UNBINDS; why++) {
		seq = a_kiosk();
		ck_ok(submit_own(w, kiosk_unbind_entry(WARD, seq, why)));
	}
	seq = a_kiosk();
	ck_refused(MALFORMED, 0, "entry: malformed, type 27, at byte 48",
		   submit_own(w, kiosk_unbind_entry(WARD, seq, why)));
	ck_replays();
}
END_TEST

/* A unit can have several, and moves with them. */
START_TEST(moved)
{
	u64 first = a_kiosk(), second = a_kiosk();

	ck_ok(unit_set(w, WARD, DINH_SET_PARENT, .parent = PROVINCE));
	ck_kiosk(0, first, WARD, DINH_KIOSK_RATING, 0, 0);
	ck_ok(submit_own(w, rating_entry(WARD, second, 4, 0)));
	ck_assert_uint_eq(dinh_ratings(w->reg,
				       dinh_unit(w->reg, PROVINCE)).count, 1);
	ck_replays();
}
END_TEST

/* Its presses are the unit's, in what it is bound for, and nothing else. */
START_TEST(presses)
{
	u64 meeting = a_meeting(), rating = a_kiosk();
	u64 cards = a_kiosk_of(meeting, DINH_KIOSK_ATTENDANCE);
	u64 ballot = a_kiosk_of(meeting, DINH_KIOSK_BALLOT);
	const struct dinh_cast yes = { .yes = 1 };
	u64 other;

	ck_ok(submit_own(w, rating_entry(WARD, rating, 2, DINH_LOW_CONDUCT)));
	ck_assert_uint_eq(dinh_ratings(w->reg,
				       dinh_unit(w->reg, WARD)).low[2], 1);
	ck_ok(submit_own(w, attendance_entry(AGENCY, meeting, cards, 7, 1)));
	ck_ok(submit_own(w, vote_entry(AGENCY, meeting, ballot, &yes)));

	ck_refused(KIOSK_OTHER, DINH_A_KIOSK,
		   "kiosk: entry 11 is bound for something else",
		   submit_own(w, rating_entry(AGENCY, rating, 5, 0)));
	ck_refused(KIOSK_OTHER, DINH_A_KIOSK,
		   "kiosk: entry 12 is bound for something else",
		   submit_own(w, rating_entry(AGENCY, cards, 5, 0)));
	ck_refused(KIOSK_OTHER, DINH_A_KIOSK,
		   "kiosk: entry 13 is bound for something else",
		   submit_own(w, attendance_entry(AGENCY, meeting, ballot, 8,
						  1)));
	ck_refused(KIOSK_OTHER, DINH_A_KIOSK,
		   "kiosk: entry 12 is bound for something else",
		   submit_own(w, vote_entry(AGENCY, meeting, cards, &yes)));
	ck_refused(KIOSK_UNKNOWN, DINH_A_KIOSK,
		   "kiosk: entry 10 is none that is bound",
		   submit_own(w, vote_entry(AGENCY, meeting, meeting, &yes)));
	/* One of another meeting of the same unit. */
	ck_ok(void_meeting(w, AGENCY, meeting));
	other = a_meeting();
	ck_refused(KIOSK_OTHER, DINH_A_KIOSK,
		   "kiosk: entry 12 is bound for something else",
		   submit_own(w, attendance_entry(AGENCY, other, cards, 7,
						  1)));
	ck_replays();
}
END_TEST

/* What comes of a kiosk is the kernel's to say. */
START_TEST(written)
{
	u64 meeting = a_meeting(), rating = a_kiosk();
	u64 cards = a_kiosk_of(meeting, DINH_KIOSK_ATTENDANCE);
	u64 ballot = a_kiosk_of(meeting, DINH_KIOSK_BALLOT);

	ck_refused(SPARE, 0, "entry: a spare field is not zero, at byte 48",
		   submit(w, rating_entry(WARD, rating, 5, 0)));
	/* Not even whether there is one. */
	ck_refused(SPARE, 0, "entry: a spare field is not zero, at byte 48",
		   submit(w, rating_entry(WARD, 99, 5, 0)));
	ck_refused(SPARE, 0, "entry: a spare field is not zero, at byte 56",
		   submit(w, attendance_entry(AGENCY, meeting, cards, 0, 1)));
	ck_refused(SPARE, 0, "entry: a spare field is not zero, at byte 56",
		   submit(w, vote_entry(AGENCY, meeting, ballot,
					&(struct dinh_cast){ .no = 1 })));
	ck_refused(TYPE, 0, "entry: type 26 is not one that is written",
		   submit(w, kiosk_bind_entry(WARD, 0, 0, 0, "x")));
	ck_refused(TYPE, 0, "entry: type 27 is not one that is written",
		   submit(w, kiosk_unbind_entry(WARD, rating, 0)));
	ck_refused(TYPE, 0, "entry: type 5 is not one that is written",
		   submit(w, loss_entry(WARD, rating, 1)));
	ck_refused(TYPE, 0, "entry: type 29 is not one that is written",
		   submit(w, tpm_entry(1, 7, 1)));
}
END_TEST

START_TEST(refused)
{
	u64 meeting = a_meeting(), over;
	struct dinh_entry *entry;
	char device[DINH_DEVICE_SIZE + 1];

	ck_refused(KIOSK_MEETING, DINH_A_MEETING,
		   "meeting: a kiosk for this has none",
		   bind_kiosk(w, AGENCY, RATING, meeting));
	ck_refused(MEETING_UNKNOWN, DINH_A_MEETING,
		   "meeting: entry 0 is none that is open",
		   bind_kiosk(w, AGENCY, BALLOT, 0));
	ck_refused(MEETING_UNKNOWN, DINH_A_MEETING,
		   "meeting: entry 18446744073709551615 is none that is open",
		   bind_kiosk(w, AGENCY, ATTENDANCE, ~0ull));
	ck_refused(MEETING_UNIT, DINH_A_MEETING, "meeting: it is of unit 5",
		   bind_kiosk(w, WARD, BALLOT, meeting));
	ck_refused(UNIT_UNKNOWN, DINH_A_UNIT, "unit: 0 is not known",
		   bind_kiosk(w, 0, RATING, 0));
	ck_refused(UNIT_UNKNOWN, DINH_A_UNIT, "unit: 99 is not known",
		   bind_kiosk(w, 99, RATING, 0));
	over = meeting;
	ck_ok(void_meeting(w, AGENCY, over));
	ck_refused(MEETING_UNKNOWN, DINH_A_MEETING,
		   "meeting: entry 10 is none that is open",
		   bind_kiosk(w, AGENCY, ATTENDANCE, over));
	ck_refused(MALFORMED, 0, "entry: malformed, type 26, at byte 56",
		   submit_own(w, kiosk_bind_entry(WARD, DINH_KIOSK_ROLES, 0,
						  0, "x")));
	ck_refused(MALFORMED, 0, "entry: malformed, type 26, at byte 56",
		   submit_own(w, kiosk_bind_entry(WARD, 0, 0, 2, "x")));
	entry = kiosk_bind_entry(WARD, 0, 0, 0, "x");
	((struct dinh_kiosk_bind *)(entry + 1))->spare[3] = 1;
	ck_refused(MALFORMED, 0, "entry: malformed, type 26, at byte 56",
		   submit_own(w, entry));
	ck_refused(TEXT_EMPTY, DINH_A_DEVICE, "text: empty",
		   submit_own(w, kiosk_bind_entry(WARD, 0, 0, 0, "")));
	memset(device, 'x', DINH_DEVICE_SIZE);
	device[DINH_DEVICE_SIZE] = 0;
	ck_refused(TEXT_LONG, DINH_A_DEVICE, "text: 128 bytes, 127 at most",
		   submit_own(w, kiosk_bind_entry(WARD, 0, 0, 0, device)));
	device[DINH_DEVICE_SIZE - 1] = 0;
	ck_ok(submit_own(w, kiosk_bind_entry(WARD, 0, 0, 0, device)));
	/* Another unit's. */
	ck_refused(KIOSK_OTHER, DINH_A_KIOSK,
		   "kiosk: entry 12 is bound for something else",
		   unbind_kiosk(w, TOWN, w->seq));
	entry = kiosk_unbind_entry(WARD, w->seq, 0);
	((struct dinh_kiosk_unbind *)(entry + 1))->spare = cpu_to_le32(1);
	ck_refused(MALFORMED, 0, "entry: malformed, type 27, at byte 48",
		   submit_own(w, entry));
	ck_replays();
}
END_TEST

START_TEST(bounded)
{
	unsigned int i;
	u64 first = 0;

	for (i = 0; i < DINH_KIOSKS_MAX; i++) {
		ck_ok(bind_kiosk(w, WARD, RATING, 0));
		first = first ?: w->seq;
	}
	ck_refused(KIOSKS_FULL, 0, "kiosks: 64 are bound, 64 is the bound",
		   bind_kiosk(w, WARD, RATING, 0));
	ck_ok(unbind_kiosk(w, WARD, first));
	ck_ok(bind_kiosk(w, WARD, RATING, 0));
	ck_kiosk(DINH_KIOSKS_MAX - 1, w->seq, WARD, DINH_KIOSK_RATING, 0, 0);
	ck_kiosk(0, first + 1, WARD, DINH_KIOSK_RATING, 0, 0);
	ck_replays();
}
END_TEST

START_TEST(unit_in_use)
{
	u64 kiosk = a_kiosk();

	ck_refused(KIOSK_OF_UNIT, DINH_A_UNIT,
		   "unit: its kiosk, entry 10, is bound",
		   dissolve(w, WARD, TODAY));
	ck_ok(unbind_kiosk(w, WARD, kiosk));
	ck_ok(dissolve(w, WARD, TODAY));
	ck_replays();
}
END_TEST

START_TEST(losses)
{
	u64 kiosk = a_kiosk();

	ck_ok(submit_own(w, loss_entry(WARD, kiosk, 1)));
	ck_ok(submit_own(w, loss_entry(WARD, kiosk, ~0ull)));
	ck_assert_uint_eq(le64_to_cpu(LAST(w, dinh_loss)->presses), ~0ull);
	/* It is in the ledger, and in no figure. */
	ck_assert_uint_eq(dinh_ratings(w->reg, dinh_unit(w->reg, 0)).count, 0);
	ck_refused(MALFORMED, 0, "entry: malformed, type 5, at byte 48",
		   submit_own(w, loss_entry(WARD, kiosk, 0)));
	ck_refused(KIOSK_OTHER, DINH_A_KIOSK,
		   "kiosk: entry 10 is bound for something else",
		   submit_own(w, loss_entry(TOWN, kiosk, 1)));
	ck_refused(KIOSK_UNKNOWN, DINH_A_KIOSK,
		   "kiosk: entry 0 is none that is bound",
		   submit_own(w, loss_entry(WARD, 0, 1)));
	ck_ok(unbind_kiosk(w, WARD, kiosk));
	ck_refused(KIOSK_UNKNOWN, DINH_A_KIOSK,
		   "kiosk: entry 10 is none that is bound",
		   submit_own(w, loss_entry(WARD, kiosk, 1)));
	ck_replays();
}
END_TEST

/*
 * What a TPM was told.
 */

/* As a TPM does it, by another library than the engine's. */
static void extended(const u8 before[DINH_HASH_SIZE],
		     const u8 with[DINH_HASH_SIZE], u8 value[DINH_HASH_SIZE])
{
	u8 both[2 * DINH_HASH_SIZE];

	memcpy(both, before, DINH_HASH_SIZE);
	memcpy(both + DINH_HASH_SIZE, with, DINH_HASH_SIZE);
	SHA256(both, sizeof(both), value);
}

START_TEST(sealed)
{
	u8 before[DINH_HASH_SIZE], root[DINH_HASH_SIZE];
	u8 value[DINH_HASH_SIZE];
	struct dinh_entry *entry;
	struct dinh_tpm *body;

	ck_assert_uint_eq(w->reg->sealed.size, 0);
	ck_ok(submit_own(w, tpm_entry(4, 23, 0xa1)));
	ck_assert_uint_eq(w->reg->sealed.size, 4);
	ck_assert_uint_eq(w->reg->sealed.pcr, 23);
	memset(before, 0xa0, sizeof(before));
	memset(root, 0xa1, sizeof(root));
	extended(before, root, value);
	ck_assert_mem_eq(w->reg->sealed.value, value, sizeof(value));
	/* The next one, with the root as it is. */
	entry = tpm_entry(w->reg->ledger.size, 23, 0);
	body = (void *)(entry + 1);
	memcpy(body->before, value, sizeof(value));
	dinh_frontier_root(&w->reg->ledger, root);
	memcpy(body->root, root, sizeof(root));
	ck_ok(submit_own(w, entry));
	extended(value, root, value);
	ck_assert_mem_eq(w->reg->sealed.value, value, sizeof(value));
	ck_assert_uint_eq(w->reg->sealed.size, w->seq);
	/* Another PCR, which holds something else. */
	ck_ok(submit_own(w, tpm_entry(1, 0, 1)));
	ck_assert_uint_eq(w->reg->sealed.pcr, 0);
	ck_assert_uint_eq(w->reg->sealed.size, 1);
	memset(before, 0, sizeof(before));
	memset(root, 1, sizeof(root));
	extended(before, root, value);
	ck_assert_mem_eq(w->reg->sealed.value, value, sizeof(value));
	/* What it held before a restart tells nothing. */
	ck_ok(boot_again(w));
	ck_assert_uint_eq(w->reg->sealed.size, 0);
	ck_replays();
}
END_TEST

START_TEST(not_sealed)
{
	u64 size = w->reg->ledger.size;
	struct dinh_entry *entry;

	ck_refused(MALFORMED, 0, "entry: malformed, type 29, at byte 48",
		   submit_own(w, tpm_entry(size + 1, 7, 1)));
	ck_refused(MALFORMED, 0, "entry: malformed, type 29, at byte 48",
		   submit_own(w, tpm_entry(size, 24, 1)));
	entry = tpm_entry(size, 7, 1);
	((struct dinh_tpm *)(entry + 1))->spare = cpu_to_le32(1);
	ck_refused(MALFORMED, 0, "entry: malformed, type 29, at byte 48",
		   submit_own(w, entry));
	entry = tpm_entry(size, 7, 1);
	entry->unit = cpu_to_le32(WARD);
	ck_refused(MALFORMED, 0, "entry: malformed, type 29, at byte 48",
		   submit_own(w, entry));
	ck_ok(submit_own(w, tpm_entry(size, 7, 1)));
	ck_replays();
}
END_TEST

Suite *kiosk_suite(void)
{
	Suite *suite = suite_create("kiosk");
	TCase *tc = test_case(suite, "kiosk", town_setup);

	tcase_add_test(tc, bound);
	tcase_add_test(tc, every_reason);
	tcase_add_test(tc, moved);
	tcase_add_test(tc, presses);
	tcase_add_test(tc, written);
	tcase_add_test(tc, refused);
	tcase_add_test(tc, bounded);
	tcase_add_test(tc, unit_in_use);
	tcase_add_test(tc, losses);
	tc = test_case(suite, "tpm", town_setup);
	tcase_add_test(tc, sealed);
	tcase_add_test(tc, not_sealed);
	return suite;
}
