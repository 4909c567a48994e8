/* SPDX-License-Identifier: GPL-2.0-only */
/* The one door of the register, and the lock that all who read it take. */
#ifndef DINH_DOOR_H
#define DINH_DOOR_H

#include <linux/rwsem.h>
#include <linux/types.h>
#include <linux/workqueue.h>
#include <linux/dinh.h>

#include "access.h"
#include "engine/register.h"
#include "ring.h"
#include "store.h"

/**
 * struct dinh_door - a register, and what it takes to share it
 * @lock: guards all that follows but @store, which says what of it is guarded
 *	by what, and @tick. A writer holds it alone while an
 *	entry is checked, accepted and applied, so that readers see the state
 *	between two entries; readers hold it together, and not for long: a long
 *	walk lets go and looks again. Nothing is copied to or from user space
 *	under it.
 * @reg: the register; another one once its ledger was restored
 * @ring: its newest entries
 * @state: whether it takes entries
 * @open: whether anything is let in: all of the module is there
 * @settled: the day on which visits became entries last
 * @behind: the clock could not be followed, for want of room
 * @store: who keeps them
 * @sink: where the register tells what happened
 * @tick: looks at the clock when nobody else does
 */
struct dinh_door {
	struct rw_semaphore lock;
	struct dinh_register *reg;
	struct dinh_ring ring;
	enum dinh_state state;
	bool open;
	u32 settled;
	bool behind;
	struct dinh_store store;
	struct dinh_sink sink;
	struct delayed_work tick;
};

extern struct dinh_door dinh_door;

/**
 * struct dinh_moment - a reading of both clocks
 * @wall: nanoseconds since 1970-01-01 UTC
 * @boot: nanoseconds since boot
 */
struct dinh_moment {
	u64 wall;
	u64 boot;
};

int dinh_door_setup(void);
void dinh_door_teardown(void);
void dinh_door_open(void);
void dinh_door_close(void);
int dinh_door_submit(struct dinh_entry *entry,
		     const struct dinh_writer *writer, bool check_only,
		     struct dinh_refusal *why);
int dinh_door_submit_ahead(struct dinh_entry *entry,
			   const struct dinh_writer *writer, u32 next,
			   u32 after, struct dinh_refusal *why);
int dinh_door_submit_locked(struct dinh_entry *entry,
			    const struct dinh_writer *writer, bool check_only,
			    struct dinh_refusal *why);
int dinh_door_admit(const struct dinh_entry *entry,
		    const struct dinh_writer *writer,
		    struct dinh_refusal *why);
int dinh_door_make_locked(struct dinh_entry *entry,
			  const struct dinh_moment *moment,
			  struct dinh_refusal *why);
void dinh_door_submitted(u8 type, bool check_only, int err,
			 const struct dinh_refusal *why);
struct dinh_moment dinh_door_now(void);
int dinh_door_init(const char *origin, s32 utc_offset, bool check_only,
		   struct dinh_refusal *why);
int dinh_door_confirm(u32 day, bool check_only, struct dinh_refusal *why);
u32 dinh_door_clock_day(void);

/* For the store. */
void dinh_door_tell(void);
void dinh_door_follow_clock(void);
struct dinh_register *dinh_door_register(void);
int dinh_door_boot(struct dinh_refusal *why);

/* What ledger-init takes where it is told nothing else. */
const char *dinh_door_origin(void);
s32 dinh_door_utc_offset(void);

#endif /* DINH_DOOR_H */
