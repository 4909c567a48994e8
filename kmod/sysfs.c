// SPDX-License-Identifier: GPL-2.0-only
/*
 * The figures of the whole register and of pinned units, one a file, readable
 * by all.
 *
 * A file is read under the register's lock alone. Directories of objectives and
 * indicators come and go with the programme in force, those of units when they
 * are pinned: a worker makes and removes them, and holds no lock of the
 * register while it does, because removing waits for those who read. A
 * directory knows its code and nothing else, so there is nothing in it that a
 * newer programme could leave behind.
 */
#include <linux/device.h>
#include <linux/init.h>
#include <linux/kobject.h>
#include <linux/math64.h>
#include <linux/sysfs.h>
#include <linux/workqueue.h>

#include "door.h"
#include "session.h"
#include "sysfs.h"

/* The directories above those of pinned units; live as long as the device. */
static struct kobject *scopes;
static struct kobject *boards;

/* Readers of a file that changes all the time are woken so often at most. */
#define TELL_DELAY	(HZ / 10)

/*
 * Files of the register.
 */

/**
 * struct reg_file - a file of the register
 * @attr: in sysfs
 * @show: writes its value, under the register's lock
 */
struct reg_file {
	struct device_attribute attr;
	ssize_t (*show)(const struct dinh_register *reg, char *buf);
};

static ssize_t show_reg_file(struct device *dev, struct device_attribute *attr,
			     char *buf)
{
	struct reg_file *file = container_of(attr, struct reg_file, attr);

	guard(rwsem_read)(&dinh_door.lock);
	return file->show(dinh_door.reg, buf);
}

#define REG_ATTR(_name)							\
	static struct reg_file file_##_name = {				\
		.attr = __ATTR(_name, 0444, show_reg_file, NULL),	\
		.show = show_##_name,					\
	}

static ssize_t show_date(u32 day, char *buf)
{
	char date[DINH_DATE_SIZE];

	if (!day)
		return sysfs_emit(buf, "\n");
	dinh_date(day, date);
	return sysfs_emit(buf, "%s\n", date);
}

static ssize_t show_accepted(const struct dinh_register *reg, char *buf)
{
	return sysfs_emit(buf, "%llu\n", reg->ledger.size);
}
REG_ATTR(accepted);

/* What nobody saves is never durable: a number would be read as a promise. */
static ssize_t show_kept_number(u64 number, char *buf)
{
	if (dinh_door.state == DINH_STATE_VOLATILE)
		return sysfs_emit(buf, "n/a\n");
	return sysfs_emit(buf, "%llu\n", number);
}

static ssize_t show_durable(const struct dinh_register *reg, char *buf)
{
	return show_kept_number(dinh_door.store.durable.size, buf);
}
REG_ATTR(durable);

static ssize_t show_published(const struct dinh_register *reg, char *buf)
{
	return show_kept_number(dinh_door.store.published, buf);
}
REG_ATTR(published);

static ssize_t show_pending(const struct dinh_register *reg, char *buf)
{
	return show_kept_number(reg->ledger.size -
				dinh_door.store.durable.size, buf);
}
REG_ATTR(pending);

static ssize_t show_room(const struct dinh_register *reg, char *buf)
{
	return show_kept_number(dinh_store_room(), buf);
}
REG_ATTR(room);

static ssize_t show_store(const struct dinh_register *reg, char *buf)
{
	static const char * const statuses[] = {
		[DINH_STORE_NONE] = "none",
		[DINH_STORE_WORKING] = "working",
		[DINH_STORE_WAITING] = "waiting",
		[DINH_STORE_STOPPED] = "stopped",
	};

	return sysfs_emit(buf, "%s\n", statuses[dinh_door.store.status]);
}
REG_ATTR(store);

static ssize_t show_store_error(const struct dinh_register *reg, char *buf)
{
	return sysfs_emit(buf, "%u\n", dinh_door.store.error);
}
REG_ATTR(store_error);

static ssize_t show_root(const struct dinh_register *reg, char *buf)
{
	u8 root[DINH_HASH_SIZE];

	dinh_frontier_root(&reg->ledger, root);
	return sysfs_emit(buf, "%*phN\n", DINH_HASH_SIZE, root);
}
REG_ATTR(root);

static ssize_t show_state(const struct dinh_register *reg, char *buf)
{
	static const char * const states[] = {
		[DINH_STATE_CLOSED] = "closed",
		[DINH_STATE_RESTORING] = "restoring",
		[DINH_STATE_LIVE] = "live",
		[DINH_STATE_VOLATILE] = "volatile",
	};

	return sysfs_emit(buf, "%s\n", states[dinh_door.state]);
}
REG_ATTR(state);

