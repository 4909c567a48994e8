// SPDX-License-Identifier: GPL-2.0-only
/* Histories that nobody would think of. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "story.h"

/* Below @n; by splitmix64. */
uint32_t below(struct story *s, uint32_t n)
{
	uint64_t z = s->random += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (z ^ z >> 31) % n;
}

bool chance(struct story *s, unsigned int percent)
{
	return below(s, 100) < percent;
}

uint32_t today(const struct story *s)
{
	return engine_today(s->history.engine);
}

uint32_t units(const struct story *s)
{
	return engine_units(s->history.engine);
}

bool hand_in(struct story *s, struct dinh_entry *entry)
{
	if (submit(&s->history, entry))
		return true;
	s->reached->refused++;
	return false;
}

bool hand_in_own(struct story *s, struct dinh_entry *entry)
{
	if (submit_own(&s->history, entry))
		return true;
	s->reached->refused++;
	return false;
}

/* Month and year ends are where rules differ. */
static uint32_t month_end(uint32_t day)
{
	time_t at = day * 86400ll;
	struct tm tm;

	gmtime_r(&at, &tm);
	return date(tm.tm_year + 1900, tm.tm_mon + 2, 0);
}

/*
 * Programmes.
 */

static void random_share(struct story *s, struct dinh_share *share,
			 unsigned int of)
{
	share->num = htole16(1 + below(s, 3));
	share->den = htole16(4);
	share->of = of;
	share->strict = below(s, 2);
	if (of == DINH_OF_GROUP)
		share->group = below(s, DINH_GROUPS);
}

static void random_validity(struct story *s, struct dinh_requirement *r)
{
	static const uint8_t months[] = { 1, 2, 3, 4, 6, 12 };

	r->validity = below(s, 4);
	switch (r->validity) {
	case DINH_VALIDITY_ROLLING:
		r->months = htole16(below(s, 14));
		r->days = htole16(r->months && chance(s, 60) ? 0 :
				  1 + below(s, 100));
		break;
	case DINH_VALIDITY_PERIOD:
		r->months = htole16(months[below(s, 6)]);
		break;
	case DINH_VALIDITY_STATED:
		r->term_min = htole16(chance(s, 40) ? 1 + below(s, 12) : 0);
		r->term_max = htole16(chance(s, 30) ? 13 + below(s, 24) : 0);
		break;
	}
	if (r->validity != DINH_VALIDITY_ONCE && chance(s, 40)) {
		r->grace_months = below(s, 4);
		r->grace = htole16(below(s, 3) * 10);
	}
}

static void random_requirement(struct story *s, struct plan *plan,
			       const char *code)
{
	bool heads = chance(s, 35);
	unsigned int items = heads || chance(s, 60) ? 1 :
			     chance(s, 80) ? 1 + below(s, 4) :
			     1 + below(s, DINH_ITEMS_MAX);
	struct dinh_requirement *r;

	r = plan_requirement(plan, code, (1 + below(s, 1023)) << 1, items);
	random_validity(s, r);
	r->has_union = chance(s, 70) ? DINH_UNION_ANY : 1 + below(s, 2);
	if (chance(s, 30)) {
		r->headcount_min = htole32(1 + below(s, 30));
		r->headcount_group = below(s, DINH_GROUPS);
	}
	if (chance(s, 20))
		r->from = htole32(le32toh(plan->head.from) + below(s, 200));
	if (chance(s, 20))
		r->until = htole32(le32toh(plan->head.from) + 200 +
				   below(s, 500));
	if (heads) {
		r->groups = 1 + below(s, 255);
		if (chance(s, 60))
			r->groups = 1u << below(s, DINH_GROUPS);
		return;
	}
	if (chance(s, 25))
		r->posting = htole16(1 + below(s, 60));
	if (chance(s, 20))
		random_share(s, &r->quorum, chance(s, 70) ? DINH_OF_ELIGIBLE :
			     DINH_OF_GROUP);
	if (chance(s, 20))
		random_share(s, &r->majority, 1 + below(s, 3));
}

