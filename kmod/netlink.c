// SPDX-License-Identifier: GPL-2.0-only
/*
 * The generic netlink family "dinh": what it takes, who may, and what all of
 * its commands share.
 *
 * Commands run in parallel: the register's lock is all that they share. It
 * belongs to the initial network namespace, as the register to the machine.
 */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/sched/signal.h>
#include <net/sock.h>

#include "door.h"
#include "netlink.h"
#include "tpm.h"

/* Larger entries are not multicast; who wants them reads /dev/dinh. */
#define NTF_ENTRY_MAX	4096
/* Units passed under the lock in a dump. */
#define DUMP_STEPS	512

/* internal_flags: for an administrator of the machine; no grant helps */
#define DINH_PRIVILEGED	BIT(0)

enum {
	GROUP_ENTRIES,
	GROUP_TARGETS,
};

static struct genl_family dinh_family;

/*
 * Requests.
 */

static const struct nlattr *attr_of(const struct dinh_request *req, u16 attr)
{
	if (req->attrs[attr])
		return req->attrs[attr];
	switch (attr) {
	case DINH_A_UNIT:
	case DINH_A_SCOPE:
		return req->attrs[DINH_A_CODE];
	case DINH_A_PARENT:
		return req->attrs[DINH_A_PARENT_CODE];
	}
	return NULL;
}

/**
 * dinh_refused - answer a request with its refusal
 * @req: the request; @req->why is filled
 *
 * Return: what the doit or the start of a dump has to return.
 */
int dinh_refused(struct dinh_request *req)
{
	struct netlink_ext_ack said = {
		._msg = req->why.text,
		.bad_attr = req->bad,
		.miss_type = req->missing,
		.miss_nest = req->nest,
	};
	u16 attr = req->why.attr;

	if (!said.bad_attr && !said.miss_type && attr) {
		said.bad_attr = attr_of(req, attr);
		if (!said.bad_attr)
			said.miss_type = attr;
	}
	return dinh_netlink_refuse(req->skb, req->nlh, req->extack, &said,
				   req->why.error);
}

/**
 * dinh_out_of_memory - answer a request for which there is no memory
 * @req: the request
 *
 * Return: what the doit or the start of a dump has to return.
 */
int dinh_out_of_memory(struct dinh_request *req)
{
	dinh_refuse(&req->why, DINH_REFUSED_NO_MEMORY, 0);
	return dinh_refused(req);
}

/**
 * dinh_request_need - refuse a request without an attribute
 * @req: the request
 * @attr: the attribute, at the top of the message
 * @name: what to call it
 *
 * Return: 0 if it is there, or -EINVAL.
 */
int dinh_request_need(struct dinh_request *req, u16 attr, const char *name)
{
	if (req->attrs[attr])
		return 0;
	req->missing = attr;
	return dinh_refuse(&req->why, DINH_REFUSED_MISSING, 0, name);
}

/**
 * dinh_request_string - the text of an attribute
 * @req: the request
 * @attr: the attribute; its policy is NLA_NUL_STRING
 * @text: filled
 *
 * Nothing may stand behind the first NUL, where nobody would see it.
 *
 * Return: 0 or -EINVAL.
 */
int dinh_request_string(struct dinh_request *req, const struct nlattr *attr,
			const char **text)
{
	size_t len;

	*text = nla_data(attr);
	len = strlen(*text);
	if (len + 1 == nla_len(attr))
		return 0;
	req->bad = attr;
	return dinh_refuse(&req->why, DINH_REFUSED_TEXT_CONTROL, 0, (u64)len);
}

/* The living unit that has the code in attribute @attr. */
static int unit_by_code(struct dinh_request *req, u16 attr, u32 *nr)
{
	const struct dinh_unit *unit;
	const char *code;
	int err;

	err = dinh_request_string(req, req->attrs[attr], &code);
	if (err)
		return err;
	guard(rwsem_read)(&dinh_door.lock);
	unit = dinh_unit_by_code(dinh_door.reg, code);
	if (!unit)
		return dinh_refuse(&req->why, DINH_REFUSED_UNIT_CODE_UNKNOWN,
				   attr, code);
	*nr = unit->nr;
	return 0;
}

/* By number or by code; a number is not looked at. 0 if there is neither. */
static int unit_named(struct dinh_request *req, u16 number, u16 code, u32 *nr)
{
	*nr = dinh_request_u32(req, number, 0);
	if (!req->attrs[code])
		return 0;
	if (req->attrs[number])
		return dinh_refuse(&req->why, DINH_REFUSED_UNIT_NAMED_TWICE,
				   code);
	return unit_by_code(req, code, nr);
}

/**
 * dinh_request_unit - the unit that a request is about
 * @req: the request
 * @nr: its number, if by code that of a living one; otherwise not looked at
 *
 * A number is for good: it is found first and used later.
 *
 * Return: 0 or a negative errno.
 */
int dinh_request_unit(struct dinh_request *req, u32 *nr)
{
	int err;

	if (!req->attrs[DINH_A_CODE]) {
		err = dinh_request_need(req, DINH_A_UNIT, "unit");
		if (err)
			return err;
	}
	return unit_named(req, DINH_A_UNIT, DINH_A_CODE, nr);
}