static ssize_t show_code(const struct dinh_register *reg, char *buf)
{
	const struct dinh_rules *rules = reg->current_rules;

	return sysfs_emit(buf, "%s\n", rules ? rules->body->code : "");
}
REG_ATTR(code);

static ssize_t show_title(const struct dinh_rules *rules, __le32 title,
			  char *buf)
{
	return sysfs_emit(buf, "%s\n", dinh_text(rules, title));
}

static ssize_t show_title_vi(const struct dinh_register *reg, char *buf)
{
	const struct dinh_rules *rules = reg->current_rules;

	if (!rules)
		return sysfs_emit(buf, "\n");
	return show_title(rules, rules->body->title.vi, buf);
}
REG_ATTR(title_vi);

static ssize_t show_title_en(const struct dinh_register *reg, char *buf)
{
	const struct dinh_rules *rules = reg->current_rules;

	if (!rules)
		return sysfs_emit(buf, "\n");
	return show_title(rules, rules->body->title.en, buf);
}
REG_ATTR(title_en);

static ssize_t show_from(const struct dinh_register *reg, char *buf)
{
	const struct dinh_rules *rules = reg->current_rules;

	return show_date(rules ? rules->from : DINH_DAY_NONE, buf);
}
REG_ATTR(from);

static ssize_t show_living(const struct dinh_register *reg, char *buf)
{
	return sysfs_emit(buf, "%u\n", reg->living);
}
REG_ATTR(living);

static ssize_t show_kept(const struct dinh_register *reg, char *buf)
{
	/* The register itself is unit 0. */
	return sysfs_emit(buf, "%u\n", reg->n_units - 1);
}
REG_ATTR(kept);

static ssize_t show_records(const struct dinh_register *reg, char *buf)
{
	u64 records, late;

	dinh_counts(dinh_unit(reg, 0), &records, &late);
	return sysfs_emit(buf, "%llu\n", records);
}
REG_ATTR(records);

static ssize_t show_late(const struct dinh_register *reg, char *buf)
{
	u64 records, late;

	dinh_counts(dinh_unit(reg, 0), &records, &late);
	return sysfs_emit(buf, "%llu\n", late);
}
REG_ATTR(late);

static ssize_t show_today(const struct dinh_register *reg, char *buf)
{
	return show_date(reg->today, buf);
}
REG_ATTR(today);

static ssize_t show_clock_day(const struct dinh_register *reg, char *buf)
{
	/* Where days begin is known from the genesis on. */
	return show_date(reg->ledger.size ? dinh_door_clock_day() :
					    DINH_DAY_NONE, buf);
}
REG_ATTR(clock_day);

static ssize_t show_held(const struct dinh_register *reg, char *buf)
{
	return sysfs_emit(buf, "%s\n",
			  dinh_register_held(reg) ? "yes" : "no");
}
REG_ATTR(held);

static ssize_t show_utc_offset(const struct dinh_register *reg, char *buf)
{
	if (!reg->ledger.size)
		return sysfs_emit(buf, "\n");
	return sysfs_emit(buf, "%d\n",
			  (s32)le32_to_cpu(reg->genesis.utc_offset));
}
REG_ATTR(utc_offset);

static ssize_t show_offset_ns(const struct dinh_register *reg, char *buf)
{
	return sysfs_emit(buf, "%lld\n", reg->offset);
}
REG_ATTR(offset_ns);

/*
 * What people say, and who looks: of the register, and of each pinned unit.
 */

/**
 * struct board_file - a file of a board
 * @of_register: in sysfs, for the register
 * @of_unit: the same for a pinned unit
 * @show: writes its value for @unit, under the register's lock
 * @low_reason: enum dinh_low_reason, where it is about one
 */
struct board_file {
	struct device_attribute of_register;
	struct kobj_attribute of_unit;
	ssize_t (*show)(const struct dinh_unit *unit, unsigned int low_reason,
			char *buf);
	unsigned int low_reason;
};

static ssize_t show_of_register(struct device *dev,
				struct device_attribute *attr, char *buf)
{
	struct board_file *file = container_of(attr, struct board_file,
					       of_register);

	guard(rwsem_read)(&dinh_door.lock);
	return file->show(dinh_unit(dinh_door.reg, 0), file->low_reason, buf);
}

