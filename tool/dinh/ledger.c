// SPDX-License-Identifier: GPL-2.0-only
/* dinh ledger: what is kept, and the register's day. */
#include <stdio.h>
#include <string.h>

#include "../lib/day.h"
#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/query.h"
#include "../lib/text.h"
#include "command.h"
#include "values.h"

static void put_tpm(json_t *value, const struct ledger *ledger)
{
	if (ledger->pcr < 0)
		return;
	put_number(value, "pcr", ledger->pcr);
	put_number(value, "tpm_waiting", ledger->tpm_waiting);
	if (ledger->tpm_error)
		put_number(value, "tpm_error", ledger->tpm_error);
	if (!ledger->sealed)
		return;
	put_number(value, "sealed", ledger->sealed);
	put_hex(value, "pcr_value", ledger->pcr_value,
		sizeof(ledger->pcr_value));
}

static json_t *ledger_value(const struct ledger *ledger)
{
	json_t *value = json_object();

	put_text(value, "origin", ledger->origin);
	put_text(value, "state", word_name(state_words, ledger->state));
	put_day(value, "today", ledger->today);
	put_day(value, "clock_day", ledger->clock_day);
	put_flag(value, "held", ledger->held);
	json_object_set_new(value, "utc_offset",
			    json_integer(ledger->utc_offset));
	put_number(value, "units", ledger->units);
	put_number(value, "records", ledger->records);
	put_number(value, "late", ledger->late);
	put_number(value, "size", ledger->size);
	if (ledger->durable != UINT64_MAX) {
		put_number(value, "durable", ledger->durable);
		put_number(value, "published", ledger->published);
		put_text(value, "store", word_name(store_words, ledger->store));
	}
	if (ledger->store_error)
		put_number(value, "store_error", ledger->store_error);
	put_number(value, "oldest", ledger->oldest);
	put_tpm(value, ledger);
	put_hex(value, "root", ledger->root, sizeof(ledger->root));
	put_hex(value, "identity", ledger->identity, sizeof(ledger->identity));
	return value;
}

static const struct column ledger_columns[] = {
	{ "origin", N_("register"), LOOK_TEXT },
	{ "state_label", N_("state"), LOOK_TEXT },
	{ "today", N_("today"), LOOK_DAY },
	{ "zone", N_("days begin at"), LOOK_TEXT },
	{ "units", N_("units"), LOOK_NUMBER },
	{ "records", N_("records"), LOOK_NUMBER },
	{ "late", N_("of these late"), LOOK_NUMBER },
	{ "size", N_("entries"), LOOK_NUMBER },
	{ "durable", N_("of these saved"), LOOK_NUMBER },
	{ "published", N_("of these published"), LOOK_NUMBER },
	{ "store_label", N_("store"), LOOK_TEXT },
	{ "oldest", N_("oldest entry kept"), LOOK_NUMBER },
	{ "tpm_label", N_("TPM"), LOOK_TEXT },
	{ "sealed", N_("entries sealed there"), LOOK_NUMBER },
	{ "pcr_value", N_("value of the PCR"), LOOK_TEXT },
	{ "root", N_("Merkle root"), LOOK_TEXT },
	{ "identity", N_("identity"), LOOK_TEXT },
	{ }
};

static void add_tpm_label(json_t *value, const struct ledger *ledger)
{
	char text[128], rest[96] = "", why[64] = "";

	if (ledger->pcr < 0)
		return;
	if (ledger->tpm_error)
		snprintf(why, sizeof(why), ": %s", strerror(ledger->tpm_error));
	if (ledger->tpm_waiting)
		snprintf(rest, sizeof(rest),
			 P_(", %u checkpoint waits%s",
			    ", %u checkpoints wait%s", ledger->tpm_waiting),
			 ledger->tpm_waiting, why);
	else if (!ledger->sealed)
		snprintf(rest, sizeof(rest), "%s",
			 _(", nothing sealed since the start"));
	snprintf(text, sizeof(text), "PCR %d%s", ledger->pcr, rest);
	put_text(value, "tpm_label", text);
}

