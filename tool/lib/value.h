/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Values as people write them, in a command line or in a cell of a table. An
 * error says what was found and what is allowed; whoever knows where the value
 * stood puts that in front of it.
 */
#ifndef DINH_VALUE_H
#define DINH_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "error.h"
#include "query.h"
#include "rules.h"
#include "table.h"

/* 1 to 31 of A-Z a-z 0-9 . _ - */
int value_code(const char *text, char out[static DINH_CODE_SIZE],
	       struct error *err);
int value_count(const char *text, uint32_t most, uint32_t *out,
		struct error *err);
int value_u64(const char *text, uint64_t *out, struct error *err);
/* @today: what "today" is */
/* The first day of a calendar period: a year, YYYY-MM, or that day. */
int value_period(const char *text, uint32_t *out, struct error *err);
int value_day(const char *text, uint32_t today, uint32_t *out,
	      struct error *err);
int value_kind(const char *text, uint32_t *out, struct error *err);
int value_group(const char *text, uint32_t *out, struct error *err);
/* "cadres=12,voters=?": only the groups that are named change. */
int value_headcounts(const char *text, struct unit *unit, uint32_t *what,
		     struct error *err);
/* "1,3-5" or "all", of a requirement, or NULL where it is not known. */
int value_items(const char *text, const struct rules_requirement *requirement,
		uint32_t *out, struct error *err);

/* The columns of a table of units, and struct table_field of each. */
enum unit_field {
	UNIT_CODE,
	UNIT_PARENT,
	UNIT_KIND,
	UNIT_NAME,
	UNIT_UNION,
	UNIT_SINCE,
	UNIT_HEADCOUNT,
	UNIT_FIELDS = UNIT_HEADCOUNT + DINH_GROUPS,
};

extern const struct table_field unit_fields[];

/**
 * unit_put_field - set a field of a unit
 * @unit: the unit; an old name is freed
 * @field: enum unit_field
 * @text: what it is to be; "" is none
 * @today: what "today" is
 */
int unit_put_field(struct unit *unit, size_t field, const char *text,
		   uint32_t today, struct error *err);

/* The columns of a table of records, in an order in which they can be put. */
enum record_field {
	RECORD_UNIT,
	RECORD_REQUIREMENT,
	RECORD_ON,
	RECORD_ITEMS,
	RECORD_UNTIL,
	RECORD_PERIOD,
	RECORD_GROUP,
	RECORD_COUNT,
	RECORD_VOTE,
	RECORD_DOCUMENT = RECORD_VOTE + VOTES,
	RECORD_KEY,
	RECORD_FIELDS,
};

extern const struct table_field record_fields[];

/**
 * struct record_context - what the fields of a record depend on
 * @rules: the programme in force
 * @today: what "today" is
 * @beside: files are looked for beside this one; NULL for here
 */
struct record_context {
	const struct rules *rules;
	uint32_t today;
	const char *beside;
};

int record_put_field(struct record *record, size_t field, const char *text,
		     const struct record_context *context, struct error *err);

/* SHA-256 of a file. */
int digest_file(const char *path, const char *beside,
		uint8_t out[static DINH_HASH_SIZE], struct error *err);

/* A key from what the record says, so that the same row has the same key. */
int record_derive_key(struct record *record, struct error *err);

#endif /* DINH_VALUE_H */
