// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hostile netlink: every command with each attribute missing, doubled, too
 * short, too long, wrongly nested, and with unknown ones; all command numbers;
 * and broken framing. The kernel must answer each, and what it refuses must
 * leave the ledger as it was.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>

#include "raw.h"

static unsigned long passed, failed;

static void fail(const char *what, const struct request *req, int i,
		 const struct answer *answer)
{
	failed++;
	printf("FAIL hostile: command %d%s: %s (attribute %d): answer %d \"%s\"\n",
	       req->cmd, req->dump ? " dump" : "", what,
	       i < 0 ? -1 : req->attr[i].type, answer->error, answer->text);
}

/* @refused: it must be; else the kernel may decide. */
static void attempt(const char *what, const struct request *req, int i,
		    bool refused)
{
	uint64_t before = ledger_size();
	struct answer answer;

	talk(req, &answer);
	if (refused && !answer.error)
		fail(what, req, i, &answer);
	else if (answer.error && ledger_size() != before)
		fail("refused, and the ledger grew", req, i, &answer);
	else if (answer.error && answer.error != -EOPNOTSUPP && !req->dump &&
		 !*answer.text && !answer.has_attr)
		fail("refused without a reason", req, i, &answer);
	else
		passed++;
}

static bool is_number(const struct request *req, int i)
{
	return req->attr[i].len == 4 || req->attr[i].len == 8;
}

static void mutate(const struct request *good)
{
	struct request req;
	int i, n;

	attempt("as it should be", good, -1, false);
	for (i = 0; i < good->n; i++) {
		req = *good;
		memmove(&req.attr[i], &req.attr[i + 1],
			(req.n - i - 1) * sizeof(req.attr[0]));
		req.n--;
		attempt("missing", &req, -1, false);

		req = *good;
		req.attr[req.n++] = req.attr[i];
		attempt("doubled", &req, i, false);

		for (n = 0; n < good->attr[i].len && n < 40; n++) {
			req = *good;
			req.attr[i].len = n;
			/* A shorter text is a text without its end. */
			attempt("too short", &req, i, is_number(good, i));
		}
		req = *good;
		req.attr[i].len = ATTR_SIZE;
		memset(req.attr[i].data, 'x', ATTR_SIZE);
		attempt("too long", &req, i, true);

		req = *good;
		memset(req.attr[i].data, 0xff, req.attr[i].len);
		attempt("all ones", &req, i, false);
		memset(req.attr[i].data, 0, req.attr[i].len);
		attempt("all zeros", &req, i, false);

		req = *good;
		req.attr[i].type |= NLA_F_NESTED;
		attempt("nested flag", &req, i, false);
		req.attr[i].type |= NLA_F_NET_BYTEORDER;
		attempt("both flags", &req, i, false);

		for (n = 1; n < 300; n += n < 8 ? 1 : 37) {
			req = *good;
			req.attr[i].lie = n;
			attempt("length beyond", &req, i, false);
			req.attr[i].lie = -n;
			attempt("length short", &req, i, false);
		}
	}
	for (n = 0; n < 600; n++) {
		uint8_t zero[8] = { 0 };
		bool known = n <= DINH_A_MAX;

		if (good->n == ATTRS)
			break;
		req = *good;
		put(&req, n, zero, sizeof(zero));
		attempt("one more", &req, req.n - 1, !known && n);
	}
}

/* A nest in a nest in a nest, and nests of garbage. */
static void nests(const struct request *base, uint16_t type)
{
	struct request req;
	unsigned int round, i;
	struct attr *attr;

	for (round = 0; round < 400; round++) {
		req = *base;
		put(&req, type | (round % 2 ? NLA_F_NESTED : 0), NULL, 0);
		attr = &req.attr[req.n - 1];
		attr->len = rand() % 64 * 4;
		for (i = 0; i < attr->len; i++)
			attr->data[i] = rand() % (round % 3 ? 32 : 256);
		attempt("garbage in a nest", &req, req.n - 1, false);
	}
	req = *base;
	put(&req, type | NLA_F_NESTED, NULL, 0);
	attr = &req.attr[req.n - 1];
	attr->len = 512;
	for (i = 0; i < 512 / 4; i++) {
		struct nlattr deep = {
			.nla_len = 512 - i * 4,
			.nla_type = (i % 24 + 1) | NLA_F_NESTED,
		};

		memcpy(attr->data + i * 4, &deep, 4);
	}
	attempt("deep nests", &req, req.n - 1, true);
}

