/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Both counts of one history: what the engine accepts goes into the tables, and
 * what it counts at chosen sizes is kept to be compared.
 */
#ifndef DINH_TESTS_HISTORY_H
#define DINH_TESTS_HISTORY_H

#include "engine.h"
#include "entries.h"
#include "recount.h"
#include "tables.h"

struct moment;

/**
 * struct history - a register, its tables, and the moments that were noted
 * @size: entries accepted
 * @seq: of the last one
 * @accepted: how many of each type
 * @moments: noted, the newest first
 * @name: for messages
 * @figures: compared so far
 * @reviewed: values of reviews compared so far
 * @err: the tables refused an entry
 * @failed: they did
 */
struct history {
	struct engine *engine;
	struct tables *tables;
	uint64_t size;
	uint64_t seq;
	unsigned int accepted[DINH_ENTRY_TYPES];
	struct moment *moments;
	const char *name;
	unsigned long figures;
	unsigned long reviewed;
	struct error err;
	bool failed;
};

/* The database of the tables; in memory unless somebody is to look at it. */
extern const char *history_database;

void history_begin(struct history *h, const char *name, uint32_t day);
void history_end(struct history *h);

/* Hands in an entry. Return: whether the engine accepted it. */
bool submit(struct history *h, struct dinh_entry *entry);
/* The same for one that the kernel makes. */
bool submit_own(struct history *h, struct dinh_entry *entry);

/* Notes all that the engine counts now. */
void note(struct history *h);
/*
 * Compares every moment noted, every review, and every record that the engine
 * keeps, with the tables as they are now. Return: how many differ; they are printed.
 */
unsigned int compare(struct history *h);

/* The recount of one figure, at a size; false where there is none. */
bool counted(struct history *h, uint64_t size, uint32_t scope,
	     const char *indicator, struct recount_figure *out);

#endif /* DINH_TESTS_HISTORY_H */
