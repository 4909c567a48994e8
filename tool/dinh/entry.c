// SPDX-License-Identifier: GPL-2.0-only
/* Entries of the ledger. What is not understood is left out. */
#include <endian.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "../lib/day.h"
#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/stream.h"
#include "entry.h"
#include "values.h"

/* Texts in entries end where their field does. */
static void put_chars(json_t *value, const char *key, const char *chars,
		      size_t size)
{
	char text[512];

	snprintf(text, sizeof(text), "%.*s", (int)strnlen(chars, size), chars);
	put_text(value, key, text);
}

static void put_time(json_t *value, uint64_t wall)
{
	time_t seconds = wall / 1000000000;
	struct tm tm;
	char text[64];
	size_t len;

	if (!gmtime_r(&seconds, &tm))
		return;
	len = strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text + len, sizeof(text) - len, ".%03uZ",
		 (unsigned int)(wall / 1000000 % 1000));
	put_text(value, "time", text);
}

static void put_unit_add(json_t *value, const struct dinh_unit_add *body,
			 size_t size)
{
	put_chars(value, "code", body->code, sizeof(body->code));
	put_chars(value, "name", body->name, size - sizeof(*body));
	put_text(value, "kind", word_name(kind_words, body->kind));
	put_number(value, "parent", le32toh(body->parent));
	put_day(value, "since", le32toh(body->since));
	put_flag(value, "union", body->has_union);
}

static void put_unit_set(json_t *value, const struct dinh_unit_set *body,
			 size_t size)
{
	const struct dinh_unit_add *to = &body->to;
	uint32_t what = le32toh(body->what), i;
	json_t *counts;

	if (what & DINH_SET_CODE)
		put_chars(value, "code", to->code, sizeof(to->code));
	if (what & DINH_SET_NAME)
		put_chars(value, "name", to->name, size - sizeof(*body));
	if (what & DINH_SET_KIND)
		put_text(value, "kind", word_name(kind_words, to->kind));
	if (what & DINH_SET_PARENT)
		put_number(value, "parent", le32toh(to->parent));
	if (what & DINH_SET_SINCE)
		put_day(value, "since", le32toh(to->since));
	if (what & DINH_SET_UNION)
		put_flag(value, "union", to->has_union);
	if (!(what & DINH_SET_HEADCOUNTS))
		return;
	counts = json_object();
	for (i = 0; i < DINH_GROUPS; i++) {
		uint32_t count = le32toh(to->headcount[i]);

		if (what & DINH_SET_HEADCOUNT << i)
			json_object_set_new(counts, group_words[i].name,
					    count == DINH_COUNT_UNKNOWN ?
					    json_null() : json_integer(count));
	}
	json_object_set_new(value, "headcount", counts);
}

static void put_dissolve(json_t *value, const struct dinh_unit_dissolve *body,
			 size_t size)
{
	uint32_t n = le32toh(body->successors), i;
	json_t *successors = json_array();

	put_day(value, "day", le32toh(body->day));
	for (i = 0; i < n && sizeof(*body) + (i + 1) * 4 <= size; i++)
		json_array_append_new(successors, json_integer(
					      le32toh(body->successor[i])));
	json_object_set_new(value, "successors", successors);
}

static void put_record(json_t *value, const struct dinh_entry *entry,
		       size_t size, const struct rules *rules)
{
	const struct rules_requirement *requirement;
	struct record record;
	uint16_t number;

	if (!entry_record(entry, size, &record, &number))
		return;
	requirement = rules_requirement_number(rules, number);
	if (requirement)
		memcpy(record.requirement, requirement->code,
		       sizeof(record.requirement));
	else
		put_number(value, "requirement_number", number);
	json_object_update_new(value, record_value(&record, NULL));
	json_object_del(value, "late");
	json_object_del(value, "withdrawn");
}

static void put_genesis(json_t *value, const struct dinh_genesis *body)
{
	put_chars(value, "origin", body->origin, sizeof(body->origin));
	put_hex(value, "identity", body->identity, sizeof(body->identity));
	put_day(value, "day", le32toh(body->day));
	json_object_set_new(value, "utc_offset",
			    json_integer((int32_t)le32toh(body->utc_offset)));
}

static void put_clock(json_t *value, const struct dinh_clock *body)
{
	json_object_set_new(value, "before",
			    json_integer((int64_t)le64toh(body->before)));
	json_object_set_new(value, "after",
			    json_integer((int64_t)le64toh(body->after)));
}

