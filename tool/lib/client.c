// SPDX-License-Identifier: GPL-2.0-only
/*
 * Netlink by hand over libnl's messages: its own receive loop knows no
 * extended acks and turns errno into codes of its own.
 */
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <netlink/genl/genl.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client.h"
#include "i18n.h"
#include "refusal.h"

#define RECEIVE_SIZE	(256 * 1024)
#define REQUEST_SIZE	8192
/* A programme as attributes is larger than as an entry. */
#define PROGRAMME_SIZE	(2 * DINH_ENTRY_SIZE_MAX)
#define SOCKET_SIZE	(4 * 1024 * 1024)
#define DUMP_TRIES	4
#define GROUPS_MAX	4

/**
 * struct client - a socket and what the kernel said of the family
 * @fd: the socket
 * @seq: of the last request
 * @family: its number
 * @commands: bit n: the module has command n
 * @groups: number of @group
 * @group: multicast groups
 * @buf: for receiving
 */
struct client {
	int fd;
	uint32_t seq;
	uint16_t family;
	uint64_t commands;
	size_t groups;
	struct {
		char name[GENL_NAMSIZ];
		uint32_t id;
	} group[GROUPS_MAX];
	char buf[RECEIVE_SIZE];
};

#define U8	{ .type = NLA_U8 }
#define U32	{ .type = NLA_U32 }
#define U64	{ .type = NLA_U64 }
#define STRING	{ .type = NLA_STRING }
#define FLAG	{ .type = NLA_FLAG }
#define NEST	{ .type = NLA_NESTED }
#define BINARY(n) { .type = NLA_UNSPEC, .minlen = (n) }

