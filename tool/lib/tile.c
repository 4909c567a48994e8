// SPDX-License-Identifier: GPL-2.0-only
/* The paths of tiles. */
#include <stdio.h>
#include <string.h>

#include "lines.h"
#include "tiles.h"

#define PARTIAL		".p/"

static void level_name(unsigned int level, char name[16])
{
	if (level == TILE_ENTRIES)
		strcpy(name, "entries");
	else if (level == TILE_ENTRIES32)
		strcpy(name, "entries32");
	else
		sprintf(name, "%u", level);
}

/* Three digits an element, an x before all but the last. */
static void index_path(uint64_t index, char *path)
{
	uint64_t above;

	for (above = 1; index / above >= 1000; above *= 1000)
		;
	for (; above > 1; above /= 1000)
		path += sprintf(path, "x%03u/",
				(unsigned int)(index / above % 1000));
	sprintf(path, "%03u", (unsigned int)(index % 1000));
}

void tile_path(const struct tile *tile, char path[TILE_PATH_SIZE])
{
	char level[16], index[TILE_PATH_SIZE / 2];

	level_name(tile->level, level);
	index_path(tile->index, index);
	if (tile->width == TILE_WIDTH)
		snprintf(path, TILE_PATH_SIZE, "tile/%s/%s", level, index);
	else
		snprintf(path, TILE_PATH_SIZE, "tile/%s/%s" PARTIAL "%u",
			 level, index, tile->width);
}

static int parse_level(const char *name, size_t len, unsigned int *level)
{
	char known[16];

	for (*level = 0; *level < TILE_KINDS; ++*level) {
		level_name(*level, known);
		if (strlen(known) == len && !memcmp(known, name, len))
			return 0;
	}
	return -1;
}

/* The digits of a path's elements, from the first to a dot or the end. */
static size_t parse_index(const char *path, uint64_t *index)
{
	size_t len = strcspn(path, "."), i;

	*index = 0;
	for (i = 0; i < len; i++)
		if (path[i] >= '0' && path[i] <= '9' &&
		    (__builtin_mul_overflow(*index, 10, index) ||
		     __builtin_add_overflow(*index,
					    (uint64_t)(path[i] - '0'), index)))
			return 0;
	return len;
}

/* Takes what it can from a path; what it comes to has that path, or not. */
int tile_parse(const char *path, struct tile *tile)
{
	const char *level = path + strlen("tile/"), *rest;
	uint64_t width = TILE_WIDTH;
	char again[TILE_PATH_SIZE];

	if (strncmp(path, "tile/", strlen("tile/")))
		return -1;
	rest = strchr(level, '/');
	if (!rest || parse_level(level, rest - level, &tile->level))
		return -1;
	rest += 1 + parse_index(rest + 1, &tile->index);
	if (*rest && (strncmp(rest, PARTIAL, strlen(PARTIAL)) ||
		      !decimal_parse(rest + strlen(PARTIAL),
				     strlen(rest + strlen(PARTIAL)), &width) ||
		      !width || width >= TILE_WIDTH))
		return -1;
	tile->width = width;
	tile_path(tile, again);
	return strcmp(again, path) ? -1 : 0;
}
