// SPDX-License-Identifier: GPL-2.0-only
/* What the two counts say, side by side. */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hall.h"
#include "history.h"

/* Of one scope. */
struct scope_moment {
	bool living;
	bool seen;
	struct recount_scope scope;
	uint64_t visits;
	bool visits_seen;
	struct recount_figure figure[DINH_INDICATORS_MAX];
	bool figure_seen[DINH_INDICATORS_MAX];
};

struct moment {
	struct moment *next;
	struct history *history;
	uint64_t size;
	uint32_t today;
	uint32_t units;
	unsigned int indicators;
	char code[DINH_INDICATORS_MAX][DINH_CODE_SIZE];
	unsigned int differences;
	char *hall;
	uint64_t visits;
	uint64_t sql_visits;
	struct scope_moment scope[];
};

const char *history_database = ":memory:";

static void accepted(void *data, const struct dinh_entry *entry, size_t size)
{
	struct history *h = data;

	h->seq = h->size++;
	h->accepted[entry->type]++;
	if (!h->failed && tables_add(h->tables, entry, size, &h->err))
		h->failed = true;
}

void history_begin(struct history *h, const char *name, uint32_t day)
{
	memset(h, 0, sizeof(*h));
	h->name = name;
	h->tables = tables_open(history_database, &h->err);
	if (!h->tables || tables_begin(h->tables, &h->err)) {
		fprintf(stderr, "%s\n", h->err.text);
		abort();
	}
	h->engine = engine_new(day, accepted, h);
}

void history_end(struct history *h)
{
	struct moment *m;

	tables_commit(h->tables, &h->err);
	while ((m = h->moments)) {
		h->moments = m->next;
		free(m->hall);
		free(m);
	}
	engine_free(h->engine);
	tables_close(h->tables);
}

bool submit(struct history *h, struct dinh_entry *entry)
{
	return engine_submit(h->engine, entry);
}

bool submit_own(struct history *h, struct dinh_entry *entry)
{
	return engine_own(h->engine, entry);
}

void note(struct history *h)
{
	uint32_t units = engine_units(h->engine), unit;
	struct moment *m = calloc(1, sizeof(*m) + units * sizeof(m->scope[0]));
	unsigned int i;

	if (!m)
		abort();
	m->next = h->moments;
	h->moments = m;
	m->history = h;
	m->size = h->size;
	m->today = engine_today(h->engine);
	m->units = units;
	m->indicators = engine_indicators(h->engine);
	m->hall = hall_of_engine(h->engine);
	m->visits = engine_all_visits(h->engine);
	for (unit = 0; unit < units; unit++) {
		struct scope_moment *s = &m->scope[unit];

		s->living = engine_living(h->engine, unit);
		if (!s->living)
			continue;
		s->scope = engine_scope(h->engine, unit);
		s->visits = engine_visits(h->engine, unit);
		for (i = 0; i < m->indicators; i++) {
			s->figure[i] = engine_figure(h->engine, unit, i);
			strcpy(m->code[i], s->figure[i].indicator);
			s->figure[i].indicator = m->code[i];
		}
	}
}

/* Says where a difference is. */
static void differs(struct moment *m, uint32_t scope)
{
	m->differences++;
	printf("FAIL %s: size %" PRIu64 ", day %u, scope %u: ",
	       m->history->name, m->size, m->today, scope);
}

static int figure_seen(void *data, const struct recount_figure *sql,
		       struct error *err)
{
	struct moment *m = data;
	struct recount_figure *own;
	unsigned int i;

