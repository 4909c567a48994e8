/* SPDX-License-Identifier: GPL-2.0-only */
/* The newest entries, for those who read the ledger as it grows. */
#ifndef DINH_RING_H
#define DINH_RING_H

#include <linux/types.h>
#include <linux/wait.h>
#include <linux/dinh.h>

/* What an entry takes in the ring: itself, and the hash of its leaf. */
#define DINH_RING_SLOT(size)	((size) + DINH_HASH_SIZE)

/**
 * struct dinh_ring - whole entries in a bounded buffer, each with its leaf's hash
 * @buf: the bytes
 * @size: how many, a power of two
 * @head: bytes ever written
 * @tail: of these, bytes ever dropped
 * @first: sequence number of the oldest entry kept
 * @next: sequence number of the next entry
 * @wait: readers that want an entry which is not there yet
 *
 * A position is a number of bytes since the beginning of time, so that it is
 * never used twice. The caller serialises: adding alone, reading together. Only
 * @first and @next are looked at without that, by those who wait.
 */
struct dinh_ring {
	u8 *buf;
	u64 size;
	u64 head;
	u64 tail;
	atomic64_t first;
	atomic64_t next;
	wait_queue_head_t wait;
};

/**
 * struct dinh_cursor - where a reader stands
 * @seq: number of the entry that it wants next
 * @pos: position of that entry, if it is kept
 */
struct dinh_cursor {
	u64 seq;
	u64 pos;
};

int dinh_ring_init(struct dinh_ring *ring, size_t size);
void dinh_ring_clean(struct dinh_ring *ring);
void dinh_ring_reserve(struct dinh_ring *ring, size_t bytes);
void dinh_ring_add(struct dinh_ring *ring, const struct dinh_entry *entry,
		   const u8 leaf[DINH_HASH_SIZE]);
void dinh_ring_restart(struct dinh_ring *ring, u64 seq);

struct dinh_cursor dinh_ring_oldest(const struct dinh_ring *ring);
struct dinh_cursor dinh_ring_newest(const struct dinh_ring *ring);
bool dinh_ring_walk(const struct dinh_ring *ring, struct dinh_cursor *cursor,
		    u64 seq, unsigned int steps);
size_t dinh_ring_peek(const struct dinh_ring *ring,
		      const struct dinh_cursor *cursor);
size_t dinh_ring_copy(const struct dinh_ring *ring, struct dinh_cursor *cursor,
		      void *to, size_t size);
void dinh_ring_leaf(const struct dinh_ring *ring, struct dinh_cursor *cursor,
		    u8 leaf[DINH_HASH_SIZE]);

static inline u64 dinh_ring_first(const struct dinh_ring *ring)
{
	return atomic64_read(&ring->first);
}

static inline u64 dinh_ring_next(const struct dinh_ring *ring)
{
	return atomic64_read(&ring->next);
}

#endif /* DINH_RING_H */
