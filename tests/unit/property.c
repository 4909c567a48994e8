// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random histories, against the naive model of model.h. After each entry every
 * figure of every scope is compared; at the end the history is replayed, and
 * then replayed damaged.
 *
 *	property		the fixed seeds, then fresh ones for a while
 *	property SEED STEPS	one history, as it was told on a failure
 */
#include <sys/random.h>
#include <time.h>

#include "fixture.h"
#include "model.h"

#define SECONDS		8
#define FIXED		100
#define STEPS		220
#define UNITS_BOUND	20
#define RECORDS_BOUND	12

static struct world *w;
static struct model *model;
static struct m_list list;
static u64 seed, steps, step;

/* What happened in all histories; see must_happen[]. */
static struct {
	unsigned long accepted[DINH_ENTRY_TYPES];
	unsigned long refused[DINH_ENTRY_TYPES];
	unsigned long verdicts[5];
	unsigned long histories, entries, figures, replays, damaged, caught;
	unsigned long check_only, no_memory, crossed, lapsed;
	unsigned long unknown_units, persons, persons_capped, met_units;
	unsigned long held, confirmed, rule_days, days_skipped, long_skips;
	unsigned long late, expired_on_arrival, forgotten, key_again;
	unsigned long ends_that_shorten, ends_that_do_not;
	unsigned long code_reused, moved_with_children, dissolved_records;
	unsigned long heads_after_items, items_after_heads;
	unsigned long struck, upheld, answers_asked, done_in_time, done_late;
	unsigned long overdue, dropped, tasks_met, tasks_unmet;
	unsigned long outcomes[DINH_OUTCOMES], secret_records, meeting_records;
	unsigned long cards, at_kiosks, low_at_kiosks, twisted;
	unsigned long boots, boots_held, boot_voids, boot_unbinds;
} saw;

/*
 * Randomness: one stream a seed.
 */

static u64 state;

static u32 any(void)
{
	u64 z;

	state += 0x9e3779b97f4a7c15ull;
	z = state;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return (z ^ z >> 31) >> 16;
}

/* From @least to @most. */
static u32 pick(u32 least, u32 most)
{
	return least + any() % (most - least + 1);
}

static bool one_in(u32 n)
{
	return any() % n == 0;
}

#define FROM(...) \
	((const u32 []){ __VA_ARGS__ }[any() % COUNT(((const u32 []){ \
						     __VA_ARGS__ }))])

static __attribute__((format(printf, 1, 2), noreturn))
void fail(const char *format, ...)
{
	va_list args;

	printf("FAIL property %llu %llu: step %llu, entry %llu: ",
	       (unsigned long long)seed, (unsigned long long)steps,
	       (unsigned long long)step,
	       (unsigned long long)w->reg->ledger.size);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n0 passed, 1 failed\n");
	exit(1);
}

/*
 * The sink: what it was told of the last entry.
 */

static int told[M_UNITS][M_MEASURES];
static unsigned int told_times[M_UNITS][M_MEASURES];
static unsigned int told_lapsed[M_UNITS][M_MEASURES];
static unsigned int told_overdue;

static void on_crossed(u32 scope, unsigned int ind, bool met)
{
	told[scope][ind] = met;
	told_times[scope][ind]++;
	saw.crossed++;
}

static void on_lapsed(u32 unit, unsigned int ind)
{
	told_lapsed[unit][ind]++;
	saw.lapsed++;
}

static void on_overdue(u64 assignment)
{
	told_overdue++;
	saw.overdue++;
}

/* The figures by the model, before and after an entry. */
struct figures {
	const struct m_prog *prog;
	struct m_fig own[M_UNITS][M_MEASURES];
	struct m_fig fig[M_UNITS][M_MEASURES];
};

static struct figures before, after;

static void count_figures(struct figures *f)
{
	u32 unit, i, at;

	memset(f, 0, sizeof(*f));
	f->prog = m_prog_on(model, model->today);
	for (i = 0; f->prog && i < f->prog->n_measures; i++) {
		for (unit = 1; unit < model->n_units; unit++) {
			struct m_fig own = m_own_figure(model, unit, i);

			f->own[unit][i] = own;
			if (model->unit[unit].until)
				continue;
			/* It, and every scope that it stands in. */
			for (at = unit;; at = model->unit[at].parent) {
				f->fig[at][i].num += own.num;
				f->fig[at][i].den += own.den;
				f->fig[at][i].unknown += own.unknown;
				if (!at)
					break;
			}
		}
	}
}

/*
 * Comparing.
 */

static void same_figures(void)
{
	const struct m_prog *prog = after.prog;
	u32 unit, i;

	for (unit = 0; unit < model->n_units; unit++) {
		for (i = 0; prog && i < prog->n_measures; i++) {
			struct dinh_figure fig =
				dinh_figure(w->reg, dinh_unit(w->reg, unit), i);
			const struct m_fig *want = &after.fig[unit][i];
			enum dinh_verdict verdict = dinh_verdict(
				&w->reg->current_rules->measure[i], &fig);

			saw.figures++;
			if (fig.num != want->num || fig.den != want->den ||
			    fig.unknown != want->unknown)
				fail("indicator %u of unit %u: %llu of %llu "
				     "and %llu unknown, %llu of %llu and %llu "
				     "by the model", i, unit,
				     (unsigned long long)fig.num,
				     (unsigned long long)fig.den,
				     (unsigned long long)fig.unknown,
				     (unsigned long long)want->num,
				     (unsigned long long)want->den,
				     (unsigned long long)want->unknown);
			if (verdict != m_verdict(&prog->measure[i], want))
				fail("indicator %u of unit %u: verdict %d, %d "
				     "by the model", i, unit, verdict,
				     m_verdict(&prog->measure[i], want));
			saw.verdicts[verdict]++;
			saw.unknown_units += fig.unknown > 0;
			if (prog->measure[i].counted >=
			    DINH_COUNTED_ASSIGNMENTS) {
				saw.tasks_met += fig.num > 0;
				saw.tasks_unmet += fig.num < fig.den;
			} else if (prog->measure[i].counted ==
				   DINH_COUNTED_PERSONS)
				saw.persons += fig.num > 0;
			else
				saw.met_units += fig.num > 0;
		}
	}
}

static void same_counts(u32 nr)
{
	const struct m_unit *unit;
	u64 records, late, want_records = 0, want_late = 0;
	u32 i;

	for (i = 1; i < model->n_units; i++) {
		unit = &model->unit[i];
		if (i != nr && (unit->until || !m_below(model, i, nr)))
			continue;
		want_records += unit->records;
		want_late += unit->late;
	}
	dinh_counts(dinh_unit(w->reg, nr), &records, &late);
	if (records != want_records || late != want_late)
		fail("unit %u: %llu records, %llu late; %llu, %llu by the "
		     "model", nr, (unsigned long long)records,
		     (unsigned long long)late,
		     (unsigned long long)want_records,
		     (unsigned long long)want_late);
}

static void same_units(void)
{
	u32 nr, list[M_UNITS], n, i, living = 0;
	struct dinh_unit *at;

	if (w->reg->n_units != model->n_units)
		fail("%u units, %u by the model", w->reg->n_units,
		     model->n_units);
	for (nr = 1; nr < model->n_units; nr++) {
		const struct m_unit *want = &model->unit[nr];
		const struct dinh_unit *unit = dinh_unit(w->reg, nr);

		if (strcmp(dinh_unit_code(unit), want->code) ||
		    strcmp(dinh_unit_name(unit), want->name) ||
		    unit->parent != want->parent ||
		    unit->since != want->since || unit->until != want->until ||
		    memcmp(unit->headcount, want->heads, sizeof(want->heads)) ||
		    unit->kind != want->kind ||
		    unit->has_union != want->has_union ||
		    unit->records != want->records || unit->late != want->late)
			fail("unit %u is another", nr);
		if (dinh_unit_pinned(w->reg, nr) != want->pinned)
			fail("unit %u is pinned: %d by the model", nr,
			     want->pinned);
		if (!want->until &&
		    dinh_unit_by_code(w->reg, want->code) != unit)
			fail("unit %u is not found by its code", nr);
		living += !want->until;
	}
	if (living != w->reg->living)
		fail("%u living units, %u by the model", w->reg->living,
		     living);
	for (nr = 0; nr < model->n_units; nr++) {
		n = m_tree(model, nr, list);
		at = NULL;
		for (i = 0; i < n; i++) {
			at = dinh_unit_next(w->reg, nr, at);
			if (!at || at->nr != list[i])
				fail("scope %u: unit %u comes, not %u", nr,
				     at ? at->nr : 0, list[i]);
		}
		if (dinh_unit_next(w->reg, nr, at) && n)
			fail("scope %u: more units than %u", nr, n);
		same_counts(nr);
	}
}

static void same_records(void)
{
	u32 i, kept[M_UNITS] = { 0 };

	for (i = 0; i < model->n_recs; i++) {
		const struct m_rec *want = &model->rec[i];
		const struct dinh_rec *rec;
		const struct dinh_unit *unit = dinh_record_find(w->reg,
								want->seq,
								&rec);
		u32 flags = (want->late ? DINH_REC_LATE : 0) |
			    (want->withdrawn ? DINH_REC_WITHDRAWN : 0) |
			    (want->struck ? DINH_REC_STRUCK : 0) |
			    (want->upheld ? DINH_REC_UPHELD : 0);

		if (!m_rec_kept(model, want)) {
			saw.forgotten++;
			if (unit)
				fail("record %llu is still kept",
				     (unsigned long long)want->seq);
			continue;
		}
		kept[want->unit]++;
		if (!unit || unit->nr != want->unit)
			fail("record %llu is not kept",
			     (unsigned long long)want->seq);
		if (rec->requirement != model->number[want->req] ||
		    rec->group != want->group || rec->flags != flags ||
		    rec->key != want->key || rec->value != want->value ||
		    rec->day != want->day ||
		    dinh_rec_last(rec) != want->last ||
		    dinh_rec_until(rec) != want->until)
			fail("record %llu is another: last day %u, %u by the "
			     "model", (unsigned long long)want->seq,
			     dinh_rec_last(rec), want->last);
	}
	for (i = 1; i < model->n_units; i++)
		if (dinh_unit(w->reg, i)->n != kept[i])
			fail("unit %u keeps %u records, %u by the model", i,
			     dinh_unit(w->reg, i)->n, kept[i]);
}

static void same_assignments(void)
{
	const struct dinh_assign *a;
	u32 i, kept[M_UNITS] = { 0 }, n;

	for (i = 0; i < model->n_assigns; i++) {
		const struct m_assign *want = &model->assign[i];

		a = dinh_assignment_find(w->reg, want->seq);
		if (!a != !m_assign_kept(model, want))
			fail("assignment %llu is kept: %d",
			     (unsigned long long)want->seq, !!a);
		if (!a) {
			saw.dropped++;
			continue;
		}
		kept[want->unit]++;
		if (a->unit != want->unit || a->given != want->given ||
		    a->due != want->due || a->completed != want->completed ||
		    a->is_finding != want->is_finding)
			fail("assignment %llu is another",
			     (unsigned long long)want->seq);
	}
	for (i = 1; i < model->n_units; i++) {
		a = dinh_assignments(w->reg, dinh_unit(w->reg, i));
		for (n = 0; a; a = a->next)
			n++;
		if (n != kept[i])
			fail("unit %u keeps %u assignments, %u by the model",
			     i, n, kept[i]);
	}
}

