// SPDX-License-Identifier: GPL-2.0-only
/* dinh review: freeze what a scope has reached, in an entry. */
#include <stdio.h>

#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/query.h"
#include "../lib/value.h"
#include "command.h"
#include "values.h"

static const char *const documents[] = { "results", "limits", "causes" };

static int report(struct context *context, const struct review_request *review,
		  uint64_t seq, bool check, struct error *err)
{
	const char *scope = review->scope ?: _("the whole register");
	json_t *value;
	int i;

	if (context->out.json) {
		value = json_object();
		put_number(value, "seq", seq);
		put_text(value, "review", word_name(review_words,
						    review->kind));
		put_text(value, "scope", review->scope);
		for (i = 0; i < 3; i++)
			if (review->document[i])
				put_hex(value, documents[i],
					review->document[i], DINH_HASH_SIZE);
		put_flag(value, "checked", check);
		return out_json(&context->out, value) ? error_memory(err) : 0;
	}
	if (check)
		/* TRANSLATORS: unit, interim or final review */
		out_print(&context->out, OUT_PLAIN,
			  _("%s: %s: it could be held.\n"), scope,
			  word_label(review_words, review->kind));
	else
		/* TRANSLATORS: number, unit, interim or final review */
		out_print(&context->out, OUT_PLAIN,
			  _("Review %llu: %s: %s. Its figures do not move any more.\n"),
			  (unsigned long long)seq, scope,
			  word_label(review_words, review->kind));
	return 0;
}

static int hold(struct context *context, const struct args *args,
		uint32_t kind, struct error *err)
{
	struct client *client = context_client(context, err);
	struct review_request review = {
		.scope = args_get(args, "SCOPE"),
		.kind = kind,
	};
	bool check = args_has(args, "check");
	uint8_t digest[3][DINH_HASH_SIZE];
	uint64_t seq = 0;
	int i;

	if (!client)
		return -1;
	for (i = 0; i < 3; i++) {
		const char *path = args_get(args, documents[i]);

		if (!path)
			continue;
		if (digest_file(path, NULL, digest[i], err))
			return error_prefix(err, "%s: ", documents[i]);
		review.document[i] = digest[i];
	}
	if (review_add(client, &review, check, &seq, err))
		return -1;
	context->wrote = !check;
	return report(context, &review, seq, check, err);
}

static int review_interim(struct context *context, const struct args *args,
			  struct error *err)
{
	return hold(context, args, DINH_REVIEW_INTERIM, err);
}

static int review_final(struct context *context, const struct args *args,
			struct error *err)
{
	return hold(context, args, DINH_REVIEW_FINAL, err);
}

#define GRAMMAR	"[SCOPE] [results FILE] [limits FILE] [causes FILE] [check]"

const struct command review_commands[] = {
	{ "review", "interim", GRAMMAR,
	  N_("freeze the figures of a scope for an interim review; of each document only its SHA-256 is kept"),
	  review_interim },
	{ "review", "final", GRAMMAR,
	  N_("the same for a final review"), review_final },
	{ }
};
