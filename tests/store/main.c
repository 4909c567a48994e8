// SPDX-License-Identifier: GPL-2.0-only
/* All tests of the store. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../tool/lib/i18n.h"
#include "test.h"

struct error err;
char folder[] = "/tmp/dinh-store-XXXXXX";
char dir[sizeof(folder) + 8];

const char *file_of(const char *name)
{
	static char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

struct store *keep(void)
{
	struct store *store = store_open(dir, &err);

	ck_assert_msg(store, "%s", err.text);
	return store;
}

struct store *view(void)
{
	struct store *store = store_view(dir, &err);

	ck_assert_msg(store, "%s", err.text);
	return store;
}

static void setup(void)
{
	strcpy(folder + strlen(folder) - 6, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(dir, sizeof(dir), "%s/store", folder);
}

static void teardown(void)
{
	char command[PATH_MAX];

	snprintf(command, sizeof(command), "rm -rf %s", folder);
	ck_assert_int_eq(system(command), 0);
}

void use_folder(TCase *tc)
{
	tcase_add_checked_fixture(tc, setup, teardown);
}

int main(void)
{
	Suite *suite = suite_create("store");
	SRunner *runner;
	int failed;

	unsetenv("LANGUAGE");
	setenv("LC_ALL", "C", 1);
	i18n_setup();
	suite_add_tcase(suite, append_case());
	suite_add_tcase(suite, damage_case());
	suite_add_tcase(suite, kill_case());
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	printf("%d passed, %d failed\n", srunner_ntests_run(runner) - failed,
	       failed);
	srunner_free(runner);
	return failed ? 1 : 0;
}
