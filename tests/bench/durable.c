// SPDX-License-Identifier: GPL-2.0-only
/*
 * How fast entries become durable: durable CONTESTANT WRITERS SECONDS PLACE
 *
 * Each writer brings one entry, waits until it is durable, and brings the next.
 * As long again goes before: by then logs are written over again. Prints the
 * contestant, the writers, entries a second, the median and the 99th percentile
 * of the wait in microseconds, and entries for each file sync, which the file
 * $BENCH_SYNCS counts.
 */
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "durable.h"

#define WAITS_MAX	(1 << 21)
#define NSEC		1000000000ull

/**
 * struct writer - one of those that wait
 * @thread: it
 * @number: from 0
 * @entry: what it brings
 * @durable: posted when that is
 */
struct writer {
	pthread_t thread;
	unsigned int number;
	struct evidence entry;
	sem_t durable;
};

static const struct contestant *const contestants[] = {
	&dinh, &store, &flat, &flat_ready, &sqlite, &sqlite_each, &postgres,
	&postgres_each,
};

static const struct contestant *contestant;
static struct writer writers[WRITERS_MAX];
static volatile bool ended;
uint16_t requirement = 1;

/* In ticks. */
static uint64_t waits[WAITS_MAX];
static unsigned int n_waits;

static uint64_t nanoseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * NSEC + t.tv_nsec;
}

/* In a guest of User-Mode Linux a clock costs as much as a write. */
static uint64_t ticks(void)
{
#ifdef __x86_64__
	return __builtin_ia32_rdtsc();
#else
	return nanoseconds();
#endif
}

/*
 * Groups: one thread commits all that has come while it committed the last.
 */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct writer *queue[WRITERS_MAX];
static unsigned int queued;
static sem_t arrived;

static void bring(struct writer *writer)
{
	bool first;

	pthread_mutex_lock(&lock);
	first = !queued;
	queue[queued++] = writer;
	pthread_mutex_unlock(&lock);
	if (first)
		sem_post(&arrived);
	sem_wait(&writer->durable);
}

static unsigned int take(struct writer **group)
{
	unsigned int n;

	pthread_mutex_lock(&lock);
	n = queued < contestant->group ? queued : contestant->group;
	memcpy(group, queue, n * sizeof(*group));
	queued -= n;
	memmove(queue, queue + n, queued * sizeof(*queue));
	pthread_mutex_unlock(&lock);
	return n;
}

static void *commit_groups(void *unused)
{
	struct evidence entry[WRITERS_MAX];
	struct writer *group[WRITERS_MAX];
	unsigned int n, i;

	for (;;) {
		n = take(group);
		if (!n) {
			sem_wait(&arrived);
			continue;
		}
		for (i = 0; i < n; i++)
			entry[i] = group[i]->entry;
		contestant->commit(entry, n);
		for (i = 0; i < n; i++)
			sem_post(&group[i]->durable);
	}
	return unused;
}

static void *write_entries(void *data)
{
	struct writer *writer = data;
	uint64_t random = writer->number + 1, began;
	unsigned int i;

	while (!ended) {
		began = ticks();
		sample_record(&writer->entry, sample_commune(&random, UNITS),
			      requirement);
		if (contestant->write)
			contestant->write(writer->number, &writer->entry);
		else
			bring(writer);
		i = __atomic_fetch_add(&n_waits, 1, __ATOMIC_RELAXED);
		if (i >= WAITS_MAX)
			exit(1);
		waits[i] = ticks() - began;
	}
	return NULL;
}

static uint64_t count_syncs(void)
{
	const char *path = getenv("BENCH_SYNCS");
	int fd = path ? open(path, O_RDONLY) : -1;
	uint64_t n;

	if (fd < 0 || read(fd, &n, sizeof(n)) != sizeof(n))
		die("BENCH_SYNCS");
	close(fd);
	return n;
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static void start(pthread_t *thread, void *(*run)(void *), void *data)
{
	if (pthread_create(thread, NULL, run, data))
		die("pthread_create");
}

static void measure(unsigned int n, unsigned int seconds)
{
	uint64_t syncs, began, took, first;
	unsigned int i, done;
	double tick;

	for (i = 0; i < n; i++)
		start(&writers[i].thread, write_entries, &writers[i]);
	sleep(seconds);
	__atomic_store_n(&n_waits, 0, __ATOMIC_RELAXED);
	syncs = count_syncs();
	began = nanoseconds();
	first = ticks();
	sleep(seconds);
	done = __atomic_load_n(&n_waits, __ATOMIC_RELAXED);
	took = nanoseconds() - began;
	/* In microseconds. */
	tick = took / 1000.0 / (ticks() - first);
	syncs = count_syncs() - syncs;
	ended = true;
	for (i = 0; i < n; i++)
		pthread_join(writers[i].thread, NULL);
	qsort(waits, done, sizeof(*waits), by_value);
	printf("%s %u %.0f %.0f %.0f %.1f\n", contestant->name, n,
	       (double)done * NSEC / took, waits[done / 2] * tick,
	       waits[(uint64_t)done * 99 / 100] * tick,
	       syncs ? (double)done / syncs : 0);
}

int main(int argc, char **argv)
{
	unsigned int n, i;
	pthread_t committer;

	for (i = 0; argc == 5 && i < sizeof(contestants) / sizeof(*contestants);
	     i++)
		if (!strcmp(contestants[i]->name, argv[1]))
			contestant = contestants[i];
	n = contestant ? atoi(argv[2]) : 0;
	if (!n || n > WRITERS_MAX) {
		fprintf(stderr,
			"usage: durable CONTESTANT WRITERS SECONDS PLACE\n");
		return 1;
	}
	for (i = 0; i < n; i++) {
		writers[i].number = i;
		sem_init(&writers[i].durable, 0, 0);
	}
	sem_init(&arrived, 0, 0);
	/* Or SQLite's trigger has memory mapped and unmapped for each row. */
	mallopt(M_TRIM_THRESHOLD, 1 << 26);
	contestant->begin(argv[4], n);
	if (!contestant->write)
		start(&committer, commit_groups, NULL);
	measure(n, atoi(argv[3]));
	return 0;
}
