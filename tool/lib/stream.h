/* SPDX-License-Identifier: GPL-2.0-only */
/* Entries of the ledger, read from /dev/dinh. */
#ifndef DINH_STREAM_H
#define DINH_STREAM_H

#include <linux/dinh.h>
#include <stdint.h>

#include "error.h"
#include "query.h"

struct stream;

/* From entry @seq on, or from the oldest that is kept. */
struct stream *stream_open(uint64_t seq, struct error *err);
void stream_close(struct stream *stream);

/**
 * stream_next - the next entry
 * @entry: filled, whole and aligned, good until the next call
 *
 * Return: 1, 0 where there is none yet, or -1. Entries that are kept no longer
 * are passed over: the sequence number tells.
 */
int stream_next(struct stream *stream, const struct dinh_entry **entry,
		struct error *err);

/* What a record's entry says; false where it is none that is understood. */
bool entry_record(const struct dinh_entry *entry, size_t size,
		  struct record *out, uint16_t *requirement);

#endif /* DINH_STREAM_H */
