// SPDX-License-Identifier: GPL-2.0-only
/* Replaying a stream: the same register, or a refusal. */
#include "test.h"

/* What kiosks bring, and what a TPM was told. */
static void live_hardware(void)
{
	u64 kiosk;

	ck_ok(bind_kiosk(w, COMMUNE, RATING, 0));
	kiosk = w->seq;
	ck_ok(submit_own(w, rating_entry(COMMUNE, kiosk, 2, 3)));
	ck_ok(submit_own(w, loss_entry(COMMUNE, kiosk, 3)));
	ck_ok(visit(w, COMMUNE, 7));
	ck_ok(unbind_kiosk(w, COMMUNE, kiosk));
	ck_ok(submit_own(w, tpm_entry(w->seq, 7, 3)));
}

static void live_meetings(void)
{
	u64 meeting, kiosk;

	ck_ok(open_meeting(w, .unit = AGENCY, .req = "conf", .eligible = 3));
	meeting = w->seq;
	ck_ok(bind_kiosk(w, AGENCY, ATTENDANCE, meeting));
	kiosk = w->seq;
	ck_ok(submit_own(w, attendance_entry(AGENCY, meeting, kiosk, 1, 1)));
	ck_ok(attend(w, AGENCY, meeting, 1));
	ck_ok(vote(w, AGENCY, meeting, 2));
	ck_ok(close_meeting(w, meeting));
	ck_ok(open_meeting(w, .unit = AGENCY, .req = "conf", .eligible = 3));
	ck_ok(void_meeting(w, AGENCY, w->seq));
	ck_ok(open_meeting(w, .unit = AGENCY, .req = "conf", .eligible = 3));
}

/* One of everything. */
static void live(void)
{
	static const u32 successor[] = { COMMUNE };
	struct prog *prog;
	u64 seq;

	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .items = 7,
		     .day = TODAY, .key = 1));
	ck_ok(record(w, .unit = AGENCY, .req = "post", .day = TODAY,
		     .until = TODAY + 40));
	seq = w->seq;
	ck_ok(heads(w, DINH_GROUP_RESIDENTS, 12, .unit = WARD, .req = "learn",
		    .day = TODAY));
	ck_ok(record(w, .unit = AGENCY, .req = "conf", .day = TODAY,
		     .votes = true, .eligible = 3, .present = 3, .yes = 2));
	ck_ok(withdraw(w, AGENCY, w->seq));
	ck_ok(go_to(w, TODAY + 3));
	ck_ok(record_end(w, AGENCY, seq, TODAY + 2));
	step_wall(w, 50 * NSEC_A_DAY);
	ck_ok(dinh_register_tick(w->reg, &w->now, &w->why));
	ck_ok(dinh_register_confirm(w->reg, &w->now, TODAY + 53, false,
				    &w->why));
	prog = small_programme();
	prog->head.from = cpu_to_le32(DAY(2018, 1, 1));
	ck_ok(prog_load(w, prog));
	ck_ok(submit(w, dissolve_entry(WARD, TODAY, 1, successor)));
	ck_ok(unit_add(w, .code = "18115", .kind = DINH_KIND_TOWNSHIP,
		       .parent = TOWN, .since = TODAY));
	ck_ok(unit_set(w, STATE, DINH_SET_PARENT | DINH_SET_NAME |
		       DINH_SET_HEADCOUNT, .parent = AGENCY, .name = "Ế"));
	live_hardware();
	live_meetings();
	ck_ok(go_to(w, DAY(2018, 6, 1)));
	ck_ok(record(w, .unit = COMMUNE, .req = "talk", .day = TODAY + 300));
}

START_TEST(same)
{
	live();
	ck_replays();
}
END_TEST

/* A digest that does not change says nothing: each entry changes it. */
START_TEST(every_entry_matters)
{
	struct world *again = world_alloc(NULL, TODAY);
	struct digest digest[64];
	const struct dinh_entry *entry;
	unsigned int n = 0, i;
	size_t at;

	live();
	for (at = 0; at < w->size; at += entry_size(entry)) {
		entry = (void *)(w->stream + at);
		ck_ok(replay(again, w->stream + at, entry_size(entry)));
		digest[n] = digest_of(again, NULL);
		for (i = 0; i < n; i++)
			ck_assert(!digest_same(&digest[i], &digest[n]));
		n++;
	}
	ck_assert_uint_eq(n, w->entries);
	world_free(again);
}
END_TEST

/* A register can go on after a replay, as if it had never stopped. */
START_TEST(goes_on)
{
	struct world *again = world_alloc(NULL, TODAY), *first = w;
	struct digest one, two;

	live();
	ck_assert(!replay(again, w->stream, w->size));
	again->now = w->now;
	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .items = 2,
		     .day = TODAY));
	ck_ok(go_to(w, DAY(2019, 1, 1)));
	one = digest_of(w, NULL);
	w = again;
	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .items = 2,
		     .day = TODAY));
	ck_ok(go_to(w, DAY(2019, 1, 1)));
	two = digest_of(w, NULL);
	ck_assert(digest_same(&one, &two));
	w = first;
	world_free(again);
}
END_TEST

