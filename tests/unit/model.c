// SPDX-License-Identifier: GPL-2.0-only
/* The naive register. See model.h. */
#include <string.h>

#include "model.h"

#define NSEC_A_DAY	86400000000000ll

/*
 * Dates, by counting.
 */

static bool leap(int year)
{
	if (year % 400 == 0)
		return true;
	if (year % 100 == 0)
		return false;
	return year % 4 == 0;
}

static uint32_t month_length(int year, int month)
{
	switch (month) {
	case 4: case 6: case 9: case 11:
		return 30;
	case 2:
		return leap(year) ? 29 : 28;
	}
	return 31;
}

void m_date(uint32_t day, int *year, int *month, int *mday)
{
	*year = 1970;
	*month = 1;
	while (day >= (leap(*year) ? 366u : 365u)) {
		day -= leap(*year) ? 366 : 365;
		(*year)++;
	}
	while (day >= month_length(*year, *month)) {
		day -= month_length(*year, *month);
		(*month)++;
	}
	*mday = day + 1;
}

uint32_t m_day(int year, int month, int mday)
{
	uint32_t day = mday - 1;
	int y, m;

	for (y = 1970; y < year; y++)
		day += leap(y) ? 366 : 365;
	for (m = 1; m < month; m++)
		day += month_length(year, m);
	return day;
}

uint32_t m_add_months(uint32_t day, uint32_t months)
{
	int year, month, mday;

	m_date(day, &year, &month, &mday);
	for (; months; months--) {
		month++;
		if (month == 13) {
			month = 1;
			year++;
		}
	}
	if (mday > (int)month_length(year, month))
		mday = month_length(year, month);
	return m_day(year, month, mday);
}

uint32_t m_period_start(uint32_t day, uint32_t months)
{
	int year, month, mday;

	m_date(day, &year, &month, &mday);
	while ((month - 1) % months)
		month--;
	return m_day(year, month, 1);
}

static int year_of(uint32_t day)
{
	int year, month, mday;

	m_date(day, &year, &month, &mday);
	return year;
}

/*
 * What applies.
 */

const struct m_prog *m_prog_on(const struct model *m, uint32_t day)
{
	const struct m_prog *found = NULL;
	uint32_t i;

	for (i = 0; i < m->n_progs; i++)
		if (m->prog[i].from <= day ||
		    (!i && m->prog[i].from <= m->today))
			found = &m->prog[i];
	return found;
}

bool m_rules_change(const struct model *m, uint32_t from, uint32_t to)
{
	const struct m_prog *prog = m_prog_on(m, to);
	uint32_t i;

	if (prog != m_prog_on(m, from))
		return true;
	for (i = 0; prog && i < prog->n_rules; i++) {
		const struct m_rule *r = &prog->rule[i];

		if (r->from > from && r->from <= to)
			return true;
		if (r->until && r->until >= from && r->until < to)
			return true;
	}
	return false;
}

bool m_held(const struct model *m)
{
	int64_t jump = m->offset - m->trusted;

	return jump > NSEC_A_DAY || jump < -NSEC_A_DAY;
}

static const struct m_rule *rule_of(const struct m_prog *prog, uint32_t code)
{
	uint32_t i;

	for (i = 0; prog && i < prog->n_rules; i++)
		if (prog->rule[i].code == code)
			return &prog->rule[i];
	return NULL;
}

static bool union_fits(uint32_t rule, uint32_t has_union)
{
	if (rule == DINH_UNION_WITH)
		return has_union;
	if (rule == DINH_UNION_WITHOUT)
		return !has_union;
	return true;
}

bool m_applies(const struct m_rule *rule, const struct m_unit *unit,
	       uint32_t day, bool *unknown)
{
	uint32_t heads = unit->heads[rule->headcount_group];

	*unknown = false;
	if (!(rule->kinds >> unit->kind & 1))
		return false;
	if (!union_fits(rule->has_union, unit->has_union))
		return false;
	if (rule->from && day < rule->from)
		return false;
	if (rule->until && day > rule->until)
		return false;
	if (!rule->headcount_min)
		return true;
	if (heads == DINH_COUNT_UNKNOWN) {
		*unknown = true;
		return true;
	}
	return heads >= rule->headcount_min;
}

static uint32_t with_grace(const struct m_rule *rule, uint32_t day)
{
	return m_add_months(day, rule->grace_months) + rule->grace;
}

static uint32_t period_closes(const struct m_rule *rule, uint32_t start)
{
	uint32_t next = m_add_months(start, rule->months);

	/* Months of grace are calendar months, like the period. */
	return m_add_months(next, rule->grace_months) - 1 + rule->grace;
}

static uint32_t last_day(const struct m_rule *rule, const struct m_entry *e)
{
	uint32_t start;

	switch (rule->validity) {
	case DINH_VALIDITY_ROLLING:
		return with_grace(rule, m_add_months(e->day, rule->months) +
				  rule->days);
	case DINH_VALIDITY_PERIOD:
		start = e->period ? e->period :
				    m_period_start(e->day, rule->months);
		return period_closes(rule, m_add_months(start, rule->months));
	case DINH_VALIDITY_STATED:
		return with_grace(rule, e->until);
	}
	return DINH_DAY_FOREVER;
}

/*
 * Folding the list.
 */

static void fold_unit_add(struct model *m, const struct m_entry *e)
{
	struct m_unit *unit = &m->unit[m->n_units++];

	memset(unit, 0, sizeof(*unit));
	strcpy(unit->code, e->code);
	strcpy(unit->name, e->name);
	unit->parent = e->parent;
	unit->order = ++m->order;
	unit->since = e->since;
	memcpy(unit->heads, e->heads, sizeof(unit->heads));
	unit->kind = e->kind;
	unit->has_union = e->has_union;
	m->unit[e->parent].had_child = true;
}

