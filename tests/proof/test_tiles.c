// SPDX-License-Identifier: GPL-2.0-only
/* Published ledgers: paths, what is written when, and that it is all checked. */
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../tool/lib/file.h"
#include "../../tool/lib/tiles.h"
#include "ledger.h"
#include "test.h"

static char folder[] = "/tmp/dinh-tiles-XXXXXX";
static struct ledger *ledger;
static struct skey key;

static void remove_tree(const char *path)
{
	char *roots[] = { (char *)path, NULL };
	FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *file;

	while ((file = fts_read(fts)))
		if (file->fts_info == FTS_DP)
			rmdir(file->fts_path);
		else if (file->fts_info != FTS_D && file->fts_info != FTS_NS)
			unlink(file->fts_path);
	fts_close(fts);
}

static void setup(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	ck_ok(merkle_setup(&err));
	ck_ok(skey_make("dinh.example", &key, &err));
	ledger = ledger_alloc();
}

static void teardown(void)
{
	ledger_free(ledger);
	ck_assert_int_eq(chdir("/"), 0);
	remove_tree(folder);
	strcpy(strrchr(folder, '-'), "-XXXXXX");
}

static bool there(const char *path)
{
	return !access(path, F_OK);
}

static int publish(const char *path, uint64_t size, unsigned int *files)
{
	size_t note_size;
	char *note = ledger_note(ledger, size, &key, &note_size);
	int status;

	status = tiles_publish(path, &ledger->source, note, note_size, files,
			       &err);
	free(note);
	return status;
}

/* Grows the ledger, publishes it, reads all of it. */
static unsigned int ck_publish(const char *path, uint64_t size)
{
	struct source *source;
	unsigned int files;

	if (ledger->frontier.size < size)
		ledger_grow(ledger, size);
	ck_ok(publish(path, size, &files));
	source = source_open(path, &err);
	ck_assert_msg(source, "%s", err.text);
	ck_assert_uint_eq(source_size(source), size);
	ck_ok(source_verify(source, &err));
	source_close(source);
	return files;
}

static int verify(const char *path)
{
	struct source *source = source_open(path, &err);
	int status = source ? source_verify(source, &err) : -1;

	source_close(source);
	return status;
}

/*
 * Paths.
 */

START_TEST(paths)
{
	json_t *root = vectors("tlog-tiles-paths.json"), *vector;
	json_t *known = json_object_get(root, "tlog_tiles_paths");
	json_t *invalid = json_object_get(root, "invalid_paths");
	char path[TILE_PATH_SIZE];
	struct tile tile;
	size_t i;

	ck_assert_uint_gt(json_array_size(known), 0);
	json_array_foreach(known, i, vector) {
		ck_assert_int_eq(tile_parse(text_of(vector, "path"), &tile), 0);
		ck_assert_uint_eq(tile.level,
				  json_integer_value(json_object_get(vector,
								     "level")));
		ck_assert_uint_eq(tile.index,
				  json_integer_value(json_object_get(vector,
								     "index")));
		ck_assert_uint_eq(tile.width,
				  json_integer_value(json_object_get(vector,
								     "width")));
		tile_path(&tile, path);
		ck_assert_str_eq(path, text_of(vector, "path"));
	}
	ck_assert_uint_gt(json_array_size(invalid), 0);
	json_array_foreach(invalid, i, vector)
		ck_assert_msg(tile_parse(json_string_value(vector), &tile),
			      "%s", json_string_value(vector));
	json_decref(root);
}
END_TEST

