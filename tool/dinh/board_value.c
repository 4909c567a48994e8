// SPDX-License-Identifier: GPL-2.0-only
/* What the board of a unit shows, as JSON. */
#include <stdlib.h>
#include <string.h>

#include "../lib/day.h"
#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/query.h"
#include "../lib/rules.h"
#include "board.h"
#include "values.h"

/* As far ahead as something can be due. */
#define WITHIN	36600

/**
 * struct facts - what was asked of the register
 */
struct facts {
	struct ledger ledger;
	struct unit unit;
	struct rules rules;
	struct records records;
	struct figures figures;
	struct dues dues;
	struct gaps gaps;
	struct ratings ratings;
};

static const struct rules_objective *
objective_of(const struct rules *rules, const struct rules_indicator *indicator)
{
	size_t i;

	for (i = 0; i < rules->objectives; i++)
		if (!strcmp(rules->objective[i].code, indicator->objective))
			return &rules->objective[i];
	return NULL;
}

static bool is_target(const struct rules *rules,
		      const struct rules_indicator *indicator)
{
	const struct rules_objective *objective =
		objective_of(rules, indicator);

	return objective && objective->kind == DINH_OBJECTIVE_TARGET;
}

/*
 * What is posted: each content with the end of the posting that is up longest.
 */

static bool is_up(const struct record *record, uint32_t today)
{
	return !record->withdrawn && !record->struck &&
	       record->group >= DINH_GROUPS && record->day <= today &&
	       record->last >= today && record->until >= today;
}

static const struct record *posting_of(const struct facts *facts,
				       const char *requirement, uint32_t item)
{
	const struct record *record, *longest = NULL;
	size_t i;

	for (i = 0; i < facts->records.n; i++) {
		record = &facts->records.item[i];
		if (strcmp(record->requirement, requirement) ||
		    !(record->items & 1u << item) ||
		    !is_up(record, facts->ledger.today))
			continue;
		if (!longest || record->until > longest->until)
			longest = record;
	}
	return longest;
}

static void put_left(json_t *value, const char *key, uint32_t day,
		     uint32_t today)
{
	put_day(value, key, day);
	if (day != DINH_DAY_FOREVER)
		put_number(value, "days_left", day - today);
}

static json_t *posting_value(const struct rules_requirement *requirement,
			     uint32_t item, const struct record *record,
			     uint32_t today)
{
	const struct rules_item *content = &requirement->item[item];
	bool one = requirement->items == 1;
	json_t *value = json_object();

	put_number(value, "seq", record->seq);
	put_text(value, "requirement", requirement->code);
	if (!one)
		put_number(value, "item", item + 1);
	put_title(value, "title", one ? &requirement->title : &content->title);
	put_flag(value, "verified", one ? requirement->verified :
					  content->verified);
	put_day(value, "day", record->day);
	put_left(value, "until", record->until, today);
	return value;
}

static void add_posted(json_t *rows, const struct facts *facts,
		       const struct rules_requirement *requirement)
{
	const struct record *record;
	uint32_t item;

	for (item = 0; item < requirement->items; item++) {
		record = posting_of(facts, requirement->code, item);
		if (record)
			json_array_append_new(rows,
					      posting_value(requirement, item,
							    record,
							    facts->ledger.today));
	}
}

static json_t *posted_value(const struct facts *facts)
{
	json_t *rows = json_array();
	size_t i;

	for (i = 0; i < facts->rules.requirements; i++)
		if (facts->rules.requirement[i].posting)
			add_posted(rows, facts, &facts->rules.requirement[i]);
	return rows;
}

/*
 * What is to be held next: what the targets ask for again and again, and is
 * neither posted nor counted in heads.
 */

static bool is_counted(const struct rules *rules, const char *requirement)
{
	const struct rules_indicator *indicator;
	size_t i, j;

	for (i = 0; i < rules->indicators; i++) {
		indicator = &rules->indicator[i];
		for (j = 0; j < indicator->requirements; j++)
			if (!strcmp(indicator->requirement[j], requirement) &&
			    is_target(rules, indicator))
				return true;
	}
	return false;
}

static bool is_held(const struct facts *facts,
		    const struct rules_requirement *requirement)
{
	return requirement->kinds & 1u << facts->unit.kind &&
	       !requirement->posting && !requirement->groups &&
	       (requirement->validity == DINH_VALIDITY_ROLLING ||
		requirement->validity == DINH_VALIDITY_PERIOD) &&
	       is_counted(&facts->rules, requirement->code);
}

static bool holds_any(const struct facts *facts)
{
	size_t i;

	for (i = 0; i < facts->rules.requirements; i++)
		if (is_held(facts, &facts->rules.requirement[i]))
			return true;
	return false;
}

static bool lacks(const struct facts *facts, const char *requirement)
{
	const struct gap *gap;
	size_t i;

	for (i = 0; i < facts->gaps.n; i++) {
		gap = &facts->gaps.item[i];
		if (gap->unit == facts->unit.nr && gap->kind == GAP_ITEMS &&
		    !strcmp(gap->requirement, requirement))
			return true;
	}
	return false;
}

