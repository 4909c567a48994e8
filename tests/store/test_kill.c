// SPDX-License-Identifier: GPL-2.0-only
/* A writer killed at any moment: what it said is durable is there. */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "test.h"

#define ROUNDS	60

/* Writes the size of the store to @fd after each group, until it is killed. */
static void write_groups(int fd)
{
	struct store *store = keep();
	uint64_t size;

	for (;;) {
		ck_ok(sample_append(store, rand() % 60 + 1, &err));
		size = store_size(store);
		ck_assert_int_eq(write(fd, &size, sizeof(size)), sizeof(size));
		ck_ok(store_settle(store, &err));
	}
}

/* Return: the size that the writer told last. */
static uint64_t kill_one(uint64_t size)
{
	int fds[2], status, more = rand() % 12;
	pid_t pid;

	ck_assert_int_eq(pipe(fds), 0);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (!pid) {
		srand(size);
		write_groups(fds[1]);
	}
	close(fds[1]);
	while (more-- && read(fds[0], &size, sizeof(size)) == sizeof(size))
		;
	usleep(rand() % 3000);
	kill(pid, SIGKILL);
	while (read(fds[0], &size, sizeof(size)) == sizeof(size))
		;
	close(fds[0]);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	return size;
}

START_TEST(killed)
{
	struct store *store;
	uint64_t size = 0;
	int i;

	store_close(keep());
	for (i = 0; i < ROUNDS; i++) {
		size = kill_one(size);
		/* As it was left, and as whoever keeps it next finds it. */
		store = view();
		ck_assert_uint_ge(store_size(store), size);
		store_close(store);
		store = keep();
		ck_ok(sample_check(store, size, &err));
		size = store_size(store);
		store_close(store);
	}
}
END_TEST

TCase *kill_case(void)
{
	TCase *tc = tcase_create("kill");

	use_folder(tc);
	tcase_set_timeout(tc, 300);
	tcase_add_test(tc, killed);
	return tc;
}
