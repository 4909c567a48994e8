/* SPDX-License-Identifier: GPL-2.0-only */
/* Visitors: open files that look at a board. */
#ifndef DINH_SESSION_H
#define DINH_SESSION_H

#include <linux/types.h>

struct dinh_refusal;

#define DINH_SESSION_ALL	(~0u)

/**
 * struct dinh_visitors - of one board, or of all
 * @visits: that are not entries yet
 * @online: who looks at it now
 */
struct dinh_visitors {
	u64 visits;
	u64 online;
};

int dinh_session_begin(u32 unit, struct dinh_refusal *why);
void dinh_session_end(u32 unit);
int dinh_session_settle_locked(u32 unit, struct dinh_refusal *why);
int dinh_session_settle(struct dinh_refusal *why);
struct dinh_visitors dinh_session_visitors(u32 unit);
void dinh_session_teardown(void);

#endif /* DINH_SESSION_H */
