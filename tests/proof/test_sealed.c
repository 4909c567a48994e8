// SPDX-License-Identifier: GPL-2.0-only
/* What a TPM was told of a ledger. */
#include <endian.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

#include "../../tool/lib/sealed.h"
#include "ledger.h"
#include "test.h"

static struct ledger *ledger;
static struct sealed sealed;
static struct {
	struct dinh_entry head;
	struct dinh_tpm body;
} entry;

static void setup(void)
{
	ck_ok(merkle_setup(&err));
	ledger = ledger_alloc();
	ledger_grow(ledger, 300);
	memset(&sealed, 0, sizeof(sealed));
}

static void teardown(void)
{
	ledger_free(ledger);
}

/* The TPM is told the ledger's root at @size, where its PCR holds @before. */
static int told(uint64_t seq, uint64_t size, const uint8_t before[HASH_SIZE],
		uint8_t wrong)
{
	memset(&entry, 0, sizeof(entry));
	entry.head.type = DINH_ENTRY_TPM;
	entry.head.seq = htole64(seq);
	entry.body.size = htole64(size);
	entry.body.pcr = htole32(23);
	memcpy(entry.body.before, before, HASH_SIZE);
	ck_ok(merkle_root(&ledger->hashes, size, entry.body.root, &err));
	entry.body.root[31] ^= wrong;
	return sealed_entry(&sealed, &ledger->hashes, &entry.head, &err);
}

/* As a TPM extends. */
static void predicted(uint8_t value[HASH_SIZE])
{
	uint8_t both[2 * HASH_SIZE];

	memcpy(both, entry.body.before, HASH_SIZE);
	memcpy(both + HASH_SIZE, entry.body.root, HASH_SIZE);
	SHA256(both, sizeof(both), value);
}

static void boot(void)
{
	entry.head.type = DINH_ENTRY_BOOT;
	ck_ok(sealed_entry(&sealed, &ledger->hashes, &entry.head, &err));
}

START_TEST(follows)
{
	static const uint8_t zero[HASH_SIZE];
	uint8_t value[HASH_SIZE];

	ck_ok(told(100, 100, zero, 0));
	predicted(value);
	ck_assert_mem_eq(sealed.value, value, HASH_SIZE);
	ck_ok(told(300, 257, value, 0));
	predicted(value);
	ck_assert_mem_eq(sealed.value, value, HASH_SIZE);
	ck_assert_uint_eq(sealed.n, 2);
	ck_assert_uint_eq(sealed.size, 257);
	ck_assert_uint_eq(sealed.pcr, 23);
	ck_assert_uint_eq(sealed.changed, 0);
	boot();
	ck_assert_uint_eq(sealed.size, 0);
	ck_ok(told(300, 299, zero, 0));
	ck_assert_uint_eq(sealed.changed, 0);
}
END_TEST

START_TEST(others_extend)
{
	static const uint8_t zero[HASH_SIZE], other[HASH_SIZE] = { 1 };

	ck_ok(told(10, 10, zero, 0));
	ck_ok(told(11, 11, other, 0));
	ck_ok(told(12, 12, other, 0));
	ck_assert_uint_eq(sealed.changed, 2);
	ck_assert_uint_eq(sealed.first_changed, 11);
}
END_TEST

START_TEST(another_root)
{
	static const uint8_t zero[HASH_SIZE];

	ck_fails(DINH_EXIT_WRONG,
		 "entry 10: the TPM was told another root of 9 entries",
		 told(10, 9, zero, 1));
}
END_TEST

TCase *sealed_case(void)
{
	TCase *tc = tcase_create("sealed");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, follows);
	tcase_add_test(tc, others_extend);
	tcase_add_test(tc, another_root);
	return tc;
}
