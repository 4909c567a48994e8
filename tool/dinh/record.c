// SPDX-License-Identifier: GPL-2.0-only
/* dinh record: evidence. */
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/day.h"
#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/query.h"
#include "../lib/rules.h"
#include "../lib/stream.h"
#include "../lib/text.h"
#include "../lib/value.h"
#include "command.h"
#include "import.h"
#include "values.h"

static const struct column record_columns[] = {
	{ "seq", N_("record"), LOOK_TEXT },
	{ "code", N_("unit"), LOOK_TEXT },
	{ "requirement", N_("requirement"), LOOK_TEXT },
	{ "title", "", LOOK_TITLE },
	{ "day", N_("day"), LOOK_DAY },
	{ "until", N_("ends on"), LOOK_DAY },
	{ "period", N_("for the period from"), LOOK_DAY },
	{ "last", N_("counts until"), LOOK_DAY },
	{ "items", N_("items"), LOOK_ITEMS },
	{ "group", N_("group"), LOOK_GROUP },
	{ "count", N_("persons"), LOOK_NUMBER },
	{ "eligible", N_("eligible"), LOOK_NUMBER },
	{ "present", N_("present"), LOOK_NUMBER },
	{ "yes", N_("in favour"), LOOK_NUMBER },
	{ "no", N_("against"), LOOK_NUMBER },
	{ "abstain", N_("blank"), LOOK_NUMBER },
	{ "invalid", N_("invalid"), LOOK_NUMBER },
	{ "document", N_("document"), LOOK_TEXT },
	{ "key", N_("key"), LOOK_TEXT },
	{ "late", N_("late"), LOOK_MARK },
	{ "withdrawn", N_("withdrawn"), LOOK_MARK },
	{ "struck", N_("struck by an inspector"), LOOK_MARK },
	{ "upheld", N_("upheld by an inspector"), LOOK_MARK },
	{ "uid", N_("written by uid"), LOOK_TEXT },
	{ "loginuid", N_("logged in as uid"), LOOK_TEXT },
	{ }
};

/* The columns of a table of records, as keys of a command line. */
static const char *field_text(const struct args *args, size_t field)
{
	switch (field) {
	case RECORD_UNIT:
		return args_get(args, "UNIT");
	case RECORD_REQUIREMENT:
		return args_get(args, "REQUIREMENT");
	default:
		return args_get(args, record_fields[field].name);
	}
}

static int take_record(struct context *context, const struct args *args,
		       const struct rules *rules, struct record *record,
		       struct error *err)
{
	struct record_context fields = { .rules = rules };
	const char *text;
	size_t field;

	if (context_today(context, &fields.today, err))
		return -1;
	record_init(record);
	for (field = 0; field < RECORD_FIELDS; field++) {
		text = field_text(args, field);
		/* An empty "period" is a mistake here, not an empty cell. */
		if (text && !*text)
			error_set(err, DINH_EXIT_USAGE, "%s", _("empty"));
		else if (!record_put_field(record, field, text ?: "", &fields,
					   err))
			continue;
		return error_prefix(err, "%s: ", record_fields[field].name);
	}
	return 0;
}

static int report(struct context *context, const struct record *record,
		  const struct rules *rules, const char *done,
		  struct error *err)
{
	const struct rules_requirement *requirement;
	const char *title;
	char day[32];

	if (context->out.json)
		return out_json(&context->out, record_value(record, rules)) ?
		       error_memory(err) : 0;
	requirement = rules_requirement(rules, record->requirement);
	title = requirement ? title_text(&requirement->title) :
			      record->requirement;
	out_print(&context->out, OUT_PLAIN, done,
		  (unsigned long long)record->seq, record->code, title);
	if (record->struck || record->withdrawn)
		;
	else if (record->last == DINH_DAY_FOREVER)
		out_print(&context->out, OUT_PLAIN, " %s",
			  _("It counts for good."));
	else if (record->last)
		out_print(&context->out, OUT_PLAIN, _(" It counts until %s."),
			  day_text(record->last, day, sizeof(day)));
	if (record->late)
		out_print(&context->out, OUT_DOUBT, " %s",
			  _("It is recorded late."));
	fputc('\n', context->out.file);
	return 0;
}

