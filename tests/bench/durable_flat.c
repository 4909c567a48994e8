// SPDX-License-Identifier: GPL-2.0-only
/*
 * A flat file: the same bytes, one fdatasync for each group. They are appended,
 * or go where zeros were, as a log goes that is used again.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "durable.h"

#define READY		(32 << 20)

static int file;
static off_t at;

static void begin(const char *place, unsigned int writers)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/entries", place);
	file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (file < 0)
		die(path);
}

static void begin_ready(const char *place, unsigned int writers)
{
	static const char zeros[1 << 16];

	begin(place, writers);
	for (at = 0; at < READY; at += sizeof(zeros))
		if (write(file, zeros, sizeof(zeros)) != sizeof(zeros))
			die("write");
	if (fsync(file))
		die("fsync");
	at = 0;
}

static void commit(const struct evidence *entry, unsigned int n)
{
	ssize_t size = n * sizeof(*entry);

	if (pwrite(file, entry, size, at) != size)
		die("write");
	if (fdatasync(file))
		die("fdatasync");
	at += size;
}

static void commit_ready(const struct evidence *entry, unsigned int n)
{
	if (at + n * sizeof(*entry) > READY)
		at = 0;
	commit(entry, n);
}

const struct contestant flat = {
	.name = "flat",
	.begin = begin,
	.commit = commit,
	.group = WRITERS_MAX,
};

const struct contestant flat_ready = {
	.name = "flat-ready",
	.begin = begin_ready,
	.commit = commit_ready,
	.group = WRITERS_MAX,
};
