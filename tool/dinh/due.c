// SPDX-License-Identifier: GPL-2.0-only
/* dinh due: what will no longer count soon, and what is to be done. */
#include <stdio.h>
#include <stdlib.h>

#include "../lib/day.h"
#include "../lib/i18n.h"
#include "../lib/query.h"
#include "../lib/rules.h"
#include "command.h"
#include "values.h"

#define WITHIN_DEFAULT	90
#define WITHIN_MAX	36600

/* By day, then as the register has them. */
static int by_day(const void *a, const void *b)
{
	const struct due *x = a, *y = b;

	if (x->last != y->last)
		return x->last < y->last ? -1 : 1;
	return (x->unit > y->unit) - (x->unit < y->unit);
}

static const struct column due_columns[] = {
	{ "last", N_("until"), LOOK_DAY },
	{ "left", N_("left"), LOOK_TEXT },
	{ "code", N_("code"), LOOK_TEXT },
	{ "name", N_("unit"), LOOK_TEXT },
	{ "shown", N_("what"), LOOK_TEXT },
	{ }
};

static const char *left_text(const struct due *due, uint32_t today, char *buf,
			     size_t size)
{
	unsigned int days;

	if (due->last == today)
		return _("today");
	days = due->last > today ? due->last - today : today - due->last;
	snprintf(buf, size, due->last > today ?
		 P_("%u day", "%u days", days) :
		 P_("overdue by %u day", "overdue by %u days", days), days);
	return buf;
}

/* What a person reads: a requirement, a task, or what was found. */
static const char *what_text(const struct due *due,
			     const struct rules_requirement *requirement,
			     char *buf, size_t size)
{
	if (!due->assignment)
		return requirement ? title_text(&requirement->title) :
				     due->requirement;
	snprintf(buf, size, due->is_finding ? _("answer to finding %llu: %s") :
					      _("assignment %llu: %s"),
		 (unsigned long long)due->assignment, due->title);
	return buf;
}

static json_t *due_value(const struct due *due, const struct rules *rules,
			 uint32_t today, bool for_people)
{
	const struct rules_requirement *requirement =
		rules_requirement(rules, due->requirement);
	json_t *value = json_object();
	char text[DINH_TITLE_SIZE + 64];

	put_day(value, "last", due->last);
	json_object_set_new(value, "days_left",
			    json_integer((json_int_t)due->last - today));
	put_number(value, "unit", due->unit);
	put_text(value, "code", due->code);
	put_text(value, "name", due->name);
	put_text(value, "requirement", due->requirement);
	if (requirement)
		put_title(value, "title", &requirement->title);
	if (due->assignment) {
		put_number(value, "assignment", due->assignment);
		put_text(value, "task", due->title);
		put_flag(value, "finding", due->is_finding);
	}
	if (!for_people)
		return value;
	put_text(value, "left", left_text(due, today, text, sizeof(text)));
	put_text(value, "shown", what_text(due, requirement, text,
					   sizeof(text)));
	return value;
}

static void print_rows(struct context *context, const json_t *rows,
		       uint32_t within)
{
	size_t n = json_array_size(rows);

	if (!n) {
		out_print(&context->out, OUT_GOOD,
			  P_("Nothing falls due within %u day.\n",
			     "Nothing falls due within %u days.\n", within),
			  within);
		return;
	}
	out_table(&context->out, due_columns, rows);
	fputc('\n', context->out.file);
	out_print(&context->out, OUT_DIM,
		  P_("%zu falls due within %u days.\n",
		     "%zu fall due within %u days.\n", n), n, within);
}

static int due(struct context *context, const struct args *args,
	       struct error *err)
{
	const char *scope = args_get(args, "SCOPE");
	uint32_t within = WITHIN_DEFAULT, today;
	struct client *client;
	struct rules rules;
	struct dues dues;
	json_t *rows;
	size_t i;

	if (args_count(args, "within", WITHIN_MAX, &within, err))
		return -1;
	client = context_client(context, err);
	if (!client || context_today(context, &today, err) ||
	    due_get(client, scope, within, &dues, err))
		return -1;
	if (rules_get(client, &rules, err)) {
		dues_free(&dues);
		return -1;
	}
	context_changed(dues.changed || rules.changed);
	if (dues.n)
		qsort(dues.item, dues.n, sizeof(*dues.item), by_day);
	rows = json_array();
	for (i = 0; i < dues.n; i++)
		json_array_append_new(rows, due_value(&dues.item[i], &rules,
						      today,
						      !context->out.json));
	dues_free(&dues);
	rules_free(&rules);
	if (!context->out.json) {
		print_rows(context, rows, within);
		json_decref(rows);
		return 0;
	}
	json_t *document = json_object();

	put_text(document, "scope", scope);
	put_day(document, "today", today);
	put_number(document, "within", within);
	json_object_set_new(document, "due", rows);
	return out_json(&context->out, document) ? error_memory(err) : 0;
}

const struct command due_commands[] = {
	{ "due", NULL, "[SCOPE] [within DAYS]",
	  N_("what soon will no longer count, and what is to be done, the nearest first; within 90 "
	     "days if not said otherwise"),
	  due },
	{ }
};
