// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records: evidence that a unit did what is required, its early end, its
 * withdrawal, and what inspectors find of it. A unit keeps a record as long as
 * it counts, and its key until the end of the calendar year after the one in
 * which it was recorded.
 */
#include <linux/math64.h>

#include "internal.h"

/* Which unit an entry is a record of: chunks by sequence number. */
#define SEQ_CHUNK	1022u

struct dinh_seqs {
	u32 used;
	u32 unit[SEQ_CHUNK];
};

static unsigned long seq_index(u64 seq)
{
	return div_u64(seq, SEQ_CHUNK);
}

static u32 *seq_unit(struct dinh_seqs *chunk, u64 seq)
{
	u32 at;

	div_u64_rem(seq, SEQ_CHUNK, &at);
	return &chunk->unit[at];
}

static struct dinh_seqs *seq_chunk(const struct dinh_register *reg, u64 seq)
{
	return xa_load((struct xarray *)&reg->seqs, seq_index(seq));
}

static int seq_prepare(struct dinh_register *reg, struct dinh_plan *plan)
{
	u64 seq = reg->ledger.size;

	if (seq_chunk(reg, seq))
		return 0;
	plan->seqs = kzalloc(sizeof(*plan->seqs), DINH_GFP);
	if (!plan->seqs)
		return -ENOMEM;
	return xa_reserve(&reg->seqs, seq_index(seq), DINH_GFP);
}

static void seq_set(struct dinh_register *reg, u64 seq, u32 nr,
		    struct dinh_plan *plan)
{
	struct dinh_seqs *chunk;

	if (plan->seqs) {
		xa_store(&reg->seqs, seq_index(seq), plan->seqs, DINH_GFP);
		plan->seqs = NULL;
	}
	chunk = seq_chunk(reg, seq);
	*seq_unit(chunk, seq) = nr;
	chunk->used++;
}

static void seq_clear(struct dinh_register *reg, u64 seq)
{
	struct dinh_seqs *chunk = seq_chunk(reg, seq);

	*seq_unit(chunk, seq) = 0;
	if (--chunk->used)
		return;
	xa_erase(&reg->seqs, seq_index(seq));
	kfree(chunk);
}

/**
 * dinh_record_find - find a record by its entry
 * @reg: the register
 * @seq: the entry
 * @rec: filled
 *
 * Return: the unit whose record it is, or NULL where it is none, or is no
 * longer kept.
 */
struct dinh_unit *dinh_record_find(const struct dinh_register *reg, u64 seq,
				   const struct dinh_rec **rec)
{
	struct dinh_seqs *chunk = seq > DINH_SEQ_MAX ? NULL :
						       seq_chunk(reg, seq);
	u32 nr = chunk ? *seq_unit(chunk, seq) : 0;
	struct dinh_unit *unit = nr ? dinh_unit(reg, nr) : NULL;

	if (!unit)
		return NULL;
	for (*rec = unit->recs; (*rec)->seq != seq; (*rec)++)
		;
	return unit;
}

/*
 * Authors, each once, by number, and the newest of each uid. What a plan
 * reserved and did not use stays reserved: a few empty slots.
 */

/**
 * dinh_author - who made a record
 * @reg: the register
 * @index: of struct dinh_rec
 */
const struct dinh_author *dinh_author(const struct dinh_register *reg,
				      u32 index)
{
	return xa_load((struct xarray *)&reg->authors, index);
}

static u32 newest_author(const struct dinh_register *reg, u32 uid)
{
	void *newest = xa_load((struct xarray *)&reg->author_of_uid, uid);

	return newest ? xa_to_value(newest) : 0;
}

/* Finds the number of an author, or prepares to give one. */
static int author_prepare(struct dinh_register *reg, u32 uid, u32 loginuid,
			  struct dinh_plan *plan)
{
	u32 newest = newest_author(reg, uid), i;
	const struct dinh_author *known;
	struct dinh_author *author;