	(void)err;
	for (i = 0; i < m->indicators; i++)
		if (!strcmp(m->code[i], sql->indicator))
			break;
	if (sql->scope >= m->units || !m->scope[sql->scope].living ||
	    i == m->indicators || m->scope[sql->scope].figure_seen[i]) {
		differs(m, sql->scope);
		printf("%s is only in the tables\n", sql->indicator);
		return 0;
	}
	m->history->figures++;
	m->scope[sql->scope].figure_seen[i] = true;
	own = &m->scope[sql->scope].figure[i];
	if (own->num == sql->num && own->den == sql->den &&
	    own->unknown == sql->unknown && own->verdict == sql->verdict)
		return 0;
	differs(m, sql->scope);
	printf("%s: engine %" PRIu64 " of %" PRIu64 ", %" PRIu64
	       " unknown, verdict %d; tables %" PRIu64 " of %" PRIu64
	       ", %" PRIu64 " unknown, verdict %d\n", sql->indicator,
	       own->num, own->den, own->unknown, own->verdict,
	       sql->num, sql->den, sql->unknown, sql->verdict);
	return 0;
}

static bool same_scope(const struct recount_scope *one,
		       const struct recount_scope *two)
{
	return one->records == two->records && one->late == two->late &&
	       one->ratings == two->ratings &&
	       one->rating_sum == two->rating_sum &&
	       !memcmp(one->low, two->low, sizeof(one->low));
}

static void print_scope(const char *who, const struct recount_scope *scope)
{
	unsigned int i;

	printf("%s %" PRIu64 " records, %" PRIu64 " late, %" PRIu64
	       " ratings, sum %" PRIu64 ", low", who, scope->records,
	       scope->late, scope->ratings, scope->rating_sum);
	for (i = 0; i < DINH_LOW_REASONS; i++)
		printf(" %" PRIu64, scope->low[i]);
}

static int scope_seen(void *data, const struct recount_scope *sql,
		      struct error *err)
{
	struct moment *m = data;
	struct scope_moment *own;

	(void)err;
	own = sql->scope < m->units ? &m->scope[sql->scope] : NULL;
	if (!own || !own->living || own->seen) {
		differs(m, sql->scope);
		printf("it is only in the tables\n");
		return 0;
	}
	own->seen = true;
	if (same_scope(&own->scope, sql))
		return 0;
	differs(m, sql->scope);
	print_scope("engine", &own->scope);
	print_scope("; tables", sql);
	printf("\n");
	return 0;
}

static int visits_seen(void *data, const struct recount_visits *sql,
		       struct error *err)
{
	struct moment *m = data;
	struct scope_moment *own = &m->scope[sql->unit];

	(void)err;
	m->sql_visits += sql->visits;
	own->visits_seen = true;
	if (own->living == sql->lives &&
	    (!own->living || own->visits == sql->visits))
		return 0;
	differs(m, sql->unit);
	printf("engine %" PRIu64 " visits; tables %" PRIu64 "\n", own->visits,
	       sql->visits);
	return 0;
}

static int meeting_seen(void *data, uint64_t seq, uint32_t unit,
			struct error *err)
{
	struct moment *m = data;

	(void)err;
	differs(m, unit);
	printf("the close of a meeting, entry %" PRIu64 ", is wrong\n", seq);
	return 0;
}

/* What the tables did not come up with. */
static void check_seen(struct moment *m)
{
	uint32_t scope;
	unsigned int i;

	for (scope = 0; scope < m->units; scope++) {
		struct scope_moment *own = &m->scope[scope];

		if (own->living && !own->seen) {
			differs(m, scope);
			printf("it is not in the tables\n");
		}
		if (own->living && own->visits && !own->visits_seen) {
			differs(m, scope);
			printf("its visits are not in the tables\n");
		}
		for (i = 0; own->living && i < m->indicators; i++) {
			if (own->figure_seen[i])
				continue;
			differs(m, scope);
			printf("%s is not in the tables\n", m->code[i]);
		}
		own->seen = own->visits_seen = false;
		memset(own->figure_seen, 0, sizeof(own->figure_seen));
	}
}

/* What is open and bound, and visits of the boards of ended units as well. */
static void compare_hall(struct history *h, struct moment *m)
{
	char *hall = hall_of_tables(h->tables, m->size);

	if (strcmp(m->hall, hall)) {
		differs(m, 0);
		printf("engine: %s tables: %s\n", m->hall, hall);
	}
	free(hall);
	if (m->visits == m->sql_visits)
		return;
	differs(m, 0);
	printf("engine %" PRIu64 " visits in all; tables %" PRIu64 "\n",
	       m->visits, m->sql_visits);
}

