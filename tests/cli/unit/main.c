// SPDX-License-Identifier: GPL-2.0-only
/* All unit tests of the command's library. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../../../tool/lib/i18n.h"
#include "test.h"

static char path[] = "/tmp/dinh-test-XXXXXX";

static void drop_file(void)
{
	unlink(path);
}

const char *test_file(const char *content, size_t size)
{
	FILE *file = fopen(path, "we");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(content, 1, size, file), size);
	fclose(file);
	return path;
}

int main(void)
{
	Suite *suite = suite_create("tool");
	SRunner *runner;
	int failed, fd = mkstemp(path);

	if (fd < 0)
		return 1;
	close(fd);
	atexit(drop_file);
	unsetenv("LANGUAGE");
	setenv("LC_ALL", "C", 1);
	i18n_setup();
	suite_add_tcase(suite, day_case());
	suite_add_tcase(suite, text_case());
	suite_add_tcase(suite, table_case());
	suite_add_tcase(suite, value_case());
	suite_add_tcase(suite, refusal_case());
	suite_add_tcase(suite, error_case());
	suite_add_tcase(suite, import_case());
	runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	printf("%d passed, %d failed\n", srunner_ntests_run(runner) - failed,
	       failed);
	srunner_free(runner);
	return failed ? 1 : 0;
}
