// SPDX-License-Identifier: GPL-2.0-only
/* dinh unit: establishments. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/query.h"
#include "../lib/value.h"
#include "command.h"
#include "import.h"
#include "values.h"

static const struct column unit_columns[] = {
	{ "code", N_("code"), LOOK_TEXT },
	{ "name", N_("name"), LOOK_TEXT },
	{ "kind", N_("kind"), LOOK_KIND },
	{ "parent", N_("stands under"), LOOK_TEXT },
	{ "parent_name", "", LOOK_TEXT },
	{ "union", N_("trade union"), LOOK_YES },
	{ "since", N_("since"), LOOK_DAY },
	{ "dissolved", N_("dissolved"), LOOK_DAY },
	{ "followed_by", N_("followed by"), LOOK_TEXT },
	{ "children", N_("units below"), LOOK_NUMBER },
	{ "pinned", N_("in sysfs"), LOOK_MARK },
	{ "records", N_("records"), LOOK_NUMBER },
	{ "late", N_("of these late"), LOOK_NUMBER },
	{ }
};

static void print_headcount(const struct out *out, const struct unit *unit)
{
	char number[32];
	int i;

	out_print(out, OUT_BOLD, "\n%s\n", _("Headcount"));
	for (i = 0; i < DINH_GROUPS; i++) {
		fputs("  ", out->file);
		out_pad(out, OUT_DIM, 20, word_label(group_words, i));
		if (unit->headcount[i] == DINH_COUNT_UNKNOWN)
			out_print(out, OUT_DIM, "%9s\n", "?");
		else
			out_print(out, OUT_PLAIN, "%9s\n",
				  number_text(unit->headcount[i], number));
	}
}

/* The names of other units are for people; they are left if not found. */
static void add_names(struct client *client, const struct unit *unit,
		      json_t *value)
{
	char text[1024] = "";
	struct unit other;
	struct error err;
	size_t len = 0;
	uint32_t i;

	if (unit->parent && !unit_get(client, NULL, unit->parent, &other,
				      &err)) {
		put_text(value, "parent_name", other.name);
		unit_clear(&other);
	}
	for (i = 0; i < unit->successors && len < sizeof(text); i++) {
		if (unit_get(client, NULL, unit->successor[i], &other, &err))
			continue;
		len += snprintf(text + len, sizeof(text) - len, "%s%s (%s)",
				len ? ", " : "", other.name, other.code);
		unit_clear(&other);
	}
	put_text(value, "followed_by", text);
}

static int print_unit(struct context *context, const struct unit *unit,
		      struct error *err)
{
	json_t *value = unit_value(unit);

	if (context->out.json)
		return out_json(&context->out, value) ? error_memory(err) : 0;
	add_names(context->client, unit, value);
	out_fields(&context->out, unit_columns, value);
	json_decref(value);
	print_headcount(&context->out, unit);
	return 0;
}

/* After a change: the unit as JSON, or one line of what was done. */
static int report(struct context *context, const struct unit *unit,
		  const char *done, struct error *err)
{
	if (context->out.json)
		return out_json(&context->out, unit_value(unit)) ?
		       error_memory(err) : 0;
	out_print(&context->out, OUT_PLAIN, done, unit->name ?: "",
		  unit->code);
	fputc('\n', context->out.file);
	return 0;
}

/* Fields that are given by their key, as a row of a table has them. */
static const struct {
	const char *key;
	size_t field;
	uint32_t what;
} unit_keys[] = {
	{ "CODE", UNIT_CODE, 0 },
	{ "code", UNIT_CODE, DINH_SET_CODE },
	{ "name", UNIT_NAME, DINH_SET_NAME },
	{ "kind", UNIT_KIND, DINH_SET_KIND },
	{ "parent", UNIT_PARENT, DINH_SET_PARENT },
	{ "union", UNIT_UNION, DINH_SET_UNION },
	{ "since", UNIT_SINCE, DINH_SET_SINCE },
};

static int take_fields(struct context *context, const struct args *args,
		       struct unit *unit, uint32_t *what, struct error *err)
{
	const char *text = args_get(args, "since");
	uint32_t today = 0;
	size_t i;