static json_t *next_value(const struct rules_requirement *requirement)
{
	json_t *value = json_object();

	put_text(value, "requirement", requirement->code);
	put_title(value, "title", &requirement->title);
	put_flag(value, "verified", requirement->verified);
	return value;
}

static void add_lacking(json_t *rows, const struct facts *facts)
{
	const struct rules_requirement *requirement;
	size_t i;

	for (i = 0; i < facts->rules.requirements; i++) {
		requirement = &facts->rules.requirement[i];
		if (is_held(facts, requirement) &&
		    lacks(facts, requirement->code))
			json_array_append_new(rows, next_value(requirement));
	}
}

static int by_day(const void *a, const void *b)
{
	const struct due *x = a, *y = b;

	return (x->last > y->last) - (x->last < y->last);
}

static void add_due(json_t *rows, const struct facts *facts)
{
	const struct rules_requirement *requirement;
	const struct due *due;
	json_t *row;
	size_t i;

	for (i = 0; i < facts->dues.n; i++) {
		due = &facts->dues.item[i];
		requirement = rules_requirement(&facts->rules,
						due->requirement);
		if (due->unit != facts->unit.nr || due->assignment ||
		    !requirement || !is_held(facts, requirement))
			continue;
		row = next_value(requirement);
		put_left(row, "last", due->last, facts->ledger.today);
		json_array_append_new(rows, row);
	}
}

/* What was not held when it should have been comes first. */
static json_t *nexts_value(const struct facts *facts)
{
	json_t *rows = json_array();

	if (facts->dues.n)
		qsort(facts->dues.item, facts->dues.n, sizeof(struct due),
		      by_day);
	add_lacking(rows, facts);
	add_due(rows, facts);
	return rows;
}

/*
 * All of it.
 */

static json_t *targets_value(const struct facts *facts)
{
	const struct rules_indicator *indicator;
	const struct figure *figure;
	json_t *rows = json_array(), *row;
	size_t i;

	for (i = 0; i < facts->figures.n; i++) {
		figure = &facts->figures.item[i];
		indicator = rules_indicator(&facts->rules, figure->indicator);
		if (!indicator || !is_target(&facts->rules, indicator) ||
		    figure->verdict == DINH_VERDICT_EMPTY)
			continue;
		row = status_figure_value(&facts->rules, figure);
		put_number(row, "number",
			   objective_of(&facts->rules, indicator)->number);
		json_array_append_new(rows, row);
	}
	return rows;
}

static json_t *facts_value(const struct facts *facts)
{
	json_t *value = json_object();

	put_number(value, "unit", facts->unit.nr);
	put_text(value, "code", facts->unit.code);
	put_text(value, "name", facts->unit.name);
	put_text(value, "kind", word_name(kind_words, facts->unit.kind));
	put_day(value, "today", facts->ledger.today);
	json_object_set_new(value, "posted", posted_value(facts));
	json_object_set_new(value, "next", nexts_value(facts));
	json_object_set_new(value, "indicators", targets_value(facts));
	json_object_set_new(value, "rating", ratings_value(&facts->ratings));
	return value;
}

static int read_unit(struct client *client, uint32_t nr, struct unit *unit,
		     struct error *err)
{
	char day[32];

	if (unit_get(client, NULL, nr, unit, err))
		return -1;
	if (!unit->dissolved)
		return 0;
	return error_set(err, DINH_EXIT_REFUSED,
			 _("unit: %s was dissolved on %s"), unit->code,
			 day_text(unit->dissolved, day, sizeof(day)));
}

/* What other programmes than the one in force ask for is nobody's to show. */
static int read_rules(struct client *client, struct facts *facts,
		      struct error *err)
{
	const char *code = facts->unit.code;

	if (rules_get(client, &facts->rules, err))
		return -1;
	if (!*facts->rules.code)
		return 0;
	if (records_get(client, code, &facts->records, err) ||
	    status_get(client, code, &facts->figures, err))
		return -1;
	if (!holds_any(facts))
		return 0;
	return due_get(client, code, WITHIN, &facts->dues, err) ?:
	       unmet_get(client, code, NULL, &facts->gaps, err);
}

static int read_facts(struct client *client, uint32_t nr, struct facts *facts,
		      struct error *err)
{
	if (ledger_get(client, &facts->ledger, err) ||
	    read_unit(client, nr, &facts->unit, err))
		return -1;
	if (!read_rules(client, facts, err) &&
	    !ratings_get(client, facts->unit.code, &facts->ratings, err))
		return 0;
	/* A unit that has ended meanwhile is the reason. */
	unit_clear(&facts->unit);
	read_unit(client, nr, &facts->unit, err);
	return -1;
}

json_t *board_value(struct client *client, uint32_t unit, struct error *err)
{
	struct facts facts = { 0 };
	json_t *value = NULL;

	if (!read_facts(client, unit, &facts, err))
		value = facts_value(&facts);
	unit_clear(&facts.unit);
	rules_free(&facts.rules);
	records_free(&facts.records);
	figures_free(&facts.figures);
	dues_free(&facts.dues);
	gaps_free(&facts.gaps);
	ratings_free(&facts.ratings);
	return value;
}
