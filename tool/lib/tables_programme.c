// SPDX-License-Identifier: GPL-2.0-only
/* A programme's entry becomes rows. */
#include <endian.h>
#include <string.h>

#include "i18n.h"
#include "names.h"
#include "tables_rows.h"

/* Where the parts of a programme are, in a body that is large enough. */
struct parts {
	int64_t seq;
	const struct dinh_programme *head;
	const struct dinh_instrument *instrument;
	const struct dinh_requirement *requirement;
	const struct dinh_item *item;
	const struct dinh_indicator *indicator;
	const struct dinh_objective *objective;
	const char *texts;
	size_t texts_size;
};

static size_t parts_size(const struct dinh_programme *head)
{
	return sizeof(*head) +
	       le16toh(head->instruments) * sizeof(struct dinh_instrument) +
	       le16toh(head->requirements) * sizeof(struct dinh_requirement) +
	       le16toh(head->items) * sizeof(struct dinh_item) +
	       le16toh(head->indicators) * sizeof(struct dinh_indicator) +
	       le16toh(head->objectives) * sizeof(struct dinh_objective) +
	       le32toh(head->texts);
}

static int find_parts(struct parts *p, const void *body, size_t size,
		      struct error *err)
{
	const struct dinh_programme *head = body;

	if (size != parts_size(head))
		return faulty(err, _("its parts do not make up its size"));
	p->head = head;
	p->instrument = (const void *)(head + 1);
	p->requirement = (const void *)(p->instrument +
					le16toh(head->instruments));
	p->item = (const void *)(p->requirement + le16toh(head->requirements));
	p->indicator = (const void *)(p->item + le16toh(head->items));
	p->objective = (const void *)(p->indicator + le16toh(head->indicators));
	p->texts = (const void *)(p->objective + le16toh(head->objectives));
	p->texts_size = le32toh(head->texts);
	if (!p->texts_size || p->texts[0] || p->texts[p->texts_size - 1])
		return faulty(err, _("a text is not ended or padded"));
	return 0;
}

/* The values of a title's two columns; NULL where it is none. */
struct title_values {
	struct value vi;
	struct value en;
};

static int text_at(const struct parts *p, __le32 offset, struct value *value,
		   struct error *err)
{
	uint32_t at = le32toh(offset);

	if (at >= p->texts_size)
		return faulty(err, _("text %u is beyond its texts"), at);
	if (!text_good(p->texts + at, strlen(p->texts + at)))
		return faulty(err, _("a text is not UTF-8"));
	*value = TEXT(p->texts + at);
	return 0;
}

static int title_at(const struct parts *p, const struct dinh_text *title,
		    struct title_values *values, struct error *err)
{
	return text_at(p, title->vi, &values->vi, err) ||
	       text_at(p, title->en, &values->en, err) ? -1 : 0;
}

/* A flag that is not known makes it no flag, which the schema refuses. */
static struct value flags(__le32 field)
{
	return NUMBER(le32toh(field));
}

static struct value day(__le32 field)
{
	return UNLESS(le32toh(field), DINH_DAY_NONE);
}

static struct value word(const struct word *words, uint32_t value)
{
	return TEXT(word_name(words, value));
}

static int add_instrument(struct tables *t, const struct parts *p,
			  unsigned int place, struct error *err)
{
	const struct dinh_instrument *b = &p->instrument[place];
	struct title_values title;

	if (code_check(b->code, err) || title_at(p, &b->title, &title, err))
		return -1;
	return run(t, ADD_INSTRUMENT, err, NUMBER(p->seq), NUMBER(place),
		   TEXT(b->code), title.vi, title.en, day(b->from),
		   day(b->until), flags(b->flags));
}

/* A requirement's number is that of its code, which may be new. */
static int number_of(struct tables *t, const struct parts *p, const char *code,
		     int64_t *number, struct error *err)
{
	int found = rows_get(t, GET_NUMBER, VALUES(TEXT(code)), number, 1, err);

	if (found)
		return found < 0 ? -1 : 0;
	if (run(t, ADD_NUMBER, err, TEXT(code), NUMBER(p->seq)))
		return -1;
	*number = sqlite3_last_insert_rowid(t->db);
	return 0;
}

static int add_share(struct tables *t, const struct parts *p,
		     unsigned int place, const char *what,
		     const struct dinh_share *b, struct error *err)
{
	bool of_group = b->of == DINH_OF_GROUP;

	if (b->of == DINH_OF_NOTHING)
		return 0;
	return run(t, ADD_SHARE, err, NUMBER(p->seq), NUMBER(place), TEXT(what),
		   NUMBER(le16toh(b->num)), NUMBER(le16toh(b->den)),
		   word(of_words, b->of), of_group ? NUMBER(b->group) : NONE,
		   TEXT(b->strict ? "over" : "at_least"));
}

