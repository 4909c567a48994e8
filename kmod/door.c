// SPDX-License-Identifier: GPL-2.0-only
/*
 * The one door: whoever writes, and with whichever program, an entry gets its
 * author and its time here and nowhere else.
 */
#include <linux/audit.h>
#include <linux/cred.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/poll.h>
#include <linux/random.h>
#include <linux/sizes.h>
#include <linux/timekeeping.h>
#include <linux/uidgid.h>

#include "door.h"
#include "meeting.h"
#include "netlink.h"
#include "session.h"
#include "sysfs.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

#define CLOCK_TOLERANCE_MS	2000
#define TICK_MS			(60 * MSEC_PER_SEC)
#define DAY_MS			(24 * 60 * 60 * MSEC_PER_SEC)

/* In KiB. Room for some of the largest entries, so that a reader can follow. */
#define PENDING_MIN		(8 * DINH_ENTRY_SIZE_MAX / SZ_1K)
#define PENDING_MAX		(SZ_1G / SZ_1K)

static bool dinh_volatile;
module_param_named(volatile, dinh_volatile, bool, 0444);
MODULE_PARM_DESC(volatile, "begin a register that is never saved");

static unsigned int max_units = DINH_BOUND_UNITS;
module_param(max_units, uint, 0444);
MODULE_PARM_DESC(max_units, "units that are kept, dissolved ones included");

static unsigned int max_records = DINH_BOUND_RECORDS;
module_param(max_records, uint, 0444);
MODULE_PARM_DESC(max_records, "records of one unit that are kept");

static unsigned int pending_kb = 4096;
module_param(pending_kb, uint, 0444);
MODULE_PARM_DESC(pending_kb, "KiB of the newest entries kept for readers, rounded up to a power of two");

static int utc_offset = 7 * 60;
module_param(utc_offset, int, 0444);
MODULE_PARM_DESC(utc_offset, "minutes east of UTC where days begin, for a new register");

static char *origin = "dinh";
module_param(origin, charp, 0444);
MODULE_PARM_DESC(origin, "name of a new register");

struct dinh_door dinh_door;

/**
 * dinh_door_now - read the clocks
 *
 * Context: any.
 * Return: the moment.
 */
struct dinh_moment dinh_door_now(void)
{
	/* One reading for both clocks: a pause between two would be a step. */
	ktime_t now = ktime_get();

	return (struct dinh_moment) {
		.wall = ktime_to_ns(ktime_mono_to_real(now)),
		.boot = ktime_to_ns(ktime_mono_to_any(now, TK_OFFS_BOOT)),
	};
}

static struct dinh_stamp stamp_of_moment(const struct dinh_moment *moment)
{
	return (struct dinh_stamp) {
		.wall = moment->wall,
		.boot = moment->boot,
		.uid = DINH_UID_KERNEL,
		.loginuid = DINH_UID_NONE,
	};
}

static struct dinh_stamp stamp_of_kernel(void)
{
	struct dinh_moment now = dinh_door_now();

	return stamp_of_moment(&now);
}

static struct dinh_stamp stamp_of_writer(void)
{
	struct dinh_stamp stamp = stamp_of_kernel();
	kuid_t login = audit_get_loginuid(current);

	stamp.uid = from_kuid(&init_user_ns, current_uid());
	if (uid_valid(login))
		stamp.loginuid = from_kuid(&init_user_ns, login);
	return stamp;
}

/* A writer must not pass for the kernel. */
static int check_author(const struct dinh_stamp *stamp,
			struct dinh_refusal *why)
{
	if (stamp->uid != DINH_UID_KERNEL)
		return 0;
	return dinh_refuse(why, DINH_REFUSED_AUTHOR_KERNEL, 0);
}

static int takes_entries(struct dinh_refusal *why)
{
	if (!dinh_door.open)
		return dinh_refuse(why, DINH_REFUSED_CLOSED, 0);
	switch (dinh_door.state) {
	case DINH_STATE_LIVE:
	case DINH_STATE_VOLATILE:
		return 0;
	case DINH_STATE_RESTORING:
		return dinh_refuse(why, DINH_REFUSED_RESTORING, 0);
	default:
		return dinh_refuse(why, DINH_REFUSED_CLOSED, 0);
	}
}

static int may_write(const struct dinh_stamp *stamp, struct dinh_refusal *why)
{
	return takes_entries(why) ?: check_author(stamp, why);
}

/**
 * dinh_door_tell - have those look who wait for entries, or read files
 *
 * Context: not under dinh_door.lock, which they take.
 */
