// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "nth.h"

static int nth = -1;

int open_nth(void)
{
	nth = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	return nth < 0 ? -1 : 0;
}

/* Copying from user space can be made to fail too: that of the number as well. */
void fail_nth(unsigned int n)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", n);

	while (pwrite(nth, text, len, 0) != len)
		if (errno != EFAULT) {
			perror("fail-nth");
			exit(1);
		}
}

int was_injected(void)
{
	char text[16] = "";
	ssize_t len = pread(nth, text, sizeof(text) - 1, 0);

	fail_nth(0);
	return len > 0 && atoi(text) == 0;
}
