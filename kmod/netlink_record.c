// SPDX-License-Identifier: GPL-2.0-only
/* record-add, record-end, record-withdraw, record-get, finding-add. */
#include "door.h"
#include "netlink.h"

const struct nla_policy dinh_record_add_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_UNIT] = DINH_POLICY_U32,
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_REQUIREMENT] = DINH_POLICY_CODE,
	[DINH_A_DAY] = DINH_POLICY_U32,
	[DINH_A_UNTIL] = DINH_POLICY_U32,
	[DINH_A_PERIOD] = DINH_POLICY_U32,
	[DINH_A_ITEMS] = DINH_POLICY_U32,
	[DINH_A_GROUP] = DINH_POLICY_GROUP,
	[DINH_A_COUNT] = DINH_POLICY_U32,
	[DINH_A_ELIGIBLE] = DINH_POLICY_U32,
	[DINH_A_PRESENT] = DINH_POLICY_U32,
	[DINH_A_YES] = DINH_POLICY_U32,
	[DINH_A_NO] = DINH_POLICY_U32,
	[DINH_A_ABSTAIN] = DINH_POLICY_U32,
	[DINH_A_INVALID] = DINH_POLICY_U32,
	[DINH_A_KEY] = DINH_POLICY_U64,
	[DINH_A_DOCUMENT] = NLA_POLICY_EXACT_LEN(DINH_HASH_SIZE),
};

const struct nla_policy dinh_record_end_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_SEQ] = DINH_POLICY_U64,
	[DINH_A_DAY] = DINH_POLICY_U32,
};

const struct nla_policy dinh_record_withdraw_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_SEQ] = DINH_POLICY_U64,
	[DINH_A_REASON] = DINH_POLICY_REASON,
};

const struct nla_policy dinh_finding_add_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_SEQ] = DINH_POLICY_U64,
	[DINH_A_FINDING] = NLA_POLICY_MAX(NLA_U32, DINH_FINDING_VERDICTS - 1),
	[DINH_A_DUE] = DINH_POLICY_U32,
	[DINH_A_REASON] = DINH_POLICY_REASON,
};

/* A do takes SEQ; a dump UNIT or CODE. */
const struct nla_policy dinh_record_get_policy[DINH_A_MAX + 1] = {
	[DINH_A_UNIT] = DINH_POLICY_U32,
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_SEQ] = DINH_POLICY_U64,
};

/*
 * Answering.
 */

static int put_record_names(struct sk_buff *skb, u64 seq,
			    const struct dinh_unit *unit, u16 number)
{
	if (dinh_put_u64(skb, DINH_A_SEQ, seq) ||
	    nla_put_u32(skb, DINH_A_UNIT, unit->nr) ||
	    nla_put_string(skb, DINH_A_CODE, dinh_unit_code(unit)))
		return -EMSGSIZE;
	return nla_put_string(skb, DINH_A_REQUIREMENT,
			      dinh_number_code(dinh_door.reg, number));
}

static int put_value(struct sk_buff *skb, const struct dinh_rec *rec)
{
	if (rec->group == DINH_GROUP_NONE)
		return nla_put_u32(skb, DINH_A_ITEMS, rec->value);
	return nla_put_u32(skb, DINH_A_GROUP, rec->group) ?:
	       nla_put_u32(skb, DINH_A_COUNT, rec->value);
}

static int put_record(struct sk_buff *skb, const struct dinh_unit *unit,
		      const struct dinh_rec *rec)
{
	const struct dinh_author *author = dinh_author(dinh_door.reg,
						       rec->author);

	if (put_record_names(skb, rec->seq, unit, rec->requirement) ||
	    put_value(skb, rec) ||
	    nla_put_u32(skb, DINH_A_DAY, rec->day) ||
	    nla_put_u32(skb, DINH_A_LAST, dinh_rec_last(rec)) ||
	    (rec->days &&
	     nla_put_u32(skb, DINH_A_UNTIL, dinh_rec_until(rec))) ||
	    (rec->key && dinh_put_u64(skb, DINH_A_KEY, rec->key)) ||
	    (rec->flags & DINH_REC_LATE &&
	     nla_put_flag(skb, DINH_A_IS_LATE)) ||
	    (rec->flags & DINH_REC_WITHDRAWN &&
	     nla_put_flag(skb, DINH_A_IS_WITHDRAWN)) ||
	    (rec->flags & DINH_REC_STRUCK &&
	     nla_put_flag(skb, DINH_A_IS_STRUCK)) ||
	    (rec->flags & DINH_REC_UPHELD &&
	     nla_put_flag(skb, DINH_A_IS_UPHELD)) ||
	    nla_put_u32(skb, DINH_A_UID, author->uid) ||
	    nla_put_u32(skb, DINH_A_LOGINUID, author->loginuid))
		return -EMSGSIZE;
	return 0;
}

