// SPDX-License-Identifier: GPL-2.0-only
/*
 * The meaning of a programme's file: what its values are, and whether they fit
 * together. Everything wrong is found in one go. Here a value is known by the
 * address of the pointer to its text, which is where form_complain() finds its
 * line.
 */
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "day.h"
#include "i18n.h"
#include "names.h"
#include "programme.h"
#include "programme_form.h"
#include "programme_value.h"
#include "text.h"

/* What the engine takes, where the contract names no bound. */
#define LATE_DAYS_MAX	36600u
#define ANSWER_DAYS_MAX	255u
#define NUMBER_MAX	65535u
#define TERM_MAX	1200u

#define BODY_MAX	(DINH_ENTRY_SIZE_MAX - sizeof(struct dinh_entry))
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

/**
 * struct list - elements of a file, which begin with their code
 * @what: their name, in the plural
 * @first: the first of them
 * @size: of one
 * @n: how many
 */
struct list {
	const char *what;
	const void *first;
	size_t size;
	unsigned int n;
};

/**
 * struct reader - a file that becomes a programme
 * @form: the file
 * @file: its values
 * @instruments: of @file
 * @requirements: of @file
 * @objectives: of @file
 * @indicators: of @file
 * @programme: what it becomes
 * @texts: titles of the programme, each with its NUL
 * @texts_size: of @texts
 * @texts_full: there are more than fit an entry
 */
struct reader {
	struct form form;
	const struct y_programme *file;
	struct list instruments;
	struct list requirements;
	struct list objectives;
	struct list indicators;
	struct programme *programme;
	char *texts;
	size_t texts_size;
	bool texts_full;
};

#define complain(r, slot, ...)	form_complain(&(r)->form, slot, __VA_ARGS__)

/*
 * Values.
 */

static uint32_t read_number(struct reader *r, char *const *text, uint32_t least,
			    uint32_t most)
{
	uint32_t number = 0;

	if (!value_number(*text, &number) || number < least || number > most)
		complain(r, text, _("a number from %u to %u"), least, most);
	return number;
}

/* A day that is left out is DINH_DAY_NONE. */
static uint32_t read_day(struct reader *r, char *const *text)
{
	uint32_t day = DINH_DAY_NONE;

	if (*text && !day_parse(*text, &day))
		complain(r, text, _("a day, as %s"), "2017-05-12");
	return day;
}

static void read_days(struct reader *r, char *const *from, char *const *until,
		      __le32 *from_day, __le32 *until_day)
{
	uint32_t first = read_day(r, from), last = read_day(r, until);

	if (last && last < first)
		complain(r, until, _("a day not before \"from\", %s"), *from);
	*from_day = htole32(first);
	*until_day = htole32(last);
}

/**
 * struct span_rule - which spans are taken
 * @months: at most
 * @days: at most
 * @of_year: the months are to divide a year
 * @wanted: the same in words
 */
struct span_rule {
	uint32_t months;
	uint32_t days;
	bool of_year;
	const char *wanted;
};

static const struct span_rule rolling_rule = {
	1200, 36600, false,
	N_("up to 1200 months or 36600 days, as \"12 months\" or \"90 days\"")
};

static const struct span_rule period_rule = {
	12, 0, true, N_("1, 2, 3, 4, 6 or 12 months, as \"12 months\"")
};

static const struct span_rule grace_rule = {
	120, 3660, false,
	N_("up to 120 months or 3660 days, as \"3 months\" or \"15 days\"")
};

static const struct span_rule posting_rule = {
	0, 3660, false, N_("1 to 3660 days, as \"30 days\"")
};

/* A span that is left out is nothing. */
static struct span read_span(struct reader *r, char *const *text,
			     const struct span_rule *rule)
{
	struct span span = { 0 };

	if (*text &&
	    (!value_span(*text, &span) || span.months > rule->months ||
	     span.days > rule->days || (rule->of_year && 12 % span.months)))
		complain(r, text, "%s", _(rule->wanted));
	return span;
}

static void read_term(struct reader *r, char *const *text,
		      struct dinh_requirement *to)
{
	uint32_t least, most;

	if (!value_term(*text, &least, &most) || least > TERM_MAX ||
	    most > TERM_MAX)
		complain(r, text,
			 _("up to %u months, as \"12 to 36 months\", \"at least 12 months\", \"at most 36 months\" or \"any\""),
			 TERM_MAX);
	to->term_min = htole16(least);
	to->term_max = htole16(most);
}

