// SPDX-License-Identifier: GPL-2.0-only
/*
 * The store: who keeps the entries, what is durable, and how a ledger comes
 * back.
 *
 * What the store does not have is never dropped: when there is no room left for
 * it, writers wait. A ledger is replayed into a register of its own, which
 * takes the place of the empty one when it is whole and right: nobody ever sees
 * half of it.
 */
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>

#include "door.h"
#include "sysfs.h"

/* Leaves passed under the lock. */
#define ADVANCE_STEPS	256

static struct dinh_store *const store = &dinh_door.store;

/* Those who wait for the store look again. */
static void changed(void)
{
	atomic64_inc(&store->changes);
	wake_up_all(&store->wait);
	dinh_sysfs_changed();
}

u64 dinh_store_changes(void)
{
	return atomic64_read(&store->changes);
}

/**
 * dinh_store_wait - wait until the store has done something
 * @changes: of dinh_store_changes(), from before the caller looked
 *
 * Return: 0, or -ERESTARTSYS when the task is killed.
 */
int dinh_store_wait(u64 changes)
{
	return wait_event_killable(store->wait,
				   dinh_store_changes() != changes);
}

static int must_hold(const void *holder, struct dinh_refusal *why)
{
	if (store->holder == holder)
		return 0;
	return dinh_refuse(why, DINH_REFUSED_NOT_STORE, 0);
}

/*
 * Room.
 */

/**
 * dinh_store_room - bytes of slots that are free for entries
 *
 * Context: the caller holds dinh_door.lock.
 * Return: the bytes; what is durable does not count as used.
 */
u64 dinh_store_room(void)
{
	return dinh_door.ring.size - (dinh_door.ring.head - store->cursor.pos);
}

/**
 * dinh_store_full - whether a large entry would have to wait for the store
 *
 * Context: may sleep; takes dinh_door.lock.
 */
bool dinh_store_full(void)
{
	guard(rwsem_read)(&dinh_door.lock);
	return dinh_door.state == DINH_STATE_LIVE &&
	       dinh_store_room() < DINH_RING_SLOT(DINH_ENTRY_SIZE_MAX);
}

/**
 * dinh_store_reserve - make room for an entry that is to be kept
 * @bytes: of its slot
 * @why: filled on refusal
 *
 * As long as something is not durable, the module cannot be unloaded.
 *
 * Context: the caller holds dinh_door.lock for writing; the register is live.
 * Return: 0 or a negative errno.
 */
int dinh_store_reserve(size_t bytes, struct dinh_refusal *why)
{
	u64 room = dinh_store_room(), size = dinh_door.ring.size;

	if (bytes > room)
		return dinh_refuse(why, DINH_REFUSED_FULL, 0, size - room,
				   size);
	if (!store->pinned && !try_module_get(THIS_MODULE))
		return dinh_refuse(why, DINH_REFUSED_CLOSED, 0);
	store->pinned = true;
	return 0;
}

/*
 * Acknowledging.
 */

/*
 * Makes @next the frontier at @size, of leaves that are all in the ring: what is
 * not durable stays there.
 */
static struct dinh_cursor advance(u64 size)
{
	struct dinh_cursor cursor = store->cursor;
	u8 leaf[DINH_HASH_SIZE];
	unsigned int steps;

	store->next = store->durable;
	while (store->next.size < size) {
		scoped_guard(rwsem_read, &dinh_door.lock) {
			for (steps = ADVANCE_STEPS;
			     steps && store->next.size < size; steps--) {
				dinh_ring_leaf(&dinh_door.ring, &cursor, leaf);
				dinh_frontier_add(&store->next, leaf);
			}
		}
		cond_resched();
	}
	return cursor;
}

static int check_size(u64 size, struct dinh_refusal *why)
{
	guard(rwsem_read)(&dinh_door.lock);
	if (dinh_door.state != DINH_STATE_LIVE)
		return dinh_refuse(why, DINH_REFUSED_CLOSED, 0);
	if (size < store->durable.size)
		return dinh_refuse(why, DINH_REFUSED_STORE_BEHIND, DINH_A_SIZE,
				   size, store->durable.size);
	if (size > dinh_door.reg->ledger.size)
		return dinh_refuse(why, DINH_REFUSED_STORE_AHEAD, DINH_A_SIZE,
				   size, dinh_door.reg->ledger.size);
	return 0;
}

/* Needs @store->lock. */
static int acknowledge(const struct dinh_tree_head *head,
		       struct dinh_refusal *why)
{
	struct dinh_cursor cursor;
	u8 root[DINH_HASH_SIZE];
	int err = check_size(head->size, why);

	if (err)
		return err;
	cursor = advance(head->size);
	dinh_frontier_root(&store->next, root);
	if (memcmp(root, head->root, sizeof(root)))
		return dinh_refuse(why, DINH_REFUSED_STORE_ROOT, DINH_A_ROOT,
				   head->size);
	guard(rwsem_write)(&dinh_door.lock);
	store->durable = store->next;
	store->cursor = cursor;
	if (store->pinned && head->size == dinh_door.reg->ledger.size) {
		store->pinned = false;
		module_put(THIS_MODULE);
	}
	return 0;
}

