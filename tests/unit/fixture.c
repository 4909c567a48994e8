// SPDX-License-Identifier: GPL-2.0-only
/* Builders, the world and the digest. See fixture.h. */
#include <sys/mman.h>
#include <time.h>

#include "fixture.h"

u32 day_at(int year, int month, int mday)
{
	struct tm tm = {
		.tm_year = year - 1900,
		.tm_mon = month - 1,
		.tm_mday = mday,
	};

	return timegm(&tm) / 86400;
}

static void *get(size_t size)
{
	void *p = calloc(1, size);

	if (!p)
		abort();
	return p;
}

/*
 * The world.
 */

static int reserve(struct dinh_sink *sink, size_t bytes, bool check,
		   struct dinh_refusal *why)
{
	struct world *w = (struct world *)sink;

	if (bytes <= w->room)
		return 0;
	return dinh_refuse(why, DINH_REFUSED_FULL, 0, (u64)bytes, (u64)w->room);
}

static void on_entry(struct dinh_sink *sink, const struct dinh_entry *entry,
		     const u8 leaf[DINH_HASH_SIZE])
{
	struct world *w = (struct world *)sink;
	size_t size = entry_size(entry);

	(void)leaf;
	if (w->size + size > w->cap) {
		w->cap = 2 * (w->size + size);
		w->stream = realloc(w->stream, w->cap);
		if (!w->stream)
			abort();
	}
	memcpy(w->stream + w->size, entry, size);
	w->last = w->size;
	w->size += size;
	w->entries++;
	w->seq = le64_to_cpu(entry->seq);
}

static void on_crossed(struct dinh_sink *sink, u32 scope, unsigned int ind,
		       bool met)
{
	struct world *w = (struct world *)sink;

	if (w->on_crossed)
		w->on_crossed(scope, ind, met);
}

static void on_lapsed(struct dinh_sink *sink, u32 unit, unsigned int ind)
{
	struct world *w = (struct world *)sink;

	if (w->on_lapsed)
		w->on_lapsed(unit, ind);
}

static void on_overdue(struct dinh_sink *sink,
		       const struct dinh_assign *assign)
{
	struct world *w = (struct world *)sink;

	if (w->on_overdue)
		w->on_overdue(assign->seq);
}

struct world *world_alloc(const struct dinh_bounds *bounds, u32 day)
{
	static const struct dinh_bounds usual = {
		.units = DINH_BOUND_UNITS,
		.records = DINH_BOUND_RECORDS,
	};
	struct world *w = get(sizeof(*w));

	w->sink.reserve = reserve;
	w->sink.entry = on_entry;
	w->sink.crossed = on_crossed;
	w->sink.lapsed = on_lapsed;
	w->sink.overdue = on_overdue;
	w->room = SIZE_MAX;
	w->bounds = bounds ? *bounds : usual;
	/* 08:00 in the register's zone, one o'clock after boot. */
	w->now.wall = day * NSEC_A_DAY + 3600 * NSEC_PER_SECOND;
	w->now.boot = 3600 * NSEC_PER_SECOND;
	w->now.uid = 1000;
	w->now.loginuid = 1000;
	w->reg = dinh_register_alloc(&w->bounds, &w->sink);
	if (!w->reg)
		abort();
	return w;
}

int world_begin(struct world *w)
{
	struct dinh_genesis body = {
		.identity = "an identity, 16",
		.utc_offset = cpu_to_le32(UTC_OFFSET),
		.clock_tolerance = cpu_to_le32(2000),
		.origin = "dinh.test/1",
	};

	return dinh_register_genesis(w->reg, &w->now, &body, false, &w->why);
}

void world_free(struct world *w)
{
	dinh_register_free(w->reg);
	free(w->stream);
	free(w);
}

int go_to(struct world *w, u32 day)
{
	u64 noon = day * NSEC_A_DAY + 5 * 3600 * NSEC_PER_SECOND;

	w->now.boot += noon - w->now.wall;
	w->now.wall = noon;
	return dinh_register_tick(w->reg, &w->now, &w->why);
}

void step_wall(struct world *w, s64 nanoseconds)
{
	w->now.wall += nanoseconds;
}

typedef int (*door_fn)(struct dinh_register *reg,
		       const struct dinh_stamp *stamp,
		       struct dinh_entry *entry, bool check_only,
		       struct dinh_refusal *why);

static int hand_over(struct world *w, door_fn door, struct dinh_entry *entry,
		     bool check)
{
	int err = door(w->reg, &w->now, entry, check, &w->why);

	free(entry);
	return err;
}

static int fail_after(struct world *w, door_fn door,
		      const struct dinh_entry *entry, long n)
{
	struct dinh_entry *copy = entry_copy(entry);
	int err;

	shim_fail_after = n;
	err = door(w->reg, &w->now, copy, false, &w->why);
	shim_fail_after = -1;
	free(copy);
	return err;
}

int submit(struct world *w, struct dinh_entry *entry)
{
	return hand_over(w, dinh_register_submit, entry, false);
}

int check_only(struct world *w, struct dinh_entry *entry)
{
	return hand_over(w, dinh_register_submit, entry, true);
}

int submit_failing(struct world *w, const struct dinh_entry *entry, long n)
{
	return fail_after(w, dinh_register_submit, entry, n);
}

