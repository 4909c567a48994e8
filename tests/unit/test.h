/* SPDX-License-Identifier: GPL-2.0-only */
/* What the test files share beyond the fixture: the town, and assertions. */
#ifndef DINH_TESTS_TEST_H
#define DINH_TESTS_TEST_H

#include <check.h>

#include "fixture.h"

/*
 * The town that most tests begin with, on 2017-05-12, under the small
 * programme. Numbers of its units:
 */
enum {
	PROVINCE = 1,	/* 42 */
	TOWN,		/* 437, in the province */
	COMMUNE,	/* 18130; cadres 10, residents 100, households 30 */
	WARD,		/* 18115; cadres 20, residents not known */
	AGENCY,		/* ubnd */
	STATE,		/* dnnn: 50 employees, no union */
	PRIVATE,	/* dntn: 9 employees, a union */
	SCHOOL,		/* th-1, in the commune */
	NEXT_UNIT,
};

#define TODAY	DAY(2017, 5, 12)

extern struct world *w;

void empty_setup(void);
void genesis_setup(void);
void town_setup(void);
void test_teardown(void);
/* A case whose tests begin with @setup. */
TCase *test_case(Suite *suite, const char *name, void (*setup)(void));

#define ck_ok(call) do { \
	int _err = (call); \
	ck_assert_msg(!_err, "%s: %d, %s", #call, _err, w->why.text); \
} while (0)

/* NULL if the refusal is the one expected; notes that its id was seen. */
const char *wrong_refusal(int err, const struct dinh_refusal *why,
			  enum dinh_refusal_id id, u16 attr, const char *text);

/* @call is refused so, and leaves the state as it was. */
#define ck_refused(id, attr, text, call) do { \
	struct digest _before = digest_of(w, NULL), _after; \
	const char *_wrong; \
	int _err = (call); \
	_wrong = wrong_refusal(_err, &w->why, DINH_REFUSED_##id, attr, text); \
	ck_assert_msg(!_wrong, "%s", _wrong); \
	_after = digest_of(w, NULL); \
	ck_assert_msg(digest_same(&_before, &_after), \
		      "refused, and the state changed: %s", #call); \
} while (0)

#define ck_figure(scope, code, n, d, u) do { \
	struct dinh_figure _fig = figure(w, scope, code); \
	ck_assert_msg(_fig.num == (n) && _fig.den == (d) && \
		      _fig.unknown == (u), \
		      "%s of unit %d: %llu of %llu, %llu unknown", code, \
		      (int)(scope), (unsigned long long)_fig.num, \
		      (unsigned long long)_fig.den, \
		      (unsigned long long)_fig.unknown); \
} while (0)

/* What is kept of record @seq, which is kept. */
const struct dinh_rec *rec_of(u64 seq);
/* Replays the stream of @w: the same state, the same root. */
void ck_replays(void);

Suite *calendar_suite(void);
Suite *text_suite(void);
Suite *ledger_suite(void);
Suite *unit_suite(void);
Suite *programme_suite(void);
Suite *record_suite(void);
Suite *validity_suite(void);
Suite *standing_suite(void);
Suite *meeting_suite(void);
Suite *change_suite(void);
Suite *clock_suite(void);
Suite *memory_suite(void);
Suite *finding_suite(void);
Suite *assignment_suite(void);
Suite *grant_suite(void);
Suite *review_suite(void);
Suite *board_suite(void);
Suite *hall_suite(void);
Suite *kiosk_suite(void);
Suite *replay_suite(void);

#endif /* DINH_TESTS_TEST_H */