static void same_grants(void)
{
	u32 i;

	if (w->reg->n_grants != model->n_grants)
		fail("%u grants, %u by the model", w->reg->n_grants,
		     model->n_grants);
	for (i = 0; i < model->n_grants; i++) {
		const struct dinh_grants *grant = &w->reg->grant[i];
		const struct m_grant *want = &model->grant[i];

		if (grant->unit != want->unit || grant->id != want->id ||
		    grant->subject != want->subject ||
		    grant->role != want->role)
			fail("grant %u is another", i);
	}
}

/* What people say of a scope: of it, and of all living units below it. */
static void same_boards(void)
{
	u32 nr, i, j;

	if (w->reg->visits != model->visits)
		fail("%llu visits, %llu by the model",
		     (unsigned long long)w->reg->visits,
		     (unsigned long long)model->visits);
	for (nr = 0; nr < model->n_units; nr++) {
		struct dinh_ratings got =
			dinh_ratings(w->reg, dinh_unit(w->reg, nr));
		struct dinh_ratings want = { 0 };

		for (i = 0; i < model->n_units; i++) {
			const struct m_unit *unit = &model->unit[i];

			if (unit->until || !m_below(model, i, nr))
				continue;
			want.count += unit->ratings;
			want.sum += unit->sum;
			for (j = 0; j < DINH_LOW_REASONS; j++)
				want.low[j] += unit->low[j];
		}
		if (memcmp(&got, &want, sizeof(got)))
			fail("unit %u: %llu ratings with %llu, %llu with %llu "
			     "by the model", nr, (unsigned long long)got.count,
			     (unsigned long long)got.sum,
			     (unsigned long long)want.count,
			     (unsigned long long)want.sum);
		if (dinh_visits(w->reg, nr) != model->unit[nr].visits)
			fail("unit %u: %llu visits, %llu by the model", nr,
			     (unsigned long long)dinh_visits(w->reg, nr),
			     (unsigned long long)model->unit[nr].visits);
	}
}

static bool knows_card(const struct dinh_meeting *m, u64 number)
{
	u8 card[DINH_CARD_SIZE];
	u32 i;

	card_bytes(card, number);
	for (i = 0; i < m->cap; i++)
		if (!memcmp(m->card[i], card, sizeof(card)))
			return true;
	return false;
}

static void same_meeting(const struct dinh_meeting *m,
			 const struct m_meeting *want)
{
	u32 i;

	if (!m || m->seq != want->seq || m->unit != want->unit ||
	    le16_to_cpu(m->open.requirement) != model->number[want->req] ||
	    m->open.ballot != want->ballot ||
	    le32_to_cpu(m->open.items) != want->items ||
	    le32_to_cpu(m->open.day) != want->day ||
	    le32_to_cpu(m->open.until) != want->until ||
	    le32_to_cpu(m->open.period) != want->period ||
	    le64_to_cpu(m->open.key) != want->key ||
	    le32_to_cpu(m->open.eligible) != want->eligible ||
	    le32_to_cpu(m->open.cards) != want->cards)
		fail("meeting %llu is another", (unsigned long long)want->seq);
	if (memcmp(m->present, want->present, sizeof(want->present)) ||
	    memcmp(m->cast, want->cast, sizeof(want->cast)))
		fail("meeting %llu: another number came, or voted",
		     (unsigned long long)want->seq);
	if (m->n_cards != want->n_known)
		fail("meeting %llu knows %u cards, %u by the model",
		     (unsigned long long)want->seq, m->n_cards, want->n_known);
	for (i = 0; i < want->n_known; i++)
		if (!knows_card(m, want->known[i]))
			fail("meeting %llu does not know card %llu",
			     (unsigned long long)want->seq,
			     (unsigned long long)want->known[i]);
}

static void same_hall(void)
{
	const struct dinh_meeting *m = dinh_meeting_next(w->reg, 0);
	u32 i;

	if (w->reg->n_meetings != model->n_meetings ||
	    w->reg->n_kiosks != model->n_kiosks)
		fail("%u meetings, %u kiosks; %u, %u by the model",
		     w->reg->n_meetings, w->reg->n_kiosks, model->n_meetings,
		     model->n_kiosks);
	for (i = 0; i < model->n_meetings; i++) {
		same_meeting(m, &model->meeting[i]);
		m = dinh_meeting_next(w->reg, m->seq + 1);
	}
	if (m)
		fail("meeting %llu is open still", (unsigned long long)m->seq);
	for (i = 0; i < model->n_kiosks; i++) {
		const struct dinh_kiosk *kiosk = &w->reg->kiosk[i];
		const struct m_kiosk *want = &model->kiosk[i];

		if (kiosk->seq != want->seq || kiosk->unit != want->unit ||
		    kiosk->meeting != want->meeting ||
		    kiosk->role != want->role || kiosk->flags != want->flags)
			fail("kiosk %u is another", i);
	}
}

/* Whether the unit meets the requirement with the records it has now. */
static bool met_on(u32 nr, const struct m_rule *rule, u32 day)
{
	u32 g;

	if (!rule->groups)
		return !m_missing(model, nr, rule, day);
	for (g = 0; g < DINH_GROUPS; g++)
		if (rule->groups & BIT(g) &&
		    model->unit[nr].heads[g] != DINH_COUNT_UNKNOWN &&
		    m_reached(model, nr, rule, g, day) <
		    model->unit[nr].heads[g])
			return false;
	return true;
}

/* The day before the first on which it is met no longer. */
static u32 last_met(u32 nr, const struct m_rule *rule)
{
	u32 first = DINH_DAY_FOREVER, i;

	for (i = 0; i < model->n_recs; i++) {
		u32 last = model->rec[i].last;

		if (model->rec[i].unit == nr && last >= model->today &&
		    last < first && !met_on(nr, rule, last + 1))
			first = last;
	}
	return first;
}

static void same_gap(u32 nr, const struct m_prog *prog, u32 i)
{
	const struct m_rule *rule = &prog->rule[i];
	const struct m_unit *unit = &model->unit[nr];
	struct dinh_gap gap;
	enum dinh_standing standing =
		dinh_standing(dinh_unit(w->reg, nr),
			      &w->reg->current_rules->rule[i], model->today,
			      &gap), want;
	bool unknown, applies = m_applies(rule, unit, model->today, &unknown);
	bool heads_unknown = false;
	u64 asked = 0;
	u32 g;

	if (!applies || unknown) {
		if (standing != (applies ? DINH_UNKNOWN : DINH_OUTSIDE))
			fail("unit %u, requirement %u: standing %d", nr, i,
			     standing);
		return;
	}
	for (g = 0; g < DINH_GROUPS; g++) {
		if (!(rule->groups & BIT(g)))
			continue;
		heads_unknown |= unit->heads[g] == DINH_COUNT_UNKNOWN;
		asked += unit->heads[g];
		if (gap.heads[g] != unit->heads[g] ||
		    gap.reached[g] != m_reached(model, nr, rule, g,
						model->today))
			fail("unit %u, requirement %u, group %u: %u of %u", nr,
			     i, g, gap.reached[g], gap.heads[g]);
		if (gap.reached[g] == gap.heads[g] && gap.heads[g])
			saw.persons_capped++;
	}
	want = !met_on(nr, rule, model->today) ? DINH_UNMET :
	       heads_unknown ? DINH_UNKNOWN :
	       rule->groups && !asked ? DINH_OUTSIDE : DINH_MET;
	if (standing != want)
		fail("unit %u, requirement %u: standing %d, %d by the model",
		     nr, i, standing, want);
	if (!rule->groups &&
	    gap.missing != m_missing(model, nr, rule, model->today))
		fail("unit %u, requirement %u: items %x missing", nr, i,
		     gap.missing);
	if (standing == DINH_MET && gap.last != last_met(nr, rule))
		fail("unit %u, requirement %u: met until %u, %u by the model",
		     nr, i, gap.last, last_met(nr, rule));
}

static void same_gaps(void)
{
	const struct m_prog *prog = m_prog_on(model, model->today);
	u32 nr, i;

	for (nr = 1; prog && nr < model->n_units; nr++)
		for (i = 0; !model->unit[nr].until && i < prog->n_rules; i++)
			same_gap(nr, prog, i);
}

static void same_all(bool thorough)
{
	u32 i;

	if (w->reg->today != model->today)
		fail("it is day %u, %u by the model", w->reg->today,
		     model->today);
	if (w->reg->ledger.size != model->size ||
	    w->entries != model->size)
		fail("%llu entries, %llu by the model",
		     (unsigned long long)w->reg->ledger.size,
		     (unsigned long long)model->size);
	if (dinh_register_held(w->reg) != m_held(model))
		fail("held: %d", dinh_register_held(w->reg));
	for (i = 0; i < M_CODES; i++) {
		char code[16];

		sprintf(code, "r%u", i);
		if (dinh_number_of(w->reg, code) != model->number[i])
			fail("requirement %s has number %u, %u by the model",
			     code, dinh_number_of(w->reg, code),
			     model->number[i]);
	}
	count_figures(&after);
	same_figures();
	if (!thorough)
		return;
	same_units();
	same_records();
	same_assignments();
	same_grants();
	same_boards();
	same_hall();
	same_gaps();
}

/* What the sink must have been told of one entry. */
static void same_told(bool loaded)
{
	u32 unit, i;

	for (unit = 0; unit < model->n_units; unit++) {
		for (i = 0; after.prog && i < after.prog->n_measures; i++) {
			const struct m_measure *me = &after.prog->measure[i];
			bool known = before.prog && i < before.prog->n_measures;
			bool was = known &&
				   m_verdict(&before.prog->measure[i],
					     &before.fig[unit][i]) ==
				   DINH_VERDICT_MET;
			bool is = m_verdict(me, &after.fig[unit][i]) ==
				  DINH_VERDICT_MET;
			unsigned int times = told_times[unit][i];
			bool lapsed = before.own[unit][i].den &&
				before.own[unit][i].num ==
				before.own[unit][i].den &&
				after.own[unit][i].num < after.own[unit][i].den;

			if (model->unit[unit].until)
				continue;
			if ((loaded || !known) && (times || told_lapsed[unit][i]))
				fail("unit %u, indicator %u: told of, and the "
				     "rules are others", unit, i);
			if (loaded || !known)
				continue;
			if (model->unit[unit].had_child &&
			    dinh_unit(w->reg, unit)->tally && was != is &&
			    (!times || told[unit][i] != is))
				fail("unit %u, indicator %u: crossed, and "
				     "nobody was told", unit, i);
			if (was == is && times)
				fail("unit %u, indicator %u: told %u times "
				     "that it crossed, and it did not", unit,
				     i, times);
			if (list.entry[list.n - 1]->type == DINH_ENTRY_DAY &&
			    told_lapsed[unit][i] != lapsed)
				fail("unit %u, indicator %u: lapsed %d, told "
				     "%u times", unit, i, lapsed,
				     told_lapsed[unit][i]);
		}
	}
}

