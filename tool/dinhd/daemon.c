// SPDX-License-Identifier: GPL-2.0-only
/* The life of dinhd. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "../lib/i18n.h"
#include "daemon.h"
#include "log.h"

/* A signal ends nothing in the middle: it is looked for where that is good. */
static int catch_signals(struct error *err)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_CLOEXEC);
	if (fd < 0)
		error_set(err, DINH_EXIT_USAGE, "signalfd: %s",
			  strerror(errno));
	return fd;
}

bool daemon_pause(struct daemon *daemon, int milliseconds)
{
	struct pollfd fd = { .fd = daemon->signals, .events = POLLIN };

	return poll(&fd, 1, milliseconds) > 0;
}

/* Without this, what is published is told at the next start. */
static int watch_folder(const char *path)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

	if (fd >= 0 && inotify_add_watch(fd, path, IN_MOVED_TO) >= 0)
		return fd;
	log_line(LOG_WARNING, "%s: inotify: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static int work(struct daemon *daemon, struct error *err)
{
	if (daemon_attach(daemon, err))
		return -1;
	daemon->folder = watch_folder(daemon->options->store);
	log_ready();
	return daemon_save(daemon, err);
}

static struct daemon *daemon_alloc(const struct options *options,
				   struct error *err)
{
	struct daemon *daemon = calloc(1, sizeof(*daemon));

	if (!daemon) {
		error_memory(err);
		return NULL;
	}
	daemon->options = options;
	daemon->device.fd = -1;
	daemon->folder = -1;
	daemon->published = true;
	daemon->signals = catch_signals(err);
	if (daemon->signals >= 0)
		return daemon;
	free(daemon);
	return NULL;
}

int daemon_run(const struct options *options, struct error *err)
{
	struct daemon *daemon = daemon_alloc(options, err);
	int status;

	if (!daemon)
		return -1;
	status = work(daemon, err);
	/* The role goes before the lock on the store. */
	device_close(&daemon->device);
	follow_close(&daemon->follow);
	store_close(daemon->store);
	if (daemon->folder >= 0)
		close(daemon->folder);
	close(daemon->signals);
	free(daemon);
	return status && err->code != EINTR ? -1 : 0;
}
