// SPDX-License-Identifier: GPL-2.0-only
/* kiosk-bind, kiosk-unbind, kiosk-get. */
#include "door.h"
#include "kiosk.h"
#include "netlink.h"

const struct nla_policy dinh_kiosk_bind_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_UNIT] = DINH_POLICY_U32,
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_MEETING] = DINH_POLICY_U64,
	[DINH_A_KIOSK_ROLE] = NLA_POLICY_MAX(NLA_U32, DINH_KIOSK_ROLES - 1),
	[DINH_A_DEVICE] = { .type = NLA_NUL_STRING,
			    .len = DINH_DEVICE_SIZE - 1 },
	[DINH_A_KEYS] = { .type = NLA_BINARY,
			  .len = DINH_KEYS_MAX * sizeof(u16) },
	[DINH_A_IS_VIRTUAL] = DINH_POLICY_FLAG,
	[DINH_A_TIMEOUT] = DINH_POLICY_U32,
	[DINH_A_INTERVAL] = DINH_POLICY_U32,
};

const struct nla_policy dinh_kiosk_unbind_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_KIOSK] = DINH_POLICY_U64,
};

/* Where nobody says otherwise, in milliseconds, by enum dinh_kiosk_role. */
static const u32 usual_timeout[DINH_KIOSK_ROLES] = { 10000, 2000, 0 };
static const u32 usual_interval[DINH_KIOSK_ROLES] = { 1000, 0, 1000 };

static int read_setup(struct dinh_request *req, struct dinh_kiosk_setup *setup)
{
	const struct nlattr *keys = req->attrs[DINH_A_KEYS];
	const char *device;
	int err;

	err = dinh_request_need(req, DINH_A_DEVICE, "device") ?:
	      dinh_request_need(req, DINH_A_KIOSK_ROLE, "kiosk_role") ?:
	      dinh_request_string(req, req->attrs[DINH_A_DEVICE], &device);
	if (err)
		return err;
	strscpy(setup->device, device, sizeof(setup->device));
	setup->role = dinh_request_u32(req, DINH_A_KIOSK_ROLE, 0);
	setup->virtual_too = req->attrs[DINH_A_IS_VIRTUAL];
	setup->timeout = dinh_request_u32(req, DINH_A_TIMEOUT,
					  usual_timeout[setup->role]);
	setup->interval = dinh_request_u32(req, DINH_A_INTERVAL,
					   usual_interval[setup->role]);
	if (keys) {
		setup->n_keys = nla_len(keys) / sizeof(setup->keys[0]);
		memcpy(setup->keys, nla_data(keys),
		       setup->n_keys * sizeof(setup->keys[0]));
	}
	return dinh_kiosk_setup_check(setup, &req->why);
}

static struct dinh_entry *make_bind(const struct dinh_request *req,
				    const struct dinh_kiosk_setup *setup,
				    u32 nr)
{
	struct dinh_kiosk_bind *body;
	struct dinh_entry *entry;

	entry = dinh_request_entry(DINH_ENTRY_KIOSK_BIND, sizeof(*body) +
				   strlen(setup->device) + 1);
	if (!entry)
		return NULL;
	body = (void *)(entry + 1);
	entry->unit = cpu_to_le32(nr);
	body->meeting = cpu_to_le64(dinh_request_u64(req, DINH_A_MEETING));
	body->role = setup->role;
	memcpy(body->device, setup->device, strlen(setup->device));
	return entry;
}

static int answer_bound(struct dinh_answer *answer, struct genl_info *info,
			u64 seq, const char *name)
{
	int err;

	scoped_guard(rwsem_read, &dinh_door.lock)
		err = dinh_put_size(answer->skb) ?:
		      dinh_put_u64(answer->skb, DINH_A_SEQ, seq) ?:
		      nla_put_string(answer->skb, DINH_A_DEVICE_NAME, name);
	return dinh_answer_end(answer, info, err);
}

int dinh_kiosk_bind_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	const struct dinh_writer writer = dinh_request_writer(&req);
	struct dinh_kiosk_setup setup = {};
	char name[DINH_NAME_SIZE];
	struct dinh_answer answer;
	struct dinh_entry *entry;
	u64 seq;
	u32 nr;
	int err;

	if (dinh_request_unit(&req, &nr) || read_setup(&req, &setup))
		return dinh_refused(&req);
	entry = make_bind(&req, &setup, nr);
	if (!entry || dinh_answer_begin(&answer, info)) {
		kvfree(entry);
		return dinh_out_of_memory(&req);
	}
	err = dinh_kiosk_bind(entry, &writer, &setup,
			      dinh_request_check_only(&req), name, &req.why);
	seq = le64_to_cpu(entry->seq);
	kvfree(entry);
	if (!err)
		return answer_bound(&answer, info, seq, name);
	dinh_answer_end(&answer, info, err);
	return dinh_refused(&req);
}

