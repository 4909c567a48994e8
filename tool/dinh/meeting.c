// SPDX-License-Identifier: GPL-2.0-only
/* dinh meeting: opened, attended, voted, and closed by the rules. */
#include <ctype.h>
#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/day.h"
#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/query.h"
#include "../lib/text.h"
#include "../lib/value.h"
#include "command.h"
#include "kiosk.h"
#include "values.h"

/* Digits of a card. */
#define CARD_MAX	31

static int print_seq(struct context *context, uint64_t meeting, uint64_t seq,
		     uint64_t kiosk, bool check, struct error *err)
{
	json_t *value = json_object();

	put_number(value, "meeting", meeting);
	if (seq)
		put_number(value, "seq", seq);
	if (kiosk)
		put_number(value, "kiosk", kiosk);
	put_flag(value, "checked", check);
	return out_json(&context->out, value) ? error_memory(err) : 0;
}

/*
 * The roll: one card a line.
 */

struct roll {
	uint8_t (*digest)[DINH_HASH_SIZE];
	char (*card)[CARD_MAX + 1];
	unsigned int *line;
	uint32_t n;
};

static void roll_free(struct roll *roll)
{
	free(roll->digest);
	free(roll->card);
	free(roll->line);
}

static bool is_card(const char *text, size_t len)
{
	return len && len <= CARD_MAX && strspn(text, "0123456789") == len;
}

static int roll_add(struct roll *roll, const char *path, unsigned int line,
		    const char *card, size_t len, struct error *err)
{
	uint32_t i;

	if (!is_card(card, len))
		return error_set(err, DINH_EXIT_USAGE,
				 _("%s:%u: a card is 1 to %d digits"), path,
				 line, CARD_MAX);
	for (i = 0; i < roll->n; i++)
		if (!strcmp(roll->card[i], card))
			return error_set(err, DINH_EXIT_USAGE,
					 _("%s:%u: the card of line %u again"),
					 path, line, roll->line[i]);
	if (roll->n == DINH_CARDS_MAX)
		return error_set(err, DINH_EXIT_USAGE,
				 _("%s:%u: more than %u cards"), path, line,
				 DINH_CARDS_MAX);
	memcpy(roll->card[roll->n], card, len + 1);
	roll->line[roll->n] = line;
	if (!EVP_Digest(card, len, roll->digest[roll->n], NULL, EVP_sha256(),
			NULL))
		return error_memory(err);
	roll->n++;
	return 0;
}

static int roll_read(struct roll *roll, const char *path, FILE *file,
		     struct error *err)
{
	unsigned int number = 0;
	char line[256];
	size_t len;

	while (fgets(line, sizeof(line), file)) {
		number++;
		len = strcspn(line, "#\r\n");
		while (len && isspace((unsigned char)line[len - 1]))
			len--;
		line[len] = '\0';
		if (len && roll_add(roll, path, number, line, len, err))
			return -1;
	}
	if (!roll->n && !ferror(file))
		return error_set(err, DINH_EXIT_USAGE, _("%s: no card in it"),
				 path);
	return ferror(file) ? error_set(err, DINH_EXIT_USAGE, "%s: %s", path,
					strerror(errno)) : 0;
}

static int roll_open(struct roll *roll, const char *path, struct error *err)
{
	FILE *file = fopen(path, "re");
	int status;

	if (!file)
		return error_set(err, DINH_EXIT_USAGE, "%s: %s", path,
				 strerror(errno));
	roll->digest = calloc(DINH_CARDS_MAX, sizeof(*roll->digest));
	roll->card = calloc(DINH_CARDS_MAX, sizeof(*roll->card));
	roll->line = calloc(DINH_CARDS_MAX, sizeof(*roll->line));
	status = roll->digest && roll->card && roll->line ?
		 roll_read(roll, path, file, err) : error_memory(err);
	fclose(file);
	return status;
}

static int take_meeting(struct context *context, const struct args *args,
			struct meeting *meeting, struct error *err)
{
	const char *items = args_get(args, "items");
	const char *period = args_get(args, "period");

