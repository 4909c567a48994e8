// SPDX-License-Identifier: GPL-2.0-only
/*
 * Grants, obeyed. Looked at once, at the door, when an entry is new: a ledger
 * that is replayed was let in before.
 *
 * A grant holds for a task by its real uid and gid and its groups, which are the
 * author's: a program that runs with the ids of its file writes as its caller.
 * Who opened the file or the socket needs the grant as well, so that one handed
 * on gains nothing.
 */
#include <linux/cred.h>
#include <linux/uidgid.h>
#include <linux/user_namespace.h>

#include "access.h"

static const char * const role_names[DINH_ROLES] = {
	[DINH_ROLE_RECORDER] = "recorder",
	[DINH_ROLE_INSPECTOR] = "inspector",
	[DINH_ROLE_ADMINISTRATOR] = "administrator",
};

static enum dinh_role role_for(const struct dinh_entry *entry)
{
	switch (entry->type) {
	case DINH_ENTRY_RECORD:
	case DINH_ENTRY_RECORD_END:
	case DINH_ENTRY_WITHDRAWAL:
	case DINH_ENTRY_COMPLETION:
	case DINH_ENTRY_RATING:
	case DINH_ENTRY_MEETING_OPEN:
	case DINH_ENTRY_ATTENDANCE:
	case DINH_ENTRY_VOTE:
	case DINH_ENTRY_MEETING_CLOSE:
	case DINH_ENTRY_MEETING_VOID:
		return DINH_ROLE_RECORDER;
	case DINH_ENTRY_FINDING:
		return DINH_ROLE_INSPECTOR;
	default:
		return DINH_ROLE_ADMINISTRATOR;
	}
}

static bool in_groups(const struct cred *cred, kgid_t gid)
{
	int i;

	if (gid_eq(cred->gid, gid))
		return true;
	for (i = 0; i < cred->group_info->ngroups; i++)
		if (gid_eq(cred->group_info->gid[i], gid))
			return true;
	return false;
}

/* The ids of a user namespace are its owner's to hand out. */
static bool is_held_by(const struct dinh_grants *grant,
		       const struct cred *cred)
{
	if (cred->user_ns != &init_user_ns)
		return false;
	if (grant->subject == DINH_SUBJECT_UID)
		return uid_eq(cred->uid, make_kuid(&init_user_ns, grant->id));
	return in_groups(cred, make_kgid(&init_user_ns, grant->id));
}

static bool is_granted(const struct dinh_register *reg,
		       const struct dinh_writer *writer, enum dinh_role role,
		       const struct dinh_unit *unit)
{
	const struct dinh_grants *grant;
	unsigned int i;

	for (i = 0; i < reg->n_grants; i++) {
		grant = &reg->grant[i];
		if (grant->role == role && is_held_by(grant, current_cred()) &&
		    is_held_by(grant, writer->opener) &&
		    dinh_unit_in_scope(reg, unit, grant->unit))
			return true;
	}
	return false;
}

/* A number that is none is the register's: the engine says what it is. */
static int check_unit(const struct dinh_register *reg,
		      const struct dinh_writer *writer, enum dinh_role role,
		      u32 nr, struct dinh_refusal *why)
{
	const struct dinh_unit *unit = dinh_unit(reg, nr) ?: dinh_unit(reg, 0);

	if (is_granted(reg, writer, role, unit))
		return 0;
	return dinh_refuse(why, DINH_REFUSED_NO_GRANT, 0,
			   (u64)from_kuid(&init_user_ns, current_uid()),
			   role_names[role], unit->nr ? dinh_unit_code(unit) :
							"the register");
}

static size_t body_size(const struct dinh_entry *entry)
{
	return le32_to_cpu(entry->size) - sizeof(*entry);
}

/* The unit under which another is to stand, or -1. */
static s64 new_parent(const struct dinh_entry *entry)
{
	const struct dinh_unit_add *add = (const void *)(entry + 1);
	const struct dinh_unit_set *set = (const void *)(entry + 1);

	if (entry->type == DINH_ENTRY_UNIT_ADD)
		return body_size(entry) < sizeof(*add) ?
		       0 : le32_to_cpu(add->parent);
	if (entry->type == DINH_ENTRY_UNIT_SET &&
	    body_size(entry) >= sizeof(*set) &&
	    le32_to_cpu(set->what) & DINH_SET_PARENT)
		return le32_to_cpu(set->to.parent);
	return -1;
}

/**
 * dinh_access - whether the calling task may write an entry
 * @reg: the register
 * @writer: what it writes through
 * @entry: the entry, of which only the size was checked
 * @why: filled on refusal
 *
 * A unit that gets another parent is the business of both sides.
 *
 * Context: the caller holds dinh_door.lock.
 * Return: 0 or -EPERM.
 */
int dinh_access(const struct dinh_register *reg,
		const struct dinh_writer *writer,
		const struct dinh_entry *entry, struct dinh_refusal *why)
{
	enum dinh_role role = role_for(entry);
	s64 parent = new_parent(entry);
	int err = 0;

	if (writer->capable)
		return 0;
	if (entry->type != DINH_ENTRY_UNIT_ADD)
		err = check_unit(reg, writer, role, le32_to_cpu(entry->unit),
				 why);
	if (!err && parent >= 0)
		err = check_unit(reg, writer, role, parent, why);
	return err;
}
