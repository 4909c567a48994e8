// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>

#include "raw.h"

static int sock = -1;
static uint16_t family;
static uint32_t seq;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

void put(struct request *req, uint16_t type, const void *data,
		size_t len)
{
	struct attr *attr = &req->attr[req->n++];

	attr->type = type;
	attr->len = len;
	attr->lie = 0;
	if (len)
		memcpy(attr->data, data, len);
}

void put_u32(struct request *req, uint16_t type, uint32_t value)
{
	put(req, type, &value, sizeof(value));
}

void put_u64(struct request *req, uint16_t type, uint64_t value)
{
	put(req, type, &value, sizeof(value));
}

void put_text(struct request *req, uint16_t type, const char *text)
{
	put(req, type, text, strlen(text) + 1);
}

static size_t build(const struct request *req, uint16_t type, uint16_t flags,
		    uint8_t *buf)
{
	struct nlmsghdr *nlh = (void *)buf;
	struct genlmsghdr *genl = NLMSG_DATA(nlh);
	uint8_t *at = (uint8_t *)genl + GENL_HDRLEN;
	int i;

	memset(nlh, 0, NLMSG_HDRLEN + GENL_HDRLEN);
	for (i = 0; i < req->n; i++) {
		const struct attr *attr = &req->attr[i];
		struct nlattr *nla = (void *)at;

		nla->nla_type = attr->type;
		nla->nla_len = NLA_HDRLEN + attr->len + attr->lie;
		memcpy(at + NLA_HDRLEN, attr->data, attr->len);
		memset(at + NLA_HDRLEN + attr->len, 0, 4);
		at += NLA_ALIGN(NLA_HDRLEN + attr->len);
	}
	nlh->nlmsg_len = at - buf;
	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	nlh->nlmsg_seq = ++seq;
	genl->cmd = req->cmd;
	genl->version = DINH_FAMILY_VERSION;
	return at - buf;
}

static void parse_error(const struct nlmsghdr *nlh, struct answer *answer)
{
	const struct nlmsgerr *err = NLMSG_DATA(nlh);
	size_t at = NLMSG_HDRLEN + sizeof(*err);

	answer->error = err->error;
	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED))
		at += NLMSG_ALIGN(err->msg.nlmsg_len - NLMSG_HDRLEN);
	while (at + NLA_HDRLEN <= nlh->nlmsg_len) {
		const struct nlattr *nla = (void *)((uint8_t *)nlh + at);
		const char *data = (const char *)nla + NLA_HDRLEN;

		if (nla->nla_len < NLA_HDRLEN)
			break;
		if (nla->nla_type == NLMSGERR_ATTR_MSG)
			snprintf(answer->text, sizeof(answer->text), "%s",
				 data);
		if (nla->nla_type == NLMSGERR_ATTR_OFFS ||
		    nla->nla_type == NLMSGERR_ATTR_MISS_TYPE)
			answer->has_attr = true;
		at += NLA_ALIGN(nla->nla_len);
	}
}

size_t raw_build(const struct request *req, uint16_t flags, uint8_t *buf)
{
	return build(req, family, flags, buf);
}

void raw_send(const void *buf, size_t len)
{
	if (send(sock, buf, len, 0) < 0)
		die("send");
}

int raw_try(const void *buf, size_t len)
{
	static uint8_t got[1 << 17];
	int err = send(sock, buf, len, 0) < 0 ? -errno : 0;

	while (recv(sock, got, sizeof(got), MSG_DONTWAIT) > 0)
		;
	return err;
}

static void parse_message(const struct nlmsghdr *nlh, struct answer *answer)
{
	const uint8_t *at = (uint8_t *)NLMSG_DATA(nlh) + GENL_HDRLEN;
	const uint8_t *end = (uint8_t *)nlh + nlh->nlmsg_len;

	answer->messages++;
	while (at + NLA_HDRLEN <= end) {
		const struct nlattr *nla = (const void *)at;

		if (nla->nla_len < NLA_HDRLEN)
			die("a broken answer");
		if (nla->nla_type == DINH_A_SIZE)
			memcpy(&answer->size, at + NLA_HDRLEN, 8);
		if (nla->nla_type == DINH_A_SEQ)
			memcpy(&answer->seq, at + NLA_HDRLEN, 8);
		at += NLA_ALIGN(nla->nla_len);
	}
}

/* All that comes for the last request, to its end. */
void raw_receive(struct answer *answer)
{
	static uint8_t buf[1 << 17];
	bool done = false;

	memset(answer, 0, sizeof(*answer));
	while (!done) {
		ssize_t len = recv(sock, buf, sizeof(buf), 0);
		struct nlmsghdr *nlh = (void *)buf;

		if (len < 0)
			die("no answer");
		for (; NLMSG_OK(nlh, len); nlh = NLMSG_NEXT(nlh, len)) {
			if (nlh->nlmsg_seq != seq)
				continue;
			done = nlh->nlmsg_type == NLMSG_ERROR ||
			       nlh->nlmsg_type == NLMSG_DONE;
			if (nlh->nlmsg_type == NLMSG_ERROR)
				parse_error(nlh, answer);
			else if (nlh->nlmsg_type == NLMSG_DONE)
				answer->error = *(int *)NLMSG_DATA(nlh);
			else
				parse_message(nlh, answer);
		}
	}
}

void talk(const struct request *req, struct answer *answer)
{
	uint8_t buf[1 << 15];

	raw_send(buf, raw_build(req, req->dump ? NLM_F_DUMP : NLM_F_ACK, buf));
	raw_receive(answer);
}

uint64_t ledger_size(void)
{
	struct request req = { .cmd = DINH_CMD_LEDGER_GET };
	struct answer answer;

	talk(&req, &answer);
	return answer.size;
}

static int find_family(void)
{
	struct request req = { .cmd = CTRL_CMD_GETFAMILY };
	uint8_t buf[1 << 14];
	struct nlmsghdr *nlh = (void *)buf;
	uint8_t *at, *end;
	ssize_t len;

	put_text(&req, CTRL_ATTR_FAMILY_NAME, DINH_FAMILY_NAME);
	raw_send(buf, build(&req, GENL_ID_CTRL, 0, buf));
	len = recv(sock, buf, sizeof(buf), 0);
	if (len < 0 || nlh->nlmsg_type == NLMSG_ERROR)
		return -1;
	at = (uint8_t *)NLMSG_DATA(nlh) + GENL_HDRLEN;
	end = buf + len;
	while (at + NLA_HDRLEN <= end) {
		struct nlattr *nla = (void *)at;

		if (nla->nla_type == CTRL_ATTR_FAMILY_ID)
			memcpy(&family, at + NLA_HDRLEN, sizeof(family));
		at += NLA_ALIGN(nla->nla_len);
	}
	return 0;
}

int raw_open(void)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK };
	struct timeval wait = { .tv_sec = 20 };
	int on = 1;

	sock = socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC);
	if (sock < 0 || bind(sock, (void *)&addr, sizeof(addr)))
		die("netlink");
	setsockopt(sock, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	setsockopt(sock, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	if (!find_family())
		return 0;
	raw_close();
	return -1;
}

void raw_close(void)
{
	close(sock);
	sock = -1;
}