/*
 * Entries, from the model's to the engine's.
 */

static struct dinh_share share_of(const struct m_share *s)
{
	struct dinh_share share = {
		.num = cpu_to_le16(s->num),
		.den = cpu_to_le16(s->den),
		.of = s->of,
		.group = s->group,
		.strict = s->strict,
	};

	return share;
}

static void put_rule(struct prog *prog, const struct m_rule *rule)
{
	struct dinh_requirement *req;
	char code[16];

	sprintf(code, "r%u", rule->code);
	req = prog_requirement(prog, code, rule->kinds, rule->items);
	req->from = cpu_to_le32(rule->from);
	req->until = cpu_to_le32(rule->until);
	req->headcount_min = cpu_to_le32(rule->headcount_min);
	req->headcount_group = rule->headcount_group;
	req->groups = rule->groups;
	req->has_union = rule->has_union;
	req->validity = rule->validity;
	req->months = cpu_to_le16(rule->months);
	req->days = cpu_to_le16(rule->days);
	req->grace_months = rule->grace_months;
	req->grace = cpu_to_le16(rule->grace);
	req->term_min = cpu_to_le16(rule->term_min);
	req->term_max = cpu_to_le16(rule->term_max);
	req->posting = cpu_to_le16(rule->posting);
	req->quorum = share_of(&rule->quorum);
	req->majority = share_of(&rule->majority);
}

static struct dinh_entry *programme_entry(const struct m_prog *from)
{
	struct prog *prog = prog_new("p", from->from);
	struct dinh_indicator *ind;
	struct dinh_entry *entry;
	char code[16];
	u32 i, j;

	prog->head.late_days = cpu_to_le32(from->late_days);
	for (i = 0; i < from->n_rules; i++)
		put_rule(prog, &from->rule[i]);
	for (i = 0; i < from->n_measures; i++) {
		const struct m_measure *me = &from->measure[i];

		sprintf(code, "i%u", i);
		ind = prog_indicator(prog, code, me->kinds, CODES(NULL));
		ind->has_union = me->has_union;
		ind->counted = me->counted;
		ind->threshold = me->threshold;
		ind->percent = me->percent;
		ind->requirements = cpu_to_le16(me->n);
		for (j = 0; j < me->n; j++)
			ind->requirement[j] = cpu_to_le16(me->rule[j]);
	}
	entry = prog_entry(prog);
	free(prog);
	return entry;
}

static struct dinh_cast cast_of(const uint32_t cast[4])
{
	return (struct dinh_cast){
		.yes = cast[0],
		.no = cast[1],
		.abstain = cast[2],
		.invalid = cast[3],
	};
}

/* Of what none is another meeting's, or another ballot's. */
static void twist(struct dinh_meeting_close *body)
{
	switch (any() % 6) {
	case 0:
		body->outcome = cpu_to_le32(le32_to_cpu(body->outcome) ^
					    pick(1, 3));
		break;
	case 1:
		body->present_needed = cpu_to_le32(
			le32_to_cpu(body->present_needed) + 1);
		break;
	case 2:
		body->yes_needed = cpu_to_le32(
			le32_to_cpu(body->yes_needed) - 1);
		break;
	case 3:
		body->votes.present = cpu_to_le32(
			le32_to_cpu(body->votes.present) + 1);
		break;
	case 4:
		body->votes.eligible = cpu_to_le32(
			le32_to_cpu(body->votes.eligible) - 1);
		break;
	case 5:
		body->record.key = cpu_to_le64(1000);
	}
}

/* What the kernel would make of it; any other that is open is as good. */
static struct dinh_entry *close_entry(const struct m_entry *e)
{
	const struct dinh_cast cast[DINH_CHANNELS] = {
		cast_of(e->cast[0]), cast_of(e->cast[1]),
	};
	const struct dinh_meeting *m = dinh_meeting(w->reg, e->seq);
	struct dinh_meeting_close body = {
		.meeting = cpu_to_le64(e->seq),
	};
	struct dinh_entry *entry;

	if (!m)
		return entry_new(DINH_ENTRY_MEETING_CLOSE, e->unit, &body,
				 sizeof(body));
	entry = meeting_close_entry(w, e->seq,
				    m->open.ballot == DINH_BALLOT_SECRET ?
				    cast : NULL);
	entry->unit = cpu_to_le32(e->unit);
	if (e->twisted)
		twist((void *)(entry + 1));
	return entry;
}

static struct dinh_entry *open_entry(const struct m_entry *e)
{
	const struct a_meeting meeting = {
		.unit = e->unit, .number = model->number[e->req],
		.ballot = e->ballot, .key = e->key, .day = e->day,
		.until = e->until, .period = e->period, .items = e->items,
		.eligible = e->eligible, .cards = e->cards,
	};

	return meeting_open_entry(w, &meeting);
}

/* Those of meetings, of kiosks, and of boards. */
static struct dinh_entry *hall_entry_of(const struct m_entry *e)
{
	const struct dinh_cast cast = {
		.yes = e->yes, .no = e->no, .abstain = e->abstain,
		.invalid = e->invalid,
	};

	switch (e->type) {
	case DINH_ENTRY_RATING:
		return rating_entry(e->unit, e->kiosk, e->score, e->low);
	case DINH_ENTRY_VISITS:
		return visits_entry(e->unit, e->count);
	case DINH_ENTRY_MEETING_OPEN:
		return open_entry(e);
	case DINH_ENTRY_ATTENDANCE:
		return attendance_entry(e->unit, e->seq, e->kiosk, e->card,
					e->count);
	case DINH_ENTRY_VOTE:
		return vote_entry(e->unit, e->seq, e->kiosk, &cast);
	case DINH_ENTRY_MEETING_CLOSE:
		return close_entry(e);
	case DINH_ENTRY_MEETING_VOID:
		return meeting_void_entry(e->unit, e->seq, e->how, e->name);
	case DINH_ENTRY_KIOSK_BIND:
		return kiosk_bind_entry(e->unit, e->role, e->seq, e->flags,
					e->name);
	case DINH_ENTRY_KIOSK_UNBIND:
		return kiosk_unbind_entry(e->unit, e->seq, e->how);
	case DINH_ENTRY_LOSS:
		return loss_entry(e->unit, e->seq, e->count);
	}
	abort();
}

static struct dinh_entry *entry_of(const struct m_entry *e)
{
	struct a_unit unit = {
		.parent = e->parent, .since = e->since, .kind = e->kind,
		.has_union = e->has_union, .code = e->code, .name = e->name,
	};
	struct a_record rec = {
		.unit = e->unit, .number = model->number[e->req],
		.day = e->day, .until = e->until, .period = e->period,
		.items = e->items, .group = e->group, .count = e->count,
		.key = e->key, .votes = e->votes, .eligible = e->eligible,
		.present = e->present, .yes = e->yes, .no = e->no,
	};

	memcpy(unit.heads, e->heads, sizeof(unit.heads));
	switch (e->type) {
	case DINH_ENTRY_PROGRAMME:
		return programme_entry(&e->prog);
	case DINH_ENTRY_UNIT_ADD:
		return unit_add_entry(&unit);
	case DINH_ENTRY_UNIT_SET:
		if (!(e->what & DINH_SET_NAME))
			unit.name = NULL;
		return unit_set_entry(e->unit, e->what, &unit);
	case DINH_ENTRY_UNIT_DISSOLVE:
		return dissolve_entry(e->unit, e->day, e->n_successors,
				      e->successor);
	case DINH_ENTRY_RECORD:
		return record_entry(w, &rec);
	case DINH_ENTRY_RECORD_END:
		return record_end_entry(e->unit, e->seq, e->day);
	case DINH_ENTRY_PIN:
		return pin_entry(e->unit, e->pinned);
	case DINH_ENTRY_WITHDRAWAL:
		return withdrawal_entry(e->unit, e->seq, e->name);
	case DINH_ENTRY_FINDING:
		return finding_entry(e->unit, e->seq, e->verdict, e->due,
				     e->name);
	case DINH_ENTRY_ASSIGNMENT:
		return assignment_entry(e->unit, e->due, NULL, e->name);
	case DINH_ENTRY_COMPLETION:
		return completion_entry(e->unit, e->seq, e->day, e->name);
	case DINH_ENTRY_GRANT:
	case DINH_ENTRY_REVOKE:
		return grant_entry(e->type, e->unit, e->subject, e->id,
				   e->role);
	case DINH_ENTRY_REVIEW:
		return review_entry(e->unit, e->review);
	default:
		return hall_entry_of(e);
	}
}

/* Nothing that is wrong in its form is taken. */
static void spoil(struct dinh_entry *entry, bool own)
{
	u32 size = entry_size(entry);

	/* Of the kernel's own, more of the header is not looked at. */
	switch (own ? FROM(0, 1, 4, 5) : any() % 6) {
	case 0:
		entry->version = 0;
		break;
	case 1:
		entry->flags = cpu_to_le16(1u << any() % 16);
		break;
	case 2:
		entry->seq = cpu_to_le64(any() | 1);
		break;
	case 3:
		entry->type = FROM(0, 1, 2, 3, 4, 5, DINH_ENTRY_TYPES, 200);
		break;
	case 4:
		entry->origin = cpu_to_le32(1);
		break;
	case 5:
		entry->size = cpu_to_le32(size - FROM(1, 2, 4));
	}
}

/*
 * One entry, by engine and model.
 */

static void append(const struct m_entry *e)
{
	struct m_entry *copy = malloc(sizeof(*copy));

	if (!copy || list.n == M_ENTRIES)
		abort();
	*copy = *e;
	list.entry[list.n++] = copy;
	m_fold(model, &list);
	saw.accepted[e->type]++;
	saw.entries++;
}

static void begin_telling(void)
{
	before = after;
	memset(told, 0, sizeof(told));
	memset(told_times, 0, sizeof(told_times));
	memset(told_lapsed, 0, sizeof(told_lapsed));
	told_overdue = 0;
}

/* Assignments that were open on a day, and overdue on a later one. */
static unsigned int newly_overdue(u32 was, u32 is)
{
	unsigned int i, n = 0;

	for (i = 0; i < model->n_assigns; i++) {
		const struct m_assign *a = &model->assign[i];

		n += !a->completed && m_assign_kept(model, a) &&
		     a->due >= was && a->due < is;
	}
	return n;
}

/* Why the engine refused, in the counts by id. */
static void note_refusal(const struct m_entry *e)
{
	unsigned int id;

	saw.refused[e->type]++;
	for (id = 0; id < refusal_count(); id++) {
		if (!refusal_is(id, w->why.text))
			continue;
		/* Two have the same words. */
		if (id == DINH_REFUSED_DISSOLVE_BEFORE &&
		    e->type != DINH_ENTRY_UNIT_DISSOLVE)
			continue;
		if (w->why.error != refusal_error(id))
			fail("error %d: %s", w->why.error, w->why.text);
		refusals_seen[id]++;
		return;
	}
	fail("no such refusal: %s", w->why.text);
}

