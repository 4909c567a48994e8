// SPDX-License-Identifier: GPL-2.0-only
/*
 * Visitors. A visit is counted once, when an open file says whose board it looks
 * at, and a visitor is online until the last descriptor of the file is closed,
 * however that comes. Visits become entries with the day, before their unit
 * ends, and when the store is about to stop.
 */
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/xarray.h>

#include "door.h"
#include "session.h"

/*
 * Guards all that follows, and the visitors of each board. Taken under
 * dinh_door.lock or without it; nothing else is taken under it.
 */
static DEFINE_MUTEX(lock);
/* struct dinh_visitors by number of the unit; none where both are 0. */
static DEFINE_XARRAY(boards);
static struct dinh_visitors everyone;

/* Needs @lock. */
static void drop_idle(u32 unit, struct dinh_visitors *board)
{
	if (board->visits || board->online)
		return;
	xa_erase(&boards, unit);
	kfree(board);
}

static int may_visit(u32 unit, struct dinh_refusal *why)
{
	const struct dinh_register *reg = dinh_door.reg;
	const struct dinh_unit *it = dinh_unit(reg, unit);
	char date[DINH_DATE_SIZE];

	if (!dinh_door.open || !reg->ledger.size)
		return dinh_refuse(why, DINH_REFUSED_CLOSED, 0);
	if (!it)
		return dinh_refuse(why, DINH_REFUSED_UNIT_UNKNOWN, DINH_A_UNIT,
				   (u64)unit);
	if (!it->until)
		return 0;
	dinh_date(it->until, date);
	return dinh_refuse(why, DINH_REFUSED_UNIT_DISSOLVED, DINH_A_UNIT,
			   dinh_unit_code(it), date);
}

/* Needs @lock. */
static struct dinh_visitors *get_board(u32 unit)
{
	struct dinh_visitors *board = xa_load(&boards, unit);

	if (board)
		return board;
	board = kzalloc(sizeof(*board), GFP_KERNEL_ACCOUNT);
	if (board && !xa_err(xa_store(&boards, unit, board,
				      GFP_KERNEL_ACCOUNT)))
		return board;
	kfree(board);
	return NULL;
}

/**
 * dinh_session_begin - somebody looks at a board
 * @unit: number of a living unit, or 0 for the register
 * @why: filled on refusal
 *
 * Context: may sleep; takes dinh_door.lock.
 * Return: 0; then dinh_session_end() is to be called once; or a negative errno.
 */
int dinh_session_begin(u32 unit, struct dinh_refusal *why)
{
	struct dinh_visitors *board;
	int err;

	/* So that the unit does not end between the look and the count. */
	guard(rwsem_read)(&dinh_door.lock);
	err = may_visit(unit, why);
	if (err)
		return err;
	guard(mutex)(&lock);
	board = get_board(unit);
	if (!board)
		return dinh_refuse(why, DINH_REFUSED_NO_MEMORY, 0);
	board->visits++;
	board->online++;
	everyone.visits++;
	everyone.online++;
	return 0;
}

/**
 * dinh_session_end - that somebody no longer does
 * @unit: as it was told to dinh_session_begin()
 *
 * Context: may sleep.
 */
void dinh_session_end(u32 unit)
{
	struct dinh_visitors *board;

	guard(mutex)(&lock);
	board = xa_load(&boards, unit);
	board->online--;
	everyone.online--;
	drop_idle(unit, board);
}

/* Needs @lock and dinh_door.lock. */
static int settle_one(u32 unit, struct dinh_visitors *board,
		      struct dinh_refusal *why)
{
	struct {
		struct dinh_entry head;
		struct dinh_visits body;
	} entry = {
		.head = {
			.size = cpu_to_le32(sizeof(entry)),
			.type = DINH_ENTRY_VISITS,
			.version = 1,
			.unit = cpu_to_le32(unit),
		},
		.body.visits = cpu_to_le32(board->visits),
	};
	int err;

	if (!board->visits)
		return 0;
	err = dinh_door_make_locked(&entry.head, NULL, why);
	if (err)
		return err;
	everyone.visits -= board->visits;
	board->visits = 0;
	drop_idle(unit, board);
	return 0;
}

/**
 * dinh_session_settle_locked - make entries of visits
 * @unit: number of the unit whose they are, or DINH_SESSION_ALL
 * @why: filled on refusal
 *
 * Context: the caller holds dinh_door.lock for writing.
 * Return: 0, or a negative errno where some are not entries yet; they wait.
 */
int dinh_session_settle_locked(u32 unit, struct dinh_refusal *why)
{
	struct dinh_visitors *board;
	unsigned long nr;
	int err = 0;

	guard(mutex)(&lock);
	if (unit != DINH_SESSION_ALL) {
		board = xa_load(&boards, unit);
		return board ? settle_one(unit, board, why) : 0;
	}
	xa_for_each(&boards, nr, board) {
		err = settle_one(nr, board, why);
		if (err)
			break;
		cond_resched();
	}
	return err;
}

/**
 * dinh_session_settle - make entries of all visits
 * @why: filled on refusal
 *
 * Context: may sleep; takes dinh_door.lock.
 * Return: 0 or a negative errno.
 */
int dinh_session_settle(struct dinh_refusal *why)
{
	int err;

	scoped_guard(rwsem_write, &dinh_door.lock)
		err = dinh_session_settle_locked(DINH_SESSION_ALL, why);
	dinh_door_submitted(DINH_ENTRY_VISITS, false, err, why);
	return err;
}

/**
 * dinh_session_visitors - who looks at a board
 * @unit: number of the unit, or DINH_SESSION_ALL
 *
 * Context: may sleep.
 * Return: visits that are not in the ledger yet, and visitors now.
 */
struct dinh_visitors dinh_session_visitors(u32 unit)
{
	const struct dinh_visitors *board;

	guard(mutex)(&lock);
	if (unit == DINH_SESSION_ALL)
		return everyone;
	board = xa_load(&boards, unit);
	return board ? *board : (struct dinh_visitors) {};
}

/**
 * dinh_session_teardown - forget visits that were never entries
 *
 * The door is closed, and no file is open.
 */
void dinh_session_teardown(void)
{
	struct dinh_visitors *board;
	unsigned long nr;

	xa_for_each(&boards, nr, board)
		kfree(board);
	xa_destroy(&boards);
}
