/* SPDX-License-Identifier: GPL-2.0-only */
/* The store: the one open file that keeps the entries, and brings them back. */
#ifndef DINH_STORE_H
#define DINH_STORE_H

#include <linux/atomic.h>
#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/wait.h>
#include <linux/dinh.h>

#include "engine/register.h"
#include "ring.h"

/**
 * struct dinh_store - what the store has, as far as the kernel knows
 * @lock: see below; taken before dinh_door.lock
 * @fresh: the register that a ledger is being replayed into
 * @goal: what is announced to be in it at the end
 * @next: a frontier on its way from @durable to what is being acknowledged
 * @holder: the open file that has the role, or NULL
 * @status: how it is
 * @error: errno that keeps it from saving
 * @durable: of the entries that it has
 * @cursor: the first entry that it does not have
 * @published: entries that were published
 * @pinned: the module stays loaded for what is not durable
 * @changes: grows whenever those who wait should look again
 * @wait: they
 */
struct dinh_store {
	/*
	 * Serialises who has the role and what it asks for; guards @fresh,
	 * @goal and @next.
	 */
	struct mutex lock;
	struct dinh_register *fresh;
	struct dinh_tree_head goal;
	struct dinh_frontier next;
	/* These are guarded by dinh_door.lock; @holder by both. */
	const void *holder;
	enum dinh_store_status status;
	u32 error;
	struct dinh_frontier durable;
	struct dinh_cursor cursor;
	u64 published;
	bool pinned;
	/* By itself. */
	atomic64_t changes;
	wait_queue_head_t wait;
};

void dinh_store_setup(void);
void dinh_store_teardown(void);

int dinh_store_claim(const void *holder, const struct dinh_tree_head *head,
		     struct dinh_refusal *why);
bool dinh_store_restores(const void *holder);
int dinh_store_replay(const void *holder, const struct dinh_entry *entry,
		      struct dinh_refusal *why);
int dinh_store_restored(const void *holder, struct dinh_refusal *why);
int dinh_store_acknowledge(const void *holder,
			   const struct dinh_tree_head *head,
			   struct dinh_refusal *why);
int dinh_store_report(const void *holder, const struct dinh_store_state *state,
		      struct dinh_refusal *why);
void dinh_store_release(const void *holder);

int dinh_store_publish(u64 size, bool check_only, struct dinh_refusal *why);
int dinh_store_sync(const void *file);
int dinh_store_wait_room(const void *writer, size_t bytes, u64 changes);
u64 dinh_store_changes(void);

int dinh_store_reserve(size_t bytes, bool check_only,
		       struct dinh_refusal *why);
u64 dinh_store_room(void);
bool dinh_store_full(void);

#endif /* DINH_STORE_H */
