// SPDX-License-Identifier: GPL-2.0-only
/* What imports of units and of records share. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "i18n.h"
#include "import.h"

int import_stopped(const struct import *import, struct error *err)
{
	if (!import->stop || !*import->stop)
		return 0;
	error_set(err, DINH_EXIT_USAGE, "%s", _("interrupted"));
	err->code = EINTR;
	return -1;
}

void import_progress(const struct import *import, bool checking, size_t done,
		     size_t of)
{
	if (import->progress)
		import->progress(import->data, checking, done, of);
}

/* Equal codes stay in the order of their numbers. */
static int by_code(const void *a, const void *b)
{
	const struct code_number *x = a, *y = b;
	int order = strcmp(x->code, y->code);

	return order ?: (x->number > y->number) - (x->number < y->number);
}

int code_index_make(struct code_index *index, const void *first, size_t stride,
		    size_t n)
{
	size_t i;

	index->n = n;
	index->item = calloc(n ?: 1, sizeof(*index->item));
	if (!index->item)
		return -1;
	for (i = 0; i < n; i++) {
		index->item[i].code = (const char *)first + i * stride;
		index->item[i].number = i;
	}
	qsort(index->item, n, sizeof(*index->item), by_code);
	return 0;
}

void code_index_free(struct code_index *index)
{
	free(index->item);
	index->item = NULL;
	index->n = 0;
}

static int is_code(const void *key, const void *item)
{
	return strcmp(key, ((const struct code_number *)item)->code);
}

size_t code_index_find(const struct code_index *index, const char *code)
{
	const struct code_number *found;

	found = bsearch(code, index->item, index->n, sizeof(*index->item),
			is_code);
	return found ? found->number : SIZE_MAX;
}
