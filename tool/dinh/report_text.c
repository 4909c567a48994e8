// SPDX-License-Identifier: GPL-2.0-only
/* A report as Markdown, of which pandoc makes other documents, and as CSV. */
#include <stdio.h>
#include <string.h>

#include "../lib/i18n.h"
#include "../lib/names.h"
#include "out.h"
#include "report.h"
#include "values.h"

/*
 * Markdown.
 */

/* In a cell of a table, and where nothing is to be taken for a mark. */
static void md_text(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("\\`*_{}[]<>#|", *text))
			fputc('\\', out);
		fputc(*text, out);
	}
}

static void md_head(FILE *out, const char *title)
{
	fprintf(out, "\n## %s\n\n", title);
}

/* The first line of a table, and what aligns its columns: l or r each. */
static void md_columns(FILE *out, const char *align, const char *const *title)
{
	size_t i;

	for (i = 0; align[i]; i++)
		fprintf(out, "| %s ", title[i]);
	fputs("|\n", out);
	for (i = 0; align[i]; i++)
		fputs(align[i] == 'r' ? "|---:" : "|:---", out);
	fputs("|\n", out);
}

#define MD_COLUMNS(out, align, ...) \
	md_columns(out, align, (const char *const []){ __VA_ARGS__ })

static void md_cell(FILE *out, const char *text)
{
	fputs("| ", out);
	md_text(out, text);
	fputc(' ', out);
}

static void md_end(FILE *out)
{
	fputs("|\n", out);
}

static void md_number(FILE *out, uint64_t number)
{
	char text[32];

	md_cell(out, number_text(number, text));
}

static void md_facts(FILE *out, const json_t *report)
{
	const json_t *review = json_object_get(report, "review");
	char day[32], records[32], late[32], size[32];
	const char *name = report_text(report, "name");

	fputs("# ", out);
	md_text(out, *name ? name : _("The whole register"));
	fprintf(out, "\n\n");
	md_text(out, report_title(json_object_get(report, "programme"),
				  "title"));
	fputs("\n\n", out);
	if (review)
		fprintf(out, _("%s of %s, entry %s.\n"),
			word_label(review_words,
				   word_find(review_words,
					     report_text(review, "review"))),
			report_day(review, "day", day),
			number_text(report_number(review, "seq"), size));
	else
		fprintf(out, _("As of %s.\n"),
			report_day(report, "today", day));
	fprintf(out, _("%s records, of these %s recorded late.\n"),
		number_text(report_number(report, "records"), records),
		number_text(report_number(report, "late"), late));
	fputc('\n', out);
	fprintf(out, _("All figures rest on the first %s entries of the ledger \"%s\", with the Merkle root `%s`. Beside each stands the entry that moved it last; `dinh ledger prove` proves an entry, `dinh audit` recounts all.\n"),
		number_text(report_number(report, "size"), size),
		report_text(report, "origin"), report_text(report, "root"));
}

static void md_kinds(FILE *out, const json_t *report)
{
	const json_t *units = json_object_get(report, "units"), *n;
	const char *kind;

	md_head(out, _("Units"));
	MD_COLUMNS(out, "lr", _("kind"), _("units"));
	json_object_foreach((json_t *)units, kind, n) {
		md_cell(out, word_label(kind_words,
					word_find(kind_words, kind)));
		md_number(out, json_integer_value(n));
		md_end(out);
	}
}

static void md_indicator(FILE *out, const json_t *value, bool judged)
{
	char buf[96];

	md_cell(out, report_text(value, "indicator"));
	fputs("| ", out);
	md_text(out, report_title(value, "title"));
	if (!json_is_true(json_object_get(value, "verified")))
		fputs(" (?)", out);
	fputc(' ', out);
	md_number(out, report_number(value, "numerator"));
	md_number(out, report_number(value, "denominator"));
	md_cell(out, report_rate(value, buf));
	if (judged) {
		md_cell(out, report_needed(value, buf));
		md_cell(out, report_verdict(value, buf));
	}
	md_number(out, report_number(value, "unknown"));
	md_number(out, report_number(value, "entry"));
	md_end(out);
}

