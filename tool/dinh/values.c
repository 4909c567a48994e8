// SPDX-License-Identifier: GPL-2.0-only
/* What the register tells, as JSON. Without memory a document has a gap. */
#include <stdio.h>
#include <string.h>

#include "../lib/day.h"
#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/replay.h"
#include "out.h"
#include "values.h"

void put_text(json_t *object, const char *key, const char *text)
{
	if (text && *text)
		json_object_set_new(object, key, json_string(text));
}

void put_number(json_t *object, const char *key, uint64_t number)
{
	json_object_set_new(object, key, json_integer(number));
}

void put_day(json_t *object, const char *key, uint32_t day)
{
	char buf[DAY_SIZE];

	put_text(object, key, day_name(day, buf));
}

void put_flag(json_t *object, const char *key, bool flag)
{
	json_object_set_new(object, key, json_boolean(flag));
}

void put_hex(json_t *object, const char *key, const uint8_t *bytes, size_t n)
{
	char hex[2 * 64 + 1] = "";
	size_t i;

	for (i = 0; i < n && i < 64; i++)
		sprintf(hex + 2 * i, "%02x", bytes[i]);
	put_text(object, key, hex);
}

void put_title(json_t *object, const char *key, const struct title *title)
{
	json_object_set_new(object, key,
			    json_pack("{s:s, s:s}", "vi", title->vi ?: "", "en",
				      title->en ?: ""));
}

void put_items(json_t *object, const char *key, uint32_t mask)
{
	json_t *items = json_array();
	int i;

	for (i = 0; i < 32; i++)
		if (mask & 1u << i)
			json_array_append_new(items, json_integer(i + 1));
	json_object_set_new(object, key, items);
}

void put_words(json_t *object, const char *key, const struct word *words,
	       uint32_t mask)
{
	json_t *names = json_array();
	int i;

	for (i = 0; words[i].name; i++)
		if (mask & 1u << i)
			json_array_append_new(names,
					      json_string(words[i].name));
	json_object_set_new(object, key, names);
}

void put_author(json_t *object, uint32_t uid, uint32_t loginuid)
{
	if (uid < DINH_UID_KERNEL)
		put_number(object, "uid", uid);
	if (loginuid < DINH_UID_KERNEL)
		put_number(object, "loginuid", loginuid);
}

static json_t *headcount_value(const struct unit *unit)
{
	json_t *counts = json_object();
	int i;

	for (i = 0; i < DINH_GROUPS; i++)
		if (unit->headcount[i] != DINH_COUNT_UNKNOWN)
			put_number(counts, group_words[i].name,
				   unit->headcount[i]);
	return counts;
}

json_t *unit_value(const struct unit *unit)
{
	json_t *value = json_object(), *successors;
	uint32_t i;

	put_number(value, "unit", unit->nr);
	put_text(value, "code", unit->code);
	put_text(value, "name", unit->name);
	put_text(value, "kind", word_name(kind_words, unit->kind));
	put_text(value, "parent", unit->parent_code);
	put_flag(value, "union", unit->has_union);
	put_day(value, "since", unit->since);
	put_day(value, "dissolved", unit->dissolved);
	put_number(value, "children", unit->children);
	put_flag(value, "pinned", unit->pinned);
	put_number(value, "records", unit->records);
	put_number(value, "late", unit->late);
	json_object_set_new(value, "headcount", headcount_value(unit));
	if (!unit->successors)
		return value;
	successors = json_array();
	for (i = 0; i < unit->successors; i++)
		json_array_append_new(successors,
				      json_integer(unit->successor[i]));
	json_object_set_new(value, "successors", successors);
	return value;
}

static void put_votes(json_t *value, const struct record *record)
{
	static const char *const names[VOTES] = {
		"eligible", "present", "yes", "no", "abstain", "invalid",
	};
	int i;

	for (i = 0; i < VOTES; i++)
		if (record->vote[i] != DINH_COUNT_UNKNOWN)
			put_number(value, names[i], record->vote[i]);
}

json_t *record_value(const struct record *record, const struct rules *rules)
{
	const struct rules_requirement *requirement =
		rules ? rules_requirement(rules, record->requirement) : NULL;
	json_t *value = json_object();
	char key[20];

	put_number(value, "seq", record->seq);
	put_number(value, "unit", record->unit);
	put_text(value, "code", record->code);
	put_text(value, "requirement", record->requirement);
	if (requirement)
		put_title(value, "title", &requirement->title);
	put_day(value, "day", record->day);
	put_day(value, "until", record->until);
	put_day(value, "period", record->period);
	put_day(value, "last", record->last);
	if (record->group < DINH_GROUPS) {
		put_text(value, "group", word_name(group_words, record->group));
		put_number(value, "count", record->count);
	} else {
		put_items(value, "items", record->items);
	}
	put_votes(value, record);
	/* 64 bits are more than a number of JSON may have. */
	snprintf(key, sizeof(key), "0x%016llx",
		 (unsigned long long)record->key);
	if (record->key)
		put_text(value, "key", key);
	if (record->has_document)
		put_hex(value, "document", record->document,
			sizeof(record->document));
	put_flag(value, "late", record->late);
	put_flag(value, "withdrawn", record->withdrawn);
	put_flag(value, "struck", record->struck);
	put_flag(value, "upheld", record->upheld);
	put_author(value, record->uid, record->loginuid);
	return value;
}

