/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A report of a scope: one JSON value of all that it tells, made from a ledger
 * by the engine, and views of it.
 */
#ifndef DINH_REPORT_H
#define DINH_REPORT_H

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>

#include "../lib/error.h"
#include "reader.h"

#define REPORT_NONE	UINT64_MAX

/**
 * struct report_query - what is asked
 * @scope: code of a unit that lives at that size; NULL for the whole register,
 *	or for the scope of the review
 * @review: number of a review's entry, whose figures are reported; or REPORT_NONE
 * @since: number of another's, with which they are compared; or REPORT_NONE
 */
struct report_query {
	const char *scope;
	uint64_t review;
	uint64_t since;
};

json_t *report_value(struct reader *reader,
		     const struct report_query *query, struct error *err);

/* In the language of the user; texts are escaped. */
void report_html(FILE *out, const json_t *report);
void report_markdown(FILE *out, const json_t *report);
void report_csv(FILE *out, const json_t *report);

/*
 * What the views share.
 */

/* A member of an object: "" or 0 where there is none. */
const char *report_text(const json_t *value, const char *key);
uint64_t report_number(const json_t *value, const char *key);
/* A title of two languages, in the user's. */
const char *report_title(const json_t *value, const char *key);
/* A day as the user's language writes it. */
const char *report_day(const json_t *value, const char *key,
		       char buf[static 32]);
/* "short by 2", "met"; and what is needed: "> 70 %". */
const char *report_verdict(const json_t *indicator, char buf[static 96]);
const char *report_needed(const json_t *indicator, char buf[static 32]);
const char *report_rate(const json_t *indicator, char buf[static 32]);
/* What is missing of a requirement, in words. */
const char *report_gap(const json_t *gap, char *buf, size_t size);
/* How an assignment stands, in words. */
const char *report_state(const json_t *assignment, char buf[static 64]);

#endif /* DINH_REPORT_H */
