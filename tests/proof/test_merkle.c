// SPDX-License-Identifier: GPL-2.0-only
/* Roots and proofs, against the vectors and against the text of the RFC. */
#include <string.h>

#include "ledger.h"
#include "test.h"

#define ALL_PAIRS	130

/* Sizes at which tiles begin and end. */
static const uint64_t sizes[] = {
	0, 1, 2, 255, 256, 257, 511, 512, 513, 768, 65535, 65536, 65537, 66000,
	70000,
};

static struct ledger *ledger;

static void setup(void)
{
	ck_ok(merkle_setup(&err));
	ledger = ledger_alloc();
	ledger_grow(ledger, sizes[COUNT(sizes) - 1]);
}

static void teardown(void)
{
	ledger_free(ledger);
}

/* MTH(D[begin:begin + n]), as section 2.1 says it. */
static void naive_root(uint64_t begin, uint64_t n, uint8_t root[HASH_SIZE])
{
	uint8_t left[HASH_SIZE], right[HASH_SIZE];
	uint64_t k = 1;

	if (n == 1) {
		memcpy(root, ledger->level[0][begin], HASH_SIZE);
		return;
	}
	while (2 * k < n)
		k *= 2;
	naive_root(begin, k, left);
	naive_root(begin + k, n - k, right);
	merkle_node(left, right, root);
}

static void append(struct merkle_proof *proof, uint64_t begin, uint64_t n)
{
	naive_root(begin, n, proof->hash[proof->n++]);
}

/* PATH(m, D[begin:begin + n]), section 2.1.1. */
static void naive_path(uint64_t m, uint64_t begin, uint64_t n,
		       struct merkle_proof *proof)
{
	uint64_t k = 1;

	if (n == 1)
		return;
	while (2 * k < n)
		k *= 2;
	if (m < k) {
		naive_path(m, begin, k, proof);
		append(proof, begin + k, n - k);
	} else {
		naive_path(m - k, begin + k, n - k, proof);
		append(proof, begin, k);
	}
}

/* SUBPROOF(m, D[begin:begin + n], whole), section 2.1.2. */
static void naive_subproof(uint64_t m, uint64_t begin, uint64_t n, bool whole,
			   struct merkle_proof *proof)
{
	uint64_t k = 1;

	if (m == n) {
		if (!whole)
			append(proof, begin, n);
		return;
	}
	while (2 * k < n)
		k *= 2;
	if (m <= k) {
		naive_subproof(m, begin, k, whole, proof);
		append(proof, begin + k, n - k);
	} else {
		naive_subproof(m - k, begin + k, n - k, false, proof);
		append(proof, begin, k);
	}
}

static void ck_same_proof(const struct merkle_proof *a,
			  const struct merkle_proof *b)
{
	ck_assert_uint_eq(a->n, b->n);
	ck_assert_mem_eq(a->hash, b->hash, a->n * HASH_SIZE);
}

START_TEST(hasher)
{
	json_t *root = vectors("rfc6962-hasher.json"), *known;
	uint8_t data[256], right[HASH_SIZE], hash[HASH_SIZE], want[HASH_SIZE];
	size_t i, n;

	ck_ok(merkle_root(&ledger->hashes, 0, hash, &err));
	ck_assert_uint_eq(unhex(text_of(root, "empty"), want), HASH_SIZE);
	ck_assert_mem_eq(hash, want, HASH_SIZE);
	ck_assert_uint_gt(json_array_size(json_object_get(root, "leaf")), 0);
	json_array_foreach(json_object_get(root, "leaf"), i, known) {
		n = unhex(text_of(known, "data_hex"), data);
		merkle_leaf(data, n, hash);
		unhex(text_of(known, "hash_hex"), want);
		ck_assert_mem_eq(hash, want, HASH_SIZE);
	}
	ck_assert_uint_gt(json_array_size(json_object_get(root, "node")), 0);
	json_array_foreach(json_object_get(root, "node"), i, known) {
		unhex(text_of(known, "left_hex"), data);
		unhex(text_of(known, "right_hex"), right);
		merkle_node(data, right, hash);
		unhex(text_of(known, "hash_hex"), want);
		ck_assert_mem_eq(hash, want, HASH_SIZE);
	}
	json_decref(root);
}
END_TEST

