// SPDX-License-Identifier: GPL-2.0-only
/*
 * Meetings that are held: opened, attended, voted in and closed. What quorums
 * and majorities need is in meeting.c.
 */
#include "test.h"

/* A conference of the agency: 27 of 40 are a quorum, 14 of these in favour. */
static u64 conference(void)
{
	ck_ok(open_meeting(w, .unit = AGENCY, .req = "conf", .eligible = 40,
			   .key = 77));
	return w->seq;
}

static const struct dinh_meeting_close *closed(void)
{
	const struct dinh_entry *entry = (void *)(w->stream + w->last);

	ck_assert_uint_eq(entry->type, DINH_ENTRY_MEETING_CLOSE);
	ck_assert_uint_eq(entry_size(entry), sizeof(*entry) +
			  sizeof(struct dinh_meeting_close));
	return LAST(w, dinh_meeting_close);
}

static void ck_closed(enum dinh_outcome outcome, u32 present, u32 yes)
{
	const struct dinh_meeting_close *end = closed();

	ck_assert_uint_eq(le32_to_cpu(end->outcome), outcome);
	ck_assert_uint_eq(le32_to_cpu(end->present_needed), present);
	ck_assert_uint_eq(le32_to_cpu(end->yes_needed), yes);
	ck_assert_uint_eq(end->spare, 0);
	ck_assert_uint_eq(w->reg->n_meetings, 0);
}

/* Present, yes, no, abstain and invalid; the rest is not looked at. */
static void ck_votes(const struct dinh_votes *got, u32 eligible,
		     const u32 *want)
{
	ck_assert_uint_eq(le32_to_cpu(got->eligible), eligible);
	ck_assert_uint_eq(le32_to_cpu(got->present), want[0]);
	ck_assert_uint_eq(le32_to_cpu(got->yes), want[1]);
	ck_assert_uint_eq(le32_to_cpu(got->no), want[2]);
	ck_assert_uint_eq(le32_to_cpu(got->abstain), want[3]);
	ck_assert_uint_eq(le32_to_cpu(got->invalid), want[4]);
}

#define FIGURES(...)	((const u32[5]){ __VA_ARGS__ })

START_TEST(opened)
{
	u64 generation = w->reg->generation, first = conference(), second;
	const struct dinh_meeting *m = dinh_meeting(w->reg, first);

	ck_assert_uint_ne(w->reg->generation, generation);
	ck_assert_uint_eq(first, 10);
	ck_assert_ptr_nonnull(m);
	ck_assert_uint_eq(m->seq, first);
	ck_assert_uint_eq(m->unit, AGENCY);
	ck_assert_uint_eq(le32_to_cpu(m->open.eligible), 40);
	ck_assert_uint_eq(le32_to_cpu(m->open.day), TODAY);
	ck_assert_uint_eq(m->open.ballot, DINH_BALLOT_OPEN);
	ck_assert_uint_eq(m->present[0] + m->present[1], 0);
	ck_ok(open_meeting(w, .unit = COMMUNE, .req = "vote", .eligible = 1,
			   .ballot = DINH_BALLOT_SECRET, .day = TODAY - 3));
	second = w->seq;
	ck_assert_uint_eq(w->reg->n_meetings, 2);
	ck_assert_ptr_eq(dinh_meeting_next(w->reg, 0), m);
	ck_assert_uint_eq(dinh_meeting_next(w->reg, first + 1)->seq, second);
	ck_assert_ptr_null(dinh_meeting_next(w->reg, second + 1));
	ck_assert_ptr_null(dinh_meeting(w->reg, first - 1));
	ck_assert_ptr_null(dinh_meeting(w->reg, ~0ull));
	/* It is no record yet. */
	ck_figure(0, "i-conf", 0, 1, 0);
	ck_replays();
}
END_TEST

/* A record like one that was typed, but for its number: it is the close's. */
START_TEST(a_record)
{
	u64 meeting = conference(), generation, records, late;
	const struct dinh_meeting_close *end;
	const struct dinh_rec *rec;
	u64 seq;

	ck_ok(attend(w, AGENCY, meeting, 27));
	ck_ok(vote(w, AGENCY, meeting, 14, 10, 2, 1));
	generation = w->reg->generation;
	ck_ok(close_meeting(w, meeting));
	ck_assert_uint_ne(w->reg->generation, generation);
	ck_closed(DINH_OUTCOME_VALID, 27, 14);
	end = closed();
	ck_assert_uint_eq(le64_to_cpu(end->meeting), meeting);
	ck_votes(&end->votes, 40, FIGURES(27, 14, 10, 2, 1));
	ck_votes(&end->typed, 0, FIGURES(27, 14, 10, 2, 1));
	ck_assert_str_eq((const char *)end->record.document, "minutes");
	ck_assert_uint_eq(le32_to_cpu(end->record.items), 1);
	ck_assert_uint_eq(end->record.group, DINH_GROUP_NONE);
	ck_assert_uint_eq(le32_to_cpu(end->record.day), TODAY);
	ck_assert_uint_eq(le64_to_cpu(end->record.key), 77);

	seq = w->seq;
	rec = rec_of(seq);
	ck_assert_uint_eq(rec->requirement, dinh_number_of(w->reg, "conf"));
	ck_assert_uint_eq(rec->group, DINH_GROUP_NONE);
	ck_assert_uint_eq(rec->value, 1);
	ck_assert_uint_eq(rec->key, 77);
	ck_assert_uint_eq(rec->day, TODAY);
	ck_assert_uint_eq(rec->last, DAY(2018, 12, 31));
	ck_assert_uint_eq(rec->flags, 0);
	ck_figure(0, "i-conf", 1, 1, 0);
	dinh_counts(dinh_unit(w->reg, 0), &records, &late);
	ck_assert_uint_eq(records, 1);
	ck_assert_uint_eq(late, 0);
	/* What began it is no record. */
	ck_refused(RECORD_UNKNOWN, DINH_A_SEQ,
		   "record: entry 10 is none that still counts",
		   withdraw(w, AGENCY, meeting));
	ck_refused(KEY_TAKEN, DINH_A_KEY,
		   "key: the unit has it already, entry 13",
		   record(w, .unit = AGENCY, .req = "regs", .day = TODAY,
			  .key = 77));
	ck_refused(KEY_TAKEN, DINH_A_KEY,
		   "key: the unit has it already, entry 13",
		   open_meeting(w, .unit = AGENCY, .req = "conf",
				.eligible = 40, .key = 77));
	ck_ok(go_to(w, DAY(2018, 12, 31)));
	ck_figure(0, "i-conf", 1, 1, 0);
	ck_ok(go_to(w, DAY(2019, 1, 1)));
	ck_figure(0, "i-conf", 0, 1, 0);
	ck_replays();
}
END_TEST

