// SPDX-License-Identifier: GPL-2.0-only
/* Units: adding, changing, dissolving, and the tree. */
#include "test.h"

#define UNKNOWN	DINH_COUNT_UNKNOWN
#define SINCE	DAY(2010, 1, 1)

START_TEST(add)
{
	const struct dinh_unit *unit;
	size_t before = w->size;

	ck_ok(unit_add(w, .code = "A.1_x-", .name = "Phường Đức Thuận",
		       .kind = DINH_KIND_WARD, .parent = TOWN, .since = TODAY,
		       .heads = { 1, 2, 3, 4, 5, 6, UNKNOWN,
				  DINH_COUNT_MAX }, .has_union = 1));
	unit = dinh_unit(w->reg, NEXT_UNIT);
	ck_assert_ptr_nonnull(unit);
	ck_assert_str_eq(dinh_unit_code(unit), "A.1_x-");
	ck_assert_str_eq(dinh_unit_name(unit), "Phường Đức Thuận");
	ck_assert_uint_eq(unit->nr, NEXT_UNIT);
	ck_assert_uint_eq(unit->kind, DINH_KIND_WARD);
	ck_assert_uint_eq(unit->has_union, 1);
	ck_assert_uint_eq(unit->parent, TOWN);
	ck_assert_uint_eq(unit->since, TODAY);
	ck_assert_uint_eq(unit->until, 0);
	ck_assert_uint_eq(unit->headcount[5], 6);
	ck_assert_uint_eq(unit->headcount[6], UNKNOWN);
	ck_assert_uint_eq(unit->headcount[7], DINH_COUNT_MAX);
	ck_assert_ptr_eq(dinh_unit_by_code(w->reg, "A.1_x-"), unit);
	ck_assert_ptr_null(dinh_unit_by_code(w->reg, "A.1_x"));
	ck_assert_uint_eq(w->reg->living, NEXT_UNIT);
	ck_assert_ptr_null(dinh_unit(w->reg, NEXT_UNIT + 1));
	/* The entry carries the number that it was given. */
	ck_assert_uint_eq(le32_to_cpu(((struct dinh_entry *)
				       (w->stream + before))->unit),
			  NEXT_UNIT);
	ck_replays();
}
END_TEST

#define WARD_OF_TOWN .code = "new", .kind = DINH_KIND_WARD, .parent = TOWN, \
		     .since = SINCE

