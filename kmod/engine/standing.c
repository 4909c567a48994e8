// SPDX-License-Identifier: GPL-2.0-only
/*
 * Standing: whether a unit meets a requirement on a day, and what it adds to an
 * indicator. Nothing here is stored; all of it follows from the unit's records.
 */
#include "internal.h"

static bool goes_with_union(u8 rule, const struct dinh_unit *unit)
{
	return rule == DINH_UNION_ANY ||
	       (rule == DINH_UNION_WITH) == !!unit->has_union;
}

bool dinh_rule_in_force(const struct dinh_rule *rule, u32 day)
{
	return day >= rule->from && (!rule->until || day <= rule->until);
}

/* Whether @rule is asked of @unit on @day; unknown where a headcount decides. */
enum dinh_standing dinh_rule_applies(const struct dinh_rule *rule,
				     const struct dinh_unit *unit, u32 day)
{
	u32 heads = unit->headcount[rule->headcount_group];

	if (!(rule->kinds & BIT(unit->kind)) ||
	    !goes_with_union(rule->has_union, unit) ||
	    !dinh_rule_in_force(rule, day))
		return DINH_OUTSIDE;
	if (!rule->headcount_min)
		return DINH_UNMET;
	if (heads == DINH_COUNT_UNKNOWN)
		return DINH_UNKNOWN;
	return heads < rule->headcount_min ? DINH_OUTSIDE : DINH_UNMET;
}

/*
 * @group: whose heads, or DINH_GROUP_NONE for items: another programme may have
 * counted heads under the same requirement code.
 */
static bool rec_counts(const struct dinh_rec *rec,
		       const struct dinh_rule *rule, unsigned int group,
		       u32 day)
{
	return rec->requirement == rule->number && rec->group == group &&
	       day >= rec->day && day <= rec->last &&
	       !(rec->flags & DINH_REC_VOID);
}

static u32 items_missing(const struct dinh_unit *unit,
			 const struct dinh_rule *rule, u32 day)
{
	u32 missing = rule->items;
	unsigned int i;

	for (i = 0; i < unit->n && missing; i++)
		if (rec_counts(&unit->recs[i], rule, DINH_GROUP_NONE, day))
			missing &= ~unit->recs[i].value;
	return missing;
}

/* Last day on which what is covered on @day still is: the earliest item's. */
static u32 items_last(const struct dinh_unit *unit,
		      const struct dinh_rule *rule, u32 day)
{
	u32 last = DINH_DAY_FOREVER, best, left, item;
	unsigned int i;

	for (left = rule->items; left; left &= left - 1) {
		item = left & -left;
		best = 0;
		for (i = 0; i < unit->n; i++)
			if (unit->recs[i].value & item &&
			    rec_counts(&unit->recs[i], rule, DINH_GROUP_NONE,
				       day))
				best = max(best, dinh_rec_last(&unit->recs[i]));
		last = min(last, best);
	}
	return last;
}

static u64 heads_reached(const struct dinh_unit *unit,
			 const struct dinh_rule *rule, unsigned int group,
			 u32 day)
{
	u64 sum = 0;
	unsigned int i;

	for (i = 0; i < unit->n; i++)
		if (rec_counts(&unit->recs[i], rule, group, day))
			sum += unit->recs[i].value;
	return sum;
}

/*
 * Last day on which at least @heads of @group still are reached, as they are on
 * @day. Records only lapse: what is reached never grows with the days.
 */
static u32 heads_last(const struct dinh_unit *unit,
		      const struct dinh_rule *rule, unsigned int group,
		      u32 day, u32 heads)
{
	u32 enough = day, short_of = DINH_DAY_MAX + 1, between;

	if (heads_reached(unit, rule, group, short_of) >= heads)
		return DINH_DAY_FOREVER;
	while (short_of - enough > 1) {
		between = enough + (short_of - enough) / 2;
		if (heads_reached(unit, rule, group, between) >= heads)
			enough = between;
		else
			short_of = between;
	}
	return enough;
}