/* Return: the one of the two that there is. */
static char *const *one_bound(struct reader *r, char *const *at_least,
			      char *const *over)
{
	if (*at_least && *over)
		complain(r, over, "%s",
			 _("either \"at_least\" or \"over\", not both"));
	return *over ? over : at_least;
}

/* What anybody reaches, or nobody, is a mistake. */
static void read_share(struct reader *r, struct y_share *const *group,
		       struct dinh_share *to)
{
	const struct y_share *y = *group;
	uint16_t num = 0, den = 1;
	char *const *text;

	if (!y)
		return;
	to->of = OF_WHAT(y->of);
	to->group = OF_GROUP(y->of);
	text = one_bound(r, &y->at_least, &y->over);
	to->strict = text == &y->over;
	if (!*text)
		complain(r, group, "%s", _("\"at_least\" or \"over\" in it"));
	else if (!value_share(*text, &num, &den) ||
		 (to->strict ? num == den : !num))
		complain(r, text, "%s", to->strict ?
			 _("a share of less than all, as \"2/3\" or \"50 %\"") :
			 _("a share of at most all, as \"2/3\" or \"50 %\""));
	to->num = htole16(num);
	to->den = htole16(den);
}

/* Without a threshold, an indicator is not judged. */
static void read_threshold(struct reader *r, const struct y_indicator *y,
			   struct dinh_indicator *to)
{
	char *const *text = one_bound(r, &y->at_least, &y->over);
	bool over = text == &y->over;
	uint32_t percent = 0, most = over ? 99 : 100;

	if (!*text)
		return;
	if (!value_percent(*text, &percent) || percent > most)
		complain(r, text, _("0 to %u per cent, as \"70 %%\""), most);
	to->threshold = over ? DINH_THRESHOLD_OVER : DINH_THRESHOLD_AT_LEAST;
	to->percent = percent;
}

/* Offset of a text among all titles; one that is there already is shared. */
static uint32_t add_text(struct reader *r, const char *text)
{
	size_t size = strlen(text) + 1;
	char *at, *more;

	for (at = r->texts; at < r->texts + r->texts_size; at += strlen(at) + 1)
		if (!strcmp(at, text))
			return at - r->texts;
	if (r->texts_size + size > BODY_MAX) {
		r->texts_full = true;
		return 0;
	}
	more = realloc(r->texts, r->texts_size + size);
	if (!more) {
		r->form.no_memory = true;
		return 0;
	}
	r->texts = more;
	memcpy(more + r->texts_size, text, size);
	r->texts_size += size;
	return r->texts_size - size;
}

static __le32 read_text(struct reader *r, char *const *text)
{
	struct error why;
	uint32_t offset = 0;
	char *clean;

	if (text_clean(*text, DINH_TITLE_SIZE - 1, &clean, &why))
		complain(r, text, _("a title (%s)"), why.text);
	else
		offset = add_text(r, clean);
	free(clean);
	return htole32(offset);
}

static void read_title(struct reader *r, char *const *vi, char *const *en,
		       struct dinh_text *to)
{
	to->vi = read_text(r, vi);
	to->en = read_text(r, en);
}

static __le32 read_verified(int verified)
{
	return htole32(verified ? DINH_FLAG_VERIFIED : 0);
}

/*
 * Codes.
 */

static void read_code(struct reader *r, char *const *text,
		      char to[DINH_CODE_SIZE])
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789._-";
	size_t len = strspn(*text, allowed);

	if ((*text)[len] || len >= DINH_CODE_SIZE)
		complain(r, text, _("1 to %d of %s"), DINH_CODE_SIZE - 1,
			 "A-Z a-z 0-9 . _ -");
	else
		memcpy(to, *text, len);
}

static char *const *code_at(const struct list *list, unsigned int i)
{
	return (const void *)((const char *)list->first + i * list->size);
}

/* Return: its index, or the number of them where none has it. */
static unsigned int find_code(const struct list *list, const char *code)
{
	unsigned int i = 0;

	while (i < list->n && strcmp(*code_at(list, i), code))
		i++;
	return i;
}

/* The code of an element, which none before it has. */
static void read_own_code(struct reader *r, const struct list *list,
			  unsigned int i, char to[DINH_CODE_SIZE])
{
	char *const *code = code_at(list, i);

	read_code(r, code, to);
	if (find_code(list, *code) < i)
		complain(r, code, _("a code that no other of the %s has"),
			 list->what);
}

/* Return: the index of the element that has the code, or -1. */
static int read_reference(struct reader *r, char *const *text,
			  const struct list *list)
{
	unsigned int i, at = find_code(list, *text);
	char codes[256] = "";
	size_t len = 0;

	if (at < list->n)
		return at;
	for (i = 0; i < list->n && len < sizeof(codes); i++)
		len += snprintf(codes + len, sizeof(codes) - len, "%s%s",
				i ? ", " : "", *code_at(list, i));
	complain(r, text, _("one of the %s: %s"), list->what, codes);
	return -1;
}

