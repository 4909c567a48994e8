// SPDX-License-Identifier: GPL-2.0-only
/*
 * Failure leaves the state as it was: with each allocation of each type of
 * entry failing in turn, and with no room for the entry.
 */
#include "test.h"

typedef int (*failing_fn)(struct world *w, const struct dinh_entry *entry,
			  long n);

/* Runs out after 0, 1, 2 ... allocations, until there are enough. */
static unsigned int ck_atomic_by(failing_fn failing, struct dinh_entry *entry)
{
	struct digest before = digest_of(w, NULL), after;
	unsigned int n;
	int err;

	for (n = 0;; n++) {
		u32 entries = w->entries;
		const char *wrong;

		err = failing(w, entry, n);
		if (!err)
			break;
		wrong = wrong_refusal(err, &w->why, DINH_REFUSED_NO_MEMORY, 0,
				      "memory: none left");
		ck_assert_msg(!wrong, "%s", wrong);
		ck_assert_uint_eq(w->entries, entries);
		after = digest_of(w, NULL);
		ck_assert_msg(digest_same(&before, &after),
			      "type %u: the %u. allocation failed, and the "
			      "state changed", entry->type, n + 1);
		ck_assert_uint_lt(n, 10000);
	}
	free(entry);
	return n;
}

static unsigned int ck_atomic(struct dinh_entry *entry)
{
	return ck_atomic_by(submit_failing, entry);
}

static unsigned int ck_own_atomic(struct dinh_entry *entry)
{
	return ck_atomic_by(submit_own_failing, entry);
}

START_TEST(units)
{
	static const u32 successor[] = { AGENCY, STATE };
	struct a_unit unit = {
		.code = "new", .kind = DINH_KIND_AGENCY, .parent = WARD,
		.since = TODAY,
	};

	/* The ward's first child: a tally. */
	ck_assert_uint_ge(ck_atomic(unit_add_entry(&unit)), 2);
	unit.code = "new2";
	ck_assert_uint_ge(ck_atomic(unit_add_entry(&unit)), 1);
	/* To a parent without children, under another code. */
	unit = (struct a_unit){
		.parent = AGENCY, .code = "new3", .name = "Cơ quan mới",
	};
	ck_assert_uint_ge(ck_atomic(unit_set_entry(NEXT_UNIT, DINH_SET_PARENT |
						   DINH_SET_CODE |
						   DINH_SET_NAME, &unit)), 2);
	ck_atomic(unit_set_entry(PRIVATE, DINH_SET_UNION,
				 &(struct a_unit){}));
	ck_assert_uint_ge(ck_atomic(dissolve_entry(NEXT_UNIT, TODAY, 2,
						   successor)), 1);
	ck_replays();
}
END_TEST

/* As many units as it takes for every sort of index node to be made. */
START_TEST(many_units)
{
	struct a_unit unit = {
		.kind = DINH_KIND_AGENCY, .parent = TOWN, .since = TODAY,
	};
	unsigned int most = 0, least = 100, n, i;
	char code[16];

	unit.code = code;
	for (i = 0; i < 4200; i++) {
		sprintf(code, "c%u", i);
		/* Where chunks of units and codes, and their nodes, begin. */
		if (i % 256 < 244 && (i > 130 || i % 64 > 2)) {
			ck_ok(submit(w, unit_add_entry(&unit)));
			continue;
		}
		n = ck_atomic(unit_add_entry(&unit));
		most = max(most, n);
		least = min(least, n);
	}
	ck_assert_uint_eq(least, 1);
	ck_assert_uint_ge(most, 3);
}
END_TEST

