/* SPDX-License-Identifier: GPL-2.0-only */
/* A ledger in memory, of entries that follow from their numbers. */
#ifndef DINH_PROOF_LEDGER_H
#define DINH_PROOF_LEDGER_H

#include "../../tool/lib/merkle.h"

/**
 * struct ledger - hashes of a ledger
 * @hashes: reads them
 * @frontier: of the ledger
 * @level: hashes of each level of tiles
 * @entry: the one that was read last
 */
struct ledger {
	struct hashes hashes;
	struct frontier frontier;
	uint8_t (*level[TILE_LEVELS])[HASH_SIZE];
	uint8_t *entry;
};

/* Number of an entry that is too long for the bundles of c2sp.org/tlog-tiles. */
#define LARGE_SEQ	300
#define LARGE_SIZE	70000

struct ledger *ledger_alloc(void);
void ledger_grow(struct ledger *ledger, uint64_t size);
void ledger_free(struct ledger *ledger);

/* Reads an entry; stays until the next is read. */
int ledger_entry(void *ledger, uint64_t seq, const void **entry, size_t *size,
		 struct error *err);

#endif /* DINH_PROOF_LEDGER_H */