/* By who closed it, not by who opened it; another can strike it. */
START_TEST(taken_back)
{
	u64 meeting = conference(), seq;

	ck_ok(attend(w, AGENCY, meeting, 40));
	ck_ok(vote(w, AGENCY, meeting, 40));
	w->now.uid = w->now.loginuid = 2000;
	ck_ok(close_meeting(w, meeting));
	seq = w->seq;
	ck_refused(OWN_RECORD, DINH_A_SEQ,
		   "finding: the record is the inspector's own, uid 2000",
		   strike(w, AGENCY, seq));
	w->now.uid = w->now.loginuid = 1000;
	ck_refused(NOT_AUTHOR, DINH_A_SEQ,
		   "withdrawal: the record is another author's, uid 2000",
		   withdraw(w, AGENCY, seq));
	ck_ok(uphold(w, AGENCY, seq));
	ck_figure(0, "i-conf", 1, 1, 0);
	if (_i) {
		ck_ok(strike(w, AGENCY, seq));
		ck_assert_uint_eq(rec_of(seq)->flags, DINH_REC_STRUCK |
				  DINH_REC_UPHELD);
	} else {
		w->now.uid = w->now.loginuid = 2000;
		ck_ok(withdraw(w, AGENCY, seq));
	}
	ck_figure(0, "i-conf", 0, 1, 0);
	ck_replays();
}
END_TEST

/* Present and yes of a conference of 40; what was needed; what came of it. */
static const struct {
	u32 present;
	u32 yes;
	u32 no;
	u32 needed;
	enum dinh_outcome outcome;
} ends[] = {
	{ 0, 0, 0, 0, DINH_OUTCOME_QUORUM },
	{ 26, 26, 0, 14, DINH_OUTCOME_QUORUM },
	{ 26, 0, 26, 14, DINH_OUTCOME_QUORUM },
	{ 27, 0, 0, 14, DINH_OUTCOME_MAJORITY },
	{ 27, 13, 14, 14, DINH_OUTCOME_MAJORITY },
	{ 28, 14, 14, 15, DINH_OUTCOME_MAJORITY },
	{ 40, 20, 20, 21, DINH_OUTCOME_MAJORITY },
	{ 27, 14, 13, 14, DINH_OUTCOME_VALID },
	{ 40, 21, 0, 21, DINH_OUTCOME_VALID },
};

/* One that falls short is no record, and says what was needed. */
START_TEST(outcomes)
{
	bool valid = ends[_i].outcome == DINH_OUTCOME_VALID;
	u64 meeting = conference(), records, late, seq;
	const struct dinh_rec *rec;

	if (ends[_i].present)
		ck_ok(attend(w, AGENCY, meeting, ends[_i].present));
	if (ends[_i].yes + ends[_i].no)
		ck_ok(vote(w, AGENCY, meeting, ends[_i].yes, ends[_i].no));
	ck_ok(close_meeting(w, meeting));
	seq = w->seq;
	ck_closed(ends[_i].outcome, 27, ends[_i].needed);
	ck_votes(&closed()->votes, 40, FIGURES(ends[_i].present, ends[_i].yes,
					       ends[_i].no));
	ck_figure(0, "i-conf", valid, 1, 0);
	dinh_counts(dinh_unit(w->reg, 0), &records, &late);
	ck_assert_uint_eq(records, valid);
	ck_assert(!dinh_record_find(w->reg, seq, &rec) == !valid);
	/* It is over, and another can be held, with the key if it is free. */
	ck_refused(MEETING_UNKNOWN, DINH_A_MEETING,
		   "meeting: entry 10 is none that is open",
		   attend(w, AGENCY, meeting, 1));
	if (!valid)
		conference();
	ck_replays();
}
END_TEST

/* What is typed and what kiosks bring is counted apart, and together. */
START_TEST(channels)
{
	u64 meeting = conference(), cards, ballot;
	unsigned int i;

	ck_ok(bind_kiosk(w, AGENCY, ATTENDANCE, meeting));
	cards = w->seq;
	ck_ok(bind_kiosk(w, AGENCY, BALLOT, meeting));
	ballot = w->seq;
	ck_ok(attend(w, AGENCY, meeting, 10));
	for (i = 1; i <= 12; i++)
		ck_ok(submit_own(w, attendance_entry(AGENCY, meeting, cards, i,
						     1)));
	/* A card that was typed, and a kiosk without cards. */
	ck_ok(submit_own(w, attendance_entry(AGENCY, meeting, 0, i, 1)));
	ck_ok(submit_own(w, attendance_entry(AGENCY, meeting, cards, 0, 5)));
	ck_ok(vote(w, AGENCY, meeting, 3, 2, 1, 1));
	for (i = 0; i < 12; i++)
		ck_ok(submit_own(w, vote_entry(AGENCY, meeting, ballot,
					       &(struct dinh_cast){
					       .yes = 1 })));
	ck_ok(submit_own(w, vote_entry(AGENCY, meeting, ballot,
				       &(struct dinh_cast){ 0, 4, 3, 2 })));
	/* All who are present voted. */
	ck_refused(VOTES_CAST, DINH_A_YES, "votes: 29 cast, 28 present",
		   submit_own(w, vote_entry(AGENCY, meeting, ballot,
					    &(struct dinh_cast){ .yes = 1 })));
	ck_refused(VOTES_CAST, DINH_A_YES, "votes: 29 cast, 28 present",
		   vote(w, AGENCY, meeting, 0, .invalid = 1));
	ck_ok(close_meeting(w, meeting));
	ck_closed(DINH_OUTCOME_VALID, 27, 15);
	ck_votes(&closed()->votes, 40, FIGURES(28, 15, 6, 4, 3));
	ck_votes(&closed()->typed, 0, FIGURES(11, 3, 2, 1, 1));
	ck_replays();
}
END_TEST

