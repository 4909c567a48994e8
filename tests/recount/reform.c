// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reforms of Hà Tĩnh, on the real lists of its units: mergers in 2020 and
 * 2025, and the end of the districts. What a dissolved unit recorded stays with
 * it, what follows it stands on its own records from its first day, and what
 * was counted before does not move.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "test.h"

#define ROWS_MAX	320
#define LINEAGE_MAX	800
#define LINE_SIZE	1024

/* A row of a list of units, and the number that the unit has here. */
struct row {
	char code[DINH_CODE_SIZE];
	char parent[DINH_CODE_SIZE];
	uint32_t kind;
	uint32_t nr;
};

struct list {
	size_t n;
	struct row row[ROWS_MAX];
};

/* A row of the lineage. */
struct step {
	char list[16];
	char from[DINH_CODE_SIZE];
	char to[DINH_CODE_SIZE];
	bool ends;
};

static struct history h;
static struct plan plan;
static struct list lists[4];
static struct step steps[LINEAGE_MAX];
static size_t n_steps;

static const struct {
	const char *name;
	size_t rows;
	size_t districts;
} wanted[4] = {
	{ "2017", 276, 13 }, { "2020", 230, 13 }, { "2025-h1", 222, 12 },
	{ "2025", 70, 0 },
};

#define ok(call)	ck_assert_msg(call, "%s: %s", #call, \
				      engine_why(h.engine))

/*
 * The lists.
 */

static const char *data_path(const char *name)
{
	static char path[4096];

	snprintf(path, sizeof(path), "%s/%s", getenv("DINH_DATA") ?: DATA,
		 name);
	return path;
}

/* The next line, cut at its tabs; false at the end. */
static bool next_line(FILE *file, char *line, char **field, size_t n)
{
	size_t i;

	if (!fgets(line, LINE_SIZE, file))
		return false;
	line[strcspn(line, "\n")] = '\0';
	for (i = 0; i < n; i++) {
		field[i] = line ? line : "";
		line = line ? strchr(line, '\t') : NULL;
		if (line)
			*line++ = '\0';
	}
	return true;
}

static void read_list(size_t at)
{
	char line[LINE_SIZE], *field[4], name[64];
	struct list *list = &lists[at];
	FILE *file;

	snprintf(name, sizeof(name), "units-hatinh-%s.tsv", wanted[at].name);
	file = fopen(data_path(name), "r");
	ck_assert_msg(file != NULL, "%s", name);
	next_line(file, line, field, 4);
	while (next_line(file, line, field, 4)) {
		struct row *row = &list->row[list->n++];

		snprintf(row->code, sizeof(row->code), "%s", field[0]);
		snprintf(row->parent, sizeof(row->parent), "%s", field[1]);
		row->kind = kind_find(field[2]);
	}
	fclose(file);
	ck_assert_uint_eq(list->n, wanted[at].rows);
}

static void read_lineage(void)
{
	char line[LINE_SIZE], *field[10];
	FILE *file = fopen(data_path("lineage-hatinh.tsv"), "r");

	ck_assert_ptr_nonnull(file);
	next_line(file, line, field, 10);
	while (next_line(file, line, field, 10)) {
		struct step *step = &steps[n_steps++];

		snprintf(step->list, sizeof(step->list), "%s", field[0]);
		snprintf(step->from, sizeof(step->from), "%s", field[1]);
		snprintf(step->to, sizeof(step->to), "%s", field[4]);
		step->ends = !strcmp(field[6], "merged") ||
			     !strncmp(field[6], "split", 5);
	}
	fclose(file);
	ck_assert_uint_eq(n_steps, 690);
}

static struct row *find(struct list *list, const char *code)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (!strcmp(list->row[i].code, code))
			return &list->row[i];
	return NULL;
}

static uint32_t parent_of(struct list *list, const struct row *row)
{
	return *row->parent ? find(list, row->parent)->nr : 0;
}

/*
 * What was done.
 */

static bool is_level_two(const struct row *row)
{
	return row->kind == DINH_KIND_DISTRICT;
}

static void add(struct list *list, struct row *row, uint32_t since)
{
	struct a_unit unit = {
		.code = row->code,
		.parent = parent_of(list, row),
		.since = since,
		.kind = row->kind,
	};
	int g;

	for (g = 0; g < DINH_GROUPS; g++)
		unit.heads[g] = DINH_COUNT_UNKNOWN;
	row->nr = engine_units(h.engine);
	ok(submit(&h, make_unit(&unit)));
}

