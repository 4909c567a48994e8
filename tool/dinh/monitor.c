// SPDX-License-Identifier: GPL-2.0-only
/*
 * dinh monitor: what happens, one line each. When notifications were lost, that
 * is said, and what the module still has of the entries is read from it.
 */
#include <endian.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/day.h"
#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/query.h"
#include "../lib/rules.h"
#include "../lib/stream.h"
#include "command.h"
#include "entry.h"
#include "values.h"

#define NAMES	1024

/**
 * struct monitor - what is known while it runs
 * @client: for questions; what is heard comes over another one
 * @next: entry that comes next
 * @utc_offset: minutes
 * @name: units that were named lately, by their number
 */
struct monitor {
	struct context *context;
	struct client *client;
	struct rules rules;
	uint64_t next;
	int utc_offset;
	bool entries;
	bool targets;
	struct {
		uint32_t nr;
		char code[DINH_CODE_SIZE];
	} name[NAMES];
};

static volatile sig_atomic_t ended;

static void end(int signal)
{
	ended = signal;
}

/* "" where it is not to be found. */
static const char *code_of(struct monitor *monitor, uint32_t nr)
{
	size_t at = nr % NAMES;
	struct unit unit;
	struct error err;

	if (!nr)
		return "";
	if (monitor->name[at].nr == nr)
		return monitor->name[at].code;
	if (unit_get(monitor->client, NULL, nr, &unit, &err))
		return "";
	monitor->name[at].nr = nr;
	memcpy(monitor->name[at].code, unit.code, sizeof(unit.code));
	unit_clear(&unit);
	return monitor->name[at].code;
}

/* One line, at once: whoever reads may wait for it. */
static int flush(struct monitor *monitor, struct error *err)
{
	FILE *file = monitor->context->out.file;

	if (!fflush(file) && !ferror(file))
		return 0;
	error_set(err, DINH_EXIT_OK, "%s", "");
	err->code = EPIPE;
	return -1;
}

static int print_json(struct monitor *monitor, json_t *value,
		      struct error *err)
{
	if (out_json(&monitor->context->out, value))
		return error_memory(err);
	return flush(monitor, err);
}

static void print_time(struct monitor *monitor, const struct dinh_entry *entry)
{
	uint64_t seconds = le64toh(entry->wall) / 1000000000 +
			   monitor->utc_offset * 60;
	unsigned int of_day = seconds % 86400;
	char day[32];

	out_print(&monitor->context->out, OUT_DIM, "%s %02u:%02u:%02u  ",
		  day_text(seconds / 86400, day, sizeof(day)), of_day / 3600,
		  of_day / 60 % 60, of_day % 60);
}

static int print_entry(struct monitor *monitor, const struct dinh_entry *entry,
		       size_t size, struct error *err)
{
	const struct out *out = &monitor->context->out;
	json_t *value = entry_value(entry, size, &monitor->rules);
	const char *code;
	char text[512];

	code = code_of(monitor, le32toh(entry->unit));
	put_text(value, "unit_code", code);
	if (out->json)
		return print_json(monitor, value, err);
	print_time(monitor, entry);
	out_print(out, OUT_DIM, "#%-7llu ",
		  (unsigned long long)le64toh(entry->seq));
	out_pad(out, OUT_BOLD, 16, word_label(entry_words, entry->type));
	out_print(out, OUT_PLAIN, "%s%s%s\n", code, *code ? "  " : "",
		  entry_text(value, text, sizeof(text)));
	json_decref(value);
	return flush(monitor, err);
}

/* Too large for a notification: what is known of it without its body. */
static int print_large(struct monitor *monitor, const struct news *news,
		       struct error *err)
{
	struct dinh_entry entry = {
		.type = news->type, .version = 1, .seq = htole64(news->seq),
		.unit = htole32(news->unit), .uid = htole32(DINH_UID_KERNEL),
		.loginuid = htole32(DINH_UID_NONE),
	};
	const struct dinh_entry *found = &entry;
	struct stream *stream = stream_open(news->seq, err);
	int status;

