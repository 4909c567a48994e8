// SPDX-License-Identifier: GPL-2.0-only
/* The register's life, and the one way in for entries. */
#include <linux/prefetch.h>
#include <linux/sched.h>

#include "internal.h"

#define NSEC_PER_DAY	86400000000000ll
#define NSEC_PER_SECOND	1000000000ll
#define NSEC_PER_MS	1000000ll

#define CACHE_LINE	64
#define PREFETCH_MAX	(4 * CACHE_LINE)

/*
 * Day, clock, genesis.
 */

static s32 utc_offset(const struct dinh_register *reg)
{
	return (s32)le32_to_cpu(reg->genesis.utc_offset);
}

static s64 entry_offset(const struct dinh_entry *entry)
{
	return le64_to_cpu(entry->wall) - le64_to_cpu(entry->boot);
}

/* Clocks can say anything: what is beyond 64 bits wraps. */
static s64 clock_step(s64 from, s64 to)
{
	return (u64)to - (u64)from;
}

static bool is_jump(s64 from, s64 to)
{
	s64 step = clock_step(from, to);

	return step > NSEC_PER_DAY || step < -NSEC_PER_DAY;
}

/**
 * dinh_register_held - whether days wait for a confirmation
 * @reg: the register
 *
 * Return: true when the wall clock jumped by more than a day against the boot
 * clock since it was last trusted.
 */
bool dinh_register_held(const struct dinh_register *reg)
{
	return is_jump(reg->trusted, reg->offset);
}

static int check_exact(const struct dinh_entry *entry, size_t size,
		       struct dinh_refusal *why)
{
	if (dinh_body_size(entry) == size && !entry->unit)
		return 0;
	return dinh_malformed(why, entry, &entry->size);
}

static int plan_genesis(struct dinh_register *reg,
			const struct dinh_entry *entry, struct dinh_plan *plan,
			struct dinh_refusal *why)
{
	const struct dinh_genesis *body = dinh_body(entry);
	s32 offset;
	size_t len;
	int err = check_exact(entry, sizeof(*body), why);

	if (err)
		return err;
	offset = (s32)le32_to_cpu(body->utc_offset);
	len = strnlen(body->origin, sizeof(body->origin));
	if (reg->ledger.size)
		return dinh_refuse(why, DINH_REFUSED_REPLAY_GENESIS, 0);
	if (offset < -720 || offset > 840)
		return dinh_refuse(why, DINH_REFUSED_UTC_OFFSET,
				   DINH_A_UTC_OFFSET);
	if (body->spare ||
	    len == sizeof(body->origin) ||
	    memchr_inv(body->origin + len, 0, sizeof(body->origin) - len))
		return dinh_malformed(why, entry, &body->utc_offset);
	if (!len)
		return dinh_refuse(why, DINH_REFUSED_TEXT_EMPTY,
				   DINH_A_ORIGIN);
	err = dinh_check_text(body->origin, len, DINH_A_ORIGIN, why);
	if (err)
		return err;
	if (le32_to_cpu(body->day) !=
	    dinh_day_of(le64_to_cpu(entry->wall), offset))
		return dinh_refuse(why, DINH_REFUSED_DAY_FORM, DINH_A_DAY,
				   (u64)le32_to_cpu(body->day));
	return 0;
}

static void apply_genesis(struct dinh_register *reg,
			  const struct dinh_entry *entry,
			  struct dinh_plan *plan)
{
	const struct dinh_genesis *body = dinh_body(entry);

	reg->genesis = *body;
	reg->today = le32_to_cpu(body->day);
	reg->trusted = entry_offset(entry);
	reg->generation++;
}

static int plan_boot(struct dinh_register *reg, const struct dinh_entry *entry,
		     struct dinh_plan *plan, struct dinh_refusal *why)
{
	/* Read before the new clocks are. */
	if (dinh_register_held(reg))
		plan->jump = clock_step(reg->trusted, reg->offset);
	return check_exact(entry, sizeof(struct dinh_boot), why);
}

