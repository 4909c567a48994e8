// SPDX-License-Identifier: GPL-2.0-only
/* Whole files. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "i18n.h"

int file_error(const char *path, struct error *err)
{
	return error_set(err, DINH_EXIT_USAGE, "%s: %s", path, strerror(errno));
}

/* @data has room for @size bytes and one more, which tells a longer file. */
static int read_all(int fd, char *data, size_t size, size_t *got)
{
	ssize_t n;

	*got = 0;
	while (*got <= size) {
		n = read(fd, data + *got, size + 1 - *got);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n;
		*got += n;
	}
	return 0;
}

static int read_open(int fd, const char *path, size_t max, char **data,
		     size_t *size, struct error *err)
{
	struct stat info;

	if (fstat(fd, &info))
		return file_error(path, err);
	if ((uintmax_t)info.st_size > max)
		return error_set(err, DINH_EXIT_WRONG,
				 _("%s: has %ju bytes, %zu at most"), path,
				 (uintmax_t)info.st_size, max);
	*data = malloc(info.st_size + 1);
	if (!*data)
		return error_memory(err);
	if (read_all(fd, *data, info.st_size, size)) {
		file_error(path, err);
	} else if (*size != (size_t)info.st_size) {
		error_set(err, DINH_EXIT_USAGE, _("%s: changed while reading"),
			  path);
	} else {
		(*data)[*size] = '\0';
		return 0;
	}
	free(*data);
	*data = NULL;
	return -1;
}

int file_read(int dir, const char *path, size_t max, char **data, size_t *size,
	      struct error *err)
{
	int fd = openat(dir, path, O_RDONLY | O_CLOEXEC), status;

	*data = NULL;
	if (fd < 0) {
		status = errno == ENOENT ? 1 : -1;
		file_error(path, err);
		return status;
	}
	status = read_open(fd, path, max, data, size, err);
	close(fd);
	return status;
}

int file_need(int dir, const char *path, size_t max, char **data, size_t *size,
	      struct error *err)
{
	return file_read(dir, path, max, data, size, err) ? -1 : 0;
}

static int write_all(int fd, const char *data, size_t size)
{
	ssize_t n;

	while (size) {
		n = write(fd, data, size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		data += n;
		size -= n;
	}
	return 0;
}

int file_create(int dir, const char *path, mode_t mode, const void *data,
		size_t size, struct error *err)
{
	int fd, status;

	fd = openat(dir, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd < 0)
		return file_error(path, err);
	status = write_all(fd, data, size) || fsync(fd);
	if (status)
		file_error(path, err);
	if (close(fd) && !status)
		status = file_error(path, err);
	if (status)
		unlinkat(dir, path, 0);
	return status ? -1 : 0;
}

int file_replace(int dir, const char *temp, const char *path, mode_t mode,
		 const void *data, size_t size, struct error *err)
{
	/* What an interrupted run left. */
	if (unlinkat(dir, temp, 0) && errno != ENOENT)
		return file_error(temp, err);
	if (file_create(dir, temp, mode, data, size, err))
		return -1;
	if (!renameat(dir, temp, dir, path))
		return 0;
	file_error(path, err);
	unlinkat(dir, temp, 0);
	return -1;
}

int file_sync_dir(int dir, const char *path, struct error *err)
{
	int fd = openat(dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), status;

	if (fd < 0)
		return file_error(path, err);
	status = fsync(fd) ? file_error(path, err) : 0;
	close(fd);
	return status;
}

int file_sync_parent(const char *path, struct error *err)
{
	char copy[PATH_MAX];

	snprintf(copy, sizeof(copy), "%s", path);
	return file_sync_dir(AT_FDCWD, dirname(copy), err);
}