/**
 * dinh_request_unit_or_all - the unit that a request is about, if any
 * @req: the request
 * @nr: its number, 0 for the whole register
 *
 * Return: 0 or a negative errno.
 */
int dinh_request_unit_or_all(struct dinh_request *req, u32 *nr)
{
	return unit_named(req, DINH_A_UNIT, DINH_A_CODE, nr);
}

/**
 * dinh_request_parent - the unit above
 * @req: the request
 * @nr: its number, 0 for none
 *
 * Return: 0 or a negative errno.
 */
int dinh_request_parent(struct dinh_request *req, u32 *nr)
{
	return unit_named(req, DINH_A_PARENT, DINH_A_PARENT_CODE, nr);
}

/**
 * dinh_request_scope - the unit that a dump is narrowed to
 * @req: the request
 * @nr: its number, 0 for all
 *
 * Return: 0, or a negative errno where it is not a living unit.
 */
int dinh_request_scope(struct dinh_request *req, u32 *nr)
{
	const struct dinh_unit *unit;
	char date[DINH_DATE_SIZE];
	int err;

	err = unit_named(req, DINH_A_SCOPE, DINH_A_CODE, nr);
	if (err)
		return err;
	guard(rwsem_read)(&dinh_door.lock);
	unit = dinh_unit(dinh_door.reg, *nr);
	if (!unit)
		return dinh_refuse(&req->why, DINH_REFUSED_UNIT_UNKNOWN,
				   DINH_A_SCOPE, (u64)*nr);
	if (!unit->until)
		return 0;
	dinh_date(unit->until, date);
	return dinh_refuse(&req->why, DINH_REFUSED_UNIT_DISSOLVED,
			   DINH_A_SCOPE, dinh_unit_code(unit), date);
}

/**
 * dinh_request_programme - refuse a request if no programme is in force
 * @req: the request
 *
 * Return: 0 or a negative errno.
 */
int dinh_request_programme(struct dinh_request *req)
{
	char date[DINH_DATE_SIZE];

	guard(rwsem_read)(&dinh_door.lock);
	if (dinh_door.reg->current_rules)
		return 0;
	if (!dinh_door.reg->ledger.size)
		return dinh_refuse(&req->why, DINH_REFUSED_CLOSED, 0);
	dinh_date(dinh_door.reg->today, date);
	return dinh_refuse(&req->why, DINH_REFUSED_NO_PROGRAMME, 0, date);
}

/**
 * dinh_request_requirement - the requirement that a request is about
 * @req: the request
 * @day: of the record, or of the meeting
 * @number: its register-wide number
 *
 * Return: 0 or a negative errno.
 */
int dinh_request_requirement(struct dinh_request *req, u32 day, u16 *number)
{
	char date[DINH_DATE_SIZE];
	const char *code;
	int err;

	err = dinh_request_need(req, DINH_A_REQUIREMENT, "requirement") ?:
	      dinh_request_string(req, req->attrs[DINH_A_REQUIREMENT], &code);
	if (err)
		return err;
	guard(rwsem_read)(&dinh_door.lock);
	*number = dinh_number_of(dinh_door.reg, code);
	if (*number)
		return 0;
	if (day > DINH_DAY_MAX)
		return dinh_refuse(&req->why, DINH_REFUSED_DAY_FORM,
				   DINH_A_DAY, (u64)day);
	dinh_date(day, date);
	return dinh_refuse(&req->why, DINH_REFUSED_REQUIREMENT_UNKNOWN,
			   DINH_A_REQUIREMENT, code, date);
}

/**
 * dinh_request_entry - an entry to be filled
 * @type: enum dinh_entry_type
 * @body: bytes of its body
 *
 * Return: it, to be freed with kvfree(), or NULL.
 */
struct dinh_entry *dinh_request_entry(u8 type, size_t body)
{
	size_t size = sizeof(struct dinh_entry) + ALIGN(body, 8);
	struct dinh_entry *entry = kvzalloc(size, GFP_KERNEL_ACCOUNT);

	if (!entry)
		return NULL;
	entry->size = cpu_to_le32(size);
	entry->type = type;
	entry->version = 1;
	return entry;
}

/**
 * dinh_request_writer - what the calling task writes through
 * @req: the request
 *
 * Return: it, as long as the request lives.
 */
struct dinh_writer dinh_request_writer(const struct dinh_request *req)
{
	return (struct dinh_writer) {
		.opener = NETLINK_CB(req->skb).sk->sk_socket->file->f_cred,
		.capable = netlink_capable(req->skb, CAP_SYS_ADMIN),
	};
}

/**
 * dinh_request_submit - have the entry of a request accepted, or checked
 * @req: the request
 * @entry: the entry
 *
 * Return: 0 or a negative errno.
 */
int dinh_request_submit(struct dinh_request *req, struct dinh_entry *entry)
{
	const struct dinh_writer writer = dinh_request_writer(req);

	return dinh_door_submit(entry, &writer, dinh_request_check_only(req),
				&req->why);
}

/**
 * dinh_request_finish - submit the entry of a request, free it, and answer
 * @req: the request
 * @info: the same
 * @entry: the entry, or NULL where there was no memory for it
 *
 * The answer has the ledger's size and the entry's number.
 *
 * Return: what the doit has to return.
 */
int dinh_request_finish(struct dinh_request *req, struct genl_info *info,
			struct dinh_entry *entry)
{
	return dinh_request_finish_by(req, info, entry, dinh_request_submit,
				      NULL);
}

