/* SPDX-License-Identifier: GPL-2.0-only */
/* /dev/dinh, as the store sees it. */
#ifndef DINHD_DEVICE_H
#define DINHD_DEVICE_H

#include <sys/types.h>

#include "../lib/store.h"

/**
 * struct device - the device, open; does not block
 * @fd: for poll()
 * @path: where it is
 */
struct device {
	int fd;
	const char *path;
};

/*
 * All of these fill their error with the kernel's words, where it had any; its
 * code is the errno, and its exit DINH_EXIT_WRONG where ledger and store differ.
 */

int device_open(struct device *device, const char *path, struct error *err);

/* Closing it gives the role back. */
void device_close(struct device *device);

/* Become the store. */
int device_claim(struct device *device, const struct store *store,
		 struct error *err);

/* Entries of the ledger that comes back. @taken: bytes, of whole ones. */
int device_restore(struct device *device, const void *entries, size_t size,
		   size_t *taken, struct error *err);
int device_restored(struct device *device, struct error *err);

/* Read from entry @seq on. */
int device_seek(struct device *device, uint64_t seq, struct error *err);

/* Return: bytes, of whole entries; 0 where there is none now; or -1. */
ssize_t device_read(struct device *device, void *buf, size_t size,
		    struct error *err);

/* All that the store has is durable. */
int device_acknowledge(struct device *device, const struct store *store,
		       struct error *err);

/* @status: enum dinh_store_status; @error: errno */
/* Has what waits for the end of the day become entries. */
int device_settle(struct device *device, struct error *err);
int device_report(struct device *device, uint32_t status, uint32_t error,
		  struct error *err);

#endif /* DINHD_DEVICE_H */
