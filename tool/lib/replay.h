/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The engine as a program: a ledger, entry by entry, into a register of one's
 * own, and the figures that follow from it.
 */
#ifndef DINH_REPLAY_H
#define DINH_REPLAY_H

#include <linux/dinh.h>
#include <stdint.h>

#include "error.h"

struct replay;

struct replay *replay_open(struct error *err);
void replay_close(struct replay *replay);

/**
 * replay_entry - the next entry
 * @entry: as the ledger has it, aligned to 8 bytes
 * @size: bytes there are of it
 * @err: filled on failure: no register could have accepted it there; its exit
 *	is then DINH_EXIT_WRONG
 */
int replay_entry(struct replay *replay, const struct dinh_entry *entry,
		 size_t size, struct error *err);

/**
 * replay_what_if - an entry that might come next, by this user and at the time
 * of the last one
 * @entry: as it is written to the register; filled in
 * @err: filled where it would be refused
 */
int replay_what_if(struct replay *replay, struct dinh_entry *entry,
		   struct error *err);

/* For those who know the engine. */
struct dinh_register;
const struct dinh_register *replay_register(const struct replay *replay);

uint64_t replay_size(const struct replay *replay);
uint32_t replay_today(const struct replay *replay);
uint32_t replay_units(const struct replay *replay);
void replay_root(const struct replay *replay, uint8_t root[DINH_HASH_SIZE]);

/* Code of a unit, dissolved or not; "" for the register. */
const char *replay_code(const struct replay *replay, uint32_t unit);

/* Whether a unit lives; the register does. */
int replay_lives(const struct replay *replay, uint32_t unit);

/**
 * struct replay_figure - of one indicator for one scope
 * @num: units or heads that meet it
 * @den: units or heads that should
 * @unknown: units for which a headcount would have to be known
 * @verdict: enum dinh_verdict
 */
struct replay_figure {
	uint64_t num;
	uint64_t den;
	uint64_t unknown;
	int verdict;
};

/* Indicators of the programme in force, by number from 0. */
unsigned int replay_indicators(const struct replay *replay);
const char *replay_indicator(const struct replay *replay, unsigned int i);
struct replay_figure replay_figure(const struct replay *replay, uint32_t scope,
				   unsigned int indicator);
void replay_counts(const struct replay *replay, uint32_t scope,
		   uint64_t *records, uint64_t *late);

/**
 * struct replay_ratings - what people say of a scope
 * @count: how many ratings
 * @sum: of their scores
 * @low: of the low ones, by enum dinh_low_reason
 */
struct replay_ratings {
	uint64_t count;
	uint64_t sum;
	uint64_t low[DINH_LOW_REASONS];
};

void replay_ratings(const struct replay *replay, uint32_t scope,
		    struct replay_ratings *ratings);
/* Of one board, and of all. */
uint64_t replay_visits(const struct replay *replay, uint32_t unit);
uint64_t replay_all_visits(const struct replay *replay);

#endif /* DINH_REPLAY_H */
