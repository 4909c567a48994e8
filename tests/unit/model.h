/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A register as one would keep it with pencil and paper: the list of accepted
 * entries, from which everything is counted anew each time. Written from the
 * uapi header and the design; shares no code with the engine.
 */
#ifndef DINH_TESTS_MODEL_H
#define DINH_TESTS_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/dinh.h>

#define M_CODES		8	/* requirement codes there are */
#define M_RULES		8
#define M_MEASURES	8
#define M_PROGS		16
#define M_UNITS		64
#define M_RECS		1024
#define M_ASSIGNS	256
#define M_GRANTS	64
#define M_MEETINGS	16	/* open at a time */
#define M_CARDS		32
#define M_KIOSKS	16

struct m_share {
	uint32_t num;
	uint32_t den;
	uint32_t of;
	uint32_t group;
	bool strict;
};

struct m_rule {
	uint32_t code;
	uint32_t kinds;
	uint32_t has_union;
	uint32_t from;
	uint32_t until;
	uint32_t headcount_min;
	uint32_t headcount_group;
	uint32_t groups;
	uint32_t items;
	uint32_t validity;
	uint32_t months;
	uint32_t days;
	uint32_t grace_months;
	uint32_t grace;
	uint32_t term_min;
	uint32_t term_max;
	uint32_t posting;
	struct m_share quorum;
	struct m_share majority;
};

struct m_measure {
	uint32_t kinds;
	uint32_t has_union;
	uint32_t counted;
	uint32_t threshold;
	uint32_t percent;
	uint32_t n;
	uint32_t rule[4];
};

struct m_prog {
	uint32_t from;
	uint32_t late_days;
	uint32_t n_rules;
	uint32_t n_measures;
	struct m_rule rule[M_RULES];
	struct m_measure measure[M_MEASURES];
};

/* An entry, of whichever type: what is not of its type is zero. */
struct m_entry {
	uint32_t type;
	uint64_t wall;
	uint64_t boot;
	uint32_t uid;
	uint32_t loginuid;
	uint32_t unit;
	/* unit add, unit set */
	uint32_t what;
	uint32_t parent;
	uint32_t since;
	uint32_t heads[DINH_GROUPS];
	uint32_t kind;
	uint32_t has_union;
	char code[DINH_CODE_SIZE];
	char name[64];
	/* dissolve, record, record end, day */
	uint32_t day;
	uint32_t how;
	uint32_t n_successors;
	uint32_t successor[4];
	/* record; @req is the code's index */
	uint32_t req;
	uint32_t group;
	uint32_t items;
	uint32_t count;
	uint32_t until;
	uint32_t period;
	uint64_t key;
	bool votes;
	uint32_t eligible;
	uint32_t present;
	uint32_t yes;
	uint32_t no;
	/* record end, withdrawal */
	uint64_t seq;
	/* pin */
	uint32_t pinned;
	/* finding, assignment; completion has @day, and @seq of it */
	uint32_t verdict;
	uint32_t due;
	/* grant, revoke */
	uint32_t subject;
	uint32_t id;
	uint32_t role;
	/* review */
	uint32_t review;
	/* rating */
	uint32_t score;
	uint32_t low;
	/* meetings: @seq is the meeting's, but for its opening */
	uint32_t ballot;
	uint32_t cards;
	uint64_t kiosk;
	uint64_t card;
	uint32_t abstain;
	uint32_t invalid;
	/* a secret ballot's close: what was cast, typed and at kiosks */
	uint32_t cast[2][4];
	/* a close that was tampered with */
	bool twisted;
	/* a kiosk; @role is what it is bound for, @seq its meeting */
	uint32_t flags;
	/* more of it than the header is the kernel's */
	bool own;
	/* programme */
	struct m_prog prog;
	/* a malformed one: refused whatever it says */
	bool bad;
};

struct m_unit {
	char code[DINH_CODE_SIZE];
	char name[64];
	uint32_t parent;
	uint32_t order;
	uint32_t since;
	uint32_t until;
	uint32_t heads[DINH_GROUPS];
	uint32_t kind;
	uint32_t has_union;
	uint32_t records;
	uint32_t late;
	bool had_child;
	bool pinned;
	uint64_t ratings;
	uint64_t sum;
	uint64_t low[DINH_LOW_REASONS];
	uint64_t visits;
};

/* An end that is so far from its day is told as none. */
#define M_DAYS_FAR	((1u << 20) - 1)

