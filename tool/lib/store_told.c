// SPDX-License-Identifier: GPL-2.0-only
/*
 * What others were told of a store, in files beside its database: checkpoint is
 * the last one that was signed of it, published says how many entries were
 * published. A store that lacks any of it was rolled back, or altered.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "checkpoint.h"
#include "file.h"
#include "i18n.h"
#include "lines.h"
#include "store_db.h"

#define CHECKPOINT	"checkpoint"
/* A number of 64 bits and a newline. */
#define PUBLISHED_MAX	21

static int put(const char *dir, const char *temp, const char *name,
	       const void *data, size_t size, struct error *err)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), status;

	if (fd < 0)
		return file_error(dir, err);
	status = file_replace(fd, temp, name, 0644, data, size, err) ||
		 file_sync_dir(fd, ".", err);
	close(fd);
	return status ? error_prefix(err, "%s/", dir) : 0;
}

int store_published(const char *dir, uint64_t *size, struct error *err)
{
	char path[PATH_MAX], *text;
	bool good;
	size_t len;
	int status;

	snprintf(path, sizeof(path), "%s/" STORE_PUBLISHED, dir);
	status = file_read(AT_FDCWD, path, PUBLISHED_MAX, &text, &len, err);
	if (status)
		return status;
	good = len && text[len - 1] == '\n' &&
	       decimal_parse(text, len - 1, size);
	free(text);
	return good ? 0 : error_set(err, DINH_EXIT_WRONG,
				    _("%s: damaged, it is no number"), path);
}

static int put_published(const char *dir, uint64_t size, struct error *err)
{
	char text[PUBLISHED_MAX + 1];
	uint64_t before;
	int status = store_published(dir, &before, err);

	if (status < 0)
		return -1;
	/* Another process may have published more. */
	if (!status && before >= size)
		return 0;
	return put(dir, STORE_PUBLISHED ".new", STORE_PUBLISHED, text,
		   snprintf(text, sizeof(text), "%ju\n", (uintmax_t)size), err);
}

int store_told(struct source *source, const char *note, size_t size,
	       bool published, struct error *err)
{
	const struct store *store = (const void *)source;
	struct checkpoint checkpoint;
	int status;

	if (!published)
		return put(store->dir, CHECKPOINT ".new", CHECKPOINT, note,
			   size, err);
	if (checkpoint_open(note, size, NULL, &checkpoint, err))
		return -1;
	status = put_published(store->dir, checkpoint.size, err);
	checkpoint_free(&checkpoint);
	return status;
}

/* Signed by whom is not asked: whoever can write it can write the store. */
static int check_checkpoint(struct store *store, struct error *err)
{
	struct checkpoint checkpoint;
	char path[PATH_MAX];
	int status;

	snprintf(path, sizeof(path), "%s/" CHECKPOINT, store->dir);
	if (access(path, F_OK))
		return errno == ENOENT ? 0 : file_error(path, err);
	if (checkpoint_read(path, NULL, &checkpoint, err))
		return -1;
	status = checkpoint_check(&checkpoint, &store->source.hashes,
				  store_size(store), err);
	checkpoint_free(&checkpoint);
	return status ? error_prefix(err, "%s: ", path) : 0;
}

static int check_published(struct store *store, struct error *err)
{
	uint64_t size;
	int status = store_published(store->dir, &size, err);

	if (status)
		return status < 0 ? -1 : 0;
	if (size <= store_size(store))
		return 0;
	return store_wrong(store, err,
			   _("there are %ju entries, and %ju were published"),
			   (uintmax_t)store_size(store), (uintmax_t)size);
}

int store_check_told(struct store *store, struct error *err)
{
	if (!check_checkpoint(store, err) && !check_published(store, err))
		return 0;
	return error_prefix(err, "%s",
			    _("the store was rolled back or altered: "));
}
