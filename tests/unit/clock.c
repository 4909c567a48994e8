// SPDX-License-Identifier: GPL-2.0-only
/* The day, the clocks, and what waits for a confirmation. */
#include "test.h"

#define HOUR	((s64)(3600 * NSEC_PER_SECOND))

static u8 type_of_last(void)
{
	const struct dinh_entry *entry = NULL;
	size_t at;

	for (at = 0; at < w->size; at += entry_size(entry))
		entry = (void *)(w->stream + at);
	return entry ? entry->type : 0;
}

static int tick(void)
{
	return dinh_register_tick(w->reg, &w->now, &w->why);
}

static int confirm(u32 day)
{
	return dinh_register_confirm(w->reg, &w->now, day, false, &w->why);
}

static void pass(u64 nanoseconds)
{
	w->now.wall += nanoseconds;
	w->now.boot += nanoseconds;
}

START_TEST(genesis)
{
	struct dinh_genesis body = {
		.utc_offset = cpu_to_le32(UTC_OFFSET),
		.origin = "dinh.test/1",
	};
	struct dinh_refusal why;

	ck_assert_uint_eq(w->reg->today, TODAY);
	ck_assert_uint_eq(w->entries, 1);
	ck_assert(!dinh_register_held(w->reg));
	ck_assert_mem_eq(w->reg->genesis.identity, "an identity, 16\0", 16);
	ck_assert_int_eq(dinh_register_genesis(w->reg, &w->now, &body, false, &why),
			 -EBADMSG);
	ck_assert_uint_eq(w->entries, 1);
}
END_TEST

START_TEST(genesis_refused)
{
	static const struct {
		int offset;
		const char *origin;
		u32 spare;
		int err;
	} bad[] = {
		{ 841, "x", 0, -EINVAL },
		{ -721, "x", 0, -EINVAL },
		{ 0, "x", 1, -EINVAL },
		{ 0, "", 0, -EINVAL },
		{ 0, "a\nb", 0, -EINVAL },
		{ 0, "\xff", 0, -EINVAL },
		{ 840, "x", 0, 0 },
	};
	struct dinh_genesis body = {};
	unsigned int i;
	int err;

	memset(body.origin, 'x', sizeof(body.origin));
	ck_assert_int_eq(dinh_register_genesis(w->reg, &w->now, &body, false,
					       &w->why), -EINVAL);
	body = (struct dinh_genesis){ .utc_offset = cpu_to_le32(-721) };
	ck_refused(UTC_OFFSET, DINH_A_UTC_OFFSET,
		   "utc_offset: minutes from -720 to 840 are wanted",
		   dinh_register_genesis(w->reg, &w->now, &body, true,
					 &w->why));
	for (i = 0; i < COUNT(bad); i++) {
		memset(&body, 0, sizeof(body));
		body.utc_offset = cpu_to_le32(bad[i].offset);
		body.spare = cpu_to_le32(bad[i].spare);
		strcpy(body.origin, bad[i].origin);
		/* Padded with NULs, so that it hashes one way only. */
		if (!bad[i].err) {
			body.origin[5] = 'y';
			err = dinh_register_genesis(w->reg, &w->now, &body, false,
						    &w->why);
			ck_assert_int_eq(err, -EINVAL);
			body.origin[5] = 0;
		}
		err = dinh_register_genesis(w->reg, &w->now, &body, false,
					    &w->why);
		ck_assert_int_eq(err, bad[i].err);
	}
	ck_assert_uint_eq(w->entries, 1);
}
END_TEST

START_TEST(before_genesis)
{
	ck_refused(REPLAY_GENESIS, 0,
		   "replay: the genesis is not where it belongs", tick());
	ck_refused(REPLAY_GENESIS, 0,
		   "replay: the genesis is not where it belongs",
		   unit_add(w, .code = "a", .kind = 1, .since = TODAY));
	/* A clock that says what an empty register has. */
	w->now.wall = 0;
	w->now.boot = 0;
	ck_refused(REPLAY_GENESIS, 0,
		   "replay: the genesis is not where it belongs", tick());
}
END_TEST

