// SPDX-License-Identifier: GPL-2.0-only
/* What is appended is there, in order, with its hashes, and nothing else. */
#include <endian.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

/* The root that @size samples have. */
static void root_of(uint64_t size, uint8_t root[HASH_SIZE])
{
	uint8_t leaf[HASH_SIZE], done[TILE_LEVELS - 1][HASH_SIZE];
	struct frontier frontier = { 0 };

	while (frontier.size < size) {
		merkle_leaf(group, sample_group(frontier.size, 1), leaf);
		frontier_add(&frontier, leaf, done);
	}
	frontier_root(&frontier, root);
}

static void check_root(struct store *store, uint64_t size)
{
	uint8_t root[HASH_SIZE], wanted[HASH_SIZE];

	root_of(size, wanted);
	ck_assert_uint_eq(store_size(store), size);
	store_root(store, root);
	ck_assert_mem_eq(root, wanted, HASH_SIZE);
	ck_ok(merkle_root(&store_source(store)->hashes, size, root, &err));
	ck_assert_mem_eq(root, wanted, HASH_SIZE);
}

/* Closed and opened again at every size at which a tile begins or ends. */
START_TEST(sizes)
{
	static const uint64_t size[] = {
		0, 1, 2, 255, 256, 257, 511, 512, 768, 1024, 1100,
	};
	struct store *store;
	size_t i;

	for (i = 0; i < sizeof(size) / sizeof(*size); i++) {
		store = keep();
		while (store_size(store) < size[i])
			ck_ok(sample_append(store,
					    size[i] - store_size(store) < 7 ?
					    1 : 7, &err));
		check_root(store, size[i]);
		ck_ok(store_settle(store, &err));
		ck_ok(sample_check(store, size[i], &err));
		store_close(store);
		store = view();
		check_root(store, size[i]);
		ck_ok(sample_check(store, size[i], &err));
		store_close(store);
	}
}
END_TEST

/* More than one tile of the first level. */
START_TEST(tall)
{
	struct store *store = keep();
	unsigned int i;

	while (store_size(store) < 65536 + 300) {
		for (i = 0; i < 1024; i++)
			memset(group + i * 48, 0, 48);
		for (i = 0; i < 1024; i++) {
			struct dinh_entry *entry = (void *)(group + i * 48);

			entry->size = htole32(48);
			entry->seq = htole64(store_size(store) + i);
		}
		ck_ok(store_append(store, group, 1024 * 48, &err));
	}
	ck_ok(store_verify(store, NULL, NULL, &err));
	store_close(store);
	store = view();
	ck_ok(store_verify(store, NULL, NULL, &err));
	store_close(store);
}
END_TEST

#define ck_entry(nr)							\
do {									\
	ck_ok(store_entry(store, nr, &entry, &err));			\
	ck_assert_uint_eq(le64toh(entry->seq), nr);			\
} while (0)

START_TEST(reading)
{
	struct store *store = keep();
	const struct dinh_entry *entry;

	ck_ok(sample_append(store, 10, &err));
	ck_entry(4);
	ck_entry(5);
	ck_entry(9);
	ck_entry(0);
	ck_assert_int_eq(store_entry(store, 10, &entry, &err), -1);
	ck_says("there is no entry 10, the ledger has 10");
	/* What comes meanwhile is read, too. */
	ck_ok(sample_append(store, 2, &err));
	ck_entry(9);
	ck_entry(10);
	ck_entry(11);
	store_close(store);
}
END_TEST

/* Refused as a whole, and nothing is written after that. */
static void refused(size_t size, const char *text)
{
	struct store *store = keep();
	uint64_t before = store_size(store);

	ck_assert_int_eq(store_append(store, group, size, &err), -1);
	ck_says(text);
	ck_assert(store_broken(store));
	ck_assert_uint_eq(store_size(store), before);
	ck_assert_int_eq(sample_append(store, 1, &err), -1);
	ck_says("nothing more is written here");
	store_close(store);
	store = keep();
	ck_ok(sample_check(store, before, &err));
	ck_assert_uint_eq(store_size(store), before);
	store_close(store);
}

START_TEST(order)
{
	struct store *store = keep();
	struct dinh_entry *entry = (void *)group;
	size_t size;

	ck_ok(sample_append(store, 5, &err));
	store_close(store);
	size = sample_group(5, 3);
	refused(size - 8, "entry 7 is not whole");
	refused(sample_group(5, 1) - 8, "entry 5 is not whole");
	size = sample_group(6, 1);
	refused(size, "entry 6 comes where entry 5 was to");
	size = sample_group(5, 1) + 48;
	memset(group + size - 48, 0, 48);
	((struct dinh_entry *)(group + size - 48))->size = htole32(48);
	refused(size, "entry 0 comes where entry 6 was to");
	size = sample_group(5, 1);
	entry->size = htole32(size + 4);
	refused(size + 8, "entry 5 is not whole");
}
END_TEST

START_TEST(one_keeper)
{
	struct store *first = keep(), *seen;

	ck_assert_ptr_null(store_open(dir, &err));
	ck_says("another process keeps this store");
	ck_assert_int_eq(err.exit, DINH_EXIT_USAGE);
	ck_ok(sample_append(first, 3, &err));
	/* Who reads sees one state of it. */
	seen = view();
	ck_ok(sample_append(first, 3, &err));
	ck_ok(sample_check(seen, 3, &err));
	ck_assert_uint_eq(store_size(seen), 3);
	ck_assert_int_ne(sample_append(seen, 1, &err), 0);
	store_close(seen);
	seen = view();
	ck_assert_uint_eq(store_size(seen), 6);
	store_close(first);
	ck_ok(sample_check(seen, 6, &err));
	store_close(seen);
	store_close(keep());
}
END_TEST

