// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a report tells. The ledger is replayed, and the scope looked at on the
 * way: when each of its figures moved last, how they stood at the end of each
 * month, and what moved since a review.
 */
#include <inttypes.h>
#include <stdio.h>

#include <linux/slab.h>

#include "register.h"

#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/replay.h"
#include "report.h"
#include "values.h"

/* Days ahead that are looked at for what falls due. */
#define WITHIN		90

/**
 * struct survey - a scope while its ledger is replayed
 * @replay: the register at this size
 * @reg: the same
 * @scope: number of the unit, which need not be there yet
 * @rules: programme that @last belongs to
 * @last: figures after the last entry
 * @moved: for each, the entry that moved it last
 * @since: figures to compare with, by indicator of @since_rules
 * @history: figures at the end of each month
 * @changes: entries that moved a figure since the review to compare with
 * @findings: of all units
 * @reviews: of the scope
 */
struct survey {
	struct replay *replay;
	const struct dinh_register *reg;
	u32 scope;
	const struct dinh_rules *rules;
	struct dinh_figure last[DINH_INDICATORS_MAX];
	u64 moved[DINH_INDICATORS_MAX];
	json_t *since;
	json_t *history;
	json_t *changes;
	json_t *findings;
	json_t *reviews;
};

static void put_both(json_t *value, const char *key,
		     const struct dinh_rules *rules,
		     const struct dinh_text *title)
{
	json_object_set_new(value, key,
			    json_pack("{s:s, s:s}",
				      "vi", dinh_text(rules, title->vi),
				      "en", dinh_text(rules, title->en)));
}

static void put_unit(json_t *value, const struct dinh_unit *unit)
{
	put_number(value, "unit", unit->nr);
	put_text(value, "code", dinh_unit_code(unit));
	put_text(value, "name", dinh_unit_name(unit));
}

static const struct dinh_unit *scope_of(const struct survey *survey)
{
	return dinh_unit(survey->reg, survey->scope);
}

/*
 * On the way.
 */

static bool same_figure(const struct dinh_figure *a,
			const struct dinh_figure *b)
{
	return a->num == b->num && a->den == b->den && a->unknown == b->unknown;
}

static json_t *figure_value(const struct dinh_figure *fig)
{
	json_t *value = json_object();

	put_number(value, "numerator", fig->num);
	put_number(value, "denominator", fig->den);
	put_number(value, "unknown", fig->unknown);
	return value;
}

static json_t *figures_value(const struct survey *survey)
{
	json_t *value = json_object();
	unsigned int i;

	for (i = 0; survey->rules && i < survey->rules->n_measures; i++)
		json_object_set_new(value, dinh_indicator(survey->rules,
							  i)->code,
				    figure_value(&survey->last[i]));
	return value;
}

/* Before the entry that ends a month. */
static void sample(struct survey *survey)
{
	json_t *value;

	if (!survey->rules)
		return;
	value = json_object();
	put_day(value, "day", survey->reg->today);
	put_number(value, "size", survey->reg->ledger.size);
	json_object_set_new(value, "figures", figures_value(survey));
	json_array_append_new(survey->history, value);
}

static bool ends_month(const struct survey *survey,
		       const struct dinh_entry *entry)
{
	const struct dinh_day *body = (const void *)(entry + 1);
	int year, month, mday, next_year, next_month;

	if (entry->type != DINH_ENTRY_DAY)
		return false;
	dinh_civil(survey->reg->today, &year, &month, &mday);
	dinh_civil(le32_to_cpu(body->day), &next_year, &next_month, &mday);
	return year != next_year || month != next_month;
}

static void note_moved(json_t *moved, const char *indicator,
		       const struct dinh_figure *from,
		       const struct dinh_figure *to)
{
	json_t *value = json_object();

	put_text(value, "indicator", indicator);
	json_object_set_new(value, "from", figure_value(from));
	json_object_set_new(value, "to", figure_value(to));
	json_array_append_new(moved, value);
}

