// SPDX-License-Identifier: GPL-2.0-only
/*
 * Unload and load again while others dump, read files, hold the device open
 * and write. An unload may be refused as long as somebody is in; it must never
 * be an oops, and it must succeed once those who are in are killed.
 *
 * reload MODULE: expects the module loaded, root.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/input-event-codes.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "raw.h"
#include "uinput.h"

#define ROUNDS		15
#define SYSFS		"/sys/class/misc/dinh"

static unsigned long passed, failed;

static void check(const char *what, int good)
{
	if (good) {
		passed++;
		return;
	}
	failed++;
	printf("FAIL reload: %s: %s\n", what, strerror(errno));
}

static int unload(void)
{
	return syscall(SYS_delete_module, "dinh", O_NONBLOCK);
}

static int load(int fd)
{
	lseek(fd, 0, SEEK_SET);
	return syscall(SYS_finit_module, fd, "volatile=1 pending_kb=1536", 0);
}

static void dump_for_ever(void)
{
	static const uint8_t dumps[] = {
		DINH_CMD_UNIT_GET, DINH_CMD_STATUS_GET, DINH_CMD_UNMET_GET,
		DINH_CMD_DUE_GET, DINH_CMD_PROGRAMME_GET,
	};
	struct answer answer;
	unsigned int i;

	for (;;) {
		if (raw_open())
			continue;
		for (i = 0; i < 50; i++) {
			struct request req = {
				.cmd = dumps[i % sizeof(dumps)],
				.dump = true,
			};

			talk(&req, &answer);
		}
		raw_close();
	}
}

static void add_for_ever(void)
{
	struct answer answer;
	char code[32];
	unsigned int i;

	for (;;) {
		if (raw_open())
			continue;
		for (i = 0; i < 200; i++) {
			struct request req = { .cmd = DINH_CMD_UNIT_ADD };

			snprintf(code, sizeof(code), "u%u", i);
			put_text(&req, DINH_A_CODE, code);
			put_text(&req, DINH_A_NAME, "sample unit");
			put_u32(&req, DINH_A_KIND, DINH_KIND_AGENCY);
			put_u32(&req, DINH_A_SINCE, 15000);
			talk(&req, &answer);
		}
		raw_close();
	}
}

static void read_files_in(const char *path)
{
	char below[4096], buf[4096];
	struct dirent *entry;
	DIR *dir = opendir(path);
	int fd;

	if (!dir)
		return;
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.' || entry->d_type == DT_LNK)
			continue;
		snprintf(below, sizeof(below), "%s/%s", path, entry->d_name);
		if (entry->d_type == DT_DIR) {
			read_files_in(below);
			continue;
		}
		fd = open(below, O_RDONLY);
		while (fd >= 0 && read(fd, buf, sizeof(buf)) > 0)
			;
		close(fd);
	}
	closedir(dir);
}

static void read_files_for_ever(void)
{
	for (;;)
		read_files_in(SYSFS);
}

static void hold_device_for_ever(void)
{
	static char buf[1 << 17];

	for (;;) {
		int fd = open("/dev/dinh", O_RDONLY | O_NONBLOCK);
		int i;

		for (i = 0; i < 20 && fd >= 0; i++)
			if (read(fd, buf, sizeof(buf)) < 0 && errno == EAGAIN)
				lseek(fd, 0, SEEK_SET);
		close(fd);
	}
}

/* Its kiosk goes with the module, whatever is pressed meanwhile. */
static void press_for_ever(void)
{
	int fd = uinput_make("dinh sample buttons"), i;
	struct answer answer;

	for (;;) {
		struct request req = { .cmd = DINH_CMD_KIOSK_BIND };

		put_text(&req, DINH_A_CODE, "u0");
		put_text(&req, DINH_A_DEVICE, "dinh sample buttons");
		put_u32(&req, DINH_A_KIOSK_ROLE, DINH_KIOSK_RATING);
		put_u32(&req, DINH_A_INTERVAL, 0);
		put(&req, DINH_A_IS_VIRTUAL, NULL, 0);
		if (raw_open())
			continue;
		talk(&req, &answer);
		raw_close();
		for (i = 0; i < 100; i++)
			uinput_press(fd, KEY_1 + i % 5);
	}
}

static pid_t start(void (*work)(void))
{
	pid_t pid = fork();

	if (!pid)
		work();
	return pid;
}

/* Until it works, for some seconds at most. */
static int insist(int (*what)(int), int fd, int seconds)
{
	time_t end = time(NULL) + seconds;
	int done;

	do {
		done = what(fd);
		if (done)
			sched_yield();
	} while (done && (errno == EWOULDBLOCK || errno == EBUSY) &&
		 time(NULL) < end);
	return done;
}

static int unload_fd(int fd)
{
	(void)fd;
	return unload();
}

static void (*const work[])(void) = {
	dump_for_ever, add_for_ever, read_files_for_ever, hold_device_for_ever,
	dump_for_ever, press_for_ever,
};

#define WORKERS	(sizeof(work) / sizeof(work[0]))

static pid_t pid[WORKERS];

static void start_all(void)
{
	unsigned int i;

	for (i = 0; i < WORKERS; i++)
		pid[i] = start(work[i]);
}

static void kill_all(void)
{
	unsigned int i;

	for (i = 0; i < WORKERS; i++)
		kill(pid[i], SIGKILL);
}

static void wait_all(void)
{
	while (wait(NULL) > 0)
		;
}

/* Among its users or, where one is in all the time, while they are killed. */
static void reload(int fd)
{
	bool refused = insist(unload_fd, fd, 2);

	if (refused) {
		check("a refusal says that it is in use",
		      errno == EWOULDBLOCK || errno == EBUSY);
		kill_all();
		check("unload as its users die", !insist(unload_fd, fd, 20));
	}
	check("load", !insist(load, fd, 20));
	if (refused) {
		wait_all();
		start_all();
	}
}

int main(int argc, char **argv)
{
	int fd = argc > 1 ? open(argv[1], O_RDONLY) : -1, held;
	unsigned int i;

	if (fd < 0) {
		fprintf(stderr, "usage: reload MODULE\n");
		return 1;
	}
	held = open("/dev/dinh", O_RDWR);
	check("the device opens", held >= 0);
	check("an open file holds the module", unload() == -1 &&
	      errno == EWOULDBLOCK);
	close(held);
	check("a closed one does not", !insist(unload_fd, fd, 20));
	check("it is gone", open("/dev/dinh", O_RDWR) == -1);
	check("it loads again", !load(fd));

	start_all();
	for (i = 0; i < ROUNDS; i++) {
		reload(fd);
		usleep(20000);
	}
	kill_all();
	wait_all();
	check("unload at the end", !insist(unload_fd, fd, 20));
	check("load at the end", !load(fd));
	printf("%lu passed, %lu failed\n", passed, failed);
	return failed != 0;
}