static ssize_t show_of_unit(struct kobject *kobj, struct kobj_attribute *attr,
			    char *buf)
{
	struct board_file *file = container_of(attr, struct board_file,
					       of_unit);
	const struct dinh_unit *unit;

	guard(rwsem_read)(&dinh_door.lock);
	unit = dinh_unit_by_code(dinh_door.reg, kobject_name(kobj));
	/* It was dissolved, the directory soon will be gone. */
	return unit ? file->show(unit, file->low_reason, buf) : -ENODEV;
}

#define BOARD_ATTR_OF(_name, _show, _low)				\
	static struct board_file board_##_name = {			\
		.of_register.attr = { .name = #_name, .mode = 0444 },	\
		.of_register.show = show_of_register,			\
		.of_unit.attr = { .name = #_name, .mode = 0444 },	\
		.of_unit.show = show_of_unit,				\
		.show = (_show),					\
		.low_reason = (_low),					\
	}
#define BOARD_ATTR(_name)	BOARD_ATTR_OF(_name, show_##_name, 0)

static ssize_t show_count(const struct dinh_unit *unit, unsigned int unused,
			  char *buf)
{
	return sysfs_emit(buf, "%llu\n",
			  dinh_ratings(dinh_door.reg, unit).count);
}
BOARD_ATTR(count);

/* Rounded down, as every rate. */
static ssize_t show_average(const struct dinh_unit *unit, unsigned int unused,
			    char *buf)
{
	const struct dinh_ratings ratings = dinh_ratings(dinh_door.reg, unit);
	u64 average, rest;

	if (!ratings.count)
		return sysfs_emit(buf, "n/a\n");
	average = div64_u64(ratings.sum * 100, ratings.count);
	average = div64_u64_rem(average, 100, &rest);
	return sysfs_emit(buf, "%llu.%02llu\n", average, rest);
}
BOARD_ATTR(average);

static ssize_t show_low(const struct dinh_unit *unit, unsigned int low_reason,
			char *buf)
{
	return sysfs_emit(buf, "%llu\n",
			  dinh_ratings(dinh_door.reg, unit).low[low_reason]);
}
BOARD_ATTR_OF(low_unstated, show_low, DINH_LOW_UNSTATED);
BOARD_ATTR_OF(low_waiting, show_low, DINH_LOW_WAITING);
BOARD_ATTR_OF(low_conduct, show_low, DINH_LOW_CONDUCT);
BOARD_ATTR_OF(low_procedure, show_low, DINH_LOW_PROCEDURE);
BOARD_ATTR_OF(low_result, show_low, DINH_LOW_RESULT);
BOARD_ATTR_OF(low_other, show_low, DINH_LOW_OTHER);

static struct dinh_visitors visitors_of(const struct dinh_unit *unit)
{
	return dinh_session_visitors(unit->nr ?: DINH_SESSION_ALL);
}

static ssize_t show_visits(const struct dinh_unit *unit, unsigned int unused,
			   char *buf)
{
	const struct dinh_register *reg = dinh_door.reg;
	u64 before = unit->nr ? dinh_visits(reg, unit->nr) : reg->visits;

	return sysfs_emit(buf, "%llu\n", before + visitors_of(unit).visits);
}
BOARD_ATTR(visits);

static ssize_t show_online(const struct dinh_unit *unit, unsigned int unused,
			   char *buf)
{
	return sysfs_emit(buf, "%llu\n", visitors_of(unit).online);
}
BOARD_ATTR(online);

static struct attribute *ratings_attrs[] = {
	&board_count.of_register.attr,
	&board_average.of_register.attr,
	&board_low_unstated.of_register.attr,
	&board_low_waiting.of_register.attr,
	&board_low_conduct.of_register.attr,
	&board_low_procedure.of_register.attr,
	&board_low_result.of_register.attr,
	&board_low_other.of_register.attr,
	NULL
};

static struct attribute *sessions_attrs[] = {
	&board_visits.of_register.attr,
	&board_online.of_register.attr,
	NULL
};

static struct attribute *board_attrs[] = {
	&board_count.of_unit.attr,
	&board_average.of_unit.attr,
	&board_low_unstated.of_unit.attr,
	&board_low_waiting.of_unit.attr,
	&board_low_conduct.of_unit.attr,
	&board_low_procedure.of_unit.attr,
	&board_low_result.of_unit.attr,
	&board_low_other.of_unit.attr,
	&board_visits.of_unit.attr,
	&board_online.of_unit.attr,
	NULL
};

static const struct attribute_group ratings_group = {
	.name = "ratings",
	.attrs = ratings_attrs,
};

static const struct attribute_group sessions_group = {
	.name = "sessions",
	.attrs = sessions_attrs,
};

static const struct attribute_group board_group = {
	.attrs = board_attrs,
};

static struct attribute *ledger_attrs[] = {
	&file_accepted.attr.attr,
	&file_durable.attr.attr,
	&file_root.attr.attr,
	&file_state.attr.attr,
	&file_store.attr.attr,
	&file_store_error.attr.attr,
	&file_pending.attr.attr,
	&file_room.attr.attr,
	&file_published.attr.attr,
	NULL
};

static struct attribute *programme_attrs[] = {
	&file_code.attr.attr,
	&file_title_vi.attr.attr,
	&file_title_en.attr.attr,
	&file_from.attr.attr,
	NULL
};

static struct attribute *units_attrs[] = {
	&file_living.attr.attr,
	&file_kept.attr.attr,
	&file_records.attr.attr,
	&file_late.attr.attr,
	NULL
};

static struct attribute *clock_attrs[] = {
	&file_today.attr.attr,
	&file_clock_day.attr.attr,
	&file_held.attr.attr,
	&file_utc_offset.attr.attr,
	&file_offset_ns.attr.attr,
	NULL
};

static const struct attribute_group ledger_group = {
	.name = "ledger",
	.attrs = ledger_attrs,
};

static const struct attribute_group programme_group = {
	.name = "programme",
	.attrs = programme_attrs,
};

static const struct attribute_group units_group = {
	.name = "units",
	.attrs = units_attrs,
};

static const struct attribute_group clock_group = {
	.name = "clock",
	.attrs = clock_attrs,
};

const struct attribute_group *dinh_sysfs_groups[] = {
	&ledger_group,
	&programme_group,
	&units_group,
	&clock_group,
	&ratings_group,
	&sessions_group,
	NULL
};

/*
 * Files of an objective or an indicator: the one of the programme in force that
 * has the directory's name as its code.
 */

static const char *objective_code(const struct dinh_rules *rules,
				  unsigned int index)
{
	return dinh_objective(rules, index)->code;
}

static const char *indicator_code(const struct dinh_rules *rules,
				  unsigned int index)
{
	return dinh_indicator(rules, index)->code;
}

static unsigned int count_objectives(const struct dinh_rules *rules)
{
	return rules ? le16_to_cpu(rules->body->objectives) : 0;
}

static unsigned int count_indicators(const struct dinh_rules *rules)
{
	return rules ? rules->n_measures : 0;
}

/**
 * struct dir_file - a file of an objective or an indicator
 * @attr: in sysfs
 * @count: how many of them a programme has
 * @code: the code of one
 * @show: writes the value of number @index of @rules, the programme in force,
 *	for @scope
 */
struct dir_file {
	struct kobj_attribute attr;
	unsigned int (*count)(const struct dinh_rules *rules);
	const char *(*code)(const struct dinh_rules *rules,
			    unsigned int index);
	ssize_t (*show)(const struct dinh_register *reg,
			const struct dinh_rules *rules, unsigned int index,
			const struct dinh_unit *scope, char *buf);
};

/*
 * What a directory is about: a unit where it is in that unit's, otherwise the
 * whole register. NULL where the unit has gone.
 */
static const struct dinh_unit *scope_of(const struct dinh_register *reg,
					const struct kobject *kobj)
{
	if (kobj->parent->parent != scopes)
		return dinh_unit(reg, 0);
	return dinh_unit_by_code(reg, kobject_name(kobj->parent));
}

static ssize_t show_dir_file(struct kobject *kobj, struct kobj_attribute *attr,
			     char *buf)
{
	struct dir_file *file = container_of(attr, struct dir_file, attr);
	const struct dinh_register *reg;
	const struct dinh_rules *rules;
	const struct dinh_unit *scope;
	unsigned int i;

	guard(rwsem_read)(&dinh_door.lock);
	reg = dinh_door.reg;
	rules = reg->current_rules;
	scope = scope_of(reg, kobj);
	for (i = 0; scope && i < file->count(rules); i++)
		if (!strcmp(file->code(rules, i), kobject_name(kobj)))
			return file->show(reg, rules, i, scope, buf);
	/* The programme or the unit is gone, the directory soon will be. */
	return -ENODEV;
}

#define DIR_ATTR(_of, _name)						\
	static struct dir_file _of##_##_name = {			\
		.attr = __ATTR(_name, 0444, show_dir_file, NULL),	\
		.count = count_##_of##s,				\
		.code = _of##_code,					\
		.show = show_##_of##_##_name,				\
	}
