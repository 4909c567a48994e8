// SPDX-License-Identifier: GPL-2.0-only
/* Visitors: open files that said whose board they look at. */
#include <linux/dinh.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "batch.h"
#include "refusal.h"
#include "session.h"

/* In the register's words, where it has any. */
static int session_error(int fd, struct error *err)
{
	struct dinh_refused why = { 0 };
	char text[512];
	int code = errno;

	if (fd >= 0 && !ioctl(fd, DINH_IOC_REFUSED, &why) &&
	    why.error == (uint32_t)code && *why.text)
		refusal_text(why.text, text, sizeof(text));
	else
		strcpy(text, strerror(code));
	error_set(err, DINH_EXIT_REFUSED, "%s: %s", BATCH_DEVICE, text);
	err->code = code;
	if (fd >= 0)
		close(fd);
	return -1;
}

int session_open(uint32_t unit, struct error *err)
{
	struct dinh_session session = { .unit = unit };
	int fd = open(BATCH_DEVICE, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || ioctl(fd, DINH_IOC_SESSION, &session))
		return session_error(fd, err);
	return fd;
}
