// SPDX-License-Identifier: GPL-2.0-only
/*
 * Programmes: rules as data. The body of a programme's entry is kept as it
 * came, for its titles; what is asked at every record is compiled from it.
 */
#include "internal.h"

/*
 * Where the arrays of a programme begin. Sizes are checked before any of these
 * is used on a new one.
 */

static const struct dinh_instrument *
instruments(const struct dinh_programme *body)
{
	return (const void *)(body + 1);
}

static const struct dinh_requirement *
requirements(const struct dinh_programme *body)
{
	return (const void *)(instruments(body) +
			      le16_to_cpu(body->instruments));
}

static const struct dinh_item *items(const struct dinh_programme *body)
{
	return (const void *)(requirements(body) +
			      le16_to_cpu(body->requirements));
}

static const struct dinh_indicator *
indicators(const struct dinh_programme *body)
{
	return (const void *)(items(body) + le16_to_cpu(body->items));
}

static const struct dinh_objective *
objectives(const struct dinh_programme *body)
{
	return (const void *)(indicators(body) + le16_to_cpu(body->indicators));
}

static const char *texts(const struct dinh_programme *body)
{
	return (const void *)(objectives(body) + le16_to_cpu(body->objectives));
}

/**
 * dinh_instrument - an element of a programme
 * @rules: the programme
 * @index: less than the programme's count of them
 */
const struct dinh_instrument *dinh_instrument(const struct dinh_rules *rules,
					      unsigned int index)
{
	return instruments(rules->body) + index;
}

/**
 * dinh_requirement - an element of a programme
 * @rules: the programme
 * @index: less than the programme's count of them
 */
const struct dinh_requirement *
dinh_requirement(const struct dinh_rules *rules, unsigned int index)
{
	return requirements(rules->body) + index;
}

/**
 * dinh_item - an element of a programme
 * @rules: the programme
 * @index: less than the programme's count of them
 */
const struct dinh_item *dinh_item(const struct dinh_rules *rules,
				  unsigned int index)
{
	return items(rules->body) + index;
}

/**
 * dinh_indicator - an element of a programme
 * @rules: the programme
 * @index: less than the programme's count of them
 */
const struct dinh_indicator *dinh_indicator(const struct dinh_rules *rules,
					    unsigned int index)
{
	return indicators(rules->body) + index;
}

/**
 * dinh_objective - an element of a programme
 * @rules: the programme
 * @index: less than the programme's count of them
 */
const struct dinh_objective *dinh_objective(const struct dinh_rules *rules,
					    unsigned int index)
{
	return objectives(rules->body) + index;
}

/**
 * dinh_text - a text of a programme
 * @rules: the programme
 * @offset: from one of its titles
 */
const char *dinh_text(const struct dinh_rules *rules, __le32 offset)
{
	return texts(rules->body) + le32_to_cpu(offset);
}

/**
 * dinh_objective_of - find an objective of a programme
 * @rules: the programme
 * @code: its code
 *
 * Return: its index, or -ENOENT.
 */
int dinh_objective_of(const struct dinh_rules *rules, const char *code)
{
	unsigned int i;

	for (i = 0; i < le16_to_cpu(rules->body->objectives); i++)
		if (!strncmp(dinh_objective(rules, i)->code, code,
			     DINH_CODE_SIZE))
			return i;
	return -ENOENT;
}

/**
 * dinh_number_code - the code of a requirement
 * @reg: the register
 * @number: register-wide, of a record that was accepted
 */
const char *dinh_number_code(const struct dinh_register *reg, u16 number)
{
	return number && number <= reg->n_numbers ? reg->number[number - 1] :
						    "";
}

/**
 * dinh_number_of - the register-wide number of a requirement
 * @reg: the register
 * @code: its code in any programme that was loaded
 *
 * Return: the number, or 0.
 */
u16 dinh_number_of(const struct dinh_register *reg, const char *code)
{
	u32 i;

	for (i = 0; i < reg->n_numbers; i++)
		if (!strncmp(reg->number[i], code, DINH_CODE_SIZE))
			return i + 1;
	return 0;
}

