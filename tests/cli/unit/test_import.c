// SPDX-License-Identifier: GPL-2.0-only
/*
 * Imports against a register that is no more than an array of units. What it
 * takes of a batch, and when it is interrupted, is a test's to say.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../tool/lib/array.h"
#include "../../../tool/lib/batch.h"
#include "../../../tool/lib/import.h"
#include "../../../tool/lib/rules.h"
#include "test.h"

#define TODAY	17318

static struct {
	struct unit *unit;
	size_t n;
	/* Of the batch in hand: copies, and the parents that were said. */
	struct unit *add;
	uint32_t *parent;
	size_t adds;
	/* How many of a batch are taken; at which write a signal comes. */
	size_t most;
	size_t writes;
	size_t stop_at;
	size_t dumps;
	size_t records;
	size_t record_adds;
} reg;

static volatile sig_atomic_t stopped;
static struct error err;

void __wrap_batch_close(struct batch *batch);
bool __wrap_batch_unit(struct batch *batch, const struct unit *unit,
		       uint32_t parent);
bool __wrap_batch_record(struct batch *batch, const struct record *record,
			 uint32_t unit, uint32_t requirement);
int __wrap_batch_write(struct batch *batch, size_t *taken, struct error *e);
struct batch *__wrap_batch_open(struct error *e);
int __wrap_ledger_get(struct client *client, struct ledger *out,
		      struct error *e);
int __wrap_units_get(struct client *client, const char *scope, uint32_t kind,
		     struct units *out, struct error *e);
int __wrap_unit_add(struct client *client, const struct unit *unit,
		    bool check_only, struct unit *out, struct error *e);
int __wrap_rules_get(struct client *client, struct rules *out,
		     struct error *e);
int __wrap_record_add(struct client *client, const struct record *record,
		      bool check_only, struct record *out, struct error *e);

static const char *code_of(uint32_t nr)
{
	return nr ? reg.unit[nr - 1].code : "";
}

static void add_unit(const struct unit *unit, uint32_t parent)
{
	struct unit *new = array_grow(&reg.unit, reg.n, sizeof(*new));

	*new = *unit;
	new->name = strdup(unit->name);
	new->nr = ++reg.n;
	new->parent = parent;
	strcpy(new->parent_code, code_of(parent));
}

int __wrap_ledger_get(struct client *client, struct ledger *out,
		      struct error *e)
{
	(void)client;
	(void)e;
	memset(out, 0, sizeof(*out));
	out->today = TODAY;
	return 0;
}

int __wrap_units_get(struct client *client, const char *scope, uint32_t kind,
		     struct units *out, struct error *e)
{
	size_t i;

	(void)client;
	(void)scope;
	(void)kind;
	(void)e;
	memset(out, 0, sizeof(*out));
	for (i = 0; i < reg.n; i++) {
		struct unit *unit = array_grow(&out->item, i, sizeof(*unit));

		*unit = reg.unit[i];
		unit->name = strdup(unit->name);
		out->n++;
	}
	reg.dumps++;
	return 0;
}

int __wrap_unit_add(struct client *client, const struct unit *unit,
		    bool check_only, struct unit *out, struct error *e)
{
	(void)client;
	(void)unit;
	(void)out;
	ck_assert(check_only);
	return error_set(e, DINH_EXIT_REFUSED, "refused: so");
}

int __wrap_rules_get(struct client *client, struct rules *out, struct error *e)
{
	struct rules_requirement *requirement;

	(void)client;
	(void)e;
	memset(out, 0, sizeof(*out));
	requirement = array_grow(&out->requirement, 0, sizeof(*requirement));
	strcpy(requirement->code, "posting");
	requirement->number = 3;
	requirement->items = 9;
	out->requirements = 1;
	return 0;
}

/* What is there already has key 1; count 13 is refused. */
int __wrap_record_add(struct client *client, const struct record *record,
		      bool check_only, struct record *out, struct error *e)
{
	(void)client;
	(void)out;
	ck_assert(check_only);
	ck_assert_uint_ne(record->key, 0);
	reg.record_adds++;
	if (record->key != 1 && record->count != 13)
		return 0;
	error_set(e, DINH_EXIT_REFUSED, "refused: so");
	e->code = record->key == 1 ? EEXIST : EINVAL;
	e->attribute = "count";
	return -1;
}

