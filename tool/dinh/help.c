// SPDX-License-Identifier: GPL-2.0-only
/* Help, from the declarations of the commands. */
#include <stdio.h>
#include <string.h>

#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/text.h"
#include "command.h"

#define INDENT	4

/* One line, but for a terminal that is too narrow for it. */
static void print_usage(const struct out *out, const struct command *command)
{
	char words[64];

	snprintf(words, sizeof(words), "dinh %s%s%s", command->object,
		 command->verb ? " " : "", command->verb ?: "");
	fputs("  ", out->file);
	out_print(out, OUT_BOLD, "%s", words);
	fputs(*command->grammar ? " " : "", out->file);
	if (out->width)
		out_wrap(out, OUT_PLAIN, strlen(words) + 3, command->grammar);
	else
		fprintf(out->file, "%s\n", command->grammar);
}

static void print_command(const struct out *out, const struct command *command)
{
	print_usage(out, command);
	out_print(out, OUT_PLAIN, "%*s", INDENT, "");
	out_wrap(out, OUT_DIM, INDENT, _(command->help));
}

/* What the words in capitals stand for. */
static const struct {
	const char *value;
	const char *meaning;
} values[] = {
	{ "CODE", N_("the code of a unit, 1 to 31 of A-Z a-z 0-9 . _ -") },
	{ "UNIT", N_("the code of a living unit") },
	{ "SCOPE", N_("the code of a unit: it and all below it; without it, the whole register") },
	{ "DATE", N_("a day as YYYY-MM-DD or DD/MM/YYYY, or today") },
	{ "KIND", NULL },
	{ "GROUP", NULL },
	{ "GROUP=N", N_("headcounts, as in cadres=12,residents=6480, with ? for one that is not known") },
	{ "REQUIREMENT", N_("the code of a requirement, see `dinh programme show`") },
	{ "ITEMS", N_("items of the requirement, as in 1,3-5, or all") },
	{ "PERIOD", N_("the calendar period that a record is for: a year, YYYY-MM, or its first day") },
	{ "MEETING", N_("the number of an open meeting, as `dinh meeting list` shows it") },
	{ "DIGITS", N_("the digits of a card, 1 to 31") },
	{ "DEVICE", N_("an input device: its physical path, serial or name, as /proc/bus/input/devices has them") },
	{ "WHAT", NULL },
	{ "MAP", N_("keys, separated by commas: of scores 1 to 5, and then of the 5 reasons; or of yes, no, abstain. A key is 1, A, KP1, F1, ENTER and so on, or #N for key code N") },
	{ "MS", N_("milliseconds") },
	{ "KIOSK", N_("the number of a kiosk, as `dinh kiosk list` shows it") },
	{ "REASON", NULL },
	{ "FILE", N_("a file: of units or records a table (TSV or CSV) with a header line, of a programme YAML") },
	{ "SEQ", N_("the number of an entry; of a record, as `dinh record list` shows it") },
	{ "LEDGER", N_("a directory, a store or a published ledger; if left out, /var/lib/dinh") },
	{ "DIR", N_("a directory for a web server, made where there is none") },
	{ "ROLE", N_("recorder, inspector or administrator") },
	{ "OBJECTIVE", N_("the code of a target or a task of the programme") },
	{ "ID", N_("the code of an indicator, as `dinh status` shows it") },
};

/* "CODE" is in "CODE,...", and "GROUP" in "GROUP=N,...". */
static bool uses(const struct command *command, const char *value)
{
	struct param param[PARAMS_MAX];
	size_t n = params_parse(command->grammar, param), len = strlen(value), i;

	for (i = 0; i < n; i++)
		if (!strncmp(param[i].value, value, len) &&
		    (!param[i].value[len] || strchr(",=", param[i].value[len])))
			return true;
	return false;
}

static bool any_uses(const char *object, const char *verb, const char *value)
{
	const struct command *const *table, *command;

	for_each_command(table, command)
		if (command->help && !strcmp(command->object, object) &&
		    (!verb || !strcmp(command->verb ?: "", verb)) &&
		    uses(command, value))
			return true;
	return false;
}

/* Of a value that is one of some words. */
static const char *list_of(const char *value, char *buf, size_t size)
{
	static const struct {
		const char *value;
		const struct word *words;
		uint32_t first;
	} lists[] = {
		{ "KIND", kind_words, 1 }, { "GROUP", group_words, 0 },
		{ "WHAT", kiosk_role_words, 0 },
		{ "REASON", low_reason_words, 0 },
	};
	size_t i;

	*buf = '\0';
	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (!strcmp(lists[i].value, value))
			words_list(lists[i].words, lists[i].first, buf, size);
	return buf;
}

static void print_values(const struct out *out, const char *object,
			 const char *verb)
{
	char words[512];
	const char *meaning;
	size_t i;

	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		if (!any_uses(object, verb, values[i].value))
			continue;
		meaning = values[i].meaning ? _(values[i].meaning) :
			  list_of(values[i].value, words, sizeof(words));
		out_print(out, OUT_PLAIN, "  ");
		out_pad(out, OUT_PLAIN, 13, values[i].value);
		out_wrap(out, OUT_DIM, 15, meaning);
	}
}

void help_object(const struct out *out, const char *object, const char *verb)
{
	const struct command *const *table, *command;

	for_each_command(table, command)
		if (command->help && !strcmp(command->object, object) &&
		    (!verb || !strcmp(command->verb ?: "", verb)))
			print_command(out, command);
	fputc('\n', out->file);
	print_values(out, object, verb);
}

void help_all(const struct out *out)
{
	const struct command *const *table, *command, *last = NULL;

	out_print(out, OUT_BOLD, "%s\n",
		  _("dinh [-j] [-p] [-c] [--wait] OBJECT VERB [KEY VALUE]..."));
	out_wrap(out, OUT_PLAIN, 0,
		 _("The register of grassroots democracy: who posted, met, voted, signed and "
		   "learned, and whether every target is met."));
	for_each_command(table, command) {
		if (!command->help)
			continue;
		/* A blank line around each object that has verbs. */
		if (!last || (strcmp(last->object, command->object) &&
			      (last->verb || command->verb)))
			fputc('\n', out->file);
		last = command;
		print_usage(out, command);
	}
	fputc('\n', out->file);
	out_wrap(out, OUT_PLAIN, 0,
		 _("`dinh help OBJECT` says what each of them does. -j prints JSON, -p prints "
		   "it over several lines, -c colours what is no terminal too, --wait waits "
		   "until what was written is saved."));
	out_wrap(out, OUT_PLAIN, 0,
		 _("Start here: dinh programme load FILE, dinh unit import FILE, dinh record add, dinh status."));
}

static int run_help(struct context *context, const struct args *args,
		    struct error *err)
{
	const char *object = args_get(args, "OBJECT");
	const struct command *const *table, *command;
	const char *verb = args_get(args, "VERB");

	if (!object) {
		help_all(&context->out);
		return 0;
	}
	for_each_command(table, command)
		if (command->help && !strcmp(command->object, object) &&
		    (!verb || !strcmp(command->verb ?: "", verb))) {
			help_object(&context->out, object, verb);
			return 0;
		}
	return error_set(err, DINH_EXIT_USAGE,
			 _("there is no command %s%s%s; `dinh help` lists them"),
			 object, verb ? " " : "", verb ?: "");
}

const struct command help_commands[] = {
	{ "help", NULL, "[OBJECT] [VERB]", N_("what there is, and what it does"),
	  run_help },
	{ }
};