static void note_change(struct survey *survey, const struct dinh_entry *entry,
			json_t *moved)
{
	const struct dinh_unit *unit = dinh_unit(survey->reg,
						 le32_to_cpu(entry->unit));
	json_t *value = json_object();

	put_number(value, "seq", le64_to_cpu(entry->seq));
	put_text(value, "type", word_name(entry_words, entry->type));
	put_day(value, "day", survey->reg->today);
	if (entry->unit && unit)
		put_unit(value, unit);
	json_object_set(value, "moved", moved);
	json_array_append_new(survey->changes, value);
}

/* What an entry made of the scope's figures. */
static void compare(struct survey *survey, const struct dinh_entry *entry)
{
	const struct dinh_rules *rules = survey->reg->current_rules;
	const struct dinh_unit *scope = scope_of(survey);
	bool others = rules != survey->rules;
	struct dinh_figure fig;
	json_t *moved;
	unsigned int i;

	if (!rules || !scope)
		return;
	moved = json_array();
	for (i = 0; i < rules->n_measures; i++) {
		fig = dinh_figure(survey->reg, scope, i);
		if (!others && same_figure(&fig, &survey->last[i]))
			continue;
		if (!others && survey->since)
			note_moved(moved, dinh_indicator(rules, i)->code,
				   &survey->last[i], &fig);
		survey->last[i] = fig;
		survey->moved[i] = le64_to_cpu(entry->seq);
	}
	survey->rules = rules;
	if (survey->since && (others || json_array_size(moved)))
		note_change(survey, entry, moved);
	json_decref(moved);
}

/* The text behind a body, which the engine has accepted. */
static const char *tail(const struct dinh_entry *entry, size_t body)
{
	return (const char *)(entry + 1) + body;
}

static void note_finding(struct survey *survey, const struct dinh_entry *entry)
{
	const struct dinh_finding *body = (const void *)(entry + 1);
	json_t *value = json_object();

	put_number(value, "seq", le64_to_cpu(entry->seq));
	put_number(value, "record", le64_to_cpu(body->seq));
	put_text(value, "verdict", word_name(finding_words,
					     le32_to_cpu(body->verdict)));
	put_text(value, "reason", tail(entry, sizeof(*body)));
	put_day(value, "day", survey->reg->today);
	put_day(value, "due", le32_to_cpu(body->due));
	put_unit(value, dinh_unit(survey->reg, le32_to_cpu(entry->unit)));
	json_array_append_new(survey->findings, value);
}

static void put_document(json_t *value, const char *key,
			 const u8 document[DINH_HASH_SIZE])
{
	static const u8 none[DINH_HASH_SIZE];

	if (memcmp(document, none, sizeof(none)))
		put_hex(value, key, document, DINH_HASH_SIZE);
}

static json_t *review_value(const struct dinh_entry *entry)
{
	const struct dinh_review *body = (const void *)(entry + 1);
	json_t *value = json_object();

	put_number(value, "seq", le64_to_cpu(entry->seq));
	put_text(value, "review", word_name(review_words,
					    le32_to_cpu(body->kind)));
	put_day(value, "day", le32_to_cpu(body->day));
	put_number(value, "size", le64_to_cpu(body->size));
	put_hex(value, "root", body->root, sizeof(body->root));
	put_document(value, "results", body->results);
	put_document(value, "limits", body->limits);
	put_document(value, "causes", body->causes);
	return value;
}

static int take_entry(struct survey *survey, const struct dinh_entry *entry,
		      uint64_t since, struct error *err)
{
	if (ends_month(survey, entry))
		sample(survey);
	if (le64_to_cpu(entry->seq) == since)
		survey->since = figures_value(survey);
	if (replay_entry(survey->replay, entry, le32_to_cpu(entry->size), err))
		return -1;
	compare(survey, entry);
	if (entry->type == DINH_ENTRY_FINDING)
		note_finding(survey, entry);
	if (entry->type == DINH_ENTRY_REVIEW &&
	    le32_to_cpu(entry->unit) == survey->scope)
		json_array_append_new(survey->reviews, review_value(entry));
	return 0;
}