struct m_rec {
	uint64_t seq;
	uint32_t unit;
	uint32_t req;
	uint32_t group;
	uint32_t value;
	uint32_t day;
	uint32_t last;
	uint32_t until;		/* 0 where no end is stated */
	uint64_t key;
	uint32_t uid;
	uint32_t loginuid;
	uint32_t prog;		/* by which it was accepted */
	int year;		/* in which it was recorded */
	bool late;
	bool withdrawn;
	bool struck;
	bool upheld;
};

struct m_assign {
	uint64_t seq;
	uint32_t unit;
	uint32_t given;
	uint32_t due;
	uint32_t completed;
	int year;		/* in which its completion was recorded */
	bool is_finding;
};

struct m_grant {
	uint32_t unit;
	uint32_t subject;
	uint32_t id;
	uint32_t role;
};

/* One that is open. What has two is typed, and of kiosks. */
struct m_meeting {
	uint64_t seq;
	uint32_t unit;
	uint32_t req;
	uint32_t ballot;
	uint32_t items;
	uint32_t day;
	uint32_t until;
	uint32_t period;
	uint64_t key;
	uint32_t eligible;
	uint32_t cards;
	uint32_t present[2];
	uint32_t cast[2][4];
	uint32_t n_known;
	uint64_t known[M_CARDS];
};

/* How the last meeting ended that was closed. */
struct m_closed {
	struct m_meeting meeting;
	uint32_t items;
	uint32_t outcome;
	uint32_t present_needed;
	uint32_t yes_needed;
};

struct m_kiosk {
	uint64_t seq;
	uint64_t meeting;
	uint32_t unit;
	uint32_t role;
	uint32_t flags;
};

struct m_fig {
	uint64_t num;
	uint64_t den;
	uint64_t unknown;
};

/* What the list amounts to. */
struct model {
	uint32_t today;
	int64_t offset;
	int64_t trusted;
	uint64_t size;
	uint32_t n_units;	/* the register itself included */
	uint32_t order;
	struct m_unit unit[M_UNITS];
	uint32_t n_recs;
	struct m_rec rec[M_RECS];
	uint32_t n_assigns;
	struct m_assign assign[M_ASSIGNS];
	uint32_t n_grants;
	struct m_grant grant[M_GRANTS];
	uint32_t n_meetings;
	struct m_meeting meeting[M_MEETINGS];
	struct m_closed closed;
	uint32_t n_kiosks;
	struct m_kiosk kiosk[M_KIOSKS];
	uint64_t visits;
	uint32_t n_progs;
	struct m_prog prog[M_PROGS];
	uint32_t number[M_CODES];	/* of a code, or 0 */
	uint32_t n_numbers;
	uint32_t bound_units;
	uint32_t bound_records;
};

#define M_ENTRIES	4096

struct m_list {
	uint32_t n;
	struct m_entry *entry[M_ENTRIES];
};

uint32_t m_day(int year, int month, int mday);
void m_date(uint32_t day, int *year, int *month, int *mday);
uint32_t m_add_months(uint32_t day, uint32_t months);
uint32_t m_period_start(uint32_t day, uint32_t months);

void m_fold(struct model *m, const struct m_list *list);
bool m_accepts(const struct model *m, const struct m_entry *e);
const struct m_prog *m_prog_on(const struct model *m, uint32_t day);
bool m_rules_change(const struct model *m, uint32_t from, uint32_t to);
bool m_held(const struct model *m);
bool m_assign_kept(const struct model *m, const struct m_assign *assign);
bool m_rec_kept(const struct model *m, const struct m_rec *rec);
const struct m_meeting *m_meeting(const struct model *m, uint64_t seq);
bool m_below(const struct model *m, uint32_t unit, uint32_t scope);
bool m_applies(const struct m_rule *rule, const struct m_unit *unit,
	       uint32_t day, bool *unknown);
/* Numbers of living units of a scope, each before those below it. */
uint32_t m_tree(const struct model *m, uint32_t scope, uint32_t *list);
uint32_t m_missing(const struct model *m, uint32_t unit,
		   const struct m_rule *rule, uint32_t day);
uint64_t m_reached(const struct model *m, uint32_t unit,
		   const struct m_rule *rule, uint32_t group, uint32_t day);
struct m_fig m_own_figure(const struct model *m, uint32_t unit,
			  uint32_t measure);
enum dinh_verdict m_verdict(const struct m_measure *measure,
			    const struct m_fig *fig);

#endif /* DINH_TESTS_MODEL_H */
