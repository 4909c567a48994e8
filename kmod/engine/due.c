// SPDX-License-Identifier: GPL-2.0-only
/*
 * The calendar queue: which units to look at when a day comes. A unit waits
 * for one day, that on which the first of its records stops counting or of its
 * assignments is overdue, or an earlier one; it is in the bucket of that day,
 * modulo the number of buckets.
 */
#include <linux/sched.h>

#include "internal.h"

static void due_remove(struct dinh_register *reg, struct dinh_unit *unit)
{
	if (!unit->due)
		return;
	if (unit->due_prev)
		dinh_unit(reg, unit->due_prev)->due_next = unit->due_next;
	else
		reg->due[unit->due % DINH_DUE_BUCKETS] = unit->due_next;
	if (unit->due_next)
		dinh_unit(reg, unit->due_next)->due_prev = unit->due_prev;
	unit->due = 0;
	unit->due_next = 0;
	unit->due_prev = 0;
}

/**
 * dinh_due_by - have a unit looked at on a day, or before
 * @reg: the register
 * @unit: the unit
 * @day: the day, after today; beyond DINH_DAY_MAX for never
 */
void dinh_due_by(struct dinh_register *reg, struct dinh_unit *unit, u32 day)
{
	u32 *bucket = &reg->due[day % DINH_DUE_BUCKETS];

	if (day > DINH_DAY_MAX || (unit->due && unit->due <= day))
		return;
	due_remove(reg, unit);
	unit->due = day;
	unit->due_next = *bucket;
	if (*bucket)
		dinh_unit(reg, *bucket)->due_prev = unit->nr;
	*bucket = unit->nr;
}

/**
 * dinh_due_again - have a unit looked at when its next record stops counting,
 *	or its next assignment is overdue
 * @reg: the register; it is today already
 * @unit: the unit
 */
void dinh_due_again(struct dinh_register *reg, struct dinh_unit *unit)
{
	u32 first = DINH_DAY_FOREVER;
	unsigned int i;

	for (i = 0; i < unit->n; i++) {
		const struct dinh_rec *rec = &unit->recs[i];

		if (!(rec->flags & DINH_REC_VOID) &&
		    rec->last >= reg->today)
			first = min(first, dinh_rec_last(rec));
	}
	due_remove(reg, unit);
	if (first < DINH_DAY_MAX)
		dinh_due_by(reg, unit, first + 1);
	dinh_due_by(reg, unit, dinh_assignments_due(reg, unit, reg->today));
}

/**
 * dinh_due_advance - let days pass for the units that wait for them
 * @reg: the register, still on the day before
 * @day: the new day; sets @reg->today to it
 * @count: keep the tallies right; false if they will be made anew
 */
void dinh_due_advance(struct dinh_register *reg, u32 day, bool count)
{
	u64 all = count ? dinh_all_indicators(reg) : 0;
	u32 first = reg->today + 1, i;
	u32 buckets = min(day - reg->today, DINH_DUE_BUCKETS);

	for (i = 0; i < buckets; i++) {
		u32 nr = reg->due[(first + i) % DINH_DUE_BUCKETS], next;

		for (; nr; nr = next) {
			struct dinh_unit *unit = dinh_unit(reg, nr);
			u32 before = reg->today;

			next = unit->due_next;
			if (unit->due > day)
				continue;
			dinh_tally_lift(reg, unit, all);
			reg->today = day;
			dinh_tally_put(reg, unit, all, true);
			dinh_assignments_lapse(reg, unit, before);
			dinh_forget_records(reg, unit);
			dinh_due_again(reg, unit);
			reg->today = before;
			cond_resched();
		}
	}
	reg->today = day;
}