/**
 * dinh_request_finish_by - the same, where it goes another way
 * @req: the request
 * @info: the same
 * @entry: the entry, or NULL where there was no memory for it
 * @submit: has it accepted; where it makes no entry, its number stays 0
 * @put: puts more than the entry's number, or NULL
 *
 * Return: what the doit has to return.
 */
int dinh_request_finish_by(struct dinh_request *req, struct genl_info *info,
			   struct dinh_entry *entry,
			   int (*submit)(struct dinh_request *req,
					 struct dinh_entry *entry),
			   int (*put)(struct sk_buff *skb,
				      const struct dinh_entry *entry))
{
	struct dinh_answer answer;
	int err;

	if (!entry || dinh_answer_begin(&answer, info)) {
		kvfree(entry);
		return dinh_out_of_memory(req);
	}
	err = submit(req, entry);
	if (err) {
		kvfree(entry);
		dinh_answer_end(&answer, info, err);
		return dinh_refused(req);
	}
	scoped_guard(rwsem_read, &dinh_door.lock) {
		err = dinh_put_size(answer.skb);
		if (!err && entry->seq)
			err = dinh_put_u64(answer.skb, DINH_A_SEQ,
					   le64_to_cpu(entry->seq));
	}
	if (!err && put)
		err = put(answer.skb, entry);
	kvfree(entry);
	return dinh_answer_end(&answer, info, err);
}

/*
 * Answers.
 */

/**
 * dinh_answer_begin - begin the answer to a request
 * @answer: filled
 * @info: the request
 *
 * To be called before an entry is accepted: what was done is then answered.
 *
 * Return: 0 or -ENOMEM.
 */
int dinh_answer_begin(struct dinh_answer *answer, struct genl_info *info)
{
	answer->skb = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!answer->skb)
		return -ENOMEM;
	answer->hdr = genlmsg_put_reply(answer->skb, info, &dinh_family, 0,
					info->genlhdr->cmd);
	return 0;
}

/**
 * dinh_answer_end - send the answer, or drop it
 * @answer: the answer
 * @info: the request
 * @err: 0 to send it
 *
 * What was done is done: that a client has no room for the answer is no refusal,
 * and the client's socket says so by itself.
 *
 * Return: @err.
 */
int dinh_answer_end(struct dinh_answer *answer, struct genl_info *info,
		    int err)
{
	if (err) {
		nlmsg_free(answer->skb);
		return err;
	}
	genlmsg_end(answer->skb, answer->hdr);
	genlmsg_reply(answer->skb, info);
	return 0;
}

/**
 * dinh_put_u64 - put a number of 64 bits, aligned
 * @skb: the message
 * @attr: enum dinh_attr
 * @value: the number
 *
 * Return: 0 or -EMSGSIZE.
 */
int dinh_put_u64(struct sk_buff *skb, u16 attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, DINH_A_PAD);
}

/**
 * dinh_put_size - put the size of the ledger, to which all else belongs
 * @skb: the message
 *
 * Return: 0 or -EMSGSIZE.
 */
int dinh_put_size(struct sk_buff *skb)
{
	return dinh_put_u64(skb, DINH_A_SIZE, dinh_door.reg->ledger.size);
}

/**
 * dinh_put_unit_names - put a unit's number, code and name
 * @skb: the message
 * @unit: the unit
 *
 * Return: 0 or -EMSGSIZE.
 */
int dinh_put_unit_names(struct sk_buff *skb, const struct dinh_unit *unit)
{
	if (nla_put_u32(skb, DINH_A_UNIT, unit->nr) ||
	    nla_put_string(skb, DINH_A_CODE, dinh_unit_code(unit)) ||
	    nla_put_string(skb, DINH_A_NAME, dinh_unit_name(unit)))
		return -EMSGSIZE;
	return 0;
}

/**
 * dinh_indicator_name - the code of an indicator of the programme in force
 * @indicator: its index
 *
 * Context: the caller holds dinh_door.lock.
 * Return: the code.
 */
const char *dinh_indicator_name(unsigned int indicator)
{
	return dinh_indicator(dinh_door.reg->current_rules, indicator)->code;
}

/*
 * Dumps.
 */

/*
 * A message that is built afterwards, or the end of the dump, says if tables
 * have changed since the message before it, or since the first look. A sequence
 * number of 0 would switch that off.
 */
static void dump_lock(struct netlink_callback *cb)
{
	down_read(&dinh_door.lock);
	cb->seq = dinh_door.reg->generation << 1 | 1;
	if (!cb->prev_seq)
		cb->prev_seq = cb->seq;
}

/*
 * The unit at which the dump goes on. A unit that was dissolved or moved out of
 * the scope has no next one there: the dump ends, and the reader is told that
 * it was interrupted.
 */
static const struct dinh_unit *dump_unit(const struct dinh_register *reg,
					 struct dinh_dump *dump)
{
	const struct dinh_unit *unit;

	if (dump->begun) {
		unit = dinh_unit(reg, dump->at);
		return !unit->until &&
		       dinh_unit_in_scope(reg, unit, dump->scope) ? unit : NULL;
	}
	dump->begun = true;
	unit = dinh_unit_next(reg, dump->scope, NULL);
	if (unit)
		dump->at = unit->nr;
	return unit;
}

