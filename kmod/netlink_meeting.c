// SPDX-License-Identifier: GPL-2.0-only
/* meeting-open, -attend, -vote, -close, -void, meeting-get. */
#include "door.h"
#include "meeting.h"
#include "netlink.h"

const struct nla_policy dinh_meeting_open_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_UNIT] = DINH_POLICY_U32,
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_REQUIREMENT] = DINH_POLICY_CODE,
	[DINH_A_ELIGIBLE] = DINH_POLICY_U32,
	[DINH_A_DAY] = DINH_POLICY_U32,
	[DINH_A_BALLOT] = NLA_POLICY_MAX(NLA_U32, DINH_BALLOTS - 1),
	[DINH_A_ITEMS] = DINH_POLICY_U32,
	[DINH_A_UNTIL] = DINH_POLICY_U32,
	[DINH_A_PERIOD] = DINH_POLICY_U32,
	[DINH_A_KEY] = DINH_POLICY_U64,
	[DINH_A_ROLL] = { .type = NLA_BINARY },
};

const struct nla_policy dinh_meeting_attend_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_MEETING] = DINH_POLICY_U64,
	[DINH_A_CARD] = { .type = NLA_NUL_STRING,
			  .len = DINH_CARD_DIGITS - 1 },
	[DINH_A_COUNT] = DINH_POLICY_U32,
};

const struct nla_policy dinh_meeting_vote_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_MEETING] = DINH_POLICY_U64,
	[DINH_A_YES] = DINH_POLICY_U32,
	[DINH_A_NO] = DINH_POLICY_U32,
	[DINH_A_ABSTAIN] = DINH_POLICY_U32,
	[DINH_A_INVALID] = DINH_POLICY_U32,
};

const struct nla_policy dinh_meeting_close_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_MEETING] = DINH_POLICY_U64,
	[DINH_A_DOCUMENT] = NLA_POLICY_EXACT_LEN(DINH_HASH_SIZE),
};

const struct nla_policy dinh_meeting_void_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_MEETING] = DINH_POLICY_U64,
	[DINH_A_REASON] = DINH_POLICY_REASON,
};

/* A do takes MEETING; a dump SCOPE or CODE. */
const struct nla_policy dinh_meeting_get_policy[DINH_A_MAX + 1] = {
	[DINH_A_MEETING] = DINH_POLICY_U64,
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_SCOPE] = DINH_POLICY_U32,
};

/*
 * Opening.
 */

/* How many digests the request brings. */
static int count_roll(struct dinh_request *req, u32 *cards)
{
	const struct nlattr *attr;
	u64 bytes = 0;
	int rem;

	nlmsg_for_each_attr(attr, req->nlh, GENL_HDRLEN, rem) {
		if (nla_type(attr) != DINH_A_ROLL)
			continue;
		bytes += nla_len(attr);
		if (!nla_len(attr) || nla_len(attr) % DINH_HASH_SIZE) {
			req->bad = attr;
			return dinh_refuse(&req->why, DINH_REFUSED_ROLL_FORM,
					   0, (u64)nla_len(attr));
		}
	}
	*cards = bytes / DINH_HASH_SIZE;
	if (*cards <= DINH_CARDS_MAX)
		return 0;
	return dinh_refuse(&req->why, DINH_REFUSED_CARDS_FULL, DINH_A_ROLL,
			   (u64)*cards, (u64)DINH_CARDS_MAX);
}

/* Their digests, or NULL where there was no memory for them. */
static void *read_roll(const struct dinh_request *req, u32 cards)
{
	u8 *roll = kvmalloc_array(cards, DINH_HASH_SIZE, GFP_KERNEL_ACCOUNT);
	const struct nlattr *attr;
	size_t at = 0;
	int rem;

	nlmsg_for_each_attr(attr, req->nlh, GENL_HDRLEN, rem) {
		if (!roll || nla_type(attr) != DINH_A_ROLL)
			continue;
		memcpy(roll + at, nla_data(attr), nla_len(attr));
		at += nla_len(attr);
	}
	return roll;
}

static int submit_open(struct dinh_request *req, struct dinh_entry *entry)
{
	const struct dinh_writer writer = dinh_request_writer(req);
	void *roll = NULL;
	u32 cards;
	int err = count_roll(req, &cards);

	if (err)
		return err;
	if (cards) {
		roll = read_roll(req, cards);
		if (!roll)
			return dinh_refuse(&req->why, DINH_REFUSED_NO_MEMORY,
					   0);
	}
	return dinh_meeting_open(entry, &writer, roll, cards,
				 dinh_request_check_only(req), &req->why);
}