/* What answers hold, and how a refusal names it. */
#define ATTRIBUTES							\
	A(CHECK_ONLY, "check-only", FLAG)				\
	A(SIZE, "size", U64)						\
	A(ROOT, "root", BINARY(DINH_HASH_SIZE))				\
	A(DURABLE, "durable", U64)					\
	A(OLDEST, "oldest", U64)					\
	A(STATE, "state", U32)						\
	A(IDENTITY, "identity", BINARY(DINH_IDENTITY_SIZE))		\
	A(ORIGIN, "origin", STRING)					\
	A(UTC_OFFSET, "utc-offset", U32)				\
	A(TODAY, "today", U32)						\
	A(HELD, "held", FLAG)						\
	A(CLOCK_DAY, "clock-day", U32)					\
	A(UNITS, "units", U32)						\
	A(RECORDS, "records", U64)					\
	A(LATE, "late", U64)						\
	A(UNIT, "unit", U32)						\
	A(CODE, "code", STRING)						\
	A(NAME, "name", STRING)						\
	A(KIND, "kind", U32)						\
	A(PARENT, "parent", U32)					\
	A(PARENT_CODE, "parent-code", STRING)				\
	A(UNION, "union", U8)						\
	A(HEADCOUNT, "headcount", NEST)					\
	A(SINCE, "since", U32)						\
	A(DISSOLVED, "dissolved", U32)					\
	A(CHILDREN, "children", U32)					\
	A(SUCCESSOR, "successor", U32)					\
	A(SCOPE, "scope", U32)						\
	A(SEQ, "seq", U64)						\
	A(REQUIREMENT, "requirement", STRING)				\
	A(DAY, "day", U32)						\
	A(UNTIL, "until", U32)						\
	A(PERIOD, "period", U32)					\
	A(ITEMS, "items", U32)						\
	A(GROUP, "group", U32)						\
	A(COUNT, "count", U32)						\
	A(ELIGIBLE, "eligible", U32)					\
	A(PRESENT, "present", U32)					\
	A(YES, "yes", U32)						\
	A(NO, "no", U32)						\
	A(ABSTAIN, "abstain", U32)					\
	A(INVALID, "invalid", U32)					\
	A(KEY, "key", U64)						\
	A(DOCUMENT, "document", BINARY(DINH_HASH_SIZE))			\
	A(REASON, "reason", STRING)					\
	A(LAST, "last", U32)						\
	A(IS_LATE, "is-late", FLAG)					\
	A(IS_WITHDRAWN, "is-withdrawn", FLAG)				\
	A(UID, "uid", U32)						\
	A(LOGINUID, "loginuid", U32)					\
	A(INDICATOR, "indicator", STRING)				\
	A(NUMERATOR, "numerator", U64)					\
	A(DENOMINATOR, "denominator", U64)				\
	A(UNKNOWN, "unknown", U64)					\
	A(VERDICT, "verdict", U32)					\
	A(MISSING, "missing", U32)					\
	A(HEADS, "heads", U64)						\
	A(REACHED, "reached", U64)					\
	A(WITHIN, "within", U32)					\
	A(TITLE_VI, "title-vi", STRING)					\
	A(TITLE_EN, "title-en", STRING)					\
	A(FROM, "from", U32)						\
	A(LATE_DAYS, "late-days", U32)					\
	A(INSTRUMENT_DEF, "instrument-def", NEST)			\
	A(REQUIREMENT_DEF, "requirement-def", NEST)			\
	A(INDICATOR_DEF, "indicator-def", NEST)				\
	A(OBJECTIVE_DEF, "objective-def", NEST)				\
	A(TYPE, "type", U32)						\
	A(ENTRY, "entry", BINARY(sizeof(struct dinh_entry)))		\
	A(MET, "met", U8)						\
	A(PINNED, "pinned", U8)						\
	A(PUBLISHED, "published", U64)					\
	A(STORE, "store", U32)						\
	A(STORE_ERROR, "store-error", U32)				\
	A(PCR, "pcr", U32)						\
	A(PCR_VALUE, "pcr-value", BINARY(DINH_HASH_SIZE))		\
	A(SEALED, "sealed", U64)					\
	A(TPM_WAITING, "tpm-waiting", U32)				\
	A(TPM_ERROR, "tpm-error", U32)					\
	A(ROOM, "room", U64)						\
	A(FINDING, "finding", U32)					\
	A(DUE, "due", U32)						\
	A(TITLE, "title", STRING)					\
	A(OBJECTIVE, "objective", STRING)				\
	A(RESULT, "result", STRING)					\
	A(COMPLETED, "completed", U32)					\
	A(IS_FINDING, "is-finding", FLAG)				\
	A(IS_STRUCK, "is-struck", FLAG)					\
	A(IS_UPHELD, "is-upheld", FLAG)					\
	A(SUBJECT, "subject", U32)					\
	A(ID, "id", U32)						\
	A(ROLE, "role", U32)						\
	A(REVIEW, "review", U32)					\
	A(RESULTS, "results", BINARY(DINH_HASH_SIZE))			\
	A(LIMITS, "limits", BINARY(DINH_HASH_SIZE))			\
	A(CAUSES, "causes", BINARY(DINH_HASH_SIZE))			\
	A(ANSWER_DAYS, "answer-days", U32)				\
	A(ANSWER_VERIFIED, "answer-verified", FLAG)			\
	A(ASSIGNMENT, "assignment", U64)

static const struct nla_policy policy[DINH_A_MAX + 1] = {
#define A(id, name, ...) [DINH_A_##id] = __VA_ARGS__,
	ATTRIBUTES
#undef A
};

static const char *attribute_name(unsigned int type)
{
	static const char *const names[DINH_A_MAX + 1] = {
#define A(id, name, ...) [DINH_A_##id] = name,
		ATTRIBUTES
#undef A
	};

	return type <= DINH_A_MAX ? names[type] : NULL;
}

/* What a transfer calls with each message that answers it. */
typedef int transfer_answer(struct client *client, struct nlmsghdr *msg,
			    void *data, struct error *err);

static void *body(struct nlmsghdr *msg, size_t *len)
{
	*len = msg->nlmsg_len - NLMSG_HDRLEN;
	return (char *)msg + NLMSG_HDRLEN;
}

/*
 * Refusals.
 */