int submit_own(struct world *w, struct dinh_entry *entry)
{
	return hand_over(w, dinh_register_own, entry, false);
}

int check_own(struct world *w, struct dinh_entry *entry)
{
	return hand_over(w, dinh_register_own, entry, true);
}

int submit_own_failing(struct world *w, const struct dinh_entry *entry,
		       long n)
{
	return fail_after(w, dinh_register_own, entry, n);
}

int replay(struct world *w, const u8 *stream, size_t size)
{
	const u8 *end = stream + size;
	struct dinh_entry *entry;
	u32 len;
	int err = 0;

	for (; stream < end && !err; stream += len) {
		/* What a store does with what it reads from a disk. */
		if ((size_t)(end - stream) < sizeof(*entry))
			return -EBADMSG;
		memcpy(&len, stream, sizeof(len));
		len = le32_to_cpu((__force __le32)len);
		if (len < sizeof(*entry) || len > (size_t)(end - stream))
			return -EBADMSG;
		entry = get(len);
		memcpy(entry, stream, len);
		err = dinh_register_replay(w->reg, entry, &w->why);
		free(entry);
	}
	return err;
}

/*
 * Entries.
 */

size_t entry_size(const struct dinh_entry *entry)
{
	return le32_to_cpu(entry->size);
}

struct dinh_entry *entry_new(u8 type, u32 unit, const void *body, size_t size)
{
	struct dinh_entry *entry = get(sizeof(*entry) + size);

	entry->size = cpu_to_le32(sizeof(*entry) + size);
	entry->type = type;
	entry->version = 1;
	entry->unit = cpu_to_le32(unit);
	if (size)
		memcpy(entry + 1, body, size);
	return entry;
}

struct dinh_entry *entry_copy(const struct dinh_entry *entry)
{
	struct dinh_entry *copy = get(entry_size(entry));

	memcpy(copy, entry, entry_size(entry));
	return copy;
}

struct dinh_entry *entry_text(u8 type, u32 unit, const void *body, size_t size,
			      const char *text)
{
	size_t len = strlen(text), all = ALIGN(size + len + 1, 8);
	char *whole = get(all);
	struct dinh_entry *entry;

	memcpy(whole, body, size);
	memcpy(whole + size, text, len);
	entry = entry_new(type, unit, whole, all);
	free(whole);
	return entry;
}

static struct dinh_unit_add unit_body(const struct a_unit *unit)
{
	struct dinh_unit_add add = {
		.parent = cpu_to_le32(unit->parent),
		.since = cpu_to_le32(unit->since),
		.kind = unit->kind,
		.has_union = unit->has_union,
	};
	unsigned int group;

	for (group = 0; group < DINH_GROUPS; group++)
		add.headcount[group] = cpu_to_le32(unit->heads[group]);
	if (unit->code)
		strncpy(add.code, unit->code, sizeof(add.code));
	return add;
}

static void set_code(char code[DINH_CODE_SIZE], const char *text)
{
	memset(code, 0, DINH_CODE_SIZE);
	memcpy(code, text, strnlen(text, DINH_CODE_SIZE));
}

struct dinh_entry *unit_add_entry(const struct a_unit *unit)
{
	struct dinh_unit_add add = unit_body(unit);

	return entry_text(DINH_ENTRY_UNIT_ADD, 0, &add, sizeof(add),
			  unit->name ?: "Xã Thuận Lộc");
}

struct dinh_entry *unit_set_entry(u32 nr, u32 what, const struct a_unit *to)
{
	struct dinh_unit_set set = {
		.what = cpu_to_le32(what),
		.to = unit_body(to),
	};

	if (!to->name)
		return entry_new(DINH_ENTRY_UNIT_SET, nr, &set, sizeof(set));
	return entry_text(DINH_ENTRY_UNIT_SET, nr, &set, sizeof(set), to->name);
}

struct dinh_entry *dissolve_entry(u32 nr, u32 day, u32 n, const u32 *successor)
{
	u32 i, padded = n + n % 2;
	size_t size = sizeof(struct dinh_unit_dissolve) + padded * sizeof(u32);
	struct dinh_unit_dissolve *end = get(size);
	struct dinh_entry *entry;

	end->day = cpu_to_le32(day);
	end->successors = cpu_to_le32(n);
	for (i = 0; i < n; i++)
		end->successor[i] = cpu_to_le32(successor[i]);
	entry = entry_new(DINH_ENTRY_UNIT_DISSOLVE, nr, end, size);
	free(end);
	return entry;
}

struct dinh_entry *record_entry(const struct world *w,
				const struct a_record *rec)
{
	u16 number = rec->req ? dinh_number_of(w->reg, rec->req) : rec->number;
	struct {
		struct dinh_record record;
		struct dinh_votes votes;
	} body = {
		.record = {
			.key = cpu_to_le64(rec->key),
			.requirement = cpu_to_le16(number),
			.group = rec->group,
			.items = cpu_to_le32(rec->items),
			.count = cpu_to_le32(rec->count),
			.day = cpu_to_le32(rec->day),
			.until = cpu_to_le32(rec->until),
			.period = cpu_to_le32(rec->period),
		},
		.votes = {
			.eligible = cpu_to_le32(rec->eligible),
			.present = cpu_to_le32(rec->present),
			.yes = cpu_to_le32(rec->yes),
			.no = cpu_to_le32(rec->no),
			.abstain = cpu_to_le32(rec->abstain),
			.invalid = cpu_to_le32(rec->invalid),
		},
	};

	return entry_new(DINH_ENTRY_RECORD, rec->unit, &body,
			 rec->votes ? sizeof(body) : sizeof(body.record));
}

