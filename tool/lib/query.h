/* SPDX-License-Identifier: GPL-2.0-only */
/* What the register is asked and told, as structures. */
#ifndef DINH_QUERY_H
#define DINH_QUERY_H

#include <linux/dinh.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client.h"
#include "error.h"

struct programme;

/**
 * struct ledger - the ledger and its clock
 * @durable: entries that a store has; UINT64_MAX where none will ever
 * @published: entries that were published; UINT64_MAX likewise
 * @store: enum dinh_store_status
 * @store_error: errno that keeps it from saving
 * @pcr: -1 where no TPM is told of checkpoints
 * @sealed: 0 where none was, since the ledger was restored
 *
 * The rest is as in enum dinh_attr.
 */
struct ledger {
	uint64_t size;
	uint64_t durable;
	uint64_t published;
	uint32_t store;
	uint32_t store_error;
	uint64_t oldest;
	uint64_t records;
	uint64_t late;
	uint32_t state;
	uint32_t today;
	uint32_t clock_day;
	uint32_t units;
	int32_t utc_offset;
	bool held;
	uint8_t root[DINH_HASH_SIZE];
	uint8_t identity[DINH_IDENTITY_SIZE];
	char origin[64];
	int32_t pcr;
	uint64_t sealed;
	uint8_t pcr_value[DINH_HASH_SIZE];
	uint32_t tpm_waiting;
	uint32_t tpm_error;
};

/**
 * struct unit - an establishment
 * @name: owned
 * @headcount: by enum dinh_group, or DINH_COUNT_UNKNOWN
 */
struct unit {
	char code[DINH_CODE_SIZE];
	char parent_code[DINH_CODE_SIZE];
	char *name;
	uint32_t nr;
	uint32_t kind;
	uint32_t parent;
	uint32_t since;
	uint32_t dissolved;
	uint32_t children;
	uint32_t headcount[DINH_GROUPS];
	uint32_t successors;
	uint32_t successor[DINH_SUCCESSORS_MAX];
	uint64_t records;
	uint64_t late;
	bool has_union;
	bool pinned;
};

/* The figures of a meeting, in the order of struct dinh_votes. */
enum vote {
	VOTE_ELIGIBLE,
	VOTE_PRESENT,
	VOTE_YES,
	VOTE_NO,
	VOTE_ABSTAIN,
	VOTE_INVALID,
	VOTES,
};

/**
 * struct record - evidence
 * @group: enum dinh_group or DINH_GROUP_NONE
 * @vote: by enum vote; DINH_COUNT_UNKNOWN where not said
 * @last: last day on which it counts; in answers
 */
struct record {
	uint64_t seq;
	uint64_t key;
	char code[DINH_CODE_SIZE];
	char requirement[DINH_CODE_SIZE];
	uint32_t unit;
	uint32_t day;
	uint32_t until;
	uint32_t period;
	uint32_t items;
	uint32_t group;
	uint32_t count;
	uint32_t vote[VOTES];
	uint32_t last;
	uint32_t uid;
	uint32_t loginuid;
	bool has_document;
	bool late;
	bool withdrawn;
	bool struck;
	bool upheld;
	uint8_t document[DINH_HASH_SIZE];
};

/**
 * struct figure - an indicator in a scope
 */
struct figure {
	char indicator[DINH_CODE_SIZE];
	uint64_t numerator;
	uint64_t denominator;
	uint64_t unknown;
	uint32_t verdict;
	uint32_t today;
};

/* What struct gap tells. */
enum gap_kind {
	GAP_ITEMS,
	GAP_HEADS,
	GAP_UNKNOWN,
	GAP_LATE,
};

/**
 * struct gap - what a unit lacks
 * @name: owned
 * @kind: which of the rest is told
 * @missing: GAP_ITEMS: bits of the items
 * @group: GAP_HEADS: whose heads; GAP_UNKNOWN: the headcount to be known
 * @title: owned; GAP_LATE: of the assignment
 * @assignment: GAP_LATE: its number
 * @due: GAP_LATE: last day for it
 * @completed: GAP_LATE: day on which it was done, if it was
 */