/* The name of the outermost attribute at an offset of the request. */
static unsigned int attribute_at(struct nlmsghdr *request, uint32_t offset)
{
	struct nlattr *attr;
	int left;

	nlmsg_for_each_attr(attr, request, GENL_HDRLEN, left) {
		uint32_t start = (char *)attr - (char *)request;

		if (offset >= start &&
		    offset < start + (uint32_t)nla_total_size(nla_len(attr)))
			return nla_type(attr);
	}
	return 0;
}

/**
 * struct extack - what the kernel says with an error
 * @text: its words, or NULL
 * @type: attribute that it points at, or 0
 * @missing: attribute that it misses, or 0
 */
struct extack {
	const char *text;
	unsigned int type;
	unsigned int missing;
};

static void parse_extack(struct nlmsghdr *msg, size_t skip,
			 struct nlmsghdr *request, struct extack *out)
{
	struct nlattr *tlv[NLMSGERR_ATTR_MAX + 1];
	size_t len;
	char *at = body(msg, &len);

	*out = (struct extack){ 0 };
	skip = NLMSG_ALIGN(skip);
	if (!(msg->nlmsg_flags & NLM_F_ACK_TLVS) || skip >= len ||
	    nla_parse(tlv, NLMSGERR_ATTR_MAX, (struct nlattr *)(at + skip),
		      len - skip, NULL))
		return;
	if (tlv[NLMSGERR_ATTR_MSG] && nla_len(tlv[NLMSGERR_ATTR_MSG]) > 0) {
		char *text = nla_data(tlv[NLMSGERR_ATTR_MSG]);

		text[nla_len(tlv[NLMSGERR_ATTR_MSG]) - 1] = '\0';
		out->text = text;
	}
	if (tlv[NLMSGERR_ATTR_OFFS] && nla_len(tlv[NLMSGERR_ATTR_OFFS]) >= 4)
		out->type = attribute_at(request,
					 nla_get_u32(tlv[NLMSGERR_ATTR_OFFS]));
	if (tlv[NLMSGERR_ATTR_MISS_TYPE] &&
	    nla_len(tlv[NLMSGERR_ATTR_MISS_TYPE]) >= 4)
		out->missing = nla_get_u32(tlv[NLMSGERR_ATTR_MISS_TYPE]);
}

const char *client_advice(void)
{
	return _("install the module and this tool from one version, and load it again");
}

static int refused(struct client *client, struct nlmsghdr *request, int error,
		   const struct extack *ack, struct error *err)
{
	struct genlmsghdr *genl = nlmsg_data(request);
	const char *name = attribute_name(ack->missing ?: ack->type);
	char text[512];

	if (ack->text)
		refusal_text(ack->text, text, sizeof(text));
	else
		snprintf(text, sizeof(text), "%s", strerror(error));
	if (error == EPERM)
		error_set(err, DINH_EXIT_REFUSED, _("not permitted: %s"),
			  text);
	else if (request->nlmsg_type == client->family &&
		 error == EOPNOTSUPP && genl->cmd < 64 &&
		 !(client->commands & 1ull << genl->cmd))
		error_set(err, DINH_EXIT_REFUSED, "%s: %s",
			  _("the module is older than this tool and has no such command"),
			  client_advice());
	else if (ack->missing > DINH_A_MAX)
		error_set(err, DINH_EXIT_REFUSED, "%s: %s",
			  _("the module is newer and asks for what this tool cannot say"),
			  client_advice());
	else if (error == EINVAL && ack->text &&
		 !strcmp(ack->text, "Unknown attribute type"))
		error_set(err, DINH_EXIT_REFUSED, "%s: %s",
			  _("the module is older than this tool and does not know an attribute"),
			  client_advice());
	else if (name && ack->missing)
		error_set(err, DINH_EXIT_REFUSED, _("refused: \"%s\" is missing"),
			  name);
	else
		error_set(err, DINH_EXIT_REFUSED, _("refused: %s"), text);
	err->code = error;
	err->attribute = name;
	return -1;
}

