// SPDX-License-Identifier: GPL-2.0-only
/*
 * The store: who may be it, what it acknowledges, who waits for it, and how a
 * ledger comes back, whole or not at all. This program is the store: it keeps
 * the entries in its memory and works the roots out by itself.
 *
 * store MODULE: root; loads and unloads the module as it needs it.
 */
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "nth.h"
#include "raw.h"

#define DEVICE		"/dev/dinh"
#define SYSFS		"/sys/class/misc/dinh/ledger/"
#define KEPT_MAX	40000

static unsigned long passed, failed;

#define check(what, good) \
	do { \
		if (good) { \
			passed++; \
		} else { \
			failed++; \
			printf("FAIL store: %s (line %d, errno %d)\n", what, \
			       __LINE__, errno); \
		} \
	} while (0)

static const char *module;

/*
 * What this store has.
 */

static struct {
	size_t n;
	struct dinh_entry *entry[KEPT_MAX];
	uint8_t leaf[KEPT_MAX][DINH_HASH_SIZE];
} kept;

static void hash(uint8_t prefix, const void *a, size_t a_size, const void *b,
		 size_t b_size, uint8_t out[DINH_HASH_SIZE])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();

	EVP_DigestInit_ex(context, EVP_sha256(), NULL);
	EVP_DigestUpdate(context, &prefix, 1);
	EVP_DigestUpdate(context, a, a_size);
	EVP_DigestUpdate(context, b, b_size);
	EVP_DigestFinal_ex(context, out, NULL);
	EVP_MD_CTX_free(context);
}

static void keep(const struct dinh_entry *entry)
{
	size_t size = le32toh(entry->size);

	if (kept.n == KEPT_MAX)
		exit(1);
	kept.entry[kept.n] = malloc(size);
	memcpy(kept.entry[kept.n], entry, size);
	hash(0, entry, size, NULL, 0, kept.leaf[kept.n]);
	kept.n++;
}

/* RFC 6962, 2.1, word for word. */
static void tree(size_t from, size_t n, uint8_t out[DINH_HASH_SIZE])
{
	uint8_t left[DINH_HASH_SIZE], right[DINH_HASH_SIZE];
	size_t k = 1;

	if (n == 1) {
		memcpy(out, kept.leaf[from], DINH_HASH_SIZE);
		return;
	}
	while (k * 2 < n)
		k *= 2;
	tree(from, k, left);
	tree(from + k, n - k, right);
	hash(1, left, DINH_HASH_SIZE, right, DINH_HASH_SIZE, out);
}

static struct dinh_tree_head head_at(size_t n)
{
	struct dinh_tree_head head = { .size = n };

	if (n)
		tree(0, n, head.root);
	else
		EVP_Digest("", 0, head.root, NULL, EVP_sha256(), NULL);
	return head;
}

/* All that there is to read. */
static void take(int fd)
{
	static uint8_t buf[1 << 20];
	ssize_t len, at;

	while ((len = read(fd, buf, sizeof(buf))) > 0)
		for (at = 0; at < len;) {
			const struct dinh_entry *entry = (void *)(buf + at);

			if (le64toh(entry->seq) == kept.n)
				keep(entry);
			at += le32toh(entry->size);
		}
}

/*
 * The module.
 */

static int unload(void)
{
	return syscall(SYS_delete_module, "dinh", O_NONBLOCK);
}

static void load(const char *parameters)
{
	int fd = open(module, O_RDONLY | O_CLOEXEC);

	if (syscall(SYS_finit_module, fd, parameters, 0)) {
		perror("loading");
		exit(1);
	}
	close(fd);
	if (raw_open())
		exit(1);
}

static void reload(const char *parameters)
{
	raw_close();
	if (unload() && errno != ENOENT) {
		perror("unloading");
		exit(1);
	}
	load(parameters);
}

static int open_device(int flags)
{
	int fd = open(DEVICE, flags | O_CLOEXEC);

	if (fd < 0) {
		perror(DEVICE);
		exit(1);
	}
	return fd;
}

