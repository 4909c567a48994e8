// SPDX-License-Identifier: GPL-2.0-only
/* The store of dinhd by itself, without a kernel that it reads from. */
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tool/lib/store.h"
#include "durable.h"

static struct store *kept;

static void check(int status, const struct error *err)
{
	if (!status)
		return;
	fprintf(stderr, "%s\n", err->text);
	exit(1);
}

static void begin(const char *place, unsigned int writers)
{
	struct error err;

	kept = store_open(place, &err);
	check(!kept, &err);
}

static void commit(const struct evidence *entry, unsigned int n)
{
	struct evidence numbered[WRITERS_MAX];
	struct error err;
	unsigned int i;

	for (i = 0; i < n; i++) {
		numbered[i] = entry[i];
		numbered[i].entry.seq = htole64(store_size(kept) + i);
	}
	check(store_append(kept, numbered, n * sizeof(*entry), &err), &err);
	check(store_settle(kept, &err), &err);
}

const struct contestant store = {
	.name = "store",
	.begin = begin,
	.commit = commit,
	.group = WRITERS_MAX,
};
