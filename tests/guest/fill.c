// SPDX-License-Identifier: GPL-2.0-only
/* fill: add units, until the kernel has no room for one that is not durable. */
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <linux/dinh.h>

struct add {
	struct dinh_entry entry;
	struct dinh_unit_add body;
	char name[200];
};

/* Units whose name is so long; returns how many went in. */
static int fill(int fd, int length, int from)
{
	struct add add = {
		.entry = {
			.type = DINH_ENTRY_UNIT_ADD,
			.version = 1,
		},
		.body = {
			.since = htole32(1),
			.kind = DINH_KIND_PROVINCE,
		},
	};
	size_t size = sizeof(add) - sizeof(add.name) + length + 8;
	int n;

	memset(add.body.headcount, 0xff, sizeof(add.body.headcount));
	memset(add.name, 'x', length);
	for (n = from;; n++) {
		add.entry.size = htole32(size);
		snprintf(add.body.code, sizeof(add.body.code), "full-%d", n);
		if (write(fd, &add, size) != (ssize_t)size)
			return n;
	}
}

int main(void)
{
	int fd = open("/dev/dinh", O_RDWR | O_NONBLOCK | O_CLOEXEC), n;

	n = fill(fd, 184, 0);
	n = fill(fd, 8, n);
	if (errno != EAGAIN) {
		perror("fill");
		return 1;
	}
	printf("%d\n", n);
	return 0;
}