	if (value_code(args_get(args, "UNIT"), meeting->code, err))
		return error_prefix(err, "UNIT: ");
	if (value_code(args_get(args, "REQUIREMENT"), meeting->requirement,
		       err))
		return error_prefix(err, "REQUIREMENT: ");
	if (items && strcmp(items, "all") &&
	    value_items(items, NULL, &meeting->items, err))
		return error_prefix(err, "items: ");
	if (period && value_period(period, &meeting->period, err))
		return error_prefix(err, "period: ");
	if (args_count(args, "eligible", DINH_COUNT_MAX, &meeting->eligible,
		       err) ||
	    args_day(context, args, "on", &meeting->day, err) ||
	    args_day(context, args, "until", &meeting->until, err) ||
	    args_seq(args, "key", &meeting->key, err))
		return -1;
	return args_word(args, "ballot", ballot_words, &meeting->ballot, err);
}

/* The kiosk of a meeting, where one is asked for. */
static int take_its_kiosk(const struct args *args, struct kiosk *kiosk,
			  struct error *err)
{
	static const char *const words[] = { "as", "keys", "virtual" };
	size_t i;

	if (args_has(args, "kiosk")) {
		if (!args_has(args, "as"))
			return error_set(err, DINH_EXIT_USAGE,
					 _("%s is missing"), "as");
		return kiosk_take(args, "kiosk", kiosk, err);
	}
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (args_has(args, words[i]))
			return error_set(err, DINH_EXIT_USAGE,
					 _("%s: of a kiosk, and there is none"),
					 words[i]);
	return 0;
}

/* A meeting that cannot have the kiosk it was opened with is not held. */
static int bind_its_kiosk(struct client *client, struct kiosk *kiosk,
			  const struct meeting *meeting, uint64_t seq,
			  struct error *err)
{
	struct error ignored = { 0 };
	uint64_t end;

	snprintf(kiosk->code, sizeof(kiosk->code), "%s", meeting->code);
	kiosk->meeting = seq;
	if (!kiosk_bind(client, kiosk, false, err))
		return 0;
	if (meeting_void(client, seq, "its kiosk was not bound", false, &end,
			 &ignored))
		return error_prefix(err, _("meeting %llu stays open without its kiosk: "),
				    (unsigned long long)seq);
	return error_prefix(err, _("meeting %llu is void, its kiosk was not bound: "),
			    (unsigned long long)seq);
}

static int report_opened(struct context *context,
			 const struct meeting *meeting, uint64_t seq,
			 const struct kiosk *kiosk, bool check,
			 struct error *err)
{
	if (context->out.json)
		return print_seq(context, seq, seq, kiosk->seq, check, err);
	if (check)
		out_print(&context->out, OUT_PLAIN,
			  _("%s: this meeting could be opened.\n"),
			  meeting->code);
	else
		out_print(&context->out, OUT_PLAIN,
			  _("Meeting %llu: %s: %s, %u eligible, %s.\n"),
			  (unsigned long long)seq, meeting->code,
			  meeting->requirement, meeting->eligible,
			  word_label(ballot_words, meeting->ballot));
	if (kiosk->seq)
		kiosk_print(&context->out, kiosk);
	return 0;
}

static int meeting_open_run(struct context *context, const struct args *args,
			    struct error *err)
{
	struct client *client = context_client(context, err);
	const char *path = args_get(args, "roll");
	bool check = args_has(args, "check");
	struct meeting meeting = { 0 };
	struct kiosk kiosk = { 0 };
	struct roll roll = { 0 };
	uint64_t seq = 0;
	int status;

	if (!client || take_meeting(context, args, &meeting, err) ||
	    take_its_kiosk(args, &kiosk, err))
		return -1;
	status = path ? roll_open(&roll, path, err) : 0;
	meeting.roll = roll.digest ? roll.digest[0] : NULL;
	meeting.cards = roll.n;
	status = status ?: meeting_open(client, &meeting, check, &seq, err);
	if (!status && !check && args_has(args, "kiosk"))
		status = bind_its_kiosk(client, &kiosk, &meeting, seq, err);
	status = status ?:
		 report_opened(context, &meeting, seq, &kiosk, check, err);
	context->wrote = !status && !check;
	roll_free(&roll);
	return status;
}

/*
 * How it stands.
 */

static json_t *sums_value(const struct sums *sums, bool votes)
{
	json_t *value = json_object();

	put_number(value, "present", sums->present);
	if (!votes)
		return value;
	put_number(value, "yes", sums->yes);
	put_number(value, "no", sums->no);
	put_number(value, "abstain", sums->abstain);
	put_number(value, "invalid", sums->invalid);
	return value;
}