static void md_objectives(FILE *out, const json_t *report, const char *kind,
			  bool judged)
{
	const json_t *objective, *indicators, *indicator;
	size_t i, j;

	json_array_foreach(json_object_get(report, "objectives"), i,
			   objective) {
		indicators = json_object_get(objective, "indicators");
		if (strcmp(report_text(objective, "kind"), kind) ||
		    !json_array_size(indicators))
			continue;
		fprintf(out, "\n### %u. ",
			(unsigned int)report_number(objective, "number"));
		md_text(out, report_title(objective, "title"));
		fputs("\n\n", out);
		if (judged)
			MD_COLUMNS(out, "llrrrrlrr", _("code"), _("indicator"),
				   _("reached"), _("of"), _("rate"),
				   _("needed"), _("verdict"), _("unknown"),
				   _("entry"));
		else
			MD_COLUMNS(out, "llrrrrr", _("code"), _("indicator"),
				   _("reached"), _("of"), _("rate"),
				   _("unknown"), _("entry"));
		json_array_foreach(indicators, j, indicator)
			md_indicator(out, indicator, judged);
	}
}

static void md_unmet(FILE *out, const json_t *report)
{
	const json_t *unit, *gap;
	char text[4096];
	size_t i, j;

	md_head(out, _("What is missing, and where"));
	json_array_foreach(json_object_get(report, "unmet"), i, unit) {
		fputs("\n**", out);
		md_text(out, report_text(unit, "name"));
		fputs("** (", out);
		md_text(out, report_text(unit, "code"));
		fputs(")\n\n", out);
		json_array_foreach(json_object_get(unit, "gaps"), j, gap) {
			fputs("- ", out);
			md_text(out, report_title(gap, "title"));
			if (*report_gap(gap, text, sizeof(text))) {
				fputs(": ", out);
				md_text(out, text);
			}
			fputc('\n', out);
		}
	}
	if (!i)
		fprintf(out, "%s\n", _("Nothing is missing."));
}

static void md_assignments(FILE *out, const json_t *report)
{
	const json_t *all = json_object_get(report, "assignments"), *value;
	char text[64];
	size_t i;

	if (!json_array_size(all))
		return;
	md_head(out, _("Assignments, and answers to findings"));
	MD_COLUMNS(out, "rlllll", _("number"), _("unit"),
		   _("what is to be done"), _("due"), _("completed"),
		   _("state"));
	json_array_foreach(all, i, value) {
		md_number(out, report_number(value, "seq"));
		md_cell(out, report_text(value, "name"));
		md_cell(out, report_text(value, "title"));
		md_cell(out, report_day(value, "due", text));
		md_cell(out, report_day(value, "completed", text));
		md_cell(out, report_state(value, text));
		md_end(out);
	}
}

static void md_findings(FILE *out, const json_t *report)
{
	const json_t *all = json_object_get(report, "findings"), *value;
	char day[32];
	size_t i;

	if (!json_array_size(all))
		return;
	md_head(out, _("Findings of inspectors"));
	MD_COLUMNS(out, "rlrlll", _("number"), _("day"), _("record"),
		   _("unit"), _("verdict"), _("reason"));
	json_array_foreach(all, i, value) {
		md_number(out, report_number(value, "seq"));
		md_cell(out, report_day(value, "day", day));
		md_number(out, report_number(value, "record"));
		md_cell(out, report_text(value, "name"));
		md_cell(out, word_label(finding_words,
					word_find(finding_words,
						  report_text(value,
							      "verdict"))));
		md_cell(out, report_text(value, "reason"));
		md_end(out);
	}
}

static void md_reviews(FILE *out, const json_t *report)
{
	static const char *const documents[] = { "results", "limits", "causes" };
	const json_t *all = json_object_get(report, "reviews"), *value;
	char day[32];
	size_t i, j;

	if (!json_array_size(all))
		return;
	md_head(out, _("Reviews, and their documents"));
	MD_COLUMNS(out, "rlllll", _("number"), _("day"), _("review"),
		   _("results"), _("limits"), _("causes"));
	json_array_foreach(all, i, value) {
		md_number(out, report_number(value, "seq"));
		md_cell(out, report_day(value, "day", day));
		md_cell(out, word_label(review_words,
					word_find(review_words,
						  report_text(value,
							      "review"))));
		for (j = 0; j < 3; j++)
			fprintf(out, "| %.16s ", report_text(value,
							     documents[j]));
		md_end(out);
	}
}

static void md_rated(FILE *out, const json_t *value)
{
	char text[768], average[32];

	md_cell(out, report_text(value, "name"));
	md_number(out, report_number(value, "ratings"));
	md_cell(out, average_text(report_number(value, "sum"),
				  report_number(value, "ratings"),
				  decimal_point(), average));
	md_cell(out, low_text(value, text, sizeof(text)));
	md_end(out);
}