START_TEST(days)
{
	/* It is 08:00; the day ends at midnight, in the register's zone. */
	pass(16 * HOUR - 1);
	ck_ok(tick());
	ck_assert_uint_eq(w->entries, 1);
	pass(1);
	ck_ok(tick());
	ck_assert_uint_eq(w->reg->today, TODAY + 1);
	ck_assert_uint_eq(w->entries, 2);
	ck_assert_uint_eq(type_of_last(), DINH_ENTRY_DAY);
	ck_ok(tick());
	ck_assert_uint_eq(w->entries, 2);
	/* Many days at once, as both clocks say so. */
	pass(1000 * NSEC_A_DAY);
	ck_ok(tick());
	ck_assert_uint_eq(w->reg->today, TODAY + 1001);
	ck_assert_uint_eq(w->entries, 3);
	/* A day comes before the first entry of a new day. */
	pass(NSEC_A_DAY);
	ck_ok(unit_add(w, .code = "a", .kind = DINH_KIND_AGENCY,
		       .since = TODAY + 1002));
	ck_assert_uint_eq(w->entries, 5);
	/* Also if that one is refused, or only checked. */
	pass(NSEC_A_DAY);
	ck_assert_int_eq(unit_add(w, .code = "a", .kind = DINH_KIND_AGENCY,
				  .since = TODAY + 1003), -EEXIST);
	ck_assert_uint_eq(w->entries, 6);
	pass(NSEC_A_DAY);
	ck_ok(check_only(w, unit_add_entry(&(struct a_unit){ .code = "b",
			 .kind = DINH_KIND_AGENCY, .since = TODAY })));
	ck_assert_uint_eq(w->entries, 7);
	ck_assert_uint_eq(w->reg->today, TODAY + 1004);
	ck_replays();
}
END_TEST

/* Entries that nobody wrote carry the kernel's own author. */
START_TEST(own_author)
{
	const struct dinh_entry *entry;

	pass(NSEC_A_DAY);
	ck_ok(tick());
	entry = (void *)(w->stream + w->size - 48 - 8);
	ck_assert_uint_eq(le32_to_cpu(entry->uid), DINH_UID_KERNEL);
	ck_assert_uint_eq(le32_to_cpu(entry->loginuid), DINH_UID_NONE);
	ck_assert_uint_eq(le64_to_cpu(entry->wall), w->now.wall);
	ck_assert_uint_eq(le64_to_cpu(entry->boot), w->now.boot);
}
END_TEST

/* The tolerance is 2 s, either way. */
START_TEST(steps)
{
	const struct dinh_clock *body;

	step_wall(w, 2 * (s64)NSEC_PER_SECOND);
	ck_ok(tick());
	ck_assert_uint_eq(w->entries, 1);
	step_wall(w, -4 * (s64)NSEC_PER_SECOND);
	ck_ok(tick());
	ck_assert_uint_eq(w->entries, 1);
	step_wall(w, -1);
	ck_ok(tick());
	ck_assert_uint_eq(w->entries, 2);
	ck_assert_uint_eq(type_of_last(), DINH_ENTRY_CLOCK);
	body = (void *)(w->stream + w->size - sizeof(*body));
	ck_assert_int_eq((s64)(le64_to_cpu(body->after) -
			       le64_to_cpu(body->before)),
			 -2 * (s64)NSEC_PER_SECOND - 1);
	/* From there on, it is what the next step is measured against. */
	ck_ok(tick());
	ck_assert_uint_eq(w->entries, 2);
	/* Less than a day ahead: the day is the clock's. */
	step_wall(w, 20 * HOUR);
	ck_ok(tick());
	ck_assert_uint_eq(w->entries, 4);
	ck_assert_uint_eq(w->reg->today, TODAY + 1);
	ck_assert(!dinh_register_held(w->reg));
	/* Back: a day that was is not undone. */
	step_wall(w, -20 * HOUR);
	ck_ok(tick());
	ck_assert_uint_eq(w->entries, 5);
	ck_assert_uint_eq(w->reg->today, TODAY + 1);
	ck_replays();
}
END_TEST