struct dinh_entry *record_end_entry(u32 nr, u64 seq, u32 day)
{
	struct dinh_record_end end = {
		.seq = cpu_to_le64(seq),
		.day = cpu_to_le32(day),
	};

	return entry_new(DINH_ENTRY_RECORD_END, nr, &end, sizeof(end));
}

struct dinh_entry *withdrawal_entry(u32 nr, u64 seq, const char *reason)
{
	struct dinh_withdrawal body = {
		.seq = cpu_to_le64(seq),
	};

	return entry_text(DINH_ENTRY_WITHDRAWAL, nr, &body, sizeof(body),
			  reason);
}

struct dinh_entry *finding_entry(u32 nr, u64 seq, u32 verdict, u32 due,
				 const char *reason)
{
	struct dinh_finding body = {
		.seq = cpu_to_le64(seq),
		.verdict = cpu_to_le32(verdict),
		.due = cpu_to_le32(due),
	};

	return entry_text(DINH_ENTRY_FINDING, nr, &body, sizeof(body), reason);
}

struct dinh_entry *assignment_entry(u32 nr, u32 due, const char *objective,
				    const char *title)
{
	struct dinh_assignment body = { .due = cpu_to_le32(due) };

	if (objective)
		set_code(body.objective, objective);
	return entry_text(DINH_ENTRY_ASSIGNMENT, nr, &body, sizeof(body),
			  title);
}

struct dinh_entry *completion_entry(u32 nr, u64 seq, u32 day,
				    const char *result)
{
	struct dinh_completion body = {
		.seq = cpu_to_le64(seq),
		.day = cpu_to_le32(day),
	};

	return entry_text(DINH_ENTRY_COMPLETION, nr, &body, sizeof(body),
			  result);
}

struct dinh_entry *grant_entry(u8 type, u32 nr, u8 subject, u32 id, u8 role)
{
	struct dinh_grant body = {
		.id = cpu_to_le32(id),
		.subject = subject,
		.role = role,
	};

	return entry_new(type, nr, &body, sizeof(body));
}

struct dinh_entry *review_entry(u32 nr, u32 kind)
{
	struct dinh_review body = { .kind = cpu_to_le32(kind) };

	return entry_new(DINH_ENTRY_REVIEW, nr, &body, sizeof(body));
}

struct dinh_entry *rating_entry(u32 nr, u64 kiosk, u8 score, u8 low_reason)
{
	struct dinh_rating body = {
		.kiosk = cpu_to_le64(kiosk),
		.score = score,
		.low_reason = low_reason,
	};

	return entry_new(DINH_ENTRY_RATING, nr, &body, sizeof(body));
}

struct dinh_entry *visits_entry(u32 nr, u32 visits)
{
	struct dinh_visits body = { .visits = cpu_to_le32(visits) };

	return entry_new(DINH_ENTRY_VISITS, nr, &body, sizeof(body));
}

struct dinh_entry *meeting_open_entry(const struct world *w,
				      const struct a_meeting *m)
{
	u16 number = m->req ? dinh_number_of(w->reg, m->req) : m->number;
	struct dinh_meeting_open body = {
		.key = cpu_to_le64(m->key),
		.requirement = cpu_to_le16(number),
		.ballot = m->ballot,
		.items = cpu_to_le32(m->items),
		.day = cpu_to_le32(m->day),
		.until = cpu_to_le32(m->until),
		.period = cpu_to_le32(m->period),
		.eligible = cpu_to_le32(m->eligible),
		.cards = cpu_to_le32(m->cards),
	};

	if (m->cards)
		memset(body.roll, 0x5a, sizeof(body.roll));
	return entry_new(DINH_ENTRY_MEETING_OPEN, m->unit, &body,
			 sizeof(body));
}

void card_bytes(u8 to[DINH_CARD_SIZE], u64 card)
{
	u64 parts[2] = {
		card % 3 ? card * 0x9e3779b97f4a7c15ull : ~0ull, card,
	};

	memcpy(to, parts, DINH_CARD_SIZE);
}

struct dinh_entry *attendance_entry(u32 nr, u64 meeting, u64 kiosk, u64 card,
				    u32 count)
{
	struct dinh_attendance body = {
		.meeting = cpu_to_le64(meeting),
		.kiosk = cpu_to_le64(kiosk),
		.count = cpu_to_le32(count),
	};

	if (card)
		card_bytes(body.card, card);
	return entry_new(DINH_ENTRY_ATTENDANCE, nr, &body, sizeof(body));
}

struct dinh_entry *vote_entry(u32 nr, u64 meeting, u64 kiosk,
			      const struct dinh_cast *cast)
{
	struct dinh_vote body = {
		.meeting = cpu_to_le64(meeting),
		.kiosk = cpu_to_le64(kiosk),
		.yes = cpu_to_le32(cast->yes),
		.no = cpu_to_le32(cast->no),
		.abstain = cpu_to_le32(cast->abstain),
		.invalid = cpu_to_le32(cast->invalid),
	};

	return entry_new(DINH_ENTRY_VOTE, nr, &body, sizeof(body));
}

