// SPDX-License-Identifier: GPL-2.0-only
/* Random boards, meetings and kiosks. */
#include <sqlite3.h>
#include <stdlib.h>

#include "story.h"

const char * const hall_counts[COUNTS] = {
	"SELECT count(*) FROM meeting_end WHERE outcome = 'quorum'",
	"SELECT count(*) FROM meeting_end WHERE outcome = 'majority'",
	"SELECT count(*) FROM meeting_end JOIN meeting m ON m.seq = meeting "
		"WHERE outcome = 'valid' AND ballot = 'open' "
		"AND yes_typed BETWEEN 1 AND yes - 1",
	"SELECT count(*) FROM meeting_end JOIN meeting m ON m.seq = meeting "
		"WHERE outcome = 'valid' AND ballot = 'secret' "
		"AND yes_typed BETWEEN 1 AND yes - 1",
	"SELECT count(*) FROM meeting_end JOIN meeting m ON m.seq = meeting "
		"WHERE outcome = 'valid' AND cards > 0",
	"SELECT count(*) FROM meeting_end e JOIN boot b ON b.seq < e.seq "
		"WHERE reason = 'boot' AND b.seq > meeting",
	"SELECT count(*) FROM attendance WHERE kiosk AND card IS NOT NULL",
	"SELECT count(*) FROM rating WHERE kiosk AND low_reason",
	"SELECT count(*) FROM visits JOIN dissolution d USING (unit)",
	"SELECT count(*) FROM rating r JOIN dissolution d USING (unit)",
};

void hall_add_up(struct story *s)
{
	sqlite3 *db = tables_database(s->history.tables);
	sqlite3_stmt *count;
	unsigned int i;

	for (i = 0; i < COUNTS; i++) {
		if (sqlite3_prepare_v2(db, hall_counts[i], -1, &count, NULL) ||
		    sqlite3_step(count) != SQLITE_ROW)
			abort();
		s->reached->hall[i] += sqlite3_column_int64(count, 0);
		sqlite3_finalize(count);
	}
}

/*
 * What is open and bound.
 */

static bool any_meeting(struct story *s, struct engine_meeting *m)
{
	const struct engine *e = s->history.engine;

	return engine_meeting(e, below(s, s->history.size), m) ||
	       engine_meeting(e, 0, m);
}

/* One of the meeting's, or 0. */
static uint64_t kiosk_of(struct story *s, uint64_t meeting, uint8_t role)
{
	struct engine_kiosk k;
	unsigned int i;

	for (i = 0; engine_kiosk(s->history.engine, i, &k); i++)
		if (k.meeting == meeting && k.role == role && chance(s, 60))
			return k.seq;
	return 0;
}

static bool any_kiosk(struct story *s, struct engine_kiosk *k)
{
	return engine_kiosk(s->history.engine, below(s, 4), k) ||
	       engine_kiosk(s->history.engine, 0, k);
}

/*
 * Boards.
 */

static void rate(struct story *s)
{
	uint32_t unit = below(s, units(s));
	uint8_t score = 1 + below(s, chance(s, 5) ? 7 : 5), low = 0;
	uint64_t kiosk = 0;
	struct engine_kiosk k;

	if (score <= DINH_SCORE_LOW || chance(s, 5))
		low = below(s, DINH_LOW_REASONS + chance(s, 5));
	if (any_kiosk(s, &k) && chance(s, 50)) {
		kiosk = k.seq;
		unit = k.unit;
	}
	if (kiosk)
		hand_in_own(s, make_rating(unit, kiosk, score, low));
	else
		hand_in(s, make_rating(unit, 0, score, low));
}

void visit_or_rate(struct story *s)
{
	if (chance(s, 75))
		rate(s);
	else
		hand_in_own(s, make_visits(chance(s, 30) ? 0 :
					   below(s, units(s)),
					   chance(s, 5) ? UINT32_MAX :
					   1 + below(s, 9)));
}

/*
 * Meetings.
 */

/* A requirement that asks for votes, if there is one. */
static const struct dinh_requirement *any_asked(struct story *s)
{
	const struct dinh_requirement *r;
	const struct plan *plan;
	unsigned int tries;

	for (tries = 0; tries < 12; tries++) {
		plan = &s->plan[below(s, s->plans)];
		r = &plan->requirement[below(s, plan->requirements)];
		if (r->quorum.of || r->majority.of)
			return r;
	}
	return NULL;
}

static bool open_meeting(struct story *s)
{
	const struct dinh_requirement *r = any_asked(s);
	struct a_meeting meeting = { .eligible = 1 + below(s, 60) };

	if (!r)
		return false;
	meeting.unit = unit_for(s, r);
	meeting.requirement = engine_number(s->history.engine, r->code);
	meeting.ballot = below(s, 2);
	meeting.items = chance(s, 20) ? 1 + below(s, 3) : 0;
	meeting.day = chance(s, 70) ? today(s) : random_day(s);
	meeting.until = random_end(s, r, meeting.day);
	meeting.period = random_period(s, r, meeting.day);
	meeting.key = chance(s, 20) ? 1 + below(s, 50) : 0;
	if (chance(s, 30))
		meeting.cards = 1 + below(s, meeting.eligible +
					  chance(s, 5));
	return hand_in_own(s, make_meeting(&meeting));
}