int dinh_meeting_open_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_meeting_open *body;
	struct dinh_entry *entry;
	u16 number;
	u32 nr, day;

	if (dinh_request_unit(&req, &nr) ||
	    dinh_request_need(&req, DINH_A_DAY, "day") ||
	    dinh_request_need(&req, DINH_A_ELIGIBLE, "eligible"))
		return dinh_refused(&req);
	day = dinh_request_u32(&req, DINH_A_DAY, 0);
	if (dinh_request_requirement(&req, day, &number))
		return dinh_refused(&req);
	entry = dinh_request_entry(DINH_ENTRY_MEETING_OPEN, sizeof(*body));
	if (!entry)
		return dinh_out_of_memory(&req);
	body = (void *)(entry + 1);
	entry->unit = cpu_to_le32(nr);
	body->key = cpu_to_le64(dinh_request_u64(&req, DINH_A_KEY));
	body->requirement = cpu_to_le16(number);
	body->ballot = dinh_request_u32(&req, DINH_A_BALLOT, DINH_BALLOT_OPEN);
	body->items = cpu_to_le32(dinh_request_u32(&req, DINH_A_ITEMS, 0));
	body->day = cpu_to_le32(day);
	body->until = cpu_to_le32(dinh_request_u32(&req, DINH_A_UNTIL, 0));
	body->period = cpu_to_le32(dinh_request_u32(&req, DINH_A_PERIOD, 0));
	body->eligible = cpu_to_le32(dinh_request_u32(&req, DINH_A_ELIGIBLE,
						      0));
	return dinh_request_finish_by(&req, info, entry, submit_open, NULL);
}

/*
 * What happens at one.
 */

/* An entry of the meeting that a request names, of which only that is filled. */
static int begin(struct dinh_request *req, u8 type, size_t body,
		 struct dinh_entry **entry)
{
	const struct dinh_meeting *meeting;
	u64 number;
	u32 nr;
	int err = dinh_request_need(req, DINH_A_MEETING, "meeting");

	if (err)
		return err;
	number = dinh_request_u64(req, DINH_A_MEETING);
	scoped_guard(rwsem_read, &dinh_door.lock) {
		meeting = dinh_meeting(dinh_door.reg, number);
		if (!meeting)
			return dinh_refuse(&req->why,
					   DINH_REFUSED_MEETING_UNKNOWN,
					   DINH_A_MEETING, number);
		nr = meeting->unit;
	}
	*entry = dinh_request_entry(type, body);
	if (!*entry)
		return dinh_refuse(&req->why, DINH_REFUSED_NO_MEMORY, 0);
	(*entry)->unit = cpu_to_le32(nr);
	return 0;
}

static int submit_attend(struct dinh_request *req, struct dinh_entry *entry)
{
	const struct dinh_writer writer = dinh_request_writer(req);
	const char *card = NULL;
	int err = 0;

	if (req->attrs[DINH_A_CARD])
		err = dinh_request_string(req, req->attrs[DINH_A_CARD], &card);
	return err ?: dinh_meeting_attend(entry, &writer, card,
					  dinh_request_check_only(req),
					  &req->why);
}

int dinh_meeting_attend_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_attendance *body;
	struct dinh_entry *entry;
	bool card = req.attrs[DINH_A_CARD];

	if (!card && dinh_request_need(&req, DINH_A_COUNT, "count"))
		return dinh_refused(&req);
	if (begin(&req, DINH_ENTRY_ATTENDANCE, sizeof(*body), &entry))
		return dinh_refused(&req);
	body = (void *)(entry + 1);
	body->meeting = cpu_to_le64(dinh_request_u64(&req, DINH_A_MEETING));
	body->count = cpu_to_le32(dinh_request_u32(&req, DINH_A_COUNT, card));
	return dinh_request_finish_by(&req, info, entry, submit_attend, NULL);
}

static int submit_vote(struct dinh_request *req, struct dinh_entry *entry)
{
	const struct dinh_writer writer = dinh_request_writer(req);
	bool secret = false;

	/* Then no entry is made, and the answer has no number. */
	return dinh_meeting_vote(entry, &writer, dinh_request_check_only(req),
				 &secret, &req->why);
}

int dinh_meeting_vote_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_entry *entry;
	struct dinh_vote *body;

	if (begin(&req, DINH_ENTRY_VOTE, sizeof(*body), &entry))
		return dinh_refused(&req);
	body = (void *)(entry + 1);
	body->meeting = cpu_to_le64(dinh_request_u64(&req, DINH_A_MEETING));
	body->yes = cpu_to_le32(dinh_request_u32(&req, DINH_A_YES, 0));
	body->no = cpu_to_le32(dinh_request_u32(&req, DINH_A_NO, 0));
	body->abstain = cpu_to_le32(dinh_request_u32(&req, DINH_A_ABSTAIN, 0));
	body->invalid = cpu_to_le32(dinh_request_u32(&req, DINH_A_INVALID, 0));
	return dinh_request_finish_by(&req, info, entry, submit_vote, NULL);
}