static int answer_record(struct dinh_answer *answer, struct genl_info *info,
			 u64 seq)
{
	const struct dinh_unit *unit;
	const struct dinh_rec *rec;
	int err;

	scoped_guard(rwsem_read, &dinh_door.lock) {
		err = dinh_put_size(answer->skb);
		unit = dinh_record_find(dinh_door.reg, seq, &rec);
		/* Accepted, and expired on the day that came right after. */
		if (!err && unit)
			err = put_record(answer->skb, unit, rec);
		else if (!err)
			err = dinh_put_u64(answer->skb, DINH_A_SEQ, seq);
	}
	return dinh_answer_end(answer, info, err);
}

/* With no more than which record it would be. */
static int answer_check(struct dinh_answer *answer, struct genl_info *info,
			u64 seq)
{
	int err;

	scoped_guard(rwsem_read, &dinh_door.lock)
		err = dinh_put_size(answer->skb) ?:
		      dinh_put_u64(answer->skb, DINH_A_SEQ, seq);
	return dinh_answer_end(answer, info, err);
}

/*
 * Submits the entry, frees it, and answers with the record: with number @seq,
 * or the one that the entry is.
 */
static int submit_and_answer(struct dinh_request *req, struct genl_info *info,
			     struct dinh_entry *entry, u64 seq)
{
	struct dinh_answer answer;
	int err;

	if (dinh_answer_begin(&answer, info)) {
		kvfree(entry);
		return dinh_out_of_memory(req);
	}
	err = dinh_request_submit(req, entry);
	if (entry->type == DINH_ENTRY_RECORD)
		seq = le64_to_cpu(entry->seq);
	kvfree(entry);
	if (err) {
		dinh_answer_end(&answer, info, err);
		return dinh_refused(req);
	}
	return dinh_request_check_only(req) ?
	       answer_check(&answer, info, seq) :
	       answer_record(&answer, info, seq);
}

/*
 * Commands.
 */

static bool has_votes(const struct dinh_request *req)
{
	u16 attr;

	for (attr = DINH_A_ELIGIBLE; attr <= DINH_A_INVALID; attr++)
		if (req->attrs[attr])
			return true;
	return false;
}

static void read_votes(const struct dinh_request *req,
		       struct dinh_votes *votes)
{
	votes->eligible = cpu_to_le32(dinh_request_u32(req, DINH_A_ELIGIBLE,
						       0));
	votes->present = cpu_to_le32(dinh_request_u32(req, DINH_A_PRESENT, 0));
	votes->yes = cpu_to_le32(dinh_request_u32(req, DINH_A_YES, 0));
	votes->no = cpu_to_le32(dinh_request_u32(req, DINH_A_NO, 0));
	votes->abstain = cpu_to_le32(dinh_request_u32(req, DINH_A_ABSTAIN, 0));
	votes->invalid = cpu_to_le32(dinh_request_u32(req, DINH_A_INVALID, 0));
}

static void read_record(const struct dinh_request *req,
			struct dinh_record *record)
{
	if (req->attrs[DINH_A_DOCUMENT])
		memcpy(record->document, nla_data(req->attrs[DINH_A_DOCUMENT]),
		       sizeof(record->document));
	record->key = cpu_to_le64(dinh_request_u64(req, DINH_A_KEY));
	record->group = dinh_request_u32(req, DINH_A_GROUP, DINH_GROUP_NONE);
	record->items = cpu_to_le32(dinh_request_u32(req, DINH_A_ITEMS, 0));
	record->count = cpu_to_le32(dinh_request_u32(req, DINH_A_COUNT, 0));
	record->day = cpu_to_le32(dinh_request_u32(req, DINH_A_DAY, 0));
	record->until = cpu_to_le32(dinh_request_u32(req, DINH_A_UNTIL, 0));
	record->period = cpu_to_le32(dinh_request_u32(req, DINH_A_PERIOD, 0));
	if (has_votes(req))
		read_votes(req, (void *)(record + 1));
}

int dinh_record_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_record *record;
	struct dinh_entry *entry;
	u16 number;
	u32 nr;

	if (dinh_request_unit(&req, &nr) ||
	    dinh_request_need(&req, DINH_A_DAY, "day") ||
	    dinh_request_requirement(&req,
				     dinh_request_u32(&req, DINH_A_DAY, 0),
				     &number))
		return dinh_refused(&req);
	entry = dinh_request_entry(DINH_ENTRY_RECORD, sizeof(*record) +
				   (has_votes(&req) ?
				    sizeof(struct dinh_votes) : 0));
	if (!entry)
		return dinh_out_of_memory(&req);
	record = (void *)(entry + 1);
	entry->unit = cpu_to_le32(nr);
	record->requirement = cpu_to_le16(number);
	read_record(&req, record);
	return submit_and_answer(&req, info, entry, 0);
}

/* The record that a request names, and the number of its unit. */
static int read_seq(struct dinh_request *req, u64 *seq, u32 *nr)
{
	const struct dinh_unit *unit;
	const struct dinh_rec *rec;
	int err = dinh_request_need(req, DINH_A_SEQ, "seq");

	if (err)
		return err;
	*seq = dinh_request_u64(req, DINH_A_SEQ);
	guard(rwsem_read)(&dinh_door.lock);
	unit = dinh_record_find(dinh_door.reg, *seq, &rec);
	if (!unit)
		return dinh_refuse(&req->why, DINH_REFUSED_RECORD_UNKNOWN,
				   DINH_A_SEQ, *seq);
	*nr = unit->nr;
	return 0;
}