struct gap {
	char code[DINH_CODE_SIZE];
	char indicator[DINH_CODE_SIZE];
	char requirement[DINH_CODE_SIZE];
	char *name;
	uint32_t unit;
	enum gap_kind kind;
	uint32_t missing;
	uint32_t group;
	uint64_t heads;
	uint64_t reached;
	char *title;
	uint64_t assignment;
	uint32_t due;
	uint32_t completed;
};

/**
 * struct due - what will no longer count, or is to be done
 * @name: owned
 * @last: the last day on which it counts, or for it
 * @title: owned; of an assignment
 * @assignment: its number, or 0
 * @is_finding: a finding made it
 */
struct due {
	char code[DINH_CODE_SIZE];
	char requirement[DINH_CODE_SIZE];
	char *name;
	uint32_t unit;
	uint32_t last;
	char *title;
	uint64_t assignment;
	bool is_finding;
};

/* Lists of dumps; @changed where the register changed while it was read. */
struct units {
	size_t n;
	struct unit *item;
	uint64_t size;
	bool changed;
};

struct records {
	size_t n;
	struct record *item;
	uint64_t size;
	bool changed;
};

struct figures {
	size_t n;
	struct figure *item;
	uint64_t size;
	bool changed;
};

struct gaps {
	size_t n;
	struct gap *item;
	uint64_t size;
	bool changed;
};

struct dues {
	size_t n;
	struct due *item;
	uint64_t size;
	bool changed;
};

int ledger_init(struct client *client, const char *origin,
		const int32_t *utc_offset, struct error *err);
int ledger_published(struct client *client, uint64_t size, struct error *err);
int ledger_seal(struct client *client, uint64_t size,
		const uint8_t root[DINH_HASH_SIZE], struct error *err);
int ledger_get(struct client *client, struct ledger *out, struct error *err);
int ledger_confirm(struct client *client, uint32_t day, struct error *err);

int programme_load(struct client *client, const struct programme *programme,
		   bool check_only, struct error *err);

/* By number where there is no code. What is filled is to be cleared. */
int unit_get(struct client *client, const char *code, uint32_t nr,
	     struct unit *out, struct error *err);
void unit_clear(struct unit *unit);
/* @kind 0 for all; @scope NULL for the whole register. */
int units_get(struct client *client, const char *scope, uint32_t kind,
	      struct units *out, struct error *err);
void units_free(struct units *units);
/* What was only checked is answered with no more than a number. */
int unit_add(struct client *client, const struct unit *unit, bool check_only,
	     struct unit *out, struct error *err);
/* @what: DINH_SET_*, the fields of @to that it sets */
int unit_set(struct client *client, const char *code, uint32_t what,
	     const struct unit *to, bool check_only, struct unit *out,
	     struct error *err);
int unit_dissolve(struct client *client, const char *code, uint32_t day,
		  const uint32_t *successor, size_t successors,
		  struct unit *out, struct error *err);
int unit_pin(struct client *client, const char *code, bool pinned,
	     struct unit *out, struct error *err);

void record_init(struct record *record);
int record_add(struct client *client, const struct record *record,
	       bool check_only, struct record *out, struct error *err);
int record_end(struct client *client, uint64_t seq, uint32_t day,
	       struct record *out, struct error *err);
int record_withdraw(struct client *client, uint64_t seq, const char *reason,
		    struct record *out, struct error *err);
int record_get(struct client *client, uint64_t seq, struct record *out,
	       struct error *err);
int records_get(struct client *client, const char *code, struct records *out,
		struct error *err);
void records_free(struct records *records);

int status_get(struct client *client, const char *scope, struct figures *out,
	       struct error *err);
void figures_free(struct figures *figures);
int unmet_get(struct client *client, const char *scope, const char *indicator,
	      struct gaps *out, struct error *err);
void gaps_free(struct gaps *gaps);
int due_get(struct client *client, const char *scope, uint32_t within,
	    struct dues *out, struct error *err);
void dues_free(struct dues *dues);

/**
 * struct finding - what an inspector says of a record
 * @verdict: enum dinh_finding_verdict
 * @due: last day for an answer, or 0 where none is asked
 */
struct finding {
	uint64_t seq;
	uint32_t verdict;
	uint32_t due;
	const char *reason;
};

/* What was only checked is answered with the number that it would have had. */
int finding_add(struct client *client, const struct finding *finding,
		bool check_only, uint64_t *seq, struct error *err);

