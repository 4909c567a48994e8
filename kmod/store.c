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
#include <linux/poll.h>
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
	wake_up_poll(&store->wait, EPOLLOUT | EPOLLWRNORM);
	dinh_sysfs_changed();
}

u64 dinh_store_changes(void)
{
	return atomic64_read(&store->changes);
}

/* Killably, and so that the machine can be suspended. */
static int wait_for_change(u64 changes)
{
	return wait_event_state(store->wait, dinh_store_changes() != changes,
				(TASK_KILLABLE | TASK_FREEZABLE));
}

/* Needs the lock of nobody; to be undone with mutex_unlock(). */
static int lock_store(struct dinh_refusal *why)
{
	int err = mutex_lock_killable(&store->lock);

	if (!err)
		return 0;
	why->error = err;
	why->attr = 0;
	why->text[0] = '\0';
	return err;
}

/* Needs @store->lock. */
static int must_hold(const void *holder, struct dinh_refusal *why)
{
	if (store->holder == holder)
		return 0;
	return dinh_refuse(why, DINH_REFUSED_NOT_STORE, 0);
}

/* Needs @store->lock. What stopped for good has no more to say. */
static int must_work(const void *holder, struct dinh_refusal *why)
{
	int err = must_hold(holder, why);

	if (!err && store->status == DINH_STORE_STOPPED)
		err = dinh_refuse(why, DINH_REFUSED_STORE_STOPPED, 0);
	return err;
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

static bool has_room(size_t bytes)
{
	guard(rwsem_read)(&dinh_door.lock);
	return dinh_door.state != DINH_STATE_LIVE ||
	       dinh_store_room() >= bytes;
}

/**
 * dinh_store_full - whether a large entry would have to wait for the store
 *
 * Context: may sleep; takes dinh_door.lock.
 */
bool dinh_store_full(void)
{
	return !has_room(DINH_RING_SLOT(DINH_ENTRY_SIZE_MAX));
}

/**
 * dinh_store_wait_room - wait until an entry that found no room can be tried
 * again
 * @writer: the open file
 * @bytes: of its slot
 * @changes: of dinh_store_changes(), from before it was tried
 *
 * Context: may sleep; not under dinh_door.lock.
 * Return: 0; -EAGAIN where the store itself would wait; -ERESTARTSYS when the
 * task is killed.
 */
int dinh_store_wait_room(const void *writer, size_t bytes, u64 changes)
{
	scoped_guard(rwsem_read, &dinh_door.lock)
		if (store->holder == writer)
			return -EAGAIN;
	do {
		if (wait_for_change(changes))
			return -ERESTARTSYS;
		changes = dinh_store_changes();
	} while (!has_room(bytes));
	return 0;
}

/**
 * dinh_store_reserve - make room for an entry that is to be kept
 * @bytes: of its slot
 * @check_only: say whether there is room
 * @why: filled on refusal
 *
 * As long as something is not durable, the module cannot be unloaded.
 *
 * Context: the caller holds dinh_door.lock for writing; the register is live.
 * Return: 0 or a negative errno.
 */
int dinh_store_reserve(size_t bytes, bool check_only, struct dinh_refusal *why)
{
	u64 room = dinh_store_room(), size = dinh_door.ring.size;

	if (bytes > room)
		return dinh_refuse(why, DINH_REFUSED_FULL, 0, size - room,
				   size);
	if (check_only)
		return 0;
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
static int advance(u64 size, struct dinh_cursor *after)
{
	struct dinh_cursor cursor = store->cursor;
	u8 leaf[DINH_HASH_SIZE];
	unsigned int steps;

	store->next = store->durable;
	while (store->next.size < size) {
		if (fatal_signal_pending(current))
			return -EINTR;
		scoped_guard(rwsem_read, &dinh_door.lock) {
			for (steps = ADVANCE_STEPS;
			     steps && store->next.size < size; steps--) {
				dinh_ring_leaf(&dinh_door.ring, &cursor, leaf);
				dinh_frontier_add(&store->next, leaf);
			}
		}
		cond_resched();
	}
	*after = cursor;
	return 0;
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
	err = advance(head->size, &cursor);
	if (err)
		return err;
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

	err = lock_store(why);
	if (err)
		return err;
	err = must_work(holder, why) ?: acknowledge(head, why);
	mutex_unlock(&store->lock);
	if (err)
		return err;
	changed();
	if (READ_ONCE(dinh_door.behind))
		dinh_door_follow_clock();
	return 0;
}

/*
 * The role.
 */

/* Needs @store->lock. */
static void set_holder(const void *holder, enum dinh_store_status status,
		       u32 error)
{
	guard(rwsem_write)(&dinh_door.lock);
	store->holder = holder;
	store->status = status;
	store->error = error;
}

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

/* The root of a ledger without entries says nothing else. */
static int check_empty(const struct dinh_tree_head *head,
		       struct dinh_refusal *why)
{
	static const struct dinh_frontier empty;
	u8 root[DINH_HASH_SIZE];

	dinh_frontier_root(&empty, root);
	if (!memcmp(root, head->root, sizeof(root)))
		return 0;
	return dinh_refuse(why, DINH_REFUSED_STORE_ROOT, DINH_A_ROOT, 0ull);
}

/* Needs @store->lock. */
static int take_up(const struct dinh_tree_head *head, struct dinh_refusal *why)
{
	enum dinh_state state;
	bool open;

	scoped_guard(rwsem_read, &dinh_door.lock) {
		state = dinh_door.state;
		open = dinh_door.open;
	}
	if (!open)
		return dinh_refuse(why, DINH_REFUSED_CLOSED, 0);
	switch (state) {
	case DINH_STATE_VOLATILE:
		return dinh_refuse(why, DINH_REFUSED_VOLATILE, 0);
	case DINH_STATE_LIVE:
		return acknowledge(head, why);
	default:
		return head->size ? begin_restore(head, why) :
				    check_empty(head, why);
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

	err = lock_store(why);
	if (err)
		return err;
	if (store->holder)
		err = dinh_refuse(why, DINH_REFUSED_STORE_TAKEN, 0);
	else
		err = take_up(head, why);
	if (!err)
		set_holder(holder, DINH_STORE_WORKING, 0);
	mutex_unlock(&store->lock);
	if (!err)
		changed();
	return err;
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

	if (state->status == DINH_STORE_NONE ||
	    state->status >= DINH_STORE_STATUSES || works != !state->error ||
	    state->error > MAX_ERRNO)
		return dinh_refuse(why, DINH_REFUSED_STORE_STATUS, 0,
				   (u64)state->status, (u64)state->error);
	err = lock_store(why);
	if (err)
		return err;
	err = must_work(holder, why);
	if (!err)
		set_holder(holder, state->status, state->error);
	mutex_unlock(&store->lock);
	if (!err)
		changed();
	return err;
}

/**
 * dinh_store_release - a file that was the store is closed
 * @holder: the file
 *
 * A ledger that was not replayed to its end is forgotten. That the store
 * stopped for good is remembered.
 */
void dinh_store_release(const void *holder)
{
	struct dinh_register *fresh;

	mutex_lock(&store->lock);
	fresh = store->fresh;
	store->fresh = NULL;
	scoped_guard(rwsem_write, &dinh_door.lock) {
		if (dinh_door.state == DINH_STATE_RESTORING)
			dinh_door.state = DINH_STATE_CLOSED;
		store->holder = NULL;
		if (store->status != DINH_STORE_STOPPED) {
			store->status = DINH_STORE_NONE;
			store->error = 0;
		}
	}
	mutex_unlock(&store->lock);
	changed();
	dinh_register_free(fresh);
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
	int err = must_work(holder, why);

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

	err = lock_store(why);
	if (err)
		return err;
	err = must_restore(holder, why);
	if (!err && store->fresh->ledger.size >= store->goal.size)
		err = dinh_refuse(why, DINH_REFUSED_RESTORE_SIZE, DINH_A_SIZE,
				  store->fresh->ledger.size + 1,
				  store->goal.size);
	if (!err)
		err = dinh_register_replay(store->fresh, entry, why);
	mutex_unlock(&store->lock);
	return err;
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

/* Needs dinh_door.lock and @store->lock. Undoes itself where it fails. */
static int swap_in(struct dinh_refusal *why)
{
	int err;

	swap(dinh_door.reg, store->fresh);
	store->durable = dinh_door.reg->ledger;
	dinh_ring_restart(&dinh_door.ring, store->durable.size);
	store->cursor = dinh_ring_newest(&dinh_door.ring);
	err = dinh_door_boot(why);
	if (!err)
		return 0;
	swap(dinh_door.reg, store->fresh);
	memset(&store->durable, 0, sizeof(store->durable));
	dinh_ring_restart(&dinh_door.ring, 0);
	store->cursor = dinh_ring_newest(&dinh_door.ring);
	return err;
}

/* Needs @store->lock. */
static int take_over(const void *holder, struct dinh_register **empty,
		     struct dinh_refusal *why)
{
	int err = must_restore(holder, why) ?: check_goal(why);

	if (err)
		return err;
	scoped_guard(rwsem_write, &dinh_door.lock)
		err = swap_in(why);
	if (err)
		return err;
	*empty = store->fresh;
	store->fresh = NULL;
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
	struct dinh_register *empty = NULL;
	int err;

	err = lock_store(why);
	if (err)
		return err;
	err = take_over(holder, &empty, why);
	mutex_unlock(&store->lock);
	if (err)
		return err;
	dinh_register_free(empty);
	changed();
	/* Whoever sees it live finds its directories. */
	dinh_door_tell();
	dinh_sysfs_flush();
	return 0;
}

/*
 * Waiting for it, and what comes after it.
 */

/**
 * dinh_store_sync - wait until what is accepted now is durable
 * @file: the open file that waits
 *
 * Context: may sleep; not under dinh_door.lock.
 * Return: 0; -EIO where it is not kept, or its store stopped; -ENOTCONN where
 * nobody is there to save it; -EDEADLK where the store would wait for itself;
 * -ERESTARTSYS when the task is killed.
 */
int dinh_store_sync(const void *file)
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
			if (store->holder == file)
				return -EDEADLK;
		}
		if (wait_for_change(changes))
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
