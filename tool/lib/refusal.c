// SPDX-License-Identifier: GPL-2.0-only
/*
 * A refusal arrives printed. It is matched against the patterns that the
 * kernel prints it with, to find its figures; these go into the translation of
 * the pattern.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "day.h"
#include "i18n.h"
#include "names.h"
#include "refusal.h"

#define FIGURES_MAX	8

static const char *const patterns[] = {
#define DINH_REFUSAL(id, error, pattern) pattern,
#include "../../kmod/engine/refusals.h"
#undef DINH_REFUSAL
};

/**
 * struct match - what a pattern found in a message
 * @n: number of figures
 * @literal: characters of the pattern that are not figures
 * @start: where each figure starts
 * @len: its length
 */
struct match {
	size_t n;
	size_t literal;
	const char *start[FIGURES_MAX];
	size_t len[FIGURES_MAX];
};

/* Length of the conversion that a text begins with, or 0. */
static size_t conversion(const char *text)
{
	if (!strncmp(text, "%llu", 4))
		return 4;
	return strncmp(text, "%s", 2) ? 0 : 2;
}

/* The shortest figures that make the rest fit; patterns are short. */
static bool match(const char *pattern, const char *message, struct match *m)
{
	size_t skip = conversion(pattern), len, n = m->n;

	if (!skip) {
		if (*pattern != *message)
			return false;
		if (!*pattern)
			return true;
		m->literal++;
		if (match(pattern + 1, message + 1, m))
			return true;
		m->literal--;
		return false;
	}
	if (n == FIGURES_MAX)
		return false;
	for (len = 1; message[len - 1]; len++) {
		if (skip == 4 && !isdigit((unsigned char)message[len - 1]))
			return false;
		m->start[n] = message;
		m->len[n] = len;
		m->n = n + 1;
		if (match(pattern + skip, message + len, m))
			return true;
	}
	m->n = n;
	return false;
}

/* The pattern that says most by itself; others may be wider. */
static const char *find(const char *message, struct match *best)
{
	const char *found = NULL;
	size_t i;

	for (i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		struct match m = { 0 };

		if (!match(patterns[i], message, &m) ||
		    (found && m.literal <= best->literal))
			continue;
		found = patterns[i];
		*best = m;
	}
	return found;
}

/* Words of the register among the figures: "kind %s", "headcount of %s". */
static const struct word *words_of(const char *pattern)
{
	if (strstr(pattern, "kind %s"))
		return kind_words;
	return strstr(pattern, "headcount of %s") ? group_words : NULL;
}

static void put_figure(const char *pattern, const char *start, size_t len,
		       char *buf, size_t size)
{
	const struct word *words = words_of(pattern);
	char figure[128], day[32];
	uint32_t nr;
	int i;

	snprintf(figure, sizeof(figure), "%.*s", (int)len, start);
	i = words ? word_find(words, figure) : -1;
	if (i >= 0)
		snprintf(buf, size, "%s", word_label(words, i));
	else if (day_parse(figure, &nr))
		snprintf(buf, size, "%s", day_text(nr, day, sizeof(day)));
	else
		snprintf(buf, size, "%s", figure);
}

void refusal_text(const char *message, char *buf, size_t size)
{
	const char *pattern, *to;
	struct match m;
	size_t len = 0, n = 0;

	pattern = find(message, &m);
	if (!pattern) {
		snprintf(buf, size, "%s", message);
		return;
	}
	for (to = _(pattern); *to && len + 1 < size;) {
		size_t skip = conversion(to);

		if (skip && n < m.n) {
			put_figure(pattern, m.start[n], m.len[n], buf + len,
				   size - len);
			n++;
			len += strlen(buf + len);
			to += skip;
		} else {
			buf[len++] = *to++;
		}
	}
	buf[len] = '\0';
}
