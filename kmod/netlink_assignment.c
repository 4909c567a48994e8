// SPDX-License-Identifier: GPL-2.0-only
/* assignment-add, assignment-complete, assignment-get. */
#include "door.h"
#include "netlink.h"

const struct nla_policy dinh_assignment_add_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_UNIT] = DINH_POLICY_U32,
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_DUE] = DINH_POLICY_U32,
	[DINH_A_TITLE] = DINH_POLICY_TITLE,
	[DINH_A_OBJECTIVE] = DINH_POLICY_CODE,
};

const struct nla_policy dinh_assignment_complete_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_SEQ] = DINH_POLICY_U64,
	[DINH_A_DAY] = DINH_POLICY_U32,
	[DINH_A_RESULT] = DINH_POLICY_TITLE,
	[DINH_A_DOCUMENT] = NLA_POLICY_EXACT_LEN(DINH_HASH_SIZE),
};

const struct nla_policy dinh_assignment_get_policy[DINH_A_MAX + 1] = {
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_SCOPE] = DINH_POLICY_U32,
};

static int read_objective(struct dinh_request *req, const char **code)
{
	*code = "";
	return req->attrs[DINH_A_OBJECTIVE] ?
	       dinh_request_string(req, req->attrs[DINH_A_OBJECTIVE], code) :
	       0;
}

int dinh_assignment_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_assignment *assignment;
	const char *title, *objective;
	struct dinh_entry *entry;
	u32 nr;

	if (dinh_request_unit(&req, &nr) ||
	    dinh_request_need(&req, DINH_A_TITLE, "title") ||
	    dinh_request_need(&req, DINH_A_DUE, "due") ||
	    dinh_request_string(&req, req.attrs[DINH_A_TITLE], &title) ||
	    read_objective(&req, &objective))
		return dinh_refused(&req);
	entry = dinh_request_entry(DINH_ENTRY_ASSIGNMENT,
				   sizeof(*assignment) + strlen(title) + 1);
	if (!entry)
		return dinh_out_of_memory(&req);
	assignment = (void *)(entry + 1);
	entry->unit = cpu_to_le32(nr);
	assignment->due = cpu_to_le32(dinh_request_u32(&req, DINH_A_DUE, 0));
	memcpy(assignment->objective, objective, strlen(objective));
	memcpy(assignment->title, title, strlen(title));
	return dinh_request_finish(&req, info, entry);
}

/* The assignment that a request names, and the number of its unit. */
static int read_assignment(struct dinh_request *req, u64 *seq, u32 *nr)
{
	const struct dinh_assign *assign;
	int err = dinh_request_need(req, DINH_A_SEQ, "seq");

	if (err)
		return err;
	*seq = dinh_request_u64(req, DINH_A_SEQ);
	guard(rwsem_read)(&dinh_door.lock);
	assign = dinh_assignment_find(dinh_door.reg, *seq);
	if (!assign)
		return dinh_refuse(&req->why, DINH_REFUSED_ASSIGNMENT_UNKNOWN,
				   DINH_A_SEQ, *seq);
	*nr = assign->unit;
	return 0;
}

int dinh_assignment_complete_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_completion *completion;
	struct dinh_entry *entry;
	const char *result;
	u64 seq;
	u32 nr;

	if (read_assignment(&req, &seq, &nr) ||
	    dinh_request_need(&req, DINH_A_DAY, "day") ||
	    dinh_request_need(&req, DINH_A_RESULT, "result") ||
	    dinh_request_string(&req, req.attrs[DINH_A_RESULT], &result))
		return dinh_refused(&req);
	entry = dinh_request_entry(DINH_ENTRY_COMPLETION,
				   sizeof(*completion) + strlen(result) + 1);
	if (!entry)
		return dinh_out_of_memory(&req);
	completion = (void *)(entry + 1);
	entry->unit = cpu_to_le32(nr);
	completion->seq = cpu_to_le64(seq);
	completion->day = cpu_to_le32(dinh_request_u32(&req, DINH_A_DAY, 0));
	if (req.attrs[DINH_A_DOCUMENT])
		memcpy(completion->document,
		       nla_data(req.attrs[DINH_A_DOCUMENT]),
		       sizeof(completion->document));
	memcpy(completion->result, result, strlen(result));
	return dinh_request_finish(&req, info, entry);
}

/**
 * dinh_put_assignment - put an assignment
 * @skb: the message
 * @assign: the assignment
 *
 * Return: 0 or -EMSGSIZE.
 */
int dinh_put_assignment(struct sk_buff *skb, const struct dinh_assign *assign)
{
	const struct dinh_register *reg = dinh_door.reg;

	if (dinh_put_unit_names(skb, dinh_unit(reg, assign->unit)) ||
	    dinh_put_u64(skb, DINH_A_ASSIGNMENT, assign->seq) ||
	    nla_put_string(skb, DINH_A_TITLE, assign->title) ||
	    nla_put_u32(skb, DINH_A_SINCE, assign->given) ||
	    nla_put_u32(skb, DINH_A_DUE, assign->due) ||
	    nla_put_u32(skb, DINH_A_TODAY, reg->today))
		return -EMSGSIZE;
	if ((*assign->objective &&
	     nla_put_string(skb, DINH_A_OBJECTIVE, assign->objective)) ||
	    (assign->completed &&
	     nla_put_u32(skb, DINH_A_COMPLETED, assign->completed)) ||
	    (assign->is_finding && nla_put_flag(skb, DINH_A_IS_FINDING)))
		return -EMSGSIZE;
	return 0;
}

int dinh_assignment_get_start(struct netlink_callback *cb)
{
	struct dinh_request req = dinh_dump_request(cb);

	return dinh_request_scope(&req, &dinh_dump(cb)->scope) ?
	       dinh_refused(&req) : 0;
}

static int tell_assignments(struct dinh_teller *teller,
			    const struct dinh_unit *unit)
{
	const struct dinh_assign *a = dinh_assignments(teller->reg, unit);
	void *hdr;
	int err;

	for (; a; a = a->next) {
		if (dinh_tell_skip(teller))
			continue;
		hdr = dinh_tell_begin(teller);
		if (!hdr)
			return -EMSGSIZE;
		err = dinh_tell_end(teller, hdr,
				    dinh_put_assignment(teller->skb, a));
		if (err)
			return err;
	}
	return 0;
}

int dinh_assignment_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb)
{
	return dinh_dump_units(skb, cb, tell_assignments);
}
