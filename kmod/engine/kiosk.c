// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kiosks: which input devices are bound, and what of their presses was lost;
 * and what a TPM was told. That the hardware is there is the kernel's business:
 * the register keeps what was said of it.
 */
#include <crypto/sha2.h>

#include "internal.h"

#define PCR_MAX		23

/**
 * dinh_kiosk - find a kiosk by its entry
 * @reg: the register
 * @seq: the entry
 *
 * Return: it, or NULL where it is none that is bound.
 */
const struct dinh_kiosk *dinh_kiosk(const struct dinh_register *reg, u64 seq)
{
	unsigned int i;

	for (i = 0; i < reg->n_kiosks; i++)
		if (reg->kiosk[i].seq == seq)
			return &reg->kiosk[i];
	return NULL;
}

/* One of a unit's, or NULL. */
const struct dinh_kiosk *dinh_kiosk_of(const struct dinh_register *reg, u32 nr)
{
	unsigned int i;

	for (i = 0; i < reg->n_kiosks; i++)
		if (reg->kiosk[i].unit == nr)
			return &reg->kiosk[i];
	return NULL;
}

/**
 * dinh_check_kiosk - whether an entry can come from the kiosk that it names
 * @reg: the register
 * @entry: the entry
 * @kiosk: the kiosk, 0 for none, in @entry
 * @role: what it has to be bound as
 * @meeting: for which meeting, or 0
 * @plan: the plan; no writer's entry comes from a kiosk
 * @why: filled on refusal
 *
 * Return: 0 or a negative errno.
 */
int dinh_check_kiosk(const struct dinh_register *reg,
		     const struct dinh_entry *entry, const __le64 *kiosk,
		     unsigned int role, u64 meeting,
		     const struct dinh_plan *plan, struct dinh_refusal *why)
{
	u64 seq = le64_to_cpu(*kiosk);
	const struct dinh_kiosk *bound;

	if (!seq)
		return 0;
	if (plan->written)
		return dinh_refuse(why, DINH_REFUSED_SPARE, 0,
				   (u64)((const u8 *)kiosk -
					 (const u8 *)entry));
	bound = dinh_kiosk(reg, seq);
	if (!bound)
		return dinh_refuse(why, DINH_REFUSED_KIOSK_UNKNOWN,
				   DINH_A_KIOSK, seq);
	if (bound->unit != le32_to_cpu(entry->unit) || bound->role != role ||
	    bound->meeting != meeting)
		return dinh_refuse(why, DINH_REFUSED_KIOSK_OTHER, DINH_A_KIOSK,
				   seq);
	return 0;
}

static int check_meeting(const struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 const struct dinh_kiosk_bind *body,
			 struct dinh_refusal *why)
{
	u64 seq = le64_to_cpu(body->meeting);
	const struct dinh_meeting *meeting;

	if (body->role == DINH_KIOSK_RATING && !seq)
		return 0;
	if (body->role == DINH_KIOSK_RATING)
		return dinh_refuse(why, DINH_REFUSED_KIOSK_MEETING,
				   DINH_A_MEETING);
	meeting = dinh_meeting(reg, seq);
	if (!meeting)
		return dinh_refuse(why, DINH_REFUSED_MEETING_UNKNOWN,
				   DINH_A_MEETING, seq);
	if (meeting->unit != le32_to_cpu(entry->unit))
		return dinh_refuse(why, DINH_REFUSED_MEETING_UNIT,
				   DINH_A_MEETING, (u64)meeting->unit);
	return 0;
}

int dinh_plan_kiosk_bind(struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_kiosk_bind *body = dinh_body(entry);
	int err;

	if (body->role >= DINH_KIOSK_ROLES ||
	    body->flags & ~DINH_KIOSK_VIRTUAL ||
	    memchr_inv(body->spare, 0, sizeof(body->spare)))
		return dinh_malformed(why, entry, &body->role);
	err = dinh_check_tail(entry, body->device, DINH_DEVICE_SIZE,
			      DINH_A_DEVICE, why) ?:
	      dinh_living_unit(reg, le32_to_cpu(entry->unit), DINH_A_UNIT,
			       &plan->unit, why) ?:
	      check_meeting(reg, entry, body, why);
	if (!err && reg->n_kiosks == DINH_KIOSKS_MAX)
		err = dinh_refuse(why, DINH_REFUSED_KIOSKS_FULL, 0,
				  (u64)reg->n_kiosks, (u64)DINH_KIOSKS_MAX);
	return err;
}

