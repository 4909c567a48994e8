// SPDX-License-Identifier: GPL-2.0-only
/* Tables, fields and JSON. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/day.h"
#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/text.h"
#include "out.h"

#define GAP		2
#define WIDTH_DEFAULT	80
#define LAST_COLUMN_MIN	20

void out_color(const struct out *out, enum out_color color)
{
	static const char *const codes[] = {
		[OUT_PLAIN] = "\033[0m",
		[OUT_BOLD] = "\033[1m",
		[OUT_DIM] = "\033[2m",
		[OUT_GOOD] = "\033[32m",
		[OUT_BAD] = "\033[31m",
		[OUT_DOUBT] = "\033[33m",
	};

	if (out->color)
		fputs(codes[color], out->file);
}

static void put(const struct out *out, enum out_color color, const char *text,
		size_t len)
{
	if (!len)
		return;
	if (color)
		out_color(out, color);
	fwrite(text, 1, len, out->file);
	if (color)
		out_color(out, OUT_PLAIN);
}

/* A colour ends before the line does. */
void out_print(const struct out *out, enum out_color color,
	       const char *format, ...)
{
	va_list args;
	char *text;
	int len;

	va_start(args, format);
	len = vasprintf(&text, format, args);
	va_end(args);
	if (len < 0)
		return;
	if (len && text[len - 1] == '\n')
		put(out, color, text, len - 1);
	else
		put(out, color, text, len);
	if (len && text[len - 1] == '\n')
		fputc('\n', out->file);
	free(text);
}

unsigned int out_width(const struct out *out)
{
	return out->width ?: WIDTH_DEFAULT;
}

/* Lines of a text within @room columns, each but the first after @indent. */
static void put_lines(const struct out *out, enum out_color color,
		      unsigned int indent, unsigned int room, const char *text)
{
	size_t len;

	for (;;) {
		len = text_fit(text, room);
		put(out, color, text, len);
		fputc('\n', out->file);
		text += len;
		while (*text == ' ')
			text++;
		if (!*text)
			return;
		fprintf(out->file, "%*s", indent, "");
	}
}

void out_wrap(const struct out *out, enum out_color color, unsigned int indent,
	      const char *text)
{
	unsigned int width = out_width(out);

	put_lines(out, color, indent,
		  width > indent + LAST_COLUMN_MIN ? width - indent :
						     LAST_COLUMN_MIN, text);
}

void out_pad(const struct out *out, enum out_color color, int width,
	     const char *text)
{
	int blanks = abs(width) - (int)text_width(text);

	if (blanks < 0)
		blanks = 0;
	if (width < 0)
		fprintf(out->file, "%*s", blanks, "");
	put(out, color, text, strlen(text));
	if (width > 0)
		fprintf(out->file, "%*s", blanks, "");
}

const char *number_text(uint64_t number, char buf[static 32])
{
	char digits[24];
	size_t len = snprintf(digits, sizeof(digits), "%llu",
			      (unsigned long long)number), i, at = 0;

	for (i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			buf[at++] = i18n_vietnamese() ? '.' : ',';
		buf[at++] = digits[i];
	}
	buf[at] = '\0';
	return buf;
}

/* Rounded down: what is below its threshold never reads as the threshold. */
const char *rate_text(uint64_t numerator, uint64_t denominator,
		      char buf[static 32])
{
	unsigned long long tenths;

	if (!denominator)
		return "";
	tenths = (unsigned __int128)numerator * 1000 / denominator;
	snprintf(buf, 32, "%llu%c%llu %%", tenths / 10,
		 i18n_vietnamese() ? ',' : '.', tenths % 10);
	return buf;
}

const char *items_text(uint32_t mask, char *buf, size_t size)
{
	unsigned int first, last;
	size_t len = 0;

	*buf = '\0';
	for (first = 0; first < 32 && len < size; first = last + 1) {
		last = first;
		if (!(mask & 1u << first))
			continue;
		while (last < 31 && mask & 1u << (last + 1))
			last++;
		len += snprintf(buf + len, size - len, "%s%u",
				len ? ", " : "", first + 1);
		if (last > first && len < size)
			len += snprintf(buf + len, size - len, "-%u",
					last + 1);
	}
	return buf;
}

/*
 * Cells.
 */

static const char *title_cell(const json_t *value)
{
	const char *vi = json_string_value(json_object_get(value, "vi"));
	const char *en = json_string_value(json_object_get(value, "en"));
	const char *first = i18n_vietnamese() ? vi : en;

	return first && *first ? first : vi ?: en ?: "";
}

static const char *day_cell(const char *text, char *buf, size_t size)
{
	uint32_t day;

	if (!strcmp(text, "forever"))
		return _("for good");
	return day_parse(text, &day) ? day_text(day, buf, size) : text;
}

static const char *word_cell(const struct word *words, const char *name)
{
	int i = word_find(words, name);

	return i < 0 ? name : word_label(words, i);
}

static const char *items_cell(const json_t *value, char *buf, size_t size)
{
	const json_t *item;
	uint32_t mask = 0;
	size_t i;

	json_array_foreach(value, i, item)
		mask |= 1u << (json_integer_value(item) - 1);
	return items_text(mask, buf, size);
}

#define CELL_SIZE	160

