/* SPDX-License-Identifier: GPL-2.0-only */
/* The first count: the engine, driven natively, on clocks that a test turns. */
#ifndef DINH_TESTS_ENGINE_H
#define DINH_TESTS_ENGINE_H

#include <linux/dinh.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "recount.h"

struct a_vote;
struct engine;

/* Called with each entry that is accepted. */
typedef void engine_entry_fn(void *data, const struct dinh_entry *entry,
			     size_t size);

/* A register that begins on a day; one that is to begin with a replay. */
struct engine *engine_new(uint32_t day, engine_entry_fn *each, void *data);
struct engine *engine_empty(engine_entry_fn *each, void *data);
void engine_free(struct engine *e);

/* Hands in an entry, and frees it. Return: whether it was accepted. */
bool engine_submit(struct engine *e, struct dinh_entry *entry);
/* The same for one that the kernel makes. */
bool engine_own(struct engine *e, struct dinh_entry *entry);
/* The same for an entry as the ledger has it, which is not freed. */
bool engine_replay(struct engine *e, const struct dinh_entry *entry);
/* The clocks go on to noon of a day. */
bool engine_go_to(struct engine *e, uint32_t day);
/* The wall clock is stepped, and an administrator confirms a day. */
bool engine_jump_to(struct engine *e, uint32_t day);
/* The machine starts anew. */
bool engine_boot(struct engine *e);
/* Who writes from now on. */
void engine_author(struct engine *e, uint32_t uid);
/* Why the last refusal. */
const char *engine_why(const struct engine *e);

uint32_t engine_today(const struct engine *e);
/* The number of the next unit. */
uint32_t engine_units(const struct engine *e);
bool engine_living(const struct engine *e, uint32_t unit);
/* The number of the living unit with a code, or 0; that of a unit's parent. */
uint32_t engine_find(const struct engine *e, const char *code);
uint32_t engine_parent(const struct engine *e, uint32_t unit);
uint16_t engine_number(const struct engine *e, const char *requirement);

/* Indicators of the programme in force; 0 if there is none. */
unsigned int engine_indicators(const struct engine *e);
struct recount_figure engine_figure(const struct engine *e, uint32_t scope,
				    unsigned int indicator);
struct recount_scope engine_scope(const struct engine *e, uint32_t scope);

/* Visits of a board, and of all. */
uint64_t engine_visits(const struct engine *e, uint32_t unit);
uint64_t engine_all_visits(const struct engine *e);

/* @known: cards that came; the votes are @cast. */
struct engine_meeting {
	uint64_t seq;
	uint32_t unit;
	uint8_t ballot;
	uint32_t eligible;
	uint32_t cards;
	uint32_t known;
	uint32_t present;
	uint32_t cast;
};

/* The first that is open from an entry on; whether there is one. */
bool engine_meeting(const struct engine *e, uint64_t seq,
		    struct engine_meeting *out);
/*
 * What the kernel writes when a meeting that is open is closed. @vote: of a
 * secret ballot, two: those that were typed and those of kiosks; else NULL.
 */
struct dinh_entry *engine_close(const struct engine *e, uint64_t meeting,
				const struct a_vote *vote);

struct engine_kiosk {
	uint64_t seq;
	uint64_t meeting;
	uint32_t unit;
	uint8_t role;
};

/* One by its place; whether there is one. */
bool engine_kiosk(const struct engine *e, unsigned int i,
		  struct engine_kiosk *out);

/* What a TPM was told last; a size of 0: nothing. */
struct engine_sealed {
	uint64_t size;
	uint32_t pcr;
	uint8_t value[DINH_HASH_SIZE];
};

struct engine_sealed engine_sealed(const struct engine *e);

/* Whether a record is kept; then its last day, and whether it was late. */
bool engine_record(const struct engine *e, uint64_t seq, uint32_t *last,
		   bool *late);

#endif /* DINH_TESTS_ENGINE_H */