/**
 * dinh_rules_on - the programme in force on a day
 * @reg: the register
 * @day: the day; what is older than the first programme is judged by it, once
 *	it is in force
 *
 * Return: the programme, or NULL.
 */
struct dinh_rules *dinh_rules_on(const struct dinh_register *reg, u32 day)
{
	unsigned int i = reg->n_programmes;

	while (i--)
		if (reg->programme[i]->from <= day)
			return reg->programme[i];
	if (reg->n_programmes && reg->programme[0]->from <= reg->today)
		return reg->programme[0];
	return NULL;
}

const struct dinh_rule *dinh_rule_of(const struct dinh_rules *rules,
				     u16 number)
{
	if (number >= rules->n_numbers || !rules->by_number[number])
		return NULL;
	return &rules->rule[rules->by_number[number] - 1];
}

static bool within(u32 day, u32 after, u32 to)
{
	return day > after && day <= to;
}

/**
 * dinh_rules_change - whether other rules apply on a later day
 * @reg: the register
 * @from: a day
 * @to: a later one
 */
bool dinh_rules_change(const struct dinh_register *reg, u32 from, u32 to)
{
	const struct dinh_rules *rules = dinh_rules_on(reg, to);
	unsigned int i;

	if (rules != dinh_rules_on(reg, from))
		return true;
	for (i = 0; rules && i < rules->n_rules; i++)
		if (within(rules->rule[i].from, from, to) ||
		    (rules->rule[i].until &&
		     within(rules->rule[i].until + 1, from, to)))
			return true;
	return false;
}

void dinh_rules_free(struct dinh_rules *rules)
{
	if (!rules)
		return;
	kvfree(rules->body);
	kvfree(rules->by_number);
	kvfree(rules->measure);
	kvfree(rules->rule);
	kfree(rules);
}

/*
 * Checks.
 */

struct check {
	const struct dinh_entry *entry;
	const struct dinh_programme *body;
	struct dinh_refusal *why;
};

/* Nothing is more than all. */
static u32 percent_most(u8 threshold)
{
	switch (threshold) {
	case DINH_THRESHOLD_NONE:
		return 0;
	case DINH_THRESHOLD_OVER:
		return 99;
	default:
		return 100;
	}
}

static int check_range(struct check *c, const char *code, const char *field,
		       u32 value, u32 least, u32 most)
{
	if (value >= least && value <= most)
		return 0;
	return dinh_refuse(c->why, DINH_REFUSED_PROGRAMME_FIELD, 0, code,
			   field, (u64)value, (u64)least, (u64)most);
}

/* Not from a spare field's past: what is not described must be zero. */
static int check_zero(struct check *c, const void *field, size_t size)
{
	if (!memchr_inv(field, 0, size))
		return 0;
	return dinh_refuse(c->why, DINH_REFUSED_SPARE, 0,
			   (u64)((const u8 *)field - (const u8 *)c->entry));
}

static int check_days(struct check *c, const char *code, u32 from, u32 until)
{
	int err = check_range(c, code, "from", from, 0, DINH_DAY_MAX) ?:
		  check_range(c, code, "until", until, 0, DINH_DAY_MAX);

	if (!err && until && until < from)
		err = dinh_refuse(c->why, DINH_REFUSED_PROGRAMME_DAYS, 0,
				  code);
	return err;
}

static int check_one_text(struct check *c, const char *code, u32 offset)
{
	u32 size = le32_to_cpu(c->body->texts);
	const char *text = texts(c->body) + offset;
	size_t len;

	if (offset >= size || (offset && text[-1]))
		return dinh_refuse(c->why, DINH_REFUSED_PROGRAMME_TEXT, 0,
				   code);
	/* The last byte of all texts is NUL. */
	len = strlen(text);
	if (len >= DINH_TITLE_SIZE)
		return dinh_refuse(c->why, DINH_REFUSED_TEXT_LONG, 0, (u64)len,
				   (u64)DINH_TITLE_SIZE - 1);
	return dinh_check_text(text, len, 0, c->why);
}

static int check_title(struct check *c, const char *code,
		       const struct dinh_text *title)
{
	return check_one_text(c, code, le32_to_cpu(title->vi)) ?:
	       check_one_text(c, code, le32_to_cpu(title->en));
}

