// SPDX-License-Identifier: GPL-2.0-only
/*
 * The form of a programme's file. It is looked at twice: libyaml's tree of it
 * is held against the schema, so that every error is found, with its line; then
 * libcyaml fills in structures by the same schema. A value whose meaning turns
 * out wrong is found in the tree again by where libcyaml put it.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "i18n.h"
#include "programme_form.h"
#include "text.h"

#define FILE_MAX	(1024 * 1024)

/*
 * Errors.
 */

#define NAME_SIZE	96
#define FOUND_SIZE	TEXT_QUOTE_SIZE
#define WANTED_SIZE	512

/* Appends, as much as there is room for. */
__attribute__((format(printf, 3, 4)))
static void append(char *text, size_t size, const char *format, ...)
{
	size_t len = strlen(text);
	va_list args;

	va_start(args, format);
	vsnprintf(text + len, size - len, format, args);
	va_end(args);
}

/* "requirements.quorum.of", for the field @key in a place, or the place. */
static void name_of(const struct form *f, size_t place, const char *key,
		    char *name)
{
	const struct place *p = &f->places[place];

	name[0] = '\0';
	if (place)
		name_of(f, p->parent, p->field ? p->field->key : NULL, name);
	if (key)
		append(name, NAME_SIZE, "%s%s", name[0] ? "." : "", key);
}

static size_t line_of(const yaml_node_t *node)
{
	return node->start_mark.line + 1;
}

static bool is_text(const yaml_node_t *node)
{
	return node->type == YAML_SCALAR_NODE;
}

static const char *text_of(const yaml_node_t *node)
{
	return (const char *)node->data.scalar.value;
}

static size_t entries(const yaml_node_t *list)
{
	return list->data.sequence.items.top - list->data.sequence.items.start;
}

static const char *describe(const yaml_node_t *node, char *found)
{
	if (node->type == YAML_SEQUENCE_NODE)
		return entries(node) ? _("a list") : _("an empty list");
	if (node->type == YAML_MAPPING_NODE)
		return _("a group of fields");
	if (!node->data.scalar.length)
		return _("nothing");
	return text_quote(text_of(node), found);
}

static void vcomplain(struct form *f, size_t line, const char *name,
		      const char *found, const char *format, va_list args)
{
	char wanted[WANTED_SIZE];

	vsnprintf(wanted, sizeof(wanted), format, args);
	errors_add(&f->errors, _("%s:%zu: field \"%s\": found %s, expected %s"),
		   f->path, line, name[0] ? name : ".", found, wanted);
}

/* Something in a place is not what it should be. */
__attribute__((format(printf, 4, 5)))
static void complain(struct form *f, size_t place, const yaml_node_t *node,
		     const char *format, ...)
{
	char name[NAME_SIZE], found[FOUND_SIZE];
	va_list args;

	name_of(f, place, NULL, name);
	va_start(args, format);
	vcomplain(f, line_of(node), name, describe(node, found), format, args);
	va_end(args);
}

/* A field of a group is missing, or should not be there. */
__attribute__((format(printf, 6, 7)))
static void complain_field(struct form *f, size_t group, const char *key,
			   const yaml_node_t *at, const char *found,
			   const char *format, ...)
{
	char name[NAME_SIZE];
	va_list args;

	name_of(f, group, key, name);
	va_start(args, format);
	vcomplain(f, line_of(at), name, found, format, args);
	va_end(args);
}

void form_complain(struct form *f, const void *slot, const char *format, ...)
{
	char name[NAME_SIZE], found[FOUND_SIZE];
	size_t i = f->n_places;
	va_list args;

	/* An entry of a list lies where its first field does, and before it. */
	while (--i && f->places[i].slot != slot)
		;
	name_of(f, i, NULL, name);
	va_start(args, format);
	vcomplain(f, line_of(f->places[i].node), name,
		  describe(f->places[i].node, found), format, args);
	va_end(args);
}

/*
 * The tree against the schema.
 */

static bool same_text(const yaml_node_t *node, const char *text)
{
	return is_text(node) && node->data.scalar.length == strlen(text) &&
	       !memcmp(text_of(node), text, strlen(text));
}

