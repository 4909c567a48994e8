// SPDX-License-Identifier: GPL-2.0-only
/* The views of tables.sql, read as they were at a size of the ledger. */
#include <stdlib.h>
#include <string.h>

#include "i18n.h"
#include "names.h"
#include "recount.h"
#include "tables.h"
#include "tables_rows.h"

/* What a row is given to. */
struct reader {
	int (*row)(const struct reader *reader, sqlite3_stmt *statement,
		   struct error *err);
	recount_fn *figure;
	recount_scope_fn *scope;
	recount_visits_fn *visits;
	recount_meeting_fn *meeting;
	void *data;
};

static int figure_row(const struct reader *reader, sqlite3_stmt *statement,
		      struct error *err)
{
	struct recount_figure figure = {
		.scope = sqlite3_column_int64(statement, 0),
		.indicator = (const char *)sqlite3_column_text(statement, 1),
		.num = sqlite3_column_int64(statement, 2),
		.den = sqlite3_column_int64(statement, 3),
		.unknown = sqlite3_column_int64(statement, 4),
	};
	const char *verdict = (const char *)sqlite3_column_text(statement, 5);

	if (!figure.indicator || !verdict)
		return error_memory(err);
	figure.verdict = word_find(verdict_words, verdict);
	return reader->figure(reader->data, &figure, err);
}

static int scope_row(const struct reader *reader, sqlite3_stmt *statement,
		     struct error *err)
{
	struct recount_scope scope = {
		.scope = sqlite3_column_int64(statement, 0),
		.records = sqlite3_column_int64(statement, 1),
		.late = sqlite3_column_int64(statement, 2),
		.ratings = sqlite3_column_int64(statement, 3),
		.rating_sum = sqlite3_column_int64(statement, 4),
	};
	int i;

	for (i = 0; i < DINH_LOW_REASONS; i++)
		scope.low[i] = sqlite3_column_int64(statement, 5 + i);
	return reader->scope(reader->data, &scope, err);
}

static int visits_row(const struct reader *reader, sqlite3_stmt *statement,
		      struct error *err)
{
	struct recount_visits visits = {
		.unit = sqlite3_column_int64(statement, 0),
		.visits = sqlite3_column_int64(statement, 1),
		.lives = sqlite3_column_int(statement, 2),
	};

	return reader->visits(reader->data, &visits, err);
}

static int meeting_row(const struct reader *reader, sqlite3_stmt *statement,
		       struct error *err)
{
	return reader->meeting(reader->data, sqlite3_column_int64(statement, 0),
			       sqlite3_column_int64(statement, 1), err);
}

static int read_rows(struct tables *t, enum statement what,
		     const struct reader *reader, struct error *err)
{
	sqlite3_stmt *statement = rows_bind(t, what, NULL, 0, err);
	int ret = 0, step;

	if (!statement)
		return -1;
	while (!ret && (step = sqlite3_step(statement)) != SQLITE_DONE)
		ret = step == SQLITE_ROW ? reader->row(reader, statement, err) :
		      rows_error(t, err);
	sqlite3_reset(statement);
	return ret;
}

/* The tables are left as they were: another may look at another size. */
static int read_at(struct tables *t, uint64_t size, enum statement what,
		   const struct reader *reader, struct error *err)
{
	struct error ignored;
	int ret;

	if (size > t->size)
		return error_set(err, DINH_EXIT_USAGE,
				 _("the ledger has %llu entries, not %llu"),
				 (unsigned long long)t->size,
				 (unsigned long long)size);
	if (rows_run(t, SAVEPOINT, NULL, 0, err))
		return -1;
	ret = run(t, SET_AT, err, NUMBER(size));
	if (!ret)
		ret = read_rows(t, what, reader, err);
	rows_run(t, ROLLBACK_TO, NULL, 0, &ignored);
	rows_run(t, RELEASE, NULL, 0, &ignored);
	return ret;
}

int recount(struct tables *t, uint64_t size, recount_fn *each, void *data,
	    struct error *err)
{
	struct reader reader = {
		.row = figure_row, .figure = each, .data = data,
	};

	return read_at(t, size, GET_FIGURES, &reader, err);
}

int recount_scopes(struct tables *t, uint64_t size, recount_scope_fn *each,
		   void *data, struct error *err)
{
	struct reader reader = {
		.row = scope_row, .scope = each, .data = data,
	};

	return read_at(t, size, GET_SCOPES, &reader, err);
}

int recount_visits(struct tables *t, uint64_t size, recount_visits_fn *each,
		   void *data, struct error *err)
{
	struct reader reader = {
		.row = visits_row, .visits = each, .data = data,
	};

	return read_at(t, size, GET_VISITS, &reader, err);
}

int recount_meetings(struct tables *t, uint64_t size, recount_meeting_fn *each,
		     void *data, struct error *err)
{
	struct reader reader = {
		.row = meeting_row, .meeting = each, .data = data,
	};

	return read_at(t, size, GET_WRONG_MEETINGS, &reader, err);
}