/* Mostly as many as there is room for; here and there one more. */
static void attend(struct story *s, const struct engine_meeting *m)
{
	uint32_t left = m->eligible - m->present + chance(s, 5);
	uint64_t kiosk = kiosk_of(s, m->seq, DINH_KIOSK_ATTENDANCE);
	uint32_t card = 0, count = chance(s, 60) ? left : below(s, left + 1);

	if ((m->cards && chance(s, 95)) || chance(s, 20)) {
		card = 1 + below(s, m->eligible * 2);
		count = 1;
	}
	if (card || kiosk)
		hand_in_own(s, make_attendance(m->unit, m->seq, kiosk, card,
					       count));
	else
		hand_in(s, make_attendance(m->unit, m->seq, 0, 0, count));
}

/* Of @left, who mostly are in favour; all of them, or some. */
static struct a_vote random_vote(struct story *s, uint32_t left)
{
	struct a_vote vote = {
		.yes = chance(s, 60) ? left : below(s, left + 1),
	};

	left -= vote.yes;
	vote.no = below(s, left + 1);
	left -= vote.no;
	vote.abstain = below(s, left + 1);
	left -= vote.abstain;
	vote.invalid = below(s, left + 1);
	return vote;
}

static void vote(struct story *s, const struct engine_meeting *m)
{
	uint64_t kiosk = kiosk_of(s, m->seq, DINH_KIOSK_BALLOT);
	uint32_t left = m->present - m->cast + chance(s, 5);
	struct a_vote some = random_vote(s, below(s, left + 1));

	if (kiosk)
		hand_in_own(s, make_vote(m->unit, m->seq, kiosk, &some));
	else
		hand_in(s, make_vote(m->unit, m->seq, 0, &some));
}

/* What is typed, and what kiosks bring. */
static void close(struct story *s, const struct engine_meeting *m)
{
	uint32_t typed = below(s, m->present + 1), last;
	struct a_vote vote[2] = {
		random_vote(s, typed),
		random_vote(s, m->present - typed + chance(s, 5)),
	};
	bool secret = m->ballot == DINH_BALLOT_SECRET, late;

	if (hand_in_own(s, engine_close(s->history.engine, m->seq,
					secret ? vote : NULL)) &&
	    engine_record(s->history.engine, s->history.seq, &last, &late))
		remember_record(s, m->unit, today(s));
}

static void bind(struct story *s, uint32_t unit, uint64_t meeting)
{
	hand_in_own(s, make_kiosk(unit, meeting ? 1 + below(s, 2) : 0,
				  meeting));
}

static void go_on(struct story *s)
{
	struct engine_meeting m;
	unsigned int what = below(s, 100);

	if (!any_meeting(s, &m))
		return;
	if (what < 15)
		bind(s, m.unit, m.seq);
	else if (what < 45)
		attend(s, &m);
	else if (what < 65)
		vote(s, &m);
	else if (what < 90)
		close(s, &m);
	else
		hand_in_own(s, make_void(m.unit, m.seq));
}

/* One from its beginning to its end. */
static void hold(struct story *s)
{
	const struct engine *e = s->history.engine;
	unsigned int times = 1 + below(s, 5), i;
	struct engine_meeting m;
	uint64_t seq;

	if (!open_meeting(s))
		return;
	seq = s->history.seq;
	engine_meeting(e, seq, &m);
	for (i = below(s, 3); i; i--)
		bind(s, m.unit, seq);
	for (i = m.cards ? 2 * times : times; i; i--) {
		engine_meeting(e, seq, &m);
		attend(s, &m);
	}
	for (i = m.ballot == DINH_BALLOT_OPEN ? times : chance(s, 5); i; i--) {
		engine_meeting(e, seq, &m);
		vote(s, &m);
	}
	engine_meeting(e, seq, &m);
	if (chance(s, 80))
		close(s, &m);
}

void meet(struct story *s)
{
	if (chance(s, 35))
		hold(s);
	else if (chance(s, 20))
		open_meeting(s);
	else
		go_on(s);
}

/*
 * Kiosks, and the machine.
 */

void machines(struct story *s)
{
	unsigned int what = below(s, 100);
	struct engine_kiosk k;

	if (what < 40 || !any_kiosk(s, &k))
		bind(s, below(s, units(s)), 0);
	else if (what < 60)
		hand_in_own(s, make_unbind(k.unit, k.seq,
					   below(s, DINH_UNBINDS)));
	else if (what < 80)
		hand_in_own(s, make_loss(k.unit, k.seq, 1 + below(s, 9)));
	else if (what < 95)
		hand_in_own(s, make_tpm(1 + below(s, s->history.size),
					below(s, 24), below(s, 256)));
	else
		engine_boot(s->history.engine);
}
