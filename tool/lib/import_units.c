// SPDX-License-Identifier: GPL-2.0-only
/* Tables of units. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch.h"
#include "day.h"
#include "i18n.h"
#include "import.h"
#include "names.h"
#include "query.h"
#include "text.h"
#include "value.h"

#define NOBODY	SIZE_MAX

/**
 * struct row - a unit of the table
 * @unit: what it says
 * @parent_row: row of the unit above, or NOBODY
 * @parent_living: index among the living of the unit above, or NOBODY
 * @depth: levels down to it; 0 while it is not known
 * @present: it is in the register already
 * @index: in its batch
 * @batch: number of the batch that it is in, from 1
 */
struct row {
	struct unit unit;
	size_t parent_row;
	size_t parent_living;
	unsigned int depth;
	bool present;
	uint32_t index;
	size_t batch;
};

/**
 * struct job - an import on its way
 * @row: as many as the table has rows
 * @rows: by code
 * @living: units of the register
 * @by_code: @living by code
 * @order: rows that are to be added, parents first
 * @orders: how many
 */
struct job {
	struct client *client;
	struct import *import;
	struct table table;
	struct row *row;
	struct code_index rows;
	struct units living;
	struct code_index by_code;
	size_t *order;
	size_t orders;
};

static int complain(struct job *job, size_t row, size_t field,
		    const char *text)
{
	return table_complain(&job->table, &job->table.row[row], field,
			      &job->import->bad, text);
}

static void read_row(struct job *job, size_t i, uint32_t today)
{
	struct unit *unit = &job->row[i].unit;
	const struct table_row *cells = &job->table.row[i];
	char text[128], a[DAY_SIZE], b[DAY_SIZE];
	struct error err;
	size_t field;

	for (field = 0; field < DINH_GROUPS; field++)
		unit->headcount[field] = DINH_COUNT_UNKNOWN;
	unit->since = job->import->since;
	job->row[i].parent_row = NOBODY;
	job->row[i].parent_living = NOBODY;
	for (field = 0; field < UNIT_FIELDS; field++)
		if (cells->cell[field] &&
		    unit_put_field(unit, field, cells->cell[field], today,
				   &err))
			complain(job, i, field, err.text);
	if (unit->since > today) {
		snprintf(text, sizeof(text), _("%s is after today, %s"),
			 day_name(unit->since, a), day_name(today, b));
		complain(job, i, UNIT_SINCE, text);
	}
	if (!*unit->parent_code && job->import->parent)
		snprintf(unit->parent_code, sizeof(unit->parent_code), "%s",
			 job->import->parent);
}

/* A code that two rows have; of three, the last two are told. */
static void check_twice(struct job *job)
{
	const struct code_number *item = job->rows.item;
	char text[160];
	size_t i;

	for (i = 1; i < job->rows.n; i++) {
		if (!*item[i].code || strcmp(item[i].code, item[i - 1].code))
			continue;
		snprintf(text, sizeof(text), _("%s is in line %u already"),
			 item[i].code,
			 job->table.row[item[i - 1].number].line);
		complain(job, item[i].number, UNIT_CODE, text);
	}
}

/* One field of a row that the register has otherwise. */
static void differs(struct job *job, size_t i, size_t field, const char *mine,
		    const char *theirs)
{
	char text[512], a[TEXT_QUOTE_SIZE], b[TEXT_QUOTE_SIZE];

	snprintf(text, sizeof(text),
		 _("found %s, the register has %s; `dinh unit set %s` changes it"),
		 text_quote(mine, a), text_quote(theirs, b),
		 job->row[i].unit.code);
	complain(job, i, field, text);
}

static bool says(struct job *job, size_t i, size_t field)
{
	const char *cell = job->table.row[i].cell[field];

	return cell && *cell;
}

/* What the row does not say is as the register has it. */
static void compare(struct job *job, size_t i, const struct unit *there)
{
	const struct unit *unit = &job->row[i].unit;
	char a[DAY_SIZE], b[DAY_SIZE], n[16];
	size_t group;

	if (unit->name && strcmp(unit->name, there->name))
		differs(job, i, UNIT_NAME, unit->name, there->name);
	if (unit->kind && unit->kind != there->kind)
		differs(job, i, UNIT_KIND, word_name(kind_words, unit->kind),
			word_name(kind_words, there->kind));
	if (strcmp(unit->parent_code, there->parent_code))
		differs(job, i, UNIT_PARENT, unit->parent_code,
			there->parent_code);
	if (says(job, i, UNIT_UNION) && unit->has_union != there->has_union)
		differs(job, i, UNIT_UNION, unit->has_union ? "yes" : "no",
			there->has_union ? "yes" : "no");
	if (says(job, i, UNIT_SINCE) && unit->since != there->since)
		differs(job, i, UNIT_SINCE, day_name(unit->since, a),
			day_name(there->since, b));
	for (group = 0; group < DINH_GROUPS; group++) {
		uint32_t count = there->headcount[group];

		if (!says(job, i, UNIT_HEADCOUNT + group) ||
		    unit->headcount[group] == count)
			continue;
		snprintf(n, sizeof(n), "%u", count);
		differs(job, i, UNIT_HEADCOUNT + group,
			job->table.row[i].cell[UNIT_HEADCOUNT + group],
			count == DINH_COUNT_UNKNOWN ? "?" : n);
	}
}

