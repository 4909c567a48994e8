// SPDX-License-Identifier: GPL-2.0-only
/* Units: the tree, and finding one by number or by code. */
#include "internal.h"

/* Units and buckets of codes are kept in chunks. */
#define CHUNK_UNITS	256u
#define CHUNK_BUCKETS	1024u

#define LOCALITIES	(BIT(DINH_KIND_COMMUNE) | BIT(DINH_KIND_WARD) | \
			 BIT(DINH_KIND_TOWNSHIP) | BIT(DINH_KIND_SPECIAL_ZONE))
#define TERRITORIES	(BIT(DINH_KIND_PROVINCE) | BIT(DINH_KIND_DISTRICT) | \
			 LOCALITIES)
#define ENTERPRISES	(BIT(DINH_KIND_STATE_ENTERPRISE) | \
			 BIT(DINH_KIND_NONSTATE_ENTERPRISE))

static const struct {
	const char *name;
	u32 parents;
} kinds[DINH_KINDS] = {
	[DINH_KIND_REGISTER] = { "register", 0 },
	[DINH_KIND_PROVINCE] = { "province", 0 },
	[DINH_KIND_DISTRICT] = { "district", BIT(DINH_KIND_PROVINCE) },
	[DINH_KIND_COMMUNE] = {
		"commune", BIT(DINH_KIND_PROVINCE) | BIT(DINH_KIND_DISTRICT)
	},
	[DINH_KIND_WARD] = {
		"ward", BIT(DINH_KIND_PROVINCE) | BIT(DINH_KIND_DISTRICT)
	},
	[DINH_KIND_TOWNSHIP] = {
		"township", BIT(DINH_KIND_PROVINCE) | BIT(DINH_KIND_DISTRICT)
	},
	[DINH_KIND_SPECIAL_ZONE] = {
		"special_zone", BIT(DINH_KIND_PROVINCE) | BIT(DINH_KIND_DISTRICT)
	},
	[DINH_KIND_AGENCY] = {
		"agency", TERRITORIES | BIT(DINH_KIND_AGENCY)
	},
	[DINH_KIND_PUBLIC_UNIT] = {
		"public_unit", TERRITORIES | BIT(DINH_KIND_AGENCY) |
			       BIT(DINH_KIND_PUBLIC_UNIT)
	},
	[DINH_KIND_STATE_ENTERPRISE] = {
		"state_enterprise", TERRITORIES | BIT(DINH_KIND_AGENCY) |
				    ENTERPRISES
	},
	[DINH_KIND_NONSTATE_ENTERPRISE] = {
		"nonstate_enterprise", TERRITORIES | BIT(DINH_KIND_AGENCY) |
				       ENTERPRISES
	},
};

/**
 * dinh_kind_name - the name of a kind
 * @kind: enum dinh_kind
 */
const char *dinh_kind_name(unsigned int kind)
{
	return kind < DINH_KINDS ? kinds[kind].name : "unknown";
}

/**
 * dinh_kind_holds - whether a unit may stand right under another
 * @parent: enum dinh_kind; the register holds every kind
 * @child: enum dinh_kind
 */
bool dinh_kind_holds(unsigned int parent, unsigned int child)
{
	return parent == DINH_KIND_REGISTER ||
	       (kinds[child].parents & BIT(parent));
}

static int chunk_prepare(struct xarray *chunks, u32 index, size_t size)
{
	void *chunk;

	if (xa_load(chunks, index))
		return 0;
	chunk = kvzalloc(size, DINH_GFP);
	if (!chunk)
		return -ENOMEM;
	if (!xa_err(xa_store(chunks, index, chunk, DINH_GFP)))
		return 0;
	kvfree(chunk);
	return -ENOMEM;
}

static int units_prepare(struct dinh_register *reg)
{
	return chunk_prepare(&reg->units, reg->n_units / CHUNK_UNITS,
			     CHUNK_UNITS * sizeof(struct dinh_unit));
}

/* Where a unit is, or will be: its chunk is there. */
static struct dinh_unit *unit_at(const struct dinh_register *reg, u32 nr)
{
	struct dinh_unit *chunk = xa_load((struct xarray *)&reg->units,
					  nr / CHUNK_UNITS);

	return chunk + nr % CHUNK_UNITS;
}

/**
 * dinh_unit - find a unit by number
 * @reg: the register
 * @nr: its number; 0 is the register itself
 *
 * Return: the unit, dissolved ones included, or NULL. It stays where it is as
 * long as the register.
 */