/* The text of a value; @buf is used where it has none of its own. */
static const char *cell(const json_t *value, enum look look,
			char buf[static CELL_SIZE])
{
	if (!value || json_is_null(value))
		return "";
	if (look == LOOK_TITLE)
		return title_cell(value);
	if (look == LOOK_ITEMS)
		return items_cell(value, buf, CELL_SIZE);
	if (look == LOOK_YES || look == LOOK_MARK)
		return json_is_true(value) ? _("yes") :
		       look == LOOK_YES ? _("no") : "";
	if (json_is_integer(value)) {
		if (look == LOOK_NUMBER)
			return number_text(json_integer_value(value), buf);
		snprintf(buf, CELL_SIZE, "%lld",
			 (long long)json_integer_value(value));
		return buf;
	}
	if (!json_is_string(value))
		return "";
	switch (look) {
	case LOOK_DAY:
		return day_cell(json_string_value(value), buf, CELL_SIZE);
	case LOOK_KIND:
		return word_cell(kind_words, json_string_value(value));
	case LOOK_GROUP:
		return word_cell(group_words, json_string_value(value));
	default:
		return json_string_value(value);
	}
}

#define COLUMNS_MAX	16

/* The empty text stands for the head of the catalogue. */
static const char *heading(const struct column *column)
{
	return *column->title ? _(column->title) : "";
}

static size_t count_columns(const struct column *columns)
{
	size_t n = 0;

	while (columns[n].key)
		n++;
	return n;
}

static bool is_number(enum look look)
{
	return look == LOOK_NUMBER;
}

/* The width of each column; a column in which nothing stands has none. */
static void measure(const struct column *columns, size_t n, const json_t *rows,
		    unsigned int *width)
{
	char buf[CELL_SIZE];
	const json_t *row;
	size_t i, at, len;

	memset(width, 0, n * sizeof(*width));
	json_array_foreach(rows, i, row)
		for (at = 0; at < n; at++) {
			len = text_width(cell(json_object_get(row,
							columns[at].key),
					      columns[at].look, buf));
			if (len > width[at])
				width[at] = len;
		}
	for (at = 0; at < n; at++) {
		len = text_width(heading(&columns[at]));
		if (width[at] && len > width[at])
			width[at] = len;
	}
}

/* @text for a column, with the gap after it; the last one to the line's end. */
static void put_cell(const struct out *out, enum out_color color,
		     const struct column *column, unsigned int width,
		     unsigned int room, unsigned int at, bool last,
		     const char *text)
{
	if (last && !is_number(column->look)) {
		put_lines(out, color, at, room, text);
		return;
	}
	out_pad(out, color, is_number(column->look) ? -(int)width : (int)width,
		text);
	if (last)
		fputc('\n', out->file);
	else
		fprintf(out->file, "%*s", GAP, "");
}

void out_table(const struct out *out, const struct column *columns,
	       const json_t *rows)
{
	unsigned int width[COLUMNS_MAX], at[COLUMNS_MAX] = { 0 }, room;
	size_t n = count_columns(columns), i, c, last = 0;
	char buf[CELL_SIZE];
	const json_t *row;

	measure(columns, n, rows, width);
	for (c = 0; c < n; c++)
		if (width[c])
			last = c;
	for (c = 1; c <= last; c++)
		at[c] = at[c - 1] + (width[c - 1] ? width[c - 1] + GAP : 0);
	/* Lines in a file are as long as they are. */
	room = out->width > at[last] + LAST_COLUMN_MIN ?
	       out->width - at[last] : out->width ? LAST_COLUMN_MIN : ~0u >> 1;
	for (c = 0; c <= last && c < n; c++)
		if (width[c])
			put_cell(out, OUT_BOLD, &columns[c], width[c], room,
				 at[c], c == last, heading(&columns[c]));
	json_array_foreach(rows, i, row)
		for (c = 0; c <= last && c < n; c++)
			if (width[c])
				put_cell(out, OUT_PLAIN, &columns[c], width[c],
					 room, at[c], c == last,
					 cell(json_object_get(row,
							columns[c].key),
					      columns[c].look, buf));
}

void out_fields(const struct out *out, const struct column *columns,
		const json_t *object)
{
	size_t n = count_columns(columns), i, widest = 0, len;
	char buf[CELL_SIZE];
	const char *text;

	for (i = 0; i < n; i++) {
		len = text_width(heading(&columns[i]));
		if (json_object_get(object, columns[i].key) && len > widest)
			widest = len;
	}
	for (i = 0; i < n; i++) {
		text = cell(json_object_get(object, columns[i].key),
			    columns[i].look, buf);
		if (!*text)
			continue;
		out_pad(out, OUT_DIM, widest + GAP, heading(&columns[i]));
		if (out->width)
			out_wrap(out, OUT_PLAIN, widest + GAP, text);
		else
			fprintf(out->file, "%s\n", text);
	}
}

int out_json(const struct out *out, json_t *document)
{
	json_t *with = json_object();

	/* First, so that a reader meets it before what it tells of. */
	if (!with || !document ||
	    json_object_set_new(with, "version", json_integer(OUT_VERSION)) ||
	    json_object_update(with, document)) {
		json_decref(with);
		json_decref(document);
		return -1;
	}
	json_dumpf(with, out->file,
		   out->pretty ? JSON_INDENT(2) : JSON_COMPACT);
	fputc('\n', out->file);
	json_decref(with);
	json_decref(document);
	return 0;
}
