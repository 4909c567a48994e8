// SPDX-License-Identifier: GPL-2.0-only
/* Ratings, visits, meetings and kiosks become rows. */
#include <endian.h>
#include <linux/dinh.h>
#include <string.h>

#include "i18n.h"
#include "names.h"
#include "tables_rows.h"

static struct value seq_of(const struct dinh_entry *entry)
{
	return NUMBER(le64toh(entry->seq));
}

static struct value unit_of(const struct dinh_entry *entry)
{
	return NUMBER(le32toh(entry->unit));
}

static struct value word(const struct word *words, uint32_t value)
{
	return TEXT(word_name(words, value));
}

/* The row of GET_KIOSK. */
struct bound {
	int64_t unit;
	int64_t meeting;
	int64_t rates;
	int64_t attends;
};

/* A kiosk of the entry's unit, or none. */
static int kiosk_check(struct tables *t, const struct dinh_entry *entry,
		       __le64 kiosk, uint32_t role, __le64 meeting,
		       struct error *err)
{
	struct bound bound;
	int found;

	if (!kiosk)
		return 0;
	found = rows_get(t, GET_KIOSK, VALUES(NUMBER(le64toh(kiosk))),
			 (int64_t *)&bound, 4, err);
	if (found < 0)
		return -1;
	if (!found || bound.unit != le32toh(entry->unit) ||
	    bound.meeting != (int64_t)le64toh(meeting) ||
	    bound.rates != (role == DINH_KIOSK_RATING) ||
	    bound.attends != (role == DINH_KIOSK_ATTENDANCE))
		return faulty(err, _("kiosk %llu is not bound for this"),
			      (unsigned long long)le64toh(kiosk));
	return 0;
}

static struct value or_none(__le64 number)
{
	return UNLESS((int64_t)le64toh(number), 0);
}

int tables_add_rating(struct tables *t, const struct dinh_entry *entry,
		      const void *body, size_t size, struct error *err)
{
	const struct dinh_rating *b = body;
	uint64_t spare = 0;

	(void)size;
	memcpy(&spare, b->spare, sizeof(b->spare));
	if (b->score > DINH_SCORE_LOW)
		spare |= b->low_reason;
	if (spare_check(spare, err) ||
	    kiosk_check(t, entry, b->kiosk, DINH_KIOSK_RATING, 0, err))
		return -1;
	return run(t, ADD_RATING, err, seq_of(entry), unit_of(entry),
		   or_none(b->kiosk), NUMBER(b->score),
		   b->score > DINH_SCORE_LOW ? NONE : NUMBER(b->low_reason));
}

int tables_add_visits(struct tables *t, const struct dinh_entry *entry,
		      const void *body, size_t size, struct error *err)
{
	const struct dinh_visits *b = body;

	(void)size;
	if (spare_check(b->spare, err))
		return -1;
	return run(t, ADD_VISITS, err, seq_of(entry), unit_of(entry),
		   NUMBER(le32toh(b->visits)));
}

int tables_add_meeting(struct tables *t, const struct dinh_entry *entry,
		       const void *body, size_t size, struct error *err)
{
	const struct dinh_meeting_open *b = body;
	uint32_t day = le32toh(b->day);
	struct rule_then then;

	(void)size;
	if (day > t->day)
		return faulty(err, _("it tells of day %u, and it was day %u"),
			      day, t->day);
	if (spare_check(b->spare | b->spare2, err) ||
	    rule_then(t, le16toh(b->requirement), day, b->until, &then, err))
		return -1;
	return run(t, ADD_MEETING, err, seq_of(entry), unit_of(entry),
		   NUMBER(then.number), word(ballot_words, b->ballot),
		   NUMBER(le32toh(b->items)), NUMBER(day),
		   UNLESS(le32toh(b->until), DINH_DAY_NONE),
		   UNLESS(le32toh(b->period), DINH_DAY_NONE), or_none(b->key),
		   NUMBER(le32toh(b->eligible)), NUMBER(le32toh(b->cards)),
		   b->cards ? BYTES(b->roll, sizeof(b->roll)) : NONE);
}

/* The row of GET_MEETING. */
struct open {
	int64_t unit;
	int64_t present;
	int64_t eligible;
	int64_t cards;
	int64_t votes;
};