static void framing(void)
{
	struct request req = { .cmd = DINH_CMD_UNIT_ADD };
	struct answer answer;
	unsigned int cmd, round;
	uint8_t buf[4096];

	for (cmd = 0; cmd < 256; cmd++) {
		if (cmd == DINH_CMD_LEDGER_GET)
			continue;
		req.cmd = cmd;
		for (req.dump = false;; req.dump = true) {
			/* Answered at all: talk() waits for it. */
			talk(&req, &answer);
			if (cmd > DINH_CMD_MAX && !answer.error)
				fail("not a command", &req, -1, &answer);
			else
				passed++;
			if (req.dump)
				break;
		}
	}
	for (round = 0; round < 5000; round++) {
		size_t len, at;
		struct nlmsghdr *nlh = (void *)buf;

		req.cmd = rand() % (DINH_CMD_MAX + 4);
		req.n = 0;
		put_text(&req, rand() % (DINH_A_MAX + 2), "garbage");
		put_u32(&req, rand() % (DINH_A_MAX + 2), rand());
		put_u64(&req, rand() % (DINH_A_MAX + 2), rand());
		len = raw_build(&req, NLM_F_ACK, buf);
		for (at = 0; at < 1 + round % 4; at++)
			buf[NLMSG_HDRLEN + GENL_HDRLEN +
			    rand() % (len - NLMSG_HDRLEN - GENL_HDRLEN)] =
				rand();
		nlh->nlmsg_flags |= NLM_F_ACK;
		raw_send(buf, len);
		raw_receive(&answer);
		passed++;
	}
}

static void headcount(struct request *req)
{
	struct attr *attr;
	struct {
		struct nlattr group;
		uint32_t group_value;
		struct nlattr count;
		uint32_t count_value;
	} nest = {
		{ 8, DINH_HEADCOUNT_A_GROUP }, DINH_GROUP_RESIDENTS,
		{ 8, DINH_HEADCOUNT_A_COUNT }, 100,
	};

	put(req, DINH_A_HEADCOUNT | NLA_F_NESTED, &nest, sizeof(nest));
	attr = &req->attr[req->n - 1];
	attr->len = sizeof(nest);
}

