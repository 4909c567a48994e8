// SPDX-License-Identifier: GPL-2.0-only
/* dinh unmet: which units are short, of what. */
#include <stdio.h>
#include <string.h>

#include "../lib/day.h"
#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/query.h"
#include "../lib/rules.h"
#include "command.h"
#include "values.h"

#define INDENT	2

static json_t *gap_value(const struct gap *gap, const struct rules *rules)
{
	const struct rules_requirement *requirement =
		rules_requirement(rules, gap->requirement);
	json_t *value = json_object();

	put_number(value, "unit", gap->unit);
	put_text(value, "code", gap->code);
	put_text(value, "name", gap->name);
	put_text(value, "indicator", gap->indicator);
	put_text(value, "requirement", gap->requirement);
	if (requirement)
		put_title(value, "title", &requirement->title);
	if (gap->kind == GAP_LATE) {
		put_number(value, "assignment", gap->assignment);
		put_text(value, "task", gap->title);
		put_day(value, "due", gap->due);
		put_day(value, "completed", gap->completed);
		return value;
	}
	if (gap->kind == GAP_ITEMS)
		put_items(value, "missing", gap->missing);
	else
		put_text(value, "group", word_name(group_words, gap->group));
	put_flag(value, "unknown", gap->kind == GAP_UNKNOWN);
	if (gap->kind == GAP_HEADS) {
		put_number(value, "heads", gap->heads);
		put_number(value, "reached", gap->reached);
	}
	return value;
}

/* Then the requirement says it all. */
static bool all_missing(const struct rules_requirement *requirement,
			uint32_t missing)
{
	return !requirement ||
	       __builtin_popcount(missing) == (int)requirement->items;
}

static void print_items(const struct out *out,
			const struct rules_requirement *requirement,
			uint32_t missing)
{
	uint32_t i;

	for (i = 0; i < requirement->items; i++) {
		const char *title = title_text(&requirement->item[i].title);

		if (!(missing & 1u << i) || !*title)
			continue;
		fprintf(out->file, "%*s%2u. ", 3 * INDENT, "", i + 1);
		out_wrap(out, OUT_PLAIN, 3 * INDENT + 4, title);
	}
}

static void print_late(const struct out *out, const struct gap *gap)
{
	char text[DINH_TITLE_SIZE + 256], due[32], done[32];
	int len;

	len = snprintf(text, sizeof(text), "#%llu %s: ",
		       (unsigned long long)gap->assignment, gap->title);
	day_text(gap->due, due, sizeof(due));
	if (gap->completed)
		snprintf(text + len, sizeof(text) - len,
			 _("due on %s, completed on %s"), due,
			 day_text(gap->completed, done, sizeof(done)));
	else
		snprintf(text + len, sizeof(text) - len, _("overdue since %s"),
			 due);
	len = strlen(text);
	snprintf(text + len, sizeof(text) - len, "  [%s]", gap->indicator);
	fprintf(out->file, "%*s", INDENT, "");
	out_print(out, OUT_BAD, "- ");
	out_wrap(out, OUT_PLAIN, 2 * INDENT, text);
}

static void print_gap(const struct out *out, const struct gap *gap,
		      const struct rules *rules)
{
	const struct rules_requirement *requirement =
		rules_requirement(rules, gap->requirement);
	char heads[32], reached[32], left[32];

	if (gap->kind == GAP_ITEMS) {
		if (!all_missing(requirement, gap->missing))
			print_items(out, requirement, gap->missing);
		return;
	}
	fprintf(out->file, "%*s", 3 * INDENT, "");
	if (gap->kind == GAP_UNKNOWN) {
		out_print(out, OUT_DOUBT, _("the headcount of %s is not known"),
			  word_label(group_words, gap->group));
		fputc('\n', out->file);
		return;
	}
	/* TRANSLATORS: group: reached of all, how many are left */
	out_print(out, OUT_PLAIN, _("%s: %s of %s reached, %s to go\n"),
		  word_label(group_words, gap->group),
		  number_text(gap->reached, reached),
		  number_text(gap->heads, heads),
		  number_text(gap->heads - gap->reached, left));
}