static void put_finding(json_t *value, const struct dinh_finding *body,
			size_t size)
{
	put_number(value, "record", le64toh(body->seq));
	put_text(value, "verdict", word_name(finding_words,
					     le32toh(body->verdict)));
	put_day(value, "due", le32toh(body->due));
	put_chars(value, "reason", body->reason, size - sizeof(*body));
}

static void put_assignment(json_t *value, const struct dinh_assignment *body,
			   size_t size)
{
	put_day(value, "due", le32toh(body->due));
	put_chars(value, "objective", body->objective,
		  sizeof(body->objective));
	put_chars(value, "title", body->title, size - sizeof(*body));
}

static void put_document(json_t *value, const char *key,
			 const uint8_t document[DINH_HASH_SIZE])
{
	static const uint8_t none[DINH_HASH_SIZE];

	if (memcmp(document, none, sizeof(none)))
		put_hex(value, key, document, DINH_HASH_SIZE);
}

static void put_completion(json_t *value, const struct dinh_completion *body,
			   size_t size)
{
	put_number(value, "assignment", le64toh(body->seq));
	put_day(value, "day", le32toh(body->day));
	put_document(value, "document", body->document);
	put_chars(value, "result", body->result, size - sizeof(*body));
}

static void put_grant(json_t *value, const struct dinh_grant *body)
{
	put_text(value, "subject", word_name(subject_words, body->subject));
	put_number(value, "id", le32toh(body->id));
	put_text(value, "role", word_name(role_words, body->role));
}

static void put_review(json_t *value, const struct dinh_review *body)
{
	uint32_t n = le32toh(body->indicators), i;
	json_t *figures = json_array();

	put_text(value, "review", word_name(review_words,
					    le32toh(body->kind)));
	put_day(value, "day", le32toh(body->day));
	put_number(value, "size", le64toh(body->size));
	put_hex(value, "root", body->root, sizeof(body->root));
	put_hex(value, "below", body->below, sizeof(body->below));
	put_document(value, "results", body->results);
	put_document(value, "limits", body->limits);
	put_document(value, "causes", body->causes);
	put_chars(value, "programme", body->programme,
		  sizeof(body->programme));
	put_number(value, "units", le32toh(body->units));
	put_number(value, "records", le64toh(body->records));
	put_number(value, "late", le64toh(body->late));
	for (i = 0; i < n && i < DINH_INDICATORS_MAX; i++) {
		json_t *figure = json_object();

		put_number(figure, "numerator", le64toh(body->figure[i].num));
		put_number(figure, "denominator",
			   le64toh(body->figure[i].den));
		put_number(figure, "unknown",
			   le64toh(body->figure[i].unknown));
		json_array_append_new(figures, figure);
	}
	json_object_set_new(value, "figures", figures);
}

static size_t least_size(uint8_t type)
{
	static const size_t sizes[DINH_ENTRY_TYPES] = {
		[DINH_ENTRY_GENESIS] = sizeof(struct dinh_genesis),
		[DINH_ENTRY_DAY] = sizeof(struct dinh_day),
		[DINH_ENTRY_CLOCK] = sizeof(struct dinh_clock),
		[DINH_ENTRY_PROGRAMME] = sizeof(struct dinh_programme),
		[DINH_ENTRY_UNIT_ADD] = sizeof(struct dinh_unit_add),
		[DINH_ENTRY_UNIT_SET] = sizeof(struct dinh_unit_set),
		[DINH_ENTRY_UNIT_DISSOLVE] = sizeof(struct dinh_unit_dissolve),
		[DINH_ENTRY_RECORD] = sizeof(struct dinh_record),
		[DINH_ENTRY_RECORD_END] = sizeof(struct dinh_record_end),
		[DINH_ENTRY_WITHDRAWAL] = sizeof(struct dinh_withdrawal),
		[DINH_ENTRY_PIN] = sizeof(struct dinh_pin),
		[DINH_ENTRY_FINDING] = sizeof(struct dinh_finding),
		[DINH_ENTRY_ASSIGNMENT] = sizeof(struct dinh_assignment),
		[DINH_ENTRY_COMPLETION] = sizeof(struct dinh_completion),
		[DINH_ENTRY_GRANT] = sizeof(struct dinh_grant),
		[DINH_ENTRY_LOSS] = sizeof(struct dinh_loss),
		[DINH_ENTRY_RATING] = sizeof(struct dinh_rating),
		[DINH_ENTRY_MEETING_OPEN] = sizeof(struct dinh_meeting_open),
		[DINH_ENTRY_ATTENDANCE] = sizeof(struct dinh_attendance),
		[DINH_ENTRY_VOTE] = sizeof(struct dinh_vote),
		[DINH_ENTRY_MEETING_CLOSE] = sizeof(struct dinh_meeting_close),
		[DINH_ENTRY_MEETING_VOID] = sizeof(struct dinh_meeting_void),
		[DINH_ENTRY_KIOSK_BIND] = sizeof(struct dinh_kiosk_bind),
		[DINH_ENTRY_KIOSK_UNBIND] = sizeof(struct dinh_kiosk_unbind),
		[DINH_ENTRY_VISITS] = sizeof(struct dinh_visits),
		[DINH_ENTRY_TPM] = sizeof(struct dinh_tpm),
		[DINH_ENTRY_REVOKE] = sizeof(struct dinh_grant),
		[DINH_ENTRY_REVIEW] = sizeof(struct dinh_review),
	};

	return type < DINH_ENTRY_TYPES ? sizes[type] : 0;
}

