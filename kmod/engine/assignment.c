// SPDX-License-Identifier: GPL-2.0-only
/*
 * Assignments: named tasks to units, and the answers that findings ask for. One
 * is kept while it is open, and until the end of the calendar year in which its
 * completion was recorded: as long as it counts.
 */
#include <linux/sched.h>

#include "internal.h"

/* Those of one unit, in the order of their entries. */
struct dinh_duties {
	struct dinh_assign *first;
	u32 n;
};

static struct dinh_duties *duties_of(const struct dinh_register *reg, u32 nr)
{
	return xa_load((struct xarray *)&reg->duties, nr);
}

/**
 * dinh_assignments - a unit's assignments that still count
 * @reg: the register
 * @unit: the unit
 *
 * Return: the first, each leading to the next, or NULL.
 */
const struct dinh_assign *dinh_assignments(const struct dinh_register *reg,
					   const struct dinh_unit *unit)
{
	const struct dinh_duties *duties = duties_of(reg, unit->nr);

	return duties && !unit->until ? duties->first : NULL;
}

/**
 * dinh_assignment_find - find an assignment by its entry
 * @reg: the register
 * @seq: the entry
 *
 * Return: it, or NULL where it is none, or is no longer kept.
 */
const struct dinh_assign *dinh_assignment_find(const struct dinh_register *reg,
					       u64 seq)
{
	return seq > DINH_SEQ_MAX ? NULL :
	       xa_load((struct xarray *)&reg->assignments, seq);
}

/**
 * dinh_assignment_overdue - for how long an assignment is overdue
 * @assign: the assignment
 * @day: today
 *
 * Return: days after its due day, 0 where it is completed or not due yet.
 */
u32 dinh_assignment_overdue(const struct dinh_assign *assign, u32 day)
{
	return !assign->completed && day > assign->due ? day - assign->due : 0;
}

static int year_of(u32 day)
{
	int year, month, mday;

	dinh_civil(day, &year, &month, &mday);
	return year;
}

/*
 * What a unit adds to an indicator that counts assignments, or answers, today
 * or on a later day. What is completed was so in the year that today is in.
 */
enum dinh_standing dinh_measure_assignments(const struct dinh_register *reg,
					    const struct dinh_unit *unit,
					    bool answers, u32 day,
					    struct dinh_figure *fig)
{
	bool over = day != reg->today && year_of(day) != year_of(reg->today);
	const struct dinh_assign *a;

	for (a = dinh_assignments(reg, unit); a; a = a->next) {
		if (a->is_finding != answers || (a->completed && over))
			continue;
		if (!a->completed && a->due >= day) {
			fig->unknown++;
			continue;
		}
		fig->den++;
		fig->num += a->completed && a->completed <= a->due;
	}
	if (fig->num < fig->den)
		return DINH_UNMET;
	if (fig->unknown)
		return DINH_UNKNOWN;
	return fig->den ? DINH_MET : DINH_OUTSIDE;
}

/* The first day, after @today, on which one of a unit's becomes overdue. */
u32 dinh_assignments_due(const struct dinh_register *reg,
			 const struct dinh_unit *unit, u32 today)
{
	const struct dinh_assign *a = dinh_assignments(reg, unit);
	u32 first = DINH_DAY_FOREVER;

	for (; a; a = a->next)
		if (!a->completed && a->due >= today)
			first = min(first, a->due + 1);
	return first;
}

/* Tells of those that became overdue when @before was followed by today. */
void dinh_assignments_lapse(struct dinh_register *reg,
			    const struct dinh_unit *unit, u32 before)
{
	const struct dinh_assign *a = dinh_assignments(reg, unit);

	for (; a && reg->sink->overdue; a = a->next)
		if (!a->completed && a->due >= before && a->due < reg->today)
			reg->sink->overdue(reg->sink, a);
}

static u64 assignment_indicators(const struct dinh_register *reg)
{
	const struct dinh_rules *rules = reg->current_rules;
	unsigned int i;
	u64 bits = 0;

	for (i = 0; rules && i < rules->n_measures; i++)
		if (rules->measure[i].counted >= DINH_COUNTED_ASSIGNMENTS)
			bits |= BIT_ULL(i);
	return bits;
}

static void drop(struct dinh_register *reg, struct dinh_assign **link)
{
	struct dinh_assign *gone = *link;

	*link = gone->next;
	xa_erase(&reg->assignments, gone->seq);
	kfree(gone);
}

static void drop_completed(struct dinh_register *reg, u32 nr,
			   struct dinh_duties *duties)
{
	struct dinh_assign **link = &duties->first;

	while (*link) {
		if ((*link)->completed) {
			drop(reg, link);
			duties->n--;
		} else {
			link = &(*link)->next;
		}
	}
	if (duties->n)
		return;
	xa_erase(&reg->duties, nr);
	kfree(duties);
}