START_TEST(more_paths)
{
	static const char *const bad[] = {
		"", "tile", "tile/", "tile/0", "tile/0/", "tile/0/00",
		"tile/0/0000", "tile/0/001/", "tile/0/x001", "tile/0/x001/",
		"tile/0/001.p", "tile/0/001.p/", "tile/0/001.p/1/",
		"tile/0/001.p/-1", "tile/0/001.p/1 ", "tile/0/.p/1",
		"tile/entries", "tile/entries/1", "tile/entries31/001",
		"tile/0/x001/x002", "tile/0/X001/002", "Tile/0/001",
		"/tile/0/001", "tile//001", "tile/0//001", "tile/0/001.new",
		"tile/0/x018/x446/x744/x073/x709/x551/616",
		"tile/0/x999/x999/x999/x999/x999/x999/999",
	};
	static const struct tile good[] = {
		{ 0, 0, 256 }, { 0, 0, 1 }, { 63, 999, 255 }, { 7, 1000, 256 },
		{ TILE_ENTRIES, 999999, 17 }, { TILE_ENTRIES32, 5, 256 },
		{ 0, UINT64_MAX, 255 },
	};
	char path[TILE_PATH_SIZE];
	struct tile tile;
	size_t i;

	for (i = 0; i < COUNT(bad); i++)
		ck_assert_msg(tile_parse(bad[i], &tile), "%s", bad[i]);
	for (i = 0; i < COUNT(good); i++) {
		tile_path(&good[i], path);
		ck_assert_msg(!tile_parse(path, &tile), "%s", path);
		ck_assert_uint_eq(tile.level, good[i].level);
		ck_assert_uint_eq(tile.index, good[i].index);
		ck_assert_uint_eq(tile.width, good[i].width);
	}
	ck_assert_str_eq(path, "tile/0/x018/x446/x744/x073/x709/x551/615.p/255");
}
END_TEST

START_TEST(widths)
{
	json_t *root = vectors("tlog-tiles-paths.json"), *vector, *tiles;
	json_t *sizes = json_object_get(root, "sizes");
	unsigned int level = 0;
	uint64_t size, full;
	const char *name;
	size_t i;

	ck_assert_uint_gt(json_array_size(sizes), 0);
	json_array_foreach(sizes, i, vector) {
		size = json_integer_value(json_object_get(vector, "tree_size"));
		json_object_foreach(json_object_get(vector, "tiles"), name,
				    tiles) {
			level = atoi(name);
			full = json_integer_value(json_object_get(tiles,
								  "full"));
			if (full)
				ck_assert_uint_eq(tile_width(size, level,
							     full - 1), 256);
			ck_assert_int_eq(tile_width(size, level, full),
					 json_integer_value(json_object_get(tiles,
									    "partial")));
			ck_assert_uint_eq(tile_width(size, level, full + 1), 0);
		}
		ck_assert_uint_eq(tile_width(size, level + 1, 0), 0);
	}
	json_decref(root);
}
END_TEST

/*
 * What is written.
 */

static const uint64_t sizes[] = {
	0, 1, 255, 256, 257, 512, 768, 65536, 65537, 66000, 70000,
};

/* All at once, to begin with each. */
START_TEST(at_once)
{
	ck_publish("at-once", sizes[_i]);
	ck_assert_uint_eq(ck_publish("at-once", sizes[_i]), 0);
}
END_TEST

/* One after the other comes to the same files as all at once. */
START_TEST(step_by_step)
{
	unsigned int files;
	size_t i;

	for (i = 0; i < COUNT(sizes); i++)
		ck_publish("steps", sizes[i]);
	/* A row, a bundle and a checkpoint, and nothing that was there. */
	ck_assert_uint_eq(ck_publish("steps", 70001), 3);
	ck_publish("at-once", 70001);
	ck_assert_int_eq(system("cd steps/tile && rm 0/273.p/112 entries/273.p/112 1/001.p/1"), 0);
	ck_assert_int_eq(system("diff -r steps at-once"), 0);
	ck_ok(publish("steps", 70001, &files));
	ck_assert_uint_eq(files, 0);
}
END_TEST

/* Partial tiles stay until the full one is there. */
START_TEST(partial_tiles)
{
	ck_publish("p", 3);
	ck_publish("p", 255);
	ck_assert(there("p/tile/0/000.p/3"));
	ck_assert(there("p/tile/entries/000.p/3"));
	ck_assert(there("p/tile/0/000.p/255"));
	ck_assert(!there("p/tile/1"));
	ck_publish("p", 256);
	ck_assert(!there("p/tile/0/000.p"));
	ck_assert(!there("p/tile/entries/000.p"));
	ck_assert(there("p/tile/0/000"));
	ck_assert(there("p/tile/1/000.p/1"));
	ck_assert(!there("p/tile/0/001.p"));
	ck_publish("p", 700);
	ck_assert(there("p/tile/1/000.p/1"));
	ck_assert(there("p/tile/1/000.p/2"));
	ck_assert(!there("p/.new"));
}
END_TEST

