// SPDX-License-Identifier: GPL-2.0-only
/* dinh: the register of grassroots democracy, from the command line. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../lib/batch.h"
#include "../lib/i18n.h"
#include "../lib/query.h"
#include "../lib/text.h"
#include "command.h"

#ifndef DINH_VERSION
#define DINH_VERSION	"0"
#endif

const struct command *const all_commands[] = {
	programme_commands,
	unit_commands,
	record_commands,
	finding_commands,
	assignment_commands,
	status_commands,
	unmet_commands,
	due_commands,
	review_commands,
	rating_commands,
	board_commands,
	meeting_commands,
	kiosk_commands,
	report_commands,
	grant_commands,
	ledger_commands,
	proof_commands,
	verify_commands,
	audit_commands,
	monitor_commands,
	help_commands,
	complete_commands,
	NULL,
};

struct client *context_client(struct context *context, struct error *err)
{
	if (!context->client)
		context->client = client_open(err);
	return context->client;
}

int context_today(struct context *context, uint32_t *today, struct error *err)
{
	struct client *client = context_client(context, err);
	struct ledger ledger;

	if (!client)
		return -1;
	if (!context->today) {
		if (ledger_get(client, &ledger, err))
			return -1;
		context->today = ledger.today;
	}
	*today = context->today;
	return 0;
}

void context_changed(bool changed)
{
	if (changed)
		fprintf(stderr, "dinh: %s\n", _("changed while reading"));
}

/*
 * Finding the command. Full words are found first, then what abbreviates one
 * object, or one verb of an object.
 */

static const char *find_object(const char *word)
{
	const struct command *const *table, *command;
	const char *found = NULL;
	bool many = false;

	for_each_command(table, command) {
		if (!strcmp(command->object, word))
			return command->object;
		if (!command->help || !is_abbreviation(word, command->object))
			continue;
		many |= found && strcmp(found, command->object);
		found = command->object;
	}
	return many ? NULL : found;
}

static const struct command *find_verb(const char *object, const char *word,
				       bool *takes_verb)
{
	const struct command *const *table, *command;
	const struct command *found = NULL;
	bool many = false;

	*takes_verb = false;
	for_each_command(table, command) {
		if (strcmp(command->object, object))
			continue;
		if (!command->verb)
			return command;
		*takes_verb = true;
		if (!word)
			continue;
		if (!strcmp(command->verb, word))
			return command;
		if (!is_abbreviation(word, command->verb))
			continue;
		many |= !!found;
		found = command;
	}
	return many ? NULL : found;
}

/* The objects, or the verbs of one. */
static void list_words(const char *object, char *buf, size_t size)
{
	const struct command *const *table, *command;
	const char *last = "";
	size_t len = 0;

	*buf = '\0';
	for_each_command(table, command) {
		const char *word = object ? command->verb : command->object;

		if (!command->help || len >= size || !strcmp(word ?: "", last) ||
		    (object && strcmp(command->object, object)))
			continue;
		len += snprintf(buf + len, size - len, "%s%s",
				len ? ", " : "", word);
		last = word;
	}
}

static int unknown_word(const char *object, const char *word,
			struct error *err)
{
	char allowed[256], quote[TEXT_QUOTE_SIZE];

	list_words(object, allowed, sizeof(allowed));
	if (!word)
		return error_set(err, DINH_EXIT_USAGE,
				 _("one of these is to follow: %s"), allowed);
	return error_set(err, DINH_EXIT_USAGE, _("found %s, allowed: %s"),
			 text_quote(word, quote), allowed);
}

static bool asks_help(int argc, char **argv)
{
	return argc && (!strcmp(argv[0], "help") || !strcmp(argv[0], "-h") ||
			!strcmp(argv[0], "--help"));
}