/* Lets writers pass. */
static int dump_pause(struct netlink_callback *cb)
{
	up_read(&dinh_door.lock);
	cond_resched();
	dump_lock(cb);
	return fatal_signal_pending(current) ? -EINTR : 0;
}

/* What a dumpit returns. A message that is empty would be the end. */
static int dumped(const struct sk_buff *skb, int err)
{
	return err && (err != -EMSGSIZE || !skb->len) ? err : skb->len;
}

/**
 * dinh_dump_units - tell of the units of a scope, one after the other
 * @skb: the message to be filled
 * @cb: the dump's
 * @tell: tells of one, with nothing, one or many messages
 *
 * Return: as a dumpit does.
 */
int dinh_dump_units(struct sk_buff *skb, struct netlink_callback *cb,
		    int (*tell)(struct dinh_teller *teller,
				const struct dinh_unit *unit))
{
	struct dinh_dump *dump = dinh_dump(cb);
	struct dinh_teller teller = {
		.skb = skb,
		.cb = cb,
		.dump = dump,
	};
	const struct dinh_unit *unit;
	unsigned int steps = 0;
	int err = 0;

	if (dump->done)
		return 0;
	dump_lock(cb);
	teller.reg = dinh_door.reg;
	unit = dump_unit(teller.reg, dump);
	while (unit) {
		teller.passed = 0;
		err = tell(&teller, unit);
		if (err)
			break;
		dump->sub = 0;
		unit = dinh_unit_next(teller.reg, dump->scope, unit);
		if (!unit)
			break;
		dump->at = unit->nr;
		if (++steps % DUMP_STEPS && !need_resched())
			continue;
		err = dump_pause(cb);
		if (err)
			break;
		teller.reg = dinh_door.reg;
		unit = dump_unit(teller.reg, dump);
	}
	dump->done = !unit;
	up_read(&dinh_door.lock);
	return dumped(skb, err);
}

/**
 * dinh_dump_one - tell of one unit, with any number of messages
 * @skb: the message to be filled
 * @cb: the dump's
 * @tell: tells of unit @dump->at, dissolved or not
 *
 * Return: as a dumpit does.
 */
int dinh_dump_one(struct sk_buff *skb, struct netlink_callback *cb,
		  int (*tell)(struct dinh_teller *teller,
			      const struct dinh_unit *unit))
{
	struct dinh_dump *dump = dinh_dump(cb);
	struct dinh_teller teller = {
		.skb = skb,
		.cb = cb,
		.dump = dump,
	};
	int err;

	if (dump->done)
		return 0;
	dump_lock(cb);
	teller.reg = dinh_door.reg;
	err = tell(&teller, dinh_unit(teller.reg, dump->at));
	up_read(&dinh_door.lock);
	dump->done = !err;
	return dumped(skb, err);
}

/**
 * dinh_tell_skip - pass a message of a unit, if it was sent before
 * @teller: the dump
 *
 * Return: whether it was.
 */
bool dinh_tell_skip(struct dinh_teller *teller)
{
	return teller->passed++ < teller->dump->sub;
}

/**
 * dinh_tell_begin - begin a message of a dump
 * @teller: the dump
 *
 * Return: its header, or NULL if there is no room.
 */
void *dinh_tell_begin(struct dinh_teller *teller)
{
	struct netlink_callback *cb = teller->cb;
	const struct genlmsghdr *request = nlmsg_data(cb->nlh);
	void *hdr;

	hdr = genlmsg_put(teller->skb, NETLINK_CB(cb->skb).portid,
			  cb->nlh->nlmsg_seq, &dinh_family, NLM_F_MULTI,
			  request->cmd);
	if (!hdr)
		return NULL;
	if (!dinh_put_size(teller->skb))
		return hdr;
	genlmsg_cancel(teller->skb, hdr);
	return NULL;
}

/**
 * dinh_tell_end - end it
 * @teller: the dump
 * @hdr: its header
 * @err: whether something did not fit
 *
 * Return: @err.
 */
int dinh_tell_end(struct dinh_teller *teller, void *hdr, int err)
{
	if (err) {
		genlmsg_cancel(teller->skb, hdr);
		return err;
	}
	/* Only now: a message that is cancelled must not take the flag along. */
	genl_dump_check_consistent(teller->cb, hdr);
	genlmsg_end(teller->skb, hdr);
	teller->dump->sub++;
	return 0;
}

/*
 * Notifications. Nobody listens most of the time: then nothing is built. Who
 * listens and misses one for want of memory is told so, as when the own buffer
 * is full.
 */

static bool ntf_begin(struct dinh_answer *ntf, unsigned int group, u8 cmd,
		      size_t size)
{
	if (genl_has_listeners(&dinh_family, &init_net, group) <= 0)
		return false;
	ntf->skb = genlmsg_new(size, GFP_KERNEL);
	if (!ntf->skb) {
		genl_set_err(&dinh_family, &init_net, 0, group, -ENOBUFS);
		return false;
	}
	ntf->hdr = genlmsg_put(ntf->skb, 0, 0, &dinh_family, 0, cmd);
	return true;
}

