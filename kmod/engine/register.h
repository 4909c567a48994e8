/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The register: state = fold(apply, entries).
 *
 * The engine does no input or output, takes no lock and reads no clock. Its
 * caller serialises writers against everything, lets readers run together, and
 * hands in the author and the time of each entry. It is compiled into the
 * module and, natively, into a library; it allocates memory before an entry is
 * accepted, so that applying an accepted entry cannot fail.
 */
#ifndef DINH_REGISTER_H
#define DINH_REGISTER_H

#include <linux/types.h>
#include <linux/xarray.h>
#include <linux/dinh.h>

#define DINH_BOUND_UNITS	1048576u
#define DINH_BOUND_RECORDS	1024u
/* A unit's records are numbered in 16 bits, sequence numbers in 38. */
#define DINH_BOUND_UNITS_MAX	16777216u
#define DINH_BOUND_RECORDS_MAX	65535u
#define DINH_SEQ_MAX		((1ull << 38) - 1)

/**
 * struct dinh_stamp - author and time of an entry
 * @wall: nanoseconds since 1970-01-01 UTC
 * @boot: nanoseconds since boot
 * @uid: in the initial user namespace
 * @loginuid: or DINH_UID_NONE
 */
struct dinh_stamp {
	u64 wall;
	u64 boot;
	u32 uid;
	u32 loginuid;
};

/**
 * struct dinh_refusal - why something was refused
 * @error: negative errno
 * @attr: enum dinh_attr of the guilty value, or 0
 * @text: from refusals.h, with its figures
 */
struct dinh_refusal {
	int error;
	u16 attr;
	char text[DINH_MESSAGE_SIZE];
};

enum dinh_refusal_id {
#define DINH_REFUSAL(id, ...) DINH_REFUSED_##id,
#include "refusals.h"
#undef DINH_REFUSAL
};

int dinh_refuse(struct dinh_refusal *why, enum dinh_refusal_id id,
		unsigned int attr, ...);

struct dinh_assign;

/**
 * struct dinh_sink - where a register tells what happened; called by a writer,
 * with the writer's serialisation held
 * @reserve: make room for entries of so many bytes, or refuse; the room holds
 *	until the next call of @reserve. With @check_only, say whether there is
 *	room, and make none
 * @entry: an entry was accepted, and its leaf is in the tree
 * @crossed: an indicator of a scope reached its threshold or fell below it; on a
 *	day from which other rules apply, one that had the same code the day
 *	before. That a programme is loaded tells nothing
 * @lapsed: a day passed, and a unit no longer meets an indicator, whether for its
 *	records or for the rules
 * @overdue: a day passed, and an assignment is overdue
 */
struct dinh_sink {
	int (*reserve)(struct dinh_sink *sink, size_t bytes, bool check_only,
		       struct dinh_refusal *why);
	void (*entry)(struct dinh_sink *sink, const struct dinh_entry *entry,
		      const u8 leaf[DINH_HASH_SIZE]);
	void (*crossed)(struct dinh_sink *sink, u32 scope,
			unsigned int indicator, bool met);
	void (*lapsed)(struct dinh_sink *sink, u32 unit,
		       unsigned int indicator);
	void (*overdue)(struct dinh_sink *sink,
			const struct dinh_assign *assign);
};

/**
 * struct dinh_bounds - looked at when an entry is new, never on a replay
 * @units: units, dissolved ones included
 * @records: records of one unit that are kept
 */
struct dinh_bounds {
	u32 units;
	u32 records;
};

/**
 * struct dinh_figure - a tally
 * @num: units or heads that meet the indicator, or assignments done in time
 * @den: units or heads that should, or assignments done or overdue
 * @unknown: units for which a headcount would have to be known; counted in
 *	units, these are in neither of the others; counted in persons, the others
 *	have the groups of theirs that are known; or assignments that are open
 *	and not due yet, in neither of the others
 */
struct dinh_figure {
	u64 num;
	u64 den;
	u64 unknown;
};