#define OBJECTIVE_ATTR(_name)	DIR_ATTR(objective, _name)
#define INDICATOR_ATTR(_name)	DIR_ATTR(indicator, _name)

static ssize_t show_objective_kind(const struct dinh_register *reg,
				   const struct dinh_rules *rules,
				   unsigned int index,
				   const struct dinh_unit *scope, char *buf)
{
	u16 kind = le16_to_cpu(dinh_objective(rules, index)->kind);

	return sysfs_emit(buf, "%s\n", kind == DINH_OBJECTIVE_TASK ? "task" :
								     "target");
}
OBJECTIVE_ATTR(kind);

static ssize_t show_objective_number(const struct dinh_register *reg,
				     const struct dinh_rules *rules,
				     unsigned int index,
				     const struct dinh_unit *scope, char *buf)
{
	return sysfs_emit(buf, "%u\n",
			  le16_to_cpu(dinh_objective(rules, index)->number));
}
OBJECTIVE_ATTR(number);

static ssize_t show_objective_title_vi(const struct dinh_register *reg,
				       const struct dinh_rules *rules,
				       unsigned int index,
				       const struct dinh_unit *scope, char *buf)
{
	return show_title(rules, dinh_objective(rules, index)->title.vi, buf);
}
OBJECTIVE_ATTR(title_vi);