/* What is said in words only. */
static void add_labels(json_t *value, const struct ledger *ledger)
{
	int offset = ledger->utc_offset, minutes = offset < 0 ? -offset : offset;
	char zone[32], store[128];

	snprintf(zone, sizeof(zone), _("midnight, UTC%c%d:%02d"),
		 offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
	put_text(value, "zone", zone);
	put_text(value, "state_label", word_label(state_words, ledger->state));
	add_tpm_label(value, ledger);
	if (ledger->durable == UINT64_MAX)
		return;
	snprintf(store, sizeof(store), "%s%s%s",
		 word_label(store_words, ledger->store),
		 ledger->store_error ? ": " : "",
		 ledger->store_error ? strerror(ledger->store_error) : "");
	put_text(value, "store_label", store);
}

void print_held(const struct out *out, const struct ledger *ledger)
{
	char day[32], iso[DAY_SIZE];

	if (!ledger->held)
		return;
	fputc('\n', out->file);
	out_print(out, OUT_DOUBT,
		  _("The clock jumped to %s: no day passes until you confirm it with `dinh ledger day %s`.\n"),
		  day_text(ledger->clock_day, day, sizeof(day)),
		  day_name(ledger->clock_day, iso));
}

static int ledger_show(struct context *context, const struct args *args,
		       struct error *err)
{
	struct client *client = context_client(context, err);
	struct ledger ledger;
	json_t *value;

	(void)args;
	if (!client || ledger_get(client, &ledger, err))
		return -1;
	value = ledger_value(&ledger);
	if (context->out.json)
		return out_json(&context->out, value) ? error_memory(err) : 0;
	add_labels(value, &ledger);
	out_fields(&context->out, ledger_columns, value);
	json_decref(value);
	print_held(&context->out, &ledger);
	return 0;
}

/* "+7:00", "-3:30", "7". */
static int parse_offset(const char *text, int32_t *minutes, struct error *err)
{
	int hours, rest = 0, used = 0;
	char quote[TEXT_QUOTE_SIZE];
	bool west = *text == '-';
	const char *digits = text + (*text == '-' || *text == '+');

	if (*digits >= '0' && *digits <= '9' &&
	    ((sscanf(digits, "%2d:%2d%n", &hours, &rest, &used) == 2 &&
	      !digits[used]) ||
	     (sscanf(digits, "%2d%n", &hours, &used) == 1 && !digits[used])) &&
	    rest >= 0 && rest < 60 && hours <= 14) {
		*minutes = (west ? -1 : 1) * (hours * 60 + rest);
		return 0;
	}
	return error_set(err, DINH_EXIT_USAGE,
			 _("offset: found %s, allowed: hours east of UTC, as +7:00"),
			 text_quote(text, quote));
}

static int init_now(struct context *context, struct client *client,
		    const struct args *args, struct error *err)
{
	const char *offset = args_get(args, "offset");
	int32_t minutes;

	if (offset && parse_offset(offset, &minutes, err))
		return -1;
	if (ledger_init(client, args_get(args, "NAME"),
			offset ? &minutes : NULL, err))
		return -1;
	context->wrote = true;
	return 0;
}

static int ledger_begin(struct context *context, const struct args *args,
			struct error *err)
{
	struct client *client = context_client(context, err);
	struct ledger ledger;

	if (!client || init_now(context, client, args, err) ||
	    ledger_get(client, &ledger, err))
		return -1;
	if (context->out.json)
		return out_json(&context->out, ledger_value(&ledger)) ?
		       error_memory(err) : 0;
	out_print(&context->out, OUT_PLAIN,
		  _("The register %s has begun.\n"), ledger.origin);
	return 0;
}

static int ledger_day(struct context *context, const struct args *args,
		      struct error *err)
{
	struct client *client = context_client(context, err);
	struct ledger ledger;
	uint32_t day = 0;
	char buf[32];

	if (!client || args_day(context, args, "DATE", &day, err) ||
	    ledger_confirm(client, day, err) ||
	    ledger_get(client, &ledger, err))
		return -1;
	context->wrote = true;
	if (context->out.json)
		return out_json(&context->out, ledger_value(&ledger)) ?
		       error_memory(err) : 0;
	out_print(&context->out, OUT_PLAIN, _("The register's day is %s.\n"),
		  day_text(ledger.today, buf, sizeof(buf)));
	return 0;
}

const struct command ledger_commands[] = {
	{ "ledger", "init", "[NAME] [offset HOURS]",
	  N_("begin a new register, which the attached store keeps"),
	  ledger_begin },
	{ "ledger", "show", "",
	  N_("state, day, size and Merkle root of the ledger"), ledger_show },
	{ "ledger", "day", "DATE",
	  N_("confirm the day after the clock jumped"), ledger_day },
	{ }
};
