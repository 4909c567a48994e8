/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * dinh: the register of grassroots democracy. The whole contract with user
 * space: the entries of the ledger, /dev/dinh, and the netlink family.
 *
 * Three ways in, one register behind them:
 *
 *	generic netlink, family "dinh"
 *		ledger-get				what is kept, today, root
 *		day-confirm	{ day }			after a jump of the clock
 *		programme-load	{ programme ... }	rules from their day on
 *		programme-get	dump			one message an element
 *		unit-add	{ code name kind ... }
 *		unit-set	{ unit | code, what changes }
 *		unit-dissolve	{ unit | code, day, successor ... }
 *		unit-get	{ unit | code }		or dump { scope kind }
 *		record-add	{ unit | code, requirement, day ... }
 *		record-end	{ seq, day }		a posting taken down early
 *		record-withdraw	{ seq, reason }
 *		record-get	{ seq }			or dump { unit | code }
 *		status-get	dump { scope }		one message an indicator
 *		unmet-get	dump { scope indicator }
 *		due-get		dump { scope within }
 *		unit-pin	{ unit | code, pinned }	shown in sysfs, or not
 *		ledger-init	{ origin utc-offset }	a new register
 *		ledger-published { size }		told by who publishes it
 *		finding-add	{ seq verdict reason due }	an inspector's word
 *		assignment-add	{ unit | code, title, due, objective }
 *		assignment-complete { seq day result document }
 *		assignment-get	dump { scope }		while they count
 *		grant-add	{ subject id role, unit | code }
 *		grant-revoke	{ subject id role, unit | code }
 *		grant-get	dump
 *		review-add	{ unit | code, review, documents }
 *		rating-add	{ unit | code, score, low-reason }
 *		rating-get	{ unit | code }		or none for all
 *		meeting-open	{ unit | code, requirement, eligible, day ... }
 *		meeting-attend	{ meeting, card | count }
 *		meeting-vote	{ meeting, yes, no, abstain, invalid }
 *		meeting-close	{ meeting, document }
 *		meeting-void	{ meeting, reason }
 *		meeting-get	{ meeting }		or dump { scope }
 *		kiosk-bind	{ unit | code, device, kiosk-role ... }
 *		kiosk-unbind	{ kiosk }
 *		kiosk-get	dump
 *		groups: "entries" (every entry), "targets" (an indicator
 *		crossed its threshold, a unit lapsed, an assignment is overdue)
 *
 *	/dev/dinh
 *		write	entries; of their header only size, type, version and
 *			unit are the writer's, the rest must be zero
 *		read	whole entries, as the ledger has them
 *		poll, lseek (SEEK_SET 0: the oldest kept, SEEK_DATA n: entry n,
 *		SEEK_END 0: only what comes)
 *		fsync	wait until what was accepted so far is durable
 *		ioctl	for the one open file that is the store, and for those that
 *		are a visitor's
 *
 *	/sys/class/misc/dinh/
 *		the figures of the whole register and of pinned units, one a
 *		file
 *
 * All integers of an entry are little-endian, every structure is 8-byte
 * aligned, spare fields are zero. A day is a number of days since 1970-01-01
 * in the register's own time zone; all days are inclusive.
 */
#ifndef _UAPI_LINUX_DINH_H
#define _UAPI_LINUX_DINH_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define DINH_FAMILY_NAME	"dinh"
#define DINH_FAMILY_VERSION	1
#define DINH_GROUP_ENTRIES	"entries"
#define DINH_GROUP_TARGETS	"targets"

/* Sizes, in bytes with the final NUL where they hold text. */
#define DINH_CODE_SIZE		32
#define DINH_NAME_SIZE		256
#define DINH_TITLE_SIZE		512
#define DINH_REASON_SIZE	256
#define DINH_HASH_SIZE		32
#define DINH_IDENTITY_SIZE	16
#define DINH_ORIGIN_SIZE	64
#define DINH_MESSAGE_SIZE	80
#define DINH_DEVICE_SIZE	128
/* What a meeting knows a card by. */
#define DINH_CARD_SIZE		16

/* Counts. */
#define DINH_DEPTH_MAX		16
#define DINH_ITEMS_MAX		32
#define DINH_SUCCESSORS_MAX	16
#define DINH_INSTRUMENTS_MAX	64
#define DINH_REQUIREMENTS_MAX	256
#define DINH_INDICATORS_MAX	64
#define DINH_OBJECTIVES_MAX	32
#define DINH_INDICATOR_REQUIREMENTS_MAX	8
#define DINH_PROGRAMMES_MAX	64
#define DINH_PINS_MAX		32
#define DINH_GRANTS_MAX		4096
/* Open at a time. */
#define DINH_MEETINGS_MAX	256
/* That one meeting tells apart, and in its roll. */
#define DINH_CARDS_MAX		4096
#define DINH_KIOSKS_MAX		64
#define DINH_KEYS_MAX		16
/* Of one unit, open or completed this year. */
#define DINH_ASSIGNMENTS_MAX	1024
/* Requirement codes that one register can know in all its programmes. */
#define DINH_REQUIREMENT_NUMBERS_MAX	4095

/* One entry, header included. */
#define DINH_ENTRY_SIZE_MAX	(192 * 1024)

#define DINH_DAY_NONE		0u
/* 9999-12-31; a date beyond it is a mistake. */
#define DINH_DAY_MAX		2932896u
#define DINH_DAY_FOREVER	0xffffffffu
#define DINH_COUNT_UNKNOWN	0xffffffffu
#define DINH_COUNT_MAX		0x7fffffffu

/*
 * In a batch written to /dev/dinh: the unit that entry n of it (from 0) adds.
 * Each write() counts from 0 anew: what a short write left is to be numbered
 * again before it is written.
 */
#define DINH_UNIT_IN_BATCH	0x80000000u
#define DINH_UNIT_NONE		0u
#define DINH_UNIT_MAX		0x7fffffffu

/**
 * enum dinh_kind - what a unit is
 * @DINH_KIND_REGISTER: the register itself, unit 0, above all others
 * @DINH_KIND_PROVINCE: province, or city under the central government
 * @DINH_KIND_DISTRICT: district, town, city of a province
 * @DINH_KIND_COMMUNE: xã
 * @DINH_KIND_WARD: phường
 * @DINH_KIND_TOWNSHIP: thị trấn
 * @DINH_KIND_SPECIAL_ZONE: đặc khu
 * @DINH_KIND_AGENCY: state administrative agency
 * @DINH_KIND_PUBLIC_UNIT: public service unit: a school, a hospital
 * @DINH_KIND_STATE_ENTERPRISE: state-sector enterprise
 * @DINH_KIND_NONSTATE_ENTERPRISE: enterprise outside the state sector
 */
enum dinh_kind {
	DINH_KIND_REGISTER,
	DINH_KIND_PROVINCE,
	DINH_KIND_DISTRICT,
	DINH_KIND_COMMUNE,
	DINH_KIND_WARD,
	DINH_KIND_TOWNSHIP,
	DINH_KIND_SPECIAL_ZONE,
	DINH_KIND_AGENCY,
	DINH_KIND_PUBLIC_UNIT,
	DINH_KIND_STATE_ENTERPRISE,
	DINH_KIND_NONSTATE_ENTERPRISE,
	/* private: */
	DINH_KINDS,
};

/**
 * enum dinh_group - whose heads are counted; groups may overlap
 * @DINH_GROUP_CADRES: cán bộ
 * @DINH_GROUP_PARTY_MEMBERS: đảng viên
 * @DINH_GROUP_CIVIL_SERVANTS: công chức
 * @DINH_GROUP_PUBLIC_EMPLOYEES: viên chức
 * @DINH_GROUP_EMPLOYEES: người lao động
 * @DINH_GROUP_RESIDENTS: nhân dân
 * @DINH_GROUP_HOUSEHOLDS: hộ gia đình
 * @DINH_GROUP_VOTERS: cử tri
 */
enum dinh_group {
	DINH_GROUP_CADRES,
	DINH_GROUP_PARTY_MEMBERS,
	DINH_GROUP_CIVIL_SERVANTS,
	DINH_GROUP_PUBLIC_EMPLOYEES,
	DINH_GROUP_EMPLOYEES,
	DINH_GROUP_RESIDENTS,
	DINH_GROUP_HOUSEHOLDS,
	DINH_GROUP_VOTERS,
	/* private: */
	DINH_GROUPS,
};

/* A record of a requirement that counts no heads. */
#define DINH_GROUP_NONE		0xfu

/**
 * enum dinh_union - whether a rule asks for a trade union
 * @DINH_UNION_ANY: with or without
 * @DINH_UNION_WITH: only where there is one
 * @DINH_UNION_WITHOUT: only where there is none
 */
enum dinh_union {
	DINH_UNION_ANY,
	DINH_UNION_WITH,
	DINH_UNION_WITHOUT,
};

/**
 * enum dinh_validity - how long a record counts
 * @DINH_VALIDITY_ONCE: for good
 * @DINH_VALIDITY_ROLLING: to its day + months + days + grace
 * @DINH_VALIDITY_PERIOD: for a calendar period of @months; it may be made from
 *	the period's first day to its last + grace, and counts until the last
 *	day on which the record of the next period may be made; months of grace
 *	are whole calendar months here, as the period is
 * @DINH_VALIDITY_STATED: to its own stated end + grace; the term from its day
 *	lies between term_min and term_max months
 */
enum dinh_validity {
	DINH_VALIDITY_ONCE,
	DINH_VALIDITY_ROLLING,
	DINH_VALIDITY_PERIOD,
	DINH_VALIDITY_STATED,
};

/**
 * enum dinh_of - what a share is a share of
 * @DINH_OF_NOTHING: the requirement asks for no such share
 * @DINH_OF_ELIGIBLE: those who were entitled or summoned
 * @DINH_OF_PRESENT: those who came
 * @DINH_OF_GROUP: all heads of one of the unit's groups
 */
