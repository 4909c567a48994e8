// SPDX-License-Identifier: GPL-2.0-only
/* The engine behind an interface without the kernel's headers. */
#include <stdlib.h>
#include <string.h>

#include "register.h"
#include "engine.h"

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
	struct recount_scope out = { .scope = scope };
	u64 records, late;

	dinh_counts(dinh_unit(e->reg, scope), &records, &late);
	out.records = records;
	out.late = late;
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