void dinh_apply_kiosk_bind(struct dinh_register *reg,
			   const struct dinh_entry *entry,
			   struct dinh_plan *plan)
{
	const struct dinh_kiosk_bind *body = dinh_body(entry);

	reg->kiosk[reg->n_kiosks++] = (struct dinh_kiosk) {
		.seq = le64_to_cpu(entry->seq),
		.meeting = le64_to_cpu(body->meeting),
		.unit = plan->unit->nr,
		.role = body->role,
		.flags = body->flags,
	};
	reg->generation++;
}

/* The kiosk that an entry of its unit is about. */
static int find_own(struct dinh_register *reg, const struct dinh_entry *entry,
		    __le64 kiosk, struct dinh_plan *plan,
		    struct dinh_refusal *why)
{
	const struct dinh_kiosk *bound = dinh_kiosk(reg, le64_to_cpu(kiosk));

	if (!bound)
		return dinh_refuse(why, DINH_REFUSED_KIOSK_UNKNOWN,
				   DINH_A_KIOSK, le64_to_cpu(kiosk));
	if (bound->unit != le32_to_cpu(entry->unit))
		return dinh_refuse(why, DINH_REFUSED_KIOSK_OTHER, DINH_A_KIOSK,
				   bound->seq);
	plan->index = bound - reg->kiosk;
	return 0;
}

int dinh_plan_kiosk_unbind(struct dinh_register *reg,
			   const struct dinh_entry *entry,
			   struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_kiosk_unbind *body = dinh_body(entry);

	if (dinh_body_size(entry) != sizeof(*body) || body->spare ||
	    le32_to_cpu(body->why) >= DINH_UNBINDS)
		return dinh_malformed(why, entry, body);
	return find_own(reg, entry, body->kiosk, plan, why);
}

/* The others keep their order. */
void dinh_apply_kiosk_unbind(struct dinh_register *reg,
			     const struct dinh_entry *entry,
			     struct dinh_plan *plan)
{
	unsigned int i;

	reg->n_kiosks--;
	for (i = plan->index; i < reg->n_kiosks; i++)
		reg->kiosk[i] = reg->kiosk[i + 1];
	reg->generation++;
}

int dinh_plan_loss(struct dinh_register *reg, const struct dinh_entry *entry,
		   struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_loss *body = dinh_body(entry);

	if (dinh_body_size(entry) != sizeof(*body) || !body->presses)
		return dinh_malformed(why, entry, body);
	return find_own(reg, entry, body->kiosk, plan, why);
}

/* It changes nothing: that it is in the ledger is all. */
void dinh_apply_loss(struct dinh_register *reg, const struct dinh_entry *entry,
		     struct dinh_plan *plan)
{
}

int dinh_plan_tpm(struct dinh_register *reg, const struct dinh_entry *entry,
		  struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_tpm *body = dinh_body(entry);

	if (dinh_body_size(entry) != sizeof(*body) || entry->unit ||
	    body->spare || le32_to_cpu(body->pcr) > PCR_MAX ||
	    le64_to_cpu(body->size) > reg->ledger.size)
		return dinh_malformed(why, entry, body);
	return 0;
}

/* A PCR takes the hash of what it held and what it is told. */
void dinh_apply_tpm(struct dinh_register *reg, const struct dinh_entry *entry,
		    struct dinh_plan *plan)
{
	const struct dinh_tpm *body = dinh_body(entry);
	struct sha256_state state;

	reg->sealed.size = le64_to_cpu(body->size);
	reg->sealed.pcr = le32_to_cpu(body->pcr);
	sha256_init(&state);
	sha256_update(&state, body->before, sizeof(body->before));
	sha256_update(&state, body->root, sizeof(body->root));
	sha256_final(&state, reg->sealed.value);
}
