// SPDX-License-Identifier: GPL-2.0-only
/* dinh finding: what an inspector says of a record. */
#include <stdio.h>
#include <stdlib.h>

#include "../lib/day.h"
#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/query.h"
#include "../lib/rules.h"
#include "../lib/text.h"
#include "command.h"
#include "values.h"

/* The day by which an answer is usual under the programme in force. */
static int usual_due(struct context *context, uint32_t *due, struct error *err)
{
	struct client *client = context_client(context, err);
	struct rules rules;
	uint32_t today, days;

	if (!client || context_today(context, &today, err) ||
	    rules_get(client, &rules, err))
		return -1;
	days = rules.answer_days;
	rules_free(&rules);
	if (!days)
		return error_set(err, DINH_EXIT_USAGE, "%s",
				 _("answer: the programme names no usual term; say due DATE"));
	*due = today + days;
	return 0;
}

static int take_due(struct context *context, const struct args *args,
		    uint32_t *due, struct error *err)
{
	if (args_has(args, "due") && args_has(args, "answer"))
		return error_set(err, DINH_EXIT_USAGE, "%s",
				 _("answer and due: one is wanted"));
	if (args_has(args, "answer"))
		return usual_due(context, due, err);
	return args_day(context, args, "due", due, err);
}

static int report(struct context *context, const struct finding *finding,
		  uint64_t seq, bool check, struct error *err)
{
	const struct out *out = &context->out;
	json_t *value;
	char day[32];

	if (out->json) {
		value = json_object();
		put_number(value, "seq", seq);
		put_number(value, "record", finding->seq);
		put_text(value, "verdict", word_name(finding_words,
						     finding->verdict));
		put_text(value, "reason", finding->reason);
		put_day(value, "due", finding->due);
		put_flag(value, "checked", check);
		return out_json(out, value) ? error_memory(err) : 0;
	}
	if (check)
		out_print(out, OUT_PLAIN,
			  finding->verdict == DINH_FINDING_STRIKE ?
			  _("Record %llu: it could be struck.") :
			  _("Record %llu: it could be upheld."),
			  (unsigned long long)finding->seq);
	else
		out_print(out, OUT_PLAIN,
			  finding->verdict == DINH_FINDING_STRIKE ?
			  _("Finding %llu: record %llu is struck.") :
			  _("Finding %llu: record %llu is upheld."),
			  (unsigned long long)seq,
			  (unsigned long long)finding->seq);
	if (finding->due)
		out_print(out, OUT_PLAIN, _(" An answer is due on %s."),
			  day_text(finding->due, day, sizeof(day)));
	fputc('\n', out->file);
	return 0;
}

static int finding_add_run(struct context *context, const struct args *args,
			   struct error *err)
{
	bool check = args_has(args, "check");
	struct finding finding = { 0 };
	struct client *client;
	uint64_t seq = 0;
	char *reason;
	int status;

	if (args_seq(args, "SEQ", &finding.seq, err) ||
	    args_word(args, "verdict", finding_words, &finding.verdict, err) ||
	    take_due(context, args, &finding.due, err))
		return -1;
	client = context_client(context, err);
	if (!client)
		return -1;
	if (text_clean(args_get(args, "reason"), DINH_REASON_SIZE - 1, &reason,
		       err))
		return error_prefix(err, "reason: ");
	finding.reason = reason;
	status = finding_add(client, &finding, check, &seq, err) ?:
		 report(context, &finding, seq, check, err);
	context->wrote = !check;
	free(reason);
	return status;
}

const struct command finding_commands[] = {
	{ "finding", "add",
	  "SEQ verdict uphold|strike reason TEXT [answer] [due DATE] [check]",
	  N_("uphold or strike a record of another; answer asks its unit for one within the programme's usual term"),
	  finding_add_run },
	{ }
};
