/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tests of the engine share: a register with a clock that the test
 * turns, builders of entries, and a digest of all that can be observed.
 */
#ifndef DINH_TESTS_FIXTURE_H
#define DINH_TESTS_FIXTURE_H

#include <stdio.h>

#include "internal.h"

#define NSEC_PER_SECOND	1000000000ull
#define NSEC_A_DAY	(86400 * NSEC_PER_SECOND)
#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

/* A date's day, by the C library and not by the engine. */
u32 day_at(int year, int month, int mday) __attribute__((const));
#define DAY(y, m, d)	day_at(y, m, d)

/*
 * The world of a test.
 */

/**
 * struct world - a register and what is around it
 * @sink: the register's; first, so that it leads back to the world
 * @reg: the register
 * @now: who writes, and when
 * @why: of the last refusal
 * @bounds: of the register
 * @stream: the accepted entries, one after the other
 * @size: bytes of @stream
 * @cap: bytes allocated
 * @last: where in @stream the last one begins
 * @entries: in @stream
 * @seq: of the last entry
 * @room: largest entry for which the sink has room
 * @on_crossed: what to do then, or NULL
 * @on_lapsed: what to do then, or NULL
 * @on_overdue: what to do then, or NULL
 */
struct world {
	struct dinh_sink sink;
	struct dinh_register *reg;
	struct dinh_stamp now;
	struct dinh_refusal why;
	struct dinh_bounds bounds;
	u8 *stream;
	size_t size;
	size_t cap;
	size_t last;
	u32 entries;
	u64 seq;
	size_t room;
	void (*on_crossed)(u32 scope, unsigned int indicator, bool met);
	void (*on_lapsed)(u32 unit, unsigned int indicator);
	void (*on_overdue)(u64 seq);
};

#define UTC_OFFSET	420

/* An empty register, on the morning of a day; world_begin() writes genesis. */
struct world *world_alloc(const struct dinh_bounds *bounds, u32 day);
int world_begin(struct world *w);
void world_free(struct world *w);

/* The clocks go on together to noon of @day, and the register sees it. */
int go_to(struct world *w, u32 day);
/* Only the wall clock is stepped. */
void step_wall(struct world *w, s64 nanoseconds);

/* Hands in @entry, or asks what it would get, and frees it. */
int submit(struct world *w, struct dinh_entry *entry);
int check_only(struct world *w, struct dinh_entry *entry);
/* The same with the allocation after @n failing; @entry is not freed. */
int submit_failing(struct world *w, const struct dinh_entry *entry, long n);
/* The three of an entry of which more is the kernel's than its header. */
int submit_own(struct world *w, struct dinh_entry *entry);
int check_own(struct world *w, struct dinh_entry *entry);
int submit_own_failing(struct world *w, const struct dinh_entry *entry,
		       long n);
/* The body of the last entry that was accepted. */
#define LAST(w, type)	\
	((struct type *)((w)->stream + (w)->last + sizeof(struct dinh_entry)))

/* Replays @size bytes of a stream; stops at the first refusal. */
int replay(struct world *w, const u8 *stream, size_t size);

/*
 * Entries. Each is allocated, with the header that a writer fills in.
 */

struct dinh_entry *entry_new(u8 type, u32 unit, const void *body, size_t size);
struct dinh_entry *entry_copy(const struct dinh_entry *entry);
size_t entry_size(const struct dinh_entry *entry);
/* An entry with @text as its tail, as few NULs as its size asks for. */
struct dinh_entry *entry_text(u8 type, u32 unit, const void *body, size_t size,
			      const char *text);

struct a_unit {
	u32 parent;
	u32 since;
	u32 heads[DINH_GROUPS];
	u8 kind;
	u8 has_union;
	const char *code;
	const char *name;
};

struct dinh_entry *unit_add_entry(const struct a_unit *unit);
#define unit_add(w, ...) \
	submit(w, unit_add_entry(&(struct a_unit){ __VA_ARGS__ }))

/* @what: DINH_SET_* */
struct dinh_entry *unit_set_entry(u32 nr, u32 what, const struct a_unit *to);
#define unit_set(w, nr, what, ...) \
	submit(w, unit_set_entry(nr, what, &(struct a_unit){ __VA_ARGS__ }))

struct dinh_entry *dissolve_entry(u32 nr, u32 day, u32 n, const u32 *successor);
#define dissolve(w, nr, day)	submit(w, dissolve_entry(nr, day, 0, NULL))

struct a_record {
	u32 unit;
	const char *req;
	u16 number;
	u32 day;
	u32 until;
	u32 period;
	u32 items;
	u8 group;
	u32 count;
	u64 key;
	bool votes;
	u32 eligible;
	u32 present;
	u32 yes;
	u32 no;
	u32 abstain;
	u32 invalid;
};

/* @req names the requirement, or @number does. */
struct dinh_entry *record_entry(const struct world *w,
				const struct a_record *rec);
