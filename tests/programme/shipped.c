// SPDX-License-Identifier: GPL-2.0-only
/* Resolution 02-NQ/TU, as it ships: what its targets are, and what is known. */
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
#define ENTERPRISES	(K(STATE_ENTERPRISE) | K(NONSTATE_ENTERPRISE))
/* A column of a table that fits. */
#define COLUMN		60

static struct programme *p;

static void setup(void)
{
	p = read_good(SHIPPED);
}

static void teardown(void)
{
	programme_free(p);
}

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

	ck_assert(day_parse(text, &value));
	return value;
}

static const struct dinh_instrument *instrument(const char *code)
{
	const struct dinh_instrument *ins = programme_instruments(p);
	unsigned int i;

	for (i = 0; i < le16toh(p->body->instruments); i++)
		if (!strcmp(ins[i].code, code))
			return &ins[i];
	ck_abort_msg("no instrument %s", code);
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
	ck_assert_str_eq(p->body->code, "02-nq-tu");
	ck_assert_uint_eq(le32toh(p->body->from), day("2017-05-12"));
	ck_assert_uint_eq(le32toh(p->body->late_days), 30);
	ck_assert_uint_eq(p->size % 8, 0);
}
END_TEST

/* Seven targets and seven tasks, by their numbers. */
START_TEST(objectives)
{
	const struct dinh_objective *obj = programme_objectives(p);
	unsigned int i;

	ck_assert_uint_eq(le16toh(p->body->objectives), 14);
	for (i = 0; i < 14; i++) {
		ck_assert_uint_eq(le16toh(obj[i].kind), i < 7 ?
				  DINH_OBJECTIVE_TARGET : DINH_OBJECTIVE_TASK);
		ck_assert_uint_eq(le16toh(obj[i].number), i % 7 + 1);
		ck_assert(verified(obj[i].flags));
	}
}
END_TEST

static const struct {
	const char *code;
	unsigned int target;
	unsigned int kinds;
	unsigned int has_union;
	unsigned int counted;
	unsigned int threshold;
	unsigned int percent;
	const char *requirements;
} indicators[] = {
	{ "t1", 1, LOCALITIES | OFFICES | ENTERPRISES, DINH_UNION_ANY,
	  DINH_COUNTED_UNITS, DINH_THRESHOLD_AT_LEAST, 100,
	  "regulations-locality regulations-agency regulations-enterprise" },
	/* The text names communes and wards. */
	{ "t2", 2, K(COMMUNE) | K(WARD), DINH_UNION_ANY, DINH_COUNTED_UNITS,
	  DINH_THRESHOLD_AT_LEAST, 100, "people-dialogue" },
	{ "t3", 3, LOCALITIES | OFFICES, DINH_UNION_ANY, DINH_COUNTED_PERSONS,
	  DINH_THRESHOLD_AT_LEAST, 100,
	  "study-locality study-agency study-public-unit" },
	{ "t4", 4, LOCALITIES | OFFICES | ENTERPRISES, DINH_UNION_ANY,
	  DINH_COUNTED_UNITS, DINH_THRESHOLD_AT_LEAST, 100,
	  "posting-locality posting-agency posting-enterprise" },
	{ "t5", 5, OFFICES, DINH_UNION_ANY, DINH_COUNTED_UNITS,
	  DINH_THRESHOLD_AT_LEAST, 100, "officials-conference" },
	{ "t6a", 6, K(STATE_ENTERPRISE), DINH_UNION_ANY, DINH_COUNTED_UNITS,
	  DINH_THRESHOLD_AT_LEAST, 100, "collective-agreement" },
	/* "Over 70 %": 70 % is not enough. */
	{ "t6b", 6, K(NONSTATE_ENTERPRISE), DINH_UNION_WITH,
	  DINH_COUNTED_UNITS, DINH_THRESHOLD_OVER, 70,
	  "collective-agreement" },
	{ "t7a", 7, K(STATE_ENTERPRISE), DINH_UNION_ANY, DINH_COUNTED_UNITS,
	  DINH_THRESHOLD_AT_LEAST, 100,
	  "employees-conference workplace-dialogue" },
	{ "t7b", 7, K(NONSTATE_ENTERPRISE), DINH_UNION_WITH,
	  DINH_COUNTED_UNITS, DINH_THRESHOLD_OVER, 70,
	  "employees-conference workplace-dialogue" },
};

