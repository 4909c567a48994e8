// SPDX-License-Identifier: GPL-2.0-only
/*
 * fingers NAME: a keyboard of that name, which presses the digits that it reads,
 * no faster than fingers are; unplugged at the end of input.
 */
#include <linux/input-event-codes.h>
#include <stdio.h>
#include <unistd.h>

#include "uinput.h"

/* Longer than a contact bounces. */
#define PAUSE_US	60000

int main(int argc, char **argv)
{
	int fd = argc > 1 ? uinput_make(argv[1]) : -1, c;

	if (fd < 0) {
		perror("uinput");
		return 1;
	}
	puts("plugged");
	fflush(stdout);
	while ((c = getchar()) != EOF) {
		if (c < '1' || c > '9')
			continue;
		uinput_press(fd, KEY_1 + c - '1');
		usleep(PAUSE_US);
	}
	close(fd);
	return 0;
}
