// SPDX-License-Identifier: GPL-2.0-only
/* A register as a program has it: provinces, districts, communes, records. */
#include "bench.h"
#include "town.h"

static const char * const requirements[RECORDS] = {
	"regulations-locality", "study-locality", "posting-locality",
	"study-locality", "people-dialogue",
};

struct dinh_register *reg;
static struct dinh_stamp stamp;
static u16 number[RECORDS];
u32 *commune;
u32 communes;

static u64 next_random(void)
{
	static u64 state = 88172645463325252ull;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static void refused(const struct dinh_refusal *why)
{
	fprintf(stderr, "refused: %s\n", why->text);
	exit(1);
}

void submit(struct dinh_entry *entry)
{
	struct dinh_refusal why;

	stamp.wall += 1000;
	stamp.boot += 1000;
	if (dinh_register_submit(reg, &stamp, entry, false, &why))
		refused(&why);
}

static u32 add_unit(u32 nr, u32 parent, u8 kind)
{
	struct {
		struct dinh_entry entry;
		struct dinh_unit_add body;
		char name[24];
	} add = {
		.entry = {
			.size = cpu_to_le32(sizeof(add)),
			.type = DINH_ENTRY_UNIT_ADD,
			.version = 1,
		},
		.body = {
			.parent = cpu_to_le32(parent),
			.since = cpu_to_le32(reg->today - 4000),
			.kind = kind,
		},
		.name = "Phường Bắc Hồng",
	};
	u32 group;

	for (group = 0; group < DINH_GROUPS; group++)
		add.body.headcount[group] = cpu_to_le32(1000);
	snprintf(add.body.code, sizeof(add.body.code), "%05u", nr);
	submit(&add.entry);
	return le32_to_cpu(add.entry.unit);
}

/* As near to @units as a tree of three levels with equal fan-out comes. */
static u32 fan_out(u32 units)
{
	u32 fan = 1;

	while (fan + fan * fan + fan * fan * fan < units)
		fan++;
	return fan;
}

static void add_units(u32 units)
{
	u32 fan = fan_out(units), nr = 1, p, d, c, province, district;

	commune = calloc(fan * fan * fan, sizeof(*commune));
	communes = 0;
	for (p = 0; p < fan; p++) {
		province = add_unit(nr++, 0, DINH_KIND_PROVINCE);
		for (d = 0; d < fan; d++) {
			district = add_unit(nr++, province,
					    DINH_KIND_DISTRICT);
			for (c = 0; c < fan && nr <= units; c++)
				commune[communes++] =
					add_unit(nr++, district,
						 DINH_KIND_COMMUNE);
		}
	}
	for (c = communes - 1; c; c--) {
		u32 other = next_random() % (c + 1);

		swap(commune[c], commune[other]);
	}
}

void make_record(struct evidence *e, u32 unit, unsigned int which)
{
	bool heads = which == 1 || which == 3;

	*e = (struct evidence) {
		.entry = {
			.size = cpu_to_le32(sizeof(*e)),
			.type = DINH_ENTRY_RECORD,
			.version = 1,
			.unit = cpu_to_le32(unit),
		},
		.body = {
			.key = cpu_to_le64(which + 1),
			.requirement = cpu_to_le16(number[which]),
			.group = heads ? DINH_GROUP_RESIDENTS : DINH_GROUP_NONE,
			.items = cpu_to_le32(!heads),
			.count = cpu_to_le32(heads ? 400 : 0),
			.day = cpu_to_le32(reg->today - 3),
			.until = cpu_to_le32(which == 2 ? reg->today + 60 : 0),
		},
	};
}

static void load_programme(const char *path)
{
	static void *body;
	static size_t size;
	struct dinh_entry *entry;
	unsigned int i;

	if (!body)
		body = read_programme(path, &size);
	entry = calloc(1, sizeof(*entry) + size);
	entry->size = cpu_to_le32(sizeof(*entry) + size);
	entry->type = DINH_ENTRY_PROGRAMME;
	entry->version = 1;
	memcpy(entry + 1, body, size);
	submit(entry);
	free(entry);
	for (i = 0; i < RECORDS; i++)
		number[i] = dinh_number_of(reg, requirements[i]);
}

void fill(const char *programme, u32 units, unsigned int records,
	  struct dinh_sink *sink)
{
	struct dinh_bounds bounds = {
		DINH_BOUND_UNITS_MAX, DINH_BOUND_RECORDS
	};
	struct dinh_genesis genesis = {
		.clock_tolerance = cpu_to_le32(2000),
		.origin = "bench",
	};
	struct dinh_refusal why;
	struct evidence e;
	unsigned int which;
	u32 i;

	reg = dinh_register_alloc(&bounds, sink);
	stamp = (struct dinh_stamp) {
		.wall = 1560000000ull * NSEC,
		.boot = NSEC,
		.loginuid = DINH_UID_NONE,
	};
	if (!reg)
		exit(1);
	if (dinh_register_genesis(reg, &stamp, &genesis, false, &why))
		refused(&why);
	load_programme(programme);
	add_units(units);
	for (which = 0; which < records; which++)
		for (i = 0; i < communes; i++) {
			make_record(&e, commune[i], which);
			submit(&e.entry);
		}
}

void drop(void)
{
	dinh_register_free(reg);
	free(commune);
}
