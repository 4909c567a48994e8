// SPDX-License-Identifier: GPL-2.0-only
/* The ring of the newest entries. Knows what an entry looks like, no more. */
#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "ring.h"

static size_t offset_of(const struct dinh_ring *ring, u64 pos)
{
	return pos & (ring->size - 1);
}

/*
 * Entries are multiples of 8 bytes and so is the ring: no field of 8 bytes is
 * ever cut in two.
 */
static size_t entry_size_at(const struct dinh_ring *ring, u64 pos)
{
	const struct dinh_entry *entry =
		(const void *)(ring->buf + offset_of(ring, pos));

	return le32_to_cpu(entry->size);
}

static size_t slot_size_at(const struct dinh_ring *ring, u64 pos)
{
	return DINH_RING_SLOT(entry_size_at(ring, pos));
}

static void copy_in(struct dinh_ring *ring, u64 pos, const void *from,
		    size_t size)
{
	size_t at = offset_of(ring, pos), part = min_t(u64, size,
						       ring->size - at);

	memcpy(ring->buf + at, from, part);
	memcpy(ring->buf, (const u8 *)from + part, size - part);
}

static void copy_out(const struct dinh_ring *ring, u64 pos, void *to,
		     size_t size)
{
	size_t at = offset_of(ring, pos), part = min_t(u64, size,
						       ring->size - at);

	memcpy(to, ring->buf + at, part);
	memcpy((u8 *)to + part, ring->buf, size - part);
}

/**
 * dinh_ring_init - make an empty ring
 * @ring: the ring
 * @size: bytes that it holds at least; rounded up to a power of two
 *
 * Return: 0 or -ENOMEM.
 */
int dinh_ring_init(struct dinh_ring *ring, size_t size)
{
	memset(ring, 0, sizeof(*ring));
	init_waitqueue_head(&ring->wait);
	ring->size = roundup_pow_of_two(size);
	ring->buf = kvmalloc(ring->size, GFP_KERNEL);
	return ring->buf ? 0 : -ENOMEM;
}

/**
 * dinh_ring_clean - end a ring's life
 * @ring: the ring; nobody reads or waits
 */
void dinh_ring_clean(struct dinh_ring *ring)
{
	kvfree(ring->buf);
	ring->buf = NULL;
}

/**
 * dinh_ring_reserve - make room for entries to be added
 * @ring: the ring
 * @bytes: of their slots, at most the ring's size
 *
 * The oldest entries go. Nothing else drops one.
 */
void dinh_ring_reserve(struct dinh_ring *ring, size_t bytes)
{
	while (ring->head - ring->tail + bytes > ring->size) {
		ring->tail += slot_size_at(ring, ring->tail);
		atomic64_inc(&ring->first);
	}
}

/**
 * dinh_ring_add - add an entry
 * @ring: the ring; room was reserved
 * @entry: the entry
 * @leaf: hash of its leaf
 */
void dinh_ring_add(struct dinh_ring *ring, const struct dinh_entry *entry,
		   const u8 leaf[DINH_HASH_SIZE])
{
	size_t size = le32_to_cpu(entry->size);

	copy_in(ring, ring->head, entry, size);
	copy_in(ring, ring->head + size, leaf, DINH_HASH_SIZE);
	ring->head += DINH_RING_SLOT(size);
	atomic64_inc(&ring->next);
}

/**
 * dinh_ring_restart - drop all, and go on with another entry
 * @ring: the ring
 * @seq: number of the next entry to be added
 */
void dinh_ring_restart(struct dinh_ring *ring, u64 seq)
{
	ring->tail = ring->head;
	atomic64_set(&ring->first, seq);
	atomic64_set(&ring->next, seq);
}

/**
 * dinh_ring_oldest - begin with what is kept
 * @ring: the ring
 *
 * Return: where the oldest entry is.
 */
struct dinh_cursor dinh_ring_oldest(const struct dinh_ring *ring)
{
	return (struct dinh_cursor) { dinh_ring_first(ring), ring->tail };
}

/**
 * dinh_ring_newest - begin with what comes
 * @ring: the ring
 *
 * Return: where the next entry will be.
 */
struct dinh_cursor dinh_ring_newest(const struct dinh_ring *ring)
{
	return (struct dinh_cursor) { dinh_ring_next(ring), ring->head };
}

/**
 * dinh_ring_walk - look for an entry, from an older one on
 * @ring: the ring
 * @cursor: where to begin; is moved
 * @seq: number of the entry looked for
 * @steps: entries to pass at most, so that nobody waits long for the caller
 *
 * Return: whether the search is over: the entry is found, or was dropped, and
 * then the cursor says so.
 */
bool dinh_ring_walk(const struct dinh_ring *ring, struct dinh_cursor *cursor,
		    u64 seq, unsigned int steps)
{
	if (seq < dinh_ring_first(ring)) {
		cursor->seq = seq;
		return true;
	}
	if (cursor->seq < dinh_ring_first(ring))
		*cursor = dinh_ring_oldest(ring);
	for (; cursor->seq != seq && steps; steps--) {
		cursor->pos += slot_size_at(ring, cursor->pos);
		cursor->seq++;
	}
	return cursor->seq == seq;
}

/**
 * dinh_ring_peek - the size of the next entry for a reader
 * @ring: the ring
 * @cursor: the reader's; not lost
 *
 * Return: the size, or 0 if there is none yet.
 */
size_t dinh_ring_peek(const struct dinh_ring *ring,
		      const struct dinh_cursor *cursor)
{
	return cursor->pos == ring->head ? 0 :
					   entry_size_at(ring, cursor->pos);
}

/**
 * dinh_ring_copy - copy as many whole entries as fit
 * @ring: the ring
 * @cursor: the reader's; not lost; is moved behind what was copied
 * @to: buffer
 * @size: of it
 *
 * Return: bytes copied.
 */
size_t dinh_ring_copy(const struct dinh_ring *ring, struct dinh_cursor *cursor,
		      void *to, size_t size)
{
	size_t bytes = 0, more;

	while ((more = dinh_ring_peek(ring, cursor)) && more <= size - bytes) {
		copy_out(ring, cursor->pos, (u8 *)to + bytes, more);
		bytes += more;
		cursor->pos += DINH_RING_SLOT(more);
		cursor->seq++;
	}
	return bytes;
}

/**
 * dinh_ring_leaf - pass an entry for the hash of its leaf
 * @ring: the ring
 * @cursor: not lost, and not at the end; is moved behind the entry
 * @leaf: filled
 */
void dinh_ring_leaf(const struct dinh_ring *ring, struct dinh_cursor *cursor,
		    u8 leaf[DINH_HASH_SIZE])
{
	size_t size = entry_size_at(ring, cursor->pos);

	copy_out(ring, cursor->pos + size, leaf, DINH_HASH_SIZE);
	cursor->pos += DINH_RING_SLOT(size);
	cursor->seq++;
}