START_TEST(add_refused)
{
	static const char long_name[] =
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	struct dinh_entry *entry;

	ck_refused(CODE_TAKEN, DINH_A_CODE,
		   "code: 18115 is the code of living unit 4",
		   unit_add(w, WARD_OF_TOWN, .code = "18115"));
	ck_refused(CODE_FORM, DINH_A_CODE,
		   "code: 1 to 31 of A-Z a-z 0-9 . _ - wanted",
		   unit_add(w, WARD_OF_TOWN, .code = "a b"));
	ck_refused(TEXT_EMPTY, DINH_A_NAME, "text: empty",
		   unit_add(w, WARD_OF_TOWN, .name = ""));
	ck_refused(TEXT_LONG, DINH_A_NAME, "text: 256 bytes, 255 at most",
		   unit_add(w, WARD_OF_TOWN, .name = long_name));
	ck_ok(unit_add(w, WARD_OF_TOWN, .name = long_name + 1));
	ck_refused(TEXT_UTF8, DINH_A_NAME, "text: not UTF-8 at byte 2",
		   unit_add(w, WARD_OF_TOWN, .code = "x", .name = "ab\xc0"));
	ck_refused(TEXT_CONTROL, DINH_A_NAME,
		   "text: control character at byte 2",
		   unit_add(w, WARD_OF_TOWN, .code = "x", .name = "ab\tc"));
	ck_refused(KIND, DINH_A_KIND, "kind: 0 is not a kind of unit",
		   unit_add(w, WARD_OF_TOWN, .kind = DINH_KIND_REGISTER));
	ck_refused(KIND, DINH_A_KIND, "kind: 11 is not a kind of unit",
		   unit_add(w, WARD_OF_TOWN, .kind = DINH_KINDS));
	ck_refused(UNION, DINH_A_UNION, "union: 2, 0 or 1 wanted",
		   unit_add(w, WARD_OF_TOWN, .code = "x", .has_union = 2));
	ck_refused(HEADCOUNT, DINH_A_HEADCOUNT,
		   "headcount: 2147483648, 2147483647 at most",
		   unit_add(w, WARD_OF_TOWN, .code = "x",
			    .heads = { [7] = DINH_COUNT_MAX + 1 }));
	ck_refused(DAY_FORM, DINH_A_SINCE, "day: 0 is not a day",
		   unit_add(w, WARD_OF_TOWN, .code = "x", .since = 0));
	ck_refused(DAY_FORM, DINH_A_SINCE, "day: 2932897 is not a day",
		   unit_add(w, WARD_OF_TOWN, .code = "x",
			    .since = DINH_DAY_MAX + 1));
	ck_refused(DAY_FUTURE, DINH_A_SINCE,
		   "day: 2017-05-13 is after today, 2017-05-12",
		   unit_add(w, WARD_OF_TOWN, .code = "x", .since = TODAY + 1));
	ck_refused(UNIT_UNKNOWN, DINH_A_PARENT, "unit: 77 is not known",
		   unit_add(w, WARD_OF_TOWN, .code = "x", .parent = 77));
	ck_refused(PARENT_KIND, DINH_A_PARENT,
		   "parent: kind commune cannot hold kind ward",
		   unit_add(w, WARD_OF_TOWN, .code = "x", .parent = COMMUNE));

	entry = unit_add_entry(&(struct a_unit){ WARD_OF_TOWN, .code = "x" });
	((struct dinh_unit_add *)(entry + 1))->spare[5] = 1;
	ck_refused(SPARE, 0, "entry: a spare field is not zero, at byte 90",
		   submit(w, entry));
	/* The number of a new unit is not the writer's to choose. */
	entry = unit_add_entry(&(struct a_unit){ WARD_OF_TOWN, .code = "x" });
	entry->unit = cpu_to_le32(NEXT_UNIT + 1);
	ck_refused(MALFORMED, 0, "entry: malformed, type 7, at byte 44",
		   submit(w, entry));
}
END_TEST

#define T	(BIT(DINH_KIND_PROVINCE) | BIT(DINH_KIND_DISTRICT) | \
		 BIT(DINH_KIND_COMMUNE) | BIT(DINH_KIND_WARD) | \
		 BIT(DINH_KIND_TOWNSHIP) | BIT(DINH_KIND_SPECIAL_ZONE))

/* Which kinds each kind may stand under; the register holds all. */
START_TEST(kinds)
{
	static const unsigned int under[DINH_KINDS] = {
		[DINH_KIND_DISTRICT] = BIT(DINH_KIND_PROVINCE),
		[DINH_KIND_COMMUNE] = BIT(DINH_KIND_PROVINCE) |
				      BIT(DINH_KIND_DISTRICT),
		[DINH_KIND_WARD] = BIT(DINH_KIND_PROVINCE) |
				   BIT(DINH_KIND_DISTRICT),
		[DINH_KIND_TOWNSHIP] = BIT(DINH_KIND_PROVINCE) |
				       BIT(DINH_KIND_DISTRICT),
		[DINH_KIND_SPECIAL_ZONE] = BIT(DINH_KIND_PROVINCE) |
					   BIT(DINH_KIND_DISTRICT),
		[DINH_KIND_AGENCY] = T | BIT(DINH_KIND_AGENCY),
		[DINH_KIND_PUBLIC_UNIT] = T | BIT(DINH_KIND_AGENCY) |
					  BIT(DINH_KIND_PUBLIC_UNIT),
		[DINH_KIND_STATE_ENTERPRISE] = T | BIT(DINH_KIND_AGENCY) |
			BIT(DINH_KIND_STATE_ENTERPRISE) |
			BIT(DINH_KIND_NONSTATE_ENTERPRISE),
		[DINH_KIND_NONSTATE_ENTERPRISE] = T | BIT(DINH_KIND_AGENCY) |
			BIT(DINH_KIND_STATE_ENTERPRISE) |
			BIT(DINH_KIND_NONSTATE_ENTERPRISE),
	};
	unsigned int parent, child;

	for (parent = 1; parent < DINH_KINDS; parent++)
		for (child = 1; child < DINH_KINDS; child++)
			ck_assert_msg(dinh_kind_holds(parent, child) ==
				      !!(under[child] & BIT(parent)),
				      "%s under %s", dinh_kind_name(child),
				      dinh_kind_name(parent));
	for (child = 1; child < DINH_KINDS; child++)
		ck_assert(dinh_kind_holds(DINH_KIND_REGISTER, child));
	ck_assert_str_eq(dinh_kind_name(DINH_KINDS), "unknown");
}
END_TEST

