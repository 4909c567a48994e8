// SPDX-License-Identifier: GPL-2.0-only
/* Tables of records. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch.h"
#include "i18n.h"
#include "import.h"
#include "query.h"
#include "rules.h"
#include "text.h"
#include "value.h"

#define NOBODY	SIZE_MAX

/**
 * struct row - a record of the table
 * @record: what it says
 * @unit: number of its unit
 * @requirement: number of its requirement
 * @bad: something of it was not understood
 */
struct row {
	struct record record;
	uint32_t unit;
	uint32_t requirement;
	bool bad;
};

/**
 * struct job - an import on its way
 * @row: as many as the table has rows
 * @order: rows that are to be added
 * @orders: how many
 * @batch: of what is written, or for one entry to show
 */
struct job {
	struct client *client;
	struct import *import;
	struct table table;
	struct row *row;
	struct rules rules;
	struct units living;
	struct code_index by_code;
	size_t *order;
	size_t orders;
	struct batch *batch;
};

static void complain(struct job *job, size_t row, size_t field,
		     const char *text)
{
	job->row[row].bad = true;
	table_complain(&job->table, &job->table.row[row], field,
		       &job->import->bad, text);
}

/* The codes of all requirements, as many as fit. */
static void list_requirements(const struct rules *rules, char *buf,
			      size_t size)
{
	size_t len = 0, i;

	*buf = '\0';
	for (i = 0; i < rules->requirements && len < size; i++)
		len += snprintf(buf + len, size - len, "%s%s", i ? ", " : "",
				rules->requirement[i].code);
}

static void find_names(struct job *job, size_t i)
{
	const struct rules_requirement *requirement;
	struct row *row = &job->row[i];
	char text[1024], quote[TEXT_QUOTE_SIZE], allowed[800];
	size_t at;

	at = code_index_find(&job->by_code, row->record.code);
	if (at != NOBODY) {
		row->unit = job->living.item[at].nr;
	} else if (*row->record.code) {
		snprintf(text, sizeof(text),
			 _("found %s, allowed: the code of a living unit"),
			 text_quote(row->record.code, quote));
		complain(job, i, RECORD_UNIT, text);
	}
	requirement = rules_requirement(&job->rules, row->record.requirement);
	if (requirement) {
		row->requirement = requirement->number;
	} else if (*row->record.requirement) {
		list_requirements(&job->rules, allowed, sizeof(allowed));
		snprintf(text, sizeof(text), _("found %s, allowed: %s"),
			 text_quote(row->record.requirement, quote), allowed);
		complain(job, i, RECORD_REQUIREMENT, text);
	}
}

static void read_row(struct job *job, size_t i,
		     const struct record_context *context)
{
	const struct table_row *cells = &job->table.row[i];
	struct row *row = &job->row[i];
	struct error err;
	const char *cell;
	size_t field;

	record_init(&row->record);
	for (field = 0; field < RECORD_FIELDS; field++) {
		cell = cells->cell[field] ?: "";
		/* Items are read by what they are items of. */
		if (field == RECORD_ITEMS)
			find_names(job, i);
		if (record_put_field(&row->record, field, cell, context, &err))
			complain(job, i, field, err.text);
	}
	if (!row->bad && !row->record.key &&
	    record_derive_key(&row->record, &err))
		complain(job, i, RECORD_KEY, err.text);
}

/* By unit and key; then by their place in the table. */
static int by_key(const void *a, const void *b, void *data)
{
	const struct job *job = data;
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	const struct row *r = &job->row[x], *s = &job->row[y];

	if (r->unit != s->unit)
		return r->unit < s->unit ? -1 : 1;
	if (r->record.key != s->record.key)
		return r->record.key < s->record.key ? -1 : 1;
	return (x > y) - (x < y);
}

static int by_place(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return (x > y) - (x < y);
}

/* A row that is there twice is taken once; a key has one record. */
static void drop_repeats(struct job *job)
{
	size_t i, kept = 0;
	char text[160];

	qsort_r(job->order, job->orders, sizeof(*job->order), by_key, job);
	for (i = 0; i < job->orders; i++) {
		struct row *row = &job->row[job->order[i]];
		size_t last = kept ? job->order[kept - 1] : NOBODY;

		if (last == NOBODY || job->row[last].unit != row->unit ||
		    job->row[last].record.key != row->record.key) {
			job->order[kept++] = job->order[i];
			continue;
		}
		job->import->present++;
		if (!memcmp(&job->row[last].record, &row->record,
			    sizeof(row->record)))
			continue;
		snprintf(text, sizeof(text),
			 _("%llu is the key of another record in line %u"),
			 (unsigned long long)row->record.key,
			 job->table.row[last].line);
		complain(job, job->order[i], RECORD_KEY, text);
	}
	job->orders = kept;
	qsort(job->order, job->orders, sizeof(*job->order), by_place);
}

/* The column that a refusal points at. */
static size_t column_of(const char *attribute)
{
	size_t field;

	if (!strcmp(attribute, "day"))
		return RECORD_ON;
	if (!strcmp(attribute, "code"))
		return RECORD_UNIT;
	for (field = 0; record_fields[field].name; field++)
		if (!strcmp(record_fields[field].name, attribute))
			return field;
	return NOBODY;
}

