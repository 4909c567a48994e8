// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/dinh: batches in, whole entries out, under the contract of /dev/kmsg.
 * Expects a volatile register with a small ring (pending_kb=1536), and a
 * programme.
 */
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux/dinh.h>

#define DEVICE	"/dev/dinh"

static unsigned long passed, failed;

#define check(what, good) \
	do { \
		if (good) { \
			passed++; \
		} else { \
			failed++; \
			printf("FAIL device: %s (line %d, errno %d)\n", what, \
			       __LINE__, errno); \
		} \
	} while (0)

struct add {
	struct dinh_entry entry;
	struct dinh_unit_add body;
	char name[16];
};

static uint32_t today;
static unsigned int made;
/* Not the compiler's business what lies there: nothing. */
static void *volatile nowhere = (void *)16;

/* A commune with a code that was not used yet. */
static struct add make_unit(uint32_t parent, uint8_t kind)
{
	struct add add = {
		.entry = {
			.size = htole32(sizeof(add)),
			.type = DINH_ENTRY_UNIT_ADD,
			.version = 1,
		},
		.body = {
			.parent = htole32(parent),
			.since = htole32(today - 1),
			.kind = kind,
		},
		.name = "sample unit",
	};

	memset(add.body.headcount, 0xff, sizeof(add.body.headcount));
	snprintf(add.body.code, sizeof(add.body.code), "device-%u", made++);
	return add;
}

static int open_device(int flags)
{
	int fd = open(DEVICE, flags);

	if (fd < 0) {
		perror(DEVICE);
		exit(1);
	}
	return fd;
}

static const struct dinh_entry *entry_at(const uint8_t *buf)
{
	return (const void *)buf;
}

static void test_reading(void)
{
	int fd = open_device(O_RDONLY | O_NONBLOCK), other;
	struct pollfd poller = { .fd = fd, .events = POLLIN };
	static uint8_t buf[1 << 20];
	uint64_t next = 0;
	uint32_t n = 0;
	ssize_t len, at;
	bool whole = true;

	check("no room for one entry", read(fd, buf, 47) == -1 &&
	      errno == EINVAL);
	check("the first entry again", read(fd, buf, sizeof(buf)) > 48 &&
	      entry_at(buf)->type == DINH_ENTRY_GENESIS);
	lseek(fd, 0, SEEK_SET);
	while ((len = read(fd, buf, 1000)) > 0) {
		for (at = 0; at < len; at += le32toh(entry_at(buf + at)->size)) {
			whole &= le64toh(entry_at(buf + at)->seq) == next++;
			n++;
		}
		whole &= at == len;
	}
	/* The programme is larger than that. */
	check("an entry that does not fit", len == -1 && errno == EINVAL &&
	      n == next && n);
	while ((len = read(fd, buf, sizeof(buf))) > 0)
		for (at = 0; at < len; at += le32toh(entry_at(buf + at)->size))
			whole &= le64toh(entry_at(buf + at)->seq) == next++;
	check("whole entries in order", whole);
	check("nothing more", len == -1 && errno == EAGAIN);
	check("poll: nothing", poll(&poller, 1, 0) == 0);

	other = open_device(O_RDONLY | O_NONBLOCK);
	check("every open has its own cursor",
	      read(other, buf, sizeof(buf)) > 0 && entry_at(buf)->seq == 0);
	check("seek to an entry", lseek(other, next - 1, SEEK_DATA) >= 0 &&
	      read(other, buf, sizeof(buf)) > 0 &&
	      le64toh(entry_at(buf)->seq) == next - 1);
	check("seek beyond", lseek(other, next + 5, SEEK_DATA) == -1 &&
	      errno == ENXIO);
	check("seek to the end", lseek(other, 0, SEEK_END) >= 0 &&
	      read(other, buf, sizeof(buf)) == -1 && errno == EAGAIN);
	check("seek by a distance", lseek(other, 8, SEEK_CUR) == -1 &&
	      errno == ESPIPE);
	check("pread", pread(other, buf, sizeof(buf), 0) == -1);
	lseek(other, 0, SEEK_SET);
	check("bad pointer", read(other, nowhere, 65536) == -1 &&
	      errno == EFAULT);
	check("after a bad pointer nothing is lost",
	      read(other, buf, sizeof(buf)) > 0 && entry_at(buf)->seq == 0);
	close(other);
	close(fd);
}