enum dinh_of {
	DINH_OF_NOTHING,
	DINH_OF_ELIGIBLE,
	DINH_OF_PRESENT,
	DINH_OF_GROUP,
};

/**
 * enum dinh_counted - what an indicator counts
 * @DINH_COUNTED_UNITS: units that meet all that applies to them
 * @DINH_COUNTED_PERSONS: heads reached, group by group
 * @DINH_COUNTED_ASSIGNMENTS: assignments completed by their due day, of those
 *	that were completed or are overdue; an open one that is not due yet is
 *	unknown. One counts until the end of the year in which its completion
 *	was recorded
 * @DINH_COUNTED_ANSWERS: the same, of those that findings made
 */
enum dinh_counted {
	DINH_COUNTED_UNITS,
	DINH_COUNTED_PERSONS,
	DINH_COUNTED_ASSIGNMENTS,
	DINH_COUNTED_ANSWERS,
};

/**
 * enum dinh_threshold - how an indicator's rate is judged
 * @DINH_THRESHOLD_NONE: it is shown and not judged
 * @DINH_THRESHOLD_AT_LEAST: numerator * 100 >= percent * denominator
 * @DINH_THRESHOLD_OVER: numerator * 100 > percent * denominator
 */
enum dinh_threshold {
	DINH_THRESHOLD_NONE,
	DINH_THRESHOLD_AT_LEAST,
	DINH_THRESHOLD_OVER,
};

/**
 * enum dinh_verdict - what a figure says of its threshold
 * @DINH_VERDICT_EMPTY: a population of nobody: not applicable
 * @DINH_VERDICT_SHORT: below, whatever the unknown units are
 * @DINH_VERDICT_MET: reached, whatever the unknown units are
 * @DINH_VERDICT_UNKNOWN: it depends on units whose headcount is not known
 * @DINH_VERDICT_NONE: the indicator has no threshold
 */
enum dinh_verdict {
	DINH_VERDICT_EMPTY,
	DINH_VERDICT_SHORT,
	DINH_VERDICT_MET,
	DINH_VERDICT_UNKNOWN,
	DINH_VERDICT_NONE,
};

/**
 * enum dinh_objective_kind - a target or a task of a programme
 * @DINH_OBJECTIVE_TARGET: mục tiêu
 * @DINH_OBJECTIVE_TASK: nhiệm vụ
 */
enum dinh_objective_kind {
	DINH_OBJECTIVE_TARGET,
	DINH_OBJECTIVE_TASK,
};

/**
 * enum dinh_finding_verdict - what an inspector says of a record
 * @DINH_FINDING_UPHOLD: it stands
 * @DINH_FINDING_STRIKE: it never counted; this is final
 */
enum dinh_finding_verdict {
	DINH_FINDING_UPHOLD,
	DINH_FINDING_STRIKE,
	/* private: */
	DINH_FINDING_VERDICTS,
};

/**
 * enum dinh_subject - who a grant is for
 * @DINH_SUBJECT_UID: a user
 * @DINH_SUBJECT_GID: a group
 */
enum dinh_subject {
	DINH_SUBJECT_UID,
	DINH_SUBJECT_GID,
	/* private: */
	DINH_SUBJECTS,
};

/**
 * enum dinh_role - what a grant allows, on a unit and all below it
 * @DINH_ROLE_RECORDER: to record, end, withdraw, complete assignments, hold
 *	meetings and take ratings
 * @DINH_ROLE_INSPECTOR: to judge records of others
 * @DINH_ROLE_ADMINISTRATOR: to change units, pins and grants, to give
 *	assignments and to review; on the register, to load programmes
 *
 * Whoever has CAP_SYS_ADMIN in the initial user namespace may do all of it.
 */
enum dinh_role {
	DINH_ROLE_RECORDER,
	DINH_ROLE_INSPECTOR,
	DINH_ROLE_ADMINISTRATOR,
	/* private: */
	DINH_ROLES,
};

/**
 * enum dinh_review_kind - which review a scope holds
 * @DINH_REVIEW_INTERIM: sơ kết
 * @DINH_REVIEW_FINAL: tổng kết
 */
enum dinh_review_kind {
	DINH_REVIEW_INTERIM,
	DINH_REVIEW_FINAL,
	/* private: */
	DINH_REVIEWS,
};

/**
 * enum dinh_low_reason - why a rating is 3 or lower
 * @DINH_LOW_UNSTATED: nobody said
 * @DINH_LOW_WAITING: it took too long
 * @DINH_LOW_CONDUCT: how people were met
 * @DINH_LOW_PROCEDURE: the procedure is unclear, or has too many steps
 * @DINH_LOW_RESULT: the matter was not settled
 * @DINH_LOW_OTHER: something else
 */
enum dinh_low_reason {
	DINH_LOW_UNSTATED,
	DINH_LOW_WAITING,
	DINH_LOW_CONDUCT,
	DINH_LOW_PROCEDURE,
	DINH_LOW_RESULT,
	DINH_LOW_OTHER,
	/* private: */
	DINH_LOW_REASONS,
};

#define DINH_SCORE_MAX		5
/* The highest for which a reason is asked. */
#define DINH_SCORE_LOW		3

/**
 * enum dinh_ballot - how a meeting votes
 * @DINH_BALLOT_OPEN: each vote is an entry
 * @DINH_BALLOT_SECRET: none is, and nothing of how it stands is told before the
 *	meeting closes
 */
enum dinh_ballot {
	DINH_BALLOT_OPEN,
	DINH_BALLOT_SECRET,
	/* private: */
	DINH_BALLOTS,
};

/**
 * enum dinh_outcome - what became of a meeting
 * @DINH_OUTCOME_VALID: it has its quorum and its majority: it is a record
 * @DINH_OUTCOME_QUORUM: too few came
 * @DINH_OUTCOME_MAJORITY: too few were in favour
 */
enum dinh_outcome {
	DINH_OUTCOME_VALID,
	DINH_OUTCOME_QUORUM,
	DINH_OUTCOME_MAJORITY,
	/* private: */
	DINH_OUTCOMES,
};

/**
 * enum dinh_void - why a meeting is void
 * @DINH_VOID_ASKED: somebody said so, and why
 * @DINH_VOID_BOOT: the machine, or the module, started anew
 */
enum dinh_void {
	DINH_VOID_ASKED,
	DINH_VOID_BOOT,
	/* private: */
	DINH_VOIDS,
};

/**
 * enum dinh_kiosk_role - what a kiosk's keys are
 * @DINH_KIOSK_RATING: scores 1 to 5, and the reason of a low one
 * @DINH_KIOSK_ATTENDANCE: the digits of a card, and Enter
 * @DINH_KIOSK_BALLOT: yes, no, abstain
 */
enum dinh_kiosk_role {
	DINH_KIOSK_RATING,
	DINH_KIOSK_ATTENDANCE,
	DINH_KIOSK_BALLOT,
	/* private: */
	DINH_KIOSK_ROLES,
};

/**
 * enum dinh_unbind - why a kiosk is no longer one
 * @DINH_UNBIND_ASKED: somebody said so
 * @DINH_UNBIND_UNPLUGGED: the device is gone
 * @DINH_UNBIND_MEETING: its meeting ended
 * @DINH_UNBIND_BOOT: the machine, or the module, started anew
 */
enum dinh_unbind {
	DINH_UNBIND_ASKED,
	DINH_UNBIND_UNPLUGGED,
	DINH_UNBIND_MEETING,
	DINH_UNBIND_BOOT,
	/* private: */
	DINH_UNBINDS,
};

/**
 * enum dinh_state - whether the register takes entries
 * @DINH_STATE_CLOSED: it takes none
 * @DINH_STATE_RESTORING: a store is replaying its ledger
 * @DINH_STATE_LIVE: it takes entries, and a store keeps them
 * @DINH_STATE_VOLATILE: it takes entries, and they are never saved
 */
enum dinh_state {
	DINH_STATE_CLOSED,
	DINH_STATE_RESTORING,
	DINH_STATE_LIVE,
	DINH_STATE_VOLATILE,
};

/**
 * enum dinh_store_status - who keeps the entries
 * @DINH_STORE_NONE: nobody; entries are accepted as long as there is room
 * @DINH_STORE_WORKING: an open file that acknowledges what it has saved
 * @DINH_STORE_WAITING: one that cannot save at the moment, and will go on by
 *	itself
 * @DINH_STORE_STOPPED: the last one stopped for good: what it acknowledged is
 *	to be verified before another is attached
 */
enum dinh_store_status {
	DINH_STORE_NONE,
	DINH_STORE_WORKING,
	DINH_STORE_WAITING,
	DINH_STORE_STOPPED,
	/* private: */
	DINH_STORE_STATUSES,
};

/*
 * Entries.
 */

/**
 * enum dinh_entry_type - types of entries; a number is never used again
 * @DINH_ENTRY_GENESIS: the first entry of a ledger
 * @DINH_ENTRY_BOOT: the ledger was restored, and is taken up again
 * @DINH_ENTRY_DAY: the register's day advances
 * @DINH_ENTRY_CLOCK: the wall clock was stepped against the boot clock
 * @DINH_ENTRY_LOSS: what a kiosk was told and could not be kept
 * @DINH_ENTRY_PROGRAMME: rules from a day on
 * @DINH_ENTRY_UNIT_ADD: a unit
 * @DINH_ENTRY_UNIT_SET: changes of a unit
 * @DINH_ENTRY_UNIT_DISSOLVE: a unit ends, and what follows it
 * @DINH_ENTRY_RECORD: evidence
 * @DINH_ENTRY_RECORD_END: a posting was taken down early
 * @DINH_ENTRY_WITHDRAWAL: a recorder takes an own record back
 * @DINH_ENTRY_PIN: a unit's figures are shown in sysfs, or no longer
 * @DINH_ENTRY_FINDING: an inspector upholds or strikes a record of another
 * @DINH_ENTRY_ASSIGNMENT: a named task to a unit, with its due day
 * @DINH_ENTRY_COMPLETION: an assignment was done, and its result
 * @DINH_ENTRY_GRANT: who may do what, where
 * @DINH_ENTRY_REVOKE: a grant ends
 * @DINH_ENTRY_REVIEW: a scope's figures, as they stand
 * @DINH_ENTRY_RATING: somebody rates a unit
 * @DINH_ENTRY_MEETING_OPEN: a meeting begins
 * @DINH_ENTRY_ATTENDANCE: somebody came to a meeting, or several did
 * @DINH_ENTRY_VOTE: votes of an open ballot
 * @DINH_ENTRY_MEETING_CLOSE: a meeting ended; a valid one is a record
 * @DINH_ENTRY_MEETING_VOID: a meeting ended, and nothing of it counts
 * @DINH_ENTRY_KIOSK_BIND: an input device is a kiosk
 * @DINH_ENTRY_KIOSK_UNBIND: it no longer is
 * @DINH_ENTRY_VISITS: how many visited a unit's board since the entry before
 * @DINH_ENTRY_TPM: a root was extended into a PCR
 */