void dinh_door_tell(void)
{
	/* Pairs with the barrier of prepare_to_wait() in a reader. */
	if (wq_has_sleeper(&dinh_door.ring.wait))
		wake_up_interruptible_poll(&dinh_door.ring.wait,
					   EPOLLIN | EPOLLRDNORM);
	dinh_sysfs_changed();
}

/* Needs the lock. */
static int submit_locked(struct dinh_entry *entry,
			 const struct dinh_writer *writer, bool check_only,
			 struct dinh_refusal *why)
{
	struct dinh_stamp stamp = stamp_of_writer();
	int err;

	err = may_write(&stamp, why) ?:
	      dinh_access(dinh_door.reg, writer, entry, why);
	/* A unit that ends takes its visitors along. */
	if (!err && !check_only && entry->type == DINH_ENTRY_UNIT_DISSOLVE)
		err = dinh_session_settle_locked(le32_to_cpu(entry->unit),
						 why);
	return err ?: dinh_register_submit(dinh_door.reg, &stamp, entry,
					   check_only, why);
}

/**
 * dinh_door_admit - whether the calling task may write an entry now
 * @entry: the entry, of which only the size was checked
 * @writer: what it writes through
 * @why: filled on refusal
 *
 * Context: the caller holds dinh_door.lock.
 * Return: 0 or a negative errno.
 */
int dinh_door_admit(const struct dinh_entry *entry,
		    const struct dinh_writer *writer, struct dinh_refusal *why)
{
	struct dinh_stamp stamp = stamp_of_writer();

	return may_write(&stamp, why) ?:
	       dinh_access(dinh_door.reg, writer, entry, why);
}

/**
 * dinh_door_submit_locked - have an entry accepted whose body the kernel filled
 * @entry: as for dinh_door_submit()
 * @writer: what the calling task writes through
 * @check_only: say whether it would be, and do nothing
 * @why: filled on refusal
 *
 * Context: the caller holds dinh_door.lock for writing, and calls
 *	dinh_door_submitted() without it.
 * Return: 0 or a negative errno.
 */
int dinh_door_submit_locked(struct dinh_entry *entry,
			    const struct dinh_writer *writer, bool check_only,
			    struct dinh_refusal *why)
{
	struct dinh_stamp stamp = stamp_of_writer();

	return may_write(&stamp, why) ?:
	       dinh_access(dinh_door.reg, writer, entry, why) ?:
	       dinh_register_own(dinh_door.reg, &stamp, entry, check_only,
				 why);
}

/**
 * dinh_door_make_locked - have an entry accepted that nobody wrote
 * @entry: as for dinh_door_submit()
 * @moment: when what it says happened, not long ago; NULL for now
 * @why: filled on refusal
 *
 * Context: the caller holds dinh_door.lock for writing, and calls
 *	dinh_door_submitted() without it.
 * Return: 0 or a negative errno.
 */
int dinh_door_make_locked(struct dinh_entry *entry,
			  const struct dinh_moment *moment,
			  struct dinh_refusal *why)
{
	struct dinh_stamp stamp = moment ? stamp_of_moment(moment) :
					   stamp_of_kernel();

	return takes_entries(why) ?:
	       dinh_register_own(dinh_door.reg, &stamp, entry, false, why);
}

/**
 * dinh_door_submitted - tell of an entry that was submitted
 * @type: its type
 * @check_only: it was only checked
 * @err: what became of it
 * @why: the same in words
 *
 * Context: may sleep; not under dinh_door.lock.
 */
void dinh_door_submitted(u8 type, bool check_only, int err,
			 const struct dinh_refusal *why)
{
	if (err)
		trace_dinh_refused(type, why);
	dinh_door_tell();
	/* Whoever loaded a programme or pinned a unit finds it in sysfs. */
	if (!err && !check_only &&
	    (type == DINH_ENTRY_PROGRAMME || type == DINH_ENTRY_PIN))
		dinh_sysfs_flush();
}

/**
 * dinh_door_submit - have an entry accepted
 * @entry: the entry, its header's fields that are the kernel's still zero; they
 *	are filled
 * @writer: what the calling task writes through
 * @check_only: say whether it would be, and do nothing
 * @why: filled on refusal
 *
 * The author is the calling task.
 *
 * Context: may sleep; takes dinh_door.lock.
 * Return: 0 or a negative errno.
 */
