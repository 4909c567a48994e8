// SPDX-License-Identifier: GPL-2.0-only
/* Runs all tests of programmes. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "error.h"
#include "programme.h"
#include "test.h"

struct programme *read_good(const char *path)
{
	struct error err;
	struct programme *p = programme_read(path, &err);

	ck_assert_msg(p, "%s", err.text);
	return p;
}

int write_file(const char *text, size_t size, char path[static 32])
{
	int fd = memfd_create("programme", 0);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, size), size);
	snprintf(path, 32, "/proc/self/fd/%d", fd);
	return fd;
}

char *read_file(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	char *text = calloc(1, 1 << 20);

	ck_assert_msg(file, "%s", path);
	*size = fread(text, 1, (1 << 20) - 1, file);
	fclose(file);
	return text;
}

int main(void)
{
	Suite *suite = suite_create("programme");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, shipped_case());
	suite_add_tcase(suite, refused_case());
	suite_add_tcase(suite, value_case());
	suite_add_tcase(suite, message_case());
	suite_add_tcase(suite, engine_case());
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	printf("%d passed, %d failed\n", srunner_ntests_run(runner) - failed,
	       failed);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