/**
 * dinh_store_acknowledge - the store has so many entries, for good
 * @holder: the open file that says so
 * @head: their number, and their root
 * @why: filled on refusal
 *
 * Return: 0, -EBADMSG where it is another ledger, or another negative errno.
 */
int dinh_store_acknowledge(const void *holder,
			   const struct dinh_tree_head *head,
			   struct dinh_refusal *why)
{
	int err;

	guard(mutex)(&store->lock);
	err = must_hold(holder, why) ?: acknowledge(head, why);
	if (!err)
		changed();
	return err;
}

/*
 * The role.
 */

/* Needs @store->lock. */
static int begin_restore(const struct dinh_tree_head *head,
			 struct dinh_refusal *why)
{
	store->fresh = dinh_door_register();
	if (!store->fresh)
		return dinh_refuse(why, DINH_REFUSED_NO_MEMORY, 0);
	store->goal = *head;
	guard(rwsem_write)(&dinh_door.lock);
	dinh_door.state = DINH_STATE_RESTORING;
	return 0;
}

/* Needs @store->lock. What was replayed so far is forgotten. */
static void end_restore(enum dinh_state state)
{
	dinh_register_free(store->fresh);
	store->fresh = NULL;
	guard(rwsem_write)(&dinh_door.lock);
	dinh_door.state = state;
}

static int take_up(const struct dinh_tree_head *head, struct dinh_refusal *why)
{
	enum dinh_state state;

	scoped_guard(rwsem_read, &dinh_door.lock)
		state = dinh_door.state;
	switch (state) {
	case DINH_STATE_VOLATILE:
		return dinh_refuse(why, DINH_REFUSED_VOLATILE, 0);
	case DINH_STATE_LIVE:
		return acknowledge(head, why);
	default:
		return head->size ? begin_restore(head, why) : 0;
	}
}

/**
 * dinh_store_claim - become the store
 * @holder: the open file that asks for it; calls dinh_store_release() at its end
 * @head: what it has
 * @why: filled on refusal
 *
 * Return: 0, -EBUSY where there is another, -EBADMSG where it has not what was
 * acknowledged or what the register has, or another negative errno.
 */
int dinh_store_claim(const void *holder, const struct dinh_tree_head *head,
		     struct dinh_refusal *why)
{
	int err;

	guard(mutex)(&store->lock);
	if (store->holder)
		return dinh_refuse(why, DINH_REFUSED_STORE_TAKEN, 0);
	err = take_up(head, why);
	if (err)
		return err;
	scoped_guard(rwsem_write, &dinh_door.lock) {
		store->holder = holder;
		store->status = DINH_STORE_WORKING;
		store->error = 0;
	}
	changed();
	return 0;
}

/**
 * dinh_store_report - the store says how it is
 * @holder: the open file that says so
 * @state: how it is
 * @why: filled on refusal
 *
 * Return: 0 or a negative errno.
 */
int dinh_store_report(const void *holder, const struct dinh_store_state *state,
		      struct dinh_refusal *why)
{
	bool works = state->status == DINH_STORE_WORKING;
	int err;

	guard(mutex)(&store->lock);
	err = must_hold(holder, why);
	if (err)
		return err;
	if (state->status == DINH_STORE_NONE ||
	    state->status >= DINH_STORE_STATUSES || works != !state->error ||
	    state->error > MAX_ERRNO)
		return dinh_refuse(why, DINH_REFUSED_STORE_STATUS, 0,
				   (u64)state->status, (u64)state->error);
	scoped_guard(rwsem_write, &dinh_door.lock) {
		store->status = state->status;
		store->error = state->error;
	}
	changed();
	return 0;
}

/**
 * dinh_store_release - a file is closed, and is no longer the store
 * @holder: the file, whether or not it had the role
 *
 * A ledger that was not replayed to its end is forgotten. That the store
 * stopped for good is remembered.
 */
void dinh_store_release(const void *holder)
{
	guard(mutex)(&store->lock);
	if (store->holder != holder)
		return;
	if (store->fresh)
		end_restore(DINH_STATE_CLOSED);
	scoped_guard(rwsem_write, &dinh_door.lock) {
		store->holder = NULL;
		if (store->status != DINH_STORE_STOPPED) {
			store->status = DINH_STORE_NONE;
			store->error = 0;
		}
	}
	changed();
}

/*
 * Bringing a ledger back.
 */

/**
 * dinh_store_restores - whether what a file writes is to be replayed
 * @holder: the file
 */
bool dinh_store_restores(const void *holder)
{
	guard(rwsem_read)(&dinh_door.lock);
	return store->holder == holder &&
	       dinh_door.state == DINH_STATE_RESTORING;
}

static int must_restore(const void *holder, struct dinh_refusal *why)
{
	int err = must_hold(holder, why);

	if (!err && !store->fresh)
		err = dinh_refuse(why, DINH_REFUSED_NOT_RESTORING, 0);
	return err;
}

