/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside the tables: statements and their values. */
#ifndef DINH_TABLES_ROWS_H
#define DINH_TABLES_ROWS_H

#include <linux/dinh.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

/* tables_rows.c has their text. */
enum statement {
	SAVEPOINT,
	RELEASE,
	ROLLBACK_TO,
	ADD_ENTRY,
	ADD_GENESIS,
	ADD_BOOT,
	ADD_DAY,
	ADD_CLOCK,
	ADD_PROGRAMME,
	ADD_INSTRUMENT,
	ADD_NUMBER,
	ADD_REQUIREMENT,
	ADD_SHARE,
	ADD_ITEM,
	ADD_OBJECTIVE,
	ADD_INDICATOR,
	ADD_INDICATOR_REQUIREMENT,
	ADD_UNIT,
	ADD_VERSION,
	SET_VERSION,
	ADD_HEADCOUNT,
	ADD_DISSOLUTION,
	ADD_SUCCESSOR,
	ADD_PIN,
	ADD_RECORD,
	ADD_VOTES,
	ADD_RECORD_END,
	ADD_WITHDRAWAL,
	ADD_FINDING,
	ADD_ASSIGNMENT,
	ADD_COMPLETION,
	ADD_GRANT,
	ADD_REVIEW,
	ADD_REVIEW_FIGURE,
	ADD_RATING,
	ADD_VISITS,
	ADD_MEETING,
	ADD_ATTENDANCE,
	ADD_VOTE,
	ADD_MEETING_CLOSE,
	ADD_MEETING_VOID,
	ADD_KIOSK,
	ADD_KIOSK_END,
	ADD_LOSS,
	ADD_TPM,
	GET_MEETING,
	GET_CAST,
	GET_KIOSK,
	GET_VISITS,
	GET_WRONG_MEETINGS,
	GET_SIZE,
	GET_NUMBER,
	GET_UNIT,
	GET_RULE,
	GET_RECORD,
	GET_VOID,
	GET_ASSIGNMENT,
	GET_GRANT,
	SET_AT,
	GET_FIGURES,
	GET_SCOPES,
	GET_REVIEWS,
	GET_REVIEW_FIGURES,
	GET_NOW,
	GET_UNITS,
	GET_RECORDED,
	GET_SCOPE_FIGURES,
	GET_BELOW,
	STATEMENTS,
};

struct tables {
	sqlite3 *db;
	uint64_t size;
	uint32_t day;
	sqlite3_stmt *statement[STATEMENTS];
};

/* A value of a row. */
struct value {
	enum { VALUE_NONE, VALUE_NUMBER, VALUE_TEXT, VALUE_BYTES } type;
	int64_t number;
	const void *data;
	int size;
};

#define NONE		((struct value){ .type = VALUE_NONE })
#define NUMBER(n)	((struct value){ VALUE_NUMBER, .number = (n) })
/* NULL instead of the number that stands for nothing. */
#define UNLESS(n, none)	((n) == (none) ? NONE : NUMBER(n))
#define TEXT(t)		((struct value){ VALUE_TEXT, .data = (t) })
#define BYTES(b, n)	\
	((struct value){ VALUE_BYTES, .data = (b), .size = (n) })

/* Binds values to a statement that is ready to be stepped. */
sqlite3_stmt *rows_bind(struct tables *t, enum statement what,
			const struct value *values, size_t n,
			struct error *err);
/* Runs a statement that returns no rows. */
int rows_run(struct tables *t, enum statement what, const struct value *values,
	     size_t n, struct error *err);
/*
 * The first row's numbers; NULL is read as 0. Return: 1, 0 if there is none,
 * or -1.
 */
int rows_get(struct tables *t, enum statement what, const struct value *values,
	     size_t n, int64_t *out, size_t columns, struct error *err);
/* What the database says went wrong. */
int rows_error(struct tables *t, struct error *err);

#define VALUES(...)	(const struct value[]){ __VA_ARGS__ }, \
	sizeof((const struct value[]){ __VA_ARGS__ }) / sizeof(struct value)
#define run(t, what, err, ...)	rows_run(t, what, VALUES(__VA_ARGS__), err)

