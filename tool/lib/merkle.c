// SPDX-License-Identifier: GPL-2.0-only
/* The Merkle tree of RFC 6962, section 2.1. */
#include <openssl/evp.h>
#include <string.h>

#include "i18n.h"
#include "merkle.h"

#define LEAF_PREFIX	0
#define NODE_PREFIX	1

/* Has the algorithm, so that no hash has to fetch it. */
static EVP_MD_CTX *hasher;

int merkle_setup(struct error *err)
{
	EVP_MD *sha256;

	if (hasher)
		return 0;
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	hasher = EVP_MD_CTX_new();
	if (!sha256 || !hasher || !EVP_DigestInit_ex2(hasher, sha256, NULL)) {
		EVP_MD_CTX_free(hasher);
		hasher = NULL;
	}
	EVP_MD_free(sha256);
	return hasher ? 0 : error_memory(err);
}

/* Of a context that has its algorithm none of this can fail. */
static void hash_begin(uint8_t prefix)
{
	EVP_DigestInit_ex2(hasher, NULL, NULL);
	EVP_DigestUpdate(hasher, &prefix, sizeof(prefix));
}

void merkle_leaf(const void *entry, size_t size, uint8_t hash[HASH_SIZE])
{
	hash_begin(LEAF_PREFIX);
	EVP_DigestUpdate(hasher, entry, size);
	EVP_DigestFinal_ex(hasher, hash, NULL);
}

void merkle_node(const uint8_t left[HASH_SIZE], const uint8_t right[HASH_SIZE],
		 uint8_t hash[HASH_SIZE])
{
	hash_begin(NODE_PREFIX);
	EVP_DigestUpdate(hasher, left, HASH_SIZE);
	EVP_DigestUpdate(hasher, right, HASH_SIZE);
	EVP_DigestFinal_ex(hasher, hash, NULL);
}

static void empty_root(uint8_t root[HASH_SIZE])
{
	EVP_DigestInit_ex2(hasher, NULL, NULL);
	EVP_DigestFinal_ex(hasher, root, NULL);
}

/*
 * The frontier.
 */

unsigned int frontier_add(struct frontier *frontier,
			  const uint8_t leaf[HASH_SIZE],
			  uint8_t done[TILE_LEVELS - 1][HASH_SIZE])
{
	unsigned int height, levels = 0;
	uint8_t hash[HASH_SIZE];

	memcpy(hash, leaf, HASH_SIZE);
	for (height = 0;; height++) {
		if (height && height % 8 == 0)
			memcpy(done[levels++], hash, HASH_SIZE);
		if (!(frontier->size >> height & 1))
			break;
		merkle_node(frontier->node[height], hash, hash);
	}
	memcpy(frontier->node[height], hash, HASH_SIZE);
	frontier->size++;
	return levels;
}

/* The root over the complete subtrees of which @size is the sum. */
static void join(uint64_t size, const uint8_t node[64][HASH_SIZE],
		 uint8_t root[HASH_SIZE])
{
	unsigned int height = __builtin_ctzll(size);

	memcpy(root, node[height], HASH_SIZE);
	while (++height < 64)
		if (size >> height & 1)
			merkle_node(node[height], root, root);
}

void frontier_root(const struct frontier *frontier, uint8_t root[HASH_SIZE])
{
	if (frontier->size)
		join(frontier->size, frontier->node, root);
	else
		empty_root(root);
}

/*
 * Subtrees, from hashes that are kept.
 */

/* The root of the complete subtree number @index of those of 2^@height leaves. */
static int read_subtree(struct hashes *from, unsigned int height,
			uint64_t index, uint8_t root[HASH_SIZE],
			struct error *err)
{
	uint8_t row[TILE_WIDTH / 2][HASH_SIZE];
	unsigned int n = 1u << height % 8, i;

	if (from->read(from, height / 8, index << height % 8, n, row[0], err))
		return -1;
	for (; n > 1; n /= 2)
		for (i = 0; i < n / 2; i++)
			merkle_node(row[2 * i], row[2 * i + 1], row[i]);
	memcpy(root, row[0], HASH_SIZE);
	return 0;
}

/* Those of which the @n leaves from @begin on, a multiple of the largest of
 * them, consist.
 */
static int read_subtrees(struct hashes *from, uint64_t begin, uint64_t n,
			 uint8_t node[64][HASH_SIZE], struct error *err)
{
	unsigned int height = 64;

	while (height--) {
		if (!(n >> height & 1))
			continue;
		if (read_subtree(from, height, begin >> height, node[height],
				 err))
			return -1;
		begin += 1ull << height;
	}
	return 0;
}

int frontier_read(struct frontier *frontier, struct hashes *from, uint64_t size,
		  struct error *err)
{
	memset(frontier, 0, sizeof(*frontier));
	if (read_subtrees(from, 0, size, frontier->node, err))
		return -1;
	frontier->size = size;
	return 0;
}

/* MTH(D[begin:begin + n]) of the RFC. */
static int range_root(struct hashes *from, uint64_t begin, uint64_t n,
		      uint8_t root[HASH_SIZE], struct error *err)
{
	uint8_t node[64][HASH_SIZE];

	if (read_subtrees(from, begin, n, node, err))
		return -1;
	join(n, node, root);
	return 0;
}