/*
 * Requests and what answers them.
 */

static int transport_error(const char *what, struct error *err)
{
	int saved = errno;

	error_set(err, DINH_EXIT_REFUSED, _("netlink: %s: %s"), what,
		  strerror(saved));
	err->code = saved;
	return -1;
}

/* Return: bytes, or -1; nothing but the kernel is listened to. */
static ssize_t receive(struct client *client, struct error *err)
{
	struct sockaddr_nl from = { 0 };
	struct iovec iov = { client->buf, sizeof(client->buf) };
	struct msghdr msg = {
		.msg_name = &from,
		.msg_namelen = sizeof(from),
		.msg_iov = &iov,
		.msg_iovlen = 1,
	};
	ssize_t len;

	do {
		len = recvmsg(client->fd, &msg, 0);
		if (len < 0)
			return transport_error("recvmsg", err);
		if (msg.msg_flags & MSG_TRUNC) {
			errno = EMSGSIZE;
			return transport_error("recvmsg", err);
		}
	} while (from.nl_pid);
	return len;
}

/* Return: 1 at the end, 0 if more is to come, -1. */
static int take(struct client *client, struct nlmsghdr *request,
		struct nlmsghdr *msg, transfer_answer *answer, void *data,
		struct error *err)
{
	struct extack ack;
	struct nlmsgerr *e;
	size_t len, skip;
	int *status;

	switch (msg->nlmsg_type) {
	case NLMSG_ERROR:
		e = body(msg, &len);
		if (len < sizeof(*e))
			break;
		if (!e->error)
			return 1;
		skip = sizeof(*e);
		if (!(msg->nlmsg_flags & NLM_F_CAPPED))
			skip += e->msg.nlmsg_len - NLMSG_HDRLEN;
		parse_extack(msg, skip, request, &ack);
		return refused(client, request, -e->error, &ack, err);
	case NLMSG_DONE:
		status = body(msg, &len);
		if (len < sizeof(*status) || *status >= 0)
			return 1;
		parse_extack(msg, sizeof(*status), request, &ack);
		return refused(client, request, -*status, &ack, err);
	case NLMSG_NOOP:
		return 0;
	default:
		if (msg->nlmsg_type < NLMSG_MIN_TYPE)
			break;
		return answer ? answer(client, msg, data, err) : 0;
	}
	errno = EPROTO;
	return transport_error("recvmsg", err);
}

/*
 * Once. After an error of the caller's the rest is still taken in, so that the
 * socket can be used again.
 */
static int transfer(struct client *client, struct nl_msg *request,
		    transfer_answer *answer, void *data, bool *interrupted,
		    struct error *err)
{
	struct nlmsghdr *nlh = nlmsg_hdr(request), *msg;
	bool failed = false;
	ssize_t len;
	int left, status;

	nlh->nlmsg_seq = ++client->seq;
	nlh->nlmsg_flags |= NLM_F_REQUEST | NLM_F_ACK;
	*interrupted = false;
	if (send(client->fd, nlh, nlh->nlmsg_len, 0) < 0)
		return transport_error("send", err);
	for (;;) {
		do {
			len = receive(client, err);
		} while (len < 0 && err->code == EINTR);
		if (len < 0)
			return -1;
		left = len;
		for (msg = (struct nlmsghdr *)client->buf; nlmsg_ok(msg, left);
		     msg = nlmsg_next(msg, &left)) {
			if (msg->nlmsg_seq != client->seq)
				continue;
			if (msg->nlmsg_flags & NLM_F_DUMP_INTR)
				*interrupted = true;
			status = take(client, nlh, msg,
				      failed ? NULL : answer, data, err);
			if (msg->nlmsg_type == NLMSG_ERROR ||
			    msg->nlmsg_type == NLMSG_DONE)
				return failed || status < 0 ? -1 : 0;
			if (status < 0)
				failed = true;
		}
	}
}

/**
 * struct call - what client_call() hands through a transfer
 */
