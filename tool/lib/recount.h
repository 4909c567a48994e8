/* SPDX-License-Identifier: GPL-2.0-only */
/* The second count: figures by SQL, from the tables of tables.h. */
#ifndef DINH_RECOUNT_H
#define DINH_RECOUNT_H

#include <linux/dinh.h>
#include <stdint.h>

#include "error.h"

struct tables;

/**
 * struct recount_figure - of one indicator for one scope
 * @scope: number of a living unit, 0 for the register
 * @indicator: its code in the programme in force
 * @num: units or heads that meet it
 * @den: units or heads that should
 * @unknown: units for which a headcount would have to be known
 * @verdict: enum dinh_verdict
 */
struct recount_figure {
	uint32_t scope;
	const char *indicator;
	uint64_t num;
	uint64_t den;
	uint64_t unknown;
	int verdict;
};

/* Return: 0 to go on; else -1 with @err filled. */
typedef int recount_fn(void *data, const struct recount_figure *figure,
		       struct error *err);

/**
 * struct recount_scope - what was recorded for the living units of a scope
 * @scope: number of a living unit, 0 for the register
 * @records: accepted
 * @late: of these, late
 * @ratings: of the scope
 * @rating_sum: of their scores
 * @low: of the low ones, by enum dinh_low_reason
 */
struct recount_scope {
	uint32_t scope;
	uint64_t records;
	uint64_t late;
	uint64_t ratings;
	uint64_t rating_sum;
	uint64_t low[DINH_LOW_REASONS];
};

typedef int recount_scope_fn(void *data, const struct recount_scope *scope,
			     struct error *err);

/**
 * recount - count all figures anew
 * @t: the tables
 * @size: the ledger is looked at as it was with so many entries
 * @each: is called for each indicator of the programme that was in force, and
 *	each scope, in no order; not at all when none was
 * @data: for @each
 * @err: filled on failure
 */
int recount(struct tables *t, uint64_t size, recount_fn *each, void *data,
	    struct error *err);
/* The same for each scope's records. */
int recount_scopes(struct tables *t, uint64_t size, recount_scope_fn *each,
		   void *data, struct error *err);

/**
 * struct recount_visits - how often a board was looked at
 * @unit: its number, 0 for the register's own
 * @visits: in the ledger
 * @lives: the unit is not dissolved
 */
struct recount_visits {
	uint32_t unit;
	uint64_t visits;
	int lives;
};

typedef int recount_visits_fn(void *data, const struct recount_visits *visits,
			      struct error *err);
/* For each board that was looked at. */
int recount_visits(struct tables *t, uint64_t size, recount_visits_fn *each,
		   void *data, struct error *err);

/* A meeting's close that does not say what follows from the ledger. */
typedef int recount_meeting_fn(void *data, uint64_t seq, uint32_t unit,
			       struct error *err);
int recount_meetings(struct tables *t, uint64_t size, recount_meeting_fn *each,
		     void *data, struct error *err);

/**
 * struct recount_review - what a review says, and what is counted
 * @seq: its number
 * @scope: its unit
 * @what: code of an indicator, or of the head: day, programme, units,
 *	indicators, records, late, below
 * @said: what it says; of the head, @num alone; of a text or a hash, whether it
 *	is the right one
 * @counted: what it should say
 */
struct recount_review {
	uint64_t seq;
	uint32_t scope;
	const char *what;
	struct recount_figure said;
	struct recount_figure counted;
};

typedef int recount_review_fn(void *data, const struct recount_review *review,
			      struct error *err);

/*
 * Counts all that the reviews of a ledger say anew, each as it was at its size;
 * @each is called for every value, right or not.
 */
int recount_reviews(struct tables *t, uint64_t size, recount_review_fn *each,
		    void *data, struct error *err);
static inline int recount_same(const struct recount_review *review)
{
	return review->said.num == review->counted.num &&
	       review->said.den == review->counted.den &&
	       review->said.unknown == review->counted.unknown;
}

#endif /* DINH_RECOUNT_H */