/*
 * A clock that shows another day than today or tomorrow has to be confirmed, or
 * set: what would be trusted is within a day of the midnight between them. One
 * that had to be confirmed before is not trusted for a boot.
 */
static void apply_boot(struct dinh_register *reg,
		       const struct dinh_entry *entry, struct dinh_plan *plan)
{
	u32 day = dinh_day_of(le64_to_cpu(entry->wall), utc_offset(reg));
	u64 midnight = (reg->today + 1ull) * NSEC_PER_DAY -
		       utc_offset(reg) * 60ll * NSEC_PER_SECOND;

	if (plan->jump)
		reg->trusted = clock_step(plan->jump, reg->offset);
	else if (day == reg->today || day == reg->today + 1)
		reg->trusted = reg->offset;
	else
		reg->trusted = midnight - le64_to_cpu(entry->boot);
	/* PCRs begin anew with the machine. */
	memset(&reg->sealed, 0, sizeof(reg->sealed));
	reg->boot_seq = le64_to_cpu(entry->seq);
}

static int plan_day(struct dinh_register *reg, const struct dinh_entry *entry,
		    struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_day *body = dinh_body(entry);
	char date[DINH_DATE_SIZE], today[DINH_DATE_SIZE];
	u32 day, how;
	int err = check_exact(entry, sizeof(*body), why);

	if (err)
		return err;
	day = le32_to_cpu(body->day);
	how = le32_to_cpu(body->how);
	if (how > DINH_DAY_BY_ADMIN)
		return dinh_malformed(why, entry, &body->how);
	if (!day || day > DINH_DAY_MAX)
		return dinh_refuse(why, DINH_REFUSED_DAY_FORM, DINH_A_DAY,
				   (u64)day);
	dinh_date(day, date);
	dinh_date(reg->today, today);
	/* Confirming may leave the day as it is. */
	if (day < reg->today || (day == reg->today && how != DINH_DAY_BY_ADMIN))
		return dinh_refuse(why, DINH_REFUSED_DAY_BACK, DINH_A_DAY,
				   date, today);
	return 0;
}

static void apply_day(struct dinh_register *reg,
		      const struct dinh_entry *entry, struct dinh_plan *plan)
{
	const struct dinh_day *body = dinh_body(entry);
	u32 before = reg->today, day = le32_to_cpu(body->day);
	struct dinh_rules *old = reg->current_rules;
	bool others = dinh_rules_change(reg, before, day);
	int year, month, mday, year_before;
	u32 nr;

	if (le32_to_cpu(body->how) == DINH_DAY_BY_ADMIN)
		reg->trusted = entry_offset(entry);
	dinh_civil(before, &year_before, &month, &mday);
	dinh_civil(day, &year, &month, &mday);
	if (year != year_before) {
		reg->forget_seq = year == year_before + 1 ?
				  reg->year_seq : le64_to_cpu(entry->seq);
		reg->year_seq = le64_to_cpu(entry->seq);
	}
	if (others)
		dinh_tally_part(reg, dinh_rules_on(reg, day), day);
	dinh_due_advance(reg, day, !others);
	for (nr = 1; year != year_before && nr < reg->n_units; nr++) {
		dinh_forget_records(reg, dinh_unit(reg, nr));
		cond_resched();
	}
	if (year != year_before)
		dinh_assignments_new_year(reg, !others);
	if (others)
		dinh_tally_join(reg, old);
	reg->generation++;
}

static int plan_clock(struct dinh_register *reg,
		      const struct dinh_entry *entry, struct dinh_plan *plan,
		      struct dinh_refusal *why)
{
	return check_exact(entry, sizeof(struct dinh_clock), why);
}

/* Every entry brings the clocks; this one only says that they were stepped. */
static void apply_clock(struct dinh_register *reg,
			const struct dinh_entry *entry, struct dinh_plan *plan)
{
}