/*
 * An element's code, unique among @n elements of @size bytes at @first, and
 * its title, which follows.
 */
static int check_named(struct check *c, const void *first, size_t size,
		       unsigned int n)
{
	const char *code = first + n * size, *other = first;
	unsigned int i;
	int err = dinh_check_code(code, 0, c->why);

	for (i = 0; i < n && !err; i++, other += size)
		if (!strcmp(code, other))
			err = dinh_refuse(c->why, DINH_REFUSED_PROGRAMME_CODE,
					  0, code);
	return err ?: check_title(c, code, (const void *)(code +
							  DINH_CODE_SIZE));
}

static int check_flags(struct check *c, const char *code, __le32 flags)
{
	return check_range(c, code, "flags", le32_to_cpu(flags), 0,
			   DINH_FLAG_VERIFIED);
}

static int check_instruments(struct check *c)
{
	const struct dinh_instrument *first = instruments(c->body);
	unsigned int i;
	int err = 0;

	for (i = 0; i < le16_to_cpu(c->body->instruments) && !err; i++)
		err = check_named(c, first, sizeof(*first), i) ?:
		      check_days(c, first[i].code, le32_to_cpu(first[i].from),
				 le32_to_cpu(first[i].until)) ?:
		      check_flags(c, first[i].code, first[i].flags) ?:
		      check_zero(c, &first[i].spare, sizeof(first[i].spare));
	return err;
}

static int check_share(struct check *c, const char *code, const char *field,
		       const struct dinh_share *share, u8 of_least)
{
	u16 num = le16_to_cpu(share->num), den = le16_to_cpu(share->den);

	if (share->of == DINH_OF_NOTHING)
		return check_zero(c, share, sizeof(*share));
	return check_range(c, code, field, share->of, of_least,
			   DINH_OF_GROUP) ?:
	       check_range(c, code, field, den, 1, U16_MAX) ?:
	       check_range(c, code, field, num, 0, den) ?:
	       check_range(c, code, field, share->strict, 0, 1) ?:
	       check_range(c, code, field, share->group, 0,
			   share->of == DINH_OF_GROUP ? DINH_GROUPS - 1 : 0) ?:
	       check_zero(c, &share->spare, sizeof(share->spare));
}

static int check_validity(struct check *c, const struct dinh_requirement *req)
{
	u16 months = le16_to_cpu(req->months), days = le16_to_cpu(req->days);
	u16 term_min = le16_to_cpu(req->term_min);
	u16 term_max = le16_to_cpu(req->term_max);
	bool rolling = req->validity == DINH_VALIDITY_ROLLING;
	bool period = req->validity == DINH_VALIDITY_PERIOD;
	bool stated = req->validity == DINH_VALIDITY_STATED;
	bool once = req->validity == DINH_VALIDITY_ONCE;
	int err;

	err = check_range(c, req->code, "validity", req->validity, 0,
			  DINH_VALIDITY_STATED) ?:
	      check_range(c, req->code, "months", months, period,
			  period ? 12 : rolling ? 1200 : 0) ?:
	      check_range(c, req->code, "days", days, rolling && !months,
			  rolling ? 36600 : 0) ?:
	      check_range(c, req->code, "grace months", req->grace_months, 0,
			  once ? 0 : 120) ?:
	      check_range(c, req->code, "grace", le16_to_cpu(req->grace), 0,
			  once ? 0 : 3660) ?:
	      check_range(c, req->code, "term min", term_min, 0,
			  stated ? 1200 : 0) ?:
	      check_range(c, req->code, "term max", term_max,
			  term_max ? term_min : 0, stated ? 1200 : 0);
	if (!err && period && 12 % months)
		err = check_range(c, req->code, "12 % months", 12 % months, 0,
				  0);
	return err;
}

