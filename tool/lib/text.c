// SPDX-License-Identifier: GPL-2.0-only
/* UTF-8, by libunistring, so that it does not depend on a locale. */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

#include "i18n.h"
#include "text.h"

/* One character: its bytes and its width; a broken byte is one column. */
static size_t character(const char *text, size_t *width)
{
	ucs4_t point;
	int len = u8_mbtouc(&point, (const uint8_t *)text, strlen(text));
	int columns = uc_width(point, "UTF-8");

	*width = columns > 0 ? columns : 0;
	return len > 0 ? len : 1;
}

size_t text_width(const char *text)
{
	size_t width = 0, columns;

	while (*text) {
		text += character(text, &columns);
		width += columns;
	}
	return width;
}

size_t text_fit(const char *text, size_t width)
{
	size_t at = 0, blank = 0, used = 0, columns, len;

	while (text[at]) {
		len = character(text + at, &columns);
		if (used + columns > width && at)
			break;
		if (text[at] == ' ')
			blank = at;
		used += columns;
		at += len;
	}
	if (!text[at] || text[at] == ' ' || !blank)
		return at;
	return blank;
}

char *text_capitals(const char *text)
{
	size_t size;

	return (char *)u8_toupper((const uint8_t *)text, strlen(text) + 1,
				  NULL, UNINORM_NFC, NULL, &size);
}

char *text_spaced(const char *text)
{
	char *spaced = malloc(2 * strlen(text) + 1), *to = spaced;
	size_t len, columns;

	if (!spaced)
		return NULL;
	while (*text) {
		len = character(text, &columns);
		/* A mark stays with its letter. */
		if (columns && to > spaced)
			*to++ = ' ';
		to = mempcpy(to, text, len);
		text += len;
	}
	*to = '\0';
	return spaced;
}

/* Also U+0085, U+2028 and the like: what a terminal or an editor acts on. */
static bool is_control(ucs4_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 ||
	       c == 0x2029;
}

static int check_characters(const uint8_t *text, size_t len,
			    struct error *err)
{
	size_t at = 0;
	ucs4_t point;
	int n;

	while (at < len) {
		n = u8_mbtoucr(&point, text + at, len - at);
		if (n <= 0)
			return error_set(err, DINH_EXIT_USAGE,
					 _("not UTF-8 at byte %zu"), at);
		if (is_control(point))
			return error_set(err, DINH_EXIT_USAGE,
					 _("control character at byte %zu"),
					 at);
		at += n;
	}
	return 0;
}

int text_clean(const char *text, size_t max, char **out, struct error *err)
{
	size_t len, size;
	uint8_t *clean;

	*out = NULL;
	while (*text == ' ')
		text++;
	len = strlen(text);
	while (len && text[len - 1] == ' ')
		len--;
	if (!len)
		return error_set(err, DINH_EXIT_USAGE, "%s", _("empty"));
	if (check_characters((const uint8_t *)text, len, err))
		return -1;
	clean = u8_normalize(UNINORM_NFC, (const uint8_t *)text, len, NULL,
			     &size);
	if (!clean)
		return error_memory(err);
	if (size > max) {
		free(clean);
		return error_set(err, DINH_EXIT_USAGE,
				 _("%zu bytes, %zu at most"), size, max);
	}
	*out = malloc(size + 1);
	if (*out) {
		memcpy(*out, clean, size);
		(*out)[size] = '\0';
	}
	free(clean);
	return *out ? 0 : error_memory(err);
}

const char *text_quote(const char *text, char buf[static TEXT_QUOTE_SIZE])
{
	size_t at = 0, len = 0, size = strlen(text);
	ucs4_t point;

	buf[len++] = '"';
	while (at < size && len + 12 < TEXT_QUOTE_SIZE) {
		int n = u8_mbtoucr(&point, (const uint8_t *)text + at,
				   size - at);

		if (n > 0 && !is_control(point)) {
			memcpy(buf + len, text + at, n);
			len += n;
			at += n;
		} else {
			len += sprintf(buf + len, "\\x%02x",
				       (uint8_t)text[at]);
			at++;
		}
	}
	strcpy(buf + len, at < size ? "...\"" : "\"");
	return buf;
}