static ssize_t show_objective_title_en(const struct dinh_register *reg,
				       const struct dinh_rules *rules,
				       unsigned int index,
				       const struct dinh_unit *scope, char *buf)
{
	return show_title(rules, dinh_objective(rules, index)->title.en, buf);
}
OBJECTIVE_ATTR(title_en);

static ssize_t show_indicator_numerator(const struct dinh_register *reg,
					const struct dinh_rules *rules,
					unsigned int index,
					const struct dinh_unit *scope, char *buf)
{
	return sysfs_emit(buf, "%llu\n", dinh_figure(reg, scope, index).num);
}
INDICATOR_ATTR(numerator);

static ssize_t show_indicator_denominator(const struct dinh_register *reg,
					  const struct dinh_rules *rules,
					  unsigned int index,
					  const struct dinh_unit *scope, char *buf)
{
	return sysfs_emit(buf, "%llu\n", dinh_figure(reg, scope, index).den);
}
INDICATOR_ATTR(denominator);

static ssize_t show_indicator_unknown(const struct dinh_register *reg,
				      const struct dinh_rules *rules,
				      unsigned int index,
				      const struct dinh_unit *scope, char *buf)
{
	return sysfs_emit(buf, "%llu\n", dinh_figure(reg, scope, index).unknown);
}
INDICATOR_ATTR(unknown);

/* Rounded down: what is short of its threshold never reads as the threshold. */
static ssize_t show_indicator_rate(const struct dinh_register *reg,
				   const struct dinh_rules *rules,
				   unsigned int index,
				   const struct dinh_unit *scope, char *buf)
{
	struct dinh_figure fig = dinh_figure(reg, scope, index);
	u64 rate, rest;

	if (!fig.den)
		return sysfs_emit(buf, fig.unknown ? "unknown\n" : "n/a\n");
	rate = div64_u64(fig.num * 10000, fig.den);
	rate = div64_u64_rem(rate, 100, &rest);
	return sysfs_emit(buf, "%llu.%02llu\n", rate, rest);
}
INDICATOR_ATTR(rate);

static ssize_t show_indicator_threshold(const struct dinh_register *reg,
					const struct dinh_rules *rules,
					unsigned int index,
					const struct dinh_unit *scope, char *buf)
{
	const struct dinh_measure *measure = &rules->measure[index];

	if (measure->threshold == DINH_THRESHOLD_NONE)
		return sysfs_emit(buf, "none\n");
	return sysfs_emit(buf, "%s %u\n",
			  measure->threshold == DINH_THRESHOLD_OVER ? ">" :
								      ">=",
			  measure->percent);
}
INDICATOR_ATTR(threshold);

static ssize_t show_indicator_met(const struct dinh_register *reg,
				  const struct dinh_rules *rules,
				  unsigned int index,
				  const struct dinh_unit *scope, char *buf)
{
	static const char * const verdicts[] = {
		[DINH_VERDICT_EMPTY] = "n/a",
		[DINH_VERDICT_SHORT] = "no",
		[DINH_VERDICT_MET] = "yes",
		[DINH_VERDICT_UNKNOWN] = "unknown",
		[DINH_VERDICT_NONE] = "n/a",
	};
	struct dinh_figure fig = dinh_figure(reg, scope, index);

	return sysfs_emit(buf, "%s\n",
			  verdicts[dinh_verdict(&rules->measure[index],
						&fig)]);
}
INDICATOR_ATTR(met);

