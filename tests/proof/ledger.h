/* SPDX-License-Identifier: GPL-2.0-only */
/* A ledger in memory, of entries that a register could have accepted. */
#ifndef DINH_PROOF_LEDGER_H
#define DINH_PROOF_LEDGER_H

#include "../../tool/lib/note.h"
#include "../../tool/lib/source.h"

/**
 * struct ledger - a ledger
 * @source: reads it, up to the size that ledger_cut() has set
 * @hashes: of that
 * @frontier: of all
 * @level: hashes of each level of tiles
 * @bytes: of the entry that was read last
 * @salt: makes another ledger, from this entry on
 */
struct ledger {
	union {
		struct source source;
		struct hashes hashes;
	};
	struct frontier frontier;
	uint8_t (*level[TILE_LEVELS])[HASH_SIZE];
	uint8_t *bytes;
	uint64_t salt;
};

/* Number of an entry that is too long for the bundles of c2sp.org/tlog-tiles. */
#define LARGE_SEQ	300
#define LARGE_SIZE	70000

struct ledger *ledger_alloc(void);
void ledger_grow(struct ledger *ledger, uint64_t size);
void ledger_free(struct ledger *ledger);

/* Only its first entries are to be seen. */
void ledger_cut(struct ledger *ledger, uint64_t size);

/* A signed checkpoint of a size; to be freed. */
char *ledger_note(struct ledger *ledger, uint64_t size, const struct skey *key,
		  size_t *note_size);

#endif /* DINH_PROOF_LEDGER_H */
