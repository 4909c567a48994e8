/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * In the place of the shim's header, for the engine's ledger.c: SHA-256 in
 * portable C, as kernels have it. See portable.c.
 */
#ifndef BENCH_SHA2_H
#define BENCH_SHA2_H

#include "../../../../tool/engine/include/shim.h"

#undef sha256_init
#undef sha256_update
#undef sha256_final

/* As large as any library's. */
struct portable_state {
	u64 room[64];
};

void portable_init(struct portable_state *state);
void portable_update(struct portable_state *state, const void *data,
		     size_t size);
void portable_final(struct portable_state *state, u8 *hash);

#define sha256_state		portable_state
#define sha256_init(s)		portable_init(s)
#define sha256_update(s, d, n)	portable_update(s, d, n)
#define sha256_final(s, hash)	portable_final(s, hash)

#endif /* BENCH_SHA2_H */
