/* SPDX-License-Identifier: GPL-2.0-only */
/* Checkpoints, as c2sp.org/tlog-checkpoint has them. */
#ifndef DINH_CHECKPOINT_H
#define DINH_CHECKPOINT_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "merkle.h"
#include "note.h"

/**
 * struct checkpoint - what somebody says of a ledger
 * @origin: which ledger
 * @size: its entries
 * @root: the root over them
 * @extension: more lines, each with its newline; "" for none
 */
struct checkpoint {
	char *origin;
	uint64_t size;
	uint8_t root[HASH_SIZE];
	char *extension;
};

/* The text of a checkpoint, without signatures. */
int checkpoint_parse(const char *text, size_t size,
		     struct checkpoint *checkpoint, struct error *err);

/* @text: filled with the text, ended by a NUL; to be freed. */
int checkpoint_format(const struct checkpoint *checkpoint, char **text,
		      size_t *size, struct error *err);

/**
 * checkpoint_open - a checkpoint with its signatures
 * @note: the signed note
 * @key: who must have signed it; NULL leaves that open, and what it says is
 *	nobody's word then
 */
int checkpoint_open(const char *note, size_t size, const struct vkey *key,
		    struct checkpoint *checkpoint, struct error *err);

/* The same, from a file. */
int checkpoint_read(const char *path, const struct vkey *key,
		    struct checkpoint *checkpoint, struct error *err);

void checkpoint_free(struct checkpoint *checkpoint);

/**
 * checkpoint_check - whether a tree is the one that a checkpoint tells of
 * @from: hashes of a tree
 * @size: its size
 *
 * Return: 0 where the tree begins with just the entries of the checkpoint, or
 * is of the same size and root.
 */
int checkpoint_check(const struct checkpoint *checkpoint, struct hashes *from,
		     uint64_t size, struct error *err);

/**
 * checkpoint_follows - whether two checkpoints can be of one ledger
 * @old: the smaller one
 * @new: the larger one
 * @from: hashes of a tree that has as many leaves, or NULL where the two are of
 *	one size
 */
int checkpoint_follows(const struct checkpoint *old,
		       const struct checkpoint *new, struct hashes *from,
		       struct error *err);

#endif /* DINH_CHECKPOINT_H */
