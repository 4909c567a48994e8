// SPDX-License-Identifier: GPL-2.0-only
/* The layout of entries, which never changes once it has shipped. */
#include <linux/build_bug.h>

#include "internal.h"

/* All sizes are multiples of 8. */
#define LAYOUT(type, size) \
	static_assert(sizeof(struct type) == ALIGN(size, 8))
#define FIELD(type, field, at) \
	static_assert(offsetof(struct type, field) == (at))

LAYOUT(dinh_entry, 48);
FIELD(dinh_entry, type, 4);
FIELD(dinh_entry, seq, 8);
FIELD(dinh_entry, wall, 16);
FIELD(dinh_entry, boot, 24);
FIELD(dinh_entry, uid, 32);
FIELD(dinh_entry, loginuid, 36);
FIELD(dinh_entry, origin, 40);
FIELD(dinh_entry, unit, 44);

LAYOUT(dinh_genesis, 96);
FIELD(dinh_genesis, origin, 32);
LAYOUT(dinh_boot, 16);
LAYOUT(dinh_day, 8);
LAYOUT(dinh_clock, 16);

LAYOUT(dinh_unit_add, 80);
FIELD(dinh_unit_add, headcount, 8);
FIELD(dinh_unit_add, kind, 40);
FIELD(dinh_unit_add, code, 48);
LAYOUT(dinh_unit_set, 88);
LAYOUT(dinh_unit_dissolve, 8);

/* With the prefix of a leaf, two blocks of SHA-256. */
static_assert(sizeof(struct dinh_entry) + sizeof(struct dinh_record) <= 118);
LAYOUT(dinh_record, 64);
FIELD(dinh_record, key, 32);
FIELD(dinh_record, requirement, 40);
FIELD(dinh_record, items, 44);
FIELD(dinh_record, period, 60);
LAYOUT(dinh_votes, 24);
LAYOUT(dinh_record_end, 16);
LAYOUT(dinh_withdrawal, 8);
LAYOUT(dinh_pin, 8);
LAYOUT(dinh_finding, 16);
LAYOUT(dinh_assignment, 40);
LAYOUT(dinh_completion, 48);
FIELD(dinh_completion, seq, 32);
LAYOUT(dinh_grant, 8);
LAYOUT(dinh_loss, 16);
LAYOUT(dinh_rating, 16);
LAYOUT(dinh_meeting_open, 72);
FIELD(dinh_meeting_open, items, 44);
static_assert(sizeof(struct dinh_entry) + sizeof(struct dinh_attendance) <= 118);
LAYOUT(dinh_attendance, 40);
FIELD(dinh_attendance, count, 32);
LAYOUT(dinh_vote, 32);
LAYOUT(dinh_meeting_close, 136);
FIELD(dinh_meeting_close, votes, 64);
FIELD(dinh_meeting_close, meeting, 112);
LAYOUT(dinh_meeting_void, 16);
LAYOUT(dinh_kiosk_bind, 16);
LAYOUT(dinh_kiosk_unbind, 16);
LAYOUT(dinh_visits, 8);
LAYOUT(dinh_tpm, 80);
FIELD(dinh_tpm, pcr, 72);
LAYOUT(dinh_review_figure, 24);
LAYOUT(dinh_review, 232 + DINH_INDICATORS_MAX * 24);
FIELD(dinh_review, root, 16);
FIELD(dinh_review, programme, 176);
FIELD(dinh_review, figure, 232);

LAYOUT(dinh_tree_head, 40);
LAYOUT(dinh_store_state, 8);
LAYOUT(dinh_refused, 88);

LAYOUT(dinh_programme, 64);
FIELD(dinh_programme, answer_days, 58);
FIELD(dinh_programme, texts, 60);
LAYOUT(dinh_instrument, 56);
LAYOUT(dinh_share, 8);
LAYOUT(dinh_requirement, 96);
FIELD(dinh_requirement, groups, 64);
FIELD(dinh_requirement, quorum, 80);
LAYOUT(dinh_item, 16);
LAYOUT(dinh_indicator, 72);
FIELD(dinh_indicator, requirement, 50);
FIELD(dinh_indicator, flags, 68);
LAYOUT(dinh_objective, 48);

/* What is kept of a unit and of a record is what memory is spent on. */
static_assert(sizeof(struct dinh_rec) == 32);
static_assert(DINH_DAY_MAX < DINH_REC_FOREVER);
static_assert(sizeof(struct dinh_unit) <= 128);
static_assert(offsetof(struct dinh_unit, headcount) <= 64);