static void fold_unit_set(struct model *m, const struct m_entry *e)
{
	struct m_unit *unit = &m->unit[e->unit];
	int g;

	if (e->what & DINH_SET_PARENT) {
		unit->parent = e->parent;
		unit->order = ++m->order;
		m->unit[e->parent].had_child = true;
	}
	if (e->what & DINH_SET_SINCE)
		unit->since = e->since;
	if (e->what & DINH_SET_KIND)
		unit->kind = e->kind;
	if (e->what & DINH_SET_UNION)
		unit->has_union = e->has_union;
	if (e->what & DINH_SET_CODE)
		strcpy(unit->code, e->code);
	if (e->what & DINH_SET_NAME)
		strcpy(unit->name, e->name);
	for (g = 0; g < DINH_GROUPS; g++)
		if (e->what & DINH_SET_HEADCOUNT << g)
			unit->heads[g] = e->heads[g];
}

static struct m_rec *rec_of_seq(const struct model *m, uint64_t seq)
{
	uint32_t i;

	for (i = 0; i < m->n_recs; i++)
		if (m->rec[i].seq == seq)
			return (struct m_rec *)&m->rec[i];
	return NULL;
}

static void fold_record(struct model *m, const struct m_entry *e, uint64_t seq)
{
	const struct m_prog *prog = m_prog_on(m, e->day);
	const struct m_rule *rule = rule_of(prog, e->req);
	struct m_rec *rec = &m->rec[m->n_recs++];

	memset(rec, 0, sizeof(*rec));
	rec->seq = seq;
	rec->unit = e->unit;
	rec->req = e->req;
	rec->group = e->group;
	rec->value = rule->groups ? e->count : e->items;
	rec->day = e->day;
	rec->last = last_day(rule, e);
	rec->until = e->until && e->until - e->day + 1 >= M_DAYS_FAR ?
		     DINH_DAY_FOREVER : e->until;
	rec->key = e->key;
	rec->uid = e->uid;
	rec->loginuid = e->loginuid;
	rec->prog = prog - m->prog;
	rec->year = year_of(m->today);
	rec->late = m->today > e->day + prog->late_days;
	m->unit[e->unit].records++;
	m->unit[e->unit].late += rec->late;
}

static void fold_end(struct model *m, const struct m_entry *e)
{
	struct m_rec *rec = rec_of_seq(m, e->seq);
	const struct m_rule *rule = rule_of(&m->prog[rec->prog], rec->req);
	bool enough = rule->validity != DINH_VALIDITY_STATED &&
		      e->day >= rec->day + rule->posting - 1;

	if (!enough && e->day < rec->last)
		rec->last = e->day;
	if (e->day < rec->until)
		rec->until = e->day;
}

static void fold_assignment(struct model *m, const struct m_entry *e,
			    uint64_t seq, bool is_finding)
{
	struct m_assign *assign = &m->assign[m->n_assigns++];

	memset(assign, 0, sizeof(*assign));
	assign->seq = seq;
	assign->unit = e->unit;
	assign->given = m->today;
	assign->due = e->due;
	assign->is_finding = is_finding;
}

static void fold_finding(struct model *m, const struct m_entry *e,
			 uint64_t seq)
{
	struct m_rec *rec = rec_of_seq(m, e->seq);

	if (e->verdict == DINH_FINDING_STRIKE)
		rec->struck = true;
	else
		rec->upheld = true;
	if (e->due)
		fold_assignment(m, e, seq, true);
}

static struct m_assign *assign_of_seq(const struct model *m, uint64_t seq)
{
	uint32_t i;

	for (i = 0; i < m->n_assigns; i++)
		if (m->assign[i].seq == seq)
			return (struct m_assign *)&m->assign[i];
	return NULL;
}

static void fold_completion(struct model *m, const struct m_entry *e)
{
	struct m_assign *assign = assign_of_seq(m, e->seq);

	assign->completed = e->day;
	assign->year = year_of(m->today);
}

static struct m_grant *grant_of(const struct model *m,
				const struct m_entry *e)
{
	uint32_t i;

	for (i = 0; i < m->n_grants; i++) {
		const struct m_grant *grant = &m->grant[i];

		if (grant->unit == e->unit && grant->id == e->id &&
		    grant->subject == e->subject && grant->role == e->role)
			return (struct m_grant *)grant;
	}
	return NULL;
}

static void fold_grant(struct model *m, const struct m_entry *e)
{
	m->grant[m->n_grants++] = (struct m_grant){
		e->unit, e->subject, e->id, e->role,
	};
}

static void fold_revoke(struct model *m, const struct m_entry *e)
{
	struct m_grant *grant = grant_of(m, e);

	m->n_grants--;
	for (; grant < &m->grant[m->n_grants]; grant++)
		*grant = grant[1];
}

static void fold_rating(struct model *m, const struct m_entry *e)
{
	struct m_unit *unit = &m->unit[e->unit];

	unit->ratings++;
	unit->sum += e->score;
	if (e->score <= DINH_SCORE_LOW)
		unit->low[e->low]++;
}

static void fold_dissolve(struct model *m, const struct m_entry *e)
{
	struct m_unit *unit = &m->unit[e->unit];

	unit->until = e->day;
	unit->pinned = false;
	unit->ratings = 0;
	unit->sum = 0;
	memset(unit->low, 0, sizeof(unit->low));
	unit->visits = 0;
}

/*
 * Meetings.
 */

const struct m_meeting *m_meeting(const struct model *m, uint64_t seq)
{
	uint32_t i;

	for (i = 0; i < m->n_meetings; i++)
		if (m->meeting[i].seq == seq)
			return &m->meeting[i];
	return NULL;
}

static struct m_meeting opened(const struct m_entry *e, uint64_t seq)
{
	return (struct m_meeting){
		.seq = seq,
		.unit = e->unit,
		.req = e->req,
		.ballot = e->ballot,
		.items = e->items,
		.day = e->day,
		.until = e->until,
		.period = e->period,
		.key = e->key,
		.eligible = e->eligible,
		.cards = e->cards,
	};
}

static void fold_attendance(struct model *m, const struct m_entry *e)
{
	struct m_meeting *mt = (struct m_meeting *)m_meeting(m, e->seq);

	mt->present[e->kiosk != 0] += e->count;
	if (e->card)
		mt->known[mt->n_known++] = e->card;
}

static void fold_vote(struct model *m, const struct m_entry *e)
{
	struct m_meeting *mt = (struct m_meeting *)m_meeting(m, e->seq);
	uint32_t *cast = mt->cast[e->kiosk != 0];

	cast[0] += e->yes;
	cast[1] += e->no;
	cast[2] += e->abstain;
	cast[3] += e->invalid;
}

