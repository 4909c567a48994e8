/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Proofs that an entry is in a ledger, to be kept with the entry and verified
 * without the ledger, as c2sp.org/tlog-proof has them.
 */
#ifndef DINH_TLOG_PROOF_H
#define DINH_TLOG_PROOF_H

#include "checkpoint.h"

/**
 * struct tlog_proof - a proof
 * @index: of the entry
 * @inclusion: that it is in the tree of the checkpoint
 * @extra: bytes that nobody vouches for, NULL for none
 * @extra_size: of these
 * @note: the checkpoint with its signatures, ended by a NUL
 * @note_size: of it
 */
struct tlog_proof {
	uint64_t index;
	struct merkle_proof inclusion;
	uint8_t *extra;
	size_t extra_size;
	char *note;
	size_t note_size;
};

/* @proof is to be freed where this succeeds. */
int tlog_proof_parse(const char *text, size_t size, struct tlog_proof *proof,
		     struct error *err);
void tlog_proof_free(struct tlog_proof *proof);

/* @text: filled with the text, ended by a NUL; to be freed. */
int tlog_proof_format(const struct tlog_proof *proof, char **text, size_t *size,
		      struct error *err);

/**
 * tlog_proof_verify - whether an entry is in a ledger
 * @leaf: hash of the entry
 * @key: whose word the checkpoint must be
 * @checkpoint: filled where it is; to be freed
 */
int tlog_proof_verify(const struct tlog_proof *proof,
		      const uint8_t leaf[HASH_SIZE], const struct vkey *key,
		      struct checkpoint *checkpoint, struct error *err);

#endif /* DINH_TLOG_PROOF_H */