static int add_items(struct tables *t, const struct parts *p,
		     unsigned int place, struct error *err)
{
	const struct dinh_requirement *b = &p->requirement[place];
	unsigned int first = le16toh(b->item), i;
	struct title_values title;

	if (first + b->items > le16toh(p->head->items))
		return faulty(err, _("%s has more items than there are"),
			      b->code);
	for (i = 0; i < b->items; i++) {
		const struct dinh_item *item = &p->item[first + i];

		if (title_at(p, &item->title, &title, err) ||
		    run(t, ADD_ITEM, err, NUMBER(p->seq), NUMBER(place),
			NUMBER(i + 1), title.vi, title.en, flags(item->flags)))
			return -1;
	}
	return 0;
}

static int add_requirement(struct tables *t, const struct parts *p,
			   unsigned int place, struct error *err)
{
	const struct dinh_requirement *b = &p->requirement[place];
	uint32_t size_min = le32toh(b->headcount_min);
	struct title_values title;
	int64_t number;

	if (code_check(b->code, err) || title_at(p, &b->title, &title, err) ||
	    number_of(t, p, b->code, &number, err))
		return -1;
	if (run(t, ADD_REQUIREMENT, err, NUMBER(p->seq), NUMBER(place),
		NUMBER(number), title.vi, title.en,
		NUMBER(le16toh(b->instrument)), flags(b->flags),
		NUMBER(le16toh(b->kinds)), word(union_words, b->has_union),
		size_min ? NUMBER(b->headcount_group) : NONE,
		UNLESS(size_min, 0), day(b->from), day(b->until),
		NUMBER(b->items), NUMBER(b->groups),
		word(validity_words, b->validity), NUMBER(le16toh(b->months)),
		NUMBER(le16toh(b->days)), NUMBER(b->grace_months),
		NUMBER(le16toh(b->grace)), NUMBER(le16toh(b->term_min)),
		NUMBER(le16toh(b->term_max)), NUMBER(le16toh(b->posting))))
		return -1;
	if (add_share(t, p, place, "quorum", &b->quorum, err) ||
	    add_share(t, p, place, "majority", &b->majority, err))
		return -1;
	return add_items(t, p, place, err);
}

static int add_objective(struct tables *t, const struct parts *p,
			 unsigned int place, struct error *err)
{
	const struct dinh_objective *b = &p->objective[place];
	struct title_values title;

	if (code_check(b->code, err) || title_at(p, &b->title, &title, err))
		return -1;
	return run(t, ADD_OBJECTIVE, err, NUMBER(p->seq), NUMBER(place),
		   TEXT(b->code), word(objective_words, le16toh(b->kind)),
		   NUMBER(le16toh(b->number)), title.vi, title.en,
		   flags(b->flags));
}

static int add_indicator(struct tables *t, const struct parts *p,
			 unsigned int place, struct error *err)
{
	const struct dinh_indicator *b = &p->indicator[place];
	unsigned int n = le16toh(b->requirements), i;
	struct title_values title;

	if (!n != (b->counted >= DINH_COUNTED_ASSIGNMENTS) ||
	    n > DINH_INDICATOR_REQUIREMENTS_MAX)
		return faulty(err, _("an indicator has %u requirements"), n);
	if (code_check(b->code, err) || title_at(p, &b->title, &title, err) ||
	    run(t, ADD_INDICATOR, err, NUMBER(p->seq), NUMBER(place),
		TEXT(b->code), title.vi, title.en,
		NUMBER(le16toh(b->objective)), NUMBER(le16toh(b->kinds)),
		word(union_words, b->has_union),
		word(counted_words, b->counted),
		word(threshold_words, b->threshold), NUMBER(b->percent),
		flags(b->flags)))
		return -1;
	for (i = 0; i < n; i++)
		if (run(t, ADD_INDICATOR_REQUIREMENT, err, NUMBER(p->seq),
			NUMBER(place), NUMBER(i),
			NUMBER(le16toh(b->requirement[i]))))
			return -1;
	return 0;
}

static int each(struct tables *t, const struct parts *p, unsigned int n,
		int (*add)(struct tables *t, const struct parts *p,
			   unsigned int place, struct error *err),
		struct error *err)
{
	unsigned int place;

	for (place = 0; place < n; place++)
		if (add(t, p, place, err))
			return -1;
	return 0;
}

int tables_add_programme(struct tables *t, const struct dinh_entry *entry,
			 const void *body, size_t size, struct error *err)
{
	const struct dinh_programme *b = body;
	struct parts p = { .seq = le64toh(entry->seq) };
	struct title_values title;

	if (find_parts(&p, body, size, err) || code_check(b->code, err) ||
	    title_at(&p, &b->title, &title, err))
		return -1;
	if (run(t, ADD_PROGRAMME, err, NUMBER(p.seq), TEXT(b->code), title.vi,
		title.en, NUMBER(le32toh(b->from)),
		NUMBER(le32toh(b->late_days)), UNLESS(b->answer_days, 0),
		NUMBER(b->flags)))
		return -1;
	if (each(t, &p, le16toh(b->instruments), add_instrument, err) ||
	    each(t, &p, le16toh(b->requirements), add_requirement, err) ||
	    each(t, &p, le16toh(b->objectives), add_objective, err))
		return -1;
	return each(t, &p, le16toh(b->indicators), add_indicator, err);
}