	for (i = 0; i < DINH_GROUPS; i++)
		unit->headcount[i] = DINH_COUNT_UNKNOWN;
	if (text && !strcmp(text, "today") &&
	    context_today(context, &today, err))
		return -1;
	for (i = 0; i < sizeof(unit_keys) / sizeof(unit_keys[0]); i++) {
		text = args_get(args, unit_keys[i].key);
		if (!text)
			continue;
		if (unit_put_field(unit, unit_keys[i].field, text, today, err))
			return error_prefix(err, "%s: ", unit_keys[i].key);
		*what |= unit_keys[i].what;
	}
	text = args_get(args, "headcount");
	if (text && value_headcounts(text, unit, what, err))
		return error_prefix(err, "headcount: ");
	return 0;
}

static int unit_add_run(struct context *context, const struct args *args,
			struct error *err)
{
	bool check = args_has(args, "check");
	struct unit unit = { 0 }, answer = { 0 };
	struct client *client;
	uint32_t what = 0;
	int status = -1;

	if (!take_fields(context, args, &unit, &what, err)) {
		client = context_client(context, err);
		if (client)
			status = unit_add(client, &unit, check, &answer, err);
	}
	if (!status)
		status = report(context, check ? &unit : &answer,
				check ? _("%s (%s) could be added.") :
					_("%s (%s) was added."), err);
	context->wrote = !check;
	unit_clear(&unit);
	unit_clear(&answer);
	return status;
}

static int unit_set_run(struct context *context, const struct args *args,
			struct error *err)
{
	bool check = args_has(args, "check");
	struct unit unit = { 0 }, answer = { 0 };
	struct client *client = NULL;
	char code[DINH_CODE_SIZE];
	uint32_t what = 0;
	int status = -1;

	if (value_code(args_get(args, "CODE"), code, err))
		return error_prefix(err, "CODE: ");
	if (!take_fields(context, args, &unit, &what, err)) {
		client = context_client(context, err);
		if (client && !what)
			error_set(err, DINH_EXIT_USAGE, "%s",
				  _("nothing to change is named"));
		else if (client)
			status = unit_set(client, code, what, &unit, check,
					  &answer, err);
	}
	/* What was only checked is shown as it is. */
	if (!status && check) {
		unit_clear(&answer);
		status = unit_get(client, code, 0, &answer, err);
	}
	if (!status)
		status = report(context, &answer,
				check ? _("%s (%s) could be changed.") :
					_("%s (%s) was changed."), err);
	context->wrote = !check;
	unit_clear(&unit);
	unit_clear(&answer);
	return status;
}

/* The numbers of the units that a list of codes names. */
static int find_successors(struct client *client, const char *codes,
			   uint32_t *number, size_t *n, struct error *err)
{
	char *copy = strdup(codes), *rest = copy, *code;
	struct unit unit;
	int status = 0;

	*n = 0;
	if (!copy)
		return error_memory(err);
	while (!status && (code = strsep(&rest, ","))) {
		if (*n == DINH_SUCCESSORS_MAX) {
			status = error_set(err, DINH_EXIT_USAGE,
					   _("into: %d at most"),
					   DINH_SUCCESSORS_MAX);
			break;
		}
		status = unit_get(client, code, 0, &unit, err);
		if (status)
			break;
		number[(*n)++] = unit.nr;
		unit_clear(&unit);
	}
	free(copy);
	return status;
}

static int unit_dissolve_run(struct context *context, const struct args *args,
			     struct error *err)
{
	const char *code = args_get(args, "CODE"), *into;
	struct client *client = context_client(context, err);
	uint32_t successor[DINH_SUCCESSORS_MAX], day = 0;
	struct unit answer;
	size_t n = 0;
	int status;

	into = args_get(args, "into");
	if (!client || args_day(context, args, "on", &day, err) ||
	    (into && find_successors(client, into, successor, &n, err)))
		return -1;
	status = unit_dissolve(client, code, day, successor, n, &answer, err);
	context->wrote = true;
	if (!status)
		status = report(context, &answer, _("%s (%s) was dissolved."),
				err);
	unit_clear(&answer);
	return status;
}

static int pin(struct context *context, const struct args *args, bool pinned,
	       const char *done, struct error *err)
{
	struct client *client = context_client(context, err);
	struct unit answer;
	int status;

	if (!client)
		return -1;
	status = unit_pin(client, args_get(args, "CODE"), pinned, &answer,
			  err);
	context->wrote = true;
	if (!status)
		status = report(context, &answer, done, err);
	unit_clear(&answer);
	return status;
}

static int unit_pin_run(struct context *context, const struct args *args,
			struct error *err)
{
	return pin(context, args, true, _("%s (%s) is shown in sysfs."), err);
}

static int unit_unpin_run(struct context *context, const struct args *args,
			  struct error *err)
{
	return pin(context, args, false,
		   _("%s (%s) is no longer shown in sysfs."), err);
}

