/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the engine's files share among themselves.
 *
 * An entry is planned, sealed, applied. A plan checks everything and allocates
 * everything, and changes nothing that can be seen; what of it was not used is
 * freed afterwards. Applying cannot fail.
 */
#ifndef DINH_ENGINE_INTERNAL_H
#define DINH_ENGINE_INTERNAL_H

#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "register.h"

#define DINH_GFP	GFP_KERNEL_ACCOUNT

struct dinh_duties;
struct dinh_board;

/**
 * struct dinh_plan - how an entry will be applied
 * @live: the entry is new: look at the bounds
 * @written: it is a writer's: what is the kernel's in its body is zero
 * @unit: the unit concerned, if it is there already
 * @parent: the new parent
 * @text: code and name
 * @tally: for a parent without children so far
 * @rec: record concerned, or the one to be kept
 * @index: of an old record among those of @unit
 * @recs: room for one more record
 * @seqs: room to find it by its entry
 * @author: of the record, if it is the author's first
 * @rules: the programme
 * @tallies: larger ones, for all units with children, in the order of numbers
 * @n_tallies: how many
 * @stride: indicators that they hold
 * @number: table of requirement codes, longer
 * @n_numbers: codes in it
 * @successors: of a dissolved unit, behind their count
 * @assign: to be kept
 * @duties: of a unit that has none so far
 * @grant: table with room for one more
 * @board: of a unit that has none so far
 * @meeting: to be kept
 * @card: a larger table of cards
 * @cap: of @recs or @card
 * @counts: a meeting that closes is a record
 * @jump: that of a clock which waits for a confirmation, or 0
 */
struct dinh_plan {
	bool live;
	bool written;
	struct dinh_unit *unit;
	struct dinh_unit *parent;
	char *text;
	struct dinh_tally *tally;
	struct dinh_rec rec;
	unsigned int index;
	struct dinh_rec *recs;
	unsigned int cap;
	struct dinh_seqs *seqs;
	struct dinh_author *author;
	struct dinh_rules *rules;
	struct dinh_tally **tallies;
	u32 n_tallies;
	u32 stride;
	char (*number)[DINH_CODE_SIZE];
	u32 n_numbers;
	u32 *successors;
	struct dinh_assign *assign;
	struct dinh_duties *duties;
	struct dinh_grants *grant;
	struct dinh_board *board;
	struct dinh_meeting *meeting;
	u8 (*card)[DINH_CARD_SIZE];
	bool counts;
	s64 jump;
};

typedef int (*dinh_plan_fn)(struct dinh_register *reg,
			    const struct dinh_entry *entry,
			    struct dinh_plan *plan, struct dinh_refusal *why);
typedef void (*dinh_apply_fn)(struct dinh_register *reg,
			      const struct dinh_entry *entry,
			      struct dinh_plan *plan);

static inline const void *dinh_body(const struct dinh_entry *entry)
{
	return entry + 1;
}

static inline size_t dinh_body_size(const struct dinh_entry *entry)
{
	return le32_to_cpu(entry->size) - sizeof(*entry);
}

int dinh_malformed(struct dinh_refusal *why, const struct dinh_entry *entry,
		   const void *at);
int dinh_no_memory(struct dinh_refusal *why);

/* text.c */
int dinh_check_code(const char code[DINH_CODE_SIZE], u16 attr,
		    struct dinh_refusal *why);
int dinh_check_text(const char *text, size_t len, u16 attr,
		    struct dinh_refusal *why);
int dinh_check_tail(const struct dinh_entry *entry, const char *text,
		    size_t max, u16 attr, struct dinh_refusal *why);

/* unit.c */
int dinh_plan_unit_add(struct dinh_register *reg,
		       const struct dinh_entry *entry, struct dinh_plan *plan,
		       struct dinh_refusal *why);
void dinh_apply_unit_add(struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 struct dinh_plan *plan);
int dinh_plan_unit_set(struct dinh_register *reg,
		       const struct dinh_entry *entry, struct dinh_plan *plan,
		       struct dinh_refusal *why);