struct batch *__wrap_batch_open(struct error *e)
{
	struct batch *batch = calloc(1, sizeof(*batch));

	(void)e;
	return batch;
}

static void drop_adds(void)
{
	free(reg.add);
	free(reg.parent);
	reg.add = NULL;
	reg.parent = NULL;
	reg.adds = 0;
}

void __wrap_batch_close(struct batch *batch)
{
	drop_adds();
	free(batch);
}

bool __wrap_batch_unit(struct batch *batch, const struct unit *unit,
		       uint32_t parent)
{
	if (batch->n == 16)
		return false;
	*(struct unit *)array_grow(&reg.add, reg.adds, sizeof(*unit)) = *unit;
	*(uint32_t *)array_grow(&reg.parent, reg.adds, 4) = parent;
	reg.adds++;
	batch->n++;
	return true;
}

bool __wrap_batch_record(struct batch *batch, const struct record *record,
			 uint32_t unit, uint32_t requirement)
{
	ck_assert_uint_eq(requirement, 3);
	ck_assert_str_eq(code_of(unit), record->code);
	if (batch->n == 16)
		return false;
	reg.adds++;
	batch->n++;
	return true;
}

int __wrap_batch_write(struct batch *batch, size_t *taken, struct error *e)
{
	uint32_t first = reg.n;
	size_t i;

	batch->n = 0;
	*taken = 0;
	if (!reg.most) {
		drop_adds();
		error_set(e, DINH_EXIT_REFUSED, "refused");
		e->code = EINVAL;
		return -1;
	}
	for (i = 0; i < reg.adds && i < reg.most; i++, ++*taken) {
		uint32_t parent = reg.add ? reg.parent[i] : 0;

		if (!reg.add) {
			reg.records++;
			continue;
		}
		/* As the kernel does: a unit added earlier in this batch. */
		if (parent & DINH_UNIT_IN_BATCH) {
			parent &= ~DINH_UNIT_IN_BATCH;
			ck_assert_uint_lt(parent, i);
			parent += first + 1;
		}
		ck_assert_uint_le(parent, reg.n);
		add_unit(&reg.add[i], parent);
	}
	drop_adds();
	stopped = ++reg.writes == reg.stop_at;
	return 0;
}

static void setup(void)
{
	memset(&reg, 0, sizeof(reg));
	memset(&err, 0, sizeof(err));
	reg.most = SIZE_MAX;
	stopped = 0;
}

static void teardown(void)
{
	size_t i;

	for (i = 0; i < reg.n; i++)
		free(reg.unit[i].name);
	free(reg.unit);
}

static int import(struct import *import, const char *content,
		  int (*function)(struct client *client, struct import *import,
				  struct error *err))
{
	import->path = test_file(content, strlen(content));
	import->stop = &stopped;
	return function(NULL, import, &err);
}

static int import_of_units(struct import *job, const char *content)
{
	return import(job, content, import_units);
}

static const char *parent_of(const char *code)
{
	size_t i;

	for (i = 0; i < reg.n; i++)
		if (!strcmp(reg.unit[i].code, code))
			return reg.unit[i].parent_code;
	return "?";
}

#define UNITS	"code,parent,kind,name\n"			\
		"w1,d1,ward,W1\n"				\
		"s1,w1,public_unit,S1\n"			\
		"d1,p,district,D1\n"				\
		"p,,province,P\n"				\
		"w2,d1,commune,W2\n"

START_TEST(any_order)
{
	struct import job = { 0 };

	ck_assert_int_eq(import_of_units(&job, UNITS), 0);
	ck_assert_uint_eq(job.rows, 5);
	ck_assert_uint_eq(job.added, 5);
	ck_assert_str_eq(reg.unit[0].code, "p");
	ck_assert_str_eq(parent_of("p"), "");
	ck_assert_str_eq(parent_of("d1"), "p");
	ck_assert_str_eq(parent_of("w1"), "d1");
	ck_assert_str_eq(parent_of("s1"), "w1");
	ck_assert_uint_eq(reg.unit[0].since, TODAY);
	ck_assert_uint_eq(reg.unit[0].headcount[0], DINH_COUNT_UNKNOWN);
	/* One dump at the start is enough for what one batch holds. */
	ck_assert_uint_eq(reg.dumps, 1);
}
END_TEST