static yaml_node_t *node_at(struct form *f, int index)
{
	return yaml_document_get_node(&f->document, index);
}

static void check_value(struct form *f, size_t place);

static void check_child(struct form *f, const struct place *child)
{
	struct place *place = array_grow(&f->places, f->n_places,
					 sizeof(*place));

	if (!place) {
		f->no_memory = true;
		return;
	}
	*place = *child;
	check_value(f, f->n_places++);
}

/* libcyaml would end it at a NUL. */
static void check_text(struct form *f, size_t place, const yaml_node_t *node)
{
	if (!is_text(node) || !node->data.scalar.length)
		complain(f, place, node, "%s", _("a text"));
	else if (memchr(text_of(node), 0, node->data.scalar.length))
		complain(f, place, node, "%s", _("a text without NUL"));
}

static const char *list_choices(const cyaml_schema_value_t *schema, char *list)
{
	size_t i;

	list[0] = '\0';
	for (i = 0; i < schema->enumeration.count; i++)
		append(list, WANTED_SIZE, "%s%s", i ? ", " : "",
		       schema->enumeration.strings[i].str);
	return list;
}

static void check_choice(struct form *f, size_t place, const yaml_node_t *node)
{
	const cyaml_schema_value_t *schema = f->places[place].schema;
	char list[WANTED_SIZE];
	size_t i;

	for (i = 0; i < schema->enumeration.count; i++)
		if (same_text(node, schema->enumeration.strings[i].str))
			return;
	complain(f, place, node, _("one of: %s"), list_choices(schema, list));
}

static yaml_node_t *entry_at(struct form *f, const yaml_node_t *list, size_t i)
{
	return node_at(f, list->data.sequence.items.start[i]);
}

static void check_choices(struct form *f, size_t place, const yaml_node_t *list)
{
	const cyaml_schema_value_t *schema = f->places[place].schema;
	char choices[WANTED_SIZE];
	size_t i, j, n;

	if (list->type != YAML_SEQUENCE_NODE || !entries(list)) {
		complain(f, place, list, _("a list of: %s"),
			 list_choices(schema, choices));
		return;
	}
	/* A list that is longer than this has a wrong entry before it ends. */
	n = entries(list);
	if (n > schema->enumeration.count)
		n = schema->enumeration.count + 1;
	for (i = 0; i < n; i++) {
		const yaml_node_t *entry = entry_at(f, list, i);

		check_choice(f, place, entry);
		for (j = 0; is_text(entry) && j < i; j++)
			if (same_text(entry_at(f, list, j), text_of(entry)))
				complain(f, place, entry, "%s",
					 _("each one once"));
	}
}

static void check_list(struct form *f, size_t place, const yaml_node_t *list)
{
	const cyaml_schema_value_t *schema = f->places[place].schema;
	struct place child = {
		.schema = schema->sequence.entry,
		.parent = place,
	};
	size_t n;

	if (list->type != YAML_SEQUENCE_NODE) {
		complain(f, place, list, _("a list of %u to %u entries"),
			 schema->sequence.min, schema->sequence.max);
		return;
	}
	n = entries(list);
	if (n < schema->sequence.min || n > schema->sequence.max) {
		complain(f, place, list, _("%u to %u entries, not %zu"),
			 schema->sequence.min, schema->sequence.max, n);
		return;
	}
	for (; child.entry < n; child.entry++) {
		child.node = entry_at(f, list, child.entry);
		check_child(f, &child);
	}
}

static bool is_field(const cyaml_schema_field_t *fields, const yaml_node_t *key)
{
	while (fields->key && !same_text(key, fields->key))
		fields++;
	return fields->key;
}

