/* SPDX-License-Identifier: GPL-2.0-only */
/* The words of the register: kinds, groups and what else is one of a few. */
#ifndef DINH_NAMES_H
#define DINH_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "error.h"

/**
 * struct word - one of a few
 * @name: what is typed, and what JSON has
 * @label: what people read, a msgid
 */
struct word {
	const char *name;
	const char *label;
};

/* By their enum in <linux/dinh.h>; each ends with a NULL name. */
extern const struct word kind_words[];
extern const struct word group_words[];
extern const struct word union_words[];
extern const struct word validity_words[];
extern const struct word of_words[];
extern const struct word counted_words[];
extern const struct word threshold_words[];
extern const struct word verdict_words[];
extern const struct word objective_words[];
extern const struct word state_words[];
extern const struct word store_words[];
extern const struct word entry_words[];
extern const struct word finding_words[];
extern const struct word subject_words[];
extern const struct word role_words[];
extern const struct word review_words[];
extern const struct word low_reason_words[];
extern const struct word ballot_words[];
extern const struct word outcome_words[];
extern const struct word kiosk_role_words[];
extern const struct word unbind_words[];

/* What this tool does not know yet is "?", as a newer module may send it. */
const char *word_name(const struct word *words, uint32_t value);
const char *word_label(const struct word *words, uint32_t value);
/* Return: the value, or -1. */
int word_find(const struct word *words, const char *name);

/**
 * kind_find - the kind that a text names
 * @text: a name of ours, or one of the statistics office's, without marks
 *
 * Return: enum dinh_kind, or -1.
 */
int kind_find(const char *text);

/* Whether a unit of a kind may stand right under one of another kind. */
bool kind_holds(unsigned int parent, unsigned int child);

/* "a, b, c": what is allowed, for an error. */
void words_list(const struct word *words, size_t from, char *buf, size_t size);

#endif /* DINH_NAMES_H */
