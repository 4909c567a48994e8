// SPDX-License-Identifier: GPL-2.0-only
/* dinh status: the scoreboard. */
#include <stdio.h>
#include <string.h>

#include "../lib/day.h"
#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/query.h"
#include "../lib/rules.h"
#include "../lib/text.h"
#include "command.h"
#include "values.h"

#define BAR_MIN		8
#define BAR_MAX		40
#define GAP		2
#define INDENT		3
/* Columns for the marks behind a verdict. */
#define MARKS		4

/**
 * struct board - all that the scoreboard shows
 * @scope: code, or NULL for the whole register
 * @name: of the scope
 *
 * The rest is as the module tells it.
 */
struct board {
	const char *scope;
	char name[DINH_NAME_SIZE];
	struct ledger ledger;
	struct rules rules;
	struct figures figures;
	struct ratings ratings;
};

/*
 * JSON.
 */

static json_t *board_value(const struct board *board)
{
	json_t *value = json_object(), *programme = json_object();
	json_t *indicators = json_array();
	size_t i;

	put_text(value, "scope", board->scope);
	put_text(value, "name", board->name);
	put_day(value, "today", board->ledger.today);
	put_number(value, "size", board->figures.size);
	put_text(programme, "code", board->rules.code);
	put_title(programme, "title", &board->rules.title);
	put_day(programme, "from", board->rules.from);
	json_object_set_new(value, "programme", programme);
	for (i = 0; i < board->figures.n; i++) {
		const struct figure *figure = &board->figures.item[i];

		json_array_append_new(indicators,
				      status_figure_value(&board->rules,
							  figure));
	}
	json_object_set_new(value, "indicators", indicators);
	put_ratings(value, board->ratings.count, board->ratings.sum,
		    board->ratings.low);
	return value;
}

/*
 * Text. Each target is a heading, and below it a line for each of its
 * indicators: its bar, what was reached of what, the rate, what is needed, and
 * the verdict.
 */

/**
 * struct layout - widths of the columns
 */
struct layout {
	int code;
	int bar;
	int count;
	int rate;
	int threshold;
};

static const char *count_text(const struct figure *figure, char *buf,
			      size_t size)
{
	char numerator[32], denominator[32];

	if (!figure->denominator)
		return "-";
	snprintf(buf, size, "%s/%s", number_text(figure->numerator, numerator),
		 number_text(figure->denominator, denominator));
	return buf;
}

static const char *threshold_text(const struct rules_indicator *indicator,
				  char *buf, size_t size)
{
	if (!indicator || indicator->threshold == DINH_THRESHOLD_NONE)
		return "";
	snprintf(buf, size, "%s%u %%",
		 indicator->threshold == DINH_THRESHOLD_OVER ? "> " : "",
		 indicator->percent);
	return buf;
}

static const char *short_text(const struct rules_indicator *indicator,
			      const struct figure *figure, char *buf,
			      size_t size)
{
	uint64_t left = figure_short(indicator, figure);
	char number[32];

	number_text(left, number);
	if (indicator->counted >= DINH_COUNTED_ASSIGNMENTS)
		snprintf(buf, size, P_("short by %s in time",
				       "short by %s in time", left), number);
	else if (indicator->counted == DINH_COUNTED_PERSONS)
		snprintf(buf, size, P_("short by %s person",
				       "short by %s persons", left), number);
	else
		snprintf(buf, size, P_("short by %s unit", "short by %s units",
				       left), number);
	return buf;
}

static const char *verdict_text(const struct rules_indicator *indicator,
				const struct figure *figure, char *buf,
				size_t size)
{
	if (figure->verdict == DINH_VERDICT_EMPTY)
		return indicator &&
		       indicator->counted >= DINH_COUNTED_ASSIGNMENTS ?
		       _("n/a, none was due") : _("n/a, nobody to count");
	if (figure->verdict == DINH_VERDICT_SHORT && indicator)
		return short_text(indicator, figure, buf, size);
	return word_label(verdict_words, figure->verdict);
}