static void unknown_field(struct form *f, size_t place, const yaml_node_t *key)
{
	const cyaml_schema_field_t *fields =
		f->places[place].schema->mapping.fields;
	char list[WANTED_SIZE] = "", name[FOUND_SIZE] = "\"?\"";
	size_t i;

	for (i = 0; fields[i].key; i++)
		append(list, sizeof(list), "%s%s", i ? ", " : "",
		       fields[i].key);
	if (is_text(key))
		text_quote(text_of(key), name);
	name[strlen(name) - 1] = '\0';
	complain_field(f, place, name + 1, key, _("an unknown field"),
		       _("one of: %s"), list);
}

/* The value of @field in @group, which should name it once. */
static const yaml_node_t *field_value(struct form *f, size_t place,
				      const yaml_node_t *group,
				      const cyaml_schema_field_t *field)
{
	const yaml_node_pair_t *pair = group->data.mapping.pairs.start;
	const yaml_node_t *value = NULL;

	for (; pair < group->data.mapping.pairs.top; pair++) {
		if (!same_text(node_at(f, pair->key), field->key))
			continue;
		if (value)
			complain_field(f, place, field->key,
				       node_at(f, pair->key),
				       _("a second one"), "%s", _("just one"));
		else
			value = node_at(f, pair->value);
	}
	if (!value && !(field->value.flags & CYAML_FLAG_OPTIONAL))
		complain_field(f, place, field->key, group, _("nothing"), "%s",
			       _("a value"));
	return value;
}

static void check_group(struct form *f, size_t place, const yaml_node_t *group)
{
	const cyaml_schema_field_t *fields =
		f->places[place].schema->mapping.fields;
	struct place child = { .field = fields, .parent = place };
	const yaml_node_pair_t *pair;

	if (group->type != YAML_MAPPING_NODE) {
		complain(f, place, group, "%s",
			 _("a group of fields, each \"name: value\""));
		return;
	}
	pair = group->data.mapping.pairs.start;
	for (; pair < group->data.mapping.pairs.top; pair++)
		if (!is_field(fields, node_at(f, pair->key)))
			unknown_field(f, place, node_at(f, pair->key));
	for (; child.field->key; child.field++) {
		child.schema = &child.field->value;
		child.node = field_value(f, place, group, child.field);
		if (child.node)
			check_child(f, &child);
	}
}

static void check_value(struct form *f, size_t place)
{
	static void (*const check[CYAML__TYPE_COUNT])(struct form *f,
						      size_t place,
						      const yaml_node_t *node) = {
		[CYAML_STRING] = check_text,
		[CYAML_ENUM] = check_choice,
		[CYAML_FLAGS] = check_choices,
		[CYAML_SEQUENCE] = check_list,
		[CYAML_MAPPING] = check_group,
	};

	check[f->places[place].schema->type](f, place, f->places[place].node);
}

/*
 * The structures.
 */

static bool is_pointer(const cyaml_schema_value_t *schema)
{
	return schema->flags & CYAML_FLAG_POINTER;
}

/* Where libcyaml put the values; parents come before their children. */
static void find_slots(struct form *f)
{
	size_t i, size;

	f->places[0].slot = (char *)&f->file;
	for (i = 1; i < f->n_places; i++) {
		struct place *p = &f->places[i];
		const struct place *parent = &f->places[p->parent];

		p->slot = parent->slot;
		if (is_pointer(parent->schema))
			memcpy(&p->slot, parent->slot, sizeof(p->slot));
		size = is_pointer(p->schema) ? sizeof(char *) :
					       p->schema->data_size;
		p->slot += p->field ? p->field->data_offset : p->entry * size;
	}
}

/* The first line says what is wrong; a trace of where follows. */
__attribute__((format(printf, 3, 0)))
static void keep_log(cyaml_log_t level, void *ctx, const char *format,
		     va_list args)
{
	struct form *f = ctx;

	(void)level;
	if (!f->log[0])
		vsnprintf(f->log, sizeof(f->log), format, args);
}

static cyaml_config_t cyaml_config(struct form *f)
{
	return (cyaml_config_t) {
		.log_fn = keep_log,
		.log_ctx = f,
		.log_level = CYAML_LOG_ERROR,
		.mem_fn = cyaml_mem,
	};
}

