// SPDX-License-Identifier: GPL-2.0-only
/* Programmes: into netlink messages. */
#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/msg.h>

#include "programme.h"

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/* No element takes more than this besides its titles. */
#define ELEMENT_SIZE	512

/**
 * struct number - a field that is sent as u32
 * @attr: the attribute
 * @size: of the field, in bytes
 * @always: whether it is sent when it is 0
 * @offset: of the field
 */
struct number {
	uint16_t attr;
	uint8_t size;
	bool always;
	uint16_t offset;
};

#define NUMBER(attr, always, type, member) \
	{ attr, sizeof(((type *)NULL)->member), always, offsetof(type, member) }

static const struct number instrument_numbers[] = {
	NUMBER(DINH_INSTRUMENT_A_FROM, false, struct dinh_instrument, from),
	NUMBER(DINH_INSTRUMENT_A_UNTIL, false, struct dinh_instrument, until),
};

#define REQUIREMENT_NUMBER(name, always, member) \
	NUMBER(DINH_REQUIREMENT_A_##name, always, struct dinh_requirement, \
	       member)

static const struct number requirement_numbers[] = {
	REQUIREMENT_NUMBER(KINDS, true, kinds),
	REQUIREMENT_NUMBER(FROM, false, from),
	REQUIREMENT_NUMBER(UNTIL, false, until),
	REQUIREMENT_NUMBER(GROUPS, false, groups),
	REQUIREMENT_NUMBER(UNION, true, has_union),
	REQUIREMENT_NUMBER(VALIDITY, true, validity),
	REQUIREMENT_NUMBER(MONTHS, false, months),
	REQUIREMENT_NUMBER(DAYS, false, days),
	REQUIREMENT_NUMBER(GRACE_MONTHS, false, grace_months),
	REQUIREMENT_NUMBER(GRACE, false, grace),
	REQUIREMENT_NUMBER(TERM_MIN, false, term_min),
	REQUIREMENT_NUMBER(TERM_MAX, false, term_max),
	REQUIREMENT_NUMBER(POSTING, false, posting),
};

static const struct number headcount_numbers[] = {
	REQUIREMENT_NUMBER(HEADCOUNT_MIN, true, headcount_min),
	REQUIREMENT_NUMBER(HEADCOUNT_GROUP, true, headcount_group),
};

static const struct number share_numbers[] = {
	NUMBER(DINH_SHARE_A_NUM, true, struct dinh_share, num),
	NUMBER(DINH_SHARE_A_DEN, true, struct dinh_share, den),
	NUMBER(DINH_SHARE_A_OF, true, struct dinh_share, of),
	NUMBER(DINH_SHARE_A_GROUP, false, struct dinh_share, group),
};

