// SPDX-License-Identifier: GPL-2.0-only
/*
 * dinh: the register of grassroots democracy.
 *
 * The register is made first and freed last; it takes entries only once all
 * that is told of them is there.
 */
#include <linux/init.h>
#include <linux/module.h>

#include "chardev.h"
#include "door.h"
#include "kiosk.h"
#include "meeting.h"
#include "netlink.h"
#include "session.h"
#include "sysfs.h"
#include "tpm.h"

static int __init dinh_init(void)
{
	int err;

	err = dinh_tpm_setup() ?: dinh_door_setup();
	if (err)
		return err;
	err = dinh_chardev_setup();
	if (err)
		goto err_door;
	err = dinh_sysfs_setup(dinh_chardev_device());
	if (err)
		goto err_chardev;
	err = dinh_netlink_setup();
	if (err)
		goto err_sysfs;
	/* From the device on, who has it open would outlive a failure here. */
	dinh_door_open();
	return 0;

err_sysfs:
	dinh_sysfs_teardown();
err_chardev:
	dinh_chardev_teardown();
err_door:
	dinh_door_teardown();
	return err;
}

static void __exit dinh_exit(void)
{
	dinh_door_close();
	/* Before sysfs: a request that is refused now still tells it so. */
	dinh_netlink_teardown();
	dinh_tpm_teardown();
	dinh_kiosk_teardown();
	dinh_sysfs_teardown();
	dinh_chardev_teardown();
	dinh_meeting_teardown();
	dinh_session_teardown();
	dinh_door_teardown();
}

module_init(dinh_init);
module_exit(dinh_exit);

MODULE_LICENSE("GPL");
MODULE_AUTHOR("The dinh project");
MODULE_DESCRIPTION("Register of grassroots democracy");
MODULE_ALIAS_GENL_FAMILY(DINH_FAMILY_NAME);