/*
 * Its end.
 */

static int put_typed(struct sk_buff *skb, const struct dinh_votes *typed,
		     bool votes)
{
	struct nlattr *nest = nla_nest_start(skb, DINH_A_TYPED);

	if (!nest || nla_put_u32(skb, DINH_VOTES_A_PRESENT,
				 le32_to_cpu(typed->present)))
		return -EMSGSIZE;
	if (votes &&
	    (nla_put_u32(skb, DINH_VOTES_A_YES, le32_to_cpu(typed->yes)) ||
	     nla_put_u32(skb, DINH_VOTES_A_NO, le32_to_cpu(typed->no)) ||
	     nla_put_u32(skb, DINH_VOTES_A_ABSTAIN,
			 le32_to_cpu(typed->abstain)) ||
	     nla_put_u32(skb, DINH_VOTES_A_INVALID,
			 le32_to_cpu(typed->invalid))))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_present(struct sk_buff *skb, const struct dinh_votes *votes)
{
	return nla_put_u32(skb, DINH_A_ELIGIBLE,
			   le32_to_cpu(votes->eligible)) ?:
	       nla_put_u32(skb, DINH_A_PRESENT, le32_to_cpu(votes->present));
}

static int put_votes(struct sk_buff *skb, const struct dinh_votes *votes)
{
	return nla_put_u32(skb, DINH_A_YES, le32_to_cpu(votes->yes)) ?:
	       nla_put_u32(skb, DINH_A_NO, le32_to_cpu(votes->no)) ?:
	       nla_put_u32(skb, DINH_A_ABSTAIN, le32_to_cpu(votes->abstain)) ?:
	       nla_put_u32(skb, DINH_A_INVALID, le32_to_cpu(votes->invalid));
}

static int submit_close(struct dinh_request *req, struct dinh_entry *entry)
{
	const struct dinh_writer writer = dinh_request_writer(req);
	bool secret = false;

	return dinh_meeting_close(entry, &writer, dinh_request_check_only(req),
				  &secret, &req->why);
}

static int put_closed(struct sk_buff *skb, const struct dinh_entry *entry)
{
	const struct dinh_meeting_close *body = (const void *)(entry + 1);

	return put_present(skb, &body->votes) ?:
	       put_votes(skb, &body->votes) ?:
	       put_typed(skb, &body->typed, true) ?:
	       nla_put_u32(skb, DINH_A_OUTCOME, le32_to_cpu(body->outcome)) ?:
	       nla_put_u32(skb, DINH_A_PRESENT_NEEDED,
			   le32_to_cpu(body->present_needed)) ?:
	       nla_put_u32(skb, DINH_A_YES_NEEDED,
			   le32_to_cpu(body->yes_needed));
}

int dinh_meeting_close_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_meeting_close *body;
	struct dinh_entry *entry;

	if (begin(&req, DINH_ENTRY_MEETING_CLOSE, sizeof(*body), &entry))
		return dinh_refused(&req);
	body = (void *)(entry + 1);
	body->meeting = cpu_to_le64(dinh_request_u64(&req, DINH_A_MEETING));
	if (req.attrs[DINH_A_DOCUMENT])
		memcpy(body->record.document,
		       nla_data(req.attrs[DINH_A_DOCUMENT]), DINH_HASH_SIZE);
	/* Who only asks is not told how it would end. */
	return dinh_request_finish_by(&req, info, entry, submit_close,
				      dinh_request_check_only(&req) ?
				      NULL : put_closed);
}

static int submit_void(struct dinh_request *req, struct dinh_entry *entry)
{
	const struct dinh_writer writer = dinh_request_writer(req);

	return dinh_meeting_void(entry, &writer, dinh_request_check_only(req),
				 &req->why);
}

int dinh_meeting_void_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_meeting_void *body;
	struct dinh_entry *entry;
	const char *reason;

	if (dinh_request_need(&req, DINH_A_REASON, "reason") ||
	    dinh_request_string(&req, req.attrs[DINH_A_REASON], &reason) ||
	    begin(&req, DINH_ENTRY_MEETING_VOID,
		  sizeof(*body) + strlen(reason) + 1, &entry))
		return dinh_refused(&req);
	body = (void *)(entry + 1);
	body->meeting = cpu_to_le64(dinh_request_u64(&req, DINH_A_MEETING));
	body->why = cpu_to_le32(DINH_VOID_ASKED);
	memcpy(body->reason, reason, strlen(reason));
	return dinh_request_finish_by(&req, info, entry, submit_void, NULL);
}