START_TEST(records)
{
	struct a_record rec = {
		.unit = COMMUNE, .req = "regs", .items = 7,
		.group = DINH_GROUP_NONE, .day = TODAY, .key = 1,
	};
	struct dinh_gap gap;
	unsigned int i;

	/* The first of all: room, an index of entries, an author. */
	ck_assert_uint_ge(ck_atomic(record_entry(w, &rec)), 5);
	for (i = 0; i < 40; i++) {
		rec.key++;
		w->now.uid = i;
		w->now.loginuid = i / 2;
		ck_atomic(record_entry(w, &rec));
	}
	ck_assert_int_eq(dinh_standing(dinh_unit(w->reg, COMMUNE),
				       rule(w, "regs"), TODAY, &gap),
			 DINH_MET);
	ck_assert_uint_eq(ck_atomic(withdrawal_entry(COMMUNE, w->seq, "x")),
			  0);
	rec = (struct a_record){
		.unit = AGENCY, .req = "post", .items = 1, .day = TODAY,
		.group = DINH_GROUP_NONE, .until = TODAY + 30,
	};
	ck_assert_uint_ge(ck_atomic(record_entry(w, &rec)), 1);
	ck_assert_uint_eq(ck_atomic(record_end_entry(AGENCY, w->seq, TODAY)),
			  0);
	rec = (struct a_record){
		.unit = AGENCY, .req = "conf", .items = 1, .day = TODAY,
		.group = DINH_GROUP_NONE, .votes = true, .eligible = 3,
		.present = 3, .yes = 3,
	};
	ck_atomic(record_entry(w, &rec));
	ck_replays();
}
END_TEST

START_TEST(boards)
{
	/* The first of all: a board, and an index of boards. */
	ck_assert_uint_ge(ck_atomic(rating_entry(WARD, 0, 2, 1)), 2);
	ck_assert_uint_eq(ck_atomic(rating_entry(WARD, 0, 5, 0)), 0);
	ck_assert_uint_eq(ck_own_atomic(visits_entry(WARD, 1)), 0);
	ck_assert_uint_ge(ck_own_atomic(visits_entry(TOWN, 1)), 1);
	ck_assert_uint_ge(ck_own_atomic(visits_entry(0, 1)), 1);
	ck_replays();
}
END_TEST

START_TEST(meetings)
{
	struct a_meeting conf = {
		.unit = AGENCY, .req = "conf", .day = TODAY, .eligible = 99,
		.key = 7,
	};
	const struct dinh_cast yes = { .yes = 1 };
	unsigned int i, grown = 0;
	u64 meeting;

	ck_assert_uint_ge(ck_own_atomic(meeting_open_entry(w, &conf)), 2);
	meeting = w->seq;
	ck_assert_uint_eq(ck_atomic(attendance_entry(AGENCY, meeting, 0, 0,
						     1)), 0);
	/* Cards need a table, and then a larger one. */
	for (i = 1; i <= 40; i++)
		grown += ck_own_atomic(attendance_entry(AGENCY, meeting, 0, i,
							1));
	ck_assert_uint_eq(grown, 4);
	ck_atomic(attendance_entry(AGENCY, meeting, 0, 0, 40));
	ck_assert_uint_eq(ck_atomic(vote_entry(AGENCY, meeting, 0, &yes)), 0);
	/* No record, and no room for one. */
	ck_assert_uint_eq(ck_own_atomic(meeting_close_entry(w, meeting,
							    NULL)), 0);
	conf.eligible = 1;
	ck_own_atomic(meeting_open_entry(w, &conf));
	meeting = w->seq;
	ck_ok(attend(w, AGENCY, meeting, 1));
	ck_ok(vote(w, AGENCY, meeting, 1));
	/* The first record of all. */
	ck_assert_uint_ge(ck_own_atomic(meeting_close_entry(w, meeting,
							    NULL)), 5);
	ck_assert_uint_eq(rec_of(w->seq)->key, 7);
	conf.key = 8;
	ck_own_atomic(meeting_open_entry(w, &conf));
	ck_assert_uint_eq(ck_own_atomic(meeting_void_entry(AGENCY, w->seq, 0,
							   "x")), 0);
	ck_replays();
}
END_TEST

/* What hardware brings allocates nothing but for boards and cards. */
START_TEST(hardware)
{
	ck_assert_uint_eq(ck_own_atomic(kiosk_bind_entry(WARD, 0, 0, 0, "x")),
			  0);
	ck_assert_uint_eq(ck_own_atomic(loss_entry(WARD, w->seq, 1)), 0);
	ck_assert_uint_eq(ck_own_atomic(kiosk_unbind_entry(WARD, w->seq - 1,
							   0)), 0);
	ck_assert_uint_eq(ck_own_atomic(tpm_entry(1, 7, 1)), 0);
	ck_replays();
}
END_TEST