static void random_indicator(struct story *s, struct plan *plan,
			     const char *code)
{
	static const uint8_t percents[] = { 0, 1, 33, 50, 70, 99, 100 };
	unsigned int n = 1 + below(s, chance(s, 30) ? 8 : 3), i;
	struct dinh_indicator *indicator = plan_indicator(plan, code, 0);
	uint16_t kinds = 0, wanted = (1 + below(s, 1023)) << 1;
	bool heads = true, used[DINH_REQUIREMENTS_MAX] = { 0 };

	while (n--) {
		i = below(s, plan->requirements);
		if (used[i])
			continue;
		used[i] = true;
		plan_ask(plan, indicator, plan->requirement[i].code);
		kinds |= le16toh(plan->requirement[i].kinds);
		heads = heads && plan->requirement[i].groups;
	}
	indicator->kinds = htole16(kinds & wanted ? kinds & wanted : kinds);
	indicator->has_union = chance(s, 70) ? DINH_UNION_ANY : 1 + below(s, 2);
	indicator->counted = heads && chance(s, 70);
	if (chance(s, 25)) {
		indicator->counted = DINH_COUNTED_ASSIGNMENTS + below(s, 2);
		indicator->requirements = 0;
		memset(indicator->requirement, 0,
		       sizeof(indicator->requirement));
	}
	indicator->threshold = below(s, 3);
	indicator->percent = 0;
	if (indicator->threshold == DINH_THRESHOLD_AT_LEAST)
		indicator->percent = percents[below(s, 7)];
	if (indicator->threshold == DINH_THRESHOLD_OVER)
		indicator->percent = percents[below(s, 6)];
}

static void load_programme(struct story *s)
{
	unsigned int requirements = 2 + below(s, 7), indicators, i;
	struct plan *plan = &s->plan[s->plans];
	char code[DINH_CODE_SIZE];

	if (s->plans == PLANS)
		return;
	snprintf(code, sizeof(code), "p%u", s->plans);
	plan_begin(plan, code, s->plans || chance(s, 10) ?
		   today(s) - 100 + below(s, 200) : today(s) - below(s, 1000));
	plan->head.late_days = htole32(below(s, 60));
	for (i = 0; i < requirements; i++) {
		snprintf(code, sizeof(code), "r%u", i * 2 + below(s, 2));
		random_requirement(s, plan, code);
	}
	indicators = 1 + below(s, 6);
	for (i = 0; i < indicators; i++) {
		snprintf(code, sizeof(code), "i%u", i);
		random_indicator(s, plan, code);
	}
	if (hand_in(s, plan_entry(plan)))
		s->plans++;
}

/*
 * Units.
 */

static struct a_unit random_unit(struct story *s, const char *code)
{
	struct a_unit unit = {
		.code = code,
		.kind = 1 + below(s, DINH_KINDS - 1),
		.since = today(s) - below(s, 2000),
		.has_union = below(s, 2),
	};
	unsigned int i;

	for (i = 0; i < DINH_GROUPS; i++)
		unit.heads[i] = chance(s, 20) ? DINH_COUNT_UNKNOWN :
				chance(s, 20) ? 0 : below(s, 40);
	unit.parent = chance(s, 30) ? 0 : below(s, units(s));
	return unit;
}

static void add_unit(struct story *s)
{
	char code[DINH_CODE_SIZE];
	struct a_unit unit;

	snprintf(code, sizeof(code), "u%u", units(s));
	unit = random_unit(s, code);
	if (units(s) < UNITS && hand_in(s, make_unit(&unit)))
		s->kind[units(s) - 1] = unit.kind;
}

