/* SPDX-License-Identifier: GPL-2.0-only */
/* The whole register's figures under /sys/class/misc/dinh. */
#ifndef DINH_SYSFS_H
#define DINH_SYSFS_H

struct attribute_group;
struct device;

extern const struct attribute_group *dinh_sysfs_groups[];

int dinh_sysfs_setup(struct device *dev);
void dinh_sysfs_teardown(void);
void dinh_sysfs_changed(void);
void dinh_sysfs_flush(void);

#endif /* DINH_SYSFS_H */
