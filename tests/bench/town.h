/* SPDX-License-Identifier: GPL-2.0-only */
/* A register as a program has it: a tree of any size, five records a commune. */
#ifndef BENCH_TOWN_H
#define BENCH_TOWN_H

#include "internal.h"

#define RECORDS		5
#define NSEC		1000000000ull

struct evidence {
	struct dinh_entry entry;
	struct dinh_record body;
};

/* What there is, once it was filled. */
extern struct dinh_register *reg;
extern u32 *commune;
extern u32 communes;

/*
 * Makes the register anew, with @units of them in a tree of three levels and
 * equal fan-out; @records for each commune, in an order that no cache likes.
 */
void fill(const char *programme, u32 units, unsigned int records,
	  struct dinh_sink *sink);
void drop(void);

void make_record(struct evidence *e, u32 unit, unsigned int which);
void submit(struct dinh_entry *entry);

#endif /* BENCH_TOWN_H */