struct dinh_unit *dinh_unit(const struct dinh_register *reg, u32 nr)
{
	return nr < reg->n_units ? unit_at(reg, nr) : NULL;
}

/**
 * dinh_unit_code - a unit's code
 * @unit: the unit
 */
const char *dinh_unit_code(const struct dinh_unit *unit)
{
	return unit->text;
}

/**
 * dinh_unit_name - a unit's name
 * @unit: the unit
 */
const char *dinh_unit_name(const struct dinh_unit *unit)
{
	return unit->text + strlen(unit->text) + 1;
}

/*
 * Codes: linear hashing. With every unit one more bucket is split off an old
 * one, so that adding costs the same at any size. Bucket b is entry b of a
 * table that is cut into chunks.
 */

static u32 code_hash(const char *code)
{
	u32 hash = 2166136261u;

	for (; *code; code++)
		hash = (hash ^ (u8)*code) * 16777619u;
	/* The low bits choose the bucket: bring the high ones down. */
	return hash ^ hash >> 15;
}

static u32 *bucket_at(const struct dinh_register *reg, u32 bucket)
{
	u32 *chunk = xa_load((struct xarray *)&reg->codes,
			     bucket / CHUNK_BUCKETS);

	return chunk + bucket % CHUNK_BUCKETS;
}

static u32 *bucket_of(const struct dinh_register *reg, u32 hash)
{
	u32 base = 1u << (fls(reg->buckets) - 1);
	u32 bucket = hash & (2 * base - 1);

	if (bucket >= reg->buckets)
		bucket &= base - 1;
	return bucket_at(reg, bucket);
}

/* For one bucket more. */
static int codes_prepare(struct dinh_register *reg)
{
	return chunk_prepare(&reg->codes, reg->buckets / CHUNK_BUCKETS,
			     CHUNK_BUCKETS * sizeof(u32));
}

static void code_insert(struct dinh_register *reg, struct dinh_unit *unit)
{
	u32 *bucket = bucket_of(reg, unit->hash);

	unit->hash_next = *bucket;
	*bucket = unit->nr;
}

static void code_remove(struct dinh_register *reg, struct dinh_unit *unit)
{
	u32 *link = bucket_of(reg, unit->hash);

	while (*link != unit->nr)
		link = &dinh_unit(reg, *link)->hash_next;
	*link = unit->hash_next;
	unit->hash_next = 0;
}

static void codes_split(struct dinh_register *reg)
{
	u32 fresh = reg->buckets;
	u32 base = 1u << (fls(fresh) - 1);
	u32 *from = bucket_at(reg, fresh - base);
	u32 *to = bucket_at(reg, fresh);

	*to = 0;
	while (*from) {
		struct dinh_unit *unit = dinh_unit(reg, *from);

		if ((unit->hash & (2 * base - 1)) == fresh) {
			*from = unit->hash_next;
			unit->hash_next = *to;
			*to = unit->nr;
		} else {
			from = &unit->hash_next;
		}
	}
	reg->buckets++;
}

/**
 * dinh_unit_by_code - find a living unit
 * @reg: the register
 * @code: its code
 *
 * Return: the unit or NULL.
 */
struct dinh_unit *dinh_unit_by_code(const struct dinh_register *reg,
				    const char *code)
{
	u32 hash = code_hash(code), nr;
	struct dinh_unit *unit;

	for (nr = *bucket_of(reg, hash); nr; nr = unit->hash_next) {
		unit = dinh_unit(reg, nr);
		if (unit->hash == hash && !strcmp(unit->text, code))
			return unit;
	}
	return NULL;
}

/*
 * The tree. The children of a unit are a list in the order in which they came;
 * the first one's @prev is the last one.
 */

static void link_child(struct dinh_register *reg, struct dinh_unit *parent,
		       struct dinh_unit *unit)
{
	struct dinh_unit *first;

	unit->parent = parent->nr;
	unit->next = 0;
	unit->prev = unit->nr;
	if (parent->child) {
		first = dinh_unit(reg, parent->child);
		unit->prev = first->prev;
		dinh_unit(reg, first->prev)->next = unit->nr;
		first->prev = unit->nr;
	} else {
		parent->child = unit->nr;
	}
	parent->children++;
}

