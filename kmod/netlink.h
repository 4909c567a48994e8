/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The generic netlink family "dinh". netlink.c has the family and what all
 * commands share; the other netlink_*.c have one subject each.
 */
#ifndef DINH_NETLINK_H
#define DINH_NETLINK_H

#include <net/genetlink.h>
#include <linux/dinh.h>

#include "access.h"
#include "engine/register.h"

int dinh_netlink_setup(void);
void dinh_netlink_teardown(void);

/* What happened, for those who listen. The caller holds dinh_door.lock. */
void dinh_netlink_entry(const struct dinh_entry *entry);
void dinh_netlink_crossed(u32 scope, unsigned int indicator, bool met);
void dinh_netlink_lapsed(u32 unit, unsigned int indicator);
void dinh_netlink_overdue(const struct dinh_assign *assign);

/*
 * Requests.
 */

/**
 * struct dinh_request - a message that asks for something
 * @skb: the message
 * @nlh: its header
 * @attrs: its attributes, as the command's policy admits them
 * @extack: for the answer, or NULL; see dinh_netlink_refuse()
 * @why: why it is refused, if it is
 * @bad: the guilty attribute, where @why cannot say it
 * @nest: the nest in which an attribute is missing, or NULL
 * @missing: type of the attribute that is missing, or 0
 */
struct dinh_request {
	struct sk_buff *skb;
	const struct nlmsghdr *nlh;
	struct nlattr **attrs;
	struct netlink_ext_ack *extack;
	struct dinh_refusal why;
	const struct nlattr *bad;
	const struct nlattr *nest;
	u16 missing;
};

static inline struct dinh_request dinh_request(struct sk_buff *skb,
					       struct genl_info *info)
{
	return (struct dinh_request) {
		.skb = skb,
		.nlh = info->nlhdr,
		.attrs = info->attrs,
		.extack = info->extack,
	};
}

static inline struct dinh_request dinh_dump_request(struct netlink_callback *cb)
{
	return (struct dinh_request) {
		.skb = cb->skb,
		.nlh = cb->nlh,
		.attrs = dinh_dump_attrs(cb),
		.extack = dinh_dump_extack(cb),
	};
}

int dinh_refused(struct dinh_request *req);
int dinh_out_of_memory(struct dinh_request *req);
int dinh_request_need(struct dinh_request *req, u16 attr, const char *name);
int dinh_request_string(struct dinh_request *req, const struct nlattr *attr,
			const char **text);
int dinh_request_unit(struct dinh_request *req, u32 *nr);
int dinh_request_unit_or_all(struct dinh_request *req, u32 *nr);
int dinh_request_parent(struct dinh_request *req, u32 *nr);
int dinh_request_scope(struct dinh_request *req, u32 *nr);
int dinh_request_programme(struct dinh_request *req);
struct dinh_entry *dinh_request_entry(u8 type, size_t body);
struct dinh_writer dinh_request_writer(const struct dinh_request *req);
int dinh_request_submit(struct dinh_request *req, struct dinh_entry *entry);
int dinh_request_requirement(struct dinh_request *req, u32 day, u16 *number);
int dinh_request_finish(struct dinh_request *req, struct genl_info *info,
			struct dinh_entry *entry);
int dinh_request_finish_by(struct dinh_request *req, struct genl_info *info,
			   struct dinh_entry *entry,
			   int (*submit)(struct dinh_request *req,
					 struct dinh_entry *entry),
			   int (*put)(struct sk_buff *skb,
				      const struct dinh_entry *entry));

static inline u32 dinh_request_u32(const struct dinh_request *req, u16 attr,
				   u32 otherwise)
{
	return req->attrs[attr] ? nla_get_u32(req->attrs[attr]) : otherwise;
}

static inline u64 dinh_request_u64(const struct dinh_request *req, u16 attr)
{
	return req->attrs[attr] ? nla_get_u64(req->attrs[attr]) : 0;
}

static inline bool dinh_request_check_only(const struct dinh_request *req)
{
	return req->attrs[DINH_A_CHECK_ONLY];
}

/*
 * Answers. Everything that puts attributes returns 0 or -EMSGSIZE, and the
 * caller holds dinh_door.lock.
 */

/**
 * struct dinh_answer - the message that answers a request
 * @skb: the message
 * @hdr: its header
 */
struct dinh_answer {
	struct sk_buff *skb;
	void *hdr;
};

int dinh_answer_begin(struct dinh_answer *answer, struct genl_info *info);
int dinh_answer_end(struct dinh_answer *answer, struct genl_info *info,
		    int err);

int dinh_put_u64(struct sk_buff *skb, u16 attr, u64 value);
int dinh_put_size(struct sk_buff *skb);
int dinh_put_unit_names(struct sk_buff *skb, const struct dinh_unit *unit);
const char *dinh_indicator_name(unsigned int indicator);

/*
 * Dumps.
 */

/**
 * struct dinh_dump - where a dump stands, between two messages
 * @scope: number of the unit above all that is told
 * @at: the unit, or the element, that is being told
 * @sub: messages that were sent of it
 * @what: what the request narrows it to: a kind, an indicator, days
 * @begun: @at was begun
 * @done: nothing is left
 */