int dinh_door_submit(struct dinh_entry *entry,
		     const struct dinh_writer *writer, bool check_only,
		     struct dinh_refusal *why)
{
	u8 type = entry->type;
	int err;

	scoped_guard(rwsem_write, &dinh_door.lock)
		err = submit_locked(entry, writer, check_only, why);
	dinh_door_submitted(type, check_only, err, why);
	return err;
}

/**
 * dinh_door_submit_ahead - have an entry of a batch accepted
 * @entry: as for dinh_door_submit()
 * @writer: the same
 * @next: unit that the next entry of the batch is about, or 0
 * @after: unit that the one after it is about, or 0
 * @why: filled on refusal
 *
 * Context: may sleep; takes dinh_door.lock.
 * Return: 0 or a negative errno.
 */
int dinh_door_submit_ahead(struct dinh_entry *entry,
			   const struct dinh_writer *writer, u32 next,
			   u32 after, struct dinh_refusal *why)
{
	u8 type = entry->type;
	int err;

	scoped_guard(rwsem_write, &dinh_door.lock) {
		dinh_register_prefetch(dinh_door.reg, next, after);
		err = submit_locked(entry, writer, false, why);
	}
	dinh_door_submitted(type, false, err, why);
	return err;
}

/**
 * dinh_door_confirm - trust the wall clock again, after a jump
 * @day: today, as the administrator knows it
 * @check_only: say whether it can be, and do nothing
 * @why: filled on refusal
 *
 * Context: may sleep; takes dinh_door.lock.
 * Return: 0 or a negative errno.
 */
int dinh_door_confirm(u32 day, bool check_only, struct dinh_refusal *why)
{
	struct dinh_stamp stamp;
	int err;

	down_write(&dinh_door.lock);
	stamp = stamp_of_writer();
	err = may_write(&stamp, why) ?:
	      dinh_register_confirm(dinh_door.reg, &stamp, day, check_only,
				    why);
	up_write(&dinh_door.lock);

	if (err)
		trace_dinh_refused(DINH_ENTRY_DAY, why);
	dinh_door_tell();
	return err;
}

static s32 offset_of_register(void)
{
	return (s32)le32_to_cpu(dinh_door.reg->genesis.utc_offset);
}

/**
 * dinh_door_clock_day - the day by the wall clock
 *
 * Context: the caller holds dinh_door.lock.
 * Return: days since 1970-01-01, in the register's time zone.
 */
u32 dinh_door_clock_day(void)
{
	return dinh_day_of(ktime_get_real_ns(), offset_of_register());
}

/* To the register's next midnight, at most a minute: the clock may be set. */
static unsigned long until_tick(u64 wall)
{
	s64 ms = div_u64(wall, NSEC_PER_MSEC) +
		 (s64)offset_of_register() * 60 * MSEC_PER_SEC;
	s32 past;

	div_s64_rem(ms, DAY_MS, &past);
	return msecs_to_jiffies(min_t(u32, DAY_MS - past, TICK_MS)) + 1;
}

/* Visits become entries once a day. Needs the lock. */
static int settle_by_day(struct dinh_refusal *why)
{
	int err = 0;

	if (dinh_door.settled != dinh_door.reg->today)
		err = dinh_session_settle_locked(DINH_SESSION_ALL, why);
	if (!err)
		dinh_door.settled = dinh_door.reg->today;
	return err;
}

static void tick(struct work_struct *work)
{
	static bool told;
	struct dinh_refusal why;
	struct dinh_stamp stamp;
	unsigned long delay;
	int err;

	scoped_guard(rwsem_write, &dinh_door.lock) {
		stamp = stamp_of_kernel();
		err = takes_entries(&why) ?:
		      dinh_register_tick(dinh_door.reg, &stamp, &why) ?:
		      settle_by_day(&why);
		delay = until_tick(stamp.wall);
		dinh_door.behind = err == -EAGAIN;
	}
	/* Closed it is only for a moment, while the module goes. */
	if (err && err != -EBUSY && !told)
		pr_warn("the clock is not followed: %s\n", why.text);
	told = err;
	dinh_door_tell();
	queue_delayed_work(system_freezable_power_efficient_wq,
			   &dinh_door.tick, delay);
}

/*
 * A volatile register keeps nothing: what readers have not read when the ring
 * is full is lost, and they are told. Where a store is to keep the entries,
 * what it does not have yet is not dropped, and this refuses with FULL.
 */
static int sink_reserve(struct dinh_sink *sink, size_t bytes, bool check_only,
			struct dinh_refusal *why)
{
	size_t slot = DINH_RING_SLOT(bytes);
	int err = 0;

