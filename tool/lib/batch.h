/* SPDX-License-Identifier: GPL-2.0-only */
/* Entries, written in batches to /dev/dinh. */
#ifndef DINH_BATCH_H
#define DINH_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/dinh.h>

#include "error.h"
#include "query.h"

#define BATCH_DEVICE	"/dev/dinh"
/* As much as one write uses, and no more entries than are told apart soon. */
#define BATCH_SIZE	(1024 * 1024)
#define BATCH_ENTRIES	4096

/**
 * struct batch - entries that are written together
 * @fd: the device, or -1
 * @n: entries
 * @len: bytes of @buf in use
 */
struct batch {
	int fd;
	size_t n;
	size_t len;
	uint8_t buf[BATCH_SIZE];
};

struct batch *batch_open(struct error *err);
/* One that is not to be written. */
struct batch *batch_new(struct error *err);
void batch_close(struct batch *batch);

/*
 * Return: false where the batch is full. @parent: number of the unit above, or
 * DINH_UNIT_IN_BATCH | index of the entry that adds it; @requirement: number.
 */
bool batch_unit(struct batch *batch, const struct unit *unit, uint32_t parent);
bool batch_record(struct batch *batch, const struct record *record,
		  uint32_t unit, uint32_t requirement);

/**
 * batch_write - write the batch and empty it
 * @taken: how many of its entries went in, in their order; fewer than all when
 *	a signal came or the next one is refused
 * @err: filled where none went in; its code is the errno
 */
int batch_write(struct batch *batch, size_t *taken, struct error *err);

/* Its first entry, where it has one. */
static inline struct dinh_entry *batch_first(struct batch *batch)
{
	return (struct dinh_entry *)batch->buf;
}

/* Forget its entries. */
static inline void batch_empty(struct batch *batch)
{
	batch->n = 0;
	batch->len = 0;
}

/* Wait until a store has all that went in. */
int ledger_sync(struct error *err);

#endif /* DINH_BATCH_H */