/* One item; .items, .group and .count say otherwise. */
#define record(w, ...) \
	submit(w, record_entry(w, &(struct a_record){ \
		.group = DINH_GROUP_NONE, .items = 1, __VA_ARGS__ }))
#define heads(w, g, n, ...) \
	record(w, .items = 0, .group = (g), .count = (n), __VA_ARGS__)

struct dinh_entry *record_end_entry(u32 nr, u64 seq, u32 day);
#define record_end(w, nr, seq, day)	\
	submit(w, record_end_entry(nr, seq, day))
struct dinh_entry *withdrawal_entry(u32 nr, u64 seq, const char *reason);
struct dinh_entry *pin_entry(u32 nr, u32 pinned);
#define withdraw(w, nr, seq)	\
	submit(w, withdrawal_entry(nr, seq, "typed twice"))

struct dinh_entry *finding_entry(u32 nr, u64 seq, u32 verdict, u32 due,
				 const char *reason);
#define strike(w, nr, seq) \
	submit(w, finding_entry(nr, seq, DINH_FINDING_STRIKE, 0, "not seen"))
#define uphold(w, nr, seq) \
	submit(w, finding_entry(nr, seq, DINH_FINDING_UPHOLD, 0, "seen"))
/* @objective: a code, or NULL */
struct dinh_entry *assignment_entry(u32 nr, u32 due, const char *objective,
				    const char *title);
#define assign(w, nr, due)	\
	submit(w, assignment_entry(nr, due, NULL, "a report"))
struct dinh_entry *completion_entry(u32 nr, u64 seq, u32 day,
				    const char *result);
#define complete(w, nr, seq, day)	\
	submit(w, completion_entry(nr, seq, day, "handed in"))
/* @type: DINH_ENTRY_GRANT or DINH_ENTRY_REVOKE */
struct dinh_entry *grant_entry(u8 type, u32 nr, u8 subject, u32 id, u8 role);
struct dinh_entry *review_entry(u32 nr, u32 kind);

