// SPDX-License-Identifier: GPL-2.0-only
/* The engine behind an interface without the kernel's headers. */
#include <stdlib.h>
#include <string.h>

#include "register.h"
#include "engine.h"
#include "entries.h"

#define SECOND	1000000000ull
#define A_DAY	(86400 * SECOND)

struct engine {
	struct dinh_sink sink;
	struct dinh_register *reg;
	struct dinh_stamp now;
	struct dinh_refusal why;
	engine_entry_fn *each;
	void *data;
};

static int reserve(struct dinh_sink *sink, size_t bytes, bool check,
		   struct dinh_refusal *why)
{
	return 0;
}

static void accepted(struct dinh_sink *sink, const struct dinh_entry *entry,
		     const u8 leaf[DINH_HASH_SIZE])
{
	struct engine *e = (struct engine *)sink;

	e->each(e->data, entry, le32_to_cpu(entry->size));
}

static void crossed(struct dinh_sink *sink, u32 scope, unsigned int indicator,
		    bool met)
{
}

static void lapsed(struct dinh_sink *sink, u32 unit, unsigned int indicator)
{
}

/* Noon seven hours east of Greenwich. */
static u64 noon(u32 day)
{
	return day * A_DAY + 5 * 3600 * SECOND;
}

struct engine *engine_empty(engine_entry_fn *each, void *data)
{
	static const struct dinh_bounds bounds = {
		DINH_BOUND_UNITS, DINH_BOUND_RECORDS_MAX
	};
	struct engine *e = calloc(1, sizeof(*e));

	e->sink = (struct dinh_sink){ reserve, accepted, crossed, lapsed, NULL };
	e->each = each;
	e->data = data;
	e->reg = dinh_register_alloc(&bounds, &e->sink);
	if (!e->reg)
		abort();
	return e;
}

struct engine *engine_new(uint32_t day, engine_entry_fn *each, void *data)
{
	struct dinh_genesis genesis = {
		.identity = "the second count",
		.utc_offset = cpu_to_le32(420),
		.clock_tolerance = cpu_to_le32(2000),
		.origin = "recount.test",
	};
	struct engine *e = engine_empty(each, data);

	e->now = (struct dinh_stamp){
		.wall = noon(day), .boot = 3600 * SECOND,
		.uid = 1000, .loginuid = 1000,
	};
	if (dinh_register_genesis(e->reg, &e->now, &genesis, false,
				  &e->why))
		abort();
	return e;
}

bool engine_replay(struct engine *e, const struct dinh_entry *entry)
{
	return !dinh_register_replay(e->reg, entry, &e->why);
}

void engine_free(struct engine *e)
{
	dinh_register_free(e->reg);
	free(e);
}

bool engine_submit(struct engine *e, struct dinh_entry *entry)
{
	int err = dinh_register_submit(e->reg, &e->now, entry, false, &e->why);

	free(entry);
	return !err;
}

bool engine_own(struct engine *e, struct dinh_entry *entry)
{
	int err = dinh_register_own(e->reg, &e->now, entry, false, &e->why);

	free(entry);
	return !err;
}

bool engine_boot(struct engine *e)
{
	static const struct dinh_boot body = { "another start 1" };

	e->now.boot = 5 * SECOND;
	return !dinh_register_boot(e->reg, &e->now, &body, &e->why);
}

bool engine_go_to(struct engine *e, uint32_t day)
{
	e->now.boot += noon(day) - e->now.wall;
	e->now.wall = noon(day);
	return !dinh_register_tick(e->reg, &e->now, &e->why);
}

bool engine_jump_to(struct engine *e, uint32_t day)
{
	e->now.wall = noon(day);
	e->now.boot += SECOND;
	return !dinh_register_tick(e->reg, &e->now, &e->why) &&
	       !dinh_register_confirm(e->reg, &e->now, day, false, &e->why);
}

void engine_author(struct engine *e, uint32_t uid)
{
	e->now.uid = uid;
	e->now.loginuid = uid;
}

const char *engine_why(const struct engine *e)
{
	return e->why.text;
}

uint32_t engine_today(const struct engine *e)
{
	return e->reg->today;
}

uint32_t engine_units(const struct engine *e)
{
	return e->reg->n_units;
}

uint32_t engine_find(const struct engine *e, const char *code)
{
	const struct dinh_unit *unit = dinh_unit_by_code(e->reg, code);

	return unit ? unit->nr : 0;
}

uint32_t engine_parent(const struct engine *e, uint32_t unit)
{
	return dinh_unit(e->reg, unit)->parent;
}

bool engine_living(const struct engine *e, uint32_t unit)
{
	const struct dinh_unit *u = dinh_unit(e->reg, unit);

	return u && !u->until;
}