static void md_ratings(FILE *out, const json_t *report)
{
	const json_t *ratings = json_object_get(report, "ratings"), *value;
	const json_t *units = json_object_get(ratings, "units");
	char text[768];
	size_t i;

	md_head(out, _("What people say"));
	md_text(out, ratings_text(ratings, text, sizeof(text)));
	fputs("\n", out);
	if (!json_array_size(units))
		return;
	fputs("\n", out);
	MD_COLUMNS(out, "lrrl", _("unit"), _("ratings"), _("average"),
		   _("low ones"));
	json_array_foreach(units, i, value)
		md_rated(out, value);
}

static void md_due(FILE *out, const json_t *report)
{
	const json_t *all = json_object_get(report, "due"), *value;
	char day[32];
	size_t i;

	md_head(out, _("What falls due within 90 days"));
	if (!json_array_size(all)) {
		fprintf(out, "%s\n", _("Nothing."));
		return;
	}
	MD_COLUMNS(out, "lll", _("counts until"), _("unit"), _("requirement"));
	json_array_foreach(all, i, value) {
		md_cell(out, report_day(value, "last", day));
		md_cell(out, report_text(value, "name"));
		md_cell(out, report_title(value, "title"));
		md_end(out);
	}
}

static const char *figure_text(const json_t *figure, char buf[static 80])
{
	char num[32], den[32];

	if (!figure)
		return "-";
	snprintf(buf, 80, "%s/%s",
		 number_text(report_number(figure, "numerator"), num),
		 number_text(report_number(figure, "denominator"), den));
	return buf;
}

static void md_moved(FILE *out, const json_t *entry)
{
	const json_t *moved;
	char from[80], to[80];
	size_t i;

	fputs("| ", out);
	json_array_foreach(json_object_get(entry, "moved"), i, moved)
		fprintf(out, "%s%s %s → %s", i ? "; " : "",
			report_text(moved, "indicator"),
			figure_text(json_object_get(moved, "from"), from),
			figure_text(json_object_get(moved, "to"), to));
	fputc(' ', out);
}

static void md_since(FILE *out, const json_t *report)
{
	const json_t *since = json_object_get(report, "since"), *value;
	char text[80];
	size_t i;

	if (!since)
		return;
	snprintf(text, sizeof(text), _("Since review %ju"),
		 report_number(since, "review"));
	md_head(out, text);
	MD_COLUMNS(out, "llrr", _("code"), _("indicator"), _("then"),
		   _("now"));
	json_array_foreach(json_object_get(since, "moved"), i, value) {
		md_cell(out, report_text(value, "indicator"));
		md_cell(out, report_title(value, "title"));
		md_cell(out, figure_text(json_object_get(value, "from"),
					 text));
		md_cell(out, figure_text(json_object_get(value, "to"), text));
		md_end(out);
	}
	fprintf(out, "\n%s\n\n", _("The entries that moved them:"));
	MD_COLUMNS(out, "rllll", _("entry"), _("day"), _("what"), _("unit"),
		   _("figures"));
	json_array_foreach(json_object_get(since, "entries"), i, value) {
		md_number(out, report_number(value, "seq"));
		md_cell(out, report_day(value, "day", text));
		md_cell(out, word_label(entry_words,
					word_find(entry_words,
						  report_text(value,
							      "type"))));
		md_cell(out, report_text(value, "name"));
		md_moved(out, value);
		md_end(out);
	}
}

void report_markdown(FILE *out, const json_t *report)
{
	md_facts(out, report);
	if (!json_object_get(report, "programme")) {
		fprintf(out, "\n%s\n", _("No programme is in force."));
		md_ratings(out, report);
		return;
	}
	md_kinds(out, report);
	md_head(out, _("Targets"));
	md_objectives(out, report, "target", true);
	md_unmet(out, report);
	md_head(out, _("Tasks"));
	md_objectives(out, report, "task", false);
	md_assignments(out, report);
	md_findings(out, report);
	md_reviews(out, report);
	md_ratings(out, report);
	md_due(out, report);
	md_since(out, report);
	fprintf(out, "\n%s\n",
		_("(?) marks what was not checked against its source. A person may be in several groups of heads and is then counted in each."));
}

/*
 * CSV: one table, in which a line says what it is about.
 */