	if (stream && stream_next(stream, &found, err) == 1 &&
	    found->seq != entry.seq)
		found = &entry;
	status = print_entry(monitor, found, found == &entry ? sizeof(entry) :
			     le32toh(found->size), err);
	stream_close(stream);
	return status;
}

static int take_entry(struct monitor *monitor, const struct news *news,
		      struct error *err)
{
	/* What was read after a gap is heard once more. */
	if (news->seq < monitor->next)
		return 0;
	monitor->next = news->seq + 1;
	if (news->type == DINH_ENTRY_PROGRAMME) {
		rules_free(&monitor->rules);
		if (rules_get(monitor->client, &monitor->rules, err))
			return -1;
	}
	if (!news->entry || news->entry_size < sizeof(*news->entry))
		return print_large(monitor, news, err);
	return print_entry(monitor, news->entry, news->entry_size, err);
}

static int print_target(struct monitor *monitor, const char *event,
			const char *code, const struct figure *figure, bool met,
			bool counted, struct error *err)
{
	const struct out *out = &monitor->context->out;
	const struct rules_indicator *indicator =
		rules_indicator(&monitor->rules, figure->indicator);
	json_t *value;

	if (out->json) {
		value = json_object();
		put_text(value, "event", event);
		put_text(value, "scope", code);
		put_text(value, "indicator", figure->indicator);
		put_flag(value, "met", met);
		if (counted) {
			put_number(value, "numerator", figure->numerator);
			put_number(value, "denominator", figure->denominator);
		}
		put_day(value, "today", figure->today);
		return print_json(monitor, value, err);
	}
	out_pad(out, met ? OUT_GOOD : OUT_BAD, 12,
		met ? _("met") : _("not met"));
	out_print(out, OUT_PLAIN, "%s%s%s  %s", code, *code ? "  " : "",
		  figure->indicator,
		  indicator ? title_text(&indicator->title) : "");
	if (counted)
		out_print(out, OUT_DIM, "  %llu/%llu",
			  (unsigned long long)figure->numerator,
			  (unsigned long long)figure->denominator);
	fputc('\n', out->file);
	return flush(monitor, err);
}

static int print_overdue(struct monitor *monitor, const struct news *news,
			 struct error *err)
{
	const struct out *out = &monitor->context->out;
	json_t *value;
	char day[32];

	if (out->json) {
		value = json_object();
		put_text(value, "event", "overdue");
		put_number(value, "assignment", news->assignment);
		put_text(value, "code", news->code);
		put_text(value, "title", news->title);
		put_day(value, "due", news->due);
		put_day(value, "today", news->today);
		return print_json(monitor, value, err);
	}
	out_pad(out, OUT_BAD, 12, _("overdue"));
	out_print(out, OUT_PLAIN, "%s  #%llu, %s: %s\n", news->code,
		  (unsigned long long)news->assignment,
		  day_text(news->due, day, sizeof(day)), news->title);
	return flush(monitor, err);
}

static int take_news(const struct news *news, void *data, struct error *err)
{
	struct monitor *monitor = data;
	struct figure figure = {
		.numerator = news->numerator,
		.denominator = news->denominator,
		.today = news->today,
	};

	memcpy(figure.indicator, news->indicator, sizeof(figure.indicator));
	switch (news->cmd) {
	case DINH_CMD_ENTRY_NTF:
		return take_entry(monitor, news, err);
	case DINH_CMD_TARGET_NTF:
		return print_target(monitor, "target", news->code, &figure,
				    news->met, true, err);
	case DINH_CMD_LAPSE_NTF:
		return print_target(monitor, "lapse", news->code, &figure,
				    false, false, err);
	case DINH_CMD_OVERDUE_NTF:
		return print_overdue(monitor, news, err);
	default:
		return 0;
	}
}

/*
 * After a loss.
 */

static int print_gap(struct monitor *monitor, const char *of, uint64_t from,
		     uint64_t to, struct error *err)
{
	const struct out *out = &monitor->context->out;
	json_t *value;

	if (!out->json) {
		if (from <= to)
			out_print(out, OUT_DOUBT,
				  _("gap: entries %llu to %llu were missed\n"),
				  (unsigned long long)from,
				  (unsigned long long)to);
		else
			out_print(out, OUT_DOUBT, "%s\n",
				  _("gap: notifications were missed"));
		return flush(monitor, err);
	}
	value = json_object();
	put_text(value, "event", "gap");
	put_text(value, "of", of);
	if (from <= to) {
		put_number(value, "from", from);
		put_number(value, "to", to);
	}
	return print_json(monitor, value, err);
}