enum dinh_entry_type {
	DINH_ENTRY_GENESIS = 1,
	DINH_ENTRY_BOOT,
	DINH_ENTRY_DAY,
	DINH_ENTRY_CLOCK,
	DINH_ENTRY_LOSS,
	DINH_ENTRY_PROGRAMME,
	DINH_ENTRY_UNIT_ADD,
	DINH_ENTRY_UNIT_SET,
	DINH_ENTRY_UNIT_DISSOLVE,
	DINH_ENTRY_RECORD,
	DINH_ENTRY_RECORD_END,
	DINH_ENTRY_WITHDRAWAL,
	DINH_ENTRY_PIN,
	DINH_ENTRY_FINDING,
	DINH_ENTRY_ASSIGNMENT,
	DINH_ENTRY_COMPLETION,
	DINH_ENTRY_GRANT,
	DINH_ENTRY_REVOKE,
	DINH_ENTRY_REVIEW,
	DINH_ENTRY_RATING,
	DINH_ENTRY_MEETING_OPEN,
	DINH_ENTRY_ATTENDANCE,
	DINH_ENTRY_VOTE,
	DINH_ENTRY_MEETING_CLOSE,
	DINH_ENTRY_MEETING_VOID,
	DINH_ENTRY_KIOSK_BIND,
	DINH_ENTRY_KIOSK_UNBIND,
	DINH_ENTRY_VISITS,
	DINH_ENTRY_TPM,
	/* private: */
	DINH_ENTRY_TYPES,
};

/* The uid and login uid of entries that the kernel makes, and of no login. */
#define DINH_UID_KERNEL		0xfffffffeu
#define DINH_UID_NONE		0xffffffffu

/**
 * struct dinh_entry - the header of every entry; what is hashed is the whole
 * entry, as RFC 6962 hashes a leaf
 * @size: bytes of the entry, header included, a multiple of 8
 * @type: enum dinh_entry_type
 * @version: of the body's layout, 1
 * @flags: 0
 * @seq: place in the ledger, from 0
 * @wall: wall clock, nanoseconds since 1970-01-01 UTC
 * @boot: boot clock, nanoseconds
 * @uid: the writer, in the initial user namespace
 * @loginuid: who logged in, or DINH_UID_NONE
 * @origin: 0; the register that an entry comes from, once they are joined
 * @unit: number of the unit concerned, or 0
 */
struct dinh_entry {
	__le32 size;
	__u8 type;
	__u8 version;
	__le16 flags;
	__le64 seq;
	__le64 wall;
	__le64 boot;
	__le32 uid;
	__le32 loginuid;
	__le32 origin;
	__le32 unit;
};

/**
 * struct dinh_genesis - body of the first entry
 * @identity: random, tells this register from every other
 * @utc_offset: minutes east of UTC, signed, -720 to 840; days begin there
 * @clock_tolerance: milliseconds that wall and boot clock may drift apart
 *	between two entries before it is a step
 * @day: the register's first day
 * @spare: 0
 * @origin: printable name of the register, NUL-padded
 */
struct dinh_genesis {
	__u8 identity[DINH_IDENTITY_SIZE];
	__le32 utc_offset;
	__le32 clock_tolerance;
	__le32 day;
	__le32 spare;
	char origin[DINH_ORIGIN_SIZE];
};

/**
 * struct dinh_boot - body of a boot entry: a store has brought the ledger back,
 * and the boot clock began anew
 * @id: random, tells this start of the register from every other
 */
struct dinh_boot {
	__u8 id[DINH_IDENTITY_SIZE];
};

/* enum of @how in struct dinh_day */
#define DINH_DAY_BY_CLOCK	0
#define DINH_DAY_BY_ADMIN	1

/**
 * struct dinh_day - body of a day entry
 * @day: today, later than the day before it; when confirmed by an
 *	administrator it may be the same
 * @how: DINH_DAY_BY_CLOCK or DINH_DAY_BY_ADMIN, who trusts the clock again
 */
struct dinh_day {
	__le32 day;
	__le32 how;
};

/**
 * struct dinh_clock - body of a clock entry
 * @before: wall minus boot clock, nanoseconds, as it was
 * @after: as it is
 */
struct dinh_clock {
	__le64 before;
	__le64 after;
};

/**
 * struct dinh_unit_add - body: the unit's number is the next free one, and
 * stands in the header's @unit only once the entry is accepted
 * @parent: number of the parent, 0 for none
 * @since: the day from which it exists, not after today
 * @headcount: by enum dinh_group; DINH_COUNT_UNKNOWN when not known
 * @kind: enum dinh_kind
 * @has_union: 1 with a trade union, else 0
 * @spare: 0
 * @code: unique among living units; A-Z a-z 0-9 . _ -
 * @name: UTF-8, NUL-padded to a multiple of 8
 */
struct dinh_unit_add {
	__le32 parent;
	__le32 since;
	__le32 headcount[DINH_GROUPS];
	__u8 kind;
	__u8 has_union;
	__u8 spare[6];
	char code[DINH_CODE_SIZE];
	char name[];
};

/* Bits of @what in struct dinh_unit_set */
#define DINH_SET_PARENT		(1u << 0)
#define DINH_SET_SINCE		(1u << 1)
#define DINH_SET_KIND		(1u << 2)
#define DINH_SET_UNION		(1u << 3)
#define DINH_SET_CODE		(1u << 4)
#define DINH_SET_NAME		(1u << 5)
/* One bit a group, from this one up. */
#define DINH_SET_HEADCOUNT	(1u << 8)
#define DINH_SET_HEADCOUNTS	(0xffu << 8)
#define DINH_SET_ALL		(0x3fu | DINH_SET_HEADCOUNTS)

/**
 * struct dinh_unit_set - body: what changes in a unit
 * @what: DINH_SET_*; the fields of @to that it does not name are zero
 * @spare: 0
 * @to: the new values
 */
struct dinh_unit_set {
	__le32 what;
	__le32 spare;
	struct dinh_unit_add to;
};

/**
 * struct dinh_unit_dissolve - body: a unit without living children ends
 * @day: its last day, not after today; it is in no figure once this is accepted
 * @successors: how many follow it
 * @successor: their numbers, zero-padded to a multiple of 8 bytes
 */
struct dinh_unit_dissolve {
	__le32 day;
	__le32 successors;
	__le32 successor[];
};

/**
 * struct dinh_record - body: evidence that a unit did what is required
 * @document: SHA-256 of the document, or zeros
 * @key: names the record within its unit, so that a repeat is found; 0 for none
 * @requirement: register-wide number of the requirement
 * @group: enum dinh_group for a requirement that counts heads, else
 *	DINH_GROUP_NONE
 * @spare: 0
 * @items: bit n is item n + 1; 0 for a requirement that counts heads
 * @count: heads reached, else 0
 * @day: the day it happened
 * @until: its stated end, or 0
 * @period: first day of the calendar period it is for, or 0 for the one in
 *	which @day lies
 */
struct dinh_record {
	__u8 document[DINH_HASH_SIZE];
	__le64 key;
	__le16 requirement;
	__u8 group;
	__u8 spare;
	__le32 items;
	__le32 count;
	__le32 day;
	__le32 until;
	__le32 period;
};

/**
 * struct dinh_votes - optional tail of a record: a meeting's figures
 * @eligible: entitled or summoned
 * @present: came, at most @eligible
 * @yes: in favour
 * @no: against
 * @abstain: cast blank
 * @invalid: cast and not valid; the four together are at most @present
 */
struct dinh_votes {
	__le32 eligible;
	__le32 present;
	__le32 yes;
	__le32 no;
	__le32 abstain;
	__le32 invalid;
};

/**
 * struct dinh_record_end - body: a posting was taken down before its stated end
 * @seq: of the record
 * @day: the last day that it was up, not after today
 * @spare: 0
 *
 * By the rule by which the record was accepted: what was posted long enough
 * counts on as if it were still up; what was not counts until @day; a term ends
 * on @day, without its grace. A @day after the stated end changes nothing but
 * grace that is left.
 */
struct dinh_record_end {
	__le64 seq;
	__le32 day;
	__le32 spare;
};

/**
 * struct dinh_withdrawal - body: the author of a record takes it back
 * @seq: of the record
 * @reason: UTF-8, NUL-padded to a multiple of 8
 */
struct dinh_withdrawal {
	__le64 seq;
	char reason[];
};

/**
 * struct dinh_pin - body: a unit's figures are shown in sysfs, or no longer
 * @pinned: 1 or 0; a unit that is dissolved is no longer pinned
 * @spare: 0
 */
struct dinh_pin {
	__le32 pinned;
	__le32 spare;
};

