/* SPDX-License-Identifier: GPL-2.0-only */
/* Arrays that grow by doubling. */
#ifndef DINH_ARRAY_H
#define DINH_ARRAY_H

#include <stdlib.h>
#include <string.h>

/**
 * array_grow - room for one more element
 * @array: pointer to the array, NULL while it is empty
 * @n: elements that it has
 * @each: size of one
 *
 * Return: the new element, zeroed, or NULL without memory.
 */
static inline void *array_grow(void *array, size_t n, size_t each)
{
	void *old, *more;

	memcpy(&old, array, sizeof(old));
	if (!(n & (n - 1))) {
		more = reallocarray(old, n ? n * 2 : 1, each);
		if (!more)
			return NULL;
		memcpy(array, &more, sizeof(more));
		old = more;
	}
	return memset((char *)old + n * each, 0, each);
}

#endif /* DINH_ARRAY_H */
