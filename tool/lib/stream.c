// SPDX-License-Identifier: GPL-2.0-only
/* Reading /dev/dinh. */
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "batch.h"
#include "entries.h"
#include "i18n.h"
#include "stream.h"

#define BUFFER_SIZE	(256 * 1024)

/**
 * struct stream - where reading stands
 * @fd: the device
 * @at: next entry in @buf
 * @len: bytes of @buf in use
 */
struct stream {
	int fd;
	size_t at;
	size_t len;
	_Alignas(8) uint8_t buf[BUFFER_SIZE];
};

static int device_error(struct error *err)
{
	int saved = errno;

	error_set(err, DINH_EXIT_REFUSED, "%s: %s", BATCH_DEVICE,
		  strerror(saved));
	err->code = saved;
	return -1;
}

struct stream *stream_open(uint64_t seq, struct error *err)
{
	struct stream *stream = malloc(sizeof(*stream));

	if (!stream) {
		error_memory(err);
		return NULL;
	}
	stream->at = 0;
	stream->len = 0;
	stream->fd = open(BATCH_DEVICE, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (stream->fd >= 0 && lseek(stream->fd, seq, SEEK_DATA) >= 0)
		return stream;
	device_error(err);
	stream_close(stream);
	return NULL;
}

void stream_close(struct stream *stream)
{
	if (!stream)
		return;
	if (stream->fd >= 0)
		close(stream->fd);
	free(stream);
}

static int fill(struct stream *stream, struct error *err)
{
	ssize_t len;

	do {
		len = read(stream->fd, stream->buf, sizeof(stream->buf));
	} while (len < 0 && (errno == EINTR || errno == EPIPE));
	if (len < 0)
		return errno == EAGAIN ? 0 : device_error(err);
	stream->at = 0;
	stream->len = len;
	return len > 0;
}

int stream_next(struct stream *stream, const struct dinh_entry **entry,
		struct error *err)
{
	size_t size;
	int status;

	if (stream->at == stream->len) {
		status = fill(stream, err);
		if (status <= 0)
			return status;
	}
	*entry = (void *)(stream->buf + stream->at);
	size = entry_size(*entry, stream->len - stream->at);
	if (!size) {
		errno = EPROTO;
		return device_error(err);
	}
	stream->at += size;
	return 1;
}

bool entry_record(const struct dinh_entry *entry, size_t size,
		  struct record *out, uint16_t *requirement)
{
	const struct dinh_record *body = (const void *)(entry + 1);
	const __le32 *vote = (const void *)(body + 1);
	int i;

	if (entry->type != DINH_ENTRY_RECORD || entry->version != 1 ||
	    size < sizeof(*entry) + sizeof(*body))
		return false;
	record_init(out);
	out->seq = le64toh(entry->seq);
	out->unit = le32toh(entry->unit);
	out->uid = le32toh(entry->uid);
	out->loginuid = le32toh(entry->loginuid);
	memcpy(out->document, body->document, sizeof(out->document));
	for (i = 0; i < DINH_HASH_SIZE; i++)
		out->has_document |= body->document[i];
	out->key = le64toh(body->key);
	*requirement = le16toh(body->requirement);
	out->group = body->group;
	out->items = le32toh(body->items);
	out->count = le32toh(body->count);
	out->day = le32toh(body->day);
	out->until = le32toh(body->until);
	out->period = le32toh(body->period);
	if (size < sizeof(*entry) + sizeof(*body) + sizeof(struct dinh_votes))
		return true;
	for (i = 0; i < VOTES; i++)
		out->vote[i] = le32toh(vote[i]);
	return true;
}