/*
 * At the end.
 */

static bool is_verified(const struct dinh_rules *rules, unsigned int indicator)
{
	const struct dinh_measure *measure = &rules->measure[indicator];
	u32 flags = le32_to_cpu(dinh_indicator(rules, indicator)->flags);
	unsigned int i;

	for (i = 0; i < measure->requirements; i++)
		flags &= le32_to_cpu(dinh_requirement(rules,
				     measure->requirement[i])->flags);
	return flags & DINH_FLAG_VERIFIED;
}

/* How many more are needed, of those that are known. */
static u64 short_by(const struct dinh_measure *measure,
		    const struct dinh_figure *fig)
{
	u64 of = (u64)measure->percent * fig->den, needed;

	needed = measure->threshold == DINH_THRESHOLD_OVER ? of / 100 + 1 :
							     (of + 99) / 100;
	return needed > fig->num ? needed - fig->num : 0;
}

static json_t *indicator_value(const struct survey *survey, unsigned int i)
{
	const struct dinh_rules *rules = survey->rules;
	const struct dinh_indicator *indicator = dinh_indicator(rules, i);
	const struct dinh_measure *measure = &rules->measure[i];
	const struct dinh_figure *fig = &survey->last[i];
	enum dinh_verdict verdict = dinh_verdict(measure, fig);
	json_t *value = figure_value(fig);

	put_text(value, "indicator", indicator->code);
	put_both(value, "title", rules, &indicator->title);
	put_text(value, "counted", word_name(counted_words, measure->counted));
	put_text(value, "threshold", word_name(threshold_words,
					       measure->threshold));
	put_number(value, "percent", measure->percent);
	put_flag(value, "verified", is_verified(rules, i));
	put_text(value, "verdict", word_name(verdict_words, verdict));
	if (verdict == DINH_VERDICT_SHORT)
		put_number(value, "short", short_by(measure, fig));
	put_number(value, "entry", survey->moved[i]);
	return value;
}

static json_t *objectives_value(const struct survey *survey)
{
	const struct dinh_rules *rules = survey->rules;
	unsigned int n = le16_to_cpu(rules->body->objectives), o, i;
	json_t *all = json_array();

	for (o = 0; o < n; o++) {
		const struct dinh_objective *objective =
			dinh_objective(rules, o);
		json_t *value = json_object(), *indicators = json_array();

		put_text(value, "code", objective->code);
		put_text(value, "kind", word_name(objective_words,
						  le16_to_cpu(objective->kind)));
		put_number(value, "number", le16_to_cpu(objective->number));
		put_both(value, "title", rules, &objective->title);
		for (i = 0; i < rules->n_measures; i++)
			if (le16_to_cpu(dinh_indicator(rules, i)->objective) ==
			    o)
				json_array_append_new(indicators,
						indicator_value(survey, i));
		json_object_set_new(value, "indicators", indicators);
		json_array_append_new(all, value);
	}
	return all;
}

static json_t *kinds_value(const struct survey *survey)
{
	const struct dinh_unit *unit = NULL;
	u32 n[DINH_KINDS] = { 0 }, kind;
	json_t *value = json_object();

	while ((unit = dinh_unit_next(survey->reg, survey->scope, unit)))
		n[unit->kind]++;
	for (kind = 1; kind < DINH_KINDS; kind++)
		if (n[kind])
			put_number(value, kind_words[kind].name, n[kind]);
	return value;
}

static const char *const standing_names[] = {
	[DINH_OUTSIDE] = "outside",
	[DINH_UNMET] = "unmet",
	[DINH_MET] = "met",
	[DINH_UNKNOWN] = "unknown",
};

static bool is_target(const struct dinh_rules *rules, unsigned int indicator)
{
	const struct dinh_objective *objective = dinh_objective(rules,
		le16_to_cpu(dinh_indicator(rules, indicator)->objective));

	return le16_to_cpu(objective->kind) == DINH_OBJECTIVE_TARGET;
}

