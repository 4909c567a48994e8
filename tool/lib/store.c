// SPDX-License-Identifier: GPL-2.0-only
/* The store: opening it, and appending to it. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "entries.h"
#include "file.h"
#include "i18n.h"
#include "store_db.h"

/* "dinh", and the version of the tables: what tells a store from others. */
#define APPLICATION	0x64696e68
#define VERSION		1

/* How long somebody else's lock on the database is waited for. */
#define BUSY_MS		5000

/*
 * Pages of the log that are moved at once, and bytes that the log keeps: it is
 * written over again, so that a commit need not make a file grow.
 */
#define SETTLE_FRAMES	1000
#define LOG_BYTES	"33554432"

/*
 * Pages that hold some 50 common entries: a group of many takes few, a group of
 * one not much. Leaves come before the entries, which may fill many pages. What
 * is appended goes to the end of its table, besides one node in 256 entries.
 */
static const char schema[] =
	"PRAGMA page_size = 8192;"
	"BEGIN IMMEDIATE;"
	"CREATE TABLE entry (seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL,"
	" data BLOB NOT NULL);"
	"CREATE TABLE node (level INTEGER NOT NULL, idx INTEGER NOT NULL,"
	" hash BLOB NOT NULL, PRIMARY KEY (level, idx)) WITHOUT ROWID;"
	"PRAGMA application_id = 1684631144;"
	"PRAGMA user_version = 1;"
	"COMMIT";

static const char *const statements[STORE_STATEMENTS] = {
	[STORE_BEGIN] = "BEGIN IMMEDIATE",
	[STORE_COMMIT] = "COMMIT",
	[STORE_ROLLBACK] = "ROLLBACK",
	[STORE_ADD_ENTRY] = "INSERT INTO entry VALUES (?1, ?2, ?3)",
	[STORE_ADD_NODE] = "INSERT INTO node VALUES (?1, ?2, ?3)",
	[STORE_SIZE] = "SELECT max(seq) + 1 FROM entry",
	[STORE_LEAVES] = "SELECT seq, leaf FROM entry WHERE seq >= ?2"
		" ORDER BY seq LIMIT ?3",
	[STORE_NODES] = "SELECT idx, hash FROM node WHERE level = ?1"
		" AND idx >= ?2 ORDER BY idx LIMIT ?3",
	[STORE_NODES_ALL] = "SELECT count(*) FROM node",
	[STORE_ENTRIES] = "SELECT seq, leaf, data FROM entry WHERE seq >= ?1"
		" ORDER BY seq",
};

_Static_assert(APPLICATION == 1684631144 && VERSION == 1, "see schema");

/*
 * Errors.
 */

int store_wrong(struct store *store, struct error *err, const char *format, ...)
{
	char text[sizeof(err->text)];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	error_set(err, DINH_EXIT_WRONG, "%s/" STORE_DATABASE ": %s", store->dir,
		  text);
	err->code = EBADMSG;
	store->broken = true;
	return -1;
}

/*
 * What comes before anything is known to be committed may pass. What failed to
 * be synced may be there, now and not after a power cut, or not be there.
 */
static bool may_pass(int code)
{
	switch (code & 0xff) {
	case SQLITE_FULL:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_NOMEM:
	case SQLITE_PERM:
		return true;
	case SQLITE_IOERR:
		return code != SQLITE_IOERR_FSYNC &&
		       code != SQLITE_IOERR_DIR_FSYNC &&
		       code != SQLITE_IOERR_CORRUPTFS &&
		       code != SQLITE_IOERR_DATA;
	default:
		return false;
	}
}

static int cause_of(sqlite3 *db, int code)
{
	int error = sqlite3_system_errno(db);

	switch (code & 0xff) {
	case SQLITE_FULL:
		return error == EDQUOT ? error : ENOSPC;
	case SQLITE_READONLY:
		return EROFS;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return EBUSY;
	case SQLITE_NOMEM:
		return ENOMEM;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return EBADMSG;
	default:
		return error ?: EIO;
	}
}