/* Every entry of these types does; a record may find room. */
static bool allocates(u32 type)
{
	return type == DINH_ENTRY_PROGRAMME || type == DINH_ENTRY_UNIT_ADD ||
	       type == DINH_ENTRY_MEETING_OPEN;
}

static void no_harm(struct dinh_entry *entry, bool accepted,
		    const struct m_entry *e)
{
	struct digest was = digest_of(w, NULL), is;
	struct dinh_entry *copy = entry_copy(entry);
	int err;

	if (!allocates(e->type) || one_in(2)) {
		err = e->own ? check_own(w, copy) : check_only(w, copy);
		if (!err != accepted)
			fail("checked only, %d: %s", err, w->why.text);
		saw.check_only++;
	} else {
		err = e->own ? submit_own_failing(w, copy, 0) :
			       submit_failing(w, copy, 0);
		free(copy);
		if (!err)
			fail("without memory, taken");
		saw.no_memory += err == -ENOMEM;
	}
	is = digest_of(w, NULL);
	if (!digest_same(&was, &is))
		fail("nothing was to change, and the state did");
}

static void note_accepted(const struct m_entry *e)
{
	const struct m_rec *rec;
	u32 i;

	switch (e->type) {
	case DINH_ENTRY_RECORD:
		rec = &model->rec[model->n_recs - 1];
		saw.late += rec->late;
		saw.expired_on_arrival += rec->last < model->today;
		for (i = 0; e->key && i + 1 < model->n_recs; i++)
			saw.key_again += model->rec[i].unit == e->unit &&
					 model->rec[i].key == e->key;
		for (i = 0; i + 1 < model->n_recs; i++) {
			if (model->rec[i].unit != e->unit ||
			    model->rec[i].req != e->req)
				continue;
			saw.heads_after_items +=
				model->rec[i].group == DINH_GROUP_NONE &&
				e->group != DINH_GROUP_NONE;
			saw.items_after_heads +=
				model->rec[i].group != DINH_GROUP_NONE &&
				e->group == DINH_GROUP_NONE;
		}
		break;
	case DINH_ENTRY_UNIT_ADD:
		for (i = 1; i + 1 < model->n_units; i++)
			saw.code_reused += !strcmp(model->unit[i].code,
						   e->code);
		break;
	case DINH_ENTRY_UNIT_SET:
		for (i = 1; i < model->n_units; i++)
			saw.moved_with_children += e->what & DINH_SET_PARENT &&
				!model->unit[i].until &&
				model->unit[i].parent == e->unit;
		break;
	case DINH_ENTRY_UNIT_DISSOLVE:
		saw.dissolved_records += model->unit[e->unit].records;
		break;
	case DINH_ENTRY_FINDING:
		saw.struck += e->verdict == DINH_FINDING_STRIKE;
		saw.upheld += e->verdict == DINH_FINDING_UPHOLD;
		saw.answers_asked += e->due != 0;
		break;
	case DINH_ENTRY_RATING:
		saw.low_at_kiosks += e->kiosk && e->low;
		break;
	case DINH_ENTRY_ATTENDANCE:
	case DINH_ENTRY_VOTE:
		saw.cards += e->card != 0;
		saw.at_kiosks += e->kiosk != 0;
		break;
	case DINH_ENTRY_COMPLETION:
		for (i = 0; i < model->n_assigns; i++) {
			if (model->assign[i].seq != e->seq)
				continue;
			if (e->day <= model->assign[i].due)
				saw.done_in_time++;
			else
				saw.done_late++;
		}
		break;
	}
}

static void same_figures_of(const struct dinh_votes *got, u32 eligible,
			    u32 present, const u32 *cast)
{
	if (le32_to_cpu(got->eligible) != eligible ||
	    le32_to_cpu(got->present) != present ||
	    le32_to_cpu(got->yes) != cast[0] ||
	    le32_to_cpu(got->no) != cast[1] ||
	    le32_to_cpu(got->abstain) != cast[2] ||
	    le32_to_cpu(got->invalid) != cast[3])
		fail("the close's figures are others");
}

/* A close that was accepted says what the model makes of the meeting. */
static void same_close(void)
{
	const struct dinh_meeting_close *body = LAST(w, dinh_meeting_close);
	const struct m_closed *want = &model->closed;
	const struct m_meeting *mt = &want->meeting;
	u32 all[4], i;

	if (le32_to_cpu(body->outcome) != want->outcome ||
	    le32_to_cpu(body->present_needed) != want->present_needed ||
	    le32_to_cpu(body->yes_needed) != want->yes_needed)
		fail("outcome %u, %u present and %u yes needed; %u, %u and %u "
		     "by the model", le32_to_cpu(body->outcome),
		     le32_to_cpu(body->present_needed),
		     le32_to_cpu(body->yes_needed), want->outcome,
		     want->present_needed, want->yes_needed);
	for (i = 0; i < 4; i++)
		all[i] = mt->cast[0][i] + mt->cast[1][i];
	same_figures_of(&body->votes, mt->eligible,
			mt->present[0] + mt->present[1], all);
	same_figures_of(&body->typed, 0, mt->present[0], mt->cast[0]);
	if (le64_to_cpu(body->record.key) != mt->key ||
	    le16_to_cpu(body->record.requirement) != model->number[mt->req] ||
	    body->record.group != DINH_GROUP_NONE || body->record.count ||
	    le32_to_cpu(body->record.items) != want->items ||
	    le32_to_cpu(body->record.day) != mt->day ||
	    le32_to_cpu(body->record.until) != mt->until ||
	    le32_to_cpu(body->record.period) != mt->period)
		fail("the close's record is another");
	saw.outcomes[want->outcome]++;
	if (want->outcome != DINH_OUTCOME_VALID)
		return;
	saw.meeting_records++;
	saw.secret_records += mt->ballot == DINH_BALLOT_SECRET;
	same_records();
}

/* A review that was accepted has the figures of the model. */
static void same_review(const struct m_entry *e)
{
	size_t size = sizeof(struct dinh_entry) + sizeof(struct dinh_review);
	const struct dinh_review *body =
		(void *)(w->stream + w->size - size +
			 sizeof(struct dinh_entry));
	u32 units = 0, nr, i;

	for (nr = 1; nr < model->n_units; nr++)
		units += !model->unit[nr].until && m_below(model, nr, e->unit);
	if (le32_to_cpu(body->units) != units ||
	    le64_to_cpu(body->size) != model->size - 1 ||
	    le32_to_cpu(body->day) != model->today ||
	    le32_to_cpu(body->indicators) != after.prog->n_measures)
		fail("the review's head is another");
	for (i = 0; i < after.prog->n_measures; i++) {
		const struct m_fig *want = &after.fig[e->unit][i];

		if (le64_to_cpu(body->figure[i].num) != want->num ||
		    le64_to_cpu(body->figure[i].den) != want->den ||
		    le64_to_cpu(body->figure[i].unknown) != want->unknown)
			fail("indicator %u of the review is another", i);
	}
}

static void hand_in(struct m_entry *e)
{
	struct dinh_entry *entry;
	bool accepted;
	u32 last = 0;
	u32 i;
	int err;

	e->wall = w->now.wall;
	e->boot = w->now.boot;
	w->now.uid = e->uid;
	w->now.loginuid = e->loginuid;
	accepted = m_accepts(model, e);
	entry = entry_of(e);
	if (e->bad)
		spoil(entry, e->own);
	if (one_in(4))
		no_harm(entry, accepted, e);

	for (i = 0; i < model->n_recs; i++)
		if (model->rec[i].seq == e->seq)
			last = model->rec[i].last;
	begin_telling();
	err = e->own ? submit_own(w, entry) : submit(w, entry);
	if (!err != accepted)
		fail("type %u is %s, and the model says %s", e->type,
		     err ? w->why.text : "taken", accepted ? "yes" : "no");
	if (err) {
		note_refusal(e);
		same_all(one_in(16));
		return;
	}
	append(e);
	note_accepted(e);
	if (e->type == DINH_ENTRY_RECORD_END) {
		for (i = 0; i < model->n_recs; i++) {
			if (model->rec[i].seq != e->seq)
				continue;
			if (model->rec[i].last < last)
				saw.ends_that_shorten++;
			else
				saw.ends_that_do_not++;
		}
	}
	same_all(one_in(4));
	same_told(e->type == DINH_ENTRY_PROGRAMME);
	if (e->type == DINH_ENTRY_REVIEW)
		same_review(e);
	if (e->type == DINH_ENTRY_MEETING_CLOSE)
		same_close();
}

/*
 * Clocks and days: the entries that the register makes.
 */

#define TOLERANCE	(2 * (s64)NSEC_PER_SECOND)

static u32 clock_day(void)
{
	return (w->now.wall / NSEC_PER_SECOND + UTC_OFFSET * 60) / 86400;
}

static struct m_entry own_entry(u32 type)
{
	struct m_entry e = {
		.type = type,
		.wall = w->now.wall,
		.boot = w->now.boot,
	};

	return e;
}

static void tick(void)
{
	struct m_entry e = own_entry(DINH_ENTRY_CLOCK);
	s64 now = w->now.wall - w->now.boot;
	u32 was = model->today;

	begin_telling();
	if (dinh_register_tick(w->reg, &w->now, &w->why))
		fail("tick: %s", w->why.text);
	if (now - model->offset > TOLERANCE || model->offset - now > TOLERANCE)
		append(&e);
	if (now - model->trusted > (s64)NSEC_A_DAY ||
	    model->trusted - now > (s64)NSEC_A_DAY) {
		saw.held++;
	} else if (clock_day() > model->today) {
		e = own_entry(DINH_ENTRY_DAY);
		e.day = clock_day();
		saw.rule_days += m_rules_change(model, was, e.day);
		saw.days_skipped += e.day > was + 1;
		saw.long_skips += e.day > was + DINH_DUE_BUCKETS;
		append(&e);
		if (told_overdue != newly_overdue(was, e.day))
			fail("%u overdue were told of, %u by the model",
			     told_overdue, newly_overdue(was, e.day));
	}
	same_all(one_in(4));
	same_told(false);
}

static void pass(u64 nanoseconds)
{
	w->now.wall += nanoseconds;
	w->now.boot += nanoseconds;
	tick();
}

static void confirm(void)
{
	u32 day = one_in(4) ? clock_day() + 1 : clock_day();
	/* By the clocks as they are, which an entry need not have told yet. */
	s64 jump = w->now.wall - w->now.boot - model->trusted;
	bool held = jump > (s64)NSEC_A_DAY || jump < -(s64)NSEC_A_DAY;
	bool good = held && day == clock_day() && day >= model->today;
	struct m_entry e = own_entry(DINH_ENTRY_DAY);
	int err;

	begin_telling();
	err = dinh_register_confirm(w->reg, &w->now, day, false, &w->why);
	if (!err != good)
		fail("confirm: %d %s", err, w->why.text);
	if (err) {
		note_refusal(&e);
		same_all(false);
		return;
	}
	saw.confirmed++;
	e.day = day;
	e.how = DINH_DAY_BY_ADMIN;
	append(&e);
	same_all(true);
	same_told(false);
}