START_TEST(not_the_first)
{
	struct world *town = w;
	const struct dinh_entry *genesis = (void *)town->stream;
	const struct dinh_entry *second = (void *)(town->stream +
						   entry_size(genesis));

	w = world_alloc(NULL, TODAY);
	ck_refused(REPLAY_SEQ, DINH_A_SEQ, "replay: entry 1, 0 expected",
		   dinh_register_replay(w->reg, second, &w->why));
	ck_ok(dinh_register_replay(w->reg, genesis, &w->why));
	ck_refused(REPLAY_SEQ, DINH_A_SEQ, "replay: entry 0, 1 expected",
		   dinh_register_replay(w->reg, genesis, &w->why));
	world_free(town);
}
END_TEST

START_TEST(genesis_only_first)
{
	struct dinh_entry *genesis = entry_copy((void *)w->stream);
	struct dinh_entry *day;
	struct dinh_day body = { .day = cpu_to_le32(TODAY + 1) };
	struct world *town = w;

	genesis->seq = cpu_to_le64(w->reg->ledger.size);
	ck_refused(REPLAY_GENESIS, 0,
		   "replay: the genesis is not where it belongs",
		   dinh_register_replay(w->reg, genesis, &w->why));
	w = world_alloc(NULL, TODAY);
	day = entry_new(DINH_ENTRY_DAY, 0, &body, sizeof(body));
	ck_refused(REPLAY_GENESIS, 0,
		   "replay: the genesis is not where it belongs",
		   dinh_register_replay(w->reg, day, &w->why));
	/* Its day is that of its clock. */
	genesis->seq = 0;
	genesis->wall = cpu_to_le64(le64_to_cpu(genesis->wall) + NSEC_A_DAY);
	ck_refused(DAY_FORM, DINH_A_DAY, "day: 17298 is not a day",
		   dinh_register_replay(w->reg, genesis, &w->why));
	free(genesis);
	free(day);
	world_free(town);
}
END_TEST

START_TEST(unit_out_of_order)
{
	struct dinh_entry *entry = unit_add_entry(&(struct a_unit){
		.code = "x", .kind = DINH_KIND_AGENCY, .since = TODAY });

	entry->seq = cpu_to_le64(w->reg->ledger.size);
	entry->unit = cpu_to_le32(NEXT_UNIT + 1);
	ck_refused(REPLAY_UNIT, DINH_A_UNIT, "replay: unit 10, 9 expected",
		   dinh_register_replay(w->reg, entry, &w->why));
	entry->unit = 0;
	ck_refused(REPLAY_UNIT, DINH_A_UNIT, "replay: unit 0, 9 expected",
		   dinh_register_replay(w->reg, entry, &w->why));
	free(entry);
}
END_TEST

/* Bit _i of each byte: refused, or another root. Nothing else, and no crash. */
START_TEST(flipped)
{
	u8 root[DINH_HASH_SIZE], other[DINH_HASH_SIZE];
	unsigned int refused = 0, taken = 0;
	struct world *again;
	size_t at;

	live();
	dinh_frontier_root(&w->reg->ledger, root);
	/* Every byte of a small stream would take long with all sanitizers. */
	for (at = _i; at < w->size; at += 5) {
		w->stream[at] ^= 1 << _i;
		again = world_alloc(NULL, TODAY);
		if (replay(again, w->stream, w->size)) {
			refused++;
		} else {
			dinh_frontier_root(&again->reg->ledger, other);
			ck_assert_mem_ne(root, other, DINH_HASH_SIZE);
			taken++;
		}
		world_free(again);
		w->stream[at] ^= 1 << _i;
	}
	ck_assert_uint_gt(refused, 20);
	ck_assert_uint_gt(taken, 20);
}
END_TEST

START_TEST(truncated)
{
	u8 root[DINH_HASH_SIZE], other[DINH_HASH_SIZE];
	struct world *again;
	size_t size;

	live();
	dinh_frontier_root(&w->reg->ledger, root);
	for (size = 0; size < w->size; size += 4) {
		again = world_alloc(NULL, TODAY);
		if (!replay(again, w->stream, size)) {
			dinh_frontier_root(&again->reg->ledger, other);
			ck_assert_mem_ne(root, other, DINH_HASH_SIZE);
		}
		world_free(again);
	}
}
END_TEST

Suite *replay_suite(void)
{
	Suite *suite = suite_create("replay");
	TCase *tc = test_case(suite, "town", town_setup);

	tcase_add_test(tc, same);
	tcase_add_test(tc, every_entry_matters);
	tcase_add_test(tc, goes_on);
	tcase_add_test(tc, not_the_first);
	tcase_add_test(tc, genesis_only_first);
	tcase_add_test(tc, unit_out_of_order);
	tcase_add_loop_test(tc, flipped, 0, 8);
	tcase_add_test(tc, truncated);
	return suite;
}
