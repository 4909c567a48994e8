// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reviews: a scope's figures, frozen in an entry. They follow from the ledger
 * before it; a replay makes them anew and refuses an entry that says otherwise.
 */
#include <crypto/sha2.h>
#include <linux/sched.h>

#include "internal.h"

static void freeze(const struct dinh_register *reg,
		   const struct dinh_unit *scope, unsigned int indicator,
		   struct dinh_review_figure *to)
{
	struct dinh_figure fig = dinh_figure(reg, scope, indicator);

	to->num = cpu_to_le64(fig.num);
	to->den = cpu_to_le64(fig.den);
	to->unknown = cpu_to_le64(fig.unknown);
}

static void hash_scope(const struct dinh_register *reg,
		       const struct dinh_unit *scope,
		       struct sha256_state *state)
{
	const __le32 head[2] = { cpu_to_le32(scope->nr) };
	struct dinh_review_figure fig;
	unsigned int i;

	sha256_update(state, (const u8 *)head, sizeof(head));
	for (i = 0; i < reg->current_rules->n_measures; i++) {
		freeze(reg, scope, i, &fig);
		sha256_update(state, (const u8 *)&fig, sizeof(fig));
	}
}

/* And counts the living units, the scope included, unless it is the register. */
static u32 hash_below(const struct dinh_register *reg, u32 scope,
		      u8 hash[DINH_HASH_SIZE])
{
	const struct dinh_unit *unit;
	struct sha256_state state;
	u32 nr, units = 0;

	sha256_init(&state);
	for (nr = 1; nr < reg->n_units; nr++) {
		unit = dinh_unit(reg, nr);
		if (unit->until || !dinh_unit_in_scope(reg, unit, scope))
			continue;
		units++;
		if (nr != scope && unit->children)
			hash_scope(reg, unit, &state);
		cond_resched();
	}
	sha256_final(&state, hash);
	return units;
}

/* Fills what is the kernel's; the register has a programme in force. */
static void fill(const struct dinh_register *reg, const struct dinh_unit *scope,
		 struct dinh_review *body)
{
	const struct dinh_rules *rules = reg->current_rules;
	u64 records, late;
	unsigned int i;

	dinh_counts(scope, &records, &late);
	body->day = cpu_to_le32(reg->today);
	body->size = cpu_to_le64(reg->ledger.size);
	dinh_frontier_root(&reg->ledger, body->root);
	memcpy(body->programme, rules->body->code, sizeof(body->programme));
	body->units = cpu_to_le32(hash_below(reg, scope->nr, body->below));
	body->indicators = cpu_to_le32(rules->n_measures);
	body->records = cpu_to_le64(records);
	body->late = cpu_to_le64(late);
	for (i = 0; i < rules->n_measures; i++)
		freeze(reg, scope, i, &body->figure[i]);
}

/* What its writer says of it, and nothing else. */
static void said(const struct dinh_review *from, struct dinh_review *to)
{
	to->kind = from->kind;
	memcpy(to->results, from->results, sizeof(to->results));
	memcpy(to->limits, from->limits, sizeof(to->limits));
	memcpy(to->causes, from->causes, sizeof(to->causes));
}

static int find_scope(struct dinh_register *reg,
		      const struct dinh_entry *entry, struct dinh_unit **scope,
		      struct dinh_refusal *why)
{
	u32 nr = le32_to_cpu(entry->unit);
	char date[DINH_DATE_SIZE];
	int err = 0;

	if (nr)
		err = dinh_living_unit(reg, nr, DINH_A_UNIT, scope, why);
	else
		*scope = dinh_unit(reg, 0);
	if (err || reg->current_rules)
		return err;
	dinh_date(reg->today, date);
	return dinh_refuse(why, DINH_REFUSED_NO_PROGRAMME, 0, date);
}

static int check_form(const struct dinh_entry *entry, struct dinh_refusal *why)
{
	const struct dinh_review *body = dinh_body(entry);

	if (dinh_body_size(entry) == sizeof(*body) &&
	    le32_to_cpu(body->kind) < DINH_REVIEWS)
		return 0;
	return dinh_malformed(why, entry, body);
}

/**
 * dinh_review_fill - make a review whole
 * @reg: the register
 * @entry: a new one, with what its writer says; the rest is filled
 * @why: filled on refusal
 *
 * Return: 0 or a negative errno.
 */
int dinh_review_fill(struct dinh_register *reg, struct dinh_entry *entry,
		     struct dinh_refusal *why)
{
	struct dinh_review *body = (void *)(entry + 1), *blank;
	struct dinh_unit *scope;
	int err;

	err = check_form(entry, why) ?: find_scope(reg, entry, &scope, why);
	if (err)
		return err;
	blank = kzalloc(sizeof(*blank), DINH_GFP);
	if (!blank)
		return dinh_no_memory(why);
	said(body, blank);
	if (memcmp(body, blank, sizeof(*body)))
		err = dinh_refuse(why, DINH_REFUSED_REVIEW_FILLED, 0);
	else
		fill(reg, scope, body);
	kfree(blank);
	return err;
}

int dinh_plan_review(struct dinh_register *reg, const struct dinh_entry *entry,
		     struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_review *body = dinh_body(entry);
	struct dinh_review *whole;
	struct dinh_unit *scope;
	int err;

	/* A new one was filled a moment ago. */
	if (plan->live)
		return 0;
	err = check_form(entry, why) ?: find_scope(reg, entry, &scope, why);
	if (err)
		return err;
	whole = kzalloc(sizeof(*whole), DINH_GFP);
	if (!whole)
		return dinh_no_memory(why);
	said(body, whole);
	fill(reg, scope, whole);
	if (memcmp(body, whole, sizeof(*body)))
		err = dinh_refuse(why, DINH_REFUSED_REPLAY_REVIEW, 0);
	kfree(whole);
	return err;
}

/* It changes nothing: that it is in the ledger is all. */
void dinh_apply_review(struct dinh_register *reg,
		       const struct dinh_entry *entry, struct dinh_plan *plan)
{
}