static void ntf_end(struct dinh_answer *ntf, unsigned int group, int err)
{
	if (WARN_ON_ONCE(err)) {
		nlmsg_free(ntf->skb);
		return;
	}
	genlmsg_end(ntf->skb, ntf->hdr);
	/* That nobody listens any more, or somebody too slowly, is theirs. */
	genlmsg_multicast(&dinh_family, ntf->skb, 0, group, GFP_KERNEL);
}

static int put_entry(struct sk_buff *skb, const struct dinh_entry *entry,
		     size_t size)
{
	if (dinh_put_u64(skb, DINH_A_SEQ, le64_to_cpu(entry->seq)) ||
	    nla_put_u32(skb, DINH_A_TYPE, entry->type) ||
	    nla_put_u32(skb, DINH_A_UNIT, le32_to_cpu(entry->unit)) ||
	    dinh_put_size(skb))
		return -EMSGSIZE;
	return size ? nla_put(skb, DINH_A_ENTRY, size, entry) : 0;
}

/**
 * dinh_netlink_entry - tell that an entry was accepted
 * @entry: the entry
 */
void dinh_netlink_entry(const struct dinh_entry *entry)
{
	size_t size = le32_to_cpu(entry->size);
	struct dinh_answer ntf;

	if (size > NTF_ENTRY_MAX)
		size = 0;
	if (ntf_begin(&ntf, GROUP_ENTRIES, DINH_CMD_ENTRY_NTF,
		      nla_total_size(size) + 4 * nla_total_size_64bit(8)))
		ntf_end(&ntf, GROUP_ENTRIES, put_entry(ntf.skb, entry, size));
}

static int put_crossed(struct sk_buff *skb, const struct dinh_unit *scope,
		       unsigned int indicator, bool met)
{
	struct dinh_figure fig = dinh_figure(dinh_door.reg, scope, indicator);

	if (nla_put_u32(skb, DINH_A_SCOPE, scope->nr) ||
	    nla_put_string(skb, DINH_A_CODE, dinh_unit_code(scope)) ||
	    nla_put_string(skb, DINH_A_INDICATOR,
			   dinh_indicator_name(indicator)) ||
	    nla_put_u8(skb, DINH_A_MET, met) ||
	    dinh_put_u64(skb, DINH_A_NUMERATOR, fig.num) ||
	    dinh_put_u64(skb, DINH_A_DENOMINATOR, fig.den) ||
	    nla_put_u32(skb, DINH_A_TODAY, dinh_door.reg->today))
		return -EMSGSIZE;
	return 0;
}

/**
 * dinh_netlink_crossed - tell that an indicator crossed its threshold
 * @scope: number of the unit whose tally it is
 * @indicator: its index
 * @met: whether it is reached now
 */
void dinh_netlink_crossed(u32 scope, unsigned int indicator, bool met)
{
	struct dinh_answer ntf;

	if (ntf_begin(&ntf, GROUP_TARGETS, DINH_CMD_TARGET_NTF,
		      GENLMSG_DEFAULT_SIZE))
		ntf_end(&ntf, GROUP_TARGETS,
			put_crossed(ntf.skb, dinh_unit(dinh_door.reg, scope),
				    indicator, met));
}

static int put_lapsed(struct sk_buff *skb, const struct dinh_unit *unit,
		      unsigned int indicator)
{
	if (nla_put_u32(skb, DINH_A_UNIT, unit->nr) ||
	    nla_put_string(skb, DINH_A_CODE, dinh_unit_code(unit)) ||
	    nla_put_string(skb, DINH_A_INDICATOR,
			   dinh_indicator_name(indicator)) ||
	    nla_put_u32(skb, DINH_A_TODAY, dinh_door.reg->today))
		return -EMSGSIZE;
	return 0;
}

/**
 * dinh_netlink_lapsed - tell that a unit no longer meets an indicator
 * @unit: its number
 * @indicator: index of the indicator
 */
void dinh_netlink_lapsed(u32 unit, unsigned int indicator)
{
	struct dinh_answer ntf;

	if (ntf_begin(&ntf, GROUP_TARGETS, DINH_CMD_LAPSE_NTF,
		      GENLMSG_DEFAULT_SIZE))
		ntf_end(&ntf, GROUP_TARGETS,
			put_lapsed(ntf.skb, dinh_unit(dinh_door.reg, unit),
				   indicator));
}

/**
 * dinh_netlink_overdue - tell that an assignment is overdue
 * @assign: the assignment
 */
void dinh_netlink_overdue(const struct dinh_assign *assign)
{
	struct dinh_answer ntf;

	if (ntf_begin(&ntf, GROUP_TARGETS, DINH_CMD_OVERDUE_NTF,
		      GENLMSG_DEFAULT_SIZE))
		ntf_end(&ntf, GROUP_TARGETS,
			dinh_put_assignment(ntf.skb, assign));
}

/*
 * The ledger and its clock.
 */

static int put_store(struct sk_buff *skb, const struct dinh_store *store)
{
	if (dinh_door.state == DINH_STATE_VOLATILE)
		return 0;
	if (dinh_put_u64(skb, DINH_A_DURABLE, store->durable.size) ||
	    dinh_put_u64(skb, DINH_A_PUBLISHED, store->published) ||
	    dinh_put_u64(skb, DINH_A_ROOM, dinh_store_room()) ||
	    nla_put_u32(skb, DINH_A_STORE, store->status))
		return -EMSGSIZE;
	return store->error ?
	       nla_put_u32(skb, DINH_A_STORE_ERROR, store->error) : 0;
}