/* In eighths of a column, rounded down: full is only what is complete. */
static void print_bar(const struct out *out, const struct figure *figure,
		      int width)
{
	static const char *const parts[] = {
		"", "▏", "▎", "▍", "▌", "▋", "▊", "▉",
	};
	unsigned long long eighths = figure->denominator ?
		(unsigned __int128)figure->numerator * width * 8 /
		figure->denominator : 0;
	int full = eighths / 8, i;

	out_color(out, verdict_color(figure->verdict));
	for (i = 0; i < full; i++)
		fputs("█", out->file);
	fputs(parts[eighths % 8], out->file);
	out_color(out, OUT_PLAIN);
	out_color(out, OUT_DIM);
	for (i = full + !!(eighths % 8); i < width; i++)
		fputs(figure->denominator ? "░" : " ", out->file);
	out_color(out, OUT_PLAIN);
}

static int wider(int width, const char *text)
{
	int other = text_width(text);

	return other > width ? other : width;
}

static void measure(const struct out *out, const struct board *board,
		    struct layout *layout)
{
	int verdict = 0, used;
	char buf[160];
	size_t i;

	layout->code = 0;
	layout->count = text_width(_("reached"));
	layout->rate = text_width(_("rate"));
	layout->threshold = text_width(_("needed"));
	for (i = 0; i < board->figures.n; i++) {
		const struct figure *figure = &board->figures.item[i];
		const struct rules_indicator *indicator =
			rules_indicator(&board->rules, figure->indicator);

		layout->code = wider(layout->code, figure->indicator);
		layout->count = wider(layout->count,
				      count_text(figure, buf, sizeof(buf)));
		layout->rate = wider(layout->rate,
				     rate_text(figure->numerator,
					       figure->denominator, buf));
		layout->threshold = wider(layout->threshold,
					  threshold_text(indicator, buf,
							 sizeof(buf)));
		verdict = wider(verdict, verdict_text(indicator, figure, buf,
						      sizeof(buf)));
	}
	used = INDENT + layout->code + layout->count + layout->rate +
	       layout->threshold + verdict + 5 * GAP + MARKS;
	layout->bar = (int)out_width(out) - used;
	if (layout->bar < BAR_MIN)
		layout->bar = BAR_MIN;
	if (layout->bar > BAR_MAX)
		layout->bar = BAR_MAX;
}

static void gap(const struct out *out)
{
	fprintf(out->file, "%*s", GAP, "");
}

static void print_figure(const struct out *out, const struct board *board,
			 const struct layout *layout,
			 const struct figure *figure, bool with_code)
{
	const struct rules_indicator *indicator =
		rules_indicator(&board->rules, figure->indicator);
	char buf[160];

	fprintf(out->file, "%*s", INDENT, "");
	out_pad(out, OUT_DIM, layout->code, with_code ? figure->indicator : "");
	gap(out);
	print_bar(out, figure, layout->bar);
	gap(out);
	out_pad(out, OUT_PLAIN, -layout->count,
		count_text(figure, buf, sizeof(buf)));
	gap(out);
	out_pad(out, OUT_BOLD, -layout->rate,
		rate_text(figure->numerator, figure->denominator, buf));
	gap(out);
	out_pad(out, OUT_DIM, -layout->threshold,
		threshold_text(indicator, buf, sizeof(buf)));
	gap(out);
	out_print(out, verdict_color(figure->verdict), "%s",
		  verdict_text(indicator, figure, buf, sizeof(buf)));
	if (figure->unknown)
		out_print(out, OUT_DOUBT, " ^");
	if (indicator && !indicator_verified(&board->rules, indicator))
		out_print(out, OUT_DOUBT, " ?");
	fputc('\n', out->file);
}

/* What the columns are, once. */
static void print_header(const struct out *out, const struct layout *layout)
{
	fprintf(out->file, "%*s", INDENT + layout->code + layout->bar +
		2 * GAP, "");
	out_pad(out, OUT_DIM, -layout->count, _("reached"));
	gap(out);
	out_pad(out, OUT_DIM, -layout->rate, _("rate"));
	gap(out);
	out_pad(out, OUT_DIM, -layout->threshold, _("needed"));
	fputc('\n', out->file);
}

static size_t count_indicators(const struct rules *rules, const char *objective)
{
	size_t i, n = 0;

	for (i = 0; i < rules->indicators; i++)
		n += !strcmp(rules->indicator[i].objective, objective);
	return n;
}

