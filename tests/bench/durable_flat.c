// SPDX-License-Identifier: GPL-2.0-only
/* A flat file: the same bytes appended, one fdatasync for each group. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "durable.h"

static int file;

static void begin(const char *place, unsigned int writers)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/entries", place);
	file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (file < 0)
		die(path);
}

static void commit(const struct evidence *entry, unsigned int n)
{
	ssize_t size = n * sizeof(*entry);

	if (write(file, entry, size) != size)
		die("write");
	if (fdatasync(file))
		die("fdatasync");
}

const struct contestant flat = {
	.name = "flat",
	.begin = begin,
	.commit = commit,
	.group = WRITERS_MAX,
};