/**
 * struct dinh_ratings - what people say of a unit, or of several
 * @count: how many ratings
 * @sum: of their scores
 * @low: of those at most DINH_SCORE_LOW, by enum dinh_low_reason
 */
struct dinh_ratings {
	u64 count;
	u64 sum;
	u64 low[DINH_LOW_REASONS];
};

/**
 * struct dinh_tally - of a unit with children: itself and all below it
 * @records: accepted for living units
 * @late: of these, recorded late
 * @ratings: of it and all below it
 * @met: while a day passes from which other rules apply, or a year begins: bit
 *	n: indicator n of these was reached before
 * @fig: by index of the indicator in the programme in force
 */
struct dinh_tally {
	u64 records;
	u64 late;
	struct dinh_ratings ratings;
	u64 met;
	struct dinh_figure fig[];
};

#define DINH_REC_LATE		0x01u
#define DINH_REC_WITHDRAWN	0x02u
#define DINH_REC_STRUCK		0x04u
#define DINH_REC_UPHELD		0x08u
/* It counts nowhere. */
#define DINH_REC_VOID		(DINH_REC_WITHDRAWN | DINH_REC_STRUCK)

/**
 * struct dinh_rec - what is kept of a record
 * @seq: its entry
 * @requirement: register-wide number
 * @group: enum dinh_group or DINH_GROUP_NONE
 * @flags: DINH_REC_*
 * @programme: index of the one that it was judged by when it was accepted
 * @key: 0 for none
 * @day: it happened
 * @last: last day on which it counts, or DINH_REC_FOREVER
 * @days: from @day to its stated end, or to the one that came before that; 0
 *	where none is stated, DINH_REC_DAYS_MAX where it is too far
 * @value: items, or heads where the requirement counts heads
 * @author: index in the register's table of authors
 */
struct dinh_rec {
	u64 seq : 38;
	u64 requirement : 12;
	u64 group : 4;
	u64 flags : 4;
	u64 programme : 6;
	u64 key;
	u64 day : 22;
	u64 last : 22;
	u64 days : 20;
	u32 value;
	u32 author;
};

#define DINH_REC_FOREVER	0x3fffffu
#define DINH_REC_DAYS_MAX	0xfffffu

/**
 * dinh_rec_last - last day on which a record counts
 * @rec: the record
 *
 * Return: a day, or DINH_DAY_FOREVER.
 */
static inline u32 dinh_rec_last(const struct dinh_rec *rec)
{
	return rec->last == DINH_REC_FOREVER ? DINH_DAY_FOREVER : rec->last;
}

/**
 * dinh_rec_until - last day of what a record tells of
 * @rec: the record
 *
 * Return: a day, DINH_DAY_NONE where none is stated, or DINH_DAY_FOREVER where
 * it is too far to be kept.
 */
static inline u32 dinh_rec_until(const struct dinh_rec *rec)
{
	if (!rec->days)
		return DINH_DAY_NONE;
	return rec->days == DINH_REC_DAYS_MAX ? DINH_DAY_FOREVER :
						rec->day + rec->days - 1;
}

/**
 * struct dinh_unit - one establishment; unit 0 is the register
 * @recs: records that still count, or whose key is remembered
 * @tally: of it and all below it; NULL as long as it never had a child
 * @nr: its number, in the order of adding
 * @parent: number of the unit above
 * @since: first day
 * @until: last day, 0 while it lives
 * @due: day on which a record no longer counts first, 0 for none; may be early
 * @due_next: next unit in the bucket of that day
 * @due_prev: previous one
 * @records: accepted in all
 * @late: of these, late
 * @children: living units right below
 * @n: entries of @recs in use
 * @cap: entries of @recs
 * @kind: enum dinh_kind
 * @has_union: 0 or 1
 * @headcount: by group, or DINH_COUNT_UNKNOWN
 * @text: its code and its name, one after the other, each with its NUL
 * @hash: of its code
 * @hash_next: next unit in the bucket of its code, 0 at the end
 * @child: first living unit below, 0 for none
 * @next: next living unit under the same parent
 * @prev: previous one
 *
 * Two lines of a cache: the first has what a record is about.
 */