START_TEST(depth)
{
	char code[16];
	u32 i, parent = 0;

	for (i = 1; i <= DINH_DEPTH_MAX; i++) {
		sprintf(code, "level-%u", i);
		ck_ok(unit_add(w, .code = code, .kind = DINH_KIND_AGENCY,
			       .parent = parent, .since = SINCE));
		parent = i;
	}
	ck_refused(DEPTH, DINH_A_PARENT, "depth: 17 levels, 16 at most",
		   unit_add(w, .code = "x", .kind = DINH_KIND_AGENCY,
			    .parent = parent, .since = SINCE));
	/* Moving counts what stands below what is moved. */
	ck_ok(unit_add(w, .code = "a", .kind = DINH_KIND_AGENCY,
		       .since = SINCE));
	ck_ok(unit_add(w, .code = "b", .kind = DINH_KIND_AGENCY,
		       .since = SINCE, .parent = 17));
	ck_refused(DEPTH, DINH_A_PARENT, "depth: 17 levels, 16 at most",
		   unit_set(w, 17, DINH_SET_PARENT, .parent = 15));
	ck_ok(unit_set(w, 17, DINH_SET_PARENT, .parent = 14));
	ck_replays();
}
END_TEST

START_TEST(bound)
{
	static const struct dinh_bounds two = { .units = 2, .records = 1 };

	world_free(w);
	w = world_alloc(&two, TODAY);
	ck_ok(world_begin(w));
	ck_ok(unit_add(w, WARD_OF_TOWN, .parent = 0, .code = "a"));
	ck_ok(unit_add(w, WARD_OF_TOWN, .parent = 0, .code = "b"));
	ck_refused(UNITS_FULL, 0, "units: 2 are kept, 2 is the bound",
		   unit_add(w, WARD_OF_TOWN, .parent = 0, .code = "c"));
	/* A dissolved unit is kept. */
	ck_ok(dissolve(w, 1, TODAY));
	ck_refused(UNITS_FULL, 0, "units: 2 are kept, 2 is the bound",
		   unit_add(w, WARD_OF_TOWN, .parent = 0, .code = "c"));
}
END_TEST