uint16_t engine_number(const struct engine *e, const char *requirement)
{
	return dinh_number_of(e->reg, requirement);
}

unsigned int engine_indicators(const struct engine *e)
{
	return e->reg->current_rules ? e->reg->current_rules->n_measures : 0;
}

struct recount_figure engine_figure(const struct engine *e, uint32_t scope,
				    unsigned int indicator)
{
	const struct dinh_rules *rules = e->reg->current_rules;
	struct dinh_figure figure = dinh_figure(e->reg,
						dinh_unit(e->reg, scope),
						indicator);

	return (struct recount_figure){
		.scope = scope,
		.indicator = dinh_indicator(rules, indicator)->code,
		.num = figure.num,
		.den = figure.den,
		.unknown = figure.unknown,
		.verdict = dinh_verdict(&rules->measure[indicator], &figure),
	};
}

struct recount_scope engine_scope(const struct engine *e, uint32_t scope)
{
	const struct dinh_unit *unit = dinh_unit(e->reg, scope);
	struct dinh_ratings ratings = dinh_ratings(e->reg, unit);
	struct recount_scope out = {
		.scope = scope,
		.ratings = ratings.count,
		.rating_sum = ratings.sum,
	};
	unsigned int i;
	u64 records, late;

	for (i = 0; i < DINH_LOW_REASONS; i++)
		out.low[i] = ratings.low[i];
	dinh_counts(unit, &records, &late);
	out.records = records;
	out.late = late;
	return out;
}

uint64_t engine_visits(const struct engine *e, uint32_t unit)
{
	return dinh_visits(e->reg, unit);
}

uint64_t engine_all_visits(const struct engine *e)
{
	return e->reg->visits;
}

static u32 sum_of(const struct dinh_cast *cast)
{
	return cast->yes + cast->no + cast->abstain + cast->invalid;
}

bool engine_meeting(const struct engine *e, uint64_t seq,
		    struct engine_meeting *out)
{
	const struct dinh_meeting *m = dinh_meeting_next(e->reg, seq);

	if (!m)
		return false;
	*out = (struct engine_meeting){
		.seq = m->seq,
		.unit = m->unit,
		.ballot = m->open.ballot,
		.eligible = le32_to_cpu(m->open.eligible),
		.cards = le32_to_cpu(m->open.cards),
		.known = m->n_cards,
		.present = m->present[0] + m->present[1],
		.cast = sum_of(&m->cast[0]) + sum_of(&m->cast[1]),
	};
	return true;
}

static struct dinh_cast cast_of(const struct a_vote *vote)
{
	return (struct dinh_cast){
		.yes = vote->yes,
		.no = vote->no,
		.abstain = vote->abstain,
		.invalid = vote->invalid,
	};
}

struct dinh_entry *engine_close(const struct engine *e, uint64_t meeting,
				const struct a_vote *vote)
{
	const struct dinh_meeting *m = dinh_meeting(e->reg, meeting);
	struct dinh_meeting_close body = { .record.document = "minutes" };
	struct dinh_cast cast[DINH_CHANNELS];

	memcpy(cast, m->cast, sizeof(cast));
	if (vote) {
		cast[DINH_CHANNEL_TYPED] = cast_of(&vote[0]);
		cast[DINH_CHANNEL_KIOSK] = cast_of(&vote[1]);
	}
	dinh_meeting_fill(e->reg, m, cast, &body);
	return make_entry(DINH_ENTRY_MEETING_CLOSE, m->unit, &body,
			  sizeof(body), NULL);
}

bool engine_kiosk(const struct engine *e, unsigned int i,
		  struct engine_kiosk *out)
{
	const struct dinh_kiosk *kiosk = &e->reg->kiosk[i];

	if (i >= e->reg->n_kiosks)
		return false;
	*out = (struct engine_kiosk){
		.seq = kiosk->seq,
		.meeting = kiosk->meeting,
		.unit = kiosk->unit,
		.role = kiosk->role,
	};
	return true;
}

struct engine_sealed engine_sealed(const struct engine *e)
{
	struct engine_sealed out = {
		.size = e->reg->sealed.size,
		.pcr = e->reg->sealed.pcr,
	};

	memcpy(out.value, e->reg->sealed.value, sizeof(out.value));
	return out;
}

bool engine_record(const struct engine *e, uint64_t seq, uint32_t *last,
		   bool *late)
{
	const struct dinh_rec *rec;

	if (!dinh_record_find(e->reg, seq, &rec))
		return false;
	*last = dinh_rec_last(rec);
	*late = rec->flags & DINH_REC_LATE;
	return true;
}