/* A boot that runs out of room goes on where it stopped. */
START_TEST(boot)
{
	static const struct dinh_boot body = { "another start 1" };

	ck_ok(open_meeting(w, .unit = AGENCY, .req = "conf", .eligible = 9));
	ck_ok(bind_kiosk(w, WARD, RATING, 0));
	w->now.boot = 0;
	/* As much as the boot and the kiosk take, and not the meeting. */
	w->room = 64;
	ck_assert_int_eq(dinh_register_boot(w->reg, &w->now, &body, &w->why),
			 -EAGAIN);
	ck_assert_str_eq(w->why.text, "pending: 72 bytes not yet durable, "
			 "64 is the bound");
	ck_assert_uint_eq(w->reg->n_kiosks, 0);
	ck_assert_uint_eq(w->reg->n_meetings, 1);
	w->room = SIZE_MAX;
	shim_fail_after = 0;
	ck_ok(dinh_register_boot(w->reg, &w->now, &body, &w->why));
	shim_fail_after = -1;
	ck_assert_uint_eq(w->reg->n_meetings + w->reg->n_kiosks, 0);
	ck_replays();
}
END_TEST

START_TEST(programmes)
{
	struct prog *prog = small_programme();
	char code[16];
	unsigned int i;

	for (i = 0; i < 20; i++) {
		sprintf(code, "r%u", i);
		prog_requirement(prog, code, LOCALITIES_OF_TEST, 1);
	}
	for (i = 0; i < 20; i++) {
		sprintf(code, "n%u", i);
		prog_indicator(prog, code, LOCALITIES_OF_TEST, CODES("regs"));
	}
	/* A tally for each inner unit, beside the programme itself. */
	ck_assert_uint_ge(ck_atomic(prog_entry(prog)), 6 + 1 + 4);
	free(prog);
	ck_replays();
}
END_TEST

START_TEST(first_programme)
{
	struct prog *prog = small_programme();

	ck_atomic(prog_entry(prog));
	free(prog);
	ck_assert_ptr_nonnull(w->reg->current_rules);
	ck_replays();
}
END_TEST

/* Days, clocks and confirmations allocate nothing: they cannot fail so. */
START_TEST(days)
{
	ck_ok(record(w, .unit = AGENCY, .req = "quarter", .day = TODAY));
	shim_fail_after = 0;
	ck_ok(go_to(w, DAY(2018, 1, 1)));
	step_wall(w, 3 * NSEC_A_DAY);
	ck_ok(dinh_register_tick(w->reg, &w->now, &w->why));
	ck_ok(dinh_register_confirm(w->reg, &w->now, DAY(2018, 1, 4), false,
				    &w->why));
	shim_fail_after = -1;
	ck_assert_uint_eq(w->reg->today, DAY(2018, 1, 4));
	ck_replays();
}
END_TEST

START_TEST(alloc)
{
	struct dinh_register *reg = NULL;
	size_t before = shim_allocated;
	unsigned int n;

	for (n = 0; !reg; n++) {
		shim_fail_after = n;
		reg = dinh_register_alloc(&w->bounds, &w->sink);
		shim_fail_after = -1;
		if (!reg)
			ck_assert_uint_eq(shim_allocated, before);
	}
	ck_assert_uint_ge(n, 6);
	dinh_register_free(reg);
	ck_assert_uint_eq(shim_allocated, before);
	dinh_register_free(NULL);
}
END_TEST

