// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a press of a kiosk's key to the entry, as whoever reads /dev/dinh sees
 * it; beside the same rating typed by a program, by turns. In a guest, with the
 * programme of the resolution loaded: press TURNS.
 */
#include <fcntl.h>
#include <linux/input-event-codes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "../guest/raw.h"
#include "../guest/uinput.h"
#include "sample.h"

#define DEVICE		"dinh sample buttons"
#define UNIT		"sample"
/* Longer than a contact bounces. */
#define PAUSE_US	60000

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void demand(const struct request *req, const char *what)
{
	struct answer answer;

	talk(req, &answer);
	if (!answer.error)
		return;
	fprintf(stderr, "%s: %s\n", what, answer.text);
	exit(1);
}

static void make_kiosk(void)
{
	struct request unit = { .cmd = DINH_CMD_UNIT_ADD };
	struct request bind = { .cmd = DINH_CMD_KIOSK_BIND };

	put_text(&unit, DINH_A_CODE, UNIT);
	put_text(&unit, DINH_A_NAME, "sample unit");
	put_u32(&unit, DINH_A_KIND, DINH_KIND_AGENCY);
	put_u32(&unit, DINH_A_SINCE, 15000);
	demand(&unit, "unit");
	put_text(&bind, DINH_A_CODE, UNIT);
	put_text(&bind, DINH_A_DEVICE, DEVICE);
	put_u32(&bind, DINH_A_KIOSK_ROLE, DINH_KIOSK_RATING);
	put_u32(&bind, DINH_A_INTERVAL, 0);
	put(&bind, DINH_A_IS_VIRTUAL, NULL, 0);
	demand(&bind, "kiosk");
}

/* Until a rating is read; others are passed over. */
static void await_rating(int device)
{
	struct pollfd poll_for = { .fd = device, .events = POLLIN };
	static _Alignas(8) char buf[1 << 17];
	const struct dinh_entry *entry;
	ssize_t size, at;

	for (;;) {
		size = read(device, buf, sizeof(buf));
		for (at = 0; at < size; at += le32toh(entry->size)) {
			entry = (void *)(buf + at);
			if (entry->type == DINH_ENTRY_RATING)
				return;
		}
		poll(&poll_for, 1, -1);
	}
}

static uint64_t by_press(int device, int keys)
{
	uint64_t began = now();

	uinput_press(keys, KEY_5);
	await_rating(device);
	return now() - began;
}

static uint64_t by_program(int device)
{
	struct request req = { .cmd = DINH_CMD_RATING_ADD };
	uint64_t began = now();

	put_text(&req, DINH_A_CODE, UNIT);
	put_u32(&req, DINH_A_SCORE, 5);
	demand(&req, "rating");
	await_rating(device);
	return now() - began;
}

static int compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double percentile(const uint64_t *took, unsigned int n,
			 unsigned int percent)
{
	return took[(n - 1) * percent / 100] / 1000.0;
}

int main(int argc, char **argv)
{
	unsigned int n = argc > 1 ? atoi(argv[1]) : 300, i;
	uint64_t *pressed = calloc(n, sizeof(*pressed));
	uint64_t *typed = calloc(n, sizeof(*typed));
	int device = open("/dev/dinh", O_RDONLY | O_NONBLOCK);
	int keys = uinput_make(DEVICE);

	if (device < 0 || keys < 0 || raw_open() || !pressed || !typed)
		die("press");
	make_kiosk();
	lseek(device, 0, SEEK_END);
	for (i = 0; i < n; i++) {
		pressed[i] = by_press(device, keys);
		typed[i] = by_program(device);
		usleep(PAUSE_US);
	}
	qsort(pressed, n, sizeof(*pressed), compare);
	qsort(typed, n, sizeof(*typed), compare);
	printf("p50 %8.1f us pressed %8.1f us typed %5.2f times\n",
	       percentile(pressed, n, 50), percentile(typed, n, 50),
	       percentile(pressed, n, 50) / percentile(typed, n, 50));
	printf("p99 %8.1f us pressed %8.1f us typed %5.2f times\n",
	       percentile(pressed, n, 99), percentile(typed, n, 99),
	       percentile(pressed, n, 99) / percentile(typed, n, 99));
	return 0;
}