/* Nobody to reach: nothing is asked. */
static enum dinh_standing heads_standing(const struct dinh_unit *unit,
					 const struct dinh_rule *rule, u32 day,
					 struct dinh_gap *gap)
{
	enum dinh_standing standing = DINH_OUTSIDE;
	unsigned int group;
	u64 reached;

	for (group = 0; group < DINH_GROUPS; group++) {
		u32 heads = unit->headcount[group];

		if (!(rule->groups & BIT(group)))
			continue;
		gap->heads[group] = heads;
		reached = heads_reached(unit, rule, group, day);
		gap->reached[group] = min_t(u64, heads, reached);
		if (heads == DINH_COUNT_UNKNOWN)
			gap->unknown |= BIT(group);
		else if (gap->reached[group] < heads)
			standing = DINH_UNMET;
		else if (heads && standing == DINH_OUTSIDE)
			standing = DINH_MET;
	}
	if (standing != DINH_UNMET && gap->unknown)
		standing = DINH_UNKNOWN;
	return standing;
}

/* Last day on which what is met on @day still is. */
static u32 met_last(const struct dinh_unit *unit, const struct dinh_rule *rule,
		    u32 day)
{
	u32 last = DINH_DAY_FOREVER;
	unsigned int group;

	if (!rule->groups)
		return items_last(unit, rule, day);
	for (group = 0; group < DINH_GROUPS; group++)
		if (rule->groups & BIT(group) && unit->headcount[group])
			last = min(last, heads_last(unit, rule, group, day,
						    unit->headcount[group]));
	return last;
}

/**
 * dinh_standing - whether a unit meets a requirement
 * @unit: the unit
 * @rule: the requirement
 * @day: the day
 * @gap: filled with what is missing; may be NULL
 *
 * A requirement that counts heads is met when all heads of its groups are
 * reached. Each group of a unit has at most its headcount.
 *
 * Return: DINH_OUTSIDE where the requirement does not apply, DINH_UNKNOWN where
 * it depends on a headcount that is not known.
 */
enum dinh_standing dinh_standing(const struct dinh_unit *unit,
				 const struct dinh_rule *rule, u32 day,
				 struct dinh_gap *gap)
{
	enum dinh_standing standing = dinh_rule_applies(rule, unit, day);
	struct dinh_gap ignored;

	if (!gap)
		gap = &ignored;
	memset(gap, 0, sizeof(*gap));
	gap->last = DINH_DAY_FOREVER;
	if (standing == DINH_UNKNOWN)
		gap->unknown = BIT(rule->headcount_group);
	if (standing != DINH_UNMET)
		return standing;
	if (rule->groups) {
		standing = heads_standing(unit, rule, day, gap);
	} else {
		gap->missing = items_missing(unit, rule, day);
		standing = gap->missing ? DINH_UNMET : DINH_MET;
	}
	if (standing == DINH_MET && gap != &ignored)
		gap->last = met_last(unit, rule, day);
	return standing;
}

/**
 * dinh_in_population - whether an indicator is about a unit
 * @unit: the unit
 * @measure: the indicator
 *
 * A dissolved unit is in no population.
 */
bool dinh_in_population(const struct dinh_unit *unit,
			const struct dinh_measure *measure)
{
	return !unit->until && measure->kinds & BIT(unit->kind) &&
	       goes_with_union(measure->has_union, unit);
}

