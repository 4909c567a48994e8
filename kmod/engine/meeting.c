// SPDX-License-Identifier: GPL-2.0-only
/*
 * Meetings. One is kept while it is open. Its close applies the requirement's
 * quorum and majority; that of a valid one is a record.
 *
 * Votes of a secret ballot are not here: whoever closes the meeting brings them,
 * and the ledger has their sums from then on.
 */
#include <linux/math64.h>

#include "internal.h"

#define CARDS_MIN	16u

/**
 * dinh_meeting - find a meeting that is open by its entry
 * @reg: the register
 * @seq: the entry
 *
 * Return: it, or NULL.
 */
struct dinh_meeting *dinh_meeting(const struct dinh_register *reg, u64 seq)
{
	return seq > DINH_SEQ_MAX ? NULL :
	       xa_load((struct xarray *)&reg->meetings, seq);
}

/**
 * dinh_meeting_next - the meetings that are open, in the order of opening
 * @reg: the register
 * @seq: look from here on
 *
 * Return: the first that was opened by this entry or a later one, or NULL.
 */
struct dinh_meeting *dinh_meeting_next(const struct dinh_register *reg,
				       u64 seq)
{
	unsigned long index = seq;

	return xa_find((struct xarray *)&reg->meetings, &index, ULONG_MAX,
		       XA_PRESENT);
}

/* One of a unit's, or NULL. */
const struct dinh_meeting *dinh_meeting_of(const struct dinh_register *reg,
					   u32 nr)
{
	const struct dinh_meeting *m = dinh_meeting_next(reg, 0);

	while (m && m->unit != nr)
		m = dinh_meeting_next(reg, m->seq + 1);
	return m;
}

void dinh_meeting_free(struct dinh_meeting *meeting)
{
	if (!meeting)
		return;
	kvfree(meeting->card);
	kfree(meeting);
}

void dinh_meetings_free(struct dinh_register *reg)
{
	struct dinh_meeting *meeting;
	unsigned long seq;

	xa_for_each(&reg->meetings, seq, meeting)
		dinh_meeting_free(meeting);
	xa_destroy(&reg->meetings);
}

/* What the record would be that the meeting makes. */
static struct dinh_record record_of(const struct dinh_meeting_open *open,
				    const struct dinh_rule *rule)
{
	return (struct dinh_record) {
		.key = open->key,
		.requirement = open->requirement,
		.group = DINH_GROUP_NONE,
		.items = open->items ?: cpu_to_le32(rule ? rule->items : 0),
		.day = open->day,
		.until = open->until,
		.period = open->period,
	};
}

static const struct dinh_rule *rule_of(const struct dinh_register *reg,
				       const struct dinh_meeting_open *open)
{
	const struct dinh_rules *rules =
		dinh_rules_on(reg, le32_to_cpu(open->day));

	return rules ? dinh_rule_of(rules, le16_to_cpu(open->requirement)) :
		       NULL;
}

/*
 * Opening.
 */

static int check_open(struct dinh_register *reg,
		      const struct dinh_meeting_open *body, u32 nr,
		      struct dinh_refusal *why)
{
	u32 eligible = le32_to_cpu(body->eligible);
	u32 cards = le32_to_cpu(body->cards);
	const struct dinh_meeting *m;

	if (!eligible || eligible > DINH_COUNT_MAX)
		return dinh_refuse(why, DINH_REFUSED_COUNT, DINH_A_ELIGIBLE,
				   (u64)eligible, (u64)DINH_COUNT_MAX);
	if (cards > min(eligible, DINH_CARDS_MAX))
		return dinh_refuse(why, DINH_REFUSED_CARDS, DINH_A_ROLL,
				   (u64)cards, (u64)eligible);
	if (reg->n_meetings == DINH_MEETINGS_MAX)
		return dinh_refuse(why, DINH_REFUSED_MEETINGS_FULL, 0,
				   (u64)reg->n_meetings,
				   (u64)DINH_MEETINGS_MAX);
	for (m = dinh_meeting_next(reg, 0); m;
	     m = dinh_meeting_next(reg, m->seq + 1))
		if (m->unit == nr && m->open.requirement == body->requirement)
			return dinh_refuse(why, DINH_REFUSED_MEETING_TWICE,
					   DINH_A_REQUIREMENT, m->seq);
	return 0;
}