/**
 * struct assignment - a named task, or the answer that a finding asks for
 * @code: of the unit
 * @name: of the unit; owned in answers
 * @title: owned in answers
 * @objective: code, or empty
 * @seq: its number
 * @given: day on which it was made
 * @due: last day for it
 * @completed: day on which it was done, or 0
 * @today: the register's day
 */
struct assignment {
	char code[DINH_CODE_SIZE];
	char objective[DINH_CODE_SIZE];
	char *name;
	char *title;
	uint64_t seq;
	uint32_t unit;
	uint32_t given;
	uint32_t due;
	uint32_t completed;
	uint32_t today;
	bool is_finding;
};

struct assignments {
	size_t n;
	struct assignment *item;
	uint64_t size;
	bool changed;
};

/* Days after its due day, 0 where it is done or not due yet. */
uint32_t assignment_overdue(const struct assignment *assignment);

int assignment_add(struct client *client, const struct assignment *assignment,
		   bool check_only, uint64_t *seq, struct error *err);

/**
 * struct completion - what became of an assignment
 * @document: SHA-256, or NULL
 */
struct completion {
	uint64_t seq;
	uint32_t day;
	const char *result;
	const uint8_t *document;
};

int assignment_complete(struct client *client,
			const struct completion *completion, bool check_only,
			uint64_t *seq, struct error *err);
int assignments_get(struct client *client, const char *scope,
		    struct assignments *out, struct error *err);
void assignments_free(struct assignments *assignments);

/**
 * struct ratings - what people say of a unit and all below it
 * @code: of the unit; empty for the whole register
 * @name: of the unit; owned
 * @low: of the low ones, by enum dinh_low_reason
 * @visits: of its board, or of all boards
 * @online: visitors now
 */
struct ratings {
	char code[DINH_CODE_SIZE];
	char *name;
	uint64_t count;
	uint64_t sum;
	uint64_t low[DINH_LOW_REASONS];
	uint64_t visits;
	uint32_t online;
	uint64_t size;
};

int rating_add(struct client *client, const char *code, uint32_t score,
	       uint32_t low_reason, bool check_only, uint64_t *seq,
	       struct error *err);
/* @code: of a unit, or NULL for the whole register */
int ratings_get(struct client *client, const char *code, struct ratings *out,
		struct error *err);
void ratings_free(struct ratings *ratings);

/**
 * struct sums - who came to a meeting, and votes
 */
struct sums {
	uint32_t present;
	uint32_t yes;
	uint32_t no;
	uint32_t abstain;
	uint32_t invalid;
};

/**
 * struct meeting - a meeting that is open, or how it ended
 * @name: of the unit; owned in answers
 * @requirement: code
 * @seq: its number
 * @needs_known: @present_needed is known
 * @has_votes: those of @all and @typed are told
 * @outcome: enum dinh_outcome, of one that ended
 * @roll: digests of its cards, one after the other; in requests, or NULL
 */
struct meeting {
	char code[DINH_CODE_SIZE];
	char *name;
	char requirement[DINH_CODE_SIZE];
	uint64_t seq;
	uint64_t key;
	uint32_t day;
	uint32_t until;
	uint32_t period;
	uint32_t items;
	uint32_t ballot;
	uint32_t eligible;
	uint32_t cards;
	uint32_t present_needed;
	uint32_t yes_needed;
	uint32_t cast;
	uint32_t outcome;
	bool needs_known;
	bool has_votes;
	struct sums all;
	struct sums typed;
	const uint8_t *roll;
};

struct meetings {
	size_t n;
	struct meeting *item;
	uint64_t size;
	bool changed;
};

int meeting_open(struct client *client, const struct meeting *meeting,
		 bool check_only, uint64_t *seq, struct error *err);
/* @card: digits, or NULL where @count came */
int meeting_attend(struct client *client, uint64_t meeting, const char *card,
		   uint32_t count, bool check_only, uint64_t *seq,
		   struct error *err);
/* @seq: 0 where the ballot is secret, and no entry was made */
int meeting_vote(struct client *client, uint64_t meeting,
		 const struct sums *votes, bool check_only, uint64_t *seq,
		 struct error *err);
/* @out: not filled with @check_only, but for its number */
int meeting_close(struct client *client, uint64_t meeting,
		  const uint8_t *document, bool check_only,
		  struct meeting *out, struct error *err);