static void find_present(struct job *job)
{
	size_t i, at;

	for (i = 0; i < job->table.rows; i++) {
		at = code_index_find(&job->by_code, job->row[i].unit.code);
		if (at == NOBODY)
			continue;
		job->row[i].present = true;
		job->import->present++;
		job->row[i].unit.nr = job->living.item[at].nr;
		compare(job, i, &job->living.item[at]);
	}
}

static void find_parent(struct job *job, size_t i)
{
	struct row *row = &job->row[i];
	char text[256], quote[TEXT_QUOTE_SIZE];
	uint32_t kind;
	size_t at;

	if (!*row->unit.parent_code)
		return;
	at = code_index_find(&job->rows, row->unit.parent_code);
	if (at != NOBODY && !job->row[at].present) {
		row->parent_row = at;
		kind = job->row[at].unit.kind;
	} else {
		at = code_index_find(&job->by_code, row->unit.parent_code);
		if (at == NOBODY) {
			snprintf(text, sizeof(text),
				 _("found %s, allowed: the code of a living unit or of a row"),
				 text_quote(row->unit.parent_code, quote));
			complain(job, i, UNIT_PARENT, text);
			return;
		}
		row->parent_living = at;
		kind = job->living.item[at].kind;
	}
	/* A kind that was not understood was told already. */
	if (!kind || !row->unit.kind || kind_holds(kind, row->unit.kind))
		return;
	snprintf(text, sizeof(text), _("%s is a %s, and cannot hold a %s"),
		 row->unit.parent_code, word_label(kind_words, kind),
		 word_label(kind_words, row->unit.kind));
	complain(job, i, UNIT_PARENT, text);
}

static unsigned int living_depth(const struct job *job, size_t at)
{
	unsigned int depth = 1;

	while (*job->living.item[at].parent_code && depth < DINH_DEPTH_MAX) {
		at = code_index_find(&job->by_code,
				     job->living.item[at].parent_code);
		if (at == NOBODY)
			break;
		depth++;
	}
	return depth;
}

/* The level of a row whose unit above has one, or 0. */
static unsigned int find_depth(const struct job *job, const struct row *row)
{
	if (row->parent_row != NOBODY)
		return job->row[row->parent_row].depth ?
		       job->row[row->parent_row].depth + 1 : 0;
	if (row->parent_living != NOBODY)
		return living_depth(job, row->parent_living) + 1;
	return 1;
}

/* Level by level, so that a unit comes after the one above it. */
static void find_order(struct job *job)
{
	unsigned int level, depth;
	char text[128];
	size_t i;

	for (level = 0; level < DINH_DEPTH_MAX; level++)
		for (i = 0; i < job->table.rows; i++) {
			if (job->row[i].depth || job->row[i].present)
				continue;
			depth = find_depth(job, &job->row[i]);
			if (!depth || depth > DINH_DEPTH_MAX)
				continue;
			job->row[i].depth = depth;
			job->order[job->orders++] = i;
		}
	for (i = 0; i < job->table.rows; i++) {
		if (job->row[i].depth || job->row[i].present)
			continue;
		snprintf(text, sizeof(text),
			 _("%s stands under itself, or more than %d levels down"),
			 job->row[i].unit.code, DINH_DEPTH_MAX);
		complain(job, i, UNIT_PARENT, text);
	}
}

static int prepare(struct job *job, struct error *err)
{
	struct import *import = job->import;
	struct ledger ledger;
	size_t i;

	if (ledger_get(job->client, &ledger, err) ||
	    units_get(job->client, NULL, 0, &job->living, err))
		return -1;
	if (!import->since)
		import->since = ledger.today;
	import->rows = job->table.rows;
	job->row = calloc(job->table.rows ?: 1, sizeof(*job->row));
	job->order = calloc(job->table.rows ?: 1, sizeof(*job->order));
	if (!job->row || !job->order)
		return error_memory(err);
	for (i = 0; i < job->table.rows; i++)
		read_row(job, i, ledger.today);
	if (code_index_make(&job->rows, job->row->unit.code,
			    sizeof(*job->row), job->table.rows) ||
	    code_index_make(&job->by_code,
			    job->living.n ? job->living.item->code : "",
			    sizeof(*job->living.item), job->living.n))
		return error_memory(err);
	if (import->parent &&
	    code_index_find(&job->by_code, import->parent) == NOBODY &&
	    code_index_find(&job->rows, import->parent) == NOBODY)
		return error_set(err, DINH_EXIT_USAGE,
				 _("parent: no living unit and no row has the code %s"),
				 import->parent);
	check_twice(job);
	find_present(job);
	for (i = 0; i < job->table.rows; i++)
		if (!job->row[i].present)
			find_parent(job, i);
	find_order(job);
	return import->bad.count ? -1 : 0;
}

