// SPDX-License-Identifier: GPL-2.0-only
/* grant-add, grant-revoke, grant-get; review-add. */
#include "door.h"
#include "netlink.h"

const struct nla_policy dinh_grant_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_UNIT] = DINH_POLICY_U32,
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_SUBJECT] = NLA_POLICY_MAX(NLA_U32, DINH_SUBJECTS - 1),
	[DINH_A_ID] = DINH_POLICY_U32,
	[DINH_A_ROLE] = NLA_POLICY_MAX(NLA_U32, DINH_ROLES - 1),
};

const struct nla_policy dinh_review_add_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_UNIT] = DINH_POLICY_U32,
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_REVIEW] = NLA_POLICY_MAX(NLA_U32, DINH_REVIEWS - 1),
	[DINH_A_RESULTS] = NLA_POLICY_EXACT_LEN(DINH_HASH_SIZE),
	[DINH_A_LIMITS] = NLA_POLICY_EXACT_LEN(DINH_HASH_SIZE),
	[DINH_A_CAUSES] = NLA_POLICY_EXACT_LEN(DINH_HASH_SIZE),
};

static int submit_grant(struct sk_buff *skb, struct genl_info *info, u8 type)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_entry *entry;
	struct dinh_grant *grant;
	u32 nr;

	if (dinh_request_need(&req, DINH_A_SUBJECT, "subject") ||
	    dinh_request_need(&req, DINH_A_ID, "id") ||
	    dinh_request_need(&req, DINH_A_ROLE, "role") ||
	    dinh_request_unit_or_all(&req, &nr))
		return dinh_refused(&req);
	entry = dinh_request_entry(type, sizeof(*grant));
	if (!entry)
		return dinh_out_of_memory(&req);
	grant = (void *)(entry + 1);
	entry->unit = cpu_to_le32(nr);
	grant->id = cpu_to_le32(dinh_request_u32(&req, DINH_A_ID, 0));
	grant->subject = dinh_request_u32(&req, DINH_A_SUBJECT, 0);
	grant->role = dinh_request_u32(&req, DINH_A_ROLE, 0);
	return dinh_request_finish(&req, info, entry);
}

int dinh_grant_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	return submit_grant(skb, info, DINH_ENTRY_GRANT);
}

int dinh_grant_revoke_doit(struct sk_buff *skb, struct genl_info *info)
{
	return submit_grant(skb, info, DINH_ENTRY_REVOKE);
}

static int put_grant(struct sk_buff *skb, const struct dinh_register *reg,
		     const struct dinh_grants *grant)
{
	const struct dinh_unit *unit = dinh_unit(reg, grant->unit);

	return dinh_put_unit_names(skb, unit) ?:
	       nla_put_u32(skb, DINH_A_SUBJECT, grant->subject) ?:
	       nla_put_u32(skb, DINH_A_ID, grant->id) ?:
	       nla_put_u32(skb, DINH_A_ROLE, grant->role);
}

static int tell_grants(struct dinh_teller *teller,
		       const struct dinh_unit *unit)
{
	const struct dinh_register *reg = teller->reg;
	unsigned int i;
	void *hdr;
	int err;

	for (i = 0; i < reg->n_grants; i++) {
		if (dinh_tell_skip(teller))
			continue;
		hdr = dinh_tell_begin(teller);
		if (!hdr)
			return -EMSGSIZE;
		err = dinh_tell_end(teller, hdr, put_grant(teller->skb, reg,
							   &reg->grant[i]));
		if (err)
			return err;
	}
	return 0;
}

int dinh_grant_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dinh_dump_one(skb, cb, tell_grants);
}

static void read_document(const struct dinh_request *req, u16 attr,
			  u8 document[DINH_HASH_SIZE])
{
	if (req->attrs[attr])
		memcpy(document, nla_data(req->attrs[attr]), DINH_HASH_SIZE);
}

int dinh_review_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_review *review;
	struct dinh_entry *entry;
	u32 nr;

	if (dinh_request_need(&req, DINH_A_REVIEW, "review") ||
	    dinh_request_unit_or_all(&req, &nr))
		return dinh_refused(&req);
	entry = dinh_request_entry(DINH_ENTRY_REVIEW, sizeof(*review));
	if (!entry)
		return dinh_out_of_memory(&req);
	review = (void *)(entry + 1);
	entry->unit = cpu_to_le32(nr);
	review->kind = cpu_to_le32(dinh_request_u32(&req, DINH_A_REVIEW, 0));
	read_document(&req, DINH_A_RESULTS, review->results);
	read_document(&req, DINH_A_LIMITS, review->limits);
	read_document(&req, DINH_A_CAUSES, review->causes);
	return dinh_request_finish(&req, info, entry);
}