/*
 * Telling of those that are open.
 */

static int put_opened(struct sk_buff *skb, const struct dinh_meeting *meeting)
{
	const struct dinh_meeting_open *open = &meeting->open;
	const struct dinh_register *reg = dinh_door.reg;
	u16 number = le16_to_cpu(open->requirement);
	u32 until = le32_to_cpu(open->until);
	u32 period = le32_to_cpu(open->period);

	if (dinh_put_unit_names(skb, dinh_unit(reg, meeting->unit)) ||
	    dinh_put_u64(skb, DINH_A_MEETING, meeting->seq) ||
	    nla_put_string(skb, DINH_A_REQUIREMENT,
			   dinh_number_code(reg, number)) ||
	    nla_put_u32(skb, DINH_A_DAY, le32_to_cpu(open->day)) ||
	    nla_put_u32(skb, DINH_A_BALLOT, open->ballot) ||
	    (until && nla_put_u32(skb, DINH_A_UNTIL, until)) ||
	    (period && nla_put_u32(skb, DINH_A_PERIOD, period)))
		return -EMSGSIZE;
	if (!open->cards)
		return 0;
	return nla_put_u32(skb, DINH_A_CARDS, le32_to_cpu(open->cards)) ?:
	       nla_put(skb, DINH_A_ROLL, sizeof(open->roll), open->roll);
}

static int put_needs(struct sk_buff *skb, const struct dinh_meeting *meeting,
		     const struct dinh_votes *votes)
{
	struct dinh_refusal why;
	struct dinh_needs needs;

	if (dinh_meeting_needs(dinh_door.reg, meeting, votes, &needs, &why))
		return 0;
	return nla_put_u32(skb, DINH_A_PRESENT_NEEDED, needs.present) ?:
	       nla_put_u32(skb, DINH_A_YES_NEEDED, needs.yes);
}

static int put_meeting(struct sk_buff *skb, const struct dinh_meeting *meeting)
{
	bool open = meeting->open.ballot == DINH_BALLOT_OPEN;
	struct dinh_votes votes, typed;

	dinh_meeting_votes(meeting, meeting->cast, &votes, &typed);
	return put_opened(skb, meeting) ?:
	       put_present(skb, &votes) ?:
	       put_needs(skb, meeting, &votes) ?:
	       nla_put_u32(skb, DINH_A_CAST, dinh_meeting_cast(meeting)) ?:
	       (open ? put_votes(skb, &votes) : 0) ?:
	       put_typed(skb, &typed, open);
}

int dinh_meeting_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	const struct dinh_meeting *meeting;
	struct dinh_answer answer;
	u64 seq;
	int err = 0;

	if (dinh_request_need(&req, DINH_A_MEETING, "meeting"))
		return dinh_refused(&req);
	if (dinh_answer_begin(&answer, info))
		return dinh_out_of_memory(&req);
	seq = dinh_request_u64(&req, DINH_A_MEETING);
	scoped_guard(rwsem_read, &dinh_door.lock) {
		meeting = dinh_meeting(dinh_door.reg, seq);
		if (meeting)
			err = dinh_put_size(answer.skb) ?:
			      put_meeting(answer.skb, meeting);
		else
			dinh_refuse(&req.why, DINH_REFUSED_MEETING_UNKNOWN,
				    DINH_A_MEETING, seq);
	}
	dinh_answer_end(&answer, info, req.why.error ?: err);
	return req.why.error ? dinh_refused(&req) : err;
}

int dinh_meeting_get_start(struct netlink_callback *cb)
{
	struct dinh_request req = dinh_dump_request(cb);

	return dinh_request_scope(&req, &dinh_dump(cb)->scope) ?
	       dinh_refused(&req) : 0;
}

static int tell_meetings(struct dinh_teller *teller,
			 const struct dinh_unit *unused)
{
	const struct dinh_register *reg = teller->reg;
	const struct dinh_meeting *m = dinh_meeting_next(reg, 0);
	void *hdr;
	int err;

	for (; m; m = dinh_meeting_next(reg, m->seq + 1)) {
		if (!dinh_unit_in_scope(reg, dinh_unit(reg, m->unit),
					teller->dump->scope) ||
		    dinh_tell_skip(teller))
			continue;
		hdr = dinh_tell_begin(teller);
		if (!hdr)
			return -EMSGSIZE;
		err = dinh_tell_end(teller, hdr, put_meeting(teller->skb, m));
		if (err)
			return err;
	}
	return 0;
}

int dinh_meeting_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dinh_dump_one(skb, cb, tell_meetings);
}
