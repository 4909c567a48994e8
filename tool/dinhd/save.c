// SPDX-License-Identifier: GPL-2.0-only
/*
 * Saving: what is read is committed in groups, and then acknowledged. What comes
 * while a group is committed is the next one.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <time.h>

#include "../lib/entries.h"
#include "../lib/i18n.h"
#include "daemon.h"
#include "log.h"

/* How soon, and how seldom, it is tried again. */
#define RETRY_MIN	1000
#define RETRY_MAX	30000

/* Bytes: a read that brings fewer has mostly brought all that there is. */
#define FEW		16384

/* What was saved is told when nothing more came for so long. */
#define QUIET		1000

/*
 * What is said to the register and to people.
 */

/* For good: until somebody has looked at it. */
static int stop(struct daemon *daemon, struct error *err)
{
	struct error ignored;

	device_report(&daemon->device, DINH_STORE_STOPPED,
		      err->code ?: err->exit == DINH_EXIT_WRONG ? EBADMSG : EIO,
		      &ignored);
	return error_prefix(err, "%s", _("stopped, nothing more is saved: "));
}

static int report_waiting(struct daemon *daemon, const struct error *why,
			  struct error *err)
{
	if (daemon->cause == why->code)
		return 0;
	daemon->cause = why->code;
	log_line(LOG_WARNING, _("%s; entries wait, and it is tried again"),
		 why->text);
	log_status(_("waiting: %s"), why->text);
	return device_report(&daemon->device, DINH_STORE_WAITING,
			     why->code ?: EIO, err);
}

static int report_working(struct daemon *daemon, struct error *err)
{
	if (!daemon->cause)
		return 0;
	daemon->cause = 0;
	log_line(LOG_NOTICE, _("saving again, %ju entries are durable"),
		 (uintmax_t)store_size(daemon->store));
	return device_report(&daemon->device, DINH_STORE_WORKING, 0, err);
}

/*
 * Groups.
 */

/* Commits them, as often as it takes. */
static int commit(struct daemon *daemon, const void *entries, size_t size,
		  struct error *err)
{
	int wait = RETRY_MIN;
	struct error why;

	while (store_append(daemon->store, entries, size, &why)) {
		*err = why;
		if (store_broken(daemon->store))
			return stop(daemon, err);
		if (report_waiting(daemon, &why, err))
			return -1;
		if (daemon_pause(daemon, wait))
			return error_prefix(err, "%s",
					    _("ended with entries that are not saved: "));
		wait = wait * 2 < RETRY_MAX ? wait * 2 : RETRY_MAX;
	}
	return report_working(daemon, err);
}

static int settle(struct daemon *daemon, struct error *err)
{
	if (!store_settle(daemon->store, err)) {
		daemon->unsettled = false;
		return 0;
	}
	if (store_broken(daemon->store))
		return stop(daemon, err);
	if (!daemon->unsettled)
		log_line(LOG_WARNING, _("%s; the log grows meanwhile"),
			 err->text);
	daemon->unsettled = true;
	return 0;
}

static int save_group(struct daemon *daemon, const void *entries, size_t size,
		      struct error *err)
{
	if (commit(daemon, entries, size, err))
		return -1;
	if (device_acknowledge(&daemon->device, daemon->store, err))
		return stop(daemon, err);
	return settle(daemon, err);
}

/* Bytes of the first entries, @max at most; of all, where one is not whole. */
static size_t measure(const uint8_t *entries, size_t len, unsigned int max,
		      unsigned int *n)
{
	size_t at = 0, size;

	for (*n = 0; at < len && *n < max; ++*n, at += size) {
		size = entry_size(entries + at, len - at);
		if (!size)
			return len;
	}
	return at;
}

static int save_all(struct daemon *daemon, size_t len, struct error *err)
{
	size_t at, size;
	unsigned int n;

	for (at = 0; at < len; at += size) {
		size = measure(daemon->buf + at, len - at,
			       daemon->options->group, &n);
		if (save_group(daemon, daemon->buf + at, size, err))
			return -1;
	}
	return 0;
}

/*
 * Reading.
 */

/* The kernel drops nothing that is not durable; so this happens once at most. */
static int resync(struct daemon *daemon, struct error *err)
{
	uint64_t size = store_size(daemon->store);

	if (daemon->lost) {
		error_prefix(err, _("entry %ju is no longer kept: "),
			     (uintmax_t)size);
		return stop(daemon, err);
	}
	daemon->lost = true;
	return device_seek(&daemon->device, size, err) ? stop(daemon, err) : 0;
}

/*
 * What there is, and what there is room for. With few entries it does not ask
 * whether these were all: that would be a system call more for each group.
 */
static int read_some(struct daemon *daemon, size_t *len, struct error *err)
{
	ssize_t bytes = FEW;

	while (bytes >= FEW && BUFFER_SIZE - *len >= DINH_ENTRY_SIZE_MAX) {
		bytes = device_read(&daemon->device, daemon->buf + *len,
				    BUFFER_SIZE - *len, err);
		if (bytes < 0 && err->code == EPIPE) {
			if (resync(daemon, err))
				return -1;
			bytes = FEW;
			continue;
		}
		if (bytes < 0)
			return stop(daemon, err);
		if (bytes)
			daemon->lost = false;
		*len += bytes;
	}
	return 0;
}

static int64_t now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return at.tv_sec * 1000ll + at.tv_nsec / 1000000;
}

/* A group that is not full waits for more, where it was asked to. */
static int gather(struct daemon *daemon, size_t *len, struct error *err)
{
	struct pollfd more = { .fd = daemon->device.fd, .events = POLLIN };
	unsigned int n, max = daemon->options->group;
	int64_t end;

	*len = 0;
	if (!daemon->options->delay)
		return read_some(daemon, len, err);
	end = now() + daemon->options->delay;
	do {
		if (read_some(daemon, len, err))
			return -1;
		measure(daemon->buf, *len, max, &n);
	} while (*len && n < max && BUFFER_SIZE - *len >= DINH_ENTRY_SIZE_MAX &&
		 now() < end && poll(&more, 1, end - now()) > 0);
	return 0;
}

/* Nobody waits: time for what can wait. Return: when there is more of it. */
static int idle(struct daemon *daemon)
{
	if (store_size(daemon->store))
		log_status(_("%ju entries are durable"),
			   (uintmax_t)store_size(daemon->store));
	return follow_step(&daemon->follow, daemon->options->store,
			   daemon->store);
}

/* What would wait for the end of the day, and what came until now. */
static int save_rest(struct daemon *daemon, struct error *err)
{
	struct error ignored = { 0 };
	size_t len;

	/* Where nothing has begun, nothing waits. */
	device_settle(&daemon->device, &ignored);
	do {
		if (gather(daemon, &len, err) || save_all(daemon, len, err))
			return -1;
	} while (len);
	return 0;
}

int daemon_save(struct daemon *daemon, struct error *err)
{
	struct pollfd fds[] = {
		{ .fd = daemon->device.fd, .events = POLLIN },
		{ .fd = daemon->signals, .events = POLLIN },
	};
	int wait = QUIET, n;
	size_t len;

	for (;;) {
		n = poll(fds, 2, wait);
		if (n <= 0) {
			wait = n ? 0 : idle(daemon);
			continue;
		}
		wait = QUIET;
		if (fds[0].revents &&
		    (gather(daemon, &len, err) || save_all(daemon, len, err)))
			return -1;
		if (fds[1].revents)
			return save_rest(daemon, err);
	}
}
