// SPDX-License-Identifier: GPL-2.0-only
/*
 * dinh audit: a ledger recounted, without the module and without root. Hashes
 * first, then every entry by the engine, then, if asked, every figure of the
 * engine beside the one that SQL counts.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/recount.h"
#include "../lib/replay.h"
#include "../lib/sealed.h"
#include "../lib/source.h"
#include "../lib/tables.h"
#include "command.h"
#include "values.h"

/* Differences that are shown; all are counted. */
#define SHOWN_MAX	100

/**
 * struct audit - one audit of one ledger
 * @size: entries to look at
 * @tables: for SQL, or NULL
 * @seen: what SQL has counted, by scope and indicator
 * @figures: that were compared
 * @different: of these
 * @visits: of all boards, as SQL counts them
 * @differences: of these, the first ones
 * @sealed: what a TPM was told
 */
struct audit {
	struct source *source;
	struct replay *replay;
	uint64_t size;
	struct tables *tables;
	unsigned char *seen;
	uint64_t figures;
	uint64_t different;
	uint64_t visits;
	json_t *differences;
	struct sealed sealed;
};

/* Of the head of a review only the first number is used. */
static json_t *said_value(const struct recount_figure *said)
{
	json_t *value;

	if (!said->den && !said->unknown)
		return json_integer(said->num);
	value = json_object();
	put_number(value, "numerator", said->num);
	put_number(value, "denominator", said->den);
	put_number(value, "unknown", said->unknown);
	return value;
}

/* @sql: NULL where SQL has no such figure. Both are taken. */
static void differ(struct audit *audit, uint32_t scope, const char *what,
		   json_t *engine, json_t *sql)
{
	json_t *value = json_object();

	audit->different++;
	put_number(value, "scope", scope);
	put_text(value, "code", replay_code(audit->replay, scope));
	put_text(value, "figure", what);
	json_object_set_new(value, "engine", engine);
	json_object_set_new(value, "sql", sql ?: json_null());
	if (json_array_size(audit->differences) < SHOWN_MAX)
		json_array_append(audit->differences, value);
	json_decref(value);
}

static int find_indicator(const struct audit *audit, const char *code)
{
	unsigned int i, n = replay_indicators(audit->replay);

	for (i = 0; i < n; i++)
		if (!strcmp(replay_indicator(audit->replay, i), code))
			return i;
	return -1;
}

static size_t place(const struct audit *audit, uint32_t scope, unsigned int i)
{
	return (size_t)scope * replay_indicators(audit->replay) + i;
}

static int compare_figure(void *data, const struct recount_figure *sql,
			  struct error *err)
{
	struct replay_figure theirs = {
		.num = sql->num,
		.den = sql->den,
		.unknown = sql->unknown,
		.verdict = sql->verdict,
	};
	struct audit *audit = data;
	int i = find_indicator(audit, sql->indicator);
	struct replay_figure ours;

	if (i < 0 || !replay_lives(audit->replay, sql->scope))
		return error_set(err, DINH_EXIT_WRONG,
				 _("SQL counts %s of unit %u, which the engine does not have"),
				 sql->indicator, sql->scope);
	ours = replay_figure(audit->replay, sql->scope, i);
	audit->seen[place(audit, sql->scope, i)] = 1;
	audit->figures++;
	if (ours.num != theirs.num || ours.den != theirs.den ||
	    ours.unknown != theirs.unknown || ours.verdict != theirs.verdict)
		differ(audit, sql->scope, sql->indicator,
		       replay_figure_value(&ours),
		       replay_figure_value(&theirs));
	return 0;
}

static void compare_number(struct audit *audit, uint32_t scope,
			   const char *what, uint64_t engine, uint64_t sql)
{
	audit->figures++;
	if (engine != sql)
		differ(audit, scope, what, json_integer(engine),
		       json_integer(sql));
}

static void compare_ratings(struct audit *audit,
			    const struct recount_scope *sql)
{
	struct replay_ratings ratings;
	char what[64];
	int i;

	replay_ratings(audit->replay, sql->scope, &ratings);
	compare_number(audit, sql->scope, "ratings", ratings.count,
		       sql->ratings);
	compare_number(audit, sql->scope, "sum of ratings", ratings.sum,
		       sql->rating_sum);
	for (i = 0; i < DINH_LOW_REASONS; i++) {
		snprintf(what, sizeof(what), "low ratings, %s",
			 word_name(low_reason_words, i));
		compare_number(audit, sql->scope, what, ratings.low[i],
			       sql->low[i]);
	}
}

static int compare_scope(void *data, const struct recount_scope *sql,
			 struct error *err)
{
	struct audit *audit = data;
	uint64_t records, late;

