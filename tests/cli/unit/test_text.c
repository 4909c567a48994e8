// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "../../../tool/lib/text.h"
#include "test.h"

START_TEST(widths)
{
	ck_assert_uint_eq(text_width(""), 0);
	ck_assert_uint_eq(text_width("Hong Linh"), 9);
	ck_assert_uint_eq(text_width("Hồng Lĩnh"), 9);
	/* the same, decomposed */
	ck_assert_uint_eq(text_width("Ho\xcc\x82\xcc\x80ng"), 4);
	ck_assert_uint_eq(text_width("漢字"), 4);
	/* broken bytes take a column each, and do not run on */
	ck_assert_uint_eq(text_width("a\xff"), 2);
}
END_TEST

START_TEST(fits)
{
	ck_assert_uint_eq(text_fit("one two", 7), 7);
	ck_assert_uint_eq(text_fit("one two", 6), 3);
	ck_assert_uint_eq(text_fit("one two", 3), 3);
	ck_assert_uint_eq(text_fit("one two", 2), 2);
	ck_assert_uint_eq(text_fit("", 2), 0);
	/* a character is never cut */
	ck_assert_uint_eq(text_fit("Đậu", 1), strlen("Đ"));
	ck_assert_uint_eq(text_fit("漢字", 1), strlen("漢"));
	/* a mark stays with its letter */
	ck_assert_uint_eq(text_fit("o\xcc\x82x", 1), 3);
}
END_TEST

START_TEST(headings)
{
	char *capitals = text_capitals("Phường Bắc Hồng, đặc khu ở 1");
	char *spaced = text_spaced("Ấ a\u0323b");

	ck_assert_str_eq(capitals, "PHƯỜNG BẮC HỒNG, ĐẶC KHU Ở 1");
	/* a mark stays with its letter */
	ck_assert_str_eq(spaced, "Ấ   a\u0323 b");
	free(capitals);
	free(spaced);
	spaced = text_spaced("");
	ck_assert_str_eq(spaced, "");
	free(spaced);
}
END_TEST

START_TEST(cleans)
{
	struct error err;
	char *out;

	ck_assert_int_eq(text_clean("  Ho\xcc\x82\xcc\x80ng ", 255, &out,
				    &err), 0);
	ck_assert_str_eq(out, "Hồng");
	free(out);
	ck_assert_int_eq(text_clean("abc", 3, &out, &err), 0);
	free(out);
}
END_TEST

START_TEST(refuses)
{
	static const struct {
		const char *text;
		const char *why;
	} cases[] = {
		{ "", "empty" },
		{ "   ", "empty" },
		{ "a\tb", "control character at byte 1" },
		{ "a\x7f", "control character at byte 1" },
		{ "ab\xc2\x85", "control character at byte 2" },
		{ "a\xff", "not UTF-8 at byte 1" },
		{ "\xed\xa0\x80", "not UTF-8 at byte 0" },
		{ "\xc0\x80", "not UTF-8 at byte 0" },
		{ "a\xe1\xba", "not UTF-8 at byte 1" },
		{ "abcdefghijk", "11 bytes, 10 at most" },
	};
	struct error err;
	char *out;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_int_eq(text_clean(cases[i].text, 10, &out, &err), -1);
		ck_assert_ptr_null(out);
		ck_assert_str_eq(err.text, cases[i].why);
	}
}
END_TEST

START_TEST(quotes)
{
	char buf[TEXT_QUOTE_SIZE], many[400];

	ck_assert_str_eq(text_quote("Hồng", buf), "\"Hồng\"");
	ck_assert_str_eq(text_quote("\033[31m", buf), "\"\\x1b[31m\"");
	ck_assert_str_eq(text_quote("\xff", buf), "\"\\xff\"");
	memset(many, 'x', sizeof(many));
	many[sizeof(many) - 1] = '\0';
	ck_assert_uint_lt(strlen(text_quote(many, buf)), TEXT_QUOTE_SIZE);
	memset(many, '\1', sizeof(many) - 1);
	ck_assert_uint_lt(strlen(text_quote(many, buf)), TEXT_QUOTE_SIZE);
}
END_TEST

TCase *text_case(void)
{
	TCase *tc = tcase_create("text");

	tcase_add_test(tc, widths);
	tcase_add_test(tc, fits);
	tcase_add_test(tc, headings);
	tcase_add_test(tc, cleans);
	tcase_add_test(tc, refuses);
	tcase_add_test(tc, quotes);
	return tc;
}
