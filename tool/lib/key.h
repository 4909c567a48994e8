/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The key with which a ledger is vouched for, as files: FILE is private,
 * FILE.pub verifies, and FILE.last is the last checkpoint that was signed, empty
 * where there was none.
 */
#ifndef DINH_KEY_H
#define DINH_KEY_H

#include "checkpoint.h"

/* A new key; none of its files may be there. */
int key_create(const char *path, const char *name, struct vkey *key,
	       struct error *err);

/* The verifying key in a file; a private one will do, too. */
int key_read(const char *path, struct vkey *key, struct error *err);

/**
 * key_sign - sign a checkpoint of a ledger
 * @path: of the private key, whose name is the origin
 * @from: the hashes of the ledger, which was checked
 * @size: how many entries to vouch for
 * @note: filled with the checkpoint and its signature; to be freed
 *
 * What contradicts the last checkpoint is not signed. What is signed has become
 * the last one before the caller sees it.
 */
int key_sign(const char *path, struct hashes *from, uint64_t size, char **note,
	     size_t *note_size, struct error *err);

#endif /* DINH_KEY_H */