static void change_unit(struct story *s)
{
	uint32_t nr = below(s, units(s)), bit, what = 0;
	struct a_unit unit, to = { 0 };
	char code[DINH_CODE_SIZE];

	snprintf(code, sizeof(code), "v%" PRIu64, s->history.size);
	unit = random_unit(s, code);
	do {
		bit = below(s, 6 + DINH_GROUPS);
		what |= bit < 6 ? 1u << bit : DINH_SET_HEADCOUNT << (bit - 6);
	} while (chance(s, 40));
	to.parent = what & DINH_SET_PARENT ? unit.parent : 0;
	to.since = what & DINH_SET_SINCE ? unit.since : 0;
	to.kind = what & DINH_SET_KIND ? unit.kind : 0;
	to.has_union = what & DINH_SET_UNION ? unit.has_union : 0;
	to.code = what & DINH_SET_CODE ? code : NULL;
	for (bit = 0; bit < DINH_GROUPS; bit++)
		if (what & DINH_SET_HEADCOUNT << bit)
			to.heads[bit] = unit.heads[bit];
	if (hand_in(s, make_change(nr, what, &to)) && what & DINH_SET_KIND)
		s->kind[nr] = unit.kind;
}

static void dissolve_unit(struct story *s)
{
	uint32_t nr = below(s, units(s)), successor[3], n = below(s, 4), i;

	for (i = 0; i < n; i++)
		successor[i] = below(s, units(s));
	hand_in(s, make_dissolution(nr, today(s) - below(s, 30), n, successor));
}

/*
 * Records.
 */

uint32_t unit_for(struct story *s, const struct dinh_requirement *r)
{
	unsigned int tries = 12;
	uint32_t nr;

	do {
		nr = below(s, units(s));
	} while (--tries && !(le16toh(r->kinds) >> s->kind[nr] & 1));
	return nr;
}

uint32_t random_day(struct story *s)
{
	uint32_t day = today(s) - below(s, chance(s, 50) ? 3 :
					chance(s, 70) ? 60 : 500);

	if (chance(s, 25) && month_end(day) <= today(s))
		day = month_end(day);
	return day;
}

uint32_t random_end(struct story *s, const struct dinh_requirement *r,
		    uint32_t day)
{
	uint32_t until = day + le16toh(r->posting) + below(s, 60);

	if (r->validity == DINH_VALIDITY_STATED)
		until += le16toh(r->term_min) * 31 + below(s, 200);
	else if (!r->posting)
		return 0;
	return chance(s, 20) ? month_end(until) : until;
}

/* Of the period before, as long as grace allows it. */
uint32_t random_period(struct story *s, const struct dinh_requirement *r,
		       uint32_t day)
{
	unsigned int months = le16toh(r->months);
	time_t at = day * 86400ll;
	struct tm tm;

	if (r->validity != DINH_VALIDITY_PERIOD || chance(s, 40))
		return 0;
	gmtime_r(&at, &tm);
	tm.tm_mon -= tm.tm_mon % months;
	if (chance(s, 50))
		tm.tm_mon -= months;
	return date(tm.tm_year + 1900, tm.tm_mon + 1, 1);
}

void remember_record(struct story *s, uint32_t unit, uint32_t day)
{
	if (s->records < UNITS)
		s->record[s->records++] = (struct known_record){
			unit, s->history.seq, day,
		};
}

static void add_record(struct story *s)
{
	const struct plan *plan = &s->plan[below(s, s->plans)];
	const struct dinh_requirement *r =
		&plan->requirement[below(s, plan->requirements)];
	struct a_record record = {
		.unit = unit_for(s, r),
		.requirement = engine_number(s->history.engine, r->code),
		.group = DINH_GROUP_NONE,
		.day = random_day(s),
		.key = chance(s, 20) ? 1 + below(s, 50) : 0,
		.has_votes = r->quorum.of || r->majority.of,
	};
	uint32_t all = (uint32_t)((1ull << r->items) - 1);

	record.until = random_end(s, r, record.day);
	record.period = random_period(s, r, record.day);
	if (record.has_votes) {
		record.eligible = 200;
		record.present = 200 - below(s, 2) * below(s, 100);
		record.yes = record.present;
	}
	if (r->groups) {
		do {
			record.group = below(s, DINH_GROUPS);
		} while (!(r->groups >> record.group & 1));
		record.count = chance(s, 5) ? DINH_COUNT_MAX : 1 + below(s, 40);
	} else {
		record.items = chance(s, 60) ? all :
			       all & (below(s, UINT32_MAX) |
				      1u << below(s, 32));
	}
	if (hand_in(s, make_record(&record)))
		remember_record(s, record.unit, record.day);
}

