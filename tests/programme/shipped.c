// SPDX-License-Identifier: GPL-2.0-only
/* The programmes that ship: what their targets are, and what is known. */
#include <endian.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>

#include "day.h"
#include "names.h"
#include "programme.h"
#include "test.h"
#include "text.h"

#define K(kind)		(1u << DINH_KIND_##kind)
#define G(group)	(1u << DINH_GROUP_##group)
#define LOCALITIES	(K(COMMUNE) | K(WARD) | K(TOWNSHIP) | K(SPECIAL_ZONE))
#define OFFICES		(K(AGENCY) | K(PUBLIC_UNIT))
#define TOP		(K(PROVINCE) | K(DISTRICT))
#define ENTERPRISES	(K(STATE_ENTERPRISE) | K(NONSTATE_ENTERPRISE))
#define LEAVES		(LOCALITIES | OFFICES | ENTERPRISES)
#define COMMITTEES	(TOP | LOCALITIES)
#define ALL		(TOP | LEAVES)
/* A column of a table that fits. */
#define COLUMN		60

/*
 * What was read of each, written down a second time.
 */

struct figure {
	const char *code;
	const char *objective;
	unsigned int kinds;
	const char *requirements;
	bool verified;
	unsigned int has_union;
	unsigned int counted;
	unsigned int threshold;
	unsigned int percent;
};

#define ALL_OF_THEM	.threshold = DINH_THRESHOLD_AT_LEAST, .percent = 100
/* "Over 70 %": 70 % is not enough. */
#define OVER_70		.threshold = DINH_THRESHOLD_OVER, .percent = 70, \
			.has_union = DINH_UNION_WITH
#define PERSONS		.counted = DINH_COUNTED_PERSONS

struct share {
	unsigned int num;
	unsigned int den;
	unsigned int of;
	unsigned int group;
	bool strict;
};

struct rule {
	const char *code;
	const char *instrument;
	unsigned int kinds;
	unsigned int items;
	bool verified;
	unsigned int validity;
	unsigned int months;
	unsigned int days;
	unsigned int grace_months;
	unsigned int grace;
	unsigned int posting;
	unsigned int groups;
	unsigned int has_union;
	struct share quorum;
	struct share majority;
	unsigned int unread;	/* items that are not verified, last */
};

