// SPDX-License-Identifier: GPL-2.0-only
/* Days and dates. */
#include "test.h"

static const int month_days[] = {
	31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
};

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100) || year % 400 == 0;
}

static int days_in(int year, int month)
{
	return month_days[month - 1] + (month == 2 && is_leap(year));
}

/* Counts every day there is, one by one. */
START_TEST(every_day)
{
	int year = 1970, month = 1, mday = 1, y, m, d;
	u32 day;

	for (day = 0; day <= DINH_DAY_MAX; day++) {
		dinh_civil(day, &y, &m, &d);
		if (y != year || m != month || d != mday)
			ck_abort_msg("day %u: %d-%d-%d", day, y, m, d);
		if (dinh_civil_day(year, month, mday) != day)
			ck_abort_msg("%d-%d-%d: not %u", year, month, mday,
				     day);
		if (++mday <= days_in(year, month))
			continue;
		mday = 1;
		if (++month <= 12)
			continue;
		month = 1;
		year++;
	}
	ck_assert_int_eq(year, 10000);
}
END_TEST

static const struct {
	int from[3];
	int months;
	int to[3];
} added[] = {
	{ { 2017, 5, 12 }, 0, { 2017, 5, 12 } },
	{ { 2017, 5, 12 }, 12, { 2018, 5, 12 } },
	{ { 2017, 1, 31 }, 1, { 2017, 2, 28 } },
	{ { 2020, 1, 31 }, 1, { 2020, 2, 29 } },
	{ { 2020, 2, 29 }, 12, { 2021, 2, 28 } },
	{ { 2020, 2, 29 }, 48, { 2024, 2, 29 } },
	{ { 2096, 2, 29 }, 48, { 2100, 2, 28 } },
	{ { 1996, 2, 29 }, 48, { 2000, 2, 29 } },
	{ { 2017, 8, 31 }, 3, { 2017, 11, 30 } },
	{ { 2017, 8, 31 }, 6, { 2018, 2, 28 } },
	{ { 2017, 12, 31 }, 2, { 2018, 2, 28 } },
	{ { 2017, 11, 30 }, 1, { 2017, 12, 30 } },
	{ { 2017, 12, 1 }, 1, { 2018, 1, 1 } },
	{ { 2017, 3, 30 }, 1199, { 2117, 2, 28 } },
	{ { 1970, 1, 2 }, 1200, { 2070, 1, 2 } },
	{ { 9999, 11, 30 }, 1, { 9999, 12, 30 } },
	{ { 9999, 12, 1 }, 1, { 9999, 12, 31 } },
	{ { 9900, 1, 1 }, 1200, { 9999, 12, 31 } },
};

START_TEST(add_months)
{
	const int *from = added[_i].from, *to = added[_i].to;

	ck_assert_uint_eq(dinh_add_months(DAY(from[0], from[1], from[2]),
					  added[_i].months),
			  DAY(to[0], to[1], to[2]));
}
END_TEST

/* Against a step of one month at a time. */
START_TEST(add_months_by_steps)
{
	int year, month, mday, y, m, start;

	for (start = 0; start < 2000; start++) {
		u32 day = 17000 + start * 7;
		int months = start % 61, i;

		dinh_civil(day, &year, &month, &mday);
		for (y = year, m = month, i = 0; i < months; i++) {
			if (++m > 12) {
				m = 1;
				y++;
			}
		}
		if (mday > days_in(y, m))
			mday = days_in(y, m);
		ck_assert_uint_eq(dinh_add_months(day, months),
				  DAY(y, m, mday));
	}
}
END_TEST

static const struct {
	u64 seconds;
	int offset;
	u32 day;
} moments[] = {
	{ 0, 0, 1 },
	{ 86399, 0, 1 },
	{ 86400, 0, 1 },
	{ 2 * 86400 - 1, 0, 1 },
	{ 2 * 86400, 0, 2 },
	{ 0, -720, 1 },
	{ 86400 * 100, -720, 99 },
	{ 86400 * 100 + 43199, -720, 99 },
	{ 86400 * 100 + 43200, -720, 100 },
	/* 17:00 UTC is midnight in Việt Nam. */
	{ 86400 * 100 + 17 * 3600 - 1, 420, 100 },
	{ 86400 * 100 + 17 * 3600, 420, 101 },
	{ 86400 * 100 + 10 * 3600 - 1, 840, 100 },
	{ 86400 * 100 + 10 * 3600, 840, 101 },
	{ 18446744073ull, 0, 213503 },
};

START_TEST(day_of)
{
	u64 wall = moments[_i].seconds * NSEC_PER_SECOND;

	ck_assert_uint_eq(dinh_day_of(wall, moments[_i].offset),
			  moments[_i].day);
	ck_assert_uint_eq(dinh_day_of(wall + 1, moments[_i].offset),
			  moments[_i].day);
}
END_TEST

START_TEST(dates)
{
	char text[DINH_DATE_SIZE];

	dinh_date(0, text);
	ck_assert_str_eq(text, "1970-01-01");
	dinh_date(DAY(2017, 5, 12), text);
	ck_assert_str_eq(text, "2017-05-12");
	dinh_date(DINH_DAY_MAX, text);
	ck_assert_str_eq(text, "9999-12-31");
	dinh_date(DINH_DAY_MAX + 1, text);
	ck_assert_str_eq(text, "forever");
	dinh_date(DINH_DAY_FOREVER, text);
	ck_assert_str_eq(text, "forever");
}
END_TEST

Suite *calendar_suite(void)
{
	Suite *suite = suite_create("calendar");
	TCase *tc = test_case(suite, "calendar", NULL);

	tcase_add_test(tc, every_day);
	tcase_add_loop_test(tc, add_months, 0, COUNT(added));
	tcase_add_test(tc, add_months_by_steps);
	tcase_add_loop_test(tc, day_of, 0, COUNT(moments));
	tcase_add_test(tc, dates);
	return suite;
}
