/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parts of the benchmark share. */
#ifndef BENCH_H
#define BENCH_H

#include <stddef.h>
#include <stdint.h>

struct portable_state;

void *read_programme(const char *path, size_t *size);

/* The same hashing with another library, written in portable C. */
void portable_init(struct portable_state *state);
void portable_update(struct portable_state *state, const void *data,
		     size_t size);
void portable_final(struct portable_state *state, uint8_t *hash);
void portable_hash(const void *prefix, const void *data, size_t size,
		   uint8_t hash[32]);

#endif /* BENCH_H */