START_TEST(each_card_once)
{
	u64 meeting = conference(), i;

	for (i = 1; i <= 40; i++) {
		ck_ok(submit_own(w, attendance_entry(AGENCY, meeting, 0, i,
						     1)));
		ck_refused(CARD_TWICE, DINH_A_CARD,
			   "card: it came to this meeting already",
			   submit_own(w, attendance_entry(AGENCY, meeting, 0,
							  i / 2 + 1, 1)));
	}
	/* Twice is worse than one too many. */
	ck_refused(VOTES_PRESENT, DINH_A_COUNT,
		   "present: 41, more than 40 eligible",
		   submit_own(w, attendance_entry(AGENCY, meeting, 0, i, 1)));
	ck_assert_uint_eq(dinh_meeting(w->reg, meeting)->n_cards, 40);
	ck_replays();
	/* A meeting has its own. */
	ck_ok(close_meeting(w, meeting));
	meeting = conference();
	ck_ok(submit_own(w, attendance_entry(AGENCY, meeting, 0, 1, 1)));
	ck_replays();
}
END_TEST

START_TEST(rolls)
{
	u64 meeting;

	ck_ok(open_meeting(w, .unit = AGENCY, .req = "conf", .eligible = 3,
			   .cards = 3));
	meeting = w->seq;
	ck_assert_uint_eq(le32_to_cpu(LAST(w, dinh_meeting_open)->cards), 3);
	ck_refused(CARD_WANTED, DINH_A_CARD,
		   "card: the roll has 3, only these count",
		   attend(w, AGENCY, meeting, 1));
	ck_ok(submit_own(w, attendance_entry(AGENCY, meeting, 0, 5, 1)));
	ck_ok(submit_own(w, attendance_entry(AGENCY, meeting, 0, 6, 1)));
	ck_ok(vote(w, AGENCY, meeting, 2));
	ck_ok(close_meeting(w, meeting));
	ck_closed(DINH_OUTCOME_VALID, 2, 2);
	/* A roll of fewer than those who are entitled. */
	ck_ok(open_meeting(w, .unit = AGENCY, .req = "conf", .eligible = 2,
			   .cards = 1));
	ck_replays();
}
END_TEST

START_TEST(many_cards)
{
	u64 meeting, i;

	ck_ok(open_meeting(w, .unit = AGENCY, .req = "conf", .eligible = 5000,
			   .cards = DINH_CARDS_MAX));
	meeting = w->seq;
	for (i = 1; i <= DINH_CARDS_MAX; i++)
		ck_ok(submit_own(w, attendance_entry(AGENCY, meeting, 0, i,
						     1)));
	ck_refused(CARDS_FULL, DINH_A_CARD,
		   "cards: 4096 are known, 4096 is the bound",
		   submit_own(w, attendance_entry(AGENCY, meeting, 0, i, 1)));
	for (i = 1; i <= DINH_CARDS_MAX; i += 1001)
		ck_refused(CARD_TWICE, DINH_A_CARD,
			   "card: it came to this meeting already",
			   submit_own(w, attendance_entry(AGENCY, meeting, 0,
							  i, 1)));
	ck_replays();
	ck_ok(close_meeting(w, meeting));
	ck_closed(DINH_OUTCOME_MAJORITY, 3334, 2049);
	ck_replays();
}
END_TEST

START_TEST(attendance_refused)
{
	u64 meeting = conference();
	struct dinh_entry *entry;

	ck_refused(COUNT, DINH_A_COUNT, "count: 0, 1 to 40 wanted",
		   attend(w, AGENCY, meeting, 0));
	ck_refused(VOTES_PRESENT, DINH_A_COUNT,
		   "present: 41, more than 40 eligible",
		   attend(w, AGENCY, meeting, 41));
	ck_ok(attend(w, AGENCY, meeting, 39));
	ck_refused(VOTES_PRESENT, DINH_A_COUNT,
		   "present: 41, more than 40 eligible",
		   attend(w, AGENCY, meeting, 2));
	ck_refused(VOTES_PRESENT, DINH_A_COUNT,
		   "present: 4294967334, more than 40 eligible",
		   attend(w, AGENCY, meeting, 0xffffffffu));
	ck_ok(attend(w, AGENCY, meeting, 1));
	ck_refused(MEETING_UNKNOWN, DINH_A_MEETING,
		   "meeting: entry 0 is none that is open",
		   attend(w, AGENCY, 0, 1));
	ck_refused(MEETING_UNKNOWN, DINH_A_MEETING,
		   "meeting: entry 18446744073709551615 is none that is open",
		   attend(w, AGENCY, ~0ull, 1));
	ck_refused(MEETING_UNIT, DINH_A_UNIT, "meeting: it is of unit 5",
		   attend(w, WARD, meeting, 1));
	/* A card is one person; and none that a writer knows. */
	ck_refused(MALFORMED, 0, "entry: malformed, type 22, at byte 80",
		   submit_own(w, attendance_entry(AGENCY, meeting, 0, 1, 2)));
	ck_refused(MALFORMED, 0, "entry: malformed, type 22, at byte 80",
		   submit_own(w, attendance_entry(AGENCY, meeting, 0, 1, 0)));
	ck_refused(SPARE, 0, "entry: a spare field is not zero, at byte 64",
		   submit(w, attendance_entry(AGENCY, meeting, 0, 1, 1)));
	entry = attendance_entry(AGENCY, meeting, 0, 0, 1);
	((struct dinh_attendance *)(entry + 1))->spare = cpu_to_le32(1);
	ck_refused(MALFORMED, 0, "entry: malformed, type 22, at byte 80",
		   submit(w, entry));
	ck_replays();
}
END_TEST

START_TEST(vote_refused)
{
	u64 meeting = conference();

	ck_refused(VOTES_CAST, DINH_A_YES, "votes: 1 cast, 0 present",
		   vote(w, AGENCY, meeting, 1));
	ck_ok(attend(w, AGENCY, meeting, 30));
	ck_refused(VOTES_NONE, DINH_A_YES, "votes: none is given",
		   vote(w, AGENCY, meeting, 0));
	ck_ok(vote(w, AGENCY, meeting, 10, 9, 8, 2));
	ck_refused(VOTES_CAST, DINH_A_YES, "votes: 31 cast, 30 present",
		   vote(w, AGENCY, meeting, 0, .abstain = 2));
	/* Nothing comes round to a small sum. */
	ck_refused(VOTES_CAST, DINH_A_YES,
		   "votes: 17179869209 cast, 30 present",
		   vote(w, AGENCY, meeting, ~0u, ~0u, ~0u, ~0u));
	ck_ok(vote(w, AGENCY, meeting, 0, .no = 1));
	ck_refused(MEETING_UNIT, DINH_A_UNIT, "meeting: it is of unit 5",
		   vote(w, WARD, meeting, 1));
	ck_refused(MEETING_UNKNOWN, DINH_A_MEETING,
		   "meeting: entry 9 is none that is open",
		   vote(w, AGENCY, meeting - 1, 1));
	ck_replays();
}
END_TEST