static int record_add_run(struct context *context, const struct args *args,
			  struct error *err)
{
	struct client *client = context_client(context, err);
	bool check = args_has(args, "check");
	struct record record, answer;
	struct rules rules;
	int status;

	if (!client || rules_get(client, &rules, err))
		return -1;
	status = take_record(context, args, &rules, &record, err) ?:
		 record_add(client, &record, check, &answer, err) ?:
		 report(context, check ? &record : &answer, &rules,
			/* TRANSLATORS: number, unit, requirement */
			check ? _("%2$s: %3$s: this could be recorded.") :
				_("Record %1$llu: %2$s: %3$s."), err);
	context->wrote = !check;
	rules_free(&rules);
	return status;
}

static int record_import(struct context *context, const struct args *args,
			 struct error *err)
{
	struct import import = {
		.path = args_get(args, "FILE"),
		.check_only = args_has(args, "check"),
	};

	return run_import(context, &import, import_records, err);
}

/* What is the same for both ways to change a record. */
static int change(struct context *context, uint64_t seq, uint32_t day,
		  const char *reason, const char *done, struct error *err)
{
	struct client *client = context_client(context, err);
	struct record answer;
	struct rules rules;
	int status;

	if (!client || rules_get(client, &rules, err))
		return -1;
	status = reason ? record_withdraw(client, seq, reason, &answer, err) :
			  record_end(client, seq, day, &answer, err);
	context->wrote = true;
	if (!status)
		status = report(context, &answer, &rules, done, err);
	rules_free(&rules);
	return status;
}

static int record_end_run(struct context *context, const struct args *args,
			  struct error *err)
{
	uint64_t seq = 0;
	uint32_t day = 0;

	if (args_seq(args, "SEQ", &seq, err) ||
	    args_day(context, args, "on", &day, err))
		return -1;
	return change(context, seq, day, NULL,
		      _("Record %1$llu: %2$s: %3$s."), err);
}

static int record_withdraw_run(struct context *context,
			       const struct args *args, struct error *err)
{
	uint64_t seq = 0;
	char *reason;
	int status;

	if (args_seq(args, "SEQ", &seq, err))
		return -1;
	if (text_clean(args_get(args, "reason"), DINH_REASON_SIZE - 1, &reason,
		       err))
		return error_prefix(err, "reason: ");
	status = change(context, seq, 0, reason,
			_("Record %1$llu: %2$s: %3$s. It is withdrawn."), err);
	free(reason);
	return status;
}

/* What only the ledger has, as long as the module still holds that entry. */
static void read_entry(struct record *record)
{
	const struct dinh_entry *entry;
	struct record found;
	struct stream *stream;
	struct error err;
	uint16_t number;

	stream = stream_open(record->seq, &err);
	if (stream && stream_next(stream, &entry, &err) == 1 &&
	    entry_record(entry, le32toh(entry->size), &found, &number) &&
	    found.seq == record->seq) {
		if (!record->until)
			record->until = found.until;
		record->period = found.period;
		record->has_document = found.has_document;
		memcpy(record->document, found.document,
		       sizeof(record->document));
		memcpy(record->vote, found.vote, sizeof(record->vote));
	}
	stream_close(stream);
}

static int record_show(struct context *context, const struct args *args,
		       struct error *err)
{
	struct client *client = context_client(context, err);
	struct record record;
	struct rules rules;
	uint64_t seq = 0;
	json_t *value;

	if (!client || args_seq(args, "SEQ", &seq, err) ||
	    record_get(client, seq, &record, err) ||
	    rules_get(client, &rules, err))
		return -1;
	read_entry(&record);
	value = record_value(&record, &rules);
	rules_free(&rules);
	if (context->out.json)
		return out_json(&context->out, value) ? error_memory(err) : 0;
	out_fields(&context->out, record_columns, value);
	json_decref(value);
	return 0;
}