/**
 * struct dinh_finding - body: an inspector judges a record
 * @seq: of the record; its author, by either login or uid, cannot judge it
 * @verdict: enum dinh_finding_verdict
 * @due: last day for an answer, not before today, or 0 where none is asked; an
 *	answer that is asked is an assignment to the record's unit, with this
 *	entry's number and @reason as its title
 * @reason: UTF-8, NUL-padded to a multiple of 8
 *
 * A struck record is as if it had never been, from today on; what it made of
 * figures before stays in the ledger. An upheld one may be struck later.
 */
struct dinh_finding {
	__le64 seq;
	__le32 verdict;
	__le32 due;
	char reason[];
};

/**
 * struct dinh_assignment - body: a named task to a unit
 * @due: last day on which it is done in time, not before today
 * @spare: 0
 * @objective: code of an objective of the programme in force, or zeros
 * @title: UTF-8, NUL-padded to a multiple of 8
 *
 * Its number is that of its entry.
 */
struct dinh_assignment {
	__le32 due;
	__le32 spare;
	char objective[DINH_CODE_SIZE];
	char title[];
};

/**
 * struct dinh_completion - body: an assignment was done
 * @document: SHA-256 of the document, or zeros
 * @seq: of the assignment, or of the finding that asks for an answer
 * @day: it was done, not after today and not before the assignment was made
 * @spare: 0
 * @result: UTF-8, NUL-padded to a multiple of 8
 */
struct dinh_completion {
	__u8 document[DINH_HASH_SIZE];
	__le64 seq;
	__le32 day;
	__le32 spare;
	char result[];
};

/**
 * struct dinh_grant - body of a grant and of its end; the header's unit is its
 * scope, 0 for the register
 * @id: uid or gid, in the initial user namespace
 * @subject: enum dinh_subject
 * @role: enum dinh_role
 * @spare: 0
 */
struct dinh_grant {
	__le32 id;
	__u8 subject;
	__u8 role;
	__u8 spare[2];
};

/**
 * struct dinh_review_figure - a tally, frozen
 * @num: numerator
 * @den: denominator
 * @unknown: for which a headcount, or the end of a term, would have to be known
 */
struct dinh_review_figure {
	__le64 num;
	__le64 den;
	__le64 unknown;
};

/**
 * struct dinh_review - body: what a scope had reached; the header's unit is the
 * scope, 0 for the register
 * @kind: enum dinh_review_kind
 * @day: the register's day
 * @size: entries of the ledger before this one
 * @root: Merkle root over these
 * @results: SHA-256 of a document, or zeros
 * @limits: of another
 * @causes: of a third
 * @below: SHA-256 over the scopes below: for each living unit of the scope
 *	but the scope itself that has living units under it, in the order of
 *	numbers, its number (__le32), 0 (__le32), and @indicators of struct
 *	dinh_review_figure
 * @programme: code of the programme in force
 * @units: living units in the scope
 * @indicators: how many the programme has
 * @records: accepted for living units of the scope
 * @late: of these, recorded late
 * @figure: by index of the indicator, the rest zero
 *
 * Who writes it fills @kind and the documents, and leaves all else zero.
 */
struct dinh_review {
	__le32 kind;
	__le32 day;
	__le64 size;
	__u8 root[DINH_HASH_SIZE];
	__u8 results[DINH_HASH_SIZE];
	__u8 limits[DINH_HASH_SIZE];
	__u8 causes[DINH_HASH_SIZE];
	__u8 below[DINH_HASH_SIZE];
	char programme[DINH_CODE_SIZE];
	__le32 units;
	__le32 indicators;
	__le64 records;
	__le64 late;
	struct dinh_review_figure figure[DINH_INDICATORS_MAX];
};

/**
 * struct dinh_loss - body: presses of a kiosk that could not be kept
 * @kiosk: number of the entry that bound it
 * @presses: how many since the entry before, at least 1
 */
struct dinh_loss {
	__le64 kiosk;
	__le64 presses;
};

/**
 * struct dinh_rating - body: somebody rates the header's unit
 * @kiosk: number of the entry that bound the kiosk, or 0 for a typed one
 * @score: 1 to DINH_SCORE_MAX
 * @low_reason: enum dinh_low_reason; DINH_LOW_UNSTATED above DINH_SCORE_LOW
 * @spare: 0
 */
struct dinh_rating {
	__le64 kiosk;
	__u8 score;
	__u8 low_reason;
	__u8 spare[6];
};

/**
 * struct dinh_meeting_open - body: a meeting of the header's unit begins
 * @roll: SHA-256 over the roll, or zeros: of each card whose holder is entitled,
 *	the SHA-256 of its digits, in ascending order
 * @key: of the record that it will be; 0 for none
 * @requirement: register-wide number of the requirement; it asks for votes
 * @ballot: enum dinh_ballot
 * @spare: 0
 * @items: as in struct dinh_record; 0 for all
 * @day: the same
 * @until: the same
 * @period: the same
 * @eligible: entitled or summoned, at least 1
 * @cards: in the roll, 0 without one, at most @eligible
 * @spare2: 0
 *
 * Its number is that of its entry.
 */
struct dinh_meeting_open {
	__u8 roll[DINH_HASH_SIZE];
	__le64 key;
	__le16 requirement;
	__u8 ballot;
	__u8 spare;
	__le32 items;
	__le32 day;
	__le32 until;
	__le32 period;
	__le32 eligible;
	__le32 cards;
	__le32 spare2;
};

/**
 * struct dinh_attendance - body: who came to a meeting
 * @meeting: its number
 * @kiosk: number of the entry that bound the kiosk, or 0 where it was typed
 * @card: what the meeting knows a card by, each once: a hash with a key that
 *	nobody is told and that ends with the meeting; zeros without a card
 * @count: how many; 1 with a card
 * @spare: 0
 */
struct dinh_attendance {
	__le64 meeting;
	__le64 kiosk;
	__u8 card[DINH_CARD_SIZE];
	__le32 count;
	__le32 spare;
};

/**
 * struct dinh_vote - body: votes of an open ballot, on top of those before
 * @meeting: its number
 * @kiosk: number of the entry that bound the kiosk, or 0 where they were typed
 * @yes: in favour
 * @no: against
 * @abstain: cast blank
 * @invalid: cast and not valid; all votes are at most those present
 */
struct dinh_vote {
	__le64 meeting;
	__le64 kiosk;
	__le32 yes;
	__le32 no;
	__le32 abstain;
	__le32 invalid;
};

/**
 * struct dinh_meeting_close - body: how a meeting ended
 * @record: the record that it is, if it is valid
 * @votes: its figures
 * @typed: of these, typed; its eligible is 0
 * @meeting: its number
 * @outcome: enum dinh_outcome
 * @present_needed: for its quorum, 0 where none is asked or of nobody
 * @yes_needed: for its majority, 0 where none is asked or of nobody
 * @spare: 0
 *
 * All but the document of @record is the kernel's.
 */
struct dinh_meeting_close {
	struct dinh_record record;
	struct dinh_votes votes;
	struct dinh_votes typed;
	__le64 meeting;
	__le32 outcome;
	__le32 present_needed;
	__le32 yes_needed;
	__le32 spare;
};

/**
 * struct dinh_meeting_void - body: nothing of a meeting counts
 * @meeting: its number
 * @why: enum dinh_void
 * @spare: 0
 * @reason: UTF-8, NUL-padded to a multiple of 8
 */
struct dinh_meeting_void {
	__le64 meeting;
	__le32 why;
	__le32 spare;
	char reason[];
};

/* Bits of @flags in struct dinh_kiosk_bind */
#define DINH_KIOSK_VIRTUAL	(1u << 0)

/**
 * struct dinh_kiosk_bind - body: an input device is a kiosk of the header's unit
 * @meeting: number of its meeting; 0 for ratings
 * @role: enum dinh_kiosk_role
 * @flags: DINH_KIOSK_VIRTUAL: a program makes its presses
 * @spare: 0
 * @device: the physical path, serial or name by which it was found; UTF-8,
 *	NUL-padded to a multiple of 8
 *
 * Its number is that of its entry.
 */
struct dinh_kiosk_bind {
	__le64 meeting;
	__u8 role;
	__u8 flags;
	__u8 spare[6];
	char device[];
};

/**
 * struct dinh_kiosk_unbind - body: a kiosk is none any more
 * @kiosk: its number
 * @why: enum dinh_unbind
 * @spare: 0
 */
struct dinh_kiosk_unbind {
	__le64 kiosk;
	__le32 why;
	__le32 spare;
};

/**
 * struct dinh_visits - body: visits of the board of the header's unit, 0 for the
 * register
 * @visits: since the entry before, at least 1
 * @spare: 0
 */
struct dinh_visits {
	__le32 visits;
	__le32 spare;
};

/**
 * struct dinh_tpm - body: a checkpoint's root was extended into a PCR
 * @size: entries of the checkpoint, at most those before this one
 * @root: Merkle root over these
 * @before: what the PCR held before, in the bank of SHA-256
 * @pcr: its number, 0 to 23
 * @spare: 0
 */
struct dinh_tpm {
	__le64 size;
	__u8 root[DINH_HASH_SIZE];
	__u8 before[DINH_HASH_SIZE];
	__le32 pcr;
	__le32 spare;
};

/*
 * A programme: a header, the arrays in the order of its counts, and the texts.
 * Elements refer to each other by index, and to texts by offset.
 */

/**
 * struct dinh_text - a title in two languages
 * @vi: offset of the Vietnamese text in the programme's texts
 * @en: offset of the English one; 0 is the empty text
 */
struct dinh_text {
	__le32 vi;
	__le32 en;
};

/* Bits of @flags in the elements of a programme */
#define DINH_FLAG_VERIFIED	(1u << 0)

/**
 * struct dinh_programme - body: rules from a day on
 * @code: names the programme
 * @title: what it is
 * @from: first day on which its rules apply
 * @late_days: a record made more days than this after it happened is late
 * @instruments: number of struct dinh_instrument
 * @requirements: number of struct dinh_requirement
 * @items: number of struct dinh_item
 * @indicators: number of struct dinh_indicator
 * @objectives: number of struct dinh_objective
 * @answer_days: days for the answer to a finding, unless it says otherwise; 0
 *	where none is usual
 * @flags: DINH_FLAG_VERIFIED: @answer_days was read in a source
 * @texts: bytes of texts, a multiple of 8; the first and the last are NUL
 */
