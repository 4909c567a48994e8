/* SPDX-License-Identifier: GPL-2.0-only */
/* Running an import: progress, interruption, what is told of it. */
#ifndef DINH_RUN_IMPORT_H
#define DINH_RUN_IMPORT_H

#include "../lib/import.h"
#include "command.h"

/**
 * run_import - import a table
 * @import: its path, parent, day and whether only to check are filled
 * @function: import_units() or import_records()
 */
int run_import(struct context *context, struct import *import,
	       int (*function)(struct client *client, struct import *import,
			       struct error *err),
	       struct error *err);

#endif /* DINH_RUN_IMPORT_H */
