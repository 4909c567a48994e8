// SPDX-License-Identifier: GPL-2.0-only
/*
 * dinh complete WORD...: what the last word, which may be empty, can become.
 * Prints one candidate a line; "@file" stands for the names of files.
 */
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>

#include "../lib/names.h"
#include "../lib/query.h"
#include "../lib/rules.h"
#include "command.h"

static void offer(const char *word, const char *prefix)
{
	if (!strncmp(word, prefix, strlen(prefix)))
		printf("%s\n", word);
}

static void offer_words(const struct word *words, size_t from,
			const char *prefix)
{
	for (; words[from].name; from++)
		offer(words[from].name, prefix);
}

/* What is alive; without the module there is nothing to offer. */
static void offer_units(struct client *client, const char *prefix)
{
	struct units units;
	struct error err;
	size_t i;

	if (units_get(client, NULL, 0, &units, &err))
		return;
	for (i = 0; i < units.n; i++)
		offer(units.item[i].code, prefix);
	units_free(&units);
}

static void offer_rules(struct client *client, bool indicators,
			const char *prefix)
{
	struct rules rules;
	struct error err;
	size_t i;

	if (rules_get(client, &rules, &err))
		return;
	for (i = 0; indicators && i < rules.indicators; i++)
		offer(rules.indicator[i].code, prefix);
	for (i = 0; !indicators && i < rules.requirements; i++)
		offer(rules.requirement[i].code, prefix);
	rules_free(&rules);
}

static void offer_objectives(struct client *client, const char *prefix)
{
	struct rules rules;
	struct error err;
	size_t i;

	if (rules_get(client, &rules, &err))
		return;
	for (i = 0; i < rules.objectives; i++)
		offer(rules.objective[i].code, prefix);
	rules_free(&rules);
}

/* Users or groups of this system. */
static void offer_accounts(bool users, const char *prefix)
{
	const struct passwd *user;
	const struct group *group;

	while (users && (user = getpwent()))
		offer(user->pw_name, prefix);
	while (!users && (group = getgrent()))
		offer(group->gr_name, prefix);
}

static void offer_number(uint64_t number, const char *prefix)
{
	char text[32];

	snprintf(text, sizeof(text), "%ju", (uintmax_t)number);
	offer(text, prefix);
}

static void offer_meetings(struct client *client, const char *prefix)
{
	struct meetings meetings;
	struct error err;
	size_t i;

	if (meetings_get(client, NULL, &meetings, &err))
		return;
	for (i = 0; i < meetings.n; i++)
		offer_number(meetings.item[i].seq, prefix);
	meetings_free(&meetings);
}

static void offer_kiosks(struct client *client, const char *prefix)
{
	struct kiosks kiosks;
	struct error err;
	size_t i;

	if (kiosks_get(client, &kiosks, &err))
		return;
	for (i = 0; i < kiosks.n; i++)
		offer_number(kiosks.item[i].seq, prefix);
	kiosks_free(&kiosks);
}

/* Where input devices are plugged in: a path has no blanks. */
static void offer_devices(const char *prefix)
{
	FILE *file = fopen("/proc/bus/input/devices", "re");
	char line[512];

	while (file && fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, "P: Phys=", 8) && line[8])
			offer(line + 8, prefix);
	}
	if (file)
		fclose(file);
}

static void offer_live(struct context *context, const char *value,
		       const char *prefix)
{
	struct error err;
	struct client *client = context_client(context, &err);

	if (!client)
		return;
	if (!strcmp(value, "REQUIREMENT"))
		offer_rules(client, false, prefix);
	else if (!strcmp(value, "ID"))
		offer_rules(client, true, prefix);
	else if (!strcmp(value, "OBJECTIVE"))
		offer_objectives(client, prefix);
	else if (!strcmp(value, "MEETING"))
		offer_meetings(client, prefix);
	else if (!strcmp(value, "KIOSK"))
		offer_kiosks(client, prefix);
	else
		offer_units(client, prefix);
}

/* "yes|no" */
static void offer_choices(const char *choices, const char *prefix)
{
	char copy[32], *rest = copy, *word;

	snprintf(copy, sizeof(copy), "%s", choices);
	while ((word = strsep(&rest, "|")))
		offer(word, prefix);
}

static bool is_unit(const struct param *param, const struct command *command)
{
	if (!strcmp(param->value, "UNIT") || !strcmp(param->value, "SCOPE") ||
	    !strcmp(param->value, "CODE,..."))
		return true;
	/* A code that is to be given is not there yet. */
	return !strcmp(param->value, "CODE") && strcmp(param->key, "code") &&
	       (*param->key || strcmp(command->verb ?: "", "add"));
}