START_TEST(set_each_field)
{
	const struct dinh_unit *unit = dinh_unit(w->reg, SCHOOL);

	ck_ok(unit_set(w, SCHOOL, DINH_SET_CODE, .code = "th-2"));
	ck_assert_str_eq(dinh_unit_code(unit), "th-2");
	ck_assert_str_eq(dinh_unit_name(unit), "Trường tiểu học");
	ck_assert_ptr_eq(dinh_unit_by_code(w->reg, "th-2"), unit);
	ck_assert_ptr_null(dinh_unit_by_code(w->reg, "th-1"));
	ck_ok(unit_set(w, SCHOOL, DINH_SET_NAME, .name = "Trường Bắc Hồng"));
	ck_assert_str_eq(dinh_unit_name(unit), "Trường Bắc Hồng");
	ck_assert_str_eq(dinh_unit_code(unit), "th-2");
	ck_ok(unit_set(w, SCHOOL, DINH_SET_CODE | DINH_SET_NAME,
		       .code = "th-3", .name = "X"));
	ck_assert_str_eq(dinh_unit_code(unit), "th-3");
	ck_assert_str_eq(dinh_unit_name(unit), "X");
	/* Its own code is not taken. */
	ck_ok(unit_set(w, SCHOOL, DINH_SET_CODE, .code = "th-3"));
	ck_ok(unit_set(w, SCHOOL, DINH_SET_SINCE, .since = DAY(2016, 1, 1)));
	ck_assert_uint_eq(unit->since, DAY(2016, 1, 1));
	ck_ok(unit_set(w, SCHOOL, DINH_SET_UNION, .has_union = 1));
	ck_assert_uint_eq(unit->has_union, 1);
	ck_ok(unit_set(w, SCHOOL, DINH_SET_HEADCOUNT << 3, .heads[3] = 44));
	ck_assert_uint_eq(unit->headcount[3], 44);
	ck_assert_uint_eq(unit->headcount[4], 0);
	ck_ok(unit_set(w, SCHOOL, DINH_SET_HEADCOUNTS,
		       .heads = { 1, 2, 3, UNKNOWN, 5, 6, 7, 8 }));
	ck_assert_uint_eq(unit->headcount[3], UNKNOWN);
	ck_assert_uint_eq(unit->headcount[7], 8);
	ck_ok(unit_set(w, SCHOOL, DINH_SET_KIND, .kind = DINH_KIND_AGENCY));
	ck_assert_uint_eq(unit->kind, DINH_KIND_AGENCY);
	ck_ok(unit_set(w, SCHOOL, DINH_SET_PARENT, .parent = TOWN));
	ck_assert_uint_eq(unit->parent, TOWN);
	ck_ok(unit_set(w, SCHOOL, DINH_SET_PARENT, .parent = 0));
	ck_assert_uint_eq(unit->parent, 0);
	ck_replays();
}
END_TEST

static struct dinh_entry *set_spare(u32 what, size_t at, u8 value)
{
	struct dinh_entry *entry;

	entry = unit_set_entry(SCHOOL, what, &(struct a_unit){});
	((u8 *)(entry + 1))[at] |= value;
	return entry;
}