START_TEST(jump)
{
	/* Exactly a day is not more than a day. */
	step_wall(w, NSEC_A_DAY);
	ck_ok(tick());
	ck_assert(!dinh_register_held(w->reg));
	ck_assert_uint_eq(w->reg->today, TODAY + 1);
	step_wall(w, 1);
	pass(1);
	/* Little by little is a jump, too: an entry each second. */
	step_wall(w, 3 * (s64)NSEC_PER_SECOND);
	ck_ok(tick());
	ck_assert(dinh_register_held(w->reg));
	pass(2 * NSEC_A_DAY);
	ck_ok(tick());
	ck_assert_uint_eq(w->reg->today, TODAY + 1);
	/* Entries go on, on the day that it was. */
	ck_ok(unit_add(w, .code = "a", .kind = DINH_KIND_AGENCY,
		       .since = TODAY + 1));
	ck_refused(DAY_FUTURE, DINH_A_SINCE,
		   "day: 2017-05-14 is after today, 2017-05-13",
		   unit_add(w, .code = "b", .kind = DINH_KIND_AGENCY,
			    .since = TODAY + 2));
	ck_refused(DAY_NOT_CLOCK, DINH_A_DAY,
		   "day: 2017-05-16, the clock says 2017-05-15",
		   confirm(TODAY + 4));
	ck_assert_int_eq(dinh_register_confirm(w->reg, &w->now, TODAY + 3,
					       true, &w->why), 0);
	ck_assert(dinh_register_held(w->reg));
	ck_ok(confirm(TODAY + 3));
	ck_assert(!dinh_register_held(w->reg));
	ck_assert_uint_eq(w->reg->today, TODAY + 3);
	ck_refused(NOT_HELD, DINH_A_DAY,
		   "day: the clock is trusted, nothing waits for a "
		   "confirmation", confirm(TODAY + 3));
	/* And days pass again. */
	pass(NSEC_A_DAY);
	ck_ok(tick());
	ck_assert_uint_eq(w->reg->today, TODAY + 4);
	ck_replays();
}
END_TEST

START_TEST(jump_back)
{
	pass(3 * NSEC_A_DAY);
	ck_ok(tick());
	step_wall(w, -2 * (s64)NSEC_A_DAY);
	ck_ok(tick());
	ck_assert(dinh_register_held(w->reg));
	ck_assert_uint_eq(w->reg->today, TODAY + 3);
	/* The register's day never goes back. */
	ck_refused(DAY_BACK, DINH_A_DAY,
		   "day: 2017-05-13, the register is at 2017-05-15",
		   confirm(TODAY + 1));
	pass(2 * NSEC_A_DAY);
	ck_ok(tick());
	ck_assert(dinh_register_held(w->reg));
	/* The same day may be confirmed. */
	ck_ok(confirm(TODAY + 3));
	ck_assert(!dinh_register_held(w->reg));
	ck_assert_uint_eq(w->reg->today, TODAY + 3);
	ck_replays();
}
END_TEST

/* A jump that is undone by itself holds nothing any more. */
START_TEST(jump_and_return)
{
	step_wall(w, 400 * (s64)NSEC_A_DAY);
	ck_ok(tick());
	ck_assert(dinh_register_held(w->reg));
	ck_assert_uint_eq(w->reg->today, TODAY);
	step_wall(w, -400 * (s64)NSEC_A_DAY);
	ck_ok(tick());
	ck_assert(!dinh_register_held(w->reg));
	pass(NSEC_A_DAY);
	ck_ok(tick());
	ck_assert_uint_eq(w->reg->today, TODAY + 1);
	ck_replays();
}
END_TEST

/* The ends of both clocks; the sums wrap and nothing breaks. */
START_TEST(wild_clocks)
{
	static const u64 ends[] = {
		0, 1, INT64_MAX, 1ull << 63, ~0ull, NSEC_A_DAY,
	};
	unsigned int i, j;

	for (i = 0; i < COUNT(ends); i++) {
		for (j = 0; j < COUNT(ends); j++) {
			w->now.wall = ends[i];
			w->now.boot = ends[j];
			ck_ok(tick());
			ck_assert_uint_ge(w->reg->today, TODAY);
			confirm(dinh_day_of(ends[i], UTC_OFFSET));
		}
	}
	ck_replays();
}
END_TEST

/* What is refused of day and clock entries comes by replay only. */
static int replay_day(u32 day, u32 how)
{
	struct dinh_day body = {
		.day = cpu_to_le32(day),
		.how = cpu_to_le32(how),
	};
	struct dinh_entry *entry = entry_new(DINH_ENTRY_DAY, 0, &body,
					     sizeof(body));
	int err;

	entry->seq = cpu_to_le64(w->reg->ledger.size);
	entry->wall = cpu_to_le64(w->now.wall);
	entry->boot = cpu_to_le64(w->now.boot);
	err = dinh_register_replay(w->reg, entry, &w->why);
	free(entry);
	return err;
}