int meeting_void(struct client *client, uint64_t meeting, const char *reason,
		 bool check_only, uint64_t *seq, struct error *err);
int meeting_get(struct client *client, uint64_t meeting,
		struct meetings *out, struct error *err);
int meetings_get(struct client *client, const char *scope,
		 struct meetings *out, struct error *err);
void meetings_free(struct meetings *meetings);

/**
 * struct kiosk - an input device that is bound, or to be bound
 * @name: of the unit; owned in answers
 * @device: by what it was found
 * @device_name: what it calls itself
 * @keys: Linux key codes, in the order of what they mean
 * @timeout: milliseconds, or KIOSK_USUAL
 * @interval: the same
 * @presses_known: @presses is told
 */
struct kiosk {
	char code[DINH_CODE_SIZE];
	char *name;
	char device[DINH_DEVICE_SIZE];
	char device_name[DINH_NAME_SIZE];
	uint64_t seq;
	uint64_t meeting;
	uint32_t role;
	uint16_t keys[DINH_KEYS_MAX];
	size_t n_keys;
	uint32_t timeout;
	uint32_t interval;
	bool is_virtual;
	bool presses_known;
	uint64_t presses;
	uint64_t ignored;
	uint64_t lost;
};

#define KIOSK_USUAL	UINT32_MAX

struct kiosks {
	size_t n;
	struct kiosk *item;
	uint64_t size;
	bool changed;
};

/* Fills @kiosk->seq and @kiosk->device_name. */
int kiosk_bind(struct client *client, struct kiosk *kiosk, bool check_only,
	       struct error *err);
int kiosk_unbind(struct client *client, uint64_t kiosk, bool check_only,
		 uint64_t *seq, struct error *err);
int kiosks_get(struct client *client, struct kiosks *out, struct error *err);
void kiosks_free(struct kiosks *kiosks);

/**
 * struct grant - who may do what, where
 * @code: of the unit; empty for the whole register
 * @name: of the unit; owned in answers
 * @subject: enum dinh_subject
 * @role: enum dinh_role
 */
struct grant {
	char code[DINH_CODE_SIZE];
	char *name;
	uint32_t subject;
	uint32_t id;
	uint32_t role;
};

struct grants {
	size_t n;
	struct grant *item;
	uint64_t size;
	bool changed;
};

/* @revoke: end it instead */
int grant_change(struct client *client, const struct grant *grant, bool revoke,
		 uint64_t *seq, struct error *err);
int grants_get(struct client *client, struct grants *out, struct error *err);
void grants_free(struct grants *grants);

/**
 * struct review_request - a review to be held
 * @scope: code, or NULL for the whole register
 * @kind: enum dinh_review_kind
 * @document: SHA-256 of results, limits and causes, or NULL
 */
struct review_request {
	const char *scope;
	uint32_t kind;
	const uint8_t *document[3];
};

int review_add(struct client *client, const struct review_request *review,
	       bool check_only, uint64_t *seq, struct error *err);

/**
 * struct news - a notification
 * @cmd: DINH_CMD_ENTRY_NTF, _TARGET_NTF, _LAPSE_NTF or _OVERDUE_NTF
 * @seq: of the entry
 * @type: enum dinh_entry_type
 * @entry: the entry, or NULL where it is too large for a notification
 * @entry_size: its bytes
 * @scope: unit of the scope or the unit that lapsed; its code, if any
 * @size: entries in the ledger at that moment
 * @title: of the assignment that is overdue
 * @assignment: its number
 * @due: last day for it
 */
struct news {
	int cmd;
	uint64_t seq;
	uint32_t type;
	const struct dinh_entry *entry;
	size_t entry_size;
	uint32_t unit;
	char code[DINH_CODE_SIZE];
	char indicator[DINH_CODE_SIZE];
	uint64_t numerator;
	uint64_t denominator;
	uint64_t size;
	uint32_t today;
	bool met;
	const char *title;
	uint64_t assignment;
	uint32_t due;
};

typedef int news_heard(const struct news *news, void *data, struct error *err);

/* Return: 0, 1 where some were lost, or -1. */
int news_wait(struct client *client, news_heard *heard, void *data,
	      struct error *err);

#endif /* DINH_QUERY_H */
