// SPDX-License-Identifier: GPL-2.0-only
/*
 * A report as one file of HTML, with its pictures in it: a bar for each
 * indicator, a grid of units by targets, and the rates over time. Colours are
 * told apart by those who see few of them, and each has a sign beside it.
 */
#include <stdio.h>
#include <string.h>

#include "../lib/day.h"
#include "../lib/i18n.h"
#include "../lib/names.h"
#include "out.h"
#include "report.h"
#include "values.h"

/* Units in the grid, and entries in the comparison, that are shown. */
#define ROWS_SHOWN	400
#define ENTRIES_SHOWN	200

static const char style[] =
	":root{--ink:#1b2430;--soft:#566273;--line:#d3d9e1;--paper:#fff;"
	"--met:#1769aa;--short:#b5541c;--doubt:#8a8f98;--track:#e9edf2}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0 auto;max-width:60rem;padding:1rem;color:var(--ink);"
	"background:var(--paper);font:1rem/1.5 system-ui,sans-serif}\n"
	"h1{font-size:1.6rem;line-height:1.25;margin:.3rem 0}\n"
	"h2{font-size:1.25rem;margin:2.2rem 0 .6rem;padding-bottom:.25rem;"
	"border-bottom:2px solid var(--line)}\n"
	"h3{font-size:1.02rem;margin:1.3rem 0 .3rem}\n"
	"p{margin:.4rem 0}\n"
	"code{font:.85em/1.4 ui-monospace,monospace;overflow-wrap:anywhere}\n"
	".soft{color:var(--soft)}\n"
	".small{font-size:.85rem}\n"
	".scroll{overflow-x:auto}\n"
	"table{border-collapse:collapse;width:100%;font-size:.92rem}\n"
	"th{text-align:left;color:var(--soft);font-weight:600}\n"
	"th,td{padding:.3rem .6rem .3rem 0;border-bottom:1px solid "
	"var(--line);vertical-align:top}\n"
	".n{text-align:right;font-variant-numeric:tabular-nums;"
	"white-space:nowrap}\n"
	".row{margin:.5rem 0 .9rem}\n"
	".row .name{display:flex;gap:.75rem;justify-content:space-between;"
	"flex-wrap:wrap}\n"
	".figure{font-variant-numeric:tabular-nums;white-space:nowrap}\n"
	".met .v{color:var(--met)}.short .v{color:var(--short)}\n"
	".v{font-weight:600;color:var(--soft)}\n"
	"svg{display:block;max-width:100%}\n"
	"svg text{font:12px system-ui,sans-serif;fill:var(--ink)}\n"
	".charts{display:grid;grid-template-columns:repeat(auto-fill,"
	"minmax(15rem,1fr));gap:1rem}\n"
	"figure{margin:0}figcaption{font-size:.85rem}\n"
	"details{border-bottom:1px solid var(--line);padding:.35rem 0}\n"
	"summary{cursor:pointer}\n"
	"ul{margin:.3rem 0;padding-left:1.2rem}\n"
	"@media print{body{max-width:none;padding:0;font-size:10pt}"
	"details>*{display:block}h2{break-after:avoid}"
	".row,figure,tr{break-inside:avoid}"
	"*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";

static void put(FILE *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			fputs("&amp;", out);
			break;
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		default:
			fputc(*text, out);
		}
	}
}

