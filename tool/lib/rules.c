// SPDX-License-Identifier: GPL-2.0-only
/* The programme in force, out of its messages. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "client.h"
#include "i18n.h"
#include "rules.h"

#define ATTRIBUTES_MAX	((int)DINH_REQUIREMENT_A_MAX)

/* Elements number their attributes alike: code, title-vi, title-en first. */
_Static_assert((int)DINH_INSTRUMENT_A_MAX <= ATTRIBUTES_MAX &&
	       (int)DINH_INDICATOR_A_MAX <= ATTRIBUTES_MAX &&
	       (int)DINH_OBJECTIVE_A_MAX <= ATTRIBUTES_MAX &&
	       (int)DINH_ITEM_A_MAX <= ATTRIBUTES_MAX &&
	       (int)DINH_SHARE_A_MAX <= ATTRIBUTES_MAX, "one array holds them all");

const char *title_text(const struct title *title)
{
	const char *first = i18n_vietnamese() ? title->vi : title->en;
	const char *other = i18n_vietnamese() ? title->en : title->vi;

	if (first && *first)
		return first;
	return other ?: "";
}

static uint32_t get_u32(struct nlattr **a, int type)
{
	return a[type] && nla_len(a[type]) >= 4 ? nla_get_u32(a[type]) : 0;
}

static void get_code(struct nlattr **a, int type, char *buf)
{
	*buf = '\0';
	if (a[type])
		nla_strlcpy(buf, a[type], DINH_CODE_SIZE);
}

static char *get_text(const struct nlattr *attr)
{
	return attr ? strndup(nla_data(attr), nla_len(attr)) : strdup("");
}

static int get_title(struct nlattr **a, int vi, int en, struct title *title)
{
	title->vi = get_text(a[vi]);
	title->en = get_text(a[en]);
	return title->vi && title->en ? 0 : -1;
}

static void get_share(const struct nlattr *nest, struct rules_share *share)
{
	struct nlattr *a[DINH_SHARE_A_MAX + 1];

	if (!nest || nla_parse_nested(a, DINH_SHARE_A_MAX,
				      (struct nlattr *)nest, NULL))
		return;
	share->num = get_u32(a, DINH_SHARE_A_NUM);
	share->den = get_u32(a, DINH_SHARE_A_DEN);
	share->of = get_u32(a, DINH_SHARE_A_OF);
	share->group = get_u32(a, DINH_SHARE_A_GROUP);
	share->strict = a[DINH_SHARE_A_STRICT];
}

static int add_instrument(struct rules *out, struct nlattr **a)
{
	struct rules_instrument *e;

	e = array_grow(&out->instrument, out->instruments, sizeof(*e));
	if (!e)
		return -1;
	out->instruments++;
	get_code(a, DINH_INSTRUMENT_A_CODE, e->code);
	e->from = get_u32(a, DINH_INSTRUMENT_A_FROM);
	e->until = get_u32(a, DINH_INSTRUMENT_A_UNTIL);
	e->verified = a[DINH_INSTRUMENT_A_VERIFIED];
	return get_title(a, DINH_INSTRUMENT_A_TITLE_VI,
			 DINH_INSTRUMENT_A_TITLE_EN, &e->title);
}

static int add_item(struct rules_requirement *e, struct nlattr *nest)
{
	struct nlattr *a[DINH_ITEM_A_MAX + 1];
	struct rules_item *item = &e->item[e->items];

	if (e->items == DINH_ITEMS_MAX ||
	    nla_parse_nested(a, DINH_ITEM_A_MAX, nest, NULL))
		return 0;
	e->items++;
	item->verified = a[DINH_ITEM_A_VERIFIED];
	return get_title(a, DINH_ITEM_A_TITLE_VI, DINH_ITEM_A_TITLE_EN,
			 &item->title);
}

static int add_requirement(struct rules *out, struct nlattr **a,
			   struct nlattr *nest)
{
	struct rules_requirement *e;
	struct nlattr *attr;
	int left;