/* The boot clock begins anew, and what was open or bound is so no longer. */
static void boot(void)
{
	static const struct dinh_boot body = { "another start 1" };
	struct m_entry e = own_entry(DINH_ENTRY_BOOT), end;
	bool held = m_held(model);
	u64 wall = w->now.wall;

	w->now.wall += pick(0, 20 * 3600) * NSEC_PER_SECOND;
	if (!held && (clock_day() < model->today ||
		      clock_day() > model->today + 1)) {
		w->now.wall = wall;
		return;
	}
	w->now.boot = pick(1, 90) * NSEC_PER_SECOND;
	e.wall = w->now.wall;
	e.boot = w->now.boot;
	saw.boots++;
	saw.boots_held += held;
	begin_telling();
	if (dinh_register_boot(w->reg, &w->now, &body, &w->why))
		fail("boot: %s", w->why.text);
	append(&e);
	end = e;
	while (model->n_kiosks) {
		end.type = DINH_ENTRY_KIOSK_UNBIND;
		end.seq = model->kiosk[0].seq;
		append(&end);
		saw.boot_unbinds++;
	}
	while (model->n_meetings) {
		end.type = DINH_ENTRY_MEETING_VOID;
		end.seq = model->meeting[0].seq;
		append(&end);
		saw.boot_voids++;
	}
	same_all(true);
	same_told(false);
	tick();
}

static void clocks(void)
{
	switch (any() % 12) {
	case 0:
		w->now.wall += FROM(1, 3600, 90000, 500000) * NSEC_PER_SECOND;
		tick();
		break;
	case 1:
		w->now.wall -= FROM(1, 3600, 90000, 500000) * NSEC_PER_SECOND;
		tick();
		break;
	case 2:
		/* Back to what was trusted. */
		w->now.wall = w->now.boot + model->trusted;
		tick();
		break;
	case 3:
	case 4:
		confirm();
		break;
	case 5:
	case 6:
		pass(pick(100, 500) * NSEC_A_DAY);
		break;
	case 7:
		pass(pick(2, 60) * NSEC_A_DAY);
		break;
	case 8:
		if (one_in(10))
			pass(pick(4000, 5000) * NSEC_A_DAY);
		break;
	default:
		pass(NSEC_A_DAY);
	}
	if (m_held(model) && one_in(4))
		boot();
	/* A register that is held for good would be a dull one. */
	if (m_held(model) && one_in(2)) {
		if (clock_day() < model->today)
			w->now.wall = w->now.boot + model->trusted;
		tick();
		confirm();
	}
}

/*
 * Random entries.
 */

static u32 any_heads(void)
{
	return one_in(5) ? DINH_COUNT_UNKNOWN :
	       one_in(50) ? DINH_COUNT_MAX + one_in(2) : pick(0, 12);
}

static void any_author(struct m_entry *e)
{
	e->uid = pick(0, 2);
	e->loginuid = one_in(3) ? DINH_UID_NONE : pick(0, 2);
}

static u32 any_living(void)
{
	u32 tries = 20, nr;

	do
		nr = pick(0, model->n_units - 1);
	while (tries-- && (!nr || model->unit[nr].until));
	return nr;
}

static const u32 all_kinds = 0x7fe;

static u32 any_kinds(void)
{
	return one_in(2) ? all_kinds : one_in(2) ?
	       all_kinds & (any() | any()) ?: all_kinds :
	       BIT(FROM(3, 4, 7, 8, 10));
}

static void any_share(struct m_share *s, bool quorum)
{
	s->of = quorum ? FROM(DINH_OF_ELIGIBLE, DINH_OF_GROUP) :
		FROM(DINH_OF_ELIGIBLE, DINH_OF_PRESENT, DINH_OF_GROUP);
	s->num = pick(1, 3);
	s->den = pick(s->num, 4);
	s->strict = s->num < s->den && one_in(2);
	s->group = s->of == DINH_OF_GROUP ? pick(0, 7) : 0;
}

static void any_rule(struct m_rule *r, u32 code)
{
	memset(r, 0, sizeof(*r));
	r->code = code;
	r->kinds = any_kinds();
	r->has_union = one_in(4) ? pick(1, 2) : 0;
	r->items = FROM(1, 1, 1, 2, 3, 32);
	r->validity = pick(0, 3);
	if (one_in(4)) {
		r->from = model->today + pick(0, 400) - 200;
		if (one_in(2))
			r->until = r->from + pick(0, 300);
	}
	if (one_in(4)) {
		r->headcount_min = pick(1, 8);
		r->headcount_group = pick(0, 7);
	}
	switch (r->validity) {
	case DINH_VALIDITY_ROLLING:
		r->months = FROM(0, 0, 1, 3, 12);
		r->days = r->months ? FROM(0, 0, 15) : FROM(1, 5, 30, 90);
		break;
	case DINH_VALIDITY_PERIOD:
		r->months = FROM(1, 2, 3, 4, 6, 12);
		break;
	case DINH_VALIDITY_STATED:
		r->term_min = FROM(0, 0, 1, 12);
		r->term_max = one_in(2) ? 0 : r->term_min + FROM(1, 24);
		break;
	}
	if (r->validity && one_in(3)) {
		r->grace_months = FROM(0, 1, 2, 3);
		r->grace = FROM(0, 1, 10, 45);
	}
	if (one_in(3)) {
		r->groups = BIT(pick(0, 7)) | BIT(pick(0, 7));
		r->items = 1;
		return;
	}
	if (one_in(4))
		r->posting = pick(1, 40);
	if (one_in(2)) {
		any_share(&r->quorum, true);
		any_share(&r->majority, false);
	}
}

static void any_measure(struct m_measure *me, const struct m_prog *p)
{
	u32 i, heads = 0;

	memset(me, 0, sizeof(*me));
	me->kinds = any_kinds();
	me->has_union = one_in(4) ? pick(1, 2) : 0;
	me->threshold = pick(0, 2);
	if (me->threshold)
		me->percent = FROM(30, 50, 70, 99);
	if (me->threshold == DINH_THRESHOLD_AT_LEAST && one_in(2))
		me->percent = 100;
	me->n = FROM(1, 1, 2, 3);
	for (i = 0; i < me->n; i++) {
		me->rule[i] = pick(0, p->n_rules - 1);
		heads += p->rule[me->rule[i]].groups != 0;
	}
	if (heads == me->n && one_in(3) == 0)
		me->counted = DINH_COUNTED_PERSONS;
	if (one_in(5)) {
		me->counted = FROM(DINH_COUNTED_ASSIGNMENTS,
				   DINH_COUNTED_ANSWERS);
		me->n = 0;
		memset(me->rule, 0, sizeof(me->rule));
	}
}

static void try_programme(void)
{
	struct m_entry e = { .type = DINH_ENTRY_PROGRAMME };
	struct m_prog *p = &e.prog;
	u32 i, first = any();

	if (model->n_progs == M_PROGS)
		return;
	any_author(&e);
	p->from = model->today + pick(0, 250) - 200;
	if (model->n_progs && !one_in(4) &&
	    p->from < model->prog[model->n_progs - 1].from)
		p->from = model->prog[model->n_progs - 1].from;
	p->late_days = FROM(0, 5, 30);
	p->n_rules = pick(2, M_CODES);
	for (i = 0; i < p->n_rules; i++)
		any_rule(&p->rule[i], (first + i) % M_CODES);
	p->n_measures = pick(1, M_MEASURES);
	for (i = 0; i < p->n_measures; i++)
		any_measure(&p->measure[i], p);
	e.bad = one_in(8);
	hand_in(&e);
}

static void any_unit_fields(struct m_entry *e)
{
	u32 g, tries = 6;

	for (g = 0; g < DINH_GROUPS; g++)
		e->heads[g] = any_heads();
	e->kind = one_in(30) ? FROM(0, 11) : pick(1, 10);
	e->has_union = one_in(30) ? 2 : pick(0, 1);
	e->since = one_in(20) ? FROM(0, model->today + 1) :
				model->today - pick(0, 300);
	/* So few that they are taken, and used again. */
	sprintf(e->code, "c%u", pick(1, 60));
	sprintf(e->name, "Đơn vị %u", any() % 1000);
	do
		e->parent = one_in(4) ? 0 : any_living();
	while (tries-- && one_in(2));
	if (one_in(30))
		e->parent = pick(0, model->n_units + 3);
}

static void try_unit_add(void)
{
	struct m_entry e = { .type = DINH_ENTRY_UNIT_ADD };
	u32 tries = 10;

	any_author(&e);
	do
		any_unit_fields(&e);
	while (tries-- && !m_accepts(model, &e));
	if (one_in(8))
		any_unit_fields(&e);
	e.bad = one_in(20);
	if (one_in(40))
		*e.name = 0;
	hand_in(&e);
}

static void try_unit_set(void)
{
	struct m_entry e = { .type = DINH_ENTRY_UNIT_SET };
	u32 tries = 6, g;

	any_author(&e);
	do {
		any_unit_fields(&e);
		e.unit = one_in(20) ? pick(0, model->n_units) : any_living();
		e.what = one_in(3) ? any() & DINH_SET_ALL :
			 one_in(2) ? 1u << FROM(0, 0, 0, 1, 2, 3, 4, 5) :
			 DINH_SET_HEADCOUNT << pick(0, 7);
		if (e.what & DINH_SET_KIND && e.unit && e.kind < DINH_KINDS &&
		    !one_in(3))
			e.what &= ~DINH_SET_KIND;
		if (!(e.what & DINH_SET_PARENT))
			e.parent = 0;
		if (!(e.what & DINH_SET_SINCE))
			e.since = 0;
		if (!(e.what & DINH_SET_KIND))
			e.kind = 0;
		if (!(e.what & DINH_SET_UNION))
			e.has_union = 0;
		if (!(e.what & DINH_SET_CODE))
			memset(e.code, 0, sizeof(e.code));
		if (!(e.what & DINH_SET_NAME))
			*e.name = 0;
		for (g = 0; g < DINH_GROUPS; g++)
			if (!(e.what & DINH_SET_HEADCOUNT << g))
				e.heads[g] = 0;
	} while (tries-- && !one_in(8) && e.unit < model->n_units &&
		 !m_accepts(model, &e));
	e.bad = one_in(20);
	hand_in(&e);
}

static void try_pin(void)
{
	struct m_entry e = { .type = DINH_ENTRY_PIN };

	any_author(&e);
	e.unit = one_in(10) ? pick(0, model->n_units) : any_living();
	e.pinned = one_in(20) ? 2 : one_in(3) == 0;
	e.bad = one_in(20);
	hand_in(&e);
}

static void try_dissolve(void)
{
	struct m_entry e = { .type = DINH_ENTRY_UNIT_DISSOLVE };
	u32 tries = 8, i;

	any_author(&e);
	do {
		e.unit = any_living();
		e.day = model->today - (one_in(3) ? pick(0, 300) :
					pick(0, 10)) + one_in(10);
		e.n_successors = pick(0, 3);
		for (i = 0; i < e.n_successors; i++)
			e.successor[i] = one_in(20) ? model->n_units :
						      any_living();
	} while (tries-- && !one_in(4) && !m_accepts(model, &e));
	e.bad = one_in(20);
	hand_in(&e);
}

