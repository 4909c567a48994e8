// SPDX-License-Identifier: GPL-2.0-only
/* status-get, unmet-get, due-get: where a scope stands. */
#include "door.h"
#include "netlink.h"

/* Days ahead that due-get looks, if it is not told. */
#define WITHIN_DEFAULT	90

const struct nla_policy dinh_status_get_policy[DINH_A_MAX + 1] = {
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_SCOPE] = DINH_POLICY_U32,
};

const struct nla_policy dinh_unmet_get_policy[DINH_A_MAX + 1] = {
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_SCOPE] = DINH_POLICY_U32,
	[DINH_A_INDICATOR] = DINH_POLICY_CODE,
};

const struct nla_policy dinh_due_get_policy[DINH_A_MAX + 1] = {
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_SCOPE] = DINH_POLICY_U32,
	[DINH_A_WITHIN] = DINH_POLICY_U32,
};

/*
 * status-get
 */

int dinh_status_get_start(struct netlink_callback *cb)
{
	struct dinh_request req = dinh_dump_request(cb);

	if (dinh_request_scope(&req, &dinh_dump(cb)->at) ||
	    dinh_request_programme(&req))
		return dinh_refused(&req);
	return 0;
}

static int put_status(struct sk_buff *skb, const struct dinh_register *reg,
		      const struct dinh_unit *scope, unsigned int indicator)
{
	const struct dinh_measure *measure =
		&reg->current_rules->measure[indicator];
	struct dinh_figure fig = dinh_figure(reg, scope, indicator);

	if (nla_put_string(skb, DINH_A_INDICATOR,
			   dinh_indicator_name(indicator)) ||
	    dinh_put_u64(skb, DINH_A_NUMERATOR, fig.num) ||
	    dinh_put_u64(skb, DINH_A_DENOMINATOR, fig.den) ||
	    dinh_put_u64(skb, DINH_A_UNKNOWN, fig.unknown) ||
	    nla_put_u32(skb, DINH_A_VERDICT, dinh_verdict(measure, &fig)) ||
	    nla_put_u32(skb, DINH_A_SCOPE, scope->nr) ||
	    nla_put_u32(skb, DINH_A_TODAY, reg->today))
		return -EMSGSIZE;
	return 0;
}

static int tell_status(struct dinh_teller *teller,
		       const struct dinh_unit *scope)
{
	unsigned int i;
	void *hdr;
	int err;

	for (i = 0; i < teller->reg->current_rules->n_measures; i++) {
		if (dinh_tell_skip(teller))
			continue;
		hdr = dinh_tell_begin(teller);
		if (!hdr)
			return -EMSGSIZE;
		err = dinh_tell_end(teller, hdr,
				    put_status(teller->skb, teller->reg, scope,
					       i));
		if (err)
			return err;
	}
	return 0;
}

int dinh_status_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dinh_dump_one(skb, cb, tell_status);
}

/*
 * unmet-get
 */

static int read_indicator(struct dinh_request *req, u32 *index)
{
	const struct dinh_rules *rules;
	const char *code;
	unsigned int i;
	int err;

	*index = DINH_DUMP_ALL;
	if (!req->attrs[DINH_A_INDICATOR])
		return 0;
	err = dinh_request_string(req, req->attrs[DINH_A_INDICATOR], &code);
	if (err)
		return err;
	guard(rwsem_read)(&dinh_door.lock);
	rules = dinh_door.reg->current_rules;
	for (i = 0; i < rules->n_measures; i++) {
		if (strcmp(dinh_indicator_name(i), code))
			continue;
		*index = i;
		return 0;
	}
	return dinh_refuse(&req->why, DINH_REFUSED_PROGRAMME_NAMES,
			   DINH_A_INDICATOR, rules->body->code, code);
}

int dinh_unmet_get_start(struct netlink_callback *cb)
{
	struct dinh_dump *dump = dinh_dump(cb);
	struct dinh_request req = dinh_dump_request(cb);

	if (dinh_request_scope(&req, &dump->scope) ||
	    dinh_request_programme(&req) || read_indicator(&req, &dump->what))
		return dinh_refused(&req);
	return 0;
}

