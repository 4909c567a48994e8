// SPDX-License-Identifier: GPL-2.0-only
/*
 * programme-load, programme-get. The same tables of fields read a programme
 * from its attributes and put it back into them.
 */
#include "door.h"
#include "netlink.h"

/*
 * Policies: they keep a value from being cut to the size of its field. Whether
 * it makes sense is said by the engine, which names the element.
 */

static struct netlink_range_validation u16_range = {
	.max = U16_MAX,
};

#define DINH_POLICY_U8		NLA_POLICY_MAX(NLA_U32, U8_MAX)
#define DINH_POLICY_U16		NLA_POLICY_FULL_RANGE(NLA_U32, &u16_range)
/* Every kind but the register itself. */
#define DINH_POLICY_KINDS	NLA_POLICY_MASK(NLA_U32, \
						BIT(DINH_KINDS) - 2)
#define DINH_POLICY_GROUPS	NLA_POLICY_MASK(NLA_U32, BIT(DINH_GROUPS) - 1)

static const struct nla_policy instrument_policy[DINH_INSTRUMENT_A_MAX + 1] = {
	[DINH_INSTRUMENT_A_CODE] = DINH_POLICY_CODE,
	[DINH_INSTRUMENT_A_TITLE_VI] = DINH_POLICY_TITLE,
	[DINH_INSTRUMENT_A_TITLE_EN] = DINH_POLICY_TITLE,
	[DINH_INSTRUMENT_A_FROM] = DINH_POLICY_U32,
	[DINH_INSTRUMENT_A_UNTIL] = DINH_POLICY_U32,
	[DINH_INSTRUMENT_A_VERIFIED] = DINH_POLICY_FLAG,
};

static const struct nla_policy item_policy[DINH_ITEM_A_MAX + 1] = {
	[DINH_ITEM_A_TITLE_VI] = DINH_POLICY_TITLE,
	[DINH_ITEM_A_TITLE_EN] = DINH_POLICY_TITLE,
	[DINH_ITEM_A_VERIFIED] = DINH_POLICY_FLAG,
};

static const struct nla_policy share_policy[DINH_SHARE_A_MAX + 1] = {
	[DINH_SHARE_A_NUM] = DINH_POLICY_U16,
	[DINH_SHARE_A_DEN] = DINH_POLICY_U16,
	[DINH_SHARE_A_OF] = DINH_POLICY_U8,
	[DINH_SHARE_A_GROUP] = DINH_POLICY_U8,
	[DINH_SHARE_A_STRICT] = DINH_POLICY_FLAG,
};

/* NUMBER is the register's to give. */
static const struct nla_policy
requirement_policy[DINH_REQUIREMENT_A_MAX + 1] = {
	[DINH_REQUIREMENT_A_CODE] = DINH_POLICY_CODE,
	[DINH_REQUIREMENT_A_TITLE_VI] = DINH_POLICY_TITLE,
	[DINH_REQUIREMENT_A_TITLE_EN] = DINH_POLICY_TITLE,
	[DINH_REQUIREMENT_A_INSTRUMENT] = DINH_POLICY_CODE,
	[DINH_REQUIREMENT_A_ITEM] = NLA_POLICY_NESTED(item_policy),
	[DINH_REQUIREMENT_A_KINDS] = DINH_POLICY_KINDS,
	[DINH_REQUIREMENT_A_VERIFIED] = DINH_POLICY_FLAG,
	[DINH_REQUIREMENT_A_FROM] = DINH_POLICY_U32,
	[DINH_REQUIREMENT_A_UNTIL] = DINH_POLICY_U32,
	[DINH_REQUIREMENT_A_HEADCOUNT_MIN] = DINH_POLICY_U32,
	[DINH_REQUIREMENT_A_HEADCOUNT_GROUP] = DINH_POLICY_U8,
	[DINH_REQUIREMENT_A_GROUPS] = DINH_POLICY_GROUPS,
	[DINH_REQUIREMENT_A_UNION] = DINH_POLICY_U8,
	[DINH_REQUIREMENT_A_VALIDITY] = DINH_POLICY_U8,
	[DINH_REQUIREMENT_A_MONTHS] = DINH_POLICY_U16,
	[DINH_REQUIREMENT_A_DAYS] = DINH_POLICY_U16,
	[DINH_REQUIREMENT_A_GRACE_MONTHS] = DINH_POLICY_U8,
	[DINH_REQUIREMENT_A_GRACE] = DINH_POLICY_U16,
	[DINH_REQUIREMENT_A_TERM_MIN] = DINH_POLICY_U16,
	[DINH_REQUIREMENT_A_TERM_MAX] = DINH_POLICY_U16,
	[DINH_REQUIREMENT_A_POSTING] = DINH_POLICY_U16,
	[DINH_REQUIREMENT_A_QUORUM] = NLA_POLICY_NESTED(share_policy),
	[DINH_REQUIREMENT_A_MAJORITY] = NLA_POLICY_NESTED(share_policy),
};