/* Where a unit stands in each target; NULL where none is about it. */
static json_t *row_value(const struct survey *survey,
			 const struct dinh_unit *unit)
{
	const struct dinh_rules *rules = survey->rules;
	json_t *cells = json_array(), *value;
	struct dinh_figure fig;
	bool asked = false;
	unsigned int i;

	for (i = 0; i < rules->n_measures; i++) {
		enum dinh_standing standing;

		if (!is_target(rules, i))
			continue;
		standing = dinh_measure(survey->reg, unit, rules, i,
					survey->reg->today, &fig);
		asked |= standing != DINH_OUTSIDE;
		json_array_append_new(cells,
				      json_string(standing_names[standing]));
	}
	if (!asked) {
		json_decref(cells);
		return NULL;
	}
	value = json_object();
	put_unit(value, unit);
	put_text(value, "kind", word_name(kind_words, unit->kind));
	json_object_set_new(value, "cells", cells);
	return value;
}

static json_t *grid_value(const struct survey *survey)
{
	const struct dinh_rules *rules = survey->rules;
	json_t *columns = json_array(), *rows = json_array(), *row;
	const struct dinh_unit *unit = NULL;
	unsigned int i;

	for (i = 0; i < rules->n_measures; i++)
		if (is_target(rules, i))
			json_array_append_new(columns, json_string(
					dinh_indicator(rules, i)->code));
	while ((unit = dinh_unit_next(survey->reg, survey->scope, unit))) {
		row = row_value(survey, unit);
		if (row)
			json_array_append_new(rows, row);
	}
	return json_pack("{s:o, s:o}", "indicators", columns, "rows", rows);
}

static bool is_short(enum dinh_standing standing)
{
	return standing == DINH_UNMET || standing == DINH_UNKNOWN;
}

/* Codes of the indicators that ask for a requirement and are short of it. */
static json_t *asked_by(const struct survey *survey,
			const struct dinh_unit *unit,
			const struct dinh_rule *rule)
{
	json_t *codes = json_array();
	struct dinh_figure fig;
	u64 left;

	for (left = rule->indicators; left; left &= left - 1)
		if (is_short(dinh_measure(survey->reg, unit, survey->rules,
					  __ffs64(left), survey->reg->today,
					  &fig)))
			json_array_append_new(codes, json_string(
				dinh_indicator(survey->rules,
					       __ffs64(left))->code));
	return codes;
}

static json_t *heads_value(const struct dinh_rule *rule,
			   const struct dinh_gap *gap)
{
	json_t *groups = json_array();
	unsigned int group;

	for (group = 0; group < DINH_GROUPS; group++) {
		json_t *value;

		if (!(rule->groups & BIT(group)) ||
		    (!(gap->unknown & BIT(group)) &&
		     gap->reached[group] >= gap->heads[group]))
			continue;
		value = json_object();
		put_text(value, "group", group_words[group].name);
		if (!(gap->unknown & BIT(group))) {
			put_number(value, "heads", gap->heads[group]);
			put_number(value, "reached", gap->reached[group]);
		}
		json_array_append_new(groups, value);
	}
	return groups;
}

static json_t *missing_value(const struct dinh_rules *rules,
			     const struct dinh_requirement *req, u32 missing)
{
	json_t *items = json_array(), *item;
	unsigned int i;

	for (i = 0; i < req->items; i++) {
		if (!(missing & BIT(i)))
			continue;
		item = json_object();
		put_number(item, "item", i + 1);
		put_both(item, "title", rules,
			 &dinh_item(rules, le16_to_cpu(req->item) + i)->title);
		json_array_append_new(items, item);
	}
	return items;
}