static ssize_t show_indicator_title_vi(const struct dinh_register *reg,
				       const struct dinh_rules *rules,
				       unsigned int index,
				       const struct dinh_unit *scope, char *buf)
{
	return show_title(rules, dinh_indicator(rules, index)->title.vi, buf);
}
INDICATOR_ATTR(title_vi);

static ssize_t show_indicator_title_en(const struct dinh_register *reg,
				       const struct dinh_rules *rules,
				       unsigned int index,
				       const struct dinh_unit *scope, char *buf)
{
	return show_title(rules, dinh_indicator(rules, index)->title.en, buf);
}
INDICATOR_ATTR(title_en);

static struct attribute *objective_attrs[] = {
	&objective_kind.attr.attr,
	&objective_number.attr.attr,
	&objective_title_vi.attr.attr,
	&objective_title_en.attr.attr,
	NULL
};

static struct attribute *indicator_attrs[] = {
	&indicator_numerator.attr.attr,
	&indicator_denominator.attr.attr,
	&indicator_unknown.attr.attr,
	&indicator_rate.attr.attr,
	&indicator_threshold.attr.attr,
	&indicator_met.attr.attr,
	&indicator_title_vi.attr.attr,
	&indicator_title_en.attr.attr,
	NULL
};

static const struct attribute_group objective_group = {
	.attrs = objective_attrs,
};

static const struct attribute_group indicator_group = {
	.attrs = indicator_attrs,
};

/*
 * The worker: directories as programme and pins have them, and a word to those
 * who poll a file that changed.
 */

/**
 * struct dirs - directories named by the codes of objectives or indicators
 * @parent: the directory above them
 * @group: their files
 * @dir: the directories; only the worker looks at them
 * @n: how many
 */
struct dirs {
	struct kobject *parent;
	const struct attribute_group *group;
	struct kobject *dir[DINH_INDICATORS_MAX];
	unsigned int n;
};

/**
 * struct board - what people say of a unit, and who looks at it
 * @ratings: of it and all below it
 * @visitors: of its board
 */
struct board {
	struct dinh_ratings ratings;
	struct dinh_visitors visitors;
};

/**
 * struct scope - what is shown of the register or of a pinned unit
 * @indicators: its directories
 * @board: of a pinned unit: the directory of its board, or NULL
 * @board_told: what readers of it were told last
 * @board_now: what is to be told
 * @told: what readers were told last
 * @now: what is to be told
 * @fresh: its directories are to be made
 */
struct scope {
	struct dirs indicators;
	struct kobject *board;
	struct board board_told;
	struct board board_now;
	struct dinh_figure told[DINH_INDICATORS_MAX];
	struct dinh_figure now[DINH_INDICATORS_MAX];
	bool fresh;
};

/**
 * struct codes - names of directories, as they should be
 * @code: the names
 * @n: how many
 */
struct codes {
	char code[DINH_INDICATORS_MAX][DINH_CODE_SIZE];
	unsigned int n;
};

/**
 * struct seen - what the worker saw of the register
 * @size: of the ledger
 * @changes: of the store
 * @today: the register's day
 * @rules: the programme in force, to be compared and not looked at
 * @state: enum dinh_state
 * @held: whether days wait
 */
struct seen {
	u64 size;
	u64 changes;
	u32 today;
	const struct dinh_rules *rules;
	enum dinh_state state;
	bool held;
};

static struct device *device;
/* Whether there is something to tell of, and something to tell it by. */
static bool ready;

/* The worker's, and of none else: it never runs twice at a time. */
static struct seen before, now;
static struct codes objective_codes, indicator_codes, pin_codes;
static struct dirs objectives = { .group = &objective_group };
static struct scope whole = { .indicators.group = &indicator_group };
static struct scope *pinned[DINH_PINS_MAX];
static unsigned int n_pinned;

static bool is_code(const struct codes *codes, const char *code)
{
	unsigned int i;

	for (i = 0; i < codes->n; i++)
		if (!strcmp(codes->code[i], code))
			return true;
	return false;
}

static const char *pinned_code(const struct scope *scope)
{
	return kobject_name(scope->indicators.parent);
}

static bool is_pinned(const char *code)
{
	unsigned int i;

	for (i = 0; i < n_pinned; i++)
		if (!strcmp(pinned_code(pinned[i]), code))
			return true;
	return false;
}

static void look_codes(struct codes *codes, unsigned int n,
		       const char *(*code)(const struct dinh_rules *rules,
					   unsigned int index))
{
	for (codes->n = 0; codes->n < n; codes->n++)
		strscpy(codes->code[codes->n], code(now.rules, codes->n),
			DINH_CODE_SIZE);
}

