// SPDX-License-Identifier: GPL-2.0-only
/* unit-add, unit-set, unit-dissolve, unit-get. */
#include "door.h"
#include "netlink.h"

static const struct nla_policy headcount_policy[DINH_HEADCOUNT_A_MAX + 1] = {
	[DINH_HEADCOUNT_A_GROUP] = DINH_POLICY_GROUP,
	[DINH_HEADCOUNT_A_COUNT] = DINH_POLICY_U32,
};

#define DINH_POLICY_KIND	NLA_POLICY_RANGE(NLA_U32, \
						 DINH_KIND_PROVINCE, \
						 DINH_KINDS - 1)
#define DINH_POLICY_UNION	NLA_POLICY_MAX(NLA_U8, 1)
#define DINH_POLICY_HEADCOUNT	NLA_POLICY_NESTED(headcount_policy)

const struct nla_policy dinh_unit_add_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_NAME] = DINH_POLICY_NAME,
	[DINH_A_KIND] = DINH_POLICY_KIND,
	[DINH_A_PARENT] = DINH_POLICY_U32,
	[DINH_A_PARENT_CODE] = DINH_POLICY_CODE,
	[DINH_A_UNION] = DINH_POLICY_UNION,
	[DINH_A_HEADCOUNT] = DINH_POLICY_HEADCOUNT,
	[DINH_A_SINCE] = DINH_POLICY_U32,
};

const struct nla_policy dinh_unit_set_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_UNIT] = DINH_POLICY_U32,
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_NAME] = DINH_POLICY_NAME,
	[DINH_A_KIND] = DINH_POLICY_KIND,
	[DINH_A_PARENT] = DINH_POLICY_U32,
	[DINH_A_PARENT_CODE] = DINH_POLICY_CODE,
	[DINH_A_UNION] = DINH_POLICY_UNION,
	[DINH_A_HEADCOUNT] = DINH_POLICY_HEADCOUNT,
	[DINH_A_SINCE] = DINH_POLICY_U32,
};

const struct nla_policy dinh_unit_dissolve_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_UNIT] = DINH_POLICY_U32,
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_DAY] = DINH_POLICY_U32,
	[DINH_A_SUCCESSOR] = DINH_POLICY_U32,
};

const struct nla_policy dinh_unit_pin_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_UNIT] = DINH_POLICY_U32,
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_PINNED] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* A do takes UNIT or CODE; a dump SCOPE or CODE, and KIND. */
const struct nla_policy dinh_unit_get_policy[DINH_A_MAX + 1] = {
	[DINH_A_UNIT] = DINH_POLICY_U32,
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_KIND] = DINH_POLICY_KIND,
	[DINH_A_SCOPE] = DINH_POLICY_U32,
};

/*
 * Reading a request.
 */

/* One group's heads; @what gathers DINH_SET_*. */
static int read_headcount(struct dinh_request *req, const struct nlattr *nest,
			  struct dinh_unit_add *to, u32 *what)
{
	struct nlattr *tb[DINH_HEADCOUNT_A_MAX + 1];
	u32 group, bit;

	if (nla_parse_nested(tb, DINH_HEADCOUNT_A_MAX, nest,
			     headcount_policy, NULL))
		return dinh_refuse(&req->why, DINH_REFUSED_HEADCOUNT_FORM,
				   DINH_A_HEADCOUNT);
	req->nest = nest;
	if (!tb[DINH_HEADCOUNT_A_GROUP] || !tb[DINH_HEADCOUNT_A_COUNT]) {
		req->missing = tb[DINH_HEADCOUNT_A_GROUP] ?
			       DINH_HEADCOUNT_A_COUNT : DINH_HEADCOUNT_A_GROUP;
		return dinh_refuse(&req->why, DINH_REFUSED_HEADCOUNT_PARTS, 0);
	}
	req->nest = NULL;
	group = nla_get_u32(tb[DINH_HEADCOUNT_A_GROUP]);
	bit = DINH_SET_HEADCOUNT << group;
	if (*what & bit) {
		req->bad = nest;
		return dinh_refuse(&req->why, DINH_REFUSED_HEADCOUNT_TWICE, 0);
	}
	*what |= bit;
	to->headcount[group] =
		cpu_to_le32(nla_get_u32(tb[DINH_HEADCOUNT_A_COUNT]));
	return 0;
}

static int read_headcounts(struct dinh_request *req, struct dinh_unit_add *to,
			   u32 *what)
{
	const struct nlattr *attr;
	int rem, err;

	nlmsg_for_each_attr(attr, req->nlh, GENL_HDRLEN, rem) {
		if (nla_type(attr) != DINH_A_HEADCOUNT)
			continue;
		err = read_headcount(req, attr, to, what);
		if (err)
			return err;
	}
	return 0;
}