/* @unit keeps its parent's number. */
static void unlink_child(struct dinh_register *reg, struct dinh_unit *unit)
{
	struct dinh_unit *parent = dinh_unit(reg, unit->parent);

	if (parent->child == unit->nr)
		parent->child = unit->next;
	else
		dinh_unit(reg, unit->prev)->next = unit->next;
	if (unit->next)
		dinh_unit(reg, unit->next)->prev = unit->prev;
	else if (parent->child)
		dinh_unit(reg, parent->child)->prev = unit->prev;
	unit->next = 0;
	unit->prev = 0;
	parent->children--;
}

/**
 * dinh_unit_next - walk the living units of a scope, each before those below it
 * @reg: the register
 * @scope: number of the unit at the top; 0 for all
 * @unit: the last one, or NULL to begin
 *
 * A walk may stop and go on later from its last unit; what was moved or
 * dissolved meanwhile may then be missed.
 *
 * Return: the next unit, or NULL at the end.
 */
struct dinh_unit *dinh_unit_next(const struct dinh_register *reg, u32 scope,
				 const struct dinh_unit *unit)
{
	if (!unit) {
		unit = dinh_unit(reg, scope);
		if (scope)
			return unit && !unit->until ? dinh_unit(reg, scope) :
						      NULL;
	}
	if (unit->child)
		return dinh_unit(reg, unit->child);
	while (unit->nr != scope && unit->nr) {
		if (unit->next)
			return dinh_unit(reg, unit->next);
		unit = dinh_unit(reg, unit->parent);
	}
	return NULL;
}

/**
 * dinh_unit_in_scope - whether a unit is another or stands below it
 * @reg: the register
 * @unit: the unit
 * @scope: number of the other; 0 for the register
 */
bool dinh_unit_in_scope(const struct dinh_register *reg,
			const struct dinh_unit *unit, u32 scope)
{
	while (unit->nr && unit->nr != scope)
		unit = dinh_unit(reg, unit->parent);
	return unit->nr == scope;
}

/* Levels from the register down to @unit: 1 for one right below it. */
static unsigned int unit_depth(const struct dinh_register *reg,
			       const struct dinh_unit *unit)
{
	unsigned int depth = 0;

	for (; unit->nr; unit = dinh_unit(reg, unit->parent))
		depth++;
	return depth;
}

/* Levels below @unit, itself included. */
static unsigned int unit_height(const struct dinh_register *reg,
				const struct dinh_unit *unit)
{
	unsigned int height = 0, top = unit_depth(reg, unit);
	const struct dinh_unit *below = NULL;

	while ((below = dinh_unit_next(reg, unit->nr, below)))
		height = max(height, unit_depth(reg, below) - top + 1);
	return height;
}

/**
 * dinh_unit_pinned - whether a unit's figures are shown in sysfs
 * @reg: the register
 * @nr: its number
 */
bool dinh_unit_pinned(const struct dinh_register *reg, u32 nr)
{
	unsigned int i;

	for (i = 0; i < reg->n_pins; i++)
		if (reg->pin[i] == nr)
			return true;
	return false;
}

/**
 * dinh_unit_successors - what followed a dissolved unit
 * @reg: the register
 * @nr: its number
 * @n: how many
 *
 * Return: their numbers, or NULL where there are none.
 */
const u32 *dinh_unit_successors(const struct dinh_register *reg, u32 nr,
				unsigned int *n)
{
	const u32 *list = xa_load((struct xarray *)&reg->successors, nr);

	*n = list ? list[0] : 0;
	return list ? list + 1 : NULL;
}

/* Unit 0, the register itself: always has a tally. And the first bucket. */
int dinh_units_begin(struct dinh_register *reg)
{
	struct dinh_unit *root;
	unsigned int group;

	if (units_prepare(reg) || codes_prepare(reg))
		return -ENOMEM;
	root = unit_at(reg, 0);
	reg->n_units = 1;
	reg->inner = 1;
	reg->buckets = 1;
	root->text = kzalloc(2, DINH_GFP);
	root->tally = dinh_tally_alloc(0);
	for (group = 0; group < DINH_GROUPS; group++)
		root->headcount[group] = DINH_COUNT_UNKNOWN;
	return root->text && root->tally ? 0 : -ENOMEM;
}

static void free_all(struct xarray *array)
{
	unsigned long index;
	void *entry;

	xa_for_each(array, index, entry)
		kvfree(entry);
	xa_destroy(array);
}

