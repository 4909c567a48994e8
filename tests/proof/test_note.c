// SPDX-License-Identifier: GPL-2.0-only
/* Signed notes and keys, against the vectors and against alteration. */
#include <stdlib.h>
#include <string.h>

#include "../../tool/lib/note.h"
#include "test.h"

/* Some notes are not text, and so not JSON. */
static char *note_of(const json_t *vector, size_t *size)
{
	const char *text = json_string_value(json_object_get(vector, "note"));
	char command[4096], *data;
	FILE *pipe;

	if (text) {
		*size = strlen(text);
		return strdup(text);
	}
	snprintf(command, sizeof(command), "echo %s | base64 -d",
		 text_of(vector, "note_base64"));
	pipe = popen(command, "r");
	data = malloc(4096);
	*size = fread(data, 1, 4096, pipe);
	ck_assert_int_eq(pclose(pipe), 0);
	return data;
}

static size_t keys_of(const json_t *vector, struct vkey keys[4])
{
	const json_t *vkeys = json_object_get(vector, "vkeys"), *vkey;
	size_t i;

	json_array_foreach(vkeys, i, vkey)
		ck_ok(vkey_parse(json_string_value(vkey), &keys[i], &err));
	return json_array_size(vkeys);
}

START_TEST(known_notes)
{
	json_t *root = vectors("signed-notes.json"), *vector;
	json_t *notes = json_object_get(root, "notes");
	struct vkey keys[4];
	struct note note;
	size_t i, n, size;
	int status;
	char *data;

	ck_assert_uint_eq(json_array_size(notes), 24);
	json_array_foreach(notes, i, vector) {
		const json_t *verified = json_object_get(vector,
							 "verified_signatures");
		bool valid = !strcmp(text_of(vector, "expect"), "valid");

		data = note_of(vector, &size);
		n = keys_of(vector, keys);
		status = note_verify(data, size, keys, n, &note, &err);
		ck_assert_msg(!status == valid, "%s: %s", text_of(vector, "id"),
			      status ? err.text : "is taken for valid");
		if (status)
			ck_assert_int_eq(err.exit, DINH_EXIT_WRONG);
		else
			ck_assert_uint_eq(note.verified,
					  json_integer_value(verified));
		free(data);
	}
	json_decref(root);
}
END_TEST

START_TEST(bad_keys)
{
	json_t *root = vectors("signed-notes.json"), *vector;
	json_t *keys = json_object_get(root, "bad_vkeys");
	struct vkey key;
	size_t i;

	ck_assert_uint_gt(json_array_size(keys), 0);
	json_array_foreach(keys, i, vector)
		ck_fails(DINH_EXIT_USAGE, "PeterNeumann",
			 vkey_parse(text_of(vector, "vkey"), &key, &err));
	json_decref(root);
}
END_TEST

START_TEST(known_signatures)
{
	json_t *root = vectors("signed-notes.json"), *vector;
	json_t *signing = json_object_get(root, "signing");
	char text[NOTE_KEY_TEXT_SIZE], *data, *want;
	const char *line, *vkey;
	struct skey key;
	size_t i, size;

	ck_assert_uint_eq(json_array_size(signing), 2);
	json_array_foreach(signing, i, vector) {
		ck_ok(skey_parse(text_of(vector, "skey"), &key, &err));
		skey_format(&key, text);
		ck_assert_str_eq(text, text_of(vector, "skey"));
		vkey = json_string_value(json_object_get(vector, "vkey"));
		vkey_format(&key.vkey, text);
		if (vkey)
			ck_assert_str_eq(text, vkey);
		line = json_string_value(json_object_get(vector,
							 "signature_line"));
		if (!line)
			continue;
		ck_ok(note_sign(text_of(vector, "text"),
				strlen(text_of(vector, "text")), &key, &data,
				&size, &err));
		ck_assert_int_gt(asprintf(&want, "%s\n%s",
					  text_of(vector, "text"), line), 0);
		ck_assert_str_eq(data, want);
		free(data);
		free(want);
	}
	json_decref(root);
}
END_TEST

START_TEST(keys)
{
	char text[NOTE_KEY_TEXT_SIZE], again[NOTE_KEY_TEXT_SIZE], name[400];
	struct skey key, other;
	struct vkey vkey;
	int i;

	/* Often enough that the base64 has had a "+". */
	for (i = 0; i < 100; i++) {
		ck_ok(skey_make("dinh.example/hồng-lĩnh", &key, &err));
		skey_format(&key, text);
		ck_assert(skey_is(text));
		ck_ok(skey_parse(text, &other, &err));
		ck_assert_mem_eq(&other.seed, &key.seed, sizeof(key.seed));
		vkey_format(&key.vkey, text);
		ck_assert(!skey_is(text));
		ck_ok(vkey_parse(text, &vkey, &err));
		vkey_format(&vkey, again);
		ck_assert_str_eq(text, again);
		ck_assert_uint_eq(vkey.id, other.vkey.id);
	}
	skey_clear(&key);
	ck_assert_uint_eq(key.seed[0] | key.seed[31], 0);
	ck_fails(DINH_EXIT_USAGE, "no blanks", skey_make("", &key, &err));
	ck_fails(DINH_EXIT_USAGE, "no blanks", skey_make("a b", &key, &err));
	ck_fails(DINH_EXIT_USAGE, "no blanks", skey_make("a+b", &key, &err));
	ck_fails(DINH_EXIT_USAGE, "no blanks",
		 skey_make("a\xe3\x80\x80" "b", &key, &err));
	ck_fails(DINH_EXIT_USAGE, "no blanks", skey_make("a\xff", &key, &err));
	memset(name, 'n', sizeof(name));
	name[255] = '\0';
	ck_ok(skey_make(name, &key, &err));
	skey_format(&key, text);
	ck_ok(skey_parse(text, &other, &err));
	name[255] = 'n';
	name[256] = '\0';
	ck_fails(DINH_EXIT_USAGE, "255", skey_make(name, &key, &err));
}
END_TEST