int store_fail(struct store *store, struct error *err)
{
	int code = sqlite3_extended_errcode(store->db);
	int cause = cause_of(store->db, code);
	bool damaged = (code & 0xff) == SQLITE_CORRUPT ||
		       (code & 0xff) == SQLITE_NOTADB;

	error_set(err, damaged ? DINH_EXIT_WRONG : DINH_EXIT_USAGE,
		  "%s/" STORE_DATABASE ": %s (%s)", store->dir,
		  sqlite3_errmsg(store->db), strerror(cause));
	err->code = cause;
	store->broken |= !may_pass(code);
	return -1;
}

/* Runs a statement that has no rows. */
static int run(struct store *store, enum store_statement which,
	       struct error *err)
{
	sqlite3_stmt *statement = store->statement[which];
	int code = sqlite3_step(statement);

	if (code != SQLITE_DONE)
		store_fail(store, err);
	sqlite3_reset(statement);
	return code == SQLITE_DONE ? 0 : -1;
}

int store_ask(struct store *store, sqlite3_stmt *statement, uint64_t *number,
	      struct error *err)
{
	int code = sqlite3_step(statement);

	*number = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
	if (code != SQLITE_ROW)
		store_fail(store, err);
	sqlite3_reset(statement);
	return code == SQLITE_ROW ? 0 : -1;
}

static int execute(struct store *store, const char *sql, struct error *err)
{
	if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return 0;
	return store_fail(store, err);
}

/*
 * Opening.
 */

static int pragma(struct store *store, const char *name, uint64_t *number,
		  struct error *err)
{
	sqlite3_stmt *statement;
	char sql[64];
	int status;

	snprintf(sql, sizeof(sql), "PRAGMA %s", name);
	if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL))
		return store_fail(store, err);
	status = store_ask(store, statement, number, err);
	sqlite3_finalize(statement);
	return status;
}

static int check_version(struct store *store, struct error *err)
{
	uint64_t application, version;

	if (pragma(store, "application_id", &application, err) ||
	    pragma(store, "user_version", &version, err))
		return -1;
	if (application != APPLICATION)
		return store_wrong(store, err, "%s",
				   _("this is not a store of dinh"));
	if (version != VERSION)
		return store_wrong(store, err,
				   _("a store of version %ju, which this program does not know"),
				   (uintmax_t)version);
	return 0;
}

/* A database without anything is one that was not made to its end. */
static int make_tables(struct store *store, struct error *err)
{
	uint64_t schemas;

	if (pragma(store, "schema_version", &schemas, err))
		return -1;
	return schemas ? 0 : execute(store, schema, err);
}

static int prepare(struct store *store, struct error *err)
{
	int i;

	for (i = 0; i < STORE_STATEMENTS; i++)
		if (sqlite3_prepare_v3(store->db, statements[i], -1,
				       SQLITE_PREPARE_PERSISTENT,
				       &store->statement[i], NULL))
			return store_fail(store, err);
	return 0;
}

/*
 * A log that is damaged looks shorter than it is. It is left alone until it is
 * known that nothing is missing, by the last one to close it, too.
 */
static void keep_log(struct store *store, bool keep)
{
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep,
			  NULL);
}

static int open_database(struct store *store, int flags, struct error *err)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/" STORE_DATABASE, store->dir);
	if (sqlite3_open_v2(path, &store->db,
			    flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
			    NULL))
		return store->db ? store_fail(store, err) : error_memory(err);
	keep_log(store, true);
	sqlite3_busy_timeout(store->db, BUSY_MS);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	return execute(store, "PRAGMA cell_size_check = ON", err);
}

/* What is committed is what others see. */
static void advance(struct store *store, const struct frontier *next)
{
	store->frontier = *next;
	store->source.size = next->size;
	frontier_root(next, store->source.root);
}

static int read_head(struct store *store, struct error *err)
{
	uint64_t size;

	if (store_ask(store, store->statement[STORE_SIZE], &size, err))
		return -1;
	if (frontier_read(&store->frontier, &store->source.hashes, size, err))
		return -1;
	advance(store, &store->frontier);
	return 0;
}

static struct store *alloc(const char *dir, struct error *err)
{
	struct store *store;