START_TEST(set_refused)
{
	static const struct {
		u32 what;
		size_t at;
		unsigned int said;
	} spare[] = {
		{ 1u << 6, 0, 48 },
		{ 1u << 16, 0, 48 },
		{ DINH_SET_UNION, offsetof(struct dinh_unit_set, spare), 48 },
		{ DINH_SET_UNION, 8 + 42, 98 },
		{ DINH_SET_UNION, 8, 56 },
		{ DINH_SET_UNION, 12, 60 },
		{ DINH_SET_UNION, 8 + 8, 64 },
		{ DINH_SET_UNION, 8 + 8 + 28, 92 },
		{ DINH_SET_UNION, 8 + 40, 96 },
		{ DINH_SET_KIND, 8 + 41, 97 },
		{ DINH_SET_UNION, 8 + 48 + 31, 104 },
	};
	char text[DINH_MESSAGE_SIZE];
	unsigned int i;

	for (i = 0; i < COUNT(spare); i++) {
		sprintf(text, "entry: a spare field is not zero, at byte %u",
			spare[i].said);
		ck_refused(SPARE, 0, text,
			   submit(w, set_spare(spare[i].what, spare[i].at, 1)));
	}
	/* A name that is not to be changed. */
	ck_refused(SPARE, 0, "entry: a spare field is not zero, at byte 136",
		   unit_set(w, SCHOOL, DINH_SET_UNION, .name = "x"));
	ck_refused(SET_NOTHING, 0, "unit: nothing to change is named",
		   unit_set(w, SCHOOL, 0,));
	ck_refused(UNIT_UNKNOWN, DINH_A_UNIT, "unit: 0 is not known",
		   unit_set(w, 0, DINH_SET_UNION,));
	ck_refused(UNIT_UNKNOWN, DINH_A_UNIT, "unit: 9 is not known",
		   unit_set(w, 9, DINH_SET_UNION,));
	ck_refused(CODE_TAKEN, DINH_A_CODE,
		   "code: 42 is the code of living unit 1",
		   unit_set(w, SCHOOL, DINH_SET_CODE, .code = "42"));
	ck_refused(CODE_FORM, DINH_A_CODE,
		   "code: 1 to 31 of A-Z a-z 0-9 . _ - wanted",
		   unit_set(w, SCHOOL, DINH_SET_CODE,));
	ck_refused(TEXT_EMPTY, DINH_A_NAME, "text: empty",
		   unit_set(w, SCHOOL, DINH_SET_NAME,));
	ck_refused(TEXT_EMPTY, DINH_A_NAME, "text: empty",
		   unit_set(w, SCHOOL, DINH_SET_NAME, .name = ""));
	ck_refused(KIND, DINH_A_KIND, "kind: 0 is not a kind of unit",
		   unit_set(w, SCHOOL, DINH_SET_KIND,));
	ck_refused(UNION, DINH_A_UNION, "union: 3, 0 or 1 wanted",
		   unit_set(w, SCHOOL, DINH_SET_UNION, .has_union = 3));
	ck_refused(HEADCOUNT, DINH_A_HEADCOUNT,
		   "headcount: 4294967294, 2147483647 at most",
		   unit_set(w, SCHOOL, DINH_SET_HEADCOUNT,
			    .heads[0] = UNKNOWN - 1));
	ck_refused(DAY_FUTURE, DINH_A_SINCE,
		   "day: 2017-05-13 is after today, 2017-05-12",
		   unit_set(w, SCHOOL, DINH_SET_SINCE, .since = TODAY + 1));
	/* What stands above, and what stands below. */
	ck_refused(PARENT_KIND, DINH_A_PARENT,
		   "parent: kind commune cannot hold kind township",
		   unit_set(w, SCHOOL, DINH_SET_KIND,
			    .kind = DINH_KIND_TOWNSHIP));
	ck_refused(PARENT_KIND, DINH_A_KIND,
		   "parent: kind commune cannot hold kind commune",
		   unit_set(w, TOWN, DINH_SET_KIND,
			    .kind = DINH_KIND_COMMUNE));
	ck_refused(PARENT_KIND, DINH_A_PARENT,
		   "parent: kind public_unit cannot hold kind agency",
		   unit_set(w, AGENCY, DINH_SET_PARENT, .parent = SCHOOL));
	ck_refused(PARENT_CYCLE, DINH_A_PARENT,
		   "parent: 437 stands under the unit itself",
		   unit_set(w, TOWN, DINH_SET_PARENT, .parent = TOWN));
	ck_refused(PARENT_CYCLE, DINH_A_PARENT,
		   "parent: 18130 stands under the unit itself",
		   unit_set(w, PROVINCE, DINH_SET_PARENT, .parent = COMMUNE));
	ck_refused(UNIT_UNKNOWN, DINH_A_PARENT, "unit: 99 is not known",
		   unit_set(w, SCHOOL, DINH_SET_PARENT, .parent = 99));
}
END_TEST

START_TEST(since_and_records)
{
	ck_ok(record(w, .unit = SCHOOL, .req = "yearly", .day = TODAY - 9));
	ck_ok(unit_set(w, SCHOOL, DINH_SET_SINCE, .since = TODAY - 9));
	ck_refused(SINCE_RECORDS, DINH_A_SINCE,
		   "since: 2017-05-04, the unit has a record of 2017-05-03",
		   unit_set(w, SCHOOL, DINH_SET_SINCE, .since = TODAY - 8));
	/* What was taken back does not hold it. */
	ck_ok(withdraw(w, SCHOOL, w->seq - 1));
	ck_ok(unit_set(w, SCHOOL, DINH_SET_SINCE, .since = TODAY - 8));
}
END_TEST

