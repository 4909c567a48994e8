// SPDX-License-Identifier: GPL-2.0-only
/*
 * Damage is found and named, or it is in bytes that nothing is read from. What
 * is there is never written to where something is missing.
 */
#include <endian.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test.h"

#define SMALL	sizeof(struct dinh_entry)

/* @n entries as small as they can be, to have few bytes to flip. */
static void append_small(struct store *store, unsigned int n)
{
	struct dinh_entry *entry = (void *)group;
	unsigned int i;

	memset(group, 0x5a, n * SMALL);
	for (i = 0; i < n; i++) {
		entry[i].size = htole32(SMALL);
		entry[i].seq = htole64(store_size(store) + i);
	}
	ck_ok(store_append(store, group, n * SMALL, &err));
}

static void execute(const char *sql)
{
	sqlite3 *db;

	ck_assert_int_eq(sqlite3_open(file_of("ledger.db"), &db), SQLITE_OK);
	ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK,
		      "%s", sqlite3_errmsg(db));
	sqlite3_close(db);
}

/* A store of @n entries, in small pages, to have fewer that are not in use. */
static void make_small(unsigned int n)
{
	struct store *store = keep();

	append_small(store, n);
	store_close(store);
	execute("PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM;"
		"PRAGMA journal_mode = WAL");
}

/* Its log has @n more, left by a process that was killed. */
static void leave_log(unsigned int n)
{
	int status;
	pid_t pid;

	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (!pid) {
		append_small(keep(), n);
		kill(getpid(), SIGKILL);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status));
}

/*
 * Flipping.
 */

static struct stat open_file(const char *name, int *fd)
{
	struct stat info;

	*fd = open(file_of(name), O_RDWR | O_CLOEXEC);
	ck_assert_int_ge(*fd, 0);
	ck_assert_int_eq(fstat(*fd, &info), 0);
	ck_assert_int_gt(info.st_size, 0);
	return info;
}

/* Whether all @size entries can be read, and nothing is said to be wrong. */
static bool is_whole(uint64_t size)
{
	struct store *store = store_view(dir, &err);
	const struct dinh_entry *entry;
	bool whole = false;
	uint64_t seq = 0;

	*err.text = '\0';
	if (store && !store_verify(store, NULL, NULL, &err)) {
		while (seq < store_size(store) &&
		       !store_entry(store, seq, &entry, &err))
			ck_assert_uint_eq(le64toh(entry->seq), seq++);
		whole = store_size(store) == size && seq == size;
		ck_assert_msg(whole, "%ju of %ju entries, and nothing is said",
			      (uintmax_t)seq, (uintmax_t)size);
	}
	store_close(store);
	return whole;
}

/* Flips a bit in every @nth byte of a file. Return: how many were reported. */
static unsigned int flip(const char *name, unsigned int nth, uint64_t size)
{
	unsigned int reported = 0;
	struct stat info;
	uint8_t *byte;
	off_t i;
	int fd;

	ck_assert(is_whole(size));
	info = open_file(name, &fd);
	byte = mmap(NULL, info.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		    0);
	ck_assert_ptr_ne(byte, MAP_FAILED);
	for (i = 0; i < info.st_size; i += nth) {
		byte[i] ^= 1 << i % 8;
		reported += !is_whole(size);
		byte[i] ^= 1 << i % 8;
	}
	ck_assert(is_whole(size));
	munmap(byte, info.st_size);
	close(fd);
	return reported;
}

START_TEST(bits_of_the_database)
{
	make_small(40);
	ck_assert_uint_ge(flip("ledger.db", 1, 40), 40 * (SMALL + HASH_SIZE));
}
END_TEST

/* With hashes of tiles, and more pages. */
START_TEST(bits_of_a_larger_one)
{
	make_small(260);
	ck_assert_uint_ge(flip("ledger.db", 7, 260),
			  260 * (SMALL + HASH_SIZE) / 7);
}
END_TEST

START_TEST(bits_of_the_log)
{
	struct stat info;
	int fd;

	make_small(10);
	leave_log(10);
	info = open_file("ledger.db-wal", &fd);
	close(fd);
	/* Of the head's 32 bytes some are not looked at. */
	ck_assert_uint_ge(flip("ledger.db-wal", 1, 20), info.st_size - 32);
}
END_TEST

START_TEST(bits_of_the_mark)
{
	make_small(10);
	ck_assert_uint_eq(flip("durable", 1, 10), 66);
}
END_TEST

/* A file that ends too soon, at every so many bytes of it. */
static void cut(const char *name, uint64_t size)
{
	struct stat info;
	uint8_t *bytes;
	off_t i;
	int fd;

	info = open_file(name, &fd);
	bytes = malloc(info.st_size);
	ck_assert_int_eq(pread(fd, bytes, info.st_size, 0), info.st_size);
	for (i = 0; i < info.st_size; i += 61) {
		ck_assert_int_eq(ftruncate(fd, i), 0);
		ck_assert_msg(!is_whole(size), "%s of %jd bytes", name,
			      (intmax_t)i);
		ck_assert_int_eq(pwrite(fd, bytes, info.st_size, 0),
				 info.st_size);
	}
	ck_assert(is_whole(size));
	free(bytes);
	close(fd);
}

START_TEST(files_that_are_cut)
{
	make_small(40);
	leave_log(10);
	cut("ledger.db-wal", 50);
	store_close(keep());
	cut("ledger.db", 50);
	cut("durable", 50);
}
END_TEST

/*
 * What somebody changes.
 */

