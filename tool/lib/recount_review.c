// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reviews, counted anew: each as the ledger was when it was held. The hash over
 * the scopes below is made here from SQL's own figures.
 */
#include <endian.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "i18n.h"
#include "recount.h"
#include "tables.h"
#include "tables_rows.h"

#define REVIEWS_STEP	16

/* The head of a review, as it was stored. */
struct head {
	int64_t seq;
	int64_t unit;
	int64_t day;
	char programme[DINH_CODE_SIZE];
	int64_t units;
	int64_t indicators;
	int64_t records;
	int64_t late;
	uint8_t below[DINH_HASH_SIZE];
};

struct heads {
	size_t n;
	struct head *item;
};

/**
 * struct recounting - a review while it is counted
 * @head: of it
 * @each: is told of every value
 * @data: for @each
 */
struct recounting {
	struct tables *t;
	const struct head *head;
	recount_review_fn *each;
	void *data;
};

static int tell(const struct recounting *r, const char *what,
		const struct recount_figure *said,
		const struct recount_figure *counted, struct error *err)
{
	struct recount_review review = {
		.seq = r->head->seq,
		.scope = r->head->unit,
		.what = what,
		.said = *said,
		.counted = *counted,
	};

	return r->each(r->data, &review, err);
}

static int tell_number(const struct recounting *r, const char *what,
		       int64_t said, int64_t counted, struct error *err)
{
	struct recount_figure one = { .num = said }, other = { .num = counted };

	return tell(r, what, &one, &other, err);
}

/* The next row. Return: 1, 0 at the end, or -1. */
static int next_row(struct tables *t, sqlite3_stmt *statement,
		    struct error *err)
{
	switch (sqlite3_step(statement)) {
	case SQLITE_ROW:
		return 1;
	case SQLITE_DONE:
		sqlite3_reset(statement);
		return 0;
	default:
		rows_error(t, err);
		sqlite3_reset(statement);
		return -1;
	}
}

static int add_head(struct heads *heads, sqlite3_stmt *row, struct error *err)
{
	struct head *head;

	if (heads->n % REVIEWS_STEP == 0) {
		head = realloc(heads->item, (heads->n + REVIEWS_STEP) *
					    sizeof(*head));
		if (!head)
			return error_memory(err);
		heads->item = head;
	}
	head = &heads->item[heads->n++];
	memset(head, 0, sizeof(*head));
	head->seq = sqlite3_column_int64(row, 0);
	head->unit = sqlite3_column_int64(row, 1);
	head->day = sqlite3_column_int64(row, 2);
	strncpy(head->programme, (const char *)sqlite3_column_text(row, 3),
		sizeof(head->programme) - 1);
	head->units = sqlite3_column_int64(row, 4);
	head->indicators = sqlite3_column_int64(row, 5);
	head->records = sqlite3_column_int64(row, 6);
	head->late = sqlite3_column_int64(row, 7);
	if (sqlite3_column_bytes(row, 8) == DINH_HASH_SIZE)
		memcpy(head->below, sqlite3_column_blob(row, 8),
		       DINH_HASH_SIZE);
	return 0;
}

static int read_heads(struct tables *t, uint64_t size, struct heads *heads,
		      struct error *err)
{
	sqlite3_stmt *row = rows_bind(t, GET_REVIEWS, VALUES(NUMBER(size)),
				      err);
	int more = row ? next_row(t, row, err) : -1;

	while (more > 0) {
		if (add_head(heads, row, err)) {
			sqlite3_reset(row);
			return -1;
		}
		more = next_row(t, row, err);
	}
	return more;
}

/* Where no programme was in force, there is no row, and nothing can be right. */
static int check_now(const struct recounting *r, struct error *err)
{
	sqlite3_stmt *row = rows_bind(r->t, GET_NOW, NULL, 0, err);
	char code[DINH_CODE_SIZE] = "";
	int64_t day = 0, indicators = 0;
	int more = row ? next_row(r->t, row, err) : -1;

	if (more < 0)
		return -1;
	if (more) {
		day = sqlite3_column_int64(row, 0);
		strncpy(code, (const char *)sqlite3_column_text(row, 1),
			sizeof(code) - 1);
		indicators = sqlite3_column_int64(row, 2);
		sqlite3_reset(row);
	}
	return tell_number(r, "day", r->head->day, day, err) ||
	       tell_number(r, "programme",
			   !strcmp(r->head->programme, code), 1, err) ||
	       tell_number(r, "indicators", r->head->indicators, indicators,
			   err) ? -1 : 0;
}