/* Without an average there is none, which is not 0. */
void put_ratings(json_t *object, uint64_t count, uint64_t sum,
		 const uint64_t low[DINH_LOW_REASONS])
{
	json_t *reasons = json_object();
	char average[32];
	int i;

	put_number(object, "ratings", count);
	put_number(object, "sum", sum);
	put_text(object, "average", average_text(sum, count, '.', average));
	for (i = 0; i < DINH_LOW_REASONS; i++)
		put_number(reasons, word_name(low_reason_words, i), low[i]);
	json_object_set_new(object, "low", reasons);
}

static uint64_t number_of(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

const char *low_text(const json_t *object, char *buf, size_t size)
{
	const json_t *low = json_object_get(object, "low");
	char number[32];
	size_t len = 0;
	uint64_t n;
	int i;

	*buf = '\0';
	for (i = 0; i < DINH_LOW_REASONS && len < size; i++) {
		n = number_of(low, word_name(low_reason_words, i));
		if (n)
			len += snprintf(buf + len, size - len, "%s%s: %s",
					len ? ", " : "",
					word_label(low_reason_words, i),
					number_text(n, number));
	}
	return buf;
}

const char *ratings_text(const json_t *object, char *buf, size_t size)
{
	uint64_t count = number_of(object, "ratings");
	char number[32], average[32], low[512];

	if (!count) {
		snprintf(buf, size, "%s", _("Nobody has rated yet."));
		return buf;
	}
	low_text(object, low, sizeof(low));
	snprintf(buf, size,
		 P_("%s rating, average %s of %u%s%s",
		    "%s ratings, average %s of %u%s%s", count),
		 number_text(count, number),
		 average_text(number_of(object, "sum"), count, decimal_point(),
			      average),
		 DINH_SCORE_MAX, *low ? _("; low: ") : "", low);
	return buf;
}

static uint64_t min_needed(const struct rules_indicator *indicator,
			   uint64_t denominator)
{
	unsigned __int128 of = (unsigned __int128)indicator->percent *
			       denominator;

	switch (indicator->threshold) {
	case DINH_THRESHOLD_AT_LEAST:
		return (of + 99) / 100;
	case DINH_THRESHOLD_OVER:
		return of / 100 + 1;
	default:
		return 0;
	}
}

uint64_t figure_short(const struct rules_indicator *indicator,
		      const struct figure *figure)
{
	uint64_t needed = min_needed(indicator, figure->denominator);

	return needed > figure->numerator ? needed - figure->numerator : 0;
}

bool indicator_verified(const struct rules *rules,
			const struct rules_indicator *indicator)
{
	const struct rules_requirement *requirement;
	bool all = indicator->verified;
	size_t i;

	for (i = 0; i < indicator->requirements; i++) {
		requirement = rules_requirement(rules,
						indicator->requirement[i]);
		all &= !requirement || requirement->verified;
	}
	return all;
}

enum out_color verdict_color(uint32_t verdict)
{
	switch (verdict) {
	case DINH_VERDICT_MET:
		return OUT_GOOD;
	case DINH_VERDICT_SHORT:
		return OUT_BAD;
	case DINH_VERDICT_UNKNOWN:
		return OUT_DOUBT;
	default:
		return OUT_DIM;
	}
}

json_t *status_figure_value(const struct rules *rules,
			    const struct figure *figure)
{
	const struct rules_indicator *indicator =
		rules_indicator(rules, figure->indicator);
	json_t *value = json_object();

	put_text(value, "indicator", figure->indicator);
	if (indicator) {
		put_text(value, "objective", indicator->objective);
		put_title(value, "title", &indicator->title);
		put_text(value, "counted",
			 word_name(counted_words, indicator->counted));
		put_text(value, "threshold",
			 word_name(threshold_words, indicator->threshold));
		put_number(value, "percent", indicator->percent);
		put_flag(value, "verified", indicator_verified(rules, indicator));
	}
	put_number(value, "numerator", figure->numerator);
	put_number(value, "denominator", figure->denominator);
	put_number(value, "unknown", figure->unknown);
	put_text(value, "verdict", word_name(verdict_words, figure->verdict));
	if (indicator && figure->verdict == DINH_VERDICT_SHORT)
		put_number(value, "short", figure_short(indicator, figure));
	return value;
}

json_t *assignment_value(const struct assignment *assignment)
{
	json_t *value = json_object();

	put_number(value, "seq", assignment->seq);
	put_number(value, "unit", assignment->unit);
	put_text(value, "code", assignment->code);
	put_text(value, "name", assignment->name);
	put_text(value, "title", assignment->title);
	put_text(value, "objective", assignment->objective);
	put_flag(value, "finding", assignment->is_finding);
	put_day(value, "given", assignment->given);
	put_day(value, "due", assignment->due);
	put_day(value, "completed", assignment->completed);
	put_number(value, "days_overdue", assignment_overdue(assignment));
	return value;
}

json_t *replay_figure_value(const struct replay_figure *figure)
{
	json_t *value = json_object();

	put_number(value, "numerator", figure->num);
	put_number(value, "denominator", figure->den);
	put_number(value, "unknown", figure->unknown);
	put_text(value, "verdict", word_name(verdict_words, figure->verdict));
	return value;
}