START_TEST(twice)
{
	struct import first = { 0 }, again = { 0 };

	ck_assert_int_eq(import_of_units(&first, UNITS), 0);
	ck_assert_int_eq(import_of_units(&again, UNITS), 0);
	ck_assert_uint_eq(again.added, 0);
	ck_assert_uint_eq(again.present, 5);
	ck_assert_uint_eq(reg.n, 5);
}
END_TEST

START_TEST(only_checked)
{
	struct import job = { .check_only = true };

	ck_assert_int_eq(import_of_units(&job, UNITS), 0);
	ck_assert_uint_eq(job.added, 5);
	ck_assert_uint_eq(reg.n, 0);
}
END_TEST

/* Whatever a write takes, every unit ends below the right one. */
START_TEST(partial_writes)
{
	static char content[8192];
	struct import job = { 0 };
	size_t len = sprintf(content, "code,parent,kind,name\n"), i;
	char code[16], parent[16];

	for (i = 200; i--;) {
		if (i)
			sprintf(parent, "u%zu", (i - 1) / 2);
		else
			*parent = '\0';
		len += sprintf(content + len, "u%zu,%s,agency,U\n", i, parent);
	}
	reg.most = _i;
	ck_assert_int_eq(import_of_units(&job, content), 0);
	ck_assert_uint_eq(job.added, 200);
	ck_assert_uint_eq(reg.n, 200);
	for (i = 1; i < 200; i++) {
		sprintf(code, "u%zu", i);
		sprintf(parent, "u%zu", (i - 1) / 2);
		ck_assert_str_eq(parent_of(code), parent);
	}
}
END_TEST

START_TEST(interrupted)
{
	struct import first = { 0 }, again = { 0 };

	reg.most = 2;
	reg.stop_at = 1;
	ck_assert_int_eq(import_of_units(&first, UNITS), -1);
	ck_assert_int_eq(err.code, EINTR);
	ck_assert_uint_eq(first.added, 2);
	ck_assert_uint_eq(first.bad.count, 0);
	stopped = 0;
	ck_assert_int_eq(import_of_units(&again, UNITS), 0);
	ck_assert_uint_eq(again.present, 2);
	ck_assert_uint_eq(again.added, 3);
	ck_assert_uint_eq(reg.n, 5);
}
END_TEST

START_TEST(refused_row)
{
	struct import job = { 0 };

	reg.most = 0;
	ck_assert_int_eq(import_of_units(&job, UNITS), -1);
	ck_assert_uint_eq(job.added, 0);
	/* "p" stands in line 5. */
	ck_assert_ptr_nonnull(strstr(err.text, ":5: refused: so"));
}
END_TEST

START_TEST(bad_units)
{
	static const struct {
		const char *rows;
		const char *why;
	} cases[] = {
		{ "a,,ward,A\na,,ward,B\n",
		  ":3: field \"code\": a is in line 2 already" },
		{ "a,x,ward,A\n",
		  ":2: field \"parent_code\": found \"x\", allowed: the code of a living unit or of a row" },
		{ "a,a,agency,A\n",
		  ":2: field \"parent_code\": a stands under itself, or more than 16 levels down" },
		{ "a,b,agency,A\nb,a,agency,A\n",
		  ":2: field \"parent_code\": a stands under itself, or more than 16 levels down" },
		{ "a,b,ward,A\nb,,ward,A\n",
		  ":2: field \"parent_code\": b is a ward, and cannot hold a ward" },
		{ "a,,hill,A\n",
		  ":2: field \"kind\": found \"hill\", allowed: province, district, commune, ward, township, special_zone, agency, public_unit, state_enterprise, nonstate_enterprise" },
		{ "a,,ward,\n", ":2: field \"name\": empty" },
		{ "a,,ward,\"A\nB\"\n",
		  ":2: field \"name\": control character at byte 1" },
		{ ",,ward,A\n",
		  ":2: field \"code\": found \"\", allowed: 1 to 31 of A-Z a-z 0-9 . _ -" },
		{ "p,,district,P\n",
		  ":2: field \"kind\": found \"district\", the register has \"province\"; `dinh unit set p` changes it" },
		{ "p,,province,Q\n",
		  ":2: field \"name\": found \"Q\", the register has \"P\"; `dinh unit set p` changes it" },
	};
	struct unit p = { .code = "p", .name = (char *)"P",
			  .kind = DINH_KIND_PROVINCE };
	char content[256];
	size_t i;

	add_unit(&p, 0);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct import job = { 0 };

		sprintf(content, "code,parent,kind,name\n%s", cases[i].rows);
		ck_assert_int_eq(import_of_units(&job, content), -1);
		ck_assert_uint_ge(job.bad.count, 1);
		ck_assert_str_eq(job.bad.text[0] + strlen(job.path),
				 cases[i].why);
		ck_assert_str_eq(err.text, "");
		ck_assert_uint_eq(reg.n, 1);
		errors_free(&job.bad);
	}
}
END_TEST