static void end_meeting(struct model *m, uint64_t seq)
{
	struct m_meeting *mt = (struct m_meeting *)m_meeting(m, seq);

	m->n_meetings--;
	for (; mt < &m->meeting[m->n_meetings]; mt++)
		*mt = mt[1];
}

/* Whether @got is at least, or over, num / den of @all: in whole numbers. */
static bool share_reached(const struct m_share *s, uint64_t got, uint64_t all)
{
	if (!all)
		return false;
	if (s->strict)
		return got * s->den > all * s->num;
	return got * s->den >= all * s->num;
}

/* Of whom a share is asked; not if that is not known. */
static bool share_all(const struct m_share *s, const struct m_unit *unit,
		      const struct m_entry *e, uint64_t *all)
{
	*all = 0;
	if (s->of == DINH_OF_ELIGIBLE)
		*all = e->eligible;
	else if (s->of == DINH_OF_PRESENT)
		*all = e->present;
	else if (s->of == DINH_OF_GROUP)
		*all = unit->heads[s->group];
	return *all != DINH_COUNT_UNKNOWN;
}

/* The least that reaches the share; 0 where none is asked, or of nobody. */
static uint32_t share_least(const struct m_share *s, const struct m_unit *unit,
			    const struct m_entry *e)
{
	uint64_t all, low = 0, high, middle;

	if (!share_all(s, unit, e, &all) || !all)
		return 0;
	/* The lower never reaches it, the higher does. */
	for (high = 2 * all; high - low > 1;) {
		middle = low + (high - low) / 2;
		if (share_reached(s, middle, all))
			high = middle;
		else
			low = middle;
	}
	return high;
}

static bool share_ok(const struct m_share *s, const struct m_unit *unit,
		     const struct m_entry *e, uint64_t got)
{
	uint64_t all;

	if (!s->of)
		return true;
	return share_all(s, unit, e, &all) && share_reached(s, got, all);
}

/* The record that a meeting is, if it is valid, with its figures. */
static struct m_entry record_of(const struct model *m,
				const struct m_meeting *mt)
{
	const struct m_rule *rule = rule_of(m_prog_on(m, mt->day), mt->req);
	struct m_entry e = {
		.type = DINH_ENTRY_RECORD,
		.unit = mt->unit,
		.req = mt->req,
		.group = DINH_GROUP_NONE,
		.items = mt->items,
		.day = mt->day,
		.until = mt->until,
		.period = mt->period,
		.key = mt->key,
		.votes = true,
		.eligible = mt->eligible,
		.present = mt->present[0] + mt->present[1],
		.yes = mt->cast[0][0] + mt->cast[1][0],
	};
	uint32_t i;

	for (i = 1; i < 4; i++)
		e.no += mt->cast[0][i] + mt->cast[1][i];
	for (i = 0; !mt->items && rule && i < rule->items; i++)
		e.items |= 1u << i;
	return e;
}

/* The rule is there, and all heads that it asks for are known. */
static struct m_closed close_of(const struct model *m, const struct m_entry *e)
{
	struct m_closed c = { .meeting = *m_meeting(m, e->seq) };
	const struct m_unit *unit = &m->unit[c.meeting.unit];
	const struct m_rule *rule;
	struct m_entry rec;

	if (c.meeting.ballot == DINH_BALLOT_SECRET)
		memcpy(c.meeting.cast, e->cast, sizeof(e->cast));
	rec = record_of(m, &c.meeting);
	rule = rule_of(m_prog_on(m, rec.day), rec.req);
	c.items = rec.items;
	c.present_needed = share_least(&rule->quorum, unit, &rec);
	c.yes_needed = share_least(&rule->majority, unit, &rec);
	if (!share_ok(&rule->quorum, unit, &rec, rec.present))
		c.outcome = DINH_OUTCOME_QUORUM;
	else if (!share_ok(&rule->majority, unit, &rec, rec.yes))
		c.outcome = DINH_OUTCOME_MAJORITY;
	else
		c.outcome = DINH_OUTCOME_VALID;
	return c;
}

static void fold_close(struct model *m, const struct m_entry *e, uint64_t seq)
{
	struct m_entry rec;

	m->closed = close_of(m, e);
	rec = record_of(m, &m->closed.meeting);
	end_meeting(m, e->seq);
	rec.uid = e->uid;
	rec.loginuid = e->loginuid;
	if (m->closed.outcome == DINH_OUTCOME_VALID)
		fold_record(m, &rec, seq);
}

static const struct m_kiosk *kiosk_of(const struct model *m, uint64_t seq)
{
	uint32_t i;

	for (i = 0; i < m->n_kiosks; i++)
		if (m->kiosk[i].seq == seq)
			return &m->kiosk[i];
	return NULL;
}

static void fold_bind(struct model *m, const struct m_entry *e, uint64_t seq)
{
	m->kiosk[m->n_kiosks++] = (struct m_kiosk){
		seq, e->seq, e->unit, e->role, e->flags,
	};
}

static void fold_unbind(struct model *m, const struct m_entry *e)
{
	struct m_kiosk *kiosk = (struct m_kiosk *)kiosk_of(m, e->seq);

	m->n_kiosks--;
	for (; kiosk < &m->kiosk[m->n_kiosks]; kiosk++)
		*kiosk = kiosk[1];
}

static void fold_programme(struct model *m, const struct m_entry *e)
{
	uint32_t i;

	m->prog[m->n_progs++] = e->prog;
	for (i = 0; i < e->prog.n_rules; i++)
		if (!m->number[e->prog.rule[i].code])
			m->number[e->prog.rule[i].code] = ++m->n_numbers;
}