/* All that adding and changing have in common, but for code and name. */
static int read_fields(struct dinh_request *req, struct dinh_unit_add *to,
		       u32 *what)
{
	u32 parent;
	int err;

	err = dinh_request_parent(req, &parent);
	if (err)
		return err;
	if (req->attrs[DINH_A_PARENT] || req->attrs[DINH_A_PARENT_CODE])
		*what |= DINH_SET_PARENT;
	to->parent = cpu_to_le32(parent);
	if (req->attrs[DINH_A_SINCE])
		*what |= DINH_SET_SINCE;
	to->since = cpu_to_le32(dinh_request_u32(req, DINH_A_SINCE, 0));
	if (req->attrs[DINH_A_KIND])
		*what |= DINH_SET_KIND;
	to->kind = dinh_request_u32(req, DINH_A_KIND, 0);
	if (req->attrs[DINH_A_UNION]) {
		*what |= DINH_SET_UNION;
		to->has_union = nla_get_u8(req->attrs[DINH_A_UNION]);
	}
	return read_headcounts(req, to, what);
}

/* The text of an attribute, or "" where there is none. */
static int read_text(struct dinh_request *req, u16 attr, const char **text)
{
	*text = "";
	return req->attrs[attr] ?
	       dinh_request_string(req, req->attrs[attr], text) : 0;
}

/* Bytes of a name in an entry, NULs included. */
static size_t name_size(const char *name)
{
	return *name ? ALIGN(strlen(name) + 1, 8) : 0;
}

/*
 * Answering.
 */

static int put_headcounts(struct sk_buff *skb, const struct dinh_unit *unit)
{
	struct nlattr *nest;
	u32 group;

	for (group = 0; group < DINH_GROUPS; group++) {
		if (unit->headcount[group] == DINH_COUNT_UNKNOWN)
			continue;
		nest = nla_nest_start(skb, DINH_A_HEADCOUNT);
		if (!nest ||
		    nla_put_u32(skb, DINH_HEADCOUNT_A_GROUP, group) ||
		    nla_put_u32(skb, DINH_HEADCOUNT_A_COUNT,
				unit->headcount[group]))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	return 0;
}

static int put_place(struct sk_buff *skb, const struct dinh_register *reg,
		     const struct dinh_unit *unit)
{
	const struct dinh_unit *parent = dinh_unit(reg, unit->parent);

	if (nla_put_u32(skb, DINH_A_PARENT, parent->nr) ||
	    (parent->nr && nla_put_string(skb, DINH_A_PARENT_CODE,
					  dinh_unit_code(parent))))
		return -EMSGSIZE;
	return nla_put_u32(skb, DINH_A_CHILDREN, unit->children);
}

static int put_life(struct sk_buff *skb, const struct dinh_register *reg,
		    const struct dinh_unit *unit)
{
	unsigned int i, n;
	const u32 *successors;

	if (nla_put_u32(skb, DINH_A_SINCE, unit->since))
		return -EMSGSIZE;
	if (!unit->until)
		return 0;
	if (nla_put_u32(skb, DINH_A_DISSOLVED, unit->until))
		return -EMSGSIZE;
	successors = dinh_unit_successors(reg, unit->nr, &n);
	for (i = 0; i < n; i++)
		if (nla_put_u32(skb, DINH_A_SUCCESSOR, successors[i]))
			return -EMSGSIZE;
	return 0;
}

static int put_unit(struct sk_buff *skb, const struct dinh_register *reg,
		    const struct dinh_unit *unit)
{
	u64 records, late;

	dinh_counts(unit, &records, &late);
	if (dinh_put_unit_names(skb, unit) ||
	    nla_put_u32(skb, DINH_A_KIND, unit->kind) ||
	    nla_put_u8(skb, DINH_A_UNION, unit->has_union) ||
	    nla_put_u8(skb, DINH_A_PINNED, dinh_unit_pinned(reg, unit->nr)) ||
	    dinh_put_u64(skb, DINH_A_RECORDS, records) ||
	    dinh_put_u64(skb, DINH_A_LATE, late))
		return -EMSGSIZE;
	return put_place(skb, reg, unit) ?: put_life(skb, reg, unit) ?:
	       put_headcounts(skb, unit);
}

/* With the unit as it is now. */
static int answer_unit(struct dinh_answer *answer, struct genl_info *info,
		       u32 nr)
{
	int err;

	scoped_guard(rwsem_read, &dinh_door.lock) {
		const struct dinh_register *reg = dinh_door.reg;

		err = dinh_put_size(answer->skb) ?:
		      put_unit(answer->skb, reg, dinh_unit(reg, nr));
	}
	return dinh_answer_end(answer, info, err);
}

/* With no more than which unit it would be. */
static int answer_check(struct dinh_answer *answer, struct genl_info *info,
			u32 nr)
{
	int err;

	scoped_guard(rwsem_read, &dinh_door.lock)
		err = dinh_put_size(answer->skb) ?:
		      nla_put_u32(answer->skb, DINH_A_UNIT, nr);
	return dinh_answer_end(answer, info, err);
}

/* Submits the entry, frees it, and answers with the unit. */
static int submit_and_answer(struct dinh_request *req, struct genl_info *info,
			     struct dinh_entry *entry)
{
	struct dinh_answer answer;
	u32 nr;
	int err;

	if (dinh_answer_begin(&answer, info)) {
		kvfree(entry);
		return dinh_out_of_memory(req);
	}
	err = dinh_request_submit(req, entry);
	nr = le32_to_cpu(entry->unit);
	kvfree(entry);
	if (err) {
		dinh_answer_end(&answer, info, err);
		return dinh_refused(req);
	}
	return dinh_request_check_only(req) ? answer_check(&answer, info, nr) :
					      answer_unit(&answer, info, nr);
}

/*
 * Commands.
 */

static u32 today(void)
{
	guard(rwsem_read)(&dinh_door.lock);
	return dinh_door.reg->today;
}

int dinh_unit_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_unit_add *add, fields;
	struct dinh_entry *entry;
	const char *code, *name;
	u32 what = 0;

	memset(&fields, 0, sizeof(fields));
	memset32((u32 *)fields.headcount, DINH_COUNT_UNKNOWN, DINH_GROUPS);
	if (dinh_request_need(&req, DINH_A_CODE, "code") ||
	    dinh_request_need(&req, DINH_A_NAME, "name") ||
	    dinh_request_need(&req, DINH_A_KIND, "kind") ||
	    read_text(&req, DINH_A_CODE, &code) ||
	    read_text(&req, DINH_A_NAME, &name) ||
	    read_fields(&req, &fields, &what))
		return dinh_refused(&req);

	/* An empty name takes its place too: the engine says what is wrong. */
	entry = dinh_request_entry(DINH_ENTRY_UNIT_ADD, sizeof(*add) +
				   max_t(size_t, name_size(name), 8));
	if (!entry)
		return dinh_out_of_memory(&req);
	add = (void *)(entry + 1);
	*add = fields;
	if (!(what & DINH_SET_SINCE))
		add->since = cpu_to_le32(today());
	memcpy(add->code, code, strlen(code));
	memcpy(add->name, name, strlen(name));
	return submit_and_answer(&req, info, entry);
}