/**
 * struct rule - what of a requirement says how long a record of it counts
 *
 * In the order of the columns of GET_RULE and GET_RECORD.
 */
struct rule {
	int64_t validity;
	int64_t months;
	int64_t days;
	int64_t grace_months;
	int64_t grace_days;
	int64_t posting;
};

#define RULE_COLUMNS	(sizeof(struct rule) / sizeof(int64_t))

/* Last day on which a record counts, or DINH_DAY_FOREVER. tables_rule.c */
uint32_t rule_last(const struct rule *rule, uint32_t day, uint32_t until,
		   uint32_t period);
/* The same once it is known that what was stated to go on ended on @end. */
uint32_t rule_ended(const struct rule *rule, uint32_t day, uint32_t last,
		    uint32_t end);

/* The entry, and not the database, is at fault. */
int faulty(struct error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Text of the ledger: UTF-8 without control characters. */
bool text_good(const char *text, size_t len);
/* A code in its field, ended and padded by NULs. */
int code_check(const char code[DINH_CODE_SIZE], struct error *err);

/* tables.c */
int spare_check(uint64_t spare, struct error *err);
int tail_check(const char *text, size_t room, struct error *err);
int record_check(struct tables *t, const struct dinh_entry *entry,
		 uint64_t seq, struct error *err);

/**
 * struct rule_then - the rule in force on the day of a record
 * @rule: what it says of the record's validity
 * @number: of the requirement
 * @programme: that it is in
 * @late_days: of that programme
 *
 * In the order of the columns of GET_RULE.
 */
struct rule_then {
	struct rule rule;
	int64_t number;
	int64_t programme;
	int64_t late_days;
};

int rule_then(struct tables *t, uint32_t number, uint32_t day, bool ends,
	      struct rule_then *then, struct error *err);
int tables_add_record_of(struct tables *t, const struct dinh_entry *entry,
			 const struct dinh_record *b,
			 const struct dinh_votes *votes, struct error *err);

/* tables_meeting.c */
int tables_add_rating(struct tables *t, const struct dinh_entry *entry,
		      const void *body, size_t size, struct error *err);
int tables_add_visits(struct tables *t, const struct dinh_entry *entry,
		      const void *body, size_t size, struct error *err);
int tables_add_meeting(struct tables *t, const struct dinh_entry *entry,
		       const void *body, size_t size, struct error *err);
int tables_add_attendance(struct tables *t, const struct dinh_entry *entry,
			  const void *body, size_t size, struct error *err);
int tables_add_vote(struct tables *t, const struct dinh_entry *entry,
		    const void *body, size_t size, struct error *err);
int tables_add_close(struct tables *t, const struct dinh_entry *entry,
		     const void *body, size_t size, struct error *err);
int tables_add_void(struct tables *t, const struct dinh_entry *entry,
		    const void *body, size_t size, struct error *err);
int tables_add_kiosk(struct tables *t, const struct dinh_entry *entry,
		     const void *body, size_t size, struct error *err);
int tables_add_kiosk_end(struct tables *t, const struct dinh_entry *entry,
			 const void *body, size_t size, struct error *err);
int tables_add_loss(struct tables *t, const struct dinh_entry *entry,
		    const void *body, size_t size, struct error *err);
int tables_add_tpm(struct tables *t, const struct dinh_entry *entry,
		   const void *body, size_t size, struct error *err);

/* tables_inspection.c */
int tables_add_finding(struct tables *t, const struct dinh_entry *entry,
		       const void *body, size_t size, struct error *err);
int tables_add_assignment(struct tables *t, const struct dinh_entry *entry,
			  const void *body, size_t size, struct error *err);
int tables_add_completion(struct tables *t, const struct dinh_entry *entry,
			  const void *body, size_t size, struct error *err);
int tables_add_grant(struct tables *t, const struct dinh_entry *entry,
		     const void *body, size_t size, struct error *err);
int tables_add_review(struct tables *t, const struct dinh_entry *entry,
		      const void *body, size_t size, struct error *err);

/* tables_programme.c */
int tables_add_programme(struct tables *t, const struct dinh_entry *entry,
			 const void *body, size_t size, struct error *err);

#endif /* DINH_TABLES_ROWS_H */
