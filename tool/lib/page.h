/* SPDX-License-Identifier: GPL-2.0-only */
/* The page for people that goes with a published ledger: one file of HTML. */
#ifndef DINH_PAGE_H
#define DINH_PAGE_H

#include <stddef.h>

#include "error.h"

struct replay;

/**
 * page_make - the scoreboard of the whole register, what is unmet and by whom,
 * and how to check it
 * @replay: the register, at the size that is published
 * @key: the public key that the checkpoint is signed with
 * @page: to be freed
 *
 * In Vietnamese and in English, whatever the language of the user.
 */
int page_make(const struct replay *replay, const char *key, char **page,
	      size_t *size, struct error *err);

#endif /* DINH_PAGE_H */