static json_t *gap_value(const struct survey *survey,
			 const struct dinh_unit *unit, unsigned int index)
{
	const struct dinh_rules *rules = survey->rules;
	const struct dinh_requirement *req = dinh_requirement(rules, index);
	const struct dinh_rule *rule = &rules->rule[index];
	json_t *value, *codes;
	struct dinh_gap gap;

	if (!is_short(dinh_standing(unit, rule, survey->reg->today, &gap)))
		return NULL;
	codes = asked_by(survey, unit, rule);
	if (!json_array_size(codes)) {
		json_decref(codes);
		return NULL;
	}
	value = json_object();
	put_text(value, "requirement", req->code);
	put_both(value, "title", rules, &req->title);
	json_object_set_new(value, "indicators", codes);
	put_number(value, "items", req->items);
	if (rule->groups)
		json_object_set_new(value, "groups", heads_value(rule, &gap));
	else
		json_object_set_new(value, "missing",
				    missing_value(rules, req, gap.missing));
	return value;
}

static json_t *unmet_value(const struct survey *survey)
{
	const struct dinh_unit *unit = NULL;
	json_t *all = json_array();
	unsigned int i;

	while ((unit = dinh_unit_next(survey->reg, survey->scope, unit))) {
		json_t *gaps = json_array(), *gap, *value;

		for (i = 0; i < survey->rules->n_rules; i++) {
			gap = gap_value(survey, unit, i);
			if (gap)
				json_array_append_new(gaps, gap);
		}
		if (!json_array_size(gaps)) {
			json_decref(gaps);
			continue;
		}
		value = json_object();
		put_unit(value, unit);
		put_text(value, "kind", word_name(kind_words, unit->kind));
		json_object_set_new(value, "gaps", gaps);
		json_array_append_new(all, value);
	}
	return all;
}

static json_t *assignments_value(const struct survey *survey)
{
	u32 today = survey->reg->today;
	const struct dinh_unit *unit = NULL;
	json_t *all = json_array();

	while ((unit = dinh_unit_next(survey->reg, survey->scope, unit))) {
		const struct dinh_assign *a = dinh_assignments(survey->reg,
							       unit);

		for (; a; a = a->next) {
			json_t *value = json_object();

			put_number(value, "seq", a->seq);
			put_unit(value, unit);
			put_text(value, "title", a->title);
			put_text(value, "objective", a->objective);
			put_flag(value, "finding", a->is_finding);
			put_day(value, "given", a->given);
			put_day(value, "due", a->due);
			put_day(value, "completed", a->completed);
			put_number(value, "days_overdue",
				   dinh_assignment_overdue(a, today));
			put_flag(value, "late", a->completed > a->due);
			json_array_append_new(all, value);
		}
	}
	return all;
}

static void put_dues(const struct survey *survey, const struct dinh_unit *unit,
		     json_t *all)
{
	const struct dinh_rules *rules = survey->rules;
	u32 today = survey->reg->today;
	struct dinh_gap gap;
	unsigned int i;
	json_t *value;

	for (i = 0; i < rules->n_rules; i++) {
		if (dinh_standing(unit, &rules->rule[i], today, &gap) !=
			    DINH_MET ||
		    gap.last == DINH_DAY_FOREVER || gap.last - today > WITHIN)
			continue;
		value = json_object();
		put_day(value, "last", gap.last);
		put_unit(value, unit);
		put_text(value, "requirement",
			 dinh_requirement(rules, i)->code);
		put_both(value, "title", rules,
			 &dinh_requirement(rules, i)->title);
		json_array_append_new(all, value);
	}
}

static json_t *due_value(const struct survey *survey)
{
	const struct dinh_unit *unit = NULL;
	json_t *all = json_array();

	while ((unit = dinh_unit_next(survey->reg, survey->scope, unit)))
		put_dues(survey, unit, all);
	return all;
}

/* Of the units that stand in the scope now. */
static json_t *findings_value(const struct survey *survey)
{
	json_t *all = json_array(), *finding;
	size_t i;

	json_array_foreach(survey->findings, i, finding) {
		u32 nr = json_integer_value(json_object_get(finding, "unit"));

		if (dinh_unit_in_scope(survey->reg, dinh_unit(survey->reg, nr),
				       survey->scope))
			json_array_append(all, finding);
	}
	return all;
}