struct dinh_entry *meeting_close_entry(const struct world *w, u64 meeting,
				       const struct dinh_cast *cast)
{
	const struct dinh_meeting *m = dinh_meeting(w->reg, meeting);
	struct dinh_meeting_close body = { .record.document = "minutes" };

	if (!m)
		abort();
	dinh_meeting_fill(w->reg, m, cast ?: m->cast, &body);
	return entry_new(DINH_ENTRY_MEETING_CLOSE, m->unit, &body,
			 sizeof(body));
}

struct dinh_entry *meeting_void_entry(u32 nr, u64 meeting, u32 why,
				      const char *reason)
{
	struct dinh_meeting_void body = {
		.meeting = cpu_to_le64(meeting),
		.why = cpu_to_le32(why),
	};

	return entry_text(DINH_ENTRY_MEETING_VOID, nr, &body, sizeof(body),
			  reason);
}

struct dinh_entry *kiosk_bind_entry(u32 nr, u8 role, u64 meeting, u8 flags,
				    const char *device)
{
	struct dinh_kiosk_bind body = {
		.meeting = cpu_to_le64(meeting),
		.role = role,
		.flags = flags,
	};

	return entry_text(DINH_ENTRY_KIOSK_BIND, nr, &body, sizeof(body),
			  device);
}

struct dinh_entry *kiosk_unbind_entry(u32 nr, u64 kiosk, u32 why)
{
	struct dinh_kiosk_unbind body = {
		.kiosk = cpu_to_le64(kiosk),
		.why = cpu_to_le32(why),
	};

	return entry_new(DINH_ENTRY_KIOSK_UNBIND, nr, &body, sizeof(body));
}

struct dinh_entry *loss_entry(u32 nr, u64 kiosk, u64 presses)
{
	struct dinh_loss body = {
		.kiosk = cpu_to_le64(kiosk),
		.presses = cpu_to_le64(presses),
	};

	return entry_new(DINH_ENTRY_LOSS, nr, &body, sizeof(body));
}

int boot_again(struct world *w)
{
	static const struct dinh_boot body = { "another start 1" };

	w->now.wall += 3600 * NSEC_PER_SECOND;
	w->now.boot = 5 * NSEC_PER_SECOND;
	w->now.uid = DINH_UID_KERNEL;
	w->now.loginuid = DINH_UID_NONE;
	return dinh_register_boot(w->reg, &w->now, &body, &w->why);
}

struct dinh_entry *tpm_entry(u64 size, u32 pcr, u8 fill)
{
	struct dinh_tpm body = {
		.size = cpu_to_le64(size),
		.pcr = cpu_to_le32(pcr),
	};

	memset(body.root, fill, sizeof(body.root));
	memset(body.before, fill - 1, sizeof(body.before));
	return entry_new(DINH_ENTRY_TPM, 0, &body, sizeof(body));
}

struct dinh_entry *pin_entry(u32 nr, u32 pinned)
{
	struct dinh_pin body = { .pinned = cpu_to_le32(pinned) };

	return entry_new(DINH_ENTRY_PIN, nr, &body, sizeof(body));
}

/*
 * Programmes.
 */

static const char some_texts[] = "\0Chương trình\0A programme\0\0\0\0\0";
#define TEXT_VI		1
#define TEXT_EN		17

static struct dinh_text some_title(void)
{
	return (struct dinh_text){
		.vi = cpu_to_le32(TEXT_VI),
		.en = cpu_to_le32(TEXT_EN),
	};
}

struct prog *prog_new(const char *code, u32 from)
{
	struct prog *prog = get(sizeof(*prog));

	set_code(prog->head.code, code);
	prog->head.title = some_title();
	prog->head.from = cpu_to_le32(from);
	prog->head.late_days = cpu_to_le32(30);
	set_code(prog->instrument[0].code, "instrument");
	prog->instrument[0].title = some_title();
	prog->instruments = 1;
	set_code(prog->objective[0].code, "objective");
	prog->objective[0].title = some_title();
	prog->objectives = 1;
	return prog;
}

struct dinh_requirement *prog_requirement(struct prog *prog, const char *code,
					  u16 kinds, unsigned int items)
{
	struct dinh_requirement *req =
		&prog->requirement[prog->requirements++];

	set_code(req->code, code);
	req->title = some_title();
	req->kinds = cpu_to_le16(kinds);
	req->item = cpu_to_le16(prog->items);
	req->items = items;
	for (; items; items--)
		prog->item[prog->items++].title = some_title();
	return req;
}

struct dinh_indicator *prog_indicator(struct prog *prog, const char *code,
				      u16 kinds, const char * const *codes)
{
	struct dinh_indicator *ind = &prog->indicator[prog->indicators++];
	unsigned int n = 0, i;

	set_code(ind->code, code);
	ind->title = some_title();
	ind->kinds = cpu_to_le16(kinds);
	ind->threshold = DINH_THRESHOLD_AT_LEAST;
	ind->percent = 100;
	for (; *codes; codes++)
		for (i = 0; i < prog->requirements; i++)
			if (!strcmp(prog->requirement[i].code, *codes))
				ind->requirement[n++] = cpu_to_le16(i);
	ind->requirements = cpu_to_le16(n);
	return ind;
}