START_TEST(depth)
{
	static char content[2048];
	struct import job = { 0 }, deeper = { 0 };
	size_t len = sprintf(content, "code,parent,kind,name\nu1,,agency,U\n");
	unsigned int i;

	for (i = 2; i <= DINH_DEPTH_MAX; i++)
		len += sprintf(content + len, "u%u,u%u,agency,U\n", i, i - 1);
	ck_assert_int_eq(import_of_units(&job, content), 0);
	ck_assert_uint_eq(job.added, DINH_DEPTH_MAX);
	strcpy(content + len, "v,u16,agency,V\n");
	ck_assert_int_eq(import_of_units(&deeper, content), -1);
	ck_assert_uint_eq(deeper.bad.count, 1);
	errors_free(&deeper.bad);
}
END_TEST

START_TEST(under_a_parent)
{
	struct import first = { 0 }, job = { .parent = "w1" };
	struct import lost = { .parent = "x" };

	ck_assert_int_eq(import_of_units(&first, UNITS), 0);
	ck_assert_int_eq(import_of_units(&job, "code,kind,name\n"
					 "a,agency,A\n"), 0);
	ck_assert_str_eq(parent_of("a"), "w1");
	ck_assert_int_eq(import_of_units(&lost, "code,kind,name\n"
					 "b,agency,B\n"), -1);
	ck_assert_str_eq(err.text,
			 "parent: no living unit and no row has the code x");
}
END_TEST

START_TEST(records)
{
	struct unit u = { .code = "u", .name = (char *)"U" };
	struct import job = { 0 }, bad = { 0 };

	add_unit(&u, 0);
	ck_assert_int_eq(import(&job, "unit,requirement,on,items,key\n"
				"u,posting,2017-05-20,all,\n"
				"u,posting,2017-05-20,all,\n"
				"u,posting,21/05/2017,1-3,\n"
				"u,posting,21/05/2017,1-3,1\n",
				import_records), 0);
	ck_assert_uint_eq(job.rows, 4);
	ck_assert_uint_eq(job.added, 2);
	ck_assert_uint_eq(job.present, 2);
	ck_assert_uint_eq(reg.records, 2);
	ck_assert_uint_eq(reg.record_adds, 3);
	ck_assert_int_eq(import(&bad, "unit,requirement,on,count\n"
				"u,posting,2017-05-20,13\n"
				"u,nothing,2017-05-20,1\n"
				"v,posting,2017-05-20,1\n"
				"u,posting,2017-05-32,1\n",
				import_records), -1);
	ck_assert_uint_eq(bad.bad.count, 4);
	ck_assert_str_eq(bad.bad.text[0] + strlen(bad.path),
			 ":2: field \"count\": refused: so");
	ck_assert_str_eq(bad.bad.text[1] + strlen(bad.path),
			 ":3: field \"requirement\": found \"nothing\", allowed: posting");
	ck_assert_uint_eq(reg.records, 2);
	errors_free(&bad.bad);
}
END_TEST

TCase *import_case(void)
{
	TCase *tc = tcase_create("import");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, any_order);
	tcase_add_test(tc, twice);
	tcase_add_test(tc, only_checked);
	tcase_add_loop_test(tc, partial_writes, 1, 18);
	tcase_add_test(tc, interrupted);
	tcase_add_test(tc, refused_row);
	tcase_add_test(tc, bad_units);
	tcase_add_test(tc, depth);
	tcase_add_test(tc, under_a_parent);
	tcase_add_test(tc, records);
	return tc;
}