static const struct {
	/* Smallest body. */
	size_t body;
	bool written;
	dinh_plan_fn plan;
	dinh_apply_fn apply;
} types[DINH_ENTRY_TYPES] = {
	[DINH_ENTRY_GENESIS] = {
		sizeof(struct dinh_genesis), false,
		plan_genesis, apply_genesis,
	},
	[DINH_ENTRY_BOOT] = {
		sizeof(struct dinh_boot), false,
		plan_boot, apply_boot,
	},
	[DINH_ENTRY_DAY] = {
		sizeof(struct dinh_day), false,
		plan_day, apply_day,
	},
	[DINH_ENTRY_CLOCK] = {
		sizeof(struct dinh_clock), false,
		plan_clock, apply_clock,
	},
	[DINH_ENTRY_PROGRAMME] = {
		sizeof(struct dinh_programme), true,
		dinh_plan_programme, dinh_apply_programme,
	},
	[DINH_ENTRY_UNIT_ADD] = {
		sizeof(struct dinh_unit_add) + 8, true,
		dinh_plan_unit_add, dinh_apply_unit_add,
	},
	[DINH_ENTRY_UNIT_SET] = {
		sizeof(struct dinh_unit_set), true,
		dinh_plan_unit_set, dinh_apply_unit_set,
	},
	[DINH_ENTRY_UNIT_DISSOLVE] = {
		sizeof(struct dinh_unit_dissolve), true,
		dinh_plan_unit_dissolve, dinh_apply_unit_dissolve,
	},
	[DINH_ENTRY_RECORD] = {
		sizeof(struct dinh_record), true,
		dinh_plan_record, dinh_apply_record,
	},
	[DINH_ENTRY_RECORD_END] = {
		sizeof(struct dinh_record_end), true,
		dinh_plan_record_end, dinh_apply_record_end,
	},
	[DINH_ENTRY_WITHDRAWAL] = {
		sizeof(struct dinh_withdrawal) + 8, true,
		dinh_plan_withdrawal, dinh_apply_withdrawal,
	},
	[DINH_ENTRY_PIN] = {
		sizeof(struct dinh_pin), true,
		dinh_plan_pin, dinh_apply_pin,
	},
	[DINH_ENTRY_FINDING] = {
		sizeof(struct dinh_finding) + 8, true,
		dinh_plan_finding, dinh_apply_finding,
	},
	[DINH_ENTRY_ASSIGNMENT] = {
		sizeof(struct dinh_assignment) + 8, true,
		dinh_plan_assignment, dinh_apply_assignment,
	},
	[DINH_ENTRY_COMPLETION] = {
		sizeof(struct dinh_completion) + 8, true,
		dinh_plan_completion, dinh_apply_completion,
	},
	[DINH_ENTRY_GRANT] = {
		sizeof(struct dinh_grant), true,
		dinh_plan_grant, dinh_apply_grant,
	},
	[DINH_ENTRY_REVOKE] = {
		sizeof(struct dinh_grant), true,
		dinh_plan_revoke, dinh_apply_revoke,
	},
	[DINH_ENTRY_REVIEW] = {
		sizeof(struct dinh_review), true,
		dinh_plan_review, dinh_apply_review,
	},
	[DINH_ENTRY_RATING] = {
		sizeof(struct dinh_rating), true,
		dinh_plan_rating, dinh_apply_rating,
	},
	[DINH_ENTRY_MEETING_OPEN] = {
		sizeof(struct dinh_meeting_open), false,
		dinh_plan_meeting_open, dinh_apply_meeting_open,
	},
	[DINH_ENTRY_ATTENDANCE] = {
		sizeof(struct dinh_attendance), true,
		dinh_plan_attendance, dinh_apply_attendance,
	},
	[DINH_ENTRY_VOTE] = {
		sizeof(struct dinh_vote), true,
		dinh_plan_vote, dinh_apply_vote,
	},
	[DINH_ENTRY_MEETING_CLOSE] = {
		sizeof(struct dinh_meeting_close), false,
		dinh_plan_meeting_close, dinh_apply_meeting_close,
	},
	[DINH_ENTRY_MEETING_VOID] = {
		sizeof(struct dinh_meeting_void) + 8, false,
		dinh_plan_meeting_void, dinh_apply_meeting_void,
	},
	[DINH_ENTRY_KIOSK_BIND] = {
		sizeof(struct dinh_kiosk_bind) + 8, false,
		dinh_plan_kiosk_bind, dinh_apply_kiosk_bind,
	},
	[DINH_ENTRY_KIOSK_UNBIND] = {
		sizeof(struct dinh_kiosk_unbind), false,
		dinh_plan_kiosk_unbind, dinh_apply_kiosk_unbind,
	},
	[DINH_ENTRY_LOSS] = {
		sizeof(struct dinh_loss), false,
		dinh_plan_loss, dinh_apply_loss,
	},
	[DINH_ENTRY_VISITS] = {
		sizeof(struct dinh_visits), false,
		dinh_plan_visits, dinh_apply_visits,
	},
	[DINH_ENTRY_TPM] = {
		sizeof(struct dinh_tpm), false,
		dinh_plan_tpm, dinh_apply_tpm,
	},
};