static int open_store(void)
{
	return open_device(O_RDWR | O_NONBLOCK);
}

static bool refused(int fd, int error, const char *text)
{
	struct dinh_refused why;

	if (errno != error || ioctl(fd, DINH_IOC_REFUSED, &why))
		return false;
	if (why.error == (unsigned int)error && !strcmp(why.text, text))
		return true;
	printf("refused with %u, \"%s\"\n", why.error, why.text);
	return false;
}

static bool claim(int fd, struct dinh_tree_head head)
{
	return !ioctl(fd, DINH_IOC_STORE, &head);
}

static bool acknowledge(int fd, struct dinh_tree_head head)
{
	return !ioctl(fd, DINH_IOC_ACKNOWLEDGE, &head);
}

static bool report(int fd, uint32_t status, uint32_t error)
{
	struct dinh_store_state state = { status, error };

	return !ioctl(fd, DINH_IOC_STATUS, &state);
}

static bool says(const char *file, const char *wanted)
{
	char path[128], value[128] = "";
	FILE *from;

	snprintf(path, sizeof(path), SYSFS "%s", file);
	from = fopen(path, "r");
	if (from) {
		fgets(value, sizeof(value), from);
		fclose(from);
	}
	value[strcspn(value, "\n")] = '\0';
	if (!strcmp(value, wanted))
		return true;
	printf("%s is \"%s\", not \"%s\"\n", file, value, wanted);
	return false;
}

static uint64_t accepted(void)
{
	FILE *from = fopen(SYSFS "accepted", "r");
	unsigned long long n = 0;

	if (!from || fscanf(from, "%llu", &n) != 1)
		n = 0;
	if (from)
		fclose(from);
	return n;
}

static struct answer ask(uint8_t cmd)
{
	struct request req = { .cmd = cmd };
	struct answer answer;

	talk(&req, &answer);
	return answer;
}

static struct answer init_ledger(const char *origin)
{
	struct request req = { .cmd = DINH_CMD_LEDGER_INIT };
	struct answer answer;

	put_text(&req, DINH_A_ORIGIN, origin);
	talk(&req, &answer);
	return answer;
}

static struct answer publish(uint64_t size)
{
	struct request req = { .cmd = DINH_CMD_LEDGER_PUBLISHED };
	struct answer answer;

	put_u64(&req, DINH_A_SIZE, size);
	talk(&req, &answer);
	return answer;
}

static bool said(struct answer answer, int error, const char *text)
{
	if (answer.error == -error && !strcmp(answer.text, text))
		return true;
	printf("answered %d, \"%s\"\n", answer.error, answer.text);
	return false;
}

/*
 * What is written.
 */

struct add {
	struct dinh_entry entry;
	struct dinh_unit_add body;
	char name[16];
};

static unsigned int made;

static struct add make_unit(void)
{
	struct add add = {
		.entry = {
			.size = htole32(sizeof(add)),
			.type = DINH_ENTRY_UNIT_ADD,
			.version = 1,
		},
		.body = {
			.since = htole32(1),
			.kind = DINH_KIND_PROVINCE,
		},
		.name = "sample unit",
	};

	memset(add.body.headcount, 0xff, sizeof(add.body.headcount));
	snprintf(add.body.code, sizeof(add.body.code), "store-%u", made++);
	return add;
}

#define BATCH	500

static bool add_units(unsigned int n)
{
	static struct add batch[BATCH];
	int fd = open_device(O_WRONLY | O_NONBLOCK);
	ssize_t size = 0, took = 0;
	unsigned int i, some;

	for (; n && took == size; n -= some) {
		some = n < BATCH ? n : BATCH;
		for (i = 0; i < some; i++)
			batch[i] = make_unit();
		size = some * sizeof(*batch);
		took = write(fd, batch, size);
	}
	/* What is left of a batch is refused for itself. */
	if (took > 0 && took < size)
		took = write(fd, batch + took / sizeof(*batch), size - took);
	close(fd);
	return took == size;
}