static enum dinh_standing measure_units(const struct dinh_unit *unit,
					const struct dinh_rules *rules,
					const struct dinh_measure *measure,
					u32 day, struct dinh_figure *fig)
{
	bool unmet = false, met = false, unknown = false;
	unsigned int i;

	for (i = 0; i < measure->requirements; i++) {
		const struct dinh_rule *rule =
			&rules->rule[measure->requirement[i]];
		enum dinh_standing standing = dinh_rule_applies(rule, unit, day);

		if (standing == DINH_UNMET && !rule->groups)
			standing = items_missing(unit, rule, day) ?
				   DINH_UNMET : DINH_MET;
		else if (standing == DINH_UNMET)
			standing = dinh_standing(unit, rule, day, NULL);
		unmet |= standing == DINH_UNMET;
		met |= standing == DINH_MET;
		unknown |= standing == DINH_UNKNOWN;
	}
	if (unmet || (met && !unknown)) {
		fig->num = !unmet;
		fig->den = 1;
		return unmet ? DINH_UNMET : DINH_MET;
	}
	fig->unknown = unknown;
	return unknown ? DINH_UNKNOWN : DINH_OUTSIDE;
}

/*
 * Group by group, what the least of the requirements reached. A group of which
 * fewer were reached for a requirement that may or may not apply is left out:
 * what is not known is not counted as met.
 */
static enum dinh_standing measure_persons(const struct dinh_unit *unit,
					  const struct dinh_rules *rules,
					  const struct dinh_measure *measure,
					  u32 day, struct dinh_figure *fig)
{
	u32 reached[DINH_GROUPS], perhaps[DINH_GROUPS];
	unsigned int i, group;
	u8 groups = 0;
	u64 sum;

	memset(perhaps, 0xff, sizeof(perhaps));

	for (i = 0; i < measure->requirements; i++) {
		const struct dinh_rule *rule =
			&rules->rule[measure->requirement[i]];
		enum dinh_standing standing = dinh_rule_applies(rule, unit, day);

		if (standing == DINH_OUTSIDE)
			continue;
		if (standing == DINH_UNKNOWN)
			fig->unknown = 1;
		for (group = 0; group < DINH_GROUPS; group++) {
			u32 least = unit->headcount[group];

			if (!(rule->groups & BIT(group)))
				continue;
			if (least == DINH_COUNT_UNKNOWN) {
				fig->unknown = 1;
				continue;
			}
			sum = heads_reached(unit, rule, group, day);
			if (standing == DINH_UNKNOWN) {
				perhaps[group] = min_t(u64, perhaps[group],
						       sum);
				continue;
			}
			if (groups & BIT(group))
				least = reached[group];
			reached[group] = min_t(u64, least, sum);
			groups |= BIT(group);
		}
	}
	for (group = 0; group < DINH_GROUPS; group++) {
		if (!(groups & BIT(group)) || perhaps[group] < reached[group])
			continue;
		fig->num += reached[group];
		fig->den += unit->headcount[group];
	}
	if (fig->num < fig->den)
		return DINH_UNMET;
	if (fig->unknown)
		return DINH_UNKNOWN;
	return fig->den ? DINH_MET : DINH_OUTSIDE;
}

/**
 * dinh_measure - what a unit alone adds to an indicator
 * @reg: the register
 * @unit: the unit
 * @rules: the programme
 * @indicator: index in it
 * @day: the day
 * @fig: filled
 *
 * Return: where the unit stands in the indicator.
 */
enum dinh_standing dinh_measure(const struct dinh_register *reg,
				const struct dinh_unit *unit,
				const struct dinh_rules *rules,
				unsigned int indicator, u32 day,
				struct dinh_figure *fig)
{
	const struct dinh_measure *measure = &rules->measure[indicator];

	memset(fig, 0, sizeof(*fig));
	if (!dinh_in_population(unit, measure))
		return DINH_OUTSIDE;
	switch (measure->counted) {
	case DINH_COUNTED_PERSONS:
		return measure_persons(unit, rules, measure, day, fig);
	case DINH_COUNTED_ASSIGNMENTS:
		return dinh_measure_assignments(reg, unit, false, day, fig);
	case DINH_COUNTED_ANSWERS:
		return dinh_measure_assignments(reg, unit, true, day, fig);
	default:
		return measure_units(unit, rules, measure, day, fig);
	}
}