/**
 * struct unmet - what a unit lacks of an indicator
 * @unit: the unit
 * @indicator: its index
 * @requirement: code of the requirement
 * @gap: what is missing of that
 */
struct unmet {
	const struct dinh_unit *unit;
	unsigned int indicator;
	const char *requirement;
	struct dinh_gap gap;
};

/* Of one group, or, if that is DINH_GROUP_NONE, of the items. */
static int put_unmet(struct sk_buff *skb, const struct unmet *unmet,
		     unsigned int group)
{
	const struct dinh_gap *gap = &unmet->gap;

	if (dinh_put_unit_names(skb, unmet->unit) ||
	    nla_put_string(skb, DINH_A_INDICATOR,
			   dinh_indicator_name(unmet->indicator)) ||
	    nla_put_string(skb, DINH_A_REQUIREMENT, unmet->requirement))
		return -EMSGSIZE;
	if (group == DINH_GROUP_NONE)
		return nla_put_u32(skb, DINH_A_MISSING, gap->missing);
	if (nla_put_u32(skb, DINH_A_GROUP, group))
		return -EMSGSIZE;
	if (gap->unknown & BIT(group))
		return dinh_put_u64(skb, DINH_A_UNKNOWN, 1);
	return dinh_put_u64(skb, DINH_A_HEADS, gap->heads[group]) ?:
	       dinh_put_u64(skb, DINH_A_REACHED, gap->reached[group]);
}

static int tell_unmet(struct dinh_teller *teller, const struct unmet *unmet,
		      unsigned int group)
{
	void *hdr;

	if (dinh_tell_skip(teller))
		return 0;
	hdr = dinh_tell_begin(teller);
	if (!hdr)
		return -EMSGSIZE;
	return dinh_tell_end(teller, hdr, put_unmet(teller->skb, unmet, group));
}

static int tell_unmet_rule(struct dinh_teller *teller,
			   const struct unmet *unmet)
{
	const struct dinh_gap *gap = &unmet->gap;
	unsigned int group;
	int err;

	if (gap->missing)
		return tell_unmet(teller, unmet, DINH_GROUP_NONE);
	for (group = 0; group < DINH_GROUPS; group++) {
		if (!(gap->unknown & BIT(group)) &&
		    gap->reached[group] >= gap->heads[group])
			continue;
		err = tell_unmet(teller, unmet, group);
		if (err)
			return err;
	}
	return 0;
}

static int put_late(struct sk_buff *skb, const struct dinh_assign *assign,
		    unsigned int indicator)
{
	return nla_put_string(skb, DINH_A_INDICATOR,
			      dinh_indicator_name(indicator)) ?:
	       dinh_put_assignment(skb, assign);
}

/* One that was not done in time, or is not done and overdue. */
static bool is_late(const struct dinh_assign *assign, u32 today)
{
	return assign->completed > assign->due ||
	       dinh_assignment_overdue(assign, today);
}

static int tell_late(struct dinh_teller *teller, const struct dinh_unit *unit,
		     unsigned int indicator, bool answers)
{
	const struct dinh_assign *a = dinh_assignments(teller->reg, unit);
	void *hdr;
	int err;

	for (; a; a = a->next) {
		if (a->is_finding != answers ||
		    !is_late(a, teller->reg->today) || dinh_tell_skip(teller))
			continue;
		hdr = dinh_tell_begin(teller);
		if (!hdr)
			return -EMSGSIZE;
		err = dinh_tell_end(teller, hdr,
				    put_late(teller->skb, a, indicator));
		if (err)
			return err;
	}
	return 0;
}

