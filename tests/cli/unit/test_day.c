// SPDX-License-Identifier: GPL-2.0-only
#include <linux/dinh.h>
#include <string.h>

#include "../../../tool/lib/day.h"
#include "test.h"

START_TEST(known_days)
{
	uint32_t day;
	char buf[DAY_SIZE];

	ck_assert(day_parse("1970-01-02", &day));
	ck_assert_uint_eq(day, 1);
	ck_assert(day_parse("2000-02-29", &day));
	ck_assert_uint_eq(day, 11016);
	ck_assert(day_parse("9999-12-31", &day));
	ck_assert_uint_eq(day, DINH_DAY_MAX);
	ck_assert_str_eq(day_name(DINH_DAY_MAX, buf), "9999-12-31");
	ck_assert_str_eq(day_name(DINH_DAY_NONE, buf), "");
	ck_assert_str_eq(day_name(DINH_DAY_FOREVER, buf), "forever");
}
END_TEST

START_TEST(as_vietnamese_write)
{
	uint32_t iso, day;

	ck_assert(day_parse("2017-05-12", &iso));
	ck_assert(day_parse("12/05/2017", &day));
	ck_assert_uint_eq(day, iso);
	ck_assert(day_parse("12/5/2017", &day));
	ck_assert_uint_eq(day, iso);
}
END_TEST

START_TEST(no_days)
{
	static const char *const texts[] = {
		"", "2017", "2017-5-12", "2017-13-01", "2017-00-10",
		"2017-02-29", "1900-02-29", "1970-01-01", "1969-12-31",
		"2017-05-12 ", " 2017-05-12", "32/01/2017", "1/1/17",
		"2017/05/12", "20170512", "12-05-2017", "2017-05-12x",
		"+017-05-12", "99999-01-01",
	};
	uint32_t day;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		ck_assert_msg(!day_parse(texts[i], &day), "%s", texts[i]);
}
END_TEST

START_TEST(there_and_back)
{
	unsigned int y, m, d;
	uint32_t day, again;
	char buf[DAY_SIZE];

	for (day = 1; day <= DINH_DAY_MAX; day += day < 60000 ? 1 : 997) {
		day_to_civil(day, &y, &m, &d);
		ck_assert(day_from_civil(y, m, d, &again));
		ck_assert_uint_eq(day, again);
		ck_assert(day_parse(day_name(day, buf), &again));
		ck_assert_uint_eq(day, again);
	}
}
END_TEST

START_TEST(periods)
{
	uint32_t first, day;

	ck_assert(day_parse("2018-01-01", &first));
	ck_assert(day_parse_period("2018", &day));
	ck_assert_uint_eq(day, first);
	ck_assert(day_parse_period("2018-01", &day));
	ck_assert_uint_eq(day, first);
	ck_assert(day_parse_period("01/2018", &day));
	ck_assert_uint_eq(day, first);
	ck_assert(day_parse_period("1/1/2018", &day));
	ck_assert_uint_eq(day, first);
	ck_assert(!day_parse_period("18", &day));
	ck_assert(!day_parse_period("2018-13", &day));
	ck_assert(!day_parse_period("2018-", &day));
	ck_assert(!day_parse_period("", &day));
}
END_TEST

TCase *day_case(void)
{
	TCase *tc = tcase_create("day");

	tcase_add_test(tc, known_days);
	tcase_add_test(tc, as_vietnamese_write);
	tcase_add_test(tc, no_days);
	tcase_add_test(tc, there_and_back);
	tcase_add_test(tc, periods);
	return tc;
}