static int put_tpm(struct sk_buff *skb, const struct dinh_sealed *sealed)
{
	const struct dinh_tpm_state state = dinh_tpm_state();

	if (state.pcr < 0)
		return 0;
	if (nla_put_u32(skb, DINH_A_PCR, state.pcr) ||
	    nla_put_u32(skb, DINH_A_TPM_WAITING, state.waiting) ||
	    (state.error && nla_put_u32(skb, DINH_A_TPM_ERROR, state.error)))
		return -EMSGSIZE;
	if (!sealed->size || sealed->pcr != state.pcr)
		return 0;
	return dinh_put_u64(skb, DINH_A_SEALED, sealed->size) ?:
	       nla_put(skb, DINH_A_PCR_VALUE, sizeof(sealed->value),
		       sealed->value);
}

static int put_ledger(struct sk_buff *skb, const struct dinh_register *reg)
{
	const struct dinh_genesis *genesis = &reg->genesis;
	u8 root[DINH_HASH_SIZE];
	u64 records, late;

	dinh_frontier_root(&reg->ledger, root);
	dinh_counts(dinh_unit(reg, 0), &records, &late);
	if (dinh_put_size(skb) ||
	    nla_put(skb, DINH_A_ROOT, sizeof(root), root) ||
	    dinh_put_u64(skb, DINH_A_OLDEST,
			 dinh_ring_first(&dinh_door.ring)) ||
	    nla_put_u32(skb, DINH_A_STATE, dinh_door.state) ||
	    nla_put_u32(skb, DINH_A_TODAY, reg->today) ||
	    nla_put_u32(skb, DINH_A_UNITS, reg->living) ||
	    dinh_put_u64(skb, DINH_A_RECORDS, records) ||
	    dinh_put_u64(skb, DINH_A_LATE, late) ||
	    put_store(skb, &dinh_door.store) || put_tpm(skb, &reg->sealed))
		return -EMSGSIZE;
	if (!reg->ledger.size)
		return 0;
	if (nla_put(skb, DINH_A_IDENTITY, sizeof(genesis->identity),
		    genesis->identity) ||
	    nla_put_string(skb, DINH_A_ORIGIN, genesis->origin) ||
	    nla_put_s32(skb, DINH_A_UTC_OFFSET,
			(s32)le32_to_cpu(genesis->utc_offset)) ||
	    nla_put_u32(skb, DINH_A_CLOCK_DAY, dinh_door_clock_day()) ||
	    (dinh_register_held(reg) && nla_put_flag(skb, DINH_A_HELD)))
		return -EMSGSIZE;
	return 0;
}

static int answer_ledger(struct dinh_answer *answer, struct genl_info *info)
{
	int err;

	scoped_guard(rwsem_read, &dinh_door.lock)
		err = put_ledger(answer->skb, dinh_door.reg);
	return dinh_answer_end(answer, info, err);
}

static int dinh_ledger_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_answer answer;

	if (dinh_answer_begin(&answer, info))
		return dinh_out_of_memory(&req);
	return answer_ledger(&answer, info);
}

/* Does something to the ledger, and answers how it is then. */
static int change_ledger(struct sk_buff *skb, struct genl_info *info,
			 int (*change)(struct dinh_request *req))
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_answer answer;
	int err;

	if (dinh_answer_begin(&answer, info))
		return dinh_out_of_memory(&req);
	err = change(&req);
	if (!err)
		return answer_ledger(&answer, info);
	dinh_answer_end(&answer, info, err);
	return dinh_refused(&req);
}

static const struct nla_policy dinh_day_confirm_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_DAY] = DINH_POLICY_U32,
};

static int confirm_day(struct dinh_request *req)
{
	return dinh_request_need(req, DINH_A_DAY, "day") ?:
	       dinh_door_confirm(dinh_request_u32(req, DINH_A_DAY, 0),
				 dinh_request_check_only(req), &req->why);
}

static int dinh_day_confirm_doit(struct sk_buff *skb, struct genl_info *info)
{
	return change_ledger(skb, info, confirm_day);
}

static const struct nla_policy dinh_ledger_init_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_ORIGIN] = { .type = NLA_NUL_STRING,
			    .len = DINH_ORIGIN_SIZE - 1 },
	[DINH_A_UTC_OFFSET] = { .type = NLA_S32 },
};

static int init_ledger(struct dinh_request *req)
{
	const struct nlattr *offset = req->attrs[DINH_A_UTC_OFFSET];
	const char *origin = dinh_door_origin();
	int err = 0;

	if (req->attrs[DINH_A_ORIGIN])
		err = dinh_request_string(req, req->attrs[DINH_A_ORIGIN],
					  &origin);
	return err ?: dinh_door_init(origin, offset ? nla_get_s32(offset) :
						      dinh_door_utc_offset(),
				     dinh_request_check_only(req), &req->why);
}

static int dinh_ledger_init_doit(struct sk_buff *skb, struct genl_info *info)
{
	return change_ledger(skb, info, init_ledger);
}

static const struct nla_policy dinh_ledger_published_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_SIZE] = DINH_POLICY_U64,
};