static int tell_unmet_indicator(struct dinh_teller *teller,
				const struct dinh_unit *unit,
				unsigned int indicator)
{
	const struct dinh_rules *rules = teller->reg->current_rules;
	const struct dinh_measure *measure = &rules->measure[indicator];
	u32 today = teller->reg->today;
	struct unmet unmet = {
		.unit = unit,
		.indicator = indicator,
	};
	enum dinh_standing standing;
	struct dinh_figure fig;
	unsigned int i;
	int err;

	standing = dinh_measure(teller->reg, unit, rules, indicator, today,
				&fig);
	if (standing != DINH_UNMET && standing != DINH_UNKNOWN)
		return 0;
	if (measure->counted >= DINH_COUNTED_ASSIGNMENTS)
		return tell_late(teller, unit, indicator, measure->counted ==
						  DINH_COUNTED_ANSWERS);
	for (i = 0; i < measure->requirements; i++) {
		u8 index = measure->requirement[i];

		standing = dinh_standing(unit, &rules->rule[index], today,
					 &unmet.gap);
		if (standing != DINH_UNMET && standing != DINH_UNKNOWN)
			continue;
		unmet.requirement = dinh_requirement(rules, index)->code;
		err = tell_unmet_rule(teller, &unmet);
		if (err)
			return err;
	}
	return 0;
}

static int tell_unmet_unit(struct dinh_teller *teller,
			   const struct dinh_unit *unit)
{
	u32 only = teller->dump->what;
	unsigned int i;
	int err;

	for (i = 0; i < teller->reg->current_rules->n_measures; i++) {
		if (only != DINH_DUMP_ALL && only != i)
			continue;
		err = tell_unmet_indicator(teller, unit, i);
		if (err)
			return err;
	}
	return 0;
}

int dinh_unmet_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dinh_dump_units(skb, cb, tell_unmet_unit);
}

/*
 * due-get
 */

int dinh_due_get_start(struct netlink_callback *cb)
{
	struct dinh_dump *dump = dinh_dump(cb);
	struct dinh_request req = dinh_dump_request(cb);

	if (dinh_request_scope(&req, &dump->scope) ||
	    dinh_request_programme(&req))
		return dinh_refused(&req);
	dump->what = dinh_request_u32(&req, DINH_A_WITHIN, WITHIN_DEFAULT);
	return 0;
}

static int put_due(struct sk_buff *skb, const struct dinh_unit *unit,
		   const char *requirement, u32 last)
{
	return dinh_put_unit_names(skb, unit) ?:
	       nla_put_string(skb, DINH_A_REQUIREMENT, requirement) ?:
	       nla_put_u32(skb, DINH_A_LAST, last);
}

/* What lapses; the unit waits for the first day of it. */
static int tell_lapsing(struct dinh_teller *teller,
			const struct dinh_unit *unit)
{
	const struct dinh_rules *rules = teller->reg->current_rules;
	u32 today = teller->reg->today, within = teller->dump->what;
	struct dinh_gap gap;
	unsigned int i;
	void *hdr;
	int err;

	/* Nothing of it lapses before the day for which it waits. */
	if (!unit->due || unit->due - 1 > (u64)today + within)
		return 0;
	for (i = 0; i < rules->n_rules; i++) {
		if (dinh_standing(unit, &rules->rule[i], today, &gap) !=
			    DINH_MET ||
		    gap.last == DINH_DAY_FOREVER || gap.last - today > within)
			continue;
		if (dinh_tell_skip(teller))
			continue;
		hdr = dinh_tell_begin(teller);
		if (!hdr)
			return -EMSGSIZE;
		err = dinh_tell_end(teller, hdr,
				    put_due(teller->skb, unit,
					    dinh_requirement(rules, i)->code,
					    gap.last));
		if (err)
			return err;
	}
	return 0;
}

/* What is to be done, and what should have been. */
static int tell_open(struct dinh_teller *teller, const struct dinh_unit *unit)
{
	const struct dinh_assign *a = dinh_assignments(teller->reg, unit);
	u64 horizon = (u64)teller->reg->today + teller->dump->what;
	void *hdr;
	int err;

	for (; a; a = a->next) {
		if (a->completed || a->due > horizon || dinh_tell_skip(teller))
			continue;
		hdr = dinh_tell_begin(teller);
		if (!hdr)
			return -EMSGSIZE;
		err = dinh_tell_end(teller, hdr,
				    dinh_put_assignment(teller->skb, a));
		if (err)
			return err;
	}
	return 0;
}

static int tell_due(struct dinh_teller *teller, const struct dinh_unit *unit)
{
	return tell_lapsing(teller, unit) ?: tell_open(teller, unit);
}

int dinh_due_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dinh_dump_units(skb, cb, tell_due);
}