/* With UNIT, CODE is the new code; without it, it says which unit. */
static int read_set(struct dinh_request *req, struct dinh_unit_add *to,
		    u32 *nr, u32 *what, const char **name)
{
	const char *code;
	int err;

	if (req->attrs[DINH_A_UNIT]) {
		*nr = dinh_request_u32(req, DINH_A_UNIT, 0);
		err = read_text(req, DINH_A_CODE, &code);
		if (err)
			return err;
		if (req->attrs[DINH_A_CODE])
			*what |= DINH_SET_CODE;
		memcpy(to->code, code, strlen(code));
	} else {
		err = dinh_request_unit(req, nr);
		if (err)
			return err;
	}
	if (req->attrs[DINH_A_NAME])
		*what |= DINH_SET_NAME;
	return read_text(req, DINH_A_NAME, name) ?:
	       read_fields(req, to, what);
}

int dinh_unit_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_unit_add fields;
	struct dinh_unit_set *set;
	struct dinh_entry *entry;
	u32 nr, what = 0;
	const char *name;

	memset(&fields, 0, sizeof(fields));
	if (read_set(&req, &fields, &nr, &what, &name))
		return dinh_refused(&req);
	entry = dinh_request_entry(DINH_ENTRY_UNIT_SET,
				   sizeof(*set) + name_size(name));
	if (!entry)
		return dinh_out_of_memory(&req);
	set = (void *)(entry + 1);
	entry->unit = cpu_to_le32(nr);
	set->what = cpu_to_le32(what);
	set->to = fields;
	memcpy(set->to.name, name, strlen(name));
	return submit_and_answer(&req, info, entry);
}