/*
 * Elements.
 */

static void read_instrument(struct reader *r, unsigned int i,
			    struct dinh_instrument *to)
{
	const struct y_instrument *y = &r->file->instruments[i];

	read_own_code(r, &r->instruments, i, to->code);
	read_title(r, &y->vi, &y->en, &to->title);
	read_days(r, &y->from, &y->until, &to->from, &to->until);
	to->flags = read_verified(y->verified);
}

static void read_validity(struct reader *r, struct y_validity *const *group,
			  struct dinh_requirement *to)
{
	const struct y_validity *y = *group;
	struct span span = { 0 }, grace = read_span(r, &y->grace, &grace_rule);

	if (!!y->once + !!y->rolling + !!y->period + !!y->stated != 1)
		complain(r, group, _("just one of these in it: %s"),
			 "once, rolling, period, stated");
	if (y->once && y->grace)
		complain(r, &y->grace, "%s", _("none: once is for good"));
	if (y->rolling) {
		to->validity = DINH_VALIDITY_ROLLING;
		span = read_span(r, &y->rolling, &rolling_rule);
	} else if (y->period) {
		to->validity = DINH_VALIDITY_PERIOD;
		span = read_span(r, &y->period, &period_rule);
	} else if (y->stated) {
		to->validity = DINH_VALIDITY_STATED;
		read_term(r, &y->stated, to);
	}
	to->months = htole16(span.months);
	to->days = htole16(span.days);
	to->grace_months = grace.months;
	to->grace = htole16(grace.days);
}

static void read_headcount(struct reader *r, const struct y_headcount *y,
			   struct dinh_requirement *to)
{
	if (!y)
		return;
	to->headcount_min = htole32(read_number(r, &y->at_least, 1, 999999999));
	to->headcount_group = OF_GROUP(y->of);
}

/* What counts heads has one item, and neither a posting nor votes. */
static void check_heads(struct reader *r, const struct y_requirement *y)
{
	const struct {
		const void *slot;
		bool there;
	} excluded[] = {
		{ &y->items, y->items_count > 1 },
		{ &y->posting, y->posting },
		{ &y->quorum, y->quorum },
		{ &y->majority, y->majority },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(excluded); i++)
		if (y->counts && excluded[i].there)
			complain(r, excluded[i].slot, "%s",
				 _("none: \"counts\" makes it one of heads"));
}

static void read_requirement(struct reader *r, unsigned int i,
			     struct dinh_requirement *to)
{
	const struct y_requirement *y = &r->file->requirements[i];
	int instrument = read_reference(r, &y->instrument, &r->instruments);

	read_own_code(r, &r->requirements, i, to->code);
	read_title(r, &y->vi, &y->en, &to->title);
	to->instrument = htole16(instrument);
	to->kinds = htole16(y->kinds);
	to->flags = read_verified(y->verified);
	read_days(r, &y->from, &y->until, &to->from, &to->until);
	read_headcount(r, y->headcount, to);
	to->groups = y->counts;
	to->has_union = y->has_union;
	read_validity(r, &y->validity, to);
	to->posting = htole16(read_span(r, &y->posting, &posting_rule).days);
	read_share(r, &y->quorum, &to->quorum);
	read_share(r, &y->majority, &to->majority);
	check_heads(r, y);
}

static unsigned int items_of(const struct y_requirement *y)
{
	return y->items_count ?: 1;
}

/* Without items of its own, a requirement is its only item. */
static void read_items(struct reader *r, unsigned int n,
		       const struct dinh_requirement *requirement,
		       struct dinh_item *to)
{
	const struct y_requirement *y = &r->file->requirements[n];
	unsigned int i;

	if (!y->items_count) {
		to->title = requirement->title;
		to->flags = requirement->flags;
	}
	for (i = 0; i < y->items_count; i++, to++) {
		read_title(r, &y->items[i].vi, &y->items[i].en, &to->title);
		to->flags = read_verified(y->items[i].verified);
	}
}

static void read_objective(struct reader *r, unsigned int i,
			   struct dinh_objective *to)
{
	const struct y_objective *other = r->file->objectives;
	const struct y_objective *y = &other[i];