/* An indicator that is not alone says which one it is. */
static void print_objective(const struct out *out, const struct board *board,
			    const struct layout *layout,
			    const struct rules_objective *objective)
{
	size_t n = count_indicators(&board->rules, objective->code), i;
	char number[16];

	if (!n)
		return;
	snprintf(number, sizeof(number), "%u. ", objective->number);
	out_pad(out, OUT_BOLD, INDENT, number);
	out_wrap(out, OUT_BOLD, INDENT, title_text(&objective->title));
	for (i = 0; i < board->figures.n; i++) {
		const struct figure *figure = &board->figures.item[i];
		const struct rules_indicator *indicator =
			rules_indicator(&board->rules, figure->indicator);

		if (!indicator || strcmp(indicator->objective, objective->code))
			continue;
		if (n > 1) {
			fprintf(out->file, "%*s", INDENT, "");
			out_pad(out, OUT_DIM, layout->code, indicator->code);
			gap(out);
			out_wrap(out, OUT_PLAIN, INDENT + layout->code + GAP,
				 title_text(&indicator->title));
		}
		print_figure(out, board, layout, figure, n == 1);
	}
}

/* Their numbers begin anew in each kind. */
static void print_objectives(const struct out *out, const struct board *board,
			     const struct layout *layout,
			     enum dinh_objective_kind kind, const char *heading)
{
	const struct rules *rules = &board->rules;
	bool some = false;
	size_t i;

	for (i = 0; i < rules->objectives; i++) {
		if (rules->objective[i].kind != kind ||
		    !count_indicators(rules, rules->objective[i].code))
			continue;
		if (!some)
			out_print(out, OUT_DIM, "\n%s\n", heading);
		some = true;
		print_objective(out, board, layout, &rules->objective[i]);
	}
}

static void print_title(const struct out *out, const struct board *board)
{
	unsigned int width = out_width(out), used;
	char day[32], title[DINH_NAME_SIZE + DINH_CODE_SIZE + 8];

	day_text(board->ledger.today, day, sizeof(day));
	if (board->scope)
		snprintf(title, sizeof(title), "%s (%s)", board->name,
			 board->scope);
	else
		snprintf(title, sizeof(title), "%s", board->name);
	used = text_width(title) + text_width(day);
	out_print(out, OUT_BOLD, "%s", title);
	fprintf(out->file, "%*s", used + GAP < width ? (int)(width - used) :
						       GAP, "");
	out_print(out, OUT_BOLD, "%s\n", day);
	out_wrap(out, OUT_PLAIN, 0, title_text(&board->rules.title));
}

/* Tasks that nothing is counted for: "1-7". */
static void print_tasks(const struct out *out, const struct board *board)
{
	const struct rules *rules = &board->rules;
	uint32_t mask = 0;
	char text[96];
	size_t i;

	for (i = 0; i < rules->objectives; i++) {
		const struct rules_objective *objective = &rules->objective[i];

		if (!count_indicators(rules, objective->code) &&
		    objective->kind == DINH_OBJECTIVE_TASK &&
		    objective->number - 1 < 32)
			mask |= 1u << (objective->number - 1);
	}
	if (mask)
		out_print(out, OUT_DIM,
			  _("Tasks %s have no indicator yet; `dinh programme show` lists them.\n"),
			  items_text(mask, text, sizeof(text)));
}

static void print_unknown(const struct out *out, const struct figure *figure,
			  const struct rules_indicator *indicator)
{
	char text[256], number[32];

	if (!figure->unknown)
		return;
	number_text(figure->unknown, number);
	if (indicator && indicator->counted >= DINH_COUNTED_ASSIGNMENTS)
		snprintf(text, sizeof(text),
			 P_("%s: %s is open and not due yet",
			    "%s: %s are open and not due yet",
			    figure->unknown), figure->indicator, number);
	else
		snprintf(text, sizeof(text),
			 P_("%s: %s unit is not counted, because a headcount of it is not known",
			    "%s: %s units are not counted, because a headcount of each is not known",
			    figure->unknown), figure->indicator, number);
	out_print(out, OUT_DOUBT, "^ ");
	out_wrap(out, OUT_DIM, 2, text);
}

static void print_notes(const struct out *out, const struct board *board)
{
	const struct rules_indicator *indicator;
	bool doubtful = false;
	size_t i;

	for (i = 0; i < board->figures.n; i++) {
		indicator = rules_indicator(&board->rules,
					    board->figures.item[i].indicator);
		doubtful |= indicator && !indicator_verified(&board->rules, indicator);
		print_unknown(out, &board->figures.item[i], indicator);
	}
	if (doubtful) {
		out_print(out, OUT_DOUBT, "? ");
		out_wrap(out, OUT_DIM, 2,
			 _("not verified: a rule behind this figure was not checked against its source"));
	}
	print_tasks(out, board);
}

