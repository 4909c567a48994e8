/* SPDX-License-Identifier: GPL-2.0-only */
/* A register to measure with: its units and records, as /dev/dinh takes them. */
#ifndef BENCH_SAMPLE_H
#define BENCH_SAMPLE_H

#include <stdint.h>

#include <linux/dinh.h>

/* The requirement that records are of, and the units below a district. */
#define SAMPLE_REQUIREMENT	"people-dialogue"
#define SAMPLE_FAN_OUT		100

struct evidence {
	struct dinh_entry entry;
	struct dinh_record body;
};

/* Says what failed, with errno's text, and exits. */
__attribute__((noreturn)) void die(const char *what);

/* Make the units, in a register with the programme of the resolution. */
void sample_units(int device, uint32_t units);
/* The number of SAMPLE_REQUIREMENT there. */
uint16_t sample_requirement(int device);

/* One of the communes among so many units. */
uint32_t sample_commune(uint64_t *random, uint32_t units);
void sample_record(struct evidence *record, uint32_t unit,
		   uint16_t requirement);

#endif /* BENCH_SAMPLE_H */
