// SPDX-License-Identifier: GPL-2.0-only
/*
 * Meetings, between the door and the register. A card becomes a hash with a key
 * that is made when the meeting opens and is gone when it ends. Ballots of a
 * secret vote are added up here and nowhere else: there is no list of them, no
 * time and no order, and no way to ask how they stand.
 */
#include <crypto/blake2s.h>
#include <crypto/sha2.h>
#include <linux/bsearch.h>
#include <linux/ctype.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "kiosk.h"
#include "meeting.h"

/* One a meeting that is open. Guarded by dinh_door.lock. */
static LIST_HEAD(halls);

static struct dinh_hall *find_hall(u64 seq)
{
	struct dinh_hall *hall;

	list_for_each_entry(hall, &halls, node)
		if (hall->seq == seq)
			return hall;
	return NULL;
}

static void free_hall(struct kref *ref)
{
	struct dinh_hall *hall = container_of(ref, struct dinh_hall, ref);

	kvfree_sensitive(hall->roll, (size_t)hall->cards * DINH_HASH_SIZE);
	kfree_sensitive(hall);
}

/**
 * dinh_hall_get - hold on to a meeting that is open
 * @seq: its number
 *
 * Context: the caller holds dinh_door.lock.
 * Return: it, for dinh_hall_put(), or NULL.
 */
struct dinh_hall *dinh_hall_get(u64 seq)
{
	struct dinh_hall *hall = find_hall(seq);

	if (hall)
		kref_get(&hall->ref);
	return hall;
}

/**
 * dinh_hall_put - let it go
 * @hall: the meeting, or NULL
 */
void dinh_hall_put(struct dinh_hall *hall)
{
	if (hall)
		kref_put(&hall->ref, free_hall);
}

/*
 * The roll.
 */

static int compare_digests(const void *a, const void *b)
{
	return memcmp(a, b, DINH_HASH_SIZE);
}

static int sort_roll(u8 (*roll)[DINH_HASH_SIZE], u32 cards,
		     struct dinh_refusal *why)
{
	u32 i;

	sort(roll, cards, sizeof(*roll), compare_digests, NULL);
	for (i = 1; i < cards; i++)
		if (!memcmp(roll[i - 1], roll[i], sizeof(*roll)))
			return dinh_refuse(why, DINH_REFUSED_ROLL_TWICE,
					   DINH_A_ROLL);
	return 0;
}

static struct dinh_hall *make_hall(const struct dinh_entry *entry,
				   u8 (*roll)[DINH_HASH_SIZE], u32 cards)
{
	const struct dinh_meeting_open *body = (const void *)(entry + 1);
	struct dinh_hall *hall = kzalloc(sizeof(*hall), GFP_KERNEL_ACCOUNT);

	if (!hall)
		return NULL;
	kref_init(&hall->ref);
	spin_lock_init(&hall->lock);
	hall->unit = le32_to_cpu(entry->unit);
	hall->secret = body->ballot == DINH_BALLOT_SECRET;
	hall->roll = roll;
	hall->cards = cards;
	get_random_bytes(hall->key, sizeof(hall->key));
	return hall;
}

/**
 * dinh_meeting_open - open a meeting
 * @entry: of type DINH_ENTRY_MEETING_OPEN, without its roll
 * @writer: what the calling task writes through
 * @roll: digests of its cards, in any order; taken over, whatever comes
 * @cards: how many
 * @check_only: say whether it would be opened, and do nothing
 * @why: filled on refusal
 *
 * Context: may sleep; takes dinh_door.lock.
 * Return: 0 or a negative errno.
 */
int dinh_meeting_open(struct dinh_entry *entry,
		      const struct dinh_writer *writer,
		      void *roll, u32 cards, bool check_only,
		      struct dinh_refusal *why)
{
	struct dinh_meeting_open *body = (void *)(entry + 1);
	struct dinh_hall *hall = make_hall(entry, roll, cards);
	int err;