struct call {
	client_answer *answer;
	void *data;
};

static int parse(struct client *client, struct nlmsghdr *msg,
		 struct nlattr **attrs, struct error *err)
{
	if (msg->nlmsg_type == client->family &&
	    !nlmsg_parse(msg, GENL_HDRLEN, attrs, DINH_A_MAX, policy))
		return 0;
	return error_set(err, DINH_EXIT_REFUSED, "%s: %s",
			 _("the module's answer is not understood"),
			 client_advice());
}

static int call_answer(struct client *client, struct nlmsghdr *msg, void *data,
		       struct error *err)
{
	struct nlattr *attrs[DINH_A_MAX + 1];
	struct call *call = data;

	if (!call->answer)
		return 0;
	if (parse(client, msg, attrs, err))
		return -1;
	return call->answer(attrs, msg, call->data, err);
}

int client_call(struct client *client, struct nl_msg *request,
		client_answer *answer, void *data, bool *changed,
		struct error *err)
{
	struct call call = { answer, data };
	bool interrupted;
	int tries, status;

	if (!request)
		return error_memory(err);
	for (tries = 1;; tries++) {
		status = transfer(client, request, call_answer, &call,
				  &interrupted, err);
		if (status || !interrupted || tries == DUMP_TRIES)
			break;
		if (answer)
			answer(NULL, NULL, data, err);
	}
	if (changed && interrupted)
		*changed = true;
	nlmsg_free(request);
	return status;
}

struct nl_msg *client_request(struct client *client, int cmd, int flags)
{
	struct nl_msg *msg = nlmsg_alloc_size(cmd == DINH_CMD_PROGRAMME_LOAD ||
					      cmd == DINH_CMD_MEETING_OPEN ?
					      PROGRAMME_SIZE : REQUEST_SIZE);

	if (msg && !genlmsg_put(msg, 0, 0, client->family, 0, flags, cmd,
				DINH_FAMILY_VERSION)) {
		nlmsg_free(msg);
		return NULL;
	}
	return msg;
}

/*
 * The family.
 */

static void take_groups(struct client *client, struct nlattr *groups)
{
	struct nlattr *tb[CTRL_ATTR_MCAST_GRP_MAX + 1], *group;
	int left;

	nla_for_each_nested(group, groups, left) {
		if (client->groups == GROUPS_MAX ||
		    nla_parse_nested(tb, CTRL_ATTR_MCAST_GRP_MAX, group,
				     NULL) ||
		    !tb[CTRL_ATTR_MCAST_GRP_NAME] ||
		    !tb[CTRL_ATTR_MCAST_GRP_ID])
			continue;
		nla_strlcpy(client->group[client->groups].name,
			    tb[CTRL_ATTR_MCAST_GRP_NAME], GENL_NAMSIZ);
		client->group[client->groups++].id =
			nla_get_u32(tb[CTRL_ATTR_MCAST_GRP_ID]);
	}
}

static void take_commands(struct client *client, struct nlattr *ops)
{
	struct nlattr *tb[CTRL_ATTR_OP_MAX + 1], *op;
	int left;

	nla_for_each_nested(op, ops, left) {
		if (nla_parse_nested(tb, CTRL_ATTR_OP_MAX, op, NULL) ||
		    !tb[CTRL_ATTR_OP_ID] ||
		    nla_get_u32(tb[CTRL_ATTR_OP_ID]) >= 64)
			continue;
		client->commands |= 1ull << nla_get_u32(tb[CTRL_ATTR_OP_ID]);
	}
}

static int take_family(struct client *client, struct nlmsghdr *msg, void *data,
		       struct error *err)
{
	struct nlattr *tb[CTRL_ATTR_MAX + 1];