	for (i = newest; i; i = known->next) {
		known = dinh_author(reg, i);
		if (known->loginuid != loginuid)
			continue;
		plan->rec.author = i;
		return 0;
	}
	author = kzalloc(sizeof(*author), DINH_GFP);
	plan->author = author;
	if (!author)
		return -ENOMEM;
	author->uid = uid;
	author->loginuid = loginuid;
	author->next = newest;
	plan->rec.author = reg->n_authors + 1;
	return xa_reserve(&reg->authors, plan->rec.author, DINH_GFP) ?:
	       xa_reserve(&reg->author_of_uid, uid, DINH_GFP);
}

static void author_apply(struct dinh_register *reg, struct dinh_plan *plan)
{
	struct dinh_author *author = plan->author;

	if (!author)
		return;
	plan->author = NULL;
	reg->n_authors++;
	xa_store(&reg->authors, reg->n_authors, author, DINH_GFP);
	xa_store(&reg->author_of_uid, author->uid,
		 xa_mk_value(reg->n_authors), DINH_GFP);
}

static bool is_author(const struct dinh_author *author,
		      const struct dinh_entry *entry)
{
	u32 loginuid = le32_to_cpu(entry->loginuid);

	if (author->loginuid != DINH_UID_NONE && loginuid != DINH_UID_NONE)
		return author->loginuid == loginuid;
	return author->uid == le32_to_cpu(entry->uid);
}

void dinh_records_free(struct dinh_register *reg)
{
	unsigned long index;
	void *entry;

	xa_for_each(&reg->seqs, index, entry)
		kfree(entry);
	xa_for_each(&reg->authors, index, entry)
		kfree(entry);
	xa_destroy(&reg->seqs);
	xa_destroy(&reg->authors);
	xa_destroy(&reg->author_of_uid);
}

static bool is_forgotten(const struct dinh_register *reg,
			 const struct dinh_rec *rec)
{
	return rec->seq < reg->forget_seq &&
	       (rec->last < reg->today || rec->flags & DINH_REC_VOID);
}

/**
 * dinh_forget_records - drop a unit's records that no longer matter
 * @reg: the register
 * @unit: the unit
 *
 * Done when a record stops counting, and for all units with a new year: what
 * a unit has is always what is kept.
 */
void dinh_forget_records(struct dinh_register *reg, struct dinh_unit *unit)
{
	unsigned int i, kept = 0;

	for (i = 0; i < unit->n; i++) {
		if (is_forgotten(reg, &unit->recs[i]))
			seq_clear(reg, unit->recs[i].seq);
		else
			unit->recs[kept++] = unit->recs[i];
	}
	unit->n = kept;
}

/*
 * Checks of a record.
 */

struct check {
	struct dinh_register *reg;
	const struct dinh_unit *unit;
	const struct dinh_rules *rules;
	const struct dinh_rule *rule;
	const struct dinh_record *body;
	const struct dinh_votes *votes;
	u32 day;
	u32 until;
	struct dinh_refusal *why;
};

static int refuse_dates(struct check *c, enum dinh_refusal_id id, u16 attr,
			u32 first, u32 second)
{
	char one[DINH_DATE_SIZE], two[DINH_DATE_SIZE];

	dinh_date(first, one);
	dinh_date(second, two);
	return dinh_refuse(c->why, id, attr, one, two);
}

static int check_day(struct check *c)
{
	if (!c->day || c->day > DINH_DAY_MAX)
		return dinh_refuse(c->why, DINH_REFUSED_DAY_FORM, DINH_A_DAY,
				   (u64)c->day);
	if (c->day > c->reg->today)
		return refuse_dates(c, DINH_REFUSED_DAY_FUTURE, DINH_A_DAY,
				    c->day, c->reg->today);
	if (c->day < c->unit->since)
		return refuse_dates(c, DINH_REFUSED_BEFORE_SINCE, DINH_A_DAY,
				    c->day, c->unit->since);
	return 0;
}

static int refuse_rule(struct check *c, const struct dinh_rules *rules,
		       u16 number)
{
	const char *code = dinh_number_code(c->reg, number);
	char date[DINH_DATE_SIZE];

	dinh_date(c->day, date);
	if (!rules)
		return dinh_refuse(c->why, DINH_REFUSED_NO_PROGRAMME,
				   DINH_A_REQUIREMENT, date);
	if (!*code)
		return dinh_refuse(c->why, DINH_REFUSED_REQUIREMENT_NUMBER,
				   DINH_A_REQUIREMENT, (u64)number, date);
	return dinh_refuse(c->why, DINH_REFUSED_REQUIREMENT_UNKNOWN,
			   DINH_A_REQUIREMENT, code, date);
}

