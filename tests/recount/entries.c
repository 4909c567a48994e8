// SPDX-License-Identifier: GPL-2.0-only
/* Builders of entries. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "entries.h"
#include "error.h"
#include "programme.h"

static void *get(size_t size)
{
	void *p = calloc(1, size);

	if (!p)
		abort();
	return p;
}

uint32_t date(int year, int month, int day)
{
	struct tm tm = {
		.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day,
	};

	return timegm(&tm) / 86400;
}

struct dinh_entry *make_entry(uint8_t type, uint32_t unit, const void *body,
			      size_t size, const char *text)
{
	size_t tail = text ? strlen(text) / 8 * 8 + 8 : 0;
	struct dinh_entry *entry = get(sizeof(*entry) + size + tail);

	entry->size = htole32(sizeof(*entry) + size + tail);
	entry->type = type;
	entry->version = 1;
	entry->unit = htole32(unit);
	memcpy(entry + 1, body, size);
	if (text)
		memcpy((char *)(entry + 1) + size, text, strlen(text));
	return entry;
}

static struct dinh_unit_add unit_body(const struct a_unit *unit)
{
	struct dinh_unit_add body = {
		.parent = htole32(unit->parent),
		.since = htole32(unit->since),
		.kind = unit->kind,
		.has_union = unit->has_union,
	};
	unsigned int i;

	for (i = 0; i < DINH_GROUPS; i++)
		body.headcount[i] = htole32(unit->heads[i]);
	if (unit->code)
		snprintf(body.code, sizeof(body.code), "%s", unit->code);
	return body;
}

struct dinh_entry *make_unit(const struct a_unit *unit)
{
	struct dinh_unit_add body = unit_body(unit);

	return make_entry(DINH_ENTRY_UNIT_ADD, 0, &body, sizeof(body),
			  "Đơn vị");
}

struct dinh_entry *make_change(uint32_t nr, uint32_t what,
			       const struct a_unit *to)
{
	struct dinh_unit_set body = {
		.what = htole32(what),
		.to = unit_body(to),
	};

	return make_entry(DINH_ENTRY_UNIT_SET, nr, &body, sizeof(body),
			  what & DINH_SET_NAME ? "Tên mới" : NULL);
}

struct dinh_entry *make_dissolution(uint32_t nr, uint32_t day, uint32_t n,
				    const uint32_t *successor)
{
	struct {
		struct dinh_unit_dissolve head;
		__le32 successor[DINH_SUCCESSORS_MAX];
	} body = {
		.head = { .day = htole32(day), .successors = htole32(n) },
	};
	uint32_t i;

	for (i = 0; i < n; i++)
		body.successor[i] = htole32(successor[i]);
	return make_entry(DINH_ENTRY_UNIT_DISSOLVE, nr, &body,
			  sizeof(body.head) + (n + n % 2) * sizeof(__le32),
			  NULL);
}

struct dinh_entry *make_record(const struct a_record *record)
{
	struct {
		struct dinh_record record;
		struct dinh_votes votes;
	} body = {
		.record = {
			.key = htole64(record->key),
			.requirement = htole16(record->requirement),
			.group = record->group,
			.items = htole32(record->items),
			.count = htole32(record->count),
			.day = htole32(record->day),
			.until = htole32(record->until),
			.period = htole32(record->period),
		},
		.votes = {
			.eligible = htole32(record->eligible),
			.present = htole32(record->present),
			.yes = htole32(record->yes),
		},
	};

	return make_entry(DINH_ENTRY_RECORD, record->unit, &body,
			  record->has_votes ? sizeof(body) :
			  sizeof(body.record), NULL);
}

struct dinh_entry *make_end(uint32_t nr, uint64_t seq, uint32_t day)
{
	struct dinh_record_end body = {
		.seq = htole64(seq), .day = htole32(day),
	};

	return make_entry(DINH_ENTRY_RECORD_END, nr, &body, sizeof(body), NULL);
}

struct dinh_entry *make_withdrawal(uint32_t nr, uint64_t seq)
{
	struct dinh_withdrawal body = { .seq = htole64(seq) };

	return make_entry(DINH_ENTRY_WITHDRAWAL, nr, &body, sizeof(body),
			  "ghi nhầm");
}

struct dinh_entry *make_finding(uint32_t nr, uint64_t seq, uint32_t verdict,
				uint32_t due)
{
	struct dinh_finding body = {
		.seq = htole64(seq),
		.verdict = htole32(verdict),
		.due = htole32(due),
	};

	return make_entry(DINH_ENTRY_FINDING, nr, &body, sizeof(body),
			  "không có biên bản");
}

struct dinh_entry *make_assignment(uint32_t nr, uint32_t due)
{
	struct dinh_assignment body = { .due = htole32(due) };

	return make_entry(DINH_ENTRY_ASSIGNMENT, nr, &body, sizeof(body),
			  "Báo cáo");
}

struct dinh_entry *make_completion(uint32_t nr, uint64_t seq, uint32_t day)
{
	struct dinh_completion body = {
		.seq = htole64(seq), .day = htole32(day),
	};

	return make_entry(DINH_ENTRY_COMPLETION, nr, &body, sizeof(body),
			  "Đã nộp");
}

struct dinh_entry *make_grant(uint8_t type, uint32_t nr, uint32_t id,
			      uint8_t role)
{
	struct dinh_grant body = { .id = htole32(id), .role = role };

	return make_entry(type, nr, &body, sizeof(body), NULL);
}

struct dinh_entry *make_review(uint32_t scope, uint32_t kind)
{
	struct dinh_review body = { .kind = htole32(kind) };

	return make_entry(DINH_ENTRY_REVIEW, scope, &body, sizeof(body), NULL);
}

struct dinh_entry *make_pin(uint32_t nr, bool pinned)
{
	struct dinh_pin body = { .pinned = htole32(pinned) };

	return make_entry(DINH_ENTRY_PIN, nr, &body, sizeof(body), NULL);
}

/*
 * Boards, meetings and kiosks.
 */

