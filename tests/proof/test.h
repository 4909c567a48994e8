/* SPDX-License-Identifier: GPL-2.0-only */
/* What the tests of proofs share. */
#ifndef DINH_PROOF_TEST_H
#define DINH_PROOF_TEST_H

#include <check.h>
#include <jansson.h>
#include <stdint.h>
#include <string.h>

#include "../../tool/lib/error.h"

TCase *merkle_case(void);
TCase *note_case(void);
TCase *checkpoint_case(void);
TCase *key_case(void);
TCase *tiles_case(void);
TCase *tlog_proof_case(void);
TCase *sealed_case(void);

/* A file of public vectors; where it is missing, the test has failed. */
json_t *vectors(const char *name);
const char *text_of(const json_t *object, const char *key);
/* The bytes of a hexadecimal text; returns how many. */
size_t unhex(const char *hex, uint8_t *bytes);

extern struct error err;

#define ck_ok(call) \
	ck_assert_msg(!(call), "%s: %s", #call, (err).text)

/* @call fails, with this exit and @text in what it says. */
#define ck_fails(status, why, call) do { \
	ck_assert_msg((call) == -1, "succeeds: %s", #call); \
	ck_assert_msg((err).exit == (status) && strstr((err).text, why), \
		      "%s: exit %d, %s", #call, (err).exit, (err).text); \
} while (0)

#define COUNT(array)	(sizeof(array) / sizeof((array)[0]))

#endif /* DINH_PROOF_TEST_H */