START_TEST(replayed_days)
{
	ck_refused(DAY_BACK, DINH_A_DAY,
		   "day: 2017-05-12, the register is at 2017-05-12",
		   replay_day(TODAY, DINH_DAY_BY_CLOCK));
	ck_refused(DAY_BACK, DINH_A_DAY,
		   "day: 2017-05-11, the register is at 2017-05-12",
		   replay_day(TODAY - 1, DINH_DAY_BY_ADMIN));
	ck_refused(DAY_FORM, DINH_A_DAY, "day: 2932897 is not a day",
		   replay_day(DINH_DAY_MAX + 1, DINH_DAY_BY_ADMIN));
	ck_refused(MALFORMED, 0, "entry: malformed, type 3, at byte 52",
		   replay_day(TODAY + 1, 2));
	ck_ok(replay_day(TODAY, DINH_DAY_BY_ADMIN));
	ck_ok(replay_day(TODAY + 1, DINH_DAY_BY_CLOCK));
}
END_TEST

/* Entries that only the kernel makes are not taken from a writer. */
START_TEST(not_written)
{
	static const struct {
		u8 type;
		const char *text;
	} types[] = {
		{ 0, "entry: type 0 is not one that is written" },
		{ DINH_ENTRY_GENESIS,
		  "entry: type 1 is not one that is written" },
		{ DINH_ENTRY_BOOT, "entry: type 2 is not one that is written" },
		{ DINH_ENTRY_DAY, "entry: type 3 is not one that is written" },
		{ DINH_ENTRY_CLOCK,
		  "entry: type 4 is not one that is written" },
		{ DINH_ENTRY_LOSS, "entry: type 5 is not one that is written" },
		{ 200, "entry: type 200 is not one that is written" },
		{ 255, "entry: type 255 is not one that is written" },
	};
	static const u8 body[96];
	unsigned int i;

	for (i = 0; i < COUNT(types); i++)
		ck_refused(TYPE, 0, types[i].text,
			   submit(w, entry_new(types[i].type, 0, body,
					       sizeof(body))));
}
END_TEST

static struct dinh_entry *good_entry(void)
{
	return unit_add_entry(&(struct a_unit){ .code = "a",
			      .kind = DINH_KIND_AGENCY, .since = TODAY });
}

/* The machine was off until @days after today; the boot clock begins anew. */
static int boot_after(int days)
{
	static const struct dinh_boot boot = { "another start 1" };

	w->now.wall += days * (s64)NSEC_A_DAY;
	w->now.boot = 5 * NSEC_PER_SECOND;
	return dinh_register_boot(w->reg, &w->now, &boot, &w->why);
}

START_TEST(boot)
{
	ck_ok(boot_after(0));
	ck_assert_uint_eq(type_of_last(), DINH_ENTRY_BOOT);
	ck_ok(tick());
	ck_assert_uint_eq(w->entries, 2);
	/* Over night: the day comes by itself. */
	ck_ok(boot_after(1));
	ck_assert(!dinh_register_held(w->reg));
	ck_ok(tick());
	ck_assert_uint_eq(w->entries, 4);
	ck_assert_uint_eq(w->reg->today, TODAY + 1);
	ck_replays();
}
END_TEST

START_TEST(boot_far)
{
	ck_ok(boot_after(2));
	ck_assert(dinh_register_held(w->reg));
	ck_ok(tick());
	ck_assert_uint_eq(w->reg->today, TODAY);
	/* Set right, it needs nobody. */
	step_wall(w, -2 * (s64)NSEC_A_DAY);
	ck_ok(tick());
	ck_assert(!dinh_register_held(w->reg));
	/* Or somebody says that it is right. */
	ck_ok(boot_after(3));
	ck_ok(dinh_register_confirm(w->reg, &w->now, TODAY + 3, false,
				    &w->why));
	ck_assert(!dinh_register_held(w->reg));
	ck_assert_uint_eq(w->reg->today, TODAY + 3);
	pass(NSEC_A_DAY);
	ck_ok(tick());
	ck_assert_uint_eq(w->reg->today, TODAY + 4);
	ck_replays();
}
END_TEST

/* What waited for somebody before the machine went off waits on. */
START_TEST(boot_held)
{
	step_wall(w, 25 * HOUR);
	ck_ok(tick());
	ck_assert(dinh_register_held(w->reg));
	ck_ok(boot_after(0));
	ck_assert(dinh_register_held(w->reg));
	ck_ok(tick());
	ck_assert_uint_eq(w->reg->today, TODAY);
	ck_ok(boot_after(0));
	ck_assert(dinh_register_held(w->reg));
	ck_ok(confirm(TODAY + 1));
	ck_assert_uint_eq(w->reg->today, TODAY + 1);
	ck_assert(!dinh_register_held(w->reg));
	ck_ok(boot_after(1));
	ck_assert(!dinh_register_held(w->reg));
	ck_replays();
}
END_TEST

