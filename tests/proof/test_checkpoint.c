// SPDX-License-Identifier: GPL-2.0-only
/* Checkpoints: their text, and what contradicts what. */
#include <stdlib.h>
#include <string.h>

#include "../../tool/lib/checkpoint.h"
#include "ledger.h"
#include "test.h"

static void setup(void)
{
	ck_ok(merkle_setup(&err));
}

START_TEST(known_texts)
{
	json_t *root = vectors("checkpoint-text.json"), *vector;
	json_t *valid = json_object_get(root, "valid");
	json_t *invalid = json_object_get(root, "invalid");
	struct checkpoint checkpoint;
	uint8_t leaf[HASH_SIZE];
	size_t i, size;
	char *text;

	ck_assert_uint_gt(json_array_size(valid), 0);
	json_array_foreach(valid, i, vector) {
		ck_ok(checkpoint_parse(text_of(vector, "text"),
				       strlen(text_of(vector, "text")),
				       &checkpoint, &err));
		ck_assert_uint_eq(checkpoint.size,
				  json_integer_value(json_object_get(vector,
								     "size")));
		merkle_leaf("hello world", 11, leaf);
		ck_assert_mem_eq(checkpoint.root, leaf, HASH_SIZE);
		ck_ok(checkpoint_format(&checkpoint, &text, &size, &err));
		ck_assert_str_eq(text, text_of(vector, "text"));
		ck_assert_uint_eq(size, strlen(text));
		checkpoint_free(&checkpoint);
		free(text);
	}
	ck_assert_uint_gt(json_array_size(invalid), 0);
	json_array_foreach(invalid, i, vector)
		ck_fails(DINH_EXIT_WRONG, "not a checkpoint",
			 checkpoint_parse(text_of(vector, "text"),
					  strlen(text_of(vector, "text")),
					  &checkpoint, &err));
	json_decref(root);
}
END_TEST

#define ROOT	"TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n"

START_TEST(texts)
{
	static const char *const bad[] = {
		"", "\n", "o", "o\n", "o\n5", "o\n5\n" "\n", "o\n\n" ROOT,
		"o\n-1\n" ROOT, "o\n+1\n" ROOT, "o\n 1\n" ROOT, "o\n1 \n" ROOT,
		"o\n00\n" ROOT, "o\n18446744073709551616\n" ROOT,
		"o\n99999999999999999999\n" ROOT, "o\n1\n" ROOT "x",
		"o\n1\n" ROOT "x\n\n", "o\n1\n" ROOT "\nx\n",
		/* not 32 bytes; bits after the last; no padding */
		"o\n1\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBQ==\n",
		"o\n1\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb1=\n",
		"o\n1\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0\n",
	};
	struct checkpoint checkpoint;
	const char *text;
	size_t i;

	for (i = 0; i < COUNT(bad); i++)
		ck_fails(DINH_EXIT_WRONG, "not a checkpoint: ",
			 checkpoint_parse(bad[i], strlen(bad[i]), &checkpoint,
					  &err));
	ck_assert(checkpoint_parse("o\0\n1\n" ROOT, 5 + strlen(ROOT),
				   &checkpoint, &err));
	text = "o p\n18446744073709551615\n" ROOT "one\ntwo\n";
	ck_ok(checkpoint_parse(text, strlen(text), &checkpoint, &err));
	ck_assert_str_eq(checkpoint.origin, "o p");
	ck_assert_uint_eq(checkpoint.size, UINT64_MAX);
	ck_assert_str_eq(checkpoint.extension, "one\ntwo\n");
	checkpoint_free(&checkpoint);
}
END_TEST

static void make(struct checkpoint *checkpoint, struct ledger *ledger,
		 uint64_t size)
{
	memset(checkpoint, 0, sizeof(*checkpoint));
	checkpoint->origin = "dinh.example";
	checkpoint->size = size;
	ck_ok(merkle_root(&ledger->hashes, size, checkpoint->root, &err));
}

START_TEST(agreement)
{
	static const uint64_t sizes[] = { 0, 1, 2, 255, 256, 257, 600 };
	struct ledger *ledger = ledger_alloc();
	struct checkpoint old, new;
	size_t i, j;

	ledger_grow(ledger, 600);
	for (i = 0; i < COUNT(sizes); i++) {
		make(&new, ledger, sizes[i]);
		ck_ok(checkpoint_check(&new, &ledger->hashes, 600, &err));
		for (j = 0; j <= i; j++) {
			make(&old, ledger, sizes[j]);
			ck_ok(checkpoint_follows(&old, &new, &ledger->hashes,
						 &err));
			old.root[3] ^= 4;
			ck_fails(DINH_EXIT_WRONG, "",
				 checkpoint_follows(&old, &new, &ledger->hashes,
						    &err));
			ck_fails(DINH_EXIT_WRONG, "root",
				 checkpoint_check(&old, &ledger->hashes, 600,
						  &err));
		}
	}
	make(&old, ledger, 600);
	make(&new, ledger, 599);
	ck_fails(DINH_EXIT_WRONG, "599 entries comes after one of 600",
		 checkpoint_follows(&old, &new, &ledger->hashes, &err));
	ck_fails(DINH_EXIT_WRONG, "there are 599 entries, and the checkpoint tells of 600",
		 checkpoint_check(&old, &ledger->hashes, 599, &err));
	new.origin = "another.example";
	ck_fails(DINH_EXIT_WRONG, "two ledgers",
		 checkpoint_follows(&new, &old, &ledger->hashes, &err));
	/* Of one size, nobody has to be asked. */
	make(&new, ledger, 600);
	ck_ok(checkpoint_follows(&old, &new, NULL, &err));
	ledger_free(ledger);
}
END_TEST

START_TEST(signed_or_not)
{
	struct ledger *ledger = ledger_alloc();
	struct checkpoint checkpoint, read;
	struct skey key, other;
	char *text, *note;
	size_t size;

	ledger_grow(ledger, 5);
	make(&checkpoint, ledger, 5);
	ck_ok(skey_make("dinh.example", &key, &err));
	ck_ok(skey_make("dinh.example", &other, &err));
	ck_ok(checkpoint_format(&checkpoint, &text, &size, &err));
	ck_ok(note_sign(text, size, &key, &note, &size, &err));
	ck_ok(checkpoint_open(note, size, &key.vkey, &read, &err));
	ck_assert_uint_eq(read.size, 5);
	checkpoint_free(&read);
	ck_fails(DINH_EXIT_WRONG, "not signed",
		 checkpoint_open(note, size, &other.vkey, &read, &err));
	ck_ok(checkpoint_open(note, size, NULL, &read, &err));
	checkpoint_free(&read);
	free(note);
	free(text);
	ck_ok(note_sign("o\n5\n", 4, &key, &note, &size, &err));
	ck_fails(DINH_EXIT_WRONG, "not a checkpoint",
		 checkpoint_open(note, size, &key.vkey, &read, &err));
	free(note);
	ledger_free(ledger);
}
END_TEST

TCase *checkpoint_case(void)
{
	TCase *tests = tcase_create("checkpoint");

	tcase_add_unchecked_fixture(tests, setup, NULL);
	tcase_add_test(tests, known_texts);
	tcase_add_test(tests, texts);
	tcase_add_test(tests, agreement);
	tcase_add_test(tests, signed_or_not);
	return tests;
}