static void ck_tree(u32 scope, const u32 *expected)
{
	struct dinh_unit *unit = NULL;

	while ((unit = dinh_unit_next(w->reg, scope, unit)))
		ck_assert_uint_eq(unit->nr, *expected++);
	ck_assert_uint_eq(*expected, 0);
}

#define TREE(scope, ...) ck_tree(scope, (const u32 []){ __VA_ARGS__, 0 })

START_TEST(tree)
{
	TREE(0, PROVINCE, TOWN, COMMUNE, SCHOOL, WARD, AGENCY, STATE, PRIVATE);
	TREE(TOWN, TOWN, COMMUNE, SCHOOL, WARD, AGENCY, STATE, PRIVATE);
	TREE(COMMUNE, COMMUNE, SCHOOL);
	TREE(PRIVATE, PRIVATE);
	ck_ok(unit_set(w, COMMUNE, DINH_SET_PARENT, .parent = PROVINCE));
	TREE(0, PROVINCE, TOWN, WARD, AGENCY, STATE, PRIVATE, COMMUNE, SCHOOL);
	ck_ok(unit_set(w, WARD, DINH_SET_PARENT, .parent = 0));
	TREE(0, PROVINCE, TOWN, AGENCY, STATE, PRIVATE, COMMUNE, SCHOOL, WARD);
	ck_assert_uint_eq(dinh_unit(w->reg, 0)->children, 2);
	ck_assert_uint_eq(dinh_unit(w->reg, TOWN)->children, 3);
	/* To where it is already: it comes last. */
	ck_ok(unit_set(w, AGENCY, DINH_SET_PARENT, .parent = TOWN));
	TREE(TOWN, TOWN, STATE, PRIVATE, AGENCY);
	ck_ok(dissolve(w, PRIVATE, TODAY));
	TREE(TOWN, TOWN, STATE, AGENCY);
	ck_ok(dissolve(w, AGENCY, TODAY));
	ck_ok(dissolve(w, STATE, TODAY));
	TREE(0, PROVINCE, TOWN, COMMUNE, SCHOOL, WARD);
	ck_assert(dinh_unit_in_scope(w->reg, dinh_unit(w->reg, SCHOOL),
				     PROVINCE));
	ck_assert(!dinh_unit_in_scope(w->reg, dinh_unit(w->reg, SCHOOL),
				      TOWN));
	ck_assert(dinh_unit_in_scope(w->reg, dinh_unit(w->reg, SCHOOL), 0));
	ck_assert_ptr_null(dinh_unit_next(w->reg, STATE, NULL));
	ck_assert_ptr_null(dinh_unit_next(w->reg, 999, NULL));
	ck_replays();
}
END_TEST

START_TEST(dissolve_unit)
{
	static const u32 successor[] = { COMMUNE, AGENCY, STATE };
	const struct dinh_unit *unit = dinh_unit(w->reg, WARD);
	const u32 *list;
	unsigned int n;

	ck_ok(submit(w, dissolve_entry(WARD, TODAY - 1, 3, successor)));
	ck_assert_uint_eq(unit->until, TODAY - 1);
	ck_assert_uint_eq(w->reg->living, NEXT_UNIT - 2);
	ck_assert_ptr_null(dinh_unit_by_code(w->reg, "18115"));
	list = dinh_unit_successors(w->reg, WARD, &n);
	ck_assert_uint_eq(n, 3);
	ck_assert_mem_eq(list, successor, sizeof(successor));
	ck_assert_ptr_null(dinh_unit_successors(w->reg, STATE, &n));
	ck_assert_uint_eq(n, 0);
	/* Its code is free, and names only the new one. */
	ck_ok(unit_add(w, WARD_OF_TOWN, .code = "18115"));
	ck_assert_uint_eq(dinh_unit_by_code(w->reg, "18115")->nr, NEXT_UNIT);
	ck_assert_str_eq(dinh_unit_code(unit), "18115");
	ck_refused(UNIT_DISSOLVED, DINH_A_UNIT,
		   "unit: 18115 was dissolved on 2017-05-11",
		   dissolve(w, WARD, TODAY));
	ck_refused(UNIT_DISSOLVED, DINH_A_UNIT,
		   "unit: 18115 was dissolved on 2017-05-11",
		   unit_set(w, WARD, DINH_SET_UNION,));
	ck_refused(UNIT_DISSOLVED, DINH_A_PARENT,
		   "unit: 18115 was dissolved on 2017-05-11",
		   unit_add(w, WARD_OF_TOWN, .code = "x", .parent = WARD));
	ck_refused(UNIT_DISSOLVED, DINH_A_UNIT,
		   "unit: 18115 was dissolved on 2017-05-11",
		   record(w, .unit = WARD, .req = "talk", .day = TODAY));
	ck_replays();
}
END_TEST