/* A bundle with an entry that does not fit into it is of the other kind. */
START_TEST(large_entries)
{
	struct source *source;
	struct stat info;
	const void *entry;
	size_t size;

	ck_publish("large", LARGE_SEQ);
	ck_assert(there("large/tile/entries/001.p/44"));
	ck_publish("large", LARGE_SEQ + 1);
	ck_assert(there("large/tile/entries32/001.p/45"));
	ck_assert(!there("large/tile/entries/001.p/45"));
	ck_publish("large", 512);
	ck_assert(!there("large/tile/entries32/001.p"));
	ck_assert(!there("large/tile/entries/001.p"));
	ck_assert(!there("large/tile/entries/001"));
	ck_assert_int_eq(stat("large/tile/entries32/001", &info), 0);
	ck_assert_int_gt(info.st_size, LARGE_SIZE + 256 * 4);
	ck_assert(there("large/tile/entries/000"));
	source = source_open("large", &err);
	ck_ok(source_entry(source, LARGE_SEQ, &entry, &size, &err));
	ck_assert_uint_eq(size, LARGE_SIZE);
	ck_fails(DINH_EXIT_USAGE, "there is no entry 512, the ledger has 512",
		 source_entry(source, 512, &entry, &size, &err));
	source_close(source);
}
END_TEST

/* The bytes of a bundle, as c2sp.org/tlog-tiles says them. */
START_TEST(bundle_bytes)
{
	const void *entry;
	uint8_t leaf[32];
	size_t size, at, i, len;
	char *data;

	ck_publish("bytes", 5);
	ck_ok(file_need(AT_FDCWD, "bytes/tile/entries/000.p/5", 10000, &data,
			&size, &err));
	for (at = 0, i = 0; i < 5; i++) {
		len = (uint8_t)data[at] << 8 | (uint8_t)data[at + 1];
		ck_ok(source_entry(&ledger->source, i, &entry, &size, &err));
		ck_assert_uint_eq(len, size);
		ck_assert_mem_eq(data + at + 2, entry, len);
		at += 2 + len;
	}
	free(data);
	ck_ok(file_need(AT_FDCWD, "bytes/tile/0/000.p/5", 10000, &data, &size,
			&err));
	ck_assert_uint_eq(size, 5 * 32);
	ck_ok(ledger->hashes.read(&ledger->hashes, 0, 3, 1, leaf, &err));
	ck_assert_mem_eq(data + 3 * 32, leaf, 32);
	free(data);
}
END_TEST

/*
 * What is refused.
 */

START_TEST(contradictions)
{
	struct ledger *other = ledger_alloc();
	unsigned int files;
	int lock;

	ck_publish("c", 300);
	ck_fails(DINH_EXIT_WRONG, "c: checkpoint: a checkpoint of 299 entries comes after one of 300",
		 publish("c", 299, &files));
	ledger_grow(ledger, 400);
	ledger->level[0][270][0] ^= 1;
	ck_fails(DINH_EXIT_WRONG, "c: checkpoint: the ledger of 300 entries is not the beginning",
		 publish("c", 400, &files));
	ck_fails(DINH_EXIT_WRONG, "c: checkpoint: ",
		 publish("c", 300, &files));
	ck_assert_uint_eq(files, 0);
	ck_ok(verify("c"));
	ledger->level[0][270][0] ^= 1;
	/* More than there is. */
	ledger_cut(ledger, 350);
	ck_fails(DINH_EXIT_WRONG, "there are 350 entries, and the checkpoint tells of 400",
		 publish("c", 400, &files));
	ledger_cut(ledger, 400);
	lock = open("c", O_RDONLY | O_DIRECTORY);
	ck_assert_int_eq(flock(lock, LOCK_EX), 0);
	ck_fails(DINH_EXIT_USAGE, "c: somebody else is publishing",
		 publish("c", 400, &files));
	close(lock);
	ck_publish("c", 400);
	ck_fails(DINH_EXIT_USAGE, "none/c: No such file",
		 publish("none/c", 400, &files));
	ledger_free(other);
}
END_TEST