/* No vote of a secret ballot is an entry; the close has their sums. */
START_TEST(secret)
{
	const struct dinh_cast cast[DINH_CHANNELS] = {
		[DINH_CHANNEL_TYPED] = { 9, 3, 1, 0 },
		[DINH_CHANNEL_KIOSK] = { 6, 4, 2, 3 },
	};
	u64 meeting, ballot;

	ck_ok(open_meeting(w, .unit = AGENCY, .req = "conf", .eligible = 40,
			   .ballot = DINH_BALLOT_SECRET));
	meeting = w->seq;
	ck_ok(bind_kiosk(w, AGENCY, BALLOT, meeting));
	ballot = w->seq;
	ck_ok(attend(w, AGENCY, meeting, 28));
	ck_refused(BALLOT_SECRET, DINH_A_MEETING,
		   "ballot: it is secret, no vote is an entry",
		   vote(w, AGENCY, meeting, 1));
	ck_refused(BALLOT_SECRET, DINH_A_MEETING,
		   "ballot: it is secret, no vote is an entry",
		   submit_own(w, vote_entry(AGENCY, meeting, ballot,
					    &(struct dinh_cast){ .yes = 1 })));
	ck_ok(submit_own(w, meeting_close_entry(w, meeting, cast)));
	ck_closed(DINH_OUTCOME_VALID, 27, 15);
	ck_votes(&closed()->votes, 40, FIGURES(28, 15, 7, 3, 3));
	ck_votes(&closed()->typed, 0, FIGURES(28, 9, 3, 1, 0));
	ck_figure(0, "i-conf", 1, 1, 0);
	ck_replays();
}
END_TEST

START_TEST(secret_refused)
{
	struct dinh_cast cast[DINH_CHANNELS] = { { .yes = 28 }, { .no = 1 } };
	struct dinh_meeting_close *end;
	struct dinh_entry *entry;
	u64 meeting;

	ck_ok(open_meeting(w, .unit = AGENCY, .req = "conf", .eligible = 40,
			   .ballot = DINH_BALLOT_SECRET));
	meeting = w->seq;
	ck_ok(attend(w, AGENCY, meeting, 28));
#define DOES_NOT_FOLLOW \
	"replay: a meeting's close does not follow from the ledger"
	/* One more than came. */
	ck_refused(REPLAY_MEETING, 0, DOES_NOT_FOLLOW,
		   submit_own(w, meeting_close_entry(w, meeting, cast)));
	cast[DINH_CHANNEL_KIOSK].no = 0;
	/* More were typed than there are. */
	entry = meeting_close_entry(w, meeting, cast);
	end = (void *)(entry + 1);
	end->typed.yes = cpu_to_le32(29);
	ck_refused(REPLAY_MEETING, 0, DOES_NOT_FOLLOW, submit_own(w, entry));
	/* A majority that is none. */
	cast[DINH_CHANNEL_TYPED].yes = 14;
	entry = meeting_close_entry(w, meeting, cast);
	end = (void *)(entry + 1);
	ck_assert_uint_eq(le32_to_cpu(end->outcome), DINH_OUTCOME_MAJORITY);
	end->outcome = 0;
	ck_refused(REPLAY_MEETING, 0, DOES_NOT_FOLLOW, submit_own(w, entry));
	ck_ok(submit_own(w, meeting_close_entry(w, meeting, cast)));
	ck_closed(DINH_OUTCOME_MAJORITY, 27, 15);
	ck_replays();
}
END_TEST

/* Whatever is changed of a close, but for its document, a replay says so. */
START_TEST(tampered)
{
	size_t document = sizeof(((struct dinh_record *)0)->document), at;
	unsigned int its_own = 0;
	struct world *again;
	u64 meeting;
	u8 *body;

	ck_ok(open_meeting(w, .unit = AGENCY, .req = "conf", .eligible = 40,
			   .ballot = DINH_BALLOT_OPEN));
	meeting = w->seq;
	ck_ok(attend(w, AGENCY, meeting, 30));
	ck_ok(vote(w, AGENCY, meeting, _i ? 20 : 2, 4, 3, 2));
	ck_ok(close_meeting(w, meeting));
	ck_assert_uint_eq(le32_to_cpu(closed()->outcome),
			  _i ? DINH_OUTCOME_VALID : DINH_OUTCOME_MAJORITY);
	body = (u8 *)LAST(w, dinh_meeting_close);
	for (at = document; at < sizeof(struct dinh_meeting_close); at++) {
		body[at] ^= 1 << at % 8;
		again = world_alloc(NULL, TODAY);
		ck_assert_msg(replay(again, w->stream, w->size),
			      "byte %zu is another, and nobody says so", at);
		ck_assert_uint_eq(again->reg->n_meetings, 1);
		its_own += again->why.error == -EBADMSG &&
			   !strcmp(again->why.text, DOES_NOT_FOLLOW);
		world_free(again);
		body[at] ^= 1 << at % 8;
	}
	/* Days, items and requirements are refused as those of records are. */
	ck_assert_uint_gt(its_own, 70);
	/* The document is its author's. */
	body[0] ^= 1;
	again = world_alloc(NULL, TODAY);
	ck_ok(replay(again, w->stream, w->size));
	world_free(again);
	body[0] ^= 1;
	ck_replays();
}
END_TEST