static void good_record(struct m_entry *e, const struct m_rule *r)
{
	const struct m_unit *unit = &model->unit[e->unit];

	e->req = r->code;
	e->group = DINH_GROUP_NONE;
	if (r->groups) {
		do
			e->group = pick(0, 7);
		while (!(r->groups & BIT(e->group)));
		e->count = pick(1, 10);
	} else {
		e->items = 0xffffffffu >> (32 - r->items);
		if (one_in(3))
			e->items = (e->items & any()) ?: 1;
	}
	if (r->posting)
		e->until = e->day + r->posting - 1 + pick(0, 30);
	if (r->validity == DINH_VALIDITY_STATED) {
		u32 least = m_add_months(e->day, r->term_min);
		u32 most = r->term_max ? m_add_months(e->day, r->term_max) :
					 least + 400;

		e->until = max(e->until, pick(least, max(least, most)));
		if (one_in(6))
			e->until = FROM(least - 2, least - 1, most, most + 1);
	}
	if (r->validity == DINH_VALIDITY_PERIOD && one_in(2))
		e->period = m_period_start(e->day - (one_in(2) ? 40 : 0),
					   r->months);
	if (r->quorum.of || r->majority.of) {
		u32 heads = unit->heads[r->majority.of == DINH_OF_GROUP ?
					r->majority.group : r->quorum.group];

		e->votes = true;
		e->eligible = pick(0, 12);
		if (heads <= 12)
			e->eligible = max(e->eligible, heads);
		e->present = e->eligible - (one_in(2) ? 0 :
					    pick(0, e->eligible));
		e->yes = e->present - (one_in(2) ? 0 : pick(0, e->present));
		e->no = pick(0, e->present - e->yes);
	}
	e->key = one_in(2) ? pick(1, 12) : 0;
}

static void make_wrong(struct m_entry *e)
{
	switch (e->votes ? FROM(0, 8, 9, 9, 10, 10, 12, 12) : any() % 14) {
	case 0:
		e->day = FROM(0, model->today + 1, DINH_DAY_MAX + 1);
		break;
	case 1:
		e->unit = pick(0, model->n_units + 1);
		break;
	case 2:
		e->req = pick(0, M_CODES - 1);
		break;
	case 3:
		e->items = FROM(0, 0x80000000u, e->items << 1 | 1);
		break;
	case 4:
		e->group = FROM(0, 3, 8, 15);
		break;
	case 5:
		e->count = FROM(0, 1, DINH_COUNT_MAX + 1);
		break;
	case 6:
		e->until = FROM(0, e->day - 1, e->day, e->day + 10,
				e->until + 40, e->until + 1500);
		break;
	case 7:
		e->period = FROM(e->day, m_period_start(e->day, 12),
				 m_period_start(e->day, 1),
				 m_add_months(m_period_start(e->day, 12), 12));
		break;
	case 8:
		e->votes = !e->votes;
		break;
	case 9:
		e->present = e->eligible + pick(0, 2);
		break;
	case 10:
		e->yes = pick(0, e->present + 1);
		break;
	case 11:
		e->key = pick(1, 12);
		break;
	case 12:
		e->eligible = FROM(0, DINH_COUNT_MAX + 1);
		if (!e->eligible)
			e->present = e->yes = e->no = 0;
		break;
	case 13:
		e->bad = true;
		break;
	}
}

static void try_record(void)
{
	struct m_entry e = { 0 };
	const struct m_prog *p;
	u32 tries = 12;

	if (!model->n_progs || model->n_recs == M_RECS)
		return;
	do {
		memset(&e, 0, sizeof(e));
		e.type = DINH_ENTRY_RECORD;
		any_author(&e);
		e.unit = any_living();
		e.day = model->today - (one_in(4) ? pick(0, 400) :
					pick(0, 20));
		p = m_prog_on(model, e.day) ?: &model->prog[0];
		good_record(&e, &p->rule[pick(0, p->n_rules - 1)]);
	} while (tries-- && !m_accepts(model, &e));
	if (one_in(4))
		make_wrong(&e);
	hand_in(&e);
}

/* Mostly one that still counts. */
static const struct m_rec *any_record(void)
{
	const struct m_rec *rec = NULL;
	u32 tries = 12;

	while (model->n_recs && tries--) {
		rec = &model->rec[pick(0, model->n_recs - 1)];
		if (!rec->withdrawn && rec->last >= model->today)
			break;
	}
	return rec;
}

static void try_withdrawal(void)
{
	struct m_entry e = { .type = DINH_ENTRY_WITHDRAWAL };
	const struct m_rec *rec = any_record();

	if (!rec)
		return;
	strcpy(e.name, one_in(20) ? "" : "nhầm đơn vị");
	e.unit = one_in(20) ? 1 : rec->unit;
	e.seq = one_in(20) ? rec->seq + 1 : rec->seq;
	e.uid = rec->uid;
	e.loginuid = rec->loginuid;
	if (one_in(3))
		any_author(&e);
	e.bad = one_in(20);
	hand_in(&e);
}

static void try_record_end(void)
{
	struct m_entry e = { .type = DINH_ENTRY_RECORD_END };
	const struct m_rec *rec;
	u32 tries = 12;

	if (!any_record())
		return;
	any_author(&e);
	do {
		rec = any_record();
		e.unit = one_in(20) ? 1 : rec->unit;
		e.seq = one_in(20) ? rec->seq + 1 : rec->seq;
		e.day = pick(rec->day - one_in(10),
			     max(model->today + one_in(10), rec->day));
	} while (tries-- && !one_in(6) && !m_accepts(model, &e));
	if (one_in(12))
		e.day = rec->day - 1;
	e.bad = one_in(20);
	hand_in(&e);
}

static void try_finding(void)
{
	struct m_entry e = { .type = DINH_ENTRY_FINDING };
	const struct m_rec *rec = any_record();
	u32 tries = 6;

	if (!rec || model->n_assigns == M_ASSIGNS)
		return;
	do {
		rec = any_record();
		any_author(&e);
		e.unit = one_in(20) ? 1 : rec->unit;
		e.seq = one_in(20) ? rec->seq + 1 : rec->seq;
		e.verdict = one_in(20) ? 2 : pick(0, 1);
		e.due = one_in(2) ? 0 : model->today + pick(0, 40) - one_in(9);
		strcpy(e.name, one_in(30) ? "" : "không có biên bản");
	} while (tries-- && !one_in(4) && !m_accepts(model, &e));
	e.bad = one_in(20);
	hand_in(&e);
}

static void try_assignment(void)
{
	struct m_entry e = { .type = DINH_ENTRY_ASSIGNMENT };

	if (model->n_assigns == M_ASSIGNS)
		return;
	any_author(&e);
	e.unit = one_in(20) ? pick(0, model->n_units) : any_living();
	e.due = one_in(10) ? FROM(0, model->today - 1, DINH_DAY_MAX + 1) :
			     model->today + pick(0, 90);
	strcpy(e.name, one_in(30) ? "" : "báo cáo");
	e.bad = one_in(20);
	hand_in(&e);
}

static void try_completion(void)
{
	struct m_entry e = { .type = DINH_ENTRY_COMPLETION };
	const struct m_assign *assign;
	u32 tries = 12;

	if (!model->n_assigns)
		return;
	any_author(&e);
	do {
		assign = &model->assign[pick(0, model->n_assigns - 1)];
		e.unit = one_in(20) ? 1 : assign->unit;
		e.seq = one_in(20) ? assign->seq + 1 : assign->seq;
		e.day = model->today - (one_in(2) ? 0 : pick(0, 30)) +
			one_in(20);
		strcpy(e.name, one_in(30) ? "" : "đã nộp");
	} while (tries-- && !one_in(6) && !m_accepts(model, &e));
	e.bad = one_in(20);
	hand_in(&e);
}

static void try_grant(void)
{
	struct m_entry e = {
		.type = FROM(DINH_ENTRY_GRANT, DINH_ENTRY_GRANT,
			     DINH_ENTRY_REVOKE),
	};
	const struct m_grant *grant;

	if (model->n_grants == M_GRANTS)
		return;
	any_author(&e);
	e.unit = one_in(4) ? 0 : one_in(20) ? pick(0, model->n_units) :
						any_living();
	e.subject = one_in(20) ? 2 : pick(0, 1);
	e.id = one_in(20) ? FROM(DINH_UID_KERNEL, DINH_UID_NONE) : pick(0, 3);
	e.role = one_in(20) ? 3 : pick(0, 2);
	if (model->n_grants && (e.type == DINH_ENTRY_REVOKE ? !one_in(4) :
							      one_in(6))) {
		grant = &model->grant[pick(0, model->n_grants - 1)];
		e.unit = grant->unit;
		e.subject = grant->subject;
		e.id = grant->id;
		e.role = grant->role;
	}
	e.bad = one_in(20);
	hand_in(&e);
}

static void try_review(void)
{
	struct m_entry e = { .type = DINH_ENTRY_REVIEW };

	any_author(&e);
	e.unit = one_in(4) ? 0 : one_in(20) ? pick(0, model->n_units) :
						any_living();
	e.review = one_in(20) ? 2 : pick(0, 1);
	e.bad = one_in(20);
	hand_in(&e);
}

/* What inspectors, those who assign, and administrators do. */
static void oversee(void)
{
	switch (any() % 8) {
	case 0:
	case 1:
		try_finding();
		break;
	case 2:
	case 3:
		try_assignment();
		break;
	case 4:
	case 5:
		try_completion();
		break;
	case 6:
		try_grant();
		break;
	case 7:
		try_review();
		break;
	}
}

/*
 * Boards, meetings and kiosks.
 */

static const struct m_kiosk *any_kiosk(void)
{
	return model->n_kiosks ?
	       &model->kiosk[pick(0, model->n_kiosks - 1)] : NULL;
}

static const struct m_meeting *any_meeting(void)
{
	return model->n_meetings ?
	       &model->meeting[pick(0, model->n_meetings - 1)] : NULL;
}

static void try_rating(void)
{
	const struct m_kiosk *kiosk = any_kiosk();
	struct m_entry e = { .type = DINH_ENTRY_RATING };

	any_author(&e);
	e.unit = one_in(20) ? pick(0, model->n_units) : any_living();
	e.score = one_in(20) ? FROM(0, 6, 255) : pick(1, 5);
	e.low = one_in(20) ? pick(1, DINH_LOW_REASONS) :
		e.score <= DINH_SCORE_LOW ? pick(0, 5) : 0;
	e.own = one_in(2);
	if (kiosk && one_in(2)) {
		e.kiosk = kiosk->seq + one_in(20);
		e.unit = one_in(20) ? e.unit : kiosk->unit;
		e.own = !one_in(20);
	}
	e.bad = one_in(20);
	hand_in(&e);
}

static void try_visits(void)
{
	struct m_entry e = { .type = DINH_ENTRY_VISITS };

	any_author(&e);
	e.unit = one_in(4) ? 0 : one_in(20) ? pick(0, model->n_units) :
						any_living();
	e.count = one_in(20) ? FROM(0, ~0u) : pick(1, 9);
	e.own = !one_in(20);
	e.bad = one_in(20);
	hand_in(&e);
}