static int note_published(struct dinh_request *req)
{
	return dinh_request_need(req, DINH_A_SIZE, "size") ?:
	       dinh_store_publish(dinh_request_u64(req, DINH_A_SIZE),
				  dinh_request_check_only(req), &req->why);
}

static int dinh_ledger_published_doit(struct sk_buff *skb,
				      struct genl_info *info)
{
	return change_ledger(skb, info, note_published);
}

static const struct nla_policy dinh_ledger_checkpoint_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_SIZE] = DINH_POLICY_U64,
	[DINH_A_ROOT] = NLA_POLICY_EXACT_LEN(DINH_HASH_SIZE),
};

static int tell_tpm(struct dinh_request *req)
{
	struct dinh_tree_head head;
	int err;

	err = dinh_request_need(req, DINH_A_SIZE, "size") ?:
	      dinh_request_need(req, DINH_A_ROOT, "root");
	if (err)
		return err;
	head.size = dinh_request_u64(req, DINH_A_SIZE);
	nla_memcpy(head.root, req->attrs[DINH_A_ROOT], sizeof(head.root));
	return dinh_tpm_checkpoint(&head, dinh_request_check_only(req),
				   &req->why);
}

static int dinh_ledger_checkpoint_doit(struct sk_buff *skb,
				       struct genl_info *info)
{
	return change_ledger(skb, info, tell_tpm);
}

/*
 * The family.
 */

static int dinh_pre_doit(const struct genl_split_ops *ops, struct sk_buff *skb,
			 struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);

	if (!(ops->internal_flags & DINH_PRIVILEGED) ||
	    netlink_capable(skb, CAP_SYS_ADMIN))
		return 0;
	dinh_refuse(&req.why, DINH_REFUSED_CAPABILITY, 0);
	return dinh_refused(&req);
}

#define DINH_POLICY(_policy)	.policy = _policy, .maxattr = DINH_A_MAX

