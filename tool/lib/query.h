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
};

/**
 * struct gap - what a unit lacks
 * @name: owned
 * @kind: which of the rest is told
 * @missing: GAP_ITEMS: bits of the items
 * @group: GAP_HEADS: whose heads; GAP_UNKNOWN: the headcount to be known
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
};

/**
 * struct due - what will no longer count
 * @name: owned
 * @last: the last day on which it counts
 */
struct due {
	char code[DINH_CODE_SIZE];
	char requirement[DINH_CODE_SIZE];
	char *name;
	uint32_t unit;
	uint32_t last;
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
 * struct news - a notification
 * @cmd: DINH_CMD_ENTRY_NTF, _TARGET_NTF or _LAPSE_NTF
 * @seq: of the entry
 * @type: enum dinh_entry_type
 * @entry: the entry, or NULL where it is too large for a notification
 * @entry_size: its bytes
 * @scope: unit of the scope or the unit that lapsed; its code, if any
 * @size: entries in the ledger at that moment
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
};

typedef int news_heard(const struct news *news, void *data, struct error *err);

/* Return: 0, 1 where some were lost, or -1. */
int news_wait(struct client *client, news_heard *heard, void *data,
	      struct error *err);

#endif /* DINH_QUERY_H */
