// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "../../../tool/lib/names.h"
#include "../../../tool/lib/value.h"
#include "test.h"

static struct error err;

START_TEST(codes)
{
	char code[DINH_CODE_SIZE];

	ck_assert_int_eq(value_code("18115", code, &err), 0);
	ck_assert_str_eq(code, "18115");
	ck_assert_int_eq(value_code("a.b_C-9", code, &err), 0);
	ck_assert_int_eq(value_code("0123456789012345678901234567890", code,
				    &err), 0);
	ck_assert_int_eq(value_code("01234567890123456789012345678901", code,
				    &err), -1);
	ck_assert_int_eq(value_code("", code, &err), -1);
	ck_assert_int_eq(value_code("xã", code, &err), -1);
	ck_assert_str_eq(err.text,
			 "found \"xã\", allowed: 1 to 31 of A-Z a-z 0-9 . _ -");
	ck_assert_int_eq(err.exit, DINH_EXIT_USAGE);
}
END_TEST

START_TEST(counts)
{
	static const char *const bad[] = {
		"", "-1", "+1", " 1", "1 ", "1.0", "1e3", "0x10", "101",
		"18446744073709551616", "99999999999999999999999",
	};
	uint32_t count;
	uint64_t number;
	size_t i;

	ck_assert_int_eq(value_count("0", 100, &count, &err), 0);
	ck_assert_uint_eq(count, 0);
	ck_assert_int_eq(value_count("100", 100, &count, &err), 0);
	ck_assert_uint_eq(count, 100);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(value_count(bad[i], 100, &count, &err), "%s",
			      bad[i]);
	ck_assert_int_eq(value_u64("18446744073709551615", &number, &err), 0);
	ck_assert_uint_eq(number, UINT64_MAX);
	ck_assert_int_eq(value_u64("18446744073709551616", &number, &err), -1);
}
END_TEST

START_TEST(kinds)
{
	static const struct {
		const char *text;
		uint32_t kind;
	} good[] = {
		{ "province", DINH_KIND_PROVINCE },
		{ "nonstate_enterprise", DINH_KIND_NONSTATE_ENTERPRISE },
		{ "tinh", DINH_KIND_PROVINCE },
		{ "thanh-pho-tw", DINH_KIND_PROVINCE },
		{ "thanh-pho", DINH_KIND_DISTRICT },
		{ "quan", DINH_KIND_DISTRICT },
		{ "thi-xa", DINH_KIND_DISTRICT },
		{ "huyen", DINH_KIND_DISTRICT },
		{ "phuong", DINH_KIND_WARD },
		{ "thi-tran", DINH_KIND_TOWNSHIP },
		{ "xa", DINH_KIND_COMMUNE },
		{ "dac-khu", DINH_KIND_SPECIAL_ZONE },
	};
	uint32_t kind;
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		ck_assert_int_eq(value_kind(good[i].text, &kind, &err), 0);
		ck_assert_uint_eq(kind, good[i].kind);
	}
	/* The register itself is no kind that is typed. */
	ck_assert_int_eq(value_kind("register", &kind, &err), -1);
	ck_assert_int_eq(value_kind("", &kind, &err), -1);
}
END_TEST

START_TEST(holding)
{
	ck_assert(kind_holds(DINH_KIND_PROVINCE, DINH_KIND_DISTRICT));
	ck_assert(kind_holds(DINH_KIND_PROVINCE, DINH_KIND_WARD));
	ck_assert(kind_holds(DINH_KIND_WARD, DINH_KIND_PUBLIC_UNIT));
	ck_assert(kind_holds(DINH_KIND_STATE_ENTERPRISE,
			     DINH_KIND_NONSTATE_ENTERPRISE));
	ck_assert(!kind_holds(DINH_KIND_PROVINCE, DINH_KIND_PROVINCE));
	ck_assert(!kind_holds(DINH_KIND_WARD, DINH_KIND_WARD));
	ck_assert(!kind_holds(DINH_KIND_PUBLIC_UNIT, DINH_KIND_AGENCY));
	ck_assert(!kind_holds(DINH_KIND_NONSTATE_ENTERPRISE,
			      DINH_KIND_AGENCY));
}
END_TEST