/* Who reads does not keep the log from being moved, and begun anew. */
START_TEST(log_is_bounded)
{
	struct store *store = keep(), *seen;
	struct stat info;
	int i;

	ck_ok(sample_append(store, 1, &err));
	seen = view();
	for (i = 0; i < 400; i++) {
		if (i == 100) {
			store_close(seen);
			seen = NULL;
		}
		ck_ok(sample_append(store, 60, &err));
		ck_ok(store_settle(store, &err));
	}
	ck_assert_int_eq(stat(file_of("ledger.db-wal"), &info), 0);
	ck_assert_int_lt(info.st_size, 40 * 1024 * 1024);
	store_close(store);
	/* And goes when the store is closed. */
	ck_assert_int_ne(stat(file_of("ledger.db-wal"), &info), 0);
}
END_TEST

START_TEST(modes)
{
	struct stat info;

	store_close(keep());
	ck_assert_int_eq(stat(dir, &info), 0);
	ck_assert_uint_eq(info.st_mode & 0777, 0700);
}
END_TEST

static void execute(const char *sql)
{
	sqlite3 *db;

	ck_assert_int_eq(sqlite3_open(file_of("ledger.db"), &db), SQLITE_OK);
	ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK,
		      "%s", sqlite3_errmsg(db));
	sqlite3_close(db);
}

START_TEST(not_a_store)
{
	FILE *file;

	ck_assert_ptr_null(store_view(dir, &err));
	ck_says("No such file or directory");
	ck_assert_ptr_null(store_open("/nonexistent/store", &err));
	ck_says("/nonexistent/store: No such file or directory");
	ck_assert_int_eq(mkdir(dir, 0700), 0);
	ck_assert_ptr_null(store_view(dir, &err));
	execute("CREATE TABLE other (x)");
	ck_assert_ptr_null(store_open(dir, &err));
	ck_says("ledger.db: this is not a store of dinh");
	ck_assert_int_eq(err.exit, DINH_EXIT_WRONG);
	ck_assert_ptr_null(store_view(dir, &err));
	ck_says("this is not a store of dinh");
	/* It is as it was. */
	execute("SELECT x FROM other");
	file = fopen(file_of("ledger.db"), "w");
	fputs("This is no database, and long enough for the head of one. "
	      "This is no database, and long enough for the head of one.",
	      file);
	fclose(file);
	ck_assert_ptr_null(store_open(dir, &err));
	ck_says("file is not a database");
	ck_assert_int_eq(err.exit, DINH_EXIT_WRONG);
	ck_assert_ptr_null(store_open(file_of("ledger.db"), &err));
	ck_says("Not a directory");
}
END_TEST

START_TEST(another_version)
{
	store_close(keep());
	execute("PRAGMA user_version = 2");
	ck_assert_ptr_null(store_open(dir, &err));
	ck_says("a store of version 2, which this program does not know");
}
END_TEST

/* What a power cut leaves of a store that was being made. */
START_TEST(half_made)
{
	FILE *file;

	ck_assert_int_eq(mkdir(dir, 0700), 0);
	file = fopen(file_of("ledger.db"), "w");
	fclose(file);
	file = fopen(file_of("durable.new"), "w");
	fclose(file);
	store_close(keep());
	store_close(view());
}
END_TEST

/* Somebody else writes to the database. */
START_TEST(meddled)
{
	struct store *store = keep();
	sqlite3 *db;

	ck_ok(sample_append(store, 5, &err));
	ck_assert_int_eq(sqlite3_open(file_of("ledger.db"), &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL),
			 SQLITE_OK);
	/* A lock may pass. */
	ck_assert_int_eq(sample_append(store, 1, &err), -1);
	ck_assert_int_eq(err.code, EBUSY);
	ck_assert(!store_broken(store));
	ck_assert_int_eq(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL),
			 SQLITE_OK);
	ck_ok(sample_append(store, 1, &err));
	/* A row does not. */
	ck_assert_int_eq(sqlite3_exec(db, "INSERT INTO entry VALUES (6, x'00', x'00')",
				      NULL, NULL, NULL), SQLITE_OK);
	ck_assert_int_eq(sample_append(store, 1, &err), -1);
	ck_assert(store_broken(store));
	sqlite3_close(db);
	store_close(store);
	ck_assert_ptr_null(store_open(dir, &err));
	ck_assert_int_eq(err.exit, DINH_EXIT_WRONG);
}
END_TEST

static int stop(uint64_t done, uint64_t all, void *data)
{
	(void)all;
	*(uint64_t *)data = done;
	return 1;
}

START_TEST(stopped)
{
	struct store *store = keep();
	uint64_t done = 0;

	while (store_size(store) < 20000)
		ck_ok(sample_append(store, 40, &err));
	ck_assert_int_eq(store_verify(store, stop, &done, &err), -1);
	ck_assert_int_eq(err.code, EINTR);
	ck_assert_uint_gt(done, 0);
	ck_assert_uint_lt(done, 20000);
	ck_assert(!store_broken(store));
	ck_ok(store_verify(store, NULL, NULL, &err));
	store_close(store);
}
END_TEST

TCase *append_case(void)
{
	TCase *tc = tcase_create("append");

	use_folder(tc);
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, sizes);
	tcase_add_test(tc, tall);
	tcase_add_test(tc, reading);
	tcase_add_test(tc, order);
	tcase_add_test(tc, one_keeper);
	tcase_add_test(tc, log_is_bounded);
	tcase_add_test(tc, modes);
	tcase_add_test(tc, not_a_store);
	tcase_add_test(tc, another_version);
	tcase_add_test(tc, half_made);
	tcase_add_test(tc, meddled);
	tcase_add_test(tc, stopped);
	return tc;
}
