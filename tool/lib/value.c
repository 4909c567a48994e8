// SPDX-License-Identifier: GPL-2.0-only
/* Values as people write them. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "day.h"
#include "i18n.h"
#include "names.h"
#include "text.h"
#include "value.h"

static int found(struct error *err, const char *text, const char *allowed)
{
	char quote[TEXT_QUOTE_SIZE];

	return error_set(err, DINH_EXIT_USAGE, _("found %s, allowed: %s"),
			 text_quote(text, quote), allowed);
}

static int found_words(struct error *err, const char *text,
		       const struct word *words, size_t from)
{
	char allowed[512];

	words_list(words, from, allowed, sizeof(allowed));
	return found(err, text, allowed);
}

int value_code(const char *text, char out[static DINH_CODE_SIZE],
	       struct error *err)
{
	size_t len = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "abcdefghijklmnopqrstuvwxyz0123456789._-");

	if (text[len] || !len || len >= DINH_CODE_SIZE)
		return found(err, text, _("1 to 31 of A-Z a-z 0-9 . _ -"));
	memset(out, 0, DINH_CODE_SIZE);
	memcpy(out, text, len);
	return 0;
}

/* Digits only: no sign, no blank, no exponent. */
static bool digits(const char *text, uint64_t most, uint64_t *out)
{
	char *end;

	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	*out = strtoull(text, &end, 10);
	return !errno && !*end && *out <= most;
}

int value_count(const char *text, uint32_t most, uint32_t *out,
		struct error *err)
{
	char allowed[64];
	uint64_t value;

	if (digits(text, most, &value)) {
		*out = value;
		return 0;
	}
	snprintf(allowed, sizeof(allowed), _("0 to %u"), most);
	return found(err, text, allowed);
}

int value_u64(const char *text, uint64_t *out, struct error *err)
{
	return digits(text, UINT64_MAX, out) ? 0 :
	       found(err, text, _("a number"));
}

int value_day(const char *text, uint32_t today, uint32_t *out,
	      struct error *err)
{
	if (!strcmp(text, "today")) {
		*out = today;
		return 0;
	}
	return day_parse(text, out) ? 0 :
	       found(err, text, _("a day as YYYY-MM-DD or DD/MM/YYYY, or today"));
}

int value_kind(const char *text, uint32_t *out, struct error *err)
{
	int kind = kind_find(text);

	if (kind < 0)
		return found_words(err, text, kind_words, DINH_KIND_PROVINCE);
	*out = kind;
	return 0;
}

int value_group(const char *text, uint32_t *out, struct error *err)
{
	int group = word_find(group_words, text);

	if (group < 0)
		return found_words(err, text, group_words, 0);
	*out = group;
	return 0;
}

static int value_union(const char *text, bool *out, struct error *err)
{
	if (!strcmp(text, "yes") || !strcmp(text, "1"))
		*out = true;
	else if (!strcmp(text, "no") || !strcmp(text, "0"))
		*out = false;
	else
		return found(err, text, "yes, no");
	return 0;
}

/* "?" and nothing are a headcount that is not known. */
static int value_headcount(const char *text, uint32_t *out, struct error *err)
{
	if (!*text || !strcmp(text, "?")) {
		*out = DINH_COUNT_UNKNOWN;
		return 0;
	}
	return value_count(text, DINH_COUNT_MAX, out, err);
}

int value_headcounts(const char *text, struct unit *unit, uint32_t *what,
		     struct error *err)
{
	char *copy = strdup(text), *rest = copy, *pair, *equals;
	uint32_t group = 0;
	int status = 0;

	if (!copy)
		return error_memory(err);
	while (!status && (pair = strsep(&rest, ","))) {
		equals = strchr(pair, '=');
		if (!equals) {
			status = found(err, pair, _("GROUP=NUMBER, ..."));
			break;
		}
		*equals++ = '\0';
		status = value_group(pair, &group, err);
		if (!status)
			status = value_headcount(equals,
						 &unit->headcount[group], err);
		if (!status)
			*what |= DINH_SET_HEADCOUNT << group;
	}
	free(copy);
	return status;
}

/* "3" or "3-5", from 1 */
static bool item_range(char *text, uint32_t most, uint64_t *first,
		       uint64_t *last)
{
	char *dash = strchr(text, '-');

	if (dash)
		*dash++ = '\0';
	return digits(text, most, first) &&
	       digits(dash ?: text, most, last) && *first && *first <= *last;
}

int value_items(const char *text, const struct rules_requirement *requirement,
		uint32_t *out, struct error *err)
{
	uint32_t most = requirement ? requirement->items : DINH_ITEMS_MAX;
	char *copy, *rest, *part, allowed[96];
	uint64_t first, last;
	bool good = true;

	if (!strcmp(text, "all") && requirement) {
		*out = most < 32 ? (1u << most) - 1 : UINT32_MAX;
		return 0;
	}
	copy = strdup(text);
	if (!copy)
		return error_memory(err);
	*out = 0;
	for (rest = copy; good && (part = strsep(&rest, ","));) {
		good = item_range(part, most, &first, &last);
		for (; good && first <= last; first++)
			*out |= 1u << (first - 1);
	}
	free(copy);
	if (good)
		return 0;
	snprintf(allowed, sizeof(allowed),
		 _("all, or of 1 to %u, as in 1,3-5"), most);
	return found(err, text, allowed);
}

/*
 * Units.
 */

