// SPDX-License-Identifier: GPL-2.0-only
/* dinh kiosk: input devices whose presses go straight into the register. */
#include <linux/input-event-codes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/query.h"
#include "../lib/text.h"
#include "../lib/value.h"
#include "command.h"
#include "kiosk.h"
#include "values.h"

/* Longest wait and interval, milliseconds; the kernel says so too. */
#define MS_MAX	60000

#define KEY(name)	{ #name, KEY_##name }
static const struct {
	const char *name;
	uint16_t code;
} keys[] = {
	KEY(1), KEY(2), KEY(3), KEY(4), KEY(5), KEY(6), KEY(7), KEY(8), KEY(9),
	KEY(0), KEY(A), KEY(B), KEY(C), KEY(D), KEY(E), KEY(F), KEY(G), KEY(H),
	KEY(I), KEY(J), KEY(K), KEY(L), KEY(M), KEY(N), KEY(O), KEY(P), KEY(Q),
	KEY(R), KEY(S), KEY(T), KEY(U), KEY(V), KEY(W), KEY(X), KEY(Y), KEY(Z),
	KEY(KP0), KEY(KP1), KEY(KP2), KEY(KP3), KEY(KP4), KEY(KP5), KEY(KP6),
	KEY(KP7), KEY(KP8), KEY(KP9), KEY(KPENTER), KEY(KPPLUS), KEY(KPMINUS),
	KEY(F1), KEY(F2), KEY(F3), KEY(F4), KEY(F5), KEY(F6), KEY(F7), KEY(F8),
	KEY(F9), KEY(F10), KEY(F11), KEY(F12), KEY(ENTER), KEY(SPACE), KEY(UP),
	KEY(DOWN), KEY(LEFT), KEY(RIGHT), KEY(ESC), KEY(TAB), KEY(BACKSPACE),
};

static int key_code(const char *name, uint16_t *code)
{
	unsigned long number;
	size_t i;
	char *end;

	if (*name == '#') {
		number = strtoul(name + 1, &end, 10);
		*code = number;
		return name[1] && !*end && number < KEY_CNT ? 0 : -1;
	}
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (!strcasecmp(keys[i].name, name)) {
			*code = keys[i].code;
			return 0;
		}
	return -1;
}

static const char *key_text(uint16_t code, char *buf, size_t size)
{
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].code == code)
			return keys[i].name;
	snprintf(buf, size, "#%u", code);
	return buf;
}

static int take_keys(const char *map, struct kiosk *kiosk, struct error *err)
{
	char quote[TEXT_QUOTE_SIZE], *copy = strdup(map), *rest = copy, *name;
	int status = 0;

	if (!copy)
		return error_memory(err);
	while (!status && (name = strsep(&rest, ","))) {
		if (kiosk->n_keys == DINH_KEYS_MAX ||
		    key_code(name, &kiosk->keys[kiosk->n_keys]))
			status = error_set(err, DINH_EXIT_USAGE,
					   _("keys: %s is no key that is known"),
					   text_quote(name, quote));
		kiosk->n_keys++;
	}
	free(copy);
	return status;
}

int kiosk_take(const struct args *args, const char *name, struct kiosk *kiosk,
	       struct error *err)
{
	const char *map = args_get(args, "keys");

	kiosk->timeout = KIOSK_USUAL;
	kiosk->interval = KIOSK_USUAL;
	if (snprintf(kiosk->device, sizeof(kiosk->device), "%s",
		     args_get(args, name)) >= (int)sizeof(kiosk->device))
		return error_set(err, DINH_EXIT_USAGE,
				 _("%s: at most %d bytes"), name,
				 DINH_DEVICE_SIZE - 1);
	if (args_word(args, "as", kiosk_role_words, &kiosk->role, err) ||
	    args_count(args, "timeout", MS_MAX, &kiosk->timeout, err) ||
	    args_count(args, "interval", MS_MAX, &kiosk->interval, err))
		return -1;
	kiosk->is_virtual = args_has(args, "virtual");
	return map ? take_keys(map, kiosk, err) : 0;
}

void kiosk_print(const struct out *out, const struct kiosk *kiosk)
{
	out_print(out, OUT_PLAIN, _("Kiosk %llu: \"%s\" brings %s of %s.\n"),
		  (unsigned long long)kiosk->seq, kiosk->device_name,
		  word_label(kiosk_role_words, kiosk->role), kiosk->code);
}

static int take_kiosk(const struct args *args, struct kiosk *kiosk,
		      struct error *err)
{
	if (value_code(args_get(args, "unit"), kiosk->code, err))
		return error_prefix(err, "unit: ");
	if (args_seq(args, "meeting", &kiosk->meeting, err))
		return -1;
	return kiosk_take(args, "DEVICE", kiosk, err);
}

static int kiosk_bind_run(struct context *context, const struct args *args,
			  struct error *err)
{
	struct client *client = context_client(context, err);
	bool check = args_has(args, "check");
	struct kiosk kiosk = { 0 };
	json_t *value;

