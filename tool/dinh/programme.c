// SPDX-License-Identifier: GPL-2.0-only
/* dinh programme: the rules. */
#include <endian.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../lib/day.h"
#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/programme.h"
#include "../lib/query.h"
#include "../lib/rules.h"
#include "command.h"
#include "values.h"

#define INDENT	2

/*
 * JSON.
 */

static void put_share(json_t *object, const char *key,
		      const struct rules_share *share)
{
	json_t *value;

	if (share->of == DINH_OF_NOTHING)
		return;
	value = json_object();
	put_number(value, "num", share->num);
	put_number(value, "den", share->den);
	put_text(value, "of", word_name(of_words, share->of));
	if (share->of == DINH_OF_GROUP)
		put_text(value, "group", word_name(group_words, share->group));
	put_flag(value, "strict", share->strict);
	json_object_set_new(object, key, value);
}

static json_t *instrument_value(const struct rules_instrument *e)
{
	json_t *value = json_object();

	put_text(value, "code", e->code);
	put_title(value, "title", &e->title);
	put_day(value, "from", e->from);
	put_day(value, "until", e->until);
	put_flag(value, "verified", e->verified);
	return value;
}

static json_t *requirement_value(const struct rules_requirement *e)
{
	json_t *value = json_object(), *items = json_array(), *item;
	uint32_t i;

	put_text(value, "code", e->code);
	put_title(value, "title", &e->title);
	put_text(value, "instrument", e->instrument);
	put_number(value, "number", e->number);
	put_words(value, "kinds", kind_words, e->kinds);
	put_text(value, "union", word_name(union_words, e->has_union));
	put_day(value, "from", e->from);
	put_day(value, "until", e->until);
	if (e->headcount_min) {
		put_number(value, "headcount_min", e->headcount_min);
		put_text(value, "headcount_group",
			 word_name(group_words, e->headcount_group));
	}
	if (e->groups)
		put_words(value, "groups", group_words, e->groups);
	put_text(value, "validity", word_name(validity_words, e->validity));
	put_number(value, "months", e->months);
	put_number(value, "days", e->days);
	put_number(value, "grace_months", e->grace_months);
	put_number(value, "grace", e->grace);
	put_number(value, "term_min", e->term_min);
	put_number(value, "term_max", e->term_max);
	put_number(value, "posting", e->posting);
	put_share(value, "quorum", &e->quorum);
	put_share(value, "majority", &e->majority);
	for (i = 0; i < e->items; i++) {
		item = json_object();
		put_title(item, "title", &e->item[i].title);
		put_flag(item, "verified", e->item[i].verified);
		json_array_append_new(items, item);
	}
	json_object_set_new(value, "items", items);
	put_flag(value, "verified", e->verified);
	return value;
}

static json_t *indicator_value(const struct rules_indicator *e)
{
	json_t *value = json_object(), *requirements = json_array();
	uint32_t i;

	put_text(value, "code", e->code);
	put_title(value, "title", &e->title);
	put_text(value, "objective", e->objective);
	put_words(value, "kinds", kind_words, e->kinds);
	put_text(value, "union", word_name(union_words, e->has_union));
	put_text(value, "counted", word_name(counted_words, e->counted));
	put_text(value, "threshold", word_name(threshold_words, e->threshold));
	put_number(value, "percent", e->percent);
	for (i = 0; i < e->requirements; i++)
		json_array_append_new(requirements,
				      json_string(e->requirement[i]));
	json_object_set_new(value, "requirements", requirements);
	put_flag(value, "verified", e->verified);
	return value;
}

static json_t *objective_value(const struct rules_objective *e)
{
	json_t *value = json_object();

	put_text(value, "code", e->code);
	put_title(value, "title", &e->title);
	put_text(value, "kind", word_name(objective_words, e->kind));
	put_number(value, "number", e->number);
	put_flag(value, "verified", e->verified);
	return value;
}