static void put_from(json_t *value, __le64 meeting, __le64 kiosk)
{
	if (meeting)
		put_number(value, "meeting", le64toh(meeting));
	if (kiosk)
		put_number(value, "kiosk", le64toh(kiosk));
}

static void put_rating(json_t *value, const struct dinh_rating *body)
{
	put_number(value, "score", body->score);
	if (body->score <= DINH_SCORE_LOW)
		put_text(value, "reason",
			 word_name(low_reason_words, body->low_reason));
	put_from(value, 0, body->kiosk);
}

static void put_opened(json_t *value, const struct dinh_meeting_open *body,
		       const struct rules *rules)
{
	const struct rules_requirement *requirement =
		rules ? rules_requirement_number(rules,
			le16toh(body->requirement)) :
			NULL;

	if (requirement)
		put_text(value, "requirement", requirement->code);
	put_day(value, "day", le32toh(body->day));
	put_text(value, "ballot", word_name(ballot_words, body->ballot));
	put_number(value, "eligible", le32toh(body->eligible));
	if (!body->cards)
		return;
	put_number(value, "cards", le32toh(body->cards));
	put_hex(value, "roll", body->roll, sizeof(body->roll));
}

/* What a card is known by says nothing without the meeting's key. */
static void put_attendance(json_t *value, const struct dinh_attendance *body)
{
	static const __u8 none[DINH_CARD_SIZE];

	put_from(value, body->meeting, body->kiosk);
	put_number(value, "count", le32toh(body->count));
	if (memcmp(body->card, none, sizeof(none)))
		put_hex(value, "card", body->card, sizeof(body->card));
}

static void put_vote(json_t *value, const struct dinh_vote *body)
{
	put_from(value, body->meeting, body->kiosk);
	put_number(value, "yes", le32toh(body->yes));
	put_number(value, "no", le32toh(body->no));
	put_number(value, "abstain", le32toh(body->abstain));
	put_number(value, "invalid", le32toh(body->invalid));
}

static void put_closed(json_t *value, const struct dinh_meeting_close *body)
{
	put_from(value, body->meeting, 0);
	put_text(value, "outcome",
		 word_name(outcome_words, le32toh(body->outcome)));
	put_number(value, "eligible", le32toh(body->votes.eligible));
	put_number(value, "present", le32toh(body->votes.present));
	put_number(value, "present_needed", le32toh(body->present_needed));
	put_number(value, "yes", le32toh(body->votes.yes));
	put_number(value, "yes_needed", le32toh(body->yes_needed));
	put_number(value, "no", le32toh(body->votes.no));
	put_number(value, "abstain", le32toh(body->votes.abstain));
	put_number(value, "invalid", le32toh(body->votes.invalid));
}

static void put_kiosk(json_t *value, const struct dinh_kiosk_bind *body,
		      size_t left)
{
	put_text(value, "role", word_name(kiosk_role_words, body->role));
	put_from(value, body->meeting, 0);
	put_flag(value, "virtual", body->flags & DINH_KIOSK_VIRTUAL);
	put_chars(value, "device", body->device, left - sizeof(*body));
}

static void put_sealed(json_t *value, const struct dinh_tpm *body)
{
	put_number(value, "pcr", le32toh(body->pcr));
	put_number(value, "size", le64toh(body->size));
	put_hex(value, "root", body->root, sizeof(body->root));
	put_hex(value, "before", body->before, sizeof(body->before));
}

