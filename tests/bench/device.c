// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an entry costs through write(/dev/dinh), in a guest with the programme
 * of the resolution: device UNITS. Under a clock that counts instructions,
 * these are what it prints.
 */
#include <endian.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <linux/dinh.h>

#define BATCH		512
#define RECORDS		4096
#define FAN_OUT		100

struct add {
	struct dinh_entry entry;
	struct dinh_unit_add body;
	char name[24];
};

struct evidence {
	struct dinh_entry entry;
	struct dinh_record body;
};

static int device;
static uint32_t today;

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void submit(const void *batch, size_t size)
{
	if (write(device, batch, size) != (ssize_t)size)
		die("write");
}

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void make_unit(struct add *add, uint32_t nr, uint32_t parent,
		      uint8_t kind)
{
	*add = (struct add) {
		.entry = {
			.size = htole32(sizeof(*add)),
			.type = DINH_ENTRY_UNIT_ADD,
			.version = 1,
		},
		.body = {
			.parent = htole32(parent),
			.since = htole32(today - 3000),
			.kind = kind,
		},
		.name = "Sample commune number",
	};
	memset(add->body.headcount, 0xff, sizeof(add->body.headcount));
	snprintf(add->body.code, sizeof(add->body.code), "b%u", nr);
}

/* One province, a district to each FAN_OUT communes. */
static void make_units(uint32_t units)
{
	static struct add batch[BATCH];
	uint32_t nr, district = 0;
	unsigned int n = 0;

	for (nr = 1; nr <= units; nr++) {
		if (nr == 1) {
			make_unit(&batch[n++], nr, 0, DINH_KIND_PROVINCE);
		} else if (nr % FAN_OUT == 2) {
			district = nr;
			make_unit(&batch[n++], nr, 1, DINH_KIND_DISTRICT);
		} else {
			make_unit(&batch[n++], nr, district,
				  DINH_KIND_COMMUNE);
		}
		/* A parent is named by its number: it is in, or in the batch. */
		if (n == BATCH || nr == units) {
			submit(batch, n * sizeof(batch[0]));
			n = 0;
		}
	}
}

/* The number of a requirement of the first programme. */
static uint16_t requirement(const char *code)
{
	static uint8_t buf[1 << 18];
	const struct dinh_entry *entry = (void *)buf;
	const struct dinh_programme *body = (void *)(entry + 1);
	const struct dinh_instrument *instrument = (void *)(body + 1);
	const struct dinh_requirement *req;
	unsigned int i;

	lseek(device, 0, SEEK_SET);
	while (read(device, buf, sizeof(buf)) > 0) {
		const uint8_t *at = buf;

		for (entry = (void *)at; entry->type != DINH_ENTRY_PROGRAMME;
		     entry = (void *)at)
			at += le32toh(entry->size);
		body = (void *)(entry + 1);
		instrument = (void *)(body + 1);
		req = (void *)(instrument + le16toh(body->instruments));
		for (i = 0; i < le16toh(body->requirements); i++)
			if (!strcmp(req[i].code, code))
				return i + 1;
	}
	die(code);
	return 0;
}

static uint32_t random_commune(uint32_t units)
{
	static uint64_t state = 1;
	uint32_t nr;

	do {
		state = state * 6364136223846793005ull + 1442695040888963407ull;
		nr = (state >> 33) % units + 1;
	} while (nr == 1 || nr % FAN_OUT == 2);
	return nr;
}

static void measure(uint32_t units)
{
	static struct evidence batch[BATCH];
	uint16_t number = requirement("people-dialogue");
	uint64_t began, took = 0;
	unsigned int i, done;

	for (done = 0; done < RECORDS; done += BATCH) {
		for (i = 0; i < BATCH; i++)
			batch[i] = (struct evidence) {
				.entry = {
					.size = htole32(sizeof(batch[i])),
					.type = DINH_ENTRY_RECORD,
					.version = 1,
					.unit = htole32(random_commune(units)),
				},
				.body = {
					.requirement = htole16(number),
					.group = DINH_GROUP_NONE,
					.items = htole32(1),
					.day = htole32(today - 1),
				},
			};
		began = now();
		submit(batch, sizeof(batch));
		took += now() - began;
	}
	printf("%u %llu\n", units, (unsigned long long)(took / RECORDS));
}

int main(int argc, char **argv)
{
	uint32_t units = argc > 1 ? atoi(argv[1]) : 1000;

	today = time(NULL) / 86400;
	device = open("/dev/dinh", O_RDWR);
	if (device < 0)
		die("/dev/dinh");
	make_units(units);
	measure(units);
	return 0;
}