static void try_open(void)
{
	struct m_entry e = { 0 };
	const struct m_prog *p;
	u32 tries = 20;

	if (!model->n_progs || model->n_meetings == M_MEETINGS)
		return;
	do {
		struct m_entry rec = { 0 };

		memset(&e, 0, sizeof(e));
		e.type = DINH_ENTRY_MEETING_OPEN;
		any_author(&e);
		e.unit = rec.unit = any_living();
		e.day = rec.day = model->today - (one_in(3) ? pick(0, 60) : 0);
		p = m_prog_on(model, e.day) ?: &model->prog[0];
		good_record(&rec, &p->rule[pick(0, p->n_rules - 1)]);
		e.req = rec.req;
		e.items = one_in(2) ? 0 : rec.items;
		e.until = rec.until;
		e.period = rec.period;
		e.key = rec.key;
		e.eligible = rec.eligible;
		e.ballot = one_in(30) ? 2 : one_in(3);
		e.cards = e.eligible && one_in(4) ? pick(1, e.eligible) : 0;
		e.own = !one_in(20);
	} while (tries-- && !m_accepts(model, &e));
	switch (any() % 60) {
	case 0:
		e.eligible = FROM(0, DINH_COUNT_MAX, DINH_COUNT_MAX + 1);
		break;
	case 1:
		e.cards = e.eligible + 1;
		break;
	case 2:
		e.day = model->today + 1;
		break;
	case 3:
		e.req = pick(0, M_CODES - 1);
		break;
	case 4:
		e.unit = pick(0, model->n_units);
		break;
	case 5:
		e.items = FROM(1, 0x80000000u);
		break;
	case 6:
		e.until = model->today + 9;
		break;
	case 7:
	case 8:
		if (!model->n_meetings)
			break;
		e.unit = any_meeting()->unit;
		e.req = any_meeting()->req;
		break;
	}
	e.bad = one_in(20);
	hand_in(&e);
}

/* Of the meeting's unit, typed or of one of its kiosks. */
static struct m_entry entry_in(const struct m_meeting *mt, u32 type, u32 role)
{
	struct m_entry e = { .type = type };
	u32 i;

	any_author(&e);
	e.seq = one_in(40) ? mt->seq + 1 : mt->seq;
	e.unit = one_in(40) ? any_living() : mt->unit;
	e.own = one_in(2);
	for (i = 0; i < model->n_kiosks; i++)
		if (model->kiosk[i].meeting == mt->seq && one_in(2) &&
		    (model->kiosk[i].role == role || one_in(20)))
			e.kiosk = model->kiosk[i].seq;
	if (e.kiosk || one_in(40))
		e.own = !one_in(20);
	e.bad = one_in(30);
	return e;
}

static void try_attend(const struct m_meeting *mt)
{
	struct m_entry e = entry_in(mt, DINH_ENTRY_ATTENDANCE,
				    DINH_KIOSK_ATTENDANCE);
	u32 left = mt->eligible - mt->present[0] - mt->present[1];

	if (mt->n_known < M_CARDS && (mt->cards ? !one_in(8) : one_in(3))) {
		e.card = pick(1, 30);
		e.own = !one_in(20);
	}
	e.count = e.card ? 1 : one_in(2) ? max(left, 1u) :
					   pick(1, max(left, 1u));
	if (one_in(20))
		e.count = FROM(0, 1, left, left + 1, ~0u);
	hand_in(&e);
}

static void try_vote(const struct m_meeting *mt)
{
	struct m_entry e = entry_in(mt, DINH_ENTRY_VOTE, DINH_KIOSK_BALLOT);
	u32 left = mt->present[0] + mt->present[1], i;

	for (i = 0; i < 4; i++)
		left -= mt->cast[0][i] + mt->cast[1][i];
	e.yes = one_in(3) ? pick(0, left) : left;
	left -= e.yes;
	e.no = pick(0, left);
	e.abstain = pick(0, left - e.no);
	e.invalid = pick(0, left - e.no - e.abstain) + one_in(20);
	if (one_in(20))
		e.yes = FROM(0, ~0u);
	/* All have voted, or in secret: mostly, nobody tries. */
	if ((e.yes || e.no || one_in(4)) &&
	    (mt->ballot == DINH_BALLOT_OPEN || one_in(8)))
		hand_in(&e);
}

static void try_close(const struct m_meeting *mt)
{
	struct m_entry e = entry_in(mt, DINH_ENTRY_MEETING_CLOSE, 0);
	u32 left = mt->present[0] + mt->present[1], i, some;

	e.kiosk = 0;
	e.own = !one_in(20);
	/* Here and there, one more than came. */
	left += one_in(20);
	if (mt->ballot == DINH_BALLOT_SECRET) {
		for (i = 0; i < 4; i++) {
			some = i || one_in(3) ? pick(0, left) : left;
			e.cast[0][i] = pick(0, some);
			e.cast[1][i] = some - e.cast[0][i];
			left -= some;
		}
	}
	e.twisted = e.seq == mt->seq && one_in(10);
	saw.twisted += e.twisted;
	hand_in(&e);
}

static void try_void(const struct m_meeting *mt)
{
	struct m_entry e = entry_in(mt, DINH_ENTRY_MEETING_VOID, 0);

	e.kiosk = 0;
	e.own = !one_in(20);
	e.how = one_in(20) ? 2 : pick(0, 1);
	strcpy(e.name, one_in(20) ? "" : "mất điện");
	hand_in(&e);
}

/* For a meeting, if there is @mt. */
static void try_bind(const struct m_meeting *mt)
{
	struct m_entry e = { .type = DINH_ENTRY_KIOSK_BIND };

	if (model->n_kiosks == M_KIOSKS)
		return;
	any_author(&e);
	e.unit = one_in(20) ? pick(0, model->n_units) : any_living();
	if (mt) {
		e.role = pick(1, 2);
		e.seq = mt->seq;
		e.unit = one_in(20) ? e.unit : mt->unit;
	}
	if (one_in(20))
		e.role = pick(0, 3);
	if (one_in(20))
		e.seq = FROM(0, 5);
	e.flags = one_in(20) ? 2 : pick(0, 1);
	strcpy(e.name, one_in(20) ? "" : "bàn phím");
	e.own = !one_in(20);
	e.bad = one_in(20);
	hand_in(&e);
}

/* All of a meeting, as far as it is let. */
static void hold(void)
{
	const struct m_meeting *mt;
	u64 seq = model->size;
	u32 i, times = pick(1, 4);

	try_open();
	for (i = 0; (mt = m_meeting(model, seq)) && i < 3; i++)
		if (one_in(3))
			try_bind(mt);
	for (i = 0; (mt = m_meeting(model, seq)) && i < 2 * times; i++) {
		if (i < times)
			try_attend(mt);
		else
			try_vote(mt);
	}
	if (mt && !one_in(4))
		try_close(mt);
}

static void try_of_kiosk(u32 type)
{
	const struct m_kiosk *kiosk = any_kiosk();
	struct m_entry e = { .type = type };

	if (!kiosk)
		return;
	any_author(&e);
	e.unit = one_in(20) ? any_living() : kiosk->unit;
	e.seq = kiosk->seq + one_in(20);
	e.how = one_in(20) ? 4 : pick(0, 3);
	e.count = one_in(20) ? 0 : any();
	e.own = !one_in(20);
	e.bad = one_in(20);
	hand_in(&e);
}

static void hall(void)
{
	const struct m_meeting *mt = any_meeting();
	u32 n = any() % 32;

	if (n < 6)
		try_rating();
	else if (n < 8)
		try_visits();
	else if (n < 13)
		hold();
	else if (n < 17 || (n < 26 && !mt))
		try_open();
	else if (n < 20)
		try_attend(mt);
	else if (n < 22)
		try_vote(mt);
	else if (n < 25)
		try_close(mt);
	else if (n < 26)
		try_void(mt);
	else if (n < 29)
		try_bind(one_in(2) ? mt : NULL);
	else if (n < 30)
		try_of_kiosk(DINH_ENTRY_KIOSK_UNBIND);
	else if (n < 31)
		try_of_kiosk(DINH_ENTRY_LOSS);
	else
		boot();
}

/* In some histories, so that a unit has as many records as it may. */
static bool few_units;

static void one_step(void)
{
	u32 n = any() % 150;

	/* A minute passes between any two. */
	pass(60 * NSEC_PER_SECOND);
	if (!model->n_progs && one_in(4))
		try_programme();
	else if (n < 3)
		try_programme();
	else if (n < (few_units ? 5 : 17) || model->n_units < 6)
		try_unit_add();
	else if (n < (few_units ? 12 : 31))
		try_unit_set();
	else if (n < (few_units ? 13 : 35))
		try_dissolve();
	else if (n < (few_units ? 14 : 38))
		try_pin();
	else if (n < 70)
		try_record();
	else if (n < 76)
		try_withdrawal();
	else if (n < 82)
		try_record_end();
	else if (n < 98)
		oversee();
	else if (n < 116)
		clocks();
	else
		hall();
}

/*
 * The end of a history: replays.
 */

static void replay_all(void)
{
	struct world *again = world_alloc(&w->bounds, 1);
	struct digest live = digest_of(w, NULL), second;

	if (replay(again, w->stream, w->size))
		fail("replay: %s", again->why.text);
	second = digest_of(again, NULL);
	if (!digest_same(&live, &second))
		fail("the replayed register is another");
	world_free(again);
	saw.replays++;
}

static void replay_damaged(void)
{
	u8 root[DINH_HASH_SIZE], other[DINH_HASH_SIZE];
	u8 *stream = malloc(w->size);
	size_t size = w->size;
	struct world *again = world_alloc(&w->bounds, 1);
	u32 n = pick(1, 3);

	if (!stream)
		abort();
	memcpy(stream, w->stream, size);
	dinh_frontier_root(&w->reg->ledger, root);
	if (one_in(4))
		size -= pick(1, min(size, 200) - 1);
	else
		while (n--)
			stream[any() % size] ^= pick(1, 255);
	if (!memcmp(stream, w->stream, size) && size == w->size) {
		/* Two flips undid each other. */
	} else if (replay(again, stream, size)) {
		saw.caught++;
	} else {
		dinh_frontier_root(&again->reg->ledger, other);
		if (!memcmp(root, other, sizeof(root)))
			fail("a damaged stream has the same root");
		/* Whatever it is now, it can be looked at. */
		digest_of(again, NULL);
	}
	saw.damaged++;
	world_free(again);
	free(stream);
}

static void history(u64 of_seed, u64 n)
{
	static const struct dinh_bounds bounds = {
		.units = UNITS_BOUND, .records = RECORDS_BOUND,
	};
	struct m_entry genesis;
	u32 i;

	seed = of_seed;
	steps = n;
	state = seed * 0x2545f4914f6cdd1dull + 1;
	model = calloc(1, sizeof(*model));
	model->bound_units = bounds.units;
	model->bound_records = bounds.records;
	w = world_alloc(&bounds, m_day(2017, 5, 12) + pick(0, 400));
	w->on_crossed = on_crossed;
	w->on_lapsed = on_lapsed;
	w->on_overdue = on_overdue;
	if (world_begin(w))
		abort();
	few_units = one_in(4);
	genesis = own_entry(DINH_ENTRY_GENESIS);
	genesis.day = clock_day();
	append(&genesis);
	same_all(true);
	for (step = 0; step < n; step++) {
		one_step();
		if (model->n_recs > M_RECS - 8)
			break;
	}
	same_all(true);
	replay_all();
	for (i = 0; i < 12; i++)
		replay_damaged();
	for (i = 0; i < list.n; i++)
		free(list.entry[i]);
	list.n = 0;
	world_free(w);
	free(model);
	saw.histories++;
}

