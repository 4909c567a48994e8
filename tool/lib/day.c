// SPDX-License-Identifier: GPL-2.0-only
/* Days and how they are written. */
#include <linux/dinh.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "day.h"
#include "i18n.h"

/*
 * Years that begin in March put the leap day at their end: then the months
 * before one have (153 m + 2) / 5 days, and eras of 400 years 146,097 days.
 */
static int64_t days_from_civil(int year, int month, int day)
{
	int era, of_era, of_year;

	year -= month <= 2;
	era = year / 400;
	of_era = year - era * 400;
	of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097LL + of_era * 365LL + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

void day_to_civil(uint32_t day, unsigned int *year, unsigned int *month,
		  unsigned int *mday)
{
	uint64_t z = (uint64_t)day + 719468, era = z / 146097;
	unsigned int of_era = z % 146097, of_year, m, y;

	y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	of_year = of_era - (365 * y + y / 4 - y / 100);
	m = (5 * of_year + 2) / 153;
	*mday = of_year - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 3 : m - 9;
	*year = y + era * 400 + (*month <= 2);
}

bool day_from_civil(unsigned int year, unsigned int month, unsigned int day,
		    uint32_t *out)
{
	unsigned int y, m, d;
	int64_t days;

	if (year < 1970 || year > 9999 || month < 1 || month > 12 || !day ||
	    day > 31)
		return false;
	days = days_from_civil(year, month, day);
	if (days < 1 || days > DINH_DAY_MAX)
		return false;
	day_to_civil(days, &y, &m, &d);
	if (d != day)
		return false;
	*out = days;
	return true;
}

/* Digits, from @least to @most of them. */
static bool number(const char **text, size_t least, size_t most,
		   unsigned int *value)
{
	size_t n = 0;

	*value = 0;
	while (n < most && isdigit((unsigned char)**text)) {
		*value = *value * 10 + (*(*text)++ - '0');
		n++;
	}
	return n >= least;
}

static bool mark(const char **text, char c)
{
	if (**text != c)
		return false;
	(*text)++;
	return true;
}

bool day_parse(const char *text, uint32_t *day)
{
	unsigned int y, m, d;
	const char *p = text;

	if (number(&p, 4, 4, &y) && mark(&p, '-') && number(&p, 2, 2, &m) &&
	    mark(&p, '-') && number(&p, 2, 2, &d) && !*p)
		return day_from_civil(y, m, d, day);
	p = text;
	if (number(&p, 1, 2, &d) && mark(&p, '/') && number(&p, 1, 2, &m) &&
	    mark(&p, '/') && number(&p, 4, 4, &y) && !*p)
		return day_from_civil(y, m, d, day);
	return false;
}

bool day_parse_period(const char *text, uint32_t *day)
{
	unsigned int y, m;
	const char *p = text;

	/* 1970 began on day 0, which stands for no day. */
	if (number(&p, 4, 4, &y) && !*p)
		return day_from_civil(y, 1, 1, day);
	if (mark(&p, '-') && number(&p, 2, 2, &m) && !*p)
		return day_from_civil(y, m, 1, day);
	p = text;
	if (number(&p, 1, 2, &m) && mark(&p, '/') && number(&p, 4, 4, &y) &&
	    !*p)
		return day_from_civil(y, m, 1, day);
	return day_parse(text, day);
}

const char *day_name(uint32_t day, char buf[static DAY_SIZE])
{
	unsigned int y, m, d;

	if (day == DINH_DAY_NONE || day > DINH_DAY_MAX)
		return day == DINH_DAY_NONE ? "" : "forever";
	day_to_civil(day, &y, &m, &d);
	snprintf(buf, DAY_SIZE, "%04u-%02u-%02u", y % 10000, m % 100, d % 100);
	return buf;
}

const char *day_text(uint32_t day, char *buf, size_t size)
{
	unsigned int y, m, d;

	if (day == DINH_DAY_NONE || day > DINH_DAY_MAX)
		return day == DINH_DAY_NONE ? "" : _("for good");
	day_to_civil(day, &y, &m, &d);
	/* TRANSLATORS: year, month, day; reorder them as %3$02u/%2$02u/%1$04u */
	snprintf(buf, size, _("%1$04u-%2$02u-%3$02u"), y, m, d);
	return buf;
}