/* The rule in force on the day it happened. */
static int check_rule(struct check *c)
{
	const struct dinh_rules *rules = dinh_rules_on(c->reg, c->day);
	u16 number = le16_to_cpu(c->body->requirement);
	const struct dinh_rule *rule;

	rule = rules ? dinh_rule_of(rules, number) : NULL;
	if (!rule || !dinh_rule_in_force(rule, c->day))
		return refuse_rule(c, rules, number);
	if (dinh_rule_applies(rule, c->unit, c->day) == DINH_OUTSIDE)
		return dinh_refuse(c->why, DINH_REFUSED_NOT_APPLICABLE,
				   DINH_A_REQUIREMENT,
				   dinh_number_code(c->reg, number));
	c->rules = rules;
	c->rule = rule;
	return 0;
}

static int check_heads(struct check *c)
{
	u32 count = le32_to_cpu(c->body->count);

	if (c->body->items)
		return dinh_refuse(c->why, DINH_REFUSED_ITEMS, DINH_A_ITEMS,
				   0ull);
	if (c->body->group >= DINH_GROUPS ||
	    !(c->rule->groups & BIT(c->body->group)))
		return dinh_refuse(c->why, DINH_REFUSED_GROUP, DINH_A_GROUP);
	if (!count || count > DINH_COUNT_MAX)
		return dinh_refuse(c->why, DINH_REFUSED_COUNT, DINH_A_COUNT,
				   (u64)count, (u64)DINH_COUNT_MAX);
	return 0;
}

static int check_items(struct check *c)
{
	u32 items = le32_to_cpu(c->body->items);
	u64 n = hweight32(c->rule->items);

	if (c->body->group != DINH_GROUP_NONE)
		return dinh_refuse(c->why, DINH_REFUSED_GROUP_NONE,
				   DINH_A_GROUP);
	if (c->body->count)
		return dinh_refuse(c->why, DINH_REFUSED_COUNT_NONE,
				   DINH_A_COUNT);
	if (!items)
		return dinh_refuse(c->why, DINH_REFUSED_ITEMS_NONE,
				   DINH_A_ITEMS, n);
	if (items & ~c->rule->items)
		return dinh_refuse(c->why, DINH_REFUSED_ITEMS, DINH_A_ITEMS,
				   n);
	return 0;
}

static int check_term(struct check *c)
{
	u32 earliest = dinh_add_months(c->day, c->rule->term_min);
	u32 latest = dinh_add_months(c->day, c->rule->term_max);

	/* A year from 1 June ends on 31 May; some write 1 June. */
	if (c->rule->term_min && c->until + 1 < earliest)
		return refuse_dates(c, DINH_REFUSED_TERM_SHORT, DINH_A_UNTIL,
				    c->until, earliest - 1);
	if (c->rule->term_max && c->until > latest)
		return refuse_dates(c, DINH_REFUSED_TERM_LONG, DINH_A_UNTIL,
				    c->until, latest);
	return 0;
}

static int check_until(struct check *c)
{
	bool stated = c->rule->validity == DINH_VALIDITY_STATED;
	u32 posted = c->until - c->day + 1;

	if (!stated && !c->rule->posting) {
		if (!c->until)
			return 0;
		return dinh_refuse(c->why, DINH_REFUSED_UNTIL_NOT_ASKED,
				   DINH_A_UNTIL);
	}
	if (!c->until)
		return dinh_refuse(c->why, DINH_REFUSED_UNTIL_MISSING,
				   DINH_A_UNTIL);
	if (c->until > DINH_DAY_MAX)
		return dinh_refuse(c->why, DINH_REFUSED_DAY_FORM, DINH_A_UNTIL,
				   (u64)c->until);
	if (c->until < c->day)
		return refuse_dates(c, DINH_REFUSED_UNTIL_BEFORE, DINH_A_UNTIL,
				    c->until, c->day);
	if (posted < c->rule->posting)
		return dinh_refuse(c->why, DINH_REFUSED_POSTING_SHORT,
				   DINH_A_UNTIL, (u64)posted,
				   (u64)c->rule->posting);
	return stated ? check_term(c) : 0;
}