static void end_or_withdraw(struct story *s)
{
	struct known_record *r;

	if (!s->records)
		return;
	r = &s->record[below(s, s->records)];
	if (chance(s, 50))
		hand_in(s, make_withdrawal(r->unit, r->seq));
	else
		hand_in(s, make_end(r->unit, r->seq, r->day +
				    below(s, today(s) - r->day + 2)));
}

static void remember_task(struct story *s, uint32_t unit)
{
	if (s->tasks < UNITS)
		s->task[s->tasks++] = (struct known_record){
			unit, s->history.seq, today(s),
		};
}

/* By somebody else than who recorded it; there are three who write. */
static void find(struct story *s)
{
	uint32_t due = chance(s, 50) ? today(s) + below(s, 60) : 0;
	const struct known_record *r;

	if (!s->records)
		return;
	r = &s->record[below(s, s->records)];
	engine_author(s->history.engine, 1000 + below(s, 3));
	if (hand_in(s, make_finding(r->unit, r->seq, below(s, 2), due)) && due)
		remember_task(s, r->unit);
	engine_author(s->history.engine, 1000 + below(s, 2));
}

static void assign_or_complete(struct story *s)
{
	uint32_t unit = below(s, units(s));
	const struct known_record *task;

	if (!s->tasks || chance(s, 50)) {
		if (hand_in(s, make_assignment(unit, today(s) + below(s, 90))))
			remember_task(s, unit);
		return;
	}
	task = &s->task[below(s, s->tasks)];
	hand_in(s, make_completion(task->unit, task->seq, task->day +
				   below(s, today(s) - task->day + 2)));
}

static void grant_or_revoke(struct story *s)
{
	hand_in(s, make_grant(chance(s, 60) ? DINH_ENTRY_GRANT :
					      DINH_ENTRY_REVOKE,
			      chance(s, 50) ? 0 : below(s, units(s)),
			      below(s, 2), below(s, 3)));
}

/*
 * All together.
 */

static void pass_days(struct story *s)
{
	uint32_t day = today(s) + 1 + below(s, chance(s, 50) ? 2 :
					    chance(s, 70) ? 40 : 300);

	if (chance(s, 30))
		day = month_end(today(s)) + below(s, 2);
	if (chance(s, 5))
		engine_jump_to(s->history.engine, day);
	else
		engine_go_to(s->history.engine, day);
}

static void something(struct story *s)
{
	switch (below(s, 32)) {
	case 0:
	case 1:
	case 2:
		pass_days(s);
		break;
	case 3:
	case 4:
		add_unit(s);
		break;
	case 5:
	case 6:
		change_unit(s);
		break;
	case 7:
		if (chance(s, 40))
			dissolve_unit(s);
		break;
	case 8:
		if (chance(s, 30))
			load_programme(s);
		break;
	case 9:
		end_or_withdraw(s);
		break;
	case 10:
		if (chance(s, 30))
			hand_in(s, make_pin(below(s, units(s)), below(s, 2)));
		if (chance(s, 20))
			engine_author(s->history.engine, 1000 + below(s, 2));
		break;
	case 11:
	case 12:
		find(s);
		break;
	case 13:
	case 14:
		assign_or_complete(s);
		break;
	case 15:
		if (chance(s, 50))
			grant_or_revoke(s);
		else if (chance(s, 50))
			hand_in(s, make_review(chance(s, 50) ? 0 :
					       below(s, units(s)),
					       below(s, 2)));
		break;
	case 16:
	case 17:
	case 18:
		visit_or_rate(s);
		break;
	case 19:
	case 20:
	case 21:
		meet(s);
		break;
	case 22:
		machines(s);
		break;
	default:
		add_record(s);
	}
}

/* Adds up what a history came to. */
static int reached_figure(void *data, const struct recount_figure *figure,
			  struct error *err)
{
	struct reached *reached = data;

	(void)err;
	reached->verdicts[figure->verdict]++;
	reached->unknown += figure->unknown > 0;
	reached->partly += figure->num > 0 && figure->num < figure->den;
	return 0;
}