void m_fold(struct model *m, const struct m_list *list)
{
	uint32_t bound_units = m->bound_units, bound_records = m->bound_records;
	uint32_t i, g;

	memset(m, 0, sizeof(*m));
	m->bound_units = bound_units;
	m->bound_records = bound_records;
	m->n_units = 1;
	for (g = 0; g < DINH_GROUPS; g++)
		m->unit[0].heads[g] = DINH_COUNT_UNKNOWN;
	m->unit[0].had_child = true;
	for (i = 0; i < list->n; i++) {
		const struct m_entry *e = list->entry[i];
		int64_t jump = m_held(m) ? m->offset - m->trusted : 0;

		m->offset = (int64_t)(e->wall - e->boot);
		switch (e->type) {
		case DINH_ENTRY_BOOT:
			/* What waited to be confirmed waits on. */
			m->trusted = m->offset - jump;
			break;
		case DINH_ENTRY_GENESIS:
			m->today = e->day;
			m->trusted = m->offset;
			break;
		case DINH_ENTRY_DAY:
			m->today = e->day;
			if (e->how == DINH_DAY_BY_ADMIN)
				m->trusted = m->offset;
			break;
		case DINH_ENTRY_PROGRAMME:
			fold_programme(m, e);
			break;
		case DINH_ENTRY_UNIT_ADD:
			fold_unit_add(m, e);
			break;
		case DINH_ENTRY_UNIT_SET:
			fold_unit_set(m, e);
			break;
		case DINH_ENTRY_UNIT_DISSOLVE:
			fold_dissolve(m, e);
			break;
		case DINH_ENTRY_PIN:
			m->unit[e->unit].pinned = e->pinned;
			break;
		case DINH_ENTRY_RECORD:
			fold_record(m, e, i);
			break;
		case DINH_ENTRY_RECORD_END:
			fold_end(m, e);
			break;
		case DINH_ENTRY_WITHDRAWAL:
			rec_of_seq(m, e->seq)->withdrawn = true;
			break;
		case DINH_ENTRY_FINDING:
			fold_finding(m, e, i);
			break;
		case DINH_ENTRY_ASSIGNMENT:
			fold_assignment(m, e, i, false);
			break;
		case DINH_ENTRY_COMPLETION:
			fold_completion(m, e);
			break;
		case DINH_ENTRY_GRANT:
			fold_grant(m, e);
			break;
		case DINH_ENTRY_REVOKE:
			fold_revoke(m, e);
			break;
		case DINH_ENTRY_RATING:
			fold_rating(m, e);
			break;
		case DINH_ENTRY_VISITS:
			m->unit[e->unit].visits += e->count;
			m->visits += e->count;
			break;
		case DINH_ENTRY_MEETING_OPEN:
			m->meeting[m->n_meetings++] = opened(e, i);
			break;
		case DINH_ENTRY_ATTENDANCE:
			fold_attendance(m, e);
			break;
		case DINH_ENTRY_VOTE:
			fold_vote(m, e);
			break;
		case DINH_ENTRY_MEETING_CLOSE:
			fold_close(m, e, i);
			break;
		case DINH_ENTRY_MEETING_VOID:
			end_meeting(m, e->seq);
			break;
		case DINH_ENTRY_KIOSK_BIND:
			fold_bind(m, e, i);
			break;
		case DINH_ENTRY_KIOSK_UNBIND:
			fold_unbind(m, e);
			break;
		}
	}
	m->size = list->n;
}

/*
 * What is accepted.
 */

static bool living(const struct model *m, uint32_t nr)
{
	return nr && nr < m->n_units && !m->unit[nr].until;
}

bool m_below(const struct model *m, uint32_t unit, uint32_t scope)
{
	while (unit && unit != scope)
		unit = m->unit[unit].parent;
	return unit == scope;
}

static uint32_t depth(const struct model *m, uint32_t unit)
{
	uint32_t n = 0;

	for (; unit; unit = m->unit[unit].parent)
		n++;
	return n;
}

static bool is_locality(uint32_t kind)
{
	return kind == DINH_KIND_COMMUNE || kind == DINH_KIND_WARD ||
	       kind == DINH_KIND_TOWNSHIP || kind == DINH_KIND_SPECIAL_ZONE;
}

static bool is_enterprise(uint32_t kind)
{
	return kind == DINH_KIND_STATE_ENTERPRISE ||
	       kind == DINH_KIND_NONSTATE_ENTERPRISE;
}

static bool holds(uint32_t parent, uint32_t child)
{
	bool territory = parent == DINH_KIND_PROVINCE ||
			 parent == DINH_KIND_DISTRICT || is_locality(parent);

	if (parent == DINH_KIND_REGISTER)
		return true;
	if (child == DINH_KIND_PROVINCE)
		return false;
	if (child == DINH_KIND_DISTRICT)
		return parent == DINH_KIND_PROVINCE;
	if (is_locality(child))
		return parent == DINH_KIND_PROVINCE ||
		       parent == DINH_KIND_DISTRICT;
	if (territory || parent == DINH_KIND_AGENCY)
		return true;
	if (child == DINH_KIND_PUBLIC_UNIT)
		return parent == DINH_KIND_PUBLIC_UNIT;
	return is_enterprise(child) && is_enterprise(parent);
}

static bool code_free(const struct model *m, const char *code, uint32_t but)
{
	uint32_t i;

	for (i = 1; i < m->n_units; i++)
		if (i != but && !m->unit[i].until &&
		    !strcmp(m->unit[i].code, code))
			return false;
	return true;
}

static bool good_kind(uint32_t kind)
{
	return kind > DINH_KIND_REGISTER && kind < DINH_KINDS;
}

static bool good_heads(uint32_t heads)
{
	return heads <= DINH_COUNT_MAX || heads == DINH_COUNT_UNKNOWN;
}

static bool accepts_unit_add(const struct model *m, const struct m_entry *e)
{
	int g;

	if (m->n_units - 1 >= m->bound_units || !good_kind(e->kind) ||
	    e->has_union > 1 || !*e->code || !*e->name ||
	    !code_free(m, e->code, 0) || !e->since || e->since > m->today)
		return false;
	for (g = 0; g < DINH_GROUPS; g++)
		if (!good_heads(e->heads[g]))
			return false;
	if (e->parent && !living(m, e->parent))
		return false;
	return depth(m, e->parent) + 1 <= DINH_DEPTH_MAX &&
	       holds(m->unit[e->parent].kind, e->kind);
}

bool m_rec_kept(const struct model *m, const struct m_rec *rec)
{
	bool counts = !rec->withdrawn && !rec->struck && rec->last >= m->today;

	return counts || year_of(m->today) <= rec->year + 1;
}

