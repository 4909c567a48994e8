// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../../tool/lib/i18n.h"
#include "../../../tool/lib/refusal.h"
#include "test.h"

static const char *const patterns[] = {
#define DINH_REFUSAL(id, error, pattern) pattern,
#include "../../../kmod/engine/refusals.h"
#undef DINH_REFUSAL
};

static const char *english(const char *message)
{
	static char buf[256];

	refusal_text(message, buf, sizeof(buf));
	return buf;
}

/* Each pattern as the kernel would print it, with figures that differ. */
static void print_pattern(const char *pattern, char *buf)
{
	unsigned int n = 10;

	while (*pattern) {
		if (!strncmp(pattern, "%llu", 4)) {
			buf += sprintf(buf, "%u", n++);
			pattern += 4;
		} else if (!strncmp(pattern, "%s", 2)) {
			buf += sprintf(buf, "x%u", n++);
			pattern += 2;
		} else {
			*buf++ = *pattern++;
		}
	}
	*buf = '\0';
}

START_TEST(figures_come_back)
{
	char message[256];
	size_t i;

	for (i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		print_pattern(patterns[i], message);
		ck_assert_str_eq(english(message), message);
	}
}
END_TEST

START_TEST(others_pass)
{
	ck_assert_str_eq(english("Unknown attribute type"),
			 "Unknown attribute type");
	ck_assert_str_eq(english(""), "");
	ck_assert_str_eq(english("quorum: many of 40 present, 27 needed"),
			 "quorum: many of 40 present, 27 needed");
}
END_TEST

START_TEST(long_figures)
{
	char message[300], buf[64];

	memset(message, 'x', sizeof(message));
	message[sizeof(message) - 1] = '\0';
	refusal_text(message, buf, sizeof(buf));
	ck_assert_uint_lt(strlen(buf), sizeof(buf));
	strcpy(message + 200, ": unknown: y");
	refusal_text(message, buf, sizeof(buf));
	ck_assert_uint_lt(strlen(buf), sizeof(buf));
}
END_TEST

TCase *refusal_case(void)
{
	TCase *tc = tcase_create("refusal");

	tcase_add_test(tc, figures_come_back);
	tcase_add_test(tc, others_pass);
	tcase_add_test(tc, long_figures);
	return tc;
}
