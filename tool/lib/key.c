// SPDX-License-Identifier: GPL-2.0-only
/* Keys as files, and the last checkpoint that each has signed. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "file.h"
#include "i18n.h"
#include "key.h"

/* A file beside the key. */
static int beside(char path[PATH_MAX], const char *key, const char *suffix,
		  struct error *err)
{
	if (snprintf(path, PATH_MAX, "%s%s", key, suffix) < PATH_MAX)
		return 0;
	errno = ENAMETOOLONG;
	return file_error(key, err);
}

/* Puts a file where none is. */
static int put_new(const char *path, mode_t mode, const char *text,
		   struct error *err)
{
	char temp[PATH_MAX];

	if (beside(temp, path, ".new", err) ||
	    file_create(AT_FDCWD, temp, mode, text, strlen(text), err))
		return -1;
	if (!renameat2(AT_FDCWD, temp, AT_FDCWD, path, RENAME_NOREPLACE))
		return 0;
	file_error(path, err);
	unlink(temp);
	return -1;
}

static int put_all(const char *path, const char *private, const char *public,
		   struct error *err)
{
	char pub[PATH_MAX], last[PATH_MAX];

	if (beside(pub, path, ".pub", err) || beside(last, path, ".last", err))
		return -1;
	if (put_new(last, 0644, "", err))
		return -1;
	if (put_new(pub, 0644, public, err))
		goto drop_last;
	if (put_new(path, 0600, private, err))
		goto drop_pub;
	if (!file_sync_parent(path, err))
		return 0;
	unlink(path);
drop_pub:
	unlink(pub);
drop_last:
	unlink(last);
	return -1;
}

int key_create(const char *path, const char *name, struct vkey *key,
	       struct error *err)
{
	char private[NOTE_KEY_TEXT_SIZE], public[NOTE_KEY_TEXT_SIZE];
	struct skey skey;
	int status;

	if (skey_make(name, &skey, err))
		return -1;
	*key = skey.vkey;
	skey_format(&skey, private);
	vkey_format(key, public);
	strcat(private, "\n");
	strcat(public, "\n");
	status = put_all(path, private, public, err);
	OPENSSL_cleanse(private, sizeof(private));
	skey_clear(&skey);
	return status;
}

/* The one line of a file that is a key. */
static int read_line(const char *path, char text[NOTE_KEY_TEXT_SIZE],
		     struct error *err)
{
	size_t size;
	char *data;

	if (file_need(AT_FDCWD, path, NOTE_KEY_TEXT_SIZE - 1, &data, &size,
		      err))
		return -1;
	data[strcspn(data, "\n")] = '\0';
	memcpy(text, data, strlen(data) + 1);
	OPENSSL_cleanse(data, size);
	free(data);
	return 0;
}

static int read_private(const char *path, struct skey *key, struct error *err)
{
	char text[NOTE_KEY_TEXT_SIZE];
	int status;

	if (read_line(path, text, err))
		return -1;
	status = skey_parse(text, key, err);
	OPENSSL_cleanse(text, sizeof(text));
	return status ? error_prefix(err, "%s: ", path) : 0;
}

int key_read(const char *path, struct vkey *key, struct error *err)
{
	char text[NOTE_KEY_TEXT_SIZE];
	struct skey skey;
	int status;

	if (read_line(path, text, err))
		return -1;
	if (skey_is(text)) {
		status = skey_parse(text, &skey, err);
		*key = skey.vkey;
		skey_clear(&skey);
	} else {
		status = vkey_parse(text, key, err);
	}
	OPENSSL_cleanse(text, sizeof(text));
	return status ? error_prefix(err, "%s: ", path) : 0;
}

/*
 * Signing.
 */

/* Return: 0, 1 where nothing was signed yet, or -1. */
static int read_last(const char *path, const struct vkey *key,
		     struct checkpoint *last, struct error *err)
{
	size_t size;
	char *data;
	int status;

	status = file_read(AT_FDCWD, path, NOTE_SIZE_MAX, &data, &size, err);
	if (status > 0)
		return error_set(err, DINH_EXIT_WRONG,
				 _("%s: not there. It is the last checkpoint signed with this key: put it there again, or an empty file if there was none."),
				 path);
	if (status)
		return -1;
	status = size ? checkpoint_open(data, size, key, last, err) : 1;
	free(data);
	return status < 0 ? error_prefix(err, "%s: ", path) : status;
}

static int check_last(const char *path, const struct checkpoint *next,
		      const struct vkey *key, struct hashes *from,
		      struct error *err)
{
	struct checkpoint last;
	int status = read_last(path, key, &last, err);

	if (status)
		return status < 0 ? -1 : 0;
	status = checkpoint_follows(&last, next, from, err);
	checkpoint_free(&last);
	return status ? error_prefix(err, _("contradicts %s: "), path) : 0;
}

static int sign(const struct checkpoint *checkpoint, const struct skey *key,
		char **note, size_t *note_size, struct error *err)
{
	size_t size;
	char *text;
	int status;

	if (checkpoint_format(checkpoint, &text, &size, err))
		return -1;
	status = note_sign(text, size, key, note, note_size, err);
	free(text);
	return status;
}

static int sign_after_last(const char *path, struct skey *key,
			   struct hashes *from, uint64_t size, char **note,
			   size_t *note_size, struct error *err)
{
	struct checkpoint next = { .origin = key->vkey.name, .size = size };
	char last[PATH_MAX], temp[PATH_MAX];

	if (beside(last, path, ".last", err) ||
	    beside(temp, last, ".new", err) ||
	    merkle_root(from, size, next.root, err) ||
	    check_last(last, &next, &key->vkey, from, err) ||
	    sign(&next, key, note, note_size, err))
		return -1;
	if (!file_replace(AT_FDCWD, temp, last, 0644, *note, *note_size, err) &&
	    !file_sync_parent(last, err))
		return 0;
	free(*note);
	return -1;
}

int key_sign(const char *path, struct hashes *from, uint64_t size, char **note,
	     size_t *note_size, struct error *err)
{
	int lock = open(path, O_RDONLY | O_CLOEXEC), status;
	struct skey key;

	if (lock < 0)
		return file_error(path, err);
	/* Two at a time would not see each other's last one. */
	status = flock(lock, LOCK_EX) ? file_error(path, err) : 0;
	if (!status)
		status = read_private(path, &key, err);
	if (!status) {
		status = sign_after_last(path, &key, from, size, note,
					 note_size, err);
		skey_clear(&key);
	}
	close(lock);
	return status;
}