static json_t *rules_value(const struct rules *rules)
{
	json_t *value = json_object(), *list;
	size_t i;

	put_text(value, "code", rules->code);
	put_title(value, "title", &rules->title);
	put_day(value, "from", rules->from);
	put_number(value, "late_days", rules->late_days);
	if (rules->answer_days) {
		put_number(value, "answer_days", rules->answer_days);
		put_flag(value, "answer_verified", rules->answer_verified);
	}
#define LIST(field, name) do {						\
		list = json_array();					\
		for (i = 0; i < rules->field##s; i++)			\
			json_array_append_new(list,			\
				field##_value(&rules->field[i]));	\
		json_object_set_new(value, name, list);			\
	} while (0)
	LIST(instrument, "instruments");
	LIST(requirement, "requirements");
	LIST(indicator, "indicators");
	LIST(objective, "objectives");
#undef LIST
	return value;
}

/*
 * Text: objectives, below each its indicators, below these what they ask.
 */

static void print_doubt(const struct out *out, bool verified)
{
	if (!verified)
		out_print(out, OUT_DOUBT, "? ");
}

/**
 * struct terms - a line that is put together
 * @len: bytes of @text in use
 */
struct terms {
	size_t len;
	char text[1024];
};

static void add(struct terms *terms, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void add(struct terms *terms, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(terms->text + terms->len, sizeof(terms->text) - terms->len,
		  format, args);
	va_end(args);
	terms->len += strlen(terms->text + terms->len);
}

/* "12 months 15 days" */
static const char *time_text(uint32_t months, uint32_t days, char *buf,
			     size_t size)
{
	size_t len = 0;

	*buf = '\0';
	if (months)
		len = snprintf(buf, size, P_("%u month", "%u months", months),
			       months);
	if (days && len < size)
		len += snprintf(buf + len, size - len, "%s", months ? " " : "");
	if (days && len < size)
		snprintf(buf + len, size - len, P_("%u day", "%u days", days),
			 days);
	return buf;
}

/* "; quorum at least 2/3 of those eligible" */
static void add_share(struct terms *terms, const char *what,
		      const struct rules_share *share)
{
	if (share->of == DINH_OF_NOTHING)
		return;
	/* TRANSLATORS: quorum or majority, at least or over, share, of whom */
	add(terms, _("; %s %s %u/%u of %s"), what,
	    share->strict ? _("over") : _("at least"), share->num, share->den,
	    share->of == DINH_OF_GROUP ?
	    word_label(group_words, share->group) :
	    word_label(of_words, share->of));
}

static void add_validity(struct terms *terms,
			 const struct rules_requirement *e)
{
	char text[96];

	time_text(e->months, e->days, text, sizeof(text));
	switch (e->validity) {
	case DINH_VALIDITY_ROLLING:
		add(terms, _("counts for %s"), text);
		break;
	case DINH_VALIDITY_PERIOD:
		add(terms, _("counts for a calendar period of %s"), text);
		break;
	case DINH_VALIDITY_STATED:
		add(terms, "%s", _("counts to its stated end"));
		break;
	default:
		add(terms, "%s", _("counts for good"));
	}
	if (e->grace_months || e->grace)
		add(terms, _(", and %s of grace"),
		    time_text(e->grace_months, e->grace, text, sizeof(text)));
}

/* How long a record of it counts, and what it takes. */
static void print_terms(const struct out *out,
			const struct rules_requirement *e)
{
	struct terms terms = { 0 };

	add_validity(&terms, e);
	if (e->term_max)
		add(&terms, _("; a term of %u to %u months"), e->term_min,
		    e->term_max);
	else if (e->term_min)
		add(&terms, _("; a term of %u months at least"), e->term_min);
	if (e->posting)
		add(&terms, P_("; posted for %u day at least",
			       "; posted for %u days at least", e->posting),
		    e->posting);
	add_share(&terms, _("quorum"), &e->quorum);
	add_share(&terms, _("majority"), &e->majority);
	if (e->headcount_min)
		add(&terms, _("; of units with %u %s or more"),
		    e->headcount_min,
		    word_label(group_words, e->headcount_group));
	if (e->has_union != DINH_UNION_ANY)
		add(&terms, "; %s", word_label(union_words, e->has_union));
	fprintf(out->file, "%*s", 4 * INDENT, "");
	out_wrap(out, OUT_DIM, 4 * INDENT, terms.text);
}

static void print_requirement(const struct out *out,
			      const struct rules_requirement *e)
{
	uint32_t i;

	fprintf(out->file, "%*s", 3 * INDENT, "");
	print_doubt(out, e->verified);
	out_print(out, OUT_PLAIN, "%s  ", title_text(&e->title));
	out_print(out, OUT_DIM, "%s\n", e->code);
	print_terms(out, e);
	/* A single one says no more than the requirement. */
	for (i = 0; i < e->items && e->items > 1; i++) {
		fprintf(out->file, "%*s%2u. ", 4 * INDENT, "", i + 1);
		print_doubt(out, e->item[i].verified);
		out_wrap(out, OUT_PLAIN, 4 * INDENT + 4,
			 title_text(&e->item[i].title));
	}
}

static void print_indicator(const struct out *out, const struct rules *rules,
			    const struct rules_indicator *e)
{
	const struct rules_requirement *requirement;
	uint32_t i;

	fprintf(out->file, "%*s", INDENT, "");
	print_doubt(out, e->verified);
	out_print(out, OUT_BOLD, "%s  ", e->code);
	out_print(out, OUT_PLAIN, "%s", title_text(&e->title));
	if (e->threshold != DINH_THRESHOLD_NONE)
		out_print(out, OUT_DIM, ": %s %u %%",
			  word_label(threshold_words, e->threshold),
			  e->percent);
	out_print(out, OUT_DIM, " (%s)\n",
		  word_label(counted_words, e->counted));
	for (i = 0; i < e->requirements; i++) {
		requirement = rules_requirement(rules, e->requirement[i]);
		if (requirement)
			print_requirement(out, requirement);
	}
}

static void print_objective(const struct out *out, const struct rules *rules,
			    const struct rules_objective *e)
{
	char heading[DINH_TITLE_SIZE + 64];
	size_t i;

	snprintf(heading, sizeof(heading), "%s %u. %s",
		 word_label(objective_words, e->kind), e->number,
		 title_text(&e->title));
	fputc('\n', out->file);
	print_doubt(out, e->verified);
	out_wrap(out, OUT_BOLD, INDENT, heading);
	for (i = 0; i < rules->indicators; i++)
		if (!strcmp(rules->indicator[i].objective, e->code))
			print_indicator(out, rules, &rules->indicator[i]);
}

static void print_instrument(const struct out *out,
			     const struct rules_instrument *e)
{
	struct terms terms = { 0 };
	char day[32];

	add(&terms, "%s", title_text(&e->title));
	if (e->from)
		add(&terms, _(", from %s"), day_text(e->from, day, sizeof(day)));
	if (e->until)
		add(&terms, _(" until %s"),
		    day_text(e->until, day, sizeof(day)));
	fprintf(out->file, "%*s", INDENT, "");
	print_doubt(out, e->verified);
	out_wrap(out, OUT_PLAIN, 2 * INDENT, terms.text);
}

static void print_rules(const struct out *out, const struct rules *rules)
{
	char day[32];
	size_t i;

	out_print(out, OUT_BOLD, "%s", title_text(&rules->title));
	out_print(out, OUT_DIM, "  %s\n", rules->code);
	out_print(out, OUT_PLAIN, _("in force from %s; a record is late after %u days\n"),
		  day_text(rules->from, day, sizeof(day)), rules->late_days);
	if (rules->answer_days) {
		print_doubt(out, rules->answer_verified);
		out_print(out, OUT_PLAIN, _("a finding is to be answered within %u days\n"),
			  rules->answer_days);
	}
	for (i = 0; i < rules->objectives; i++)
		print_objective(out, rules, &rules->objective[i]);
	out_print(out, OUT_BOLD, "\n%s\n", _("Instruments"));
	for (i = 0; i < rules->instruments; i++)
		print_instrument(out, &rules->instrument[i]);
	fputc('\n', out->file);
	out_print(out, OUT_DOUBT, "? ");
	out_print(out, OUT_DIM, "%s\n",
		  _("not verified: not checked against its source"));
}

static int programme_show(struct context *context, const struct args *args,
			  struct error *err)
{
	struct client *client = context_client(context, err);
	struct rules rules;
	int status = 0;

	(void)args;
	if (!client || rules_get(client, &rules, err))
		return -1;
	context_changed(rules.changed);
	if (context->out.json)
		status = out_json(&context->out, rules_value(&rules)) ?
			 error_memory(err) : 0;
	else if (*rules.code)
		print_rules(&context->out, &rules);
	else
		out_print(&context->out, OUT_PLAIN, "%s\n",
			  _("No programme is in force; `dinh programme load FILE` loads one."));
	rules_free(&rules);
	return status;
}

/*
 * Files.
 */

/* What is in a programme that was read from a file. */
static json_t *file_value(const char *path, const struct programme *programme)
{
	const struct dinh_programme *body = programme->body;
	json_t *value = json_object();
	struct title title = {
		.vi = (char *)programme_text(programme, body->title.vi),
		.en = (char *)programme_text(programme, body->title.en),
	};

	put_text(value, "file", path);
	put_text(value, "code", body->code);
	put_title(value, "title", &title);
	put_day(value, "from", le32toh(body->from));
	put_number(value, "instruments", le16toh(body->instruments));
	put_number(value, "requirements", le16toh(body->requirements));
	put_number(value, "items", le16toh(body->items));
	put_number(value, "indicators", le16toh(body->indicators));
	put_number(value, "objectives", le16toh(body->objectives));
	return value;
}

static const struct column file_columns[] = {
	{ "code", N_("programme"), LOOK_TEXT },
	{ "title", "", LOOK_TITLE },
	{ "from", N_("in force from"), LOOK_DAY },
	{ "instruments", N_("instruments"), LOOK_NUMBER },
	{ "requirements", N_("requirements"), LOOK_NUMBER },
	{ "items", N_("items"), LOOK_NUMBER },
	{ "indicators", N_("indicators"), LOOK_NUMBER },
	{ "objectives", N_("objectives"), LOOK_NUMBER },
	{ }
};

static int report(struct context *context, const char *path,
		  const struct programme *programme, const char *done,
		  struct error *err)
{
	const struct dinh_programme *body = programme->body;
	json_t *value = file_value(path, programme);

	if (context->out.json)
		return out_json(&context->out, value) ? error_memory(err) : 0;
	out_fields(&context->out, file_columns, value);
	json_decref(value);
	out_print(&context->out, OUT_GOOD, done, body->code);
	fputc('\n', context->out.file);
	return 0;
}

static int programme_check(struct context *context, const struct args *args,
			   struct error *err)
{
	const char *path = args_get(args, "FILE");
	struct programme *programme = programme_read(path, err);
	int status;

	if (!programme)
		return -1;
	status = report(context, path, programme, _("%s has no mistake."),
			err);
	programme_free(programme);
	return status;
}

static int programme_load_run(struct context *context, const struct args *args,
			      struct error *err)
{
	const char *path = args_get(args, "FILE");
	struct programme *programme = programme_read(path, err);
	bool check = args_has(args, "check");
	struct client *client;
	int status = -1;

	if (!programme)
		return -1;
	client = context_client(context, err);
	if (client)
		status = programme_load(client, programme, check, err);
	context->wrote = !check;
	if (!status)
		status = report(context, path, programme,
				check ? _("%s could be loaded.") :
					_("%s is loaded."), err);
	programme_free(programme);
	return status;
}

const struct command programme_commands[] = {
	{ "programme", "load", "FILE [check]",
	  N_("load the rules of a programme from its YAML file; records are kept"),
	  programme_load_run },
	{ "programme", "show", "",
	  N_("the programme in force: targets, indicators, what they ask"),
	  programme_show },
	{ "programme", "check", "FILE",
	  N_("look for mistakes in a file, without the module"),
	  programme_check },
	{ }
};