static u32 period_start(u32 day, u16 months)
{
	int year, month, mday;

	dinh_civil(day, &year, &month, &mday);
	return dinh_civil_day(year, (month - 1) / months * months + 1, 1);
}

static u32 with_grace(const struct dinh_rule *rule, u32 day)
{
	return min(dinh_add_months(day, rule->grace_months) + rule->grace,
		   DINH_DAY_MAX);
}

/* Last day on which a record for the period that begins on @start is made. */
static u32 period_close(const struct dinh_rule *rule, u32 start)
{
	u32 next = dinh_add_months(start, rule->months);

	/* Months of grace are calendar months, as the period is. */
	next = dinh_add_months(next, rule->grace_months);
	/* No period begins after the last day that there is. */
	return min(next - (next < DINH_DAY_MAX) + rule->grace, DINH_DAY_MAX);
}

static int refuse_period_form(struct check *c, u32 start)
{
	char date[DINH_DATE_SIZE];

	dinh_date(start, date);
	return dinh_refuse(c->why, DINH_REFUSED_PERIOD_FORM, DINH_A_PERIOD,
			   date, (u64)c->rule->months);
}

static int check_period(struct check *c, u32 *last)
{
	u32 start = le32_to_cpu(c->body->period);

	if (!start)
		start = period_start(c->day, c->rule->months);
	if (start > DINH_DAY_MAX)
		return dinh_refuse(c->why, DINH_REFUSED_DAY_FORM,
				   DINH_A_PERIOD, (u64)start);
	if (start != period_start(start, c->rule->months))
		return refuse_period_form(c, start);
	if (start > c->day)
		return refuse_dates(c, DINH_REFUSED_PERIOD_EARLY,
				    DINH_A_PERIOD, start, c->day);
	if (c->day > period_close(c->rule, start))
		return refuse_dates(c, DINH_REFUSED_PERIOD_CLOSED,
				    DINH_A_PERIOD,
				    period_close(c->rule, start), c->day);
	*last = period_close(c->rule, dinh_add_months(start, c->rule->months));
	return 0;
}

/* The last day on which the record counts, once and for all. */
static int check_validity(struct check *c, u32 *last)
{
	if (c->rule->validity == DINH_VALIDITY_PERIOD)
		return check_period(c, last);
	if (c->body->period)
		return dinh_refuse(c->why, DINH_REFUSED_PERIOD_NOT_ASKED,
				   DINH_A_PERIOD);
	switch (c->rule->validity) {
	case DINH_VALIDITY_ROLLING:
		*last = with_grace(c->rule,
				   min(dinh_add_months(c->day,
						       c->rule->months) +
				       c->rule->days, DINH_DAY_MAX));
		break;
	case DINH_VALIDITY_STATED:
		*last = with_grace(c->rule, c->until);
		break;
	default:
		*last = DINH_DAY_FOREVER;
	}
	return 0;
}

/* How many are the least that reach a share of @of. */
static u32 least(const struct dinh_share_rule *share, u64 of)
{
	u64 part = of * share->num;

	return share->strict ? div_u64(part, share->den) + 1 :
			       div_u64(part + share->den - 1, share->den);
}

static u32 share_of(const struct dinh_unit *unit,
		    const struct dinh_share_rule *share,
		    const struct dinh_votes *votes)
{
	switch (share->of) {
	case DINH_OF_ELIGIBLE:
		return le32_to_cpu(votes->eligible);
	case DINH_OF_PRESENT:
		return le32_to_cpu(votes->present);
	case DINH_OF_GROUP:
		return unit->headcount[share->group];
	default:
		return 0;
	}
}

/**
 * dinh_share_needs - how many are the least that reach a share
 * @unit: whose share it is
 * @share: the share
 * @votes: what it is a share of
 * @attr: enum dinh_attr of what needs it
 * @needs: filled; 0 where no share is asked, or of nobody
 * @why: filled on refusal
 *
 * Return: 0, or -EINVAL where a headcount would have to be known.
 */