static void names(const char *sql, const char *text)
{
	struct store *store;

	execute(sql);
	store = store_open(dir, &err);
	if (store)
		ck_assert_int_eq(store_verify(store, NULL, NULL, &err), -1);
	ck_assert_int_eq(err.exit, DINH_EXIT_WRONG);
	ck_says(text);
	store_close(store);
}

START_TEST(rows)
{
	struct store *store = keep();

	append_small(store, 600);
	store_close(store);
	execute("CREATE TABLE entries AS SELECT * FROM entry;"
		"CREATE TABLE nodes AS SELECT * FROM node");
#define RESTORE	"DELETE FROM entry; INSERT INTO entry SELECT * FROM entries;" \
		"DELETE FROM node; INSERT INTO node SELECT * FROM nodes;"
	names("UPDATE entry SET data = CAST (x'31' || substr(data, 2) AS BLOB)"
	      " WHERE seq IN (17, 18)", "ledger.db: entry 17 is not the one");
	names(RESTORE "UPDATE entry SET leaf = zeroblob(32) WHERE seq = 299",
	      "the hash of entry 299 is not");
	names(RESTORE "UPDATE entry SET leaf = zeroblob(31) WHERE seq = 5",
	      "entry 5: its size");
	names(RESTORE "UPDATE entry SET data = zeroblob(196616) WHERE seq = 5",
	      "entry 5: its size");
	names(RESTORE "UPDATE entry SET data = x'' WHERE seq = 5", "entry 5: ");
	names(RESTORE "UPDATE entry SET data = 'text' WHERE seq = 5",
	      "entry 5 is not the one");
	names(RESTORE "DELETE FROM entry WHERE seq = 44", "entry 44: it is missing");
	/* One that has another's place, with its hash. */
	names(RESTORE "UPDATE entry SET (leaf, data) ="
	      " (SELECT leaf, data FROM entries WHERE seq = 8) WHERE seq = 9",
	      "entry 9: it says that it is another");
	names(RESTORE "DELETE FROM entry WHERE seq >= 599",
	      "600 entries were durable, 599 are there: the rest is lost");
	names(RESTORE "INSERT INTO entry VALUES (601, x'', x'')",
	      "entry 600 is missing");
	names(RESTORE "UPDATE node SET hash = zeroblob(32) WHERE idx = 1",
	      "the first 600 entries are not those that were durable");
	names(RESTORE "DELETE FROM node WHERE idx = 0",
	      "the hash of level 1 at 0 is missing");
	names(RESTORE "INSERT INTO node VALUES (1, 2, zeroblob(32))",
	      "3 hashes of the tree are there, 2 are wanted");
	execute(RESTORE "DROP TABLE entries; DROP TABLE nodes");
	store = keep();
	ck_ok(store_verify(store, NULL, NULL, &err));
	store_close(store);
}
END_TEST

/* An entry changed with all its hashes: whole, and another ledger. */
START_TEST(another_ledger)
{
	struct dinh_entry entry = {
		.size = htole32(SMALL), .seq = htole64(3), .unit = htole32(9),
	};
	uint8_t leaf[HASH_SIZE];
	char sql[512];
	int len, i;

	make_small(10);
	merkle_leaf(&entry, sizeof(entry), leaf);
	len = sprintf(sql, "UPDATE entry SET leaf = x'");
	for (i = 0; i < HASH_SIZE; i++)
		len += sprintf(sql + len, "%02x", leaf[i]);
	len += sprintf(sql + len, "', data = x'");
	for (i = 0; i < (int)SMALL; i++)
		len += sprintf(sql + len, "%02x", ((uint8_t *)&entry)[i]);
	sprintf(sql + len, "' WHERE seq = 3");
	names(sql, "the first 10 entries are not those that were durable");
	/* Without that memory nothing here can tell. */
	ck_assert_int_eq(unlink(file_of("durable")), 0);
	ck_assert(is_whole(10));
}
END_TEST

/* What is lost is not made worse: the log is there for whoever can mend it. */
START_TEST(damage_is_left_alone)
{
	uint8_t before[65536], after[65536];
	struct stat info;
	ssize_t size;
	int fd;

	make_small(10);
	leave_log(30);
	info = open_file("ledger.db-wal", &fd);
	before[0] = 0;
	ck_assert_int_eq(pread(fd, before, 1, 100), 1);
	before[0] ^= 4;
	ck_assert_int_eq(pwrite(fd, before, 1, 100), 1);
	size = pread(fd, before, sizeof(before), 0);
	ck_assert_int_eq(size, info.st_size);
	ck_assert_ptr_null(store_open(dir, &err));
	ck_says("40 entries were durable, 10 are there: the rest is lost");
	ck_assert_int_eq(err.exit, DINH_EXIT_WRONG);
	ck_assert_int_eq(pread(fd, after, sizeof(after), 0), size);
	ck_assert_mem_eq(before, after, size);
	before[0] = after[100] ^ 4;
	ck_assert_int_eq(pwrite(fd, before, 1, 100), 1);
	close(fd);
	store_close(keep());
	ck_assert(is_whole(40));
}
END_TEST

TCase *damage_case(void)
{
	TCase *tc = tcase_create("damage");

	use_folder(tc);
	tcase_set_timeout(tc, 600);
	tcase_add_test(tc, bits_of_the_database);
	tcase_add_test(tc, bits_of_a_larger_one);
	tcase_add_test(tc, bits_of_the_log);
	tcase_add_test(tc, bits_of_the_mark);
	tcase_add_test(tc, files_that_are_cut);
	tcase_add_test(tc, rows);
	tcase_add_test(tc, another_ledger);
	tcase_add_test(tc, damage_is_left_alone);
	return tc;
}