/**
 * dinh_store_replay - the next entry of the ledger that is brought back
 * @holder: the open file that writes it
 * @entry: as it stands in the ledger
 * @why: filled on refusal
 *
 * Return: 0 or a negative errno; then the next one is still the same.
 */
int dinh_store_replay(const void *holder, const struct dinh_entry *entry,
		      struct dinh_refusal *why)
{
	int err;

	guard(mutex)(&store->lock);
	err = must_restore(holder, why);
	if (!err && store->fresh->ledger.size >= store->goal.size)
		err = dinh_refuse(why, DINH_REFUSED_RESTORE_SIZE, DINH_A_SIZE,
				  store->fresh->ledger.size + 1,
				  store->goal.size);
	return err ?: dinh_register_replay(store->fresh, entry, why);
}

static int check_goal(struct dinh_refusal *why)
{
	const struct dinh_frontier *ledger = &store->fresh->ledger;
	u8 root[DINH_HASH_SIZE];

	if (ledger->size != store->goal.size)
		return dinh_refuse(why, DINH_REFUSED_RESTORE_SIZE, DINH_A_SIZE,
				   ledger->size, store->goal.size);
	dinh_frontier_root(ledger, root);
	if (memcmp(root, store->goal.root, sizeof(root)))
		return dinh_refuse(why, DINH_REFUSED_RESTORE_ROOT, DINH_A_ROOT,
				   ledger->size);
	return 0;
}

/**
 * dinh_store_restored - all was written: take the ledger up
 * @holder: the open file that says so
 * @why: filled on refusal
 *
 * Return: 0, -EBADMSG where size or root are not those that were announced, or
 * another negative errno.
 */
int dinh_store_restored(const void *holder, struct dinh_refusal *why)
{
	int err;

	guard(mutex)(&store->lock);
	err = must_restore(holder, why) ?: check_goal(why);
	if (err)
		return err;
	scoped_guard(rwsem_write, &dinh_door.lock) {
		swap(dinh_door.reg, store->fresh);
		store->durable = dinh_door.reg->ledger;
		dinh_ring_restart(&dinh_door.ring, store->durable.size);
		store->cursor = dinh_ring_newest(&dinh_door.ring);
		err = dinh_door_boot(why);
		if (err) {
			swap(dinh_door.reg, store->fresh);
			memset(&store->durable, 0, sizeof(store->durable));
			dinh_ring_restart(&dinh_door.ring, 0);
		}
	}
	if (err)
		return err;
	end_restore(DINH_STATE_LIVE);
	changed();
	return 0;
}

/*
 * Waiting for it, and what comes after it.
 */

/**
 * dinh_store_sync - wait until what is accepted now is durable
 *
 * Context: may sleep; not under dinh_door.lock.
 * Return: 0; -EIO where it never will be; -ENOTCONN where nobody is there to
 * save it; -ERESTARTSYS when the task is killed.
 */
int dinh_store_sync(void)
{
	u64 changes, size;

	scoped_guard(rwsem_read, &dinh_door.lock) {
		if (dinh_door.state == DINH_STATE_VOLATILE)
			return -EIO;
		size = dinh_door.reg->ledger.size;
	}
	for (;;) {
		changes = dinh_store_changes();
		scoped_guard(rwsem_read, &dinh_door.lock) {
			if (store->durable.size >= size)
				return 0;
			if (store->status == DINH_STORE_STOPPED)
				return -EIO;
			if (!store->holder)
				return -ENOTCONN;
		}
		if (dinh_store_wait(changes))
			return -ERESTARTSYS;
	}
}

/**
 * dinh_store_publish - so many entries were published
 * @size: their number; not less than before, and durable
 * @check_only: say whether it can be, and do nothing
 * @why: filled on refusal
 *
 * Context: may sleep; takes dinh_door.lock.
 * Return: 0 or a negative errno.
 */
int dinh_store_publish(u64 size, bool check_only, struct dinh_refusal *why)
{
	scoped_guard(rwsem_write, &dinh_door.lock) {
		if (dinh_door.state == DINH_STATE_VOLATILE)
			return dinh_refuse(why, DINH_REFUSED_VOLATILE, 0);
		if (dinh_door.state != DINH_STATE_LIVE)
			return dinh_refuse(why, DINH_REFUSED_CLOSED, 0);
		if (size < store->published || size > store->durable.size)
			return dinh_refuse(why, DINH_REFUSED_PUBLISHED,
					   DINH_A_SIZE, size, store->published,
					   store->durable.size);
		if (!check_only)
			store->published = size;
	}
	dinh_sysfs_changed();
	return 0;
}

void dinh_store_setup(void)
{
	mutex_init(&store->lock);
	init_waitqueue_head(&store->wait);
}

/**
 * dinh_store_teardown - end its life; no file is open
 */
void dinh_store_teardown(void)
{
	mutex_destroy(&store->lock);
}