void dinh_units_free(struct dinh_register *reg)
{
	struct dinh_unit *unit;
	u32 nr;

	for (nr = 0; nr < reg->n_units; nr++) {
		unit = unit_at(reg, nr);
		kvfree(unit->recs);
		kfree(unit->tally);
		kfree(unit->text);
	}
	free_all(&reg->units);
	free_all(&reg->successors);
	free_all(&reg->codes);
}

/* A unit that can be changed. */
int dinh_living_unit(struct dinh_register *reg, u32 nr, u16 attr,
		     struct dinh_unit **unit, struct dinh_refusal *why)
{
	char date[DINH_DATE_SIZE];

	*unit = nr ? dinh_unit(reg, nr) : NULL;
	if (!*unit)
		return dinh_refuse(why, DINH_REFUSED_UNIT_UNKNOWN, attr,
				   (u64)nr);
	if (!(*unit)->until)
		return 0;
	dinh_date((*unit)->until, date);
	return dinh_refuse(why, DINH_REFUSED_UNIT_DISSOLVED, attr,
			   (*unit)->text, date);
}

/*
 * Checks of the fields that adding and changing have in common.
 */

static int check_kind(u8 kind, struct dinh_refusal *why)
{
	if (kind > DINH_KIND_REGISTER && kind < DINH_KINDS)
		return 0;
	return dinh_refuse(why, DINH_REFUSED_KIND, DINH_A_KIND, (u64)kind);
}

static int check_union(u8 has_union, struct dinh_refusal *why)
{
	if (has_union <= 1)
		return 0;
	return dinh_refuse(why, DINH_REFUSED_UNION, DINH_A_UNION,
			   (u64)has_union);
}

static int check_headcount(u32 count, struct dinh_refusal *why)
{
	if (count <= DINH_COUNT_MAX || count == DINH_COUNT_UNKNOWN)
		return 0;
	return dinh_refuse(why, DINH_REFUSED_HEADCOUNT, DINH_A_HEADCOUNT,
			   (u64)count, (u64)DINH_COUNT_MAX);
}

/* A day in the life of the register, not after today. */
static int check_past_day(const struct dinh_register *reg, u32 day, u16 attr,
			  struct dinh_refusal *why)
{
	char date[DINH_DATE_SIZE], today[DINH_DATE_SIZE];

	if (!day || day > DINH_DAY_MAX)
		return dinh_refuse(why, DINH_REFUSED_DAY_FORM, attr, (u64)day);
	if (day <= reg->today)
		return 0;
	dinh_date(day, date);
	dinh_date(reg->today, today);
	return dinh_refuse(why, DINH_REFUSED_DAY_FUTURE, attr, date, today);
}

static int check_since(const struct dinh_register *reg, u32 since,
		       struct dinh_refusal *why)
{
	return check_past_day(reg, since, DINH_A_SINCE, why);
}

/* @self: may have it already, or NULL */
static int check_code(const struct dinh_register *reg, const char *code,
		      const struct dinh_unit *self, struct dinh_refusal *why)
{
	const struct dinh_unit *taken;
	int err = dinh_check_code(code, DINH_A_CODE, why);

	if (err)
		return err;
	taken = dinh_unit_by_code(reg, code);
	if (!taken || taken == self)
		return 0;
	return dinh_refuse(why, DINH_REFUSED_CODE_TAKEN, DINH_A_CODE, code,
			   (u64)taken->nr);
}

static int check_holds(const struct dinh_unit *parent, u8 kind,
		       struct dinh_refusal *why)
{
	if (dinh_kind_holds(parent->kind, kind))
		return 0;
	return dinh_refuse(why, DINH_REFUSED_PARENT_KIND, DINH_A_PARENT,
			   dinh_kind_name(parent->kind), dinh_kind_name(kind));
}

/* @levels: of what is to stand below @nr */
static int check_parent(struct dinh_register *reg, u32 nr, unsigned int levels,
			struct dinh_plan *plan, struct dinh_refusal *why)
{
	struct dinh_unit *parent = dinh_unit(reg, 0);
	unsigned int depth;
	int err;

	if (nr) {
		err = dinh_living_unit(reg, nr, DINH_A_PARENT, &parent, why);
		if (err)
			return err;
	}
	depth = unit_depth(reg, parent) + levels;
	if (depth > DINH_DEPTH_MAX)
		return dinh_refuse(why, DINH_REFUSED_DEPTH, DINH_A_PARENT,
				   (u64)depth, (u64)DINH_DEPTH_MAX);
	if (!parent->tally) {
		plan->tally = dinh_tally_alloc(reg->stride);
		if (!plan->tally)
			return dinh_no_memory(why);
	}
	plan->parent = parent;
	return 0;
}