static void look_figures(struct scope *scope, const struct dinh_unit *unit)
{
	unsigned int i;

	if (!unit)
		return;
	for (i = 0; i < count_indicators(now.rules); i++)
		scope->now[i] = dinh_figure(dinh_door.reg, unit, i);
	scope->board_now.ratings = dinh_ratings(dinh_door.reg, unit);
	scope->board_now.visitors = visitors_of(unit);
}

static void look(void)
{
	const struct dinh_register *reg;
	unsigned int i;

	guard(rwsem_read)(&dinh_door.lock);
	reg = dinh_door.reg;
	now.size = reg->ledger.size;
	now.changes = dinh_store_changes();
	now.today = reg->today;
	now.rules = reg->current_rules;
	now.state = dinh_door.state;
	now.held = dinh_register_held(reg);
	for (i = 0; i < reg->n_pins; i++)
		strscpy(pin_codes.code[i],
			dinh_unit_code(dinh_unit(reg, reg->pin[i])),
			DINH_CODE_SIZE);
	pin_codes.n = reg->n_pins;
	look_figures(&whole, dinh_unit(reg, 0));
	for (i = 0; i < n_pinned; i++)
		look_figures(pinned[i],
			     dinh_unit_by_code(reg, pinned_code(pinned[i])));
	if (now.rules == before.rules)
		return;
	look_codes(&objective_codes, count_objectives(now.rules),
		   objective_code);
	look_codes(&indicator_codes, count_indicators(now.rules),
		   indicator_code);
}

/* Waits for those who read a file of it; none of its memory is ours. */
static void remove_dir(struct dirs *dirs, unsigned int i)
{
	sysfs_remove_group(dirs->dir[i], dirs->group);
	kobject_del(dirs->dir[i]);
	kobject_put(dirs->dir[i]);
	dirs->dir[i] = dirs->dir[--dirs->n];
}

static void remove_dirs(struct dirs *dirs)
{
	while (dirs->n)
		remove_dir(dirs, dirs->n - 1);
	kobject_put(dirs->parent);
	dirs->parent = NULL;
}

static void add_dir(struct dirs *dirs, const char *code)
{
	struct kobject *dir = kobject_create_and_add(code, dirs->parent);

	if (dir && !sysfs_create_group(dir, dirs->group)) {
		dirs->dir[dirs->n++] = dir;
		return;
	}
	pr_warn("%s/%s is missing in sysfs: no memory\n",
		kobject_name(dirs->parent), code);
	kobject_put(dir);
}

static bool is_dir(const struct dirs *dirs, const char *code)
{
	unsigned int i;

	for (i = 0; i < dirs->n; i++)
		if (!strcmp(kobject_name(dirs->dir[i]), code))
			return true;
	return false;
}

static void renew_dirs(struct dirs *dirs, const struct codes *codes)
{
	unsigned int i;

	for (i = dirs->n; i--;)
		if (!is_code(codes, kobject_name(dirs->dir[i])))
			remove_dir(dirs, i);
	for (i = 0; i < codes->n; i++)
		if (!is_dir(dirs, codes->code[i]))
			add_dir(dirs, codes->code[i]);
}

static void add_board(struct scope *scope, const char *code)
{
	scope->board = kobject_create_and_add(code, boards);
	if (scope->board && !sysfs_create_group(scope->board, &board_group))
		return;
	pr_warn("boards/%s is missing in sysfs: no memory\n", code);
	kobject_put(scope->board);
	scope->board = NULL;
}

static void remove_board(struct scope *scope)
{
	if (!scope->board)
		return;
	sysfs_remove_group(scope->board, &board_group);
	kobject_del(scope->board);
	kobject_put(scope->board);
}

static void remove_pinned(unsigned int i)
{
	remove_board(pinned[i]);
	remove_dirs(&pinned[i]->indicators);
	kfree(pinned[i]);
	pinned[i] = pinned[--n_pinned];
}

static void add_pinned(const char *code)
{
	struct scope *scope = kzalloc(sizeof(*scope), GFP_KERNEL);

	if (scope) {
		scope->indicators.group = &indicator_group;
		scope->indicators.parent = kobject_create_and_add(code, scopes);
		scope->fresh = true;
	}
	if (scope && scope->indicators.parent) {
		add_board(scope, code);
		pinned[n_pinned++] = scope;
		return;
	}
	pr_warn("scopes/%s is missing in sysfs: no memory\n", code);
	kfree(scope);
}