int dinh_plan_meeting_open(struct dinh_register *reg,
			   const struct dinh_entry *entry,
			   struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_meeting_open *body = dinh_body(entry);
	struct dinh_record record = record_of(body, rule_of(reg, body));
	const struct dinh_rule *rule;
	int err;

	if (dinh_body_size(entry) != sizeof(*body) || body->spare ||
	    body->spare2 || body->ballot >= DINH_BALLOTS ||
	    !body->cards != !memchr_inv(body->roll, 0, sizeof(body->roll)))
		return dinh_malformed(why, entry, body);
	err = dinh_living_unit(reg, le32_to_cpu(entry->unit), DINH_A_UNIT,
			       &plan->unit, why) ?:
	      check_open(reg, body, plan->unit->nr, why) ?:
	      dinh_check_meeting(reg, plan->unit, &record, &rule, why);
	if (err)
		return err;
	plan->meeting = kzalloc(sizeof(*plan->meeting), DINH_GFP);
	if (!plan->meeting ||
	    xa_reserve(&reg->meetings, reg->ledger.size, DINH_GFP))
		return dinh_no_memory(why);
	return 0;
}

void dinh_apply_meeting_open(struct dinh_register *reg,
			     const struct dinh_entry *entry,
			     struct dinh_plan *plan)
{
	struct dinh_meeting *meeting = plan->meeting;

	plan->meeting = NULL;
	meeting->seq = le64_to_cpu(entry->seq);
	meeting->unit = plan->unit->nr;
	meeting->open = *(const struct dinh_meeting_open *)dinh_body(entry);
	xa_store(&reg->meetings, meeting->seq, meeting, DINH_GFP);
	reg->n_meetings++;
	reg->generation++;
}

/* The open meeting that an entry of its unit is about. */
static int find_own(struct dinh_register *reg, const struct dinh_entry *entry,
		    __le64 seq, struct dinh_meeting **meeting,
		    struct dinh_refusal *why)
{
	*meeting = dinh_meeting(reg, le64_to_cpu(seq));
	if (!*meeting)
		return dinh_refuse(why, DINH_REFUSED_MEETING_UNKNOWN,
				   DINH_A_MEETING, le64_to_cpu(seq));
	if ((*meeting)->unit != le32_to_cpu(entry->unit))
		return dinh_refuse(why, DINH_REFUSED_MEETING_UNIT,
				   DINH_A_UNIT, (u64)(*meeting)->unit);
	return 0;
}

/*
 * Attendance.
 */

static bool is_card(const u8 card[DINH_CARD_SIZE])
{
	return memchr_inv(card, 0, DINH_CARD_SIZE);
}

/* The slot that has the card, or the one that it would get. */
static u8 *find_card(u8 (*table)[DINH_CARD_SIZE], u32 cap,
		     const u8 card[DINH_CARD_SIZE])
{
	u32 at;

	memcpy(&at, card, sizeof(at));
	for (at = le32_to_cpu((__force __le32)at);; at++) {
		u8 *slot = table[at & (cap - 1)];

		if (!is_card(slot) || !memcmp(slot, card, DINH_CARD_SIZE))
			return slot;
	}
}

/* Whether the card is new, and room for it; a table is half full at most. */
static int prepare_card(const struct dinh_meeting *m,
			const u8 card[DINH_CARD_SIZE], struct dinh_plan *plan,
			struct dinh_refusal *why)
{
	if (m->cap && is_card(find_card(m->card, m->cap, card)))
		return dinh_refuse(why, DINH_REFUSED_CARD_TWICE, DINH_A_CARD);
	if (m->n_cards == DINH_CARDS_MAX)
		return dinh_refuse(why, DINH_REFUSED_CARDS_FULL, DINH_A_CARD,
				   (u64)m->n_cards, (u64)DINH_CARDS_MAX);
	if (m->n_cards < m->cap / 2)
		return 0;
	plan->cap = max(m->cap * 2, CARDS_MIN);
	plan->card = kvcalloc(plan->cap, sizeof(*plan->card), DINH_GFP);
	return plan->card ? 0 : dinh_no_memory(why);
}

static void add_card(struct dinh_meeting *m, const u8 card[DINH_CARD_SIZE],
		     struct dinh_plan *plan)
{
	u32 i;

	if (plan->card) {
		for (i = 0; i < m->cap; i++)
			if (is_card(m->card[i]))
				memcpy(find_card(plan->card, plan->cap,
						 m->card[i]),
				       m->card[i], DINH_CARD_SIZE);
		swap(m->card, plan->card);
		m->cap = plan->cap;
	}
	memcpy(find_card(m->card, m->cap, card), card, DINH_CARD_SIZE);
	m->n_cards++;
}