static struct sums from_kiosks(const struct meeting *meeting)
{
	const struct sums *all = &meeting->all, *typed = &meeting->typed;

	return (struct sums){
		.present = all->present - typed->present,
		.yes = all->yes - typed->yes,
		.no = all->no - typed->no,
		.abstain = all->abstain - typed->abstain,
		.invalid = all->invalid - typed->invalid,
	};
}

static void put_sums(json_t *value, const struct meeting *meeting)
{
	struct sums kiosks = from_kiosks(meeting);
	bool votes = meeting->has_votes;

	put_number(value, "eligible", meeting->eligible);
	json_object_set_new(value, "all", sums_value(&meeting->all, votes));
	json_object_set_new(value, "typed",
			    sums_value(&meeting->typed, votes));
	json_object_set_new(value, "kiosks", sums_value(&kiosks, votes));
	if (!meeting->needs_known)
		return;
	put_number(value, "present_needed", meeting->present_needed);
	put_number(value, "yes_needed", meeting->yes_needed);
}

static uint32_t short_by(uint32_t needed, uint32_t got)
{
	return needed > got ? needed - got : 0;
}

static void print_line(const char *title, uint32_t all, uint32_t typed)
{
	printf("  %s: %u", title, all);
	if (typed)
		printf(_(" (%u typed, %u by kiosk)"), typed, all - typed);
	putchar('\n');
}

static void print_votes(const struct meeting *meeting)
{
	const struct sums *all = &meeting->all, *typed = &meeting->typed;

	print_line(_("in favour"), all->yes, typed->yes);
	print_line(_("against"), all->no, typed->no);
	print_line(_("abstaining"), all->abstain, typed->abstain);
	print_line(_("not valid"), all->invalid, typed->invalid);
}

static json_t *meeting_value(const struct meeting *meeting)
{
	json_t *value = json_object();

	put_number(value, "meeting", meeting->seq);
	put_text(value, "code", meeting->code);
	put_text(value, "name", meeting->name);
	put_text(value, "requirement", meeting->requirement);
	put_day(value, "day", meeting->day);
	put_text(value, "ballot", word_name(ballot_words, meeting->ballot));
	if (meeting->cards)
		put_number(value, "cards", meeting->cards);
	put_sums(value, meeting);
	if (meeting->needs_known)
		put_number(value, "short",
			   short_by(meeting->present_needed,
				    meeting->all.present));
	put_number(value, "cast", meeting->cast);
	return value;
}

static void print_quorum(const struct out *out, const struct meeting *meeting)
{
	uint32_t lacks = short_by(meeting->present_needed,
				  meeting->all.present);

	if (!meeting->needs_known)
		out_print(out, OUT_DOUBT,
			  _("  quorum: not known, for a headcount is not\n"));
	else if (lacks)
		out_print(out, OUT_BAD, _("  quorum: %u needed, %u short\n"),
			  meeting->present_needed, lacks);
	else
		out_print(out, OUT_GOOD, _("  quorum: %u needed, reached\n"),
			  meeting->present_needed);
}

static void print_stands(const struct out *out, const struct meeting *meeting)
{
	printf("  %s: %u\n", _("eligible"), meeting->eligible);
	print_line(_("present"), meeting->all.present, meeting->typed.present);
	print_quorum(out, meeting);
	printf("  %s: %u, %s\n", _("votes cast"), meeting->cast,
	       word_label(ballot_words, meeting->ballot));
	if (meeting->has_votes && meeting->cast)
		print_votes(meeting);
}

static void print_meeting(const struct out *out, const struct meeting *meeting)
{
	char day[DAY_SIZE];

	out_print(out, OUT_BOLD, _("Meeting %llu: %s, %s, on %s\n"),
		  (unsigned long long)meeting->seq, meeting->name,
		  meeting->requirement, day_name(meeting->day, day));
	print_stands(out, meeting);
	if (meeting->cards)
		printf(_("  roll: %u cards, and no others\n"), meeting->cards);
}

/*
 * While it is open.
 */

static int report_noted(struct context *context, const char *text,
			uint64_t meeting, uint64_t seq, bool check,
			struct error *err)
{
	if (context->out.json)
		return print_seq(context, meeting, seq, 0, check, err);
	out_print(&context->out, OUT_PLAIN, check ?
		  _("Meeting %llu: this could be noted.\n") : text,
		  (unsigned long long)meeting);
	return 0;
}