/* Return: DINH_EXIT_*; @what is filled with the words of the command. */
static int run(struct context *context, int argc, char **argv, char *what,
	       size_t size, struct error *err)
{
	const struct command *command;
	const char *object;
	bool takes_verb;
	struct args args;

	object = find_object(argv[0]);
	if (!object)
		return unknown_word(NULL, argv[0], err);
	snprintf(what, size, "%s: ", object);
	if (asks_help(argc - 1, argv + 1)) {
		help_object(&context->out, object, NULL);
		return 0;
	}
	command = find_verb(object, argv[1], &takes_verb);
	if (!command)
		return unknown_word(object, argv[1], err);
	if (command->verb)
		snprintf(what, size, "%s %s: ", object, command->verb);
	argc -= 1 + !!command->verb;
	argv += 1 + !!command->verb;
	/* Whoever asks for help at the end of a line has it. */
	if (command->help && strcmp(object, "help") && argc &&
	    asks_help(1, argv + argc - 1)) {
		help_object(&context->out, object, command->verb);
		return 0;
	}
	/* What completes is no command line yet. */
	if (!command->help) {
		args.n = argc < PARAMS_MAX ? argc : PARAMS_MAX;
		memcpy(args.value, argv, args.n * sizeof(*argv));
		return command->run(context, &args, err);
	}
	if (args_parse(&args, command, argc, argv, err))
		return -1;
	return command->run(context, &args, err);
}

static int finish(struct context *context, int status, struct error *err)
{
	if (!status && context->wait && context->wrote && ledger_sync(err))
		status = -1;
	if (fflush(context->out.file) || ferror(context->out.file)) {
		/* Nobody reads on: that is theirs. */
		if (!status && errno != EPIPE)
			status = error_set(err, DINH_EXIT_USAGE, "%s",
					   strerror(errno));
	}
	client_close(context->client);
	return status;
}

static void print_error(const char *what, const struct error *err)
{
	if (!*err->text)
		return;
	fprintf(stderr, "dinh: %s%s", what, err->text);
	if (err->attribute)
		fprintf(stderr, _(" (attribute \"%s\")"), err->attribute);
	fputc('\n', stderr);
}

/*
 * Options.
 */

static unsigned int terminal_width(int fd)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	int width = columns ? atoi(columns) : 0;

	if (width > 0)
		return width < 1000 ? width : 1000;
	if (!ioctl(fd, TIOCGWINSZ, &size) && size.ws_col)
		return size.ws_col;
	return isatty(fd) ? 80 : 0;
}

static void setup_out(struct out *out)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	out->file = stdout;
	out->width = terminal_width(STDOUT_FILENO);
	out->color = isatty(STDOUT_FILENO) && !(no_color && *no_color) &&
		     !(term && !strcmp(term, "dumb"));
}

static int take_letter(struct context *context, char letter)
{
	switch (letter) {
	case 'j':
		context->out.json = true;
		return 0;
	case 'p':
		context->out.json = true;
		context->out.pretty = true;
		return 0;
	case 'c':
		context->out.color = true;
		return 0;
	case 'V':
		printf("dinh %s\n", DINH_VERSION);
		return 1;
	case 'h':
		help_all(&context->out);
		return 1;
	default:
		return -1;
	}
}

/* Return: 0, 1 where that was all, or -1. */
static int take_option(struct context *context, const char *option)
{
	static const struct {
		const char *name;
		char letter;
	} names[] = {
		{ "--json", 'j' }, { "--pretty", 'p' }, { "--color", 'c' },
		{ "--version", 'V' }, { "--help", 'h' },
	};
	size_t i;
	int status = 0;

	if (!strcmp(option, "--wait")) {
		context->wait = true;
		return 0;
	}
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(option, names[i].name))
			return take_letter(context, names[i].letter);
	if (option[1] == '-')
		return -1;
	while (*++option && !status)
		status = take_letter(context, *option);
	return status;
}

int main(int argc, char **argv)
{
	struct context context = { 0 };
	struct error err = { 0 };
	char what[64] = "";
	int i, status = 0;

	i18n_setup();
	setup_out(&context.out);
	for (i = 1; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
		status = take_option(&context, argv[i]);
		if (status > 0)
			return DINH_EXIT_OK;
		if (status < 0) {
			fprintf(stderr, _("dinh: found %s, allowed: %s\n"),
				argv[i], "-j, -p, -c, --wait, -V, -h");
			return DINH_EXIT_USAGE;
		}
	}
	if (i == argc) {
		help_all(&context.out);
		return DINH_EXIT_USAGE;
	}
	status = run(&context, argc - i, argv + i, what, sizeof(what), &err);
	status = finish(&context, status, &err);
	if (!status)
		return DINH_EXIT_OK;
	print_error(what, &err);
	return err.exit ?: DINH_EXIT_USAGE;
}