static char *make_text(const char *code, const char *name)
{
	size_t code_size = strlen(code) + 1, name_size = strlen(name) + 1;
	char *text = kmalloc(code_size + name_size, DINH_GFP);

	if (text) {
		memcpy(text, code, code_size);
		memcpy(text + code_size, name, name_size);
	}
	return text;
}

/* The parent's first child: from now on it has a tally, so far of itself. */
static void grow_parent(struct dinh_register *reg, struct dinh_plan *plan)
{
	if (!plan->tally)
		return;
	dinh_tally_own(reg, plan->parent, plan->tally);
	plan->parent->tally = plan->tally;
	plan->tally = NULL;
	reg->inner++;
}

/*
 * unit add
 */

static int check_add(struct dinh_register *reg, const struct dinh_entry *entry,
		     const struct dinh_unit_add *add, struct dinh_plan *plan,
		     struct dinh_refusal *why)
{
	unsigned int group;
	int err;

	if (memchr_inv(add->spare, 0, sizeof(add->spare)))
		return dinh_refuse(why, DINH_REFUSED_SPARE, 0,
				   (u64)((const u8 *)add->spare -
					 (const u8 *)entry));
	err = check_kind(add->kind, why) ?:
	      check_union(add->has_union, why) ?:
	      check_code(reg, add->code, NULL, why) ?:
	      dinh_check_tail(entry, add->name, DINH_NAME_SIZE, DINH_A_NAME,
			      why) ?:
	      check_since(reg, le32_to_cpu(add->since), why);
	if (err)
		return err;
	for (group = 0; group < DINH_GROUPS; group++) {
		err = check_headcount(le32_to_cpu(add->headcount[group]), why);
		if (err)
			return err;
	}
	err = check_parent(reg, le32_to_cpu(add->parent), 1, plan, why);
	return err ?: check_holds(plan->parent, add->kind, why);
}

int dinh_plan_unit_add(struct dinh_register *reg,
		       const struct dinh_entry *entry, struct dinh_plan *plan,
		       struct dinh_refusal *why)
{
	const struct dinh_unit_add *add = dinh_body(entry);
	int err;

	if (le32_to_cpu(entry->unit) != reg->n_units)
		return dinh_refuse(why, DINH_REFUSED_REPLAY_UNIT, DINH_A_UNIT,
				   (u64)le32_to_cpu(entry->unit),
				   (u64)reg->n_units);
	err = check_add(reg, entry, add, plan, why);
	if (err)
		return err;
	if (reg->n_units > (plan->live ? reg->bounds.units : DINH_UNIT_MAX - 1))
		return dinh_refuse(why, DINH_REFUSED_UNITS_FULL, 0,
				   (u64)reg->n_units - 1,
				   (u64)reg->bounds.units);

	plan->text = make_text(add->code, add->name);
	if (!plan->text || units_prepare(reg) || codes_prepare(reg))
		return dinh_no_memory(why);
	return 0;
}

void dinh_apply_unit_add(struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 struct dinh_plan *plan)
{
	const struct dinh_unit_add *add = dinh_body(entry);
	struct dinh_unit *unit = unit_at(reg, reg->n_units);
	u64 all = dinh_all_indicators(reg);
	unsigned int group;

	unit->nr = reg->n_units++;
	swap(unit->text, plan->text);
	unit->hash = code_hash(unit->text);
	unit->since = le32_to_cpu(add->since);
	unit->kind = add->kind;
	unit->has_union = add->has_union;
	for (group = 0; group < DINH_GROUPS; group++)
		unit->headcount[group] = le32_to_cpu(add->headcount[group]);
	reg->living++;
	grow_parent(reg, plan);
	codes_split(reg);
	code_insert(reg, unit);
	dinh_tally_lift(reg, NULL, all);
	link_child(reg, plan->parent, unit);
	dinh_tally_put(reg, unit, all, false);
	reg->generation++;
}

/*
 * unit set
 */

static int check_set_spare(const struct dinh_entry *entry,
			   const struct dinh_unit_set *set, u32 what,
			   struct dinh_refusal *why)
{
	const struct dinh_unit_add *to = &set->to;
	size_t tail = dinh_body_size(entry) - sizeof(*set);
	const void *at = NULL;
	unsigned int group;