/* Each field of an open ballot's close in turn, as it is handed in. */
START_TEST(does_not_follow)
{
	static const size_t field[] = {
#define AT(field)	offsetof(struct dinh_meeting_close, field)
		AT(record.key), AT(record.spare), AT(votes.eligible),
		AT(votes.present), AT(votes.yes), AT(votes.no),
		AT(votes.abstain), AT(votes.invalid), AT(typed.eligible),
		AT(typed.present), AT(typed.yes), AT(typed.no),
		AT(typed.abstain), AT(typed.invalid), AT(outcome),
		AT(present_needed), AT(yes_needed), AT(spare),
	};
	u64 meeting = conference();
	struct dinh_entry *entry;
	unsigned int i;

	ck_ok(attend(w, AGENCY, meeting, 30));
	ck_ok(vote(w, AGENCY, meeting, 20));
	for (i = 0; i < COUNT(field); i++) {
		entry = meeting_close_entry(w, meeting, NULL);
		((u8 *)(entry + 1))[field[i]] ^= 2;
		ck_refused(REPLAY_MEETING, 0, DOES_NOT_FOLLOW,
			   submit_own(w, entry));
	}
	/* One that another register closed. */
	ck_refused(TYPE, 0, "entry: type 24 is not one that is written",
		   submit(w, meeting_close_entry(w, meeting, NULL)));
	entry = meeting_close_entry(w, meeting, NULL);
	entry->unit = cpu_to_le32(WARD);
	ck_refused(MEETING_UNIT, DINH_A_UNIT, "meeting: it is of unit 5",
		   submit_own(w, entry));
	entry = meeting_close_entry(w, meeting, NULL);
	((struct dinh_meeting_close *)(entry + 1))->meeting = 0;
	ck_refused(MEETING_UNKNOWN, DINH_A_MEETING,
		   "meeting: entry 0 is none that is open",
		   submit_own(w, entry));
	ck_ok(close_meeting(w, meeting));
	ck_replays();
}
END_TEST

START_TEST(voided)
{
	u64 meeting = conference();
	struct dinh_entry *entry;
	char reason[DINH_REASON_SIZE + 1];

	ck_ok(attend(w, AGENCY, meeting, 40));
	ck_ok(vote(w, AGENCY, meeting, 40));
	ck_refused(TYPE, 0, "entry: type 25 is not one that is written",
		   submit(w, meeting_void_entry(AGENCY, meeting, 0, "x")));
	ck_refused(TEXT_EMPTY, DINH_A_REASON, "text: empty",
		   submit_own(w, meeting_void_entry(AGENCY, meeting, 0, "")));
	memset(reason, 'x', DINH_REASON_SIZE);
	reason[DINH_REASON_SIZE] = 0;
	ck_refused(TEXT_LONG, DINH_A_REASON, "text: 256 bytes, 255 at most",
		   submit_own(w, meeting_void_entry(AGENCY, meeting, 0,
						    reason)));
	ck_refused(MALFORMED, 0, "entry: malformed, type 25, at byte 56",
		   submit_own(w, meeting_void_entry(AGENCY, meeting,
						    DINH_VOIDS, "x")));
	entry = meeting_void_entry(AGENCY, meeting, 0, "x");
	((struct dinh_meeting_void *)(entry + 1))->spare = cpu_to_le32(1);
	ck_refused(MALFORMED, 0, "entry: malformed, type 25, at byte 56",
		   submit_own(w, entry));
	ck_refused(MEETING_UNIT, DINH_A_UNIT, "meeting: it is of unit 5",
		   void_meeting(w, WARD, meeting));
	ck_ok(void_meeting(w, AGENCY, meeting));
	ck_assert_uint_eq(w->reg->n_meetings, 0);
	ck_figure(0, "i-conf", 0, 1, 0);
	ck_refused(MEETING_UNKNOWN, DINH_A_MEETING,
		   "meeting: entry 10 is none that is open",
		   void_meeting(w, AGENCY, meeting));
	ck_refused(MEETING_UNKNOWN, DINH_A_MEETING,
		   "meeting: entry 10 is none that is open",
		   vote(w, AGENCY, meeting, 1));
	/* Its key was never a record's. */
	meeting = conference();
	ck_assert_uint_eq(dinh_meeting(w->reg, meeting)->present[0], 0);
	ck_replays();
}
END_TEST

/*
 * The machine starts anew.
 */

static const struct dinh_entry *entry_at(u64 seq)
{
	const u8 *at = w->stream;

	ck_assert_uint_lt(seq, w->entries);
	for (; seq; seq--)
		at += entry_size((void *)at);
	return (void *)at;
}

/* By the kernel, of the unit whose it was. */
static void ck_ended(u64 seq, u8 type, u32 nr, u64 of, u32 why)
{
	const struct dinh_entry *entry = entry_at(seq);
	const struct dinh_meeting_void *body = (void *)(entry + 1);

	ck_assert_uint_eq(entry->type, type);
	ck_assert_uint_eq(le32_to_cpu(entry->uid), DINH_UID_KERNEL);
	ck_assert_uint_eq(le32_to_cpu(entry->loginuid), DINH_UID_NONE);
	ck_assert_uint_eq(le32_to_cpu(entry->unit), nr);
	/* Of both types, what it is of and why are at the same place. */
	ck_assert_uint_eq(le64_to_cpu(body->meeting), of);
	ck_assert_uint_eq(le32_to_cpu(body->why), why);
}

static void interrupted(u64 *first)
{
	*first = conference();
	ck_ok(attend(w, AGENCY, *first, 30));
	ck_ok(submit_own(w, attendance_entry(AGENCY, *first, 0, 1, 1)));
	ck_ok(vote(w, AGENCY, *first, 30));
	ck_ok(bind_kiosk(w, AGENCY, ATTENDANCE, *first));
	ck_ok(bind_kiosk(w, WARD, RATING, 0));
	ck_ok(open_meeting(w, .unit = COMMUNE, .req = "vote", .eligible = 9,
			   .ballot = DINH_BALLOT_SECRET));
}