struct dinh_dump {
	u32 scope;
	u32 at;
	u32 sub;
	u32 what;
	bool begun;
	bool done;
};

/**
 * struct dinh_teller - a dump while it is filling a message
 * @skb: what is filled
 * @cb: the dump's
 * @dump: the dump
 * @reg: the register; the lock is held
 * @passed: messages of @dump->at so far, sent or not
 */
struct dinh_teller {
	struct sk_buff *skb;
	struct netlink_callback *cb;
	struct dinh_dump *dump;
	const struct dinh_register *reg;
	u32 passed;
};

/* Nothing narrows the dump. */
#define DINH_DUMP_ALL	(~0u)

static inline struct dinh_dump *dinh_dump(struct netlink_callback *cb)
{
	BUILD_BUG_ON(sizeof(struct dinh_dump) > sizeof(cb->ctx));
	return (struct dinh_dump *)cb->ctx;
}

int dinh_dump_units(struct sk_buff *skb, struct netlink_callback *cb,
		    int (*tell)(struct dinh_teller *teller,
				const struct dinh_unit *unit));
int dinh_dump_one(struct sk_buff *skb, struct netlink_callback *cb,
		  int (*tell)(struct dinh_teller *teller,
			      const struct dinh_unit *unit));
bool dinh_tell_skip(struct dinh_teller *teller);
void *dinh_tell_begin(struct dinh_teller *teller);
int dinh_tell_end(struct dinh_teller *teller, void *hdr, int err);

/*
 * Policies. A text is not longer than what it is for, its final NUL included.
 */

#define DINH_POLICY_CODE	{ .type = NLA_NUL_STRING, \
				  .len = DINH_CODE_SIZE - 1 }
#define DINH_POLICY_NAME	{ .type = NLA_NUL_STRING, \
				  .len = DINH_NAME_SIZE - 1 }
#define DINH_POLICY_REASON	{ .type = NLA_NUL_STRING, \
				  .len = DINH_REASON_SIZE - 1 }
#define DINH_POLICY_TITLE	{ .type = NLA_NUL_STRING, \
				  .len = DINH_TITLE_SIZE - 1 }
#define DINH_POLICY_FLAG	{ .type = NLA_FLAG }
#define DINH_POLICY_U32		{ .type = NLA_U32 }
#define DINH_POLICY_U64		{ .type = NLA_U64 }
#define DINH_POLICY_GROUP	NLA_POLICY_MAX(NLA_U32, DINH_GROUPS - 1)

extern const struct nla_policy dinh_unit_add_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_unit_set_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_unit_dissolve_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_unit_pin_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_unit_get_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_record_add_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_record_end_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_record_withdraw_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_record_get_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_finding_add_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_assignment_add_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_assignment_complete_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_assignment_get_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_grant_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_review_add_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_rating_add_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_rating_get_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_meeting_open_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_meeting_attend_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_meeting_vote_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_meeting_close_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_meeting_void_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_meeting_get_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_kiosk_bind_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_kiosk_unbind_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_programme_load_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_status_get_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_unmet_get_policy[DINH_A_MAX + 1];
extern const struct nla_policy dinh_due_get_policy[DINH_A_MAX + 1];

int dinh_unit_add_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_unit_set_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_unit_dissolve_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_unit_pin_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_unit_get_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_unit_get_start(struct netlink_callback *cb);
int dinh_unit_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);

int dinh_record_add_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_record_end_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_record_withdraw_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_record_get_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_record_get_start(struct netlink_callback *cb);
int dinh_record_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);

int dinh_finding_add_doit(struct sk_buff *skb, struct genl_info *info);

int dinh_assignment_add_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_assignment_complete_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_assignment_get_start(struct netlink_callback *cb);
int dinh_assignment_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb);
int dinh_put_assignment(struct sk_buff *skb, const struct dinh_assign *assign);

int dinh_grant_add_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_grant_revoke_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_grant_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int dinh_review_add_doit(struct sk_buff *skb, struct genl_info *info);

int dinh_rating_add_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_rating_get_doit(struct sk_buff *skb, struct genl_info *info);

int dinh_meeting_open_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_meeting_attend_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_meeting_vote_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_meeting_close_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_meeting_void_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_meeting_get_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_meeting_get_start(struct netlink_callback *cb);
int dinh_meeting_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);

int dinh_kiosk_bind_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_kiosk_unbind_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_kiosk_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);

int dinh_programme_load_doit(struct sk_buff *skb, struct genl_info *info);
int dinh_programme_get_start(struct netlink_callback *cb);
int dinh_programme_get_dumpit(struct sk_buff *skb,
			      struct netlink_callback *cb);

int dinh_status_get_start(struct netlink_callback *cb);
int dinh_status_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int dinh_unmet_get_start(struct netlink_callback *cb);
int dinh_unmet_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int dinh_due_get_start(struct netlink_callback *cb);
int dinh_due_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);

#endif /* DINH_NETLINK_H */
