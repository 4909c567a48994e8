// SPDX-License-Identifier: GPL-2.0-only
/* Running an import. */
#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/query.h"
#include "import.h"
#include "values.h"

/* Only a handler can be told of a signal. */
static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	stopped = signal;
}

/**
 * struct run - an import that goes on
 * @shown: when its progress was shown last, in milliseconds
 * @rows: of a preview, or NULL
 * @columns: to show these in
 */
struct run {
	long long shown;
	json_t *rows;
	const struct column *columns;
};

static const struct column unit_columns[] = {
	{ "line", N_("line"), LOOK_NUMBER },
	{ "code", N_("code"), LOOK_TEXT },
	{ "parent", N_("under"), LOOK_TEXT },
	{ "kind", N_("kind"), LOOK_KIND },
	{ "name", N_("name"), LOOK_TEXT },
	{ }
};

static const struct column record_columns[] = {
	{ "line", N_("line"), LOOK_NUMBER },
	{ "code", N_("unit"), LOOK_TEXT },
	{ "requirement", N_("requirement"), LOOK_TEXT },
	{ "day", N_("day"), LOOK_DAY },
	{ }
};

static void preview(void *data, unsigned int line, const struct unit *unit,
		    const struct record *record)
{
	struct run *run = data;
	json_t *row = json_object();

	put_number(row, "line", line);
	if (unit) {
		run->columns = unit_columns;
		put_text(row, "code", unit->code);
		put_text(row, "parent", unit->parent_code);
		put_text(row, "kind", word_name(kind_words, unit->kind));
		put_text(row, "name", unit->name);
	} else {
		run->columns = record_columns;
		put_text(row, "code", record->code);
		put_text(row, "requirement", record->requirement);
		put_day(row, "day", record->day);
	}
	json_array_append_new(run->rows, row);
}

static long long milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static void show_progress(void *data, bool checking, size_t done, size_t of)
{
	struct run *run = data;
	long long now = milliseconds();

	if (now - run->shown < 100)
		return;
	run->shown = now;
	fprintf(stderr, "\r%s %zu/%zu\033[K",
		checking ? _("checking") : _("writing"), done, of);
}

static void print_bad(const struct errors *bad)
{
	size_t i;

	for (i = 0; i < bad->count && i < ERRORS_KEPT; i++)
		fprintf(stderr, "%s\n", bad->text[i] ?: "?");
	if (bad->count > ERRORS_KEPT)
		fprintf(stderr, P_("... and %zu more\n", "... and %zu more\n",
				   bad->count - ERRORS_KEPT),
			bad->count - ERRORS_KEPT);
}

static int print_result(struct context *context, const struct import *import,
			const struct run *run, struct error *err)
{
	char added[32], present[32];

	if (context->out.json)
		return out_json(&context->out,
				json_pack("{s:b, s:I, s:I, s:I, s:O*}", "check",
					  import->check_only, "rows",
					  (json_int_t)import->rows, "added",
					  (json_int_t)import->added,
					  "present",
					  (json_int_t)import->present,
					  "preview", run->rows)) ?
		       error_memory(err) : 0;
	if (json_array_size(run->rows))
		out_table(&context->out, run->columns, run->rows);
	out_print(&context->out, OUT_PLAIN,
		  import->check_only ?
		  _("%s could be added, %s are there already.\n") :
		  _("%s added, %s were there already.\n"),
		  number_text(import->added, added),
		  number_text(import->present, present));
	return 0;
}

/* What went in stays: that is said, and that it can go on from there. */
static int print_failure(const struct import *import, struct error *err)
{
	char added[32];

	print_bad(&import->bad);
	if (import->bad.count) {
		if (*err->text)
			return -1;
		return error_set(err, DINH_EXIT_USAGE,
				 P_("%s: %zu mistake, nothing was added",
				    "%s: %zu mistakes, nothing was added",
				    import->bad.count),
				 import->path, import->bad.count);
	}
	if (err->code == EINTR && !import->added)
		return error_set(err, DINH_EXIT_USAGE, "%s",
				 _("interrupted, nothing went in"));
	if (import->added)
		error_prefix(err,
			     _("%s went in; the same command again continues. "),
			     number_text(import->added, added));
	return -1;
}

int run_import(struct context *context, struct import *import,
	       int (*function)(struct client *client, struct import *import,
			       struct error *err),
	       struct error *err)
{
	struct client *client = context_client(context, err);
	struct sigaction action = { .sa_handler = stop }, before;
	struct run run = { .shown = milliseconds() };
	int status;

	if (!client)
		return -1;
	import->stop = &stopped;
	import->data = &run;
	if (import->check_only) {
		import->preview = preview;
		run.rows = json_array();
	}
	if (isatty(STDERR_FILENO))
		import->progress = show_progress;
	sigaction(SIGINT, &action, &before);
	status = function(client, import, err);
	sigaction(SIGINT, &before, NULL);
	if (import->progress)
		fputs("\r\033[K", stderr);
	context->wrote = import->added && !import->check_only;
	status = status ? print_failure(import, err) :
			  print_result(context, import, &run, err);
	json_decref(run.rows);
	errors_free(&import->bad);
	return status;
}
