// SPDX-License-Identifier: GPL-2.0-only
/* Proofs as files: the vectors, all of a small ledger, and alteration. */
#include <stdlib.h>
#include <string.h>

#include "../../tool/lib/tlog_proof.h"
#include "ledger.h"
#include "test.h"

static struct ledger *ledger;
static struct skey key;

static void setup(void)
{
	ck_ok(merkle_setup(&err));
	ck_ok(skey_make("dinh.example", &key, &err));
	ledger = ledger_alloc();
	ledger_grow(ledger, 70);
}

static void teardown(void)
{
	ledger_free(ledger);
}

START_TEST(known_texts)
{
	json_t *root = vectors("checkpoint-text.json"), *text;
	json_t *invalid = json_object_get(root, "tlog_proof_invalid");
	struct tlog_proof proof;
	size_t i;

	ck_assert_uint_gt(json_array_size(invalid), 0);
	json_array_foreach(invalid, i, text)
		ck_fails(DINH_EXIT_WRONG, "not a proof: ",
			 tlog_proof_parse(json_string_value(text),
					  json_string_length(text), &proof,
					  &err));
	json_decref(root);
}
END_TEST

#define HEAD	"c2sp.org/tlog-proof@v1\n"
#define HASH	"TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n"

START_TEST(texts)
{
	static const char *const bad[] = {
		"", HEAD, HEAD "index 0\n", HEAD "index 0\n" HASH,
		HEAD "index 0", HEAD "index 00\n\nc\n", HEAD "index \n\nc\n",
		HEAD "index 18446744073709551616\n\nc\n",
		HEAD "index 0\nextra AA==\n\nc\n", HEAD "extra AA==\n",
		HEAD "extra AA=\nindex 0\n\nc\n",
		HEAD "extraAA==\nindex 0\n\nc\n",
		HEAD "index 0\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40Hmuw\n\nc\n",
		HEAD " \nindex 0\n\nc\n", "c2sp.org/tlog-proof@v10\nindex 0\n\nc\n",
	};
	static const char *const good[] = {
		HEAD "index 0\n\nc\n", HEAD "extra \nindex 0\n\nc\n",
		HEAD "extra AA==\nindex 18446744073709551615\n" HASH HASH "\nc\n",
	};
	struct tlog_proof proof;
	char *text;
	size_t i, size;

	for (i = 0; i < COUNT(bad); i++)
		ck_fails(DINH_EXIT_WRONG, "not a proof: ",
			 tlog_proof_parse(bad[i], strlen(bad[i]), &proof,
					  &err));
	for (i = 0; i < COUNT(good); i++) {
		ck_ok(tlog_proof_parse(good[i], strlen(good[i]), &proof, &err));
		ck_assert_str_eq(proof.note, "c\n");
		ck_ok(tlog_proof_format(&proof, &text, &size, &err));
		ck_assert_str_eq(text, good[i]);
		free(text);
		tlog_proof_free(&proof);
	}
}
END_TEST

static void make(uint64_t seq, char **text, size_t *size)
{
	struct tlog_proof proof = { .index = seq };

	proof.note = ledger_note(ledger, 70, &key, &proof.note_size);
	ck_assert_ptr_nonnull(proof.note);
	ck_ok(merkle_prove_inclusion(&ledger->hashes, seq, 70,
				     &proof.inclusion, &err));
	ck_ok(tlog_proof_format(&proof, text, size, &err));
	tlog_proof_free(&proof);
}

static int verify(const char *text, size_t size, uint64_t seq,
		  const struct vkey *vkey)
{
	struct checkpoint checkpoint = { 0 };
	struct tlog_proof proof;
	int status;

	if (tlog_proof_parse(text, size, &proof, &err))
		return -1;
	status = tlog_proof_verify(&proof, ledger->level[0][seq], vkey,
				   &checkpoint, &err);
	if (!status)
		ck_assert_uint_eq(checkpoint.size, 70);
	checkpoint_free(&checkpoint);
	tlog_proof_free(&proof);
	return status;
}

START_TEST(all_entries)
{
	struct skey other;
	uint64_t seq;
	size_t size;
	char *text;

	ck_ok(skey_make("dinh.example", &other, &err));
	for (seq = 0; seq < 70; seq++) {
		make(seq, &text, &size);
		ck_ok(verify(text, size, seq, &key.vkey));
		ck_fails(DINH_EXIT_WRONG, "this entry is not number",
			 verify(text, size, (seq + 1) % 70, &key.vkey));
		ck_fails(DINH_EXIT_WRONG, "not signed",
			 verify(text, size, seq, &other.vkey));
		free(text);
	}
}
END_TEST

START_TEST(altered)
{
	size_t size, i;
	char *text;
	int bit;

	make(41, &text, &size);
	for (i = 0; i < size; i++) {
		for (bit = 1; bit < 256; bit *= 2) {
			text[i] ^= bit;
			ck_assert_msg(verify(text, size, 41, &key.vkey) == -1,
				      "bit %d of byte %zu", bit, i);
			ck_assert_int_eq(err.exit, DINH_EXIT_WRONG);
			text[i] ^= bit;
		}
		ck_assert(verify(text, i, 41, &key.vkey));
	}
	ck_ok(verify(text, size, 41, &key.vkey));
	free(text);
}
END_TEST

TCase *tlog_proof_case(void)
{
	TCase *tests = tcase_create("tlog-proof");

	tcase_set_timeout(tests, 120);
	tcase_add_unchecked_fixture(tests, setup, teardown);
	tcase_add_test(tests, known_texts);
	tcase_add_test(tests, texts);
	tcase_add_test(tests, all_entries);
	tcase_add_test(tests, altered);
	return tests;
}
