// SPDX-License-Identifier: GPL-2.0-only
/* dinh rating: what people say of a unit, and who looks at its board. */
#include <stdio.h>
#include <stdlib.h>

#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/query.h"
#include "../lib/value.h"
#include "command.h"
#include "values.h"

static int report(struct context *context, const char *code, uint32_t score,
		  uint32_t low_reason, uint64_t seq, bool check,
		  struct error *err)
{
	json_t *value;

	if (context->out.json) {
		value = json_object();
		put_text(value, "code", code);
		put_number(value, "score", score);
		if (score <= DINH_SCORE_LOW)
			put_text(value, "reason",
				 word_name(low_reason_words, low_reason));
		put_number(value, "seq", seq);
		put_flag(value, "checked", check);
		return out_json(&context->out, value) ? error_memory(err) : 0;
	}
	if (check)
		out_print(&context->out, OUT_PLAIN,
			  _("%s: this could be rated so.\n"), code);
	else
		out_print(&context->out, OUT_PLAIN,
			  _("Rating %llu: %s: %u of %u.\n"),
			  (unsigned long long)seq, code, score,
			  DINH_SCORE_MAX);
	return 0;
}

static int rating_add_run(struct context *context, const struct args *args,
			  struct error *err)
{
	struct client *client = context_client(context, err);
	uint32_t score = 0, low_reason = DINH_LOW_UNSTATED;
	bool check = args_has(args, "check");
	char code[DINH_CODE_SIZE];
	uint64_t seq = 0;

	if (!client)
		return -1;
	if (value_code(args_get(args, "UNIT"), code, err))
		return error_prefix(err, "UNIT: ");
	if (args_count(args, "score", UINT8_MAX, &score, err) ||
	    args_word(args, "reason", low_reason_words, &low_reason, err) ||
	    rating_add(client, code, score, low_reason, check, &seq, err))
		return -1;
	context->wrote = !check;
	return report(context, code, score, low_reason, seq, check, err);
}

json_t *ratings_value(const struct ratings *ratings)
{
	json_t *value = json_object();

	put_text(value, "code", ratings->code);
	put_text(value, "name", ratings->name);
	put_ratings(value, ratings->count, ratings->sum, ratings->low);
	put_number(value, "visits", ratings->visits);
	put_number(value, "online", ratings->online);
	put_number(value, "size", ratings->size);
	return value;
}

static const struct column ratings_columns[] = {
	{ "name", N_("unit"), LOOK_TEXT },
	{ "ratings", N_("ratings"), LOOK_NUMBER },
	{ "average_label", N_("average"), LOOK_TEXT },
	{ "low_label", N_("low ones"), LOOK_TEXT },
	{ "visits", N_("visits"), LOOK_NUMBER },
	{ "online", N_("online now"), LOOK_NUMBER },
	{ }
};

static void print_ratings(const struct out *out, const struct ratings *ratings)
{
	json_t *value = ratings_value(ratings);
	char average[32], low[512];

	if (!*ratings->name)
		put_text(value, "name", _("All units"));
	put_text(value, "average_label", ratings->count ?
		 average_text(ratings->sum, ratings->count, decimal_point(),
			      average) : _("n/a"));
	put_text(value, "low_label", low_text(value, low, sizeof(low)));
	out_fields(out, ratings_columns, value);
	json_decref(value);
}

static int rating_show(struct context *context, const struct args *args,
		       struct error *err)
{
	struct client *client = context_client(context, err);
	struct ratings ratings;
	int status = 0;

	if (!client || ratings_get(client, args_get(args, "UNIT"), &ratings,
				   err))
		return -1;
	if (context->out.json)
		status = out_json(&context->out, ratings_value(&ratings));
	else
		print_ratings(&context->out, &ratings);
	ratings_free(&ratings);
	return status ? error_memory(err) : 0;
}

const struct command rating_commands[] = {
	{ "rating", "add", "UNIT score N [reason REASON] [check]",
	  N_("rate a unit from 1 to 5; 3 or lower can have a reason"),
	  rating_add_run },
	{ "rating", "show", "[UNIT]",
	  N_("ratings of a unit and all below it, visits of its board, visitors now"),
	  rating_show },
	{ }
};