static void add_up(struct story *s)
{
	struct history *h = &s->history;
	unsigned int type;

	for (type = 0; type < DINH_ENTRY_TYPES; type++)
		s->reached->accepted[type] += h->accepted[type];
	s->reached->figures += h->figures;
	s->reached->reviewed += h->reviewed;
	hall_add_up(s);
	recount(h->tables, tables_size(h->tables), reached_figure, s->reached,
		&h->err);
}

static struct story *story_new(uint64_t seed, struct reached *reached)
{
	struct story *s = calloc(1, sizeof(*s));

	if (!s)
		abort();
	s->random = seed;
	s->reached = reached;
	return s;
}

unsigned int random_history(uint64_t seed, struct reached *reached)
{
	struct story *s = story_new(seed, reached);
	unsigned int steps = 45 + below(s, 290), i, differences;
	char name[32];

	snprintf(name, sizeof(name), "seed %" PRIu64, seed);
	history_begin(&s->history, name,
		      date(2017 + below(s, 4), 1 + below(s, 12),
			   1 + below(s, 28)));
	note(&s->history);
	while (!s->plans)
		load_programme(s);
	for (i = 0; i < 8; i++)
		add_unit(s);
	for (i = 0; i < steps; i++) {
		something(s);
		if (chance(s, 6))
			note(&s->history);
	}
	note(&s->history);
	differences = compare(&s->history);
	add_up(s);
	history_end(&s->history);
	free(s);
	return differences;
}

/*
 * A province's worth.
 */

static void large_unit(struct story *s)
{
	static const uint8_t kinds[] = {
		DINH_KIND_COMMUNE, DINH_KIND_WARD, DINH_KIND_AGENCY,
		DINH_KIND_PUBLIC_UNIT, DINH_KIND_STATE_ENTERPRISE,
		DINH_KIND_NONSTATE_ENTERPRISE,
	};
	uint32_t nr = units(s);
	char code[DINH_CODE_SIZE];
	struct a_unit unit;

	snprintf(code, sizeof(code), "u%u", nr);
	unit = random_unit(s, code);
	unit.kind = nr == 1 ? DINH_KIND_PROVINCE :
		    nr < 16 ? DINH_KIND_DISTRICT : kinds[below(s, 6)];
	unit.parent = nr == 1 ? 0 : nr < 16 ? 1 : 2 + below(s, 14);
	if (hand_in(s, make_unit(&unit)))
		s->kind[nr] = unit.kind;
}

unsigned int large_history(unsigned int n_units, unsigned int n_records,
			   struct reached *reached)
{
	struct story *s = story_new(1, reached);
	struct dinh_entry *programme = file_entry(PROGRAMMES "/02-nq-tu.yaml");
	unsigned int i, differences;
	clock_t start;

	/* The story knows it as if it had made it up. */
	memcpy(&s->plan[0].head, programme + 1, sizeof(s->plan[0].head));
	s->plan[0].requirements = le16toh(s->plan[0].head.requirements);
	memcpy(s->plan[0].requirement,
	       (char *)(programme + 1) + sizeof(struct dinh_programme) +
	       le16toh(s->plan[0].head.instruments) *
	       sizeof(struct dinh_instrument),
	       s->plan[0].requirements * sizeof(struct dinh_requirement));
	s->plans = 1;

	history_begin(&s->history, "a province", date(2018, 6, 1));
	hand_in(s, programme);
	for (i = 0; i < n_units; i++)
		large_unit(s);
	for (i = 0; i < n_records; i++) {
		add_record(s);
		if (i % 40 == 0)
			visit_or_rate(s);
		if (i % (n_records / 8) == 0)
			engine_go_to(s->history.engine, today(s) + 40);
	}
	note(&s->history);
	start = clock();
	differences = compare(&s->history);
	printf("%u units, %u records: compared in %.1f s\n",
	       units(s) - 1, s->history.accepted[DINH_ENTRY_RECORD],
	       (double)(clock() - start) / CLOCKS_PER_SEC);
	add_up(s);
	history_end(&s->history);
	free(s);
	return differences;
}