/* What a child does ends with its errno. It does not hold the store's file. */
static pid_t child(int (*what)(void))
{
	pid_t pid = fork();

	if (!pid) {
		close_range(3, ~0u, 0);
		_exit(what() ? errno : 0);
	}
	return pid;
}

static int sync_now(void)
{
	return fsync(open_device(O_RDONLY));
}

static int write_one(void)
{
	struct add add = make_unit();
	int fd = open_device(O_WRONLY);

	return write(fd, &add, sizeof(add)) != sizeof(add);
}

static int ended(pid_t pid)
{
	int status;

	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1000;
}

static unsigned long switches(pid_t pid)
{
	char path[64], line[128];
	unsigned long n = 0;
	FILE *from;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	from = fopen(path, "r");
	while (from && fgets(line, sizeof(line), from))
		sscanf(line, "voluntary_ctxt_switches: %lu", &n);
	if (from)
		fclose(from);
	return n;
}

static char state_of(pid_t pid)
{
	char path[64], state = '?';
	FILE *from;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	from = fopen(path, "r");
	if (!from || fscanf(from, "%*d %*s %c", &state) != 1)
		state = '?';
	if (from)
		fclose(from);
	return state;
}

/*
 * Whether a child goes to sleep, once more than @before times: what woke it
 * since then did not end its wait.
 */
static bool sleeps_on(pid_t pid, unsigned long before)
{
	siginfo_t info = { 0 };

	for (;;) {
		if (waitid(P_PID, pid, &info, WEXITED | WNOHANG | WNOWAIT) ||
		    info.si_pid)
			return false;
		if (switches(pid) > before && strchr("SD", state_of(pid)))
			return true;
		sched_yield();
	}
}

static bool sleeps(pid_t pid)
{
	return sleeps_on(pid, 0);
}

/*
 * Tests.
 */

#define STOPPED	"store: it stopped, and is to be verified and attached anew"

static int as_nobody(void)
{
	struct dinh_tree_head head = head_at(0);
	int fd = open_store();

	if (setuid(65534))
		return 1;
	return !(ioctl(fd, DINH_IOC_STORE, &head) == -1 && errno == EPERM);
}

static void test_role(void)
{
	int fd = open_store(), other = open_store();
	int reader = open_device(O_RDONLY);
	struct dinh_tree_head none = head_at(0);

	check("closed: nothing to wait for", !fsync(fd));
	check("closed: state", says("state", "closed") && says("store", "none"));
	check("closed: takes nothing", !add_units(1) && errno == EBUSY);
	check("init needs a store",
	      said(ask(DINH_CMD_LEDGER_INIT), ENOTCONN,
		   "store: none is attached, nothing would be saved"));
	check("a reader is no store", !claim(reader, none) && errno == EPERM);
	check("nobody is no store", !ended(child(as_nobody)));
	check("no such call", ioctl(fd, _IO(DINH_IOC_MAGIC, 77)) == -1 &&
	      errno == ENOTTY);
	check("no such kind of call", ioctl(fd, TIOCNOTTY) == -1 &&
	      errno == ENOTTY);
	check("nothing there", ioctl(fd, DINH_IOC_STORE, (void *)16) == -1 &&
	      errno == EFAULT);
	check("not the store", !acknowledge(fd, none) &&
	      refused(fd, EBADF, "store: this file is not the store"));
	none.root[0] ^= 1;
	check("nothing has one root", !claim(fd, none) &&
	      refused(fd, EBADMSG,
		      "store: another root than the register's at 0 entries"));
	none.root[0] ^= 1;
	check("claim", claim(fd, none) && says("store", "working"));
	check("nothing more to say", ioctl(fd, DINH_IOC_RESTORED, 1) == -1 &&
	      errno == EINVAL);
	check("nothing to acknowledge", !acknowledge(fd, none) &&
	      refused(fd, EBUSY, "register: closed, it takes no entries"));
	check("only one", !claim(other, none) &&
	      refused(other, EBUSY, "store: another one is attached"));
	check("not restoring", ioctl(fd, DINH_IOC_RESTORED, 0) == -1 &&
	      refused(fd, EINVAL, "store: the register is not being restored"));
	close(fd);
	check("released", claim(other, none));
	close(other);
	close(reader);
}