START_TEST(items)
{
	struct rules_requirement nine = { .items = 9 }, all = { .items = 32 };
	static const char *const bad[] = {
		"", "0", "10", "1,", ",1", "3-1", "1-10", "a", "1-", "-2",
		"1 2", "1;2",
	};
	uint32_t mask;
	size_t i;

	ck_assert_int_eq(value_items("all", &nine, &mask, &err), 0);
	ck_assert_uint_eq(mask, 0x1ff);
	ck_assert_int_eq(value_items("all", &all, &mask, &err), 0);
	ck_assert_uint_eq(mask, 0xffffffff);
	ck_assert_int_eq(value_items("1,3-5,5", &nine, &mask, &err), 0);
	ck_assert_uint_eq(mask, 0x1d);
	ck_assert_int_eq(value_items("32", &all, &mask, &err), 0);
	ck_assert_uint_eq(mask, 1u << 31);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(value_items(bad[i], &nine, &mask, &err), "%s",
			      bad[i]);
	ck_assert_int_eq(value_items("10", &nine, &mask, &err), -1);
	ck_assert_str_eq(err.text,
			 "found \"10\", allowed: all, or of 1 to 9, as in 1,3-5");
	/* Where the requirement is not known, the kernel is to say so. */
	ck_assert_int_eq(value_items("32", NULL, &mask, &err), 0);
	ck_assert_int_eq(value_items("33", NULL, &mask, &err), -1);
}
END_TEST

START_TEST(headcounts)
{
	struct unit unit = { 0 };
	uint32_t what = 0;

	ck_assert_int_eq(value_headcounts("cadres=12,voters=?", &unit, &what,
					  &err), 0);
	ck_assert_uint_eq(what, DINH_SET_HEADCOUNT << DINH_GROUP_CADRES |
				DINH_SET_HEADCOUNT << DINH_GROUP_VOTERS);
	ck_assert_uint_eq(unit.headcount[DINH_GROUP_CADRES], 12);
	ck_assert_uint_eq(unit.headcount[DINH_GROUP_VOTERS],
			  DINH_COUNT_UNKNOWN);
	ck_assert_int_eq(value_headcounts("cadres", &unit, &what, &err), -1);
	ck_assert_int_eq(value_headcounts("cadre=1", &unit, &what, &err), -1);
	ck_assert_int_eq(value_headcounts("cadres=1,", &unit, &what, &err),
			 -1);
	ck_assert_int_eq(value_headcounts("cadres=2147483648", &unit, &what,
					  &err), -1);
}
END_TEST

START_TEST(keys)
{
	struct record a, b;

	record_init(&a);
	strcpy(a.code, "18115");
	strcpy(a.requirement, "regulations");
	a.day = 17000;
	b = a;
	ck_assert_int_eq(record_derive_key(&a, &err), 0);
	ck_assert_int_eq(record_derive_key(&b, &err), 0);
	ck_assert_uint_ne(a.key, 0);
	ck_assert_uint_eq(a.key, b.key);
	/* Stays the same for ever, or old imports are doubled by new ones. */
	ck_assert_uint_eq(a.key, 4019626640490549561ULL);
	b.vote[VOTE_NO] = 0;
	ck_assert_int_eq(record_derive_key(&b, &err), 0);
	ck_assert_uint_ne(a.key, b.key);
}
END_TEST

START_TEST(documents)
{
	static const uint8_t abc[] = { 0xba, 0x78, 0x16, 0xbf };
	uint8_t hash[DINH_HASH_SIZE];

	ck_assert_int_eq(digest_file(test_file("abc", 3), NULL, hash, &err), 0);
	ck_assert_mem_eq(hash, abc, sizeof(abc));
	ck_assert_int_eq(digest_file("x.pdf", "/nonexistent/t.tsv", hash, &err),
			 -1);
	ck_assert_str_eq(err.text, "x.pdf: No such file or directory");
	ck_assert_int_eq(digest_file("/", NULL, hash, &err), -1);
}
END_TEST

TCase *value_case(void)
{
	TCase *tc = tcase_create("value");

	tcase_add_test(tc, codes);
	tcase_add_test(tc, counts);
	tcase_add_test(tc, kinds);
	tcase_add_test(tc, holding);
	tcase_add_test(tc, items);
	tcase_add_test(tc, headcounts);
	tcase_add_test(tc, keys);
	tcase_add_test(tc, documents);
	return tc;
}
