/* SPDX-License-Identifier: GPL-2.0-only */
/* Entries as a writer makes them; all of them are allocated. */
#ifndef DINH_TESTS_ENTRIES_H
#define DINH_TESTS_ENTRIES_H

#include <endian.h>
#include <linux/dinh.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* @text, or NULL, is put behind the body, ended and padded. */
struct dinh_entry *make_entry(uint8_t type, uint32_t unit, const void *body,
			      size_t size, const char *text);

struct a_unit {
	const char *code;
	uint32_t parent;
	uint32_t since;
	uint32_t heads[DINH_GROUPS];
	uint8_t kind;
	bool has_union;
};

struct dinh_entry *make_unit(const struct a_unit *unit);
/* @what: DINH_SET_* */
struct dinh_entry *make_change(uint32_t nr, uint32_t what,
			       const struct a_unit *to);
struct dinh_entry *make_dissolution(uint32_t nr, uint32_t day, uint32_t n,
				    const uint32_t *successor);

struct a_record {
	uint32_t unit;
	uint16_t requirement;
	uint32_t items;
	int group;
	uint32_t count;
	uint32_t day;
	uint32_t until;
	uint32_t period;
	uint64_t key;
	bool has_votes;
	uint32_t eligible;
	uint32_t present;
	uint32_t yes;
};

struct dinh_entry *make_record(const struct a_record *record);
struct dinh_entry *make_end(uint32_t nr, uint64_t seq, uint32_t day);
struct dinh_entry *make_withdrawal(uint32_t nr, uint64_t seq);
struct dinh_entry *make_pin(uint32_t nr, bool pinned);
/* @due: 0 where no answer is asked */
struct dinh_entry *make_finding(uint32_t nr, uint64_t seq, uint32_t verdict,
				uint32_t due);
struct dinh_entry *make_assignment(uint32_t nr, uint32_t due);
struct dinh_entry *make_completion(uint32_t nr, uint64_t seq, uint32_t day);
/* @type: DINH_ENTRY_GRANT or DINH_ENTRY_REVOKE */
struct dinh_entry *make_grant(uint8_t type, uint32_t nr, uint32_t id,
			      uint8_t role);
struct dinh_entry *make_review(uint32_t scope, uint32_t kind);

/* @kiosk, here and below: 0 where it is typed */
struct dinh_entry *make_rating(uint32_t nr, uint64_t kiosk, uint8_t score,
			       uint8_t low_reason);
struct dinh_entry *make_visits(uint32_t nr, uint32_t visits);

struct a_meeting {
	uint32_t unit;
	uint16_t requirement;
	uint8_t ballot;
	uint32_t items;
	uint32_t day;
	uint32_t until;
	uint32_t period;
	uint64_t key;
	uint32_t eligible;
	uint32_t cards;
};

struct dinh_entry *make_meeting(const struct a_meeting *meeting);
/* @card: 0 for none */
struct dinh_entry *make_attendance(uint32_t nr, uint64_t meeting,
				   uint64_t kiosk, uint32_t card,
				   uint32_t count);

/* Those of a meeting, or of a part of it. */
struct a_vote {
	uint32_t yes;
	uint32_t no;
	uint32_t abstain;
	uint32_t invalid;
};

struct dinh_entry *make_vote(uint32_t nr, uint64_t meeting, uint64_t kiosk,
			     const struct a_vote *vote);
struct dinh_entry *make_void(uint32_t nr, uint64_t meeting);
/* @meeting: 0 for ratings */
struct dinh_entry *make_kiosk(uint32_t nr, uint8_t role, uint64_t meeting);
struct dinh_entry *make_unbind(uint32_t nr, uint64_t kiosk, uint32_t why);
struct dinh_entry *make_loss(uint32_t nr, uint64_t kiosk, uint64_t presses);
struct dinh_entry *make_tpm(uint64_t size, uint32_t pcr, uint8_t fill);

/* A programme being put together; all titles are one text. */
struct plan {
	struct dinh_programme head;
	unsigned int requirements;
	unsigned int items;
	unsigned int indicators;
	struct dinh_requirement requirement[DINH_REQUIREMENTS_MAX];
	struct dinh_item item[1024];
	struct dinh_indicator indicator[DINH_INDICATORS_MAX];
};

void plan_begin(struct plan *plan, const char *code, uint32_t from);
/* Valid once, of one item, for @kinds. */
struct dinh_requirement *plan_requirement(struct plan *plan, const char *code,
					  uint16_t kinds, unsigned int items);
/* 100 %, in units. */
struct dinh_indicator *plan_indicator(struct plan *plan, const char *code,
				      uint16_t kinds);
/* Counts assignments, or answers to findings. */
struct dinh_indicator *plan_tasks(struct plan *plan, const char *code,
				  uint16_t kinds, uint8_t counted);
void plan_ask(struct plan *plan, struct dinh_indicator *indicator,
	      const char *requirement);
struct dinh_entry *plan_entry(const struct plan *plan);
/* The programme in a file, as its loader reads it. */
struct dinh_entry *file_entry(const char *path);

#define KIND_BIT(name)	(1u << DINH_KIND_##name)

/* By the C library; a day of 0 is the last of the month before. */
uint32_t date(int year, int month, int day);

#endif /* DINH_TESTS_ENTRIES_H */
