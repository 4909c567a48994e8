/* SPDX-License-Identifier: GPL-2.0-only */
/* Who may have which entry accepted. */
#ifndef DINH_ACCESS_H
#define DINH_ACCESS_H

#include "engine/register.h"

/**
 * struct dinh_writer - what the calling task writes through
 * @opener: who opened the file or the socket
 * @capable: opener and task have CAP_SYS_ADMIN in the initial user namespace
 */
struct dinh_writer {
	const struct cred *opener;
	bool capable;
};

int dinh_access(const struct dinh_register *reg,
		const struct dinh_writer *writer,
		const struct dinh_entry *entry, struct dinh_refusal *why);

#endif /* DINH_ACCESS_H */