/* The entries that were not heard, as far as the module still has them. */
static int catch_up(struct monitor *monitor, struct error *err)
{
	const struct dinh_entry *entry;
	struct stream *stream = stream_open(monitor->next, err);
	int status = stream ? 0 : -1;

	while (stream && (status = stream_next(stream, &entry, err)) == 1) {
		uint64_t seq = le64toh(entry->seq);

		if (seq > monitor->next &&
		    print_gap(monitor, "lost", monitor->next, seq - 1, err))
			break;
		if (print_entry(monitor, entry, le32toh(entry->size), err))
			break;
		monitor->next = seq + 1;
	}
	stream_close(stream);
	return status ? -1 : 0;
}

static int resynchronise(struct monitor *monitor, struct error *err)
{
	struct figures figures;
	struct ledger ledger;
	size_t i;
	int status = 0;

	if (ledger_get(monitor->client, &ledger, err) ||
	    print_gap(monitor, "notifications", monitor->next,
		      ledger.size ? ledger.size - 1 : 0, err))
		return -1;
	rules_free(&monitor->rules);
	if (rules_get(monitor->client, &monitor->rules, err) ||
	    (monitor->entries && catch_up(monitor, err)))
		return -1;
	if (!monitor->targets || !*monitor->rules.code)
		return 0;
	if (status_get(monitor->client, NULL, &figures, err))
		return -1;
	for (i = 0; i < figures.n && !status; i++)
		status = print_target(monitor, "target", "", &figures.item[i],
				      figures.item[i].verdict ==
				      DINH_VERDICT_MET, true, err);
	figures_free(&figures);
	return status;
}

static int start(struct monitor *monitor, struct client *ears,
		 struct error *err)
{
	struct ledger ledger;

	if ((monitor->entries &&
	     client_listen(ears, DINH_GROUP_ENTRIES, err)) ||
	    (monitor->targets &&
	     client_listen(ears, DINH_GROUP_TARGETS, err)) ||
	    ledger_get(monitor->client, &ledger, err))
		return -1;
	monitor->utc_offset = ledger.utc_offset;
	return rules_get(monitor->client, &monitor->rules, err);
}

static int listen_on(struct monitor *monitor, struct client *ears,
		     struct error *err)
{
	int status = 0;

	while (!status && !ended) {
		status = news_wait(ears, take_news, monitor, err);
		if (status > 0)
			status = resynchronise(monitor, err);
	}
	/* It ends when it is told to, or when nobody reads it. */
	return ended || err->code == EPIPE ? 0 : status;
}

static int monitor_run(struct context *context, const struct args *args,
		       struct error *err)
{
	const char *what = args_get(args, "entries|targets");
	struct sigaction action = { .sa_handler = end };
	struct client *ears;
	struct monitor *monitor;
	int status = -1;

	if (what && strcmp(what, "entries") && strcmp(what, "targets"))
		return error_set(err, DINH_EXIT_USAGE,
				 _("found \"%s\", allowed: %s"), what,
				 "entries, targets");
	monitor = calloc(1, sizeof(*monitor));
	if (!monitor)
		return error_memory(err);
	monitor->context = context;
	monitor->entries = !what || !strcmp(what, "entries");
	monitor->targets = !what || !strcmp(what, "targets");
	monitor->client = context_client(context, err);
	ears = monitor->client ? client_open(err) : NULL;
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	if (ears && !start(monitor, ears, err))
		status = listen_on(monitor, ears, err);
	client_close(ears);
	rules_free(&monitor->rules);
	free(monitor);
	return status;
}

const struct command monitor_commands[] = {
	{ "monitor", NULL, "[entries|targets]",
	  N_("print what happens as it happens: entries of the ledger, targets reached or lost, "
	     "assignments overdue"),
	  monitor_run },
	{ }
};