static void change(uint32_t nr, uint32_t what, const struct a_unit *to)
{
	ok(submit(&h, make_change(nr, what, to)));
}

/* Whoever goes on has the code, the kind and the parent of the new list. */
static void go_on(struct list *from, const struct row *was, struct list *to,
		  struct row *is)
{
	uint32_t parent = parent_of(to, is);

	is->nr = was->nr;
	if (strcmp(was->code, is->code))
		change(is->nr, DINH_SET_CODE,
		       &(struct a_unit){ .code = is->code });
	if (parent != parent_of(from, was))
		change(is->nr, DINH_SET_PARENT,
		       &(struct a_unit){ .parent = parent });
	if (was->kind != is->kind)
		change(is->nr, DINH_SET_KIND,
		       &(struct a_unit){ .kind = is->kind });
}

/* A code that the successor gets has to be free before. */
static void set_aside(const struct row *row)
{
	char code[DINH_CODE_SIZE];
	struct a_unit to = { .code = code };

	snprintf(code, sizeof(code), "%.20s.%u", row->code,
		 (unsigned int)row->nr);
	change(row->nr, DINH_SET_CODE, &to);
}

static bool is_of(const struct step *step, size_t at)
{
	return !strcmp(step->list, wanted[at].name);
}

static void dissolve(struct list *from, struct list *to, size_t at,
		     const char *code, uint32_t last)
{
	uint32_t successor[DINH_SUCCESSORS_MAX], n = 0;
	size_t i;

	for (i = 0; i < n_steps; i++)
		if (is_of(&steps[i], at) && !strcmp(steps[i].from, code))
			successor[n++] = find(to, steps[i].to)->nr;
	ok(submit(&h, make_dissolution(find(from, code)->nr, last, n,
				       successor)));
}

/* Whether a unit of a list is followed by others. */
static bool ends(size_t at, const struct row *row)
{
	size_t i;

	for (i = 0; i < n_steps; i++)
		if (is_of(&steps[i], at) && steps[i].ends &&
		    !strcmp(steps[i].from, row->code))
			return true;
	return false;
}

/* From one list to the next, on a day. */
static void reform(size_t at, uint32_t day)
{
	struct list *from = &lists[at], *to = &lists[at + 1];
	size_t i;

	for (i = 0; i < from->n; i++) {
		struct row *is = find(to, from->row[i].code);

		if (is && (is_level_two(&from->row[i]) ||
			   from->row[i].kind == DINH_KIND_PROVINCE))
			is->nr = from->row[i].nr;
	}
	for (i = 0; i < from->n; i++)
		if (ends(at, &from->row[i]))
			set_aside(&from->row[i]);
	for (i = 0; i < n_steps; i++)
		if (is_of(&steps[i], at) && !steps[i].ends)
			go_on(from, find(from, steps[i].from), to,
			      find(to, steps[i].to));
	for (i = 0; i < to->n; i++)
		if (!to->row[i].nr)
			add(to, &to->row[i], day);
	for (i = 0; i < from->n; i++)
		if (ends(at, &from->row[i]))
			dissolve(from, to, at, from->row[i].code, day - 1);
	for (i = 0; i < from->n; i++)
		if (is_level_two(&from->row[i]) &&
		    !find(to, from->row[i].code))
			ok(submit(&h, make_dissolution(from->row[i].nr,
						       day - 1, 0, NULL)));
}

static void record(const struct row *row, const char *requirement,
		   uint32_t day)
{
	ok(submit(&h, make_record(&(struct a_record){
		.group = DINH_GROUP_NONE, .unit = row->nr, .items = 1,
		.requirement = engine_number(h.engine, requirement),
		.day = day })));
}

static bool is_locality(const struct row *row)
{
	return row->kind != DINH_KIND_PROVINCE && !is_level_two(row);
}

/*
 * What has to be so.
 */

static void is(uint64_t size, uint32_t scope, const char *indicator,
	       uint64_t num, uint64_t den)
{
	struct recount_figure f;

	ck_assert_msg(counted(&h, size, scope, indicator, &f), "%s of %u: %s",
		      indicator, scope, h.err.text);
	ck_assert_uint_eq(f.num, num);
	ck_assert_uint_eq(f.den, den);
}