static bool accepts_unit_set(const struct model *m, const struct m_entry *e)
{
	uint32_t i, kind, parent, deepest = 0, height;
	int g;

	if (!living(m, e->unit) || !e->what || e->what & ~DINH_SET_ALL)
		return false;
	if (e->what & DINH_SET_SINCE) {
		if (!e->since || e->since > m->today)
			return false;
		for (i = 0; i < m->n_recs; i++)
			if (m->rec[i].unit == e->unit &&
			    m_rec_kept(m, &m->rec[i]) &&
			    !m->rec[i].withdrawn && !m->rec[i].struck &&
			    m->rec[i].day < e->since)
				return false;
	}
	if (e->what & DINH_SET_UNION && e->has_union > 1)
		return false;
	if (e->what & DINH_SET_CODE &&
	    (!*e->code || !code_free(m, e->code, e->unit)))
		return false;
	if (e->what & DINH_SET_NAME && !*e->name)
		return false;
	for (g = 0; g < DINH_GROUPS; g++)
		if (e->what & DINH_SET_HEADCOUNT << g &&
		    !good_heads(e->heads[g]))
			return false;
	kind = e->what & DINH_SET_KIND ? e->kind : m->unit[e->unit].kind;
	parent = e->what & DINH_SET_PARENT ? e->parent :
					     m->unit[e->unit].parent;
	if (!good_kind(kind))
		return false;
	if (parent && !living(m, parent))
		return false;
	if (e->what & DINH_SET_PARENT && m_below(m, parent, e->unit))
		return false;
	if (!holds(m->unit[parent].kind, kind))
		return false;
	for (i = 1; i < m->n_units; i++) {
		if (m->unit[i].until)
			continue;
		if (m->unit[i].parent == e->unit &&
		    !holds(kind, m->unit[i].kind))
			return false;
		if (m_below(m, i, e->unit) && depth(m, i) > deepest)
			deepest = depth(m, i);
	}
	height = deepest - depth(m, e->unit) + 1;
	return depth(m, parent) + height <= DINH_DEPTH_MAX;
}

static bool accepts_dissolve(const struct model *m, const struct m_entry *e)
{
	uint32_t i, j;

	if (!living(m, e->unit) || !e->day || e->day > m->today ||
	    e->day < m->unit[e->unit].since)
		return false;
	for (i = 1; i < m->n_units; i++)
		if (m->unit[i].parent == e->unit && !m->unit[i].until)
			return false;
	for (i = 0; i < m->n_meetings; i++)
		if (m->meeting[i].unit == e->unit)
			return false;
	for (i = 0; i < m->n_kiosks; i++)
		if (m->kiosk[i].unit == e->unit)
			return false;
	for (i = 0; i < e->n_successors; i++) {
		if (!living(m, e->successor[i]) || e->successor[i] == e->unit)
			return false;
		for (j = 0; j < i; j++)
			if (e->successor[j] == e->successor[i])
				return false;
	}
	return true;
}

static bool votes_ok(const struct m_rule *rule, const struct m_unit *unit,
		     const struct m_entry *e)
{
	if (!rule->quorum.of && !rule->majority.of)
		return !e->votes;
	return e->votes && e->eligible <= DINH_COUNT_MAX &&
	       e->present <= e->eligible &&
	       (uint64_t)e->yes + e->no <= e->present &&
	       share_ok(&rule->quorum, unit, e, e->present) &&
	       share_ok(&rule->majority, unit, e, e->yes);
}

static bool until_ok(const struct m_rule *rule, const struct m_entry *e)
{
	bool stated = rule->validity == DINH_VALIDITY_STATED;

	if (!stated && !rule->posting)
		return !e->until;
	if (!e->until || e->until > DINH_DAY_MAX || e->until < e->day ||
	    e->until - e->day + 1 < rule->posting)
		return false;
	if (!stated)
		return true;
	if (rule->term_min &&
	    e->until < m_add_months(e->day, rule->term_min) - 1)
		return false;
	return !rule->term_max ||
	       e->until <= m_add_months(e->day, rule->term_max);
}

static bool period_ok(const struct m_rule *rule, const struct m_entry *e)
{
	uint32_t start = e->period;

	if (rule->validity != DINH_VALIDITY_PERIOD)
		return !start;
	if (!start)
		start = m_period_start(e->day, rule->months);
	return start <= DINH_DAY_MAX &&
	       m_period_start(start, rule->months) == start &&
	       e->day >= start && e->day <= period_closes(rule, start);
}

/* By which rule it would be a record, but for votes, key and room; or NULL. */
static const struct m_rule *record_rule(const struct model *m,
					const struct m_entry *e)
{
	const struct m_unit *unit = &m->unit[e->unit];
	const struct m_rule *rule;
	bool unknown;

	if (!living(m, e->unit) || !e->day || e->day > m->today ||
	    e->day < unit->since)
		return NULL;
	rule = rule_of(m_prog_on(m, e->day), e->req);
	if (!rule || !m_applies(rule, unit, e->day, &unknown))
		return NULL;
	if (rule->groups) {
		if (e->items || e->group >= DINH_GROUPS ||
		    !(rule->groups >> e->group & 1) || !e->count ||
		    e->count > DINH_COUNT_MAX)
			return NULL;
	} else if (e->group != DINH_GROUP_NONE || e->count || !e->items ||
		   (uint64_t)e->items >= 1ull << rule->items) {
		return NULL;
	}
	return until_ok(rule, e) && period_ok(rule, e) ? rule : NULL;
}

static bool has_key(const struct model *m, uint32_t unit, uint64_t key)
{
	uint32_t i;

	for (i = 0; key && i < m->n_recs; i++)
		if (m->rec[i].unit == unit && m->rec[i].key == key &&
		    m_rec_kept(m, &m->rec[i]))
			return true;
	return false;
}

static bool has_room(const struct model *m, uint32_t unit)
{
	uint32_t i, kept = 0;

	for (i = 0; i < m->n_recs; i++)
		kept += m->rec[i].unit == unit && m_rec_kept(m, &m->rec[i]);
	return kept < m->bound_records;
}

static bool accepts_record(const struct model *m, const struct m_entry *e)
{
	const struct m_rule *rule = record_rule(m, e);

	return rule && votes_ok(rule, &m->unit[e->unit], e) &&
	       !has_key(m, e->unit, e->key) && has_room(m, e->unit);
}