	e = array_grow(&out->requirement, out->requirements, sizeof(*e));
	if (!e)
		return -1;
	out->requirements++;
	get_code(a, DINH_REQUIREMENT_A_CODE, e->code);
	get_code(a, DINH_REQUIREMENT_A_INSTRUMENT, e->instrument);
	e->number = get_u32(a, DINH_REQUIREMENT_A_NUMBER);
	e->kinds = get_u32(a, DINH_REQUIREMENT_A_KINDS);
	e->from = get_u32(a, DINH_REQUIREMENT_A_FROM);
	e->until = get_u32(a, DINH_REQUIREMENT_A_UNTIL);
	e->headcount_min = get_u32(a, DINH_REQUIREMENT_A_HEADCOUNT_MIN);
	e->headcount_group = get_u32(a, DINH_REQUIREMENT_A_HEADCOUNT_GROUP);
	e->groups = get_u32(a, DINH_REQUIREMENT_A_GROUPS);
	e->has_union = get_u32(a, DINH_REQUIREMENT_A_UNION);
	e->validity = get_u32(a, DINH_REQUIREMENT_A_VALIDITY);
	e->months = get_u32(a, DINH_REQUIREMENT_A_MONTHS);
	e->days = get_u32(a, DINH_REQUIREMENT_A_DAYS);
	e->grace_months = get_u32(a, DINH_REQUIREMENT_A_GRACE_MONTHS);
	e->grace = get_u32(a, DINH_REQUIREMENT_A_GRACE);
	e->term_min = get_u32(a, DINH_REQUIREMENT_A_TERM_MIN);
	e->term_max = get_u32(a, DINH_REQUIREMENT_A_TERM_MAX);
	e->posting = get_u32(a, DINH_REQUIREMENT_A_POSTING);
	e->verified = a[DINH_REQUIREMENT_A_VERIFIED];
	get_share(a[DINH_REQUIREMENT_A_QUORUM], &e->quorum);
	get_share(a[DINH_REQUIREMENT_A_MAJORITY], &e->majority);
	nla_for_each_nested(attr, nest, left)
		if (nla_type(attr) == DINH_REQUIREMENT_A_ITEM &&
		    add_item(e, attr))
			return -1;
	return get_title(a, DINH_REQUIREMENT_A_TITLE_VI,
			 DINH_REQUIREMENT_A_TITLE_EN, &e->title);
}

static int add_indicator(struct rules *out, struct nlattr **a,
			 struct nlattr *nest)
{
	struct rules_indicator *e;
	struct nlattr *attr;
	int left;

	e = array_grow(&out->indicator, out->indicators, sizeof(*e));
	if (!e)
		return -1;
	out->indicators++;
	get_code(a, DINH_INDICATOR_A_CODE, e->code);
	get_code(a, DINH_INDICATOR_A_OBJECTIVE, e->objective);
	e->kinds = get_u32(a, DINH_INDICATOR_A_KINDS);
	e->has_union = get_u32(a, DINH_INDICATOR_A_UNION);
	e->counted = get_u32(a, DINH_INDICATOR_A_COUNTED);
	e->threshold = get_u32(a, DINH_INDICATOR_A_THRESHOLD);
	e->percent = get_u32(a, DINH_INDICATOR_A_PERCENT);
	e->verified = a[DINH_INDICATOR_A_VERIFIED];
	nla_for_each_nested(attr, nest, left)
		if (nla_type(attr) == DINH_INDICATOR_A_REQUIREMENT &&
		    e->requirements < DINH_INDICATOR_REQUIREMENTS_MAX)
			nla_strlcpy(e->requirement[e->requirements++], attr,
				    DINH_CODE_SIZE);
	return get_title(a, DINH_INDICATOR_A_TITLE_VI,
			 DINH_INDICATOR_A_TITLE_EN, &e->title);
}

static int add_objective(struct rules *out, struct nlattr **a)
{
	struct rules_objective *e;

	e = array_grow(&out->objective, out->objectives, sizeof(*e));
	if (!e)
		return -1;
	out->objectives++;
	get_code(a, DINH_OBJECTIVE_A_CODE, e->code);
	e->kind = get_u32(a, DINH_OBJECTIVE_A_KIND);
	e->number = get_u32(a, DINH_OBJECTIVE_A_NUMBER);
	e->verified = a[DINH_OBJECTIVE_A_VERIFIED];
	return get_title(a, DINH_OBJECTIVE_A_TITLE_VI,
			 DINH_OBJECTIVE_A_TITLE_EN, &e->title);
}

