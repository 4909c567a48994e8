/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The store: all entries of a ledger, for good, in a directory:
 *
 *	ledger.db	SQLite: the entries, the hashes of their leaves, and the
 *			roots of complete tiles of the Merkle tree
 *	durable		how many entries there are at least, and their root: a
 *			second memory, for what a database loses in silence
 *	checkpoint	the last checkpoint that was signed of it
 *	published	how many entries were published
 */
#ifndef DINH_STORE_H
#define DINH_STORE_H

#include <linux/dinh.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "source.h"

#define STORE_DIR	"/var/lib/dinh"
#define STORE_DATABASE	"ledger.db"
#define STORE_PUBLISHED	"published"

struct store;

/**
 * store_open - keep a store: append to it
 * @dir: its directory; made where there is none
 * @err: filled on failure; its exit is DINH_EXIT_WRONG when the store is
 *	damaged, or has lost what it had acknowledged; nothing was changed then
 *
 * What is there is durable afterwards, whatever became of earlier writes. Only
 * one process at a time can keep a store.
 *
 * Return: the store, or NULL.
 */
struct store *store_open(const char *dir, struct error *err);

/**
 * store_view - read a store, as it is at this moment
 * @dir: its directory
 * @err: as of store_open()
 *
 * Whoever keeps it can go on meanwhile.
 */
struct store *store_view(const char *dir, struct error *err);

void store_close(struct store *store);

uint64_t store_size(const struct store *store);
void store_root(const struct store *store, uint8_t root[HASH_SIZE]);
/* The same, as a ledger like others. */
struct source *store_source(struct store *store);
/* store_view(), of which only that is wanted. */
struct source *store_source_open(const char *dir, struct error *err);

/**
 * store_append - append entries, all of them or none
 * @entries: whole ones, as /dev/dinh has them, aligned to 8 bytes
 * @size: bytes
 * @err: filled on failure; its code is the errno of the cause
 *
 * They are durable when this returns 0. When it fails, it can be tried again
 * unless the store is broken.
 */
int store_append(struct store *store, const void *entries, size_t size,
		 struct error *err);

/*
 * Whether it is not known what the disk has, or what it has is damaged. A
 * broken store is not written any more; to be closed and verified.
 */
bool store_broken(const struct store *store);

/**
 * store_settle - move what was appended to where it stays
 * @err: as of store_append()
 *
 * To be called now and then, when nobody waits; does nothing as long as there
 * is little to move.
 */
int store_settle(struct store *store, struct error *err);

/**
 * store_entry - read an entry
 * @seq: its number, below the size
 * @entry: filled; whole, aligned, and what the hash of its leaf says; good until
 *	the next is read
 *
 * In the order of their numbers they are read fastest.
 *
 * Return: 0, or -1 with an error that names the entry.
 */
int store_entry(struct store *store, uint64_t seq,
		const struct dinh_entry **entry, struct error *err);

/* Told now and then how far it is; what is not 0 ends the work, as EINTR. */
typedef int store_progress(uint64_t done, uint64_t all, void *data);

/**
 * store_verify - read all that there is
 * @progress: may be NULL
 * @err: names the first entry that is wrong
 *
 * Return: 0 where every entry has its hash, every hash of the tree follows from
 * these, and the database is whole.
 */
int store_verify(struct store *store, store_progress *progress, void *data,
		 struct error *err);

/* Whether it has all that others were told, by checkpoint and publication. */
int store_check_told(struct store *store, struct error *err);

/* How many entries were published. Return: 0, 1 where none were, or -1. */
int store_published(const char *dir, uint64_t *size, struct error *err);

#endif /* DINH_STORE_H */
