// SPDX-License-Identifier: GPL-2.0-only
/* Bind a kiosk and let it go, thousands of times: nothing of it stays. */
#include <errno.h>
#include <limits.h>
#include <linux/input-event-codes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "raw.h"
#include "uinput.h"

#define WARM		500
#define ROUNDS		1000
#define TIMES		3
#define DEVICE		"dinh sample binding"

static unsigned long passed, failed;

static void check(const char *what, int good)
{
	if (good) {
		passed++;
		return;
	}
	failed++;
	printf("FAIL bind: %s\n", what);
}

/* KiB of the kernel's memory that is in use and cannot be taken back. */
static long kernel_memory(void)
{
	FILE *file = fopen("/proc/meminfo", "re");
	char line[128];
	long kib = -1;

	while (file && fgets(line, sizeof(line), file))
		sscanf(line, "SUnreclaim: %ld", &kib);
	if (file)
		fclose(file);
	return kib;
}

static uint64_t bind_device(struct answer *answer)
{
	struct request req = { .cmd = DINH_CMD_KIOSK_BIND };

	put_text(&req, DINH_A_CODE, "18115");
	put_text(&req, DINH_A_DEVICE, DEVICE);
	put_u32(&req, DINH_A_KIOSK_ROLE, DINH_KIOSK_RATING);
	put(&req, DINH_A_IS_VIRTUAL, NULL, 0);
	talk(&req, answer);
	return answer->error ? 0 : answer->seq;
}

static bool let_go(uint64_t seq, struct answer *answer)
{
	struct request req = { .cmd = DINH_CMD_KIOSK_UNBIND };

	put_u64(&req, DINH_A_KIOSK, seq);
	talk(&req, answer);
	return !answer->error;
}

/* Pressed, so that there is something to throw away each time. */
static unsigned int rounds(int fd, unsigned int n)
{
	struct answer answer;
	unsigned int i;
	uint64_t seq;

	for (i = 0; i < n; i++) {
		seq = bind_device(&answer);
		if (!seq)
			break;
		uinput_press(fd, KEY_2);
		if (!let_go(seq, &answer))
			break;
	}
	if (i < n)
		printf("bind: round %u: %s\n", i, answer.text);
	return i;
}

int main(void)
{
	int fd = uinput_make(DEVICE);
	struct request list = { .cmd = DINH_CMD_KIOSK_GET, .dump = true };
	struct answer answer;
	long before, grown, least = LONG_MAX;
	unsigned int i;

	if (fd < 0 || raw_open()) {
		perror("bind");
		return 1;
	}
	check("warm", rounds(fd, WARM) == WARM);
	/* What stays of each round does so every time; others come and go. */
	for (i = 0; i < TIMES; i++) {
		before = kernel_memory();
		check("all rounds", rounds(fd, ROUNDS) == ROUNDS);
		grown = kernel_memory() - before;
		printf("%d times bound and let go: %ld KiB more\n", ROUNDS,
		       grown);
		if (grown < least)
			least = grown;
	}
	/* Less than the smallest object that could stay each time. */
	check("no memory stays", least * 1024 < ROUNDS * 64);
	talk(&list, &answer);
	check("no kiosk stays", !answer.error && !answer.messages);
	close(fd);
	raw_close();
	printf("%lu passed, %lu failed\n", passed, failed);
	return failed != 0;
}