static int meeting_check(struct tables *t, const struct dinh_entry *entry,
			 __le64 meeting, struct open *open, struct error *err)
{
	int found = rows_get(t, GET_MEETING, VALUES(NUMBER(le64toh(meeting))),
			     (int64_t *)open, 5, err);

	if (found < 0)
		return -1;
	if (!found || open->unit != le32toh(entry->unit))
		return faulty(err, _("meeting %llu is not open in this unit"),
			      (unsigned long long)le64toh(meeting));
	return 0;
}

int tables_add_attendance(struct tables *t, const struct dinh_entry *entry,
			  const void *body, size_t size, struct error *err)
{
	static const __u8 none[DINH_CARD_SIZE];
	const struct dinh_attendance *b = body;
	bool card = memcmp(b->card, none, sizeof(none));
	int64_t count = le32toh(b->count);
	struct open open;

	(void)size;
	if (spare_check(b->spare, err) ||
	    meeting_check(t, entry, b->meeting, &open, err) ||
	    kiosk_check(t, entry, b->kiosk, DINH_KIOSK_ATTENDANCE, b->meeting,
			err))
		return -1;
	if (open.present + count > open.eligible || (card && count != 1) ||
	    (open.cards && !card))
		return faulty(err, _("%lld come to the %lld of %lld who are present"),
			      (long long)count, (long long)open.present,
			      (long long)open.eligible);
	return run(t, ADD_ATTENDANCE, err, seq_of(entry),
		   NUMBER(le64toh(b->meeting)), or_none(b->kiosk),
		   card ? BYTES(b->card, sizeof(b->card)) : NONE,
		   NUMBER(count));
}

int tables_add_vote(struct tables *t, const struct dinh_entry *entry,
		    const void *body, size_t size, struct error *err)
{
	const struct dinh_vote *b = body;
	int64_t cast = (int64_t)le32toh(b->yes) + le32toh(b->no) +
		       le32toh(b->abstain) + le32toh(b->invalid);
	int64_t before = 0;
	struct open open;

	(void)size;
	if (meeting_check(t, entry, b->meeting, &open, err) ||
	    kiosk_check(t, entry, b->kiosk, DINH_KIOSK_BALLOT, b->meeting,
			err) ||
	    rows_get(t, GET_CAST, VALUES(NUMBER(le64toh(b->meeting))), &before,
		     1, err) < 0)
		return -1;
	if (!cast || before + cast > open.present || !open.votes)
		return faulty(err, _("%lld vote, after %lld of %lld"),
			      (long long)cast, (long long)before,
			      (long long)open.present);
	return run(t, ADD_VOTE, err, seq_of(entry),
		   NUMBER(le64toh(b->meeting)), or_none(b->kiosk),
		   NUMBER(le32toh(b->yes)), NUMBER(le32toh(b->no)),
		   NUMBER(le32toh(b->abstain)), NUMBER(le32toh(b->invalid)));
}

/* Whether it says what follows is for the view meeting_wrong. */
int tables_add_close(struct tables *t, const struct dinh_entry *entry,
		     const void *body, size_t size, struct error *err)
{
	const struct dinh_meeting_close *b = body;
	const struct dinh_votes *v = &b->votes, *typed = &b->typed;
	const struct dinh_record *r = &b->record;
	uint32_t outcome = le32toh(b->outcome);
	struct rule_then then;
	struct open open;

	(void)size;
	/* A meeting reaches no heads. */
	if (spare_check(b->spare | typed->eligible | r->spare | r->count |
			(r->group ^ DINH_GROUP_NONE), err) ||
	    meeting_check(t, entry, b->meeting, &open, err) ||
	    rule_then(t, le16toh(r->requirement), le32toh(r->day), r->until,
		      &then, err) ||
	    run(t, ADD_MEETING_CLOSE, err, seq_of(entry),
		NUMBER(le64toh(b->meeting)), NUMBER(then.programme),
		word(outcome_words, outcome), NUMBER(then.number),
		NUMBER(le32toh(r->items)), NUMBER(le32toh(r->day)),
		UNLESS(le32toh(r->until), DINH_DAY_NONE),
		UNLESS(le32toh(r->period), DINH_DAY_NONE), or_none(r->key),
		NUMBER(le32toh(v->eligible)), NUMBER(le32toh(v->present)),
		NUMBER(le32toh(v->yes)), NUMBER(le32toh(v->no)),
		NUMBER(le32toh(v->abstain)), NUMBER(le32toh(v->invalid)),
		NUMBER(le32toh(typed->present)), NUMBER(le32toh(typed->yes)),
		NUMBER(le32toh(typed->no)), NUMBER(le32toh(typed->abstain)),
		NUMBER(le32toh(typed->invalid)),
		NUMBER(le32toh(b->present_needed)),
		NUMBER(le32toh(b->yes_needed))))
		return -1;
	return outcome == DINH_OUTCOME_VALID ?
	       tables_add_record_of(t, entry, r, v, err) : 0;
}