START_TEST(eight_leaves)
{
	json_t *root = vectors("rfc6962-8leaf.json");
	json_t *inputs = json_object_get(root, "leaf_inputs_hex");
	json_t *roots = json_object_get(root,
					"root_hashes_hex_by_tree_size_0_to_8");
	uint8_t done[TILE_LEVELS - 1][HASH_SIZE], data[64];
	uint8_t hash[HASH_SIZE], want[HASH_SIZE];
	struct frontier frontier = { 0 };
	size_t i, n;

	ck_assert_uint_eq(json_array_size(inputs), 8);
	ck_assert_uint_eq(json_array_size(roots), 9);
	for (i = 0; i <= 8; i++) {
		frontier_root(&frontier, hash);
		unhex(json_string_value(json_array_get(roots, i)), want);
		ck_assert_mem_eq(hash, want, HASH_SIZE);
		if (i == 8)
			break;
		n = unhex(json_string_value(json_array_get(inputs, i)), data);
		merkle_leaf(data, n, hash);
		ck_assert_uint_eq(frontier_add(&frontier, hash, done), 0);
	}
	json_decref(root);
}
END_TEST

START_TEST(roots)
{
	uint8_t root[HASH_SIZE], want[HASH_SIZE];
	struct frontier frontier;
	uint64_t n;
	size_t i;

	for (n = 1; n <= 1100; n++) {
		ck_ok(merkle_root(&ledger->hashes, n, root, &err));
		naive_root(0, n, want);
		ck_assert_mem_eq(root, want, HASH_SIZE);
	}
	for (i = 1; i < COUNT(sizes); i++) {
		naive_root(0, sizes[i], want);
		ck_ok(merkle_root(&ledger->hashes, sizes[i], root, &err));
		ck_assert_mem_eq(root, want, HASH_SIZE);
		ck_ok(frontier_read(&frontier, &ledger->hashes, sizes[i],
				    &err));
		ck_assert_uint_eq(frontier.size, sizes[i]);
		frontier_root(&frontier, root);
		ck_assert_mem_eq(root, want, HASH_SIZE);
	}
}
END_TEST

/* Whoever goes on with what was read comes to the same. */
START_TEST(goes_on)
{
	uint8_t done[TILE_LEVELS - 1][HASH_SIZE];
	struct frontier frontier;
	unsigned int n, level;
	uint64_t at;
	size_t i;

	for (i = 0; i < COUNT(sizes); i++) {
		ck_ok(frontier_read(&frontier, &ledger->hashes, sizes[i],
				    &err));
		for (at = sizes[i]; at < sizes[i] + 600 &&
		     at < ledger->frontier.size; at++) {
			n = frontier_add(&frontier, ledger->level[0][at], done);
			for (level = 1; level <= n; level++)
				ck_assert_mem_eq(done[level - 1],
						 ledger->level[level]
						 [tile_hashes(at + 1, level) - 1],
						 HASH_SIZE);
			ck_assert_int_eq(n, at % 256 < 255 ? 0 :
					 at % 65536 < 65535 ? 1 : 2);
		}
	}
}
END_TEST

/* The hashes of the levels are what they stand for. */
START_TEST(levels)
{
	uint8_t want[HASH_SIZE];
	uint64_t i;

	ck_assert_uint_eq(tile_hashes(70000, 1), 273);
	ck_assert_uint_eq(tile_hashes(70000, 2), 1);
	ck_assert_uint_eq(tile_hashes(UINT64_MAX, 7), 255);
	ck_assert_uint_eq(tile_hashes(UINT64_MAX, 8), 0);
	for (i = 0; i < 273; i++) {
		naive_root(i * 256, 256, want);
		ck_assert_mem_eq(ledger->level[1][i], want, HASH_SIZE);
	}
	naive_root(0, 65536, want);
	ck_assert_mem_eq(ledger->level[2][0], want, HASH_SIZE);
}
END_TEST

static bool check_inclusion(const struct merkle_proof *proof, uint64_t seq,
			    uint64_t size, const uint8_t root[HASH_SIZE])
{
	return merkle_check_inclusion(proof, seq, size, ledger->level[0][seq],
				      root);
}