	if (dinh_door.state == DINH_STATE_LIVE)
		err = dinh_store_reserve(slot, check_only, why);
	if (!err && !check_only)
		dinh_ring_reserve(&dinh_door.ring, slot);
	return err;
}

static void sink_entry(struct dinh_sink *sink, const struct dinh_entry *entry,
		       const u8 leaf[DINH_HASH_SIZE])
{
	const struct dinh_day *day = (const void *)(entry + 1);

	dinh_ring_add(&dinh_door.ring, entry, leaf);
	trace_dinh_entry(entry);
	if (entry->type == DINH_ENTRY_ATTENDANCE)
		dinh_meeting_attended(entry);
	if (entry->type == DINH_ENTRY_DAY)
		trace_dinh_day(le32_to_cpu(day->day), le32_to_cpu(day->how));
	/* The genesis comes before the family. */
	if (dinh_door.state != DINH_STATE_CLOSED)
		dinh_netlink_entry(entry);
}

static void sink_crossed(struct dinh_sink *sink, u32 scope,
			 unsigned int indicator, bool met)
{
	trace_dinh_crossed(scope, indicator, met);
	dinh_netlink_crossed(scope, indicator, met);
}

static void sink_lapsed(struct dinh_sink *sink, u32 unit,
			unsigned int indicator)
{
	dinh_netlink_lapsed(unit, indicator);
}

static void sink_overdue(struct dinh_sink *sink,
			 const struct dinh_assign *assign)
{
	dinh_netlink_overdue(assign);
}

static int __init check_param(const char *name, s64 value, s64 min,
			      s64 max)
{
	if (value >= min && value <= max)
		return 0;
	pr_err("%s=%lld: %lld to %lld wanted\n", name, value, min, max);
	return -EINVAL;
}

static int __init check_params(void)
{
	if (!*origin || strlen(origin) >= DINH_ORIGIN_SIZE) {
		pr_err("origin=%s: 1 to %u bytes wanted\n", origin,
		       DINH_ORIGIN_SIZE - 1);
		return -EINVAL;
	}
	return check_param("max_units", max_units, 1, DINH_BOUND_UNITS_MAX) ?:
	       check_param("max_records", max_records, 1,
			   DINH_BOUND_RECORDS_MAX) ?:
	       check_param("pending_kb", pending_kb, PENDING_MIN,
			   PENDING_MAX) ?:
	       check_param("utc_offset", utc_offset, -12 * 60, 14 * 60);
}

/**
 * dinh_door_teardown - free the register
 *
 * Nobody reads it, and the door is closed.
 */
void dinh_door_teardown(void)
{
	dinh_register_free(dinh_door.reg);
	dinh_ring_clean(&dinh_door.ring);
	dinh_store_teardown();
}

static int make_genesis(const struct dinh_stamp *stamp, const char *name,
			s32 offset, bool check_only, struct dinh_refusal *why)
{
	struct dinh_genesis genesis = {
		.utc_offset = cpu_to_le32(offset),
		.clock_tolerance = cpu_to_le32(CLOCK_TOLERANCE_MS),
	};

	get_random_bytes(genesis.identity, sizeof(genesis.identity));
	memcpy(genesis.origin, name, strlen(name));
	return dinh_register_genesis(dinh_door.reg, stamp, &genesis,
				     check_only, why);
}

static int begin_volatile(void)
{
	struct dinh_stamp stamp = stamp_of_kernel();
	struct dinh_refusal why;
	int err;

	err = make_genesis(&stamp, origin, utc_offset, false, &why);
	if (err)
		pr_err("the register does not begin: %s\n", why.text);
	return err;
}

static int may_begin(struct dinh_refusal *why)
{
	u64 size = dinh_door.reg->ledger.size;

	if (!dinh_door.open)
		return dinh_refuse(why, DINH_REFUSED_CLOSED, 0);
	if (size)
		return dinh_refuse(why, DINH_REFUSED_BEGUN, 0, size);
	if (dinh_door.state == DINH_STATE_RESTORING)
		return dinh_refuse(why, DINH_REFUSED_RESTORING, 0);
	if (!dinh_door.store.holder ||
	    dinh_door.store.status == DINH_STORE_STOPPED)
		return dinh_refuse(why, DINH_REFUSED_NO_STORE, 0);
	return 0;
}

/**
 * dinh_door_follow_clock - look at the clock soon, and from then on
 *
 * The register takes entries.
 */