static json_t *since_value(const struct survey *survey, uint64_t since)
{
	json_t *moved = json_array(), *value, *was;
	unsigned int i;

	for (i = 0; i < survey->rules->n_measures; i++) {
		const char *code = dinh_indicator(survey->rules, i)->code;
		json_t *now = figure_value(&survey->last[i]), *row;

		was = json_object_get(survey->since, code);
		if (json_equal(was, now)) {
			json_decref(now);
			continue;
		}
		row = json_object();
		put_text(row, "indicator", code);
		put_both(row, "title", survey->rules,
			 &dinh_indicator(survey->rules, i)->title);
		if (was)
			json_object_set(row, "from", was);
		json_object_set_new(row, "to", now);
		json_array_append_new(moved, row);
	}
	value = json_object();
	put_number(value, "review", since);
	json_object_set_new(value, "moved", moved);
	json_object_set(value, "entries", survey->changes);
	return value;
}

static void put_rated(const struct survey *survey, json_t *value,
		      const struct dinh_unit *unit)
{
	const struct dinh_ratings ratings = dinh_ratings(survey->reg, unit);
	uint64_t low[DINH_LOW_REASONS];
	int i;

	for (i = 0; i < DINH_LOW_REASONS; i++)
		low[i] = ratings.low[i];
	put_ratings(value, ratings.count, ratings.sum, low);
}

/* Of the scope, and of each unit in it that was rated, or has such below it. */
static json_t *scope_ratings(const struct survey *survey)
{
	json_t *value = json_object(), *units = json_array(), *row;
	const struct dinh_unit *unit = NULL;

	put_rated(survey, value, scope_of(survey));
	while ((unit = dinh_unit_next(survey->reg, survey->scope, unit))) {
		if (unit->nr == survey->scope ||
		    !dinh_ratings(survey->reg, unit).count)
			continue;
		row = json_object();
		put_number(row, "unit", unit->nr);
		put_text(row, "code", dinh_unit_code(unit));
		put_text(row, "name", dinh_unit_name(unit));
		put_rated(survey, row, unit);
		json_array_append_new(units, row);
	}
	json_object_set_new(value, "units", units);
	return value;
}

static void put_rest(const struct survey *survey, json_t *value,
		     uint64_t since)
{
	const struct dinh_rules *rules = survey->rules;
	json_t *programme = json_object();

	put_text(programme, "code", rules->body->code);
	put_both(programme, "title", rules, &rules->body->title);
	put_day(programme, "from", rules->from);
	json_object_set_new(value, "programme", programme);
	json_object_set_new(value, "units", kinds_value(survey));
	json_object_set_new(value, "objectives", objectives_value(survey));
	json_object_set_new(value, "grid", grid_value(survey));
	json_object_set_new(value, "unmet", unmet_value(survey));
	json_object_set_new(value, "assignments", assignments_value(survey));
	json_object_set_new(value, "findings", findings_value(survey));
	json_object_set_new(value, "due", due_value(survey));
	json_object_set(value, "reviews", survey->reviews);
	json_object_set(value, "history", survey->history);
	if (survey->since)
		json_object_set_new(value, "since", since_value(survey, since));
}

static json_t *whole(struct survey *survey, uint64_t since)
{
	const struct dinh_unit *scope = scope_of(survey);
	u8 root[DINH_HASH_SIZE];
	json_t *value = json_object();
	u64 records, late;

	replay_root(survey->replay, root);
	dinh_counts(scope, &records, &late);
	put_text(value, "origin", survey->reg->genesis.origin);
	put_text(value, "scope", dinh_unit_code(scope));
	put_text(value, "name", dinh_unit_name(scope));
	put_day(value, "today", survey->reg->today);
	put_number(value, "size", replay_size(survey->replay));
	put_hex(value, "root", root, sizeof(root));
	put_number(value, "records", records);
	put_number(value, "late", late);
	json_object_set_new(value, "ratings", scope_ratings(survey));
	if (survey->rules) {
		sample(survey);
		put_rest(survey, value, since);
	}
	return value;
}