	if (!client || take_kiosk(args, &kiosk, err) ||
	    kiosk_bind(client, &kiosk, check, err))
		return -1;
	context->wrote = !check;
	if (context->out.json) {
		value = json_object();
		put_number(value, "kiosk", kiosk.seq);
		put_text(value, "device", kiosk.device_name);
		put_flag(value, "checked", check);
		return out_json(&context->out, value) ? error_memory(err) : 0;
	}
	if (check)
		out_print(&context->out, OUT_PLAIN,
			  _("\"%s\" could be bound.\n"), kiosk.device_name);
	else
		kiosk_print(&context->out, &kiosk);
	return 0;
}

static int kiosk_unbind_run(struct context *context, const struct args *args,
			    struct error *err)
{
	struct client *client = context_client(context, err);
	bool check = args_has(args, "check");
	uint64_t kiosk = 0, seq = 0;
	json_t *value;

	if (!client || args_seq(args, "KIOSK", &kiosk, err) ||
	    kiosk_unbind(client, kiosk, check, &seq, err))
		return -1;
	context->wrote = !check;
	if (context->out.json) {
		value = json_object();
		put_number(value, "kiosk", kiosk);
		put_number(value, "seq", seq);
		put_flag(value, "checked", check);
		return out_json(&context->out, value) ? error_memory(err) : 0;
	}
	out_print(&context->out, OUT_PLAIN, check ?
		  _("Kiosk %llu: it could be let go.\n") :
		  _("Kiosk %llu: let go.\n"), (unsigned long long)kiosk);
	return 0;
}

static json_t *kiosk_value(const struct kiosk *kiosk)
{
	json_t *value = json_object(), *names = json_array();
	char key[16];
	size_t i;

	put_number(value, "kiosk", kiosk->seq);
	put_text(value, "code", kiosk->code);
	put_text(value, "name", kiosk->name);
	put_text(value, "role", word_name(kiosk_role_words, kiosk->role));
	if (kiosk->meeting)
		put_number(value, "meeting", kiosk->meeting);
	put_text(value, "device", kiosk->device_name);
	put_text(value, "found_by", kiosk->device);
	put_flag(value, "virtual", kiosk->is_virtual);
	for (i = 0; i < kiosk->n_keys; i++)
		json_array_append_new(names,
			json_string(key_text(kiosk->keys[i], key,
					     sizeof(key))));
	json_object_set_new(value, "keys", names);
	put_number(value, "timeout", kiosk->timeout);
	put_number(value, "interval", kiosk->interval);
	if (kiosk->presses_known)
		put_number(value, "presses", kiosk->presses);
	put_number(value, "ignored", kiosk->ignored);
	put_number(value, "lost", kiosk->lost);
	return value;
}

static const struct column list_columns[] = {
	{ "kiosk", N_("number"), LOOK_NUMBER },
	{ "role", N_("brings"), LOOK_TEXT },
	{ "code", N_("unit"), LOOK_TEXT },
	{ "meeting", N_("meeting"), LOOK_NUMBER },
	{ "presses", N_("presses"), LOOK_NUMBER },
	{ "ignored", N_("ignored"), LOOK_NUMBER },
	{ "lost", N_("lost"), LOOK_NUMBER },
	{ "virtual", N_("virtual"), LOOK_MARK },
	{ "device", N_("device"), LOOK_TEXT },
	{ }
};

static int kiosk_list(struct context *context, const struct args *args,
		      struct error *err)
{
	struct client *client = context_client(context, err);
	json_t *value, *rows;
	struct kiosks all;
	size_t i;
	int status = 0;

	(void)args;
	if (!client || kiosks_get(client, &all, err))
		return -1;
	context_changed(all.changed);
	rows = json_array();
	for (i = 0; i < all.n; i++)
		json_array_append_new(rows, kiosk_value(&all.item[i]));
	if (context->out.json) {
		value = json_object();
		put_number(value, "size", all.size);
		json_object_set_new(value, "kiosks", rows);
		status = out_json(&context->out, value);
	} else {
		if (all.n)
			out_table(&context->out, list_columns, rows);
		else
			out_print(&context->out, OUT_DIM,
				  _("No kiosk is bound.\n"));
		json_decref(rows);
	}
	kiosks_free(&all);
	return status ? error_memory(err) : 0;
}

const struct command kiosk_commands[] = {
	{ "kiosk", "bind",
	  "DEVICE as WHAT unit UNIT [meeting MEETING] [keys MAP] [timeout MS] [interval MS] [virtual] [check]",
	  N_("take one input device, by its path, serial or name, for ratings, attendance or ballots"),
	  kiosk_bind_run },
	{ "kiosk", "unbind", "KIOSK [check]",
	  N_("make it what it was before"), kiosk_unbind_run },
	{ "kiosk", "list", "", N_("the kiosks that are bound"), kiosk_list },
	{ }
};
