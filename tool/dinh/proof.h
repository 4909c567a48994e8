/* SPDX-License-Identifier: GPL-2.0-only */
/* What the commands about proofs share. */
#ifndef DINH_COMMAND_PROOF_H
#define DINH_COMMAND_PROOF_H

#include <jansson.h>

#include "../lib/checkpoint.h"
#include "../lib/note.h"
#include "../lib/source.h"
#include "command.h"

/* Where a ledger is, if nothing else is said. */
#define LEDGER_PATH	"/var/lib/dinh"

/* The one that argument @name tells of, or else that of dinhd. */
struct source *open_ledger(const struct args *args, const char *name,
			   struct error *err);
/* An argument that is needed. */
int missing(const char *name, struct error *err);

void put_key(json_t *value, const struct vkey *key);
void put_checkpoint(json_t *value, const struct checkpoint *checkpoint);

#endif /* DINH_COMMAND_PROOF_H */
