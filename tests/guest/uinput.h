/* SPDX-License-Identifier: GPL-2.0-only */
/* A keyboard that a test presses. */
#ifndef UINPUT_H
#define UINPUT_H

/* Its descriptor, or -1; closing it unplugs it. Keys 1 to 119 are there. */
int uinput_make(const char *name);
void uinput_press(int fd, int key);

#endif /* UINPUT_H */
