// SPDX-License-Identifier: GPL-2.0-only
/*
 * The engine's figures against the recount's. With arguments SEED [DATABASE],
 * only the random history of that seed, and its tables are kept.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "test.h"

#define SEEDS		100
#define A_TEST		10

static struct reached *reached;

START_TEST(random_histories)
{
	unsigned int differences = 0;
	int i;

	for (i = 0; i < A_TEST; i++)
		differences += random_history(_i * A_TEST + i, reached);
	ck_assert_uint_eq(differences, 0);
}
END_TEST

START_TEST(a_province)
{
	ck_assert_uint_eq(large_history(3000, 40000, reached), 0);
}
END_TEST

/* A test that never comes to something says nothing about it. */
START_TEST(all_reached)
{
	unsigned int i;

	for (i = DINH_ENTRY_GENESIS; i < DINH_ENTRY_TYPES; i++)
		ck_assert_msg(reached->accepted[i], "type %u", i);
	for (i = 0; i < COUNTS; i++)
		ck_assert_msg(reached->hall[i], "%s", hall_counts[i]);
	for (i = 0; i <= DINH_VERDICT_NONE; i++)
		ck_assert_msg(reached->verdicts[i], "verdict %u", i);
	ck_assert_uint_gt(reached->unknown, 0);
	ck_assert_uint_gt(reached->partly, 0);
	ck_assert_uint_gt(reached->reviewed, 0);
}
END_TEST

static Suite *random_suite(void)
{
	Suite *suite = suite_create("random");
	TCase *tc = tcase_create("histories");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, random_histories, 0, SEEDS / A_TEST);
	tcase_add_test(tc, a_province);
	tcase_add_test(tc, all_reached);
	suite_add_tcase(suite, tc);
	return suite;
}

static void print_reached(void)
{
	unsigned int i;

	printf("%lu figures compared; entries refused %lu, accepted:",
	       reached->figures, reached->refused);
	for (i = 0; i < DINH_ENTRY_TYPES; i++)
		printf(" %lu", reached->accepted[i]);
	printf("; verdicts:");
	for (i = 0; i <= DINH_VERDICT_NONE; i++)
		printf(" %lu", reached->verdicts[i]);
	printf("; unknown %lu, partly %lu; of reviews %lu; in halls:",
	       reached->unknown, reached->partly, reached->reviewed);
	for (i = 0; i < COUNTS; i++)
		printf(" %lu", reached->hall[i]);
	printf("\n");
}

int main(int argc, char **argv)
{
	SRunner *runner;
	int failed;

	setvbuf(stdout, NULL, _IOLBF, 0);
	reached = mmap(NULL, sizeof(*reached), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (reached == MAP_FAILED)
		return EXIT_FAILURE;
	if (argc > 2)
		history_database = argv[2];
	if (argc > 1) {
		failed = random_history(strtoull(argv[1], NULL, 0), reached);
		print_reached();
		return failed ? EXIT_FAILURE : EXIT_SUCCESS;
	}
	runner = srunner_create(random_suite());
	srunner_add_suite(runner, scenario_suite());
	srunner_add_suite(runner, strict_suite());
	srunner_add_suite(runner, edge_suite());
	srunner_add_suite(runner, meeting_suite());
	srunner_add_suite(runner, falsified_suite());
	srunner_add_suite(runner, reform_suite());
	srunner_add_suite(runner, law_suite());
	srunner_run_all(runner, CK_NORMAL);
	print_reached();
	failed = srunner_ntests_failed(runner);
	printf("%d passed, %d failed\n", srunner_ntests_run(runner) - failed,
	       failed);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
