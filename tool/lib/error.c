// SPDX-License-Identifier: GPL-2.0-only
/* Errors as values. */
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "i18n.h"

int error_set(struct error *err, int exit, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	err->exit = exit;
	err->code = 0;
	err->attribute = NULL;
	return -1;
}

int error_memory(struct error *err)
{
	return error_set(err, DINH_EXIT_USAGE, "%s", _("no memory left"));
}

int error_prefix(struct error *err, const char *format, ...)
{
	char text[sizeof(err->text)];
	va_list args;
	size_t len;

	memcpy(text, err->text, sizeof(text));
	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	len = strlen(err->text);
	snprintf(err->text + len, sizeof(err->text) - len, "%s", text);
	return -1;
}

/* After those of the same line; what is then one too many is dropped. */
static void insert(struct errors *list, unsigned int line, char *text)
{
	size_t kept = list->count < ERRORS_KEPT ? list->count : ERRORS_KEPT;
	size_t at = kept;

	while (at && list->line[at - 1] > line)
		at--;
	if (kept == ERRORS_KEPT)
		free(at < kept ? list->text[--kept] : text);
	list->count++;
	if (at == ERRORS_KEPT)
		return;
	memmove(&list->line[at + 1], &list->line[at],
		(kept - at) * sizeof(*list->line));
	memmove(&list->text[at + 1], &list->text[at],
		(kept - at) * sizeof(*list->text));
	list->line[at] = line;
	list->text[at] = text;
}

static void add(struct errors *list, unsigned int line, const char *format,
		va_list args)
{
	char *text;

	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	insert(list, line, text);
}

int errors_add(struct errors *list, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(list, UINT_MAX, format, args);
	va_end(args);
	return -1;
}

int errors_add_at(struct errors *list, unsigned int line, const char *format,
		  ...)
{
	va_list args;

	va_start(args, format);
	add(list, line, format, args);
	va_end(args);
	return -1;
}

void errors_free(struct errors *list)
{
	size_t i;

	for (i = 0; i < list->count && i < ERRORS_KEPT; i++)
		free(list->text[i]);
	list->count = 0;
}
