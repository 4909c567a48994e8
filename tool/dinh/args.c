// SPDX-License-Identifier: GPL-2.0-only
/* Command lines, by the grammar of their command. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "../lib/i18n.h"
#include "../lib/names.h"
#include "../lib/query.h"
#include "../lib/text.h"
#include "../lib/value.h"
#include "command.h"

bool is_abbreviation(const char *word, const char *full)
{
	return *word && !strncmp(word, full, strlen(word));
}

/* The next word of a grammar, without its brackets. */
static bool next_word(const char **grammar, char *word, size_t size, int *depth)
{
	const char *p = *grammar;
	size_t len;

	while (*p == ' ' || *p == '[' || *p == ']') {
		*depth += (*p == '[') - (*p == ']');
		p++;
	}
	len = strcspn(p, " []");
	snprintf(word, size, "%.*s", (int)len, p);
	*grammar = p + len;
	return len;
}

static bool is_value(const char *word)
{
	return isupper((unsigned char)*word) || strchr(word, '|');
}

size_t params_parse(const char *grammar, struct param param[PARAMS_MAX])
{
	char word[64], next[64];
	size_t n = 0;
	int depth = 0;

	while (n < PARAMS_MAX && next_word(&grammar, word, sizeof(word), &depth)) {
		const char *ahead = grammar;
		int deeper = depth;

		memset(&param[n], 0, sizeof(param[n]));
		param[n].optional = depth > 0;
		if (is_value(word)) {
			snprintf(param[n].value, sizeof(param[n].value),
				 "%.15s", word);
		} else {
			snprintf(param[n].key, sizeof(param[n].key), "%.15s",
				 word);
			if (next_word(&ahead, next, sizeof(next), &deeper) &&
			    is_value(next)) {
				snprintf(param[n].value,
					 sizeof(param[n].value), "%.15s",
					 next);
				grammar = ahead;
				depth = deeper;
			}
		}
		n++;
	}
	return n;
}

/* Exactly, or the one that it abbreviates. */
size_t params_find(const struct param *param, size_t n, const char *key)
{
	size_t i, found = PARAMS_MAX;

	for (i = 0; i < n; i++) {
		if (!*param[i].key)
			continue;
		if (!strcmp(param[i].key, key))
			return i;
		if (is_abbreviation(key, param[i].key))
			found = found == PARAMS_MAX ? i : PARAMS_MAX + 1;
	}
	return found > PARAMS_MAX ? PARAMS_MAX : found;
}

/* An optional value without a key is not there where a key is. */
static size_t next_value(const struct args *args, size_t from, const char *word)
{
	size_t i, key = params_find(args->param, args->n, word);
	bool is_key = key < PARAMS_MAX && !strcmp(args->param[key].key, word);

	for (i = from; i < args->n; i++)
		if (!*args->param[i].key && !args->value[i] &&
		    !(args->param[i].optional && is_key))
			return i;
	return PARAMS_MAX;
}

static int unexpected(const struct args *args, const char *word,
		      struct error *err)
{
	char allowed[256], quote[TEXT_QUOTE_SIZE];
	size_t len = 0, i;

	*allowed = '\0';
	for (i = 0; i < args->n && len < sizeof(allowed); i++)
		if (*args->param[i].key && !args->value[i])
			len += snprintf(allowed + len, sizeof(allowed) - len,
					"%s%s", len ? ", " : "",
					args->param[i].key);
	if (!len)
		return error_set(err, DINH_EXIT_USAGE,
				 _("found %s, nothing more is allowed"),
				 text_quote(word, quote));
	return error_set(err, DINH_EXIT_USAGE, _("found %s, allowed: %s"),
			 text_quote(word, quote), allowed);
}

static const char *param_name(const struct param *param)
{
	return *param->key ? param->key : param->value;
}

int args_parse(struct args *args, const struct command *command, int argc,
	       char **argv, struct error *err)
{
	size_t at;
	int i;

	memset(args, 0, sizeof(*args));
	args->n = params_parse(command->grammar, args->param);
	for (i = 0; i < argc; i++) {
		at = next_value(args, 0, argv[i]);
		if (at < PARAMS_MAX) {
			args->value[at] = argv[i];
			continue;
		}
		at = params_find(args->param, args->n, argv[i]);
		if (at == PARAMS_MAX)
			return unexpected(args, argv[i], err);
		if (args->value[at])
			return error_set(err, DINH_EXIT_USAGE,
					 _("\"%s\" is there twice"),
					 args->param[at].key);
		if (*args->param[at].value && ++i == argc)
			return error_set(err, DINH_EXIT_USAGE,
					 _("%s: a value is missing: %s"),
					 args->param[at].key,
					 args->param[at].value);
		args->value[at] = argv[i];
	}
	for (at = 0; at < args->n; at++)
		if (!args->value[at] && !args->param[at].optional)
			return error_set(err, DINH_EXIT_USAGE,
					 _("%s is missing"),
					 param_name(&args->param[at]));
	return 0;
}

const char *args_get(const struct args *args, const char *name)
{
	size_t i;

	for (i = 0; i < args->n; i++)
		if (!strcmp(param_name(&args->param[i]), name))
			return args->value[i];
	return NULL;
}

bool args_has(const struct args *args, const char *name)
{
	return args_get(args, name);
}

/* Says which argument it was. */
static int named(const char *name, int status, struct error *err)
{
	return status ? error_prefix(err, "%s: ", name) : 0;
}

int args_day(struct context *context, const struct args *args,
	     const char *name, uint32_t *out, struct error *err)
{
	const char *text = args_get(args, name);
	uint32_t today = 0;

	if (!text)
		return 0;
	if (!strcmp(text, "today") && context_today(context, &today, err))
		return -1;
	return named(name, value_day(text, today, out, err), err);
}

int args_count(const struct args *args, const char *name, uint32_t most,
	       uint32_t *out, struct error *err)
{
	const char *text = args_get(args, name);

	return text ? named(name, value_count(text, most, out, err), err) : 0;
}

int args_seq(const struct args *args, const char *name, uint64_t *out,
	     struct error *err)
{
	const char *text = args_get(args, name);

	return text ? named(name, value_u64(text, out, err), err) : 0;
}

int args_word(const struct args *args, const char *name,
	      const struct word *words, uint32_t *out, struct error *err)
{
	const char *text = args_get(args, name);
	char allowed[256], quote[TEXT_QUOTE_SIZE];
	int value;

	if (!text)
		return 0;
	value = word_find(words, text);
	if (value < 0) {
		words_list(words, 0, allowed, sizeof(allowed));
		error_set(err, DINH_EXIT_USAGE, _("found %s, allowed: %s"),
			  text_quote(text, quote), allowed);
		return named(name, -1, err);
	}
	*out = value;
	return 0;
}
