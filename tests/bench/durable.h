/* SPDX-License-Identifier: GPL-2.0-only */
/* Who can make entries durable, for many writers that each wait for theirs. */
#ifndef BENCH_DURABLE_H
#define BENCH_DURABLE_H

#include "sample.h"

#define UNITS		10000
#define WRITERS_MAX	64

/**
 * struct contestant - one of them
 * @name: as it is asked for
 * @begin: makes ready what is empty at a place, for so many writers
 * @write: makes an entry durable; called by all writers; or NULL
 * @commit: the same for a group, of those that have come meanwhile; called by
 *	one thread
 * @group: how many that can be
 *
 * What fails ends the program.
 */
struct contestant {
	const char *name;
	void (*begin)(const char *place, unsigned int writers);
	void (*write)(unsigned int writer, const struct evidence *entry);
	void (*commit)(const struct evidence *entry, unsigned int n);
	unsigned int group;
};

extern const struct contestant dinh, store, flat, flat_ready, sqlite,
	sqlite_each, postgres, postgres_each;

/* The number of the requirement that records are of. */
extern uint16_t requirement;

#endif /* BENCH_DURABLE_H */