#define INDICATOR_NUMBER(name, member) \
	NUMBER(DINH_INDICATOR_A_##name, true, struct dinh_indicator, member)

static const struct number indicator_numbers[] = {
	INDICATOR_NUMBER(KINDS, kinds),
	INDICATOR_NUMBER(UNION, has_union),
	INDICATOR_NUMBER(COUNTED, counted),
	INDICATOR_NUMBER(THRESHOLD, threshold),
	INDICATOR_NUMBER(PERCENT, percent),
};

static const struct number objective_numbers[] = {
	NUMBER(DINH_OBJECTIVE_A_KIND, true, struct dinh_objective, kind),
	NUMBER(DINH_OBJECTIVE_A_NUMBER, true, struct dinh_objective, number),
};

static int put_numbers(struct nl_msg *msg, const void *element,
		       const struct number *numbers, size_t n)
{
	size_t i;
	int err;

	for (i = 0; i < n; i++) {
		__le32 wide = 0;

		/* Little-endian: a narrow field is the low bytes of a u32. */
		memcpy(&wide, (const char *)element + numbers[i].offset,
		       numbers[i].size);
		if (!wide && !numbers[i].always)
			continue;
		err = nla_put_u32(msg, numbers[i].attr, le32toh(wide));
		if (err)
			return err;
	}
	return 0;
}

#define PUT_NUMBERS(msg, element, numbers) \
	put_numbers(msg, element, numbers, ARRAY_SIZE(numbers))

static int put_flag(struct nl_msg *msg, int attr, bool flag)
{
	return flag ? nla_put_flag(msg, attr) : 0;
}

/**
 * struct names - the attributes that most elements have
 * @code: or 0
 * @vi: Vietnamese title
 * @en: English title
 * @verified: flag
 */
struct names {
	int code;
	int vi;
	int en;
	int verified;
};

static int put_names(struct nl_msg *msg, const struct programme *p,
		     const struct names *names, const char *code,
		     const struct dinh_text *title, __le32 flags)
{
	int err = names->code ? nla_put_string(msg, names->code, code) : 0;

	if (!err)
		err = nla_put_string(msg, names->vi,
				     programme_text(p, title->vi));
	if (!err)
		err = nla_put_string(msg, names->en,
				     programme_text(p, title->en));
	if (!err)
		err = put_flag(msg, names->verified,
			       le32toh(flags) & DINH_FLAG_VERIFIED);
	return err;
}

static int put_instrument(struct nl_msg *msg, const struct programme *p,
			  unsigned int i)
{
	static const struct names names = {
		DINH_INSTRUMENT_A_CODE, DINH_INSTRUMENT_A_TITLE_VI,
		DINH_INSTRUMENT_A_TITLE_EN, DINH_INSTRUMENT_A_VERIFIED
	};
	const struct dinh_instrument *ins = &programme_instruments(p)[i];
	int err = put_names(msg, p, &names, ins->code, &ins->title,
			    ins->flags);

	return err ?: PUT_NUMBERS(msg, ins, instrument_numbers);
}

static int put_share(struct nl_msg *msg, int attr,
		     const struct dinh_share *share)
{
	struct nlattr *nest;
	int err;

	if (share->of == DINH_OF_NOTHING)
		return 0;
	nest = nla_nest_start(msg, attr | NLA_F_NESTED);
	if (!nest)
		return -NLE_NOMEM;
	err = PUT_NUMBERS(msg, share, share_numbers) ?:
	      put_flag(msg, DINH_SHARE_A_STRICT, share->strict);
	return err ?: nla_nest_end(msg, nest);
}

static int put_item(struct nl_msg *msg, const struct programme *p,
		    const struct dinh_item *item)
{
	static const struct names names = {
		0, DINH_ITEM_A_TITLE_VI, DINH_ITEM_A_TITLE_EN,
		DINH_ITEM_A_VERIFIED
	};
	struct nlattr *nest = nla_nest_start(msg, DINH_REQUIREMENT_A_ITEM |
						  NLA_F_NESTED);
	int err = nest ? put_names(msg, p, &names, NULL, &item->title,
				   item->flags) : -NLE_NOMEM;

	return err ?: nla_nest_end(msg, nest);
}

static int put_requirement(struct nl_msg *msg, const struct programme *p,
			   unsigned int i)
{
	static const struct names names = {
		DINH_REQUIREMENT_A_CODE, DINH_REQUIREMENT_A_TITLE_VI,
		DINH_REQUIREMENT_A_TITLE_EN, DINH_REQUIREMENT_A_VERIFIED
	};
	const struct dinh_requirement *req = &programme_requirements(p)[i];
	const struct dinh_instrument *ins =
		&programme_instruments(p)[le16toh(req->instrument)];
	const struct dinh_item *item =
		&programme_items(p)[le16toh(req->item)];
	unsigned int j;
	int err;

	err = put_names(msg, p, &names, req->code, &req->title, req->flags) ?:
	      nla_put_string(msg, DINH_REQUIREMENT_A_INSTRUMENT, ins->code) ?:
	      PUT_NUMBERS(msg, req, requirement_numbers) ?:
	      put_share(msg, DINH_REQUIREMENT_A_QUORUM, &req->quorum) ?:
	      put_share(msg, DINH_REQUIREMENT_A_MAJORITY, &req->majority);
	if (!err && req->headcount_min)
		err = PUT_NUMBERS(msg, req, headcount_numbers);
	for (j = 0; j < req->items && !err; j++)
		err = put_item(msg, p, &item[j]);
	return err;
}

static int put_indicator(struct nl_msg *msg, const struct programme *p,
			 unsigned int i)
{
	static const struct names names = {
		DINH_INDICATOR_A_CODE, DINH_INDICATOR_A_TITLE_VI,
		DINH_INDICATOR_A_TITLE_EN, DINH_INDICATOR_A_VERIFIED
	};
	const struct dinh_indicator *ind = &programme_indicators(p)[i];
	const struct dinh_objective *obj =
		&programme_objectives(p)[le16toh(ind->objective)];
	const struct dinh_requirement *req = programme_requirements(p);
	unsigned int j;
	int err;

	err = put_names(msg, p, &names, ind->code, &ind->title, ind->flags) ?:
	      nla_put_string(msg, DINH_INDICATOR_A_OBJECTIVE, obj->code) ?:
	      PUT_NUMBERS(msg, ind, indicator_numbers);
	for (j = 0; j < le16toh(ind->requirements) && !err; j++)
		err = nla_put_string(msg, DINH_INDICATOR_A_REQUIREMENT,
				     req[le16toh(ind->requirement[j])].code);
	return err;
}

static int put_objective(struct nl_msg *msg, const struct programme *p,
			 unsigned int i)
{
	static const struct names names = {
		DINH_OBJECTIVE_A_CODE, DINH_OBJECTIVE_A_TITLE_VI,
		DINH_OBJECTIVE_A_TITLE_EN, DINH_OBJECTIVE_A_VERIFIED
	};
	const struct dinh_objective *obj = &programme_objectives(p)[i];
	int err = put_names(msg, p, &names, obj->code, &obj->title,
			    obj->flags);

	return err ?: PUT_NUMBERS(msg, obj, objective_numbers);
}

static int put_elements(struct nl_msg *msg, const struct programme *p,
			int attr, __le16 n,
			int (*put)(struct nl_msg *msg,
				   const struct programme *p, unsigned int i))
{
	struct nlattr *nest;
	unsigned int i;
	int err = 0;

	for (i = 0; i < le16toh(n) && !err; i++) {
		nest = nla_nest_start(msg, attr | NLA_F_NESTED);
		err = nest ? put(msg, p, i) : -NLE_NOMEM;
		if (!err)
			err = nla_nest_end(msg, nest);
	}
	return err;
}

static size_t title_size(const struct programme *p,
			 const struct dinh_text *title)
{
	return strlen(programme_text(p, title->vi)) +
	       strlen(programme_text(p, title->en));
}

/* At least as much as all attributes take. */
static size_t message_size(const struct programme *p)
{
	const struct dinh_programme *body = p->body;
	size_t i, n = 1 + le16toh(body->instruments) +
		      le16toh(body->requirements) + le16toh(body->items) +
		      le16toh(body->indicators) + le16toh(body->objectives);
	size_t size = n * ELEMENT_SIZE + title_size(p, &body->title);

	for (i = 0; i < le16toh(body->instruments); i++)
		size += title_size(p, &programme_instruments(p)[i].title);
	for (i = 0; i < le16toh(body->requirements); i++)
		size += title_size(p, &programme_requirements(p)[i].title);
	for (i = 0; i < le16toh(body->items); i++)
		size += title_size(p, &programme_items(p)[i].title);
	for (i = 0; i < le16toh(body->indicators); i++)
		size += title_size(p, &programme_indicators(p)[i].title);
	for (i = 0; i < le16toh(body->objectives); i++)
		size += title_size(p, &programme_objectives(p)[i].title);
	return size;
}

static int make_room(struct nl_msg *msg, size_t size)
{
	size += nlmsg_hdr(msg)->nlmsg_len;
	return size > nlmsg_get_max_size(msg) ? nlmsg_expand(msg, size) : 0;
}

static int put_answer_days(struct nl_msg *msg,
			   const struct dinh_programme *body)
{
	if (!body->answer_days)
		return 0;
	return nla_put_u32(msg, DINH_A_ANSWER_DAYS, body->answer_days) ?:
	       put_flag(msg, DINH_A_ANSWER_VERIFIED,
			body->flags & DINH_FLAG_VERIFIED);
}

int programme_put(struct nl_msg *msg, const struct programme *p)
{
	static const struct names names = {
		DINH_A_CODE, DINH_A_TITLE_VI, DINH_A_TITLE_EN, 0
	};
	const struct dinh_programme *body = p->body;

	return make_room(msg, message_size(p)) ?:
	       put_names(msg, p, &names, body->code, &body->title, 0) ?:
	       nla_put_u32(msg, DINH_A_FROM, le32toh(body->from)) ?:
	       nla_put_u32(msg, DINH_A_LATE_DAYS, le32toh(body->late_days)) ?:
	       put_answer_days(msg, body) ?:
	       put_elements(msg, p, DINH_A_INSTRUMENT_DEF, body->instruments,
			    put_instrument) ?:
	       put_elements(msg, p, DINH_A_REQUIREMENT_DEF, body->requirements,
			    put_requirement) ?:
	       put_elements(msg, p, DINH_A_OBJECTIVE_DEF, body->objectives,
			    put_objective) ?:
	       put_elements(msg, p, DINH_A_INDICATOR_DEF, body->indicators,
			    put_indicator);
}