/*
 * Meetings and kiosks.
 */

/* It could be a record, as far as can be told before it is held. */
static const struct m_rule *meeting_rule(const struct model *m,
					 const struct m_meeting *mt)
{
	struct m_entry rec = record_of(m, mt);
	const struct m_rule *rule = record_rule(m, &rec);

	if (!rule || (!rule->quorum.of && !rule->majority.of) ||
	    has_key(m, rec.unit, rec.key))
		return NULL;
	return rule;
}

static bool accepts_open(const struct model *m, const struct m_entry *e)
{
	struct m_meeting mt = opened(e, m->size);
	uint32_t i;

	if (!e->own || !living(m, e->unit) || !e->eligible ||
	    e->eligible > DINH_COUNT_MAX || e->cards > e->eligible ||
	    e->cards > DINH_CARDS_MAX || e->ballot > 1)
		return false;
	for (i = 0; i < m->n_meetings; i++)
		if (m->meeting[i].unit == e->unit &&
		    m->meeting[i].req == e->req)
			return false;
	return meeting_rule(m, &mt);
}

/* What an entry says of a kiosk, of which a writer says nothing. */
static bool kiosk_ok(const struct model *m, const struct m_entry *e,
		     uint32_t role, uint64_t meeting)
{
	const struct m_kiosk *kiosk = kiosk_of(m, e->kiosk);

	if (!e->kiosk)
		return true;
	return e->own && kiosk && kiosk->unit == e->unit &&
	       kiosk->role == role && kiosk->meeting == meeting;
}

static const struct m_meeting *meeting_of(const struct model *m,
					  const struct m_entry *e)
{
	const struct m_meeting *mt = m_meeting(m, e->seq);

	return mt && mt->unit == e->unit ? mt : NULL;
}

static bool accepts_attendance(const struct model *m, const struct m_entry *e)
{
	const struct m_meeting *mt = meeting_of(m, e);
	uint32_t i;

	if (!mt || !kiosk_ok(m, e, DINH_KIOSK_ATTENDANCE, e->seq) ||
	    !e->count)
		return false;
	if (e->card && (!e->own || e->count != 1))
		return false;
	if (!e->card && mt->cards)
		return false;
	for (i = 0; e->card && i < mt->n_known; i++)
		if (mt->known[i] == e->card)
			return false;
	return (uint64_t)mt->present[0] + mt->present[1] + e->count <=
	       mt->eligible;
}

static uint64_t sum_of(const uint32_t cast[2][4])
{
	uint64_t sum = 0;
	uint32_t i;

	for (i = 0; i < 4; i++)
		sum += (uint64_t)cast[0][i] + cast[1][i];
	return sum;
}

static bool accepts_vote(const struct model *m, const struct m_entry *e)
{
	uint64_t more = (uint64_t)e->yes + e->no + e->abstain + e->invalid;
	const struct m_meeting *mt = meeting_of(m, e);

	return mt && kiosk_ok(m, e, DINH_KIOSK_BALLOT, e->seq) &&
	       mt->ballot == DINH_BALLOT_OPEN && more &&
	       sum_of(mt->cast) + more <= mt->present[0] + mt->present[1];
}

static bool accepts_close(const struct model *m, const struct m_entry *e)
{
	const struct m_meeting *mt = meeting_of(m, e);
	const struct m_rule *rule;
	struct m_entry rec;
	uint64_t all;

	if (!e->own || !mt || e->twisted)
		return false;
	if (mt->ballot == DINH_BALLOT_SECRET &&
	    sum_of(e->cast) > mt->present[0] + mt->present[1])
		return false;
	rule = meeting_rule(m, mt);
	if (!rule)
		return false;
	rec = record_of(m, mt);
	if (!share_all(&rule->quorum, &m->unit[e->unit], &rec, &all) ||
	    !share_all(&rule->majority, &m->unit[e->unit], &rec, &all))
		return false;
	return close_of(m, e).outcome != DINH_OUTCOME_VALID ||
	       has_room(m, e->unit);
}

static bool accepts_bind(const struct model *m, const struct m_entry *e)
{
	if (!e->own || !living(m, e->unit) || !*e->name || e->role > 2 ||
	    e->flags > DINH_KIOSK_VIRTUAL || m->n_kiosks >= DINH_KIOSKS_MAX)
		return false;
	if (e->role == DINH_KIOSK_RATING)
		return !e->seq;
	return meeting_of(m, e);
}

static bool bound(const struct model *m, const struct m_entry *e)
{
	const struct m_kiosk *kiosk = kiosk_of(m, e->seq);

	return e->own && kiosk && kiosk->unit == e->unit;
}

static bool accepts_rating(const struct model *m, const struct m_entry *e)
{
	return living(m, e->unit) && e->score >= 1 && e->score <= 5 &&
	       (e->score <= 3 ? e->low < DINH_LOW_REASONS : !e->low) &&
	       kiosk_ok(m, e, DINH_KIOSK_RATING, 0);
}

/* The record that an entry is about still counts. */
static const struct m_rec *counting(const struct model *m,
				    const struct m_entry *e)
{
	const struct m_rec *rec = rec_of_seq(m, e->seq);

	if (!rec || rec->unit != e->unit || !living(m, rec->unit) ||
	    rec->withdrawn || rec->struck || rec->last < m->today)
		return NULL;
	return rec;
}

static bool accepts_end(const struct model *m, const struct m_entry *e)
{
	const struct m_rec *rec = counting(m, e);
	const struct m_rule *rule;

	if (!rec)
		return false;
	rule = rule_of(&m->prog[rec->prog], rec->req);
	return (rule->posting || rule->validity == DINH_VALIDITY_STATED) &&
	       e->day && e->day <= m->today && e->day >= rec->day;
}

static bool same_person(const struct m_rec *rec, const struct m_entry *e)
{
	if (rec->loginuid != DINH_UID_NONE && e->loginuid != DINH_UID_NONE)
		return rec->loginuid == e->loginuid;
	return rec->uid == e->uid;
}

static bool accepts_withdrawal(const struct model *m, const struct m_entry *e)
{
	const struct m_rec *rec = counting(m, e);

	return rec && *e->name && same_person(rec, e);
}