struct dinh_programme {
	char code[DINH_CODE_SIZE];
	struct dinh_text title;
	__le32 from;
	__le32 late_days;
	__le16 instruments;
	__le16 requirements;
	__le16 items;
	__le16 indicators;
	__le16 objectives;
	__u8 answer_days;
	__u8 flags;
	__le32 texts;
};

/**
 * struct dinh_instrument - the law or decree that a rule comes from
 * @code: names it
 * @title: its name
 * @from: in force from, or 0 when not known
 * @until: in force until, or 0
 * @flags: DINH_FLAG_VERIFIED
 * @spare: 0
 */
struct dinh_instrument {
	char code[DINH_CODE_SIZE];
	struct dinh_text title;
	__le32 from;
	__le32 until;
	__le32 flags;
	__le32 spare;
};

/**
 * struct dinh_share - a quorum or a majority: at least (or over) num / den
 * @num: numerator, at most @den
 * @den: denominator, not 0 unless @of is DINH_OF_NOTHING
 * @of: enum dinh_of
 * @group: enum dinh_group for DINH_OF_GROUP, else 0
 * @strict: 1 for over, 0 for at least
 * @spare: 0
 */
struct dinh_share {
	__le16 num;
	__le16 den;
	__u8 of;
	__u8 group;
	__u8 strict;
	__u8 spare;
};

/**
 * struct dinh_requirement - what units of given kinds must do
 * @code: names it in every programme of a register
 * @title: what it asks
 * @instrument: index of the instrument it comes from
 * @item: index of its first item
 * @items: number of its items, 1 to 32; 1 where heads are counted
 * @grace_months: months on top of the validity, 0 to 120, before @grace
 * @kinds: bit n is enum dinh_kind n
 * @flags: DINH_FLAG_VERIFIED
 * @from: first day on which it applies, or 0
 * @until: last day, or 0
 * @headcount_min: applies to units with so many heads in @headcount_group, or 0
 * @groups: bit n is enum dinh_group n: the heads that it counts, or 0
 * @has_union: enum dinh_union
 * @validity: enum dinh_validity
 * @headcount_group: enum dinh_group
 * @months: rolling, 0 to 1200; period: 1, 2, 3, 4, 6 or 12
 * @days: rolling, added to @months, 0 to 36600
 * @grace: days on top, 0 to 3660
 * @term_min: stated: shortest term, months
 * @term_max: stated: longest term, months, or 0 for no bound
 * @posting: shortest posting, days, or 0 where nothing is posted
 * @quorum: present of eligible or of a group
 * @majority: yes of present, of eligible or of a group
 */
struct dinh_requirement {
	char code[DINH_CODE_SIZE];
	struct dinh_text title;
	__le16 instrument;
	__le16 item;
	__u8 items;
	__u8 grace_months;
	__le16 kinds;
	__le32 flags;
	__le32 from;
	__le32 until;
	__le32 headcount_min;
	__u8 groups;
	__u8 has_union;
	__u8 validity;
	__u8 headcount_group;
	__le16 months;
	__le16 days;
	__le16 grace;
	__le16 term_min;
	__le16 term_max;
	__le16 posting;
	struct dinh_share quorum;
	struct dinh_share majority;
};

/**
 * struct dinh_item - one line of a requirement's checklist
 * @title: what it says
 * @flags: DINH_FLAG_VERIFIED
 * @spare: 0
 */
struct dinh_item {
	struct dinh_text title;
	__le32 flags;
	__le32 spare;
};

/**
 * struct dinh_indicator - a population, what it must meet, and a threshold
 * @code: names it
 * @title: what it says
 * @objective: index of its objective
 * @kinds: the population: bit n is enum dinh_kind n
 * @has_union: the population: enum dinh_union
 * @counted: enum dinh_counted
 * @threshold: enum dinh_threshold
 * @percent: 0 to 100
 * @requirements: number of @requirement, 1 to 8; 0 where assignments or
 *	answers are counted
 * @requirement: their indices, the rest zero
 * @spare: 0
 * @flags: DINH_FLAG_VERIFIED
 */
struct dinh_indicator {
	char code[DINH_CODE_SIZE];
	struct dinh_text title;
	__le16 objective;
	__le16 kinds;
	__u8 has_union;
	__u8 counted;
	__u8 threshold;
	__u8 percent;
	__le16 requirements;
	__le16 requirement[DINH_INDICATOR_REQUIREMENTS_MAX];
	__le16 spare;
	__le32 flags;
};

/**
 * struct dinh_objective - a target or a task
 * @code: names it
 * @title: what it says
 * @kind: enum dinh_objective_kind
 * @number: in its programme
 * @flags: DINH_FLAG_VERIFIED
 */
struct dinh_objective {
	char code[DINH_CODE_SIZE];
	struct dinh_text title;
	__le16 kind;
	__le16 number;
	__le32 flags;
};

/*
 * /dev/dinh: the store. One open file can have this role. All of these calls
 * need CAP_SYS_ADMIN in the initial user namespace, for who opened the file and
 * for who calls.
 */

/**
 * struct dinh_tree_head - a ledger, or its beginning
 * @size: entries
 * @root: Merkle root over them
 */
struct dinh_tree_head {
	__u64 size;
	__u8 root[DINH_HASH_SIZE];
};

/**
 * struct dinh_store_state - how the store is
 * @status: enum dinh_store_status but DINH_STORE_NONE
 * @error: errno that keeps it from saving; 0 for DINH_STORE_WORKING
 */
struct dinh_store_state {
	__u32 status;
	__u32 error;
};

/**
 * struct dinh_refused - how the last write or call of this file ended
 * @error: errno, positive, with which an entry or the call was refused, or 0
 * @attribute: enum dinh_attr of the guilty value, or 0
 * @text: why, with its figures; empty where the error says all
 */
struct dinh_refused {
	__u32 error;
	__u32 attribute;
	char text[DINH_MESSAGE_SIZE];
};

#define DINH_IOC_MAGIC		0xd1

/*
 * Become the store, which has so many entries with that root. A closed register
 * waits for ledger-init when there are none, and is otherwise to be restored:
 * write() the entries as they are in the ledger, then DINH_IOC_RESTORED. A live
 * register must have them, all that were acknowledged among them.
 */
#define DINH_IOC_STORE		_IOW(DINH_IOC_MAGIC, 1, struct dinh_tree_head)
/*
 * All was written: go live, if size and root are those that were announced. The
 * argument is 0.
 */
#define DINH_IOC_RESTORED	_IO(DINH_IOC_MAGIC, 2)
/* So many entries are durable. */
#define DINH_IOC_ACKNOWLEDGE	_IOW(DINH_IOC_MAGIC, 3, struct dinh_tree_head)
#define DINH_IOC_STATUS		_IOW(DINH_IOC_MAGIC, 4, \
				     struct dinh_store_state)
/* Any open file may ask. */
#define DINH_IOC_REFUSED	_IOR(DINH_IOC_MAGIC, 5, struct dinh_refused)

/*
 * /dev/dinh: visitors.
 */

/**
 * struct dinh_session - whose board an open file looks at
 * @unit: number of a living unit, or 0 for the register
 * @spare: 0
 */
struct dinh_session {
	__u32 unit;
	__u32 spare;
};

/*
 * The file is a visitor's, from now until its last descriptor is closed. A file
 * is so once: EALREADY.
 */
#define DINH_IOC_SESSION	_IOW(DINH_IOC_MAGIC, 6, struct dinh_session)
/*
 * For the store: make entries of what waits for the end of the day, so that a
 * machine that stops keeps it. The argument is 0.
 */
#define DINH_IOC_SETTLE		_IO(DINH_IOC_MAGIC, 7)

/*
 * Generic netlink.
 */

