// SPDX-License-Identifier: GPL-2.0-only
/* dinh assignment: named tasks to units, and answers that findings ask for. */
#include <stdio.h>
#include <stdlib.h>

#include "../lib/day.h"
#include "../lib/i18n.h"
#include "../lib/query.h"
#include "../lib/text.h"
#include "../lib/value.h"
#include "command.h"
#include "values.h"

static int print_seq(struct context *context, json_t *value, uint64_t seq,
		     bool check, struct error *err)
{
	put_number(value, "seq", seq);
	put_flag(value, "checked", check);
	return out_json(&context->out, value) ? error_memory(err) : 0;
}

static int report_added(struct context *context,
			const struct assignment *assignment, uint64_t seq,
			bool check, struct error *err)
{
	char day[32];
	json_t *value;

	if (context->out.json) {
		value = json_object();
		put_text(value, "code", assignment->code);
		put_text(value, "title", assignment->title);
		put_text(value, "objective", assignment->objective);
		put_day(value, "due", assignment->due);
		return print_seq(context, value, seq, check, err);
	}
	day_text(assignment->due, day, sizeof(day));
	if (check)
		out_print(&context->out, OUT_PLAIN,
			  _("%s: this could be assigned, until %s.\n"),
			  assignment->code, day);
	else
		out_print(&context->out, OUT_PLAIN,
			  _("Assignment %llu: %s: %s, until %s.\n"),
			  (unsigned long long)seq, assignment->code,
			  assignment->title, day);
	return 0;
}

static int take_assignment(struct context *context, const struct args *args,
			   struct assignment *assignment, struct error *err)
{
	const char *objective = args_get(args, "objective");

	if (value_code(args_get(args, "UNIT"), assignment->code, err))
		return error_prefix(err, "UNIT: ");
	if (objective && value_code(objective, assignment->objective, err))
		return error_prefix(err, "objective: ");
	if (args_day(context, args, "due", &assignment->due, err))
		return -1;
	if (text_clean(args_get(args, "title"), DINH_TITLE_SIZE - 1,
		       &assignment->title, err))
		return error_prefix(err, "title: ");
	return 0;
}

static int assignment_add_run(struct context *context, const struct args *args,
			      struct error *err)
{
	struct client *client = context_client(context, err);
	bool check = args_has(args, "check");
	struct assignment assignment = { 0 };
	uint64_t seq = 0;
	int status;

	if (!client || take_assignment(context, args, &assignment, err))
		return -1;
	status = assignment_add(client, &assignment, check, &seq, err) ?:
		 report_added(context, &assignment, seq, check, err);
	context->wrote = !check;
	free(assignment.title);
	return status;
}

static int report_completed(struct context *context,
			    const struct completion *completion, uint64_t seq,
			    bool check, struct error *err)
{
	char day[32];
	json_t *value;

	if (context->out.json) {
		value = json_object();
		put_number(value, "assignment", completion->seq);
		put_day(value, "day", completion->day);
		put_text(value, "result", completion->result);
		if (completion->document)
			put_hex(value, "document", completion->document,
				DINH_HASH_SIZE);
		return print_seq(context, value, seq, check, err);
	}
	out_print(&context->out, OUT_PLAIN, check ?
		  _("Assignment %llu: it could be completed, on %s.\n") :
		  _("Assignment %llu: completed on %s.\n"),
		  (unsigned long long)completion->seq,
		  day_text(completion->day, day, sizeof(day)));
	return 0;
}

static int assignment_complete_run(struct context *context,
				   const struct args *args, struct error *err)
{
	struct client *client = context_client(context, err);
	const char *document = args_get(args, "document");
	bool check = args_has(args, "check");
	struct completion completion = { 0 };
	uint8_t digest[DINH_HASH_SIZE];
	uint64_t seq = 0;
	char *result;
	int status;

	if (!client || args_seq(args, "SEQ", &completion.seq, err) ||
	    args_day(context, args, "on", &completion.day, err))
		return -1;
	if (document && digest_file(document, NULL, digest, err))
		return error_prefix(err, "document: ");
	if (text_clean(args_get(args, "result"), DINH_TITLE_SIZE - 1, &result,
		       err))
		return error_prefix(err, "result: ");
	completion.result = result;
	completion.document = document ? digest : NULL;
	status = assignment_complete(client, &completion, check, &seq, err) ?:
		 report_completed(context, &completion, seq, check, err);
	context->wrote = !check;
	free(result);
	return status;
}

static const struct column list_columns[] = {
	{ "seq", N_("number"), LOOK_NUMBER },
	{ "due", N_("due"), LOOK_DAY },
	{ "state", N_("state"), LOOK_TEXT },
	{ "code", N_("unit"), LOOK_TEXT },
	{ "objective", N_("objective"), LOOK_TEXT },
	{ "title", N_("what is to be done"), LOOK_TEXT },
	{ }
};

static void add_state(json_t *row, const struct assignment *assignment)
{
	uint32_t days = assignment_overdue(assignment);
	char text[64];

	if (days)
		snprintf(text, sizeof(text), P_("overdue by %u day",
						"overdue by %u days", days),
			 days);
	else
		snprintf(text, sizeof(text), "%s",
			 !assignment->completed ? _("open") :
			 assignment->completed > assignment->due ?
			 _("completed late") : _("completed"));
	put_text(row, "state", text);
	if (assignment->is_finding)
		put_text(row, "objective", _("answer"));
}

static int print_assignments(struct context *context,
			     const struct assignments *all, bool only_open,
			     const char *scope)
{
	const struct assignment *assignment;
	json_t *rows = json_array(), *row, *document;
	size_t i, n = 0, overdue = 0;

	for (i = 0; i < all->n; i++) {
		assignment = &all->item[i];
		if (only_open && assignment->completed)
			continue;
		n++;
		overdue += assignment_overdue(assignment) > 0;
		row = assignment_value(assignment);
		if (!context->out.json)
			add_state(row, assignment);
		json_array_append_new(rows, row);
	}
	if (context->out.json) {
		document = json_object();
		put_text(document, "scope", scope);
		put_number(document, "size", all->size);
		json_object_set_new(document, "assignments", rows);
		return out_json(&context->out, document);
	}
	if (n)
		out_table(&context->out, list_columns, rows);
	out_print(&context->out, OUT_DIM, P_("%zu assignment",
					     "%zu assignments", n), n);
	if (overdue)
		out_print(&context->out, OUT_BAD, P_(", %zu overdue",
						     ", %zu overdue", overdue),
			  overdue);
	fputc('\n', context->out.file);
	json_decref(rows);
	return 0;
}

static int assignment_list(struct context *context, const struct args *args,
			   struct error *err)
{
	struct client *client = context_client(context, err);
	const char *scope = args_get(args, "SCOPE");
	struct assignments all;
	int status;

	if (!client || assignments_get(client, scope, &all, err))
		return -1;
	context_changed(all.changed);
	status = print_assignments(context, &all, args_has(args, "open"),
				   scope);
	assignments_free(&all);
	return status ? error_memory(err) : 0;
}

const struct command assignment_commands[] = {
	{ "assignment", "add",
	  "UNIT title TEXT due DATE [objective OBJECTIVE] [check]",
	  N_("give a unit a named task, with its due day"),
	  assignment_add_run },
	{ "assignment", "complete",
	  "SEQ on DATE result TEXT [document FILE] [check]",
	  N_("say that a task was done, or a finding answered, and the result"),
	  assignment_complete_run },
	{ "assignment", "list", "[SCOPE] [open]",
	  N_("tasks that are open, overdue, or were completed this year"),
	  assignment_list },
	{ }
};
