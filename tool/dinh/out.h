/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the command prints. A command makes a JSON value of what it has to say;
 * with -j that is printed, and otherwise a view of it: a table or a list of
 * fields, described by columns, or the command's own.
 */
#ifndef DINH_OUT_H
#define DINH_OUT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Of every JSON document; grows when what is in it changes its meaning. */
#define OUT_VERSION	1

/**
 * struct out - where to print and how
 * @json: JSON instead of text
 * @pretty: JSON over several lines
 * @color: colours
 * @width: columns of the terminal, or 0 where it is none
 */
struct out {
	FILE *file;
	bool json;
	bool pretty;
	bool color;
	unsigned int width;
};

enum out_color {
	OUT_PLAIN,
	OUT_BOLD,
	OUT_DIM,
	OUT_GOOD,
	OUT_BAD,
	OUT_DOUBT,
};

/* Begins and, with OUT_PLAIN, ends a colour; nothing where there are none. */
void out_color(const struct out *out, enum out_color color);

/* printf, all of it in one colour. */
void out_print(const struct out *out, enum out_color color,
	       const char *format, ...) __attribute__((format(printf, 3, 4)));

/* A text from column @indent on, over as many lines as it takes, and a newline.
 * The first line is begun already: @indent columns of it are used.
 */
void out_wrap(const struct out *out, enum out_color color, unsigned int indent,
	      const char *text);

/* A text and blanks up to a width; to the right with a negative width. */
void out_pad(const struct out *out, enum out_color color, int width,
	     const char *text);

/* The width to lay out for, where it cannot be without. */
unsigned int out_width(const struct out *out);

/*
 * How a value of JSON is shown to people. LOOK_YES tells a yes from a no;
 * LOOK_MARK leaves a no empty.
 */
enum look {
	LOOK_TEXT,
	LOOK_NUMBER,
	LOOK_DAY,
	LOOK_KIND,
	LOOK_GROUP,
	LOOK_YES,
	LOOK_MARK,
	LOOK_TITLE,
	LOOK_ITEMS,
};

/**
 * struct column - a member of JSON objects as people see it
 * @key: its name; NULL ends the columns
 * @title: msgid of its heading
 * @look: how to show it
 */
struct column {
	const char *key;
	const char *title;
	enum look look;
};

/* An array of objects as a table; the last column takes what is left. */
void out_table(const struct out *out, const struct column *columns,
	       const json_t *rows);
/* An object as lines of "title: value"; members that are not there are left. */
void out_fields(const struct out *out, const struct column *columns,
		const json_t *object);

/**
 * out_json - print a document, with its version
 * @document: an object; taken
 *
 * Return: 0, or -1 where it is NULL, for want of memory.
 */
int out_json(const struct out *out, json_t *document);

/* The items of a mask, as in "1-3, 7". */
const char *items_text(uint32_t mask, char *buf, size_t size);

/* A number with its thousands apart; a rate in tenths of a per cent. */
const char *number_text(uint64_t number, char buf[static 32]);
const char *rate_text(uint64_t numerator, uint64_t denominator,
		      char buf[static 32]);

#endif /* DINH_OUT_H */
