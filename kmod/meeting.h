/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel alone knows of a meeting that is open: the key of its cards,
 * its roll, and how a secret ballot stands.
 */
#ifndef DINH_MEETING_H
#define DINH_MEETING_H

#include <linux/kref.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/dinh.h>

#include "access.h"
#include "door.h"

#define DINH_CARD_KEY_SIZE	32
/* Digits of a card, with the final NUL. */
#define DINH_CARD_DIGITS	32

/**
 * struct dinh_hall - where a meeting is held
 * @ref: counts the list and the kiosks
 * @node: in the list of halls
 * @seq: number of the meeting
 * @unit: whose it is
 * @secret: its ballot is
 * @key: of its cards, for as long as it is open
 * @cards: in @roll
 * @roll: SHA-256 of the digits of each card, in ascending order
 * @lock: see below
 * @over: it takes no more votes
 * @present: who came
 * @cast: votes of a secret ballot
 */
struct dinh_hall {
	struct kref ref;
	struct list_head node;
	u64 seq;
	u32 unit;
	bool secret;
	u8 key[DINH_CARD_KEY_SIZE];
	u32 cards;
	u8 (*roll)[DINH_HASH_SIZE];
	/*
	 * Guards what follows. Taken in hard interrupts: a ballot is counted
	 * when its key is pressed, and leaves nothing behind.
	 */
	spinlock_t lock;
	bool over;
	u32 present;
	struct dinh_cast cast[DINH_CHANNELS];
};

/* What a press of a ballot is. */
enum dinh_choice {
	DINH_CHOICE_YES,
	DINH_CHOICE_NO,
	DINH_CHOICE_ABSTAIN,
	DINH_CHOICES,
};

int dinh_meeting_open(struct dinh_entry *entry,
		      const struct dinh_writer *writer,
		      void *roll, u32 cards, bool check_only,
		      struct dinh_refusal *why);
int dinh_meeting_attend(struct dinh_entry *entry,
			const struct dinh_writer *writer, const char *card,
			bool check_only, struct dinh_refusal *why);
int dinh_meeting_vote(struct dinh_entry *entry,
		      const struct dinh_writer *writer, bool check_only,
		      bool *secret, struct dinh_refusal *why);
int dinh_meeting_close(struct dinh_entry *entry,
		       const struct dinh_writer *writer, bool check_only,
		       bool *secret, struct dinh_refusal *why);
int dinh_meeting_void(struct dinh_entry *entry,
		      const struct dinh_writer *writer, bool check_only,
		      struct dinh_refusal *why);
void dinh_meeting_attended(const struct dinh_entry *entry);
u32 dinh_meeting_cast(const struct dinh_meeting *meeting);

/* For kiosks. */
int dinh_meeting_know_card(u64 seq, const char *card,
			   u8 known_by[DINH_CARD_SIZE],
			   struct dinh_refusal *why);
struct dinh_hall *dinh_hall_get(u64 seq);
void dinh_hall_put(struct dinh_hall *hall);
bool dinh_hall_press(struct dinh_hall *hall, enum dinh_choice choice);

void dinh_meeting_teardown(void);

#endif /* DINH_MEETING_H */
