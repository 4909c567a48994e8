/* SPDX-License-Identifier: GPL-2.0-only */
/* Entries of the ledger, as JSON and as a line. */
#ifndef DINH_ENTRY_H
#define DINH_ENTRY_H

#include <jansson.h>

#include "../lib/query.h"
#include "../lib/rules.h"
#include "out.h"

/**
 * entry_value - an entry as JSON
 * @entry: the entry, checked to be whole
 * @size: its bytes
 * @rules: tells the codes of requirements
 */
json_t *entry_value(const struct dinh_entry *entry, size_t size,
		    const struct rules *rules);

/* What the entry says beyond its header, in a few words: "" for nothing. */
const char *entry_text(const json_t *value, char *buf, size_t size);

#endif /* DINH_ENTRY_H */