	if (what & ~DINH_SET_ALL || set->spare)
		at = set;
	else if (memchr_inv(to->spare, 0, sizeof(to->spare)))
		at = to->spare;
	else if (!(what & DINH_SET_PARENT) && to->parent)
		at = &to->parent;
	else if (!(what & DINH_SET_SINCE) && to->since)
		at = &to->since;
	else if (!(what & DINH_SET_KIND) && to->kind)
		at = &to->kind;
	else if (!(what & DINH_SET_UNION) && to->has_union)
		at = &to->has_union;
	else if (!(what & DINH_SET_CODE) &&
		 memchr_inv(to->code, 0, sizeof(to->code)))
		at = to->code;
	else if (!(what & DINH_SET_NAME) && tail)
		at = to->name;
	for (group = 0; group < DINH_GROUPS && !at; group++)
		if (!(what & DINH_SET_HEADCOUNT << group) &&
		    to->headcount[group])
			at = &to->headcount[group];
	if (!at)
		return 0;
	return dinh_refuse(why, DINH_REFUSED_SPARE, 0,
			   (u64)((const u8 *)at - (const u8 *)entry));
}

static int check_set_since(struct dinh_register *reg,
			   const struct dinh_unit *unit, u32 since,
			   struct dinh_refusal *why)
{
	char date[DINH_DATE_SIZE], day[DINH_DATE_SIZE];
	unsigned int i;
	int err = check_since(reg, since, why);

	for (i = 0; i < unit->n && !err; i++) {
		if (unit->recs[i].flags & DINH_REC_VOID ||
		    unit->recs[i].day >= since)
			continue;
		dinh_date(since, date);
		dinh_date(unit->recs[i].day, day);
		err = dinh_refuse(why, DINH_REFUSED_SINCE_RECORDS, DINH_A_SINCE,
				  date, day);
	}
	return err;
}

/* The kind that the unit has afterwards goes with those above and below. */
static int check_set_kind(struct dinh_register *reg,
			  const struct dinh_unit *unit, u8 kind,
			  const struct dinh_unit *parent,
			  struct dinh_refusal *why)
{
	const struct dinh_unit *child;
	u32 nr;
	int err = check_kind(kind, why) ?: check_holds(parent, kind, why);

	for (nr = unit->child; nr && !err; nr = child->next) {
		child = dinh_unit(reg, nr);
		if (dinh_kind_holds(kind, child->kind))
			continue;
		err = dinh_refuse(why, DINH_REFUSED_PARENT_KIND, DINH_A_KIND,
				  dinh_kind_name(kind),
				  dinh_kind_name(child->kind));
	}
	return err;
}

int dinh_plan_unit_set(struct dinh_register *reg,
		       const struct dinh_entry *entry, struct dinh_plan *plan,
		       struct dinh_refusal *why)
{
	const struct dinh_unit_set *set = dinh_body(entry);
	const struct dinh_unit_add *to = &set->to;
	u32 what = le32_to_cpu(set->what);
	const struct dinh_unit *parent;
	struct dinh_unit *unit;
	unsigned int group;
	int err;

	err = dinh_living_unit(reg, le32_to_cpu(entry->unit), DINH_A_UNIT,
			       &unit, why) ?:
	      check_set_spare(entry, set, what, why);
	if (err)
		return err;
	plan->unit = unit;
	if (!what)
		return dinh_refuse(why, DINH_REFUSED_SET_NOTHING, 0);
	if (what & DINH_SET_SINCE)
		err = check_set_since(reg, unit, le32_to_cpu(to->since), why);
	if (!err && what & DINH_SET_UNION)
		err = check_union(to->has_union, why);
	if (!err && what & DINH_SET_CODE)
		err = check_code(reg, to->code, unit, why);
	if (!err && what & DINH_SET_NAME)
		err = dinh_check_tail(entry, to->name, DINH_NAME_SIZE,
				      DINH_A_NAME, why);
	for (group = 0; group < DINH_GROUPS && !err; group++)
		if (what & DINH_SET_HEADCOUNT << group)
			err = check_headcount(le32_to_cpu(to->headcount[group]),
					      why);
	if (err)
		return err;