struct dinh_entry *make_rating(uint32_t nr, uint64_t kiosk, uint8_t score,
			       uint8_t low_reason)
{
	struct dinh_rating body = {
		.kiosk = htole64(kiosk),
		.score = score,
		.low_reason = low_reason,
	};

	return make_entry(DINH_ENTRY_RATING, nr, &body, sizeof(body), NULL);
}

struct dinh_entry *make_visits(uint32_t nr, uint32_t visits)
{
	struct dinh_visits body = { .visits = htole32(visits) };

	return make_entry(DINH_ENTRY_VISITS, nr, &body, sizeof(body), NULL);
}

struct dinh_entry *make_meeting(const struct a_meeting *meeting)
{
	struct dinh_meeting_open body = {
		.key = htole64(meeting->key),
		.requirement = htole16(meeting->requirement),
		.ballot = meeting->ballot,
		.items = htole32(meeting->items),
		.day = htole32(meeting->day),
		.until = htole32(meeting->until),
		.period = htole32(meeting->period),
		.eligible = htole32(meeting->eligible),
		.cards = htole32(meeting->cards),
	};

	if (meeting->cards)
		memset(body.roll, 0x5a, sizeof(body.roll));
	return make_entry(DINH_ENTRY_MEETING_OPEN, meeting->unit, &body,
			  sizeof(body), NULL);
}

struct dinh_entry *make_attendance(uint32_t nr, uint64_t meeting,
				   uint64_t kiosk, uint32_t card,
				   uint32_t count)
{
	struct dinh_attendance body = {
		.meeting = htole64(meeting),
		.kiosk = htole64(kiosk),
		.count = htole32(count),
	};

	memcpy(body.card, &card, sizeof(card));
	return make_entry(DINH_ENTRY_ATTENDANCE, nr, &body, sizeof(body),
			  NULL);
}

struct dinh_entry *make_vote(uint32_t nr, uint64_t meeting, uint64_t kiosk,
			     const struct a_vote *vote)
{
	struct dinh_vote body = {
		.meeting = htole64(meeting),
		.kiosk = htole64(kiosk),
		.yes = htole32(vote->yes),
		.no = htole32(vote->no),
		.abstain = htole32(vote->abstain),
		.invalid = htole32(vote->invalid),
	};

	return make_entry(DINH_ENTRY_VOTE, nr, &body, sizeof(body), NULL);
}

struct dinh_entry *make_void(uint32_t nr, uint64_t meeting)
{
	struct dinh_meeting_void body = { .meeting = htole64(meeting) };

	return make_entry(DINH_ENTRY_MEETING_VOID, nr, &body, sizeof(body),
			  "mất điện");
}

struct dinh_entry *make_kiosk(uint32_t nr, uint8_t role, uint64_t meeting)
{
	struct dinh_kiosk_bind body = {
		.meeting = htole64(meeting), .role = role,
	};

	return make_entry(DINH_ENTRY_KIOSK_BIND, nr, &body, sizeof(body),
			  "bàn phím");
}

struct dinh_entry *make_unbind(uint32_t nr, uint64_t kiosk, uint32_t why)
{
	struct dinh_kiosk_unbind body = {
		.kiosk = htole64(kiosk), .why = htole32(why),
	};

