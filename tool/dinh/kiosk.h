/* SPDX-License-Identifier: GPL-2.0-only */
/* What a command line says of an input device, for those that bind one. */
#ifndef DINH_KIOSK_H
#define DINH_KIOSK_H

#include "../lib/query.h"
#include "command.h"

/* The device that @name names, what it brings, its keys and times. */
int kiosk_take(const struct args *args, const char *name, struct kiosk *kiosk,
	       struct error *err);
/* Says that it is bound. */
void kiosk_print(const struct out *out, const struct kiosk *kiosk);

#endif /* DINH_KIOSK_H */
