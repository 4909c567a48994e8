// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames of a board: a head with the name and the day, rows in sections, and a
 * foot. Rows that do not fit go to further pages; a section is not torn as long
 * as it fits on one.
 */
#include <linux/dinh.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/array.h"
#include "../lib/day.h"
#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/text.h"
#include "board.h"
#include "out.h"
#include "report.h"
#include "values.h"

#define INNER_MAX	116
#define GAP		3
#define HANG		2
#define LEADER_MIN	6
#define NUMBER		4
#define WIDTH_MIN	40
/* From so many lines on there is room for air; from so many columns on for
 * more than what matters most, and for all.
 */
#define TALL		32
#define ROOMY		70
#define WIDE		96
#define BAR		12
/* So many lines of rows there always are, however low the screen is. */
#define ROOM_MIN	4
/* With a mark. */
#define TITLE_SIZE	(DINH_TITLE_SIZE + 8)

/**
 * struct row - what is not torn
 * @section: its number
 * @text: its lines, each with a newline
 * @lines: how many
 */
struct row {
	unsigned int section;
	char *text;
	unsigned int lines;
};

#define SECTIONS	3

/**
 * struct frame - a frame while it is made
 * @out: of the row that is being made; its width is that of all rows
 * @margin: blank columns before each line
 * @tall: there is room for air
 * @marked: a row says of itself that it was not checked
 * @heading: of the sections, msgids
 */
struct frame {
	struct out out;
	unsigned int margin;
	bool tall;
	bool marked;
	size_t n;
	struct row *row;
	const char *heading[SECTIONS];
	char *text;
	size_t size;
};