	return make_entry(DINH_ENTRY_KIOSK_UNBIND, nr, &body, sizeof(body),
			  NULL);
}

struct dinh_entry *make_loss(uint32_t nr, uint64_t kiosk, uint64_t presses)
{
	struct dinh_loss body = {
		.kiosk = htole64(kiosk), .presses = htole64(presses),
	};

	return make_entry(DINH_ENTRY_LOSS, nr, &body, sizeof(body), NULL);
}

struct dinh_entry *make_tpm(uint64_t size, uint32_t pcr, uint8_t fill)
{
	struct dinh_tpm body = {
		.size = htole64(size), .pcr = htole32(pcr),
	};

	memset(body.root, fill, sizeof(body.root));
	memset(body.before, ~fill, sizeof(body.before));
	return make_entry(DINH_ENTRY_TPM, 0, &body, sizeof(body), NULL);
}

/*
 * Programmes.
 */

static const char texts[32] = "\0Một tiêu đề\0A title";
#define A_TITLE	((struct dinh_text){ htole32(1), htole32(19) })

void plan_begin(struct plan *plan, const char *code, uint32_t from)
{
	memset(plan, 0, sizeof(*plan));
	snprintf(plan->head.code, sizeof(plan->head.code), "%s", code);
	plan->head.title = A_TITLE;
	plan->head.from = htole32(from);
	plan->head.late_days = htole32(30);
}

struct dinh_requirement *plan_requirement(struct plan *plan, const char *code,
					  uint16_t kinds, unsigned int items)
{
	struct dinh_requirement *r = &plan->requirement[plan->requirements++];

	*r = (struct dinh_requirement){
		.title = A_TITLE, .kinds = htole16(kinds),
		.item = htole16(plan->items), .items = items,
	};
	snprintf(r->code, sizeof(r->code), "%s", code);
	while (items--)
		plan->item[plan->items++].title = A_TITLE;
	return r;
}

struct dinh_indicator *plan_indicator(struct plan *plan, const char *code,
				      uint16_t kinds)
{
	struct dinh_indicator *i = &plan->indicator[plan->indicators++];

	*i = (struct dinh_indicator){
		.title = A_TITLE, .kinds = htole16(kinds),
		.threshold = DINH_THRESHOLD_AT_LEAST, .percent = 100,
	};
	snprintf(i->code, sizeof(i->code), "%s", code);
	return i;
}

struct dinh_indicator *plan_tasks(struct plan *plan, const char *code,
				  uint16_t kinds, uint8_t counted)
{
	struct dinh_indicator *indicator = plan_indicator(plan, code, kinds);

	indicator->counted = counted;
	return indicator;
}

void plan_ask(struct plan *plan, struct dinh_indicator *indicator,
	      const char *requirement)
{
	unsigned int n = le16toh(indicator->requirements), i;

	for (i = 0; strcmp(plan->requirement[i].code, requirement); i++)
		;
	indicator->requirement[n] = htole16(i);
	indicator->requirements = htole16(n + 1);
}

static char *put(char *at, const void *from, size_t size)
{
	memcpy(at, from, size);
	return at + size;
}

struct dinh_entry *plan_entry(const struct plan *plan)
{
	const struct dinh_instrument instrument = {
		.code = "law", .title = A_TITLE,
	};
	const struct dinh_objective objective = {
		.code = "objective", .title = A_TITLE,
	};
	struct dinh_programme head = plan->head;
	static char body[DINH_ENTRY_SIZE_MAX];
	char *at = body + sizeof(head);

	head.instruments = htole16(1);
	head.requirements = htole16(plan->requirements);
	head.items = htole16(plan->items);
	head.indicators = htole16(plan->indicators);
	head.objectives = htole16(1);
	head.texts = htole32(sizeof(texts));
	memcpy(body, &head, sizeof(head));
	at = put(at, &instrument, sizeof(instrument));
	at = put(at, plan->requirement,
		 plan->requirements * sizeof(plan->requirement[0]));
	at = put(at, plan->item, plan->items * sizeof(plan->item[0]));
	at = put(at, plan->indicator,
		 plan->indicators * sizeof(plan->indicator[0]));
	at = put(at, &objective, sizeof(objective));
	at = put(at, texts, sizeof(texts));
	return make_entry(DINH_ENTRY_PROGRAMME, 0, body, at - body, NULL);
}

struct dinh_entry *file_entry(const char *path)
{
	struct error err = { 0 };
	struct programme *programme = programme_read(path, &err);
	struct dinh_entry *entry;

	if (!programme) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	entry = make_entry(DINH_ENTRY_PROGRAMME, 0, programme->body,
			   programme->size, NULL);
	programme_free(programme);
	return entry;
}