static void test_init(int fd)
{
	struct request req = { .cmd = DINH_CMD_LEDGER_INIT };
	struct answer answer;

	put_u32(&req, DINH_A_UTC_OFFSET, 900);
	talk(&req, &answer);
	check("no such offset",
	      said(answer, EINVAL,
		   "utc_offset: minutes from -720 to 840 are wanted"));
	check("no such name",
	      said(init_ledger("a\nb"), EINVAL,
		   "text: control character at byte 1"));
	check("no name", said(init_ledger(""), EINVAL, "text: empty"));
	req.n = 0;
	put(&req, DINH_A_CHECK_ONLY, NULL, 0);
	talk(&req, &answer);
	check("only checked", !answer.error && says("state", "closed") &&
	      says("accepted", "0"));
	check("begun", !init_ledger("dinh.test/store").error &&
	      says("state", "live") && says("accepted", "1") &&
	      says("durable", "0") && says("pending", "1"));
	check("once", said(ask(DINH_CMD_LEDGER_INIT), EALREADY,
			   "register: it has begun, with 1 entries"));
	take(fd);
	check("the genesis arrives", kept.n == 1 &&
	      kept.entry[0]->type == DINH_ENTRY_GENESIS);
}

static void test_acknowledge(int fd)
{
	struct dinh_tree_head head;
	unsigned long slept;
	pid_t pid;

	check("units", add_units(1000));
	take(fd);
	pid = child(sync_now);
	check("fsync waits", sleeps(pid));
	head = head_at(kept.n);
	head.root[31] ^= 1;
	check("another root", !acknowledge(fd, head) &&
	      refused(fd, EBADMSG,
		      "store: another root than the register's at 1001 entries"));
	head = head_at(kept.n);
	head.size++;
	check("too many", !acknowledge(fd, head) &&
	      refused(fd, EBADMSG, "store: 1002 entries, the register has 1001"));
	slept = switches(pid);
	check("some", acknowledge(fd, head_at(777)) && says("durable", "777"));
	check("fsync waits for all", sleeps_on(pid, slept));
	check("fewer", !acknowledge(fd, head_at(776)) &&
	      refused(fd, EBADMSG,
		      "store: 776 entries, 777 were acknowledged"));
	check("published too early", said(publish(778), ERANGE,
	      "published: 778 entries, 0 to 777 wanted"));
	check("published", !publish(700).error && says("published", "700"));
	check("never less", said(publish(699), ERANGE,
	      "published: 699 entries, 700 to 777 wanted"));
	check("all", acknowledge(fd, head_at(kept.n)) &&
	      says("durable", "1001") && says("pending", "0"));
	check("fsync returns", ended(pid) == 0);
	check("again", acknowledge(fd, head_at(kept.n)));
	check("nothing to wait for", !fsync(fd));
}

static void test_status(int fd)
{
	unsigned long slept;
	pid_t pid;

	check("no such status", !report(fd, 4, 5) &&
	      refused(fd, EINVAL, "store: status 4 with error 5"));
	check("an error without need", !report(fd, DINH_STORE_WORKING, 5) &&
	      errno == EINVAL);
	check("waiting", report(fd, DINH_STORE_WAITING, ENOSPC) &&
	      says("store", "waiting") && says("store_error", "28"));
	check("one more", add_units(1));
	pid = child(sync_now);
	check("fsync waits for a full disk", sleeps(pid));
	check("the store does not wait for itself", fsync(fd) == -1 &&
	      errno == EDEADLK);
	slept = switches(pid);
	check("working", report(fd, DINH_STORE_WORKING, 0) &&
	      says("store", "working") && says("store_error", "0"));
	check("fsync waits on", sleeps_on(pid, slept));
	check("stopped", report(fd, DINH_STORE_STOPPED, EIO) &&
	      says("store", "stopped") && says("store_error", "5"));
	check("fsync fails", ended(pid) == EIO);
	check("for good", !report(fd, DINH_STORE_WORKING, 0) &&
	      refused(fd, EIO, STOPPED));
	check("whatever it has", !acknowledge(fd, head_at(kept.n)) &&
	      refused(fd, EIO, STOPPED));
}