static void renew_pinned(void)
{
	unsigned int i;

	for (i = n_pinned; i--;)
		if (!is_code(&pin_codes, pinned_code(pinned[i])))
			remove_pinned(i);
	for (i = 0; i < pin_codes.n; i++)
		if (!is_pinned(pin_codes.code[i]))
			add_pinned(pin_codes.code[i]);
}

static void notify_group(const struct attribute_group *group)
{
	struct attribute **attr;

	for (attr = group->attrs; *attr; attr++)
		sysfs_notify(&device->kobj, group->name, (*attr)->name);
}

static void notify_indicator(const struct dirs *dirs, const char *code)
{
	struct attribute **attr;
	unsigned int i;

	for (i = 0; i < dirs->n; i++) {
		if (strcmp(kobject_name(dirs->dir[i]), code))
			continue;
		for (attr = indicator_attrs; *attr; attr++)
			sysfs_notify(dirs->dir[i], NULL, (*attr)->name);
	}
}

static void tell_board(struct scope *scope)
{
	struct attribute **attr;

	if (!memcmp(&scope->board_told, &scope->board_now,
		    sizeof(scope->board_now)))
		return;
	if (scope == &whole) {
		notify_group(&ratings_group);
		notify_group(&sessions_group);
	}
	for (attr = board_attrs; scope->board && *attr; attr++)
		sysfs_notify(scope->board, NULL, (*attr)->name);
	scope->board_told = scope->board_now;
}

static void tell_scope(struct scope *scope, bool others)
{
	unsigned int i;

	tell_board(scope);

	if (others || scope->fresh)
		renew_dirs(&scope->indicators, &indicator_codes);
	for (i = 0; i < indicator_codes.n; i++)
		if (others || memcmp(&scope->now[i], &scope->told[i],
				     sizeof(scope->now[i])))
			notify_indicator(&scope->indicators,
					 indicator_codes.code[i]);
	memcpy(scope->told, scope->now, sizeof(scope->told));
	scope->fresh = false;
}

static void tell(struct work_struct *work)
{
	unsigned int i;
	bool others;

	look();
	others = now.rules != before.rules;
	if (others) {
		renew_dirs(&objectives, &objective_codes);
		notify_group(&programme_group);
	}
	if (now.size != before.size || now.state != before.state ||
	    now.changes != before.changes)
		notify_group(&ledger_group);
	if (now.size != before.size)
		notify_group(&units_group);
	if (now.today != before.today || now.held != before.held)
		notify_group(&clock_group);
	renew_pinned();
	tell_scope(&whole, others);
	for (i = 0; i < n_pinned; i++)
		tell_scope(pinned[i], others);
	before = now;
}

static DECLARE_DELAYED_WORK(tell_work, tell);

/**
 * dinh_sysfs_changed - have what changed told to readers, soon
 *
 * Context: any.
 */
void dinh_sysfs_changed(void)
{
	if (READ_ONCE(ready))
		queue_delayed_work(system_unbound_wq, &tell_work, TELL_DELAY);
}

/**
 * dinh_sysfs_flush - wait until the directories are what they should be
 *
 * Context: may sleep; not under dinh_door.lock.
 */
void dinh_sysfs_flush(void)
{
	flush_delayed_work(&tell_work);
}

/**
 * dinh_sysfs_setup - make the directories that the device's groups are not
 * @dev: the misc device, made with dinh_sysfs_groups
 *
 * Return: 0 or -ENOMEM.
 */
int __init dinh_sysfs_setup(struct device *dev)
{
	struct kobject *top = &dev->kobj;

	objectives.parent = kobject_create_and_add("objectives", top);
	whole.indicators.parent = kobject_create_and_add("indicators", top);
	scopes = kobject_create_and_add("scopes", top);
	boards = kobject_create_and_add("boards", top);
	if (!objectives.parent || !whole.indicators.parent || !scopes ||
	    !boards) {
		kobject_put(boards);
		kobject_put(scopes);
		kobject_put(whole.indicators.parent);
		kobject_put(objectives.parent);
		return -ENOMEM;
	}
	device = dev;
	WRITE_ONCE(ready, true);
	return 0;
}

/**
 * dinh_sysfs_teardown - remove them
 *
 * The door is closed, and nobody knocks.
 */
void dinh_sysfs_teardown(void)
{
	WRITE_ONCE(ready, false);
	cancel_delayed_work_sync(&tell_work);
	while (n_pinned)
		remove_pinned(n_pinned - 1);
	kobject_put(boards);
	kobject_put(scopes);
	remove_dirs(&whole.indicators);
	remove_dirs(&objectives);
}
