// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the engine costs, as a program: engine PROGRAMME UNITS...
 *
 * Trees of the same depth (province, district, commune) and any size; five
 * records a commune, in an order that no cache likes. Each line has its own
 * hashing beside it, of as many entries of the same size, in the same run.
 * BENCH_ROUNDS is how often it is done; medians are shown.
 */
#include <malloc.h>
#include <time.h>

#include "bench.h"
#include "town.h"

#define MEASURED	200000u
#define ROUNDS		5
#define ROUNDS_MAX	99

static struct dinh_sink sink;

static u64 now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * NSEC + t.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static int rounds = ROUNDS;

static double median(double *value)
{
	qsort(value, rounds, sizeof(*value), by_value);
	return value[rounds / 2];
}

/* What hashing alone takes for as many records: leaves and tree. */
static double hash_time(u32 n, bool portable)
{
	static struct dinh_frontier frontier;
	static const u8 zero, one = 1;
	u8 leaf[DINH_HASH_SIZE], pair[2 * DINH_HASH_SIZE];
	struct evidence e;
	u64 began;
	u32 i;

	make_record(&e, 1, 0);
	memset(pair, 1, sizeof(pair));
	frontier.size = reg->ledger.size;
	began = now();
	for (i = 0; i < n; i++) {
		e.entry.seq = cpu_to_le64(i);
		if (!portable) {
			dinh_leaf_hash(&e, sizeof(e), leaf);
			dinh_frontier_add(&frontier, leaf);
			continue;
		}
		/* A node for each leaf, on average. */
		portable_hash(&zero, &e, sizeof(e), leaf);
		memcpy(pair, leaf, sizeof(leaf));
		portable_hash(&one, pair, sizeof(pair), leaf);
	}
	return (double)(now() - began) / n;
}

static double figure_time(const struct dinh_unit *unit)
{
	volatile u64 sum = 0;
	u64 began = now();
	u32 i;

	for (i = 0; i < 1000000; i++)
		sum += dinh_figure(reg, unit, i % 9).num;
	return (double)(now() - began) / 1000000;
}

static void print_memory(u32 units)
{
	size_t structs = 0, names = 0, records = 0, tallies = 0, all;
	u32 nr;

	for (nr = 1; nr < reg->n_units; nr++) {
		struct dinh_unit *unit = dinh_unit(reg, nr);

		structs += malloc_usable_size(unit);
		names += malloc_usable_size(unit->text);
		records += malloc_usable_size(unit->recs);
		tallies += malloc_usable_size(unit->tally);
	}
	all = shim_allocated;
	printf("%9u  %6.0f %7.0f %6.0f %8.0f %8.0f %6.0f\n", units,
	       (double)all / units, (double)structs / units,
	       (double)names / units, (double)records / units,
	       (double)tallies / units,
	       (double)(all - structs - names - records - tallies) / units);
}

/* All records of as many communes as are measured. */
static __attribute__((noinline)) double measure(void)
{
	u32 n = min(communes, MEASURED), i;
	unsigned int which;
	struct evidence e;
	u64 began = now();

	for (which = 0; which < RECORDS; which++)
		for (i = 0; i < n; i++) {
			make_record(&e, commune[i], which);
			submit(&e.entry);
		}
	return (double)(now() - began) / n / RECORDS;
}

int main(int argc, char **argv)
{
	double entry[ROUNDS_MAX], fast[ROUNDS_MAX], portable[ROUNDS_MAX];
	const char *wanted = getenv("BENCH_ROUNDS");
	double first = 0, cost, hashing;
	int arg, round;

	if (wanted && atoi(wanted) > 0 && atoi(wanted) <= ROUNDS_MAX)
		rounds = atoi(wanted);

	if (argc < 3) {
		fprintf(stderr, "usage: engine PROGRAMME UNITS...\n");
		return 1;
	}
	printf("    units  records  entries/s  ns/entry   SHA-256  portable    rest  "
	       "ratio   sum  leaf\n");
	for (arg = 2; arg < argc; arg++) {
		u32 units = atoi(argv[arg]);

		for (round = 0; round < rounds; round++) {
			fill(argv[1], units, 0, &sink);
			entry[round] = measure();
			fast[round] = hash_time(MEASURED, false);
			portable[round] = hash_time(MEASURED, true);
			if (round < rounds - 1)
				drop();
		}
		cost = median(entry);
		hashing = median(fast);
		if (!first)
			first = cost;
		printf("%9u  %7u  %9.0f  %8.0f  %8.0f  %8.0f  %6.0f  %5.2f  %4.0f  "
		       "%4.0f\n", units, min(communes, MEASURED) * RECORDS,
		       1e9 / cost, cost, hashing,
		       median(portable), cost - hashing, cost / first,
		       figure_time(dinh_unit(reg, 1)),
		       figure_time(dinh_unit(reg, commune[0])));
		fflush(stdout);
		drop();
	}
	printf("\n    units  bytes/  struct   name  records  tallies  index\n"
	       "             unit                               and rest\n");
	for (arg = 2; arg < argc; arg++) {
		fill(argv[1], atoi(argv[arg]), RECORDS, &sink);
		print_memory(atoi(argv[arg]));
		drop();
	}
	return 0;
}
