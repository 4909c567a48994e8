// SPDX-License-Identifier: GPL-2.0-only
/* The body of a programme's entry, from its file. */
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"
#include "error.h"
#include "programme.h"

void *read_programme(const char *path, size_t *size)
{
	struct error err = { 0 };
	struct programme *programme = programme_read(path, &err);
	void *body = programme ? programme_body(programme, size) : NULL;

	if (!body) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	programme_free(programme);
	return body;
}
