// SPDX-License-Identifier: GPL-2.0-only
/* The device: its calls, and the kernel's words where it refuses one. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../lib/i18n.h"
#include "../lib/refusal.h"
#include "device.h"

static int exit_of(int code)
{
	switch (code) {
	case EBADMSG:
		return DINH_EXIT_WRONG;
	case ENOENT:
	case ENXIO:
	case ENODEV:
		return DINH_EXIT_NO_MODULE;
	default:
		return DINH_EXIT_REFUSED;
	}
}

static int plain_error(const struct device *device, struct error *err)
{
	int code = errno;

	error_set(err, exit_of(code), "%s: %s", device->path, strerror(code));
	err->code = code;
	return -1;
}

/* What the kernel said last is about this call where the error is the same. */
static int refused(const struct device *device, struct error *err)
{
	struct dinh_refused why = { 0 };
	char text[sizeof(err->text)];
	int code = errno;

	if (ioctl(device->fd, DINH_IOC_REFUSED, &why) ||
	    why.error != (uint32_t)code || !*why.text) {
		errno = code;
		return plain_error(device, err);
	}
	refusal_text(why.text, text, sizeof(text));
	error_set(err, exit_of(code), "%s", text);
	err->code = code;
	return -1;
}

int device_open(struct device *device, const char *path, struct error *err)
{
	device->path = path;
	device->fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (device->fd >= 0)
		return 0;
	if (errno != ENOENT && errno != ENXIO && errno != ENODEV)
		return plain_error(device, err);
	return error_set(err, DINH_EXIT_NO_MODULE,
			 _("%s is not there: load the module with `sudo modprobe dinh`"),
			 path);
}

void device_close(struct device *device)
{
	if (device->fd >= 0)
		close(device->fd);
	device->fd = -1;
}

static struct dinh_tree_head head_of(const struct store *store)
{
	struct dinh_tree_head head = { .size = store_size(store) };

	store_root(store, head.root);
	return head;
}

int device_claim(struct device *device, const struct store *store,
		 struct error *err)
{
	struct dinh_tree_head head = head_of(store);

	return ioctl(device->fd, DINH_IOC_STORE, &head) ?
	       refused(device, err) : 0;
}

int device_restore(struct device *device, const void *entries, size_t size,
		   size_t *taken, struct error *err)
{
	ssize_t len = write(device->fd, entries, size);

	*taken = len < 0 ? 0 : len;
	return len < 0 ? refused(device, err) : 0;
}

int device_restored(struct device *device, struct error *err)
{
	return ioctl(device->fd, DINH_IOC_RESTORED, 0) ?
	       refused(device, err) : 0;
}

int device_seek(struct device *device, uint64_t seq, struct error *err)
{
	return lseek(device->fd, seq, SEEK_DATA) < 0 ?
	       plain_error(device, err) : 0;
}

ssize_t device_read(struct device *device, void *buf, size_t size,
		    struct error *err)
{
	ssize_t len = read(device->fd, buf, size);

	if (len >= 0)
		return len;
	return errno == EAGAIN || errno == EINTR ? 0 : plain_error(device, err);
}

int device_acknowledge(struct device *device, const struct store *store,
		       struct error *err)
{
	struct dinh_tree_head head = head_of(store);

	return ioctl(device->fd, DINH_IOC_ACKNOWLEDGE, &head) ?
	       refused(device, err) : 0;
}

int device_settle(struct device *device, struct error *err)
{
	return ioctl(device->fd, DINH_IOC_SETTLE, 0) ? refused(device, err) :
						       0;
}

int device_report(struct device *device, uint32_t status, uint32_t error,
		  struct error *err)
{
	struct dinh_store_state state = { .status = status, .error = error };

	return ioctl(device->fd, DINH_IOC_STATUS, &state) ?
	       refused(device, err) : 0;
}