static void test_waiting(void)
{
	int fd = open_device(O_RDONLY), ready[2], status;
	struct pollfd poller = { .fd = fd, .events = POLLIN };
	struct add add = make_unit(0, DINH_KIND_PROVINCE);
	uint8_t buf[4096];
	pid_t child;

	lseek(fd, 0, SEEK_END);
	if (pipe(ready))
		exit(1);
	child = fork();
	if (!child) {
		ssize_t len;

		if (write(ready[1], "x", 1) != 1)
			_exit(1);
		len = read(fd, buf, sizeof(buf));
		_exit(len != sizeof(add) ||
		      entry_at(buf)->type != DINH_ENTRY_UNIT_ADD);
	}
	if (read(ready[0], buf, 1) != 1)
		exit(1);
	poller.fd = open_device(O_RDWR);
	lseek(poller.fd, 0, SEEK_END);
	check("write", write(poller.fd, &add, sizeof(add)) == sizeof(add));
	check("poll: an entry", poll(&poller, 1, 10000) == 1 &&
	      poller.revents & POLLIN);
	waitpid(child, &status, 0);
	check("a reader that waited", WIFEXITED(status) &&
	      !WEXITSTATUS(status));
	close(poller.fd);
	close(fd);
}

static void test_batches(void)
{
	int fd = open_device(O_RDWR | O_NONBLOCK);
	struct add batch[4] = {
		make_unit(0, DINH_KIND_PROVINCE),
		make_unit(DINH_UNIT_IN_BATCH | 0, DINH_KIND_DISTRICT),
		make_unit(DINH_UNIT_IN_BATCH | 1, DINH_KIND_COMMUNE),
		make_unit(DINH_UNIT_IN_BATCH | 1, DINH_KIND_WARD),
	};
	struct add got[4], again;
	uint32_t first;
	int i;

	lseek(fd, 0, SEEK_END);
	check("a batch", write(fd, batch, sizeof(batch)) == sizeof(batch));
	check("read it", read(fd, got, sizeof(got)) == sizeof(got));
	first = le32toh(got[0].entry.unit);
	for (i = 0; i < 4; i++) {
		check("number", le32toh(got[i].entry.unit) == first + i);
		check("author", le32toh(got[i].entry.uid) == getuid());
		check("time", le64toh(got[i].entry.wall) / 1000000000 + 60 >
		      (uint64_t)time(NULL));
	}
	check("parents", le32toh(got[1].body.parent) == first &&
	      le32toh(got[2].body.parent) == first + 1 &&
	      le32toh(got[3].body.parent) == first + 1);

	for (i = 0; i < 4; i++)
		batch[i] = make_unit(0, DINH_KIND_PROVINCE);
	memcpy(batch[2].body.code, batch[1].body.code, DINH_CODE_SIZE);
	check("taken up to the one refused", write(fd, batch, sizeof(batch)) ==
	      2 * sizeof(batch[0]));
	check("the one refused first", write(fd, &batch[2],
					     2 * sizeof(batch[0])) == -1 &&
	      errno == EEXIST);
	check("taken up to half an entry", write(fd, &batch[3],
						 sizeof(batch[0]) - 8) == -1 &&
	      errno == EINVAL);
	check("nothing", write(fd, batch, 0) <= 0);
	check("less than a header", write(fd, batch, 40) == -1 &&
	      errno == EINVAL);
	check("bad pointer", write(fd, nowhere, 4096) == -1 &&
	      errno == EFAULT);

	again = make_unit(DINH_UNIT_IN_BATCH | 0, DINH_KIND_DISTRICT);
	check("a reference to itself", write(fd, &again, sizeof(again)) == -1);
	again = make_unit(DINH_UNIT_IN_BATCH | 7, DINH_KIND_DISTRICT);
	check("a reference to nothing", write(fd, &again, sizeof(again)) == -1);
	close(fd);
}