/*
 * Planning, sealing, applying.
 */

static void plan_free(struct dinh_register *reg, struct dinh_plan *plan)
{
	u32 i;

	kfree(plan->text);
	kfree(plan->tally);
	kvfree(plan->recs);
	kfree(plan->seqs);
	kfree(plan->author);
	dinh_rules_free(plan->rules);
	for (i = 0; plan->tallies && i < plan->n_tallies; i++)
		kfree(plan->tallies[i]);
	kvfree(plan->tallies);
	kvfree(plan->number);
	kfree(plan->successors);
	dinh_assignment_unprepare(reg, plan);
	kvfree(plan->grant);
	kfree(plan->board);
	if (plan->meeting)
		xa_release(&reg->meetings, reg->ledger.size);
	dinh_meeting_free(plan->meeting);
	kvfree(plan->card);
}

static int check_header(const struct dinh_entry *entry,
			struct dinh_refusal *why)
{
	u32 size = le32_to_cpu(entry->size);

	if (entry->type >= DINH_ENTRY_TYPES || !types[entry->type].plan)
		return dinh_refuse(why, DINH_REFUSED_TYPE, 0,
				   (u64)entry->type);
	if (entry->version != 1)
		return dinh_refuse(why, DINH_REFUSED_VERSION, 0,
				   (u64)entry->version, 1ull);
	if (entry->flags || entry->origin)
		return dinh_refuse(why, DINH_REFUSED_SPARE, 0,
				   (u64)offsetof(struct dinh_entry, flags));
	if (size % 8 || size > DINH_ENTRY_SIZE_MAX ||
	    size < sizeof(*entry) + types[entry->type].body)
		return dinh_malformed(why, entry, &entry->size);
	return 0;
}

/* @entry is as it will stand in the ledger. */
static int make_plan(struct dinh_register *reg, const struct dinh_entry *entry,
		     struct dinh_plan *plan, struct dinh_refusal *why)
{
	bool genesis = entry->type == DINH_ENTRY_GENESIS;
	int err = check_header(entry, why);

	if (!err && genesis != !reg->ledger.size)
		err = dinh_refuse(why, DINH_REFUSED_REPLAY_GENESIS, 0);
	return err ?: types[entry->type].plan(reg, entry, plan, why);
}

