// SPDX-License-Identifier: GPL-2.0-only
/*
 * The engine as a program. Only this file and page.c know it: its headers give
 * names of the kernel's to the C library's.
 */
#include <linux/slab.h>
#include <unistd.h>

#include "register.h"

#include "i18n.h"
#include "refusal.h"
#include "replay.h"

/* Bounds are of no matter to what was accepted once. */
static const struct dinh_bounds bounds = {
	.units = DINH_BOUND_UNITS_MAX,
	.records = DINH_BOUND_RECORDS_MAX,
};

/**
 * struct replay - a register of one's own
 * @sink: to which nothing is told
 * @last: of the last entry
 */
struct replay {
	struct dinh_register *reg;
	struct dinh_sink sink;
	struct dinh_stamp last;
};

struct replay *replay_open(struct error *err)
{
	struct replay *replay = calloc(1, sizeof(*replay));

	if (replay)
		replay->reg = dinh_register_alloc(&bounds, &replay->sink);
	if (replay && replay->reg)
		return replay;
	free(replay);
	error_memory(err);
	return NULL;
}

void replay_close(struct replay *replay)
{
	if (!replay)
		return;
	dinh_register_free(replay->reg);
	free(replay);
}

static int refused(const struct replay *replay, int error,
		   const struct dinh_refusal *why, struct error *err)
{
	char said[256];

	if (error == -ENOMEM)
		return error_memory(err);
	refusal_text(why->text, said, sizeof(said));
	return error_set(err, DINH_EXIT_WRONG,
			 _("entry %llu could not have been accepted: %s"),
			 (unsigned long long)replay_size(replay), said);
}

int replay_entry(struct replay *replay, const struct dinh_entry *entry,
		 size_t size, struct error *err)
{
	struct dinh_refusal why;
	int error;

	if (size < sizeof(*entry) || le32_to_cpu(entry->size) != size)
		return error_set(err, DINH_EXIT_WRONG,
				 _("entry %llu has %zu bytes, which is not what it says"),
				 (unsigned long long)replay_size(replay),
				 size);
	error = dinh_register_replay(replay->reg, entry, &why);
	if (error)
		return refused(replay, error, &why, err);
	replay->last.wall = le64_to_cpu(entry->wall);
	replay->last.boot = le64_to_cpu(entry->boot);
	return 0;
}

int replay_what_if(struct replay *replay, struct dinh_entry *entry,
		   struct error *err)
{
	struct dinh_stamp stamp = replay->last;
	struct dinh_refusal why;
	int error;

	stamp.uid = getuid();
	stamp.loginuid = DINH_UID_NONE;
	error = dinh_register_submit(replay->reg, &stamp, entry, false, &why);
	return error ? refused(replay, error, &why, err) : 0;
}

const struct dinh_register *replay_register(const struct replay *replay)
{
	return replay->reg;
}

uint64_t replay_size(const struct replay *replay)
{
	return replay->reg->ledger.size;
}

uint32_t replay_today(const struct replay *replay)
{
	return replay->reg->today;
}

uint32_t replay_units(const struct replay *replay)
{
	return replay->reg->n_units;
}

void replay_root(const struct replay *replay, uint8_t root[DINH_HASH_SIZE])
{
	dinh_frontier_root(&replay->reg->ledger, root);
}

const char *replay_code(const struct replay *replay, uint32_t unit)
{
	return dinh_unit_code(dinh_unit(replay->reg, unit));
}

int replay_lives(const struct replay *replay, uint32_t unit)
{
	const struct dinh_unit *at = dinh_unit(replay->reg, unit);

	return at && !at->until;
}

unsigned int replay_indicators(const struct replay *replay)
{
	const struct dinh_rules *rules = replay->reg->current_rules;

	return rules ? rules->n_measures : 0;
}

const char *replay_indicator(const struct replay *replay, unsigned int i)
{
	return dinh_indicator(replay->reg->current_rules, i)->code;
}

struct replay_figure replay_figure(const struct replay *replay, uint32_t scope,
				   unsigned int indicator)
{
	const struct dinh_register *reg = replay->reg;
	struct dinh_figure fig = dinh_figure(reg, dinh_unit(reg, scope),
					     indicator);

	return (struct replay_figure) {
		.num = fig.num,
		.den = fig.den,
		.unknown = fig.unknown,
		.verdict = dinh_verdict(&reg->current_rules->measure[indicator],
					&fig),
	};
}

void replay_counts(const struct replay *replay, uint32_t scope,
		   uint64_t *records, uint64_t *late)
{
	u64 all, of_these;

	dinh_counts(dinh_unit(replay->reg, scope), &all, &of_these);
	*records = all;
	*late = of_these;
}

void replay_ratings(const struct replay *replay, uint32_t scope,
		    struct replay_ratings *ratings)
{
	const struct dinh_register *reg = replay->reg;
	struct dinh_ratings all = dinh_ratings(reg, dinh_unit(reg, scope));
	int i;

	ratings->count = all.count;
	ratings->sum = all.sum;
	for (i = 0; i < DINH_LOW_REASONS; i++)
		ratings->low[i] = all.low[i];
}

uint64_t replay_visits(const struct replay *replay, uint32_t unit)
{
	return dinh_visits(replay->reg, unit);
}

uint64_t replay_all_visits(const struct replay *replay)
{
	return replay->reg->visits;
}