/* And the figures after it, unless somebody has ended the meeting meanwhile. */
static int report_stands(struct context *context, struct client *client,
			 const char *text, uint64_t number, uint64_t seq,
			 bool check, struct error *err)
{
	struct error ignored = { 0 };
	struct meetings one = { 0 };
	json_t *value;

	if (check || !context->out.json)
		report_noted(context, text, number, seq, check, err);
	if (check)
		return 0;
	if (meeting_get(client, number, &one, &ignored) || !one.n) {
		meetings_free(&one);
		return context->out.json ?
		       print_seq(context, number, seq, 0, false, err) : 0;
	}
	if (!context->out.json) {
		print_stands(&context->out, &one.item[0]);
		meetings_free(&one);
		return 0;
	}
	value = meeting_value(&one.item[0]);
	if (seq)
		put_number(value, "seq", seq);
	meetings_free(&one);
	return out_json(&context->out, value) ? error_memory(err) : 0;
}

static int meeting_attend_run(struct context *context, const struct args *args,
			      struct error *err)
{
	struct client *client = context_client(context, err);
	const char *card = args_get(args, "card");
	bool check = args_has(args, "check");
	uint64_t meeting = 0, seq = 0;
	uint32_t count = 0;

	if (!client || args_seq(args, "MEETING", &meeting, err) ||
	    args_count(args, "count", DINH_COUNT_MAX, &count, err))
		return -1;
	if (!card == !args_has(args, "count"))
		return error_set(err, DINH_EXIT_USAGE,
				 _("either a card or a count is wanted"));
	if (card && !is_card(card, strlen(card)))
		return error_set(err, DINH_EXIT_USAGE,
				 _("card: 1 to %d digits are wanted"),
				 CARD_MAX);
	if (meeting_attend(client, meeting, card, count, check, &seq, err))
		return -1;
	context->wrote = !check;
	return report_stands(context, client, _("Meeting %llu: noted.\n"),
			     meeting, seq, check, err);
}

static int meeting_vote_run(struct context *context, const struct args *args,
			    struct error *err)
{
	struct client *client = context_client(context, err);
	bool check = args_has(args, "check");
	uint64_t meeting = 0, seq = 0;
	struct sums votes = { 0 };

	if (!client || args_seq(args, "MEETING", &meeting, err) ||
	    args_count(args, "yes", DINH_COUNT_MAX, &votes.yes, err) ||
	    args_count(args, "no", DINH_COUNT_MAX, &votes.no, err) ||
	    args_count(args, "abstain", DINH_COUNT_MAX, &votes.abstain, err) ||
	    args_count(args, "invalid", DINH_COUNT_MAX, &votes.invalid, err) ||
	    meeting_vote(client, meeting, &votes, check, &seq, err))
		return -1;
	context->wrote = !check && seq;
	return report_stands(context, client, seq ? _("Meeting %llu: noted.\n") :
			     _("Meeting %llu: counted; nothing of it is told before the close.\n"),
			     meeting, seq, check, err);
}

static void print_outcome(const struct out *out, const struct meeting *m)
{
	switch (m->outcome) {
	case DINH_OUTCOME_VALID:
		out_print(out, OUT_GOOD, _("Valid: record %llu.\n"),
			  (unsigned long long)m->seq);
		break;
	case DINH_OUTCOME_QUORUM:
		out_print(out, OUT_BAD,
			  _("Not valid: %u of %u present, %u needed, %u short.\n"),
			  m->all.present, m->eligible, m->present_needed,
			  short_by(m->present_needed, m->all.present));
		break;
	default:
		out_print(out, OUT_BAD,
			  _("Not valid: %u in favour, %u needed, %u short.\n"),
			  m->all.yes, m->yes_needed,
			  short_by(m->yes_needed, m->all.yes));
	}
}

static int report_closed(struct context *context, uint64_t number,
			 const struct meeting *meeting, bool check,
			 struct error *err)
{
	json_t *value;

	if (check)
		return report_noted(context, "", number, meeting->seq, check,
				    err);
	if (context->out.json) {
		value = json_object();
		put_number(value, "meeting", number);
		put_number(value, "seq", meeting->seq);
		put_text(value, "outcome",
			 word_name(outcome_words, meeting->outcome));
		put_sums(value, meeting);
		return out_json(&context->out, value) ? error_memory(err) : 0;
	}
	print_outcome(&context->out, meeting);
	print_line(_("present"), meeting->all.present, meeting->typed.present);
	print_votes(meeting);
	return 0;
}