	if (!replay_lives(audit->replay, sql->scope))
		return error_set(err, DINH_EXIT_WRONG,
				 _("SQL counts records of unit %u, which the engine does not have"),
				 sql->scope);
	replay_counts(audit->replay, sql->scope, &records, &late);
	audit->figures += 2;
	if (records != sql->records)
		differ(audit, sql->scope, "records", json_integer(records),
		       json_integer(sql->records));
	if (late != sql->late)
		differ(audit, sql->scope, "late", json_integer(late),
		       json_integer(sql->late));
	compare_ratings(audit, sql);
	return 0;
}

static int compare_visits(void *data, const struct recount_visits *sql,
			  struct error *err)
{
	struct audit *audit = data;
	uint64_t visits;

	(void)err;
	audit->visits += sql->visits;
	if (!sql->lives)
		return 0;
	visits = replay_visits(audit->replay, sql->unit);
	audit->figures++;
	if (visits != sql->visits)
		differ(audit, sql->unit, "visits", json_integer(visits),
		       json_integer(sql->visits));
	return 0;
}

/* Of all boards together; the engine keeps that apart. */
static void compare_all_visits(struct audit *audit)
{
	uint64_t visits = replay_all_visits(audit->replay);

	audit->figures++;
	if (visits != audit->visits)
		differ(audit, 0, "all visits", json_integer(visits),
		       json_integer(audit->visits));
}

/* A close that the engine let in, and SQL does not follow. */
static int wrong_meeting(void *data, uint64_t seq, uint32_t unit,
			 struct error *err)
{
	struct audit *audit = data;
	char what[64];

	(void)err;
	snprintf(what, sizeof(what), _("close of a meeting, entry %ju"),
		 (uintmax_t)seq);
	differ(audit, unit, what, json_true(), json_false());
	return 0;
}

/* What a review says, as the engine left it in, beside what SQL counts. */
static int compare_review(void *data, const struct recount_review *review,
			  struct error *err)
{
	struct audit *audit = data;
	char what[64];

	(void)err;
	audit->figures++;
	if (recount_same(review))
		return 0;
	snprintf(what, sizeof(what), _("review %ju, %s"),
		 (uintmax_t)review->seq, review->what);
	differ(audit, review->scope, what, said_value(&review->said),
	       said_value(&review->counted));
	return 0;
}

/* What the engine counts of a scope, and SQL does not. */
static void find_missing(struct audit *audit, uint32_t scope)
{
	unsigned int i, n = replay_indicators(audit->replay);
	struct replay_figure ours;

	for (i = 0; i < n; i++) {
		if (audit->seen[place(audit, scope, i)])
			continue;
		ours = replay_figure(audit->replay, scope, i);
		audit->figures++;
		differ(audit, scope, replay_indicator(audit->replay, i),
		       replay_figure_value(&ours), NULL);
	}
}

static int compare(struct audit *audit, struct error *err)
{
	uint32_t scope, units = replay_units(audit->replay);

	audit->seen = calloc(place(audit, units, 0) + 1, 1);
	if (!audit->seen)
		return error_memory(err);
	if (recount(audit->tables, audit->size, compare_figure, audit, err) ||
	    recount_scopes(audit->tables, audit->size, compare_scope, audit,
			   err) ||
	    recount_reviews(audit->tables, audit->size, compare_review, audit,
			    err) ||
	    recount_visits(audit->tables, audit->size, compare_visits, audit,
			   err) ||
	    recount_meetings(audit->tables, audit->size, wrong_meeting, audit,
			     err))
		return -1;
	compare_all_visits(audit);
	for (scope = 0; scope < units; scope++)
		if (replay_lives(audit->replay, scope))
			find_missing(audit, scope);
	return 0;
}

static int take_entry(struct audit *audit, uint64_t seq, struct error *err)
{
	const void *entry;
	size_t size;

	if (source_entry(audit->source, seq, &entry, &size, err) ||
	    replay_entry(audit->replay, entry, size, err) ||
	    sealed_entry(&audit->sealed, source_hashes(audit->source), entry,
			 err))
		return -1;
	return audit->tables ? tables_add(audit->tables, entry, size, err) : 0;
}

static int take_entries(struct audit *audit, struct error *err)
{
	uint64_t seq;

	if (audit->tables && tables_begin(audit->tables, err))
		return -1;
	for (seq = 0; seq < audit->size; seq++)
		if (take_entry(audit, seq, err))
			return -1;
	return audit->tables ? tables_commit(audit->tables, err) : 0;
}

static int run(struct audit *audit, bool sql, struct error *err)
{
	audit->replay = replay_open(err);
	if (!audit->replay || source_verify(audit->source, err))
		return -1;
	if (sql) {
		audit->tables = tables_open(":memory:", err);
		if (!audit->tables)
			return -1;
	}
	if (take_entries(audit, err))
		return -1;
	return sql ? compare(audit, err) : 0;
}