START_TEST(dissolve_refused)
{
	u32 many[17] = { COMMUNE, COMMUNE };
	struct dinh_entry *entry;

	ck_refused(CHILDREN, DINH_A_UNIT,
		   "unit: 5 living units stand under it",
		   dissolve(w, TOWN, TODAY));
	ck_refused(DISSOLVE_BEFORE, DINH_A_DAY,
		   "day: 2009-12-31 is before the unit began, 2010-01-01",
		   dissolve(w, WARD, SINCE - 1));
	ck_refused(DAY_FUTURE, DINH_A_DAY,
		   "day: 2017-05-13 is after today, 2017-05-12",
		   dissolve(w, WARD, TODAY + 1));
	ck_refused(DAY_FORM, DINH_A_DAY, "day: 0 is not a day",
		   dissolve(w, WARD, 0));
	ck_refused(UNIT_UNKNOWN, DINH_A_UNIT, "unit: 0 is not known",
		   dissolve(w, 0, TODAY));
	ck_refused(SUCCESSORS, DINH_A_SUCCESSOR, "successors: 17, 16 at most",
		   submit(w, dissolve_entry(WARD, TODAY, 17, many)));
	ck_refused(SUCCESSOR_TWICE, DINH_A_SUCCESSOR,
		   "successor: 3 is named twice",
		   submit(w, dissolve_entry(WARD, TODAY, 2, many)));
	many[0] = WARD;
	ck_refused(SUCCESSOR_SELF, DINH_A_SUCCESSOR,
		   "successor: a unit cannot follow itself",
		   submit(w, dissolve_entry(WARD, TODAY, 1, many)));
	many[0] = 99;
	ck_refused(UNIT_UNKNOWN, DINH_A_SUCCESSOR, "unit: 99 is not known",
		   submit(w, dissolve_entry(WARD, TODAY, 1, many)));
	many[0] = 0;
	ck_refused(UNIT_UNKNOWN, DINH_A_SUCCESSOR, "unit: 0 is not known",
		   submit(w, dissolve_entry(WARD, TODAY, 1, many)));
	many[0] = COMMUNE;
	entry = dissolve_entry(WARD, TODAY, 1, many);
	((struct dinh_unit_dissolve *)(entry + 1))->successor[1] = 1;
	ck_refused(SPARE, 0, "entry: a spare field is not zero, at byte 60",
		   submit(w, entry));
	entry = dissolve_entry(WARD, TODAY, 1, many);
	((struct dinh_unit_dissolve *)(entry + 1))->successors = 3;
	ck_refused(MALFORMED, 0, "entry: malformed, type 9, at byte 52",
		   submit(w, entry));
	ck_ok(dissolve(w, SCHOOL, SINCE));
	ck_ok(dissolve(w, COMMUNE, TODAY));
}
END_TEST