static void put_body(json_t *value, const struct dinh_entry *entry,
		     size_t size, const struct rules *rules)
{
	size_t least = least_size(entry->type), left = size - sizeof(*entry);
	const void *body = entry + 1;
	const struct dinh_withdrawal *withdrawal = body;
	const struct dinh_programme *programme = body;
	const struct dinh_record_end *end = body;
	const struct dinh_pin *pin = body;
	const struct dinh_day *day = body;
	const struct dinh_loss *loss = body;
	const struct dinh_meeting_void *ended = body;
	const struct dinh_kiosk_unbind *unbind = body;
	const struct dinh_visits *visits = body;

	if (!least || left < least || entry->version != 1)
		return;
	switch (entry->type) {
	case DINH_ENTRY_GENESIS:
		put_genesis(value, body);
		break;
	case DINH_ENTRY_DAY:
		put_day(value, "day", le32toh(day->day));
		put_flag(value, "confirmed",
			 le32toh(day->how) == DINH_DAY_BY_ADMIN);
		break;
	case DINH_ENTRY_CLOCK:
		put_clock(value, body);
		break;
	case DINH_ENTRY_PROGRAMME:
		put_chars(value, "programme", programme->code,
			  sizeof(programme->code));
		put_day(value, "from", le32toh(programme->from));
		break;
	case DINH_ENTRY_UNIT_ADD:
		put_unit_add(value, body, left);
		break;
	case DINH_ENTRY_UNIT_SET:
		put_unit_set(value, body, left);
		break;
	case DINH_ENTRY_UNIT_DISSOLVE:
		put_dissolve(value, body, left);
		break;
	case DINH_ENTRY_RECORD:
		put_record(value, entry, size, rules);
		break;
	case DINH_ENTRY_RECORD_END:
		put_number(value, "record", le64toh(end->seq));
		put_day(value, "day", le32toh(end->day));
		break;
	case DINH_ENTRY_WITHDRAWAL:
		put_number(value, "record", le64toh(withdrawal->seq));
		put_chars(value, "reason", withdrawal->reason,
			  left - sizeof(*withdrawal));
		break;
	case DINH_ENTRY_PIN:
		put_flag(value, "pinned", le32toh(pin->pinned));
		break;
	case DINH_ENTRY_FINDING:
		put_finding(value, body, left);
		break;
	case DINH_ENTRY_ASSIGNMENT:
		put_assignment(value, body, left);
		break;
	case DINH_ENTRY_COMPLETION:
		put_completion(value, body, left);
		break;
	case DINH_ENTRY_GRANT:
	case DINH_ENTRY_REVOKE:
		put_grant(value, body);
		break;
	case DINH_ENTRY_REVIEW:
		put_review(value, body);
		break;
	case DINH_ENTRY_LOSS:
		put_from(value, 0, loss->kiosk);
		put_number(value, "presses", le64toh(loss->presses));
		break;
	case DINH_ENTRY_RATING:
		put_rating(value, body);
		break;
	case DINH_ENTRY_MEETING_OPEN:
		put_opened(value, body, rules);
		break;
	case DINH_ENTRY_ATTENDANCE:
		put_attendance(value, body);
		break;
	case DINH_ENTRY_VOTE:
		put_vote(value, body);
		break;
	case DINH_ENTRY_MEETING_CLOSE:
		put_closed(value, body);
		break;
	case DINH_ENTRY_MEETING_VOID:
		put_from(value, ended->meeting, 0);
		put_chars(value, "reason", ended->reason,
			  left - sizeof(*ended));
		break;
	case DINH_ENTRY_KIOSK_BIND:
		put_kiosk(value, body, left);
		break;
	case DINH_ENTRY_KIOSK_UNBIND:
		put_from(value, 0, unbind->kiosk);
		put_text(value, "why",
			 word_name(unbind_words, le32toh(unbind->why)));
		break;
	case DINH_ENTRY_VISITS:
		put_number(value, "visits", le32toh(visits->visits));
		break;
	case DINH_ENTRY_TPM:
		put_sealed(value, body);
		break;
	}
}

json_t *entry_value(const struct dinh_entry *entry, size_t size,
		    const struct rules *rules)
{
	json_t *value = json_object();

	put_text(value, "event", "entry");
	put_number(value, "seq", le64toh(entry->seq));
	put_text(value, "type", word_name(entry_words, entry->type));
	put_time(value, le64toh(entry->wall));
	put_author(value, le32toh(entry->uid), le32toh(entry->loginuid));
	if (entry->unit)
		put_number(value, "unit", le32toh(entry->unit));
	put_body(value, entry, size, rules);
	return value;
}

static const char *get(const json_t *value, const char *key)
{
	return json_string_value(json_object_get(value, key)) ?: "";
}

static const char *day_of(const json_t *value, const char *key, char *buf,
			  size_t size)
{
	uint32_t day;

	return day_parse(get(value, key), &day) ? day_text(day, buf, size) : "";
}

