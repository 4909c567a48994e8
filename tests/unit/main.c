// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs all suites; then, every refusal of the engine must have been provoked.
 * CK_RUN_SUITE and CK_RUN_CASE choose some, CK_FORK=no helps a debugger.
 */
#include <unistd.h>

#include "test.h"

struct world *w;

void empty_setup(void)
{
	w = world_alloc(NULL, TODAY);
}

void genesis_setup(void)
{
	empty_setup();
	ck_ok(world_begin(w));
}

#define UNKNOWN	DINH_COUNT_UNKNOWN

static const struct a_unit town[] = {
	{
		.code = "42", .name = "Hà Tĩnh", .kind = DINH_KIND_PROVINCE,
	}, {
		.code = "437", .name = "Hồng Lĩnh",
		.kind = DINH_KIND_DISTRICT, .parent = PROVINCE,
	}, {
		.code = "18130", .name = "Thuận Lộc",
		.kind = DINH_KIND_COMMUNE, .parent = TOWN,
		.heads = {
			[DINH_GROUP_CADRES] = 10,
			[DINH_GROUP_RESIDENTS] = 100,
			[DINH_GROUP_HOUSEHOLDS] = 30,
			[DINH_GROUP_VOTERS] = UNKNOWN,
		},
	}, {
		.code = "18115", .name = "Bắc Hồng", .kind = DINH_KIND_WARD,
		.parent = TOWN,
		.heads = {
			[DINH_GROUP_CADRES] = 20,
			[DINH_GROUP_RESIDENTS] = UNKNOWN,
		},
	}, {
		.code = "ubnd", .name = "Ủy ban nhân dân thị xã",
		.kind = DINH_KIND_AGENCY, .parent = TOWN,
		.heads = { [DINH_GROUP_CIVIL_SERVANTS] = 40 },
	}, {
		.code = "dnnn", .name = "Doanh nghiệp nhà nước",
		.kind = DINH_KIND_STATE_ENTERPRISE, .parent = TOWN,
		.heads = { [DINH_GROUP_EMPLOYEES] = 50 },
	}, {
		.code = "dntn", .name = "Doanh nghiệp tư nhân",
		.kind = DINH_KIND_NONSTATE_ENTERPRISE, .parent = TOWN,
		.has_union = 1, .heads = { [DINH_GROUP_EMPLOYEES] = 9 },
	}, {
		.code = "th-1", .name = "Trường tiểu học",
		.kind = DINH_KIND_PUBLIC_UNIT, .parent = COMMUNE,
	},
};

void town_setup(void)
{
	unsigned int i;

	genesis_setup();
	ck_ok(prog_load(w, small_programme()));
	for (i = 0; i < COUNT(town); i++) {
		struct a_unit unit = town[i];

		unit.since = DAY(2010, 1, 1);
		ck_ok(submit(w, unit_add_entry(&unit)));
	}
	ck_assert_uint_eq(w->reg->n_units, NEXT_UNIT);
}

void test_teardown(void)
{
	world_free(w);
}

TCase *test_case(Suite *suite, const char *name, void (*setup)(void))
{
	TCase *tc = tcase_create(name);

	if (setup)
		tcase_add_checked_fixture(tc, setup, test_teardown);
	tcase_set_timeout(tc, 120);
	suite_add_tcase(suite, tc);
	return tc;
}

const char *wrong_refusal(int err, const struct dinh_refusal *why,
			  enum dinh_refusal_id id, u16 attr, const char *text)
{
	static char wrong[512];

	refusals_seen[id]++;
	if (!err)
		snprintf(wrong, sizeof(wrong), "taken, not refused: %s", text);
	else if (err != refusal_error(id) || why->error != err)
		snprintf(wrong, sizeof(wrong), "error %d, %d in the refusal, "
			 "%d expected: %s", err, why->error,
			 refusal_error(id), why->text);
	else if (strcmp(why->text, text))
		snprintf(wrong, sizeof(wrong), "\"%s\", not \"%s\"",
			 why->text, text);
	else if (!refusal_is(id, why->text))
		snprintf(wrong, sizeof(wrong), "\"%s\" is not of %s",
			 why->text, refusal_name(id));
	else if (why->attr != attr)
		snprintf(wrong, sizeof(wrong), "attribute %u, not %u: %s",
			 why->attr, attr, text);
	else
		return NULL;
	return wrong;
}

const struct dinh_rec *rec_of(u64 seq)
{
	const struct dinh_rec *rec = NULL;

	ck_assert_msg(dinh_record_find(w->reg, seq, &rec) != NULL,
		      "record %llu is not kept", (unsigned long long)seq);
	return rec;
}

void ck_replays(void)
{
	struct world *again = world_alloc(NULL, TODAY);
	struct digest first, second;

	ck_assert_msg(!replay(again, w->stream, w->size), "replay: %s",
		      again->why.text);
	first = digest_of(w, NULL);
	second = digest_of(again, NULL);
	ck_assert_msg(digest_same(&first, &second),
		      "the replayed register is another");
	world_free(again);
}