	parent = dinh_unit(reg, unit->parent);
	if (what & DINH_SET_PARENT) {
		err = check_parent(reg, le32_to_cpu(to->parent),
				   unit_height(reg, unit), plan, why);
		if (err)
			return err;
		parent = plan->parent;
		if (dinh_unit_in_scope(reg, parent, unit->nr))
			return dinh_refuse(why, DINH_REFUSED_PARENT_CYCLE,
					   DINH_A_PARENT, parent->text);
	}
	if (what & (DINH_SET_PARENT | DINH_SET_KIND)) {
		err = check_set_kind(reg, unit, what & DINH_SET_KIND ?
				     to->kind : unit->kind, parent, why);
		if (err)
			return err;
	}
	if (what & (DINH_SET_CODE | DINH_SET_NAME)) {
		plan->text = make_text(what & DINH_SET_CODE ? to->code :
						dinh_unit_code(unit),
				       what & DINH_SET_NAME ? to->name :
						dinh_unit_name(unit));
		if (!plan->text)
			return dinh_no_memory(why);
	}
	return 0;
}

void dinh_apply_unit_set(struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 struct dinh_plan *plan)
{
	const struct dinh_unit_set *set = dinh_body(entry);
	const struct dinh_unit_add *to = &set->to;
	u32 what = le32_to_cpu(set->what);
	u64 all = dinh_all_indicators(reg);
	struct dinh_unit *unit = plan->unit;
	unsigned int group;

	if (plan->text) {
		code_remove(reg, unit);
		swap(unit->text, plan->text);
		unit->hash = code_hash(unit->text);
		code_insert(reg, unit);
	}
	if (what & DINH_SET_SINCE)
		unit->since = le32_to_cpu(to->since);

	grow_parent(reg, plan);
	dinh_tally_lift(reg, unit, all);
	if (what & DINH_SET_KIND)
		unit->kind = to->kind;
	if (what & DINH_SET_UNION)
		unit->has_union = to->has_union;
	for (group = 0; group < DINH_GROUPS; group++)
		if (what & DINH_SET_HEADCOUNT << group)
			unit->headcount[group] =
				le32_to_cpu(to->headcount[group]);
	if (what & DINH_SET_PARENT) {
		dinh_tally_move(reg, unit, plan->parent);
		unlink_child(reg, unit);
		link_child(reg, plan->parent, unit);
	} else {
		dinh_tally_put(reg, unit, all, false);
	}
	reg->generation++;
}

/*
 * pin
 */

int dinh_plan_pin(struct dinh_register *reg, const struct dinh_entry *entry,
		  struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_pin *body = dinh_body(entry);
	u32 pinned = le32_to_cpu(body->pinned);
	int err;

	if (dinh_body_size(entry) != sizeof(*body) || body->spare ||
	    pinned > 1)
		return dinh_malformed(why, entry, body);
	err = dinh_living_unit(reg, le32_to_cpu(entry->unit), DINH_A_UNIT,
			       &plan->unit, why);
	if (err)
		return err;
	if (pinned == dinh_unit_pinned(reg, plan->unit->nr))
		return dinh_refuse(why, pinned ? DINH_REFUSED_PINNED :
						 DINH_REFUSED_NOT_PINNED,
				   DINH_A_PINNED, plan->unit->text);
	if (pinned && reg->n_pins == DINH_PINS_MAX)
		return dinh_refuse(why, DINH_REFUSED_PINS_FULL, DINH_A_PINNED,
				   (u64)reg->n_pins, (u64)DINH_PINS_MAX);
	return 0;
}

/* The others keep their order. */
static void unpin(struct dinh_register *reg, u32 nr)
{
	unsigned int i, kept = 0;

	for (i = 0; i < reg->n_pins; i++)
		if (reg->pin[i] != nr)
			reg->pin[kept++] = reg->pin[i];
	reg->n_pins = kept;
}

void dinh_apply_pin(struct dinh_register *reg, const struct dinh_entry *entry,
		    struct dinh_plan *plan)
{
	const struct dinh_pin *body = dinh_body(entry);

	if (body->pinned)
		reg->pin[reg->n_pins++] = plan->unit->nr;
	else
		unpin(reg, plan->unit->nr);
	reg->generation++;
}

/*
 * unit dissolve
 */

static int check_successors(struct dinh_register *reg,
			    const struct dinh_entry *entry,
			    const struct dinh_unit_dissolve *end, u32 n,
			    struct dinh_refusal *why)
{
	struct dinh_unit *unit;
	u32 i, j, nr;
	int err;