/**
 * enum dinh_cmd - commands; reading needs nothing, writing a grant or
 * CAP_SYS_ADMIN in the initial user namespace; DAY_CONFIRM, LEDGER_INIT and
 * LEDGER_PUBLISHED, LEDGER_CHECKPOINT, KIOSK_BIND and KIOSK_UNBIND need the
 * latter
 * @DINH_CMD_LEDGER_GET: do
 * @DINH_CMD_DAY_CONFIRM: do: DAY
 * @DINH_CMD_PROGRAMME_LOAD: do: CODE, TITLE_*, FROM, LATE_DAYS, ANSWER_*,
 *	elements
 * @DINH_CMD_PROGRAMME_GET: dump: the programme in force today, one message an
 *	element
 * @DINH_CMD_UNIT_ADD: do
 * @DINH_CMD_UNIT_SET: do
 * @DINH_CMD_UNIT_DISSOLVE: do
 * @DINH_CMD_UNIT_GET: do and dump
 * @DINH_CMD_RECORD_ADD: do
 * @DINH_CMD_RECORD_END: do
 * @DINH_CMD_RECORD_WITHDRAW: do
 * @DINH_CMD_RECORD_GET: do and dump
 * @DINH_CMD_STATUS_GET: dump
 * @DINH_CMD_UNMET_GET: dump
 * @DINH_CMD_DUE_GET: dump
 * @DINH_CMD_UNIT_PIN: do
 * @DINH_CMD_ENTRY_NTF: group "entries"
 * @DINH_CMD_TARGET_NTF: group "targets": an indicator of a scope crossed its
 *	threshold
 * @DINH_CMD_LAPSE_NTF: group "targets": a unit no longer meets an indicator
 *	since a day passed
 * @DINH_CMD_LEDGER_INIT: do: ORIGIN, UTC_OFFSET, or the module's parameters: a
 *	new register, where a store is attached that has none
 * @DINH_CMD_LEDGER_PUBLISHED: do: SIZE: so many entries were published
 * @DINH_CMD_FINDING_ADD: do: SEQ, FINDING, REASON, DUE
 * @DINH_CMD_ASSIGNMENT_ADD: do: UNIT or CODE, TITLE, DUE, OBJECTIVE
 * @DINH_CMD_ASSIGNMENT_COMPLETE: do: SEQ, DAY, RESULT, DOCUMENT
 * @DINH_CMD_ASSIGNMENT_GET: dump: SCOPE or CODE: those that still count
 * @DINH_CMD_GRANT_ADD: do: SUBJECT, ID, ROLE; UNIT or CODE, or none for all
 * @DINH_CMD_GRANT_REVOKE: do: the same
 * @DINH_CMD_GRANT_GET: dump
 * @DINH_CMD_REVIEW_ADD: do: REVIEW; UNIT or CODE, or none for all; RESULTS,
 *	LIMITS, CAUSES
 * @DINH_CMD_OVERDUE_NTF: group "targets": an assignment is overdue since a day
 *	passed
 * @DINH_CMD_RATING_ADD: do: UNIT or CODE, SCORE, LOW_REASON
 * @DINH_CMD_RATING_GET: do: UNIT or CODE, or none for all: its ratings, visits
 *	and visitors, those of a unit with all below it
 * @DINH_CMD_MEETING_OPEN: do: UNIT or CODE, REQUIREMENT, ELIGIBLE, DAY, BALLOT,
 *	ITEMS, UNTIL, PERIOD, KEY, ROLL
 * @DINH_CMD_MEETING_ATTEND: do: MEETING, CARD or COUNT
 * @DINH_CMD_MEETING_VOTE: do: MEETING, YES, NO, ABSTAIN, INVALID
 * @DINH_CMD_MEETING_CLOSE: do: MEETING, DOCUMENT
 * @DINH_CMD_MEETING_VOID: do: MEETING, REASON
 * @DINH_CMD_MEETING_GET: do: MEETING; dump: SCOPE or CODE: those that are open
 * @DINH_CMD_KIOSK_BIND: do: UNIT or CODE, DEVICE, KIOSK_ROLE, MEETING, KEYS,
 *	IS_VIRTUAL, TIMEOUT, INTERVAL
 * @DINH_CMD_KIOSK_UNBIND: do: KIOSK
 * @DINH_CMD_KIOSK_GET: dump
 * @DINH_CMD_LEDGER_CHECKPOINT: do: SIZE, ROOT: a checkpoint was signed, which is
 *	to be extended into the PCR that the module was loaded with
 */
enum dinh_cmd {
	DINH_CMD_LEDGER_GET = 1,
	DINH_CMD_DAY_CONFIRM,
	DINH_CMD_PROGRAMME_LOAD,
	DINH_CMD_PROGRAMME_GET,
	DINH_CMD_UNIT_ADD,
	DINH_CMD_UNIT_SET,
	DINH_CMD_UNIT_DISSOLVE,
	DINH_CMD_UNIT_GET,
	DINH_CMD_RECORD_ADD,
	DINH_CMD_RECORD_END,
	DINH_CMD_RECORD_WITHDRAW,
	DINH_CMD_RECORD_GET,
	DINH_CMD_STATUS_GET,
	DINH_CMD_UNMET_GET,
	DINH_CMD_DUE_GET,
	DINH_CMD_UNIT_PIN,
	DINH_CMD_ENTRY_NTF,
	DINH_CMD_TARGET_NTF,
	DINH_CMD_LAPSE_NTF,
	DINH_CMD_LEDGER_INIT,
	DINH_CMD_LEDGER_PUBLISHED,
	DINH_CMD_FINDING_ADD,
	DINH_CMD_ASSIGNMENT_ADD,
	DINH_CMD_ASSIGNMENT_COMPLETE,
	DINH_CMD_ASSIGNMENT_GET,
	DINH_CMD_GRANT_ADD,
	DINH_CMD_GRANT_REVOKE,
	DINH_CMD_GRANT_GET,
	DINH_CMD_REVIEW_ADD,
	DINH_CMD_OVERDUE_NTF,
	DINH_CMD_RATING_ADD,
	DINH_CMD_RATING_GET,
	DINH_CMD_MEETING_OPEN,
	DINH_CMD_MEETING_ATTEND,
	DINH_CMD_MEETING_VOTE,
	DINH_CMD_MEETING_CLOSE,
	DINH_CMD_MEETING_VOID,
	DINH_CMD_MEETING_GET,
	DINH_CMD_KIOSK_BIND,
	DINH_CMD_KIOSK_UNBIND,
	DINH_CMD_KIOSK_GET,
	DINH_CMD_LEDGER_CHECKPOINT,
	/* private: */
	__DINH_CMD_END,
	DINH_CMD_MAX = __DINH_CMD_END - 1
};

/**
 * enum dinh_attr - attributes of a message
 * @DINH_A_PAD: none
 * @DINH_A_CHECK_ONLY: flag: answer as if it were done, and do nothing
 * @DINH_A_SIZE: u64: entries in the ledger; in every message of a dump, so
 *	that a reader sees whether it grew meanwhile
 * @DINH_A_ROOT: binary, 32: Merkle root over that size
 * @DINH_A_DURABLE: u64: entries that a store has; absent when volatile
 * @DINH_A_OLDEST: u64: oldest entry that /dev/dinh still has
 * @DINH_A_STATE: u32: enum dinh_state
 * @DINH_A_IDENTITY: binary, 16
 * @DINH_A_ORIGIN: string: name of the register
 * @DINH_A_UTC_OFFSET: s32: minutes
 * @DINH_A_TODAY: u32: the register's day
 * @DINH_A_HELD: flag: the clock jumped, and days wait for day-confirm
 * @DINH_A_CLOCK_DAY: u32: the day by the wall clock
 * @DINH_A_UNITS: u32: living units
 * @DINH_A_RECORDS: u64: records accepted, of living units
 * @DINH_A_LATE: u64: of these, recorded late
 * @DINH_A_UNIT: u32: number of a unit; requests name a unit by it or by CODE
 * @DINH_A_CODE: string, 1 to 31
 * @DINH_A_NAME: string, to 255 bytes of UTF-8
 * @DINH_A_KIND: u32: enum dinh_kind
 * @DINH_A_PARENT: u32: number; 0 for none
 * @DINH_A_PARENT_CODE: string
 * @DINH_A_UNION: u8: 0 or 1
 * @DINH_A_HEADCOUNT: nest, repeated: enum dinh_headcount_attr
 * @DINH_A_SINCE: u32: day
 * @DINH_A_DISSOLVED: u32: last day of a dissolved unit
 * @DINH_A_CHILDREN: u32: living units directly under it
 * @DINH_A_SUCCESSOR: u32, repeated: number of a unit
 * @DINH_A_SCOPE: u32: number of a unit: it and all under it; 0 for all; a dump
 *	takes a living unit's CODE instead
 * @DINH_A_SEQ: u64: number of an entry
 * @DINH_A_REQUIREMENT: string: code of a requirement
 * @DINH_A_DAY: u32: day
 * @DINH_A_UNTIL: u32: day of a stated end; in answers the one that came before
 *	it, if any, and DINH_DAY_FOREVER where it is too far to be kept
 * @DINH_A_PERIOD: u32: first day of a calendar period
 * @DINH_A_ITEMS: u32: bit n is item n + 1
 * @DINH_A_GROUP: u32: enum dinh_group
 * @DINH_A_COUNT: u32: heads
 * @DINH_A_ELIGIBLE: u32
 * @DINH_A_PRESENT: u32
 * @DINH_A_YES: u32
 * @DINH_A_NO: u32
 * @DINH_A_ABSTAIN: u32
 * @DINH_A_INVALID: u32
 * @DINH_A_KEY: u64: names a record within its unit
 * @DINH_A_DOCUMENT: binary, 32: SHA-256
 * @DINH_A_REASON: string, to 255 bytes of UTF-8
 * @DINH_A_LAST: u32: last day on which a record counts, DINH_DAY_FOREVER
 * @DINH_A_IS_LATE: flag
 * @DINH_A_IS_WITHDRAWN: flag
 * @DINH_A_UID: u32: writer of an entry
 * @DINH_A_LOGINUID: u32: login of the writer
 * @DINH_A_INDICATOR: string: code of an indicator
 * @DINH_A_NUMERATOR: u64
 * @DINH_A_DENOMINATOR: u64
 * @DINH_A_UNKNOWN: u64: units whose headcount would have to be known
 * @DINH_A_VERDICT: u32: enum dinh_verdict
 * @DINH_A_MISSING: u32: items not covered
 * @DINH_A_HEADS: u64: unmet: heads to reach, where heads are counted
 * @DINH_A_REACHED: u64: unmet: heads reached
 * @DINH_A_WITHIN: u32: days ahead
 * @DINH_A_TITLE_VI: string, to 511 bytes
 * @DINH_A_TITLE_EN: string, to 511 bytes
 * @DINH_A_FROM: u32: day
 * @DINH_A_LATE_DAYS: u32
 * @DINH_A_INSTRUMENT_DEF: nest, repeated: enum dinh_instrument_attr
 * @DINH_A_REQUIREMENT_DEF: nest, repeated: enum dinh_requirement_attr
 * @DINH_A_INDICATOR_DEF: nest, repeated: enum dinh_indicator_attr
 * @DINH_A_OBJECTIVE_DEF: nest, repeated: enum dinh_objective_attr
 * @DINH_A_TYPE: u32: enum dinh_entry_type
 * @DINH_A_ENTRY: binary: the entry as the ledger has it
 * @DINH_A_MET: u8: 1 the threshold is reached now, 0 no longer
 * @DINH_A_PINNED: u8: 1 the unit's figures are shown in sysfs, 0 they are not
 * @DINH_A_PUBLISHED: u64: entries that were published; absent when volatile
 * @DINH_A_STORE: u32: enum dinh_store_status; absent when volatile
 * @DINH_A_STORE_ERROR: u32: errno that keeps the store from saving
 * @DINH_A_ROOM: u64: bytes of entries that are accepted before writers wait for
 *	the store; absent when volatile
 * @DINH_A_FINDING: u32: enum dinh_finding_verdict
 * @DINH_A_DUE: u32: last day for an assignment or an answer; a finding without
 *	it asks for none
 * @DINH_A_TITLE: string, to 511 bytes: of an assignment
 * @DINH_A_OBJECTIVE: string: code of an objective
 * @DINH_A_RESULT: string, to 511 bytes: what became of an assignment
 * @DINH_A_COMPLETED: u32: day on which an assignment was done; absent while it
 *	is open
 * @DINH_A_IS_FINDING: flag: a finding made the assignment
 * @DINH_A_IS_STRUCK: flag
 * @DINH_A_IS_UPHELD: flag
 * @DINH_A_SUBJECT: u32: enum dinh_subject
 * @DINH_A_ID: u32: uid or gid
 * @DINH_A_ROLE: u32: enum dinh_role
 * @DINH_A_REVIEW: u32: enum dinh_review_kind
 * @DINH_A_RESULTS: binary, 32: SHA-256 of a document
 * @DINH_A_LIMITS: binary, 32: the same
 * @DINH_A_CAUSES: binary, 32: the same
 * @DINH_A_ANSWER_DAYS: u32: days for the answer to a finding
 * @DINH_A_ANSWER_VERIFIED: flag: these were read in a source
 * @DINH_A_ASSIGNMENT: u64: number of the entry that made an assignment
 * @DINH_A_SCORE: u32: 1 to DINH_SCORE_MAX
 * @DINH_A_LOW_REASON: u32: enum dinh_low_reason
 * @DINH_A_RATINGS: u64: how many
 * @DINH_A_RATING_SUM: u64: of their scores
 * @DINH_A_LOW: nest, repeated: enum dinh_low_attr
 * @DINH_A_VISITS: u64: of the board of one unit, or of all boards
 * @DINH_A_ONLINE: u32: visitors now, of the same
 * @DINH_A_MEETING: u64: number of the entry that opened a meeting
 * @DINH_A_BALLOT: u32: enum dinh_ballot
 * @DINH_A_ROLL: binary, repeated: SHA-256 of the digits of each entitled card,
 *	one after the other; in answers of the roll, once
 * @DINH_A_CARDS: u32: cards in the roll
 * @DINH_A_CARD: string: 1 to 31 digits
 * @DINH_A_PRESENT_NEEDED: u32: for the quorum, 0 where none is asked
 * @DINH_A_YES_NEEDED: u32: for the majority of those who are present now
 * @DINH_A_CAST: u32: votes cast so far
 * @DINH_A_TYPED: nest: enum dinh_votes_attr: of PRESENT and votes, typed
 * @DINH_A_OUTCOME: u32: enum dinh_outcome, in the answer to meeting-close
 * @DINH_A_KIOSK: u64: number of the entry that bound a kiosk
 * @DINH_A_KIOSK_ROLE: u32: enum dinh_kiosk_role
 * @DINH_A_DEVICE: string: physical path, serial or name of an input device
 * @DINH_A_DEVICE_NAME: string: what the device calls itself
 * @DINH_A_KEYS: binary: u16 key codes, in the order of what they mean: scores 1
 *	to 5 and reasons 1 to 5, or yes, no, abstain
 * @DINH_A_IS_VIRTUAL: flag: a device that a program makes is meant
 * @DINH_A_TIMEOUT: u32: milliseconds in which a low rating's reason is awaited
 * @DINH_A_INTERVAL: u32: shortest between two presses, milliseconds
 * @DINH_A_PRESSES: u64: that a kiosk's entries were made of
 * @DINH_A_IGNORED: u64: presses that mean nothing, or came too soon
 * @DINH_A_LOST: u64: presses that could not be kept
 * @DINH_A_PCR: u32: PCR of the TPM that checkpoints are extended into, 0 to 23
 * @DINH_A_PCR_VALUE: binary: what it holds in the bank of SHA-256, if nobody
 *	else extended it since
 * @DINH_A_SEALED: u64: entries of the checkpoint that was extended into it last,
 *	since the ledger was restored
 * @DINH_A_TPM_WAITING: u32: checkpoints that the TPM was not told yet
 * @DINH_A_TPM_ERROR: u32: errno for which the last attempt to do so failed
 */
