/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Commands. Each is declared once, at the foot of its file; parsing, help,
 * completion and the check of the man page are made from the declaration.
 */
#ifndef DINH_COMMAND_H
#define DINH_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../lib/error.h"
#include "out.h"

struct client;
struct context;
struct args;

/**
 * struct command - what follows "dinh"
 * @object: first word
 * @verb: second word, or NULL where the object has none
 * @grammar: the rest: a WORD in capitals is a value, one in small letters is
 *	itself and, before a value, the value's key; what is in brackets may be
 *	left out; "a|b" is one of the words. Values without a key come first and
 *	in their order, keys in any
 * @help: msgid: what it does, in one line
 * @run: does it
 */
struct command {
	const char *object;
	const char *verb;
	const char *grammar;
	const char *help;
	int (*run)(struct context *context, const struct args *args,
		   struct error *err);
};

/* Tables of commands; each ends with a NULL object. */
extern const struct command *const all_commands[];

#define for_each_command(table, command)				\
	for ((table) = all_commands; *(table); (table)++)		\
		for ((command) = *(table); (command)->object; (command)++)

/**
 * struct context - what a command works with
 * @out: where it prints
 * @wait: wait for what it writes to be saved
 * @client: once it was asked for
 * @wrote: it wrote something
 * @today: the register's day, once it was asked for
 */
struct context {
	struct out out;
	bool wait;
	struct client *client;
	bool wrote;
	uint32_t today;
};

/* The module; found when it is needed first. */
struct client *context_client(struct context *context, struct error *err);
/* The register's day. */
int context_today(struct context *context, uint32_t *today, struct error *err);

/* Says on the standard error that a dump was not of one moment. */
void context_changed(bool changed);

/**
 * struct param - a parameter of a grammar
 * @key: word before it; empty for a value without one
 * @value: what its value is called; empty for a word that stands for itself
 * @optional: it may be left out
 */
struct param {
	char key[16];
	char value[16];
	bool optional;
};

#define PARAMS_MAX	24

/* Return: how many parameters a grammar has. */
size_t params_parse(const char *grammar, struct param param[PARAMS_MAX]);
/* Return: number of the parameter with a key, or PARAMS_MAX. */
size_t params_find(const struct param *param, size_t n, const char *key);

/**
 * struct args - the values of a command line
 */
struct args {
	size_t n;
	struct param param[PARAMS_MAX];
	const char *value[PARAMS_MAX];
};

int args_parse(struct args *args, const struct command *command, int argc,
	       char **argv, struct error *err);
/* By key, or by the name of a value without one; NULL where it is not given. */
const char *args_get(const struct args *args, const char *name);
bool args_has(const struct args *args, const char *name);

/* Typed; an argument that is not given leaves @out as it is. */
int args_day(struct context *context, const struct args *args,
	     const char *name, uint32_t *out, struct error *err);
int args_count(const struct args *args, const char *name, uint32_t most,
	       uint32_t *out, struct error *err);
int args_seq(const struct args *args, const char *name, uint64_t *out,
	     struct error *err);
struct word;
int args_word(const struct args *args, const char *name,
	      const struct word *words, uint32_t *out, struct error *err);

/* Whether @word is @full, or begins it. */
bool is_abbreviation(const char *word, const char *full);

void help_all(const struct out *out);
/* What is known of an object and, where @verb is one, of a verb. */
void help_object(const struct out *out, const char *object, const char *verb);

extern const struct command programme_commands[];
extern const struct command unit_commands[];
extern const struct command record_commands[];
extern const struct command finding_commands[];
extern const struct command assignment_commands[];
extern const struct command report_commands[];
extern const struct command grant_commands[];
extern const struct command review_commands[];
extern const struct command rating_commands[];
extern const struct command board_commands[];
extern const struct command meeting_commands[];
extern const struct command kiosk_commands[];
extern const struct command status_commands[];
extern const struct command unmet_commands[];
extern const struct command due_commands[];
extern const struct command ledger_commands[];
extern const struct command proof_commands[];
extern const struct command verify_commands[];
extern const struct command audit_commands[];
extern const struct command monitor_commands[];
extern const struct command help_commands[];
extern const struct command complete_commands[];

#endif /* DINH_COMMAND_H */
