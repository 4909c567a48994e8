// SPDX-License-Identifier: GPL-2.0-only
/* Programmes: as they are in memory, which is as they are in the ledger. */
#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "programme.h"

void programme_free(struct programme *p)
{
	if (!p)
		return;
	free(p->body);
	free(p);
}

void *programme_body(const struct programme *p, size_t *size)
{
	void *copy = malloc(p->size);

	*size = p->size;
	return copy ? memcpy(copy, p->body, p->size) : NULL;
}

const struct dinh_instrument *programme_instruments(const struct programme *p)
{
	return (const void *)(p->body + 1);
}

const struct dinh_requirement *
programme_requirements(const struct programme *p)
{
	return (const void *)(programme_instruments(p) +
			      le16toh(p->body->instruments));
}

const struct dinh_item *programme_items(const struct programme *p)
{
	return (const void *)(programme_requirements(p) +
			      le16toh(p->body->requirements));
}

const struct dinh_indicator *programme_indicators(const struct programme *p)
{
	return (const void *)(programme_items(p) + le16toh(p->body->items));
}

const struct dinh_objective *programme_objectives(const struct programme *p)
{
	return (const void *)(programme_indicators(p) +
			      le16toh(p->body->indicators));
}

const char *programme_text(const struct programme *p, __le32 offset)
{
	const struct dinh_objective *first = programme_objectives(p);

	return (const char *)(first + le16toh(p->body->objectives)) +
	       le32toh(offset);
}
