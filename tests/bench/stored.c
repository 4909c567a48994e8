// SPDX-License-Identifier: GPL-2.0-only
/* A store with a ledger of any length: stored PROGRAMME ENTRIES DIRECTORY */
#include "bench.h"
#include "store.h"
#include "town.h"

/* Entries of a commune: itself, and its records. */
#define OF_COMMUNE	(1 + RECORDS)

static struct store *store;
static struct error err;
static _Alignas(8) u8 group[1 << 20];
static size_t used;
static u64 left;

static void fail(void)
{
	fprintf(stderr, "%s\n", err.text);
	exit(1);
}

static void append_group(void)
{
	if (store_append(store, group, used, &err) || store_settle(store, &err))
		fail();
	used = 0;
}

static void keep(struct dinh_sink *sink, const struct dinh_entry *entry,
		 const u8 leaf[DINH_HASH_SIZE])
{
	size_t size = le32_to_cpu(entry->size);

	if (!left)
		return;
	if (used + size > sizeof(group))
		append_group();
	memcpy(group + used, entry, size);
	used += size;
	left--;
}

int main(int argc, char **argv)
{
	struct dinh_sink sink = { .entry = keep };

	if (argc != 4) {
		fprintf(stderr, "usage: stored PROGRAMME ENTRIES DIRECTORY\n");
		return 1;
	}
	left = strtoull(argv[2], NULL, 10);
	store = store_open(argv[3], &err);
	if (!store)
		fail();
	/* A few more than are wanted: the rest is left out. */
	fill(argv[1], left / OF_COMMUNE + left / 100, RECORDS, &sink);
	append_group();
	store_close(store);
	return left ? 1 : 0;
}