struct dinh_share share(u16 num, u16 den, u8 of, bool strict)
{
	return (struct dinh_share){
		.num = cpu_to_le16(num),
		.den = cpu_to_le16(den),
		.of = of,
		.strict = strict,
	};
}

static u8 *put(u8 *at, const void *from, size_t size)
{
	memcpy(at, from, size);
	return at + size;
}

struct dinh_entry *prog_entry(const struct prog *prog)
{
	size_t text_size = ALIGN(sizeof(some_texts), 8);
	size_t size = sizeof(prog->head) +
		      prog->instruments * sizeof(prog->instrument[0]) +
		      prog->requirements * sizeof(prog->requirement[0]) +
		      prog->items * sizeof(prog->item[0]) +
		      prog->indicators * sizeof(prog->indicator[0]) +
		      prog->objectives * sizeof(prog->objective[0]) +
		      text_size;
	struct dinh_programme head = prog->head;
	u8 *body = get(size), *at = body;
	struct dinh_entry *entry;

	head.instruments = cpu_to_le16(prog->instruments);
	head.requirements = cpu_to_le16(prog->requirements);
	head.items = cpu_to_le16(prog->items);
	head.indicators = cpu_to_le16(prog->indicators);
	head.objectives = cpu_to_le16(prog->objectives);
	head.texts = cpu_to_le32(text_size);
	at = put(at, &head, sizeof(head));
	at = put(at, prog->instrument,
		 prog->instruments * sizeof(prog->instrument[0]));
	at = put(at, prog->requirement,
		 prog->requirements * sizeof(prog->requirement[0]));
	at = put(at, prog->item, prog->items * sizeof(prog->item[0]));
	at = put(at, prog->indicator,
		 prog->indicators * sizeof(prog->indicator[0]));
	at = put(at, prog->objective,
		 prog->objectives * sizeof(prog->objective[0]));
	memcpy(at, some_texts, sizeof(some_texts));
	entry = entry_new(DINH_ENTRY_PROGRAMME, 0, body, size);
	free(body);
	return entry;
}

int prog_load(struct world *w, struct prog *prog)
{
	struct dinh_entry *entry = prog_entry(prog);

	free(prog);
	return submit(w, entry);
}

struct parts prog_parts(struct dinh_entry *entry)
{
	struct parts p = { .head = (void *)(entry + 1) };

	p.instrument = (void *)(p.head + 1);
	p.requirement = (void *)(p.instrument +
				 le16_to_cpu(p.head->instruments));
	p.item = (void *)(p.requirement + le16_to_cpu(p.head->requirements));
	p.indicator = (void *)(p.item + le16_to_cpu(p.head->items));
	p.objective = (void *)(p.indicator + le16_to_cpu(p.head->indicators));
	p.texts = (void *)(p.objective + le16_to_cpu(p.head->objectives));
	return p;
}

static void small_requirements(struct prog *prog)
{
	u16 localities = LOCALITIES_OF_TEST;
	u16 agency = BIT(DINH_KIND_AGENCY);
	u16 enterprises = ENTERPRISES_OF_TEST;
	struct dinh_requirement *req;

	prog_requirement(prog, "regs", localities | agency, 3);

	req = prog_requirement(prog, "talk", localities, 1);
	req->validity = DINH_VALIDITY_PERIOD;
	req->months = cpu_to_le16(12);

	req = prog_requirement(prog, "quarter", agency, 1);
	req->validity = DINH_VALIDITY_PERIOD;
	req->months = cpu_to_le16(3);
	req->grace_months = 1;
	req->grace = cpu_to_le16(10);

	req = prog_requirement(prog, "dialog", enterprises, 1);
	req->validity = DINH_VALIDITY_ROLLING;
	req->days = cpu_to_le16(90);
	req->headcount_group = DINH_GROUP_EMPLOYEES;
	req->headcount_min = cpu_to_le32(10);

	req = prog_requirement(prog, "yearly", BIT(DINH_KIND_PUBLIC_UNIT), 1);
	req->validity = DINH_VALIDITY_ROLLING;
	req->months = cpu_to_le16(12);
	req->grace_months = 2;

	req = prog_requirement(prog, "learn", localities, 1);
	req->groups = BIT(DINH_GROUP_CADRES) | BIT(DINH_GROUP_RESIDENTS);

	req = prog_requirement(prog, "post", agency, 1);
	req->validity = DINH_VALIDITY_ROLLING;
	req->months = cpu_to_le16(12);
	req->posting = cpu_to_le16(30);

	req = prog_requirement(prog, "agree", enterprises, 1);
	req->validity = DINH_VALIDITY_STATED;
	req->term_min = cpu_to_le16(12);
	req->term_max = cpu_to_le16(36);
	req->grace = cpu_to_le16(90);

	req = prog_requirement(prog, "conf", agency, 1);
	req->validity = DINH_VALIDITY_PERIOD;
	req->months = cpu_to_le16(12);
	req->quorum = share(2, 3, DINH_OF_ELIGIBLE, false);
	req->majority = share(1, 2, DINH_OF_PRESENT, true);

	req = prog_requirement(prog, "vote", BIT(DINH_KIND_COMMUNE), 1);
	req->quorum = share(1, 2, DINH_OF_GROUP, false);
	req->quorum.group = DINH_GROUP_VOTERS;
	req->majority = share(1, 2, DINH_OF_GROUP, true);
	req->majority.group = DINH_GROUP_HOUSEHOLDS;

	req = prog_requirement(prog, "union", enterprises, 1);
	req->has_union = DINH_UNION_WITH;
}