/* One hash altered, one fewer, one more: all are found. */
static void ck_inclusion_altered(struct merkle_proof proof, uint64_t seq,
				 uint64_t size, const uint8_t root[HASH_SIZE])
{
	unsigned int i;

	for (i = 0; i < proof.n; i++) {
		proof.hash[i][i % HASH_SIZE] ^= 1;
		ck_assert(!check_inclusion(&proof, seq, size, root));
		proof.hash[i][i % HASH_SIZE] ^= 1;
	}
	proof.n++;
	ck_assert(!check_inclusion(&proof, seq, size, root));
	proof.n -= 2;
	if (size > 1)
		ck_assert(!check_inclusion(&proof, seq, size, root));
}

START_TEST(inclusion)
{
	struct merkle_proof proof, want;
	uint8_t root[HASH_SIZE];
	uint64_t size, seq;

	for (size = 1; size <= ALL_PAIRS; size++) {
		naive_root(0, size, root);
		for (seq = 0; seq < size; seq++) {
			memset(&proof, 0, sizeof(proof));
			want.n = 0;
			naive_path(seq, 0, size, &want);
			ck_ok(merkle_prove_inclusion(&ledger->hashes, seq, size,
						     &proof, &err));
			ck_same_proof(&proof, &want);
			ck_assert(check_inclusion(&proof, seq, size, root));
			ck_inclusion_altered(proof, seq, size, root);
			ck_assert(seq + 1 == size ||
				  !check_inclusion(&proof, seq + 1, size,
						   root));
			ck_assert(!merkle_check_inclusion(&proof, seq, size,
							  root, root) ||
				  size == 1);
		}
		ck_assert(!merkle_check_inclusion(&proof, size, size,
						  ledger->level[0][size - 1],
						  root));
	}
	proof.n = 0;
	ck_assert(!merkle_check_inclusion(&proof, 0, 0, root, root));
}
END_TEST

static void ck_consistency_altered(struct merkle_proof proof, uint64_t old,
				   uint64_t size, const uint8_t *old_root,
				   const uint8_t *root)
{
	uint8_t other[HASH_SIZE];
	unsigned int i;

	for (i = 0; i < proof.n; i++) {
		proof.hash[i][i % HASH_SIZE] ^= 0x80;
		ck_assert(!merkle_check_consistency(&proof, old, size, old_root,
						    root));
		proof.hash[i][i % HASH_SIZE] ^= 0x80;
	}
	memcpy(other, old_root, HASH_SIZE);
	other[old % HASH_SIZE] ^= 1;
	ck_assert(!merkle_check_consistency(&proof, old, size, other, root));
	memcpy(other, root, HASH_SIZE);
	other[size % HASH_SIZE] ^= 1;
	ck_assert(!merkle_check_consistency(&proof, old, size, old_root,
					    other));
	proof.n++;
	ck_assert(!merkle_check_consistency(&proof, old, size, old_root, root));
	if (proof.n == 1)
		return;
	proof.n -= 2;
	ck_assert(!merkle_check_consistency(&proof, old, size, old_root, root));
}

START_TEST(consistency)
{
	uint8_t root[HASH_SIZE], old_root[HASH_SIZE];
	struct merkle_proof proof, want;
	uint64_t size, old;

	for (size = 1; size <= ALL_PAIRS; size++) {
		naive_root(0, size, root);
		for (old = 1; old <= size; old++) {
			naive_root(0, old, old_root);
			memset(&proof, 0, sizeof(proof));
			want.n = 0;
			naive_subproof(old, 0, size, true, &want);
			ck_ok(merkle_prove_consistency(&ledger->hashes, old,
						       size, &proof, &err));
			ck_same_proof(&proof, &want);
			ck_assert(merkle_check_consistency(&proof, old, size,
							   old_root, root));
			ck_consistency_altered(proof, old, size, old_root,
					       root);
			ck_assert(!merkle_check_consistency(&proof, size + 1,
							    size, root, root));
		}
	}
}
END_TEST

