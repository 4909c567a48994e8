// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every allocation of one operation in turn fails, as fail-nth has it. What
 * fails must say so and leave the ledger as it was; what succeeds in spite of
 * it has done all. Expects a programme with people-dialogue and the ward
 * 18115.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/netlink.h>

#include "nth.h"
#include "raw.h"

#define NTH_MAX		400
/* The first uid of those that write for others. */
#define RECORDER	4000

static unsigned long passed, failed, injected;
static uint32_t today;
static unsigned int made;

static void add_unit(struct request *req)
{
	char code[32];

	*req = (struct request){ .cmd = DINH_CMD_UNIT_ADD };
	snprintf(code, sizeof(code), "failing-%u", made++);
	put_text(req, DINH_A_CODE, code);
	put_text(req, DINH_A_NAME, "sample agency");
	put_u32(req, DINH_A_KIND, DINH_KIND_AGENCY);
	put_text(req, DINH_A_PARENT_CODE, "18115");
	put_u32(req, DINH_A_SINCE, today - 1);
}

static void rename_unit(struct request *req)
{
	*req = (struct request){ .cmd = DINH_CMD_UNIT_SET };
	put_text(req, DINH_A_CODE, "18115");
	put_text(req, DINH_A_NAME, "Phường mẫu với một cái tên khác");
}

static void add_record(struct request *req)
{
	*req = (struct request){ .cmd = DINH_CMD_RECORD_ADD };
	put_text(req, DINH_A_CODE, "18115");
	put_text(req, DINH_A_REQUIREMENT, "people-dialogue");
	put_u32(req, DINH_A_DAY, today);
	put_u32(req, DINH_A_ITEMS, 1);
	put_u64(req, DINH_A_KEY, 1000 + made++);
}

static void add_grant(struct request *req)
{
	*req = (struct request){ .cmd = DINH_CMD_GRANT_ADD };
	put_u32(req, DINH_A_SUBJECT, DINH_SUBJECT_UID);
	put_u32(req, DINH_A_ID, RECORDER + made++);
	put_u32(req, DINH_A_ROLE, DINH_ROLE_RECORDER);
	put_text(req, DINH_A_CODE, "18115");
}

static void add_assignment(struct request *req)
{
	*req = (struct request){ .cmd = DINH_CMD_ASSIGNMENT_ADD };
	put_text(req, DINH_A_CODE, "18115");
	put_text(req, DINH_A_TITLE, "sample task");
	put_u32(req, DINH_A_DUE, today + 30);
	put_text(req, DINH_A_OBJECTIVE, "task-1");
}

static uint64_t judged;

static void add_finding(struct request *req)
{
	*req = (struct request){ .cmd = DINH_CMD_FINDING_ADD };
	put_u64(req, DINH_A_SEQ, judged);
	put_u32(req, DINH_A_FINDING, DINH_FINDING_UPHOLD);
	put_text(req, DINH_A_REASON, "sample reason");
	put_u32(req, DINH_A_DUE, today + 30);
}

static void add_review(struct request *req)
{
	*req = (struct request){ .cmd = DINH_CMD_REVIEW_ADD };
	put_u32(req, DINH_A_REVIEW, DINH_REVIEW_INTERIM);
	put_text(req, DINH_A_CODE, "437");
}

/* Nobody judges a record of their own: this one is somebody else's. */
static int record_as_another(void)
{
	struct request req;
	struct answer answer;
	int status = 1;

	add_grant(&req);
	talk(&req, &answer);
	if (answer.error)
		return -1;
	judged = ledger_size();
	if (!fork()) {
		raw_close();
		if (setuid(RECORDER + made - 1) || raw_open())
			_exit(1);
		add_record(&req);
		talk(&req, &answer);
		_exit(answer.error != 0);
	}
	wait(&status);
	return status ? -1 : 0;
}

static void dump_assignments(struct request *req)
{
	*req = (struct request){ .cmd = DINH_CMD_ASSIGNMENT_GET, .dump = true };
}

static void dump_grants(struct request *req)
{
	*req = (struct request){ .cmd = DINH_CMD_GRANT_GET, .dump = true };
}

static void dump_units(struct request *req)
{
	*req = (struct request){ .cmd = DINH_CMD_UNIT_GET, .dump = true };
}

