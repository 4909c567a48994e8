/* SPDX-License-Identifier: GPL-2.0-only */
/* The figures that would change, if some entries were accepted next. */
#ifndef DINH_WHAT_IF_H
#define DINH_WHAT_IF_H

#include <jansson.h>
#include <linux/dinh.h>

#include "command.h"

struct what_if;

/* Replays the ledger that is at hand. */
struct what_if *what_if_open(struct context *context, struct error *err);
void what_if_close(struct what_if *what_if);

/* @entry: as it would be written; filled in. */
int what_if_entry(struct what_if *what_if, struct dinh_entry *entry,
		  struct error *err);

/* Entries of the ledger, those that might come next left out. */
uint64_t what_if_size(const struct what_if *what_if);

/*
 * An array: of each indicator of the whole register that would change, its
 * figures "from" and "to".
 */
json_t *what_if_figures(const struct what_if *what_if);

#endif /* DINH_WHAT_IF_H */
