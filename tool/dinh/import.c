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
#include "../lib/query.h"
#include "import.h"

/* Only a handler can be told of a signal. */
static volatile sig_atomic_t stopped;

static void stop(int signal)
{
	stopped = signal;
}

/**
 * struct progress - what was shown last
 * @shown: when, in milliseconds
 */
struct progress {
	long long shown;
};

static long long milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static void show_progress(void *data, bool checking, size_t done, size_t of)
{
	struct progress *progress = data;
	long long now = milliseconds();

	if (now - progress->shown < 100)
		return;
	progress->shown = now;
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
			struct error *err)
{
	char added[32], present[32];

	if (context->out.json)
		return out_json(&context->out,
				json_pack("{s:b, s:I, s:I, s:I}", "check",
					  import->check_only, "rows",
					  (json_int_t)import->rows, "added",
					  (json_int_t)import->added,
					  "present",
					  (json_int_t)import->present)) ?
		       error_memory(err) : 0;
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
	struct progress progress = { milliseconds() };
	int status;

	if (!client)
		return -1;
	import->stop = &stopped;
	import->data = &progress;
	if (isatty(STDERR_FILENO))
		import->progress = show_progress;
	sigaction(SIGINT, &action, &before);
	status = function(client, import, err);
	sigaction(SIGINT, &before, NULL);
	if (import->progress)
		fputs("\r\033[K", stderr);
	context->wrote = import->added && !import->check_only;
	status = status ? print_failure(import, err) :
			  print_result(context, import, err);
	errors_free(&import->bad);
	return status;
}