static const struct nla_policy indicator_policy[DINH_INDICATOR_A_MAX + 1] = {
	[DINH_INDICATOR_A_CODE] = DINH_POLICY_CODE,
	[DINH_INDICATOR_A_TITLE_VI] = DINH_POLICY_TITLE,
	[DINH_INDICATOR_A_TITLE_EN] = DINH_POLICY_TITLE,
	[DINH_INDICATOR_A_OBJECTIVE] = DINH_POLICY_CODE,
	[DINH_INDICATOR_A_KINDS] = DINH_POLICY_KINDS,
	[DINH_INDICATOR_A_UNION] = DINH_POLICY_U8,
	[DINH_INDICATOR_A_COUNTED] = DINH_POLICY_U8,
	[DINH_INDICATOR_A_THRESHOLD] = DINH_POLICY_U8,
	[DINH_INDICATOR_A_PERCENT] = DINH_POLICY_U8,
	[DINH_INDICATOR_A_REQUIREMENT] = DINH_POLICY_CODE,
	[DINH_INDICATOR_A_VERIFIED] = DINH_POLICY_FLAG,
};

static const struct nla_policy objective_policy[DINH_OBJECTIVE_A_MAX + 1] = {
	[DINH_OBJECTIVE_A_CODE] = DINH_POLICY_CODE,
	[DINH_OBJECTIVE_A_TITLE_VI] = DINH_POLICY_TITLE,
	[DINH_OBJECTIVE_A_TITLE_EN] = DINH_POLICY_TITLE,
	[DINH_OBJECTIVE_A_KIND] = DINH_POLICY_U16,
	[DINH_OBJECTIVE_A_NUMBER] = DINH_POLICY_U16,
	[DINH_OBJECTIVE_A_VERIFIED] = DINH_POLICY_FLAG,
};

const struct nla_policy dinh_programme_load_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_TITLE_VI] = DINH_POLICY_TITLE,
	[DINH_A_TITLE_EN] = DINH_POLICY_TITLE,
	[DINH_A_FROM] = DINH_POLICY_U32,
	[DINH_A_LATE_DAYS] = DINH_POLICY_U32,
	[DINH_A_ANSWER_DAYS] = NLA_POLICY_MAX(NLA_U32, U8_MAX),
	[DINH_A_ANSWER_VERIFIED] = DINH_POLICY_FLAG,
	[DINH_A_INSTRUMENT_DEF] = NLA_POLICY_NESTED(instrument_policy),
	[DINH_A_REQUIREMENT_DEF] = NLA_POLICY_NESTED(requirement_policy),
	[DINH_A_INDICATOR_DEF] = NLA_POLICY_NESTED(indicator_policy),
	[DINH_A_OBJECTIVE_DEF] = NLA_POLICY_NESTED(objective_policy),
};

/*
 * Fields: attributes that are one value of a structure.
 */

/**
 * enum field_kind - how a field is kept, and what it is as an attribute
 * @FIELD_CODE: char[DINH_CODE_SIZE]; string
 * @FIELD_TEXT: offset of a text; string
 * @FIELD_U8: u8; u32
 * @FIELD_U16: __le16; u32
 * @FIELD_U32: __le32; u32
 * @FIELD_BOOL: u8, 0 or 1; flag
 * @FIELD_VERIFIED: DINH_FLAG_VERIFIED in __le32; flag
 */
enum field_kind {
	FIELD_CODE,
	FIELD_TEXT,
	FIELD_U8,
	FIELD_U16,
	FIELD_U32,
	FIELD_BOOL,
	FIELD_VERIFIED,
};

/**
 * struct field - one of a table
 * @attr: type of the attribute
 * @kind: enum field_kind
 * @offset: in the structure
 */
struct field {
	u8 attr;
	u8 kind;
	u16 offset;
};