/**
 * dinh_assignments_new_year - drop what was completed in the years before
 * @reg: the register, on the first of its days in a year
 * @count: keep the tallies right; false if they will be made anew
 */
void dinh_assignments_new_year(struct dinh_register *reg, bool count)
{
	static struct dinh_sink silent;
	u64 bits = count ? assignment_indicators(reg) : 0;
	struct dinh_sink *sink = reg->sink;
	struct dinh_unit *unit;
	unsigned long nr;
	void *duties;

	dinh_tally_remember(reg, bits);
	reg->sink = &silent;
	xa_for_each(&reg->duties, nr, duties) {
		unit = dinh_unit(reg, nr);
		dinh_tally_lift(reg, unit, bits);
		drop_completed(reg, nr, duties);
		dinh_tally_put(reg, unit, bits, false);
		cond_resched();
	}
	reg->sink = sink;
	dinh_tally_compare(reg, bits);
}

/**
 * dinh_assignments_end - drop all of a unit that is dissolved
 * @reg: the register
 * @unit: the unit, in no figure any more
 */
void dinh_assignments_end(struct dinh_register *reg, struct dinh_unit *unit)
{
	struct dinh_duties *duties = xa_erase(&reg->duties, unit->nr);

	while (duties && duties->first)
		drop(reg, &duties->first);
	kfree(duties);
}

void dinh_assignments_free(struct dinh_register *reg)
{
	unsigned long index;
	void *entry;

	xa_for_each(&reg->assignments, index, entry)
		kfree(entry);
	xa_for_each(&reg->duties, index, entry)
		kfree(entry);
	xa_destroy(&reg->assignments);
	xa_destroy(&reg->duties);
}

/*
 * Making one.
 */

int dinh_check_due(const struct dinh_register *reg, u32 due,
		   struct dinh_refusal *why)
{
	char date[DINH_DATE_SIZE], today[DINH_DATE_SIZE];

	if (!due || due > DINH_DAY_MAX)
		return dinh_refuse(why, DINH_REFUSED_DAY_FORM, DINH_A_DUE,
				   (u64)due);
	if (due >= reg->today)
		return 0;
	dinh_date(due, date);
	dinh_date(reg->today, today);
	return dinh_refuse(why, DINH_REFUSED_DUE_PAST, DINH_A_DUE, date,
			   today);
}

/* @plan->unit is whose it will be; the entry will make it. */
int dinh_prepare_assignment(struct dinh_register *reg, u32 due,
			    const char *title, struct dinh_plan *plan,
			    struct dinh_refusal *why)
{
	struct dinh_duties *duties = duties_of(reg, plan->unit->nr);
	size_t size = strlen(title) + 1;
	struct dinh_assign *assign;

	if (duties && duties->n >= DINH_ASSIGNMENTS_MAX)
		return dinh_refuse(why, DINH_REFUSED_ASSIGNMENTS_FULL, 0,
				   (u64)duties->n, (u64)DINH_ASSIGNMENTS_MAX);
	assign = kzalloc(struct_size(assign, title, size), DINH_GFP);
	plan->assign = assign;
	if (!assign)
		return dinh_no_memory(why);
	assign->seq = reg->ledger.size;
	assign->unit = plan->unit->nr;
	assign->given = reg->today;
	assign->due = due;
	memcpy(assign->title, title, size);
	if (!duties) {
		plan->duties = kzalloc(sizeof(*duties), DINH_GFP);
		if (!plan->duties)
			return dinh_no_memory(why);
	}
	if (xa_reserve(&reg->assignments, assign->seq, DINH_GFP) ||
	    xa_reserve(&reg->duties, plan->unit->nr, DINH_GFP))
		return dinh_no_memory(why);
	return 0;
}

/* What was prepared and not used. */
void dinh_assignment_unprepare(struct dinh_register *reg,
			       struct dinh_plan *plan)
{
	if (!plan->assign)
		return;
	xa_release(&reg->assignments, plan->assign->seq);
	xa_release(&reg->duties, plan->assign->unit);
	kfree(plan->assign);
	kfree(plan->duties);
}

void dinh_add_assignment(struct dinh_register *reg, struct dinh_plan *plan)
{
	struct dinh_assign *assign = plan->assign, **link;
	u64 bits = assignment_indicators(reg);
	struct dinh_unit *unit = plan->unit;
	struct dinh_duties *duties;

	plan->assign = NULL;
	if (plan->duties) {
		xa_store(&reg->duties, unit->nr, plan->duties, DINH_GFP);
		plan->duties = NULL;
	}
	xa_store(&reg->assignments, assign->seq, assign, DINH_GFP);
	duties = duties_of(reg, unit->nr);
	dinh_tally_lift(reg, unit, bits);
	for (link = &duties->first; *link; link = &(*link)->next)
		;
	*link = assign;
	duties->n++;
	dinh_tally_put(reg, unit, bits, false);
	dinh_due_by(reg, unit, assign->due + 1);
}