/* Which of the list's localities have an own record for good. */
static size_t with_regulations(const struct list *list, const bool *has)
{
	size_t i, n = 0;

	for (i = 0; i < list->n; i++)
		n += is_locality(&list->row[i]) && has[list->row[i].nr];
	return n;
}

static size_t localities(const struct list *list)
{
	size_t i, n = 0;

	for (i = 0; i < list->n; i++)
		n += is_locality(&list->row[i]);
	return n;
}

/* The living units are those of the list, each where it stands there. */
static void is_list(size_t at)
{
	struct list *list = &lists[at];
	uint32_t nr, living = 0;
	size_t i, districts = 0;

	for (nr = 1; nr < engine_units(h.engine); nr++)
		living += engine_living(h.engine, nr);
	ck_assert_uint_eq(living, wanted[at].rows);
	for (i = 0; i < list->n; i++) {
		struct row *row = &list->row[i];

		districts += is_level_two(row);
		ck_assert(engine_living(h.engine, row->nr));
		ck_assert_uint_eq(engine_find(h.engine, row->code), row->nr);
		ck_assert_uint_eq(engine_parent(h.engine, row->nr),
				  parent_of(list, row));
	}
	ck_assert_uint_eq(districts, wanted[at].districts);
}

START_TEST(reforms)
{
	static bool has[4096];
	uint64_t sizes[4];
	size_t met[4], i, at;
	const uint32_t days[] = {
		0, date(2020, 1, 1), date(2025, 1, 1), date(2025, 7, 1),
	};
	struct plan *p = &plan;
	uint16_t kinds = KIND_BIT(COMMUNE) | KIND_BIT(WARD) |
			 KIND_BIT(TOWNSHIP);
	struct dinh_indicator *indicator;

	read_lineage();
	for (at = 0; at < 4; at++)
		read_list(at);
	history_begin(&h, "reform", date(2018, 1, 1));
	plan_begin(p, "reform", date(2017, 1, 1));
	plan_requirement(p, "regs", kinds, 1);
	indicator = plan_indicator(p, "t1", kinds);
	plan_ask(p, indicator, "regs");
	ok(submit(&h, plan_entry(p)));
	for (i = 0; i < lists[0].n; i++)
		add(&lists[0], &lists[0].row[i], date(2011, 1, 1));

	for (at = 0; at < 4; at++) {
		if (at) {
			ok(engine_go_to(h.engine, days[at]));
			reform(at - 1, days[at]);
			/* They begin with nothing. */
			is(h.size, 0, "t1", with_regulations(&lists[at], has),
			   localities(&lists[at]));
			ok(engine_go_to(h.engine, days[at] + 60));
		}
		is_list(at);
		note(&h);
		/* Two of three that have none make their own. */
		for (i = 0; i < lists[at].n; i++) {
			struct row *row = &lists[at].row[i];

			if (!is_locality(row) || has[row->nr] || i % 3 == 0)
				continue;
			record(row, "regs", days[at] ? days[at] + 30 :
						       date(2017, 6, 1));
			has[row->nr] = true;
		}
		met[at] = with_regulations(&lists[at], has);
		ok(submit(&h, make_review(0, DINH_REVIEW_INTERIM)));
		ok(submit(&h, make_review(1, DINH_REVIEW_FINAL)));
		sizes[at] = h.size;
		note(&h);
	}
	/* A code is another place's: nobody's records came with it. */
	ck_assert_uint_gt(engine_units(h.engine), 360);
	for (at = 0; at < 4; at++)
		is(sizes[at], 0, "t1", met[at], localities(&lists[at]));
	ck_assert_uint_eq(compare(&h), 0);
	history_end(&h);
}
END_TEST

Suite *reform_suite(void)
{
	Suite *suite = suite_create("reform");
	TCase *tc = tcase_create("reform");
	FILE *file = fopen(data_path("lineage-hatinh.tsv"), "r");

	tcase_set_timeout(tc, 120);
	if (file) {
		fclose(file);
		tcase_add_test(tc, reforms);
	} else {
		printf("SKIPPED: the reforms of Hà Tĩnh: %s is not here; DINH_DATA=FOLDER says where the lists are\n",
		       data_path("lineage-hatinh.tsv"));
	}
	suite_add_tcase(suite, tc);
	return suite;
}