/*
 * Which scope, and at which size.
 */

/* The review with a number; what is told of it is copied. */
static json_t *find_review(struct reader *reader, uint64_t seq,
			   u32 *unit, struct error *err)
{
	const struct dinh_entry *entry;
	uint64_t at;

	if (seq >= reader->size) {
		error_set(err, DINH_EXIT_USAGE,
			  _("there is no entry %ju, the ledger has %ju"), seq,
			  reader->size);
		return NULL;
	}
	if (reader->rewind(reader, err))
		return NULL;
	for (at = 0; at <= seq; at++)
		if (reader->next(reader, &entry, err))
			return NULL;
	if (entry->type != DINH_ENTRY_REVIEW ||
	    le32_to_cpu(entry->size) < sizeof(*entry) +
				       sizeof(struct dinh_review)) {
		error_set(err, DINH_EXIT_USAGE,
			  _("entry %ju is not a review"), seq);
		return NULL;
	}
	*unit = le32_to_cpu(entry->unit);
	return review_value(entry);
}

/* The number of the unit that has a code at the ledger's size. */
static int find_scope(struct reader *reader, const char *code, u32 *nr,
		      struct error *err)
{
	struct replay *replay = replay_open(err);
	const struct dinh_unit *unit;
	int status = replay ? reader_replay(reader, replay, err) : -1;

	if (!status) {
		unit = dinh_unit_by_code(replay_register(replay), code);
		if (unit)
			*nr = unit->nr;
		else
			status = error_set(err, DINH_EXIT_REFUSED,
				_("no living unit has the code %s"), code);
	}
	replay_close(replay);
	return status;
}

static int survey_all(struct survey *survey, struct reader *reader,
		      uint64_t since, struct error *err)
{
	const struct dinh_entry *entry;
	int status = reader->rewind(reader, err);

	while (!status && replay_size(survey->replay) < reader->size)
		status = reader->next(reader, &entry, err) ?:
			 take_entry(survey, entry, since, err);
	/* The last entry of all, where nothing has moved since. */
	if (!status && since == reader->size)
		survey->since = figures_value(survey);
	return status;
}

static json_t *survey_report(struct reader *reader, u32 scope,
			     uint64_t since, struct error *err)
{
	struct survey survey = {
		.replay = replay_open(err),
		.scope = scope,
		.history = json_array(),
		.changes = json_array(),
		.findings = json_array(),
		.reviews = json_array(),
	};
	json_t *value = NULL;

	if (survey.replay) {
		survey.reg = replay_register(survey.replay);
		if (!survey_all(&survey, reader, since, err))
			value = whole(&survey, since);
	}
	replay_close(survey.replay);
	json_decref(survey.since);
	json_decref(survey.history);
	json_decref(survey.changes);
	json_decref(survey.findings);
	json_decref(survey.reviews);
	return value;
}

json_t *report_value(struct reader *reader,
		     const struct report_query *query, struct error *err)
{
	json_t *review = NULL, *since, *value;
	u32 scope = 0, other;

	if (query->since != REPORT_NONE) {
		since = find_review(reader, query->since, &scope, err);
		if (!since)
			return NULL;
		json_decref(since);
	}
	if (query->review != REPORT_NONE) {
		review = find_review(reader, query->review, &other, err);
		if (!review)
			return NULL;
		scope = other;
		reader->size = query->review;
	}
	if (query->since != REPORT_NONE && query->since > reader->size) {
		error_set(err, DINH_EXIT_USAGE,
			  _("since: entry %ju comes after what is reported"),
			  query->since);
		json_decref(review);
		return NULL;
	}
	if (query->scope && find_scope(reader, query->scope, &scope, err)) {
		json_decref(review);
		return NULL;
	}
	value = survey_report(reader, scope, query->since, err);
	if (value && review)
		json_object_set_new(value, "review", review);
	else
		json_decref(review);
	return value;
}