	read_own_code(r, &r->objectives, i, to->code);
	read_title(r, &y->vi, &y->en, &to->title);
	to->kind = htole16(y->kind);
	to->number = htole16(read_number(r, &y->number, 1, NUMBER_MAX));
	to->flags = read_verified(y->verified);
	for (; other < y; other++)
		if (other->kind == y->kind && !strcmp(other->number, y->number))
			complain(r, &y->number,
				 _("another number than that of %s"),
				 other->code);
}

/*
 * Adds to @asked the kinds of which the requirement at @i of an indicator asks
 * something.
 */
static void read_asked(struct reader *r, const struct y_indicator *y,
		       unsigned int i, struct dinh_indicator *to,
		       uint32_t *asked)
{
	char *const *text = &y->requirements[i];
	int at = read_reference(r, text, &r->requirements);
	const struct y_requirement *one;
	unsigned int j;

	to->requirement[i] = htole16(at);
	if (at < 0) {
		/* No second error on account of the first. */
		*asked |= y->kinds;
		return;
	}
	one = &r->file->requirements[at];
	*asked |= one->kinds;
	for (j = 0; j < i; j++)
		if (!strcmp(y->requirements[j], *text))
			complain(r, text, "%s", _("each one once"));
	if (!(one->kinds & y->kinds))
		complain(r, text, "%s",
			 _("a requirement for some of its \"kinds\""));
	if (y->counted == DINH_COUNTED_PERSONS && !one->counts)
		complain(r, text, "%s",
			 _("a requirement that \"counts\" heads, as it does"));
}

/* Units of which nothing is asked would drop out of the figure unseen. */
static void check_population(struct reader *r, const struct y_indicator *y,
			     uint32_t asked)
{
	unsigned int kind;

	for (kind = 0; kind < DINH_KINDS; kind++)
		if (y->kinds & ~asked & 1u << kind)
			complain(r, &y->kinds,
				 _("no kind without a requirement, as \"%s\""),
				 word_name(kind_words, kind));
}

/* Units and persons are counted by what is asked of them. */
static bool counts_asked(const struct y_indicator *y)
{
	return y->counted == DINH_COUNTED_UNITS ||
	       y->counted == DINH_COUNTED_PERSONS;
}

static void read_requirements(struct reader *r, const struct y_indicator *y,
			      struct dinh_indicator *to)
{
	uint32_t asked = 0;
	unsigned int i;

	if (!counts_asked(y) && y->requirements_count) {
		complain(r, &y->requirements, _("none: it counts %s"),
			 word_name(counted_words, y->counted));
		return;
	}
	to->requirements = htole16(y->requirements_count);
	for (i = 0; i < y->requirements_count; i++)
		read_asked(r, y, i, to, &asked);
	if (y->requirements_count)
		check_population(r, y, asked);
	else if (counts_asked(y))
		complain(r, &y->code, _("\"requirements\" beside it: it counts %s"),
			 word_name(counted_words, y->counted));
}

static void read_indicator(struct reader *r, unsigned int n,
			   struct dinh_indicator *to)
{
	const struct y_indicator *y = &r->file->indicators[n];

	read_own_code(r, &r->indicators, n, to->code);
	read_title(r, &y->vi, &y->en, &to->title);
	to->objective = htole16(read_reference(r, &y->objective,
					       &r->objectives));
	to->kinds = htole16(y->kinds);
	to->has_union = y->has_union;
	to->counted = y->counted;
	to->flags = read_verified(y->verified);
	read_requirements(r, y, to);
	read_threshold(r, y, to);
}

/*
 * The whole.
 */