static void offer_value(struct context *context, const struct command *command,
			const struct param *param, const char *prefix)
{
	const char *value = param->value;

	if (strchr(value, '|'))
		offer_choices(value, prefix);
	else if (!strcmp(value, "FILE") || !strcmp(value, "LEDGER") ||
		 !strcmp(value, "DIR"))
		printf("@file\n");
	else if (!strcmp(value, "KIND"))
		offer_words(kind_words, DINH_KIND_PROVINCE, prefix);
	else if (!strncmp(value, "GROUP", 5))
		offer_words(group_words, 0, prefix);
	else if (!strcmp(value, "DATE"))
		offer("today", prefix);
	else if (!strcmp(value, "ROLE"))
		offer_words(role_words, 0, prefix);
	else if (!strcmp(param->key, "uid") || !strcmp(param->key, "gid"))
		offer_accounts(*param->key == 'u', prefix);
	else if (!strcmp(value, "REASON"))
		offer_words(low_reason_words, DINH_LOW_WAITING, prefix);
	else if (!strcmp(value, "WHAT"))
		offer_words(kiosk_role_words, 0, prefix);
	else if (!strcmp(value, "DEVICE"))
		offer_devices(prefix);
	else if (!strcmp(value, "ITEMS"))
		offer("all", prefix);
	else if (!strcmp(value, "REQUIREMENT") || !strcmp(value, "ID") ||
		 !strcmp(value, "OBJECTIVE") || !strcmp(value, "MEETING") ||
		 !strcmp(value, "KIOSK") ||
		 is_unit(param, command))
		offer_live(context, value, prefix);
}

/* Words of a command line so far; the last one is being typed. */
static void complete_args(struct context *context,
			  const struct command *command,
			  const char *const *word, size_t n)
{
	struct param param[PARAMS_MAX];
	size_t params = params_parse(command->grammar, param), i, at;
	bool used[PARAMS_MAX] = { false };

	for (i = 0; i + 1 < n; i++) {
		for (at = 0; at < params; at++)
			if (!*param[at].key && !used[at] &&
			    !(param[at].optional &&
			      params_find(param, params, word[i]) < PARAMS_MAX))
				break;
		if (at == params)
			at = params_find(param, params, word[i]);
		if (at >= params)
			return;
		used[at] = true;
		if (!*param[at].key || !*param[at].value)
			continue;
		if (++i + 1 == n) {
			offer_value(context, command, &param[at], word[i]);
			return;
		}
	}
	for (at = 0; at < params; at++)
		if (!*param[at].key && !used[at]) {
			offer_value(context, command, &param[at], word[n - 1]);
			if (!param[at].optional)
				return;
		}
	for (at = 0; at < params; at++)
		if (*param[at].key && !used[at])
			offer(param[at].key, word[n - 1]);
}

/* The first word, or the second. */
static void complete_command(const char *object, const char *prefix)
{
	const struct command *const *table, *command;
	const char *last = "";

	for_each_command(table, command) {
		const char *word = object ? command->verb : command->object;

		if (!command->help || !word || !strcmp(word, last) ||
		    (object && strcmp(command->object, object)))
			continue;
		offer(word, prefix);
		last = word;
	}
}

/* Options come before all else. */
static bool complete_options(const char *const *word, size_t *n)
{
	static const char *const options[] = {
		"-j", "-p", "-c", "--wait", "-V", "-h", NULL
	};
	size_t skip = 0, i;

	while (skip + 1 < *n && word[skip][0] == '-')
		skip++;
	*n -= skip;
	if (*n != 1 || word[skip][0] != '-')
		return false;
	for (i = 0; options[i]; i++)
		offer(options[i], word[skip]);
	return true;
}

static int complete(struct context *context, const struct args *args,
		    struct error *err)
{
	const struct command *const *table, *command;
	const char *const *word = args->value;
	size_t n = args->n, all = n;

	(void)err;
	if (!n || complete_options(word, &n))
		return 0;
	word += all - n;
	if (n == 1 || !strcmp(word[0], "help")) {
		complete_command(n == 3 ? word[1] : NULL, word[n - 1]);
		return 0;
	}
	for_each_command(table, command) {
		if (!command->help || strcmp(command->object, word[0]))
			continue;
		if (!command->verb) {
			complete_args(context, command, word + 1, n - 1);
			return 0;
		}
		if (n > 2 && !strcmp(command->verb, word[1])) {
			complete_args(context, command, word + 2, n - 2);
			return 0;
		}
	}
	if (n == 2)
		complete_command(word[0], word[1]);
	return 0;
}

/* No help: it is hidden. */
const struct command complete_commands[] = {
	{ "complete", NULL, "", NULL, complete },
	{ }
};