struct dinh_unit {
	struct dinh_rec *recs;
	struct dinh_tally *tally;
	u32 nr;
	u32 parent;
	u32 since;
	u32 until;
	u32 due;
	u32 due_next;
	u32 due_prev;
	u32 records;
	u32 late;
	u32 children;
	u16 n;
	u16 cap;
	u8 kind;
	u8 has_union;
	u32 headcount[DINH_GROUPS];
	char *text;
	u32 hash;
	u32 hash_next;
	u32 child;
	u32 next;
	u32 prev;
};

/**
 * struct dinh_assign - an assignment, or the answer that a finding asks for
 * @next: the unit's next one
 * @seq: its entry
 * @unit: whose it is
 * @given: the day on which it was made
 * @due: last day on which it is done in time
 * @completed: day on which it was done, 0 while it is open
 * @is_finding: a finding made it
 * @objective: code, or empty
 * @title: what is to be done
 */
struct dinh_assign {
	struct dinh_assign *next;
	u64 seq;
	u32 unit;
	u32 given;
	u32 due;
	u32 completed;
	bool is_finding;
	char objective[DINH_CODE_SIZE];
	char title[];
};

/**
 * struct dinh_grants - who may do what, where
 * @unit: its scope, 0 for the register
 * @id: uid or gid
 * @subject: enum dinh_subject
 * @role: enum dinh_role
 */
struct dinh_grants {
	u32 unit;
	u32 id;
	u8 subject;
	u8 role;
};

/**
 * struct dinh_cast - votes that were cast
 * @yes: in favour
 * @no: against
 * @abstain: blank
 * @invalid: not valid
 */
struct dinh_cast {
	u32 yes;
	u32 no;
	u32 abstain;
	u32 invalid;
};

/* Where something comes from. */
enum dinh_channel {
	DINH_CHANNEL_TYPED,
	DINH_CHANNEL_KIOSK,
	DINH_CHANNELS,
};

/**
 * struct dinh_meeting - a meeting that is open
 * @seq: its entry
 * @unit: whose it is
 * @open: as it was opened
 * @present: who came, by channel
 * @cast: votes of an open ballot, by channel
 * @n_cards: cards that came, in @card
 * @cap: slots of @card, a power of two, or 0
 * @card: what they are known by, at a slot that its beginning tells or one of
 *	the next; a slot of zeros is free
 */
struct dinh_meeting {
	u64 seq;
	u32 unit;
	struct dinh_meeting_open open;
	u32 present[DINH_CHANNELS];
	struct dinh_cast cast[DINH_CHANNELS];
	u32 n_cards;
	u32 cap;
	u8 (*card)[DINH_CARD_SIZE];
};

/**
 * struct dinh_needs - what a meeting needs to be valid
 * @present: for its quorum, 0 where none is asked or of nobody
 * @yes: for its majority, 0 where none is asked or of nobody
 * @outcome: enum dinh_outcome, as it stands
 */
struct dinh_needs {
	u32 present;
	u32 yes;
	enum dinh_outcome outcome;
};

/**
 * struct dinh_kiosk - an input device that is bound
 * @seq: its entry
 * @meeting: whose presses it brings, or 0
 * @unit: whose they are
 * @role: enum dinh_kiosk_role
 * @flags: DINH_KIOSK_VIRTUAL
 */
struct dinh_kiosk {
	u64 seq;
	u64 meeting;
	u32 unit;
	u8 role;
	u8 flags;
};

/**
 * struct dinh_sealed - what a PCR should hold
 * @size: of the checkpoint that was extended into it last, 0 for none since the
 *	ledger was restored
 * @pcr: its number
 * @value: after that, in the bank of SHA-256
 */
struct dinh_sealed {
	u64 size;
	u32 pcr;
	u8 value[DINH_HASH_SIZE];
};

struct dinh_share_rule {
	u16 num;
	u16 den;
	u8 of;
	u8 group;
	u8 strict;
};

