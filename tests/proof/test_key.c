// SPDX-License-Identifier: GPL-2.0-only
/* Keys as files, and that no two checkpoints contradict each other. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../tool/lib/file.h"
#include "../../tool/lib/key.h"
#include "ledger.h"
#include "test.h"

static char folder[] = "/tmp/dinh-key-XXXXXX";
static struct ledger *ledger;
static struct vkey vkey;

static void setup(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	ck_ok(merkle_setup(&err));
	ck_ok(key_create("key", "dinh.example", &vkey, &err));
	ledger = ledger_alloc();
	ledger_grow(ledger, 600);
}

static void teardown(void)
{
	static const char *const names[] = {
		"key", "key.pub", "key.last", "key.last.new", "other",
	};
	size_t i;

	for (i = 0; i < COUNT(names); i++)
		unlink(names[i]);
	ck_assert_int_eq(rmdir(folder), 0);
	strcpy(strrchr(folder, '-'), "-XXXXXX");
	ledger_free(ledger);
}

static void put(const char *path, const char *text)
{
	unlink(path);
	ck_ok(file_create(AT_FDCWD, path, 0644, text, strlen(text), &err));
}

/* To be freed. */
static char *get(const char *path)
{
	size_t size;
	char *data;

	ck_ok(file_need(AT_FDCWD, path, NOTE_SIZE_MAX, &data, &size, &err));
	return data;
}

START_TEST(files)
{
	struct vkey read;
	struct stat info;

	ck_assert_int_eq(stat("key", &info), 0);
	ck_assert_uint_eq(info.st_mode & 07777, 0600);
	ck_assert_int_eq(stat("key.last", &info), 0);
	ck_assert_int_eq(info.st_size, 0);
	ck_ok(key_read("key.pub", &read, &err));
	ck_assert_mem_eq(read.key, vkey.key, NOTE_KEY_SIZE);
	ck_ok(key_read("key", &read, &err));
	ck_assert_mem_eq(read.key, vkey.key, NOTE_KEY_SIZE);
	put("other", "nothing\n");
	ck_fails(DINH_EXIT_USAGE, "other: this is no key",
		 key_read("other", &read, &err));
	ck_fails(DINH_EXIT_USAGE, "none: No such file",
		 key_read("none", &read, &err));
}
END_TEST

/* None of the three is overwritten, and nothing is left half done. */
START_TEST(not_overwritten)
{
	static const char *const names[] = { "key", "key.pub", "key.last" };
	struct vkey another;
	char *before, *after;
	size_t i, j;

	for (i = 0; i < COUNT(names); i++) {
		before = get(names[i]);
		for (j = 0; j < COUNT(names); j++)
			if (i != j)
				unlink(names[j]);
		ck_fails(DINH_EXIT_USAGE, "File exists",
			 key_create("key", "dinh.example", &another, &err));
		after = get(names[i]);
		ck_assert_str_eq(before, after);
		for (j = 0; j < COUNT(names); j++)
			ck_assert_int_eq(access(names[j], F_OK),
					 i == j ? 0 : -1);
		free(before);
		free(after);
		unlink(names[i]);
		ck_ok(key_create("key", "dinh.example", &vkey, &err));
	}
	ck_fails(DINH_EXIT_USAGE, "No such file",
		 key_create("none/key", "dinh.example", &another, &err));
}
END_TEST

static void ck_signs(uint64_t size)
{
	struct checkpoint checkpoint;
	char *note, *last;
	size_t note_size;

	ck_ok(key_sign("key", &ledger->hashes, size, &note, &note_size, &err));
	ck_ok(checkpoint_open(note, note_size, &vkey, &checkpoint, &err));
	ck_assert_str_eq(checkpoint.origin, "dinh.example");
	ck_assert_uint_eq(checkpoint.size, size);
	ck_ok(checkpoint_check(&checkpoint, &ledger->hashes, 600, &err));
	last = get("key.last");
	ck_assert_str_eq(last, note);
	checkpoint_free(&checkpoint);
	free(last);
	free(note);
}

static void ck_refuses(uint64_t size, const char *why)
{
	char *note, *before = NULL, *after = NULL;
	size_t note_size;

	if (!access("key.last", F_OK))
		before = get("key.last");
	ck_fails(DINH_EXIT_WRONG, why,
		 key_sign("key", &ledger->hashes, size, &note, &note_size,
			  &err));
	if (before) {
		after = get("key.last");
		ck_assert_str_eq(before, after);
	}
	free(before);
	free(after);
}

START_TEST(signs)
{
	static const uint64_t sizes[] = { 0, 0, 1, 255, 256, 257, 257, 600 };
	size_t i;

	for (i = 0; i < COUNT(sizes); i++)
		ck_signs(sizes[i]);
	put("key.last.new", "left by an interruption");
	ck_signs(600);
}
END_TEST

START_TEST(contradictions)
{
	struct skey other;
	char *last, *text;
	size_t size;

	ck_signs(300);
	ck_refuses(299, "contradicts key.last: a checkpoint of 299 entries comes after one of 300");
	ck_refuses(0, "contradicts key.last");
	/* The same ledger, but for an old entry. */
	ledger->level[0][299][7] ^= 1;
	ck_refuses(300, "contradicts key.last");
	ck_refuses(301, "contradicts key.last");
	ledger->level[0][299][7] ^= 1;
	ck_signs(301);
	last = get("key.last");
	/* What is no longer what this key signed. */
	last[20] ^= 1;
	put("key.last", last);
	ck_refuses(301, "key.last: ");
	free(last);
	ck_ok(skey_make("dinh.example", &other, &err));
	ck_ok(note_sign("dinh.example\n1\nAAAA\n", 20, &other, &text, &size,
			&err));
	put("key.last", text);
	ck_refuses(301, "key.last: not signed with the key of dinh.example");
	free(text);
	unlink("key.last");
	ck_refuses(301, "key.last: not there");
	put("key.last", "");
	ck_signs(301);
}
END_TEST

START_TEST(unsigned_ledgers)
{
	char *note;
	size_t size;

	ck_fails(DINH_EXIT_USAGE, "not there",
		 key_sign("key", &ledger->hashes, 601, &note, &size, &err));
	ck_fails(DINH_EXIT_USAGE, "key.pub: this is no private key",
		 key_sign("key.pub", &ledger->hashes, 1, &note, &size, &err));
	ck_fails(DINH_EXIT_USAGE, "none: No such file",
		 key_sign("none", &ledger->hashes, 1, &note, &size, &err));
}
END_TEST

TCase *key_case(void)
{
	TCase *tests = tcase_create("key");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, files);
	tcase_add_test(tests, not_overwritten);
	tcase_add_test(tests, signs);
	tcase_add_test(tests, contradictions);
	tcase_add_test(tests, unsigned_ledgers);
	return tests;
}