static int add_element(struct rules *out, struct nlattr *attr)
{
	struct nlattr *a[ATTRIBUTES_MAX + 1];

	if (nla_type(attr) < DINH_A_INSTRUMENT_DEF ||
	    nla_type(attr) > DINH_A_OBJECTIVE_DEF ||
	    nla_parse_nested(a, ATTRIBUTES_MAX, attr, NULL))
		return 0;
	switch (nla_type(attr)) {
	case DINH_A_INSTRUMENT_DEF:
		return add_instrument(out, a);
	case DINH_A_REQUIREMENT_DEF:
		return add_requirement(out, a, attr);
	case DINH_A_INDICATOR_DEF:
		return add_indicator(out, a, attr);
	default:
		return add_objective(out, a);
	}
}

static int add_message(struct nlattr **a, struct nlmsghdr *msg, void *data,
		       struct error *err)
{
	struct rules *out = data;
	struct nlattr *attr;
	int left;

	if (!a) {
		rules_free(out);
		return 0;
	}
	if (a[DINH_A_CODE]) {
		get_code(a, DINH_A_CODE, out->code);
		out->from = get_u32(a, DINH_A_FROM);
		out->late_days = get_u32(a, DINH_A_LATE_DAYS);
		out->answer_days = get_u32(a, DINH_A_ANSWER_DAYS);
		out->answer_verified = a[DINH_A_ANSWER_VERIFIED];
		if (get_title(a, DINH_A_TITLE_VI, DINH_A_TITLE_EN, &out->title))
			return error_memory(err);
	}
	nlmsg_for_each_attr(attr, msg, GENL_HDRLEN, left)
		if (add_element(out, attr))
			return error_memory(err);
	return 0;
}

int rules_get(struct client *client, struct rules *out, struct error *err)
{
	memset(out, 0, sizeof(*out));
	if (!client_call(client,
			 client_request(client, DINH_CMD_PROGRAMME_GET,
					NLM_F_DUMP),
			 add_message, out, &out->changed, err))
		return 0;
	rules_free(out);
	return err->code == ENOENT ? 0 : -1;
}

static void free_title(struct title *title)
{
	free(title->vi);
	free(title->en);
}

void rules_free(struct rules *rules)
{
	size_t i, j;

	free_title(&rules->title);
	for (i = 0; i < rules->instruments; i++)
		free_title(&rules->instrument[i].title);
	for (i = 0; i < rules->requirements; i++) {
		free_title(&rules->requirement[i].title);
		for (j = 0; j < rules->requirement[i].items; j++)
			free_title(&rules->requirement[i].item[j].title);
	}
	for (i = 0; i < rules->indicators; i++)
		free_title(&rules->indicator[i].title);
	for (i = 0; i < rules->objectives; i++)
		free_title(&rules->objective[i].title);
	free(rules->instrument);
	free(rules->requirement);
	free(rules->indicator);
	free(rules->objective);
	memset(rules, 0, sizeof(*rules));
}

const struct rules_requirement *rules_requirement(const struct rules *rules,
						  const char *code)
{
	size_t i;

	for (i = 0; i < rules->requirements; i++)
		if (!strcmp(rules->requirement[i].code, code))
			return &rules->requirement[i];
	return NULL;
}

const struct rules_requirement *
rules_requirement_number(const struct rules *rules, uint32_t number)
{
	size_t i;

	for (i = 0; i < rules->requirements; i++)
		if (rules->requirement[i].number == number)
			return &rules->requirement[i];
	return NULL;
}

const struct rules_indicator *rules_indicator(const struct rules *rules,
					      const char *code)
{
	size_t i;

	for (i = 0; i < rules->indicators; i++)
		if (!strcmp(rules->indicator[i].code, code))
			return &rules->indicator[i];
	return NULL;
}
