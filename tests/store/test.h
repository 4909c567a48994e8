/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DINH_STORE_TEST_H
#define DINH_STORE_TEST_H

#include <check.h>

#include "sample.h"

extern struct error err;

#define ck_ok(done)	ck_assert_msg(!(done), "%s", err.text)
#define ck_says(what)	ck_assert_msg(strstr(err.text, what), "%s", err.text)

/* Folder of a test's own, gone at its end; and the store in it. */
extern char folder[];
extern char dir[];

/* Fill @path with the path of a file of the store; good until the next call. */
const char *file_of(const char *name);

/* Opens it to be kept, or to be viewed; fails the test where that fails. */
struct store *keep(void);
struct store *view(void);

void use_folder(TCase *tc);

TCase *append_case(void);
TCase *damage_case(void);
TCase *kill_case(void);

#endif /* DINH_STORE_TEST_H */