static int submit_unbind(struct dinh_request *req, struct dinh_entry *entry)
{
	const struct dinh_writer writer = dinh_request_writer(req);

	return dinh_kiosk_unbind(entry, &writer, dinh_request_check_only(req),
				 &req->why);
}

/* The number of the kiosk's unit. */
static int read_kiosk(struct dinh_request *req, u32 *nr)
{
	const struct dinh_kiosk *kiosk;
	int err = dinh_request_need(req, DINH_A_KIOSK, "kiosk");

	if (err)
		return err;
	guard(rwsem_read)(&dinh_door.lock);
	kiosk = dinh_kiosk(dinh_door.reg, dinh_request_u64(req, DINH_A_KIOSK));
	if (!kiosk)
		return dinh_refuse(&req->why, DINH_REFUSED_KIOSK_UNKNOWN,
				   DINH_A_KIOSK,
				   dinh_request_u64(req, DINH_A_KIOSK));
	*nr = kiosk->unit;
	return 0;
}

int dinh_kiosk_unbind_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_kiosk_unbind *body;
	struct dinh_entry *entry;
	u32 nr;

	if (read_kiosk(&req, &nr))
		return dinh_refused(&req);
	entry = dinh_request_entry(DINH_ENTRY_KIOSK_UNBIND, sizeof(*body));
	if (!entry)
		return dinh_out_of_memory(&req);
	body = (void *)(entry + 1);
	entry->unit = cpu_to_le32(nr);
	body->kiosk = cpu_to_le64(dinh_request_u64(&req, DINH_A_KIOSK));
	body->why = cpu_to_le32(DINH_UNBIND_ASKED);
	return dinh_request_finish_by(&req, info, entry, submit_unbind, NULL);
}

static int put_hardware(struct sk_buff *skb, u64 seq)
{
	struct dinh_kiosk_state state;
	const struct dinh_kiosk_setup *setup = &state.setup;

	/* It is being bound, or let go. */
	if (!dinh_kiosk_state(seq, &state))
		return 0;
	if (nla_put_string(skb, DINH_A_DEVICE, setup->device) ||
	    nla_put_string(skb, DINH_A_DEVICE_NAME, state.name) ||
	    nla_put(skb, DINH_A_KEYS, setup->n_keys * sizeof(setup->keys[0]),
		    setup->keys) ||
	    nla_put_u32(skb, DINH_A_TIMEOUT, setup->timeout) ||
	    nla_put_u32(skb, DINH_A_INTERVAL, setup->interval) ||
	    (!state.is_secret &&
	     dinh_put_u64(skb, DINH_A_PRESSES, state.presses)) ||
	    dinh_put_u64(skb, DINH_A_IGNORED, state.ignored) ||
	    dinh_put_u64(skb, DINH_A_LOST, state.lost))
		return -EMSGSIZE;
	return 0;
}

static int put_kiosk(struct sk_buff *skb, const struct dinh_register *reg,
		     const struct dinh_kiosk *kiosk)
{
	if (dinh_put_unit_names(skb, dinh_unit(reg, kiosk->unit)) ||
	    dinh_put_u64(skb, DINH_A_KIOSK, kiosk->seq) ||
	    nla_put_u32(skb, DINH_A_KIOSK_ROLE, kiosk->role) ||
	    (kiosk->meeting &&
	     dinh_put_u64(skb, DINH_A_MEETING, kiosk->meeting)) ||
	    (kiosk->flags & DINH_KIOSK_VIRTUAL &&
	     nla_put_flag(skb, DINH_A_IS_VIRTUAL)))
		return -EMSGSIZE;
	return put_hardware(skb, kiosk->seq);
}

static int tell_kiosks(struct dinh_teller *teller,
		       const struct dinh_unit *unit)
{
	const struct dinh_register *reg = teller->reg;
	unsigned int i;
	void *hdr;
	int err;

	for (i = 0; i < reg->n_kiosks; i++) {
		if (dinh_tell_skip(teller))
			continue;
		hdr = dinh_tell_begin(teller);
		if (!hdr)
			return -EMSGSIZE;
		err = dinh_tell_end(teller, hdr, put_kiosk(teller->skb, reg,
							   &reg->kiosk[i]));
		if (err)
			return err;
	}
	return 0;
}

int dinh_kiosk_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return dinh_dump_one(skb, cb, tell_kiosks);
}