/* The line above what is missing: the requirement, and how much of it. */
static void print_requirement(const struct out *out, const struct gap *gap,
			      const struct rules *rules)
{
	const struct rules_requirement *requirement =
		rules_requirement(rules, gap->requirement);
	char text[DINH_TITLE_SIZE + 128];
	size_t len;

	len = snprintf(text, sizeof(text), "%s", requirement ?
		       title_text(&requirement->title) : gap->requirement);
	if (gap->kind == GAP_ITEMS && requirement && requirement->items > 1) {
		unsigned int n = __builtin_popcount(gap->missing);

		len += all_missing(requirement, gap->missing) ?
			snprintf(text + len, sizeof(text) - len,
				 _(": all %u missing"), n) :
			snprintf(text + len, sizeof(text) - len,
				 P_(": %u of %u missing", ": %u of %u missing",
				    n), n, requirement->items);
	}
	snprintf(text + len, sizeof(text) - len, "  [%s]", gap->indicator);
	fprintf(out->file, "%*s", INDENT, "");
	out_print(out, OUT_BAD, "- ");
	out_wrap(out, OUT_PLAIN, 2 * INDENT, text);
}

static bool same(const struct gap *a, const struct gap *b)
{
	return a->unit == b->unit && !strcmp(a->requirement, b->requirement) &&
	       !strcmp(a->indicator, b->indicator);
}

static size_t print_gaps(const struct out *out, const struct gaps *gaps,
			 const struct rules *rules)
{
	size_t i, units = 0;

	for (i = 0; i < gaps->n; i++) {
		const struct gap *gap = &gaps->item[i];
		const struct gap *last = i ? gap - 1 : NULL;

		if (!last || last->unit != gap->unit) {
			if (units++)
				fputc('\n', out->file);
			out_print(out, OUT_BOLD, "%s", gap->name);
			out_print(out, OUT_DIM, " (%s)\n", gap->code);
		}
		if (gap->kind == GAP_LATE) {
			print_late(out, gap);
			continue;
		}
		if (!last || !same(last, gap))
			print_requirement(out, gap, rules);
		print_gap(out, gap, rules);
	}
	return units;
}

static int unmet(struct context *context, const struct args *args,
		 struct error *err)
{
	const char *scope = args_get(args, "SCOPE");
	const char *indicator = args_get(args, "indicator");
	struct client *client = context_client(context, err);
	struct rules rules;
	struct gaps gaps;
	json_t *rows, *document;
	size_t i, units;

	if (!client || unmet_get(client, scope, indicator, &gaps, err))
		return -1;
	if (rules_get(client, &rules, err)) {
		gaps_free(&gaps);
		return -1;
	}
	context_changed(gaps.changed || rules.changed);
	if (context->out.json) {
		rows = json_array();
		for (i = 0; i < gaps.n; i++)
			json_array_append_new(rows, gap_value(&gaps.item[i],
							      &rules));
		document = json_object();
		put_text(document, "scope", scope);
		json_object_set_new(document, "unmet", rows);
		out_json(&context->out, document);
	} else if (gaps.n) {
		units = print_gaps(&context->out, &gaps, &rules);
		fputc('\n', context->out.file);
		out_print(&context->out, OUT_DIM,
			  P_("%zu unit is short of something.\n",
			     "%zu units are short of something.\n", units),
			  units);
	} else {
		out_print(&context->out, OUT_GOOD, "%s\n",
			  _("Nothing is missing."));
	}
	gaps_free(&gaps);
	rules_free(&rules);
	return 0;
}

const struct command unmet_commands[] = {
	{ "unmet", NULL, "[SCOPE] [indicator ID]",
	  N_("which units are short of which requirement, and what is missing"),
	  unmet },
	{ }
};