static int check_requirement(struct check *c,
			     const struct dinh_requirement *req)
{
	bool votes = req->quorum.of || req->majority.of;
	u32 n_items = le16_to_cpu(c->body->items);
	int err;

	err = check_range(c, req->code, "instrument",
			  le16_to_cpu(req->instrument), 0,
			  le16_to_cpu(c->body->instruments) - 1) ?:
	      check_range(c, req->code, "items", req->items, 1,
			  DINH_ITEMS_MAX) ?:
	      check_range(c, req->code, "first item", le16_to_cpu(req->item),
			  0, n_items) ?:
	      check_range(c, req->code, "last item", le16_to_cpu(req->item) +
			  req->items, 1, n_items) ?:
	      check_range(c, req->code, "kinds", le16_to_cpu(req->kinds),
			  BIT(DINH_KIND_PROVINCE), BIT(DINH_KINDS) - 1) ?:
	      check_range(c, req->code, "kinds",
			  le16_to_cpu(req->kinds) & BIT(DINH_KIND_REGISTER), 0,
			  0) ?:
	      check_flags(c, req->code, req->flags) ?:
	      check_days(c, req->code, le32_to_cpu(req->from),
			 le32_to_cpu(req->until)) ?:
	      check_range(c, req->code, "headcount",
			  le32_to_cpu(req->headcount_min), 0,
			  DINH_COUNT_MAX) ?:
	      check_range(c, req->code, "headcount group",
			  req->headcount_group, 0, req->headcount_min ?
			  DINH_GROUPS - 1 : 0) ?:
	      check_range(c, req->code, "union", req->has_union, 0,
			  DINH_UNION_WITHOUT) ?:
	      check_range(c, req->code, "posting", le16_to_cpu(req->posting),
			  0, 3660) ?:
	      check_validity(c, req) ?:
	      check_share(c, req->code, "quorum", &req->quorum,
			  DINH_OF_ELIGIBLE) ?:
	      check_share(c, req->code, "majority", &req->majority,
			  DINH_OF_ELIGIBLE);
	if (!err && req->quorum.of == DINH_OF_PRESENT)
		err = check_range(c, req->code, "quorum", req->quorum.of,
				  DINH_OF_ELIGIBLE, DINH_OF_ELIGIBLE);
	if (!err && req->groups &&
	    (votes || req->posting || req->items != 1))
		err = dinh_refuse(c->why, DINH_REFUSED_PROGRAMME_HEADS, 0,
				  req->code);
	return err;
}

static int check_requirements(struct check *c)
{
	const struct dinh_requirement *first = requirements(c->body);
	unsigned int i, n = le16_to_cpu(c->body->requirements);
	int err = 0;

	for (i = 0; i < n && !err; i++)
		err = check_named(c, first, sizeof(*first), i) ?:
		      check_requirement(c, &first[i]);
	return err;
}

static int check_items(struct check *c)
{
	const struct dinh_item *first = items(c->body);
	unsigned int i;
	int err = 0;

	for (i = 0; i < le16_to_cpu(c->body->items) && !err; i++)
		err = check_title(c, "item", &first[i].title) ?:
		      check_flags(c, "item", first[i].flags) ?:
		      check_zero(c, &first[i].spare, sizeof(first[i].spare));
	return err;
}

static int check_indicator(struct check *c, const struct dinh_indicator *ind)
{
	const struct dinh_requirement *req = requirements(c->body);
	unsigned int i, n = le16_to_cpu(ind->requirements);
	bool units = ind->counted == DINH_COUNTED_UNITS;
	bool persons = ind->counted == DINH_COUNTED_PERSONS;
	int err;

	err = check_range(c, ind->code, "objective",
			  le16_to_cpu(ind->objective), 0,
			  le16_to_cpu(c->body->objectives) - 1) ?:
	      check_range(c, ind->code, "kinds", le16_to_cpu(ind->kinds),
			  BIT(DINH_KIND_PROVINCE), BIT(DINH_KINDS) - 1) ?:
	      check_range(c, ind->code, "kinds",
			  le16_to_cpu(ind->kinds) & BIT(DINH_KIND_REGISTER), 0,
			  0) ?:
	      check_range(c, ind->code, "union", ind->has_union, 0,
			  DINH_UNION_WITHOUT) ?:
	      check_range(c, ind->code, "counted", ind->counted, 0,
			  DINH_COUNTED_ANSWERS) ?:
	      check_range(c, ind->code, "threshold", ind->threshold, 0,
			  DINH_THRESHOLD_OVER) ?:
	      check_range(c, ind->code, "percent", ind->percent, 0,
			  percent_most(ind->threshold)) ?:
	      check_range(c, ind->code, "requirements", n, units || persons,
			  units || persons ?
			  DINH_INDICATOR_REQUIREMENTS_MAX : 0) ?:
	      check_flags(c, ind->code, ind->flags) ?:
	      check_zero(c, &ind->spare, sizeof(ind->spare));
	if (err)
		return err;
	for (i = 0; i < DINH_INDICATOR_REQUIREMENTS_MAX; i++) {
		u16 at = le16_to_cpu(ind->requirement[i]);

		err = check_range(c, ind->code, "requirement", at, 0, i < n ?
				  le16_to_cpu(c->body->requirements) - 1 : 0);
		if (err)
			return err;
		if (i < n && persons && !req[at].groups)
			return dinh_refuse(c->why,
					   DINH_REFUSED_PROGRAMME_PERSONS, 0,
					   ind->code, req[at].code);
	}
	return 0;
}

