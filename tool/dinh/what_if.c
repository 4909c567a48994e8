// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "../lib/replay.h"
#include "reader.h"
#include "values.h"
#include "what_if.h"

/**
 * struct what_if - a register of one's own, in which entries are tried
 * @size: entries of the ledger
 * @before: figures after these, by indicator
 */
struct what_if {
	struct replay *replay;
	uint64_t size;
	struct replay_figure *before;
};

static int replay_all(struct what_if *what_if, struct reader *reader,
		      struct error *err)
{
	unsigned int i, n;

	if (reader_replay(reader, what_if->replay, err))
		return -1;
	what_if->size = reader->size;
	n = replay_indicators(what_if->replay);
	what_if->before = calloc(n ?: 1, sizeof(*what_if->before));
	if (!what_if->before)
		return error_memory(err);
	for (i = 0; i < n; i++)
		what_if->before[i] = replay_figure(what_if->replay, 0, i);
	return 0;
}

struct what_if *what_if_open(struct context *context, struct error *err)
{
	struct what_if *what_if = calloc(1, sizeof(*what_if));
	struct reader *reader;
	int status;

	if (!what_if) {
		error_memory(err);
		return NULL;
	}
	what_if->replay = replay_open(err);
	reader = what_if->replay ? reader_open(context, NULL, err) : NULL;
	status = reader ? replay_all(what_if, reader, err) : -1;
	reader_close(reader);
	if (!status)
		return what_if;
	what_if_close(what_if);
	return NULL;
}

void what_if_close(struct what_if *what_if)
{
	if (!what_if)
		return;
	replay_close(what_if->replay);
	free(what_if->before);
	free(what_if);
}

int what_if_entry(struct what_if *what_if, struct dinh_entry *entry,
		  struct error *err)
{
	return replay_what_if(what_if->replay, entry, err);
}

uint64_t what_if_size(const struct what_if *what_if)
{
	return what_if->size;
}

json_t *what_if_figures(const struct what_if *what_if)
{
	json_t *all = json_array(), *row;
	unsigned int i;

	for (i = 0; i < replay_indicators(what_if->replay); i++) {
		const struct replay_figure *from = &what_if->before[i];
		struct replay_figure to = replay_figure(what_if->replay, 0, i);

		if (from->num == to.num && from->den == to.den &&
		    from->unknown == to.unknown)
			continue;
		row = json_object();
		put_text(row, "indicator",
			 replay_indicator(what_if->replay, i));
		json_object_set_new(row, "from", replay_figure_value(from));
		json_object_set_new(row, "to", replay_figure_value(&to));
		json_array_append_new(all, row);
	}
	return all;
}