static u64 present_at(const struct dinh_meeting *m)
{
	return (u64)m->present[DINH_CHANNEL_TYPED] +
	       m->present[DINH_CHANNEL_KIOSK];
}

int dinh_plan_attendance(struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_attendance *body = dinh_body(entry);
	u64 count = le32_to_cpu(body->count), eligible;
	struct dinh_meeting *m;
	int err;

	if (dinh_body_size(entry) != sizeof(*body) || body->spare ||
	    (is_card(body->card) && count != 1))
		return dinh_malformed(why, entry, &body->count);
	/* A writer does not know what a card is known by. */
	if (plan->written && is_card(body->card))
		return dinh_refuse(why, DINH_REFUSED_SPARE, 0,
				   (u64)(body->card - (const u8 *)entry));
	err = find_own(reg, entry, body->meeting, &m, why) ?:
	      dinh_check_kiosk(reg, entry, &body->kiosk, DINH_KIOSK_ATTENDANCE,
			       m->seq, plan, why);
	if (err)
		return err;
	eligible = le32_to_cpu(m->open.eligible);
	if (!count)
		return dinh_refuse(why, DINH_REFUSED_COUNT, DINH_A_COUNT,
				   count, eligible);
	if (m->open.cards && !is_card(body->card))
		return dinh_refuse(why, DINH_REFUSED_CARD_WANTED, DINH_A_CARD,
				   (u64)le32_to_cpu(m->open.cards));
	if (is_card(body->card)) {
		err = prepare_card(m, body->card, plan, why);
		if (err)
			return err;
	}
	if (present_at(m) + count > eligible)
		return dinh_refuse(why, DINH_REFUSED_VOTES_PRESENT,
				   DINH_A_COUNT, present_at(m) + count,
				   eligible);
	return 0;
}

static enum dinh_channel channel_of(__le64 kiosk)
{
	return kiosk ? DINH_CHANNEL_KIOSK : DINH_CHANNEL_TYPED;
}

void dinh_apply_attendance(struct dinh_register *reg,
			   const struct dinh_entry *entry,
			   struct dinh_plan *plan)
{
	const struct dinh_attendance *body = dinh_body(entry);
	struct dinh_meeting *m = dinh_meeting(reg, le64_to_cpu(body->meeting));

	m->present[channel_of(body->kiosk)] += le32_to_cpu(body->count);
	if (is_card(body->card))
		add_card(m, body->card, plan);
}

/*
 * Votes.
 */

static u64 sum_of(const struct dinh_cast *cast)
{
	return (u64)cast->yes + cast->no + cast->abstain + cast->invalid;
}

int dinh_plan_vote(struct dinh_register *reg, const struct dinh_entry *entry,
		   struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_vote *body = dinh_body(entry);
	struct dinh_cast more;
	struct dinh_meeting *m;
	u64 cast;
	int err;

	if (dinh_body_size(entry) != sizeof(*body))
		return dinh_malformed(why, entry, body);
	err = find_own(reg, entry, body->meeting, &m, why) ?:
	      dinh_check_kiosk(reg, entry, &body->kiosk, DINH_KIOSK_BALLOT,
			       m->seq, plan, why);
	if (err)
		return err;
	if (m->open.ballot == DINH_BALLOT_SECRET)
		return dinh_refuse(why, DINH_REFUSED_BALLOT_SECRET,
				   DINH_A_MEETING);
	more = (struct dinh_cast) {
		.yes = le32_to_cpu(body->yes),
		.no = le32_to_cpu(body->no),
		.abstain = le32_to_cpu(body->abstain),
		.invalid = le32_to_cpu(body->invalid),
	};
	if (!sum_of(&more))
		return dinh_refuse(why, DINH_REFUSED_VOTES_NONE, DINH_A_YES);
	cast = sum_of(&m->cast[DINH_CHANNEL_TYPED]) +
	       sum_of(&m->cast[DINH_CHANNEL_KIOSK]) + sum_of(&more);
	if (cast > present_at(m))
		return dinh_refuse(why, DINH_REFUSED_VOTES_CAST, DINH_A_YES,
				   cast, present_at(m));
	return 0;
}

void dinh_apply_vote(struct dinh_register *reg, const struct dinh_entry *entry,
		     struct dinh_plan *plan)
{
	const struct dinh_vote *body = dinh_body(entry);
	struct dinh_meeting *m = dinh_meeting(reg, le64_to_cpu(body->meeting));
	struct dinh_cast *cast = &m->cast[channel_of(body->kiosk)];

