/* SPDX-License-Identifier: GPL-2.0-only */
/* Tests of programmes: what their files share. */
#ifndef TEST_PROGRAMME_H
#define TEST_PROGRAMME_H

#include <stddef.h>

#include <check.h>

struct error;
struct programme;

#define SHIPPED		"../../programmes/02-nq-tu.yaml"
#define SHIPPED_LAW	"../../programmes/law-10-2022.yaml"
#define BASE		"base.yaml"
#ifndef ARRAY_SIZE
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#endif

TCase *shipped_case(void);
TCase *refused_case(void);
TCase *value_case(void);
TCase *message_case(void);
TCase *engine_case(void);

/* A file that must be right. */
struct programme *read_good(const char *path);
/* A file with such a content; @path is filled with a name for it. */
int write_file(const char *text, size_t size, char path[static 32]);
char *read_file(const char *path, size_t *size);

/* What the engine says of a body: "" when it takes it. */
const char *engine_says(const void *body, size_t size);

#endif /* TEST_PROGRAMME_H */
