// SPDX-License-Identifier: GPL-2.0-only
/*
 * A writer that relies on fsync: adds units, one after the other, and prints the
 * code of each once it is durable. writer NAME [COUNT]; for ever without one.
 */
#include <endian.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/dinh.h>

struct add {
	struct dinh_entry entry;
	struct dinh_unit_add body;
	char name[16];
};

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "w";
	long left = argc > 2 ? atol(argv[2]) : -1, n = 0;
	int fd = open("/dev/dinh", O_RDWR | O_CLOEXEC);

	for (; left; left--, n++) {
		struct add add = {
			.entry = {
				.size = htole32(sizeof(add)),
				.type = DINH_ENTRY_UNIT_ADD,
				.version = 1,
			},
			.body = {
				.since = htole32(1),
				.kind = DINH_KIND_PROVINCE,
			},
			.name = "sample unit",
		};
		char line[64];
		int len;

		memset(add.body.headcount, 0xff, sizeof(add.body.headcount));
		snprintf(add.body.code, sizeof(add.body.code), "%s-%ld", name,
			 n);
		if (write(fd, &add, sizeof(add)) != sizeof(add)) {
			perror("write");
			return 1;
		}
		if (fsync(fd)) {
			perror("fsync");
			return 1;
		}
		len = snprintf(line, sizeof(line), "durable %s-%ld\n", name, n);
		if (write(STDOUT_FILENO, line, len) != len)
			return 1;
	}
	return 0;
}