	if (!hall) {
		kvfree_sensitive(roll, (size_t)cards * DINH_HASH_SIZE);
		return dinh_refuse(why, DINH_REFUSED_NO_MEMORY, 0);
	}
	err = sort_roll(roll, cards, why);
	if (cards) {
		body->cards = cpu_to_le32(cards);
		sha256((const u8 *)roll, (size_t)cards * DINH_HASH_SIZE, body->roll);
	}
	if (!err) {
		scoped_guard(rwsem_write, &dinh_door.lock) {
			err = dinh_door_submit_locked(entry, writer,
						      check_only, why);
			if (!err && !check_only) {
				hall->seq = le64_to_cpu(entry->seq);
				kref_get(&hall->ref);
				list_add_tail(&hall->node, &halls);
			}
		}
		dinh_door_submitted(entry->type, check_only, err, why);
	}
	dinh_hall_put(hall);
	return err;
}

/*
 * Attendance.
 */

static int check_card(const char *card, struct dinh_refusal *why)
{
	size_t i;

	for (i = 0; isdigit(card[i]) && i < DINH_CARD_DIGITS; i++)
		;
	if (i && !card[i])
		return 0;
	return dinh_refuse(why, DINH_REFUSED_CARD_FORM, DINH_A_CARD);
}

/**
 * dinh_meeting_know_card - what a meeting knows a card by
 * @seq: number of the meeting
 * @card: digits of the card
 * @known_by: filled
 * @why: filled on refusal
 *
 * Context: the caller holds dinh_door.lock.
 * Return: 0, or a negative errno where it is not in the roll.
 */
int dinh_meeting_know_card(u64 seq, const char *card,
			   u8 known_by[DINH_CARD_SIZE],
			   struct dinh_refusal *why)
{
	const struct dinh_hall *hall = find_hall(seq);
	u8 digest[DINH_HASH_SIZE];
	int err = check_card(card, why);

	if (err)
		return err;
	if (!hall)
		return dinh_refuse(why, DINH_REFUSED_MEETING_UNKNOWN,
				   DINH_A_MEETING, seq);
	sha256((const u8 *)card, strlen(card), digest);
	if (hall->cards && !bsearch(digest, hall->roll, hall->cards,
				    sizeof(*hall->roll), compare_digests))
		err = dinh_refuse(why, DINH_REFUSED_CARD_UNKNOWN, DINH_A_CARD,
				  (u64)hall->cards);
	else
		blake2s(known_by, digest, hall->key, DINH_CARD_SIZE,
			sizeof(digest), sizeof(hall->key));
	memzero_explicit(digest, sizeof(digest));
	return err;
}

/**
 * dinh_meeting_attend - note who came to a meeting, as a recorder types it
 * @entry: of type DINH_ENTRY_ATTENDANCE, without what a card is known by
 * @writer: what the calling task writes through
 * @card: digits of a card, or NULL
 * @check_only: say whether it would be noted, and do nothing
 * @why: filled on refusal
 *
 * Context: may sleep; takes dinh_door.lock.
 * Return: 0 or a negative errno.
 */
int dinh_meeting_attend(struct dinh_entry *entry,
			const struct dinh_writer *writer, const char *card,
			bool check_only, struct dinh_refusal *why)
{
	struct dinh_attendance *body = (void *)(entry + 1);
	int err;

	scoped_guard(rwsem_write, &dinh_door.lock) {
		/* Whether a card is in a roll is told to who may ask. */
		err = dinh_door_admit(entry, writer, why);
		if (!err && card)
			err = dinh_meeting_know_card(le64_to_cpu(body->meeting),
						     card, body->card, why);
		err = err ?: dinh_door_submit_locked(entry, writer, check_only,
						     why);
	}
	dinh_door_submitted(entry->type, check_only, err, why);
	return err;
}

/**
 * dinh_meeting_attended - have a meeting take votes of those who came
 * @entry: an attendance that was accepted
 *
 * Context: the caller holds dinh_door.lock for writing.
 */
void dinh_meeting_attended(const struct dinh_entry *entry)
{
	const struct dinh_attendance *body = (const void *)(entry + 1);
	struct dinh_hall *hall = find_hall(le64_to_cpu(body->meeting));

	if (!hall)
		return;
	spin_lock_irq(&hall->lock);
	hall->present += le32_to_cpu(body->count);
	spin_unlock_irq(&hall->lock);
}

/*
 * Votes.
 */

static u64 sum_of(const struct dinh_cast *cast)
{
	return (u64)cast->yes + cast->no + cast->abstain + cast->invalid;
}

static u64 sum_at(const struct dinh_hall *hall)
{
	return sum_of(&hall->cast[DINH_CHANNEL_TYPED]) +
	       sum_of(&hall->cast[DINH_CHANNEL_KIOSK]);
}

