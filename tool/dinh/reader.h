/* SPDX-License-Identifier: GPL-2.0-only */
/* A ledger to be replayed: what the module still holds, a store, or a published one. */
#ifndef DINH_READER_H
#define DINH_READER_H

#include <linux/dinh.h>
#include <stdint.h>

#include "command.h"

/**
 * struct reader - a ledger that can be read from its beginning again
 * @size: entries that are read
 * @rewind: begin at entry 0
 * @next: the next entry, whole and aligned, until the next call
 * @close: frees all
 */
struct reader {
	uint64_t size;
	int (*rewind)(struct reader *reader, struct error *err);
	int (*next)(struct reader *reader, const struct dinh_entry **entry,
		    struct error *err);
	void (*close)(struct reader *reader);
};

/**
 * reader_open - a ledger, as it is now
 * @path: of a store or a published ledger; NULL for the module's, if it still
 *	holds all of its entries, and the store's where the system keeps it
 */
struct reader *reader_open(struct context *context, const char *path,
			   struct error *err);
/* All of it, from its beginning, into a register of one's own. */
struct replay;
int reader_replay(struct reader *reader, struct replay *replay,
		  struct error *err);
void reader_close(struct reader *reader);

#endif /* DINH_READER_H */