/* The entry is in the ledger from here on. */
static void apply(struct dinh_register *reg, const struct dinh_entry *entry,
		  struct dinh_plan *plan, u8 leaf[DINH_HASH_SIZE])
{
	dinh_leaf_hash(entry, le32_to_cpu(entry->size), leaf);
	dinh_frontier_add(&reg->ledger, leaf);
	reg->offset = entry_offset(entry);
	types[entry->type].apply(reg, entry, plan);
}

static int accept(struct dinh_register *reg, const struct dinh_stamp *stamp,
		  struct dinh_entry *entry, bool written, bool check_only,
		  struct dinh_refusal *why)
{
	struct dinh_plan plan = { .live = true, .written = written };
	u8 leaf[DINH_HASH_SIZE];
	int err = 0;

	if (entry->type == DINH_ENTRY_UNIT_ADD)
		entry->unit = cpu_to_le32(reg->n_units);
	if (entry->type == DINH_ENTRY_REVIEW)
		err = dinh_review_fill(reg, entry, why);
	entry->seq = cpu_to_le64(reg->ledger.size);
	entry->wall = cpu_to_le64(stamp->wall);
	entry->boot = cpu_to_le64(stamp->boot);
	entry->uid = cpu_to_le32(stamp->uid);
	entry->loginuid = cpu_to_le32(stamp->loginuid);
	err = err ?: make_plan(reg, entry, &plan, why);
	if (!err && reg->ledger.size >= DINH_SEQ_MAX)
		err = dinh_refuse(why, DINH_REFUSED_CLOSED, 0);
	if (!err && reg->sink->reserve)
		err = reg->sink->reserve(reg->sink, le32_to_cpu(entry->size),
					 check_only, why);
	if (!err && !check_only) {
		apply(reg, entry, &plan, leaf);
		if (reg->sink->entry)
			reg->sink->entry(reg->sink, entry, leaf);
	}
	plan_free(reg, &plan);
	return err;
}

/* The first lines of something: hardware sees by itself how it goes on. */
static void prefetch_lines(const void *p, size_t size)
{
	size_t at;

	for (at = 0; at < min_t(size_t, size, PREFETCH_MAX); at += CACHE_LINE)
		prefetch((const u8 *)p + at);
}

/**
 * dinh_register_prefetch - say which units entries will be about
 * @reg: the register
 * @next: unit of the next entry, or 0; it was @after in the call before
 * @after: unit of the one after it, or 0
 *
 * Units come in an order that no cache knows. Whoever has a batch of entries
 * says this before each of them: then the processor waits for memory while it
 * works on the entry before. A hint: any numbers will do.
 */
void dinh_register_prefetch(const struct dinh_register *reg, u32 next,
			    u32 after)
{
	const struct dinh_unit *unit = dinh_unit(reg, after);

	if (unit)
		prefetch_lines(unit, sizeof(*unit));
	unit = dinh_unit(reg, next);
	if (!unit)
		return;
	prefetch_lines(unit->recs, (unit->n + 1) * sizeof(*unit->recs));
	unit = dinh_unit(reg, unit->parent);
	prefetch_lines(unit->tally, struct_size(unit->tally, fig, reg->stride));
}

/* An entry that nobody wrote, with a body of @size bytes. */
static int accept_own_of(struct dinh_register *reg,
			 const struct dinh_stamp *stamp, u8 type, u32 unit,
			 const void *body, size_t size, bool check_only,
			 struct dinh_refusal *why)
{
	struct {
		struct dinh_entry entry;
		u8 body[sizeof(struct dinh_genesis)];
	} own = {
		.entry = {
			.size = cpu_to_le32(sizeof(own.entry) + size),
			.type = type,
			.version = 1,
			.unit = cpu_to_le32(unit),
		},
	};

	memcpy(own.body, body, size);
	return accept(reg, stamp, &own.entry, false, check_only, why);
}

static int accept_own(struct dinh_register *reg,
		      const struct dinh_stamp *stamp, u8 type,
		      const void *body, size_t size, bool check_only,
		      struct dinh_refusal *why)
{
	return accept_own_of(reg, stamp, type, 0, body, size, check_only, why);
}