static unsigned int count_lines(const char *text)
{
	unsigned int n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

/* What is printed from here on is a text of its own. */
static int begin_text(struct frame *frame)
{
	frame->text = NULL;
	frame->out.file = open_memstream(&frame->text, &frame->size);
	return frame->out.file ? 0 : -1;
}

static char *end_text(struct frame *frame)
{
	return fclose(frame->out.file) ? NULL : frame->text;
}

static int end_row(struct frame *frame, unsigned int section)
{
	char *text = end_text(frame);
	struct row *row = array_grow(&frame->row, frame->n, sizeof(*row));

	if (!text || !row) {
		free(text);
		return -1;
	}
	row->section = section;
	row->text = text;
	row->lines = count_lines(text);
	frame->n++;
	return 0;
}

/*
 * Rows: a text on the left, over as many lines as it takes, and what is said of
 * it on the right.
 */

static void put_blanks(const struct out *out, int n)
{
	if (n > 0)
		fprintf(out->file, "%*s", n, "");
}

/* Dots lead the eye over a wide screen. */
static void put_leader(const struct out *out, int n)
{
	if (n < LEADER_MIN) {
		put_blanks(out, n);
		return;
	}
	out_color(out, OUT_DIM);
	fputc(' ', out->file);
	for (; n > 2; n--)
		fputc('.', out->file);
	fputc(' ', out->file);
	out_color(out, OUT_PLAIN);
}

/* Prints what of @text fits into @room, and goes on to the rest of it. */
static unsigned int put_line(const struct out *out, const char **text,
			     unsigned int room)
{
	size_t len = text_fit(*text, room);
	char *line = strndup(*text, len);
	unsigned int width = line ? text_width(line) : 0;

	fputs(line ?: "", out->file);
	free(line);
	*text += len;
	*text += strspn(*text, " ");
	return width;
}

/* The text on the left, and what is said of it behind its last line. */
static int put_said(struct frame *frame, unsigned int section,
		    const char *text, enum out_color color, const char *said)
{
	const struct out *out = &frame->out;
	unsigned int to = out->width - GAP - text_width(said), used;

	if (begin_text(frame))
		return -1;
	used = put_line(out, &text, to);
	while (*text) {
		fprintf(out->file, "\n%*s", HANG, "");
		used = HANG + put_line(out, &text, to - HANG);
	}
	put_leader(out, to - used + GAP);
	out_print(out, color, "%s\n", said);
	return end_row(frame, section);
}

/* As the programme calls it, with the mark of what was not checked. */
static const char *marked_title(struct frame *frame, const json_t *row,
				char *buf, size_t size)
{
	const char *title = report_title(row, "title");

	if (!json_is_false(json_object_get(row, "verified")))
		return title;
	frame->marked = true;
	/* The blank is one that no line ends at. */
	snprintf(buf, size, "%s\u00a0(?)", title);
	return buf;
}

static int put_note(struct frame *frame, unsigned int section,
		    const char *text)
{
	if (begin_text(frame))
		return -1;
	out_print(&frame->out, OUT_DIM, "%s\n", text);
	return end_row(frame, section);
}

static const char *left_text(const json_t *value, char *buf, size_t size)
{
	unsigned int days = report_number(value, "days_left");

	if (!days)
		return _("last day today");
	snprintf(buf, size, P_("%u day left", "%u days left", days), days);
	return buf;
}

static int put_posted(struct frame *frame, const json_t *board)
{
	const json_t *rows = json_object_get(board, "posted"), *row;
	char title[TITLE_SIZE], text[64];
	bool ends;
	size_t i;

	json_array_foreach(rows, i, row) {
		ends = json_object_get(row, "days_left");
		if (put_said(frame, 0,
			     marked_title(frame, row, title, sizeof(title)),
			     OUT_BOLD,
			     ends ? left_text(row, text, sizeof(text)) :
				    _("posted for good")))
			return -1;
	}
	return json_array_size(rows) ? 0 :
	       put_note(frame, 0, _("Nothing is posted at the moment."));
}

static const char *by_text(const struct frame *frame, const json_t *row,
			   char *buf, size_t size)
{
	char left[64], day[32];

	if (frame->out.width < ROOMY)
		return left_text(row, buf, size);
	/* TRANSLATORS: a day, and how many are left */
	snprintf(buf, size, _("by %s, %s"), report_day(row, "last", day),
		 left_text(row, left, sizeof(left)));
	return buf;
}

static int put_next(struct frame *frame, const json_t *board)
{
	const json_t *rows = json_object_get(board, "next"), *row;
	char title[TITLE_SIZE], text[128];
	bool held;
	size_t i;

	json_array_foreach(rows, i, row) {
		held = json_object_get(row, "last");
		if (put_said(frame, 1,
			     marked_title(frame, row, title, sizeof(title)),
			     held ? OUT_BOLD : OUT_DOUBT, held ?
			     by_text(frame, row, text, sizeof(text)) :
			     _("not held yet")))
			return -1;
	}
	return 0;
}

/**
 * struct columns - widths of what is said of targets
 */
struct columns {
	int bar;
	int count;
	int rate;
	int verdict;
};

static const char *count_text(const struct frame *frame, const json_t *row,
			      char *buf, size_t size)
{
	char numerator[32], denominator[32];

	if (frame->out.width < ROOMY)
		return "";
	snprintf(buf, size, "%s/%s",
		 number_text(report_number(row, "numerator"), numerator),
		 number_text(report_number(row, "denominator"), denominator));
	return buf;
}

static int verdict_of(const json_t *row)
{
	return word_find(verdict_words, report_text(row, "verdict"));
}

static int wider(int width, const char *text)
{
	int other = text_width(text);

	return other > width ? other : width;
}

static struct columns measure(const struct frame *frame, const json_t *rows)
{
	struct columns columns = { 0 };
	const json_t *row;
	char text[96];
	size_t i;

	json_array_foreach(rows, i, row) {
		columns.count = wider(columns.count,
				      count_text(frame, row, text,
						 sizeof(text)));
		columns.rate = wider(columns.rate, report_rate(row, text));
		columns.verdict = wider(columns.verdict,
					word_label(verdict_words,
						   verdict_of(row)));
	}
	if (frame->out.width >= WIDE)
		columns.bar = BAR;
	return columns;
}

/* Whole columns only: a console's font has no parts of them. */
static void put_bar(const struct out *out, enum out_color color,
		    const json_t *row, int width)
{
	uint64_t den = report_number(row, "denominator");
	int full = den ? (unsigned __int128)report_number(row, "numerator") *
			 width / den : 0;
	int i;

	out_color(out, color);
	for (i = 0; i < full; i++)
		fputs("█", out->file);
	out_color(out, OUT_PLAIN);
	out_color(out, OUT_DIM);
	for (; i < width; i++)
		fputs("░", out->file);
	out_color(out, OUT_PLAIN);
}

static int put_target(struct frame *frame, const struct columns *columns,
		      const json_t *row)
{
	const struct out *out = &frame->out;
	enum out_color color = verdict_color(verdict_of(row));
	unsigned int to = out->width - columns->rate - columns->verdict -
			  2 * GAP -
			  (columns->count ? columns->count + GAP : 0) -
			  (columns->bar ? columns->bar + GAP : 0);
	char buf[TITLE_SIZE], text[96];
	const char *title = marked_title(frame, row, buf, sizeof(buf));

	if (begin_text(frame))
		return -1;
	snprintf(text, sizeof(text), "%u.",
		 (unsigned int)report_number(row, "number"));
	out_pad(out, OUT_DIM, NUMBER, text);
	put_blanks(out, to - NUMBER - put_line(out, &title, to - NUMBER) + GAP);
	if (columns->bar) {
		put_bar(out, color, row, columns->bar);
		put_blanks(out, GAP);
	}
	out_pad(out, OUT_PLAIN, -columns->count,
		count_text(frame, row, text, sizeof(text)));
	put_blanks(out, columns->count ? GAP : 0);
	out_pad(out, OUT_BOLD, -columns->rate, report_rate(row, text));
	put_blanks(out, GAP);
	out_print(out, color, "%s\n",
		  word_label(verdict_words, verdict_of(row)));
	while (*title) {
		put_blanks(out, NUMBER);
		put_line(out, &title, to - NUMBER);
		fputc('\n', out->file);
	}
	return end_row(frame, 2);
}

static int put_targets(struct frame *frame, const json_t *board)
{
	const json_t *rows = json_object_get(board, "indicators"), *row;
	struct columns columns = measure(frame, rows);
	size_t i;

	json_array_foreach(rows, i, row)
		if (put_target(frame, &columns, row))
			return -1;
	return 0;
}

/*
 * Head and foot.
 */

static void put_centered(const struct out *out, enum out_color color,
			 const char *text)
{
	unsigned int width = text_width(text);

	put_blanks(out, width < out->width ? (out->width - width) / 2 : 0);
	out_print(out, color, "%s\n", text);
}

/* As large as a screen of characters allows: in capitals, and spaced. */
static int put_name(const struct out *out, const char *name)
{
	char *capitals = text_capitals(name);
	char *spaced = capitals ? text_spaced(capitals) : NULL;
	const char *text = spaced;
	size_t len;

	if (!spaced) {
		free(capitals);
		return -1;
	}
	if (text_width(spaced) > out->width)
		text = capitals;
	while (*text) {
		char *line;

		len = text_fit(text, out->width);
		line = strndup(text, len);
		if (line)
			put_centered(out, OUT_BOLD, line);
		free(line);
		text += len + strspn(text + len, " ");
	}
	free(spaced);
	free(capitals);
	return 0;
}

static void put_rule(const struct out *out)
{
	unsigned int i;

	out_color(out, OUT_DIM);
	for (i = 0; i < out->width; i++)
		fputs("─", out->file);
	out_color(out, OUT_PLAIN);
	fputc('\n', out->file);
}

static const char *date_text(const json_t *board, char *buf, size_t size)
{
	/* 1970-01-01 was a Thursday. */
	static const char *const days[] = {
		N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
		N_("Monday"), N_("Tuesday"), N_("Wednesday"),
	};
	char text[32];
	uint32_t day;

	if (!day_parse(report_text(board, "today"), &day))
		return "";
	/* TRANSLATORS: the day of the week, and the date */
	snprintf(buf, size, _("%s, %s"), _(days[day % 7]),
		 day_text(day, text, sizeof(text)));
	return buf;
}

static char *head_text(struct frame *frame, const json_t *board)
{
	const struct out *out = &frame->out;
	char date[96];

	if (begin_text(frame))
		return NULL;
	if (frame->tall)
		fputc('\n', out->file);
	if (put_name(out, report_text(board, "name"))) {
		free(end_text(frame));
		return NULL;
	}
	if (frame->tall)
		fputc('\n', out->file);
	put_centered(out, OUT_PLAIN, date_text(board, date, sizeof(date)));
	put_rule(out);
	fputs(frame->tall ? "\n\n" : "\n", out->file);
	return end_text(frame);
}

static const char *rating_text(const json_t *rating, char *buf, size_t size)
{
	uint64_t count = report_number(rating, "ratings");
	char average[32], number[32];

	if (!count)
		return _("No ratings yet");
	snprintf(buf, size, P_("Rated %s of %u (%s rating)",
			       "Rated %s of %u (%s ratings)", count),
		 average_text(report_number(rating, "sum"), count,
			      decimal_point(), average),
		 DINH_SCORE_MAX, number_text(count, number));
	return buf;
}

static const char *visits_text(const json_t *rating, char *buf, size_t size)
{
	char visits[32], online[32];

	snprintf(buf, size, _("Visits %s, online now %s"),
		 number_text(report_number(rating, "visits"), visits),
		 number_text(report_number(rating, "online"), online));
	return buf;
}

/* Where they do not fit beside each other, below. */
static char *foot_text(struct frame *frame, const json_t *board,
		       const char *page)
{
	const json_t *rating = json_object_get(board, "rating");
	const struct out *out = &frame->out;
	char left[128], right[128];
	const char *ratings = rating_text(rating, left, sizeof(left));
	const char *visits = visits_text(rating, right, sizeof(right));
	unsigned int room = out->width - text_width(page) -
			    (*page ? GAP : 0);

	if (begin_text(frame))
		return NULL;
	fputc('\n', out->file);
	put_rule(out);
	if (text_width(ratings) + GAP + text_width(visits) <= room) {
		out_pad(out, OUT_BOLD, room - text_width(visits), ratings);
		out_print(out, OUT_PLAIN, "%s", visits);
		put_blanks(out, *page ? GAP : 0);
		out_print(out, OUT_DIM, "%s\n", page);
	} else {
		out_pad(out, OUT_BOLD, *page ? room + GAP : 0, ratings);
		out_print(out, OUT_DIM, "%s\n", page);
		out_print(out, OUT_PLAIN, "%s\n", visits);
	}
	if (frame->marked)
		out_print(out, OUT_DIM, "%s\n",
			  _("(?) not checked against its source"));
	return end_text(frame);
}

/*
 * Pages.
 */

#define HEADING		2

static bool begins_section(const struct frame *frame, size_t i)
{
	return !i || frame->row[i].section != frame->row[i - 1].section;
}

/* Lines between row @i and what stands above it on its page, and those of the
 * heading that is put there.
 */
static unsigned int lines_above(const struct frame *frame, size_t i, bool first)
{
	if (first)
		return HEADING;
	return begins_section(frame, i) ? 1 + frame->tall + HEADING :
					  frame->tall;
}

/* Lines of all rows of the section that row @i begins. */
static unsigned int section_lines(const struct frame *frame, size_t i)
{
	unsigned int lines = HEADING + frame->row[i].lines;

	while (++i < frame->n && !begins_section(frame, i))
		lines += frame->tall + frame->row[i].lines;
	return lines;
}

/* The row after the last on the page that begins with row @from. */
static size_t page_end(const struct frame *frame, size_t from,
		       unsigned int room)
{
	unsigned int used = 0, above, whole;
	size_t i;

	for (i = from; i < frame->n; i++) {
		above = lines_above(frame, i, i == from);
		whole = begins_section(frame, i) ? section_lines(frame, i) : 0;
		if (i > from && (used + above + frame->row[i].lines > room ||
				 (used + above - HEADING + whole > room &&
				  whole && whole <= room)))
			break;
		used += above + frame->row[i].lines;
	}
	return i;
}

/* The rows of page @page, or of the one that it is when they begin anew. */
static unsigned int find_page(const struct frame *frame, unsigned int page,
			      unsigned int room, size_t *from, size_t *to)
{
	unsigned int pages = 0, i;

	for (*to = 0; *to < frame->n; pages++)
		*to = page_end(frame, *to, room);
	pages = pages ?: 1;
	*from = 0;
	*to = page_end(frame, 0, room);
	for (i = 0; i < page % pages; i++) {
		*from = *to;
		*to = page_end(frame, *from, room);
	}
	return pages;
}

static int put_heading(struct frame *frame, size_t i)
{
	const struct out *out = &frame->out;
	char *capitals = text_capitals(_(frame->heading[frame->row[i].section]));

	if (!capitals)
		return -1;
	out_print(out, OUT_BOLD, "%s", capitals);
	if (!begins_section(frame, i))
		out_print(out, OUT_DIM, "  %s", _("continued"));
	fputs("\n\n", out->file);
	free(capitals);
	return 0;
}

static char *body_text(struct frame *frame, size_t from, size_t to,
		       unsigned int room)
{
	FILE *file;
	unsigned int used = 0, above;
	int status = begin_text(frame);
	size_t i;

	if (status)
		return NULL;
	file = frame->out.file;
	for (i = from; i < to && !status; i++) {
		above = lines_above(frame, i, i == from);
		used += above + frame->row[i].lines;
		if (above >= HEADING) {
			for (; above > HEADING; above--)
				fputc('\n', file);
			status = put_heading(frame, i);
		} else if (above) {
			fputc('\n', file);
		}
		fputs(frame->row[i].text, file);
	}
	for (; room != UINT_MAX && used < room; used++)
		fputc('\n', file);
	if (!status)
		return end_text(frame);
	free(end_text(frame));
	return NULL;
}

/*
 * The whole of it.
 */

/* Each line after the margin; @height lines at most. */
static void put_lines(const struct frame *frame, FILE *file, const char *text,
		      unsigned int *height)
{
	size_t len;

	for (; *text && *height; text += len + 1, --*height) {
		len = strcspn(text, "\n");
		fprintf(file, "%*s%.*s\n", len ? (int)frame->margin : 0, "",
			(int)len, text);
	}
}

static int put_rows(struct frame *frame, const json_t *board)
{
	return put_posted(frame, board) || put_next(frame, board) ||
	       put_targets(frame, board) ? -1 : 0;
}

static unsigned int room_of(const struct board_size *size,
			    unsigned int around)
{
	if (!size->height)
		return UINT_MAX;
	return size->height > around + ROOM_MIN ? size->height - around :
						  ROOM_MIN;
}

static char *join(struct frame *frame, const char *head, const char *body,
		  const char *foot, unsigned int height)
{
	if (!head || !body || !foot || begin_text(frame))
		return NULL;
	put_lines(frame, frame->out.file, "\n", &height);
	put_lines(frame, frame->out.file, head, &height);
	put_lines(frame, frame->out.file, body, &height);
	put_lines(frame, frame->out.file, foot, &height);
	put_lines(frame, frame->out.file, "\n", &height);
	return end_text(frame);
}

/* The foot is made twice: how tall it is says how many pages there are. */
static char *make(struct frame *frame, const json_t *board,
		  const struct board_size *size, unsigned int *pages)
{
	char *head = head_text(frame, board), *body = NULL, *text;
	char *foot = foot_text(frame, board, "9/9");
	size_t from, to;
	char page[32];
	unsigned int room;

	room = room_of(size, count_lines(head ?: "") +
			     count_lines(foot ?: "") + 2);
	*pages = find_page(frame, size->page, room, &from, &to);
	snprintf(page, sizeof(page), "%u/%u", size->page % *pages + 1, *pages);
	free(foot);
	foot = foot_text(frame, board, *pages > 1 ? page : "");
	body = body_text(frame, from, to, room);
	text = join(frame, head, body, foot, size->height ?: UINT_MAX);
	free(head);
	free(body);
	free(foot);
	return text;
}

char *board_frame(const json_t *board, const struct board_size *size,
		  unsigned int *pages)
{
	unsigned int margin = size->width < WIDE ? 2 : 4;
	struct frame frame = {
		.out.color = size->color,
		.tall = size->height >= TALL,
		.heading = { N_("Posted now"), N_("Next meetings"),
			     N_("Targets") },
	};
	char *text = NULL;
	size_t i;

	frame.out.width = size->width > 2 * margin + WIDTH_MIN ?
			  size->width - 2 * margin : WIDTH_MIN;
	if (frame.out.width > INNER_MAX)
		frame.out.width = INNER_MAX;
	if (size->width > frame.out.width)
		margin = (size->width - frame.out.width) / 2;
	frame.margin = margin;
	if (!put_rows(&frame, board))
		text = make(&frame, board, size, pages);
	for (i = 0; i < frame.n; i++)
		free(frame.row[i].text);
	free(frame.row);
	return text;
}