/* Every field that is the kernel's, and sizes that lie. */
static void test_headers(void)
{
	int fd = open_device(O_RDWR);
	struct add add;
	unsigned int at;
	uint64_t before = lseek(fd, 0, SEEK_END);

	for (at = 6; at < offsetof(struct dinh_entry, unit); at++) {
		add = make_unit(0, DINH_KIND_PROVINCE);
		((uint8_t *)&add)[at] = 1;
		check("a field of the kernel's", write(fd, &add, sizeof(add)) ==
		      -1 && (errno == EINVAL || errno == EOPNOTSUPP));
	}
	for (at = 0; at < 256; at++) {
		add = make_unit(0, DINH_KIND_PROVINCE);
		add.entry.size = htole32(at);
		if (at != sizeof(add))
			check("a size that lies", write(fd, &add, sizeof(add))
			      == -1 && errno == EINVAL);
	}
	for (at = 16; at < 32; at++) {
		add = make_unit(0, DINH_KIND_PROVINCE);
		add.entry.size = htole32(1u << at);
		check("a size beyond", write(fd, &add, sizeof(add)) == -1 &&
		      errno == EINVAL);
	}
	for (at = 0; at < 256; at++) {
		add = make_unit(0, DINH_KIND_PROVINCE);
		add.entry.type = at;
		if (at != DINH_ENTRY_UNIT_ADD)
			check("another type", write(fd, &add, sizeof(add)) ==
			      -1);
	}
	check("nothing was accepted", (uint64_t)lseek(fd, 0, SEEK_END) ==
	      before);
	close(fd);
}

/* Runs @try in a process of another user, with @fd that root opened. */
static bool as_other(int fd, bool (*try)(int fd))
{
	int status;
	pid_t child = fork();

	if (!child) {
		if (setgid(1000) || setuid(1000))
			_exit(2);
		_exit(!try(fd));
	}
	waitpid(child, &status, 0);
	return WIFEXITED(status) && !WEXITSTATUS(status);
}

static bool write_refused(int fd)
{
	struct add add = make_unit(0, DINH_KIND_PROVINCE);

	return write(fd, &add, sizeof(add)) == -1 && errno == EPERM;
}

static bool may_read(int fd)
{
	uint8_t buf[1 << 18];
	int own = open(DEVICE, O_RDONLY | O_NONBLOCK);

	(void)fd;
	return own >= 0 && read(own, buf, sizeof(buf)) > 0;
}

static bool own_refused(int fd)
{
	int own = open(DEVICE, O_RDWR);

	(void)fd;
	return own >= 0 && write_refused(own);
}

static void test_permission(void)
{
	int fd = open_device(O_RDWR), reader = open_device(O_RDONLY);

	check("a passed descriptor gains nothing", as_other(fd, write_refused));
	check("reading is open to all", as_other(fd, may_read));
	check("writing needs a grant", as_other(fd, own_refused));
	check("a reader cannot write", !write_refused(reader) &&
	      errno == EBADF);
	close(reader);
	close(fd);
}

/* More than the ring holds: EPIPE once, then the oldest that is kept. */
static void test_loss(void)
{
	int reader = open_device(O_RDONLY | O_NONBLOCK);
	int fd = open_device(O_RDWR);
	static struct add batch[1000];
	static uint8_t buf[1 << 18];
	unsigned int i, taken = 0;

	while (taken < 15000) {
		for (i = 0; i < 1000; i++)
			batch[i] = make_unit(0, DINH_KIND_PROVINCE);
		if (write(fd, batch, sizeof(batch)) != sizeof(batch))
			break;
		taken += 1000;
	}
	check("a full ring does not stop a volatile register", taken == 15000);
	check("loss is told", read(reader, buf, sizeof(buf)) == -1 &&
	      errno == EPIPE);
	check("once, then goes on", read(reader, buf, sizeof(buf)) > 0 &&
	      entry_at(buf)->seq != 0);
	lseek(reader, 0, SEEK_SET);
	check("the oldest kept is no loss", read(reader, buf, sizeof(buf)) > 0);
	close(reader);
	close(fd);
}

int main(void)
{
	/* Days of the register begin at +7. */
	today = (time(NULL) + 7 * 3600) / 86400;
	made = getpid() * 10000;
	test_reading();
	test_waiting();
	test_batches();
	test_headers();
	test_permission();
	test_loss();
	printf("%lu passed, %lu failed\n", passed, failed);
	return failed != 0;
}