static int unit_show(struct context *context, const struct args *args,
		     struct error *err)
{
	struct client *client = context_client(context, err);
	struct unit unit;
	int status;

	if (!client || unit_get(client, args_get(args, "CODE"), 0, &unit, err))
		return -1;
	status = print_unit(context, &unit, err);
	unit_clear(&unit);
	return status;
}

/*
 * Lists: a tree, as the register walks it: a unit, then all below it.
 */

static const struct column list_columns[] = {
	{ "code", N_("code"), LOOK_TEXT },
	{ "branch", N_("unit"), LOOK_TEXT },
	{ "kind", N_("kind"), LOOK_KIND },
	{ "union", N_("union"), LOOK_MARK },
	{ "records", N_("records"), LOOK_NUMBER },
	{ "late", N_("late"), LOOK_NUMBER },
	{ }
};

/* A unit stands one level below the nearest one before it that is its parent. */
static void add_branches(const struct units *units, json_t *rows, bool tree)
{
	char text[DINH_NAME_SIZE + 2 * DINH_DEPTH_MAX];
	uint32_t path[DINH_DEPTH_MAX];
	unsigned int depth = 0;
	size_t i;

	for (i = 0; i < units->n; i++) {
		const struct unit *unit = &units->item[i];

		while (depth && path[depth - 1] != unit->parent)
			depth--;
		snprintf(text, sizeof(text), "%*s%s", tree ? 2 * depth : 0, "",
			 unit->name);
		put_text(json_array_get(rows, i), "branch", text);
		if (depth < DINH_DEPTH_MAX)
			path[depth++] = unit->nr;
	}
}

static int unit_list(struct context *context, const struct args *args,
		     struct error *err)
{
	struct client *client;
	const char *kind_name = args_get(args, "kind");
	uint32_t kind = 0;
	struct units units;
	json_t *rows;
	size_t i;

	if (kind_name && value_kind(kind_name, &kind, err))
		return error_prefix(err, "kind: ");
	client = context_client(context, err);
	if (!client ||
	    units_get(client, args_get(args, "scope"), kind, &units, err))
		return -1;
	context_changed(units.changed);
	rows = json_array();
	for (i = 0; i < units.n; i++)
		json_array_append_new(rows, unit_value(&units.item[i]));
	if (context->out.json) {
		units_free(&units);
		return out_json(&context->out,
				json_pack("{s:o}", "units", rows)) ?
		       error_memory(err) : 0;
	}
	add_branches(&units, rows, !kind);
	if (units.n)
		out_table(&context->out, list_columns, rows);
	out_print(&context->out, OUT_DIM,
		  P_("%zu unit\n", "%zu units\n", units.n), units.n);
	units_free(&units);
	json_decref(rows);
	return 0;
}

static int unit_import(struct context *context, const struct args *args,
		       struct error *err)
{
	struct import import = {
		.path = args_get(args, "FILE"),
		.parent = args_get(args, "parent"),
		.check_only = args_has(args, "check"),
	};

	if (args_day(context, args, "since", &import.since, err))
		return -1;
	return run_import(context, &import, import_units, err);
}

const struct command unit_commands[] = {
	{ "unit", "add",
	  "CODE name NAME kind KIND [parent CODE] [union yes|no] "
	  "[headcount GROUP=N,...] [since DATE] [check]",
	  N_("add an establishment; check only says whether it could be"),
	  unit_add_run },
	{ "unit", "import", "FILE [parent CODE] [since DATE] [check]",
	  N_("add all units of a table; those that are there already are left"),
	  unit_import },
	{ "unit", "set",
	  "CODE [name NAME] [kind KIND] [parent CODE] [union yes|no] "
	  "[headcount GROUP=N,...] [since DATE] [code CODE] [check]",
	  N_("change what is named"), unit_set_run },
	{ "unit", "dissolve", "CODE [into CODE,...] on DATE",
	  N_("end a unit that has none below it, and say which ones follow it"),
	  unit_dissolve_run },
	{ "unit", "pin", "CODE",
	  N_("show the figures of a unit in /sys/class/misc/dinh/scopes"),
	  unit_pin_run },
	{ "unit", "unpin", "CODE", N_("show them there no longer"),
	  unit_unpin_run },
	{ "unit", "show", "CODE", N_("all about one unit"), unit_show },
	{ "unit", "list", "[scope CODE] [kind KIND]",
	  N_("the units as a tree"), unit_list },
	{ }
};
