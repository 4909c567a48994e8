// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an entry costs through write(/dev/dinh), in a guest with the programme
 * of the resolution: device UNITS. Under a clock that counts instructions,
 * these are what it prints.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "sample.h"

#define BATCH		512
#define RECORDS		4096

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void measure(int device, uint32_t units, uint16_t requirement)
{
	static struct evidence batch[BATCH];
	uint64_t began, took = 0, random = 1;
	unsigned int i, done;

	for (done = 0; done < RECORDS; done += BATCH) {
		for (i = 0; i < BATCH; i++)
			sample_record(&batch[i], sample_commune(&random, units),
				      requirement);
		began = now();
		if (write(device, batch, sizeof(batch)) != sizeof(batch))
			die("write");
		took += now() - began;
	}
	printf("%u %llu\n", units, (unsigned long long)(took / RECORDS));
}

int main(int argc, char **argv)
{
	uint32_t units = argc > 1 ? atoi(argv[1]) : 1000;
	int device = open("/dev/dinh", O_RDWR);
	uint16_t requirement;

	if (device < 0)
		die("/dev/dinh");
	/* Before the units push the programme out of what readers can get. */
	requirement = sample_requirement(device);
	sample_units(device, units);
	measure(device, units, requirement);
	return 0;
}
