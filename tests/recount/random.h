/* SPDX-License-Identifier: GPL-2.0-only */
/* Random histories. */
#ifndef DINH_TESTS_RANDOM_H
#define DINH_TESTS_RANDOM_H

#include <stdint.h>

/* What the rest of a history has to come to: each counts something. */
#define COUNTS	10
extern const char * const hall_counts[COUNTS];

/**
 * struct reached - what the histories of a run came to, in all processes
 * @accepted: entries, by type
 * @refused: entries
 * @verdicts: figures, by verdict
 * @unknown: figures with units that are not known
 * @partly: figures that some, and not all, meet
 * @figures: all of them
 * @reviewed: values of reviews that were compared
 * @hall: by hall_counts
 */
struct reached {
	unsigned long accepted[DINH_ENTRY_TYPES];
	unsigned long refused;
	unsigned long verdicts[DINH_VERDICT_NONE + 1];
	unsigned long unknown;
	unsigned long partly;
	unsigned long figures;
	unsigned long reviewed;
	unsigned long hall[COUNTS];
};

/**
 * random_history - make up a history and compare both counts of it
 * @seed: names it
 * @reached: is added to
 *
 * Return: how many differences there are; they are printed.
 */
unsigned int random_history(uint64_t seed, struct reached *reached);

/**
 * large_history - the same with one programme, the one that ships
 * @units: how many
 * @records: how many
 */
unsigned int large_history(unsigned int units, unsigned int records,
			   struct reached *reached);

#endif /* DINH_TESTS_RANDOM_H */
