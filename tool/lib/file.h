/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Files that are read whole, and files that are there whole or not at all:
 * written under another name, synced, renamed, and their directory synced.
 * Paths are relative to @dir, or AT_FDCWD.
 */
#ifndef DINH_FILE_H
#define DINH_FILE_H

#include <stddef.h>
#include <sys/types.h>

#include "error.h"

/**
 * file_read - the whole of a file
 * @max: most bytes that it may have
 * @data: to be freed, a NUL follows it; NULL where it was not read
 *
 * Return: 0, 1 where there is no such file, or -1.
 */
int file_read(int dir, const char *path, size_t max, char **data, size_t *size,
	      struct error *err);

/* The same, where it is an error that there is none. */
int file_need(int dir, const char *path, size_t max, char **data, size_t *size,
	      struct error *err);

/* A file that is not there yet, synced; gone again where that fails. */
int file_create(int dir, const char *path, mode_t mode, const void *data,
		size_t size, struct error *err);

/* Puts a file in the place of another by the way of @temp. */
int file_replace(int dir, const char *temp, const char *path, mode_t mode,
		 const void *data, size_t size, struct error *err);

/* Syncs a directory. */
int file_sync_dir(int dir, const char *path, struct error *err);

/* Syncs the directory that a file is in. */
int file_sync_parent(const char *path, struct error *err);

/* Sets @err to the reason of errno, with the file's name in front. */
int file_error(const char *path, struct error *err);

#endif /* DINH_FILE_H */
