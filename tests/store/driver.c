// SPDX-License-Identifier: GPL-2.0-only
/*
 * A program that keeps a store, to be killed and to have its system calls fail:
 *
 *	driver append DIR GROUPS SEED	prints the size after each group; what
 *					fails is tried again while it may be
 *	driver leave DIR GROUPS SEED	the same, and ends without closing it
 *	driver check DIR SIZE		whether so many entries are there, and
 *					all that is there is right
 *	driver time DIR GROUPS N	groups of N entries of 112 bytes; and the
 *					same into a flat file; seconds of each
 */
#include <endian.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sample.h"

#define TRIES		8
#define TIMED_SIZE	112

static int report(const struct error *err)
{
	fprintf(stderr, "driver: %s\n", err->text);
	return err->exit ?: 1;
}

static int append_group(struct store *store, unsigned int n, struct error *err)
{
	int tries;

	for (tries = 0; tries < TRIES; tries++) {
		if (!sample_append(store, n, err))
			return 0;
		if (store_broken(store))
			break;
	}
	return -1;
}

static int append(const char *dir, unsigned int groups, unsigned int seed,
		  bool leave)
{
	struct error err = { 0 };
	struct store *store = store_open(dir, &err);
	int status = 0;

	if (!store)
		return report(&err);
	srand(seed);
	printf("%ju\n", (uintmax_t)store_size(store));
	fflush(stdout);
	while (groups-- && !status) {
		if (append_group(store, rand() % 40 + 1, &err)) {
			status = report(&err);
			break;
		}
		printf("%ju\n", (uintmax_t)store_size(store));
		fflush(stdout);
		if (store_settle(store, &err) && store_broken(store))
			status = report(&err);
	}
	if (leave)
		_exit(status);
	store_close(store);
	return status;
}

static int check(const char *dir, uint64_t size)
{
	struct error err = { 0 };
	struct store *store = store_view(dir, &err);
	int status = 0;

	if (!store || sample_check(store, size, &err))
		status = report(&err);
	store_close(store);
	return status;
}

/*
 * Time.
 */

static double now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return at.tv_sec + at.tv_nsec / 1e9;
}

static size_t timed_group(uint64_t seq, unsigned int n)
{
	struct dinh_entry *entry;
	size_t len = 0;

	for (; n; n--, seq++, len += TIMED_SIZE) {
		entry = (void *)(group + len);
		memset(entry, seq & 0xff, TIMED_SIZE);
		entry->size = htole32(TIMED_SIZE);
		entry->seq = htole64(seq);
	}
	return len;
}

static int time_store(const char *dir, unsigned int groups, unsigned int n)
{
	struct error err = { 0 };
	struct store *store = store_open(dir, &err);
	double slowest = 0, began, all = now();
	size_t len;

	if (!store)
		return report(&err);
	while (groups--) {
		len = timed_group(store_size(store), n);
		began = now();
		if (store_append(store, group, len, &err))
			return report(&err);
		if (now() - began > slowest)
			slowest = now() - began;
		if (store_settle(store, &err))
			return report(&err);
	}
	printf("store %.3f s, slowest group %.4f s\n", now() - all, slowest);
	store_close(store);
	return 0;
}

static int time_file(const char *dir, unsigned int groups, unsigned int n)
{
	uint64_t seq = 0;
	char path[4096];
	double all;
	size_t len;
	int fd;

	snprintf(path, sizeof(path), "%s/flat", dir);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return 1;
	all = now();
	for (; groups; groups--, seq += n) {
		len = timed_group(seq, n);
		if (write(fd, group, len) != (ssize_t)len || fdatasync(fd))
			return 1;
	}
	printf("file  %.3f s\n", now() - all);
	close(fd);
	unlink(path);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 5 && (!strcmp(argv[1], "append") ||
			  !strcmp(argv[1], "leave")))
		return append(argv[2], atoi(argv[3]), atoi(argv[4]),
			      !strcmp(argv[1], "leave"));
	if (argc == 4 && !strcmp(argv[1], "check"))
		return check(argv[2], strtoull(argv[3], NULL, 10));
	if (argc == 5 && !strcmp(argv[1], "time"))
		return time_store(argv[2], atoi(argv[3]), atoi(argv[4])) ?:
		       time_file(argv[2], atoi(argv[3]), atoi(argv[4]));
	return 1;
}