static json_t *audit_value(const struct audit *audit)
{
	uint8_t root[DINH_HASH_SIZE];
	json_t *value = json_object();

	replay_root(audit->replay, root);
	put_number(value, "size", audit->size);
	put_hex(value, "root", root, sizeof(root));
	put_day(value, "today", replay_today(audit->replay));
	if (audit->sealed.n)
		put_number(value, "sealed", audit->sealed.n);
	if (audit->sealed.changed) {
		put_number(value, "pcr_changed", audit->sealed.changed);
		put_number(value, "pcr_changed_first",
			   audit->sealed.first_changed);
	}
	if (!audit->tables)
		return value;
	put_number(value, "figures", audit->figures);
	put_number(value, "different", audit->different);
	json_object_set(value, "differences", audit->differences);
	return value;
}

static const struct column audit_columns[] = {
	{ "size", N_("entries"), LOOK_NUMBER },
	{ "root", N_("Merkle root"), LOOK_TEXT },
	{ "today", N_("day"), LOOK_DAY },
	{ "sealed", N_("checkpoints sealed in a TPM"), LOOK_NUMBER },
	{ "pcr_changed", N_("of these after others extended the PCR"),
	  LOOK_NUMBER },
	{ "pcr_changed_first", N_("the first of them is entry"), LOOK_NUMBER },
	{ "figures", N_("figures recounted"), LOOK_NUMBER },
	{ "different", N_("of these different"), LOOK_NUMBER },
	{ }
};

static uintmax_t member(const json_t *value, const char *key)
{
	return json_integer_value(json_object_get(value, key));
}

static void print_figure(const struct out *out, const char *who,
			 const json_t *value)
{
	if (json_is_integer(value))
		fprintf(out->file, "  %s %" JSON_INTEGER_FORMAT "\n", who,
			json_integer_value(value));
	else if (json_is_null(value))
		fprintf(out->file, _("  %s does not have it\n"), who);
	else
		fprintf(out->file, _("  %s %ju of %ju, unknown %ju, %s\n"),
			who, member(value, "numerator"),
			member(value, "denominator"), member(value, "unknown"),
			json_string_value(json_object_get(value, "verdict")) ?:
			"-");
}

static void print_differences(const struct out *out,
			      const struct audit *audit)
{
	uint64_t shown = json_array_size(audit->differences);
	const json_t *row;
	const char *code;
	size_t i;

	json_array_foreach(audit->differences, i, row) {
		code = json_string_value(json_object_get(row, "code"));
		fputc('\n', out->file);
		out_print(out, OUT_BAD, "%s  %s\n",
			  code && *code ? code : _("the whole register"),
			  json_string_value(json_object_get(row, "figure")));
		print_figure(out, _("engine:"), json_object_get(row, "engine"));
		print_figure(out, _("SQL:   "), json_object_get(row, "sql"));
	}
	if (audit->different > shown)
		fprintf(out->file, _("\nand %ju more\n"),
			(uintmax_t)(audit->different - shown));
}

static int print(struct context *context, const struct audit *audit,
		 struct error *err)
{
	struct out *out = &context->out;
	json_t *value = audit_value(audit);

	if (out->json)
		return out_json(out, value) ? error_memory(err) : 0;
	out_fields(out, audit_columns, value);
	json_decref(value);
	print_differences(out, audit);
	if (audit->different)
		return 0;
	fputc('\n', out->file);
	out_print(out, OUT_GOOD, "%s\n", audit->tables ?
		  _("Every hash is right, every entry could be accepted, and both counts agree.") :
		  _("Every hash is right, and every entry could be accepted."));
	return 0;
}

static int set_size(struct audit *audit, const struct args *args,
		    struct error *err)
{
	uint64_t all = source_size(audit->source);

	audit->size = all;
	if (args_seq(args, "size", &audit->size, err))
		return -1;
	if (audit->size <= all)
		return 0;
	return error_set(err, DINH_EXIT_USAGE,
			 _("size: found %ju, the ledger has %ju entries"),
			 (uintmax_t)audit->size, (uintmax_t)all);
}

static int audit_ledger(struct context *context, const struct args *args,
			struct error *err)
{
	struct audit audit = { .differences = json_array() };
	int status = -1;

	audit.source = source_open(args_get(args, "LEDGER"), err);
	if (audit.source && !set_size(&audit, args, err))
		status = run(&audit, args_has(args, "sql"), err) ||
			 print(context, &audit, err) ? -1 : 0;
	/* What differs was printed. */
	if (!status && audit.different) {
		err->exit = DINH_EXIT_WRONG;
		status = -1;
	}
	json_decref(audit.differences);
	free(audit.seen);
	tables_close(audit.tables);
	replay_close(audit.replay);
	if (audit.source)
		source_close(audit.source);
	return status;
}

const struct command audit_commands[] = {
	{ "audit", NULL, "LEDGER [sql] [size SEQ]",
	  N_("recount a ledger from its entries, without the module"),
	  audit_ledger },
	{ }
};