#define ONCE		.validity = DINH_VALIDITY_ONCE
#define YEARLY		.validity = DINH_VALIDITY_PERIOD, .months = 12
#define ROLLING_YEAR	.validity = DINH_VALIDITY_ROLLING, .months = 12
#define UNION		.has_union = DINH_UNION_WITH
#define AT_LEAST(n, d, who) { n, d, DINH_OF_##who }
#define OVER(n, d, who)	{ n, d, DINH_OF_##who, .strict = true }
#define OVER_HALF_OF(who) \
	{ 1, 2, DINH_OF_GROUP, DINH_GROUP_##who, .strict = true }
/* At least two thirds of those summoned, over half of those present. */
#define CONFERENCE	.quorum = AT_LEAST(2, 3, ELIGIBLE), \
			.majority = OVER(1, 2, PRESENT)

struct law {
	const char *code;
	const char *from;
	const char *until;
	bool verified;
};

/* The same in both. */
#define STUDY								\
	{ "study-locality", "nq-02-tu", LOCALITIES, 1, true, ONCE,	\
	  .groups = G(CADRES) | G(PARTY_MEMBERS) | G(CIVIL_SERVANTS) |	\
		    G(RESIDENTS) },					\
	{ "study-agency", "nq-02-tu", K(AGENCY), 1, true, ONCE,		\
	  .groups = G(CADRES) | G(PARTY_MEMBERS) | G(CIVIL_SERVANTS) },	\
	{ "study-public-unit", "nq-02-tu", K(PUBLIC_UNIT), 1, true, ONCE, \
	  .groups = G(PARTY_MEMBERS) | G(PUBLIC_EMPLOYEES) }
#define TASKS_1_TO_3							\
	{ "dissemination", "nq-02-tu", LEAVES, 3, false, YEARLY },	\
	{ "reached-people", "nq-02-tu", LOCALITIES, 1, true, ONCE,	\
	  .groups = G(RESIDENTS) },					\
	{ "leadership", "nq-02-tu", COMMITTEES, 4, false, ONCE,		\
	  .unread = 4 },						\
	{ "regulations-review", "nq-02-tu", LEAVES, 1, false, YEARLY }
#define TASK_5								\
	{ "training", "nq-02-tu", LEAVES, 1, false, YEARLY },		\
	{ "pledge-officials", "nq-02-tu", LOCALITIES | K(AGENCY), 1,	\
	  false, YEARLY, .groups = G(CADRES) | G(CIVIL_SERVANTS) },	\
	{ "pledge-public-unit", "nq-02-tu", K(PUBLIC_UNIT), 1, false,	\
	  YEARLY, .groups = G(PUBLIC_EMPLOYEES) },			\
	{ "pledge-enterprise", "nq-02-tu", ENTERPRISES, 1, false,	\
	  YEARLY, .groups = G(EMPLOYEES) }
#define TASKS_6_AND_7							\
	{ "inspection", "nq-02-tu", LEAVES, 1, false, YEARLY },		\
	{ "committee-formed", "nq-02-tu", COMMITTEES, 1, false, ONCE },	\
	{ "committee-met", "nq-02-tu", COMMITTEES, 1, false,		\
	  DINH_VALIDITY_PERIOD, .months = 6 },				\
	{ "committee-review", "nq-02-tu", COMMITTEES, 1, false, YEARLY }

/* Resolution 02-NQ/TU, under the instruments of 2017. */

static const struct figure figures_2017[] = {
	{ "t1", "target-1", LEAVES,
	  "regulations-locality regulations-agency regulations-enterprise",
	  true, ALL_OF_THEM },
	/* The text names communes and wards. */
	{ "t2", "target-2", K(COMMUNE) | K(WARD), "people-dialogue", true,
	  ALL_OF_THEM },
	{ "t3", "target-3", LOCALITIES | OFFICES,
	  "study-locality study-agency study-public-unit", true, ALL_OF_THEM,
	  PERSONS },
	{ "t4", "target-4", LEAVES,
	  "posting-locality posting-agency posting-enterprise", true,
	  ALL_OF_THEM },
	{ "t5", "target-5", OFFICES, "officials-conference", true,
	  ALL_OF_THEM },
	{ "t6a", "target-6", K(STATE_ENTERPRISE), "collective-agreement",
	  true, ALL_OF_THEM },
	{ "t6b", "target-6", K(NONSTATE_ENTERPRISE), "collective-agreement",
	  true, OVER_70 },
	{ "t7a", "target-7", K(STATE_ENTERPRISE),
	  "employees-conference workplace-dialogue", true, ALL_OF_THEM },
	{ "t7b", "target-7", K(NONSTATE_ENTERPRISE),
	  "employees-conference workplace-dialogue", true, OVER_70 },
	/* Tasks: shown and not judged. */
	{ "n1a", "task-1", LEAVES, "dissemination", false },
	{ "n1b", "task-1", LOCALITIES, "reached-people", true, PERSONS },
	{ "n2a", "task-2", COMMITTEES, "leadership", false },
	{ "n2b", "task-2", ALL, "", true, 0, DINH_COUNTED_ASSIGNMENTS },
	{ "n3", "task-3", LEAVES, "regulations-review", false },
	{ "n4a", "task-4", OFFICES, "head-duties", true },
	{ "n4b", "task-4", ENTERPRISES, "employer-duties", true },
	{ "n4c", "task-4", LOCALITIES | OFFICES,
	  "commitment-101 commitment-55", false },
	{ "n5a", "task-5", LEAVES, "training", false },
	{ "n5b", "task-5", LEAVES,
	  "pledge-officials pledge-public-unit pledge-enterprise", false,
	  PERSONS },
	{ "n5c", "task-5", LOCALITIES, "people-decide", false },
	{ "n6a", "task-6", LEAVES, "inspection", false },
	{ "n6b", "task-6", ALL, "", false, 0, DINH_COUNTED_ANSWERS },
	{ "n7", "task-7", COMMITTEES,
	  "committee-formed committee-met committee-review", false },
};

static const struct rule rules_2017[] = {
	{ "regulations-locality", "pl-34-2007", LOCALITIES, 1, true, ONCE },
	{ "regulations-agency", "nd-04-2015", OFFICES, 1, true, ONCE },
	/* One regulation came in the place of three. */
	{ "regulations-enterprise", "nd-60-2013", ENTERPRISES, 3, true, ONCE,
	  .unread = 1 },
	/* Periodic was read, yearly was not. */
	{ "people-dialogue", "nq-02-tu", K(COMMUNE) | K(WARD), 1, false,
	  YEARLY },
	STUDY,
	/* How long a posting counts is our default. */
	{ "posting-locality", "pl-34-2007", LOCALITIES, 1, false,
	  ROLLING_YEAR, .posting = 30 },
	{ "posting-agency", "nd-04-2015", OFFICES, 9, false, ROLLING_YEAR,
	  .posting = 30 },
	{ "posting-enterprise", "nd-60-2013", ENTERPRISES, 1, false,
	  ROLLING_YEAR, .posting = 1, UNION },
	{ "officials-conference", "nd-04-2015", OFFICES, 1, true, YEARLY,
	  CONFERENCE },
	{ "collective-agreement", "nq-02-tu", ENTERPRISES, 1, true,
	  DINH_VALIDITY_STATED },
	/* Quorum and majority were not read. */
	{ "employees-conference", "nd-60-2013", ENTERPRISES, 1, false,
	  ROLLING_YEAR, CONFERENCE },
	/* At most 90 days apart. */
	{ "workplace-dialogue", "nd-60-2013", ENTERPRISES, 1, true,
	  DINH_VALIDITY_ROLLING, .days = 90 },
	TASKS_1_TO_3,
	/* Seven of the ten were read, and all of the eight. */
	{ "head-duties", "nd-04-2015", OFFICES, 10, false, YEARLY,
	  .unread = 3 },
	{ "employer-duties", "nd-60-2013", ENTERPRISES, 8, false, YEARLY },
	{ "commitment-101", "qd-101-tw", LOCALITIES | OFFICES, 1, false,
	  YEARLY },
	{ "commitment-55", "qd-55-tw", LOCALITIES | OFFICES, 1, false,
	  YEARLY },
	TASK_5,
	{ "people-decide", "pl-34-2007", LOCALITIES, 1, false, YEARLY,
	  .majority = OVER(1, 2, ELIGIBLE) },
	TASKS_6_AND_7,
};

static const struct law laws_2017[] = {
	{ "nq-02-tu", "2017-05-12", NULL, true },
	/* The first day was not read. */
	{ "pl-34-2007", "2007-07-01", "2023-06-30", false },
	{ "nd-04-2015", "2015-02-25", "2023-06-30", true },
	{ "tt-01-2016", "2016-03-01", NULL, true },
	{ "nd-60-2013", "2013-08-15", "2018-12-31", true },
	{ "qd-101-tw", NULL, NULL, true },
	{ "qd-55-tw", NULL, NULL, true },
	{ "carry-over", "2019-01-01", NULL, false },
};

/* Law 10/2022/QH15: the same targets under other rules. */

static const struct figure figures_2023[] = {
	{ "t1", "target-1", LEAVES,
	  "l10-regulations-locality l10-regulations-agency "
	  "l10-regulations-state nd145-regulations-nonstate", true,
	  ALL_OF_THEM },
	{ "t2", "target-2", K(COMMUNE) | K(WARD), "people-dialogue", true,
	  ALL_OF_THEM },
	{ "t3", "target-3", LOCALITIES | OFFICES,
	  "study-locality study-agency study-public-unit", true, ALL_OF_THEM,
	  PERSONS },
	{ "t4", "target-4", LEAVES,
	  "l10-posting-locality l10-posting-agency l10-posting-state "
	  "nd145-posting-nonstate", true, ALL_OF_THEM },
	{ "t5", "target-5", OFFICES, "officials-conference", true,
	  ALL_OF_THEM },
	{ "t6a", "target-6", K(STATE_ENTERPRISE), "collective-agreement",
	  true, ALL_OF_THEM },
	{ "t6b", "target-6", K(NONSTATE_ENTERPRISE), "collective-agreement",
	  true, OVER_70 },
	{ "t7a", "target-7", K(STATE_ENTERPRISE),
	  "l10-conference-state workplace-dialogue", true, ALL_OF_THEM },
	{ "t7b", "target-7", K(NONSTATE_ENTERPRISE),
	  "employees-conference workplace-dialogue", true, OVER_70 },
	{ "n1a", "task-1", LEAVES, "dissemination", false },
	{ "n1b", "task-1", LOCALITIES, "reached-people", true, PERSONS },
	{ "n2a", "task-2", COMMITTEES, "leadership", false },
	{ "n2b", "task-2", ALL, "", true, 0, DINH_COUNTED_ASSIGNMENTS },
	{ "n3", "task-3", LEAVES, "regulations-review", false },
	/* The duties of Decrees 04 and 60 ended with them. */
	{ "n4c", "task-4", LOCALITIES | OFFICES, "l10-commitment", false },
	{ "n5a", "task-5", LEAVES, "training", false },
	{ "n5b", "task-5", LEAVES,
	  "pledge-officials pledge-public-unit pledge-enterprise", false,
	  PERSONS },
	{ "n5c", "task-5", LOCALITIES, "people-decide", false },
	{ "n6a", "task-6", LEAVES, "inspection", false },
	{ "n6b", "task-6", ALL, "", false, 0, DINH_COUNTED_ANSWERS },
	{ "n7", "task-7", COMMITTEES,
	  "committee-formed committee-met committee-review", false },
};

static const struct rule rules_2023[] = {
	/* What makes the full set was not read. */
	{ "l10-regulations-locality", "luat-10-2022", LOCALITIES, 1, false,
	  ONCE },
	{ "l10-regulations-agency", "luat-10-2022", OFFICES, 1, false, ONCE },
	{ "l10-regulations-state", "luat-10-2022", K(STATE_ENTERPRISE), 1,
	  false, ONCE },
	{ "nd145-regulations-nonstate", "nd-145-2020",
	  K(NONSTATE_ENTERPRISE), 1, false, ONCE },
	/* At least once a year. */
	{ "people-dialogue", "luat-10-2022", LOCALITIES, 1, true, YEARLY },
	STUDY,
	/* 30 days in localities, 20 elsewhere; for others none was read. */
	{ "l10-posting-locality", "luat-10-2022", LOCALITIES, 1, false,
	  ROLLING_YEAR, .posting = 30 },
	{ "l10-posting-agency", "luat-10-2022", OFFICES, 1, false,
	  ROLLING_YEAR, .posting = 20 },
	{ "l10-posting-state", "luat-10-2022", K(STATE_ENTERPRISE), 1, false,
	  ROLLING_YEAR, .posting = 20, UNION },
	{ "nd145-posting-nonstate", "nd-145-2020", K(NONSTATE_ENTERPRISE), 1,
	  false, ROLLING_YEAR, .posting = 1, UNION },
	/* At the latest three months into the next year. */
	{ "officials-conference", "luat-10-2022", OFFICES, 1, true, YEARLY,
	  .grace_months = 3, CONFERENCE },
	/* By the votes of all employees; 90 days past the term. */
	{ "collective-agreement", "blld-2019", ENTERPRISES, 1, true,
	  DINH_VALIDITY_STATED, .grace = 90,
	  .majority = OVER_HALF_OF(EMPLOYEES) },
	{ "l10-conference-state", "luat-10-2022", K(STATE_ENTERPRISE), 1,
	  true, YEARLY, .grace_months = 3, CONFERENCE },
	{ "employees-conference", "nd-145-2020", K(NONSTATE_ENTERPRISE), 1,
	  false, ROLLING_YEAR, CONFERENCE },
	/* Over 70 % of the employees' side. */
	{ "workplace-dialogue", "blld-2019", ENTERPRISES, 1, true, YEARLY,
	  .quorum = OVER(7, 10, ELIGIBLE) },
	TASKS_1_TO_3,
	{ "l10-commitment", "qd-08-2018", LOCALITIES | OFFICES, 1, false,
	  YEARLY },
	TASK_5,
	{ "people-decide", "luat-10-2022", LOCALITIES, 1, false, YEARLY,
	  .majority = OVER_HALF_OF(HOUSEHOLDS) },
	TASKS_6_AND_7,
};

static const struct law laws_2023[] = {
	{ "nq-02-tu", "2017-05-12", NULL, true },
	{ "luat-10-2022", "2023-07-01", NULL, true },
	{ "nd-59-2023", "2023-08-15", NULL, true },
	{ "blld-2019", "2021-01-01", NULL, true },
	{ "nd-145-2020", "2021-02-01", NULL, true },
	{ "qd-08-2018", NULL, NULL, true },
	/* What it changes was not read. */
	{ "luat-97-2025", "2025-07-01", NULL, false },
};

#define TABLE(table)	(table), ARRAY_SIZE(table)

static const struct shipped {
	const char *path;
	const char *code;
	const char *from;
	bool answer_verified;
	const struct figure *figure;
	size_t figures;
	const struct rule *rule;
	size_t rules;
	const struct law *law;
	size_t laws;
} shipped[] = {
	/* 15 days for an answer were read in the law only. */
	{ SHIPPED, "02-nq-tu", "2017-05-12", false, TABLE(figures_2017),
	  TABLE(rules_2017), TABLE(laws_2017) },
	{ SHIPPED_LAW, "law-10-2022", "2023-07-01", true, TABLE(figures_2023),
	  TABLE(rules_2023), TABLE(laws_2023) },
};

static struct programme *p;

static const char *vi(const struct dinh_text *title)
{
	return programme_text(p, title->vi);
}

static const char *en(const struct dinh_text *title)
{
	return programme_text(p, title->en);
}

static bool verified(__le32 flags)
{
	return le32toh(flags) & DINH_FLAG_VERIFIED;
}

static uint32_t day(const char *text)
{
	uint32_t value;

	if (!text)
		return 0;
	ck_assert(day_parse(text, &value));
	return value;
}

static const struct dinh_requirement *requirement(const char *code)
{
	const struct dinh_requirement *req = programme_requirements(p);
	unsigned int i;

	for (i = 0; i < le16toh(p->body->requirements); i++)
		if (!strcmp(req[i].code, code))
			return &req[i];
	ck_abort_msg("no requirement %s", code);
}

START_TEST(head)
{
	const struct shipped *s = &shipped[_i];

	p = read_good(s->path);
	ck_assert_str_eq(p->body->code, s->code);
	ck_assert_uint_eq(le32toh(p->body->from), day(s->from));
	ck_assert_uint_eq(le32toh(p->body->late_days), 30);
	ck_assert_uint_eq(p->body->answer_days, 15);
	ck_assert_int_eq(p->body->flags, s->answer_verified);
	ck_assert_uint_eq(p->size % 8, 0);
	programme_free(p);
}
END_TEST

/* Seven targets and seven tasks, by their numbers. */
START_TEST(objectives)
{
	const struct dinh_objective *obj;
	unsigned int i;

	p = read_good(shipped[_i].path);
	obj = programme_objectives(p);
	ck_assert_uint_eq(le16toh(p->body->objectives), 14);
	for (i = 0; i < 14; i++) {
		ck_assert_uint_eq(le16toh(obj[i].kind), i < 7 ?
				  DINH_OBJECTIVE_TARGET : DINH_OBJECTIVE_TASK);
		ck_assert_uint_eq(le16toh(obj[i].number), i % 7 + 1);
		ck_assert(verified(obj[i].flags));
	}
	programme_free(p);
}
END_TEST

static void check_figure(const struct dinh_indicator *ind,
			 const struct figure *figure)
{
	const struct dinh_requirement *req = programme_requirements(p);
	char codes[256] = "";
	unsigned int i;

	ck_assert_str_eq(ind->code, figure->code);
	ck_assert_str_eq(programme_objectives(p)[le16toh(ind->objective)].code,
			 figure->objective);
	for (i = 0; i < le16toh(ind->requirements); i++) {
		strcat(codes, i ? " " : "");
		strcat(codes, req[le16toh(ind->requirement[i])].code);
	}
	ck_assert_str_eq(codes, figure->requirements);
	ck_assert_msg(le16toh(ind->kinds) == figure->kinds &&
		      ind->has_union == figure->has_union &&
		      ind->counted == figure->counted &&
		      ind->threshold == figure->threshold &&
		      ind->percent == figure->percent &&
		      verified(ind->flags) == figure->verified,
		      "%s", figure->code);
}

START_TEST(indicators)
{
	const struct shipped *s = &shipped[_i];
	unsigned int i;

	p = read_good(s->path);
	ck_assert_uint_eq(le16toh(p->body->indicators), s->figures);
	for (i = 0; i < s->figures; i++)
		check_figure(&programme_indicators(p)[i], &s->figure[i]);
	programme_free(p);
}
END_TEST

static void check_items(const struct dinh_requirement *req,
			const struct rule *rule)
{
	const struct dinh_item *item =
		&programme_items(p)[le16toh(req->item)];
	unsigned int i;

	ck_assert_msg(req->items == rule->items, "%s: %u items", rule->code,
		      req->items);
	for (i = 0; i < rule->items; i++)
		ck_assert_msg(verified(item[i].flags) ==
			      (rule->items == 1 ? rule->verified :
			       i < rule->items - rule->unread), "%s, item %u",
			      rule->code, i + 1);
}

static void check_share(const struct dinh_share *share,
			const struct share *expected, const char *code)
{
	/* Without one, it is 0 of 1. */
	ck_assert_msg(share->of == expected->of &&
		      (!share->of || (le16toh(share->num) == expected->num &&
				      le16toh(share->den) == expected->den)) &&
		      share->group == expected->group &&
		      share->strict == expected->strict, "%s", code);
}

static void check_rule(const struct dinh_requirement *req,
		       const struct rule *rule)
{
	ck_assert_str_eq(req->code, rule->code);
	ck_assert_str_eq(programme_instruments(p)
			 [le16toh(req->instrument)].code, rule->instrument);
	ck_assert_msg(le16toh(req->kinds) == rule->kinds &&
		      req->validity == rule->validity &&
		      verified(req->flags) == rule->verified &&
		      req->has_union == rule->has_union &&
		      le16toh(req->months) == rule->months &&
		      le16toh(req->days) == rule->days &&
		      req->grace_months == rule->grace_months &&
		      le16toh(req->grace) == rule->grace &&
		      le16toh(req->posting) == rule->posting &&
		      req->groups == rule->groups, "%s", rule->code);
	check_share(&req->quorum, &rule->quorum, rule->code);
	check_share(&req->majority, &rule->majority, rule->code);
	/* They go on until a newer programme is loaded. */
	ck_assert_uint_eq(le32toh(req->from), 0);
	ck_assert_uint_eq(le32toh(req->until), 0);
	check_items(req, rule);
}

START_TEST(requirements)
{
	const struct shipped *s = &shipped[_i];
	unsigned int i;

	p = read_good(s->path);
	ck_assert_uint_eq(le16toh(p->body->requirements), s->rules);
	for (i = 0; i < s->rules; i++)
		check_rule(&programme_requirements(p)[i], &s->rule[i]);
	programme_free(p);
}
END_TEST

START_TEST(numbers)
{
	const struct dinh_requirement *agreement, *conference;

	p = read_good(shipped[_i].path);
	agreement = requirement("collective-agreement");
	conference = requirement("employees-conference");
	ck_assert_uint_eq(le16toh(agreement->term_min), 12);
	ck_assert_uint_eq(le16toh(agreement->term_max), 36);
	ck_assert_uint_eq(le32toh(conference->headcount_min), 10);
	ck_assert_uint_eq(conference->headcount_group, DINH_GROUP_EMPLOYEES);
	programme_free(p);
}
END_TEST

START_TEST(in_force)
{
	const struct shipped *s = &shipped[_i];
	const struct dinh_instrument *ins;
	unsigned int i;

	p = read_good(s->path);
	ck_assert_uint_eq(le16toh(p->body->instruments), s->laws);
	for (i = 0; i < s->laws; i++) {
		ins = &programme_instruments(p)[i];
		ck_assert_str_eq(ins->code, s->law[i].code);
		ck_assert_msg(le32toh(ins->from) == day(s->law[i].from) &&
			      le32toh(ins->until) == day(s->law[i].until) &&
			      verified(ins->flags) == s->law[i].verified,
			      "%s", ins->code);
	}
	programme_free(p);
}
END_TEST

/* In two languages, composed, and short enough for a table. */
static void check_title(const struct dinh_text *title, size_t width)
{
	const char *texts[] = { vi(title), en(title) };
	size_t i, size;
	uint8_t *nfc;

	ck_assert_str_ne(texts[0], texts[1]);
	for (i = 0; i < 2; i++) {
		ck_assert_msg(texts[i][0], "no title");
		ck_assert_msg(text_width(texts[i]) <= width, "%s: %zu columns",
			      texts[i], text_width(texts[i]));
		nfc = u8_normalize(UNINORM_NFC, (const uint8_t *)texts[i],
				   strlen(texts[i]) + 1, NULL, &size);
		ck_assert_str_eq((char *)nfc, texts[i]);
		free(nfc);
	}
}

START_TEST(titles)
{
	const struct dinh_programme *body;
	unsigned int i;

	p = read_good(shipped[_i].path);
	body = p->body;
	check_title(&body->title, 120);
	for (i = 0; i < le16toh(body->instruments); i++)
		check_title(&programme_instruments(p)[i].title, 140);
	for (i = 0; i < le16toh(body->requirements); i++)
		check_title(&programme_requirements(p)[i].title, COLUMN);
	for (i = 0; i < le16toh(body->items); i++)
		check_title(&programme_items(p)[i].title, 110);
	for (i = 0; i < le16toh(body->objectives); i++)
		check_title(&programme_objectives(p)[i].title, 170);
	for (i = 0; i < le16toh(body->indicators); i++)
		check_title(&programme_indicators(p)[i].title, COLUMN);
	programme_free(p);
}
END_TEST

TCase *shipped_case(void)
{
	TCase *tc = tcase_create("shipped");
	int n = ARRAY_SIZE(shipped);

	tcase_add_loop_test(tc, head, 0, n);
	tcase_add_loop_test(tc, objectives, 0, n);
	tcase_add_loop_test(tc, indicators, 0, n);
	tcase_add_loop_test(tc, requirements, 0, n);
	tcase_add_loop_test(tc, numbers, 0, n);
	tcase_add_loop_test(tc, in_force, 0, n);
	tcase_add_loop_test(tc, titles, 0, n);
	return tc;
}