int dinh_share_needs(const struct dinh_unit *unit,
		     const struct dinh_share_rule *share,
		     const struct dinh_votes *votes, u16 attr, u32 *needs,
		     struct dinh_refusal *why)
{
	static const char * const groups[DINH_GROUPS] = {
		"cadres", "party_members", "civil_servants",
		"public_employees", "employees", "residents", "households",
		"voters",
	};
	u32 of = share_of(unit, share, votes);

	*needs = 0;
	if (of == DINH_COUNT_UNKNOWN)
		return dinh_refuse(why, DINH_REFUSED_VOTES_UNKNOWN, attr,
				   groups[share->group]);
	if (of)
		*needs = least(share, of);
	return 0;
}

static int check_share(struct check *c, const struct dinh_share_rule *share,
		       u32 got, u16 attr, enum dinh_refusal_id id)
{
	u32 needs;
	int err;

	if (!share->of)
		return 0;
	err = dinh_share_needs(c->unit, share, c->votes, attr, &needs, c->why);
	if (err)
		return err;
	if (!needs)
		return dinh_refuse(c->why, DINH_REFUSED_VOTES_NOBODY, attr);
	if (got >= needs)
		return 0;
	return dinh_refuse(c->why, id, attr, (u64)got,
			   (u64)share_of(c->unit, share, c->votes),
			   (u64)needs);
}

static int check_votes(struct check *c)
{
	const struct dinh_votes *votes = c->votes;
	u64 eligible, present, cast;

	if (!c->rule->quorum.of && !c->rule->majority.of) {
		if (!votes)
			return 0;
		return dinh_refuse(c->why, DINH_REFUSED_VOTES_NOT_ASKED,
				   DINH_A_ELIGIBLE);
	}
	if (!votes)
		return dinh_refuse(c->why, DINH_REFUSED_VOTES_MISSING,
				   DINH_A_ELIGIBLE);
	eligible = le32_to_cpu(votes->eligible);
	present = le32_to_cpu(votes->present);
	cast = (u64)le32_to_cpu(votes->yes) + le32_to_cpu(votes->no) +
	       le32_to_cpu(votes->abstain) + le32_to_cpu(votes->invalid);
	if (eligible > DINH_COUNT_MAX)
		return dinh_refuse(c->why, DINH_REFUSED_COUNT, DINH_A_ELIGIBLE,
				   eligible, (u64)DINH_COUNT_MAX);
	if (present > eligible)
		return dinh_refuse(c->why, DINH_REFUSED_VOTES_PRESENT,
				   DINH_A_PRESENT, present, eligible);
	if (cast > present)
		return dinh_refuse(c->why, DINH_REFUSED_VOTES_CAST, DINH_A_YES,
				   cast, present);
	return check_share(c, &c->rule->quorum, present, DINH_A_PRESENT,
			   DINH_REFUSED_QUORUM) ?:
	       check_share(c, &c->rule->majority, le32_to_cpu(votes->yes),
			   DINH_A_YES, DINH_REFUSED_MAJORITY);
}

static int check_key(struct check *c)
{
	u64 key = le64_to_cpu(c->body->key);
	unsigned int i;

	for (i = 0; key && i < c->unit->n; i++)
		if (c->unit->recs[i].key == key)
			return dinh_refuse(c->why, DINH_REFUSED_KEY_TAKEN,
					   DINH_A_KEY,
					   (u64)c->unit->recs[i].seq);
	return 0;
}

/* Room for one more record. */
static int prepare_room(struct dinh_register *reg, struct dinh_plan *plan,
			struct dinh_refusal *why)
{
	u32 bound = plan->live ? reg->bounds.records : DINH_BOUND_RECORDS_MAX;
	unsigned int n = plan->unit->n;

