/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The Merkle tree of RFC 6962, section 2.1: roots and proofs from hashes that
 * somebody keeps, the checks of proofs, which need nothing, and what whoever
 * appends has to remember.
 */
#ifndef DINH_MERKLE_H
#define DINH_MERKLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

#define HASH_SIZE	32

/* A tile is a row of hashes; each of the next level stands for a full one. */
#define TILE_WIDTH	256
/* Levels that have a hash where the size is a number of 64 bits. */
#define TILE_LEVELS	8

/**
 * struct hashes - where the hashes of a tree are kept
 * @read: reads @n hashes of a level from position @index on, all of them of one
 *	tile. Level 0 are leaves, level L the roots of complete subtrees of
 *	256^L leaves. Asked only for what a tree of the size at hand has.
 *
 * To be embedded in whatever has them.
 */
struct hashes {
	int (*read)(struct hashes *from, unsigned int level, uint64_t index,
		    unsigned int n, uint8_t *out, struct error *err);
};

/* What is built of @size leaves at a level of tiles. */
static inline uint64_t tile_hashes(uint64_t size, unsigned int level)
{
	return level < TILE_LEVELS ? size >> 8 * level : 0;
}

/**
 * merkle_setup - make ready to hash
 *
 * Context: before all else here, of which one thread at a time can make use. A
 * second call does nothing.
 */
int merkle_setup(struct error *err);

void merkle_leaf(const void *entry, size_t size, uint8_t hash[HASH_SIZE]);
/* @hash may be one of the other two. */
void merkle_node(const uint8_t left[HASH_SIZE], const uint8_t right[HASH_SIZE],
		 uint8_t hash[HASH_SIZE]);

/**
 * struct frontier - a tree as far as one needs it to append
 * @size: number of leaves
 * @node: root of the complete subtree of 2^i leaves, where bit i of @size is
 *	set; its place in the tree is above all that larger ones stand for
 *
 * All zeroes is the empty tree.
 */
struct frontier {
	uint64_t size;
	uint8_t node[64][HASH_SIZE];
};

/**
 * frontier_add - append a leaf
 * @leaf: its hash
 * @done: filled with the hashes of tile levels 1, 2, ... that it completes
 *
 * Return: how many these are; that of level L, in @done[L - 1], is at position
 * size / 256^L - 1 of its level.
 */
unsigned int frontier_add(struct frontier *frontier,
			  const uint8_t leaf[HASH_SIZE],
			  uint8_t done[TILE_LEVELS - 1][HASH_SIZE]);

/* Fills @root with the root of the tree. */
void frontier_root(const struct frontier *frontier, uint8_t root[HASH_SIZE]);

/* The frontier at a size, from hashes that are kept. */
int frontier_read(struct frontier *frontier, struct hashes *from, uint64_t size,
		  struct error *err);

int merkle_root(struct hashes *from, uint64_t size, uint8_t root[HASH_SIZE],
		struct error *err);

/* The longest is that of the consistency of two trees. */
#define MERKLE_PROOF_MAX	65

/**
 * struct merkle_proof - a proof of inclusion or of consistency
 * @n: number of hashes
 * @hash: in the order of RFC 6962, sections 2.1.1 and 2.1.2
 */
struct merkle_proof {
	unsigned int n;
	uint8_t hash[MERKLE_PROOF_MAX][HASH_SIZE];
};

/* That leaf @seq, below @size, is in the tree of @size leaves. */
int merkle_prove_inclusion(struct hashes *from, uint64_t seq, uint64_t size,
			   struct merkle_proof *proof, struct error *err);
/* That the tree of @old leaves, at most @size, is the beginning of the other. */
int merkle_prove_consistency(struct hashes *from, uint64_t old, uint64_t size,
			     struct merkle_proof *proof, struct error *err);

bool merkle_check_inclusion(const struct merkle_proof *proof, uint64_t seq,
			    uint64_t size, const uint8_t leaf[HASH_SIZE],
			    const uint8_t root[HASH_SIZE]);
bool merkle_check_consistency(const struct merkle_proof *proof, uint64_t old,
			      uint64_t size, const uint8_t old_root[HASH_SIZE],
			      const uint8_t root[HASH_SIZE]);

#endif /* DINH_MERKLE_H */