static const struct column list_columns[] = {
	{ "seq", N_("record"), LOOK_NUMBER },
	{ "day", N_("day"), LOOK_DAY },
	{ "last", N_("counts until"), LOOK_DAY },
	{ "what", N_("items"), LOOK_TEXT },
	{ "mark", N_("note"), LOOK_TEXT },
	{ "shown", N_("requirement"), LOOK_TEXT },
	{ }
};

/* Words for what a table shows in one column. */
static void add_words(json_t *row, const struct record *record,
		      const struct rules *rules, uint32_t today)
{
	const struct rules_requirement *requirement =
		rules_requirement(rules, record->requirement);
	const char *mark = "", *group;
	char text[96], number[32];
	uint32_t all;

	if (record->withdrawn)
		mark = _("withdrawn");
	else if (record->struck)
		mark = _("struck");
	else if (record->last < today)
		mark = _("lapsed");
	else if (record->late)
		mark = _("late");
	put_text(row, "mark", mark);
	put_text(row, "shown", requirement ? title_text(&requirement->title) :
					     record->requirement);
	if (record->group < DINH_GROUPS) {
		group = json_string_value(json_object_get(row, "group"));
		snprintf(text, sizeof(text), "%s %s",
			 number_text(record->count, number),
			 word_label(group_words, word_find(group_words, group)));
		put_text(row, "what", text);
		return;
	}
	all = requirement && requirement->items < 32 ?
	      (1u << requirement->items) - 1 : UINT32_MAX;
	if (requirement && requirement->items == 1)
		return;
	if (record->items == all)
		put_text(row, "what", _("all"));
	else
		put_text(row, "what", items_text(record->items, text,
						 sizeof(text)));
}

static int record_list(struct context *context, const struct args *args,
		       struct error *err)
{
	const char *code = args_get(args, "UNIT");
	struct client *client = context_client(context, err);
	struct records records;
	struct rules rules;
	uint32_t today;
	json_t *rows;
	size_t i;

	if (!client || context_today(context, &today, err) ||
	    records_get(client, code, &records, err))
		return -1;
	if (rules_get(client, &rules, err)) {
		records_free(&records);
		return -1;
	}
	context_changed(records.changed || rules.changed);
	rows = json_array();
	for (i = 0; i < records.n; i++) {
		json_t *row = record_value(&records.item[i], &rules);

		if (!context->out.json)
			add_words(row, &records.item[i], &rules, today);
		json_array_append_new(rows, row);
	}
	if (context->out.json) {
		out_json(&context->out, json_pack("{s:s, s:o}", "code", code,
						  "records", rows));
	} else {
		if (records.n)
			out_table(&context->out, list_columns, rows);
		out_print(&context->out, OUT_DIM,
			  P_("%zu record\n", "%zu records\n", records.n),
			  records.n);
		json_decref(rows);
	}
	records_free(&records);
	rules_free(&rules);
	return 0;
}

const struct command record_commands[] = {
	{ "record", "add",
	  "UNIT REQUIREMENT on DATE [items ITEMS] [until DATE] [period PERIOD] "
	  "[group GROUP count N] "
	  "[eligible N present N yes N no N abstain N invalid N] "
	  "[document FILE] [key N] [check]",
	  N_("record that a unit did what is required; of a document only its SHA-256 is kept"),
	  record_add_run },
	{ "record", "import", "FILE [check]",
	  N_("add all records of a table; those that are there already are left"),
	  record_import },
	{ "record", "end", "SEQ on DATE",
	  N_("a posting was taken down, or an agreement ended, before its stated end"),
	  record_end_run },
	{ "record", "withdraw", "SEQ reason TEXT",
	  N_("take back a record of your own; it stays in the ledger"),
	  record_withdraw_run },
	{ "record", "show", "SEQ", N_("all about one record"), record_show },
	{ "record", "list", "UNIT", N_("the records of a unit"), record_list },
	{ }
};