START_TEST(booted)
{
	u64 first, seq;

	interrupted(&first);
	seq = w->seq + 1;
	ck_ok(boot_again(w));
	ck_assert_uint_eq(w->reg->ledger.size, seq + 5);
	ck_assert_uint_eq(w->reg->n_meetings, 0);
	ck_assert_uint_eq(w->reg->n_kiosks, 0);
	ck_assert_uint_eq(entry_at(seq)->type, DINH_ENTRY_BOOT);
	ck_ended(seq + 1, DINH_ENTRY_KIOSK_UNBIND, AGENCY, first + 4,
		 DINH_UNBIND_BOOT);
	ck_ended(seq + 2, DINH_ENTRY_KIOSK_UNBIND, WARD, first + 5,
		 DINH_UNBIND_BOOT);
	ck_ended(seq + 3, DINH_ENTRY_MEETING_VOID, AGENCY, first,
		 DINH_VOID_BOOT);
	ck_ended(seq + 4, DINH_ENTRY_MEETING_VOID, COMMUNE, first + 6,
		 DINH_VOID_BOOT);
	ck_figure(0, "i-conf", 0, 1, 0);
	ck_replays();
	/* Nothing is left to be ended by the next one. */
	seq = w->reg->ledger.size;
	ck_ok(boot_again(w));
	ck_assert_uint_eq(w->reg->ledger.size, seq + 1);
	w->now.uid = w->now.loginuid = 1000;
	conference();
	ck_replays();
}
END_TEST

/* One that stopped halfway through it is gone on with by the next. */
START_TEST(booted_twice)
{
	struct world *first_try = w, *again;
	struct digest one, two;
	size_t size;
	u64 first;

	interrupted(&first);
	ck_ok(boot_again(w));
	/* As far as the disk has it: all but the last void. */
	size = w->last;
	w = world_alloc(NULL, TODAY);
	ck_ok(replay(w, first_try->stream, size));
	ck_assert_uint_eq(w->reg->n_meetings, 1);
	ck_assert_uint_eq(w->reg->n_kiosks, 0);
	w->now = first_try->now;
	ck_ok(boot_again(w));
	ck_assert_uint_eq(w->reg->n_meetings, 0);
	again = world_alloc(NULL, TODAY);
	ck_ok(replay(again, first_try->stream, size));
	ck_ok(replay(again, w->stream, w->size));
	one = digest_of(w, NULL);
	two = digest_of(again, NULL);
	ck_assert(digest_same(&one, &two));
	world_free(again);
	world_free(first_try);
}
END_TEST

/*
 * Opening.
 */

START_TEST(open_refused)
{
	const struct a_meeting conf = {
		.unit = AGENCY, .req = "conf", .eligible = 9, .day = TODAY,
	};
	struct dinh_meeting_open *open;
	struct dinh_entry *entry;
	unsigned int i;

	ck_refused(COUNT, DINH_A_ELIGIBLE, "count: 0, 1 to 2147483647 wanted",
		   open_meeting(w, .unit = AGENCY, .req = "conf"));
	ck_refused(COUNT, DINH_A_ELIGIBLE,
		   "count: 2147483648, 1 to 2147483647 wanted",
		   open_meeting(w, .unit = AGENCY, .req = "conf",
				.eligible = DINH_COUNT_MAX + 1));
	ck_refused(CARDS, DINH_A_ROLL, "cards: 10 in the roll, 9 eligible",
		   open_meeting(w, .unit = AGENCY, .req = "conf",
				.eligible = 9, .cards = 10));
	ck_refused(CARDS, DINH_A_ROLL,
		   "cards: 4097 in the roll, 9000 eligible",
		   open_meeting(w, .unit = AGENCY, .req = "conf",
				.eligible = 9000, .cards = 4097));
	ck_refused(TYPE, 0, "entry: type 21 is not one that is written",
		   submit(w, meeting_open_entry(w, &conf)));
	/* What a record would be refused for. */
	ck_refused(VOTES_NOT_ASKED, DINH_A_REQUIREMENT,
		   "votes: the requirement asks for none",
		   open_meeting(w, .unit = AGENCY, .req = "quarter",
				.eligible = 9));
	ck_refused(VOTES_NOT_ASKED, DINH_A_REQUIREMENT,
		   "votes: the requirement asks for none",
		   open_meeting(w, .unit = AGENCY, .req = "post",
				.eligible = 9));
	ck_refused(VOTES_NOT_ASKED, DINH_A_REQUIREMENT,
		   "votes: the requirement asks for none",
		   open_meeting(w, .unit = WARD, .req = "learn",
				.eligible = 9));
	ck_refused(NOT_APPLICABLE, DINH_A_REQUIREMENT,
		   "requirement: conf does not apply to this unit",
		   open_meeting(w, .unit = WARD, .req = "conf",
				.eligible = 9));
	ck_refused(REQUIREMENT_NUMBER, DINH_A_REQUIREMENT,
		   "requirement: number 99 is not in force on 2017-05-12",
		   open_meeting(w, .unit = AGENCY, .number = 99,
				.eligible = 9));
	ck_refused(DAY_FUTURE, DINH_A_DAY,
		   "day: 2017-05-13 is after today, 2017-05-12",
		   open_meeting(w, .unit = AGENCY, .req = "conf",
				.eligible = 9, .day = TODAY + 1));
	ck_refused(DAY_FORM, DINH_A_DAY, "day: 4294967295 is not a day",
		   open_meeting(w, .unit = AGENCY, .req = "conf",
				.eligible = 9, .day = ~0u));
	ck_refused(BEFORE_SINCE, DINH_A_DAY,
		   "day: 2009-12-31 is before the unit began, 2010-01-01",
		   open_meeting(w, .unit = AGENCY, .req = "conf",
				.eligible = 9, .day = DAY(2009, 12, 31)));
	ck_refused(ITEMS, DINH_A_ITEMS, "items: the requirement has 1",
		   open_meeting(w, .unit = AGENCY, .req = "conf",
				.eligible = 9, .items = 2));
	ck_refused(UNTIL_NOT_ASKED, DINH_A_UNTIL,
		   "until: the requirement has no stated end",
		   open_meeting(w, .unit = AGENCY, .req = "conf",
				.eligible = 9, .until = TODAY + 1));
	ck_refused(PERIOD_EARLY, DINH_A_PERIOD,
		   "period: it begins on 2018-01-01, after 2017-05-12",
		   open_meeting(w, .unit = AGENCY, .req = "conf",
				.eligible = 9, .period = DAY(2018, 1, 1)));
	ck_refused(UNIT_UNKNOWN, DINH_A_UNIT, "unit: 0 is not known",
		   open_meeting(w, .unit = 0, .req = "conf", .eligible = 9));
	/* Its form. */
	for (i = 0; i < 5; i++) {
		entry = meeting_open_entry(w, &conf);
		open = (void *)(entry + 1);
		if (i == 0)
			open->ballot = DINH_BALLOTS;
		else if (i == 1)
			open->spare = 1;
		else if (i == 2)
			open->spare2 = cpu_to_le32(1);
		else if (i == 3)
			open->roll[31] = 1;
		else
			open->cards = cpu_to_le32(1);
		ck_refused(MALFORMED, 0,
			   "entry: malformed, type 21, at byte 48",
			   submit_own(w, entry));
	}
	ck_ok(submit_own(w, meeting_open_entry(w, &conf)));
	ck_replays();
}
END_TEST