static const char *record_text(const json_t *value, char *buf, size_t size)
{
	const json_t *items = json_object_get(value, "items"), *item;
	char day[32], what[160], number[96];
	uint32_t mask = 0;
	size_t i;
	int group;

	group = word_find(group_words, get(value, "group"));
	json_array_foreach(items, i, item)
		mask |= 1u << (json_integer_value(item) - 1);
	if (group >= 0)
		snprintf(what, sizeof(what), "%s %s",
			 number_text(json_integer_value(json_object_get(
					value, "count")), number),
			 word_label(group_words, group));
	else
		snprintf(what, sizeof(what), _("items %s"),
			 items_text(mask, number, sizeof(number)));
	snprintf(buf, size, "%s, %s, %s", get(value, "requirement"),
		 day_of(value, "day", day, sizeof(day)), what);
	return buf;
}

/* What was changed, by its key in a command line. */
static const char *changes_text(const json_t *value, char *buf, size_t size)
{
	static const char *const keys[] = {
		"code", "name", "kind", "parent", "since", "union",
		"headcount",
	};
	size_t i, len = 0;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]) && len < size; i++)
		if (json_object_get(value, keys[i]))
			len += snprintf(buf + len, size - len, "%s%s",
					len ? ", " : "", keys[i]);
	return buf;
}

/* "#12, 15/06/2017: what it says" */
static const char *about_text(const json_t *value, const char *key,
			      const char *text, char *buf, size_t size)
{
	char due[48] = "", day[32];
	const char *of = *get(value, "due") ? "due" : "day";

	if (*day_of(value, of, day, sizeof(day)))
		snprintf(due, sizeof(due), ", %s", day);
	snprintf(buf, size, "#%lld%s: %s", (long long)json_integer_value(
			 json_object_get(value, key)), due, get(value, text));
	return buf;
}

/* The word of a list that a member names. */
static const char *said(const json_t *value, const char *key,
			const struct word *words)
{
	int word = word_find(words, get(value, key));

	return word < 0 ? "?" : word_label(words, word);
}

static const char *finding_text(const json_t *value, char *buf, size_t size)
{
	char about[320];

	snprintf(buf, size, "%s: %s", said(value, "verdict", finding_words),
		 about_text(value, "record", "reason", about, sizeof(about)));
	return buf;
}

static const char *grant_text(const json_t *value, char *buf, size_t size)
{
	snprintf(buf, size, "%s %lld: %s",
		 said(value, "subject", subject_words),
		 (long long)json_integer_value(json_object_get(value, "id")),
		 said(value, "role", role_words));
	return buf;
}

const char *entry_text(const json_t *value, char *buf, size_t size)
{
	int type = word_find(entry_words, get(value, "type"));
	char day[32];

	*buf = '\0';
	switch (type) {
	case DINH_ENTRY_GENESIS:
		return get(value, "origin");
	case DINH_ENTRY_DAY:
		return day_of(value, "day", buf, size);
	case DINH_ENTRY_PROGRAMME:
		return get(value, "programme");
	case DINH_ENTRY_UNIT_ADD:
		return get(value, "name");
	case DINH_ENTRY_UNIT_SET:
		return changes_text(value, buf, size);
	case DINH_ENTRY_UNIT_DISSOLVE:
		return day_of(value, "day", buf, size);
	case DINH_ENTRY_RECORD:
		return record_text(value, buf, size);
	case DINH_ENTRY_RECORD_END:
		snprintf(buf, size, "#%lld, %s",
			 (long long)json_integer_value(json_object_get(
					 value, "record")),
			 day_of(value, "day", day, sizeof(day)));
		return buf;
	case DINH_ENTRY_WITHDRAWAL:
		snprintf(buf, size, "#%lld: %s",
			 (long long)json_integer_value(json_object_get(
					 value, "record")),
			 get(value, "reason"));
		return buf;
	case DINH_ENTRY_FINDING:
		return finding_text(value, buf, size);
	case DINH_ENTRY_ASSIGNMENT:
		snprintf(buf, size, "%s: %s",
			 day_of(value, "due", day, sizeof(day)),
			 get(value, "title"));
		return buf;
	case DINH_ENTRY_COMPLETION:
		return about_text(value, "assignment", "result", buf, size);
	case DINH_ENTRY_GRANT:
	case DINH_ENTRY_REVOKE:
		return grant_text(value, buf, size);
	case DINH_ENTRY_REVIEW:
		return said(value, "review", review_words);
	default:
		return "";
	}
}