/* The store goes with entries that it does not have, and comes again. */
static int test_comeback(int fd)
{
	pid_t pid;

	close(fd);
	check("remembered", says("store", "stopped"));
	raw_close();
	check("not unloaded", unload() == -1 && errno == EWOULDBLOCK);
	raw_open();
	fd = open_store();
	check("one entry of what was acknowledged is missing",
	      !claim(fd, head_at(1000)) &&
	      refused(fd, EBADMSG,
		      "store: 1000 entries, 1001 were acknowledged"));
	check("back", claim(fd, head_at(1001)) && says("store", "working"));
	check("where it was", lseek(fd, 1001, SEEK_DATA) == 1001);
	take(fd);
	check("the one more", kept.n == 1002);
	pid = child(sync_now);
	check("fsync waits again", sleeps(pid));
	close(fd);
	check("nobody is there", ended(pid) == ENOTCONN);
	fd = open_store();
	check("back, with what was not acknowledged",
	      claim(fd, head_at(1002)) && says("durable", "1002"));
	lseek(fd, 1002, SEEK_DATA);
	return fd;
}

static void test_full(int fd)
{
	struct request req = { .cmd = DINH_CMD_UNIT_ADD };
	struct pollfd poller = { .fd = fd, .events = POLLOUT };
	struct answer answer;
	char text[128], code[32];
	pid_t pid, killed;

	while (add_units(BATCH))
		;
	check("full", errno == EAGAIN);
	check("poll: no room", !poll(&poller, 1, 0));
	snprintf(code, sizeof(code), "store-netlink-%u", made);
	put_text(&req, DINH_A_CODE, code);
	put_text(&req, DINH_A_NAME, "sample unit");
	put_u32(&req, DINH_A_KIND, DINH_KIND_PROVINCE);
	put_u32(&req, DINH_A_SINCE, 1);
	talk(&req, &answer);
	snprintf(text, sizeof(text), "%.*s", 9, answer.text);
	check("netlink does not wait", answer.error == -EAGAIN &&
	      !strcmp(text, "pending: "));
	pid = child(write_one);
	killed = child(write_one);
	check("write waits", sleeps(pid) && sleeps(killed));
	kill(killed, SIGKILL);
	check("and can be killed", ended(killed) == 1000);
	take(fd);
	check("nothing was dropped", kept.n == accepted());
	check("room again", acknowledge(fd, head_at(kept.n)) &&
	      ended(pid) == 0);
	check("poll: room", poll(&poller, 1, 0) == 1);
	take(fd);
	check("all is kept", acknowledge(fd, head_at(kept.n)) &&
	      says("pending", "0"));
}

static bool replay(int fd, size_t n)
{
	static uint8_t buf[1 << 20];
	size_t i, size = 0;

	for (i = 0; i < n; i++) {
		size_t more = le32toh(kept.entry[i]->size);

		if (size + more > sizeof(buf)) {
			if (write(fd, buf, size) != (ssize_t)size)
				return false;
			size = 0;
		}
		memcpy(buf + size, kept.entry[i], more);
		size += more;
	}
	return write(fd, buf, size) == (ssize_t)size;
}

