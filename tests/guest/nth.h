/* SPDX-License-Identifier: GPL-2.0-only */
/* Make the kernel fail what this thread asks of it, as fail-nth has it. */
#ifndef NTH_H
#define NTH_H

/* 0, or -1 where the kernel cannot do it. */
int open_nth(void);
/* Of the allocations and copies to come, the one of this number fails. */
void fail_nth(unsigned int n);
/* Whether it has come since; if not, it will not. */
int was_injected(void);

#endif /* NTH_H */