static int void_meeting(struct dinh_register *reg,
			const struct dinh_stamp *stamp,
			const struct dinh_meeting *meeting,
			struct dinh_refusal *why)
{
	static const char reason[8] = "boot";
	const struct dinh_meeting_void body = {
		.meeting = cpu_to_le64(meeting->seq),
		.why = cpu_to_le32(DINH_VOID_BOOT),
	};
	u8 end[sizeof(body) + sizeof(reason)];

	memcpy(end, &body, sizeof(body));
	memcpy(end + sizeof(body), reason, sizeof(reason));
	return accept_own_of(reg, stamp, DINH_ENTRY_MEETING_VOID,
			     meeting->unit, end, sizeof(end), false, why);
}

static int unbind_kiosk(struct dinh_register *reg,
			const struct dinh_stamp *stamp,
			const struct dinh_kiosk *kiosk,
			struct dinh_refusal *why)
{
	struct dinh_kiosk_unbind body = {
		.kiosk = cpu_to_le64(kiosk->seq),
		.why = cpu_to_le32(DINH_UNBIND_BOOT),
	};

	return accept_own_of(reg, stamp, DINH_ENTRY_KIOSK_UNBIND, kiosk->unit,
			     &body, sizeof(body), false, why);
}

/* What did not outlive the start before this one. */
static int end_interrupted(struct dinh_register *reg,
			   const struct dinh_stamp *stamp,
			   struct dinh_refusal *why)
{
	const struct dinh_meeting *meeting;
	int err = 0;

	while (!err && reg->n_kiosks)
		err = unbind_kiosk(reg, stamp, &reg->kiosk[0], why);
	while (!err) {
		meeting = dinh_meeting_next(reg, 0);
		if (!meeting)
			break;
		err = void_meeting(reg, stamp, meeting, why);
	}
	return err;
}

/**
 * dinh_register_genesis - begin a ledger
 * @reg: an empty register
 * @stamp: author and time
 * @body: identity and origin; its day is filled in here
 * @check_only: change nothing
 * @why: filled on refusal
 *
 * Return: 0 or a negative errno.
 */
int dinh_register_genesis(struct dinh_register *reg,
			  const struct dinh_stamp *stamp,
			  const struct dinh_genesis *body, bool check_only,
			  struct dinh_refusal *why)
{
	s32 offset = (s32)le32_to_cpu(body->utc_offset);
	struct dinh_genesis dated = *body;

	dated.day = cpu_to_le32(dinh_day_of(stamp->wall, offset));
	return accept_own(reg, stamp, DINH_ENTRY_GENESIS, &dated,
			  sizeof(dated), check_only, why);
}

/**
 * dinh_register_boot - take a ledger up again that was replayed
 * @reg: the register, after the last entry of the ledger
 * @stamp: author and time
 * @body: tells this start from others
 * @why: filled on refusal
 *
 * The clocks are trusted from here on, unless the wall clock shows another day
 * than the register's or the one after it, or days were held already. Meetings
 * that were open are void, and kiosks are bound no longer, each by an entry.
 *
 * Return: 0 or a negative errno.
 */
int dinh_register_boot(struct dinh_register *reg,
		       const struct dinh_stamp *stamp,
		       const struct dinh_boot *body, struct dinh_refusal *why)
{
	return accept_own(reg, stamp, DINH_ENTRY_BOOT, body, sizeof(*body),
			  false, why) ?:
	       end_interrupted(reg, stamp, why);
}

static int tick_clock(struct dinh_register *reg,
		      const struct dinh_stamp *stamp, struct dinh_refusal *why)
{
	s64 now = stamp->wall - stamp->boot;
	s64 step = clock_step(reg->offset, now);
	s64 tolerance = le32_to_cpu(reg->genesis.clock_tolerance) * NSEC_PER_MS;
	struct dinh_clock body = {
		.before = cpu_to_le64(reg->offset),
		.after = cpu_to_le64(now),
	};

	if (step <= tolerance && step >= -tolerance)
		return 0;
	return accept_own(reg, stamp, DINH_ENTRY_CLOCK, &body, sizeof(body),
			  false, why);
}

