// SPDX-License-Identifier: GPL-2.0-only
/* All tests of proofs. DINH_VECTORS is the folder of the public vectors. */
#include <stdlib.h>

#include "../../tool/lib/i18n.h"
#include "test.h"

struct error err;

json_t *vectors(const char *name)
{
	const char *folder = getenv("DINH_VECTORS");
	json_error_t error;
	char path[4096];
	json_t *root;

	snprintf(path, sizeof(path), "%s/%s", folder ?: "../shared/vectors",
		 name);
	root = json_load_file(path, 0, &error);
	ck_assert_msg(root, "test vectors are MISSING (DINH_VECTORS says where they are): %s: %s",
		      path, error.text);
	return root;
}

const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	ck_assert_msg(text, "a vector without \"%s\"", key);
	return text;
}

size_t unhex(const char *hex, uint8_t *bytes)
{
	unsigned int byte;
	size_t n = 0;

	ck_assert_ptr_nonnull(hex);
	for (; *hex; hex += 2) {
		ck_assert_int_eq(sscanf(hex, "%2x", &byte), 1);
		bytes[n++] = byte;
	}
	return n;
}

int main(void)
{
	Suite *suite = suite_create("proof");
	SRunner *runner;
	int failed;

	unsetenv("LANGUAGE");
	setenv("LC_ALL", "C", 1);
	i18n_setup();
	suite_add_tcase(suite, merkle_case());
	suite_add_tcase(suite, note_case());
	suite_add_tcase(suite, checkpoint_case());
	suite_add_tcase(suite, tlog_proof_case());
	suite_add_tcase(suite, key_case());
	suite_add_tcase(suite, sealed_case());
	suite_add_tcase(suite, tiles_case());
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	printf("%d passed, %d failed\n", srunner_ntests_run(runner) - failed,
	       failed);
	srunner_free(runner);
	return failed ? 1 : 0;
}