/* Returns how many there are, of which the first @max are read. */
static u32 read_successors(const struct dinh_request *req, __le32 *to, u32 max)
{
	const struct nlattr *attr;
	u32 n = 0;
	int rem;

	nlmsg_for_each_attr(attr, req->nlh, GENL_HDRLEN, rem) {
		if (nla_type(attr) != DINH_A_SUCCESSOR)
			continue;
		if (n < max)
			to[n] = cpu_to_le32(nla_get_u32(attr));
		n++;
	}
	return n;
}

int dinh_unit_dissolve_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	__le32 successor[DINH_SUCCESSORS_MAX];
	struct dinh_unit_dissolve *end;
	struct dinh_entry *entry;
	u32 nr, n;

	if (dinh_request_unit(&req, &nr) ||
	    dinh_request_need(&req, DINH_A_DAY, "day"))
		return dinh_refused(&req);
	n = read_successors(&req, successor, ARRAY_SIZE(successor));
	if (n > ARRAY_SIZE(successor)) {
		dinh_refuse(&req.why, DINH_REFUSED_SUCCESSORS,
			    DINH_A_SUCCESSOR, (u64)n,
			    (u64)DINH_SUCCESSORS_MAX);
		return dinh_refused(&req);
	}
	entry = dinh_request_entry(DINH_ENTRY_UNIT_DISSOLVE,
				   struct_size(end, successor, n));
	if (!entry)
		return dinh_out_of_memory(&req);
	end = (void *)(entry + 1);
	entry->unit = cpu_to_le32(nr);
	end->day = cpu_to_le32(dinh_request_u32(&req, DINH_A_DAY, 0));
	end->successors = cpu_to_le32(n);
	memcpy(end->successor, successor, n * sizeof(*successor));
	return submit_and_answer(&req, info, entry);
}

int dinh_unit_pin_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_entry *entry;
	struct dinh_pin *pin;
	u32 nr;

	if (dinh_request_unit(&req, &nr) ||
	    dinh_request_need(&req, DINH_A_PINNED, "pinned"))
		return dinh_refused(&req);
	entry = dinh_request_entry(DINH_ENTRY_PIN, sizeof(*pin));
	if (!entry)
		return dinh_out_of_memory(&req);
	pin = (void *)(entry + 1);
	entry->unit = cpu_to_le32(nr);
	pin->pinned = cpu_to_le32(nla_get_u8(req.attrs[DINH_A_PINNED]));
	return submit_and_answer(&req, info, entry);
}

static int find_unit(struct dinh_request *req, u32 *nr)
{
	int err;

	if (req->attrs[DINH_A_KIND] || req->attrs[DINH_A_SCOPE])
		return dinh_refuse(&req->why, DINH_REFUSED_UNIT_NO_DUMP,
				   req->attrs[DINH_A_KIND] ? DINH_A_KIND :
							     DINH_A_SCOPE);
	err = dinh_request_unit(req, nr);
	if (err)
		return err;
	guard(rwsem_read)(&dinh_door.lock);
	if (*nr && dinh_unit(dinh_door.reg, *nr))
		return 0;
	return dinh_refuse(&req->why, DINH_REFUSED_UNIT_UNKNOWN, DINH_A_UNIT,
			   (u64)*nr);
}

int dinh_unit_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_answer answer;
	u32 nr;

	if (find_unit(&req, &nr))
		return dinh_refused(&req);
	if (dinh_answer_begin(&answer, info))
		return dinh_out_of_memory(&req);
	return answer_unit(&answer, info, nr);
}

int dinh_unit_get_start(struct netlink_callback *cb)
{
	struct dinh_dump *dump = dinh_dump(cb);
	struct dinh_request req = dinh_dump_request(cb);
	int err = 0;

	if (req.attrs[DINH_A_UNIT])
		err = dinh_refuse(&req.why, DINH_REFUSED_UNIT_DUMP,
				  DINH_A_UNIT);
	if (err || dinh_request_scope(&req, &dump->scope))
		return dinh_refused(&req);
	dump->what = dinh_request_u32(&req, DINH_A_KIND, DINH_DUMP_ALL);
	return 0;
}

static int tell_unit(struct dinh_teller *teller, const struct dinh_unit *unit)
{
	u32 kind = teller->dump->what;
	void *hdr;

	if ((kind != DINH_DUMP_ALL && kind != unit->kind) ||
	    dinh_tell_skip(teller))
		return 0;
	hdr = dinh_tell_begin(teller);
	if (!hdr)
		return -EMSGSIZE;
	return dinh_tell_end(teller, hdr,
			     put_unit(teller->skb, teller->reg, unit));
}

int dinh_unit_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dinh_dump_units(skb, cb, tell_unit);
}