static bool due_ok(const struct model *m, uint32_t due)
{
	return due >= m->today && due <= DINH_DAY_MAX;
}

static bool accepts_finding(const struct model *m, const struct m_entry *e)
{
	const struct m_rec *rec = counting(m, e);

	return rec && *e->name && !same_person(rec, e) && e->verdict <= 1 &&
	       (!e->due || due_ok(m, e->due));
}

bool m_assign_kept(const struct model *m, const struct m_assign *assign)
{
	return living(m, assign->unit) &&
	       (!assign->completed || assign->year == year_of(m->today));
}

static bool accepts_completion(const struct model *m,
			       const struct m_entry *e)
{
	const struct m_assign *assign = assign_of_seq(m, e->seq);

	return assign && m_assign_kept(m, assign) && !assign->completed &&
	       assign->unit == e->unit && *e->name &&
	       e->day >= assign->given && e->day <= m->today;
}

static bool accepts_grant(const struct model *m, const struct m_entry *e)
{
	return (!e->unit || living(m, e->unit)) && e->subject <= 1 &&
	       e->role <= 2 && e->id < DINH_UID_KERNEL && !grant_of(m, e);
}

static bool accepts_revoke(const struct model *m, const struct m_entry *e)
{
	return e->subject <= 1 && e->role <= 2 && e->id < DINH_UID_KERNEL &&
	       grant_of(m, e);
}

static bool accepts_pin(const struct model *m, const struct m_entry *e)
{
	uint32_t i, pins = 0;

	for (i = 1; i < m->n_units; i++)
		pins += m->unit[i].pinned;
	return e->pinned <= 1 && living(m, e->unit) &&
	       e->pinned != m->unit[e->unit].pinned &&
	       (!e->pinned || pins < DINH_PINS_MAX);
}

bool m_accepts(const struct model *m, const struct m_entry *e)
{
	if (e->bad)
		return false;
	switch (e->type) {
	case DINH_ENTRY_PROGRAMME:
		return !m->n_progs ||
		       e->prog.from >= m->prog[m->n_progs - 1].from;
	case DINH_ENTRY_UNIT_ADD:
		return accepts_unit_add(m, e);
	case DINH_ENTRY_UNIT_SET:
		return accepts_unit_set(m, e);
	case DINH_ENTRY_UNIT_DISSOLVE:
		return accepts_dissolve(m, e);
	case DINH_ENTRY_RECORD:
		return accepts_record(m, e);
	case DINH_ENTRY_RECORD_END:
		return accepts_end(m, e);
	case DINH_ENTRY_WITHDRAWAL:
		return accepts_withdrawal(m, e);
	case DINH_ENTRY_PIN:
		return accepts_pin(m, e);
	case DINH_ENTRY_FINDING:
		return accepts_finding(m, e);
	case DINH_ENTRY_ASSIGNMENT:
		return living(m, e->unit) && *e->name && due_ok(m, e->due);
	case DINH_ENTRY_COMPLETION:
		return accepts_completion(m, e);
	case DINH_ENTRY_GRANT:
		return accepts_grant(m, e);
	case DINH_ENTRY_REVOKE:
		return accepts_revoke(m, e);
	case DINH_ENTRY_REVIEW:
		return (!e->unit || living(m, e->unit)) && e->review <= 1 &&
		       m_prog_on(m, m->today);
	case DINH_ENTRY_RATING:
		return accepts_rating(m, e);
	case DINH_ENTRY_VISITS:
		return e->own && e->count && (!e->unit || living(m, e->unit));
	case DINH_ENTRY_MEETING_OPEN:
		return accepts_open(m, e);
	case DINH_ENTRY_ATTENDANCE:
		return accepts_attendance(m, e);
	case DINH_ENTRY_VOTE:
		return accepts_vote(m, e);
	case DINH_ENTRY_MEETING_CLOSE:
		return accepts_close(m, e);
	case DINH_ENTRY_MEETING_VOID:
		return e->own && meeting_of(m, e) && *e->name && e->how <= 1;
	case DINH_ENTRY_KIOSK_BIND:
		return accepts_bind(m, e);
	case DINH_ENTRY_KIOSK_UNBIND:
		return bound(m, e) && e->how <= 3;
	case DINH_ENTRY_LOSS:
		return bound(m, e) && e->count;
	}
	return false;
}

/*
 * Figures.
 */

static void tree_below(const struct model *m, uint32_t parent, uint32_t *list,
		       uint32_t *n)
{
	uint32_t done = 0, i, first;

	for (;;) {
		first = 0;
		for (i = 1; i < m->n_units; i++)
			if (m->unit[i].parent == parent && !m->unit[i].until &&
			    m->unit[i].order > done &&
			    (!first ||
			     m->unit[i].order < m->unit[first].order))
				first = i;
		if (!first)
			return;
		done = m->unit[first].order;
		list[(*n)++] = first;
		tree_below(m, first, list, n);
	}
}

uint32_t m_tree(const struct model *m, uint32_t scope, uint32_t *list)
{
	uint32_t n = 0;

	if (scope && !living(m, scope))
		return 0;
	if (scope)
		list[n++] = scope;
	tree_below(m, scope, list, &n);
	return n;
}

static bool rec_counts(const struct m_rec *rec, uint32_t unit,
		       const struct m_rule *rule, uint32_t day)
{
	return rec->unit == unit && rec->req == rule->code &&
	       !rec->withdrawn && !rec->struck && rec->day <= day &&
	       day <= rec->last;
}

uint32_t m_missing(const struct model *m, uint32_t unit,
		   const struct m_rule *rule, uint32_t day)
{
	uint32_t missing = 0, item, i;
	bool covered;

	for (item = 0; item < rule->items; item++) {
		covered = false;
		for (i = 0; i < m->n_recs; i++)
			if (rec_counts(&m->rec[i], unit, rule, day) &&
			    m->rec[i].group == DINH_GROUP_NONE &&
			    m->rec[i].value >> item & 1)
				covered = true;
		if (!covered)
			missing |= 1u << item;
	}
	return missing;
}