START_TEST(indicator)
{
	const struct dinh_indicator *ind = &programme_indicators(p)[_i];
	const struct dinh_requirement *req = programme_requirements(p);
	const struct dinh_objective *obj =
		&programme_objectives(p)[le16toh(ind->objective)];
	char codes[256] = "";
	unsigned int i;

	ck_assert_uint_eq(le16toh(p->body->indicators),
			  ARRAY_SIZE(indicators));
	ck_assert_str_eq(ind->code, indicators[_i].code);
	ck_assert_uint_eq(le16toh(obj->kind), DINH_OBJECTIVE_TARGET);
	ck_assert_uint_eq(le16toh(obj->number), indicators[_i].target);
	ck_assert_uint_eq(le16toh(ind->kinds), indicators[_i].kinds);
	ck_assert_uint_eq(ind->has_union, indicators[_i].has_union);
	ck_assert_uint_eq(ind->counted, indicators[_i].counted);
	ck_assert_uint_eq(ind->threshold, indicators[_i].threshold);
	ck_assert_uint_eq(ind->percent, indicators[_i].percent);
	for (i = 0; i < le16toh(ind->requirements); i++) {
		strcat(codes, i ? " " : "");
		strcat(codes, req[le16toh(ind->requirement[i])].code);
	}
	ck_assert_str_eq(codes, indicators[_i].requirements);
	/* The targets were read in the resolution's own report. */
	ck_assert(verified(ind->flags));
}
END_TEST

static const struct rule {
	const char *code;
	const char *instrument;
	unsigned int kinds;
	unsigned int items;
	unsigned int validity;
	bool verified;
	unsigned int has_union;
	unsigned int months;
	unsigned int days;
	unsigned int posting;
	unsigned int groups;
} rules[] = {
	{ "regulations-locality", "pl-34-2007", LOCALITIES, 1,
	  DINH_VALIDITY_ONCE, true },
	{ "regulations-agency", "nd-04-2015", OFFICES, 1, DINH_VALIDITY_ONCE,
	  true },
	/* One regulation came in the place of three. */
	{ "regulations-enterprise", "nd-60-2013", ENTERPRISES, 3,
	  DINH_VALIDITY_ONCE, true },
	/* Periodic was read, yearly was not. */
	{ "people-dialogue", "nq-02-tu", K(COMMUNE) | K(WARD), 1,
	  DINH_VALIDITY_PERIOD, false, .months = 12 },
	{ "study-locality", "nq-02-tu", LOCALITIES, 1, DINH_VALIDITY_ONCE,
	  true, .groups = G(CADRES) | G(PARTY_MEMBERS) | G(CIVIL_SERVANTS) |
			  G(RESIDENTS) },
	{ "study-agency", "nq-02-tu", K(AGENCY), 1, DINH_VALIDITY_ONCE, true,
	  .groups = G(CADRES) | G(PARTY_MEMBERS) | G(CIVIL_SERVANTS) },
	{ "study-public-unit", "nq-02-tu", K(PUBLIC_UNIT), 1,
	  DINH_VALIDITY_ONCE, true,
	  .groups = G(PARTY_MEMBERS) | G(PUBLIC_EMPLOYEES) },
	/* How long a posting counts is our default. */
	{ "posting-locality", "pl-34-2007", LOCALITIES, 1,
	  DINH_VALIDITY_ROLLING, false, .months = 12, .posting = 30 },
	{ "posting-agency", "nd-04-2015", OFFICES, 9, DINH_VALIDITY_ROLLING,
	  false, .months = 12, .posting = 30 },
	{ "posting-enterprise", "nd-60-2013", ENTERPRISES, 1,
	  DINH_VALIDITY_ROLLING, false, .has_union = DINH_UNION_WITH,
	  .months = 12, .posting = 1 },
	{ "officials-conference", "nd-04-2015", OFFICES, 1,
	  DINH_VALIDITY_PERIOD, true, .months = 12 },
	{ "collective-agreement", "nq-02-tu", ENTERPRISES, 1,
	  DINH_VALIDITY_STATED, true },
	/* Quorum and majority were not read. */
	{ "employees-conference", "nd-60-2013", ENTERPRISES, 1,
	  DINH_VALIDITY_ROLLING, false, .months = 12 },
	/* At most 90 days apart. */
	{ "workplace-dialogue", "nd-60-2013", ENTERPRISES, 1,
	  DINH_VALIDITY_ROLLING, true, .days = 90 },
};