	cast->yes += le32_to_cpu(body->yes);
	cast->no += le32_to_cpu(body->no);
	cast->abstain += le32_to_cpu(body->abstain);
	cast->invalid += le32_to_cpu(body->invalid);
}

/*
 * Closing.
 */

/**
 * dinh_meeting_votes - a meeting's figures as they stand
 * @meeting: the meeting
 * @cast: its votes, by channel
 * @votes: filled
 * @typed: filled: of these, typed
 */
void dinh_meeting_votes(const struct dinh_meeting *meeting,
			const struct dinh_cast cast[DINH_CHANNELS],
			struct dinh_votes *votes, struct dinh_votes *typed)
{
	const struct dinh_cast *t = &cast[DINH_CHANNEL_TYPED];
	const struct dinh_cast *k = &cast[DINH_CHANNEL_KIOSK];

	*votes = (struct dinh_votes) {
		.eligible = meeting->open.eligible,
		.present = cpu_to_le32(present_at(meeting)),
		.yes = cpu_to_le32(t->yes + k->yes),
		.no = cpu_to_le32(t->no + k->no),
		.abstain = cpu_to_le32(t->abstain + k->abstain),
		.invalid = cpu_to_le32(t->invalid + k->invalid),
	};
	*typed = (struct dinh_votes) {
		.present = cpu_to_le32(meeting->present[DINH_CHANNEL_TYPED]),
		.yes = cpu_to_le32(t->yes),
		.no = cpu_to_le32(t->no),
		.abstain = cpu_to_le32(t->abstain),
		.invalid = cpu_to_le32(t->invalid),
	};
}

/**
 * dinh_meeting_needs - what a meeting needs to be valid
 * @reg: the register
 * @meeting: the meeting
 * @votes: its figures
 * @needs: filled
 * @why: filled on refusal
 *
 * Return: 0, or a negative errno where the requirement is no longer in force or
 * a headcount would have to be known.
 */
int dinh_meeting_needs(const struct dinh_register *reg,
		       const struct dinh_meeting *meeting,
		       const struct dinh_votes *votes,
		       struct dinh_needs *needs, struct dinh_refusal *why)
{
	const struct dinh_unit *unit = dinh_unit(reg, meeting->unit);
	const struct dinh_rule *rule = rule_of(reg, &meeting->open);
	char date[DINH_DATE_SIZE];
	int err;

	*needs = (struct dinh_needs) {};
	if (!rule) {
		dinh_date(le32_to_cpu(meeting->open.day), date);
		return dinh_refuse(why, DINH_REFUSED_REQUIREMENT_NUMBER,
			DINH_A_REQUIREMENT,
			(u64)le16_to_cpu(meeting->open.requirement), date);
	}
	err = dinh_share_needs(unit, &rule->quorum, votes, DINH_A_PRESENT,
			       &needs->present, why) ?:
	      dinh_share_needs(unit, &rule->majority, votes, DINH_A_YES,
			       &needs->yes, why);
	if (err)
		return err;
	/* A share of nobody is reached by nobody. */
	if (rule->quorum.of &&
	    (!needs->present || le32_to_cpu(votes->present) < needs->present))
		needs->outcome = DINH_OUTCOME_QUORUM;
	else if (rule->majority.of &&
		 (!needs->yes || le32_to_cpu(votes->yes) < needs->yes))
		needs->outcome = DINH_OUTCOME_MAJORITY;
	return 0;
}

/**
 * dinh_meeting_fill - write down how a meeting ends
 * @reg: the register
 * @meeting: the meeting
 * @cast: its votes, by channel
 * @body: has a document; all else is filled
 *
 * What stands in the way of its end is found when it is submitted.
 */
void dinh_meeting_fill(const struct dinh_register *reg,
		       const struct dinh_meeting *meeting,
		       const struct dinh_cast cast[DINH_CHANNELS],
		       struct dinh_meeting_close *body)
{
	struct dinh_record record = record_of(&meeting->open,
					      rule_of(reg, &meeting->open));
	struct dinh_needs needs;
	struct dinh_refusal why;

	memcpy(record.document, body->record.document,
	       sizeof(record.document));
	*body = (struct dinh_meeting_close) {
		.record = record,
		.meeting = cpu_to_le64(meeting->seq),
	};
	dinh_meeting_votes(meeting, cast, &body->votes, &body->typed);
	if (dinh_meeting_needs(reg, meeting, &body->votes, &needs, &why))
		return;
	body->outcome = cpu_to_le32(needs.outcome);
	body->present_needed = cpu_to_le32(needs.present);
	body->yes_needed = cpu_to_le32(needs.yes);
}