static void test_restore(void)
{
	struct dinh_tree_head head = head_at(kept.n);
	uint8_t *byte = (uint8_t *)kept.entry[kept.n - 1] + 100;
	char text[96], size[32];
	struct add unit = make_unit();
	size_t n = kept.n;
	int fd = open_store(), other;

	check("closed after loading", says("state", "closed"));
	check("restoring", claim(fd, head) && says("state", "restoring"));
	check("others wait", !add_units(1) && errno == EBUSY);
	other = open_device(O_WRONLY);
	check("and are told why", write(other, kept.entry[1], 48) == -1 &&
	      errno == EINVAL && write(other, &unit, sizeof(unit)) == -1 &&
	      refused(other, EBUSY,
		      "register: a store is restoring its ledger"));
	close(other);
	check("no second register", said(ask(DINH_CMD_LEDGER_INIT), EBUSY,
	      "register: a store is restoring its ledger"));
	check("all but one", replay(fd, n - 1));
	check("nothing of it is seen", says("accepted", "0"));
	snprintf(text, sizeof(text), "restore: %zu entries, %zu were announced",
		 n - 1, n);
	check("too few", ioctl(fd, DINH_IOC_RESTORED, 0) == -1 &&
	      refused(fd, EBADMSG, text));
	check("not the next one", write(fd, kept.entry[0],
	      le32toh(kept.entry[0]->size)) == -1 && errno == EBADMSG);
	check("still to be had", write(fd, kept.entry[n - 1],
	      le32toh(kept.entry[n - 1]->size)) > 0);
	snprintf(text, sizeof(text), "restore: %zu entries, %zu were announced",
		 n + 1, n);
	check("too many", write(fd, kept.entry[n - 1],
	      le32toh(kept.entry[n - 1]->size)) == -1 &&
	      refused(fd, EBADMSG, text));
	close(fd);
	check("forgotten", says("state", "closed") && says("accepted", "0") &&
	      says("store", "none"));

	fd = open_store();
	*byte ^= 1;
	check("a byte is another", claim(fd, head) && replay(fd, n));
	*byte ^= 1;
	snprintf(text, sizeof(text),
		 "restore: the root of %zu entries is not the announced one", n);
	check("the root tells", ioctl(fd, DINH_IOC_RESTORED, 0) == -1 &&
	      refused(fd, EBADMSG, text));
	close(fd);

	fd = open_store();
	check("restored", claim(fd, head) && replay(fd, n) &&
	      !ioctl(fd, DINH_IOC_RESTORED, 0));
	snprintf(size, sizeof(size), "%zu", n);
	check("live", says("state", "live") && says("durable", size) &&
	      says("pending", "1"));
	lseek(fd, n, SEEK_DATA);
	take(fd);
	check("the boot is told", kept.n == n + 1 &&
	      kept.entry[n]->type == DINH_ENTRY_BOOT);
	check("goes on", add_units(10));
	take(fd);
	check("and is kept", kept.n == n + 11 &&
	      acknowledge(fd, head_at(kept.n)));
	check("what the store had is no longer here",
	      lseek(fd, 0, SEEK_DATA) == 0 && read(fd, text, sizeof(text)) ==
	      -1 && errno == EPIPE);
	close(fd);
}

#define BROUGHT_BACK	64
#define NTH_MAX		2000

static bool bring_back(int fd)
{
	return claim(fd, head_at(BROUGHT_BACK)) && replay(fd, BROUGHT_BACK) &&
	       !ioctl(fd, DINH_IOC_RESTORED, 0);
}

/* A module goes when all is saved: the entry of the boot as well. */
static bool keep_boot(int fd)
{
	uint8_t leaf[DINH_HASH_SIZE], *place = kept.leaf[BROUGHT_BACK];
	char buf[512];
	ssize_t len;
	bool good;

	lseek(fd, BROUGHT_BACK, SEEK_DATA);
	len = read(fd, buf, sizeof(buf));
	if (len < (ssize_t)sizeof(struct dinh_entry))
		return false;
	memcpy(leaf, place, sizeof(leaf));
	hash(0, buf, len, NULL, 0, place);
	good = acknowledge(fd, head_at(BROUGHT_BACK + 1));
	memcpy(place, leaf, sizeof(leaf));
	return good;
}