START_TEST(open_twice)
{
	u64 meeting = conference();

	ck_refused(MEETING_TWICE, DINH_A_REQUIREMENT,
		   "meeting: entry 10 is open for this already",
		   open_meeting(w, .unit = AGENCY, .req = "conf",
				.eligible = 1));
	/* Another unit's is another. */
	ck_ok(unit_add(w, .code = "so", .kind = DINH_KIND_AGENCY,
		       .since = TODAY));
	ck_ok(open_meeting(w, .unit = NEXT_UNIT, .req = "conf",
			   .eligible = 1));
	ck_ok(void_meeting(w, AGENCY, meeting));
	ck_ok(open_meeting(w, .unit = AGENCY, .req = "conf", .eligible = 1));
	ck_replays();
}
END_TEST

START_TEST(bounded)
{
	char code[16];
	u32 i;

	for (i = 0; i < DINH_MEETINGS_MAX; i++) {
		sprintf(code, "c%u", i);
		ck_ok(unit_add(w, .code = code, .kind = DINH_KIND_AGENCY,
			       .parent = TOWN, .since = TODAY));
		ck_ok(open_meeting(w, .unit = NEXT_UNIT + i, .req = "conf",
				   .eligible = 1));
	}
	ck_refused(MEETINGS_FULL, 0,
		   "meetings: 256 are open, 256 is the bound",
		   open_meeting(w, .unit = AGENCY, .req = "conf",
				.eligible = 1));
	ck_ok(void_meeting(w, NEXT_UNIT + 255, w->seq));
	ck_ok(open_meeting(w, .unit = AGENCY, .req = "conf", .eligible = 1));
	ck_assert_uint_eq(w->reg->n_meetings, DINH_MEETINGS_MAX);
	ck_replays();
}
END_TEST

START_TEST(unit_in_use)
{
	u64 meeting = conference();

	ck_refused(MEETING_OF_UNIT, DINH_A_UNIT,
		   "unit: its meeting, entry 10, is open",
		   dissolve(w, AGENCY, TODAY));
	ck_ok(close_meeting(w, meeting));
	ck_ok(dissolve(w, AGENCY, TODAY));
	ck_replays();
}
END_TEST

/* What a check makes room for is not kept. */
START_TEST(checked)
{
	struct digest before = digest_of(w, NULL), after;
	u64 meeting;

	ck_ok(check_own(w, meeting_open_entry(w, &(struct a_meeting){
		.unit = AGENCY, .req = "conf", .eligible = 9,
		.day = TODAY })));
	after = digest_of(w, NULL);
	ck_assert(digest_same(&before, &after));
	ck_assert_ptr_null(dinh_meeting_next(w->reg, 0));
	meeting = conference();
	before = digest_of(w, NULL);
	ck_ok(check_own(w, attendance_entry(AGENCY, meeting, 0, 1, 1)));
	ck_ok(check_own(w, meeting_close_entry(w, meeting, NULL)));
	ck_ok(check_own(w, meeting_void_entry(AGENCY, meeting, 0, "x")));
	after = digest_of(w, NULL);
	ck_assert(digest_same(&before, &after));
	ck_replays();
}
END_TEST

/*
 * The record that it will be.
 */

/* A rule of three items, for a stated term; half of those who are eligible. */
static struct prog *terms(const char *code)
{
	struct prog *prog = prog_new("terms", DAY(2017, 1, 1));
	struct dinh_requirement *req;

	req = prog_requirement(prog, code, BIT(DINH_KIND_AGENCY), 3);
	req->validity = DINH_VALIDITY_STATED;
	req->term_max = cpu_to_le16(12);
	req->quorum = share(1, 2, DINH_OF_ELIGIBLE, false);
	prog_indicator(prog, "i", BIT(DINH_KIND_AGENCY), CODES(code));
	return prog;
}

START_TEST(as_it_says)
{
	u64 meeting;

	ck_ok(prog_load(w, terms("term")));
	ck_refused(UNTIL_MISSING, DINH_A_UNTIL,
		   "until: the requirement asks for a stated end",
		   open_meeting(w, .unit = AGENCY, .req = "term",
				.eligible = 9));
	ck_refused(TERM_LONG, DINH_A_UNTIL,
		   "term: until 2018-05-13, 2018-05-12 at the latest",
		   open_meeting(w, .unit = AGENCY, .req = "term",
				.until = DAY(2018, 5, 13), .eligible = 9));
	ck_ok(open_meeting(w, .unit = AGENCY, .req = "term", .eligible = 9,
			   .until = DAY(2018, 5, 12), .items = 2));
	meeting = w->seq;
	ck_ok(attend(w, AGENCY, meeting, 5));
	ck_ok(close_meeting(w, meeting));
	/* No majority is asked, and nobody has to vote. */
	ck_closed(DINH_OUTCOME_VALID, 5, 0);
	ck_assert_uint_eq(rec_of(w->seq)->value, 2);
	ck_assert_uint_eq(rec_of(w->seq)->last, DAY(2018, 5, 12));
	ck_figure(0, "i", 0, 1, 0);
	ck_ok(open_meeting(w, .unit = AGENCY, .req = "term", .eligible = 9,
			   .until = DAY(2017, 12, 31)));
	meeting = w->seq;
	ck_ok(attend(w, AGENCY, meeting, 9));
	ck_ok(close_meeting(w, meeting));
	ck_assert_uint_eq(rec_of(w->seq)->value, 7);
	ck_figure(0, "i", 1, 1, 0);
	ck_replays();
}
END_TEST