uint64_t m_reached(const struct model *m, uint32_t unit,
		   const struct m_rule *rule, uint32_t group, uint32_t day)
{
	uint64_t sum = 0;
	uint32_t i;

	for (i = 0; i < m->n_recs; i++)
		if (rec_counts(&m->rec[i], unit, rule, day) &&
		    m->rec[i].group == group)
			sum += m->rec[i].value;
	return sum < m->unit[unit].heads[group] ? sum :
						  m->unit[unit].heads[group];
}

/* 1 met, 0 unmet, -1 not known, 2 nobody of whom it could be asked */
static int meets(const struct model *m, uint32_t unit,
		 const struct m_rule *rule)
{
	bool unknown = false;
	uint64_t asked = 0;
	uint32_t g;

	if (!rule->groups)
		return !m_missing(m, unit, rule, m->today);
	for (g = 0; g < DINH_GROUPS; g++) {
		uint32_t heads = m->unit[unit].heads[g];

		if (!(rule->groups >> g & 1))
			continue;
		if (heads == DINH_COUNT_UNKNOWN)
			unknown = true;
		else if (m_reached(m, unit, rule, g, m->today) < heads)
			return 0;
		else
			asked += heads;
	}
	return unknown ? -1 : asked ? 1 : 2;
}

static struct m_fig units_figure(const struct model *m, uint32_t unit,
				 const struct m_prog *prog,
				 const struct m_measure *measure)
{
	uint32_t met = 0, unmet = 0, unclear = 0, i;
	struct m_fig fig = { 0 };
	bool unknown;

	for (i = 0; i < measure->n; i++) {
		const struct m_rule *rule = &prog->rule[measure->rule[i]];

		if (!m_applies(rule, &m->unit[unit], m->today, &unknown))
			continue;
		switch (unknown ? -1 : meets(m, unit, rule)) {
		case 1:
			met++;
			break;
		case 0:
			unmet++;
			break;
		case -1:
			unclear++;
			break;
		}
	}
	if (unmet)
		fig.den = 1;
	else if (unclear)
		fig.unknown = 1;
	else if (met)
		fig.num = fig.den = 1;
	return fig;
}

static struct m_fig persons_figure(const struct model *m, uint32_t unit,
				   const struct m_prog *prog,
				   const struct m_measure *measure)
{
	struct m_fig fig = { 0 };
	uint64_t reached, least, perhaps;
	bool unknown, counted;
	uint32_t g, i;

	for (g = 0; g < DINH_GROUPS; g++) {
		uint32_t heads = m->unit[unit].heads[g];

		counted = false;
		least = heads;
		perhaps = ~0ull;
		for (i = 0; i < measure->n; i++) {
			const struct m_rule *rule =
				&prog->rule[measure->rule[i]];

			if (!m_applies(rule, &m->unit[unit], m->today,
				       &unknown))
				continue;
			if (unknown)
				fig.unknown = 1;
			if (!(rule->groups >> g & 1))
				continue;
			if (heads == DINH_COUNT_UNKNOWN) {
				fig.unknown = 1;
				continue;
			}
			reached = m_reached(m, unit, rule, g, m->today);
			if (unknown) {
				if (reached < perhaps)
					perhaps = reached;
				continue;
			}
			counted = true;
			if (reached < least)
				least = reached;
		}
		/* It may be that fewer should have been counted. */
		if (counted && perhaps >= least) {
			fig.num += least;
			fig.den += heads;
		}
	}
	return fig;
}

static struct m_fig assignments_figure(const struct model *m, uint32_t unit,
				       bool answers)
{
	struct m_fig fig = { 0 };
	uint32_t i;

	for (i = 0; i < m->n_assigns; i++) {
		const struct m_assign *a = &m->assign[i];

		if (a->unit != unit || a->is_finding != answers ||
		    !m_assign_kept(m, a))
			continue;
		if (!a->completed && m->today <= a->due) {
			fig.unknown++;
			continue;
		}
		fig.den++;
		if (a->completed && a->completed <= a->due)
			fig.num++;
	}
	return fig;
}

struct m_fig m_own_figure(const struct model *m, uint32_t unit,
			  uint32_t measure)
{
	const struct m_prog *prog = m_prog_on(m, m->today);
	const struct m_measure *me = &prog->measure[measure];
	const struct m_unit *u = &m->unit[unit];
	struct m_fig none = { 0 };

	if (!unit || u->until || !(me->kinds >> u->kind & 1) ||
	    !union_fits(me->has_union, u->has_union))
		return none;
	if (me->counted == DINH_COUNTED_ASSIGNMENTS)
		return assignments_figure(m, unit, false);
	if (me->counted == DINH_COUNTED_ANSWERS)
		return assignments_figure(m, unit, true);
	if (me->counted == DINH_COUNTED_PERSONS)
		return persons_figure(m, unit, prog, me);
	return units_figure(m, unit, prog, me);
}

static bool reached(const struct m_measure *measure, uint64_t num,
		    uint64_t den)
{
	if (measure->threshold == DINH_THRESHOLD_OVER)
		return num * 100 > measure->percent * den;
	return num * 100 >= measure->percent * den;
}

/*
 * Tries whatever the unknown could be: any number of units unmet and met, or
 * any number of heads that were reached or not.
 */
enum dinh_verdict m_verdict(const struct m_measure *measure,
			    const struct m_fig *fig)
{
	bool can_be_met = false, can_be_short = false;
	uint64_t most = fig->unknown, met, unmet;
	bool persons = measure->counted == DINH_COUNTED_PERSONS;

	if (!fig->den && !fig->unknown)
		return DINH_VERDICT_EMPTY;
	if (measure->threshold == DINH_THRESHOLD_NONE)
		return DINH_VERDICT_NONE;
	if (persons && fig->unknown)
		most = 1;
	for (met = 0; met <= most; met++) {
		for (unmet = 0; unmet + met <= most; unmet++) {
			/* Heads may be many times as many as are known. */
			uint64_t times = persons ? 1000 * (fig->den + 1) : 1;
			uint64_t num = fig->num + met * times;
			uint64_t den = fig->den + (met + unmet) * times;

			if (!den)
				can_be_met = can_be_short = true;
			else if (reached(measure, num, den))
				can_be_met = true;
			else
				can_be_short = true;
		}
	}
	if (can_be_met && can_be_short)
		return DINH_VERDICT_UNKNOWN;
	return can_be_met ? DINH_VERDICT_MET : DINH_VERDICT_SHORT;
}