struct dinh_entry *rating_entry(u32 nr, u64 kiosk, u8 score, u8 low_reason);
#define rate(w, nr, score, low)	\
	submit(w, rating_entry(nr, 0, score, DINH_LOW_##low))
struct dinh_entry *visits_entry(u32 nr, u32 visits);
#define visit(w, nr, n)	submit_own(w, visits_entry(nr, n))

struct a_meeting {
	u32 unit;
	const char *req;
	u16 number;
	u8 ballot;
	u64 key;
	u32 day;
	u32 until;
	u32 period;
	u32 items;
	u32 eligible;
	u32 cards;
};

/* @req or @number as of a record; with @cards, a roll. */
struct dinh_entry *meeting_open_entry(const struct world *w,
				      const struct a_meeting *meeting);
#define open_meeting(w, ...) \
	submit_own(w, meeting_open_entry(w, &(struct a_meeting){ \
		.day = (w)->reg->today, __VA_ARGS__ }))
/*
 * What a meeting knows a card by. Each third begins alike, for the last slot of
 * whatever table.
 */
void card_bytes(u8 to[DINH_CARD_SIZE], u64 card);
/* @card: a number, or 0 for none */
struct dinh_entry *attendance_entry(u32 nr, u64 meeting, u64 kiosk, u64 card,
				    u32 count);
#define attend(w, nr, meeting, count)	\
	submit(w, attendance_entry(nr, meeting, 0, 0, count))
struct dinh_entry *vote_entry(u32 nr, u64 meeting, u64 kiosk,
			      const struct dinh_cast *cast);
/* @y, and no, abstain and invalid. */
#define vote(w, nr, meeting, y, ...)	\
	submit(w, vote_entry(nr, meeting, 0, &(struct dinh_cast){ \
		.yes = (y), __VA_ARGS__ }))
/* @cast: by channel, or NULL for those of an open ballot */
struct dinh_entry *meeting_close_entry(const struct world *w, u64 meeting,
				       const struct dinh_cast *cast);
#define close_meeting(w, meeting)	\
	submit_own(w, meeting_close_entry(w, meeting, NULL))
struct dinh_entry *meeting_void_entry(u32 nr, u64 meeting, u32 why,
				      const char *reason);
#define void_meeting(w, nr, meeting)	\
	submit_own(w, meeting_void_entry(nr, meeting, DINH_VOID_ASKED, \
					 "no electricity"))

struct dinh_entry *kiosk_bind_entry(u32 nr, u8 role, u64 meeting, u8 flags,
				    const char *device);
#define bind_kiosk(w, nr, role, meeting)	\
	submit_own(w, kiosk_bind_entry(nr, DINH_KIOSK_##role, meeting, 0, \
				       "usb-1.2/input0"))
struct dinh_entry *kiosk_unbind_entry(u32 nr, u64 kiosk, u32 why);
#define unbind_kiosk(w, nr, kiosk)	\
	submit_own(w, kiosk_unbind_entry(nr, kiosk, DINH_UNBIND_ASKED))
struct dinh_entry *loss_entry(u32 nr, u64 kiosk, u64 presses);
/* @fill: each byte of the root, one more than each of what was before */
struct dinh_entry *tpm_entry(u64 size, u32 pcr, u8 fill);
/* The machine starts anew, an hour later. */
int boot_again(struct world *w);

/*
 * Programmes.
 */

#define PROG_ITEMS_MAX	1024

/**
 * struct prog - a programme being put together
 *
 * All titles are one text. @text is what follows the first NUL.
 */
struct prog {
	struct dinh_programme head;
	u16 instruments;
	u16 requirements;
	u16 items;
	u16 indicators;
	u16 objectives;
	struct dinh_instrument instrument[DINH_INSTRUMENTS_MAX];
	struct dinh_requirement requirement[DINH_REQUIREMENTS_MAX];
	struct dinh_item item[PROG_ITEMS_MAX];
	struct dinh_indicator indicator[DINH_INDICATORS_MAX];
	struct dinh_objective objective[DINH_OBJECTIVES_MAX];
};

/* With one instrument and one objective. */
struct prog *prog_new(const char *code, u32 from);
/* Valid once, for @kinds, with @items items. */
struct dinh_requirement *prog_requirement(struct prog *prog, const char *code,
					  u16 kinds, unsigned int items);
/* 100 %, in units, for @kinds; @codes are requirements, NULL ends them. */
struct dinh_indicator *prog_indicator(struct prog *prog, const char *code,
				      u16 kinds, const char * const *codes);
#define CODES(...)	((const char * const []){ __VA_ARGS__, NULL })
struct dinh_share share(u16 num, u16 den, u8 of, bool strict);
struct dinh_entry *prog_entry(const struct prog *prog);
/* Loads it, and frees it. */
int prog_load(struct world *w, struct prog *prog);

/* Where the parts of a programme's entry are. */
struct parts {
	struct dinh_programme *head;
	struct dinh_instrument *instrument;
	struct dinh_requirement *requirement;
	struct dinh_item *item;
	struct dinh_indicator *indicator;
	struct dinh_objective *objective;
	char *texts;
};

struct parts prog_parts(struct dinh_entry *entry);

/*
 * A small programme that has one requirement of each sort, from 2017-01-01,
 * late after 30 days:
 *
 *	regs	localities, agencies	once, 3 items
 *	talk	communes, wards		period of 12 months
 *	quarter	agencies		period of 3 months, grace 1 month 10 days
 *	dialog	enterprises		rolling, 90 days; 10 employees and more
 *	yearly	public units		rolling, 12 months, grace 2 months
 *	learn	localities		once; counts cadres and residents
 *	post	agencies		rolling 12 months, 30 days posted
 *	agree	enterprises		stated, 12 to 36 months, grace 90 days
 *	conf	agencies		period of 12 months; quorum 2/3 of
 *					eligible, over 1/2 of present
 *	vote	communes		once; quorum 1/2 of voters (group),
 *					over 1/2 of all households
 *	union	enterprises with union	once
 *
 * and the indicators i-regs (100 %), i-talk (100 %), i-learn (persons, 100 %),
 * i-agree (non-state with union: union and agree, over 70 %), i-work
 * (enterprises: dialog and agree, 50 %), i-post (no threshold), i-conf.
 */
struct prog *small_programme(void);
#define LOCALITIES_OF_TEST	(BIT(DINH_KIND_COMMUNE) | BIT(DINH_KIND_WARD))
#define ENTERPRISES_OF_TEST	(BIT(DINH_KIND_STATE_ENTERPRISE) | \
				 BIT(DINH_KIND_NONSTATE_ENTERPRISE))

/*
 * The same, and i-tasks, which counts assignments of agencies and localities,
 * and i-answers, which counts the answers of all units; over 90 %, and without
 * a threshold.
 */
struct prog *tasks_programme(void);

/* Index in the programme in force of the one with @code. */
unsigned int indicator(const struct world *w, const char *code);
const struct dinh_rule *rule(const struct world *w, const char *code);
struct dinh_figure figure(const struct world *w, u32 scope, const char *code);
enum dinh_standing standing(const struct world *w, u32 nr, const char *code);

/*
 * Refusals.
 */

const char *refusal_name(enum dinh_refusal_id id);
int refusal_error(enum dinh_refusal_id id);
unsigned int refusal_count(void);
/* Whether @text is what the pattern of @id makes of some figures. */
bool refusal_is(enum dinh_refusal_id id, const char *text);
/* Shared by all processes of a run. */
extern unsigned int *refusals_seen;
void refusals_begin(void);

/*
 * Digest.
 */

struct digest {
	u8 hash[DINH_HASH_SIZE];
};

/* @out: where to print what goes into it, or NULL */
struct digest digest_of(const struct world *w, FILE *out);
bool digest_same(const struct digest *a, const struct digest *b);

#endif /* DINH_TESTS_FIXTURE_H */