/* It lasts for days, and is of the day it says. */
START_TEST(days)
{
	u64 meeting;

	ck_ok(open_meeting(w, .unit = AGENCY, .req = "conf", .eligible = 3,
			   .period = DAY(2017, 1, 1)));
	meeting = w->seq;
	ck_ok(go_to(w, TODAY + 31));
	ck_ok(attend(w, AGENCY, meeting, 3));
	ck_ok(vote(w, AGENCY, meeting, 3));
	ck_ok(close_meeting(w, meeting));
	ck_assert_uint_eq(rec_of(w->seq)->day, TODAY);
	ck_assert_uint_eq(rec_of(w->seq)->flags, DINH_REC_LATE);
	ck_assert_uint_eq(le32_to_cpu(closed()->record.period),
			  DAY(2017, 1, 1));
	ck_figure(0, "i-conf", 1, 1, 0);
	ck_replays();
}
END_TEST

/* What stands in the way of a close leaves the meeting as it is. */
START_TEST(in_the_way)
{
	u64 meeting = conference(), vote;

	ck_ok(attend(w, AGENCY, meeting, 40));
	ck_ok(vote(w, AGENCY, meeting, 40));
	/* Its key is another record's now. */
	ck_ok(record(w, .unit = AGENCY, .req = "regs", .day = TODAY,
		     .key = 77));
	ck_refused(KEY_TAKEN, DINH_A_KEY,
		   "key: the unit has it already, entry 13",
		   close_meeting(w, meeting));
	ck_ok(void_meeting(w, AGENCY, meeting));
	/* Heads that have to be known. */
	ck_ok(open_meeting(w, .unit = COMMUNE, .req = "vote", .eligible = 60));
	vote = w->seq;
	ck_ok(attend(w, COMMUNE, vote, 20));
	ck_ok(vote(w, COMMUNE, vote, 16));
	ck_refused(VOTES_UNKNOWN, DINH_A_PRESENT,
		   "votes: the unit's headcount of voters is not known",
		   close_meeting(w, vote));
	ck_ok(unit_set(w, COMMUNE, DINH_SET_HEADCOUNT << DINH_GROUP_VOTERS,
		       .heads[DINH_GROUP_VOTERS] = 39));
	ck_ok(unit_set(w, COMMUNE,
		       DINH_SET_HEADCOUNT << DINH_GROUP_HOUSEHOLDS,
		       .heads[DINH_GROUP_HOUSEHOLDS] = DINH_COUNT_UNKNOWN));
	ck_refused(VOTES_UNKNOWN, DINH_A_YES,
		   "votes: the unit's headcount of households is not known",
		   close_meeting(w, vote));
	ck_ok(unit_set(w, COMMUNE,
		       DINH_SET_HEADCOUNT << DINH_GROUP_HOUSEHOLDS,
		       .heads[DINH_GROUP_HOUSEHOLDS] = 30));
	/* Its unit is of another kind. */
	ck_ok(unit_set(w, COMMUNE, DINH_SET_KIND, .kind = DINH_KIND_WARD));
	ck_refused(NOT_APPLICABLE, DINH_A_REQUIREMENT,
		   "requirement: vote does not apply to this unit",
		   close_meeting(w, vote));
	ck_ok(unit_set(w, COMMUNE, DINH_SET_KIND, .kind = DINH_KIND_COMMUNE));
	ck_ok(close_meeting(w, vote));
	ck_closed(DINH_OUTCOME_VALID, 20, 16);
	ck_replays();
}
END_TEST

/* Rules that are loaded meanwhile are those that count. */
START_TEST(other_rules)
{
	u64 meeting = conference();
	struct prog *prog;

	ck_ok(attend(w, AGENCY, meeting, 20));
	ck_ok(vote(w, AGENCY, meeting, 10));
	ck_ok(prog_load(w, terms("term")));
	ck_refused(REQUIREMENT_UNKNOWN, DINH_A_REQUIREMENT,
		   "requirement: conf is not in force on 2017-05-12",
		   close_meeting(w, meeting));
	/* As many are enough for other rules. */
	prog = terms("conf");
	prog->requirement[0].validity = DINH_VALIDITY_ONCE;
	prog->requirement[0].term_max = 0;
	ck_ok(prog_load(w, prog));
	ck_ok(close_meeting(w, meeting));
	ck_closed(DINH_OUTCOME_VALID, 20, 0);
	ck_assert_uint_eq(rec_of(w->seq)->value, 7);
	ck_figure(0, "i", 1, 1, 0);
	ck_replays();
}
END_TEST

START_TEST(no_room_for_it)
{
	u64 meeting = conference();
	unsigned int i;

	ck_ok(attend(w, AGENCY, meeting, 40));
	ck_ok(vote(w, AGENCY, meeting, 40));
	for (i = 0; i < DINH_BOUND_RECORDS; i++)
		ck_ok(record(w, .unit = AGENCY, .req = "regs", .day = TODAY));
	ck_assert_int_eq(close_meeting(w, meeting), -ENOSPC);
	ck_assert(refusal_is(DINH_REFUSED_RECORDS_FULL, w->why.text));
	ck_assert_uint_eq(w->reg->n_meetings, 1);
	ck_replays();
}
END_TEST

Suite *hall_suite(void)
{
	Suite *suite = suite_create("hall");
	TCase *tc = test_case(suite, "meetings", town_setup);

	tcase_add_test(tc, opened);
	tcase_add_test(tc, a_record);
	tcase_add_loop_test(tc, taken_back, 0, 2);
	tcase_add_loop_test(tc, outcomes, 0, COUNT(ends));
	tcase_add_test(tc, channels);
	tcase_add_test(tc, each_card_once);
	tcase_add_test(tc, rolls);
	tcase_add_test(tc, many_cards);
	tcase_add_test(tc, attendance_refused);
	tcase_add_test(tc, vote_refused);
	tcase_add_test(tc, secret);
	tcase_add_test(tc, secret_refused);
	tcase_add_loop_test(tc, tampered, 0, 2);
	tcase_add_test(tc, does_not_follow);
	tcase_add_test(tc, voided);
	tcase_add_test(tc, booted);
	tcase_add_test(tc, booted_twice);
	tc = test_case(suite, "opening", town_setup);
	tcase_add_test(tc, open_refused);
	tcase_add_test(tc, open_twice);
	tcase_add_test(tc, bounded);
	tcase_add_test(tc, unit_in_use);
	tcase_add_test(tc, checked);
	tc = test_case(suite, "records", town_setup);
	tcase_add_test(tc, as_it_says);
	tcase_add_test(tc, days);
	tcase_add_test(tc, in_the_way);
	tcase_add_test(tc, other_rules);
	tcase_add_test(tc, no_room_for_it);
	return suite;
}