/**
 * dinh_hall_press - count a ballot of a secret vote
 * @hall: the meeting
 * @choice: what was pressed
 *
 * Context: any, with interrupts off.
 * Return: whether somebody who came had not voted yet.
 */
bool dinh_hall_press(struct dinh_hall *hall, enum dinh_choice choice)
{
	struct dinh_cast *cast = &hall->cast[DINH_CHANNEL_KIOSK];
	bool may;

	spin_lock(&hall->lock);
	may = !hall->over && sum_at(hall) < hall->present;
	cast->yes += may && choice == DINH_CHOICE_YES;
	cast->no += may && choice == DINH_CHOICE_NO;
	cast->abstain += may && choice == DINH_CHOICE_ABSTAIN;
	spin_unlock(&hall->lock);
	return may;
}

/**
 * dinh_meeting_cast - how many votes were cast
 * @meeting: the meeting
 *
 * Context: the caller holds dinh_door.lock.
 * Return: how many, whatever they were.
 */
u32 dinh_meeting_cast(const struct dinh_meeting *meeting)
{
	struct dinh_hall *hall = find_hall(meeting->seq);
	u32 cast;

	if (meeting->open.ballot == DINH_BALLOT_OPEN)
		return sum_of(&meeting->cast[DINH_CHANNEL_TYPED]) +
		       sum_of(&meeting->cast[DINH_CHANNEL_KIOSK]);
	if (!hall)
		return 0;
	spin_lock_irq(&hall->lock);
	cast = sum_at(hall);
	spin_unlock_irq(&hall->lock);
	return cast;
}

static struct dinh_cast votes_of(const struct dinh_vote *body)
{
	return (struct dinh_cast) {
		.yes = le32_to_cpu(body->yes),
		.no = le32_to_cpu(body->no),
		.abstain = le32_to_cpu(body->abstain),
		.invalid = le32_to_cpu(body->invalid),
	};
}

/* Ballots that were counted by hand. */
static int add_typed(struct dinh_hall *hall, const struct dinh_vote *body,
		     bool check_only, struct dinh_refusal *why)
{
	struct dinh_cast *cast = &hall->cast[DINH_CHANNEL_TYPED];
	struct dinh_cast more = votes_of(body);
	u64 all, present;

	if (!sum_of(&more))
		return dinh_refuse(why, DINH_REFUSED_VOTES_NONE, DINH_A_YES);
	spin_lock_irq(&hall->lock);
	all = sum_at(hall) + sum_of(&more);
	present = hall->present;
	if (all <= present && !check_only) {
		cast->yes += more.yes;
		cast->no += more.no;
		cast->abstain += more.abstain;
		cast->invalid += more.invalid;
	}
	spin_unlock_irq(&hall->lock);
	if (all <= present)
		return 0;
	return dinh_refuse(why, DINH_REFUSED_VOTES_CAST, DINH_A_YES, all,
			   present);
}

static int vote_locked(struct dinh_entry *entry,
		       const struct dinh_writer *writer, bool check_only,
		       bool *secret, struct dinh_refusal *why)
{
	const struct dinh_vote *body = (const void *)(entry + 1);
	struct dinh_hall *hall = find_hall(le64_to_cpu(body->meeting));

	*secret = hall && hall->secret;
	if (!*secret)
		return dinh_door_submit_locked(entry, writer, check_only, why);
	return dinh_door_admit(entry, writer, why) ?:
	       add_typed(hall, body, check_only, why);
}

/**
 * dinh_meeting_vote - count votes that a recorder types
 * @entry: of type DINH_ENTRY_VOTE
 * @writer: what the calling task writes through
 * @check_only: say whether they would be counted, and do nothing
 * @secret: filled: they are of a secret ballot, and no entry was made
 * @why: filled on refusal
 *
 * Context: may sleep; takes dinh_door.lock.
 * Return: 0 or a negative errno.
 */
int dinh_meeting_vote(struct dinh_entry *entry,
		      const struct dinh_writer *writer, bool check_only,
		      bool *secret, struct dinh_refusal *why)
{
	int err;

	scoped_guard(rwsem_write, &dinh_door.lock)
		err = vote_locked(entry, writer, check_only, secret, why);
	dinh_door_submitted(entry->type, check_only, err, why);
	return err;
}

