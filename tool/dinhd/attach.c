// SPDX-License-Identifier: GPL-2.0-only
/*
 * Becoming the store of the register. Nothing is attached that is not whole, or
 * that others know more of.
 */
#include <errno.h>
#include <string.h>

#include "../lib/entries.h"
#include "../lib/i18n.h"
#include "../lib/query.h"
#include "daemon.h"
#include "log.h"

static int interrupted(struct error *err)
{
	error_set(err, DINH_EXIT_USAGE, "%s", strerror(EINTR));
	err->code = EINTR;
	return -1;
}

static int verify_progress(uint64_t done, uint64_t all, void *data)
{
	log_status(_("verifying: %ju of %ju entries"), (uintmax_t)done,
		   (uintmax_t)all);
	return daemon_pause(data, 0);
}

static int open_store(struct daemon *daemon, struct error *err)
{
	const struct options *options = daemon->options;

	daemon->store = store_open(options->store, err);
	if (!daemon->store ||
	    (options->verify &&
	     store_verify(daemon->store, verify_progress, daemon, err)))
		return -1;
	return store_check_told(daemon->store, err);
}

/*
 * Bringing a ledger back.
 */

/* As many entries as there is room for. Return: bytes, 0 on failure. */
static size_t fill(struct daemon *daemon, uint64_t seq, struct error *err)
{
	const struct dinh_entry *entry;
	size_t len = 0, size;

	for (; seq < store_size(daemon->store); seq++, len += size) {
		if (store_entry(daemon->store, seq, &entry, err))
			return 0;
		size = le32toh(entry->size);
		if (size > BUFFER_SIZE - len)
			break;
		memcpy(daemon->buf + len, entry, size);
	}
	return len;
}

/* What the kernel lacks for it says nothing of an entry. */
static bool is_about_entry(int code)
{
	return code != ENOMEM && code != EINTR && code != EPERM &&
	       code != EBADF && code != EFAULT;
}

/* The entries in the buffer. @seq: of the first, then of the next. */
static int replay(struct daemon *daemon, size_t len, uint64_t *seq,
		  struct error *err)
{
	size_t at = 0, taken, end;

	while (at < len) {
		if (device_restore(&daemon->device, daemon->buf + at, len - at,
				   &taken, err)) {
			if (is_about_entry(err->code))
				err->exit = DINH_EXIT_WRONG;
			return error_prefix(err, _("entry %ju is refused: "),
					    (uintmax_t)*seq);
		}
		for (end = at + taken; at < end; ++*seq)
			at += entry_size(daemon->buf + at, len - at);
	}
	return 0;
}

static int restore(struct daemon *daemon, struct error *err)
{
	uint64_t seq = 0, all = store_size(daemon->store);
	size_t len;

	log_line(LOG_INFO, _("restoring %ju entries"), (uintmax_t)all);
	while (seq < all) {
		log_status(_("restoring: %ju of %ju entries"), (uintmax_t)seq,
			   (uintmax_t)all);
		if (daemon_pause(daemon, 0))
			return interrupted(err);
		len = fill(daemon, seq, err);
		if (!len || replay(daemon, len, &seq, err))
			return -1;
	}
	return device_restored(&daemon->device, err);
}

static int register_state(uint32_t *state, struct error *err)
{
	struct client *client = client_open(err);
	struct ledger ledger;
	int status;

	if (!client)
		return -1;
	status = ledger_get(client, &ledger, err);
	*state = ledger.state;
	client_close(client);
	return status;
}

static int take_up(struct daemon *daemon, struct error *err)
{
	uint32_t state;

	if (register_state(&state, err))
		return -1;
	if (state == DINH_STATE_RESTORING && restore(daemon, err))
		return error_prefix(err, "%s",
				    _("the register was not restored, and stays closed; the store is as it was: "));
	if (state == DINH_STATE_CLOSED) {
		log_line(LOG_NOTICE, "%s",
			 _("the store is empty: waiting for `dinh ledger init`"));
		log_status("%s", _("waiting for `dinh ledger init`"));
	} else {
		log_line(LOG_INFO, _("attached, %ju entries are durable"),
			 (uintmax_t)store_size(daemon->store));
	}
	return device_seek(&daemon->device, store_size(daemon->store), err);
}

int daemon_attach(struct daemon *daemon, struct error *err)
{
	if (open_store(daemon, err) ||
	    device_open(&daemon->device, daemon->options->device, err) ||
	    device_claim(&daemon->device, daemon->store, err))
		return -1;
	return take_up(daemon, err);
}