void dinh_apply_unit_set(struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 struct dinh_plan *plan);
int dinh_plan_unit_dissolve(struct dinh_register *reg,
			    const struct dinh_entry *entry,
			    struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_unit_dissolve(struct dinh_register *reg,
			      const struct dinh_entry *entry,
			      struct dinh_plan *plan);
int dinh_plan_pin(struct dinh_register *reg, const struct dinh_entry *entry,
		  struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_pin(struct dinh_register *reg, const struct dinh_entry *entry,
		    struct dinh_plan *plan);
int dinh_living_unit(struct dinh_register *reg, u32 nr, u16 attr,
		     struct dinh_unit **unit, struct dinh_refusal *why);
int dinh_units_begin(struct dinh_register *reg);
void dinh_units_free(struct dinh_register *reg);

/* programme.c */
int dinh_plan_programme(struct dinh_register *reg,
			const struct dinh_entry *entry, struct dinh_plan *plan,
			struct dinh_refusal *why);
void dinh_apply_programme(struct dinh_register *reg,
			  const struct dinh_entry *entry,
			  struct dinh_plan *plan);
void dinh_rules_free(struct dinh_rules *rules);
const struct dinh_rule *dinh_rule_of(const struct dinh_rules *rules,
				     u16 number);
bool dinh_rules_change(const struct dinh_register *reg, u32 from, u32 to);

/* record.c */
int dinh_plan_record(struct dinh_register *reg, const struct dinh_entry *entry,
		     struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_record(struct dinh_register *reg,
		       const struct dinh_entry *entry, struct dinh_plan *plan);
int dinh_plan_record_end(struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_record_end(struct dinh_register *reg,
			   const struct dinh_entry *entry,
			   struct dinh_plan *plan);
int dinh_plan_withdrawal(struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_withdrawal(struct dinh_register *reg,
			   const struct dinh_entry *entry,
			   struct dinh_plan *plan);
int dinh_plan_finding(struct dinh_register *reg,
		      const struct dinh_entry *entry, struct dinh_plan *plan,
		      struct dinh_refusal *why);
void dinh_apply_finding(struct dinh_register *reg,
			const struct dinh_entry *entry,
			struct dinh_plan *plan);
int dinh_check_meeting(struct dinh_register *reg, struct dinh_unit *unit,
		       const struct dinh_record *body,
		       const struct dinh_rule **rule,
		       struct dinh_refusal *why);
int dinh_share_needs(const struct dinh_unit *unit,
		     const struct dinh_share_rule *share,
		     const struct dinh_votes *votes, u16 attr, u32 *needs,
		     struct dinh_refusal *why);
int dinh_plan_record_of(struct dinh_register *reg,
			const struct dinh_entry *entry,
			const struct dinh_record *body,
			const struct dinh_votes *votes,
			struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_forget_records(struct dinh_register *reg, struct dinh_unit *unit);
void dinh_records_free(struct dinh_register *reg);

/* assignment.c */
enum dinh_standing dinh_measure_assignments(const struct dinh_register *reg,
					    const struct dinh_unit *unit,
					    bool answers, u32 day,
					    struct dinh_figure *fig);
u32 dinh_assignments_due(const struct dinh_register *reg,
			 const struct dinh_unit *unit, u32 today);
void dinh_assignments_lapse(struct dinh_register *reg,
			    const struct dinh_unit *unit, u32 before);
void dinh_assignments_new_year(struct dinh_register *reg, bool count);
void dinh_assignments_end(struct dinh_register *reg, struct dinh_unit *unit);
void dinh_assignments_free(struct dinh_register *reg);
int dinh_check_due(const struct dinh_register *reg, u32 due,
		   struct dinh_refusal *why);
int dinh_prepare_assignment(struct dinh_register *reg, u32 due,
			    const char *title, struct dinh_plan *plan,
			    struct dinh_refusal *why);
void dinh_assignment_unprepare(struct dinh_register *reg,
			       struct dinh_plan *plan);
void dinh_add_assignment(struct dinh_register *reg, struct dinh_plan *plan);
int dinh_plan_assignment(struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_assignment(struct dinh_register *reg,
			   const struct dinh_entry *entry,
			   struct dinh_plan *plan);
int dinh_plan_completion(struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_completion(struct dinh_register *reg,
			   const struct dinh_entry *entry,
			   struct dinh_plan *plan);

/* grant.c */
int dinh_plan_grant(struct dinh_register *reg, const struct dinh_entry *entry,
		    struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_grant(struct dinh_register *reg,
		      const struct dinh_entry *entry, struct dinh_plan *plan);
int dinh_plan_revoke(struct dinh_register *reg, const struct dinh_entry *entry,
		     struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_revoke(struct dinh_register *reg,
		       const struct dinh_entry *entry, struct dinh_plan *plan);

/* review.c */
int dinh_review_fill(struct dinh_register *reg, struct dinh_entry *entry,
		     struct dinh_refusal *why);
int dinh_plan_review(struct dinh_register *reg, const struct dinh_entry *entry,
		     struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_review(struct dinh_register *reg,
		       const struct dinh_entry *entry, struct dinh_plan *plan);

/* board.c */
int dinh_plan_rating(struct dinh_register *reg, const struct dinh_entry *entry,
		     struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_rating(struct dinh_register *reg,
		       const struct dinh_entry *entry, struct dinh_plan *plan);
int dinh_plan_visits(struct dinh_register *reg, const struct dinh_entry *entry,
		     struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_visits(struct dinh_register *reg,
		       const struct dinh_entry *entry, struct dinh_plan *plan);
void dinh_ratings_add(struct dinh_ratings *to,
		      const struct dinh_ratings *from, int sign);
void dinh_board_end(struct dinh_register *reg, struct dinh_unit *unit);
void dinh_boards_free(struct dinh_register *reg);

/* meeting.c */
int dinh_plan_meeting_open(struct dinh_register *reg,
			   const struct dinh_entry *entry,
			   struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_meeting_open(struct dinh_register *reg,
			     const struct dinh_entry *entry, struct dinh_plan *plan);
int dinh_plan_attendance(struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_attendance(struct dinh_register *reg,
			   const struct dinh_entry *entry, struct dinh_plan *plan);
int dinh_plan_vote(struct dinh_register *reg, const struct dinh_entry *entry,
		   struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_vote(struct dinh_register *reg,
		     const struct dinh_entry *entry, struct dinh_plan *plan);
int dinh_plan_meeting_close(struct dinh_register *reg,
			    const struct dinh_entry *entry,
			    struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_meeting_close(struct dinh_register *reg,
			      const struct dinh_entry *entry, struct dinh_plan *plan);
int dinh_plan_meeting_void(struct dinh_register *reg,
			   const struct dinh_entry *entry,
			   struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_meeting_void(struct dinh_register *reg,
			     const struct dinh_entry *entry, struct dinh_plan *plan);
const struct dinh_meeting *dinh_meeting_of(const struct dinh_register *reg,
					   u32 nr);
void dinh_meeting_free(struct dinh_meeting *meeting);
void dinh_meetings_free(struct dinh_register *reg);

/* kiosk.c */
int dinh_plan_kiosk_bind(struct dinh_register *reg,
			 const struct dinh_entry *entry,
			 struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_kiosk_bind(struct dinh_register *reg,
			   const struct dinh_entry *entry, struct dinh_plan *plan);
int dinh_plan_kiosk_unbind(struct dinh_register *reg,
			   const struct dinh_entry *entry,
			   struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_kiosk_unbind(struct dinh_register *reg,
			     const struct dinh_entry *entry, struct dinh_plan *plan);
int dinh_plan_loss(struct dinh_register *reg, const struct dinh_entry *entry,
		   struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_loss(struct dinh_register *reg,
		     const struct dinh_entry *entry, struct dinh_plan *plan);
int dinh_plan_tpm(struct dinh_register *reg, const struct dinh_entry *entry,
		  struct dinh_plan *plan, struct dinh_refusal *why);
void dinh_apply_tpm(struct dinh_register *reg,
		    const struct dinh_entry *entry, struct dinh_plan *plan);
int dinh_check_kiosk(const struct dinh_register *reg,
		     const struct dinh_entry *entry, const __le64 *kiosk,
		     unsigned int role, u64 meeting,
		     const struct dinh_plan *plan, struct dinh_refusal *why);
const struct dinh_kiosk *dinh_kiosk_of(const struct dinh_register *reg,
				       u32 nr);

/* standing.c */
bool dinh_rule_in_force(const struct dinh_rule *rule, u32 day);
enum dinh_standing dinh_rule_applies(const struct dinh_rule *rule,
				     const struct dinh_unit *unit, u32 day);

/* tally.c */
void dinh_tally_lift(struct dinh_register *reg, const struct dinh_unit *unit,
		     u64 indicators);
void dinh_tally_put(struct dinh_register *reg, struct dinh_unit *unit,
		    u64 indicators, bool lapsing);
void dinh_tally_own(struct dinh_register *reg, struct dinh_unit *unit,
		    struct dinh_tally *tally);
void dinh_tally_count(struct dinh_register *reg, struct dinh_unit *unit,
		      s64 records, s64 late);
void dinh_tally_rate(struct dinh_register *reg, struct dinh_unit *unit,
		     const struct dinh_ratings *ratings, int sign);
void dinh_tally_move(struct dinh_register *reg, struct dinh_unit *unit,
		     struct dinh_unit *to);
void dinh_tally_rebuild(struct dinh_register *reg);
void dinh_tally_part(struct dinh_register *reg, struct dinh_rules *rules,
		     u32 day);
void dinh_tally_remember(struct dinh_register *reg, u64 indicators);
void dinh_tally_compare(struct dinh_register *reg, u64 indicators);
void dinh_tally_join(struct dinh_register *reg, const struct dinh_rules *old);
struct dinh_tally *dinh_tally_alloc(u32 stride);
u64 dinh_all_indicators(const struct dinh_register *reg);

/* due.c */
void dinh_due_by(struct dinh_register *reg, struct dinh_unit *unit, u32 day);
void dinh_due_again(struct dinh_register *reg, struct dinh_unit *unit);
void dinh_due_advance(struct dinh_register *reg, u32 day, bool count);

#endif /* DINH_ENGINE_INTERNAL_H */