static void fill_in(struct form *f)
{
	cyaml_config_t config = cyaml_config(f);
	cyaml_data_t *data = NULL;
	cyaml_err_t error;

	error = cyaml_load_data((const uint8_t *)f->input, f->size, &config,
				&programme_schema, &data, NULL);
	f->file = data;
	if (error == CYAML_OK)
		find_slots(f);
	else if (error == CYAML_ERR_OOM)
		f->no_memory = true;
	else
		/* As a rule, what it refuses was found above. */
		errors_add(&f->errors, "%s: %s: %.*s", f->path,
			   cyaml_strerror(error),
			   (int)strcspn(f->log, "\n"), f->log);
}

/*
 * The file.
 */

/* libyaml gives no line for what it cannot decode, only an offset. */
static size_t problem_line(const struct form *f, const yaml_parser_t *parser)
{
	size_t i, line = 1;

	if (parser->error != YAML_READER_ERROR)
		return parser->problem_mark.line + 1;
	for (i = 0; i < parser->problem_offset && i < f->size; i++)
		line += f->input[i] == '\n';
	return line;
}

static bool load_document(struct form *f, yaml_parser_t *parser,
			  yaml_document_t *document)
{
	if (yaml_parser_load(parser, document))
		return true;
	if (parser->error == YAML_MEMORY_ERROR)
		f->no_memory = true;
	else
		errors_add(&f->errors, _("%s:%zu: not YAML: %s%s%s"), f->path,
			   problem_line(f, parser), parser->problem,
			   parser->context ? ", " : "", parser->context ?: "");
	return false;
}

/* A file has one document. */
static void check_end(struct form *f, yaml_parser_t *parser)
{
	yaml_document_t document;
	yaml_node_t *root;

	if (!load_document(f, parser, &document))
		return;
	root = yaml_document_get_root_node(&document);
	if (root)
		errors_add(&f->errors,
			   _("%s:%zu: found a second document, expected one"),
			   f->path, line_of(root));
	yaml_document_delete(&document);
}

static void read_document(struct form *f, yaml_parser_t *parser)
{
	struct place root = { .schema = &programme_schema };

	if (!load_document(f, parser, &f->document))
		return;
	root.node = yaml_document_get_root_node(&f->document);
	if (!root.node) {
		errors_add(&f->errors,
			   _("%s:1: found an empty file, expected a programme"),
			   f->path);
		return;
	}
	check_end(f, parser);
	if (!f->errors.count)
		check_child(f, &root);
	if (!f->errors.count && !f->no_memory)
		fill_in(f);
}

static int read_input(struct form *f, FILE *file, struct error *err)
{
	f->input = malloc(FILE_MAX + 1);
	if (!f->input)
		return error_memory(err);
	f->size = fread(f->input, 1, FILE_MAX + 1, file);
	if (ferror(file))
		return error_set(err, DINH_EXIT_USAGE, "%s: %s", f->path,
				 strerror(errno));
	if (f->size > FILE_MAX)
		return error_set(err, DINH_EXIT_USAGE,
				 _("%s: more than %d bytes, the most that are read"),
				 f->path, FILE_MAX);
	return 0;
}

int form_read(struct form *f, const char *path, struct error *err)
{
	yaml_parser_t parser;
	FILE *file;
	int failed;

	memset(f, 0, sizeof(*f));
	f->path = path;
	file = fopen(path, "rb");
	if (!file)
		return error_set(err, DINH_EXIT_USAGE, "%s: %s", path,
				 strerror(errno));
	failed = read_input(f, file, err);
	fclose(file);
	if (failed)
		return failed;
	if (!yaml_parser_initialize(&parser))
		return error_memory(err);
	yaml_parser_set_input_string(&parser, (unsigned char *)f->input,
				     f->size);
	read_document(f, &parser);
	yaml_parser_delete(&parser);
	return f->no_memory ? error_memory(err) : 0;
}

void form_free(struct form *f)
{
	cyaml_config_t config = cyaml_config(f);

	cyaml_free(&config, &programme_schema, f->file, 0);
	yaml_document_delete(&f->document);
	errors_free(&f->errors);
	free(f->places);
	free(f->input);
}
