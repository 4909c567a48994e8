/* SPDX-License-Identifier: GPL-2.0-only */
/* Days: numbers since 1970-01-01, and how they are written. */
#ifndef DINH_DAY_H
#define DINH_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DAY_SIZE	11

/* Return: false where there is no such day from 1970-01-02 to 9999-12-31. */
bool day_from_civil(unsigned int year, unsigned int month, unsigned int day,
		    uint32_t *out);
void day_to_civil(uint32_t day, unsigned int *year, unsigned int *month,
		  unsigned int *mday);

/* YYYY-MM-DD, or DD/MM/YYYY as it is written in Vietnam. */
bool day_parse(const char *text, uint32_t *day);
/* The first day of YYYY, YYYY-MM, MM/YYYY, or a day. */
bool day_parse_period(const char *text, uint32_t *day);

/* YYYY-MM-DD; "" for DINH_DAY_NONE, "forever" for DINH_DAY_FOREVER. */
const char *day_name(uint32_t day, char buf[static DAY_SIZE]);
/* The same for people, as their language writes it. */
const char *day_text(uint32_t day, char *buf, size_t size);

#endif /* DINH_DAY_H */
