// SPDX-License-Identifier: GPL-2.0-only
/* Grants, as the register keeps them; the door's part is tested in guests. */
#include "test.h"

#define GRANT(nr, subject, id, role) \
	submit(w, grant_entry(DINH_ENTRY_GRANT, nr, DINH_SUBJECT_##subject, \
			      id, DINH_ROLE_##role))
#define REVOKE(nr, subject, id, role) \
	submit(w, grant_entry(DINH_ENTRY_REVOKE, nr, DINH_SUBJECT_##subject, \
			      id, DINH_ROLE_##role))

static void ck_grant(unsigned int i, u32 nr, u8 subject, u32 id, u8 role)
{
	const struct dinh_grants *grant = &w->reg->grant[i];

	ck_assert_uint_lt(i, w->reg->n_grants);
	ck_assert_uint_eq(grant->unit, nr);
	ck_assert_uint_eq(grant->subject, subject);
	ck_assert_uint_eq(grant->id, id);
	ck_assert_uint_eq(grant->role, role);
}

START_TEST(kept)
{
	ck_ok(GRANT(TOWN, UID, 1000, RECORDER));
	ck_ok(GRANT(TOWN, GID, 1000, RECORDER));
	ck_ok(GRANT(0, UID, 0, ADMINISTRATOR));
	ck_ok(GRANT(TOWN, UID, 1000, INSPECTOR));
	ck_grant(0, TOWN, DINH_SUBJECT_UID, 1000, DINH_ROLE_RECORDER);
	ck_grant(1, TOWN, DINH_SUBJECT_GID, 1000, DINH_ROLE_RECORDER);
	ck_grant(2, 0, DINH_SUBJECT_UID, 0, DINH_ROLE_ADMINISTRATOR);
	ck_grant(3, TOWN, DINH_SUBJECT_UID, 1000, DINH_ROLE_INSPECTOR);
	ck_ok(REVOKE(TOWN, GID, 1000, RECORDER));
	ck_assert_uint_eq(w->reg->n_grants, 3);
	ck_grant(1, 0, DINH_SUBJECT_UID, 0, DINH_ROLE_ADMINISTRATOR);
	ck_replays();
}
END_TEST

START_TEST(refused)
{
	struct dinh_entry *entry;

	ck_ok(GRANT(TOWN, UID, 1000, RECORDER));
	ck_refused(GRANTED, DINH_A_ID, "grant: it was given already",
		   GRANT(TOWN, UID, 1000, RECORDER));
	ck_refused(NOT_GRANTED, DINH_A_ID, "grant: there is none like this",
		   REVOKE(TOWN, GID, 1000, RECORDER));
	ck_refused(NOT_GRANTED, DINH_A_ID, "grant: there is none like this",
		   REVOKE(WARD, UID, 1000, RECORDER));
	ck_refused(GRANT_ID, DINH_A_ID, "id: 4294967295 is nobody's",
		   GRANT(TOWN, UID, DINH_UID_NONE, RECORDER));
	ck_refused(GRANT_ID, DINH_A_ID, "id: 4294967294 is nobody's",
		   GRANT(TOWN, GID, DINH_UID_KERNEL, RECORDER));
	ck_refused(UNIT_UNKNOWN, DINH_A_UNIT, "unit: 99 is not known",
		   GRANT(99, UID, 1000, RECORDER));
	ck_refused(MALFORMED, 0, "entry: malformed, type 17, at byte 48",
		   submit(w, grant_entry(DINH_ENTRY_GRANT, 0, 2, 1, 0)));
	ck_refused(MALFORMED, 0, "entry: malformed, type 18, at byte 48",
		   submit(w, grant_entry(DINH_ENTRY_REVOKE, 0, 0, 1, 3)));
	entry = grant_entry(DINH_ENTRY_GRANT, 0, 0, 1, 0);
	((struct dinh_grant *)(entry + 1))->spare[1] = 1;
	ck_refused(MALFORMED, 0, "entry: malformed, type 17, at byte 48",
		   submit(w, entry));
	/* What is left of a unit that is gone can be cleaned up. */
	ck_ok(GRANT(WARD, UID, 1000, RECORDER));
	ck_ok(dissolve(w, WARD, TODAY));
	ck_refused(UNIT_DISSOLVED, DINH_A_UNIT,
		   "unit: 18115 was dissolved on 2017-05-12",
		   GRANT(WARD, UID, 1001, RECORDER));
	ck_ok(REVOKE(WARD, UID, 1000, RECORDER));
	ck_replays();
}
END_TEST

START_TEST(bounded)
{
	unsigned int i;

	for (i = 0; i < DINH_GRANTS_MAX; i++)
		ck_ok(GRANT(0, UID, i, RECORDER));
	ck_refused(GRANTS_FULL, 0, "grants: 4096 are kept, 4096 is the bound",
		   GRANT(0, UID, i, RECORDER));
	ck_ok(REVOKE(0, UID, 7, RECORDER));
	ck_ok(GRANT(0, UID, i, RECORDER));
	ck_replays();
}
END_TEST

Suite *grant_suite(void)
{
	Suite *suite = suite_create("grant");
	TCase *tc = test_case(suite, "grant", town_setup);

	tcase_add_test(tc, kept);
	tcase_add_test(tc, refused);
	tcase_add_test(tc, bounded);
	return suite;
}
