// SPDX-License-Identifier: GPL-2.0-only
/*
 * Grants: who may do what, where. The register keeps them; that they are
 * obeyed is the door's business, once, when an entry is new.
 */
#include "internal.h"

static bool is_grant(const struct dinh_grants *grant,
		     const struct dinh_entry *entry)
{
	const struct dinh_grant *body = dinh_body(entry);

	return grant->unit == le32_to_cpu(entry->unit) &&
	       grant->id == le32_to_cpu(body->id) &&
	       grant->subject == body->subject && grant->role == body->role;
}

static unsigned int find(const struct dinh_register *reg,
			 const struct dinh_entry *entry)
{
	unsigned int i;

	for (i = 0; i < reg->n_grants; i++)
		if (is_grant(&reg->grant[i], entry))
			break;
	return i;
}

static int check_form(const struct dinh_entry *entry, struct dinh_refusal *why)
{
	const struct dinh_grant *body = dinh_body(entry);
	u32 id = le32_to_cpu(body->id);

	if (dinh_body_size(entry) != sizeof(*body) ||
	    memchr_inv(body->spare, 0, sizeof(body->spare)) ||
	    body->subject >= DINH_SUBJECTS || body->role >= DINH_ROLES)
		return dinh_malformed(why, entry, body);
	/* Nobody's, and that of the entries that the kernel makes. */
	if (id == DINH_UID_NONE || id == DINH_UID_KERNEL)
		return dinh_refuse(why, DINH_REFUSED_GRANT_ID, DINH_A_ID,
				   (u64)id);
	return 0;
}

int dinh_plan_grant(struct dinh_register *reg, const struct dinh_entry *entry,
		    struct dinh_plan *plan, struct dinh_refusal *why)
{
	u32 nr = le32_to_cpu(entry->unit);
	int err = check_form(entry, why);

	if (!err && nr)
		err = dinh_living_unit(reg, nr, DINH_A_UNIT, &plan->unit, why);
	if (err)
		return err;
	if (find(reg, entry) < reg->n_grants)
		return dinh_refuse(why, DINH_REFUSED_GRANTED, DINH_A_ID);
	if (reg->n_grants >= DINH_GRANTS_MAX)
		return dinh_refuse(why, DINH_REFUSED_GRANTS_FULL, 0,
				   (u64)reg->n_grants, (u64)DINH_GRANTS_MAX);
	plan->grant = kvcalloc(reg->n_grants + 1, sizeof(*plan->grant),
			       DINH_GFP);
	return plan->grant ? 0 : dinh_no_memory(why);
}

void dinh_apply_grant(struct dinh_register *reg,
		      const struct dinh_entry *entry, struct dinh_plan *plan)
{
	const struct dinh_grant *body = dinh_body(entry);

	if (reg->n_grants)
		memcpy(plan->grant, reg->grant,
		       reg->n_grants * sizeof(*reg->grant));
	swap(reg->grant, plan->grant);
	reg->grant[reg->n_grants++] = (struct dinh_grants) {
		.unit = le32_to_cpu(entry->unit),
		.id = le32_to_cpu(body->id),
		.subject = body->subject,
		.role = body->role,
	};
	reg->generation++;
}

int dinh_plan_revoke(struct dinh_register *reg, const struct dinh_entry *entry,
		     struct dinh_plan *plan, struct dinh_refusal *why)
{
	int err = check_form(entry, why);

	if (err)
		return err;
	plan->index = find(reg, entry);
	if (plan->index < reg->n_grants)
		return 0;
	return dinh_refuse(why, DINH_REFUSED_NOT_GRANTED, DINH_A_ID);
}

/* The others keep their order. */
void dinh_apply_revoke(struct dinh_register *reg,
		       const struct dinh_entry *entry, struct dinh_plan *plan)
{
	unsigned int i;

	reg->n_grants--;
	for (i = plan->index; i < reg->n_grants; i++)
		reg->grant[i] = reg->grant[i + 1];
	reg->generation++;
}