#define FIELD(_struct, _attr, _kind, _member) \
	{ _attr, FIELD_##_kind, offsetof(struct _struct, _member) }

static const struct field programme_fields[] = {
	FIELD(dinh_programme, DINH_A_CODE, CODE, code),
	FIELD(dinh_programme, DINH_A_TITLE_VI, TEXT, title.vi),
	FIELD(dinh_programme, DINH_A_TITLE_EN, TEXT, title.en),
	FIELD(dinh_programme, DINH_A_FROM, U32, from),
	FIELD(dinh_programme, DINH_A_LATE_DAYS, U32, late_days),
	FIELD(dinh_programme, DINH_A_ANSWER_DAYS, U8, answer_days),
	FIELD(dinh_programme, DINH_A_ANSWER_VERIFIED, BOOL, flags),
};

#define INSTRUMENT(_attr, _kind, _member) \
	FIELD(dinh_instrument, DINH_INSTRUMENT_A_##_attr, _kind, _member)

static const struct field instrument_fields[] = {
	INSTRUMENT(CODE, CODE, code),
	INSTRUMENT(TITLE_VI, TEXT, title.vi),
	INSTRUMENT(TITLE_EN, TEXT, title.en),
	INSTRUMENT(FROM, U32, from),
	INSTRUMENT(UNTIL, U32, until),
	INSTRUMENT(VERIFIED, VERIFIED, flags),
};

#define ITEM(_attr, _kind, _member) \
	FIELD(dinh_item, DINH_ITEM_A_##_attr, _kind, _member)

static const struct field item_fields[] = {
	ITEM(TITLE_VI, TEXT, title.vi),
	ITEM(TITLE_EN, TEXT, title.en),
	ITEM(VERIFIED, VERIFIED, flags),
};

#define SHARE(_attr, _kind, _member) \
	FIELD(dinh_share, DINH_SHARE_A_##_attr, _kind, _member)

static const struct field share_fields[] = {
	SHARE(NUM, U16, num),
	SHARE(DEN, U16, den),
	SHARE(OF, U8, of),
	SHARE(GROUP, U8, group),
	SHARE(STRICT, BOOL, strict),
};

#define REQUIREMENT(_attr, _kind, _member) \
	FIELD(dinh_requirement, DINH_REQUIREMENT_A_##_attr, _kind, _member)

static const struct field requirement_fields[] = {
	REQUIREMENT(CODE, CODE, code),
	REQUIREMENT(TITLE_VI, TEXT, title.vi),
	REQUIREMENT(TITLE_EN, TEXT, title.en),
	REQUIREMENT(KINDS, U16, kinds),
	REQUIREMENT(VERIFIED, VERIFIED, flags),
	REQUIREMENT(FROM, U32, from),
	REQUIREMENT(UNTIL, U32, until),
	REQUIREMENT(HEADCOUNT_MIN, U32, headcount_min),
	REQUIREMENT(HEADCOUNT_GROUP, U8, headcount_group),
	REQUIREMENT(GROUPS, U8, groups),
	REQUIREMENT(UNION, U8, has_union),
	REQUIREMENT(VALIDITY, U8, validity),
	REQUIREMENT(MONTHS, U16, months),
	REQUIREMENT(DAYS, U16, days),
	REQUIREMENT(GRACE_MONTHS, U8, grace_months),
	REQUIREMENT(GRACE, U16, grace),
	REQUIREMENT(TERM_MIN, U16, term_min),
	REQUIREMENT(TERM_MAX, U16, term_max),
	REQUIREMENT(POSTING, U16, posting),
};

#define INDICATOR(_attr, _kind, _member) \
	FIELD(dinh_indicator, DINH_INDICATOR_A_##_attr, _kind, _member)

static const struct field indicator_fields[] = {
	INDICATOR(CODE, CODE, code),
	INDICATOR(TITLE_VI, TEXT, title.vi),
	INDICATOR(TITLE_EN, TEXT, title.en),
	INDICATOR(KINDS, U16, kinds),
	INDICATOR(UNION, U8, has_union),
	INDICATOR(COUNTED, U8, counted),
	INDICATOR(THRESHOLD, U8, threshold),
	INDICATOR(PERCENT, U8, percent),
	INDICATOR(VERIFIED, VERIFIED, flags),
};

#define OBJECTIVE(_attr, _kind, _member) \
	FIELD(dinh_objective, DINH_OBJECTIVE_A_##_attr, _kind, _member)

static const struct field objective_fields[] = {
	OBJECTIVE(CODE, CODE, code),
	OBJECTIVE(TITLE_VI, TEXT, title.vi),
	OBJECTIVE(TITLE_EN, TEXT, title.en),
	OBJECTIVE(KIND, U16, kind),
	OBJECTIVE(NUMBER, U16, number),
	OBJECTIVE(VERIFIED, VERIFIED, flags),
};

/*
 * Loading.
 */

/**
 * struct loader - a programme being read
 * @req: the request
 * @entry: what it becomes
 * @body: of that
 * @instrument: its arrays
 * @requirement: ..
 * @item: ..
 * @indicator: ..
 * @objective: ..
 * @text: its texts
 * @used: bytes of them
 * @instruments: elements in the message, later those read so far
 * @requirements: ..
 * @items: ..
 * @indicators: ..
 * @objectives: ..
 */
struct loader {
	struct dinh_request *req;
	struct dinh_entry *entry;
	struct dinh_programme *body;
	struct dinh_instrument *instrument;
	struct dinh_requirement *requirement;
	struct dinh_item *item;
	struct dinh_indicator *indicator;
	struct dinh_objective *objective;
	char *text;
	u32 used;
	u32 instruments;
	u32 requirements;
	u32 items;
	u32 indicators;
	u32 objectives;
};

/* There is room: no text is longer than the attribute that brings it. */
static int load_text(struct loader *l, const struct nlattr *attr, __le32 *to)
{
	const char *text;
	size_t len;
	int err;

	err = dinh_request_string(l->req, attr, &text);
	if (err)
		return err;
	len = strlen(text);
	if (!len)
		return 0;
	*to = cpu_to_le32(l->used);
	memcpy(l->text + l->used, text, len + 1);
	l->used += len + 1;
	return 0;
}

static int load_code(struct loader *l, const struct nlattr *attr, char *to)
{
	const char *code;
	int err;

	err = dinh_request_string(l->req, attr, &code);
	if (!err)
		memcpy(to, code, strlen(code));
	return err;
}

static int load_field(struct loader *l, const struct field *field,
		      const struct nlattr *attr, void *to)
{
	void *at = to + field->offset;

	switch (field->kind) {
	case FIELD_CODE:
		return load_code(l, attr, at);
	case FIELD_TEXT:
		return load_text(l, attr, at);
	case FIELD_U8:
		*(u8 *)at = nla_get_u32(attr);
		break;
	case FIELD_U16:
		*(__le16 *)at = cpu_to_le16(nla_get_u32(attr));
		break;
	case FIELD_U32:
		*(__le32 *)at = cpu_to_le32(nla_get_u32(attr));
		break;
	case FIELD_BOOL:
		*(u8 *)at = 1;
		break;
	case FIELD_VERIFIED:
		*(__le32 *)at |= cpu_to_le32(DINH_FLAG_VERIFIED);
		break;
	}
	return 0;
}

static int load_fields(struct loader *l, const struct field *field, size_t n,
		       struct nlattr **tb, void *to)
{
	int err = 0;

	for (; n && !err; n--, field++)
		if (tb[field->attr])
			err = load_field(l, field, tb[field->attr], to);
	return err;
}

/* The policy was looked at already, with the whole message. */
static int parse(struct loader *l, const struct nlattr *nest,
		 const struct nla_policy *policy, u16 max, struct nlattr **tb)
{
	if (!nla_parse_nested(tb, max, nest, policy, NULL))
		return 0;
	l->req->bad = nest;
	return dinh_refuse(&l->req->why, DINH_REFUSED_PROGRAMME_FORM, 0);
}

/* What has a default is left out; a name has none. */
static int need(struct loader *l, const struct nlattr *nest,
		struct nlattr **tb, u16 attr, const char *of,
		const char *name)
{
	if (tb[attr])
		return 0;
	l->req->nest = nest;
	l->req->missing = attr;
	return dinh_refuse(&l->req->why, DINH_REFUSED_MISSING_IN, 0, of, name);
}

/*
 * The index of the element that has the code in @attr, among @n of @size bytes,
 * each of which begins with its code. @by refers to it.
 */
static int find(struct loader *l, const struct nlattr *attr, const char *by,
		const void *first, size_t size, u32 n, __le16 *index)
{
	const char *code;
	int err;
	u32 i;

	err = dinh_request_string(l->req, attr, &code);
	if (err)
		return err;
	for (i = 0; i < n; i++) {
		if (strcmp(first + i * size, code))
			continue;
		*index = cpu_to_le16(i);
		return 0;
	}
	l->req->bad = attr;
	return dinh_refuse(&l->req->why, DINH_REFUSED_PROGRAMME_NAMES, 0, by,
			   code);
}

/* A count that its field might cut. */
static int bound(struct loader *l, const struct nlattr *nest, const char *by,
		 const char *what, u32 n, u32 max)
{
	if (n <= max)
		return 0;
	l->req->bad = nest;
	return dinh_refuse(&l->req->why, DINH_REFUSED_PROGRAMME_FIELD, 0, by,
			   what, (u64)n, 1ull, (u64)max);
}

static int load_instrument(struct loader *l, const struct nlattr *nest)
{
	struct dinh_instrument *to = &l->instrument[l->instruments];
	struct nlattr *tb[DINH_INSTRUMENT_A_MAX + 1];
	int err;

	err = parse(l, nest, instrument_policy, DINH_INSTRUMENT_A_MAX, tb) ?:
	      need(l, nest, tb, DINH_INSTRUMENT_A_CODE,
		   "instrument", "code") ?:
	      load_fields(l, instrument_fields, ARRAY_SIZE(instrument_fields),
			  tb, to);
	l->instruments++;
	return err;
}

static int load_objective(struct loader *l, const struct nlattr *nest)
{
	struct dinh_objective *to = &l->objective[l->objectives];
	struct nlattr *tb[DINH_OBJECTIVE_A_MAX + 1];
	int err;

	err = parse(l, nest, objective_policy, DINH_OBJECTIVE_A_MAX, tb) ?:
	      need(l, nest, tb, DINH_OBJECTIVE_A_CODE,
		   "objective", "code") ?:
	      load_fields(l, objective_fields, ARRAY_SIZE(objective_fields),
			  tb, to);
	l->objectives++;
	return err;
}

static int load_share(struct loader *l, const struct nlattr *nest,
		      struct dinh_share *to)
{
	struct nlattr *tb[DINH_SHARE_A_MAX + 1];

	if (!nest)
		return 0;
	return parse(l, nest, share_policy, DINH_SHARE_A_MAX, tb) ?:
	       load_fields(l, share_fields, ARRAY_SIZE(share_fields), tb, to);
}

static int load_item(struct loader *l, const struct nlattr *nest)
{
	struct dinh_item *to = &l->item[l->items++];
	struct nlattr *tb[DINH_ITEM_A_MAX + 1];

	return parse(l, nest, item_policy, DINH_ITEM_A_MAX, tb) ?:
	       load_fields(l, item_fields, ARRAY_SIZE(item_fields), tb, to);
}

static int load_items(struct loader *l, const struct nlattr *nest,
		      struct dinh_requirement *to)
{
	const struct nlattr *attr;
	u32 first = l->items;
	int rem, err;

	to->item = cpu_to_le16(first);
	nla_for_each_nested(attr, nest, rem) {
		if (nla_type(attr) != DINH_REQUIREMENT_A_ITEM)
			continue;
		err = load_item(l, attr);
		if (err)
			return err;
	}
	to->items = l->items - first;
	return bound(l, nest, to->code, "items", l->items - first,
		     DINH_ITEMS_MAX);
}

static int load_requirement(struct loader *l, const struct nlattr *nest)
{
	struct dinh_requirement *to = &l->requirement[l->requirements];
	struct nlattr *tb[DINH_REQUIREMENT_A_MAX + 1];
	int err;

	err = parse(l, nest, requirement_policy, DINH_REQUIREMENT_A_MAX, tb) ?:
	      need(l, nest, tb, DINH_REQUIREMENT_A_CODE,
		   "requirement", "code") ?:
	      need(l, nest, tb, DINH_REQUIREMENT_A_INSTRUMENT,
		   "requirement", "instrument") ?:
	      load_fields(l, requirement_fields,
			  ARRAY_SIZE(requirement_fields), tb, to) ?:
	      find(l, tb[DINH_REQUIREMENT_A_INSTRUMENT], to->code,
		   l->instrument, sizeof(*l->instrument), l->instruments,
		   &to->instrument) ?:
	      load_share(l, tb[DINH_REQUIREMENT_A_QUORUM], &to->quorum) ?:
	      load_share(l, tb[DINH_REQUIREMENT_A_MAJORITY], &to->majority) ?:
	      load_items(l, nest, to);
	l->requirements++;
	return err;
}

static int load_indicator_requirements(struct loader *l,
				       const struct nlattr *nest,
				       struct dinh_indicator *to)
{
	const struct nlattr *attr;
	int rem, err;
	u32 n = 0;

	nla_for_each_nested(attr, nest, rem) {
		if (nla_type(attr) != DINH_INDICATOR_A_REQUIREMENT)
			continue;
		err = bound(l, nest, to->code, "requirements", n + 1,
			    DINH_INDICATOR_REQUIREMENTS_MAX) ?:
		      find(l, attr, to->code, l->requirement,
			   sizeof(*l->requirement), l->requirements,
			   &to->requirement[n]);
		if (err)
			return err;
		n++;
	}
	to->requirements = cpu_to_le16(n);
	return 0;
}

static int load_indicator(struct loader *l, const struct nlattr *nest)
{
	struct dinh_indicator *to = &l->indicator[l->indicators];
	struct nlattr *tb[DINH_INDICATOR_A_MAX + 1];
	int err;

	err = parse(l, nest, indicator_policy, DINH_INDICATOR_A_MAX, tb) ?:
	      need(l, nest, tb, DINH_INDICATOR_A_CODE,
		   "indicator", "code") ?:
	      need(l, nest, tb, DINH_INDICATOR_A_OBJECTIVE,
		   "indicator", "objective") ?:
	      load_fields(l, indicator_fields, ARRAY_SIZE(indicator_fields),
			  tb, to) ?:
	      find(l, tb[DINH_INDICATOR_A_OBJECTIVE], to->code, l->objective,
		   sizeof(*l->objective), l->objectives, &to->objective) ?:
	      load_indicator_requirements(l, nest, to);
	l->indicators++;
	return err;
}

/* All elements of one type; what they refer to is loaded before. */
static int load_all(struct loader *l, u16 type,
		    int (*load)(struct loader *l, const struct nlattr *nest))
{
	const struct nlattr *attr;
	int rem, err;

	nlmsg_for_each_attr(attr, l->req->nlh, GENL_HDRLEN, rem) {
		if (nla_type(attr) != type)
			continue;
		err = load(l, attr);
		if (err)
			return err;
	}
	return 0;
}

static void count(struct loader *l)
{
	const struct nlattr *attr, *inner;
	int rem, inner_rem;

	nlmsg_for_each_attr(attr, l->req->nlh, GENL_HDRLEN, rem) {
		switch (nla_type(attr)) {
		case DINH_A_INSTRUMENT_DEF:
			l->instruments++;
			break;
		case DINH_A_INDICATOR_DEF:
			l->indicators++;
			break;
		case DINH_A_OBJECTIVE_DEF:
			l->objectives++;
			break;
		case DINH_A_REQUIREMENT_DEF:
			l->requirements++;
			nla_for_each_nested(inner, attr, inner_rem)
				l->items += nla_type(inner) ==
					    DINH_REQUIREMENT_A_ITEM;
			break;
		}
	}
}

static int refuse_size(struct loader *l, size_t size)
{
	return dinh_refuse(&l->req->why, DINH_REFUSED_PROGRAMME_SIZE, 0,
			   (u64)size, (u64)DINH_ENTRY_SIZE_MAX);
}

/* Makes an entry with room for all that the message can bring, and not more. */
static int make_entry(struct loader *l)
{
	size_t arrays, texts = l->req->nlh->nlmsg_len;

	count(l);
	arrays = sizeof(*l->body) + l->instruments * sizeof(*l->instrument) +
		 l->requirements * sizeof(*l->requirement) +
		 l->items * sizeof(*l->item) +
		 l->indicators * sizeof(*l->indicator) +
		 l->objectives * sizeof(*l->objective);
	/* The message is larger than its texts, but not that much. */
	if (arrays > DINH_ENTRY_SIZE_MAX || texts > 4 * DINH_ENTRY_SIZE_MAX)
		return refuse_size(l, max(arrays, texts));
	l->entry = dinh_request_entry(DINH_ENTRY_PROGRAMME, arrays + texts + 8);
	if (!l->entry)
		return dinh_refuse(&l->req->why, DINH_REFUSED_NO_MEMORY, 0);
	l->body = (void *)(l->entry + 1);
	l->body->instruments = cpu_to_le16(l->instruments);
	l->body->requirements = cpu_to_le16(l->requirements);
	l->body->items = cpu_to_le16(l->items);
	l->body->indicators = cpu_to_le16(l->indicators);
	l->body->objectives = cpu_to_le16(l->objectives);
	l->instrument = (void *)(l->body + 1);
	l->requirement = (void *)(l->instrument + l->instruments);
	l->item = (void *)(l->requirement + l->requirements);
	l->indicator = (void *)(l->item + l->items);
	l->objective = (void *)(l->indicator + l->indicators);
	l->text = (void *)(l->objective + l->objectives);
	/* Offset 0 is the empty text. */
	l->used = 1;
	l->instruments = 0;
	l->requirements = 0;
	l->items = 0;
	l->indicators = 0;
	l->objectives = 0;
	return 0;
}

/* The size is known only now: what was allocated is larger. */
static int finish_entry(struct loader *l)
{
	u32 texts = ALIGN(l->used, 8);
	size_t size = (void *)l->text + texts - (void *)l->entry;

	l->body->texts = cpu_to_le32(texts);
	l->entry->size = cpu_to_le32(size);
	return size > DINH_ENTRY_SIZE_MAX ? refuse_size(l, size) : 0;
}

static int load_programme(struct loader *l)
{
	return dinh_request_need(l->req, DINH_A_CODE, "code") ?:
	       dinh_request_need(l->req, DINH_A_FROM, "from") ?:
	       make_entry(l) ?:
	       load_fields(l, programme_fields, ARRAY_SIZE(programme_fields),
			   l->req->attrs, l->body) ?:
	       load_all(l, DINH_A_INSTRUMENT_DEF, load_instrument) ?:
	       load_all(l, DINH_A_OBJECTIVE_DEF, load_objective) ?:
	       load_all(l, DINH_A_REQUIREMENT_DEF, load_requirement) ?:
	       load_all(l, DINH_A_INDICATOR_DEF, load_indicator) ?:
	       finish_entry(l);
}

static bool is_element(const struct nlattr *attr)
{
	return nla_type(attr) >= DINH_A_INSTRUMENT_DEF &&
	       nla_type(attr) <= DINH_A_OBJECTIVE_DEF;
}

/*
 * The engine knows no attributes of elements, but begins with the code of the
 * guilty one: points at it, if it is the only one with that code.
 */
static void point_at_element(struct dinh_request *req)
{
	size_t len = strcspn(req->why.text, ":");
	const struct nlattr *attr, *code, *found = NULL;
	int rem;

	if (req->bad || req->missing || req->why.attr)
		return;
	nlmsg_for_each_attr(attr, req->nlh, GENL_HDRLEN, rem) {
		if (!is_element(attr))
			continue;
		/* The code is attribute 1 of them all. */
		code = nla_find_nested(attr, DINH_REQUIREMENT_A_CODE);
		if (!code || strlen(nla_data(code)) != len ||
		    memcmp(nla_data(code), req->why.text, len))
			continue;
		if (found)
			return;
		found = attr;
	}
	req->bad = found;
}

static int answer_load(struct dinh_answer *answer, struct genl_info *info,
		       u64 seq)
{
	int err;

	scoped_guard(rwsem_read, &dinh_door.lock)
		err = dinh_put_size(answer->skb) ?:
		      dinh_put_u64(answer->skb, DINH_A_SEQ, seq) ?:
		      nla_put_string(answer->skb, DINH_A_CODE,
				     nla_data(info->attrs[DINH_A_CODE]));
	return dinh_answer_end(answer, info, err);
}

int dinh_programme_load_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct loader l = { .req = &req };
	struct dinh_answer answer;
	u64 seq = 0;
	int err;

	if (dinh_answer_begin(&answer, info))
		return dinh_out_of_memory(&req);
	err = load_programme(&l) ?: dinh_request_submit(&req, l.entry);
	if (!err)
		seq = le64_to_cpu(l.entry->seq);
	kvfree(l.entry);
	if (!err)
		return answer_load(&answer, info, seq);
	dinh_answer_end(&answer, info, err);
	point_at_element(&req);
	return dinh_refused(&req);
}

/*
 * Telling.
 */

static int put_text(struct sk_buff *skb, const struct dinh_rules *rules,
		    u16 attr, __le32 text)
{
	return text ? nla_put_string(skb, attr, dinh_text(rules, text)) : 0;
}

static int put_field(struct sk_buff *skb, const struct dinh_rules *rules,
		     const struct field *field, const void *from)
{
	const void *at = from + field->offset;

	switch (field->kind) {
	case FIELD_CODE:
		return nla_put_string(skb, field->attr, at);
	case FIELD_TEXT:
		return put_text(skb, rules, field->attr, *(__le32 *)at);
	case FIELD_U8:
		return nla_put_u32(skb, field->attr, *(u8 *)at);
	case FIELD_U16:
		return nla_put_u32(skb, field->attr,
				   le16_to_cpu(*(__le16 *)at));
	case FIELD_U32:
		return nla_put_u32(skb, field->attr,
				   le32_to_cpu(*(__le32 *)at));
	case FIELD_BOOL:
		return *(u8 *)at ? nla_put_flag(skb, field->attr) : 0;
	case FIELD_VERIFIED:
		return *(__le32 *)at & cpu_to_le32(DINH_FLAG_VERIFIED) ?
		       nla_put_flag(skb, field->attr) : 0;
	}
	return 0;
}

static int put_fields(struct sk_buff *skb, const struct dinh_rules *rules,
		      const struct field *field, size_t n, const void *from)
{
	for (; n; n--, field++)
		if (put_field(skb, rules, field, from))
			return -EMSGSIZE;
	return 0;
}

static int put_instrument(struct sk_buff *skb, const struct dinh_rules *rules,
			  u32 index)
{
	return put_fields(skb, rules, instrument_fields,
			  ARRAY_SIZE(instrument_fields),
			  dinh_instrument(rules, index));
}

static int put_objective(struct sk_buff *skb, const struct dinh_rules *rules,
			 u32 index)
{
	return put_fields(skb, rules, objective_fields,
			  ARRAY_SIZE(objective_fields),
			  dinh_objective(rules, index));
}

static int put_share(struct sk_buff *skb, u16 attr,
		     const struct dinh_share *share)
{
	struct nlattr *nest;

	if (share->of == DINH_OF_NOTHING)
		return 0;
	nest = nla_nest_start(skb, attr);
	if (!nest || put_fields(skb, NULL, share_fields,
				ARRAY_SIZE(share_fields), share))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_items(struct sk_buff *skb, const struct dinh_rules *rules,
		     const struct dinh_requirement *req)
{
	u32 first = le16_to_cpu(req->item), i;
	struct nlattr *nest;

	for (i = first; i < first + req->items; i++) {
		nest = nla_nest_start(skb, DINH_REQUIREMENT_A_ITEM);
		if (!nest || put_fields(skb, rules, item_fields,
					ARRAY_SIZE(item_fields),
					dinh_item(rules, i)))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	return 0;
}

static int put_requirement(struct sk_buff *skb, const struct dinh_rules *rules,
			   u32 index)
{
	const struct dinh_requirement *req = dinh_requirement(rules, index);
	const struct dinh_instrument *by =
		dinh_instrument(rules, le16_to_cpu(req->instrument));

	if (put_fields(skb, rules, requirement_fields,
		       ARRAY_SIZE(requirement_fields), req) ||
	    nla_put_string(skb, DINH_REQUIREMENT_A_INSTRUMENT, by->code) ||
	    put_share(skb, DINH_REQUIREMENT_A_QUORUM, &req->quorum) ||
	    put_share(skb, DINH_REQUIREMENT_A_MAJORITY, &req->majority) ||
	    nla_put_u32(skb, DINH_REQUIREMENT_A_NUMBER,
			rules->rule[index].number))
		return -EMSGSIZE;
	return put_items(skb, rules, req);
}

static int put_indicator(struct sk_buff *skb, const struct dinh_rules *rules,
			 u32 index)
{
	const struct dinh_indicator *ind = dinh_indicator(rules, index);
	const struct dinh_objective *of =
		dinh_objective(rules, le16_to_cpu(ind->objective));
	u32 i;

	if (put_fields(skb, rules, indicator_fields,
		       ARRAY_SIZE(indicator_fields), ind) ||
	    nla_put_string(skb, DINH_INDICATOR_A_OBJECTIVE, of->code))
		return -EMSGSIZE;
	for (i = 0; i < le16_to_cpu(ind->requirements); i++) {
		u32 at = le16_to_cpu(ind->requirement[i]);

		if (nla_put_string(skb, DINH_INDICATOR_A_REQUIREMENT,
				   dinh_requirement(rules, at)->code))
			return -EMSGSIZE;
	}
	return 0;
}

static int put_programme(struct sk_buff *skb, const struct dinh_rules *rules)
{
	return put_fields(skb, rules, programme_fields,
			  ARRAY_SIZE(programme_fields), rules->body);
}

/* Element @index of type @attr, in its own message. */
static int put_element(struct sk_buff *skb, const struct dinh_rules *rules,
		       u16 attr, u32 index,
		       int (*put)(struct sk_buff *skb,
				  const struct dinh_rules *rules, u32 index))
{
	struct nlattr *nest = nla_nest_start(skb, attr);

	if (!nest || put(skb, rules, index))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/* Message @index of the dump: the programme, or one of its elements. */
static int put_message(struct sk_buff *skb, const struct dinh_rules *rules,
		       u32 index)
{
	const struct dinh_programme *body = rules->body;

	if (!index--)
		return put_programme(skb, rules);
	if (index < le16_to_cpu(body->instruments))
		return put_element(skb, rules, DINH_A_INSTRUMENT_DEF, index,
				   put_instrument);
	index -= le16_to_cpu(body->instruments);
	if (index < le16_to_cpu(body->objectives))
		return put_element(skb, rules, DINH_A_OBJECTIVE_DEF, index,
				   put_objective);
	index -= le16_to_cpu(body->objectives);
	if (index < le16_to_cpu(body->requirements))
		return put_element(skb, rules, DINH_A_REQUIREMENT_DEF, index,
				   put_requirement);
	index -= le16_to_cpu(body->requirements);
	return put_element(skb, rules, DINH_A_INDICATOR_DEF, index,
			   put_indicator);
}

static u32 count_messages(const struct dinh_rules *rules)
{
	const struct dinh_programme *body = rules->body;

	return 1 + le16_to_cpu(body->instruments) +
	       le16_to_cpu(body->objectives) +
	       le16_to_cpu(body->requirements) + le16_to_cpu(body->indicators);
}

static int tell_programme(struct dinh_teller *teller,
			  const struct dinh_unit *unit)
{
	const struct dinh_rules *rules = teller->reg->current_rules;
	u32 n = count_messages(rules), i;
	void *hdr;
	int err;

	for (i = 0; i < n; i++) {
		if (dinh_tell_skip(teller))
			continue;
		hdr = dinh_tell_begin(teller);
		if (!hdr)
			return -EMSGSIZE;
		err = dinh_tell_end(teller, hdr,
				    put_message(teller->skb, rules, i));
		if (err)
			return err;
	}
	return 0;
}

int dinh_programme_get_dumpit(struct sk_buff *skb,
			      struct netlink_callback *cb)
{
	return dinh_dump_one(skb, cb, tell_programme);
}

static size_t title_size(const struct dinh_rules *rules,
			 const struct dinh_text *title)
{
	return nla_total_size(strlen(dinh_text(rules, title->vi)) + 1) +
	       nla_total_size(strlen(dinh_text(rules, title->en)) + 1);
}

/* Bytes of the largest message: that of a requirement with all its items. */
static size_t largest_message(const struct dinh_rules *rules)
{
	size_t most = 0, size;
	u32 i, item;

	for (i = 0; i < rules->n_rules; i++) {
		const struct dinh_requirement *req = dinh_requirement(rules, i);

		/* Nest and flag of an item; all numbers, codes and shares. */
		size = 512 + req->items * 2 * nla_total_size(0) +
		       title_size(rules, &req->title);
		for (item = 0; item < req->items; item++)
			size += title_size(rules, &dinh_item(rules,
				le16_to_cpu(req->item) + item)->title);
		most = max(most, size);
	}
	return most;
}

int dinh_programme_get_start(struct netlink_callback *cb)
{
	struct dinh_request req = dinh_dump_request(cb);
	size_t size;

	if (dinh_request_programme(&req))
		return dinh_refused(&req);
	scoped_guard(rwsem_read, &dinh_door.lock)
		size = largest_message(dinh_door.reg->current_rules);
	cb->min_dump_alloc = max_t(size_t, NLMSG_GOODSIZE, size);
	return 0;
}