static const struct genl_ops dinh_ops[] = {
	{
		.cmd = DINH_CMD_LEDGER_GET,
		.doit = dinh_ledger_get_doit,
	},
	{
		.cmd = DINH_CMD_DAY_CONFIRM,
		.internal_flags = DINH_PRIVILEGED,
		.doit = dinh_day_confirm_doit,
		DINH_POLICY(dinh_day_confirm_policy),
	},
	{
		.cmd = DINH_CMD_PROGRAMME_LOAD,
		.doit = dinh_programme_load_doit,
		DINH_POLICY(dinh_programme_load_policy),
	},
	{
		.cmd = DINH_CMD_PROGRAMME_GET,
		.start = dinh_programme_get_start,
		.dumpit = dinh_programme_get_dumpit,
	},
	{
		.cmd = DINH_CMD_UNIT_ADD,
		.doit = dinh_unit_add_doit,
		DINH_POLICY(dinh_unit_add_policy),
	},
	{
		.cmd = DINH_CMD_UNIT_SET,
		.doit = dinh_unit_set_doit,
		DINH_POLICY(dinh_unit_set_policy),
	},
	{
		.cmd = DINH_CMD_UNIT_DISSOLVE,
		.doit = dinh_unit_dissolve_doit,
		DINH_POLICY(dinh_unit_dissolve_policy),
	},
	{
		.cmd = DINH_CMD_UNIT_GET,
		.doit = dinh_unit_get_doit,
		.start = dinh_unit_get_start,
		.dumpit = dinh_unit_get_dumpit,
		DINH_POLICY(dinh_unit_get_policy),
	},
	{
		.cmd = DINH_CMD_RECORD_ADD,
		.doit = dinh_record_add_doit,
		DINH_POLICY(dinh_record_add_policy),
	},
	{
		.cmd = DINH_CMD_RECORD_END,
		.doit = dinh_record_end_doit,
		DINH_POLICY(dinh_record_end_policy),
	},
	{
		.cmd = DINH_CMD_RECORD_WITHDRAW,
		.doit = dinh_record_withdraw_doit,
		DINH_POLICY(dinh_record_withdraw_policy),
	},
	{
		.cmd = DINH_CMD_RECORD_GET,
		.doit = dinh_record_get_doit,
		.start = dinh_record_get_start,
		.dumpit = dinh_record_get_dumpit,
		DINH_POLICY(dinh_record_get_policy),
	},
	{
		.cmd = DINH_CMD_STATUS_GET,
		.start = dinh_status_get_start,
		.dumpit = dinh_status_get_dumpit,
		DINH_POLICY(dinh_status_get_policy),
	},
	{
		.cmd = DINH_CMD_UNMET_GET,
		.start = dinh_unmet_get_start,
		.dumpit = dinh_unmet_get_dumpit,
		DINH_POLICY(dinh_unmet_get_policy),
	},
	{
		.cmd = DINH_CMD_DUE_GET,
		.start = dinh_due_get_start,
		.dumpit = dinh_due_get_dumpit,
		DINH_POLICY(dinh_due_get_policy),
	},
	{
		.cmd = DINH_CMD_UNIT_PIN,
		.doit = dinh_unit_pin_doit,
		DINH_POLICY(dinh_unit_pin_policy),
	},
	{
		.cmd = DINH_CMD_LEDGER_INIT,
		.internal_flags = DINH_PRIVILEGED,
		.doit = dinh_ledger_init_doit,
		DINH_POLICY(dinh_ledger_init_policy),
	},
	{
		.cmd = DINH_CMD_LEDGER_PUBLISHED,
		.internal_flags = DINH_PRIVILEGED,
		.doit = dinh_ledger_published_doit,
		DINH_POLICY(dinh_ledger_published_policy),
	},
	{
		.cmd = DINH_CMD_FINDING_ADD,
		.doit = dinh_finding_add_doit,
		DINH_POLICY(dinh_finding_add_policy),
	},
	{
		.cmd = DINH_CMD_ASSIGNMENT_ADD,
		.doit = dinh_assignment_add_doit,
		DINH_POLICY(dinh_assignment_add_policy),
	},
	{
		.cmd = DINH_CMD_ASSIGNMENT_COMPLETE,
		.doit = dinh_assignment_complete_doit,
		DINH_POLICY(dinh_assignment_complete_policy),
	},
	{
		.cmd = DINH_CMD_ASSIGNMENT_GET,
		.start = dinh_assignment_get_start,
		.dumpit = dinh_assignment_get_dumpit,
		DINH_POLICY(dinh_assignment_get_policy),
	},
	{
		.cmd = DINH_CMD_GRANT_ADD,
		.doit = dinh_grant_add_doit,
		DINH_POLICY(dinh_grant_policy),
	},
	{
		.cmd = DINH_CMD_GRANT_REVOKE,
		.doit = dinh_grant_revoke_doit,
		DINH_POLICY(dinh_grant_policy),
	},
	{
		.cmd = DINH_CMD_GRANT_GET,
		.dumpit = dinh_grant_get_dumpit,
	},
	{
		.cmd = DINH_CMD_REVIEW_ADD,
		.doit = dinh_review_add_doit,
		DINH_POLICY(dinh_review_add_policy),
	},
	{
		.cmd = DINH_CMD_RATING_ADD,
		.doit = dinh_rating_add_doit,
		DINH_POLICY(dinh_rating_add_policy),
	},
	{
		.cmd = DINH_CMD_RATING_GET,
		.doit = dinh_rating_get_doit,
		DINH_POLICY(dinh_rating_get_policy),
	},
	{
		.cmd = DINH_CMD_MEETING_OPEN,
		.doit = dinh_meeting_open_doit,
		DINH_POLICY(dinh_meeting_open_policy),
	},
	{
		.cmd = DINH_CMD_MEETING_ATTEND,
		.doit = dinh_meeting_attend_doit,
		DINH_POLICY(dinh_meeting_attend_policy),
	},
	{
		.cmd = DINH_CMD_MEETING_VOTE,
		.doit = dinh_meeting_vote_doit,
		DINH_POLICY(dinh_meeting_vote_policy),
	},
	{
		.cmd = DINH_CMD_MEETING_CLOSE,
		.doit = dinh_meeting_close_doit,
		DINH_POLICY(dinh_meeting_close_policy),
	},
	{
		.cmd = DINH_CMD_MEETING_VOID,
		.doit = dinh_meeting_void_doit,
		DINH_POLICY(dinh_meeting_void_policy),
	},
	{
		.cmd = DINH_CMD_MEETING_GET,
		.doit = dinh_meeting_get_doit,
		.start = dinh_meeting_get_start,
		.dumpit = dinh_meeting_get_dumpit,
		DINH_POLICY(dinh_meeting_get_policy),
	},
	{
		.cmd = DINH_CMD_KIOSK_BIND,
		.internal_flags = DINH_PRIVILEGED,
		.doit = dinh_kiosk_bind_doit,
		DINH_POLICY(dinh_kiosk_bind_policy),
	},
	{
		.cmd = DINH_CMD_KIOSK_UNBIND,
		.internal_flags = DINH_PRIVILEGED,
		.doit = dinh_kiosk_unbind_doit,
		DINH_POLICY(dinh_kiosk_unbind_policy),
	},
	{
		.cmd = DINH_CMD_KIOSK_GET,
		.dumpit = dinh_kiosk_get_dumpit,
	},
	{
		.cmd = DINH_CMD_LEDGER_CHECKPOINT,
		.internal_flags = DINH_PRIVILEGED,
		.doit = dinh_ledger_checkpoint_doit,
		DINH_POLICY(dinh_ledger_checkpoint_policy),
	},
};

static const struct genl_multicast_group dinh_groups[] = {
	[GROUP_ENTRIES] = { .name = DINH_GROUP_ENTRIES },
	[GROUP_TARGETS] = { .name = DINH_GROUP_TARGETS },
};

static struct genl_family dinh_family __ro_after_init = {
	.name = DINH_FAMILY_NAME,
	.version = DINH_FAMILY_VERSION,
	.parallel_ops = true,
	.module = THIS_MODULE,
	.pre_doit = dinh_pre_doit,
	.ops = dinh_ops,
	.n_ops = ARRAY_SIZE(dinh_ops),
	.mcgrps = dinh_groups,
	.n_mcgrps = ARRAY_SIZE(dinh_groups),
};

/**
 * dinh_netlink_setup - register the family
 *
 * Return: 0 or a negative errno.
 */
int __init dinh_netlink_setup(void)
{
	return genl_register_family(&dinh_family);
}

/**
 * dinh_netlink_teardown - unregister it; no dump runs
 */
void dinh_netlink_teardown(void)
{
	genl_unregister_family(&dinh_family);
}