	for (i = 0; i < n; i++) {
		nr = le32_to_cpu(end->successor[i]);
		err = dinh_living_unit(reg, nr, DINH_A_SUCCESSOR, &unit, why);
		if (err)
			return err;
		if (nr == le32_to_cpu(entry->unit))
			return dinh_refuse(why, DINH_REFUSED_SUCCESSOR_SELF,
					   DINH_A_SUCCESSOR);
		for (j = 0; j < i; j++)
			if (le32_to_cpu(end->successor[j]) == nr)
				return dinh_refuse(why,
					DINH_REFUSED_SUCCESSOR_TWICE,
					DINH_A_SUCCESSOR, (u64)nr);
	}
	return 0;
}

int dinh_plan_unit_dissolve(struct dinh_register *reg,
			    const struct dinh_entry *entry,
			    struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_unit_dissolve *end = dinh_body(entry);
	u32 n = le32_to_cpu(end->successors), i;
	char date[DINH_DATE_SIZE], since[DINH_DATE_SIZE];
	struct dinh_unit *unit;
	int err;

	if (n > DINH_SUCCESSORS_MAX)
		return dinh_refuse(why, DINH_REFUSED_SUCCESSORS,
				   DINH_A_SUCCESSOR, (u64)n,
				   (u64)DINH_SUCCESSORS_MAX);
	if (dinh_body_size(entry) != sizeof(*end) + (n + n % 2) * sizeof(u32))
		return dinh_malformed(why, entry, &end->successors);
	if (n % 2 && end->successor[n])
		return dinh_refuse(why, DINH_REFUSED_SPARE, 0,
				   (u64)((const u8 *)&end->successor[n] -
					 (const u8 *)entry));
	err = dinh_living_unit(reg, le32_to_cpu(entry->unit), DINH_A_UNIT,
			       &unit, why) ?:
	      check_past_day(reg, le32_to_cpu(end->day), DINH_A_DAY, why) ?:
	      check_successors(reg, entry, end, n, why);
	if (err)
		return err;
	if (unit->children)
		return dinh_refuse(why, DINH_REFUSED_CHILDREN, DINH_A_UNIT,
				   (u64)unit->children);
	if (dinh_meeting_of(reg, unit->nr))
		return dinh_refuse(why, DINH_REFUSED_MEETING_OF_UNIT,
				   DINH_A_UNIT,
				   dinh_meeting_of(reg, unit->nr)->seq);
	if (dinh_kiosk_of(reg, unit->nr))
		return dinh_refuse(why, DINH_REFUSED_KIOSK_OF_UNIT,
				   DINH_A_UNIT,
				   dinh_kiosk_of(reg, unit->nr)->seq);
	if (le32_to_cpu(end->day) < unit->since) {
		dinh_date(le32_to_cpu(end->day), date);
		dinh_date(unit->since, since);
		return dinh_refuse(why, DINH_REFUSED_DISSOLVE_BEFORE,
				   DINH_A_DAY, date, since);
	}
	plan->unit = unit;
	if (!n)
		return 0;
	plan->successors = kcalloc(n + 1, sizeof(u32), DINH_GFP);
	if (!plan->successors ||
	    xa_reserve(&reg->successors, unit->nr, DINH_GFP))
		return dinh_no_memory(why);
	plan->successors[0] = n;
	for (i = 0; i < n; i++)
		plan->successors[i + 1] = le32_to_cpu(end->successor[i]);
	return 0;
}

void dinh_apply_unit_dissolve(struct dinh_register *reg,
			      const struct dinh_entry *entry,
			      struct dinh_plan *plan)
{
	const struct dinh_unit_dissolve *end = dinh_body(entry);
	u64 all = dinh_all_indicators(reg);
	struct dinh_unit *unit = plan->unit;

	dinh_tally_lift(reg, unit, all);
	dinh_tally_count(reg, unit, -(s64)unit->records, -(s64)unit->late);
	unit->until = le32_to_cpu(end->day);
	dinh_tally_put(reg, unit, all, false);
	dinh_board_end(reg, unit);
	unlink_child(reg, unit);
	code_remove(reg, unit);
	unpin(reg, unit->nr);
	dinh_assignments_end(reg, unit);
	if (plan->successors) {
		xa_store(&reg->successors, unit->nr, plan->successors,
			 DINH_GFP);
		plan->successors = NULL;
	}
	reg->living--;
	reg->generation++;
}
