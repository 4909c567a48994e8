// SPDX-License-Identifier: GPL-2.0-only
/* dinh itself: each writer has /dev/dinh open, a dinhd keeps the entries. */
#include <fcntl.h>
#include <unistd.h>

#include "durable.h"

static int device[WRITERS_MAX];

static void begin(const char *place, unsigned int writers)
{
	unsigned int i;

	for (i = 0; i < writers; i++) {
		device[i] = open(place, O_RDWR);
		if (device[i] < 0)
			die(place);
	}
	requirement = sample_requirement(device[0]);
	sample_units(device[0], UNITS);
	if (fsync(device[0]))
		die("fsync");
}

static void make_durable(unsigned int writer, const struct evidence *entry)
{
	if (write(device[writer], entry, sizeof(*entry)) != sizeof(*entry))
		die("write");
	if (fsync(device[writer]))
		die("fsync");
}

const struct contestant dinh = {
	.name = "dinh",
	.begin = begin,
	.write = make_durable,
};
