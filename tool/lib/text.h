/* SPDX-License-Identifier: GPL-2.0-only */
/* UTF-8: what may be stored, and how wide it is on a terminal. */
#ifndef DINH_TEXT_H
#define DINH_TEXT_H

#include <stddef.h>

#include "error.h"

/* Columns of a terminal: combining marks take none, wide characters two. */
size_t text_width(const char *text);

/**
 * text_fit - how much of a text fits into a width
 * @text: UTF-8
 * @width: columns
 *
 * Return: bytes to take: up to the last blank that fits, or, where a word is
 * longer than the line, up to the last character that fits; at least one.
 */
size_t text_fit(const char *text, size_t width);

/* In capitals; to be freed, NULL without memory. */
char *text_capitals(const char *text);
/* Its characters set apart by blanks, for a heading; the same. */
char *text_spaced(const char *text);

/**
 * text_clean - a text as the register keeps it: NFC, without blanks around it
 * @text: what was typed
 * @max: most bytes, without the final NUL
 * @out: to be freed
 */
int text_clean(const char *text, size_t max, char **out, struct error *err);

/* What was found, in quotes, printable and short, for an error. */
#define TEXT_QUOTE_SIZE	80
const char *text_quote(const char *text, char buf[static TEXT_QUOTE_SIZE]);

#endif /* DINH_TEXT_H */
