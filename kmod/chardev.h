/* SPDX-License-Identifier: GPL-2.0-only */
/* /dev/dinh: entries in by the batch, and the ledger out as it grows. */
#ifndef DINH_CHARDEV_H
#define DINH_CHARDEV_H

struct device;

int dinh_chardev_setup(void);
void dinh_chardev_teardown(void);
struct device *dinh_chardev_device(void);

#endif /* DINH_CHARDEV_H */
