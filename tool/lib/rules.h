/* SPDX-License-Identifier: GPL-2.0-only */
/* The programme in force, as the kernel tells it. */
#ifndef DINH_RULES_H
#define DINH_RULES_H

#include <linux/dinh.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

struct client;

/**
 * struct title - a text in two languages; both are owned and never NULL once
 * an element was filled
 */
struct title {
	char *vi;
	char *en;
};

/* In the language of the user, or in the other where that one is empty. */
const char *title_text(const struct title *title);

struct rules_instrument {
	char code[DINH_CODE_SIZE];
	struct title title;
	uint32_t from;
	uint32_t until;
	bool verified;
};

struct rules_share {
	uint32_t num;
	uint32_t den;
	uint32_t of;
	uint32_t group;
	bool strict;
};

struct rules_item {
	struct title title;
	bool verified;
};

struct rules_requirement {
	char code[DINH_CODE_SIZE];
	char instrument[DINH_CODE_SIZE];
	struct title title;
	uint32_t number;
	uint32_t kinds;
	uint32_t from;
	uint32_t until;
	uint32_t headcount_min;
	uint32_t headcount_group;
	uint32_t groups;
	uint32_t has_union;
	uint32_t validity;
	uint32_t months;
	uint32_t days;
	uint32_t grace_months;
	uint32_t grace;
	uint32_t term_min;
	uint32_t term_max;
	uint32_t posting;
	struct rules_share quorum;
	struct rules_share majority;
	uint32_t items;
	struct rules_item item[DINH_ITEMS_MAX];
	bool verified;
};

struct rules_indicator {
	char code[DINH_CODE_SIZE];
	char objective[DINH_CODE_SIZE];
	struct title title;
	uint32_t kinds;
	uint32_t has_union;
	uint32_t counted;
	uint32_t threshold;
	uint32_t percent;
	uint32_t requirements;
	char requirement[DINH_INDICATOR_REQUIREMENTS_MAX][DINH_CODE_SIZE];
	bool verified;
};

struct rules_objective {
	char code[DINH_CODE_SIZE];
	struct title title;
	uint32_t kind;
	uint32_t number;
	bool verified;
};

/**
 * struct rules - a programme; its code is empty where none is in force
 */
struct rules {
	char code[DINH_CODE_SIZE];
	struct title title;
	uint32_t from;
	uint32_t late_days;
	uint32_t answer_days;
	bool answer_verified;
	size_t instruments;
	struct rules_instrument *instrument;
	size_t requirements;
	struct rules_requirement *requirement;
	size_t indicators;
	struct rules_indicator *indicator;
	size_t objectives;
	struct rules_objective *objective;
	bool changed;
};

/* Without a programme in force this succeeds with an empty one. */
int rules_get(struct client *client, struct rules *out, struct error *err);
void rules_free(struct rules *rules);

const struct rules_requirement *rules_requirement(const struct rules *rules,
						  const char *code);
const struct rules_requirement *
rules_requirement_number(const struct rules *rules, uint32_t number);
const struct rules_indicator *rules_indicator(const struct rules *rules,
					      const char *code);

#endif /* DINH_RULES_H */
