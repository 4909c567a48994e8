// SPDX-License-Identifier: GPL-2.0-only
/* dinh report: what a steering committee reads, from a ledger. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/day.h"
#include "../lib/file.h"
#include "../lib/i18n.h"
#include "../lib/names.h"
#include "command.h"
#include "report.h"

/*
 * What the views share.
 */

const char *report_text(const json_t *value, const char *key)
{
	return json_string_value(json_object_get(value, key)) ?: "";
}

uint64_t report_number(const json_t *value, const char *key)
{
	return json_integer_value(json_object_get(value, key));
}

const char *report_title(const json_t *value, const char *key)
{
	const json_t *title = json_object_get(value, key);
	const char *vi = report_text(title, "vi");
	const char *en = report_text(title, "en");

	if (i18n_vietnamese())
		return *vi ? vi : en;
	return *en ? en : vi;
}

const char *report_day(const json_t *value, const char *key,
		       char buf[static 32])
{
	uint32_t day;

	return day_parse(report_text(value, key), &day) ?
	       day_text(day, buf, 32) : "";
}

const char *report_needed(const json_t *indicator, char buf[static 32])
{
	const char *threshold = report_text(indicator, "threshold");

	if (!strcmp(threshold, threshold_words[DINH_THRESHOLD_NONE].name))
		return "";
	snprintf(buf, 32, "%s%u %%",
		 strcmp(threshold, threshold_words[DINH_THRESHOLD_OVER].name) ?
		 "" : "> ", (unsigned int)report_number(indicator, "percent"));
	return buf;
}

const char *report_rate(const json_t *indicator, char buf[static 32])
{
	uint64_t den = report_number(indicator, "denominator");

	return den ? rate_text(report_number(indicator, "numerator"), den,
			       buf) : "";
}

const char *report_verdict(const json_t *indicator, char buf[static 96])
{
	int verdict = word_find(verdict_words, report_text(indicator,
							   "verdict"));
	char number[32];

	if (verdict != DINH_VERDICT_SHORT)
		return verdict < 0 ? "" : word_label(verdict_words, verdict);
	snprintf(buf, 96, _("short by %s"),
		 number_text(report_number(indicator, "short"), number));
	return buf;
}

static size_t append(char *buf, size_t size, size_t len, const char *text)
{
	return len < size ? len + snprintf(buf + len, size - len, "%s%s",
					   len ? "; " : "", text) : len;
}

const char *report_gap(const json_t *gap, char *buf, size_t size)
{
	const json_t *items = json_object_get(gap, "missing"), *item;
	char text[DINH_TITLE_SIZE + 64], reached[32], heads[32];
	const char *title;
	size_t i, len = 0;

	*buf = '\0';
	json_array_foreach(items, i, item) {
		title = report_title(item, "title");
		if (report_number(gap, "items") < 2 || !*title)
			continue;
		snprintf(text, sizeof(text), "%u. %s",
			 (unsigned int)report_number(item, "item"), title);
		len = append(buf, size, len, text);
	}
	json_array_foreach(json_object_get(gap, "groups"), i, item) {
		const char *group = word_label(group_words,
			word_find(group_words, report_text(item, "group")));

		if (!json_object_get(item, "heads"))
			snprintf(text, sizeof(text),
				 _("the headcount of %s is not known"), group);
		else
			snprintf(text, sizeof(text), _("%s: %s of %s reached"),
				 group, number_text(report_number(item,
								  "reached"),
						    reached),
				 number_text(report_number(item, "heads"),
					     heads));
		len = append(buf, size, len, text);
	}
	return buf;
}

const char *report_state(const json_t *assignment, char buf[static 64])
{
	unsigned int days = report_number(assignment, "days_overdue");

	if (days) {
		snprintf(buf, 64, P_("overdue by %u day",
				     "overdue by %u days", days), days);
		return buf;
	}
	if (!*report_text(assignment, "completed"))
		return _("open");
	return json_is_true(json_object_get(assignment, "late")) ?
	       _("completed late") : _("completed");
}

/*
 * The command.
 */

static const struct {
	const char *name;
	void (*print)(FILE *out, const json_t *report);
} formats[] = {
	{ "md", report_markdown },
	{ "html", report_html },
	{ "csv", report_csv },
};

static int print_as(FILE *out, const char *format, const json_t *report)
{
	size_t i;

	if (!strcmp(format, "json")) {
		json_dumpf(report, out, JSON_INDENT(2));
		fputc('\n', out);
	}
	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (!strcmp(format, formats[i].name))
			formats[i].print(out, report);
	return ferror(out) ? -1 : 0;
}

/* Whole, or not at all. */
static int write_file(const char *path, const char *format,
		      const json_t *report, struct error *err)
{
	char *text = NULL, temp[4096];
	size_t size;
	FILE *out = open_memstream(&text, &size);
	int status;

	if (!out)
		return error_memory(err);
	status = print_as(out, format, report);
	if (fclose(out) || status) {
		free(text);
		return error_memory(err);
	}
	snprintf(temp, sizeof(temp), "%s.new", path);
	status = file_replace(AT_FDCWD, temp, path, 0644, text, size, err);
	free(text);
	return status;
}

static int check_format(const char *format, struct error *err)
{
	static const char *const known[] = { "md", "html", "csv", "json" };
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (!strcmp(format, known[i]))
			return 0;
	return error_set(err, DINH_EXIT_USAGE,
			 _("format: found \"%s\", allowed: %s"), format,
			 "html, md, csv, json");
}

static int report_run(struct context *context, const struct args *args,
		      struct error *err)
{
	struct report_query query = {
		.scope = args_get(args, "SCOPE"),
		.review = REPORT_NONE,
		.since = REPORT_NONE,
	};
	const char *format = args_get(args, "format") ?: "md";
	const char *path = args_get(args, "to");
	struct reader *reader;
	json_t *report;
	int status = 0;

	if (args_seq(args, "review", &query.review, err) ||
	    args_seq(args, "since", &query.since, err) ||
	    check_format(format, err))
		return -1;
	reader = reader_open(context, args_get(args, "from"), err);
	report = reader ? report_value(reader, &query, err) : NULL;
	reader_close(reader);
	if (!report)
		return -1;
	if (context->out.json)
		return out_json(&context->out, report) ? error_memory(err) : 0;
	if (path)
		status = write_file(path, format, report, err);
	else
		print_as(context->out.file, format, report);
	json_decref(report);
	return status;
}

const struct command report_commands[] = {
	{ "report", NULL,
	  "[SCOPE] [format html|md|csv|json] [review SEQ] [since SEQ] [from LEDGER] [to FILE]",
	  N_("what a steering committee reads: of today or of a review, and what moved since another"),
	  report_run },
	{ }
};