static void element(FILE *out, const char *tag, const char *text)
{
	fprintf(out, "<%s>", tag);
	put(out, text);
	fprintf(out, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

static void number(FILE *out, uint64_t value)
{
	char text[32];

	put(out, number_text(value, text));
}

static void number_cell(FILE *out, uint64_t value)
{
	fputs("<td class=\"n\">", out);
	number(out, value);
	fputs("</td>", out);
}

static void begin_table(FILE *out, size_t n, const char *const *title)
{
	size_t i;

	fputs("<div class=\"scroll\"><table>\n<tr>", out);
	for (i = 0; i < n; i++)
		element(out, "th", title[i]);
	fputs("</tr>\n", out);
}

#define TABLE(out, ...) do {						\
	const char *const _titles[] = { __VA_ARGS__ };			\
	begin_table(out, sizeof(_titles) / sizeof(_titles[0]), _titles);	\
} while (0)

static void end_table(FILE *out)
{
	fputs("</table></div>\n", out);
}

static const char *word_of(const struct word *words, const json_t *value,
			   const char *key)
{
	int word = word_find(words, report_text(value, key));

	return word < 0 ? "?" : word_label(words, word);
}

/*
 * What it is about.
 */

static const char *name_of(const json_t *report)
{
	const char *name = report_text(report, "name");

	return *name ? name : _("The whole register");
}

static void put_head(FILE *out, const json_t *report)
{
	fprintf(out, "<!doctype html>\n<html lang=\"%s\">\n<head>\n"
		"<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
		"content=\"width=device-width, initial-scale=1\">\n<title>",
		i18n_vietnamese() ? "vi" : "en");
	put(out, name_of(report));
	fprintf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", style);
}

static void put_facts(FILE *out, const json_t *report)
{
	const json_t *review = json_object_get(report, "review");
	const json_t *programme = json_object_get(report, "programme");
	char text[256], day[32], one[32], two[32];

	element(out, "h1", name_of(report));
	element(out, "p", report_title(programme, "title"));
	fputs("<p><b>", out);
	if (review)
		snprintf(text, sizeof(text), _("%s of %s, entry %s.\n"),
			 word_of(review_words, review, "review"),
			 report_day(review, "day", day),
			 number_text(report_number(review, "seq"), one));
	else
		snprintf(text, sizeof(text), _("As of %s.\n"),
			 report_day(report, "today", day));
	put(out, text);
	fputs("</b> ", out);
	snprintf(text, sizeof(text),
		 _("%s records, of these %s recorded late.\n"),
		 number_text(report_number(report, "records"), one),
		 number_text(report_number(report, "late"), two));
	put(out, text);
	fputs("</p>\n<p class=\"soft small\">", out);
	snprintf(text, sizeof(text),
		 _("All figures rest on the first %s entries of the ledger \"%s\", with the Merkle root "),
		 number_text(report_number(report, "size"), one),
		 report_text(report, "origin"));
	put(out, text);
	fputs("<code>", out);
	put(out, report_text(report, "root"));
	fputs("</code>. ", out);
	put(out, _("Beside each stands the entry that moved it last: \"dinh ledger prove\" proves an entry, \"dinh audit\" recounts all."));
	fputs("</p>\n", out);
}

static void put_kinds(FILE *out, const json_t *report)
{
	const json_t *n;
	const char *kind;

	element(out, "h2", _("Units"));
	TABLE(out, _("kind"), "");
	json_object_foreach(json_object_get(report, "units"), kind, n) {
		fputs("<tr>", out);
		element(out, "td", word_label(kind_words,
					      word_find(kind_words, kind)));
		number_cell(out, json_integer_value(n));
		fputs("</tr>\n", out);
	}
	end_table(out);
}

/*
 * Bars.
 */

static const char *verdict_class(const json_t *indicator)
{
	const char *verdict = report_text(indicator, "verdict");

	return !strcmp(verdict, "met") ? "met" :
	       !strcmp(verdict, "short") ? "short" : "none";
}

static const char *bar_color(const json_t *indicator)
{
	const char *class = verdict_class(indicator);

	return !strcmp(class, "met") ? "var(--met)" :
	       !strcmp(class, "short") ? "var(--short)" : "var(--doubt)";
}

static const char *verdict_sign(const json_t *indicator)
{
	const char *class = verdict_class(indicator);

	return !strcmp(class, "met") ? "✓ " :
	       !strcmp(class, "short") ? "✗ " : "";
}

/* In thousandths of its length, rounded down. */
static void put_bar(FILE *out, const json_t *indicator)
{
	uint64_t den = report_number(indicator, "denominator");
	unsigned int part = den ? (unsigned __int128)
		report_number(indicator, "numerator") * 1000 / den : 0;
	unsigned int percent = report_number(indicator, "percent");

	fprintf(out, "<svg viewBox=\"0 0 1000 22\" width=\"1000\" height=\"22\" "
		"preserveAspectRatio=\"none\" role=\"img\" aria-label=\"%u.%u %%\">"
		"<rect width=\"1000\" height=\"14\" y=\"4\" rx=\"5\" "
		"fill=\"var(--track)\"/>"
		"<rect width=\"%u\" height=\"14\" y=\"4\" rx=\"5\" fill=\"%s\"/>",
		part / 10, part % 10, part, bar_color(indicator));
	if (percent)
		fprintf(out, "<rect x=\"%u\" width=\"4\" height=\"22\" "
			"fill=\"var(--ink)\"/>",
			percent * 10 > 996 ? 996 : percent * 10);
	fputs("</svg>\n", out);
}

static void put_indicator(FILE *out, const json_t *indicator)
{
	char buf[96], line[160], one[32], entry[32];
	const char *needed;

	fprintf(out, "<div class=\"row %s\"><div class=\"name\"><span>",
		verdict_class(indicator));
	put(out, report_title(indicator, "title"));
	fputs(" <code class=\"soft\">", out);
	put(out, report_text(indicator, "indicator"));
	fputs("</code></span><span class=\"figure\">", out);
	number(out, report_number(indicator, "numerator"));
	fputs(" / ", out);
	number(out, report_number(indicator, "denominator"));
	if (*report_rate(indicator, buf)) {
		fputs(" · <b>", out);
		put(out, buf);
		fputs("</b>", out);
	}
	fputs("</span></div>\n", out);
	if (report_number(indicator, "denominator"))
		put_bar(out, indicator);
	fputs("<span class=\"v\">", out);
	put(out, verdict_sign(indicator));
	put(out, report_verdict(indicator, buf));
	fputs("</span><span class=\"soft small\">", out);
	needed = report_needed(indicator, one);
	if (*needed) {
		snprintf(line, sizeof(line), _("; needed: %s"), needed);
		put(out, line);
	}
	if (report_number(indicator, "unknown")) {
		snprintf(line, sizeof(line), _("; unknown: %s"),
			 number_text(report_number(indicator, "unknown"),
				     one));
		put(out, line);
	}
	snprintf(line, sizeof(line), _("; entry %s"),
		 number_text(report_number(indicator, "entry"), entry));
	put(out, line);
	if (!json_is_true(json_object_get(indicator, "verified")))
		put(out, _("; not checked against its source"));
	fputs("</span></div>\n", out);
}

static void put_objectives(FILE *out, const json_t *report, const char *kind)
{
	const json_t *objective, *indicators, *indicator;
	char number_of[16];
	size_t i, j;

	json_array_foreach(json_object_get(report, "objectives"), i,
			   objective) {
		indicators = json_object_get(objective, "indicators");
		if (strcmp(report_text(objective, "kind"), kind) ||
		    !json_array_size(indicators))
			continue;
		snprintf(number_of, sizeof(number_of), "%u. ",
			 (unsigned int)report_number(objective, "number"));
		fputs("<h3>", out);
		put(out, number_of);
		put(out, report_title(objective, "title"));
		fputs("</h3>\n", out);
		json_array_foreach(indicators, j, indicator)
			put_indicator(out, indicator);
	}
}

/*
 * The grid. A cell is 24 by 24, the names stand to its left.
 */

#define CELL		24
#define CODES		84
#define NAMES		310

static const struct {
	const char *name;
	const char *fill;
	const char *ink;
	const char *sign;
} cells[] = {
	{ "met", "var(--met)", "#fff", "✓" },
	{ "unmet", "#f3d3bd", "#6d2f0c", "✗" },
	{ "unknown", "#dfe2e6", "#1b2430", "?" },
	{ "outside", "none", "#1b2430", "" },
};

static void put_cell(FILE *out, size_t column, size_t row, const char *name)
{
	size_t i = 0, x = NAMES + column * CELL, y = (row + 1) * CELL;

	while (strcmp(cells[i].name, name))
		if (++i == sizeof(cells) / sizeof(cells[0]))
			return;
	fprintf(out, "<rect x=\"%zu\" y=\"%zu\" width=\"%d\" height=\"%d\" "
		"rx=\"3\" fill=\"%s\" stroke=\"var(--line)\"/>"
		"<text x=\"%zu\" y=\"%zu\" text-anchor=\"middle\" "
		"style=\"fill:%s\">%s</text>", x + 1, y + 1, CELL - 2,
		CELL - 2, cells[i].fill, x + CELL / 2, y + 17, cells[i].ink,
		cells[i].sign);
}

/* At @x of a row, as many characters as there is room for. */
static void put_label(FILE *out, size_t x, size_t row, const char *label,
		      size_t most)
{
	size_t len = 0, chars = 0;
	char text[160];

	while (label[len] && chars < most && len < sizeof(text) - 8) {
		len++;
		while ((label[len] & 0xc0) == 0x80)
			len++;
		chars++;
	}
	snprintf(text, sizeof(text), "%.*s%s", (int)len, label,
		 label[len] ? "…" : "");
	fprintf(out, "<text x=\"%zu\" y=\"%zu\">", x,
		(row + 1) * CELL + 17);
	put(out, text);
	fputs("</text>", out);
}

static void put_grid(FILE *out, const json_t *report)
{
	const json_t *grid = json_object_get(report, "grid");
	const json_t *columns = json_object_get(grid, "indicators");
	const json_t *rows = json_object_get(grid, "rows"), *row, *value;
	size_t n = json_array_size(rows), shown, i, j;
	size_t width = NAMES + json_array_size(columns) * CELL;
	char text[128];

	if (!n)
		return;
	shown = n < ROWS_SHOWN ? n : ROWS_SHOWN;
	element(out, "h2", _("Units by targets"));
	fputs("<p class=\"soft small\">", out);
	put(out, _("✓ met, ✗ not met, ? a headcount is not known, empty: it is not asked of the unit"));
	fprintf(out, "</p>\n<div class=\"scroll\"><svg viewBox=\"0 0 %zu %zu\" "
		"width=\"%zu\" height=\"%zu\" style=\"max-width:none\" "
		"role=\"img\">\n", width, (shown + 1) * CELL, width,
		(shown + 1) * CELL);
	json_array_foreach(columns, j, value) {
		fprintf(out, "<text x=\"%zu\" y=\"16\" text-anchor=\"middle\">",
			NAMES + j * CELL + CELL / 2);
		put(out, json_string_value(value));
		fputs("</text>", out);
	}
	for (i = 0; i < shown; i++) {
		row = json_array_get(rows, i);
		put_label(out, 0, i, report_text(row, "code"), 11);
		put_label(out, CODES, i, report_text(row, "name"), 31);
		json_array_foreach(json_object_get(row, "cells"), j, value)
			put_cell(out, j, i, json_string_value(value));
		fputc('\n', out);
	}
	fputs("</svg></div>\n", out);
	if (shown < n) {
		snprintf(text, sizeof(text),
			 P_("And %zu more unit.", "And %zu more units.",
			    n - shown), n - shown);
		element(out, "p class=\"soft\"", text);
	}
}

/*
 * Rates over time: one chart an indicator, 240 by 96, in thousandths.
 */

#define CHART_W		240
#define CHART_H		96
#define CHART_X		34
#define CHART_Y		8

static unsigned int chart_y(unsigned int part)
{
	return CHART_Y + CHART_H - part * CHART_H / 1000;
}

/* Place of a day between the first and the last one. */
static unsigned int chart_x(uint32_t day, uint32_t first, uint32_t last)
{
	return CHART_X + (last > first ? (uint64_t)(day - first) * CHART_W /
					 (last - first) : CHART_W);
}

static uint32_t day_of(const json_t *sample)
{
	uint32_t day = 0;

	day_parse(report_text(sample, "day"), &day);
	return day;
}

static void put_line(FILE *out, const json_t *history, const char *code)
{
	uint32_t first = day_of(json_array_get(history, 0)), last, day = 0;
	const json_t *sample, *figure;
	bool drawing = false;
	unsigned int part = 0;
	uint64_t den;
	size_t i;

	last = day_of(json_array_get(history, json_array_size(history) - 1));
	json_array_foreach(history, i, sample) {
		figure = json_object_get(json_object_get(sample, "figures"),
					 code);
		den = report_number(figure, "denominator");
		if (!den) {
			fputs(drawing ? "\"/>" : "", out);
			drawing = false;
			continue;
		}
		day = day_of(sample);
		part = (unsigned __int128)report_number(figure, "numerator") *
		       1000 / den;
		fprintf(out, "%s%u,%u ", drawing ? "" :
			"<polyline fill=\"none\" stroke=\"var(--met)\" "
			"stroke-width=\"2\" points=\"",
			chart_x(day, first, last), chart_y(part));
		drawing = true;
	}
	if (!drawing)
		return;
	fprintf(out, "\"/><circle cx=\"%u\" cy=\"%u\" r=\"3\" "
		"fill=\"var(--met)\"/>", chart_x(day, first, last),
		chart_y(part));
}

static void put_chart(FILE *out, const json_t *indicator,
		      const json_t *history)
{
	unsigned int percent = report_number(indicator, "percent");
	size_t n = json_array_size(history);
	char day[32];

	fprintf(out, "<figure><svg viewBox=\"0 0 %d %d\" width=\"%d\" "
		"role=\"img\">", CHART_X + CHART_W + 8, CHART_Y + CHART_H + 24,
		CHART_X + CHART_W + 8);
	fprintf(out, "<path d=\"M%d %d v%d h%d\" fill=\"none\" "
		"stroke=\"var(--line)\"/>"
		"<text x=\"0\" y=\"%d\">100 %%</text>"
		"<text x=\"18\" y=\"%d\">0</text>", CHART_X, CHART_Y, CHART_H,
		CHART_W, CHART_Y + 5, CHART_Y + CHART_H);
	if (percent)
		fprintf(out, "<path d=\"M%d %u h%d\" stroke=\"var(--short)\" "
			"stroke-dasharray=\"5 4\"/>", CHART_X,
			chart_y(percent * 10), CHART_W);
	put_line(out, history, report_text(indicator, "indicator"));
	fprintf(out, "<text x=\"%d\" y=\"%d\">", CHART_X,
		CHART_Y + CHART_H + 18);
	put(out, report_day(json_array_get(history, 0), "day", day));
	fprintf(out, "</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">",
		CHART_X + CHART_W, CHART_Y + CHART_H + 18);
	put(out, report_day(json_array_get(history, n - 1), "day", day));
	fputs("</text></svg><figcaption><code>", out);
	put(out, report_text(indicator, "indicator"));
	fputs("</code> ", out);
	put(out, report_title(indicator, "title"));
	fputs("</figcaption></figure>\n", out);
}

static void put_history(FILE *out, const json_t *report)
{
	const json_t *history = json_object_get(report, "history");
	const json_t *objective, *indicator;
	size_t i, j;

	if (json_array_size(history) < 2)
		return;
	element(out, "h2", _("Rates over time"));
	fputs("<p class=\"soft small\">", out);
	put(out, _("at the end of each month, from the ledger; the dashed line is what is needed"));
	fputs("</p>\n<div class=\"charts\">\n", out);
	json_array_foreach(json_object_get(report, "objectives"), i, objective)
		json_array_foreach(json_object_get(objective, "indicators"), j,
				   indicator)
			if (!strcmp(report_text(objective, "kind"), "target"))
				put_chart(out, indicator, history);
	fputs("</div>\n", out);
}

/*
 * Lists.
 */

static void put_gap(FILE *out, const json_t *gap)
{
	char text[4096];

	fputs("<li>", out);
	put(out, report_title(gap, "title"));
	if (*report_gap(gap, text, sizeof(text))) {
		fputs("<br><span class=\"soft small\">", out);
		put(out, text);
		fputs("</span>", out);
	}
	fputs("</li>\n", out);
}

static void put_unmet(FILE *out, const json_t *report)
{
	const json_t *unit, *gap;
	size_t i, j;

	element(out, "h2", _("What is missing, and where"));
	json_array_foreach(json_object_get(report, "unmet"), i, unit) {
		fputs("<details><summary>", out);
		put(out, report_text(unit, "name"));
		fputs(" <code class=\"soft\">", out);
		put(out, report_text(unit, "code"));
		fputs("</code> ", out);
		number(out, json_array_size(json_object_get(unit, "gaps")));
		fputs("</summary><ul>\n", out);
		json_array_foreach(json_object_get(unit, "gaps"), j, gap)
			put_gap(out, gap);
		fputs("</ul></details>\n", out);
	}
	if (!i)
		element(out, "p", _("Nothing is missing."));
}

static void put_assignments(FILE *out, const json_t *report)
{
	const json_t *all = json_object_get(report, "assignments"), *value;
	char text[64];
	size_t i;

	if (!json_array_size(all))
		return;
	element(out, "h2", _("Assignments, and answers to findings"));
	TABLE(out, _("number"), _("unit"), _("what is to be done"), _("due"),
	      _("completed"), _("state"));
	json_array_foreach(all, i, value) {
		fputs("<tr>", out);
		number_cell(out, report_number(value, "seq"));
		element(out, "td", report_text(value, "name"));
		element(out, "td", report_text(value, "title"));
		element(out, "td", report_day(value, "due", text));
		element(out, "td", report_day(value, "completed", text));
		element(out, "td", report_state(value, text));
		fputs("</tr>\n", out);
	}
	end_table(out);
}

static void put_findings(FILE *out, const json_t *report)
{
	const json_t *all = json_object_get(report, "findings"), *value;
	char day[32];
	size_t i;

	if (!json_array_size(all))
		return;
	element(out, "h2", _("Findings of inspectors"));
	TABLE(out, _("number"), _("day"), _("record"), _("unit"),
	      _("verdict"), _("reason"));
	json_array_foreach(all, i, value) {
		fputs("<tr>", out);
		number_cell(out, report_number(value, "seq"));
		element(out, "td", report_day(value, "day", day));
		number_cell(out, report_number(value, "record"));
		element(out, "td", report_text(value, "name"));
		element(out, "td", word_of(finding_words, value, "verdict"));
		element(out, "td", report_text(value, "reason"));
		fputs("</tr>\n", out);
	}
	end_table(out);
}

static void put_reviews(FILE *out, const json_t *report)
{
	static const char *const documents[] = { "results", "limits", "causes" };
	const json_t *all = json_object_get(report, "reviews"), *value;
	char day[32];
	size_t i, j;

	if (!json_array_size(all))
		return;
	element(out, "h2", _("Reviews, and their documents"));
	TABLE(out, _("number"), _("day"), _("review"), _("results"),
	      _("limits"), _("causes"));
	json_array_foreach(all, i, value) {
		fputs("<tr>", out);
		number_cell(out, report_number(value, "seq"));
		element(out, "td", report_day(value, "day", day));
		element(out, "td", word_of(review_words, value, "review"));
		for (j = 0; j < 3; j++) {
			fputs("<td><code>", out);
			put(out, report_text(value, documents[j]));
			fputs("</code></td>", out);
		}
		fputs("</tr>\n", out);
	}
	end_table(out);
}

static void put_rated(FILE *out, const json_t *value)
{
	char text[768], average[32];

	fputs("<tr>", out);
	element(out, "td", report_text(value, "name"));
	number_cell(out, report_number(value, "ratings"));
	element(out, "td class=\"n\"",
		average_text(report_number(value, "sum"),
			     report_number(value, "ratings"), decimal_point(),
			     average));
	element(out, "td", low_text(value, text, sizeof(text)));
	fputs("</tr>\n", out);
}

static void put_ratings_of(FILE *out, const json_t *report)
{
	const json_t *ratings = json_object_get(report, "ratings"), *value;
	const json_t *units = json_object_get(ratings, "units");
	char text[768];
	size_t i;

	element(out, "h2", _("What people say"));
	element(out, "p", ratings_text(ratings, text, sizeof(text)));
	if (!json_array_size(units))
		return;
	TABLE(out, _("unit"), _("ratings"), _("average"), _("low ones"));
	json_array_foreach(units, i, value)
		put_rated(out, value);
	end_table(out);
}

static void put_due(FILE *out, const json_t *report)
{
	const json_t *all = json_object_get(report, "due"), *value;
	char day[32];
	size_t i;

	element(out, "h2", _("What falls due within 90 days"));
	if (!json_array_size(all)) {
		element(out, "p", _("Nothing."));
		return;
	}
	TABLE(out, _("counts until"), _("unit"), _("requirement"));
	json_array_foreach(all, i, value) {
		fputs("<tr>", out);
		element(out, "td", report_day(value, "last", day));
		element(out, "td", report_text(value, "name"));
		element(out, "td", report_title(value, "title"));
		fputs("</tr>\n", out);
	}
	end_table(out);
}

/*
 * What moved.
 */

static void put_figure(FILE *out, const json_t *figure)
{
	if (!figure) {
		fputs("-", out);
		return;
	}
	number(out, report_number(figure, "numerator"));
	fputs("/", out);
	number(out, report_number(figure, "denominator"));
}

static void put_moved(FILE *out, const json_t *entry)
{
	const json_t *moved;
	size_t i;

	fputs("<td>", out);
	json_array_foreach(json_object_get(entry, "moved"), i, moved) {
		fputs(i ? "; <code>" : "<code>", out);
		put(out, report_text(moved, "indicator"));
		fputs("</code> ", out);
		put_figure(out, json_object_get(moved, "from"));
		fputs(" → ", out);
		put_figure(out, json_object_get(moved, "to"));
	}
	fputs("</td>", out);
}

static void put_entries(FILE *out, const json_t *entries)
{
	size_t n = json_array_size(entries), i;
	char text[128], day[32];

	element(out, "h3", _("The entries that moved them:"));
	TABLE(out, _("entry"), _("day"), _("what"), _("unit"), _("figures"));
	for (i = 0; i < n && i < ENTRIES_SHOWN; i++) {
		const json_t *value = json_array_get(entries, i);

		fputs("<tr>", out);
		number_cell(out, report_number(value, "seq"));
		element(out, "td", report_day(value, "day", day));
		element(out, "td", word_of(entry_words, value, "type"));
		element(out, "td", report_text(value, "name"));
		put_moved(out, value);
		fputs("</tr>\n", out);
	}
	end_table(out);
	if (i == n)
		return;
	snprintf(text, sizeof(text),
		 P_("And %zu more entry.", "And %zu more entries.", n - i),
		 n - i);
	element(out, "p class=\"soft\"", text);
}

static void put_since(FILE *out, const json_t *report)
{
	const json_t *since = json_object_get(report, "since"), *value;
	char text[80];
	size_t i;

	if (!since)
		return;
	snprintf(text, sizeof(text), _("Since review %ju"),
		 report_number(since, "review"));
	element(out, "h2", text);
	TABLE(out, _("code"), _("indicator"), _("then"), _("now"));
	json_array_foreach(json_object_get(since, "moved"), i, value) {
		fputs("<tr>", out);
		element(out, "td", report_text(value, "indicator"));
		element(out, "td", report_title(value, "title"));
		fputs("<td class=\"n\">", out);
		put_figure(out, json_object_get(value, "from"));
		fputs("</td><td class=\"n\">", out);
		put_figure(out, json_object_get(value, "to"));
		fputs("</td></tr>\n", out);
	}
	end_table(out);
	put_entries(out, json_object_get(since, "entries"));
}

void report_html(FILE *out, const json_t *report)
{
	put_head(out, report);
	put_facts(out, report);
	if (json_object_get(report, "programme")) {
		put_kinds(out, report);
		element(out, "h2", _("Targets"));
		put_objectives(out, report, "target");
		put_grid(out, report);
		put_history(out, report);
		put_unmet(out, report);
		element(out, "h2", _("Tasks"));
		put_objectives(out, report, "task");
		put_assignments(out, report);
		put_findings(out, report);
		put_reviews(out, report);
		put_ratings_of(out, report);
		put_due(out, report);
		put_since(out, report);
		element(out, "p class=\"soft small\"",
			_("A person may be in several groups of heads and is then counted in each."));
	} else {
		element(out, "p", _("No programme is in force."));
		put_ratings_of(out, report);
	}
	fputs("</body>\n</html>\n", out);
}
