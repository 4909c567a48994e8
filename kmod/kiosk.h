/* SPDX-License-Identifier: GPL-2.0-only */
/* Kiosks: input devices whose presses go straight into the register. */
#ifndef DINH_KIOSK_H
#define DINH_KIOSK_H

#include <linux/types.h>
#include <linux/dinh.h>

#include "access.h"

struct dinh_entry;
struct dinh_refusal;

/**
 * struct dinh_kiosk_setup - how a device is to be a kiosk
 * @device: its physical path, serial or name
 * @role: enum dinh_kiosk_role
 * @virtual_too: a device that a program makes is meant
 * @keys: what its keys mean, in the order of enum dinh_attr's KEYS
 * @n_keys: how many; 0 for the usual ones
 * @timeout: milliseconds in which a low rating's reason, or a card's next digit,
 *	is awaited
 * @interval: shortest between two presses, milliseconds
 */
struct dinh_kiosk_setup {
	char device[DINH_DEVICE_SIZE];
	u8 role;
	bool virtual_too;
	u16 keys[DINH_KEYS_MAX];
	unsigned int n_keys;
	u32 timeout;
	u32 interval;
};

/**
 * struct dinh_kiosk_state - how a kiosk is
 * @setup: how it was set up
 * @name: what the device calls itself
 * @is_secret: it takes ballots of a secret vote
 * @presses: that entries were made of
 * @ignored: that mean nothing, came too soon, or were refused
 * @lost: that could not be kept
 */
struct dinh_kiosk_state {
	struct dinh_kiosk_setup setup;
	char name[DINH_NAME_SIZE];
	bool is_secret;
	u64 presses;
	u64 ignored;
	u64 lost;
};

#define DINH_KIOSK_MS_MAX	60000

int dinh_kiosk_setup_check(struct dinh_kiosk_setup *setup,
			   struct dinh_refusal *why);
int dinh_kiosk_bind(struct dinh_entry *entry, const struct dinh_writer *writer,
		    const struct dinh_kiosk_setup *setup, bool check_only,
		    char name[DINH_NAME_SIZE], struct dinh_refusal *why);
int dinh_kiosk_unbind(struct dinh_entry *entry,
		      const struct dinh_writer *writer, bool check_only,
		      struct dinh_refusal *why);
bool dinh_kiosk_state(u64 seq, struct dinh_kiosk_state *state);
void dinh_kiosk_look(void);
void dinh_kiosk_teardown(void);

#endif /* DINH_KIOSK_H */
