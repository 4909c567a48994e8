/* SPDX-License-Identifier: GPL-2.0-only */
/* The TPM: what checkpoints say is extended into one of its PCRs. */
#ifndef DINH_TPM_H
#define DINH_TPM_H

#include <linux/types.h>
#include <linux/dinh.h>

#include "engine/register.h"

/**
 * struct dinh_tpm_state - how it goes with the TPM
 * @pcr: number of the PCR, or -1 where none is used
 * @waiting: checkpoints that it was not told yet
 * @error: errno for which the last attempt failed, or 0
 */
struct dinh_tpm_state {
	int pcr;
	u32 waiting;
	u32 error;
};

int dinh_tpm_setup(void);
void dinh_tpm_teardown(void);
int dinh_tpm_checkpoint(const struct dinh_tree_head *head, bool check_only,
			struct dinh_refusal *why);
struct dinh_tpm_state dinh_tpm_state(void);

#endif /* DINH_TPM_H */
