/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A programme's file, as far as its form goes: what libyaml and libcyaml know.
 * What its values mean is programme_read.c's.
 */
#ifndef DINH_PROGRAMME_FORM_H
#define DINH_PROGRAMME_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cyaml/cyaml.h>
#include <yaml.h>

#include "error.h"

/*
 * A file, as libcyaml fills it in; programme_schema.c has the schema. What is
 * left out is NULL or 0. Elements that have a code begin with it.
 */

struct y_item {
	char *vi;
	char *en;
	int verified;
};

struct y_share {
	char *at_least;
	char *over;
	int of;
};

struct y_headcount {
	int of;
	char *at_least;
};

struct y_validity {
	int once;
	char *rolling;
	char *period;
	char *stated;
	char *grace;
};

struct y_instrument {
	char *code;
	char *vi;
	char *en;
	char *from;
	char *until;
	int verified;
};

struct y_requirement {
	char *code;
	char *vi;
	char *en;
	char *instrument;
	uint32_t kinds;
	int has_union;
	struct y_headcount *headcount;
	char *from;
	char *until;
	struct y_validity *validity;
	char *posting;
	struct y_share *quorum;
	struct y_share *majority;
	uint32_t counts;
	struct y_item *items;
	unsigned int items_count;
	int verified;
};

struct y_objective {
	char *code;
	int kind;
	char *number;
	char *vi;
	char *en;
	int verified;
};

struct y_indicator {
	char *code;
	char *objective;
	char *vi;
	char *en;
	uint32_t kinds;
	int has_union;
	int counted;
	char **requirements;
	unsigned int requirements_count;
	char *at_least;
	char *over;
	int verified;
};

struct y_programme {
	char *code;
	char *vi;
	char *en;
	char *from;
	char *late_days;
	char *answer_days;
	int answer_verified;
	struct y_instrument *instruments;
	unsigned int instruments_count;
	struct y_requirement *requirements;
	unsigned int requirements_count;
	struct y_objective *objectives;
	unsigned int objectives_count;
	struct y_indicator *indicators;
	unsigned int indicators_count;
};

/* A share's "of" has enum dinh_of, and enum dinh_group above it. */
#define OF(of, group)	((of) | (group) << 8)
#define OF_WHAT(of)	((of) & 0xff)
#define OF_GROUP(of)	((of) >> 8)

extern const cyaml_schema_value_t programme_schema;

/**
 * struct place - a value of a file that the schema has a word for
 * @node: the value in libyaml's tree
 * @schema: what it should be
 * @field: what it is in the group above, or NULL for an entry of a list
 * @parent: index of the place above; the root is its own
 * @entry: which entry of the list above
 * @slot: where libcyaml put it, or the pointer to it
 */
struct place {
	const yaml_node_t *node;
	const cyaml_schema_value_t *schema;
	const cyaml_schema_field_t *field;
	size_t parent;
	size_t entry;
	char *slot;
};

/**
 * struct form - a file that was read
 * @path: of the file
 * @errors: what was found wrong
 * @no_memory: there was none left
 * @file: what libcyaml made of it, NULL unless its form is right
 */
struct form {
	const char *path;
	struct errors errors;
	bool no_memory;
	struct y_programme *file;
	/* private: */
	char *input;
	size_t size;
	yaml_document_t document;
	struct place *places;
	size_t n_places;
	char log[256];
};

/**
 * form_read - read a file, and hold it against the schema
 * @form: filled; to be freed in any case
 * @path: of the file, which must live as long as @form
 * @err: filled when the file cannot be read at all
 *
 * Return: 0, also where the errors of @form say what is wrong, or -1.
 */
int form_read(struct form *form, const char *path, struct error *err);

void form_free(struct form *form);

/**
 * form_complain - a value is not what it should be
 * @form: the file
 * @slot: address of the value in @form->file, where it is a text, a list or a
 *	group: of the pointer to it
 * @format: what it should be
 */
void form_complain(struct form *form, const void *slot, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif /* DINH_PROGRAMME_FORM_H */