const struct table_field unit_fields[] = {
	[UNIT_CODE] = { "code", NULL, true },
	[UNIT_PARENT] = { "parent_code", "parent", false },
	[UNIT_KIND] = { "kind", NULL, true },
	[UNIT_NAME] = { "name", "name_vi", true },
	[UNIT_UNION] = { "union", NULL, false },
	[UNIT_SINCE] = { "since", NULL, false },
	[UNIT_HEADCOUNT + DINH_GROUP_CADRES] = { "cadres", NULL, false },
	[UNIT_HEADCOUNT + DINH_GROUP_PARTY_MEMBERS] = {
		"party_members", NULL, false
	},
	[UNIT_HEADCOUNT + DINH_GROUP_CIVIL_SERVANTS] = {
		"civil_servants", NULL, false
	},
	[UNIT_HEADCOUNT + DINH_GROUP_PUBLIC_EMPLOYEES] = {
		"public_employees", NULL, false
	},
	[UNIT_HEADCOUNT + DINH_GROUP_EMPLOYEES] = { "employees", NULL, false },
	[UNIT_HEADCOUNT + DINH_GROUP_RESIDENTS] = { "residents", NULL, false },
	[UNIT_HEADCOUNT + DINH_GROUP_HOUSEHOLDS] = {
		"households", NULL, false
	},
	[UNIT_HEADCOUNT + DINH_GROUP_VOTERS] = { "voters", NULL, false },
	[UNIT_FIELDS] = { NULL, NULL, false }
};

int unit_put_field(struct unit *unit, size_t field, const char *text,
		   uint32_t today, struct error *err)
{
	switch (field) {
	case UNIT_CODE:
		return value_code(text, unit->code, err);
	case UNIT_PARENT:
		memset(unit->parent_code, 0, sizeof(unit->parent_code));
		return *text ? value_code(text, unit->parent_code, err) : 0;
	case UNIT_KIND:
		return value_kind(text, &unit->kind, err);
	case UNIT_NAME:
		free(unit->name);
		return text_clean(text, DINH_NAME_SIZE - 1, &unit->name, err);
	case UNIT_UNION:
		unit->has_union = false;
		return *text ? value_union(text, &unit->has_union, err) : 0;
	case UNIT_SINCE:
		return *text ? value_day(text, today, &unit->since, err) : 0;
	default:
		return value_headcount(text,
				&unit->headcount[field - UNIT_HEADCOUNT], err);
	}
}

/*
 * Records.
 */

const struct table_field record_fields[] = {
	[RECORD_UNIT] = { "unit", NULL, true },
	[RECORD_REQUIREMENT] = { "requirement", NULL, true },
	[RECORD_ON] = { "on", NULL, true },
	[RECORD_ITEMS] = { "items", NULL, false },
	[RECORD_UNTIL] = { "until", NULL, false },
	[RECORD_PERIOD] = { "period", NULL, false },
	[RECORD_GROUP] = { "group", NULL, false },
	[RECORD_COUNT] = { "count", NULL, false },
	[RECORD_VOTE + VOTE_ELIGIBLE] = { "eligible", NULL, false },
	[RECORD_VOTE + VOTE_PRESENT] = { "present", NULL, false },
	[RECORD_VOTE + VOTE_YES] = { "yes", NULL, false },
	[RECORD_VOTE + VOTE_NO] = { "no", NULL, false },
	[RECORD_VOTE + VOTE_ABSTAIN] = { "abstain", NULL, false },
	[RECORD_VOTE + VOTE_INVALID] = { "invalid", NULL, false },
	[RECORD_DOCUMENT] = { "document", NULL, false },
	[RECORD_KEY] = { "key", NULL, false },
	[RECORD_FIELDS] = { NULL, NULL, false }
};

int value_period(const char *text, uint32_t *out, struct error *err)
{
	return day_parse_period(text, out) ? 0 :
	       found(err, text, _("a year, YYYY-MM, or the first day of a period"));
}

/* No items said: the one that there is, or those of a requirement of heads. */
static int put_items(struct record *record, const char *text,
		     const struct record_context *context, struct error *err)
{
	const struct rules_requirement *requirement =
		rules_requirement(context->rules, record->requirement);

	if (*text)
		return value_items(text, requirement, &record->items, err);
	if (requirement && requirement->items == 1 && !requirement->groups)
		record->items = 1;
	return 0;
}

int record_put_field(struct record *record, size_t field, const char *text,
		     const struct record_context *context, struct error *err)
{
	if (field == RECORD_ITEMS)
		return put_items(record, text, context, err);
	if (!*text && field > RECORD_ON)
		return 0;
	switch (field) {
	case RECORD_UNIT:
		return value_code(text, record->code, err);
	case RECORD_REQUIREMENT:
		return value_code(text, record->requirement, err);
	case RECORD_ON:
		return value_day(text, context->today, &record->day, err);
	case RECORD_UNTIL:
		return value_day(text, context->today, &record->until, err);
	case RECORD_PERIOD:
		return value_period(text, &record->period, err);
	case RECORD_GROUP:
		return value_group(text, &record->group, err);
	case RECORD_COUNT:
		return value_count(text, DINH_COUNT_MAX, &record->count, err);
	case RECORD_DOCUMENT:
		record->has_document = true;
		return digest_file(text, context->beside, record->document,
				   err);
	case RECORD_KEY:
		return value_u64(text, &record->key, err);
	default:
		return value_count(text, DINH_COUNT_MAX,
				   &record->vote[field - RECORD_VOTE], err);
	}
}
