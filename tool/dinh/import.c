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
#include "../lib/rules.h"
#include "import.h"
#include "values.h"
#include "what_if.h"

/* Only a handler can be told of a signal. */
static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	stopped = signal;
}

/**
 * struct run - an import that goes on
 * @context: of the command
 * @shown: when its progress was shown last, in milliseconds
 * @rows: of a preview, or NULL
 * @columns: to show these in
 * @what_if: of a preview of records: the register that has them
 * @unknown: why there is none
 */
struct run {
	struct context *context;
	long long shown;
	json_t *rows;
	const struct column *columns;
	struct what_if *what_if;
	struct error unknown;
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

static const struct column figure_columns[] = {
	{ "indicator", N_("indicator"), LOOK_TEXT },
	{ "now", N_("now"), LOOK_TEXT },
	{ "after", N_("with these"), LOOK_TEXT },
	{ "title", "", LOOK_TITLE },
	{ }
};

/* Where it cannot be tried, that is said, and the rows are shown all the same. */
static void try_entry(struct run *run, struct dinh_entry *entry)
{
	if (*run->unknown.text)
		return;
	if (!run->what_if)
		run->what_if = what_if_open(run->context, &run->unknown);
	if (!run->what_if || !what_if_entry(run->what_if, entry, &run->unknown))
		return;
	what_if_close(run->what_if);
	run->what_if = NULL;
}

static void preview(void *data, unsigned int line, const struct unit *unit,
		    const struct record *record, struct dinh_entry *entry)
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
		try_entry(run, entry);
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

static void put_figure(json_t *row, const char *key, const json_t *figure)
{
	uint64_t num = json_integer_value(json_object_get(figure,
							  "numerator"));
	uint64_t den = json_integer_value(json_object_get(figure,
							  "denominator"));
	char text[128], of[32], number[32], rate[32];

	number_text(num, number);
	number_text(den, of);
	if (den)
		snprintf(text, sizeof(text), "%s/%s (%s)", number, of,
			 rate_text(num, den, rate));
	else
		snprintf(text, sizeof(text), "%s/%s", number, of);
	put_text(row, key, text);
}

static void print_figures(const struct out *out, const struct run *run,
			  json_t *figures)
{
	char size[32];
	json_t *row;
	size_t i;

	if (!run->what_if) {
		out_print(out, OUT_DOUBT,
			  _("What figures would change is not known: %s\n"),
			  run->unknown.text);
		return;
	}
	if (!json_array_size(figures)) {
		out_print(out, OUT_PLAIN, "%s\n",
			  _("No figure of the whole register would change."));
		return;
	}
	json_array_foreach(figures, i, row) {
		put_figure(row, "now", json_object_get(row, "from"));
		put_figure(row, "after", json_object_get(row, "to"));
	}
	out_print(out, OUT_PLAIN, "\n");
	out_print(out, OUT_BOLD,
		  _("Figures of the whole register that would change, after %s entries:\n"),
		  number_text(what_if_size(run->what_if), size));
	out_table(out, figure_columns, figures);
	out_print(out, OUT_PLAIN, "\n");
}

/* The figures that would change, and what they are about. */
static int make_figures(const struct run *run, json_t **figures,
			struct error *err)
{
	struct client *client = context_client(run->context, err);
	const struct rules_indicator *indicator;
	struct rules rules;
	json_t *row;
	size_t i;

	if (!client || rules_get(client, &rules, err))
		return -1;
	*figures = what_if_figures(run->what_if);
	json_array_foreach(*figures, i, row) {
		indicator = rules_indicator(&rules,
			json_string_value(json_object_get(row, "indicator")));
		if (indicator)
			put_title(row, "title", &indicator->title);
	}
	rules_free(&rules);
	return 0;
}

static int print_json(const struct context *context,
		      const struct import *import, const struct run *run,
		      json_t *figures, struct error *err)
{
	json_t *value = json_object();

	put_flag(value, "check", import->check_only);
	put_number(value, "rows", import->rows);
	put_number(value, "added", import->added);
	put_number(value, "present", import->present);
	json_object_set(value, "preview", run->rows);
	if (figures) {
		json_object_set(value, "figures", figures);
		put_number(value, "size", what_if_size(run->what_if));
	}
	if (*run->unknown.text)
		put_text(value, "figures_unknown", run->unknown.text);
	return out_json(&context->out, value) ? error_memory(err) : 0;
}

static int print_result(struct context *context, const struct import *import,
			const struct run *run, struct error *err)
{
	char added[32], present[32];
	json_t *figures = NULL;
	int status = 0;

	if (run->what_if && make_figures(run, &figures, err))
		return -1;
	if (context->out.json) {
		status = print_json(context, import, run, figures, err);
		json_decref(figures);
		return status;
	}
	if (json_array_size(run->rows))
		out_table(&context->out, run->columns, run->rows);
	if (run->what_if || *run->unknown.text)
		print_figures(&context->out, run, figures);
	json_decref(figures);
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
	struct run run = {
		.context = context,
		.shown = milliseconds(),
	};
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
	what_if_close(run.what_if);
	errors_free(&import->bad);
	return status;
}
