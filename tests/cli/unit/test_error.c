// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "../../../tool/lib/error.h"
#include "test.h"

START_TEST(prefixes)
{
	struct error err;

	ck_assert_int_eq(error_set(&err, DINH_EXIT_REFUSED, "%d of %d", 1, 2),
			 -1);
	ck_assert_int_eq(error_prefix(&err, "%s: ", "x"), -1);
	ck_assert_str_eq(err.text, "x: 1 of 2");
	ck_assert_int_eq(err.exit, DINH_EXIT_REFUSED);
	while (strlen(err.text) < sizeof(err.text) - 1)
		error_prefix(&err, "%s", "0123456789");
	ck_assert_uint_eq(strlen(err.text), sizeof(err.text) - 1);
}
END_TEST

START_TEST(by_line)
{
	struct errors list = { 0 };
	unsigned int i;

	for (i = 0; i < 100; i++)
		errors_add_at(&list, 99 - i, "%u", 99 - i);
	errors_add_at(&list, 5, "again");
	errors_add(&list, "last");
	ck_assert_uint_eq(list.count, 102);
	ck_assert_str_eq(list.text[0], "0");
	ck_assert_str_eq(list.text[5], "5");
	ck_assert_str_eq(list.text[6], "again");
	ck_assert_str_eq(list.text[7], "6");
	ck_assert_str_eq(list.text[ERRORS_KEPT - 1], "18");
	errors_free(&list);
}
END_TEST

START_TEST(by_order)
{
	struct errors list = { 0 };
	unsigned int i;

	for (i = 0; i < 30; i++)
		errors_add(&list, "%u", i);
	ck_assert_uint_eq(list.count, 30);
	ck_assert_str_eq(list.text[0], "0");
	ck_assert_str_eq(list.text[ERRORS_KEPT - 1], "19");
	errors_free(&list);
}
END_TEST

TCase *error_case(void)
{
	TCase *tc = tcase_create("error");

	tcase_add_test(tc, prefixes);
	tcase_add_test(tc, by_line);
	tcase_add_test(tc, by_order);
	return tc;
}