static int check_indicators(struct check *c)
{
	const struct dinh_indicator *first = indicators(c->body);
	unsigned int i;
	int err = 0;

	for (i = 0; i < le16_to_cpu(c->body->indicators) && !err; i++)
		err = check_named(c, first, sizeof(*first), i) ?:
		      check_indicator(c, &first[i]);
	return err;
}

static int check_objectives(struct check *c)
{
	const struct dinh_objective *first = objectives(c->body);
	unsigned int i;
	int err = 0;

	for (i = 0; i < le16_to_cpu(c->body->objectives) && !err; i++)
		err = check_named(c, first, sizeof(*first), i) ?:
		      check_range(c, first[i].code, "kind",
				  le16_to_cpu(first[i].kind), 0,
				  DINH_OBJECTIVE_TASK) ?:
		      check_flags(c, first[i].code, first[i].flags);
	return err;
}

static int check_count(struct check *c, const char *what, __le16 n, u32 most)
{
	if (n && le16_to_cpu(n) <= most)
		return 0;
	return dinh_refuse(c->why, DINH_REFUSED_PROGRAMME_COUNT, 0,
			   (u64)le16_to_cpu(n), what, (u64)most);
}

/* That the arrays fill the body, so that they can be looked at. */
static int check_shape(struct check *c)
{
	const struct dinh_programme *body = c->body;
	size_t size = dinh_body_size(c->entry), text_size;
	const char *text;
	int err;

	err = check_count(c, "instruments", body->instruments,
			  DINH_INSTRUMENTS_MAX) ?:
	      check_count(c, "requirements", body->requirements,
			  DINH_REQUIREMENTS_MAX) ?:
	      check_count(c, "items", body->items,
			  DINH_REQUIREMENTS_MAX * DINH_ITEMS_MAX) ?:
	      check_count(c, "indicators", body->indicators,
			  DINH_INDICATORS_MAX) ?:
	      check_count(c, "objectives", body->objectives,
			  DINH_OBJECTIVES_MAX);
	if (err)
		return err;
	text = texts(body);
	text_size = le32_to_cpu(body->texts);
	if (text_size < 8 || text_size > size ||
	    (size_t)(text - (const char *)body) != size - text_size)
		return dinh_malformed(c->why, c->entry, &body->texts);
	if (text[0] || text[text_size - 1])
		return dinh_malformed(c->why, c->entry, text);
	return 0;
}