/* Everything begins with nothing, and the proof of that is empty. */
START_TEST(from_nothing)
{
	uint8_t root[HASH_SIZE], empty[HASH_SIZE];
	struct merkle_proof proof;

	ck_ok(merkle_root(&ledger->hashes, 0, empty, &err));
	ck_ok(merkle_root(&ledger->hashes, 7, root, &err));
	proof.n = 1;
	ck_ok(merkle_prove_consistency(&ledger->hashes, 0, 7, &proof, &err));
	ck_assert_uint_eq(proof.n, 0);
	ck_assert(merkle_check_consistency(&proof, 0, 7, empty, root));
	ck_assert(merkle_check_consistency(&proof, 0, 0, empty, empty));
	proof.n = 1;
	ck_assert(!merkle_check_consistency(&proof, 0, 7, empty, root));
}
END_TEST

/* Between sizes at which tiles begin and end. */
START_TEST(large)
{
	uint8_t root[HASH_SIZE], old_root[HASH_SIZE];
	struct merkle_proof proof, want;
	size_t i, j;

	for (i = 1; i < COUNT(sizes); i++) {
		ck_ok(merkle_root(&ledger->hashes, sizes[i], root, &err));
		for (j = 1; j <= i; j++) {
			want.n = 0;
			naive_path(sizes[j] - 1, 0, sizes[i], &want);
			ck_ok(merkle_prove_inclusion(&ledger->hashes,
						     sizes[j] - 1, sizes[i],
						     &proof, &err));
			ck_same_proof(&proof, &want);
			ck_assert(check_inclusion(&proof, sizes[j] - 1,
						  sizes[i], root));
			want.n = 0;
			naive_subproof(sizes[j], 0, sizes[i], true, &want);
			ck_ok(merkle_prove_consistency(&ledger->hashes,
						       sizes[j], sizes[i],
						       &proof, &err));
			ck_same_proof(&proof, &want);
			ck_ok(merkle_root(&ledger->hashes, sizes[j], old_root,
					  &err));
			ck_assert(merkle_check_consistency(&proof, sizes[j],
							   sizes[i], old_root,
							   root));
		}
	}
}
END_TEST

/* Proofs as long as they can be. */
START_TEST(longest)
{
	struct merkle_proof proof = { .n = MERKLE_PROOF_MAX };
	uint8_t root[HASH_SIZE] = { 0 };

	ck_assert(!merkle_check_inclusion(&proof, 0, UINT64_MAX, root, root));
	ck_assert(!merkle_check_inclusion(&proof, UINT64_MAX - 1, UINT64_MAX,
					  root, root));
	ck_assert(!merkle_check_consistency(&proof, 1, UINT64_MAX, root, root));
	ck_assert(!merkle_check_consistency(&proof, UINT64_MAX - 1, UINT64_MAX,
					    root, root));
}
END_TEST

/* What cannot be read is told. */
START_TEST(unreadable)
{
	struct merkle_proof proof;
	struct frontier frontier;
	uint8_t root[HASH_SIZE];

	ck_fails(DINH_EXIT_USAGE, "not there",
		 merkle_root(&ledger->hashes, 70001, root, &err));
	ck_fails(DINH_EXIT_USAGE, "not there",
		 frontier_read(&frontier, &ledger->hashes, 70001, &err));
	ck_fails(DINH_EXIT_USAGE, "not there",
		 merkle_prove_inclusion(&ledger->hashes, 3, 70001, &proof,
					&err));
	ck_fails(DINH_EXIT_USAGE, "not there",
		 merkle_prove_consistency(&ledger->hashes, 3, 70001, &proof,
					  &err));
}
END_TEST

TCase *merkle_case(void)
{
	TCase *tests = tcase_create("merkle");

	tcase_set_timeout(tests, 120);
	tcase_add_unchecked_fixture(tests, setup, teardown);
	tcase_add_test(tests, hasher);
	tcase_add_test(tests, eight_leaves);
	tcase_add_test(tests, roots);
	tcase_add_test(tests, goes_on);
	tcase_add_test(tests, levels);
	tcase_add_test(tests, inclusion);
	tcase_add_test(tests, consistency);
	tcase_add_test(tests, from_nothing);
	tcase_add_test(tests, large);
	tcase_add_test(tests, longest);
	tcase_add_test(tests, unreadable);
	return tests;
}