void dinh_door_follow_clock(void)
{
	mod_delayed_work(system_freezable_power_efficient_wq, &dinh_door.tick,
			 0);
}

/**
 * dinh_door_init - begin a register that a store keeps
 * @name: its origin, at most DINH_ORIGIN_SIZE - 1 bytes
 * @offset: minutes east of UTC where its days begin
 * @check_only: say whether it can begin, and do nothing
 * @why: filled on refusal
 *
 * Context: may sleep; takes dinh_door.lock.
 * Return: 0, -EALREADY, -ENOTCONN without a store, or another negative errno.
 */
int dinh_door_init(const char *name, s32 offset, bool check_only,
		   struct dinh_refusal *why)
{
	struct dinh_stamp stamp;
	int err;

	scoped_guard(rwsem_write, &dinh_door.lock) {
		stamp = stamp_of_writer();
		err = may_begin(why) ?: check_author(&stamp, why);
		if (err)
			break;
		dinh_door.state = DINH_STATE_LIVE;
		err = make_genesis(&stamp, name, offset, check_only, why);
		if (err || check_only)
			dinh_door.state = DINH_STATE_CLOSED;
	}
	if (err)
		trace_dinh_refused(DINH_ENTRY_GENESIS, why);
	else if (!check_only)
		dinh_door_follow_clock();
	dinh_door_tell();
	return err;
}

/**
 * dinh_door_boot - take up the register that was restored
 * @why: filled on refusal
 *
 * Context: the caller holds dinh_door.lock for writing, and makes the state
 *	that of a live register at its end.
 * Return: 0 or a negative errno.
 */
int dinh_door_boot(struct dinh_refusal *why)
{
	struct dinh_stamp stamp = stamp_of_kernel();
	enum dinh_state before = dinh_door.state;
	struct dinh_boot boot;
	int err;

	get_random_bytes(boot.id, sizeof(boot.id));
	dinh_door.state = DINH_STATE_LIVE;
	err = dinh_register_boot(dinh_door.reg, &stamp, &boot, why);
	if (err)
		dinh_door.state = before;
	else
		dinh_door_follow_clock();
	return err;
}

/**
 * dinh_door_register - make an empty register, within the module's bounds
 *
 * Return: it, to be freed with dinh_register_free(), or NULL.
 */
struct dinh_register *dinh_door_register(void)
{
	struct dinh_bounds bounds = {
		.units = max_units,
		.records = max_records,
	};

	return dinh_register_alloc(&bounds, &dinh_door.sink);
}

const char *dinh_door_origin(void)
{
	return origin;
}

s32 dinh_door_utc_offset(void)
{
	return utc_offset;
}

/**
 * dinh_door_setup - make a register that takes no entries yet, and begin it
 *
 * Return: 0 or a negative errno.
 */
int __init dinh_door_setup(void)
{
	int err;

	err = check_params();
	if (err)
		return err;
	init_rwsem(&dinh_door.lock);
	dinh_store_setup();
	INIT_DELAYED_WORK(&dinh_door.tick, tick);
	dinh_door.sink = (struct dinh_sink) {
		.reserve = sink_reserve,
		.entry = sink_entry,
		.crossed = sink_crossed,
		.lapsed = sink_lapsed,
		.overdue = sink_overdue,
	};
	err = dinh_ring_init(&dinh_door.ring, (size_t)pending_kb * SZ_1K);
	if (err)
		return err;
	dinh_door.reg = dinh_door_register();
	if (dinh_door.reg)
		err = dinh_volatile ? begin_volatile() : 0;
	else
		err = -ENOMEM;
	if (err)
		dinh_door_teardown();
	return err;
}

/**
 * dinh_door_open - take entries, or a store that brings them
 *
 * All that is told of them is there.
 */
void dinh_door_open(void)
{
	scoped_guard(rwsem_write, &dinh_door.lock) {
		dinh_door.open = true;
		if (dinh_volatile)
			dinh_door.state = DINH_STATE_VOLATILE;
	}
	if (!dinh_volatile)
		return;
	pr_notice("the register is volatile: unloading the module ends it\n");
	dinh_sysfs_changed();
	dinh_door_follow_clock();
}

/**
 * dinh_door_close - take no more entries
 */
void dinh_door_close(void)
{
	down_write(&dinh_door.lock);
	dinh_door.state = DINH_STATE_CLOSED;
	dinh_door.open = false;
	up_write(&dinh_door.lock);
	cancel_delayed_work_sync(&dinh_door.tick);
}