static int check_programme(struct dinh_register *reg, struct check *c)
{
	const struct dinh_programme *body = c->body;
	char from[DINH_DATE_SIZE], before[DINH_DATE_SIZE];
	const struct dinh_rules *last = NULL;
	int err;

	err = check_shape(c) ?:
	      dinh_check_code(body->code, DINH_A_CODE, c->why) ?:
	      check_title(c, body->code, &body->title) ?:
	      check_range(c, body->code, "from", le32_to_cpu(body->from), 1,
			  DINH_DAY_MAX) ?:
	      check_range(c, body->code, "late days",
			  le32_to_cpu(body->late_days), 0, 36600) ?:
	      check_range(c, body->code, "flags", body->flags, 0,
			  body->answer_days ? DINH_FLAG_VERIFIED : 0) ?:
	      check_instruments(c) ?: check_items(c) ?:
	      check_requirements(c) ?: check_objectives(c) ?:
	      check_indicators(c);
	if (err)
		return err;
	if (reg->n_programmes == DINH_PROGRAMMES_MAX)
		return dinh_refuse(c->why, DINH_REFUSED_PROGRAMMES_FULL, 0,
				   (u64)reg->n_programmes,
				   (u64)DINH_PROGRAMMES_MAX);
	if (reg->n_programmes)
		last = reg->programme[reg->n_programmes - 1];
	if (!last || last->from <= le32_to_cpu(body->from))
		return 0;
	dinh_date(le32_to_cpu(body->from), from);
	dinh_date(last->from, before);
	return dinh_refuse(c->why, DINH_REFUSED_PROGRAMME_BEFORE, DINH_A_FROM,
			   from, before);
}

/*
 * Compiling.
 */

static void compile_share(struct dinh_share_rule *rule,
			  const struct dinh_share *share)
{
	rule->num = le16_to_cpu(share->num);
	rule->den = le16_to_cpu(share->den);
	rule->of = share->of;
	rule->group = share->group;
	rule->strict = share->strict;
}

static void compile_rule(struct dinh_rule *rule,
			 const struct dinh_requirement *req)
{
	rule->items = ~0u >> (DINH_ITEMS_MAX - req->items);
	rule->from = le32_to_cpu(req->from);
	rule->until = le32_to_cpu(req->until);
	rule->headcount_min = le32_to_cpu(req->headcount_min);
	rule->kinds = le16_to_cpu(req->kinds);
	rule->months = le16_to_cpu(req->months);
	rule->days = le16_to_cpu(req->days);
	rule->grace_months = req->grace_months;
	rule->grace = le16_to_cpu(req->grace);
	rule->term_min = le16_to_cpu(req->term_min);
	rule->term_max = le16_to_cpu(req->term_max);
	rule->posting = le16_to_cpu(req->posting);
	rule->groups = req->groups;
	rule->has_union = req->has_union;
	rule->validity = req->validity;
	rule->headcount_group = req->headcount_group;
	compile_share(&rule->quorum, &req->quorum);
	compile_share(&rule->majority, &req->majority);
}

static void compile_measure(struct dinh_rules *rules, unsigned int index,
			    const struct dinh_indicator *ind)
{
	struct dinh_measure *measure = &rules->measure[index];
	unsigned int i;

	measure->kinds = le16_to_cpu(ind->kinds);
	measure->has_union = ind->has_union;
	measure->counted = ind->counted;
	measure->threshold = ind->threshold;
	measure->percent = ind->percent;
	measure->requirements = le16_to_cpu(ind->requirements);
	for (i = 0; i < measure->requirements; i++) {
		u16 at = le16_to_cpu(ind->requirement[i]);

		measure->requirement[i] = at;
		rules->rule[at].indicators |= BIT_ULL(index);
	}
}

/* Numbers for the codes that the register does not know yet. */
static int number_rules(struct dinh_register *reg, struct dinh_plan *plan,
			struct dinh_refusal *why)
{
	struct dinh_rules *rules = plan->rules;
	unsigned int i, fresh = 0;
	u16 number;

	plan->n_numbers = reg->n_numbers + rules->n_rules;
	plan->number = kvcalloc(plan->n_numbers, DINH_CODE_SIZE, DINH_GFP);
	rules->n_numbers = plan->n_numbers + 1;
	rules->by_number = kvcalloc(rules->n_numbers, sizeof(u16), DINH_GFP);
	if (!plan->number || !rules->by_number)
		return dinh_no_memory(why);
	if (reg->n_numbers)
		memcpy(plan->number, reg->number,
		       reg->n_numbers * DINH_CODE_SIZE);
	for (i = 0; i < rules->n_rules; i++) {
		const char *code = dinh_requirement(rules, i)->code;

		number = dinh_number_of(reg, code);
		if (!number) {
			number = reg->n_numbers + ++fresh;
			memcpy(plan->number[number - 1], code, DINH_CODE_SIZE);
		}
		rules->rule[i].number = number;
		rules->by_number[number] = i + 1;
	}
	plan->n_numbers = reg->n_numbers + fresh;
	if (plan->n_numbers > DINH_REQUIREMENT_NUMBERS_MAX)
		return dinh_refuse(why, DINH_REFUSED_NUMBERS_FULL, 0,
				   (u64)plan->n_numbers,
				   (u64)DINH_REQUIREMENT_NUMBERS_MAX);
	return 0;
}

