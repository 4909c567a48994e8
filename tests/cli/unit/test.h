/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DINH_TEST_H
#define DINH_TEST_H

#include <check.h>

TCase *day_case(void);
TCase *text_case(void);
TCase *table_case(void);
TCase *value_case(void);
TCase *refusal_case(void);
TCase *error_case(void);
TCase *import_case(void);

/* A file with a content, gone at exit; the same name for the next one. */
const char *test_file(const char *content, size_t size);

#endif /* DINH_TEST_H */