	if (n >= bound)
		return dinh_refuse(why, DINH_REFUSED_RECORDS_FULL, 0, (u64)n,
				   (u64)bound);
	if (n < plan->unit->cap)
		return 0;
	plan->cap = min(n + max((n + 1) / 2, 1u), DINH_BOUND_RECORDS_MAX);
	plan->recs = kvmalloc_array(plan->cap, sizeof(*plan->recs), DINH_GFP);
	return plan->recs ? 0 : dinh_no_memory(why);
}

/* Finds the rule, by which all else is checked. */
static int check_begin(struct check *c)
{
	c->day = le32_to_cpu(c->body->day);
	c->until = le32_to_cpu(c->body->until);
	return check_day(c) ?: check_rule(c);
}

/* All but the votes and the key; @last is the last day on which it counts. */
static int check_record(struct check *c, u32 *last)
{
	int err = c->rule->groups ? check_heads(c) : check_items(c);

	return err ?: check_until(c) ?: check_validity(c, last);
}

/* Whether there is something to hold a meeting for. */
static int check_asked(struct check *c)
{
	if (c->rule->quorum.of || c->rule->majority.of)
		return 0;
	return dinh_refuse(c->why, DINH_REFUSED_VOTES_NOT_ASKED,
			   DINH_A_REQUIREMENT);
}

/**
 * dinh_check_meeting - whether a meeting can be held that makes a record
 * @reg: the register
 * @unit: whose meeting it is
 * @body: the record
 * @rule: filled: the rule in force on its day
 * @why: filled on refusal
 *
 * Return: 0 or a negative errno.
 */
int dinh_check_meeting(struct dinh_register *reg, struct dinh_unit *unit,
		       const struct dinh_record *body,
		       const struct dinh_rule **rule, struct dinh_refusal *why)
{
	struct check c = {
		.reg = reg,
		.unit = unit,
		.body = body,
		.why = why,
	};
	u32 last;
	int err = check_begin(&c) ?: check_asked(&c) ?:
		  check_record(&c, &last) ?: check_key(&c);

	*rule = c.rule;
	return err;
}

/**
 * dinh_plan_record_of - plan the record that an entry is
 * @reg: the register
 * @entry: the entry
 * @body: the record, in it
 * @votes: its figures, or NULL
 * @plan: the plan; has the unit, which is living
 * @why: filled on refusal
 *
 * Return: 0 or a negative errno.
 */
int dinh_plan_record_of(struct dinh_register *reg,
			const struct dinh_entry *entry,
			const struct dinh_record *body,
			const struct dinh_votes *votes,
			struct dinh_plan *plan, struct dinh_refusal *why)
{
	struct check c = {
		.reg = reg,
		.unit = plan->unit,
		.body = body,
		.votes = votes,
		.why = why,
	};
	struct dinh_rec *rec = &plan->rec;
	u32 last = 0;
	int err;

	err = check_begin(&c) ?: check_record(&c, &last) ?: check_votes(&c) ?:
	      check_key(&c) ?: prepare_room(reg, plan, why);
	if (err)
		return err;
	if (seq_prepare(reg, plan) ||
	    author_prepare(reg, le32_to_cpu(entry->uid),
			   le32_to_cpu(entry->loginuid), plan))
		return dinh_no_memory(why);

	rec->requirement = le16_to_cpu(c.body->requirement);
	rec->group = c.body->group;
	rec->key = le64_to_cpu(c.body->key);
	rec->value = le32_to_cpu(c.rule->groups ? c.body->count :
						  c.body->items);
	rec->day = c.day;
	rec->last = min(last, DINH_REC_FOREVER);
	if (c.until)
		rec->days = min(c.until - c.day + 1, DINH_REC_DAYS_MAX);
	while (reg->programme[rec->programme] != c.rules)
		rec->programme++;
	if (reg->today - c.day > c.rules->late_days)
		rec->flags = DINH_REC_LATE;
	return 0;
}

int dinh_plan_record(struct dinh_register *reg, const struct dinh_entry *entry,
		     struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_record *body = dinh_body(entry);
	const struct dinh_votes *votes = NULL;
	int err;

	if (dinh_body_size(entry) == sizeof(*body) + sizeof(*votes))
		votes = (const void *)(body + 1);
	else if (dinh_body_size(entry) != sizeof(*body))
		return dinh_malformed(why, entry, body + 1);
	if (body->spare)
		return dinh_refuse(why, DINH_REFUSED_SPARE, 0,
				   (u64)((const u8 *)&body->spare -
					 (const u8 *)entry));
	err = dinh_living_unit(reg, le32_to_cpu(entry->unit), DINH_A_UNIT,
			       &plan->unit, why);
	return err ?: dinh_plan_record_of(reg, entry, body, votes, plan, why);
}