static void complain_refusal(struct job *job, size_t i,
			     const struct error *why)
{
	size_t field = why->attribute ? column_of(why->attribute) : NOBODY;

	if (field != NOBODY)
		complain(job, i, field, why->text);
	else
		errors_add_at(&job->import->bad, job->table.row[i].line,
			      "%s:%u: %s", job->table.path,
			      job->table.row[i].line, why->text);
}

/*
 * The kernel is asked about each row. One that it has already is left; what is
 * no refusal ends it all.
 */
static int ask_all(struct job *job, struct error *err)
{
	size_t i, kept = 0;
	struct record answer;
	struct error why;

	for (i = 0; i < job->orders; i++) {
		size_t row = job->order[i];

		import_progress(job->import, true, i, job->orders);
		if (import_stopped(job->import, err))
			return -1;
		if (!record_add(job->client, &job->row[row].record, true,
				&answer, &why)) {
			job->order[kept++] = row;
		} else if (why.code == EEXIST) {
			job->import->present++;
		} else if (why.exit == DINH_EXIT_REFUSED &&
			   why.code != EPERM && why.code != EBUSY) {
			complain_refusal(job, row, &why);
		} else {
			*err = why;
			return -1;
		}
	}
	import_progress(job->import, true, i, job->orders);
	job->orders = kept;
	return job->import->bad.count ? -1 : 0;
}

static int prepare(struct job *job, struct error *err)
{
	struct import *import = job->import;
	struct record_context context = {
		.rules = &job->rules, .beside = import->path,
	};
	struct ledger ledger;
	size_t i;

	if (ledger_get(job->client, &ledger, err) ||
	    rules_get(job->client, &job->rules, err) ||
	    units_get(job->client, NULL, 0, &job->living, err))
		return -1;
	context.today = ledger.today;
	import->rows = job->table.rows;
	job->row = calloc(job->table.rows ?: 1, sizeof(*job->row));
	job->order = calloc(job->table.rows ?: 1, sizeof(*job->order));
	if (!job->row || !job->order ||
	    code_index_make(&job->by_code,
			    job->living.n ? job->living.item->code : "",
			    sizeof(*job->living.item), job->living.n))
		return error_memory(err);
	for (i = 0; i < job->table.rows; i++) {
		read_row(job, i, &context);
		if (!job->row[i].bad)
			job->order[job->orders++] = i;
	}
	drop_repeats(job);
	return ask_all(job, err);
}

static int write_some(struct job *job, size_t at, size_t *taken,
		      struct error *err)
{
	struct batch *batch = job->batch;
	struct record answer;
	struct error why;
	struct row *row;
	size_t i;

	for (i = at; i < job->orders; i++) {
		row = &job->row[job->order[i]];
		if (!batch_record(batch, &row->record, row->unit,
				  row->requirement))
			break;
	}
	if (!batch_write(batch, taken, err) || err->code == EINTR)
		return 0;
	/* The kernel's words for the row that it refused. */
	row = &job->row[job->order[at]];
	if (record_add(job->client, &row->record, true, &answer, &why))
		*err = why;
	return error_prefix(err, "%s:%u: ", job->table.path,
			    job->table.row[job->order[at]].line);
}

static int write_all(struct job *job, struct error *err)
{
	struct import *import = job->import;
	size_t taken, at = 0;
	int status = 0;

	if (!job->orders)
		return 0;
	job->batch = batch_open(err);
	if (!job->batch)
		return -1;
	while (at < job->orders && !status) {
		import_progress(import, false, at, job->orders);
		status = import_stopped(import, err) ?:
			 write_some(job, at, &taken, err);
		if (!status)
			at += taken;
		import->added = at;
	}
	import_progress(import, false, at, job->orders);
	return status;
}

/* Told of one at a time: what would be written of each. */
static int preview_all(struct job *job, struct error *err)
{
	size_t i;

	job->import->added = job->orders;
	if (!job->import->preview)
		return 0;
	job->batch = batch_new(err);
	if (!job->batch)
		return -1;
	for (i = 0; i < job->orders; i++) {
		struct row *row = &job->row[job->order[i]];

		batch_empty(job->batch);
		batch_record(job->batch, &row->record, row->unit,
			     row->requirement);
		job->import->preview(job->import->data,
				     job->table.row[job->order[i]].line, NULL,
				     &row->record, batch_first(job->batch));
	}
	return 0;
}

int import_records(struct client *client, struct import *import,
		   struct error *err)
{
	struct job job = { .client = client, .import = import };
	int status;

	if (table_read(&job.table, import->path, record_fields, &import->bad,
		       err))
		return -1;
	status = prepare(&job, err);
	if (!status)
		status = import->check_only ? preview_all(&job, err) :
					      write_all(&job, err);
	batch_close(job.batch);
	free(job.row);
	free(job.order);
	code_index_free(&job.by_code);
	units_free(&job.living);
	rules_free(&job.rules);
	table_free(&job.table);
	return status;
}
