/* SPDX-License-Identifier: GPL-2.0-only */
/* How numbers are written in a programme: as people write them. */
#ifndef DINH_PROGRAMME_VALUE_H
#define DINH_PROGRAMME_VALUE_H

#include <stdbool.h>
#include <stdint.h>

struct span {
	uint32_t months;
	uint32_t days;
};

/* All of these return whether @text is such a value, and nothing besides. */

/* "30": at most nine digits, without leading zeros. */
bool value_number(const char *text, uint32_t *number);
/* "70 %", "70"; not above 100. */
bool value_percent(const char *text, uint32_t *percent);
/* "2/3", "50 %": a share of at most all, in its lowest terms. */
bool value_share(const char *text, uint16_t *num, uint16_t *den);
/* "12 months", "90 days", "1 month 15 days"; not nothing. */
bool value_span(const char *text, struct span *span);
/*
 * "12 to 36 months", "at least 12 months", "at most 36 months", "any"; 0 is no
 * bound.
 */
bool value_term(const char *text, uint32_t *least, uint32_t *most);

#endif /* DINH_PROGRAMME_VALUE_H */