/*
 * struct dinh_rule - a requirement, compiled
 * @indicators: bit n: indicator n of the same programme asks for it
 * @items: bits of all its items
 * @number: register-wide
 *
 * The rest is as in struct dinh_requirement.
 */
struct dinh_rule {
	u64 indicators;
	u32 items;
	u32 from;
	u32 until;
	u32 headcount_min;
	u16 number;
	u16 kinds;
	u16 months;
	u16 days;
	u16 grace_months;
	u16 grace;
	u16 term_min;
	u16 term_max;
	u16 posting;
	u8 groups;
	u8 has_union;
	u8 validity;
	u8 headcount_group;
	struct dinh_share_rule quorum;
	struct dinh_share_rule majority;
};

/*
 * struct dinh_measure - an indicator, compiled
 * @requirement: indices of rules of the same programme
 *
 * The rest is as in struct dinh_indicator.
 */
struct dinh_measure {
	u16 kinds;
	u8 has_union;
	u8 counted;
	u8 threshold;
	u8 percent;
	u8 requirements;
	u8 requirement[DINH_INDICATOR_REQUIREMENTS_MAX];
};

/**
 * struct dinh_rules - a programme that was loaded
 * @from: first day
 * @late_days: see struct dinh_programme
 * @n_rules: number of @rule
 * @n_measures: number of @measure
 * @rule: its requirements
 * @measure: its indicators
 * @by_number: index + 1 of the requirement with a register-wide number, or 0
 * @n_numbers: number of @by_number
 * @size: of @body
 * @body: as it was loaded, checked: every offset and index in it is good
 */
struct dinh_rules {
	u32 from;
	u32 late_days;
	u16 n_rules;
	u16 n_measures;
	struct dinh_rule *rule;
	struct dinh_measure *measure;
	u16 *by_number;
	u32 n_numbers;
	size_t size;
	struct dinh_programme *body;
};

struct dinh_author {
	u32 uid;
	u32 loginuid;
	u32 next;
};

/**
 * struct dinh_frontier - of a Merkle tree as RFC 6962 hashes it
 * @size: leaves
 * @node: for each bit of @size that is set, the root of the complete subtree of
 *	that height
 */
struct dinh_frontier {
	u64 size;
	u8 node[64][DINH_HASH_SIZE];
};

#define DINH_DUE_BUCKETS	4096u

/*
 * struct dinh_register - all of it
 * @ledger: what was accepted
 * @genesis: body of the first entry
 * @today: the register's day
 * @offset: wall minus boot clock at the last entry
 * @trusted: the same when the day was last confirmed, at the genesis, or at the
 *	boot; where the boot's clock showed some other day, that of a clock at
 *	the midnight that ended the register's
 * @generation: grows with every change of units, records or programmes
 * @programme: all that were loaded, by the order of loading
 * @n_programmes: how many
 * @current_rules: the one in force today, or NULL
 * @units: in chunks, by number; 0 is the register itself
 * @n_units: the next unit's number
 * @living: units that are not dissolved
 * @pin: numbers of the units that are pinned, in the order of pinning
 * @n_pins: how many
 * @grant: in the order of granting
 * @n_grants: how many
 * @visits: of all boards, of those of dissolved units as well
 * @n_meetings: how many are open
 * @kiosk: those that are bound, in the order of binding
 * @n_kiosks: how many
 * @sealed: what a TPM was told
 *
 * What is not described is the engine's own.
 */
struct dinh_register {
	struct dinh_frontier ledger;
	struct dinh_genesis genesis;
	u32 today;
	s64 offset;
	s64 trusted;
	u64 generation;
	struct dinh_rules *programme[DINH_PROGRAMMES_MAX];
	unsigned int n_programmes;
	struct dinh_rules *current_rules;
	struct xarray units;
	u32 n_units;
	u32 living;
	u32 pin[DINH_PINS_MAX];
	unsigned int n_pins;
	struct dinh_grants *grant;
	unsigned int n_grants;
	u64 visits;
	unsigned int n_meetings;
	struct dinh_kiosk kiosk[DINH_KIOSKS_MAX];
	unsigned int n_kiosks;
	struct dinh_sealed sealed;
	/* private: */
	struct dinh_bounds bounds;
	struct dinh_sink *sink;
	struct xarray successors;
	struct xarray codes;
	u32 buckets;
	struct xarray seqs;
	struct xarray assignments;
	struct xarray duties;
	struct xarray boards;
	struct xarray meetings;
	struct xarray authors;
	struct xarray author_of_uid;
	u32 n_authors;
	char (*number)[DINH_CODE_SIZE];
	u32 n_numbers;
	u32 inner;
	u32 stride;
	u64 boot_seq;
	u64 year_seq;
	u64 forget_seq;
	u32 due[DINH_DUE_BUCKETS];
	struct dinh_figure before[DINH_INDICATORS_MAX];
};

