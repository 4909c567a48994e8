// SPDX-License-Identifier: GPL-2.0-only
/*
 * Days and dates: the proleptic Gregorian calendar, days since 1970-01-01.
 * Knows nothing of the register.
 */
#include <linux/math64.h>

#include "internal.h"

#define DAYS_PER_400_YEARS	146097u
/* From 0000-03-01, where the count below begins, to 1970-01-01. */
#define DAYS_TO_1970		719468u

/**
 * dinh_civil - the date of a day
 * @day: days since 1970-01-01, at most DINH_DAY_MAX
 * @year: 1970 to 9999
 * @month: 1 to 12
 * @mday: 1 to 31
 */
void dinh_civil(u32 day, int *year, int *month, int *mday)
{
	u32 n = day + DAYS_TO_1970;
	u32 era = n / DAYS_PER_400_YEARS;
	u32 of_era = n % DAYS_PER_400_YEARS;
	u32 y = (of_era - of_era / 1460 + of_era / 36524 -
		 of_era / (DAYS_PER_400_YEARS - 1)) / 365;
	u32 of_year = of_era - (365 * y + y / 4 - y / 100);
	u32 m = (5 * of_year + 2) / 153;

	/* Years begin in March here, so that a leap day ends one. */
	*mday = of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = y + era * 400 + (*month <= 2);
}

/**
 * dinh_civil_day - the day of a date
 * @year: 1970 to 9999
 * @month: 1 to 12
 * @mday: 1 to 31, in that month
 *
 * Return: days since 1970-01-01.
 */
u32 dinh_civil_day(int year, int month, int mday)
{
	u32 y = year - (month <= 2);
	u32 m = month > 2 ? month - 3 : month + 9;
	u32 of_era = (y % 400) * 365 + (y % 400) / 4 - (y % 400) / 100 +
		     (153 * m + 2) / 5 + mday - 1;

	return y / 400 * DAYS_PER_400_YEARS + of_era - DAYS_TO_1970;
}

static int month_days(int year, int month)
{
	static const u8 days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return month == 2 && leap ? 29 : days[month - 1];
}

/**
 * dinh_add_months - the same day of a later month
 * @day: days since 1970-01-01
 * @months: 0 or more
 *
 * Return: that day, or the last one of a month that is too short for it;
 * DINH_DAY_MAX at most.
 */
u32 dinh_add_months(u32 day, int months)
{
	int year, month, mday;

	dinh_civil(day, &year, &month, &mday);
	month += months - 1;
	year += month / 12;
	month = month % 12 + 1;
	if (year > 9999)
		return DINH_DAY_MAX;
	return dinh_civil_day(year, month, min(mday, month_days(year, month)));
}

/**
 * dinh_day_of - the day at a moment
 * @wall: nanoseconds since 1970-01-01 UTC
 * @utc_offset: minutes east of UTC
 *
 * Return: the day there, between 1 and DINH_DAY_MAX.
 */
u32 dinh_day_of(u64 wall, s32 utc_offset)
{
	s64 seconds = div_u64(wall, 1000000000u) + utc_offset * 60;

	if (seconds < 86400)
		return 1;
	return min_t(u64, div_u64(seconds, 86400), DINH_DAY_MAX);
}

/**
 * dinh_date - a day as text
 * @day: a day, or DINH_DAY_FOREVER
 * @text: YYYY-MM-DD, or "forever"
 */
void dinh_date(u32 day, char text[DINH_DATE_SIZE])
{
	int year, month, mday;

	if (day > DINH_DAY_MAX) {
		strscpy(text, "forever", DINH_DATE_SIZE);
		return;
	}
	dinh_civil(day, &year, &month, &mday);
	snprintf(text, DINH_DATE_SIZE, "%04u-%02u-%02u", year % 10000u,
		 month % 100u, mday % 100u);
}