/* A clock without a battery, that is set some seconds later. */
START_TEST(boot_back)
{
	u64 wall = w->now.wall;

	w->now.wall = 0;
	ck_ok(boot_after(0));
	ck_assert(dinh_register_held(w->reg));
	ck_ok(tick());
	ck_assert_uint_eq(w->reg->today, TODAY);
	w->now.wall = wall;
	ck_ok(tick());
	ck_assert(!dinh_register_held(w->reg));
	/* However far off it is. */
	w->now.wall = ~0ull;
	ck_ok(boot_after(0));
	ck_assert(dinh_register_held(w->reg));
	ck_replays();
}
END_TEST

START_TEST(headers)
{
	struct dinh_entry *entry;
	size_t at;

	entry = good_entry();
	entry->version = 2;
	ck_refused(VERSION, 0, "entry: version 2, 1 is known",
		   submit(w, entry));
	entry = good_entry();
	entry->flags = cpu_to_le16(1);
	ck_refused(SPARE, 0, "entry: a spare field is not zero, at byte 6",
		   submit(w, entry));
	for (at = offsetof(struct dinh_entry, seq);
	     at < offsetof(struct dinh_entry, unit); at++) {
		entry = good_entry();
		((u8 *)entry)[at] = 1;
		ck_refused(SPARE, 0,
			   "entry: a spare field is not zero, at byte 8",
			   submit(w, entry));
	}
	entry = good_entry();
	entry->size = cpu_to_le32(entry_size(entry) - 4);
	ck_refused(MALFORMED, 0, "entry: malformed, type 7, at byte 0",
		   submit(w, entry));
	entry = good_entry();
	entry->size = cpu_to_le32(48);
	ck_refused(MALFORMED, 0, "entry: malformed, type 7, at byte 0",
		   submit(w, entry));
	entry = calloc(1, DINH_ENTRY_SIZE_MAX + 8);
	entry->size = cpu_to_le32(DINH_ENTRY_SIZE_MAX + 8);
	entry->type = DINH_ENTRY_PROGRAMME;
	entry->version = 1;
	ck_refused(MALFORMED, 0, "entry: malformed, type 6, at byte 0",
		   submit(w, entry));
	ck_ok(submit(w, good_entry()));
}
END_TEST

/* The header is filled in as it will be, also if it is only checked. */
START_TEST(filled_in)
{
	struct dinh_entry *entry = good_entry();
	struct digest before = digest_of(w, NULL), after;

	ck_ok(dinh_register_submit(w->reg, &w->now, entry, true, &w->why));
	ck_assert_uint_eq(le64_to_cpu(entry->seq), 1);
	ck_assert_uint_eq(le32_to_cpu(entry->unit), 1);
	ck_assert_uint_eq(le32_to_cpu(entry->uid), 1000);
	ck_assert_uint_eq(le64_to_cpu(entry->wall), w->now.wall);
	after = digest_of(w, NULL);
	ck_assert(digest_same(&before, &after));
	free(entry);
}
END_TEST

START_TEST(last_seq)
{
	w->reg->ledger.size = DINH_SEQ_MAX;
	ck_refused(CLOSED, 0, "register: closed, it takes no entries",
		   submit(w, good_entry()));
	w->reg->ledger.size = DINH_SEQ_MAX - 1;
	ck_ok(submit(w, good_entry()));
	ck_assert_uint_eq(w->reg->ledger.size, DINH_SEQ_MAX);
}
END_TEST

Suite *clock_suite(void)
{
	Suite *suite = suite_create("clock");
	TCase *tc = test_case(suite, "clock", genesis_setup);

	tcase_add_test(tc, genesis);
	tcase_add_test(tc, days);
	tcase_add_test(tc, own_author);
	tcase_add_test(tc, steps);
	tcase_add_test(tc, jump);
	tcase_add_test(tc, jump_back);
	tcase_add_test(tc, jump_and_return);
	tcase_add_test(tc, wild_clocks);
	tcase_add_test(tc, replayed_days);
	tcase_add_test(tc, boot);
	tcase_add_test(tc, boot_far);
	tcase_add_test(tc, boot_back);
	tcase_add_test(tc, boot_held);
	tcase_add_test(tc, not_written);
	tcase_add_test(tc, headers);
	tcase_add_test(tc, filled_in);
	tcase_add_test(tc, last_seq);
	tc = test_case(suite, "empty", empty_setup);
	tcase_add_test(tc, genesis_refused);
	tcase_add_test(tc, before_genesis);
	return suite;
}
