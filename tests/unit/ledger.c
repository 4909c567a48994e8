// SPDX-License-Identifier: GPL-2.0-only
/*
 * The Merkle tree, against the vectors of RFC 6962 that others publish and
 * against the definition of the RFC. The vectors are where DINH_SHARED says.
 */
#include <jansson.h>

#include "test.h"

static json_t *vectors(const char *name)
{
	const char *shared = getenv("DINH_SHARED");
	char path[4096];
	json_error_t error;
	json_t *root;

	snprintf(path, sizeof(path), "%s/vectors/%s", shared ?: "../shared",
		 name);
	root = json_load_file(path, 0, &error);
	ck_assert_msg(root != NULL, "test vectors are MISSING: %s: %s", path,
		      error.text);
	return root;
}

static size_t unhex(const json_t *text, u8 *bytes)
{
	const char *hex = json_string_value(text);
	unsigned int byte;
	size_t n = 0;

	ck_assert_ptr_nonnull(hex);
	for (; *hex; hex += 2) {
		ck_assert_int_eq(sscanf(hex, "%2x", &byte), 1);
		bytes[n++] = byte;
	}
	return n;
}

static void ck_hash(const u8 hash[DINH_HASH_SIZE], const json_t *expected)
{
	u8 bytes[DINH_HASH_SIZE];

	ck_assert_uint_eq(unhex(expected, bytes), DINH_HASH_SIZE);
	ck_assert_mem_eq(hash, bytes, DINH_HASH_SIZE);
}

START_TEST(hasher)
{
	json_t *root = vectors("rfc6962-hasher.json"), *known;
	u8 data[256], hash[DINH_HASH_SIZE];
	struct dinh_frontier frontier = {};
	size_t i, n;

	dinh_frontier_root(&frontier, hash);
	ck_hash(hash, json_object_get(root, "empty"));

	ck_assert_uint_gt(json_array_size(json_object_get(root, "leaf")), 0);
	json_array_foreach(json_object_get(root, "leaf"), i, known) {
		n = unhex(json_object_get(known, "data_hex"), data);
		dinh_leaf_hash(data, n, hash);
		ck_hash(hash, json_object_get(known, "hash_hex"));
	}
	/* A node is what two leaves make. */
	ck_assert_uint_gt(json_array_size(json_object_get(root, "node")), 0);
	json_array_foreach(json_object_get(root, "node"), i, known) {
		memset(&frontier, 0, sizeof(frontier));
		unhex(json_object_get(known, "left_hex"), hash);
		dinh_frontier_add(&frontier, hash);
		unhex(json_object_get(known, "right_hex"), hash);
		dinh_frontier_add(&frontier, hash);
		dinh_frontier_root(&frontier, hash);
		ck_hash(hash, json_object_get(known, "hash_hex"));
	}
	json_decref(root);
}
END_TEST

static void ck_peaks(const struct dinh_frontier *frontier, json_t *levels,
		     json_t *peaks)
{
	unsigned int level, index;
	json_t *peak;
	u64 seen = 0;
	size_t i;

	json_array_foreach(peaks, i, peak) {
		ck_assert_int_eq(sscanf(json_string_value(peak), "%u,%u",
					&level, &index), 2);
		ck_hash(frontier->node[level],
			json_array_get(json_array_get(levels, level), index));
		seen |= 1ull << level;
	}
	ck_assert_uint_eq(seen, frontier->size);
}

START_TEST(tree)
{
	json_t *root = vectors("rfc6962-8leaf.json");
	json_t *leaves = json_object_get(root, "leaf_inputs_hex");
	json_t *levels = json_object_get(root, "node_hashes_hex_by_level");
	json_t *roots = json_object_get(root,
					"root_hashes_hex_by_tree_size_0_to_8");
	json_t *peaks = json_object_get(root, "compact_range_by_size");
	struct dinh_frontier frontier = {};
	u8 data[64], hash[DINH_HASH_SIZE];
	size_t size, n;

	ck_assert_uint_eq(json_array_size(leaves), 8);
	ck_assert_uint_eq(json_array_size(roots), 9);
	for (size = 0; size <= 8; size++) {
		dinh_frontier_root(&frontier, hash);
		ck_hash(hash, json_array_get(roots, size));
		ck_peaks(&frontier, levels, json_array_get(peaks, size));
		if (size == 8)
			break;
		n = unhex(json_array_get(leaves, size), data);
		dinh_leaf_hash(data, n, hash);
		ck_hash(hash, json_array_get(json_array_get(levels, 0), size));
		dinh_frontier_add(&frontier, hash);
	}
	json_decref(root);
}
END_TEST

/* MTH of section 2.1, as it is written there. */
static void naive_root(u8 leaf[][DINH_HASH_SIZE], unsigned int n, u8 *root)
{
	u8 node[1 + 2 * DINH_HASH_SIZE] = { 1 };
	unsigned int k = 1;

	if (n == 1) {
		memcpy(root, leaf[0], DINH_HASH_SIZE);
		return;
	}
	while (2 * k < n)
		k *= 2;
	naive_root(leaf, k, node + 1);
	naive_root(leaf + k, n - k, node + 1 + DINH_HASH_SIZE);
	SHA256(node, sizeof(node), root);
}

START_TEST(tree_by_definition)
{
	static u8 leaf[260][DINH_HASH_SIZE];
	struct dinh_frontier frontier = {};
	u8 root[DINH_HASH_SIZE], naive[DINH_HASH_SIZE];
	unsigned int n;

	for (n = 0; n < COUNT(leaf); n++) {
		dinh_leaf_hash(&n, sizeof(n), leaf[n]);
		dinh_frontier_add(&frontier, leaf[n]);
		dinh_frontier_root(&frontier, root);
		naive_root(leaf, n + 1, naive);
		ck_assert_mem_eq(root, naive, DINH_HASH_SIZE);
	}
}
END_TEST

/* The root of a register is that of its stream's entries. */
START_TEST(root_of_stream)
{
	static u8 leaf[64][DINH_HASH_SIZE];
	u8 root[DINH_HASH_SIZE], naive[DINH_HASH_SIZE];
	u8 message[DINH_ENTRY_SIZE_MAX + 1] = { 0 };
	size_t at = 0;
	unsigned int n = 0;

	while (at < w->size) {
		const struct dinh_entry *entry = (void *)(w->stream + at);

		ck_assert_uint_eq(le64_to_cpu(entry->seq), n);
		memcpy(message + 1, entry, entry_size(entry));
		SHA256(message, entry_size(entry) + 1, leaf[n++]);
		at += entry_size(entry);
	}
	naive_root(leaf, n, naive);
	dinh_frontier_root(&w->reg->ledger, root);
	ck_assert_uint_eq(w->reg->ledger.size, n);
	ck_assert_mem_eq(root, naive, DINH_HASH_SIZE);
}
END_TEST

Suite *ledger_suite(void)
{
	Suite *suite = suite_create("ledger");
	TCase *tc = test_case(suite, "tree", NULL);

	tcase_add_test(tc, hasher);
	tcase_add_test(tc, tree);
	tcase_add_test(tc, tree_by_definition);
	tc = test_case(suite, "stream", town_setup);
	tcase_add_test(tc, root_of_stream);
	return suite;
}