static void print_sum(const struct out *out, const struct board *board)
{
	size_t n[DINH_VERDICT_NONE + 1] = { 0 }, i, judged = 0;
	const char *scope = board->scope ?: "";

	for (i = 0; i < board->figures.n; i++) {
		uint32_t verdict = board->figures.item[i].verdict;
		const struct rules_indicator *indicator =
			rules_indicator(&board->rules,
					board->figures.item[i].indicator);

		if (verdict > DINH_VERDICT_NONE || !indicator ||
		    indicator->threshold == DINH_THRESHOLD_NONE)
			continue;
		n[verdict]++;
		judged += verdict != DINH_VERDICT_NONE &&
			  verdict != DINH_VERDICT_EMPTY;
	}
	out_print(out, OUT_BOLD, P_("%zu of %zu indicator met",
				    "%zu of %zu indicators met", judged),
		  n[DINH_VERDICT_MET], judged);
	if (n[DINH_VERDICT_SHORT])
		out_print(out, OUT_BAD, _(", %zu short"),
			  n[DINH_VERDICT_SHORT]);
	if (n[DINH_VERDICT_UNKNOWN])
		out_print(out, OUT_DOUBT, _(", %zu unknown"),
			  n[DINH_VERDICT_UNKNOWN]);
	if (n[DINH_VERDICT_EMPTY])
		out_print(out, OUT_DIM, _(", %zu not applicable"),
			  n[DINH_VERDICT_EMPTY]);
	fputc('\n', out->file);
	if (n[DINH_VERDICT_SHORT] || n[DINH_VERDICT_UNKNOWN])
		out_print(out, OUT_DIM,
			  _("Who is short, and of what: dinh unmet%s%s\n"),
			  *scope ? " " : "", scope);
}

static void print_rated(const struct out *out, const struct board *board)
{
	json_t *value = json_object();
	char text[768];

	put_ratings(value, board->ratings.count, board->ratings.sum,
		    board->ratings.low);
	out_wrap(out, OUT_PLAIN, 0, ratings_text(value, text, sizeof(text)));
	json_decref(value);
}

static void print_board(const struct out *out, const struct board *board)
{
	struct layout layout;

	print_title(out, board);
	fputc('\n', out->file);
	measure(out, board, &layout);
	print_header(out, &layout);
	print_objectives(out, board, &layout, DINH_OBJECTIVE_TARGET,
			 _("Targets"));
	print_objectives(out, board, &layout, DINH_OBJECTIVE_TASK, _("Tasks"));
	fputc('\n', out->file);
	print_sum(out, board);
	print_rated(out, board);
	print_notes(out, board);
	print_held(out, &board->ledger);
}

static int read_board(struct client *client, struct board *board,
		      struct error *err)
{
	struct unit unit;

	if (ledger_get(client, &board->ledger, err) ||
	    status_get(client, board->scope, &board->figures, err) ||
	    ratings_get(client, board->scope, &board->ratings, err) ||
	    rules_get(client, &board->rules, err))
		return -1;
	if (!board->scope) {
		snprintf(board->name, sizeof(board->name),
			 _("The whole register, %s"), board->ledger.origin);
		return 0;
	}
	if (unit_get(client, board->scope, 0, &unit, err))
		return -1;
	snprintf(board->name, sizeof(board->name), "%s", unit.name);
	unit_clear(&unit);
	return 0;
}

static int status(struct context *context, const struct args *args,
		  struct error *err)
{
	struct board board = { .scope = args_get(args, "SCOPE") };
	struct client *client = context_client(context, err);
	int status = client ? read_board(client, &board, err) : -1;

	if (!status) {
		context_changed(board.figures.changed || board.rules.changed);
		if (!context->out.json)
			print_board(&context->out, &board);
		else if (out_json(&context->out, board_value(&board)))
			status = error_memory(err);
	}
	figures_free(&board.figures);
	ratings_free(&board.ratings);
	rules_free(&board.rules);
	return status;
}

const struct command status_commands[] = {
	{ "status", NULL, "[SCOPE]",
	  N_("the scoreboard: every target, what is reached, what is needed, how many are short"),
	  status },
	{ }
};