/* All of a history, each entry replayed with each allocation failing. */
START_TEST(replays)
{
	struct world *live = w;
	struct digest before, after;
	const u8 *at;
	unsigned int n;

	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .day = TODAY));
	ck_ok(record(w, .unit = COMMUNE, .req = "talk", .day = TODAY));
	ck_ok(withdraw(w, COMMUNE, w->seq));
	ck_ok(go_to(w, TODAY + 1));
	ck_ok(visit(w, SCHOOL, 2));
	ck_ok(dissolve(w, SCHOOL, TODAY));
	ck_ok(rate(w, WARD, 1, OTHER));
	ck_ok(open_meeting(w, .unit = AGENCY, .req = "conf", .eligible = 9));
	ck_ok(submit_own(w, attendance_entry(AGENCY, w->seq, 0, 1, 1)));
	ck_ok(submit_own(w, attendance_entry(AGENCY, w->seq - 1, 0, 2, 1)));
	ck_ok(attend(w, AGENCY, w->seq - 2, 7));
	ck_ok(vote(w, AGENCY, w->seq - 3, 9));
	ck_ok(close_meeting(w, w->seq - 4));
	ck_ok(open_meeting(w, .unit = AGENCY, .req = "conf", .eligible = 9));
	ck_ok(submit_own(w, attendance_entry(AGENCY, w->seq, 0, 1, 1)));
	ck_ok(bind_kiosk(w, WARD, RATING, 0));
	w = world_alloc(NULL, TODAY);
	for (at = live->stream; at < live->stream + live->size;
	     at += entry_size((void *)at)) {
		before = digest_of(w, NULL);
		for (n = 0;; n++) {
			int err;

			shim_fail_after = n;
			err = dinh_register_replay(w->reg, (void *)at,
						   &w->why);
			shim_fail_after = -1;
			if (!err)
				break;
			ck_assert_int_eq(err, -ENOMEM);
			after = digest_of(w, NULL);
			ck_assert(digest_same(&before, &after));
		}
	}
	before = digest_of(live, NULL);
	after = digest_of(w, NULL);
	ck_assert(digest_same(&before, &after));
	world_free(live);
}
END_TEST

/* The sink has no room: nothing happened, whatever it was. */
START_TEST(no_room)
{
	w->room = 100;
	ck_refused(FULL, 0,
		   "pending: 112 bytes not yet durable, 100 is the bound",
		   record(w, .unit = COMMUNE, .req = "regs", .day = TODAY));
	ck_refused(FULL, 0,
		   "pending: 136 bytes not yet durable, 100 is the bound",
		   unit_add(w, .code = "a", .kind = DINH_KIND_AGENCY,
			    .since = TODAY, .name = "Sở"));
	ck_refused(FULL, 0,
		   "pending: 2024 bytes not yet durable, 100 is the bound",
		   prog_load(w, small_programme()));
	w->room = 40;
	ck_refused(FULL, 0, "pending: 56 bytes not yet durable, 40 is the bound",
		   dissolve(w, SCHOOL, TODAY));
	ck_refused(FULL, 0, "pending: 56 bytes not yet durable, 40 is the bound",
		   go_to(w, TODAY + 1));
	w->room = SIZE_MAX;
	ck_ok(dissolve(w, SCHOOL, TODAY));
	ck_assert_uint_eq(w->reg->today, TODAY + 1);
	ck_replays();
}
END_TEST

/* What all of it allocated is freed. */
START_TEST(nothing_left)
{
	size_t before = shim_allocated;
	struct world *other = w;

	town_setup();
	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .day = TODAY));
	ck_ok(prog_load(w, small_programme()));
	ck_ok(rate(w, COMMUNE, 1, OTHER));
	ck_ok(open_meeting(w, .unit = AGENCY, .req = "conf", .eligible = 9));
	ck_ok(submit_own(w, attendance_entry(AGENCY, w->seq, 0, 1, 1)));
	world_free(w);
	w = other;
	ck_assert_uint_eq(shim_allocated, before);
}
END_TEST

Suite *memory_suite(void)
{
	Suite *suite = suite_create("memory");
	TCase *tc = test_case(suite, "town", town_setup);

	tcase_add_test(tc, units);
	tcase_add_test(tc, many_units);
	tcase_add_test(tc, records);
	tcase_add_test(tc, boards);
	tcase_add_test(tc, meetings);
	tcase_add_test(tc, hardware);
	tcase_add_test(tc, boot);
	tcase_add_test(tc, programmes);
	tcase_add_test(tc, days);
	tcase_add_test(tc, alloc);
	tcase_add_test(tc, replays);
	tcase_add_test(tc, no_room);
	tcase_add_test(tc, nothing_left);
	tc = test_case(suite, "empty", genesis_setup);
	tcase_add_test(tc, first_programme);
	return suite;
}