/* Whatever of bringing a ledger back fails, the next store can do it. */
static void test_failing_restore(void)
{
	unsigned int n, injected = 0;
	bool good = true, hit = true;

	for (n = 1; n < NTH_MAX && good && hit; n++) {
		int fd = open_store();
		bool back;

		fail_nth(n);
		back = bring_back(fd);
		hit = was_injected();
		injected += hit;
		if (back) {
			good = says("state", "live") && keep_boot(fd);
			close(fd);
			reload("");
			continue;
		}
		close(fd);
		good = hit && says("state", "closed") && says("accepted", "0") &&
		       says("store", "none");
	}
	check("each failure leaves nothing behind", good && !hit);
	check("failures came", injected > BROUGHT_BACK);
}

#define WRITERS	4

static int write_and_sync(void)
{
	int fd = open_device(O_RDWR), i;

	for (i = 0; i < 100; i++) {
		struct add add = make_unit();

		if (write(fd, &add, sizeof(add)) != sizeof(add) || fsync(fd))
			return 1;
	}
	return 0;
}

/* Writers that wait for what this store acknowledges meanwhile. */
static void test_together(void)
{
	int fd = open_store(), i, left = WRITERS, status;
	struct pollfd poller = { .fd = fd, .events = POLLIN };
	bool good = claim(fd, head_at(kept.n));

	lseek(fd, kept.n, SEEK_DATA);
	for (i = 0; i < WRITERS; i++) {
		made += 1000;
		child(write_and_sync);
	}
	while (left) {
		if (poll(&poller, 1, 100) > 0) {
			take(fd);
			good &= acknowledge(fd, head_at(kept.n));
		}
		while (waitpid(-1, &status, WNOHANG) > 0) {
			good &= WIFEXITED(status) && !WEXITSTATUS(status);
			left--;
		}
	}
	check("all writers had all of theirs", good);
	check("and the store", kept.n == accepted());
	close(fd);
}

/* The store is killed while it brings the ledger back. */
static int restore_half(void)
{
	int fd = open_store();

	if (claim(fd, head_at(kept.n)) && replay(fd, kept.n / 2))
		kill(getpid(), SIGKILL);
	return 1;
}

static void test_killed(void)
{
	int fd;

	check("killed", ended(child(restore_half)) == 1000);
	check("closed again", says("state", "closed") &&
	      says("store", "none"));
	check("no ledger begins without a store",
	      said(ask(DINH_CMD_LEDGER_INIT), ENOTCONN,
		   "store: none is attached, nothing would be saved"));
	fd = open_store();
	check("the next one brings it back", claim(fd, head_at(kept.n)) &&
	      replay(fd, kept.n) && !ioctl(fd, DINH_IOC_RESTORED, 0));
	lseek(fd, kept.n, SEEK_DATA);
	take(fd);
	check("all of it", acknowledge(fd, head_at(kept.n)));
	close(fd);
}

static void test_volatile(void)
{
	int fd = open_store();

	check("no store for what is not saved", !claim(fd, head_at(0)) &&
	      refused(fd, EOPNOTSUPP,
		      "register: volatile, nothing of it is saved"));
	check("fsync says so", fsync(fd) == -1 && errno == EIO);
	check("so do the files", says("durable", "n/a") &&
	      says("pending", "n/a") && says("room", "n/a"));
	check("nothing to publish", said(publish(1), EOPNOTSUPP,
	      "register: volatile, nothing of it is saved"));
	close(fd);
}

int main(int argc, char **argv)
{
	int fd;

	module = argc > 1 ? argv[1] : "";
	reload("pending_kb=1536");
	test_role();
	fd = open_store();
	check("claim", claim(fd, head_at(0)));
	test_init(fd);
	test_acknowledge(fd);
	test_status(fd);
	fd = test_comeback(fd);
	test_full(fd);
	close(fd);
	/* All is durable. */
	reload("");
	if (!open_nth())
		test_failing_restore();
	test_restore();
	test_together();
	reload("");
	test_killed();
	reload("volatile=1");
	test_volatile();
	raw_close();
	printf("%lu passed, %lu failed\n", passed, failed);
	return failed != 0;
}
