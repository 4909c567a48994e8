// SPDX-License-Identifier: GPL-2.0-only
/*
 * The Merkle tree of RFC 6962, section 2.1, as far as a writer needs it: the
 * roots of its complete subtrees, one for each bit of its size.
 */
#include <crypto/sha2.h>

#include "internal.h"

#define LEAF_PREFIX	0
#define NODE_PREFIX	1

/**
 * dinh_leaf_hash - hash an entry
 * @entry: its bytes
 * @size: how many
 * @hash: SHA-256(0x00 || entry)
 */
void dinh_leaf_hash(const void *entry, size_t size, u8 hash[DINH_HASH_SIZE])
{
	static const u8 prefix = LEAF_PREFIX;
	struct sha256_state state;

	sha256_init(&state);
	sha256_update(&state, &prefix, sizeof(prefix));
	sha256_update(&state, entry, size);
	sha256_final(&state, hash);
}

/* @hash = SHA-256(0x01 || @left || @hash) */
static void node_hash(const u8 left[DINH_HASH_SIZE], u8 hash[DINH_HASH_SIZE])
{
	static const u8 prefix = NODE_PREFIX;
	struct sha256_state state;

	sha256_init(&state);
	sha256_update(&state, &prefix, sizeof(prefix));
	sha256_update(&state, left, DINH_HASH_SIZE);
	sha256_update(&state, hash, DINH_HASH_SIZE);
	sha256_final(&state, hash);
}

/**
 * dinh_frontier_add - append a leaf
 * @frontier: of the tree
 * @leaf: its hash
 *
 * One node hash on average, as many as @size has trailing ones at most.
 */
void dinh_frontier_add(struct dinh_frontier *frontier,
		       const u8 leaf[DINH_HASH_SIZE])
{
	u8 hash[DINH_HASH_SIZE];
	unsigned int level = 0;

	memcpy(hash, leaf, sizeof(hash));
	for (; frontier->size >> level & 1; level++)
		node_hash(frontier->node[level], hash);
	memcpy(frontier->node[level], hash, sizeof(hash));
	frontier->size++;
}

/**
 * dinh_frontier_root - the root of the whole tree
 * @frontier: of the tree
 * @root: filled
 */
void dinh_frontier_root(const struct dinh_frontier *frontier,
			u8 root[DINH_HASH_SIZE])
{
	unsigned int level;

	if (!frontier->size) {
		struct sha256_state state;

		sha256_init(&state);
		sha256_final(&state, root);
		return;
	}
	level = __ffs64(frontier->size);
	memcpy(root, frontier->node[level], DINH_HASH_SIZE);
	while (++level < 64)
		if (frontier->size >> level & 1)
			node_hash(frontier->node[level], root);
}