static u64 indicators_of(const struct dinh_register *reg, u16 number)
{
	const struct dinh_rule *rule = dinh_rule_of(reg->current_rules, number);

	return rule ? rule->indicators : 0;
}

void dinh_apply_record(struct dinh_register *reg,
		       const struct dinh_entry *entry, struct dinh_plan *plan)
{
	struct dinh_unit *unit = plan->unit;
	struct dinh_rec *rec = &plan->rec;
	bool late = rec->flags & DINH_REC_LATE;
	u64 indicators = indicators_of(reg, rec->requirement);

	rec->seq = le64_to_cpu(entry->seq);
	author_apply(reg, plan);
	seq_set(reg, rec->seq, unit->nr, plan);
	if (plan->recs) {
		if (unit->n)
			memcpy(plan->recs, unit->recs,
			       unit->n * sizeof(*unit->recs));
		swap(unit->recs, plan->recs);
		unit->cap = plan->cap;
	}
	dinh_tally_lift(reg, unit, indicators);
	unit->recs[unit->n++] = *rec;
	dinh_tally_put(reg, unit, indicators, false);
	unit->records++;
	unit->late += late;
	dinh_tally_count(reg, unit, 1, late);
	if (rec->last >= reg->today && rec->last < DINH_DAY_MAX)
		dinh_due_by(reg, unit, rec->last + 1);
	reg->generation++;
}

/*
 * An early end, a withdrawal, a finding.
 */

/* A record that still counts, of the unit that the entry names. */
static int find_counting(struct dinh_register *reg,
			 const struct dinh_entry *entry, u64 seq,
			 struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_rec *rec;
	char date[DINH_DATE_SIZE];
	int err;

	plan->unit = dinh_record_find(reg, seq, &rec);
	if (!plan->unit)
		return dinh_refuse(why, DINH_REFUSED_RECORD_UNKNOWN,
				   DINH_A_SEQ, seq);
	if (plan->unit->nr != le32_to_cpu(entry->unit))
		return dinh_refuse(why, DINH_REFUSED_RECORD_UNIT, DINH_A_UNIT,
				   (u64)plan->unit->nr);
	err = dinh_living_unit(reg, plan->unit->nr, DINH_A_SEQ, &plan->unit,
			       why);
	if (err)
		return err;
	if (rec->flags & DINH_REC_WITHDRAWN)
		return dinh_refuse(why, DINH_REFUSED_RECORD_WITHDRAWN,
				   DINH_A_SEQ);
	if (rec->flags & DINH_REC_STRUCK)
		return dinh_refuse(why, DINH_REFUSED_RECORD_STRUCK,
				   DINH_A_SEQ);
	if (rec->last < reg->today) {
		dinh_date(rec->last, date);
		return dinh_refuse(why, DINH_REFUSED_RECORD_EXPIRED,
				   DINH_A_SEQ, date);
	}
	plan->index = rec - plan->unit->recs;
	plan->rec = *rec;
	return 0;
}