	/* With room for the names of files in it. */
	if (strlen(dir) > PATH_MAX - 64) {
		errno = ENAMETOOLONG;
		file_error(dir, err);
		return NULL;
	}
	store = calloc(1, sizeof(*store));
	if (store) {
		store_source_init(store);
		store->lock = -1;
		store->mark = -1;
		store->dir = strdup(dir);
	}
	if (store && store->dir && !merkle_setup(err))
		return store;
	error_memory(err);
	free(store ? store->dir : NULL);
	free(store);
	return NULL;
}

/* A lock on the directory itself leaves nothing behind. */
static int lock(struct store *store, struct error *err)
{
	if (!mkdir(store->dir, 0700)) {
		if (file_sync_parent(store->dir, err))
			return -1;
	} else if (errno != EEXIST) {
		return file_error(store->dir, err);
	}
	store->lock = open(store->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (store->lock < 0)
		return file_error(store->dir, err);
	if (!flock(store->lock, LOCK_EX | LOCK_NB))
		return 0;
	if (errno != EWOULDBLOCK)
		return file_error(store->dir, err);
	return error_set(err, DINH_EXIT_USAGE,
			 _("%s: another process keeps this store"), store->dir);
}

/*
 * What is read is what the disk has, and not what memory has kept of it. Before
 * the database is open: closing a file of it would drop its locks.
 */
static void forget(const struct store *store, const char *name)
{
	int fd = openat(store->lock, name, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	close(fd);
}

static int note_frames(void *data, sqlite3 *db, const char *name, int frames)
{
	struct store *store = data;

	(void)db;
	(void)name;
	store->frames = frames;
	return SQLITE_OK;
}

/* Bring all that the log has into the database, and sync that. */
static int settle_all(struct store *store, struct error *err)
{
	if (sqlite3_wal_checkpoint_v2(store->db, "main",
				      SQLITE_CHECKPOINT_FULL, NULL, NULL))
		return store_fail(store, err);
	return 0;
}

static int open_to_keep(struct store *store, struct error *err)
{
	struct mark mark;
	int marked;

	if (lock(store, err))
		return -1;
	marked = mark_read(store->dir, &mark, err);
	if (marked < 0)
		return -1;
	forget(store, STORE_DATABASE);
	forget(store, STORE_DATABASE "-wal");
	if (open_database(store, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
			  err) ||
	    make_tables(store, err) || check_version(store, err) ||
	    execute(store,
		    "PRAGMA journal_mode = WAL;"
		    "PRAGMA synchronous = FULL;"
		    "PRAGMA journal_size_limit = " LOG_BYTES, err) ||
	    prepare(store, err) || read_head(store, err) ||
	    (!marked && mark_check(store, &mark, err)) ||
	    settle_all(store, err) || mark_open(store, err))
		return -1;
	keep_log(store, false);
	sqlite3_wal_hook(store->db, note_frames, store);
	return 0;
}

static int open_to_view(struct store *store, struct error *err)
{
	struct mark mark;
	int marked;

	/* Before the database: that only grows meanwhile. */
	marked = mark_read(store->dir, &mark, err);
	if (marked < 0)
		return -1;
	if (open_database(store, SQLITE_OPEN_READONLY, err) ||
	    execute(store, "BEGIN", err) || check_version(store, err) ||
	    prepare(store, err) || read_head(store, err))
		return -1;
	return marked ? 0 : mark_check(store, &mark, err);
}

struct store *store_open(const char *dir, struct error *err)
{
	struct store *store = alloc(dir, err);

	if (!store || !open_to_keep(store, err))
		return store;
	store_close(store);
	return NULL;
}

struct store *store_view(const char *dir, struct error *err)
{
	struct store *store = alloc(dir, err);

	if (!store || !open_to_view(store, err))
		return store;
	store_close(store);
	return NULL;
}

void store_close(struct store *store)
{
	int i;

	if (!store)
		return;
	for (i = 0; i < STORE_STATEMENTS; i++)
		sqlite3_finalize(store->statement[i]);
	if (store->broken)
		keep_log(store, true);
	sqlite3_close(store->db);
	if (store->mark >= 0) {
		fdatasync(store->mark);
		close(store->mark);
	}
	if (store->lock >= 0)
		close(store->lock);
	free(store->dir);
	free(store);
}

uint64_t store_size(const struct store *store)
{
	return store->source.size;
}

void store_root(const struct store *store, uint8_t root[HASH_SIZE])
{
	memcpy(root, store->source.root, HASH_SIZE);
}

bool store_broken(const struct store *store)
{
	return store->broken;
}

/*
 * Appending.
 */

static int add_node(struct store *store, unsigned int level, uint64_t index,
		    const uint8_t hash[HASH_SIZE], struct error *err)
{
	sqlite3_stmt *statement = store->statement[STORE_ADD_NODE];

	sqlite3_bind_int(statement, 1, level);
	sqlite3_bind_int64(statement, 2, index);
	sqlite3_bind_blob(statement, 3, hash, HASH_SIZE, SQLITE_STATIC);
	return run(store, STORE_ADD_NODE, err);
}

static int add_entry(struct store *store, struct frontier *next,
		     const struct dinh_entry *entry, size_t size,
		     struct error *err)
{
	sqlite3_stmt *statement = store->statement[STORE_ADD_ENTRY];
	uint8_t leaf[HASH_SIZE], done[TILE_LEVELS - 1][HASH_SIZE];
	unsigned int levels, level;

	merkle_leaf(entry, size, leaf);
	sqlite3_bind_int64(statement, 1, next->size);
	sqlite3_bind_blob(statement, 2, leaf, HASH_SIZE, SQLITE_STATIC);
	sqlite3_bind_blob(statement, 3, entry, size, SQLITE_STATIC);
	if (run(store, STORE_ADD_ENTRY, err))
		return -1;
	levels = frontier_add(next, leaf, done);
	for (level = 1; level <= levels; level++)
		if (add_node(store, level, tile_hashes(next->size, level) - 1,
			     done[level - 1], err))
			return -1;
	return 0;
}

static int add_entries(struct store *store, struct frontier *next,
		       const uint8_t *at, size_t left, struct error *err)
{
	const struct dinh_entry *entry;
	size_t size;

	for (; left; at += size, left -= size) {
		entry = (const void *)at;
		size = entry_size(entry, left);
		if (!size)
			return store_wrong(store, err,
					   _("entry %ju is not whole, as it comes"),
					   (uintmax_t)next->size);
		if (le64toh(entry->seq) != next->size)
			return store_wrong(store, err,
					   _("entry %ju comes where entry %ju was to"),
					   (uintmax_t)le64toh(entry->seq),
					   (uintmax_t)next->size);
		if (add_entry(store, next, entry, size, err))
			return -1;
	}
	return 0;
}

/* What fails may have rolled back by itself. */
static void undo(struct store *store)
{
	struct error ignored;

	if (!sqlite3_get_autocommit(store->db) &&
	    run(store, STORE_ROLLBACK, &ignored))
		store->broken = true;
}

int store_append(struct store *store, const void *entries, size_t size,
		 struct error *err)
{
	struct frontier next = store->frontier;
	struct error later;

	if (store->broken)
		return store_wrong(store, err, "%s",
				   _("nothing more is written here"));
	store_rest(store);
	if (mark_write(store, err) || run(store, STORE_BEGIN, err))
		return -1;
	if (add_entries(store, &next, entries, size, err) ||
	    run(store, STORE_COMMIT, err)) {
		undo(store);
		return -1;
	}
	advance(store, &next);
	/* If it cannot be now, the next group waits for it. */
	mark_write(store, &later);
	return 0;
}

int store_settle(struct store *store, struct error *err)
{
	/* The log began anew. */
	if (store->frames < store->settled)
		store->settled = 0;
	if (store->broken || store->frames - store->settled < SETTLE_FRAMES)
		return 0;
	store->settled = store->frames;
	if (sqlite3_wal_checkpoint_v2(store->db, "main",
				      SQLITE_CHECKPOINT_PASSIVE, NULL, NULL))
		return store_fail(store, err);
	return 0;
}
