// SPDX-License-Identifier: GPL-2.0-only
/* Reading tables in text files. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "i18n.h"
#include "table.h"
#include "text.h"

/* More than any register can hold. */
#define FILE_SIZE_MAX	(1ul << 30)

/**
 * struct reader - where reading stands
 * @at: next character
 * @line: its line
 * @delimiter: between cells
 * @quotes: whether a cell may be quoted
 */
struct reader {
	char *at;
	unsigned int line;
	char delimiter;
	bool quotes;
};

static char *read_stream(FILE *file, size_t *len)
{
	char *text = NULL, *more;
	size_t size = 0;

	*len = 0;
	do {
		if (*len + 1 >= size) {
			size = size ? size * 2 : 65536;
			more = size <= FILE_SIZE_MAX ? realloc(text, size) :
						       NULL;
			if (!more) {
				errno = size <= FILE_SIZE_MAX ? ENOMEM : EFBIG;
				free(text);
				return NULL;
			}
			text = more;
		}
		*len += fread(text + *len, 1, size - *len - 1, file);
	} while (!feof(file) && !ferror(file));
	if (ferror(file)) {
		free(text);
		return NULL;
	}
	text[*len] = '\0';
	return text;
}

static char *read_file(const char *path, size_t *len)
{
	FILE *file = !strcmp(path, "-") ? stdin : fopen(path, "re");
	char *text;
	int saved;

	if (!file)
		return NULL;
	text = read_stream(file, len);
	saved = errno;
	if (file != stdin)
		fclose(file);
	errno = saved;
	return text;
}

/* The text of a quoted cell, in place; @at is behind its first quote. */
static bool quoted_cell(struct reader *r)
{
	char *to = r->at;

	for (; *r->at; r->at++) {
		if (*r->at == '"' && *++r->at != '"') {
			/* Nothing but the end of the cell may follow. */
			bool end = !*r->at || strchr("\r\n", *r->at) ||
				   *r->at == r->delimiter;

			memset(to, 0, r->at - to);
			return end;
		}
		if (*r->at == '\n')
			r->line++;
		*to++ = *r->at;
	}
	return false;
}

/*
 * Return: how the cell ended: the delimiter, '\n' or '\0'; -1 where its quotes
 * are wrong.
 */
static int next_cell(struct reader *r, char **cell)
{
	char *end;
	int stop;

	*cell = r->at;
	if (r->quotes && *r->at == '"') {
		*cell = ++r->at;
		if (!quoted_cell(r))
			return -1;
	} else {
		while (*r->at && *r->at != '\n' && *r->at != r->delimiter)
			r->at++;
	}
	stop = *r->at;
	end = r->at;
	if (stop == '\n' || !stop) {
		if (end > *cell && end[-1] == '\r')
			end[-1] = '\0';
	} else if (stop == '\r') {
		/* Behind a quote; a lone CR is no end of a line. */
		if (r->at[1] != '\n' && r->at[1])
			return -1;
		*r->at++ = '\0';
		stop = *r->at;
	}
	if (*r->at)
		*r->at++ = '\0';
	if (stop == '\n')
		r->line++;
	return stop;
}

static char find_delimiter(const char *text)
{
	static const char delimiters[] = "\t,;";
	size_t header = strcspn(text, "\n"), i;

	for (i = 0; delimiters[i]; i++)
		if (memchr(text, delimiters[i], header))
			return delimiters[i];
	return '\t';
}

static int find_field(const struct table_field *fields, const char *name)
{
	int i;

	for (i = 0; fields[i].name; i++)
		if (!strcmp(fields[i].name, name) ||
		    (fields[i].alias && !strcmp(fields[i].alias, name)))
			return i;
	return -1;
}

static void list_fields(const struct table_field *fields, char *buf,
			size_t size)
{
	size_t len = 0, i;

	*buf = '\0';
	for (i = 0; fields[i].name && len < size; i++)
		len += snprintf(buf + len, size - len, "%s%s", i ? ", " : "",
				fields[i].name);
}

/**
 * struct header - what the columns of a file are
 * @columns: how many
 * @field: number of the field that each of them is
 */
struct header {
	size_t columns;
	int field[TABLE_FIELDS_MAX];
};

static int read_header(struct table *table, struct reader *r,
		       struct header *header, struct error *err)
{
	char quote[TEXT_QUOTE_SIZE], allowed[512], *cell, *p;
	unsigned int seen = 0, line = r->line;
	int stop, field, i;