int tables_add_void(struct tables *t, const struct dinh_entry *entry,
		    const void *body, size_t size, struct error *err)
{
	const struct dinh_meeting_void *b = body;
	struct open open;

	if (spare_check(b->spare, err) ||
	    tail_check(b->reason, size - sizeof(*b), err) ||
	    meeting_check(t, entry, b->meeting, &open, err))
		return -1;
	if (le32toh(b->why) >= DINH_VOIDS)
		return faulty(err, _("it is void for no known reason"));
	return run(t, ADD_MEETING_VOID, err, seq_of(entry),
		   NUMBER(le64toh(b->meeting)), TEXT(b->reason));
}

int tables_add_kiosk(struct tables *t, const struct dinh_entry *entry,
		     const void *body, size_t size, struct error *err)
{
	const struct dinh_kiosk_bind *b = body;
	uint64_t spare = 0;
	struct open open;

	memcpy(&spare, b->spare, sizeof(b->spare));
	if (spare_check(spare | (b->flags & ~DINH_KIOSK_VIRTUAL), err) ||
	    tail_check(b->device, size - sizeof(*b), err) ||
	    (b->meeting && meeting_check(t, entry, b->meeting, &open, err)))
		return -1;
	return run(t, ADD_KIOSK, err, seq_of(entry), unit_of(entry),
		   word(kiosk_role_words, b->role), or_none(b->meeting),
		   NUMBER(b->flags & DINH_KIOSK_VIRTUAL), TEXT(b->device));
}

/* The kiosk is the unit's, and bound. */
static int own_check(struct tables *t, const struct dinh_entry *entry,
		     __le64 kiosk, struct error *err)
{
	struct bound bound;
	int found = rows_get(t, GET_KIOSK, VALUES(NUMBER(le64toh(kiosk))),
			     (int64_t *)&bound, 4, err);

	if (found < 0)
		return -1;
	return found && bound.unit == le32toh(entry->unit) ? 0 :
	       faulty(err, _("kiosk %llu is not bound for this"),
		      (unsigned long long)le64toh(kiosk));
}

int tables_add_kiosk_end(struct tables *t, const struct dinh_entry *entry,
			 const void *body, size_t size, struct error *err)
{
	const struct dinh_kiosk_unbind *b = body;

	(void)size;
	if (spare_check(b->spare, err) || own_check(t, entry, b->kiosk, err))
		return -1;
	return run(t, ADD_KIOSK_END, err, seq_of(entry),
		   NUMBER(le64toh(b->kiosk)),
		   word(unbind_words, le32toh(b->why)));
}

int tables_add_loss(struct tables *t, const struct dinh_entry *entry,
		    const void *body, size_t size, struct error *err)
{
	const struct dinh_loss *b = body;

	(void)size;
	if (own_check(t, entry, b->kiosk, err))
		return -1;
	return run(t, ADD_LOSS, err, seq_of(entry), NUMBER(le64toh(b->kiosk)),
		   NUMBER(le64toh(b->presses)));
}

int tables_add_tpm(struct tables *t, const struct dinh_entry *entry,
		   const void *body, size_t size, struct error *err)
{
	const struct dinh_tpm *b = body;

	(void)size;
	if (spare_check(b->spare, err))
		return -1;
	return run(t, ADD_TPM, err, seq_of(entry), NUMBER(le64toh(b->size)),
		   BYTES(b->root, sizeof(b->root)),
		   BYTES(b->before, sizeof(b->before)),
		   NUMBER(le32toh(b->pcr)));
}