static int meeting_close_run(struct context *context, const struct args *args,
			     struct error *err)
{
	struct client *client = context_client(context, err);
	const char *document = args_get(args, "document");
	bool check = args_has(args, "check");
	uint8_t digest[DINH_HASH_SIZE];
	struct meeting closed;
	uint64_t number = 0;

	if (!client || args_seq(args, "MEETING", &number, err))
		return -1;
	if (document && digest_file(document, NULL, digest, err))
		return error_prefix(err, "document: ");
	if (meeting_close(client, number, document ? digest : NULL, check,
			  &closed, err))
		return -1;
	context->wrote = !check;
	return report_closed(context, number, &closed, check, err);
}

static int meeting_void_run(struct context *context, const struct args *args,
			    struct error *err)
{
	struct client *client = context_client(context, err);
	bool check = args_has(args, "check");
	uint64_t meeting = 0, seq = 0;
	char *reason;
	int status;

	if (!client || args_seq(args, "MEETING", &meeting, err))
		return -1;
	if (text_clean(args_get(args, "reason"), DINH_REASON_SIZE - 1, &reason,
		       err))
		return error_prefix(err, "reason: ");
	status = meeting_void(client, meeting, reason, check, &seq, err) ?:
		 report_noted(context, _("Meeting %llu: void.\n"), meeting,
			      seq, check, err);
	context->wrote = !status && !check;
	free(reason);
	return status;
}

/*
 * Looking.
 */

static int print_meetings(struct context *context,
			  const struct meetings *all, struct error *err)
{
	json_t *value, *rows;
	size_t i;

	if (!context->out.json) {
		for (i = 0; i < all->n; i++)
			print_meeting(&context->out, &all->item[i]);
		if (!all->n)
			out_print(&context->out, OUT_DIM,
				  _("No meeting is open.\n"));
		return 0;
	}
	value = json_object();
	rows = json_array();
	for (i = 0; i < all->n; i++)
		json_array_append_new(rows, meeting_value(&all->item[i]));
	put_number(value, "size", all->size);
	json_object_set_new(value, "meetings", rows);
	return out_json(&context->out, value) ? error_memory(err) : 0;
}

static int meeting_list(struct context *context, const struct args *args,
			struct error *err)
{
	struct client *client = context_client(context, err);
	struct meetings all;
	int status;

	if (!client || meetings_get(client, args_get(args, "SCOPE"), &all,
				    err))
		return -1;
	context_changed(all.changed);
	status = print_meetings(context, &all, err);
	meetings_free(&all);
	return status;
}

static int meeting_show(struct context *context, const struct args *args,
			struct error *err)
{
	struct client *client = context_client(context, err);
	uint64_t number = 0;
	struct meetings one;
	int status;

	if (!client || args_seq(args, "MEETING", &number, err) ||
	    meeting_get(client, number, &one, err))
		return -1;
	status = print_meetings(context, &one, err);
	meetings_free(&one);
	return status;
}

const struct command meeting_commands[] = {
	{ "meeting", "open",
	  "UNIT REQUIREMENT eligible N on DATE [ballot open|secret] [items ITEMS] [until DATE] [period PERIOD] [key N] [roll FILE] [kiosk DEVICE as WHAT [keys MAP] [virtual]] [check]",
	  N_("open a meeting; with a roll only its cards count, each once"),
	  meeting_open_run },
	{ "meeting", "attend", "MEETING [card DIGITS] [count N] [check]",
	  N_("note who came: a card, or how many"), meeting_attend_run },
	{ "meeting", "vote",
	  "MEETING [yes N] [no N] [abstain N] [invalid N] [check]",
	  N_("note votes, on top of those before"), meeting_vote_run },
	{ "meeting", "close", "MEETING [document FILE] [check]",
	  N_("end a meeting; a valid one is a record"), meeting_close_run },
	{ "meeting", "void", "MEETING reason TEXT [check]",
	  N_("end a meeting of which nothing counts"), meeting_void_run },
	{ "meeting", "show", "MEETING",
	  N_("how an open meeting stands: eligible, present, needed, short"),
	  meeting_show },
	{ "meeting", "list", "[SCOPE]", N_("the meetings that are open"),
	  meeting_list },
	{ }
};