/* An entry that is not the one that was hashed is not published. */
START_TEST(wrong_source)
{
	unsigned int files;

	ledger_grow(ledger, 300);
	ledger->level[0][17][5] ^= 1;
	ck_fails(DINH_EXIT_WRONG, "w: level 0 number 17: the hash of entry 17 is not the entry's",
		 publish("w", 300, &files));
	ck_assert(!there("w/checkpoint"));
	ck_fails(DINH_EXIT_WRONG, "level 0 number 17",
		 source_verify(&ledger->source, &err));
	ledger->level[0][17][5] ^= 1;
	ledger->level[1][0][5] ^= 1;
	ck_fails(DINH_EXIT_WRONG, "level 1 number 0: hash 0 of level 1",
		 source_verify(&ledger->source, &err));
	ledger->level[1][0][5] ^= 1;
	ledger->source.root[5] ^= 1;
	ck_fails(DINH_EXIT_WRONG, "the root of the ledger",
		 source_verify(&ledger->source, &err));
	ledger->source.root[5] ^= 1;
	ck_ok(source_verify(&ledger->source, &err));
	ck_publish("w", 300);
}
END_TEST

START_TEST(no_ledger)
{
	ck_assert_int_eq(mkdir("empty", 0755), 0);
	ck_fails(DINH_EXIT_USAGE, "empty: there is no ledger",
		 verify("empty"));
	ck_fails(DINH_EXIT_USAGE, "none: No such file", verify("none"));
	ck_ok(file_create(AT_FDCWD, "file", 0644, "x", 1, &err));
	ck_fails(DINH_EXIT_USAGE, "file: Not a directory", verify("file"));
}
END_TEST

/*
 * What is found in what is there.
 */

START_TEST(missing_files)
{
	ck_publish("m", 300);
	ck_assert_int_eq(rename("m/tile/0/000", "m/kept"), 0);
	ck_fails(DINH_EXIT_WRONG, "m/tile/0/000: No such file", verify("m"));
	ck_assert_int_eq(rename("m/kept", "m/tile/0/000"), 0);
	ck_assert_int_eq(rename("m/tile/entries/001.p/44", "m/kept"), 0);
	ck_fails(DINH_EXIT_WRONG, "m/tile/entries/001.p/44: No such file",
		 verify("m"));
	ck_assert_int_eq(rename("m/kept", "m/tile/entries/001.p/44"), 0);
	ck_assert_int_eq(truncate("m/tile/0/001.p/44", 43 * 32), 0);
	ck_fails(DINH_EXIT_WRONG, "m/tile/0/001.p/44: not as long",
		 verify("m"));
	ck_assert_int_eq(truncate("m/tile/0/001.p/44", 8193), 0);
	ck_fails(DINH_EXIT_WRONG, "m/tile/0/001.p/44: has 8193 bytes",
		 verify("m"));
}
END_TEST

START_TEST(foreign_files)
{
	ck_publish("f", 3);
	ck_publish("f", 5);
	ck_ok(file_create(AT_FDCWD, "f/index.html", 0644, "x", 1, &err));
	ck_ok(verify("f"));
	ck_ok(file_create(AT_FDCWD, "f/tile/0/note", 0644, "x", 1, &err));
	ck_fails(DINH_EXIT_WRONG, "f/tile/0/note: does not belong",
		 verify("f"));
	unlink("f/tile/0/note");
	ck_assert_int_eq(symlink("nowhere", "f/tile/0/000.p/4"), 0);
	ck_fails(DINH_EXIT_USAGE, "f/tile/0/000.p/4: No such file",
		 verify("f"));
	unlink("f/tile/0/000.p/4");
	/* What goes beyond the checkpoint was never published. */
	ck_ok(file_create(AT_FDCWD, "f/tile/0/001", 0644, "x", 1, &err));
	ck_ok(verify("f"));
	/* A full tile ahead of its checkpoint, with another partial one. */
	ck_assert_int_eq(system("head -c 160 f/tile/0/000.p/5 >f/tile/0/000 && head -c 8032 /dev/zero >>f/tile/0/000"), 0);
	ck_ok(verify("f"));
	ck_assert_int_eq(unlink("f/tile/0/000.p/5"), 0);
	ck_ok(verify("f"));
}
END_TEST