static unsigned int compare_moment(struct history *h, struct moment *m)
{
	struct error err;

	m->differences = 0;
	m->sql_visits = 0;
	if (recount(h->tables, m->size, figure_seen, m, &err) ||
	    recount_scopes(h->tables, m->size, scope_seen, m, &err) ||
	    recount_visits(h->tables, m->size, visits_seen, m, &err) ||
	    recount_meetings(h->tables, m->size, meeting_seen, m, &err)) {
		differs(m, 0);
		printf("%s\n", err.text);
	}
	check_seen(m);
	compare_hall(h, m);
	return m->differences;
}

/* The last days that were fixed, and which records were late. */
static unsigned int compare_records(struct history *h)
{
	unsigned int differences = 0;
	sqlite3_stmt *statement;
	uint32_t last;
	bool late;

	if (sqlite3_prepare_v2(tables_database(h->tables),
			       "SELECT seq, last_day, late FROM evidence",
			       -1, &statement, NULL))
		abort();
	while (sqlite3_step(statement) == SQLITE_ROW) {
		int64_t seq = sqlite3_column_int64(statement, 0);
		int64_t day = sqlite3_column_int64(statement, 1);

		if (!engine_record(h->engine, seq, &last, &late))
			continue;
		if (day == last && late == sqlite3_column_int(statement, 2))
			continue;
		differences++;
		printf("FAIL %s: record %" PRId64 ": engine until %u%s; tables "
		       "%" PRId64 "%s\n", h->name, seq, last,
		       late ? ", late" : "", day,
		       sqlite3_column_int(statement, 2) ? ", late" : "");
	}
	sqlite3_finalize(statement);
	return differences;
}

struct reviewing {
	struct history *history;
	unsigned int differences;
};

static int review_seen(void *data, const struct recount_review *review,
		       struct error *err)
{
	struct reviewing *reviewing = data;

	(void)err;
	reviewing->history->reviewed++;
	if (recount_same(review))
		return 0;
	reviewing->differences++;
	printf("FAIL %s: review %" PRIu64 " of scope %u: %s: says %" PRIu64
	       " of %" PRIu64 ", %" PRIu64 " unknown; tables %" PRIu64 " of %"
	       PRIu64 ", %" PRIu64 " unknown\n", reviewing->history->name,
	       review->seq, review->scope, review->what, review->said.num,
	       review->said.den, review->said.unknown, review->counted.num,
	       review->counted.den, review->counted.unknown);
	return 0;
}

static unsigned int compare_reviews(struct history *h)
{
	struct reviewing reviewing = { .history = h };
	struct error err;

	if (recount_reviews(h->tables, h->size, review_seen, &reviewing,
			    &err)) {
		printf("FAIL %s: reviews: %s\n", h->name, err.text);
		return 1;
	}
	return reviewing.differences;
}

unsigned int compare(struct history *h)
{
	unsigned int differences = 0;
	struct moment *m;

	if (h->failed) {
		printf("FAIL %s: %s\n", h->name, h->err.text);
		return 1;
	}
	for (m = h->moments; m; m = m->next)
		differences += compare_moment(h, m);
	return differences + compare_reviews(h) + compare_records(h);
}

struct wanted {
	uint32_t scope;
	const char *indicator;
	struct recount_figure *out;
	bool found;
};

static int look_for(void *data, const struct recount_figure *figure,
		    struct error *err)
{
	struct wanted *wanted = data;

	(void)err;
	if (figure->scope != wanted->scope ||
	    strcmp(figure->indicator, wanted->indicator))
		return 0;
	*wanted->out = *figure;
	wanted->out->indicator = wanted->indicator;
	wanted->found = true;
	return 0;
}

bool counted(struct history *h, uint64_t size, uint32_t scope,
	     const char *indicator, struct recount_figure *out)
{
	struct wanted wanted = { scope, indicator, out, false };

	return !recount(h->tables, size, look_for, &wanted, &h->err) &&
	       wanted.found;
}