/* Expects a programme with people-dialogue, and the ward 18115 in it. */
int main(void)
{
	uint8_t hash[DINH_HASH_SIZE] = { 1 };
	struct request req;
	struct answer answer;
	uint32_t today;

	if (raw_open()) {
		fprintf(stderr, "hostile: the module is not loaded\n");
		return 1;
	}
	today = time(NULL) / 86400 - 2;
	srand(1);

#define BEGIN(command, is_dump) \
	(req = (struct request){ .cmd = (command), .dump = (is_dump) })
	BEGIN(DINH_CMD_LEDGER_GET, false);
	mutate(&req);
	BEGIN(DINH_CMD_DAY_CONFIRM, false);
	put_u32(&req, DINH_A_DAY, today);
	mutate(&req);
	BEGIN(DINH_CMD_PROGRAMME_GET, true);
	mutate(&req);
	BEGIN(DINH_CMD_PROGRAMME_LOAD, false);
	put_text(&req, DINH_A_CODE, "p");
	put_text(&req, DINH_A_TITLE_VI, "x");
	put_u32(&req, DINH_A_FROM, today);
	put_u32(&req, DINH_A_LATE_DAYS, 30);
	put(&req, DINH_A_CHECK_ONLY, NULL, 0);
	mutate(&req);
	nests(&req, DINH_A_INSTRUMENT_DEF);
	nests(&req, DINH_A_REQUIREMENT_DEF);
	nests(&req, DINH_A_INDICATOR_DEF);
	nests(&req, DINH_A_OBJECTIVE_DEF);
	BEGIN(DINH_CMD_UNIT_ADD, false);
	put_text(&req, DINH_A_CODE, "hostile");
	put_text(&req, DINH_A_NAME, "Xã mẫu");
	put_u32(&req, DINH_A_KIND, DINH_KIND_AGENCY);
	put_text(&req, DINH_A_PARENT_CODE, "18115");
	put_u32(&req, DINH_A_SINCE, today);
	put(&req, DINH_A_UNION, "\1", 1);
	headcount(&req);
	put(&req, DINH_A_CHECK_ONLY, NULL, 0);
	mutate(&req);
	nests(&req, DINH_A_HEADCOUNT);
	BEGIN(DINH_CMD_UNIT_SET, false);
	put_text(&req, DINH_A_CODE, "18115");
	put_text(&req, DINH_A_NAME, "Phường mẫu");
	put_u32(&req, DINH_A_SINCE, today - 4000);
	put(&req, DINH_A_CHECK_ONLY, NULL, 0);
	mutate(&req);
	BEGIN(DINH_CMD_UNIT_DISSOLVE, false);
	put_text(&req, DINH_A_CODE, "18115");
	put_u32(&req, DINH_A_DAY, today);
	put_u32(&req, DINH_A_SUCCESSOR, 1);
	put(&req, DINH_A_CHECK_ONLY, NULL, 0);
	mutate(&req);
	BEGIN(DINH_CMD_UNIT_GET, false);
	put_text(&req, DINH_A_CODE, "18115");
	mutate(&req);
	BEGIN(DINH_CMD_UNIT_GET, true);
	put_u32(&req, DINH_A_SCOPE, 1);
	put_u32(&req, DINH_A_KIND, DINH_KIND_WARD);
	mutate(&req);
	BEGIN(DINH_CMD_RECORD_ADD, false);
	put_text(&req, DINH_A_CODE, "18115");
	put_text(&req, DINH_A_REQUIREMENT, "people-dialogue");
	put_u32(&req, DINH_A_DAY, today);
	put_u32(&req, DINH_A_ITEMS, 1);
	put_u64(&req, DINH_A_KEY, 77);
	put(&req, DINH_A_DOCUMENT, hash, sizeof(hash));
	put(&req, DINH_A_CHECK_ONLY, NULL, 0);
	mutate(&req);
	put_u32(&req, DINH_A_ELIGIBLE, 40);
	put_u32(&req, DINH_A_PRESENT, 12);
	put_u32(&req, DINH_A_YES, 12);
	mutate(&req);
	BEGIN(DINH_CMD_RECORD_END, false);
	put_u64(&req, DINH_A_SEQ, 1);
	put_u32(&req, DINH_A_DAY, today);
	mutate(&req);
	BEGIN(DINH_CMD_RECORD_WITHDRAW, false);
	put_u64(&req, DINH_A_SEQ, 1);
	put_text(&req, DINH_A_REASON, "x");
	mutate(&req);
	BEGIN(DINH_CMD_RECORD_GET, false);
	put_u64(&req, DINH_A_SEQ, 1);
	mutate(&req);
	BEGIN(DINH_CMD_RECORD_GET, true);
	put_text(&req, DINH_A_CODE, "18115");
	mutate(&req);
	BEGIN(DINH_CMD_STATUS_GET, true);
	put_u32(&req, DINH_A_SCOPE, 0);
	mutate(&req);
	BEGIN(DINH_CMD_UNMET_GET, true);
	put_u32(&req, DINH_A_SCOPE, 0);
	put_text(&req, DINH_A_INDICATOR, "t2");
	mutate(&req);
	BEGIN(DINH_CMD_DUE_GET, true);
	put_u32(&req, DINH_A_SCOPE, 0);
	put_u32(&req, DINH_A_WITHIN, 90);
	mutate(&req);
	BEGIN(DINH_CMD_UNIT_PIN, false);
	put_text(&req, DINH_A_CODE, "18115");
	put(&req, DINH_A_PINNED, "\1", 1);
	put(&req, DINH_A_CHECK_ONLY, NULL, 0);
	mutate(&req);
	BEGIN(DINH_CMD_LEDGER_INIT, false);
	put_text(&req, DINH_A_ORIGIN, "sample");
	put_u32(&req, DINH_A_UTC_OFFSET, 420);
	put(&req, DINH_A_CHECK_ONLY, NULL, 0);
	mutate(&req);
	BEGIN(DINH_CMD_LEDGER_PUBLISHED, false);
	put_u64(&req, DINH_A_SIZE, 1);
	put(&req, DINH_A_CHECK_ONLY, NULL, 0);
	mutate(&req);
	BEGIN(DINH_CMD_LEDGER_CHECKPOINT, false);
	put_u64(&req, DINH_A_SIZE, 1);
	put(&req, DINH_A_ROOT, hash, sizeof(hash));
	put(&req, DINH_A_CHECK_ONLY, NULL, 0);
	mutate(&req);
	BEGIN(DINH_CMD_FINDING_ADD, false);
	put_u64(&req, DINH_A_SEQ, 1);
	put_u32(&req, DINH_A_FINDING, DINH_FINDING_STRIKE);
	put_text(&req, DINH_A_REASON, "x");
	put_u32(&req, DINH_A_DUE, today + 30);
	put(&req, DINH_A_CHECK_ONLY, NULL, 0);
	mutate(&req);
	BEGIN(DINH_CMD_ASSIGNMENT_ADD, false);
	put_text(&req, DINH_A_CODE, "18115");
	put_text(&req, DINH_A_TITLE, "x");
	put_u32(&req, DINH_A_DUE, today + 30);
	put_text(&req, DINH_A_OBJECTIVE, "task-1");
	put(&req, DINH_A_CHECK_ONLY, NULL, 0);
	mutate(&req);
	/* One to be completed. */
	BEGIN(DINH_CMD_ASSIGNMENT_ADD, false);
	put_text(&req, DINH_A_CODE, "18115");
	put_text(&req, DINH_A_TITLE, "x");
	put_u32(&req, DINH_A_DUE, today + 30);
	talk(&req, &answer);
	BEGIN(DINH_CMD_ASSIGNMENT_COMPLETE, false);
	put_u64(&req, DINH_A_SEQ, answer.seq);
	put_u32(&req, DINH_A_DAY, today + 2);
	put_text(&req, DINH_A_RESULT, "x");
	put(&req, DINH_A_DOCUMENT, hash, sizeof(hash));
	put(&req, DINH_A_CHECK_ONLY, NULL, 0);
	mutate(&req);
	BEGIN(DINH_CMD_ASSIGNMENT_GET, true);
	put_u32(&req, DINH_A_SCOPE, 0);
	mutate(&req);
	BEGIN(DINH_CMD_GRANT_ADD, false);
	put_u32(&req, DINH_A_SUBJECT, DINH_SUBJECT_GID);
	put_u32(&req, DINH_A_ID, 1000);
	put_u32(&req, DINH_A_ROLE, DINH_ROLE_RECORDER);
	put_text(&req, DINH_A_CODE, "18115");
	put(&req, DINH_A_CHECK_ONLY, NULL, 0);
	mutate(&req);
	BEGIN(DINH_CMD_GRANT_REVOKE, false);
	put_u32(&req, DINH_A_SUBJECT, DINH_SUBJECT_GID);
	put_u32(&req, DINH_A_ID, 1000);
	put_u32(&req, DINH_A_ROLE, DINH_ROLE_RECORDER);
	put_u32(&req, DINH_A_UNIT, 1);
	mutate(&req);
	BEGIN(DINH_CMD_GRANT_GET, true);
	mutate(&req);
	BEGIN(DINH_CMD_REVIEW_ADD, false);
	put_u32(&req, DINH_A_REVIEW, DINH_REVIEW_FINAL);
	put_text(&req, DINH_A_CODE, "18115");
	put(&req, DINH_A_RESULTS, hash, sizeof(hash));
	put(&req, DINH_A_LIMITS, hash, sizeof(hash));
	put(&req, DINH_A_CAUSES, hash, sizeof(hash));
	put(&req, DINH_A_CHECK_ONLY, NULL, 0);
	mutate(&req);
	framing();

	printf("%lu passed, %lu failed\n", passed, failed);
	return failed != 0;
}
