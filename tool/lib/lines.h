/* SPDX-License-Identifier: GPL-2.0-only */
/* Texts of lines, each ended by a newline, and the numbers in them. */
#ifndef DINH_LINES_H
#define DINH_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/**
 * struct lines - a text that is being read
 * @at: what is left of it
 * @end: its end
 */
struct lines {
	const char *at;
	const char *end;
};

/* The next line, without its newline; false where none is left that has one. */
static inline bool lines_next(struct lines *lines, const char **line,
			      size_t *len)
{
	const char *newline = memchr(lines->at, '\n', lines->end - lines->at);

	if (!newline)
		return false;
	*line = lines->at;
	*len = newline - lines->at;
	lines->at = newline + 1;
	return true;
}

/* A decimal number as it is written without leading zeroes. */
static inline bool decimal_parse(const char *text, size_t len, uint64_t *out)
{
	size_t i;

	*out = 0;
	if (!len || (text[0] == '0' && len > 1))
		return false;
	for (i = 0; i < len; i++)
		if (text[i] < '0' || text[i] > '9' ||
		    __builtin_mul_overflow(*out, 10, out) ||
		    __builtin_add_overflow(*out, (uint64_t)(text[i] - '0'),
					   out))
			return false;
	return true;
}

#endif /* DINH_LINES_H */