enum dinh_attr {
	DINH_A_PAD = 1,
	DINH_A_CHECK_ONLY,
	DINH_A_SIZE,
	DINH_A_ROOT,
	DINH_A_DURABLE,
	DINH_A_OLDEST,
	DINH_A_STATE,
	DINH_A_IDENTITY,
	DINH_A_ORIGIN,
	DINH_A_UTC_OFFSET,
	DINH_A_TODAY,
	DINH_A_HELD,
	DINH_A_CLOCK_DAY,
	DINH_A_UNITS,
	DINH_A_RECORDS,
	DINH_A_LATE,
	DINH_A_UNIT,
	DINH_A_CODE,
	DINH_A_NAME,
	DINH_A_KIND,
	DINH_A_PARENT,
	DINH_A_PARENT_CODE,
	DINH_A_UNION,
	DINH_A_HEADCOUNT,
	DINH_A_SINCE,
	DINH_A_DISSOLVED,
	DINH_A_CHILDREN,
	DINH_A_SUCCESSOR,
	DINH_A_SCOPE,
	DINH_A_SEQ,
	DINH_A_REQUIREMENT,
	DINH_A_DAY,
	DINH_A_UNTIL,
	DINH_A_PERIOD,
	DINH_A_ITEMS,
	DINH_A_GROUP,
	DINH_A_COUNT,
	DINH_A_ELIGIBLE,
	DINH_A_PRESENT,
	DINH_A_YES,
	DINH_A_NO,
	DINH_A_ABSTAIN,
	DINH_A_INVALID,
	DINH_A_KEY,
	DINH_A_DOCUMENT,
	DINH_A_REASON,
	DINH_A_LAST,
	DINH_A_IS_LATE,
	DINH_A_IS_WITHDRAWN,
	DINH_A_UID,
	DINH_A_LOGINUID,
	DINH_A_INDICATOR,
	DINH_A_NUMERATOR,
	DINH_A_DENOMINATOR,
	DINH_A_UNKNOWN,
	DINH_A_VERDICT,
	DINH_A_MISSING,
	DINH_A_HEADS,
	DINH_A_REACHED,
	DINH_A_WITHIN,
	DINH_A_TITLE_VI,
	DINH_A_TITLE_EN,
	DINH_A_FROM,
	DINH_A_LATE_DAYS,
	DINH_A_INSTRUMENT_DEF,
	DINH_A_REQUIREMENT_DEF,
	DINH_A_INDICATOR_DEF,
	DINH_A_OBJECTIVE_DEF,
	DINH_A_TYPE,
	DINH_A_ENTRY,
	DINH_A_MET,
	DINH_A_PINNED,
	DINH_A_PUBLISHED,
	DINH_A_STORE,
	DINH_A_STORE_ERROR,
	DINH_A_ROOM,
	DINH_A_FINDING,
	DINH_A_DUE,
	DINH_A_TITLE,
	DINH_A_OBJECTIVE,
	DINH_A_RESULT,
	DINH_A_COMPLETED,
	DINH_A_IS_FINDING,
	DINH_A_IS_STRUCK,
	DINH_A_IS_UPHELD,
	DINH_A_SUBJECT,
	DINH_A_ID,
	DINH_A_ROLE,
	DINH_A_REVIEW,
	DINH_A_RESULTS,
	DINH_A_LIMITS,
	DINH_A_CAUSES,
	DINH_A_ANSWER_DAYS,
	DINH_A_ANSWER_VERIFIED,
	DINH_A_ASSIGNMENT,
	DINH_A_SCORE,
	DINH_A_LOW_REASON,
	DINH_A_RATINGS,
	DINH_A_RATING_SUM,
	DINH_A_LOW,
	DINH_A_VISITS,
	DINH_A_ONLINE,
	DINH_A_MEETING,
	DINH_A_BALLOT,
	DINH_A_ROLL,
	DINH_A_CARDS,
	DINH_A_CARD,
	DINH_A_PRESENT_NEEDED,
	DINH_A_YES_NEEDED,
	DINH_A_CAST,
	DINH_A_TYPED,
	DINH_A_OUTCOME,
	DINH_A_KIOSK,
	DINH_A_KIOSK_ROLE,
	DINH_A_DEVICE,
	DINH_A_DEVICE_NAME,
	DINH_A_KEYS,
	DINH_A_IS_VIRTUAL,
	DINH_A_TIMEOUT,
	DINH_A_INTERVAL,
	DINH_A_PRESSES,
	DINH_A_IGNORED,
	DINH_A_LOST,
	DINH_A_PCR,
	DINH_A_PCR_VALUE,
	DINH_A_SEALED,
	DINH_A_TPM_WAITING,
	DINH_A_TPM_ERROR,
	/* private: */
	__DINH_A_END,
	DINH_A_MAX = __DINH_A_END - 1
};

/**
 * enum dinh_headcount_attr - in DINH_A_HEADCOUNT
 * @DINH_HEADCOUNT_A_GROUP: u32: enum dinh_group
 * @DINH_HEADCOUNT_A_COUNT: u32; DINH_COUNT_UNKNOWN when not known
 */
enum dinh_headcount_attr {
	DINH_HEADCOUNT_A_GROUP = 1,
	DINH_HEADCOUNT_A_COUNT,
	/* private: */
	__DINH_HEADCOUNT_A_END,
	DINH_HEADCOUNT_A_MAX = __DINH_HEADCOUNT_A_END - 1
};

/**
 * enum dinh_low_attr - in DINH_A_LOW
 * @DINH_LOW_A_REASON: u32: enum dinh_low_reason
 * @DINH_LOW_A_COUNT: u64: ratings of 3 or lower for it
 */
