/* SPDX-License-Identifier: GPL-2.0-only */
/* What dinhd does: attach a store to the register, and save what comes. */
#ifndef DINHD_DAEMON_H
#define DINHD_DAEMON_H

#include <stdbool.h>
#include <stdint.h>

#include "device.h"
#include "follow.h"

/* Bytes of entries that are read, or brought back, at once. */
#define BUFFER_SIZE	(1024 * 1024)

/**
 * struct options - how dinhd was asked to work
 * @store: directory of the store
 * @device: path of the device
 * @group: entries that are saved together at most
 * @delay: milliseconds that a group waits for more
 * @verify: whether all of the store is verified first
 */
struct options {
	const char *store;
	const char *device;
	unsigned int group;
	unsigned int delay;
	bool verify;
};

/**
 * struct daemon - dinhd at work
 * @options: how
 * @store: what it keeps
 * @device: the register
 * @signals: says that it is to end
 * @folder: says that something in the store's directory is new
 * @cause: errno that keeps it from saving, or 0
 * @lost: whether the kernel had dropped entries when they were read last
 * @published: whether the register is to be told what was published
 * @unsettled: whether it was said that the log cannot be moved
 * @follow: the tables of the second count
 * @buf: entries on their way
 */
struct daemon {
	const struct options *options;
	struct store *store;
	struct device device;
	int signals;
	int folder;
	int cause;
	bool lost;
	bool published;
	bool unsettled;
	struct follow follow;
	_Alignas(8) uint8_t buf[BUFFER_SIZE];
};

/* Waits for a signal. Return: whether one came. */
bool daemon_pause(struct daemon *daemon, int milliseconds);

/**
 * daemon_attach - become the store of the register, and bring its entries back
 *
 * Return: 0, or -1; with the code EINTR where a signal came.
 */
int daemon_attach(struct daemon *daemon, struct error *err);

/* Save what comes, until there is a signal. */
int daemon_save(struct daemon *daemon, struct error *err);

/* All of it, from the beginning to the end. */
int daemon_run(const struct options *options, struct error *err);

#endif /* DINHD_DAEMON_H */