static int check_counts(const struct recounting *r, struct error *err)
{
	struct value scope = NUMBER(r->head->unit);
	int64_t units = 0, recorded[2] = { 0 };

	if (rows_get(r->t, GET_UNITS, &scope, 1, &units, 1, err) < 0 ||
	    rows_get(r->t, GET_RECORDED, &scope, 1, recorded, 2, err) < 0)
		return -1;
	return tell_number(r, "units", r->head->units, units, err) ||
	       tell_number(r, "records", r->head->records, recorded[0], err) ||
	       tell_number(r, "late", r->head->late, recorded[1], err) ? -1 : 0;
}

static void read_figure(sqlite3_stmt *row, int column,
			struct recount_figure *figure)
{
	figure->num = sqlite3_column_int64(row, column);
	figure->den = sqlite3_column_int64(row, column + 1);
	figure->unknown = sqlite3_column_int64(row, column + 2);
}

/* What the review says, and what is counted, place by place. */
static int check_figures(const struct recounting *r, struct error *err)
{
	struct value seq = NUMBER(r->head->seq), scope = NUMBER(r->head->unit);
	sqlite3_stmt *said = rows_bind(r->t, GET_REVIEW_FIGURES, &seq, 1, err);
	sqlite3_stmt *counted = rows_bind(r->t, GET_SCOPE_FIGURES, &scope, 1,
					  err);
	struct recount_figure one, other;
	int status = said && counted ? 0 : -1, more = 1, too;

	while (!status && more > 0) {
		more = next_row(r->t, counted, err);
		too = next_row(r->t, said, err);
		if (more < 0 || too < 0)
			status = -1;
		if (status || more < 1)
			break;
		memset(&one, 0, sizeof(one));
		memset(&other, 0, sizeof(other));
		if (too)
			read_figure(said, 0, &one);
		read_figure(counted, 0, &other);
		status = tell(r, (const char *)sqlite3_column_text(counted, 3),
			      &one, &other, err);
	}
	sqlite3_reset(said);
	sqlite3_reset(counted);
	return status;
}

static int hash_row(EVP_MD_CTX *hash, sqlite3_stmt *row, int64_t *scope,
		    struct error *err)
{
	struct recount_figure figure;
	struct dinh_review_figure frozen;
	__le32 head[2] = { 0 };

	read_figure(row, 1, &figure);
	frozen.num = htole64(figure.num);
	frozen.den = htole64(figure.den);
	frozen.unknown = htole64(figure.unknown);
	if (sqlite3_column_int64(row, 0) != *scope) {
		*scope = sqlite3_column_int64(row, 0);
		head[0] = htole32(*scope);
		if (!EVP_DigestUpdate(hash, head, sizeof(head)))
			return error_memory(err);
	}
	return EVP_DigestUpdate(hash, &frozen, sizeof(frozen)) ?
	       0 : error_memory(err);
}

static int hash_below(const struct recounting *r, EVP_MD_CTX *hash,
		      struct error *err)
{
	struct value scope = NUMBER(r->head->unit);
	sqlite3_stmt *row = rows_bind(r->t, GET_BELOW, &scope, 1, err);
	int64_t last = -1;
	int more = row ? next_row(r->t, row, err) : -1;

	while (more > 0) {
		if (hash_row(hash, row, &last, err)) {
			sqlite3_reset(row);
			return -1;
		}
		more = next_row(r->t, row, err);
	}
	return more;
}

static int check_below(const struct recounting *r, struct error *err)
{
	EVP_MD_CTX *hash = EVP_MD_CTX_new();
	uint8_t digest[DINH_HASH_SIZE];
	int status;

	if (!hash || !EVP_DigestInit_ex(hash, EVP_sha256(), NULL))
		status = error_memory(err);
	else
		status = hash_below(r, hash, err);
	if (!status && !EVP_DigestFinal_ex(hash, digest, NULL))
		status = error_memory(err);
	EVP_MD_CTX_free(hash);
	return status ? -1 :
	       tell_number(r, "below", !memcmp(digest, r->head->below,
					       sizeof(digest)), 1, err);
}

static int check(const struct recounting *r, struct error *err)
{
	if (run(r->t, SET_AT, err, NUMBER(r->head->seq)))
		return -1;
	return check_now(r, err) || check_counts(r, err) ||
	       check_figures(r, err) || check_below(r, err) ? -1 : 0;
}

int recount_reviews(struct tables *t, uint64_t size, recount_review_fn *each,
		    void *data, struct error *err)
{
	struct recounting r = { .t = t, .each = each, .data = data };
	struct heads heads = { 0 };
	struct error ignored;
	size_t i;
	int status;

	if (rows_run(t, SAVEPOINT, NULL, 0, err))
		return -1;
	status = read_heads(t, size, &heads, err);
	for (i = 0; i < heads.n && !status; i++) {
		r.head = &heads.item[i];
		status = check(&r, err);
	}
	rows_run(t, ROLLBACK_TO, NULL, 0, &ignored);
	rows_run(t, RELEASE, NULL, 0, &ignored);
	free(heads.item);
	return status;
}
