// SPDX-License-Identifier: GPL-2.0-only
/* The kernel's functions that the engine uses, for a program. See shim.h. */
#include <malloc.h>

#include "shim.h"

#define XA_BITS		6
#define XA_SLOTS	(1u << XA_BITS)

#define PAGE_SIZE	4096
#define LINE_SIZE	64

size_t shim_allocated;
long shim_fail_after = -1;

void *memchr_inv(const void *start, int c, size_t bytes)
{
	const u8 *p = start;

	for (; bytes; bytes--, p++)
		if (*p != (u8)c)
			return (void *)p;
	return NULL;
}

void *shim_alloc(size_t size, bool zero)
{
	void *p;

	if (!shim_fail_after)
		return NULL;
	if (shim_fail_after > 0)
		shim_fail_after--;
	/* In a kernel, what is large begins where a line of a cache does. */
	if (size < PAGE_SIZE)
		p = malloc(size);
	else
		p = aligned_alloc(LINE_SIZE, ALIGN(size, LINE_SIZE));
	if (p && zero)
		memset(p, 0, size);
	if (p)
		shim_allocated += malloc_usable_size(p);
	return p;
}

void shim_free(const void *p)
{
	if (!p)
		return;
	shim_allocated -= malloc_usable_size((void *)p);
	free((void *)p);
}

struct node {
	void *slot[XA_SLOTS];
};

static unsigned int slot_at(unsigned long index, unsigned int level)
{
	return index >> (level * XA_BITS) & (XA_SLOTS - 1);
}

static bool reaches(const struct xarray *xa, unsigned long index)
{
	return xa->height * XA_BITS >= 64 ||
	       !(index >> (xa->height * XA_BITS));
}

static void **find_slot(struct xarray *xa, unsigned long index)
{
	unsigned int level = xa->height;
	void **slot = &xa->root;

	if (!level || !reaches(xa, index))
		return NULL;
	while (level-- && *slot)
		slot = &((struct node *)*slot)->slot[slot_at(index, level)];
	return level == -1u ? slot : NULL;
}

void *xa_load(struct xarray *xa, unsigned long index)
{
	void **slot = find_slot(xa, index);

	return slot ? *slot : NULL;
}

int shim_xa_store(struct xarray *xa, unsigned long index, void *entry)
{
	unsigned int level;
	struct node *node;
	void **slot;

	while (!xa->height || !reaches(xa, index)) {
		node = shim_alloc(sizeof(*node), true);
		if (!node)
			return -ENOMEM;
		node->slot[0] = xa->root;
		xa->root = node;
		xa->height++;
	}
	slot = &xa->root;
	for (level = xa->height; level--;) {
		if (!*slot)
			*slot = shim_alloc(sizeof(*node), true);
		if (!*slot)
			return -ENOMEM;
		slot = &((struct node *)*slot)->slot[slot_at(index, level)];
	}
	*slot = entry;
	return 0;
}

/* Empty nodes stay until all is destroyed. */
void *xa_erase(struct xarray *xa, unsigned long index)
{
	void **slot = find_slot(xa, index);
	void *entry = slot ? *slot : NULL;

	if (slot)
		*slot = NULL;
	return entry;
}

static void *next_in(void *at, unsigned int level, unsigned long base,
		     unsigned long *index)
{
	unsigned long i, first;
	void *found;

	if (!at || !level)
		return at;
	first = *index > base ? (*index - base) >> ((level - 1) * XA_BITS) : 0;
	for (i = first; i < XA_SLOTS; i++) {
		unsigned long here = base + (i << ((level - 1) * XA_BITS));

		if (here > *index)
			*index = here;
		found = next_in(((struct node *)at)->slot[i], level - 1, here,
				index);
		if (found)
			return found;
	}
	return NULL;
}

/* The first entry at @index or after it. */
void *xa_next(struct xarray *xa, unsigned long *index)
{
	return reaches(xa, *index) ? next_in(xa->root, xa->height, 0, index) :
				     NULL;
}

static void free_nodes(void *at, unsigned int level)
{
	unsigned int i;

	if (!at || !level)
		return;
	for (i = 0; i < XA_SLOTS; i++)
		free_nodes(((struct node *)at)->slot[i], level - 1);
	shim_free(at);
}

void xa_destroy(struct xarray *xa)
{
	free_nodes(xa->root, xa->height);
	xa_init(xa);
}
