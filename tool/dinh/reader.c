// SPDX-License-Identifier: GPL-2.0-only
#include <endian.h>
#include <stdlib.h>

#include "../lib/client.h"
#include "../lib/i18n.h"
#include "../lib/query.h"
#include "../lib/replay.h"
#include "../lib/source.h"
#include "../lib/store.h"
#include "../lib/stream.h"
#include "reader.h"

struct live {
	struct reader reader;
	struct stream *stream;
};

static int live_rewind(struct reader *reader, struct error *err)
{
	struct live *live = (struct live *)reader;

	stream_close(live->stream);
	live->stream = stream_open(0, err);
	return live->stream ? 0 : -1;
}

static int live_next(struct reader *reader, const struct dinh_entry **entry,
		     struct error *err)
{
	struct live *live = (struct live *)reader;
	int status = stream_next(live->stream, entry, err);

	if (status == 1)
		return 0;
	return status < 0 ? -1 :
	       error_set(err, DINH_EXIT_REFUSED, "%s",
			 _("the module no longer holds all entries"));
}

static void live_close(struct reader *reader)
{
	stream_close(((struct live *)reader)->stream);
	free(reader);
}

static struct reader *open_live(uint64_t size, struct error *err)
{
	struct live *live = calloc(1, sizeof(*live));

	if (!live) {
		error_memory(err);
		return NULL;
	}
	live->reader = (struct reader) {
		.size = size,
		.rewind = live_rewind,
		.next = live_next,
		.close = live_close,
	};
	return &live->reader;
}

struct kept {
	struct reader reader;
	struct source *source;
	uint64_t at;
};

static int kept_rewind(struct reader *reader, struct error *err)
{
	(void)err;
	((struct kept *)reader)->at = 0;
	return 0;
}

static int kept_next(struct reader *reader, const struct dinh_entry **entry,
		     struct error *err)
{
	struct kept *kept = (struct kept *)reader;
	const void *found;
	size_t size;

	if (source_entry(kept->source, kept->at++, &found, &size, err))
		return -1;
	*entry = found;
	return 0;
}

static void kept_close(struct reader *reader)
{
	source_close(((struct kept *)reader)->source);
	free(reader);
}

static struct reader *open_kept(const char *path, struct error *err)
{
	struct kept *kept = calloc(1, sizeof(*kept));

	if (!kept) {
		error_memory(err);
		return NULL;
	}
	kept->source = source_open(path, err);
	if (!kept->source) {
		free(kept);
		return NULL;
	}
	kept->reader = (struct reader) {
		.size = source_size(kept->source),
		.rewind = kept_rewind,
		.next = kept_next,
		.close = kept_close,
	};
	return &kept->reader;
}

/* With all its entries, a module is asked before its store is. */
static bool is_live(struct context *context, uint64_t *size)
{
	struct error ignored;
	struct client *client = context_client(context, &ignored);
	struct ledger ledger;

	if (!client || ledger_get(client, &ledger, &ignored) ||
	    ledger.oldest || !ledger.size)
		return false;
	*size = ledger.size;
	return true;
}

struct reader *reader_open(struct context *context, const char *path,
			   struct error *err)
{
	uint64_t size;

	if (!path && is_live(context, &size))
		return open_live(size, err);
	return open_kept(path ?: STORE_DIR, err);
}

int reader_replay(struct reader *reader, struct replay *replay,
		  struct error *err)
{
	const struct dinh_entry *entry;
	int status = reader->rewind(reader, err);

	while (!status && replay_size(replay) < reader->size)
		status = reader->next(reader, &entry, err) ?:
			 replay_entry(replay, entry, le32toh(entry->size), err);
	return status;
}

void reader_close(struct reader *reader)
{
	if (reader)
		reader->close(reader);
}
