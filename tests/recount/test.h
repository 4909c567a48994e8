/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of tests share. */
#ifndef DINH_TESTS_RECOUNT_TEST_H
#define DINH_TESTS_RECOUNT_TEST_H

#include <check.h>

#include "history.h"
#include "random.h"

Suite *scenario_suite(void);
Suite *strict_suite(void);
Suite *edge_suite(void);
Suite *meeting_suite(void);
Suite *falsified_suite(void);
Suite *reform_suite(void);
Suite *law_suite(void);

#endif /* DINH_TESTS_RECOUNT_TEST_H */