/*
 * What a run must have seen, or it has not tested it.
 */

static const struct {
	const char *what;
	unsigned long *times;
} must_happen[] = {
#define SEEN(field)	{ #field, &saw.field }
	SEEN(accepted[DINH_ENTRY_GENESIS]), SEEN(accepted[DINH_ENTRY_DAY]),
	SEEN(accepted[DINH_ENTRY_CLOCK]), SEEN(accepted[DINH_ENTRY_PROGRAMME]),
	SEEN(accepted[DINH_ENTRY_UNIT_ADD]),
	SEEN(accepted[DINH_ENTRY_UNIT_SET]),
	SEEN(accepted[DINH_ENTRY_UNIT_DISSOLVE]),
	SEEN(accepted[DINH_ENTRY_RECORD]),
	SEEN(accepted[DINH_ENTRY_RECORD_END]),
	SEEN(accepted[DINH_ENTRY_WITHDRAWAL]), SEEN(accepted[DINH_ENTRY_PIN]),
	SEEN(refused[DINH_ENTRY_DAY]), SEEN(refused[DINH_ENTRY_PROGRAMME]),
	SEEN(refused[DINH_ENTRY_UNIT_ADD]), SEEN(refused[DINH_ENTRY_UNIT_SET]),
	SEEN(refused[DINH_ENTRY_UNIT_DISSOLVE]),
	SEEN(refused[DINH_ENTRY_RECORD]),
	SEEN(refused[DINH_ENTRY_RECORD_END]),
	SEEN(refused[DINH_ENTRY_WITHDRAWAL]), SEEN(refused[DINH_ENTRY_PIN]),
	SEEN(verdicts[DINH_VERDICT_EMPTY]), SEEN(verdicts[DINH_VERDICT_SHORT]),
	SEEN(verdicts[DINH_VERDICT_MET]), SEEN(verdicts[DINH_VERDICT_UNKNOWN]),
	SEEN(verdicts[DINH_VERDICT_NONE]),
	SEEN(histories), SEEN(entries), SEEN(figures), SEEN(replays),
	SEEN(damaged), SEEN(caught), SEEN(check_only), SEEN(no_memory),
	SEEN(crossed), SEEN(lapsed), SEEN(unknown_units), SEEN(persons),
	SEEN(persons_capped), SEEN(met_units), SEEN(held), SEEN(confirmed),
	SEEN(rule_days), SEEN(days_skipped), SEEN(long_skips), SEEN(late),
	SEEN(expired_on_arrival), SEEN(forgotten), SEEN(key_again),
	SEEN(ends_that_shorten), SEEN(ends_that_do_not), SEEN(code_reused),
	SEEN(moved_with_children), SEEN(dissolved_records),
	SEEN(heads_after_items), SEEN(items_after_heads),
	SEEN(accepted[DINH_ENTRY_FINDING]),
	SEEN(accepted[DINH_ENTRY_ASSIGNMENT]),
	SEEN(accepted[DINH_ENTRY_COMPLETION]),
	SEEN(accepted[DINH_ENTRY_GRANT]), SEEN(accepted[DINH_ENTRY_REVOKE]),
	SEEN(accepted[DINH_ENTRY_REVIEW]),
	SEEN(refused[DINH_ENTRY_FINDING]),
	SEEN(refused[DINH_ENTRY_ASSIGNMENT]),
	SEEN(refused[DINH_ENTRY_COMPLETION]),
	SEEN(refused[DINH_ENTRY_GRANT]), SEEN(refused[DINH_ENTRY_REVOKE]),
	SEEN(refused[DINH_ENTRY_REVIEW]),
	SEEN(struck), SEEN(upheld), SEEN(answers_asked), SEEN(done_in_time),
	SEEN(done_late), SEEN(overdue), SEEN(dropped), SEEN(tasks_met),
	SEEN(tasks_unmet),
	SEEN(accepted[DINH_ENTRY_BOOT]), SEEN(accepted[DINH_ENTRY_LOSS]),
	SEEN(accepted[DINH_ENTRY_RATING]), SEEN(accepted[DINH_ENTRY_VISITS]),
	SEEN(accepted[DINH_ENTRY_MEETING_OPEN]),
	SEEN(accepted[DINH_ENTRY_ATTENDANCE]),
	SEEN(accepted[DINH_ENTRY_VOTE]),
	SEEN(accepted[DINH_ENTRY_MEETING_CLOSE]),
	SEEN(accepted[DINH_ENTRY_MEETING_VOID]),
	SEEN(accepted[DINH_ENTRY_KIOSK_BIND]),
	SEEN(accepted[DINH_ENTRY_KIOSK_UNBIND]),
	SEEN(refused[DINH_ENTRY_LOSS]), SEEN(refused[DINH_ENTRY_RATING]),
	SEEN(refused[DINH_ENTRY_VISITS]),
	SEEN(refused[DINH_ENTRY_MEETING_OPEN]),
	SEEN(refused[DINH_ENTRY_ATTENDANCE]), SEEN(refused[DINH_ENTRY_VOTE]),
	SEEN(refused[DINH_ENTRY_MEETING_CLOSE]),
	SEEN(refused[DINH_ENTRY_MEETING_VOID]),
	SEEN(refused[DINH_ENTRY_KIOSK_BIND]),
	SEEN(refused[DINH_ENTRY_KIOSK_UNBIND]),
	SEEN(outcomes[DINH_OUTCOME_VALID]),
	SEEN(outcomes[DINH_OUTCOME_QUORUM]),
	SEEN(outcomes[DINH_OUTCOME_MAJORITY]),
	SEEN(meeting_records), SEEN(secret_records), SEEN(cards),
	SEEN(at_kiosks), SEEN(low_at_kiosks), SEEN(twisted),
	SEEN(boots), SEEN(boots_held), SEEN(boot_voids), SEEN(boot_unbinds),
};

static const enum dinh_refusal_id must_refuse[] = {
#define ID(id)	DINH_REFUSED_##id
	ID(NOT_HELD), ID(DAY_NOT_CLOCK), ID(DAY_BACK), ID(MALFORMED), ID(TYPE),
	ID(VERSION), ID(SPARE), ID(TEXT_EMPTY), ID(DAY_FORM), ID(DAY_FUTURE),
	ID(UNIT_UNKNOWN), ID(UNIT_DISSOLVED), ID(UNITS_FULL), ID(CODE_TAKEN),
	ID(KIND), ID(UNION), ID(PARENT_KIND), ID(PARENT_CYCLE), ID(HEADCOUNT),
	ID(SET_NOTHING), ID(SINCE_RECORDS), ID(CHILDREN), ID(DISSOLVE_BEFORE),
	ID(SUCCESSOR_SELF), ID(SUCCESSOR_TWICE), ID(PROGRAMME_BEFORE),
	ID(REQUIREMENT_UNKNOWN), ID(NOT_APPLICABLE), ID(BEFORE_SINCE),
	ID(ITEMS), ID(ITEMS_NONE), ID(GROUP), ID(GROUP_NONE), ID(COUNT),
	ID(COUNT_NONE), ID(UNTIL_MISSING), ID(UNTIL_NOT_ASKED),
	ID(UNTIL_BEFORE), ID(TERM_SHORT), ID(TERM_LONG), ID(POSTING_SHORT),
	ID(PERIOD_NOT_ASKED), ID(PERIOD_FORM), ID(PERIOD_EARLY),
	ID(PERIOD_CLOSED), ID(VOTES_MISSING), ID(VOTES_NOT_ASKED),
	ID(VOTES_PRESENT), ID(VOTES_CAST), ID(VOTES_UNKNOWN),
	ID(VOTES_NOBODY), ID(QUORUM), ID(MAJORITY), ID(KEY_TAKEN),
	ID(RECORDS_FULL), ID(RECORD_UNKNOWN), ID(RECORD_EXPIRED),
	ID(RECORD_WITHDRAWN), ID(RECORD_UNIT), ID(NOT_AUTHOR), ID(NOT_POSTED),
	ID(END_BEFORE), ID(PINNED), ID(NOT_PINNED),
	ID(RECORD_STRUCK), ID(OWN_RECORD), ID(DUE_PAST),
	ID(ASSIGNMENT_UNKNOWN), ID(ASSIGNMENT_UNIT), ID(COMPLETED),
	ID(COMPLETED_BEFORE), ID(GRANT_ID), ID(GRANTED), ID(NOT_GRANTED),
	ID(SCORE), ID(LOW_REASON), ID(MEETING_UNKNOWN), ID(MEETING_UNIT),
	ID(MEETING_TWICE), ID(MEETING_OF_UNIT), ID(KIOSK_OF_UNIT), ID(CARDS),
	ID(CARD_TWICE), ID(CARD_WANTED), ID(BALLOT_SECRET), ID(VOTES_NONE),
	ID(KIOSK_UNKNOWN), ID(KIOSK_OTHER), ID(KIOSK_MEETING),
	ID(REPLAY_MEETING),
};

static int coverage(void)
{
	unsigned int i, failed = 0;

	for (i = 0; i < COUNT(must_happen); i++) {
		printf("%-40s %10lu\n", must_happen[i].what,
		       *must_happen[i].times);
		if (*must_happen[i].times)
			continue;
		printf("FAIL property: never seen: %s\n", must_happen[i].what);
		failed = 1;
	}
	for (i = 0; i < refusal_count(); i++)
		if (refusals_seen[i])
			printf("refused: %-31s %10u\n", refusal_name(i),
			       refusals_seen[i]);
	for (i = 0; i < COUNT(must_refuse); i++) {
		if (refusals_seen[must_refuse[i]])
			continue;
		printf("FAIL property: never refused: %s\n",
		       refusal_name(must_refuse[i]));
		failed = 1;
	}
	return failed;
}

int main(int argc, char **argv)
{
	time_t begin = time(NULL);
	u64 fresh, i;
	int failed;

	refusals_begin();
	if (argc == 3) {
		history(strtoull(argv[1], NULL, 0),
			strtoull(argv[2], NULL, 0));
		printf("1 passed, 0 failed\n");
		return 0;
	}
	/* These alone see all that must be seen, however slow the machine. */
	for (i = 1; i <= FIXED; i++)
		history(i, STEPS);
	if (getrandom(&fresh, sizeof(fresh), 0) != sizeof(fresh))
		fresh = begin;
	for (i = 0; time(NULL) < begin + SECONDS || i < 8; i++)
		history((fresh >> 16) + i, STEPS);
	failed = coverage();
	printf("%lu passed, %d failed\n", saw.histories + !failed, failed);
	return failed;
}
