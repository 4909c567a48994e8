/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside the random histories: one that is being made up. */
#ifndef DINH_TESTS_STORY_H
#define DINH_TESTS_STORY_H

#include "history.h"
#include "random.h"

#define PLANS	5
#define UNITS	4096

struct known_record {
	uint32_t unit;
	uint64_t seq;
	uint32_t day;
};

struct story {
	struct history history;
	struct reached *reached;
	uint64_t random;
	struct plan plan[PLANS];
	unsigned int plans;
	uint8_t kind[UNITS];
	struct known_record record[UNITS];
	unsigned int records;
	struct known_record task[UNITS];
	unsigned int tasks;
};

/* A number below @n; true @percent times of a hundred. */
uint32_t below(struct story *s, uint32_t n);
bool chance(struct story *s, unsigned int percent);

uint32_t today(const struct story *s);
/* The number of the next unit. */
uint32_t units(const struct story *s);

/* Hands in an entry; one that the kernel makes. */
bool hand_in(struct story *s, struct dinh_entry *entry);
bool hand_in_own(struct story *s, struct dinh_entry *entry);
/* The last entry is a record, of @day. */
void remember_record(struct story *s, uint32_t unit, uint32_t day);

/* Mostly one of those that have something to do with the requirement. */
uint32_t unit_for(struct story *s, const struct dinh_requirement *r);
/* When it happened, when it ends, of which period it is; 0 for none. */
uint32_t random_day(struct story *s);
uint32_t random_end(struct story *s, const struct dinh_requirement *r,
		    uint32_t day);
uint32_t random_period(struct story *s, const struct dinh_requirement *r,
		       uint32_t day);

/* A board is looked at or rated; somebody does something in a meeting. */
void visit_or_rate(struct story *s);
void meet(struct story *s);
/* A kiosk is bound, lost presses or goes; a TPM is told; the machine starts. */
void machines(struct story *s);
/* Adds up what all that came to. */
void hall_add_up(struct story *s);

#endif /* DINH_TESTS_STORY_H */