static void dump_status(struct request *req)
{
	*req = (struct request){ .cmd = DINH_CMD_STATUS_GET, .dump = true };
}

static void dump_unmet(struct request *req)
{
	*req = (struct request){ .cmd = DINH_CMD_UNMET_GET, .dump = true };
}

static void dump_programme(struct request *req)
{
	*req = (struct request){ .cmd = DINH_CMD_PROGRAMME_GET, .dump = true };
}

static void get_ledger(struct request *req)
{
	*req = (struct request){ .cmd = DINH_CMD_LEDGER_GET };
}

/*
 * The answer itself may be what could not be allocated: then nothing comes, and
 * the ledger tells what was done.
 */
static void netlink_op(const char *name, void (*make)(struct request *),
		       unsigned int adds)
{
	unsigned int n, done = 0;

	for (n = 1; n < NTH_MAX; n++) {
		uint64_t before = ledger_size(), after;
		struct request req;
		uint8_t buf[1 << 13];
		size_t len;
		int hit;

		make(&req);
		len = raw_build(&req, req.dump ? NLM_F_DUMP : NLM_F_ACK, buf);
		fail_nth(n);
		raw_try(buf, len);
		hit = was_injected();
		raw_close();
		if (raw_open())
			exit(1);
		after = ledger_size();
		if (after != before && after != before + adds) {
			failed++;
			printf("FAIL failing: %s: failure %u: %llu entries\n",
			       name, n, (unsigned long long)(after - before));
		} else {
			passed++;
		}
		injected += hit;
		done = !hit;
		if (done)
			break;
	}
	if (!done) {
		failed++;
		printf("FAIL failing: %s: still failing after %u\n", name, n);
	}
}

static void device_op(void)
{
	struct {
		struct dinh_entry entry;
		struct dinh_unit_add body;
		char name[8];
	} add = {
		.entry = {
			.size = sizeof(add),
			.type = DINH_ENTRY_UNIT_ADD,
			.version = 1,
		},
		.body = {
			.since = today - 1,
			.kind = DINH_KIND_PROVINCE,
		},
		.name = "sample",
	};
	unsigned int n, hit = 1;
	char buf[1 << 14];

	for (n = 1; n < NTH_MAX && hit; n++) {
		uint64_t before = ledger_size();
		int taken = 0, fd;

		snprintf(add.body.code, sizeof(add.body.code), "dev-%u",
			 made++);
		fail_nth(n);
		fd = open("/dev/dinh", O_RDWR | O_NONBLOCK);
		if (fd >= 0) {
			taken = write(fd, &add, sizeof(add)) == sizeof(add);
			lseek(fd, 0, SEEK_SET);
			if (read(fd, buf, sizeof(buf)) < 0 && errno != ENOMEM &&
			    errno != EINVAL && errno != EFAULT)
				taken += 2;
		}
		hit = was_injected();
		close(fd);
		if (ledger_size() == before + taken) {
			passed++;
		} else {
			failed++;
			printf("FAIL failing: device: failure %u\n", n);
		}
		injected += hit;
	}
}

int main(void)
{
	if (open_nth() || raw_open()) {
		fprintf(stderr, "failing: no fail-nth, or no module\n");
		return 1;
	}
	today = time(NULL) / 86400;
	netlink_op("ledger-get", get_ledger, 0);
	netlink_op("unit-add", add_unit, 1);
	netlink_op("unit-set", rename_unit, 1);
	netlink_op("record-add", add_record, 1);
	netlink_op("grant-add", add_grant, 1);
	netlink_op("assignment-add", add_assignment, 1);
	netlink_op("review-add", add_review, 1);
	if (record_as_another()) {
		failed++;
		printf("FAIL failing: no record to judge\n");
	} else {
		netlink_op("finding-add", add_finding, 1);
	}
	netlink_op("assignment-get dump", dump_assignments, 0);
	netlink_op("grant-get dump", dump_grants, 0);
	netlink_op("unit-get dump", dump_units, 0);
	netlink_op("status-get dump", dump_status, 0);
	netlink_op("unmet-get dump", dump_unmet, 0);
	netlink_op("programme-get dump", dump_programme, 0);
	device_op();
	if (injected < 20) {
		failed++;
		printf("FAIL failing: only %lu failures came\n", injected);
	}
	printf("%lu passed, %lu failed\n", passed, failed);
	return failed != 0;
}