/*
 * Writing. The number of a unit that was added is not known before the register
 * is read again, which is done when a unit below it is to be added later.
 */

static int learn_numbers(struct job *job, struct error *err)
{
	struct units units;
	size_t i, at;

	if (units_get(job->client, NULL, 0, &units, err))
		return -1;
	for (i = 0; i < units.n; i++) {
		at = code_index_find(&job->rows, units.item[i].code);
		if (at != NOBODY)
			job->row[at].unit.nr = units.item[i].nr;
	}
	units_free(&units);
	return 0;
}

/* Return: 0, or -1; @parent is DINH_UNIT_NONE for none. */
static int parent_number(struct job *job, const struct row *row, size_t batch,
			 uint32_t *parent, struct error *err)
{
	const struct row *above;

	*parent = DINH_UNIT_NONE;
	if (row->parent_living != NOBODY) {
		*parent = job->living.item[row->parent_living].nr;
		return 0;
	}
	if (row->parent_row == NOBODY)
		return 0;
	above = &job->row[row->parent_row];
	if (above->batch == batch) {
		*parent = DINH_UNIT_IN_BATCH | above->index;
		return 0;
	}
	if (!above->unit.nr && learn_numbers(job, err))
		return -1;
	*parent = above->unit.nr;
	if (*parent)
		return 0;
	return error_set(err, DINH_EXIT_REFUSED,
			 _("%s: somebody else removed it meanwhile"),
			 above->unit.code);
}

/* The kernel's words for the row that it refused. */
static int explain(struct job *job, size_t i, struct error *err)
{
	struct unit answer;
	struct error why;

	if (!unit_add(job->client, &job->row[i].unit, true, &answer, &why)) {
		unit_clear(&answer);
		why = *err;
	}
	*err = why;
	return error_prefix(err, "%s:%u: ", job->table.path,
			    job->table.row[i].line);
}

/* One batch, from @at of the order on. */
static int write_some(struct job *job, struct batch *batch, size_t nr,
		      size_t at, size_t *taken, struct error *err)
{
	uint32_t parent;
	size_t i;

	for (i = at; i < job->orders; i++) {
		struct row *row = &job->row[job->order[i]];

		if (parent_number(job, row, nr, &parent, err))
			return -1;
		row->index = batch->n;
		if (!batch_unit(batch, &row->unit, parent))
			break;
		row->batch = nr;
	}
	if (!batch_write(batch, taken, err))
		return 0;
	return err->code == EINTR ? 0 : explain(job, job->order[at], err);
}

static int write_all(struct job *job, struct error *err)
{
	struct import *import = job->import;
	struct batch *batch;
	size_t nr, taken, at = 0;
	int status = 0;

	if (!job->orders)
		return 0;
	batch = batch_open(err);
	if (!batch)
		return -1;
	for (nr = 1; at < job->orders && !status; nr++) {
		import_progress(import, false, at, job->orders);
		status = import_stopped(import, err) ?:
			 write_some(job, batch, nr, at, &taken, err);
		if (!status)
			at += taken;
		import->added = at;
	}
	import_progress(import, false, at, job->orders);
	batch_close(batch);
	return status;
}

int import_units(struct client *client, struct import *import,
		 struct error *err)
{
	struct job job = { .client = client, .import = import };
	int status;
	size_t i;

	if (table_read(&job.table, import->path, unit_fields, &import->bad,
		       err))
		return -1;
	status = prepare(&job, err);
	if (!status && import->check_only) {
		import->added = job.orders;
		for (i = 0; import->preview && i < job.orders; i++)
			import->preview(import->data,
					job.table.row[job.order[i]].line,
					&job.row[job.order[i]].unit, NULL,
					NULL);
	}
	if (!status && !import->check_only)
		status = write_all(&job, err);
	for (i = 0; job.row && i < job.table.rows; i++)
		free(job.row[i].unit.name);
	free(job.row);
	free(job.order);
	code_index_free(&job.rows);
	code_index_free(&job.by_code);
	units_free(&job.living);
	table_free(&job.table);
	return status;
}
