/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The public board of a unit: one JSON value of all that it shows, and frames
 * made of that and of nothing else.
 */
#ifndef DINH_BOARD_H
#define DINH_BOARD_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "../lib/error.h"

struct client;

/**
 * board_value - what the board of a unit shows now
 * @unit: its number
 *
 * Return: an object, or NULL: the unit lives no longer, or could not be read.
 */
json_t *board_value(struct client *client, uint32_t unit, struct error *err);

/**
 * struct board_size - what a frame is made for
 * @width: columns
 * @height: lines; 0 for as many as it takes
 * @page: the page to show, from 0; those after the last begin anew
 * @color: bold, and colours
 */
struct board_size {
	unsigned int width;
	unsigned int height;
	unsigned int page;
	bool color;
};

/**
 * board_frame - a page of a board, in the language of the user
 * @pages: set to how many there are
 *
 * Return: just @height lines, each with a newline but the last; to be freed;
 * NULL without memory.
 */
char *board_frame(const json_t *board, const struct board_size *size,
		  unsigned int *pages);

#endif /* DINH_BOARD_H */
