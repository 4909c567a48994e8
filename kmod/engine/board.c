// SPDX-License-Identifier: GPL-2.0-only
/*
 * What people say of a unit, and how often its board was looked at. A scope's
 * ratings are those of the unit and of all living units below it; visits are a
 * board's own.
 */
#include "internal.h"

struct dinh_board {
	struct dinh_ratings ratings;
	u64 visits;
};

static struct dinh_board *board_of(const struct dinh_register *reg, u32 nr)
{
	return xa_load((struct xarray *)&reg->boards, nr);
}

/* Or takes away, with a @sign of -1. */
void dinh_ratings_add(struct dinh_ratings *to, const struct dinh_ratings *from,
		      int sign)
{
	unsigned int i;

	to->count += sign * (s64)from->count;
	to->sum += sign * (s64)from->sum;
	for (i = 0; i < DINH_LOW_REASONS; i++)
		to->low[i] += sign * (s64)from->low[i];
}

/**
 * dinh_ratings - what people say of a scope
 * @reg: the register
 * @scope: a unit, or unit 0
 *
 * Return: the ratings of it and of all living units below it.
 */
struct dinh_ratings dinh_ratings(const struct dinh_register *reg,
				 const struct dinh_unit *scope)
{
	const struct dinh_board *board;

	if (scope->tally && !scope->until)
		return scope->tally->ratings;
	board = board_of(reg, scope->nr);
	return board ? board->ratings : (struct dinh_ratings) {};
}

/**
 * dinh_visits - how often a board was looked at
 * @reg: the register
 * @nr: number of a unit; 0 is the register's own board
 *
 * Return: visits that are in the ledger.
 */
u64 dinh_visits(const struct dinh_register *reg, u32 nr)
{
	const struct dinh_board *board = board_of(reg, nr);

	return board ? board->visits : 0;
}

static int prepare_board(struct dinh_register *reg, u32 nr,
			 struct dinh_plan *plan, struct dinh_refusal *why)
{
	if (board_of(reg, nr))
		return 0;
	plan->board = kzalloc(sizeof(*plan->board), DINH_GFP);
	if (!plan->board || xa_reserve(&reg->boards, nr, DINH_GFP))
		return dinh_no_memory(why);
	return 0;
}

static struct dinh_board *take_board(struct dinh_register *reg, u32 nr,
				     struct dinh_plan *plan)
{
	if (plan->board) {
		xa_store(&reg->boards, nr, plan->board, DINH_GFP);
		plan->board = NULL;
	}
	return board_of(reg, nr);
}

int dinh_plan_rating(struct dinh_register *reg, const struct dinh_entry *entry,
		     struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_rating *body = dinh_body(entry);
	int err;

	if (dinh_body_size(entry) != sizeof(*body) ||
	    memchr_inv(body->spare, 0, sizeof(body->spare)))
		return dinh_malformed(why, entry, body->spare);
	err = dinh_living_unit(reg, le32_to_cpu(entry->unit), DINH_A_UNIT,
			       &plan->unit, why) ?:
	      dinh_check_kiosk(reg, entry, &body->kiosk, DINH_KIOSK_RATING, 0,
			       plan, why);
	if (err)
		return err;
	if (!body->score || body->score > DINH_SCORE_MAX)
		return dinh_refuse(why, DINH_REFUSED_SCORE, DINH_A_SCORE,
				   (u64)body->score, (u64)DINH_SCORE_MAX);
	if (body->low_reason >= DINH_LOW_REASONS ||
	    (body->low_reason && body->score > DINH_SCORE_LOW))
		return dinh_refuse(why, DINH_REFUSED_LOW_REASON,
				   DINH_A_LOW_REASON, (u64)body->low_reason,
				   (u64)body->score);
	return prepare_board(reg, plan->unit->nr, plan, why);
}

void dinh_apply_rating(struct dinh_register *reg,
		       const struct dinh_entry *entry, struct dinh_plan *plan)
{
	const struct dinh_rating *body = dinh_body(entry);
	struct dinh_ratings one = { .count = 1, .sum = body->score };
	struct dinh_board *board = take_board(reg, plan->unit->nr, plan);

	if (body->score <= DINH_SCORE_LOW)
		one.low[body->low_reason] = 1;
	dinh_ratings_add(&board->ratings, &one, 1);
	dinh_tally_rate(reg, plan->unit, &one, 1);
}

int dinh_plan_visits(struct dinh_register *reg, const struct dinh_entry *entry,
		     struct dinh_plan *plan, struct dinh_refusal *why)
{
	const struct dinh_visits *body = dinh_body(entry);
	u32 nr = le32_to_cpu(entry->unit);
	int err = 0;

	if (dinh_body_size(entry) != sizeof(*body) || body->spare ||
	    !body->visits)
		return dinh_malformed(why, entry, body);
	if (nr)
		err = dinh_living_unit(reg, nr, DINH_A_UNIT, &plan->unit, why);
	return err ?: prepare_board(reg, nr, plan, why);
}

void dinh_apply_visits(struct dinh_register *reg,
		       const struct dinh_entry *entry, struct dinh_plan *plan)
{
	const struct dinh_visits *body = dinh_body(entry);
	u32 visits = le32_to_cpu(body->visits);

	take_board(reg, le32_to_cpu(entry->unit), plan)->visits += visits;
	reg->visits += visits;
}

/**
 * dinh_board_end - take what was said of a unit out of its scopes
 * @reg: the register
 * @unit: the unit, which is being dissolved, and is still linked
 */
void dinh_board_end(struct dinh_register *reg, struct dinh_unit *unit)
{
	struct dinh_board *board = xa_erase(&reg->boards, unit->nr);

	if (board)
		dinh_tally_rate(reg, unit, &board->ratings, -1);
	kfree(board);
}

void dinh_boards_free(struct dinh_register *reg)
{
	unsigned long nr;
	void *board;

	xa_for_each(&reg->boards, nr, board)
		kfree(board);
	xa_destroy(&reg->boards);
}