static struct dinh_cast minus(const struct dinh_votes *votes,
			      const struct dinh_votes *typed)
{
	return (struct dinh_cast) {
		.yes = le32_to_cpu(votes->yes) - le32_to_cpu(typed->yes),
		.no = le32_to_cpu(votes->no) - le32_to_cpu(typed->no),
		.abstain = le32_to_cpu(votes->abstain) -
			   le32_to_cpu(typed->abstain),
		.invalid = le32_to_cpu(votes->invalid) -
			   le32_to_cpu(typed->invalid),
	};
}

/* Those of a secret ballot are what the entry says, and add up. */
static void votes_of(const struct dinh_meeting *m,
		     const struct dinh_meeting_close *body,
		     struct dinh_cast cast[DINH_CHANNELS])
{
	const struct dinh_votes none = {};

	if (m->open.ballot == DINH_BALLOT_OPEN) {
		memcpy(cast, m->cast, sizeof(m->cast));
		return;
	}
	cast[DINH_CHANNEL_TYPED] = minus(&body->typed, &none);
	cast[DINH_CHANNEL_KIOSK] = minus(&body->votes, &body->typed);
}

static bool follows(const struct dinh_register *reg,
		    const struct dinh_meeting *m,
		    const struct dinh_meeting_close *body)
{
	struct dinh_cast cast[DINH_CHANNELS];
	struct dinh_meeting_close whole = *body;

	/* No meeting outlives a start. */
	if (m->seq < reg->boot_seq)
		return false;
	votes_of(m, body, cast);
	if (sum_of(&cast[DINH_CHANNEL_TYPED]) +
	    sum_of(&cast[DINH_CHANNEL_KIOSK]) > present_at(m))
		return false;
	dinh_meeting_fill(reg, m, cast, &whole);
	return !memcmp(&whole, body, sizeof(whole));
}

int dinh_plan_meeting_close(struct dinh_register *reg,
			    const struct dinh_entry *entry,
			    struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_meeting_close *body = dinh_body(entry);
	const struct dinh_rule *rule;
	struct dinh_needs needs;
	struct dinh_meeting *m;
	int err;

	if (dinh_body_size(entry) != sizeof(*body))
		return dinh_malformed(why, entry, body);
	err = find_own(reg, entry, body->meeting, &m, why);
	if (err)
		return err;
	plan->unit = dinh_unit(reg, m->unit);
	err = dinh_check_meeting(reg, plan->unit, &body->record, &rule, why) ?:
	      dinh_meeting_needs(reg, m, &body->votes, &needs, why);
	if (err)
		return err;
	if (!follows(reg, m, body))
		return dinh_refuse(why, DINH_REFUSED_REPLAY_MEETING, 0);
	plan->counts = needs.outcome == DINH_OUTCOME_VALID;
	return plan->counts ? dinh_plan_record_of(reg, entry, &body->record,
						  &body->votes, plan, why) : 0;
}

static void end(struct dinh_register *reg, u64 seq)
{
	dinh_meeting_free(xa_erase(&reg->meetings, seq));
	reg->n_meetings--;
	reg->generation++;
}

void dinh_apply_meeting_close(struct dinh_register *reg,
			      const struct dinh_entry *entry,
			      struct dinh_plan *plan)
{
	const struct dinh_meeting_close *body = dinh_body(entry);

	end(reg, le64_to_cpu(body->meeting));
	if (plan->counts)
		dinh_apply_record(reg, entry, plan);
}

int dinh_plan_meeting_void(struct dinh_register *reg,
			   const struct dinh_entry *entry,
			   struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_meeting_void *body = dinh_body(entry);
	struct dinh_meeting *m;

	if (body->spare || le32_to_cpu(body->why) >= DINH_VOIDS)
		return dinh_malformed(why, entry, &body->why);
	return dinh_check_tail(entry, body->reason, DINH_REASON_SIZE,
			       DINH_A_REASON, why) ?:
	       find_own(reg, entry, body->meeting, &m, why);
}

void dinh_apply_meeting_void(struct dinh_register *reg,
			     const struct dinh_entry *entry,
			     struct dinh_plan *plan)
{
	const struct dinh_meeting_void *body = dinh_body(entry);

	end(reg, le64_to_cpu(body->meeting));
}