	list_fields(table->fields, allowed, sizeof(allowed));
	do {
		stop = next_cell(r, &cell);
		if (stop < 0)
			return error_set(err, DINH_EXIT_USAGE,
					 _("%s:%u: a quote is not closed"),
					 table->path, line);
		while (*cell == ' ')
			cell++;
		for (p = cell + strlen(cell); p > cell && p[-1] == ' '; p--)
			p[-1] = '\0';
		field = find_field(table->fields, cell);
		if (field < 0)
			return error_set(err, DINH_EXIT_USAGE,
					 _("%s:%u: column: found %s, allowed: %s"),
					 table->path, line,
					 text_quote(cell, quote), allowed);
		if (seen & 1u << field)
			return error_set(err, DINH_EXIT_USAGE,
					 _("%s:%u: column \"%s\" is there twice"),
					 table->path, line,
					 table->fields[field].name);
		seen |= 1u << field;
		header->field[header->columns++] = field;
	} while (stop && stop != '\n');
	for (i = 0; table->fields[i].name; i++)
		if (table->fields[i].required && !(seen & 1u << i))
			return error_set(err, DINH_EXIT_USAGE,
					 _("%s:%u: column \"%s\" is missing"),
					 table->path, line,
					 table->fields[i].name);
	return 0;
}

static struct table_row *add_row(struct table *table)
{
	/* A power of two is full. */
	if (!(table->rows & (table->rows - 1))) {
		size_t size = table->rows ? table->rows * 2 : 1;
		struct table_row *more;

		more = reallocarray(table->row, size, sizeof(*more));
		if (!more)
			return NULL;
		table->row = more;
	}
	memset(&table->row[table->rows], 0, sizeof(*table->row));
	return &table->row[table->rows];
}

static int read_row(struct table *table, struct reader *r,
		    const struct header *header, struct errors *bad,
		    struct error *err)
{
	struct table_row *row = add_row(table);
	size_t cells = 0;
	char *cell;
	int stop;

	if (!row)
		return error_memory(err);
	row->line = r->line;
	do {
		stop = next_cell(r, &cell);
		if (stop < 0)
			return error_set(err, DINH_EXIT_USAGE,
					 _("%s:%u: a quote is not closed"),
					 table->path, row->line);
		if (cells < header->columns)
			row->cell[header->field[cells]] = cell;
		cells++;
	} while (stop && stop != '\n');
	if (cells == 1 && !*cell)
		return 0;	/* an empty line */
	if (cells != header->columns)
		errors_add_at(bad, row->line,
			      _("%s:%u: %zu cells, the header has %zu"),
			      table->path, row->line, cells, header->columns);
	else
		table->rows++;
	return 0;
}

static int read_text(struct table *table, size_t len, struct errors *bad,
		     struct error *err)
{
	struct reader r = { .at = table->text, .line = 1 };
	struct header header = { 0 };

	if (!strncmp(r.at, "\xff\xfe", 2) || !strncmp(r.at, "\xfe\xff", 2))
		return error_set(err, DINH_EXIT_USAGE,
				 _("%s: is UTF-16; save it as UTF-8"),
				 table->path);
	if (strlen(table->text) != len)
		return error_set(err, DINH_EXIT_USAGE,
				 _("%s: is not a text, byte %zu is zero"),
				 table->path, strlen(table->text));
	if (!strncmp(r.at, "\xef\xbb\xbf", 3))
		r.at += 3;
	if (!*r.at)
		return error_set(err, DINH_EXIT_USAGE, _("%s: is empty"),
				 table->path);
	r.delimiter = find_delimiter(r.at);
	r.quotes = r.delimiter != '\t';
	if (read_header(table, &r, &header, err))
		return -1;
	while (*r.at)
		if (read_row(table, &r, &header, bad, err))
			return -1;
	return 0;
}

int table_read(struct table *table, const char *path,
	       const struct table_field *fields, struct errors *bad,
	       struct error *err)
{
	size_t len;

	*table = (struct table){ .path = path, .fields = fields };
	table->text = read_file(path, &len);
	if (!table->text)
		return error_set(err, DINH_EXIT_USAGE, "%s: %s", path,
				 strerror(errno));
	if (!read_text(table, len, bad, err))
		return 0;
	table_free(table);
	return -1;
}

void table_free(struct table *table)
{
	free(table->row);
	free(table->text);
	table->row = NULL;
	table->text = NULL;
	table->rows = 0;
}

int table_complain(const struct table *table, const struct table_row *row,
		   size_t field, struct errors *bad, const char *text)
{
	return errors_add_at(bad, row->line, _("%s:%u: field \"%s\": %s"),
			     table->path, row->line,
			     table->fields[field].name, text);
}
