/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tables of the second count, kept up to date beside the store when there is
 * nothing else to do. They follow from the store: what is wrong with them is a
 * reason to make them anew, and never one to stop.
 */
#ifndef DINHD_FOLLOW_H
#define DINHD_FOLLOW_H

#include "../lib/store.h"

#define FOLLOW_DATABASE	"tables.db"

/**
 * struct follow - the tables, and how they are doing
 * @tables: open, or NULL
 * @failures: in a row; after FOLLOW_FAILURES of them until the next start
 */
struct follow {
	struct tables *tables;
	unsigned int failures;
};

#define FOLLOW_FAILURES	2

/**
 * follow_step - add some entries
 * @dir: directory of the store
 *
 * Return: milliseconds until there is more to do, or -1 where there is nothing.
 */
int follow_step(struct follow *follow, const char *dir, struct store *store);
void follow_close(struct follow *follow);

#endif /* DINHD_FOLLOW_H */
