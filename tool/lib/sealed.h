/* SPDX-License-Identifier: GPL-2.0-only */
/* What a TPM was told of a ledger, and what its PCR then holds. */
#ifndef DINH_SEALED_H
#define DINH_SEALED_H

#include <linux/dinh.h>

#include "merkle.h"

/**
 * struct sealed - what the entries that were followed tell of a TPM
 * @n: checkpoints that it was told, in all
 * @changed: of these, before how many somebody else had extended the PCR
 * @first_changed: number of the entry of the first of them
 * @size: entries of the last one since a restart, 0 for none
 * @pcr: the PCR that it was extended into
 * @value: what the PCR then holds, in the bank of SHA-256
 */
struct sealed {
	uint64_t n;
	uint64_t changed;
	uint64_t first_changed;
	uint64_t size;
	uint32_t pcr;
	uint8_t value[HASH_SIZE];
};

/* The next entry of the ledger with hashes @from. What the TPM was told must be
 * the root that the ledger has.
 */
int sealed_entry(struct sealed *sealed, struct hashes *from,
		 const struct dinh_entry *entry, struct error *err);

/* What the machine's TPM holds in a PCR, in the bank of SHA-256. */
int sealed_read_pcr(unsigned int pcr, uint8_t value[HASH_SIZE],
		    struct error *err);

#endif /* DINH_SEALED_H */
