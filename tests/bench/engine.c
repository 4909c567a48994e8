// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the engine costs, as a program: engine PROGRAMME UNITS...
 *
 * Trees of the same depth (province, district, commune) and any size; five
 * records a commune, in an order that no cache likes. Each line has its own
 * hashing beside it, of as many entries of the same size, in the same run;
 * the sizes take turns, so that what slows the machine for a while slows all.
 * Time is the processor's, taken of a slice of entries at a time; of all
 * slices, what a quarter is below and what half is below are shown. With
 * BENCH_ENTRIES, so many are measured at the least.
 */
#include <malloc.h>
#include <time.h>

#include "bench.h"
#include "town.h"

#define MEASURED	200000u
#define SLICE		500u
#define ENTRIES		5000000u
#define ROUNDS		5u
#define SIZES		8

static struct dinh_sink sink;

static u64 now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * NSEC + t.tv_nsec;
}

/*
 * Slices: nanoseconds an entry, each.
 */

struct slices {
	double *ns;
	size_t n;
	size_t cap;
};

static void add_slice(struct slices *s, u64 began, u32 n)
{
	if (s->n == s->cap) {
		s->cap = s->cap * 2 ?: 1024;
		s->ns = realloc(s->ns, s->cap * sizeof(*s->ns));
		if (!s->ns)
			exit(1);
	}
	s->ns[s->n++] = (double)(now() - began) / n;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* What @part in 4 of the slices are below, on average over @n kinds. */
static double quartile(struct slices *s, unsigned int n, unsigned int part)
{
	double sum = 0;
	unsigned int i;

	for (i = 0; i < n; i++) {
		qsort(s[i].ns, s[i].n, sizeof(*s[i].ns), by_value);
		sum += s[i].ns[s[i].n * part / 4];
	}
	return sum / n;
}

/* What hashing alone takes for as many records: leaves and tree. */
static void hash_slice(struct slices *s, u32 n)
{
	u8 leaf[DINH_HASH_SIZE];
	struct evidence e;
	u64 began;
	u32 i;
	static struct dinh_frontier frontier;

	make_record(&e, 1, 0);
	began = now();
	for (i = 0; i < n; i++) {
		e.entry.seq = cpu_to_le64(i);
		dinh_leaf_hash(&e, sizeof(e), leaf);
		dinh_frontier_add(&frontier, leaf);
	}
	add_slice(s, began, n);
}

/* The same in portable C: a node for each leaf, on average. */
static void portable_slice(struct slices *s, u32 n)
{
	static const u8 zero, one = 1;
	u8 leaf[DINH_HASH_SIZE], pair[2 * DINH_HASH_SIZE];
	struct evidence e;
	u64 began;
	u32 i;

	make_record(&e, 1, 0);
	memset(pair, 1, sizeof(pair));
	began = now();
	for (i = 0; i < n; i++) {
		e.entry.seq = cpu_to_le64(i);
		portable_hash(&zero, &e, sizeof(e), leaf);
		memcpy(pair, leaf, sizeof(leaf));
		portable_hash(&one, pair, sizeof(pair), leaf);
	}
	add_slice(s, began, n);
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

		structs += sizeof(*unit);
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

/* A batch: record @which of @n communes from @first on. */
static __attribute__((noinline)) void measure(u32 first, u32 n,
					      unsigned int which)
{
	const u32 *unit = commune + first;
	struct evidence e;
	u32 i;

	for (i = 0; i < n; i++) {
		dinh_register_prefetch(reg, i + 1 < n ? unit[i + 1] : 0,
				       i + 2 < n ? unit[i + 2] : 0);
		make_record(&e, unit[i], which);
		submit(&e.entry);
	}
}

/**
 * struct bench - what is seen of registers of one size
 * @units: of each register
 * @done: records that were measured
 * @entry: records, by which of a commune's they are
 * @fast: hashing as many, with the library's SHA-256
 * @portable: the same in portable C
 * @sum: nanoseconds to read a figure that is kept as a sum
 * @leaf: the same of a commune
 */
struct bench {
	u32 units;
	u32 done;
	struct slices entry[RECORDS];
	struct slices fast;
	struct slices portable;
	double sum;
	double leaf;
};

/* All records of as many communes as are measured. */
static void measure_all(struct bench *b)
{
	u32 most = min(communes, MEASURED), i, n;
	unsigned int which;
	u64 began;

	for (which = 0; which < RECORDS; which++)
		for (i = 0; i < most; i += n) {
			n = min(SLICE, most - i);
			began = now();
			measure(i, n, which);
			add_slice(&b->entry[which], began, n);
			hash_slice(&b->fast, n);
			portable_slice(&b->portable, n);
		}
	b->done += most * RECORDS;
}

static void bench(struct bench *b, const char *programme, u32 wanted)
{
	while (b->done < wanted) {
		fill(programme, b->units, 0, &sink);
		measure_all(b);
		if (b->done >= wanted) {
			b->sum = figure_time(dinh_unit(reg, 1));
			b->leaf = figure_time(dinh_unit(reg, commune[0]));
		}
		drop();
	}
}

static double print_bench(struct bench *b, double first)
{
	double cost = quartile(b->entry, RECORDS, 1);
	double hashing = quartile(&b->fast, 1, 1);

	printf("%9u  %7u  %9.0f  %8.0f  %8.0f  %7.0f  %8.0f  %4.0f  %5.2f  %3.0f  "
	       "%4.0f\n", b->units, b->done, NSEC / cost, cost,
	       quartile(b->entry, RECORDS, 2), hashing,
	       quartile(&b->portable, 1, 1), cost - hashing,
	       cost / (first ?: cost), b->sum, b->leaf);
	return first ?: cost;
}

int main(int argc, char **argv)
{
	const char *text = getenv("BENCH_ENTRIES");
	u32 wanted = text ? atoi(text) : ENTRIES;
	static struct bench all[SIZES];
	unsigned int round, i, n;
	double first = 0;

	n = argc - 2;
	if (argc < 3 || n > SIZES) {
		fprintf(stderr, "usage: engine PROGRAMME UNITS...\n");
		return 1;
	}
	for (i = 0; i < n; i++)
		all[i].units = atoi(argv[2 + i]);
	for (round = 1; round <= ROUNDS; round++)
		for (i = 0; i < n; i++)
			bench(&all[i], argv[1],
			      (u64)wanted * round / ROUNDS);

	printf("    units  records  entries/s  ns/entry  (median)  SHA-256  "
	       "portable  rest  ratio  sum  leaf\n");
	for (i = 0; i < n; i++)
		first = print_bench(&all[i], first);
	printf("\n    units  bytes/  struct   name  records  tallies  index\n"
	       "             unit                               and rest\n");
	for (i = 0; i < n; i++) {
		fill(argv[1], all[i].units, RECORDS, &sink);
		print_memory(all[i].units);
		drop();
	}
	return 0;
}