/* Of a key that the checkpoint has to be signed with, and then all the rest. */
static int verify_signed(const char *path)
{
	struct source *source = source_open(path, &err);
	struct note note;
	int status;

	if (!source)
		return -1;
	status = note_verify(source->note, source->note_size, &key.vkey, 1,
			     &note, &err);
	if (status)
		error_prefix(&err, "%s/checkpoint: ", path);
	else
		status = source_verify(source, &err);
	source_close(source);
	return status;
}

static void ck_altered(const char *path, off_t at)
{
	int fd = open(path, O_RDWR), status;
	uint8_t byte;

	ck_assert_int_eq(pread(fd, &byte, 1, at), 1);
	byte ^= 1 << at % 8;
	ck_assert_int_eq(pwrite(fd, &byte, 1, at), 1);
	status = verify_signed("a");
	ck_assert_msg(status == -1 && err.exit == DINH_EXIT_WRONG,
		      "%s: byte %jd was altered: %s", path, (intmax_t)at,
		      status ? err.text : "not found");
	ck_assert_msg(!strncmp(err.text, path, strlen(path)) &&
		      strchr(": ", err.text[strlen(path)]),
		      "%s: byte %jd was altered, and said was: %s", path,
		      (intmax_t)at, err.text);
	byte ^= 1 << at % 8;
	ck_assert_int_eq(pwrite(fd, &byte, 1, at), 1);
	close(fd);
}

/* Every byte of every file, with partial tiles of before among them. */
START_TEST(every_byte)
{
	char root[] = "a", *roots[] = { root, NULL };
	unsigned int files = 0;
	FTSENT *file;
	off_t at;
	FTS *fts;

	ck_publish("a", 2);
	ck_publish("a", 7);
	ck_ok(verify_signed("a"));
	fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	while ((file = fts_read(fts))) {
		if (file->fts_info != FTS_F)
			continue;
		for (at = 0; at < file->fts_statp->st_size; at++)
			ck_altered(file->fts_path, at);
		files++;
	}
	fts_close(fts);
	ck_assert_uint_eq(files, 5);
	ck_ok(verify_signed("a"));
}
END_TEST

/* Some bytes of each file of one that has full tiles and two levels. */
START_TEST(some_bytes)
{
	char root[] = "a", *roots[] = { root, NULL };
	unsigned int files = 0;
	FTSENT *file;
	off_t at;
	FTS *fts;

	ck_publish("a", 200);
	ck_publish("a", 260);
	ck_publish("a", 302);
	ck_publish("a", 530);
	ck_ok(verify_signed("a"));
	fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	while ((file = fts_read(fts))) {
		if (file->fts_info != FTS_F)
			continue;
		for (at = 0; at < file->fts_statp->st_size;
		     at += 1 + file->fts_statp->st_size / 23)
			ck_altered(file->fts_path, at);
		files++;
	}
	fts_close(fts);
	/* Rows and bundles 0, 1 and 18 of 2, level 1 with 1 and 2, checkpoint. */
	ck_assert_uint_eq(files, 9);
	ck_ok(verify_signed("a"));
}
END_TEST

TCase *tiles_case(void)
{
	TCase *tests = tcase_create("tiles");

	tcase_set_timeout(tests, 300);
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, paths);
	tcase_add_test(tests, more_paths);
	tcase_add_test(tests, widths);
	tcase_add_loop_test(tests, at_once, 0, COUNT(sizes));
	tcase_add_test(tests, step_by_step);
	tcase_add_test(tests, partial_tiles);
	tcase_add_test(tests, large_entries);
	tcase_add_test(tests, bundle_bytes);
	tcase_add_test(tests, contradictions);
	tcase_add_test(tests, wrong_source);
	tcase_add_test(tests, no_ledger);
	tcase_add_test(tests, missing_files);
	tcase_add_test(tests, foreign_files);
	tcase_add_test(tests, every_byte);
	tcase_add_test(tests, some_bytes);
	return tests;
}
