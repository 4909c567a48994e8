// SPDX-License-Identifier: GPL-2.0-only
/* One province, districts, communes; records that these met their people. */
#include <endian.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sample.h"

#define BATCH	512

struct add {
	struct dinh_entry entry;
	struct dinh_unit_add body;
	char name[24];
};

void die(const char *what)
{
	perror(what);
	exit(1);
}

static uint32_t today(void)
{
	static uint32_t day;

	if (!day)
		day = time(NULL) / 86400;
	return day;
}

static bool is_district(uint32_t nr)
{
	return nr % SAMPLE_FAN_OUT == 2;
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
			.since = htole32(today() - 3000),
			.kind = kind,
		},
		.name = "Sample commune number",
	};
	memset(add->body.headcount, 0xff, sizeof(add->body.headcount));
	snprintf(add->body.code, sizeof(add->body.code), "b%u", nr);
}

void sample_units(int device, uint32_t units)
{
	static struct add batch[BATCH];
	uint32_t nr, district = 0;
	unsigned int n = 0;
	ssize_t size;

	for (nr = 1; nr <= units; nr++) {
		if (nr == 1) {
			make_unit(&batch[n++], nr, 0, DINH_KIND_PROVINCE);
		} else if (is_district(nr)) {
			district = nr;
			make_unit(&batch[n++], nr, 1, DINH_KIND_DISTRICT);
		} else {
			make_unit(&batch[n++], nr, district,
				  DINH_KIND_COMMUNE);
		}
		/* A parent is named by its number: it is in, or in the batch. */
		size = n * sizeof(batch[0]);
		if (n < BATCH && nr < units)
			continue;
		if (write(device, batch, size) != size)
			die("units");
		n = 0;
	}
}

uint16_t sample_requirement(int device)
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
			if (!strcmp(req[i].code, SAMPLE_REQUIREMENT))
				return i + 1;
	}
	die(SAMPLE_REQUIREMENT);
}

uint32_t sample_commune(uint64_t *random, uint32_t units)
{
	uint32_t nr;

	do {
		*random = *random * 6364136223846793005ull +
			  1442695040888963407ull;
		nr = (*random >> 33) % units + 1;
	} while (nr == 1 || is_district(nr));
	return nr;
}

void sample_record(struct evidence *record, uint32_t unit,
		   uint16_t requirement)
{
	*record = (struct evidence) {
		.entry = {
			.size = htole32(sizeof(*record)),
			.type = DINH_ENTRY_RECORD,
			.version = 1,
			.unit = htole32(unit),
		},
		.body = {
			.requirement = htole16(requirement),
			.group = DINH_GROUP_NONE,
			.items = htole32(1),
			.day = htole32(today() - 1),
		},
	};
}
