// SPDX-License-Identifier: GPL-2.0-only
/* Entries as /dev/dinh takes them. */
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch.h"
#include "i18n.h"

static int device_error(struct error *err, const char *what)
{
	int saved = errno;

	if (saved == ENOENT || saved == ENXIO || saved == ENODEV)
		error_set(err, DINH_EXIT_NO_MODULE,
			  _("%s is not there: load the module with `sudo modprobe dinh`"),
			  BATCH_DEVICE);
	else if (saved == EACCES || saved == EPERM)
		error_set(err, DINH_EXIT_REFUSED, "%s",
			  _("not permitted: writing to the register needs root; try it with sudo"));
	else
		error_set(err, DINH_EXIT_REFUSED, "%s: %s: %s", BATCH_DEVICE,
			  what, strerror(saved));
	err->code = saved;
	return -1;
}

struct batch *batch_new(struct error *err)
{
	struct batch *batch = malloc(sizeof(*batch));

	if (!batch) {
		error_memory(err);
		return NULL;
	}
	batch->fd = -1;
	batch_empty(batch);
	return batch;
}

struct batch *batch_open(struct error *err)
{
	struct batch *batch = batch_new(err);

	if (!batch)
		return NULL;
	batch->fd = open(BATCH_DEVICE, O_WRONLY | O_CLOEXEC);
	if (batch->fd >= 0)
		return batch;
	device_error(err, "open");
	free(batch);
	return NULL;
}

void batch_close(struct batch *batch)
{
	if (!batch)
		return;
	if (batch->fd >= 0)
		close(batch->fd);
	free(batch);
}

/* A new entry, zeroed; @size of its body is rounded up to a multiple of 8. */
static void *add_entry(struct batch *batch, uint8_t type, size_t size,
		       uint32_t unit)
{
	struct dinh_entry *entry = (void *)(batch->buf + batch->len);

	size = sizeof(*entry) + (size + 7) / 8 * 8;
	if (batch->n == BATCH_ENTRIES || batch->len + size > BATCH_SIZE)
		return NULL;
	memset(entry, 0, size);
	entry->size = htole32(size);
	entry->type = type;
	entry->version = 1;
	entry->unit = htole32(unit);
	batch->n++;
	batch->len += size;
	return entry + 1;
}

bool batch_unit(struct batch *batch, const struct unit *unit, uint32_t parent)
{
	size_t name = strlen(unit->name);
	struct dinh_unit_add *body;
	int i;

	body = add_entry(batch, DINH_ENTRY_UNIT_ADD, sizeof(*body) + name + 1,
			 DINH_UNIT_NONE);
	if (!body)
		return false;
	body->parent = htole32(parent);
	body->since = htole32(unit->since);
	for (i = 0; i < DINH_GROUPS; i++)
		body->headcount[i] = htole32(unit->headcount[i]);
	body->kind = unit->kind;
	body->has_union = unit->has_union;
	memcpy(body->code, unit->code, sizeof(body->code));
	memcpy(body->name, unit->name, name);
	return true;
}

/* A tail of votes only where any is said; those that are not are nobody. */
static bool has_votes(const struct record *record)
{
	int i;

	for (i = 0; i < VOTES; i++)
		if (record->vote[i] != DINH_COUNT_UNKNOWN)
			return true;
	return false;
}

static uint32_t vote(const struct record *record, enum vote which)
{
	return record->vote[which] == DINH_COUNT_UNKNOWN ? 0 :
	       htole32(record->vote[which]);
}

bool batch_record(struct batch *batch, const struct record *record,
		  uint32_t unit, uint32_t requirement)
{
	struct dinh_record *body;
	struct dinh_votes *votes;
	bool voted = has_votes(record);

	body = add_entry(batch, DINH_ENTRY_RECORD,
			 sizeof(*body) + (voted ? sizeof(*votes) : 0), unit);
	if (!body)
		return false;
	memcpy(body->document, record->document, sizeof(body->document));
	body->key = htole64(record->key);
	body->requirement = htole16(requirement);
	body->group = record->group;
	body->items = htole32(record->items);
	body->count = htole32(record->count);
	body->day = htole32(record->day);
	body->until = htole32(record->until);
	body->period = htole32(record->period);
	if (!voted)
		return true;
	votes = (void *)(body + 1);
	votes->eligible = vote(record, VOTE_ELIGIBLE);
	votes->present = vote(record, VOTE_PRESENT);
	votes->yes = vote(record, VOTE_YES);
	votes->no = vote(record, VOTE_NO);
	votes->abstain = vote(record, VOTE_ABSTAIN);
	votes->invalid = vote(record, VOTE_INVALID);
	return true;
}

int batch_write(struct batch *batch, size_t *taken, struct error *err)
{
	ssize_t len = write(batch->fd, batch->buf, batch->len);
	int status = len < 0 ? device_error(err, "write") : 0;
	size_t at = 0;

	*taken = 0;
	while (len > 0 && at < (size_t)len) {
		at += le32toh(((struct dinh_entry *)(batch->buf + at))->size);
		++*taken;
	}
	batch_empty(batch);
	return status;
}

int ledger_sync(struct error *err)
{
	int fd = open(BATCH_DEVICE, O_RDWR | O_CLOEXEC), status;

	if (fd < 0)
		return device_error(err, "open");
	status = fsync(fd);
	if (status && errno == EIO)
		error_set(err, DINH_EXIT_REFUSED, "%s",
			  _("done, but it will not be saved: the register is volatile, or its store stopped"));
	else if (status && (errno == ENOTCONN || errno == EINVAL))
		error_set(err, DINH_EXIT_REFUSED, "%s",
			  _("done, but it is not saved yet: no store is attached"));
	else if (status)
		device_error(err, "fsync");
	close(fd);
	return status;
}
