// SPDX-License-Identifier: GPL-2.0-only
/*
 * The file "durable" beside the database. A log of SQLite's that is damaged is
 * taken for a shorter one: only who remembers what was there can tell.
 *
 * It is written after a commit and not synced, so it never says too much, and
 * after a power cut may say a little less.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base64.h"
#include "file.h"
#include "i18n.h"
#include "lines.h"
#include "store_db.h"

#define MARK		"durable"
#define ROOT_CHARS	(BASE64_SIZE(HASH_SIZE) - 1)
/*
 * A number, padded with blanks, a blank, a root, a newline: always as long, so
 * that it is written over in one piece.
 */
#define NUMBER_CHARS	20
#define MARK_CHARS	(NUMBER_CHARS + 1 + ROOT_CHARS + 1)

static bool parse(const char text[MARK_CHARS + 1], struct mark *mark)
{
	const char *root = text + NUMBER_CHARS + 1;
	uint8_t raw[(HASH_SIZE + 2) / 3 * 3];
	size_t blanks = strspn(text, " ");

	if (strlen(text) != MARK_CHARS || blanks >= NUMBER_CHARS ||
	    !decimal_parse(text + blanks, NUMBER_CHARS - blanks, &mark->size) ||
	    root[-1] != ' ' || root[ROOT_CHARS] != '\n' ||
	    base64_decode(root, ROOT_CHARS, raw) != HASH_SIZE)
		return false;
	memcpy(mark->root, raw, HASH_SIZE);
	return true;
}

static void format(const struct store *store, char text[MARK_CHARS + 1])
{
	char root[BASE64_SIZE(HASH_SIZE)];
	uint8_t hash[HASH_SIZE];

	store_root(store, hash);
	base64_encode(hash, HASH_SIZE, root);
	snprintf(text, MARK_CHARS + 1, "%*ju %s\n", NUMBER_CHARS,
		 (uintmax_t)store_size(store), root);
}

static int read_once(const char *dir, char text[MARK_CHARS + 1],
		     struct error *err)
{
	char path[PATH_MAX], *data;
	size_t len;
	int status;

	snprintf(path, sizeof(path), "%s/" MARK, dir);
	status = file_read(AT_FDCWD, path, MARK_CHARS, &data, &len, err);
	if (status)
		return status;
	memcpy(text, data, len + 1);
	free(data);
	return 0;
}

/* Whoever keeps the store may be writing it: what is read twice is meant. */
static int read_same(const char *dir, char text[MARK_CHARS + 1],
		     struct error *err)
{
	char again[MARK_CHARS + 1];
	int status;

	do {
		memcpy(again, text, sizeof(again));
		status = read_once(dir, text, err);
	} while (!status && strcmp(again, text));
	return status;
}

int mark_read(const char *dir, struct mark *mark, struct error *err)
{
	char text[MARK_CHARS + 1] = "";
	int status = read_same(dir, text, err);

	if (status)
		return status;
	if (parse(text, mark))
		return 0;
	return error_set(err, DINH_EXIT_WRONG,
			 _("%s/%s: damaged, it is no size and root"), dir, MARK);
}

int mark_check(struct store *store, const struct mark *mark, struct error *err)
{
	uint8_t root[HASH_SIZE];

	if (mark->size > store_size(store))
		return store_wrong(store, err,
				   _("%ju entries were durable, %ju are there: the rest is lost"),
				   (uintmax_t)mark->size,
				   (uintmax_t)store_size(store));
	if (merkle_root(&store->source.hashes, mark->size, root, err))
		return -1;
	if (!memcmp(root, mark->root, HASH_SIZE))
		return 0;
	return store_wrong(store, err,
			   _("the first %ju entries are not those that were durable"),
			   (uintmax_t)mark->size);
}

int mark_write(struct store *store, struct error *err)
{
	char text[MARK_CHARS + 1];
	int cause;

	if (store->marked == store_size(store))
		return 0;
	format(store, text);
	if (pwrite(store->mark, text, MARK_CHARS, 0) == MARK_CHARS) {
		store->marked = store_size(store);
		return 0;
	}
	cause = errno;
	error_set(err, DINH_EXIT_USAGE, "%s/" MARK ": %s", store->dir,
		  strerror(cause));
	err->code = cause;
	return -1;
}

int mark_open(struct store *store, struct error *err)
{
	char text[MARK_CHARS + 1];

	format(store, text);
	if (file_replace(store->lock, MARK ".new", MARK, 0600, text, MARK_CHARS,
			 err) ||
	    file_sync_dir(store->lock, ".", err))
		return error_prefix(err, "%s/", store->dir);
	store->marked = store_size(store);
	store->mark = openat(store->lock, MARK, O_WRONLY | O_CLOEXEC);
	return store->mark < 0 ? file_error(MARK, err) : 0;
}