enum dinh_low_attr {
	DINH_LOW_A_REASON = 1,
	DINH_LOW_A_COUNT,
	/* private: */
	__DINH_LOW_A_END,
	DINH_LOW_A_MAX = __DINH_LOW_A_END - 1
};

/**
 * enum dinh_votes_attr - in DINH_A_TYPED
 * @DINH_VOTES_A_PRESENT: u32
 * @DINH_VOTES_A_YES: u32
 * @DINH_VOTES_A_NO: u32
 * @DINH_VOTES_A_ABSTAIN: u32
 * @DINH_VOTES_A_INVALID: u32
 */
enum dinh_votes_attr {
	DINH_VOTES_A_PRESENT = 1,
	DINH_VOTES_A_YES,
	DINH_VOTES_A_NO,
	DINH_VOTES_A_ABSTAIN,
	DINH_VOTES_A_INVALID,
	/* private: */
	__DINH_VOTES_A_END,
	DINH_VOTES_A_MAX = __DINH_VOTES_A_END - 1
};

/**
 * enum dinh_instrument_attr - in DINH_A_INSTRUMENT_DEF; see struct
 * dinh_instrument
 * @DINH_INSTRUMENT_A_CODE: string
 * @DINH_INSTRUMENT_A_TITLE_VI: string
 * @DINH_INSTRUMENT_A_TITLE_EN: string
 * @DINH_INSTRUMENT_A_FROM: u32
 * @DINH_INSTRUMENT_A_UNTIL: u32
 * @DINH_INSTRUMENT_A_VERIFIED: flag
 */
enum dinh_instrument_attr {
	DINH_INSTRUMENT_A_CODE = 1,
	DINH_INSTRUMENT_A_TITLE_VI,
	DINH_INSTRUMENT_A_TITLE_EN,
	DINH_INSTRUMENT_A_FROM,
	DINH_INSTRUMENT_A_UNTIL,
	DINH_INSTRUMENT_A_VERIFIED,
	/* private: */
	__DINH_INSTRUMENT_A_END,
	DINH_INSTRUMENT_A_MAX = __DINH_INSTRUMENT_A_END - 1
};

/**
 * enum dinh_requirement_attr - in DINH_A_REQUIREMENT_DEF; see struct
 * dinh_requirement
 * @DINH_REQUIREMENT_A_CODE: string
 * @DINH_REQUIREMENT_A_TITLE_VI: string
 * @DINH_REQUIREMENT_A_TITLE_EN: string
 * @DINH_REQUIREMENT_A_INSTRUMENT: string: code of an instrument
 * @DINH_REQUIREMENT_A_ITEM: nest, repeated: enum dinh_item_attr
 * @DINH_REQUIREMENT_A_KINDS: u32
 * @DINH_REQUIREMENT_A_VERIFIED: flag
 * @DINH_REQUIREMENT_A_FROM: u32
 * @DINH_REQUIREMENT_A_UNTIL: u32
 * @DINH_REQUIREMENT_A_HEADCOUNT_MIN: u32
 * @DINH_REQUIREMENT_A_HEADCOUNT_GROUP: u32
 * @DINH_REQUIREMENT_A_GROUPS: u32
 * @DINH_REQUIREMENT_A_UNION: u32: enum dinh_union
 * @DINH_REQUIREMENT_A_VALIDITY: u32: enum dinh_validity
 * @DINH_REQUIREMENT_A_MONTHS: u32
 * @DINH_REQUIREMENT_A_DAYS: u32
 * @DINH_REQUIREMENT_A_GRACE_MONTHS: u32
 * @DINH_REQUIREMENT_A_GRACE: u32
 * @DINH_REQUIREMENT_A_TERM_MIN: u32
 * @DINH_REQUIREMENT_A_TERM_MAX: u32
 * @DINH_REQUIREMENT_A_POSTING: u32
 * @DINH_REQUIREMENT_A_QUORUM: nest: enum dinh_share_attr
 * @DINH_REQUIREMENT_A_MAJORITY: nest: enum dinh_share_attr
 * @DINH_REQUIREMENT_A_NUMBER: u32: register-wide number, in answers
 */
enum dinh_requirement_attr {
	DINH_REQUIREMENT_A_CODE = 1,
	DINH_REQUIREMENT_A_TITLE_VI,
	DINH_REQUIREMENT_A_TITLE_EN,
	DINH_REQUIREMENT_A_INSTRUMENT,
	DINH_REQUIREMENT_A_ITEM,
	DINH_REQUIREMENT_A_KINDS,
	DINH_REQUIREMENT_A_VERIFIED,
	DINH_REQUIREMENT_A_FROM,
	DINH_REQUIREMENT_A_UNTIL,
	DINH_REQUIREMENT_A_HEADCOUNT_MIN,
	DINH_REQUIREMENT_A_HEADCOUNT_GROUP,
	DINH_REQUIREMENT_A_GROUPS,
	DINH_REQUIREMENT_A_UNION,
	DINH_REQUIREMENT_A_VALIDITY,
	DINH_REQUIREMENT_A_MONTHS,
	DINH_REQUIREMENT_A_DAYS,
	DINH_REQUIREMENT_A_GRACE_MONTHS,
	DINH_REQUIREMENT_A_GRACE,
	DINH_REQUIREMENT_A_TERM_MIN,
	DINH_REQUIREMENT_A_TERM_MAX,
	DINH_REQUIREMENT_A_POSTING,
	DINH_REQUIREMENT_A_QUORUM,
	DINH_REQUIREMENT_A_MAJORITY,
	DINH_REQUIREMENT_A_NUMBER,
	/* private: */
	__DINH_REQUIREMENT_A_END,
	DINH_REQUIREMENT_A_MAX = __DINH_REQUIREMENT_A_END - 1
};

/**
 * enum dinh_item_attr - in DINH_REQUIREMENT_A_ITEM
 * @DINH_ITEM_A_TITLE_VI: string
 * @DINH_ITEM_A_TITLE_EN: string
 * @DINH_ITEM_A_VERIFIED: flag
 */
enum dinh_item_attr {
	DINH_ITEM_A_TITLE_VI = 1,
	DINH_ITEM_A_TITLE_EN,
	DINH_ITEM_A_VERIFIED,
	/* private: */
	__DINH_ITEM_A_END,
	DINH_ITEM_A_MAX = __DINH_ITEM_A_END - 1
};

/**
 * enum dinh_share_attr - in DINH_REQUIREMENT_A_QUORUM and _MAJORITY
 * @DINH_SHARE_A_NUM: u32
 * @DINH_SHARE_A_DEN: u32
 * @DINH_SHARE_A_OF: u32: enum dinh_of
 * @DINH_SHARE_A_GROUP: u32: enum dinh_group
 * @DINH_SHARE_A_STRICT: flag
 */
enum dinh_share_attr {
	DINH_SHARE_A_NUM = 1,
	DINH_SHARE_A_DEN,
	DINH_SHARE_A_OF,
	DINH_SHARE_A_GROUP,
	DINH_SHARE_A_STRICT,
	/* private: */
	__DINH_SHARE_A_END,
	DINH_SHARE_A_MAX = __DINH_SHARE_A_END - 1
};

/**
 * enum dinh_indicator_attr - in DINH_A_INDICATOR_DEF; see struct
 * dinh_indicator
 * @DINH_INDICATOR_A_CODE: string
 * @DINH_INDICATOR_A_TITLE_VI: string
 * @DINH_INDICATOR_A_TITLE_EN: string
 * @DINH_INDICATOR_A_OBJECTIVE: string: code of an objective
 * @DINH_INDICATOR_A_KINDS: u32
 * @DINH_INDICATOR_A_UNION: u32: enum dinh_union
 * @DINH_INDICATOR_A_COUNTED: u32: enum dinh_counted
 * @DINH_INDICATOR_A_THRESHOLD: u32: enum dinh_threshold
 * @DINH_INDICATOR_A_PERCENT: u32
 * @DINH_INDICATOR_A_REQUIREMENT: string, repeated: code of a requirement
 * @DINH_INDICATOR_A_VERIFIED: flag
 */
enum dinh_indicator_attr {
	DINH_INDICATOR_A_CODE = 1,
	DINH_INDICATOR_A_TITLE_VI,
	DINH_INDICATOR_A_TITLE_EN,
	DINH_INDICATOR_A_OBJECTIVE,
	DINH_INDICATOR_A_KINDS,
	DINH_INDICATOR_A_UNION,
	DINH_INDICATOR_A_COUNTED,
	DINH_INDICATOR_A_THRESHOLD,
	DINH_INDICATOR_A_PERCENT,
	DINH_INDICATOR_A_REQUIREMENT,
	DINH_INDICATOR_A_VERIFIED,
	/* private: */
	__DINH_INDICATOR_A_END,
	DINH_INDICATOR_A_MAX = __DINH_INDICATOR_A_END - 1
};

/**
 * enum dinh_objective_attr - in DINH_A_OBJECTIVE_DEF; see struct
 * dinh_objective
 * @DINH_OBJECTIVE_A_CODE: string
 * @DINH_OBJECTIVE_A_TITLE_VI: string
 * @DINH_OBJECTIVE_A_TITLE_EN: string
 * @DINH_OBJECTIVE_A_KIND: u32: enum dinh_objective_kind
 * @DINH_OBJECTIVE_A_NUMBER: u32
 * @DINH_OBJECTIVE_A_VERIFIED: flag
 */
enum dinh_objective_attr {
	DINH_OBJECTIVE_A_CODE = 1,
	DINH_OBJECTIVE_A_TITLE_VI,
	DINH_OBJECTIVE_A_TITLE_EN,
	DINH_OBJECTIVE_A_KIND,
	DINH_OBJECTIVE_A_NUMBER,
	DINH_OBJECTIVE_A_VERIFIED,
	/* private: */
	__DINH_OBJECTIVE_A_END,
	DINH_OBJECTIVE_A_MAX = __DINH_OBJECTIVE_A_END - 1
};

#endif /* _UAPI_LINUX_DINH_H */
