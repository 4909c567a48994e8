// SPDX-License-Identifier: GPL-2.0-only
/*
 * How long a record counts, by the C library's calendar. All days are
 * inclusive; what is fixed here is never computed again.
 */
#include <time.h>

#include "tables_rows.h"

static struct tm civil(int64_t day)
{
	time_t at = day * 86400;
	struct tm tm;

	gmtime_r(&at, &tm);
	return tm;
}

static int64_t day_of(struct tm tm)
{
	return timegm(&tm) / 86400;
}

/* The first day of the month @months after the one that has @day. */
static int64_t month_start(int64_t day, int64_t months)
{
	struct tm tm = civil(day);

	tm.tm_mday = 1;
	tm.tm_mon += months;
	return day_of(tm);
}

/* The same day of a later month, or that month's last. */
static int64_t add_months(int64_t day, int64_t months)
{
	int64_t start = month_start(day, months);
	int64_t same = start + civil(day).tm_mday - 1;
	int64_t last = month_start(start, 1) - 1;

	return same < last ? same : last;
}

static int64_t period_start(int64_t day, int64_t months)
{
	return month_start(day, -(civil(day).tm_mon % months));
}

/*
 * A record counts until the record of the next period can no longer be made.
 * Months of grace are whole months, as the period is.
 */
static int64_t period_last(const struct rule *rule, int64_t day, int64_t period)
{
	int64_t start = period_start(period ? period : day, rule->months);

	return month_start(start, 2 * rule->months + rule->grace_months) - 1 +
	       rule->grace_days;
}

static int64_t last_of(const struct rule *rule, uint32_t day, uint32_t until,
		       uint32_t period)
{
	int64_t last = until;

	if (rule->validity == DINH_VALIDITY_PERIOD)
		return period_last(rule, day, period);
	if (rule->validity == DINH_VALIDITY_ROLLING)
		last = add_months(day, rule->months) + rule->days;
	return add_months(last, rule->grace_months) + rule->grace_days;
}

uint32_t rule_last(const struct rule *rule, uint32_t day, uint32_t until,
		   uint32_t period)
{
	int64_t last;

	if (rule->validity == DINH_VALIDITY_ONCE)
		return DINH_DAY_FOREVER;
	last = last_of(rule, day, until, period);
	return last < DINH_DAY_MAX ? last : DINH_DAY_MAX;
}

/*
 * What counts to its stated end counts to its real one, and has no grace. A
 * posting that was up long enough counts for as long as it would have; one that
 * was not counts for as long as it was up.
 */
uint32_t rule_ended(const struct rule *rule, uint32_t day, uint32_t last,
		    uint32_t end)
{
	int64_t up = (int64_t)end - day + 1;

	if (rule->validity != DINH_VALIDITY_STATED && up >= rule->posting)
		return last;
	return end < last ? end : last;
}