/* Refusals that are not the engine's own to give. */
static const struct {
	enum dinh_refusal_id id;
	const char *why;
} not_provoked[] = {
	{ DINH_REFUSED_UNIT_CODE_UNKNOWN, "netlink names units by code" },
	{ DINH_REFUSED_PROGRAMME_SIZE, "netlink puts the body together" },
	{ DINH_REFUSED_MISSING, "the form of netlink requests: tests/guest/hostile" },
	{ DINH_REFUSED_MISSING_IN, "likewise" },
	{ DINH_REFUSED_UNIT_NAMED_TWICE, "likewise" },
	{ DINH_REFUSED_UNIT_NO_DUMP, "likewise" },
	{ DINH_REFUSED_UNIT_DUMP, "likewise" },
	{ DINH_REFUSED_RECORD_NO_DUMP, "likewise" },
	{ DINH_REFUSED_RECORD_DUMP, "likewise" },
	{ DINH_REFUSED_HEADCOUNT_FORM, "likewise" },
	{ DINH_REFUSED_HEADCOUNT_PARTS, "likewise" },
	{ DINH_REFUSED_HEADCOUNT_TWICE, "likewise" },
	{ DINH_REFUSED_PROGRAMME_FORM, "likewise" },
	{ DINH_REFUSED_CAPABILITY, "likewise" },
	{ DINH_REFUSED_AUTHOR_KERNEL, "likewise" },
	{ DINH_REFUSED_NO_GRANT, "the door's: tests/guest/access" },
	{ DINH_REFUSED_OPENER, "likewise" },
	{ DINH_REFUSED_CARD_FORM, "the door's: tested in guests" },
	{ DINH_REFUSED_CARD_UNKNOWN, "likewise" },
	{ DINH_REFUSED_ROLL_FORM, "likewise" },
	{ DINH_REFUSED_ROLL_TWICE, "likewise" },
	{ DINH_REFUSED_DEVICE_UNKNOWN, "likewise" },
	{ DINH_REFUSED_DEVICE_MANY, "likewise" },
	{ DINH_REFUSED_DEVICE_TAKEN, "likewise" },
	{ DINH_REFUSED_DEVICE_VIRTUAL, "likewise" },
	{ DINH_REFUSED_DEVICE_KEYS, "likewise" },
	{ DINH_REFUSED_KEYS, "likewise" },
	{ DINH_REFUSED_KEYS_TWICE, "likewise" },
	{ DINH_REFUSED_MILLISECONDS, "likewise" },
	{ DINH_REFUSED_SESSION_TWICE, "likewise" },
	{ DINH_REFUSED_RESTORING, "what a store is told: tests/guest/store" },
	{ DINH_REFUSED_VOLATILE, "likewise" },
	{ DINH_REFUSED_BEGUN, "likewise" },
	{ DINH_REFUSED_NO_STORE, "likewise" },
	{ DINH_REFUSED_STORE_TAKEN, "likewise" },
	{ DINH_REFUSED_NOT_STORE, "likewise" },
	{ DINH_REFUSED_STORE_STOPPED, "likewise" },
	{ DINH_REFUSED_STORE_BEHIND, "likewise" },
	{ DINH_REFUSED_STORE_AHEAD, "likewise" },
	{ DINH_REFUSED_STORE_ROOT, "likewise" },
	{ DINH_REFUSED_NOT_RESTORING, "likewise" },
	{ DINH_REFUSED_RESTORE_SIZE, "likewise" },
	{ DINH_REFUSED_RESTORE_ROOT, "likewise" },
	{ DINH_REFUSED_STORE_STATUS, "likewise" },
	{ DINH_REFUSED_PUBLISHED, "likewise" },
	{ DINH_REFUSED_CHECKPOINT, "what a TPM is told: tests/guest/tpm" },
	{ DINH_REFUSED_NO_PCR, "likewise" },
};

static bool is_excused(unsigned int id)
{
	unsigned int i;

	for (i = 0; i < COUNT(not_provoked); i++)
		if (not_provoked[i].id == id)
			return true;
	return false;
}

static unsigned int refusals_failed(void)
{
	unsigned int id, failed = 0;

	for (id = 0; id < refusal_count(); id++) {
		if (!refusals_seen[id] == is_excused(id))
			continue;
		printf("FAIL refusals: %s was %s\n", refusal_name(id),
		       refusals_seen[id] ? "provoked after all" :
					   "never provoked");
		failed = 1;
	}
	return failed;
}

int main(void)
{
	SRunner *sr;
	int failed, passed, i;

	refusals_begin();
	sr = srunner_create(calendar_suite());
	srunner_add_suite(sr, text_suite());
	srunner_add_suite(sr, ledger_suite());
	srunner_add_suite(sr, unit_suite());
	srunner_add_suite(sr, programme_suite());
	srunner_add_suite(sr, record_suite());
	srunner_add_suite(sr, validity_suite());
	srunner_add_suite(sr, standing_suite());
	srunner_add_suite(sr, meeting_suite());
	srunner_add_suite(sr, change_suite());
	srunner_add_suite(sr, clock_suite());
	srunner_add_suite(sr, memory_suite());
	srunner_add_suite(sr, finding_suite());
	srunner_add_suite(sr, assignment_suite());
	srunner_add_suite(sr, grant_suite());
	srunner_add_suite(sr, review_suite());
	srunner_add_suite(sr, board_suite());
	srunner_add_suite(sr, hall_suite());
	srunner_add_suite(sr, kiosk_suite());
	srunner_add_suite(sr, replay_suite());

	srunner_run_all(sr, CK_NORMAL);
	failed = srunner_ntests_failed(sr);
	passed = srunner_ntests_run(sr) - failed;
	/* One test or case alone does not provoke all. */
	if (!getenv("CK_RUN_CASE") && !getenv("CK_RUN_SUITE")) {
		i = refusals_failed();
		failed += i;
		passed += !i;
	}
	srunner_free(sr);
	printf("%d passed, %d failed\n", passed, failed);
	return failed ? 1 : 0;
}