struct prog *small_programme(void)
{
	struct prog *prog = prog_new("small", DAY(2017, 1, 1));
	u16 localities = LOCALITIES_OF_TEST;
	u16 agency = BIT(DINH_KIND_AGENCY);
	struct dinh_indicator *ind;

	small_requirements(prog);
	prog_indicator(prog, "i-regs", localities | agency, CODES("regs"));
	prog_indicator(prog, "i-talk", localities, CODES("talk"));
	ind = prog_indicator(prog, "i-learn", localities, CODES("learn"));
	ind->counted = DINH_COUNTED_PERSONS;
	ind = prog_indicator(prog, "i-agree",
			     BIT(DINH_KIND_NONSTATE_ENTERPRISE),
			     CODES("union", "agree"));
	ind->has_union = DINH_UNION_WITH;
	ind->threshold = DINH_THRESHOLD_OVER;
	ind->percent = 70;
	ind = prog_indicator(prog, "i-work", ENTERPRISES_OF_TEST,
			     CODES("dialog", "agree"));
	ind->percent = 50;
	ind = prog_indicator(prog, "i-post", agency, CODES("post"));
	ind->threshold = DINH_THRESHOLD_NONE;
	ind->percent = 0;
	prog_indicator(prog, "i-conf", agency, CODES("conf"));
	return prog;
}

struct prog *tasks_programme(void)
{
	struct prog *prog = small_programme();
	struct dinh_indicator *ind;

	ind = prog_indicator(prog, "i-tasks", LOCALITIES_OF_TEST |
			     BIT(DINH_KIND_AGENCY), CODES(NULL));
	ind->counted = DINH_COUNTED_ASSIGNMENTS;
	ind->threshold = DINH_THRESHOLD_OVER;
	ind->percent = 90;
	ind = prog_indicator(prog, "i-answers", BIT(DINH_KINDS) - 2,
			     CODES(NULL));
	ind->counted = DINH_COUNTED_ANSWERS;
	ind->threshold = DINH_THRESHOLD_NONE;
	ind->percent = 0;
	return prog;
}

unsigned int indicator(const struct world *w, const char *code)
{
	const struct dinh_rules *rules = w->reg->current_rules;
	unsigned int i;

	for (i = 0; i < rules->n_measures; i++)
		if (!strcmp(dinh_indicator(rules, i)->code, code))
			return i;
	abort();
}

const struct dinh_rule *rule(const struct world *w, const char *code)
{
	const struct dinh_rule *found = dinh_rule_of(w->reg->current_rules,
						     dinh_number_of(w->reg,
								    code));

	if (!found)
		abort();
	return found;
}

struct dinh_figure figure(const struct world *w, u32 scope, const char *code)
{
	return dinh_figure(w->reg, dinh_unit(w->reg, scope),
			   indicator(w, code));
}

enum dinh_standing standing(const struct world *w, u32 nr, const char *code)
{
	return dinh_standing(dinh_unit(w->reg, nr), rule(w, code),
			     w->reg->today, NULL);
}

/*
 * Refusals.
 */

static const struct {
	const char *name;
	int error;
	const char *pattern;
} known[] = {
#define DINH_REFUSAL(id, ...) [DINH_REFUSED_##id] = { #id, __VA_ARGS__ },
#include "refusals.h"
#undef DINH_REFUSAL
};

unsigned int *refusals_seen;