/**
 * dinh_register_tick - look at the clocks
 * @reg: the register, after its genesis
 * @stamp: the time; its author is not used
 * @why: filled on refusal
 *
 * Makes the clock entry and the day entry that are due. To be called now and
 * then; every submission does it first.
 *
 * Return: 0 or a negative errno.
 */
int dinh_register_tick(struct dinh_register *reg,
		       const struct dinh_stamp *stamp,
		       struct dinh_refusal *why)
{
	const struct dinh_stamp own = {
		.wall = stamp->wall,
		.boot = stamp->boot,
		.uid = DINH_UID_KERNEL,
		.loginuid = DINH_UID_NONE,
	};
	u32 day = dinh_day_of(stamp->wall, utc_offset(reg));
	struct dinh_day body = {
		.day = cpu_to_le32(day),
		.how = cpu_to_le32(DINH_DAY_BY_CLOCK),
	};
	int err = tick_clock(reg, &own, why);

	if (err || day <= reg->today ||
	    is_jump(reg->trusted, stamp->wall - stamp->boot))
		return err;
	return accept_own(reg, &own, DINH_ENTRY_DAY, &body, sizeof(body),
			  false, why);
}

/**
 * dinh_register_confirm - an administrator confirms what day it is
 * @reg: the register, after its genesis
 * @stamp: author and time
 * @day: must be the day by the wall clock
 * @check_only: change nothing but what the clock says
 * @why: filled on refusal
 *
 * Return: 0, -EINVAL where nothing waits for it or it is another day.
 */
int dinh_register_confirm(struct dinh_register *reg,
			  const struct dinh_stamp *stamp, u32 day,
			  bool check_only, struct dinh_refusal *why)
{
	struct dinh_day body = {
		.day = cpu_to_le32(day),
		.how = cpu_to_le32(DINH_DAY_BY_ADMIN),
	};
	u32 clock_day = dinh_day_of(stamp->wall, utc_offset(reg));
	char date[DINH_DATE_SIZE], clock[DINH_DATE_SIZE];
	int err = dinh_register_tick(reg, stamp, why);

	if (err)
		return err;
	if (!is_jump(reg->trusted, stamp->wall - stamp->boot))
		return dinh_refuse(why, DINH_REFUSED_NOT_HELD, DINH_A_DAY);
	if (day != clock_day) {
		dinh_date(day, date);
		dinh_date(clock_day, clock);
		return dinh_refuse(why, DINH_REFUSED_DAY_NOT_CLOCK, DINH_A_DAY,
				   date, clock);
	}
	return accept_own(reg, stamp, DINH_ENTRY_DAY, &body, sizeof(body),
			  check_only, why);
}

/**
 * dinh_register_submit - a new entry
 * @reg: the register, after its genesis
 * @stamp: author and time
 * @entry: of its header, size, type, version and unit are the writer's; the
 *	rest must be zero, and is filled in as it will be, also if @check_only.
 *	@entry->size is not more than what was allocated
 * @check_only: change nothing but what the clock says
 * @why: filled on refusal
 *
 * Return: 0 or a negative errno; then the register is as it was before, but
 * for what the clock says.
 */
int dinh_register_submit(struct dinh_register *reg,
			 const struct dinh_stamp *stamp,
			 struct dinh_entry *entry, bool check_only,
			 struct dinh_refusal *why)
{
	int err;

