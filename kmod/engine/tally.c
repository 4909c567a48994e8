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

/* Any number of heads more, of which any number may be reached. */
static enum dinh_verdict persons_verdict(const struct dinh_measure *measure,
					 const struct dinh_figure *fig)
{
	if (measure->threshold == DINH_THRESHOLD_AT_LEAST) {
		if (!measure->percent)
			return DINH_VERDICT_MET;
		if (measure->percent == 100 && fig->num < fig->den)
			return DINH_VERDICT_SHORT;
	} else if (!measure->percent && fig->num) {
		return DINH_VERDICT_MET;
	}
	return DINH_VERDICT_UNKNOWN;
}

/**
 * dinh_verdict - judge a figure
 * @measure: the indicator
 * @fig: its figure for any scope
 *
 * Units that are unknown could be anything, outside as well. In an indicator
 * that counts persons, nobody knows how many heads they are.
 *
 * Return: enum dinh_verdict.
 */
enum dinh_verdict dinh_verdict(const struct dinh_measure *measure,
			       const struct dinh_figure *fig)
{
	bool over = measure->threshold == DINH_THRESHOLD_OVER;
	u64 all = fig->den + fig->unknown;

	if (!all)
		return DINH_VERDICT_EMPTY;
	if (measure->threshold == DINH_THRESHOLD_NONE)
		return DINH_VERDICT_NONE;
	if (!fig->den)
		return DINH_VERDICT_UNKNOWN;
	if (fig->unknown && measure->counted == DINH_COUNTED_PERSONS)
		return persons_verdict(measure, fig);
	if (fig->num * 100 >= measure->percent * all + over)
		return DINH_VERDICT_MET;
	if ((fig->num + fig->unknown) * 100 < measure->percent * all + over)
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
	dinh_measure(reg, scope, reg->current_rules, indicator, reg->today,
		     &fig);
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
			dinh_measure(reg, unit, reg->current_rules, i,
				     reg->today, &reg->before[i]);
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

		dinh_measure(reg, unit, reg->current_rules, i, reg->today,
			     &fig);
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
		dinh_measure(reg, unit, reg->current_rules, __ffs64(left),
			     reg->today, &tally->fig[__ffs64(left)]);
	tally->records = unit->records;
	tally->late = unit->late;
	/* It has no tally yet: these are its own. */
	tally->ratings = dinh_ratings(reg, unit);
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

/**
 * dinh_tally_rate - carry ratings to a unit's scopes
 * @reg: the register
 * @unit: whose they are; its own are the caller's
 * @ratings: how many
 * @sign: 1 for more, -1 for less
 */
void dinh_tally_rate(struct dinh_register *reg, struct dinh_unit *unit,
		     const struct dinh_ratings *ratings, int sign)
{
	for (;; unit = dinh_unit(reg, unit->parent)) {
		if (unit->tally)
			dinh_ratings_add(&unit->tally->ratings, ratings, sign);
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

/* The same for what is counted of a unit and all below it. */
static void carry_counts(struct dinh_register *reg, struct dinh_unit *at,
			 const struct dinh_unit *stop,
			 const struct dinh_unit *unit, int sign)
{
	const struct dinh_ratings ratings = dinh_ratings(reg, unit);
	u64 records, late;

	dinh_counts(unit, &records, &late);
	for (; at != stop; at = dinh_unit(reg, at->parent)) {
		at->tally->records += sign * (s64)records;
		at->tally->late += sign * (s64)late;
		dinh_ratings_add(&at->tally->ratings, &ratings, sign);
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
	u64 left;

	while (!dinh_unit_in_scope(reg, from, both->nr))
		both = dinh_unit(reg, both->parent);
	for (left = dinh_all_indicators(reg); left; left &= left - 1) {
		static const struct dinh_figure nothing;
		struct dinh_figure own, all;
		unsigned int i = __ffs64(left);

		dinh_measure(reg, unit, reg->current_rules, i, reg->today,
			     &own);
		own = minus(own, reg->before[i]);
		if (unit->tally)
			add_figure(reg, unit, i, &own);
		all = dinh_figure(reg, unit, i);
		carry(reg, from, both, i, minus(nothing, minus(all, own)));
		carry(reg, to, both, i, all);
		add_upwards(reg, both, i, &own);
	}
	carry_counts(reg, from, both, unit, -1);
	carry_counts(reg, to, both, unit, 1);
}

/**
 * dinh_tally_rebuild - make all tallies anew
 * @reg: the register
 *
 * After other rules have come into force. Nothing is told meanwhile.
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

/*
 * A day from which other rules apply: what was reached before is compared with
 * what is after, indicator by indicator of the same code.
 */

static int index_of(const struct dinh_rules *rules, const char *code)
{
	unsigned int i;

	for (i = 0; rules && i < rules->n_measures; i++)
		if (!strcmp(dinh_indicator(rules, i)->code, code))
			return i;
	return -1;
}

/* For each indicator of @to its index in @from, or -1. */
static void match_indicators(const struct dinh_rules *from,
			     const struct dinh_rules *to,
			     s8 index[DINH_INDICATORS_MAX])
{
	unsigned int i;

	for (i = 0; to && i < to->n_measures; i++)
		index[i] = index_of(from, dinh_indicator(to, i)->code);
}

static bool meets_on(const struct dinh_register *reg,
		     const struct dinh_unit *unit,
		     const struct dinh_rules *rules, unsigned int indicator,
		     u32 day, struct dinh_figure *fig)
{
	dinh_measure(reg, unit, rules, indicator, day, fig);
	return fig->den && fig->num == fig->den;
}

static void note_met(const struct dinh_rules *old, const struct dinh_rules *new,
		     const s8 *index, struct dinh_tally *tally)
{
	unsigned int i;

	for (i = 0; i < new->n_measures; i++)
		if (index[i] >= 0 && is_met(&old->measure[index[i]],
					    &tally->fig[index[i]]))
			tally->met |= BIT_ULL(i);
}

static void tell_lapsed(struct dinh_register *reg, const struct dinh_unit *unit,
			const struct dinh_rules *old, const s8 *index, u32 day)
{
	const struct dinh_rules *new = reg->current_rules;
	u32 before = reg->today;
	struct dinh_figure fig;
	unsigned int i;

	for (i = 0; i < new->n_measures; i++) {
		if (index[i] < 0 ||
		    !meets_on(reg, unit, old, index[i], before, &fig) ||
		    meets_on(reg, unit, new, i, day, &fig) ||
		    fig.num == fig.den)
			continue;
		/* What is told of is found as it is on the later day. */
		reg->today = day;
		reg->sink->lapsed(reg->sink, unit->nr, i);
		reg->today = before;
	}
}

/**
 * dinh_tally_part - leave the rules of a day for those of a later one
 * @reg: the register; its day and its records are still those before
 * @rules: the programme in force on the later day, or NULL
 * @day: the later day
 *
 * Tells who lapses, and remembers which scopes had reached what. All tallies are
 * to be made anew, by dinh_tally_join().
 */
void dinh_tally_part(struct dinh_register *reg, struct dinh_rules *rules,
		     u32 day)
{
	struct dinh_rules *old = reg->current_rules;
	s8 index[DINH_INDICATORS_MAX];
	struct dinh_unit *unit;
	u32 nr;

	match_indicators(old, rules, index);
	reg->current_rules = rules;
	for (nr = 0; old && rules && nr < reg->n_units; nr++) {
		unit = dinh_unit(reg, nr);
		if (unit->tally && !unit->until)
			note_met(old, rules, index, unit->tally);
		if (reg->sink->lapsed)
			tell_lapsed(reg, unit, old, index, day);
		cond_resched();
	}
}

static void tell_crossed(struct dinh_register *reg,
			 const struct dinh_unit *scope, const s8 *index)
{
	const struct dinh_rules *rules = reg->current_rules;
	unsigned int i;
	bool met;

	for (i = 0; i < rules->n_measures; i++) {
		met = is_met(&rules->measure[i], &scope->tally->fig[i]);
		if (index[i] >= 0 && met != !!(scope->tally->met & BIT_ULL(i)))
			reg->sink->crossed(reg->sink, scope->nr, i, met);
	}
}

/**
 * dinh_tally_remember - note which scopes have reached what
 * @reg: the register; nothing that follows is told
 * @indicators: bits of those that will change in many units at once
 *
 * To be followed by dinh_tally_compare(), so that a scope crosses its threshold
 * once or not at all.
 */
void dinh_tally_remember(struct dinh_register *reg, u64 indicators)
{
	const struct dinh_rules *rules = reg->current_rules;
	struct dinh_unit *unit;
	u64 left;
	u32 nr;

	for (nr = 0; indicators && nr < reg->n_units; nr++) {
		unit = dinh_unit(reg, nr);
		if (!unit->tally || unit->until)
			continue;
		for (left = indicators; left; left &= left - 1)
			if (is_met(&rules->measure[__ffs64(left)],
				   &unit->tally->fig[__ffs64(left)]))
				unit->tally->met |= left & -left;
		cond_resched();
	}
}

/**
 * dinh_tally_compare - tell which scopes crossed a threshold since
 * @reg: the register, after dinh_tally_remember()
 * @indicators: the same
 */
void dinh_tally_compare(struct dinh_register *reg, u64 indicators)
{
	const struct dinh_rules *rules = reg->current_rules;
	struct dinh_unit *unit;
	u64 left;
	u32 nr;

	for (nr = 0; indicators && nr < reg->n_units; nr++) {
		unit = dinh_unit(reg, nr);
		if (!unit->tally || unit->until)
			continue;
		for (left = indicators; left; left &= left - 1) {
			unsigned int i = __ffs64(left);
			bool met = is_met(&rules->measure[i],
					  &unit->tally->fig[i]);

			if (met != !!(unit->tally->met & BIT_ULL(i)) &&
			    reg->sink->crossed)
				reg->sink->crossed(reg->sink, nr, i, met);
		}
		unit->tally->met = 0;
		cond_resched();
	}
}

/**
 * dinh_tally_join - make all tallies anew, by the rules of the day that came
 * @reg: the register, after dinh_tally_part(), on its new day
 * @old: the programme in force before, or NULL
 *
 * Tells which scopes reached a threshold or fell below it.
 */
void dinh_tally_join(struct dinh_register *reg, const struct dinh_rules *old)
{
	const struct dinh_rules *rules = reg->current_rules;
	s8 index[DINH_INDICATORS_MAX];
	struct dinh_unit *unit;
	u32 nr;

	dinh_tally_rebuild(reg);
	match_indicators(old, rules, index);
	for (nr = 0; old && rules && nr < reg->n_units; nr++) {
		unit = dinh_unit(reg, nr);
		if (!unit->tally)
			continue;
		if (!unit->until && reg->sink->crossed)
			tell_crossed(reg, unit, index);
		unit->tally->met = 0;
		cond_resched();
	}
}