/* register.c: life, and the way in */
struct dinh_register *dinh_register_alloc(const struct dinh_bounds *bounds,
					  struct dinh_sink *sink);
void dinh_register_free(struct dinh_register *reg);
int dinh_register_genesis(struct dinh_register *reg,
			  const struct dinh_stamp *stamp,
			  const struct dinh_genesis *body, bool check_only,
			  struct dinh_refusal *why);
int dinh_register_boot(struct dinh_register *reg,
		       const struct dinh_stamp *stamp,
		       const struct dinh_boot *body, struct dinh_refusal *why);
int dinh_register_tick(struct dinh_register *reg,
		       const struct dinh_stamp *stamp,
		       struct dinh_refusal *why);
int dinh_register_confirm(struct dinh_register *reg,
			  const struct dinh_stamp *stamp, u32 day,
			  bool check_only, struct dinh_refusal *why);
int dinh_register_submit(struct dinh_register *reg,
			 const struct dinh_stamp *stamp,
			 struct dinh_entry *entry, bool check_only,
			 struct dinh_refusal *why);
int dinh_register_own(struct dinh_register *reg,
		      const struct dinh_stamp *stamp,
		      struct dinh_entry *entry, bool check_only,
		      struct dinh_refusal *why);
int dinh_register_replay(struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 struct dinh_refusal *why);
void dinh_register_prefetch(const struct dinh_register *reg, u32 next,
			    u32 after);
bool dinh_register_held(const struct dinh_register *reg);

/* unit.c */
struct dinh_unit *dinh_unit(const struct dinh_register *reg, u32 nr);
struct dinh_unit *dinh_unit_by_code(const struct dinh_register *reg,
				    const char *code);
const char *dinh_unit_code(const struct dinh_unit *unit);
const char *dinh_unit_name(const struct dinh_unit *unit);
const char *dinh_kind_name(unsigned int kind);
bool dinh_kind_holds(unsigned int parent, unsigned int child);
bool dinh_unit_in_scope(const struct dinh_register *reg,
			const struct dinh_unit *unit, u32 scope);
struct dinh_unit *dinh_unit_next(const struct dinh_register *reg, u32 scope,
				 const struct dinh_unit *unit);
bool dinh_unit_pinned(const struct dinh_register *reg, u32 nr);
const u32 *dinh_unit_successors(const struct dinh_register *reg, u32 nr,
				unsigned int *n);

/* record.c */
struct dinh_unit *dinh_record_find(const struct dinh_register *reg, u64 seq,
				   const struct dinh_rec **rec);
const struct dinh_author *dinh_author(const struct dinh_register *reg,
				      u32 index);

/* assignment.c */
const struct dinh_assign *dinh_assignments(const struct dinh_register *reg,
					   const struct dinh_unit *unit);
const struct dinh_assign *dinh_assignment_find(const struct dinh_register *reg,
					       u64 seq);
u32 dinh_assignment_overdue(const struct dinh_assign *assign, u32 day);

/* board.c */
struct dinh_ratings dinh_ratings(const struct dinh_register *reg,
				 const struct dinh_unit *scope);
u64 dinh_visits(const struct dinh_register *reg, u32 nr);

/* meeting.c */
struct dinh_meeting *dinh_meeting(const struct dinh_register *reg, u64 seq);
struct dinh_meeting *dinh_meeting_next(const struct dinh_register *reg,
				       u64 seq);
