// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tallies. What always holds between two entries: the tally of a unit with
 * children is the sum of what it and all living units below it measure today.
 *
 * A change of one unit is lifted, made, and put: what it measured before and
 * what it measures after differ by a delta, which goes up to the register.
 */
#include <linux/sched.h>

#include "internal.h"

u64 dinh_all_indicators(const struct dinh_register *reg)
{
	unsigned int n = reg->current_rules ? reg->current_rules->n_measures :
					      0;

	return n ? ~0ull >> (64 - n) : 0;
}

struct dinh_tally *dinh_tally_alloc(u32 stride)
{
	struct dinh_tally *tally;

	return kzalloc(struct_size(tally, fig, stride), DINH_GFP);
}

/**
 * dinh_verdict - judge a figure
 * @measure: the indicator
 * @fig: its figure for any scope
 *
 * Units that are unknown could be anything. In an indicator that counts
 * persons, nobody knows how many heads they are.
 *
 * Return: enum dinh_verdict.
 */
enum dinh_verdict dinh_verdict(const struct dinh_measure *measure,
			       const struct dinh_figure *fig)
{
	bool over = measure->threshold == DINH_THRESHOLD_OVER;
	u64 worst = fig->den, best = fig->num;

	if (!fig->den && !fig->unknown)
		return DINH_VERDICT_EMPTY;
	if (measure->threshold == DINH_THRESHOLD_NONE)
		return DINH_VERDICT_NONE;
	if (fig->unknown && measure->counted == DINH_COUNTED_PERSONS)
		return fig->num < fig->den && measure->percent == 100 ?
		       DINH_VERDICT_SHORT : DINH_VERDICT_UNKNOWN;
	worst += fig->unknown;
	best += fig->unknown;
	if (fig->num * 100 >= measure->percent * worst + over)
		return DINH_VERDICT_MET;
	if (best * 100 < measure->percent * worst + over)
		return DINH_VERDICT_SHORT;
	return DINH_VERDICT_UNKNOWN;
}

/**
 * dinh_figure - an indicator's tally for a scope
 * @reg: the register; a programme is in force
 * @scope: a unit, or unit 0
 * @indicator: index in the programme in force
 *
 * Return: it, in constant time for a unit with children.
 */
struct dinh_figure dinh_figure(const struct dinh_register *reg,
			       const struct dinh_unit *scope,
			       unsigned int indicator)
{
	struct dinh_figure fig;

	if (scope->tally && !scope->until)
		return scope->tally->fig[indicator];
	dinh_measure(scope, reg->current_rules, indicator, reg->today, &fig);
	return fig;
}

/**
 * dinh_counts - records accepted in a scope
 * @scope: a unit, or unit 0
 * @records: of it and all living units below it
 * @late: of these, recorded late
 */
void dinh_counts(const struct dinh_unit *scope, u64 *records, u64 *late)
{
	*records = scope->tally && !scope->until ? scope->tally->records :
						   scope->records;
	*late = scope->tally && !scope->until ? scope->tally->late :
						scope->late;
}

static bool is_met(const struct dinh_measure *measure,
		   const struct dinh_figure *fig)
{
	return dinh_verdict(measure, fig) == DINH_VERDICT_MET;
}

static void add_figure(struct dinh_register *reg, struct dinh_unit *scope,
		       unsigned int indicator, const struct dinh_figure *delta)
{
	const struct dinh_measure *measure =
		&reg->current_rules->measure[indicator];
	struct dinh_figure *fig = &scope->tally->fig[indicator];
	bool met = is_met(measure, fig);

	fig->num += delta->num;
	fig->den += delta->den;
	fig->unknown += delta->unknown;
	if (met != is_met(measure, fig) && reg->sink->crossed)
		reg->sink->crossed(reg->sink, scope->nr, indicator, !met);
}

/* From @unit up; a unit without children has no tally. */
static void add_upwards(struct dinh_register *reg, struct dinh_unit *unit,
			unsigned int indicator,
			const struct dinh_figure *delta)
{
	if (!delta->num && !delta->den && !delta->unknown)
		return;
	for (;; unit = dinh_unit(reg, unit->parent)) {
		if (unit->tally)
			add_figure(reg, unit, indicator, delta);
		if (!unit->nr)
			return;
	}
}

/**
 * dinh_tally_lift - remember what a unit measures before it changes
 * @reg: the register
 * @unit: the unit, or NULL for one that is not there yet
 * @indicators: bits of those that can change
 */
void dinh_tally_lift(struct dinh_register *reg, const struct dinh_unit *unit,
		     u64 indicators)
{
	u64 left;

	for (left = indicators; left; left &= left - 1) {
		unsigned int i = __ffs64(left);

		if (unit)
			dinh_measure(unit, reg->current_rules, i, reg->today,
				     &reg->before[i]);
		else
			memset(&reg->before[i], 0, sizeof(reg->before[i]));
	}
}

/**
 * dinh_tally_put - carry what a unit's change makes of its scopes' tallies
 * @reg: the register
 * @unit: the unit, changed
 * @indicators: bits as they were lifted
 * @lapsing: it changed because a day passed
 */