static void csv_cell(FILE *out, const char *text, bool last)
{
	if (strpbrk(text, ",\"\r\n")) {
		fputc('"', out);
		for (; *text; text++) {
			if (*text == '"')
				fputc('"', out);
			fputc(*text, out);
		}
		fputc('"', out);
	} else {
		fputs(text, out);
	}
	fputs(last ? "\r\n" : ",", out);
}

static void csv_number(FILE *out, const json_t *value, const char *key,
		       bool last)
{
	const json_t *member = json_object_get(value, key);
	char text[32] = "";

	if (member)
		snprintf(text, sizeof(text), "%lld",
			 (long long)json_integer_value(member));
	csv_cell(out, text, last);
}

static void csv_line(FILE *out, const char *what, const json_t *unit,
		     const json_t *about, const char *key, const char *detail)
{
	csv_cell(out, what, false);
	csv_cell(out, report_text(unit, "code"), false);
	csv_cell(out, report_text(unit, "name"), false);
	csv_cell(out, report_text(about, key), false);
	csv_cell(out, report_title(about, "title"), false);
	csv_number(out, about, "numerator", false);
	csv_number(out, about, "denominator", false);
	csv_number(out, about, "unknown", false);
	csv_cell(out, report_text(about, "threshold"), false);
	csv_number(out, about, "percent", false);
	csv_cell(out, report_text(about, "verdict"), false);
	csv_cell(out, detail, false);
	csv_number(out, about, json_object_get(about, "entry") ? "entry" :
							       "seq", true);
}

static void csv_objectives(FILE *out, const json_t *report)
{
	const json_t *objective, *indicator;
	size_t i, j;

	json_array_foreach(json_object_get(report, "objectives"), i, objective)
		json_array_foreach(json_object_get(objective, "indicators"), j,
				   indicator)
			csv_line(out, report_text(objective, "kind"), report,
				 indicator, "indicator", "");
}

static void csv_unmet(FILE *out, const json_t *report)
{
	const json_t *unit, *gap;
	char text[4096];
	size_t i, j;

	json_array_foreach(json_object_get(report, "unmet"), i, unit)
		json_array_foreach(json_object_get(unit, "gaps"), j, gap)
			csv_line(out, "unmet", unit, gap, "requirement",
				 report_gap(gap, text, sizeof(text)));
}

/* Assignments have one title, findings a reason, dues a day. */
static void csv_list(FILE *out, const json_t *report, const char *key,
		     const char *what, const char *code, const char *detail)
{
	const json_t *value;
	size_t i;

	json_array_foreach(json_object_get(report, key), i, value)
		csv_line(out, what, value, value, code,
			 report_text(value, detail));
}

/* The sum of ratings over their count is the average. */
static void csv_rated(FILE *out, const json_t *unit, const json_t *value)
{
	char text[768];

	csv_cell(out, "ratings", false);
	csv_cell(out, report_text(unit, "code"), false);
	csv_cell(out, report_text(unit, "name"), false);
	fputs(",,", out);
	csv_number(out, value, "sum", false);
	csv_number(out, value, "ratings", false);
	fputs(",,,,", out);
	csv_cell(out, low_text(value, text, sizeof(text)), false);
	csv_cell(out, "", true);
}

static void csv_ratings(FILE *out, const json_t *report)
{
	const json_t *ratings = json_object_get(report, "ratings"), *value;
	size_t i;

	csv_rated(out, report, ratings);
	json_array_foreach(json_object_get(ratings, "units"), i, value)
		csv_rated(out, value, value);
}

void report_csv(FILE *out, const json_t *report)
{
	fputs("what,code,name,of,title,numerator,denominator,unknown,threshold,percent,verdict,detail,entry\r\n",
	      out);
	csv_objectives(out, report);
	csv_unmet(out, report);
	csv_list(out, report, "assignments", "assignment", "due", "title");
	csv_list(out, report, "findings", "finding", "day", "reason");
	csv_list(out, report, "due", "due", "requirement", "last");
	csv_ratings(out, report);
	csv_cell(out, "ledger", false);
	csv_cell(out, report_text(report, "scope"), false);
	csv_cell(out, report_text(report, "name"), false);
	csv_cell(out, report_text(report, "today"), false);
	fputs(",,,,,,,", out);
	csv_cell(out, report_text(report, "root"), false);
	csv_number(out, report, "size", true);
}
