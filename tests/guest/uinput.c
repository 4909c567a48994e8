// SPDX-License-Identifier: GPL-2.0-only
/* A keyboard that a test presses. */
#include <fcntl.h>
#include <linux/uinput.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "uinput.h"

int uinput_make(const char *name)
{
	struct uinput_setup setup = { .id = { .bustype = BUS_USB } };
	int fd = open("/dev/uinput", O_RDWR | O_NONBLOCK | O_CLOEXEC), key;

	if (fd < 0)
		return -1;
	ioctl(fd, UI_SET_EVBIT, EV_KEY);
	for (key = 1; key < 120; key++)
		ioctl(fd, UI_SET_KEYBIT, key);
	strncpy(setup.name, name, sizeof(setup.name) - 1);
	if (!ioctl(fd, UI_DEV_SETUP, &setup) && !ioctl(fd, UI_DEV_CREATE))
		return fd;
	close(fd);
	return -1;
}

void uinput_press(int fd, int key)
{
	const struct input_event event[] = {
		{ .type = EV_KEY, .code = key, .value = 1 }, { .type = EV_SYN },
		{ .type = EV_KEY, .code = key, .value = 0 }, { .type = EV_SYN },
	};

	if (write(fd, event, sizeof(event)) != sizeof(event))
		_exit(1);
}