/*
 * The end.
 */

/* No vote comes after this. */
static void stop_votes(struct dinh_hall *hall, bool over,
		       struct dinh_cast cast[DINH_CHANNELS])
{
	spin_lock_irq(&hall->lock);
	hall->over = over;
	memcpy(cast, hall->cast, sizeof(hall->cast));
	spin_unlock_irq(&hall->lock);
}

static void leave_hall(struct dinh_hall *hall)
{
	list_del(&hall->node);
	dinh_hall_put(hall);
	dinh_kiosk_look();
}

static int close_locked(struct dinh_entry *entry,
			const struct dinh_writer *writer, bool check_only,
			bool *secret, struct dinh_refusal *why)
{
	struct dinh_meeting_close *body = (void *)(entry + 1);
	u64 seq = le64_to_cpu(body->meeting);
	struct dinh_cast cast[DINH_CHANNELS];
	const struct dinh_meeting *meeting;
	struct dinh_hall *hall;
	int err;

	err = dinh_door_admit(entry, writer, why);
	if (err)
		return err;
	meeting = dinh_meeting(dinh_door.reg, seq);
	hall = find_hall(seq);
	if (!meeting || !hall)
		return dinh_refuse(why, DINH_REFUSED_MEETING_UNKNOWN,
				   DINH_A_MEETING, seq);
	*secret = hall->secret;
	stop_votes(hall, true, cast);
	/* Who only asks whether it can be closed learns nothing of its votes. */
	if (check_only)
		memset(cast, 0, sizeof(cast));
	dinh_meeting_fill(dinh_door.reg, meeting,
			  *secret ? cast : meeting->cast, body);
	err = dinh_door_submit_locked(entry, writer, check_only, why);
	if (err || check_only)
		stop_votes(hall, false, cast);
	else
		leave_hall(hall);
	memzero_explicit(cast, sizeof(cast));
	return err;
}

/**
 * dinh_meeting_close - close a meeting
 * @entry: of type DINH_ENTRY_MEETING_CLOSE; has the meeting's number and a
 *	document, the rest is filled
 * @writer: what the calling task writes through
 * @check_only: say whether it can be closed, and do nothing; a secret ballot is
 *	then taken for one without votes
 * @secret: filled: the ballot is
 * @why: filled on refusal
 *
 * Context: may sleep; takes dinh_door.lock.
 * Return: 0 or a negative errno.
 */
int dinh_meeting_close(struct dinh_entry *entry,
		       const struct dinh_writer *writer, bool check_only,
		       bool *secret, struct dinh_refusal *why)
{
	int err;

	scoped_guard(rwsem_write, &dinh_door.lock)
		err = close_locked(entry, writer, check_only, secret, why);
	dinh_door_submitted(entry->type, check_only, err, why);
	return err;
}

/**
 * dinh_meeting_void - end a meeting of which nothing counts
 * @entry: of type DINH_ENTRY_MEETING_VOID
 * @writer: what the calling task writes through
 * @check_only: say whether it can be ended, and do nothing
 * @why: filled on refusal
 *
 * Context: may sleep; takes dinh_door.lock.
 * Return: 0 or a negative errno.
 */
int dinh_meeting_void(struct dinh_entry *entry,
		      const struct dinh_writer *writer, bool check_only,
		      struct dinh_refusal *why)
{
	const struct dinh_meeting_void *body = (const void *)(entry + 1);
	struct dinh_cast cast[DINH_CHANNELS];
	struct dinh_hall *hall;
	int err;

	scoped_guard(rwsem_write, &dinh_door.lock) {
		err = dinh_door_submit_locked(entry, writer, check_only, why);
		hall = find_hall(le64_to_cpu(body->meeting));
		if (!err && !check_only && hall) {
			stop_votes(hall, true, cast);
			memzero_explicit(cast, sizeof(cast));
			leave_hall(hall);
		}
	}
	dinh_door_submitted(entry->type, check_only, err, why);
	return err;
}

/**
 * dinh_meeting_teardown - forget what is known of meetings that are open
 *
 * The door is closed, and no kiosk is bound.
 */
void dinh_meeting_teardown(void)
{
	struct dinh_hall *hall, *next;

	list_for_each_entry_safe(hall, next, &halls, node) {
		list_del(&hall->node);
		dinh_hall_put(hall);
	}
}