	if (nlmsg_parse(msg, GENL_HDRLEN, tb, CTRL_ATTR_MAX, NULL) ||
	    !tb[CTRL_ATTR_FAMILY_ID]) {
		errno = EPROTO;
		return transport_error(data, err);
	}
	client->family = nla_get_u16(tb[CTRL_ATTR_FAMILY_ID]);
	if (tb[CTRL_ATTR_OPS])
		take_commands(client, tb[CTRL_ATTR_OPS]);
	if (tb[CTRL_ATTR_MCAST_GROUPS])
		take_groups(client, tb[CTRL_ATTR_MCAST_GROUPS]);
	return 0;
}

static int find_family(struct client *client, struct error *err)
{
	struct nl_msg *msg = nlmsg_alloc();
	bool interrupted;
	int status;

	if (!msg || !genlmsg_put(msg, 0, 0, GENL_ID_CTRL, 0, 0,
				 CTRL_CMD_GETFAMILY, 1) ||
	    nla_put_string(msg, CTRL_ATTR_FAMILY_NAME, DINH_FAMILY_NAME)) {
		nlmsg_free(msg);
		return error_memory(err);
	}
	status = transfer(client, msg, take_family, "nlctrl", &interrupted,
			  err);
	nlmsg_free(msg);
	if (status && err->code == ENOENT) {
		error_set(err, DINH_EXIT_NO_MODULE, "%s",
			  _("the module dinh is not loaded: load it with `sudo modprobe dinh`"));
		err->code = ENOENT;
	}
	return status;
}

/* Root may have more than the system's bound. */
static void set_buffer(int fd, int option, int forced)
{
	int size = SOCKET_SIZE;

	if (setsockopt(fd, SOL_SOCKET, forced, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, option, &size, sizeof(size));
}

struct client *client_open(struct error *err)
{
	struct sockaddr_nl local = { .nl_family = AF_NETLINK };
	struct client *client = malloc(sizeof(*client));
	int one = 1;

	if (!client) {
		error_memory(err);
		return NULL;
	}
	memset(client, 0, offsetof(struct client, buf));
	client->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC,
			    NETLINK_GENERIC);
	if (client->fd < 0 ||
	    bind(client->fd, (struct sockaddr *)&local, sizeof(local))) {
		transport_error("socket", err);
		client_close(client);
		return NULL;
	}
	set_buffer(client->fd, SO_SNDBUF, SO_SNDBUFFORCE);
	set_buffer(client->fd, SO_RCVBUF, SO_RCVBUFFORCE);
	setsockopt(client->fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	setsockopt(client->fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one));
	if (!find_family(client, err))
		return client;
	client_close(client);
	return NULL;
}

void client_close(struct client *client)
{
	if (!client)
		return;
	if (client->fd >= 0)
		close(client->fd);
	free(client);
}

int client_fd(const struct client *client)
{
	return client->fd;
}

int client_listen(struct client *client, const char *group, struct error *err)
{
	size_t i;

	for (i = 0; i < client->groups; i++) {
		if (strcmp(client->group[i].name, group))
			continue;
		if (setsockopt(client->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP,
			       &client->group[i].id,
			       sizeof(client->group[i].id)))
			return transport_error(group, err);
		return 0;
	}
	return error_set(err, DINH_EXIT_REFUSED, "%s: %s: %s", group,
			 _("the module has no such group"), client_advice());
}

int client_hear(struct client *client,
		int (*answer)(int cmd, struct nlattr **attrs,
			      struct nlmsghdr *msg, void *data,
			      struct error *err),
		void *data, struct error *err)
{
	struct nlattr *attrs[DINH_A_MAX + 1];
	struct nlmsghdr *msg;
	ssize_t len = receive(client, err);
	int left;

	if (len < 0)
		return err->code == ENOBUFS ? 1 : -1;
	left = len;
	for (msg = (struct nlmsghdr *)client->buf; nlmsg_ok(msg, left);
	     msg = nlmsg_next(msg, &left)) {
		struct genlmsghdr *genl = nlmsg_data(msg);

		if (msg->nlmsg_type != client->family)
			continue;
		if (parse(client, msg, attrs, err) ||
		    answer(genl->cmd, attrs, msg, data, err))
			return -1;
	}
	return 0;
}