static int compile(const struct dinh_entry *entry, struct dinh_plan *plan,
		   struct dinh_refusal *why)
{
	const struct dinh_programme *body = dinh_body(entry);
	struct dinh_rules *rules = kzalloc(sizeof(*rules), DINH_GFP);
	unsigned int i;

	plan->rules = rules;
	if (!rules)
		return dinh_no_memory(why);
	rules->from = le32_to_cpu(body->from);
	rules->late_days = le32_to_cpu(body->late_days);
	rules->n_rules = le16_to_cpu(body->requirements);
	rules->n_measures = le16_to_cpu(body->indicators);
	rules->size = dinh_body_size(entry);
	rules->rule = kvcalloc(rules->n_rules, sizeof(*rules->rule), DINH_GFP);
	rules->measure = kvcalloc(rules->n_measures, sizeof(*rules->measure),
				  DINH_GFP);
	rules->body = kvmalloc(rules->size, DINH_GFP);
	if (!rules->rule || !rules->measure || !rules->body)
		return dinh_no_memory(why);
	memcpy(rules->body, body, rules->size);
	for (i = 0; i < rules->n_rules; i++)
		compile_rule(&rules->rule[i], dinh_requirement(rules, i));
	for (i = 0; i < rules->n_measures; i++)
		compile_measure(rules, i, dinh_indicator(rules, i));
	return 0;
}

/* Tallies for as many indicators as the new programme has. */
static int grow_tallies(struct dinh_register *reg, struct dinh_plan *plan,
			struct dinh_refusal *why)
{
	u32 i;

	plan->stride = plan->rules->n_measures;
	if (plan->stride <= reg->stride)
		return 0;
	plan->n_tallies = reg->inner;
	plan->tallies = kvcalloc(plan->n_tallies, sizeof(*plan->tallies),
				 DINH_GFP);
	if (!plan->tallies)
		return dinh_no_memory(why);
	for (i = 0; i < plan->n_tallies; i++) {
		plan->tallies[i] = dinh_tally_alloc(plan->stride);
		if (!plan->tallies[i])
			return dinh_no_memory(why);
	}
	return 0;
}

int dinh_plan_programme(struct dinh_register *reg,
			const struct dinh_entry *entry, struct dinh_plan *plan,
			struct dinh_refusal *why)
{
	struct check c = {
		.entry = entry,
		.body = dinh_body(entry),
		.why = why,
	};

	if (entry->unit)
		return dinh_malformed(why, entry, &entry->unit);
	return check_programme(reg, &c) ?: compile(entry, plan, why) ?:
	       number_rules(reg, plan, why) ?: grow_tallies(reg, plan, why);
}

static void swap_tallies(struct dinh_register *reg, struct dinh_plan *plan)
{
	struct dinh_unit *unit;
	u32 nr, i = 0;

	for (nr = 0; nr < reg->n_units; nr++) {
		unit = dinh_unit(reg, nr);
		if (!unit->tally)
			continue;
		plan->tallies[i]->records = unit->tally->records;
		plan->tallies[i]->late = unit->tally->late;
		plan->tallies[i]->ratings = unit->tally->ratings;
		swap(unit->tally, plan->tallies[i]);
		i++;
	}
	reg->stride = plan->stride;
}

void dinh_apply_programme(struct dinh_register *reg,
			  const struct dinh_entry *entry,
			  struct dinh_plan *plan)
{
	reg->programme[reg->n_programmes++] = plan->rules;
	plan->rules = NULL;
	swap(reg->number, plan->number);
	reg->n_numbers = plan->n_numbers;
	if (plan->tallies)
		swap_tallies(reg, plan);
	reg->current_rules = dinh_rules_on(reg, reg->today);
	dinh_tally_rebuild(reg);
	reg->generation++;
}
