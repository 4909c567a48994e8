// SPDX-License-Identifier: GPL-2.0-only
/* dinh grant: who may do what, where. */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/query.h"
#include "../lib/text.h"
#include "../lib/value.h"
#include "command.h"
#include "values.h"

/* The id of a user or a group, by its name in this system, or by its number. */
static int find_id(const char *text, uint32_t subject, uint32_t *id,
		   struct error *err)
{
	char quote[TEXT_QUOTE_SIZE];

	if (subject == DINH_SUBJECT_UID) {
		const struct passwd *user = getpwnam(text);

		if (user) {
			*id = user->pw_uid;
			return 0;
		}
	} else {
		const struct group *group = getgrnam(text);

		if (group) {
			*id = group->gr_gid;
			return 0;
		}
	}
	if (*text >= '0' && *text <= '9')
		return value_count(text, DINH_UID_KERNEL - 1, id, err);
	return error_set(err, DINH_EXIT_USAGE,
			 subject == DINH_SUBJECT_UID ?
			 _("this system has no user %s") :
			 _("this system has no group %s"),
			 text_quote(text, quote));
}

static void put_subject(json_t *value, const struct grant *grant)
{
	const struct passwd *user;
	const struct group *group;
	const char *name;

	if (grant->subject == DINH_SUBJECT_UID) {
		user = getpwuid(grant->id);
		name = user ? user->pw_name : NULL;
	} else {
		group = getgrgid(grant->id);
		name = group ? group->gr_name : NULL;
	}
	put_text(value, "subject", word_name(subject_words, grant->subject));
	put_number(value, "id", grant->id);
	put_text(value, "account", name);
}

static json_t *grant_value(const struct grant *grant)
{
	json_t *value = json_object();

	put_subject(value, grant);
	put_text(value, "role", word_name(role_words, grant->role));
	put_text(value, "code", grant->code);
	put_text(value, "name", grant->name);
	return value;
}

/* "user bichcham (1000)" */
static void subject_text(const json_t *value, char *buf, size_t size)
{
	const char *name = json_string_value(json_object_get(value,
							     "account"));
	const char *subject = json_string_value(json_object_get(value,
								"subject"));
	long long id = json_integer_value(json_object_get(value, "id"));

	if (name)
		snprintf(buf, size, "%s %s (%lld)",
			 word_label(subject_words,
				    word_find(subject_words, subject)),
			 name, id);
	else
		snprintf(buf, size, "%s %lld",
			 word_label(subject_words,
				    word_find(subject_words, subject)), id);
}

static int take_grant(const struct args *args, struct grant *grant,
		      struct error *err)
{
	const char *uid = args_get(args, "uid"), *gid = args_get(args, "gid");
	const char *code = args_get(args, "on");

	if (!uid == !gid)
		return error_set(err, DINH_EXIT_USAGE, "%s",
				 _("uid and gid: one is wanted"));
	grant->subject = uid ? DINH_SUBJECT_UID : DINH_SUBJECT_GID;
	if (find_id(uid ?: gid, grant->subject, &grant->id, err))
		return error_prefix(err, "%s: ", uid ? "uid" : "gid");
	if (code && value_code(code, grant->code, err))
		return error_prefix(err, "on: ");
	return args_word(args, "role", role_words, &grant->role, err);
}

static int change(struct context *context, const struct args *args,
		  bool revoke, struct error *err)
{
	struct grant grant = { 0 };
	struct client *client;
	char subject[160];
	uint64_t seq = 0;
	json_t *value;

	if (take_grant(args, &grant, err))
		return -1;
	client = context_client(context, err);
	if (!client ||
	    grant_change(client, &grant, revoke, &seq, err))
		return -1;
	context->wrote = true;
	value = grant_value(&grant);
	put_number(value, "seq", seq);
	if (context->out.json)
		return out_json(&context->out, value) ? error_memory(err) : 0;
	subject_text(value, subject, sizeof(subject));
	out_print(&context->out, OUT_PLAIN, revoke ?
		  /* TRANSLATORS: user, role, unit */
		  _("%s is no longer %s of %s.\n") : _("%s is %s of %s.\n"),
		  subject, word_label(role_words, grant.role),
		  *grant.code ? grant.code : _("the whole register"));
	json_decref(value);
	return 0;
}

static int grant_add_run(struct context *context, const struct args *args,
			 struct error *err)
{
	return change(context, args, false, err);
}

static int grant_revoke_run(struct context *context, const struct args *args,
			    struct error *err)
{
	return change(context, args, true, err);
}

static const struct column list_columns[] = {
	{ "shown", N_("who"), LOOK_TEXT },
	{ "word", N_("role"), LOOK_TEXT },
	{ "code", N_("code"), LOOK_TEXT },
	{ "name", N_("unit"), LOOK_TEXT },
	{ }
};

static int grant_list(struct context *context, const struct args *args,
		      struct error *err)
{
	struct client *client = context_client(context, err);
	struct grants grants;
	json_t *rows, *row;
	char subject[160];
	size_t i;

	(void)args;
	if (!client || grants_get(client, &grants, err))
		return -1;
	context_changed(grants.changed);
	rows = json_array();
	for (i = 0; i < grants.n; i++) {
		row = grant_value(&grants.item[i]);
		if (!context->out.json) {
			subject_text(row, subject, sizeof(subject));
			put_text(row, "shown", subject);
			put_text(row, "word", word_label(role_words,
						grants.item[i].role));
			if (!*grants.item[i].code)
				put_text(row, "name", _("the whole register"));
		}
		json_array_append_new(rows, row);
	}
	if (context->out.json) {
		grants_free(&grants);
		return out_json(&context->out, json_pack("{s:o}", "grants",
							 rows)) ?
		       error_memory(err) : 0;
	}
	if (grants.n)
		out_table(&context->out, list_columns, rows);
	out_print(&context->out, OUT_DIM,
		  P_("%zu grant\n", "%zu grants\n", grants.n), grants.n);
	out_print(&context->out, OUT_DIM, "%s\n",
		  _("Root may do all of it."));
	grants_free(&grants);
	json_decref(rows);
	return 0;
}

const struct command grant_commands[] = {
	{ "grant", "add", "[uid NAME] [gid NAME] role ROLE [on CODE]",
	  N_("let a user or a group record, inspect or administer a unit and all below it, or the whole register"),
	  grant_add_run },
	{ "grant", "revoke", "[uid NAME] [gid NAME] role ROLE [on CODE]",
	  N_("end a grant"), grant_revoke_run },
	{ "grant", "list", "", N_("who may do what, where"), grant_list },
	{ }
};