START_TEST(rule)
{
	const struct dinh_requirement *req = &programme_requirements(p)[_i];
	const struct rule *rule = &rules[_i];

	ck_assert_uint_eq(le16toh(p->body->requirements), ARRAY_SIZE(rules));
	ck_assert_str_eq(req->code, rule->code);
	ck_assert_str_eq(programme_instruments(p)
			 [le16toh(req->instrument)].code, rule->instrument);
	ck_assert_uint_eq(le16toh(req->kinds), rule->kinds);
	ck_assert_uint_eq(req->items, rule->items);
	ck_assert_uint_eq(req->validity, rule->validity);
	ck_assert_int_eq(verified(req->flags), rule->verified);
	ck_assert_uint_eq(req->has_union, rule->has_union);
	ck_assert_uint_eq(le16toh(req->months), rule->months);
	ck_assert_uint_eq(le16toh(req->days), rule->days);
	ck_assert_uint_eq(le16toh(req->posting), rule->posting);
	ck_assert_uint_eq(req->groups, rule->groups);
	ck_assert_uint_eq(le16toh(req->grace), 0);
	ck_assert_uint_eq(req->grace_months, 0);
	/* They go on until a newer programme is loaded. */
	ck_assert_uint_eq(le32toh(req->from), 0);
	ck_assert_uint_eq(le32toh(req->until), 0);
}
END_TEST

static void check_share(const struct dinh_share *share, unsigned int of,
			unsigned int num, unsigned int den, bool strict)
{
	ck_assert_uint_eq(share->of, of);
	ck_assert_uint_eq(le16toh(share->num), num);
	ck_assert_uint_eq(le16toh(share->den), den);
	ck_assert_int_eq(share->strict, strict);
}

/* At least two thirds of those summoned, over half of those present. */
START_TEST(votes)
{
	const struct dinh_requirement *req = programme_requirements(p);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rules); i++) {
		if (!strstr(req[i].code, "conference")) {
			ck_assert_uint_eq(req[i].quorum.of, DINH_OF_NOTHING);
			ck_assert_uint_eq(req[i].majority.of, DINH_OF_NOTHING);
			continue;
		}
		check_share(&req[i].quorum, DINH_OF_ELIGIBLE, 2, 3, false);
		check_share(&req[i].majority, DINH_OF_PRESENT, 1, 2, true);
	}
}
END_TEST

START_TEST(numbers)
{
	const struct dinh_requirement *agreement =
		requirement("collective-agreement");
	const struct dinh_requirement *conference =
		requirement("employees-conference");

	ck_assert_uint_eq(le16toh(agreement->term_min), 12);
	ck_assert_uint_eq(le16toh(agreement->term_max), 36);
	ck_assert_uint_eq(le32toh(conference->headcount_min), 10);
	ck_assert_uint_eq(conference->headcount_group, DINH_GROUP_EMPLOYEES);
}
END_TEST

static const struct {
	const char *code;
	const char *from;
	const char *until;
	bool verified;
} instruments[] = {
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

START_TEST(in_force)
{
	const struct dinh_instrument *ins = instrument(instruments[_i].code);

	ck_assert_uint_eq(le16toh(p->body->instruments),
			  ARRAY_SIZE(instruments));
	ck_assert_uint_eq(le32toh(ins->from), instruments[_i].from ?
			  day(instruments[_i].from) : 0);
	ck_assert_uint_eq(le32toh(ins->until), instruments[_i].until ?
			  day(instruments[_i].until) : 0);
	ck_assert_int_eq(verified(ins->flags), instruments[_i].verified);
}
END_TEST

/* The nine contents were read, and two regulations of three by their names. */
START_TEST(items)
{
	const struct dinh_requirement *req = programme_requirements(p);
	unsigned int i, j, unknown = 0;

	for (i = 0; i < ARRAY_SIZE(rules); i++)
		for (j = 0; j < req[i].items; j++) {
			const struct dinh_item *item =
				&programme_items(p)[le16toh(req[i].item) + j];

			if (req[i].items == 1)
				ck_assert_int_eq(verified(item->flags),
						 verified(req[i].flags));
			else if (!verified(item->flags))
				unknown++;
		}
	ck_assert_uint_eq(unknown, 1);
	i = le16toh(requirement("regulations-enterprise")->item) + 2;
	ck_assert(!verified(programme_items(p)[i].flags));
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
	const struct dinh_programme *body = p->body;
	unsigned int i;

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
}
END_TEST

TCase *shipped_case(void)
{
	TCase *tc = tcase_create("shipped");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, head);
	tcase_add_test(tc, objectives);
	tcase_add_loop_test(tc, indicator, 0, ARRAY_SIZE(indicators));
	tcase_add_loop_test(tc, rule, 0, ARRAY_SIZE(rules));
	tcase_add_test(tc, votes);
	tcase_add_test(tc, numbers);
	tcase_add_loop_test(tc, in_force, 0, ARRAY_SIZE(instruments));
	tcase_add_test(tc, items);
	tcase_add_test(tc, titles);
	return tc;
}