	if (entry->type < DINH_ENTRY_TYPES && !types[entry->type].written)
		return dinh_refuse(why, DINH_REFUSED_TYPE, 0,
				   (u64)entry->type);
	if (entry->type == DINH_ENTRY_UNIT_ADD && entry->unit)
		return dinh_malformed(why, entry, &entry->unit);
	if (memchr_inv(&entry->seq, 0, offsetof(struct dinh_entry, unit) -
		       offsetof(struct dinh_entry, seq)))
		return dinh_refuse(why, DINH_REFUSED_SPARE, 0,
				   (u64)offsetof(struct dinh_entry, seq));
	err = dinh_register_tick(reg, stamp, why);
	return err ?: accept(reg, stamp, entry, true, check_only, why);
}

/**
 * dinh_register_own - a new entry of which more is the kernel's than its header
 * @reg: the register, after its genesis
 * @stamp: author and time
 * @entry: as for dinh_register_submit(); its body is the caller's to answer for
 * @check_only: the same
 * @why: filled on refusal
 *
 * Return: 0 or a negative errno.
 */
int dinh_register_own(struct dinh_register *reg,
		      const struct dinh_stamp *stamp,
		      struct dinh_entry *entry, bool check_only,
		      struct dinh_refusal *why)
{
	return dinh_register_tick(reg, stamp, why) ?:
	       accept(reg, stamp, entry, false, check_only, why);
}

/**
 * dinh_register_replay - the next entry of a ledger that was accepted before
 * @reg: the register
 * @entry: as it stands in the ledger; its size was checked against what is
 *	there
 * @why: filled on refusal
 *
 * Bounds are not looked at. The sink is told of nothing.
 *
 * Return: 0, or a negative errno where a register could not have accepted the
 * entry there.
 */
int dinh_register_replay(struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 struct dinh_refusal *why)
{
	static struct dinh_sink silent;
	struct dinh_sink *sink = reg->sink;
	struct dinh_plan plan = {};
	u8 leaf[DINH_HASH_SIZE];
	int err;

	if (le64_to_cpu(entry->seq) != reg->ledger.size)
		return dinh_refuse(why, DINH_REFUSED_REPLAY_SEQ, DINH_A_SEQ,
				   le64_to_cpu(entry->seq), reg->ledger.size);
	err = make_plan(reg, entry, &plan, why);
	if (!err) {
		reg->sink = &silent;
		apply(reg, entry, &plan, leaf);
		reg->sink = sink;
	}
	plan_free(reg, &plan);
	return err;
}

/*
 * Life.
 */

/**
 * dinh_register_alloc - an empty register
 * @bounds: copied
 * @sink: kept, and called
 *
 * Return: the register, to be freed with dinh_register_free(), or NULL.
 */
struct dinh_register *dinh_register_alloc(const struct dinh_bounds *bounds,
					  struct dinh_sink *sink)
{
	struct dinh_register *reg = kvzalloc(sizeof(*reg), DINH_GFP);

	if (!reg)
		return NULL;
	reg->bounds = *bounds;
	reg->sink = sink;
	xa_init(&reg->units);
	xa_init(&reg->successors);
	xa_init(&reg->codes);
	xa_init(&reg->seqs);
	xa_init(&reg->assignments);
	xa_init(&reg->duties);
	xa_init(&reg->boards);
	xa_init(&reg->meetings);
	xa_init(&reg->authors);
	xa_init(&reg->author_of_uid);
	if (!dinh_units_begin(reg))
		return reg;
	dinh_register_free(reg);
	return NULL;
}

/**
 * dinh_register_free - free a register and all it holds
 * @reg: the register, or NULL
 */
void dinh_register_free(struct dinh_register *reg)
{
	unsigned int i;

	if (!reg)
		return;
	dinh_units_free(reg);
	dinh_records_free(reg);
	dinh_assignments_free(reg);
	dinh_boards_free(reg);
	dinh_meetings_free(reg);
	kvfree(reg->grant);
	for (i = 0; i < reg->n_programmes; i++)
		dinh_rules_free(reg->programme[i]);
	kvfree(reg->number);
	kvfree(reg);
}