void refusals_begin(void)
{
	refusals_seen = mmap(NULL, sizeof(known), PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (refusals_seen == MAP_FAILED)
		abort();
}

const char *refusal_name(enum dinh_refusal_id id)
{
	return known[id].name;
}

int refusal_error(enum dinh_refusal_id id)
{
	return -known[id].error;
}

unsigned int refusal_count(void)
{
	return COUNT(known);
}

static bool matches(const char *pattern, const char *text)
{
	for (; *pattern; pattern++, text++) {
		if (!strncmp(pattern, "%llu", 4)) {
			if (*text < '0' || *text > '9')
				return false;
			while (text[1] >= '0' && text[1] <= '9')
				text++;
			pattern += 3;
		} else if (!strncmp(pattern, "%s", 2)) {
			for (;; text++) {
				if (matches(pattern + 2, text))
					return true;
				if (!*text)
					return false;
			}
		} else if (*pattern != *text) {
			return false;
		}
	}
	return !*text;
}

bool refusal_is(enum dinh_refusal_id id, const char *text)
{
	return matches(known[id].pattern, text);
}

/*
 * The digest: one line a fact, hashed.
 */

struct dump {
	SHA256_CTX ctx;
	FILE *out;
};

static __attribute__((format(printf, 2, 3)))
void say(struct dump *dump, const char *format, ...)
{
	char line[1024];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (n < 0 || (size_t)n >= sizeof(line))
		abort();
	SHA256_Update(&dump->ctx, line, n);
	if (dump->out)
		fputs(line, dump->out);
}

static void say_hex(struct dump *dump, const char *what, const u8 *bytes,
		    size_t n)
{
	char text[2 * DINH_HASH_SIZE + 1] = "";
	size_t i;

	for (i = 0; i < n; i++)
		sprintf(text + 2 * i, "%02x", bytes[i]);
	say(dump, "%s %s\n", what, text);
}

static void say_head(struct dump *dump, const struct world *w)
{
	const struct dinh_register *reg = w->reg;
	const u8 *genesis = (const u8 *)&reg->genesis;
	u8 root[DINH_HASH_SIZE], hash[DINH_HASH_SIZE];
	unsigned int i;

	dinh_frontier_root(&reg->ledger, root);
	say(dump, "size %llu\n", (unsigned long long)reg->ledger.size);
	say_hex(dump, "root", root, sizeof(root));
	for (i = 0; i < sizeof(reg->genesis); i += DINH_HASH_SIZE)
		say_hex(dump, "genesis", genesis + i, DINH_HASH_SIZE);
	say(dump, "today %u held %d offset %lld trusted %lld generation %llu\n",
	    reg->today, dinh_register_held(reg), (long long)reg->offset,
	    (long long)reg->trusted, (unsigned long long)reg->generation);
	say(dump, "units %u living %u\n", reg->n_units, reg->living);
	for (i = 0; i < reg->n_programmes; i++) {
		const struct dinh_rules *rules = reg->programme[i];

		SHA256((const u8 *)rules->body, rules->size, hash);
		say_hex(dump, "programme", hash, sizeof(hash));
		if (rules == reg->current_rules)
			say(dump, "current %u\n", i);
	}
	for (i = 0; i < reg->n_pins; i++)
		say(dump, "pin %u %d\n", reg->pin[i],
		    dinh_unit_pinned(reg, reg->pin[i]));
	for (i = 0; i < reg->n_grants; i++)
		say(dump, "grant %u %u %u %u\n", reg->grant[i].unit,
		    reg->grant[i].subject, reg->grant[i].id,
		    reg->grant[i].role);
	for (i = 1; *dinh_number_code(reg, i); i++)
		say(dump, "number %u %s %u\n", i, dinh_number_code(reg, i),
		    dinh_number_of(reg, dinh_number_code(reg, i)));
}

static void say_channel(struct dump *dump, const char *what, u32 present,
			const struct dinh_cast *cast)
{
	say(dump, " %s present %u yes %u no %u abstain %u invalid %u\n", what,
	    present, cast->yes, cast->no, cast->abstain, cast->invalid);
}

static int card_order(const void *a, const void *b)
{
	return memcmp(a, b, DINH_CARD_SIZE);
}

/* As a set: where in its table a card stands is nobody's business. */
static void say_cards(struct dump *dump, const struct dinh_meeting *m)
{
	u8 (*card)[DINH_CARD_SIZE] = get((m->cap + 1) * sizeof(*card));
	static const u8 none[DINH_CARD_SIZE];
	u32 i, n = 0;

	for (i = 0; i < m->cap; i++)
		if (memcmp(m->card[i], none, sizeof(none)))
			memcpy(card[n++], m->card[i], sizeof(none));
	qsort(card, n, sizeof(*card), card_order);
	say(dump, " cards %u%s\n", n, n == m->n_cards ? "" : " MISCOUNTED");
	for (i = 0; i < n; i++)
		say_hex(dump, " card", card[i], sizeof(none));
	free(card);
}

static void say_meetings(struct dump *dump, const struct world *w)
{
	const struct dinh_meeting *m = dinh_meeting_next(w->reg, 0);
	const u8 *open;
	size_t i;

	say(dump, "meetings %u\n", w->reg->n_meetings);
	for (; m; m = dinh_meeting_next(w->reg, m->seq + 1)) {
		say(dump, "meeting %llu unit %u%s\n",
		    (unsigned long long)m->seq, m->unit,
		    dinh_meeting(w->reg, m->seq) == m ? "" : " NOT FOUND");
		open = (const u8 *)&m->open;
		for (i = 0; i < sizeof(m->open); i += 24)
			say_hex(dump, " open", open + i, 24);
		say_channel(dump, "typed", m->present[DINH_CHANNEL_TYPED],
			    &m->cast[DINH_CHANNEL_TYPED]);
		say_channel(dump, "kiosk", m->present[DINH_CHANNEL_KIOSK],
			    &m->cast[DINH_CHANNEL_KIOSK]);
		say_cards(dump, m);
	}
}

static void say_hardware(struct dump *dump, const struct world *w)
{
	const struct dinh_sealed *sealed = &w->reg->sealed;
	unsigned int i;

	say(dump, "visits %llu of the register %llu\n",
	    (unsigned long long)w->reg->visits,
	    (unsigned long long)dinh_visits(w->reg, 0));
	for (i = 0; i < w->reg->n_kiosks; i++) {
		const struct dinh_kiosk *kiosk = &w->reg->kiosk[i];

		say(dump, "kiosk %llu unit %u role %u meeting %llu flags %u"
		    "%s\n", (unsigned long long)kiosk->seq, kiosk->unit,
		    kiosk->role, (unsigned long long)kiosk->meeting,
		    kiosk->flags, dinh_kiosk(w->reg, kiosk->seq) == kiosk ?
		    "" : " NOT FOUND");
	}
	say(dump, "sealed %llu pcr %u\n", (unsigned long long)sealed->size,
	    sealed->pcr);
	say_hex(dump, "sealed", sealed->value, sizeof(sealed->value));
}

static void say_board(struct dump *dump, const struct world *w,
		      const struct dinh_unit *unit)
{
	struct dinh_ratings ratings = dinh_ratings(w->reg, unit);
	unsigned int i;

	say(dump, " ratings %llu sum %llu low",
	    (unsigned long long)ratings.count,
	    (unsigned long long)ratings.sum);
	for (i = 0; i < DINH_LOW_REASONS; i++)
		say(dump, " %llu", (unsigned long long)ratings.low[i]);
	say(dump, " visits %llu\n",
	    (unsigned long long)dinh_visits(w->reg, unit->nr));
}

static void say_records(struct dump *dump, const struct world *w,
			const struct dinh_unit *unit)
{
	const struct dinh_author *author;
	const struct dinh_rec *rec, *found;
	unsigned int i;

	for (i = 0; i < unit->n; i++) {
		rec = &unit->recs[i];
		author = dinh_author(w->reg, rec->author);
		say(dump, " rec %llu req %u group %u flags %u key %llu "
		    "value %u day %u last %u until %u by %u %u%s\n",
		    (unsigned long long)rec->seq, rec->requirement, rec->group,
		    rec->flags, (unsigned long long)rec->key, rec->value,
		    rec->day, dinh_rec_last(rec), dinh_rec_until(rec),
		    author->uid, author->loginuid,
		    dinh_record_find(w->reg, rec->seq, &found) == unit &&
		    found == rec ? "" : " NOT FOUND");
	}
}

static void say_assignments(struct dump *dump, const struct world *w,
			    const struct dinh_unit *unit)
{
	const struct dinh_assign *a = dinh_assignments(w->reg, unit);

	for (; a; a = a->next)
		say(dump, " assignment %llu of %u given %u due %u done %u %d "
		    "for %s: %s%s\n", (unsigned long long)a->seq, a->unit,
		    a->given, a->due, a->completed, a->is_finding,
		    a->objective, a->title,
		    dinh_assignment_find(w->reg, a->seq) == a ? "" :
		    " NOT FOUND");
}

static void say_standings(struct dump *dump, const struct world *w,
			  const struct dinh_unit *unit)
{
	const struct dinh_rules *rules = w->reg->current_rules;
	unsigned int i, group;
	struct dinh_gap gap;

	for (i = 0; i < rules->n_rules; i++) {
		enum dinh_standing s = dinh_standing(unit, &rules->rule[i],
						     w->reg->today, &gap);

		say(dump, " rule %u %d missing %x unknown %x last %u", i, s,
		    gap.missing, gap.unknown, gap.last);
		for (group = 0; group < DINH_GROUPS; group++)
			if (gap.heads[group] || gap.reached[group])
				say(dump, " %u:%u/%u", group,
				    gap.reached[group], gap.heads[group]);
		say(dump, "\n");
	}
	for (i = 0; i < rules->n_measures; i++) {
		struct dinh_figure fig = dinh_figure(w->reg, unit, i);

		say(dump, " fig %u %llu/%llu ?%llu verdict %d\n", i,
		    (unsigned long long)fig.num, (unsigned long long)fig.den,
		    (unsigned long long)fig.unknown,
		    dinh_verdict(&rules->measure[i], &fig));
	}
}

static void say_unit(struct dump *dump, const struct world *w, u32 nr)
{
	const struct dinh_unit *unit = dinh_unit(w->reg, nr);
	unsigned int i, n;
	const u32 *successor = dinh_unit_successors(w->reg, nr, &n);
	u64 records, late;

	dinh_counts(unit, &records, &late);
	say(dump, "unit %u %u %s %s kind %u union %u parent %u since %u "
	    "until %u children %u records %u late %u of all %llu %llu\n", nr,
	    unit->nr, dinh_unit_code(unit), dinh_unit_name(unit), unit->kind,
	    unit->has_union, unit->parent, unit->since, unit->until,
	    unit->children, unit->records, unit->late,
	    (unsigned long long)records, (unsigned long long)late);
	for (i = 0; i < DINH_GROUPS; i++)
		say(dump, " heads %u", unit->headcount[i]);
	for (i = 0; i < n; i++)
		say(dump, " followed by %u", successor[i]);
	say(dump, "\n");
	if (nr && !unit->until &&
	    dinh_unit_by_code(w->reg, dinh_unit_code(unit)) != unit)
		say(dump, " NOT FOUND BY CODE\n");
	say_board(dump, w, unit);
	say_records(dump, w, unit);
	say_assignments(dump, w, unit);
	if (w->reg->current_rules)
		say_standings(dump, w, unit);
}

struct digest digest_of(const struct world *w, FILE *out)
{
	struct dump dump = { .out = out };
	struct dinh_unit *unit = NULL;
	struct digest digest;
	u32 nr;

	SHA256_Init(&dump.ctx);
	say_head(&dump, w);
	say_meetings(&dump, w);
	say_hardware(&dump, w);
	for (nr = 0; nr < w->reg->n_units; nr++)
		say_unit(&dump, w, nr);
	say(&dump, "tree");
	while ((unit = dinh_unit_next(w->reg, 0, unit)))
		say(&dump, " %u", unit->nr);
	say(&dump, "\n");
	SHA256_Final(digest.hash, &dump.ctx);
	return digest;
}

bool digest_same(const struct digest *a, const struct digest *b)
{
	return !memcmp(a, b, sizeof(*a));
}
