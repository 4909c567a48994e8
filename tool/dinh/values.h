/* SPDX-License-Identifier: GPL-2.0-only */
/* What the register tells, as JSON: raw numbers, codes, days as YYYY-MM-DD. */
#ifndef DINH_VALUES_H
#define DINH_VALUES_H

#include <jansson.h>

#include "../lib/query.h"
#include "../lib/rules.h"
#include "out.h"

/* Adds members to an object; what is none or not known is left out. */
void put_text(json_t *object, const char *key, const char *text);
void put_number(json_t *object, const char *key, uint64_t number);
void put_day(json_t *object, const char *key, uint32_t day);
void put_flag(json_t *object, const char *key, bool flag);
void put_hex(json_t *object, const char *key, const uint8_t *bytes, size_t n);
void put_title(json_t *object, const char *key, const struct title *title);
/* The numbers of the items in a mask, from 1. */
void put_items(json_t *object, const char *key, uint32_t mask);
/* The names of the words whose bits are set. */
struct word;
void put_words(json_t *object, const char *key, const struct word *words,
	       uint32_t mask);
/* Whose login and who wrote; the kernel's own entries have neither. */
void put_author(json_t *object, uint32_t uid, uint32_t loginuid);

/* Says, where it is so, that the clock jumped and days wait. */
void print_held(const struct out *out, const struct ledger *ledger);

/* Ratings, their sum, average and the reasons of low ones. */
void put_ratings(json_t *object, uint64_t count, uint64_t sum,
		 const uint64_t low[DINH_LOW_REASONS]);
/* The same in a line, from the object. */
const char *ratings_text(const json_t *object, char *buf, size_t size);
/* The reasons alone. */
const char *low_text(const json_t *object, char *buf, size_t size);

struct replay_figure;
json_t *replay_figure_value(const struct replay_figure *figure);
json_t *unit_value(const struct unit *unit);
json_t *assignment_value(const struct assignment *assignment);
json_t *record_value(const struct record *record, const struct rules *rules);
json_t *status_figure_value(const struct rules *rules,
			    const struct figure *figure);
json_t *ratings_value(const struct ratings *ratings);

/* How many more are needed, of those that are known. */
uint64_t figure_short(const struct rules_indicator *indicator,
		      const struct figure *figure);
/* An indicator is as certain as the rules that it counts. */
bool indicator_verified(const struct rules *rules,
			const struct rules_indicator *indicator);
enum out_color verdict_color(uint32_t verdict);

#endif /* DINH_VALUES_H */