void dinh_meeting_votes(const struct dinh_meeting *meeting,
			const struct dinh_cast cast[DINH_CHANNELS],
			struct dinh_votes *votes, struct dinh_votes *typed);
int dinh_meeting_needs(const struct dinh_register *reg,
		       const struct dinh_meeting *meeting,
		       const struct dinh_votes *votes,
		       struct dinh_needs *needs, struct dinh_refusal *why);
void dinh_meeting_fill(const struct dinh_register *reg,
		       const struct dinh_meeting *meeting,
		       const struct dinh_cast cast[DINH_CHANNELS],
		       struct dinh_meeting_close *body);

/* kiosk.c */
const struct dinh_kiosk *dinh_kiosk(const struct dinh_register *reg, u64 seq);

/* programme.c */
struct dinh_rules *dinh_rules_on(const struct dinh_register *reg, u32 day);
const struct dinh_requirement *
dinh_requirement(const struct dinh_rules *rules, unsigned int index);
const struct dinh_instrument *
dinh_instrument(const struct dinh_rules *rules, unsigned int index);
const struct dinh_item *dinh_item(const struct dinh_rules *rules,
				  unsigned int index);
const struct dinh_indicator *
dinh_indicator(const struct dinh_rules *rules, unsigned int index);
const struct dinh_objective *
dinh_objective(const struct dinh_rules *rules, unsigned int index);
int dinh_objective_of(const struct dinh_rules *rules, const char *code);
const char *dinh_text(const struct dinh_rules *rules, __le32 offset);
const char *dinh_number_code(const struct dinh_register *reg, u16 number);
u16 dinh_number_of(const struct dinh_register *reg, const char *code);

/* standing.c */
enum dinh_standing {
	DINH_OUTSIDE,
	DINH_UNMET,
	DINH_MET,
	DINH_UNKNOWN,
};

/**
 * struct dinh_gap - what a unit lacks in one requirement
 * @missing: items not covered
 * @heads: by group, to reach; DINH_COUNT_UNKNOWN where it is not known
 * @reached: by group
 * @unknown: bit n: the headcount of group n would have to be known
 * @last: last day on which all that is covered now still is, where it is met
 */
struct dinh_gap {
	u32 missing;
	u32 heads[DINH_GROUPS];
	u32 reached[DINH_GROUPS];
	u32 unknown;
	u32 last;
};

enum dinh_standing dinh_standing(const struct dinh_unit *unit,
				 const struct dinh_rule *rule, u32 day,
				 struct dinh_gap *gap);
enum dinh_standing dinh_measure(const struct dinh_register *reg,
				const struct dinh_unit *unit,
				const struct dinh_rules *rules,
				unsigned int indicator, u32 day,
				struct dinh_figure *fig);
bool dinh_in_population(const struct dinh_unit *unit,
			const struct dinh_measure *measure);

/* tally.c */
struct dinh_figure dinh_figure(const struct dinh_register *reg,
			       const struct dinh_unit *scope,
			       unsigned int indicator);
enum dinh_verdict dinh_verdict(const struct dinh_measure *measure,
			       const struct dinh_figure *fig);
void dinh_counts(const struct dinh_unit *scope, u64 *records, u64 *late);

/* ledger.c */
void dinh_leaf_hash(const void *entry, size_t size, u8 hash[DINH_HASH_SIZE]);
void dinh_frontier_add(struct dinh_frontier *frontier,
		       const u8 leaf[DINH_HASH_SIZE]);
void dinh_frontier_root(const struct dinh_frontier *frontier,
			u8 root[DINH_HASH_SIZE]);

/* calendar.c */
#define DINH_DATE_SIZE		12
u32 dinh_day_of(u64 wall, s32 utc_offset);
void dinh_date(u32 day, char text[DINH_DATE_SIZE]);
void dinh_civil(u32 day, int *year, int *month, int *mday);
u32 dinh_civil_day(int year, int month, int mday);
u32 dinh_add_months(u32 day, int months);

#endif /* DINH_REGISTER_H */