/* Codes are found however many there are, through splits and reuse. */
START_TEST(many_codes)
{
	enum { N = 3000 };
	char code[16];
	u32 i;

	for (i = 1; i <= N; i++) {
		sprintf(code, "c%u", i);
		ck_ok(unit_add(w, .code = code, .kind = DINH_KIND_AGENCY,
			       .since = SINCE));
		if (i % 3 == 0)
			ck_ok(dissolve(w, i, TODAY));
		if (i % 7 == 0 && i % 3) {
			sprintf(code, "d%u", i);
			ck_ok(unit_set(w, i, DINH_SET_CODE, .code = code));
		}
	}
	for (i = 1; i <= N; i++) {
		const struct dinh_unit *unit;

		sprintf(code, i % 7 == 0 && i % 3 ? "d%u" : "c%u", i);
		unit = dinh_unit_by_code(w->reg, code);
		if (i % 3 == 0)
			ck_assert_ptr_null(unit);
		else
			ck_assert_uint_eq(unit->nr, i);
	}
	ck_assert_uint_eq(w->reg->living, N - N / 3);
}
END_TEST

START_TEST(pins)
{
	struct dinh_entry *entry;
	char code[16];
	u32 i;

	ck_ok(submit(w, pin_entry(TOWN, 1)));
	ck_ok(submit(w, pin_entry(SCHOOL, 1)));
	ck_ok(submit(w, pin_entry(WARD, 1)));
	ck_assert(dinh_unit_pinned(w->reg, SCHOOL));
	ck_assert(!dinh_unit_pinned(w->reg, COMMUNE));
	ck_refused(PINNED, DINH_A_PINNED, "unit: 437 is pinned already",
		   submit(w, pin_entry(TOWN, 1)));
	ck_refused(NOT_PINNED, DINH_A_PINNED, "unit: 18130 is not pinned",
		   submit(w, pin_entry(COMMUNE, 0)));
	ck_refused(UNIT_UNKNOWN, DINH_A_UNIT, "unit: 0 is not known",
		   submit(w, pin_entry(0, 1)));
	ck_refused(MALFORMED, 0, "entry: malformed, type 13, at byte 48",
		   submit(w, pin_entry(COMMUNE, 2)));
	entry = pin_entry(COMMUNE, 1);
	((struct dinh_pin *)(entry + 1))->spare = 1;
	ck_refused(MALFORMED, 0, "entry: malformed, type 13, at byte 48",
		   submit(w, entry));
	ck_ok(submit(w, pin_entry(SCHOOL, 0)));
	ck_assert(!dinh_unit_pinned(w->reg, SCHOOL));
	/* A dissolved unit is pinned no longer. */
	ck_ok(dissolve(w, WARD, TODAY));
	ck_assert(!dinh_unit_pinned(w->reg, WARD));
	ck_refused(UNIT_DISSOLVED, DINH_A_UNIT,
		   "unit: 18115 was dissolved on 2017-05-12",
		   submit(w, pin_entry(WARD, 1)));
	ck_assert_uint_eq(w->reg->n_pins, 1);
	for (i = 1; i < DINH_PINS_MAX; i++) {
		sprintf(code, "p%u", i);
		ck_ok(unit_add(w, .code = code, .kind = DINH_KIND_AGENCY,
			       .since = SINCE));
		ck_ok(submit(w, pin_entry(NEXT_UNIT + i - 1, 1)));
	}
	ck_refused(PINS_FULL, DINH_A_PINNED,
		   "pins: 32 units are pinned, 32 is the bound",
		   submit(w, pin_entry(COMMUNE, 1)));
	ck_replays();
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("unit");
	TCase *tc = test_case(suite, "town", town_setup);

	tcase_add_test(tc, add);
	tcase_add_test(tc, add_refused);
	tcase_add_test(tc, set_each_field);
	tcase_add_test(tc, set_refused);
	tcase_add_test(tc, since_and_records);
	tcase_add_test(tc, tree);
	tcase_add_test(tc, dissolve_unit);
	tcase_add_test(tc, dissolve_refused);
	tcase_add_test(tc, pins);
	tc = test_case(suite, "empty", genesis_setup);
	tcase_add_test(tc, kinds);
	tcase_add_test(tc, depth);
	tcase_add_test(tc, bound);
	tcase_add_test(tc, many_codes);
	return suite;
}
