// SPDX-License-Identifier: GPL-2.0-only
/* SHA-256 in portable C, as a kernel without an accelerated one has it. */
#include <tomcrypt.h>

#include "bench.h"

struct portable_state {
	unsigned long long room[64];
};

_Static_assert(sizeof(hash_state) <= sizeof(struct portable_state),
	       "a state does not fit");

void portable_init(struct portable_state *state)
{
	sha256_init((hash_state *)state);
}

void portable_update(struct portable_state *state, const void *data,
		     size_t size)
{
	sha256_process((hash_state *)state, data, size);
}

void portable_final(struct portable_state *state, uint8_t *hash)
{
	sha256_done((hash_state *)state, hash);
}

void portable_hash(const void *prefix, const void *data, size_t size,
		   uint8_t hash[32])
{
	struct portable_state state;

	portable_init(&state);
	portable_update(&state, prefix, 1);
	portable_update(&state, data, size);
	portable_final(&state, hash);
}