int dinh_plan_record_end(struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_record_end *end = dinh_body(entry);
	u32 day = le32_to_cpu(end->day);
	const struct dinh_rule *rule;
	struct check c = { .why = why };
	int err;

	if (dinh_body_size(entry) != sizeof(*end) || end->spare)
		return dinh_malformed(why, entry, &end->spare);
	err = find_counting(reg, entry, le64_to_cpu(end->seq), plan, why);
	if (err)
		return err;
	/* The one by which it was accepted, whatever was loaded since. */
	rule = dinh_rule_of(reg->programme[plan->rec.programme],
			    plan->rec.requirement);
	if (!rule->posting && rule->validity != DINH_VALIDITY_STATED)
		return dinh_refuse(why, DINH_REFUSED_NOT_POSTED, DINH_A_SEQ);
	if (!day || day > DINH_DAY_MAX)
		return dinh_refuse(why, DINH_REFUSED_DAY_FORM, DINH_A_DAY,
				   (u64)day);
	if (day > reg->today)
		return refuse_dates(&c, DINH_REFUSED_DAY_FUTURE, DINH_A_DAY,
				    day, reg->today);
	if (day < plan->rec.day)
		return refuse_dates(&c, DINH_REFUSED_END_BEFORE, DINH_A_DAY,
				    day, plan->rec.day);
	/* Posted long enough, it counts as long as if it were still up. */
	if (rule->validity == DINH_VALIDITY_STATED ||
	    day - plan->rec.day + 1 < rule->posting)
		plan->rec.last = min(dinh_rec_last(&plan->rec), day);
	if (day < dinh_rec_until(&plan->rec))
		plan->rec.days = day - plan->rec.day + 1;
	return 0;
}

/* Puts @plan->rec in the place of the record that it was. */
static void change_record(struct dinh_register *reg, struct dinh_plan *plan)
{
	u64 indicators = indicators_of(reg, plan->rec.requirement);
	struct dinh_unit *unit = plan->unit;

	dinh_tally_lift(reg, unit, indicators);
	unit->recs[plan->index] = plan->rec;
	dinh_tally_put(reg, unit, indicators, false);
	dinh_forget_records(reg, unit);
	dinh_due_again(reg, unit);
	reg->generation++;
}

void dinh_apply_record_end(struct dinh_register *reg,
			   const struct dinh_entry *entry,
			   struct dinh_plan *plan)
{
	change_record(reg, plan);
}

int dinh_plan_withdrawal(struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_withdrawal *body = dinh_body(entry);
	const struct dinh_author *author;
	int err;

	err = dinh_check_tail(entry, body->reason, DINH_REASON_SIZE,
			      DINH_A_REASON, why) ?:
	      find_counting(reg, entry, le64_to_cpu(body->seq), plan, why);
	if (err)
		return err;
	author = dinh_author(reg, plan->rec.author);
	if (!is_author(author, entry))
		return dinh_refuse(why, DINH_REFUSED_NOT_AUTHOR, DINH_A_SEQ,
				   (u64)author->uid);
	plan->rec.flags |= DINH_REC_WITHDRAWN;
	return 0;
}

void dinh_apply_withdrawal(struct dinh_register *reg,
			   const struct dinh_entry *entry,
			   struct dinh_plan *plan)
{
	change_record(reg, plan);
}

int dinh_plan_finding(struct dinh_register *reg,
		      const struct dinh_entry *entry, struct dinh_plan *plan,
		      struct dinh_refusal *why)
{
	const struct dinh_finding *body = dinh_body(entry);
	u32 verdict = le32_to_cpu(body->verdict), due = le32_to_cpu(body->due);
	const struct dinh_author *author;
	int err;

	if (verdict >= DINH_FINDING_VERDICTS)
		return dinh_malformed(why, entry, &body->verdict);
	err = dinh_check_tail(entry, body->reason, DINH_REASON_SIZE,
			      DINH_A_REASON, why) ?:
	      find_counting(reg, entry, le64_to_cpu(body->seq), plan, why);
	if (err)
		return err;
	author = dinh_author(reg, plan->rec.author);
	if (is_author(author, entry))
		return dinh_refuse(why, DINH_REFUSED_OWN_RECORD, DINH_A_SEQ,
				   (u64)author->uid);
	plan->rec.flags |= verdict == DINH_FINDING_STRIKE ? DINH_REC_STRUCK :
							    DINH_REC_UPHELD;
	if (!due)
		return 0;
	err = dinh_check_due(reg, due, why) ?:
	      dinh_prepare_assignment(reg, due, body->reason, plan, why);
	if (!err)
		plan->assign->is_finding = true;
	return err;
}

void dinh_apply_finding(struct dinh_register *reg,
			const struct dinh_entry *entry, struct dinh_plan *plan)
{
	change_record(reg, plan);
	if (plan->assign)
		dinh_add_assignment(reg, plan);
}
