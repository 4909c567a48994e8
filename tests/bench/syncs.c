// SPDX-License-Identifier: GPL-2.0-only
/* Preloaded, counts the file syncs of a program in the file $BENCH_SYNCS. */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static uint64_t *count;

__attribute__((constructor)) static void begin(void)
{
	int fd = open(getenv("BENCH_SYNCS") ?: "", O_RDWR | O_CLOEXEC);

	count = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE, MAP_SHARED,
		     fd, 0);
	if (count == MAP_FAILED)
		abort();
	close(fd);
}

int fsync(int fd)
{
	__atomic_fetch_add(count, 1, __ATOMIC_RELAXED);
	return syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	__atomic_fetch_add(count, 1, __ATOMIC_RELAXED);
	return syscall(SYS_fdatasync, fd);
}
