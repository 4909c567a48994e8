// SPDX-License-Identifier: GPL-2.0-only
#include "test.h"
Suite *hall_suite(void) { return suite_create("hall"); }