static int check_objective(struct dinh_register *reg,
			   const struct dinh_assignment *body,
			   struct dinh_refusal *why)
{
	const struct dinh_rules *rules = reg->current_rules;
	char date[DINH_DATE_SIZE];
	int err;

	if (!memchr_inv(body->objective, 0, sizeof(body->objective)))
		return 0;
	err = dinh_check_code(body->objective, DINH_A_OBJECTIVE, why);
	if (err)
		return err;
	if (!rules) {
		dinh_date(reg->today, date);
		return dinh_refuse(why, DINH_REFUSED_NO_PROGRAMME,
				   DINH_A_OBJECTIVE, date);
	}
	if (dinh_objective_of(rules, body->objective) >= 0)
		return 0;
	return dinh_refuse(why, DINH_REFUSED_PROGRAMME_NAMES, DINH_A_OBJECTIVE,
			   rules->body->code, body->objective);
}

int dinh_plan_assignment(struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_assignment *body = dinh_body(entry);
	u32 due = le32_to_cpu(body->due);
	int err;

	if (body->spare)
		return dinh_refuse(why, DINH_REFUSED_SPARE, 0,
				   (u64)((const u8 *)&body->spare -
					 (const u8 *)entry));
	err = dinh_check_tail(entry, body->title, DINH_TITLE_SIZE,
			      DINH_A_TITLE, why) ?:
	      dinh_living_unit(reg, le32_to_cpu(entry->unit), DINH_A_UNIT,
			       &plan->unit, why) ?:
	      dinh_check_due(reg, due, why) ?:
	      check_objective(reg, body, why) ?:
	      dinh_prepare_assignment(reg, due, body->title, plan, why);
	if (!err)
		memcpy(plan->assign->objective, body->objective,
		       sizeof(body->objective));
	return err;
}

void dinh_apply_assignment(struct dinh_register *reg,
			   const struct dinh_entry *entry,
			   struct dinh_plan *plan)
{
	dinh_add_assignment(reg, plan);
	reg->generation++;
}

/*
 * Completing one.
 */

static int check_done(const struct dinh_register *reg,
		      const struct dinh_assign *assign, u32 day,
		      struct dinh_refusal *why)
{
	char date[DINH_DATE_SIZE], other[DINH_DATE_SIZE];

	if (!day || day > DINH_DAY_MAX)
		return dinh_refuse(why, DINH_REFUSED_DAY_FORM, DINH_A_DAY,
				   (u64)day);
	if (day >= assign->given && day <= reg->today)
		return 0;
	dinh_date(day, date);
	dinh_date(day > reg->today ? reg->today : assign->given, other);
	return dinh_refuse(why, day > reg->today ?
				DINH_REFUSED_DAY_FUTURE :
				DINH_REFUSED_COMPLETED_BEFORE,
			   DINH_A_DAY, date, other);
}

int dinh_plan_completion(struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_completion *body = dinh_body(entry);
	u64 seq = le64_to_cpu(body->seq);
	const struct dinh_assign *assign;
	char date[DINH_DATE_SIZE];
	int err;

	if (body->spare)
		return dinh_refuse(why, DINH_REFUSED_SPARE, 0,
				   (u64)((const u8 *)&body->spare -
					 (const u8 *)entry));
	err = dinh_check_tail(entry, body->result, DINH_TITLE_SIZE,
			      DINH_A_RESULT, why);
	if (err)
		return err;
	assign = dinh_assignment_find(reg, seq);
	if (!assign)
		return dinh_refuse(why, DINH_REFUSED_ASSIGNMENT_UNKNOWN,
				   DINH_A_SEQ, seq);
	if (assign->unit != le32_to_cpu(entry->unit))
		return dinh_refuse(why, DINH_REFUSED_ASSIGNMENT_UNIT,
				   DINH_A_UNIT, (u64)assign->unit);
	if (assign->completed) {
		dinh_date(assign->completed, date);
		return dinh_refuse(why, DINH_REFUSED_COMPLETED, DINH_A_SEQ,
				   date);
	}
	plan->unit = dinh_unit(reg, assign->unit);
	return check_done(reg, assign, le32_to_cpu(body->day), why);
}

void dinh_apply_completion(struct dinh_register *reg,
			   const struct dinh_entry *entry,
			   struct dinh_plan *plan)
{
	const struct dinh_completion *body = dinh_body(entry);
	u64 bits = assignment_indicators(reg);
	struct dinh_unit *unit = plan->unit;
	struct dinh_assign *assign;

	assign = xa_load(&reg->assignments, le64_to_cpu(body->seq));
	dinh_tally_lift(reg, unit, bits);
	assign->completed = le32_to_cpu(body->day);
	dinh_tally_put(reg, unit, bits, false);
	reg->generation++;
}