void dinh_tally_put(struct dinh_register *reg, struct dinh_unit *unit,
		    u64 indicators, bool lapsing)
{
	u64 left;

	for (left = indicators; left; left &= left - 1) {
		unsigned int i = __ffs64(left);
		struct dinh_figure *before = &reg->before[i], fig;
		bool was_met = before->den && before->num == before->den;

		dinh_measure(unit, reg->current_rules, i, reg->today, &fig);
		if (lapsing && was_met && fig.num < fig.den &&
		    reg->sink->lapsed)
			reg->sink->lapsed(reg->sink, unit->nr, i);
		fig.num -= before->num;
		fig.den -= before->den;
		fig.unknown -= before->unknown;
		add_upwards(reg, unit, i, &fig);
	}
}

/**
 * dinh_tally_own - begin the tally of a unit that gets its first child
 * @reg: the register
 * @unit: the unit; the scopes above have it in their tallies already
 * @tally: zeros
 */
void dinh_tally_own(struct dinh_register *reg, struct dinh_unit *unit,
		    struct dinh_tally *tally)
{
	u64 left;

	for (left = dinh_all_indicators(reg); left; left &= left - 1)
		dinh_measure(unit, reg->current_rules, __ffs64(left),
			     reg->today, &tally->fig[__ffs64(left)]);
	tally->records = unit->records;
	tally->late = unit->late;
}

/**
 * dinh_tally_count - count records
 * @reg: the register
 * @unit: whose they are; its own counters are the caller's
 * @records: how many more or less
 * @late: of these, late
 */
void dinh_tally_count(struct dinh_register *reg, struct dinh_unit *unit,
		      s64 records, s64 late)
{
	for (;; unit = dinh_unit(reg, unit->parent)) {
		if (unit->tally) {
			unit->tally->records += records;
			unit->tally->late += late;
		}
		if (!unit->nr)
			return;
	}
}

static struct dinh_figure minus(struct dinh_figure a, struct dinh_figure b)
{
	return (struct dinh_figure){
		.num = a.num - b.num,
		.den = a.den - b.den,
		.unknown = a.unknown - b.unknown,
	};
}

/* Adds @delta to @at and up, as far as @stop, which it leaves out. */
static void carry(struct dinh_register *reg, struct dinh_unit *at,
		  const struct dinh_unit *stop, unsigned int indicator,
		  struct dinh_figure delta)
{
	for (; at != stop; at = dinh_unit(reg, at->parent))
		add_figure(reg, at, indicator, &delta);
}

static void carry_counts(struct dinh_register *reg, struct dinh_unit *at,
			 const struct dinh_unit *stop, u64 records, u64 late)
{
	for (; at != stop; at = dinh_unit(reg, at->parent)) {
		at->tally->records += records;
		at->tally->late += late;
	}
}

/**
 * dinh_tally_move - take a unit and all below it from one parent to another
 * @reg: the register
 * @unit: the unit, changed, and still linked where it was; what it measured
 *	before was lifted, in all indicators
 * @to: its new parent; has a tally, and is not below @unit
 *
 * In place of dinh_tally_put(): a scope gets one delta, and so crosses its
 * threshold once or not at all.
 */
void dinh_tally_move(struct dinh_register *reg, struct dinh_unit *unit,
		     struct dinh_unit *to)
{
	struct dinh_unit *from = dinh_unit(reg, unit->parent), *both = to;
	u64 left, records, late;

	while (!dinh_unit_in_scope(reg, from, both->nr))
		both = dinh_unit(reg, both->parent);
	for (left = dinh_all_indicators(reg); left; left &= left - 1) {
		static const struct dinh_figure nothing;
		struct dinh_figure own, all;
		unsigned int i = __ffs64(left);

		dinh_measure(unit, reg->current_rules, i, reg->today, &own);
		own = minus(own, reg->before[i]);
		if (unit->tally)
			add_figure(reg, unit, i, &own);
		all = dinh_figure(reg, unit, i);
		carry(reg, from, both, i, minus(nothing, minus(all, own)));
		carry(reg, to, both, i, all);
		add_upwards(reg, both, i, &own);
	}
	dinh_counts(unit, &records, &late);
	carry_counts(reg, from, both, -records, -late);
	carry_counts(reg, to, both, records, late);
}

/**
 * dinh_tally_rebuild - make all tallies anew
 * @reg: the register
 *
 * After other rules have come into force. Nothing is told of what crossed a
 * threshold by it: the rules are others.
 */
void dinh_tally_rebuild(struct dinh_register *reg)
{
	static struct dinh_sink silent;
	struct dinh_sink *sink = reg->sink;
	u64 all = dinh_all_indicators(reg);
	struct dinh_unit *unit;
	u32 nr;

	for (nr = 0; nr < reg->n_units; nr++) {
		unit = dinh_unit(reg, nr);
		if (unit->tally)
			memset(unit->tally->fig, 0,
			       reg->stride * sizeof(unit->tally->fig[0]));
	}
	reg->sink = &silent;
	for (nr = 1; nr < reg->n_units; nr++) {
		dinh_tally_lift(reg, NULL, all);
		dinh_tally_put(reg, dinh_unit(reg, nr), all, false);
		cond_resched();
	}
	reg->sink = sink;
}