int merkle_root(struct hashes *from, uint64_t size, uint8_t root[HASH_SIZE],
		struct error *err)
{
	if (size)
		return range_root(from, 0, size, root, err);
	empty_root(root);
	return 0;
}

/*
 * Proofs. Both go down from the root and meet their hashes in the order
 * opposite to the RFC's.
 */

/* The largest power of two below @n. */
static uint64_t split(uint64_t n)
{
	return 1ull << (63 - __builtin_clzll(n - 1));
}

static void reverse(struct merkle_proof *proof)
{
	uint8_t hash[HASH_SIZE];
	unsigned int i, j;

	for (i = 0, j = proof->n; i + 1 < j; i++) {
		memcpy(hash, proof->hash[i], HASH_SIZE);
		memcpy(proof->hash[i], proof->hash[--j], HASH_SIZE);
		memcpy(proof->hash[j], hash, HASH_SIZE);
	}
}

static int prove_range(struct hashes *from, uint64_t begin, uint64_t n,
		       struct merkle_proof *proof, struct error *err)
{
	return range_root(from, begin, n, proof->hash[proof->n++], err);
}

int merkle_prove_inclusion(struct hashes *from, uint64_t seq, uint64_t size,
			   struct merkle_proof *proof, struct error *err)
{
	uint64_t begin = 0, n = size, left;
	int status;

	proof->n = 0;
	while (n > 1) {
		left = split(n);
		if (seq - begin < left) {
			status = prove_range(from, begin + left, n - left,
					     proof, err);
			n = left;
		} else {
			status = prove_range(from, begin, left, proof, err);
			begin += left;
			n -= left;
		}
		if (status)
			return -1;
	}
	reverse(proof);
	return 0;
}

int merkle_prove_consistency(struct hashes *from, uint64_t old, uint64_t size,
			     struct merkle_proof *proof, struct error *err)
{
	uint64_t begin = 0, n = size, left;
	int status;

	proof->n = 0;
	if (!old || old == size)
		return 0;
	/* Down to the subtree with which the old tree ends. */
	while (begin + n != old) {
		left = split(n);
		if (old - begin <= left) {
			status = prove_range(from, begin + left, n - left,
					     proof, err);
			n = left;
		} else {
			status = prove_range(from, begin, left, proof, err);
			begin += left;
			n -= left;
		}
		if (status)
			return -1;
	}
	/* Where that is the whole old tree, whoever checks has its root. */
	if (begin && prove_range(from, begin, n, proof, err))
		return -1;
	reverse(proof);
	return 0;
}

/*
 * Checks.
 */

static bool same(const uint8_t a[HASH_SIZE], const uint8_t b[HASH_SIZE])
{
	return !memcmp(a, b, HASH_SIZE);
}

/* One step up of the subtree number @at; @last is the last one of its level,
 * which goes up as it is where it has no sibling.
 */
static void step(uint64_t *at, uint64_t *last)
{
	*at >>= 1;
	*last >>= 1;
}

static void skip_lone(uint64_t *at, uint64_t *last)
{
	while (!(*at & 1) && *at == *last && *last)
		step(at, last);
}

bool merkle_check_inclusion(const struct merkle_proof *proof, uint64_t seq,
			    uint64_t size, const uint8_t leaf[HASH_SIZE],
			    const uint8_t root[HASH_SIZE])
{
	uint64_t at = seq, last = size - 1;
	uint8_t hash[HASH_SIZE];
	unsigned int i;

	if (seq >= size)
		return false;
	memcpy(hash, leaf, HASH_SIZE);
	for (i = 0; i < proof->n; i++) {
		skip_lone(&at, &last);
		if (!last)
			return false;
		if (at & 1)
			merkle_node(proof->hash[i], hash, hash);
		else
			merkle_node(hash, proof->hash[i], hash);
		step(&at, &last);
	}
	return !last && same(hash, root);
}

bool merkle_check_consistency(const struct merkle_proof *proof, uint64_t old,
			      uint64_t size, const uint8_t old_root[HASH_SIZE],
			      const uint8_t root[HASH_SIZE])
{
	uint8_t hash[HASH_SIZE], old_hash[HASH_SIZE];
	uint64_t at = old - 1, last = size - 1;
	unsigned int i = 0;

	if (old > size)
		return false;
	if (!old || old == size)
		return !proof->n && (!old || same(old_root, root));
	/* Up to the subtree with which the old tree ends. */
	while (at & 1)
		step(&at, &last);
	if (at && !proof->n)
		return false;
	memcpy(hash, at ? proof->hash[i++] : old_root, HASH_SIZE);
	memcpy(old_hash, hash, HASH_SIZE);
	for (; i < proof->n; i++) {
		skip_lone(&at, &last);
		if (!last)
			return false;
		if (at & 1) {
			merkle_node(proof->hash[i], hash, hash);
			merkle_node(proof->hash[i], old_hash, old_hash);
		} else {
			merkle_node(hash, proof->hash[i], hash);
		}
		step(&at, &last);
	}
	return !last && same(old_hash, old_root) && same(hash, root);
}