#define ELEMENTS(y, name) \
	((struct list){ _(#name), (y)->name, sizeof(*(y)->name), \
			(y)->name##_count })

static void list_elements(struct reader *r)
{
	r->instruments = ELEMENTS(r->file, instruments);
	r->requirements = ELEMENTS(r->file, requirements);
	r->objectives = ELEMENTS(r->file, objectives);
	r->indicators = ELEMENTS(r->file, indicators);
}

/* A header and all arrays; the texts come last, when they are known. */
static int alloc_programme(struct reader *r)
{
	struct dinh_programme head = {
		.instruments = htole16(r->instruments.n),
		.requirements = htole16(r->requirements.n),
		.indicators = htole16(r->indicators.n),
		.objectives = htole16(r->objectives.n),
	};
	size_t i, items = 0;

	for (i = 0; i < r->requirements.n; i++)
		items += items_of(&r->file->requirements[i]);
	head.items = htole16(items);
	r->programme = calloc(1, sizeof(*r->programme));
	if (!r->programme)
		return -1;
	r->programme->size =
		sizeof(head) +
		r->instruments.n * sizeof(struct dinh_instrument) +
		r->requirements.n * sizeof(struct dinh_requirement) +
		items * sizeof(struct dinh_item) +
		r->indicators.n * sizeof(struct dinh_indicator) +
		r->objectives.n * sizeof(struct dinh_objective);
	r->programme->body = calloc(1, r->programme->size);
	/* Offset 0 is the empty text. */
	r->texts_size = 1;
	r->texts = calloc(1, r->texts_size);
	if (!r->programme->body || !r->texts)
		return -1;
	*r->programme->body = head;
	return 0;
}

static void read_elements(struct reader *r)
{
	const struct programme *p = r->programme;
	/* They are constant for everybody else. */
	struct dinh_instrument *ins = (void *)programme_instruments(p);
	struct dinh_requirement *req = (void *)programme_requirements(p);
	struct dinh_item *item = (void *)programme_items(p);
	struct dinh_indicator *ind = (void *)programme_indicators(p);
	struct dinh_objective *obj = (void *)programme_objectives(p);
	unsigned int i, at = 0;

	for (i = 0; i < r->instruments.n; i++)
		read_instrument(r, i, &ins[i]);
	for (i = 0; i < r->requirements.n; i++) {
		read_requirement(r, i, &req[i]);
		read_items(r, i, &req[i], &item[at]);
		req[i].item = htole16(at);
		req[i].items = items_of(&r->file->requirements[i]);
		at += req[i].items;
	}
	for (i = 0; i < r->objectives.n; i++)
		read_objective(r, i, &obj[i]);
	for (i = 0; i < r->indicators.n; i++)
		read_indicator(r, i, &ind[i]);
}

/* The texts, with NULs up to a multiple of 8. */
static void add_texts(struct reader *r)
{
	struct programme *p = r->programme;
	size_t texts = (r->texts_size + 7) / 8 * 8;
	struct dinh_programme *body;

	if (r->texts_full || p->size + texts > BODY_MAX) {
		errors_add(&r->form.errors,
			   _("%s: too long: rules and titles are to fit into %zu bytes"),
			   r->form.path, BODY_MAX);
		return;
	}
	body = realloc(p->body, p->size + texts);
	if (!body) {
		r->form.no_memory = true;
		return;
	}
	body->texts = htole32(texts);
	memset((char *)body + p->size, 0, texts);
	memcpy((char *)body + p->size, r->texts, r->texts_size);
	p->body = body;
	p->size += texts;
}

static void read_meaning(struct reader *r)
{
	const struct y_programme *y = r->form.file;
	struct dinh_programme *body;

	r->file = y;
	list_elements(r);
	if (alloc_programme(r)) {
		r->form.no_memory = true;
		return;
	}
	body = r->programme->body;
	read_code(r, &y->code, body->code);
	read_title(r, &y->vi, &y->en, &body->title);
	body->from = htole32(read_day(r, &y->from));
	body->late_days = htole32(read_number(r, &y->late_days, 0,
					      LATE_DAYS_MAX));
	if (y->answer_days)
		body->answer_days = read_number(r, &y->answer_days, 1,
						ANSWER_DAYS_MAX);
	else if (y->answer_verified)
		complain(r, &y->answer_verified, _("\"answer_days\" beside it"));
	body->flags = y->answer_verified ? DINH_FLAG_VERIFIED : 0;
	read_elements(r);
	add_texts(r);
}

/* All errors in one: as many whole lines as fit, at least one. */
static void join_errors(const struct errors *errors, struct error *err)
{
	size_t i, len, room = sizeof(err->text) - 64;

	error_set(err, DINH_EXIT_USAGE, "%s", errors->text[0] ?: "");
	for (i = 1; i < errors->count && i < ERRORS_KEPT; i++) {
		const char *text = errors->text[i] ?: "";

		len = strlen(err->text);
		if (len + strlen(text) >= room)
			break;
		sprintf(err->text + len, "\n%s", text);
	}
	len = strlen(err->text);
	if (i < errors->count)
		snprintf(err->text + len, sizeof(err->text) - len,
			 P_("\n%zu more error", "\n%zu more errors",
			    errors->count - i), errors->count - i);
}

struct programme *programme_read(const char *path, struct error *err)
{
	struct reader r = { 0 };
	struct programme *p = NULL;

	if (!form_read(&r.form, path, err)) {
		if (r.form.file)
			read_meaning(&r);
		if (r.form.no_memory)
			error_memory(err);
		else if (r.form.errors.count)
			join_errors(&r.form.errors, err);
		else
			p = r.programme;
	}
	if (!p)
		programme_free(r.programme);
	free(r.texts);
	form_free(&r.form);
	return p;
}