int dinh_record_end_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_record_end *end;
	struct dinh_entry *entry;
	u64 seq;
	u32 nr;

	if (read_seq(&req, &seq, &nr) ||
	    dinh_request_need(&req, DINH_A_DAY, "day"))
		return dinh_refused(&req);
	entry = dinh_request_entry(DINH_ENTRY_RECORD_END, sizeof(*end));
	if (!entry)
		return dinh_out_of_memory(&req);
	end = (void *)(entry + 1);
	entry->unit = cpu_to_le32(nr);
	end->seq = cpu_to_le64(seq);
	end->day = cpu_to_le32(dinh_request_u32(&req, DINH_A_DAY, 0));
	return submit_and_answer(&req, info, entry, seq);
}

int dinh_record_withdraw_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_withdrawal *withdrawal;
	struct dinh_entry *entry;
	const char *reason;
	u64 seq;
	u32 nr;

	if (read_seq(&req, &seq, &nr) ||
	    dinh_request_need(&req, DINH_A_REASON, "reason") ||
	    dinh_request_string(&req, req.attrs[DINH_A_REASON], &reason))
		return dinh_refused(&req);
	entry = dinh_request_entry(DINH_ENTRY_WITHDRAWAL,
				   sizeof(*withdrawal) + strlen(reason) + 1);
	if (!entry)
		return dinh_out_of_memory(&req);
	withdrawal = (void *)(entry + 1);
	entry->unit = cpu_to_le32(nr);
	withdrawal->seq = cpu_to_le64(seq);
	memcpy(withdrawal->reason, reason, strlen(reason));
	return submit_and_answer(&req, info, entry, seq);
}

int dinh_finding_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_finding *finding;
	struct dinh_entry *entry;
	const char *reason;
	u64 seq;
	u32 nr;

	if (read_seq(&req, &seq, &nr) ||
	    dinh_request_need(&req, DINH_A_FINDING, "verdict") ||
	    dinh_request_need(&req, DINH_A_REASON, "reason") ||
	    dinh_request_string(&req, req.attrs[DINH_A_REASON], &reason))
		return dinh_refused(&req);
	entry = dinh_request_entry(DINH_ENTRY_FINDING,
				   sizeof(*finding) + strlen(reason) + 1);
	if (!entry)
		return dinh_out_of_memory(&req);
	finding = (void *)(entry + 1);
	entry->unit = cpu_to_le32(nr);
	finding->seq = cpu_to_le64(seq);
	finding->verdict = cpu_to_le32(dinh_request_u32(&req, DINH_A_FINDING,
							0));
	finding->due = cpu_to_le32(dinh_request_u32(&req, DINH_A_DUE, 0));
	memcpy(finding->reason, reason, strlen(reason));
	return dinh_request_finish(&req, info, entry);
}

int dinh_record_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_answer answer;
	u64 seq;
	u32 nr;

	if (req.attrs[DINH_A_UNIT] || req.attrs[DINH_A_CODE]) {
		dinh_refuse(&req.why, DINH_REFUSED_RECORD_NO_DUMP,
			    req.attrs[DINH_A_UNIT] ? DINH_A_UNIT :
						     DINH_A_CODE);
		return dinh_refused(&req);
	}
	if (read_seq(&req, &seq, &nr))
		return dinh_refused(&req);
	if (dinh_answer_begin(&answer, info))
		return dinh_out_of_memory(&req);
	return answer_record(&answer, info, seq);
}

static int start_records(struct dinh_request *req, struct dinh_dump *dump)
{
	int err;

	if (req->attrs[DINH_A_SEQ])
		return dinh_refuse(&req->why, DINH_REFUSED_RECORD_DUMP,
				   DINH_A_SEQ);
	err = dinh_request_unit(req, &dump->at);
	if (err)
		return err;
	guard(rwsem_read)(&dinh_door.lock);
	if (dinh_unit(dinh_door.reg, dump->at))
		return 0;
	return dinh_refuse(&req->why, DINH_REFUSED_UNIT_UNKNOWN, DINH_A_UNIT,
			   (u64)dump->at);
}

int dinh_record_get_start(struct netlink_callback *cb)
{
	struct dinh_request req = dinh_dump_request(cb);

	return start_records(&req, dinh_dump(cb)) ? dinh_refused(&req) : 0;
}

static int tell_records(struct dinh_teller *teller,
			const struct dinh_unit *unit)
{
	unsigned int i;
	void *hdr;
	int err;

	for (i = 0; i < unit->n; i++) {
		if (dinh_tell_skip(teller))
			continue;
		hdr = dinh_tell_begin(teller);
		if (!hdr)
			return -EMSGSIZE;
		err = dinh_tell_end(teller, hdr,
				    put_record(teller->skb, unit,
					       &unit->recs[i]));
		if (err)
			return err;
	}
	return 0;
}

int dinh_record_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dinh_dump_one(skb, cb, tell_records);
}