/* Each character of a key altered is found. */
START_TEST(altered_keys)
{
	char text[NOTE_KEY_TEXT_SIZE];
	struct skey key, other;
	struct vkey vkey;
	size_t i;

	ck_ok(skey_make("dinh.example", &key, &err));
	vkey_format(&key.vkey, text);
	for (i = 0; text[i]; i++) {
		text[i] ^= 1;
		ck_assert_msg(vkey_parse(text, &vkey, &err),
			      "%s, altered at %zu", text, i);
		text[i] ^= 1;
	}
	ck_ok(vkey_parse(text, &vkey, &err));
	strcat(text, "\n");
	ck_assert(vkey_parse(text, &vkey, &err));
	skey_format(&key, text);
	for (i = 0; text[i]; i++) {
		text[i] ^= 1;
		ck_assert_msg(skey_parse(text, &other, &err),
			      "%s, altered at %zu", text, i);
		text[i] ^= 1;
	}
	ck_ok(skey_parse(text, &other, &err));
	ck_fails(DINH_EXIT_USAGE, "no private key",
		 skey_parse("a+b+c", &other, &err));
}
END_TEST

static const char poem[] = "A text,\n\nwith an empty line.\n";

/* Each bit of a signed note, and each length of it. */
START_TEST(altered_notes)
{
	struct skey key;
	struct note note;
	size_t size, i;
	char *data;
	int bit;

	ck_ok(skey_make("dinh.example", &key, &err));
	ck_ok(note_sign(poem, strlen(poem), &key, &data, &size, &err));
	ck_ok(note_verify(data, size, &key.vkey, 1, &note, &err));
	ck_assert_uint_eq(note.size, strlen(poem));
	ck_assert_mem_eq(note.text, poem, note.size);
	ck_assert_uint_eq(note.verified, 1);
	for (i = 0; i < size; i++) {
		for (bit = 1; bit < 256; bit *= 2) {
			data[i] ^= bit;
			ck_assert_msg(note_verify(data, size, &key.vkey, 1,
						  &note, &err) == -1,
				      "bit %d of byte %zu", bit, i);
			data[i] ^= bit;
		}
		ck_assert(note_verify(data, i, &key.vkey, 1, &note, &err));
	}
	ck_ok(note_verify(data, size, &key.vkey, 1, &note, &err));
	free(data);
}
END_TEST

START_TEST(refused_texts)
{
	struct skey key;
	size_t size;
	char *data;

	ck_ok(skey_make("dinh.example", &key, &err));
	ck_fails(DINH_EXIT_WRONG, "newline",
		 note_sign("a", 1, &key, &data, &size, &err));
	ck_fails(DINH_EXIT_WRONG, "newline",
		 note_sign("", 0, &key, &data, &size, &err));
	ck_fails(DINH_EXIT_WRONG, "control",
		 note_sign("a\tb\n", 4, &key, &data, &size, &err));
	ck_fails(DINH_EXIT_WRONG, "control",
		 note_sign("a\0b\n", 4, &key, &data, &size, &err));
	ck_fails(DINH_EXIT_WRONG, "UTF-8",
		 note_sign("a\x80\n", 3, &key, &data, &size, &err));
}
END_TEST

/* Signatures of others are left alone, whatever they are. */
START_TEST(other_signatures)
{
	struct skey key, other;
	struct note note;
	char *data, *more;
	size_t size;
	int len;

	ck_ok(skey_make("dinh.example", &key, &err));
	ck_ok(skey_make("dinh.example", &other, &err));
	ck_ok(note_sign(poem, strlen(poem), &key, &data, &size, &err));
	len = asprintf(&more, "%s— someone.example AAAAAAA=\n", data);
	ck_ok(note_verify(more, len, &key.vkey, 1, &note, &err));
	ck_assert_uint_eq(note.signatures, 2);
	ck_fails(DINH_EXIT_WRONG, "not signed with the key of dinh.example",
		 note_verify(more, len, &other.vkey, 1, &note, &err));
	ck_ok(note_parse(more, len, &note, &err));
	ck_assert_uint_eq(note.verified, 0);
	free(more);
	/* Four bytes are an id, and no signature. */
	len = asprintf(&more, "%s— someone.example AAAAAA==\n", data);
	ck_fails(DINH_EXIT_WRONG, "base64",
		 note_verify(more, len, &key.vkey, 1, &note, &err));
	free(more);
	free(data);
}
END_TEST

TCase *note_case(void)
{
	TCase *tests = tcase_create("note");

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, known_notes);
	tcase_add_test(tests, bad_keys);
	tcase_add_test(tests, known_signatures);
	tcase_add_test(tests, keys);
	tcase_add_test(tests, altered_keys);
	tcase_add_test(tests, altered_notes);
	tcase_add_test(tests, refused_texts);
	tcase_add_test(tests, other_signatures);
	return tests;
}
