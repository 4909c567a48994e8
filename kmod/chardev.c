// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/dinh. Reading follows /dev/kmsg: whole entries, a cursor for each open
 * file, EPIPE once where entries were lost. Writing takes a batch of entries,
 * one after the other, as if each had been written alone; the store writes those
 * of a ledger that comes back.
 */
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/ioctl.h>
#include <linux/log2.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "chardev.h"
#include "door.h"
#include "session.h"
#include "sysfs.h"

/* What one read or write takes at most; more than the largest entry. */
#define READ_MAX	SZ_64K
#define WRITE_MAX	SZ_1M
/* Entries passed under the lock when seeking. */
#define SEEK_STEPS	1024

/**
 * struct dinh_file - an open file
 * @lock: see below; taken before dinh_door.lock
 * @cursor: what it reads next
 * @buf: entries on their way to the reader
 * @size: of @buf
 * @wanted: @cursor.seq, for poll
 * @why_lock: see below
 * @why: what was refused last
 * @was_store: it has the store's role, until its end
 * @visits: it is a visitor's, of the board of unit @board
 * @board: see there
 * @loginuid: of the opener
 */
struct dinh_file {
	/*
	 * Guards @cursor, @buf and @size. A reader holds it while user space
	 * takes what it gets: others wait so that they can be interrupted.
	 */
	struct mutex lock;
	struct dinh_cursor cursor;
	void *buf;
	size_t size;
	atomic64_t wanted;
	/* Guards @why; nothing else is done under it. */
	spinlock_t why_lock;
	struct dinh_refusal why;
	/* Set once, by who gets the role. */
	bool was_store;
	/* Set once; guarded by @lock until then. */
	bool visits;
	u32 board;
	kuid_t loginuid;
};

/* Needs @df->lock, or nobody else knows @df. */
static void set_cursor(struct dinh_file *df, struct dinh_cursor cursor)
{
	df->cursor = cursor;
	atomic64_set(&df->wanted, cursor.seq);
}

static int dinh_open(struct inode *inode, struct file *file)
{
	struct dinh_file *df = kzalloc(sizeof(*df), GFP_KERNEL_ACCOUNT);

	if (!df)
		return -ENOMEM;
	mutex_init(&df->lock);
	spin_lock_init(&df->why_lock);
	df->loginuid = audit_get_loginuid(current);
	scoped_guard(rwsem_read, &dinh_door.lock)
		set_cursor(df, dinh_ring_oldest(&dinh_door.ring));
	file->private_data = df;
	/* A position in bytes means nothing here. */
	file->f_mode &= ~(FMODE_PREAD | FMODE_PWRITE);
	return 0;
}

static int dinh_release(struct inode *inode, struct file *file)
{
	struct dinh_file *df = file->private_data;

	if (df->was_store)
		dinh_store_release(df);
	if (df->visits) {
		dinh_session_end(df->board);
		dinh_sysfs_changed();
	}
	mutex_destroy(&df->lock);
	kvfree(df->buf);
	kfree(df);
	return 0;
}

/*
 * Reading.
 */

/* Needs @df->lock. */
static int grow_buf(struct dinh_file *df, size_t size)
{
	void *buf;

	if (size <= df->size)
		return 0;
	buf = kvmalloc(size, GFP_KERNEL_ACCOUNT);
	if (!buf)
		return -ENOMEM;
	kvfree(df->buf);
	df->buf = buf;
	df->size = size;
	return 0;
}

/*
 * Fills the buffer with entries, of at most @count bytes. Needs @df->lock. The
 * cursor that the reader has after them is left to the caller, for once they
 * have arrived.
 */
static ssize_t fetch(struct dinh_file *df, struct dinh_cursor *after,
		     size_t count)
{
	const struct dinh_ring *ring = &dinh_door.ring;
	size_t next;
	int err;

	for (;;) {
		scoped_guard(rwsem_read, &dinh_door.lock) {
			if (df->cursor.seq < dinh_ring_first(ring)) {
				set_cursor(df, dinh_ring_oldest(ring));
				return -EPIPE;
			}
			next = dinh_ring_peek(ring, &df->cursor);
			if (!next)
				return 0;
			if (next > count)
				return -EINVAL;
			*after = df->cursor;
			if (next <= df->size)
				return dinh_ring_copy(ring, after, df->buf,
						      min(count, df->size));
		}
		err = grow_buf(df, max_t(size_t, next,
					 min_t(size_t, count, READ_MAX)));
		if (err)
			return err;
	}
}

static ssize_t read_now(struct dinh_file *df, char __user *to, size_t count,
			u64 *seq)
{
	struct dinh_cursor after;
	ssize_t bytes;

	bytes = mutex_lock_interruptible(&df->lock);
	if (bytes)
		return bytes;
	bytes = fetch(df, &after, count);
	if (bytes > 0 && copy_to_user(to, df->buf, bytes))
		bytes = -EFAULT;
	if (bytes > 0)
		set_cursor(df, after);
	*seq = df->cursor.seq;
	mutex_unlock(&df->lock);
	return bytes;
}

static ssize_t dinh_read(struct file *file, char __user *to, size_t count,
			 loff_t *pos)
{
	const struct dinh_ring *ring = &dinh_door.ring;
	struct dinh_file *df = file->private_data;
	ssize_t bytes;
	u64 seq;

	/* No entry is that small: do not wait for one. */
	if (count < sizeof(struct dinh_entry))
		return -EINVAL;
	for (;;) {
		bytes = read_now(df, to, count, &seq);
		if (bytes)
			return bytes;
		if (file->f_flags & O_NONBLOCK)
			return -EAGAIN;
		bytes = wait_event_interruptible(dinh_door.ring.wait,
						 dinh_ring_next(ring) > seq);
		if (bytes)
			return bytes;
	}
}

static __poll_t dinh_poll(struct file *file, poll_table *wait)
{
	const struct dinh_ring *ring = &dinh_door.ring;
	struct dinh_file *df = file->private_data;
	__poll_t events = 0;
	u64 wanted;

	poll_wait(file, &dinh_door.ring.wait, wait);
	wanted = atomic64_read(&df->wanted);
	if (file->f_mode & FMODE_WRITE) {
		poll_wait(file, &dinh_door.store.wait, wait);
		if (!dinh_store_full())
			events |= EPOLLOUT | EPOLLWRNORM;
	}
	if (wanted < dinh_ring_first(ring))
		events |= EPOLLERR | EPOLLPRI;
	if (wanted < dinh_ring_next(ring))
		events |= EPOLLIN | EPOLLRDNORM;
	return events;
}

/* Entry @seq, in short looks, so that writers do not wait for the search. */
static loff_t seek_entry(struct dinh_file *df, u64 seq)
{
	const struct dinh_ring *ring = &dinh_door.ring;
	struct dinh_cursor cursor = df->cursor;
	bool found = false;

	if (cursor.seq > seq)
		cursor = (struct dinh_cursor) {};
	while (!found) {
		scoped_guard(rwsem_read, &dinh_door.lock) {
			if (seq > dinh_ring_next(ring))
				return -ENXIO;
			found = dinh_ring_walk(ring, &cursor, seq, SEEK_STEPS);
		}
		if (fatal_signal_pending(current))
			return -EINTR;
		cond_resched();
	}
	set_cursor(df, cursor);
	return seq;
}

/* Needs @df->lock. */
static loff_t seek(struct dinh_file *df, loff_t offset, int whence)
{
	const struct dinh_ring *ring = &dinh_door.ring;

	if (whence == SEEK_DATA)
		return offset < 0 ? -ENXIO : seek_entry(df, offset);
	if (offset)
		return -ESPIPE;
	guard(rwsem_read)(&dinh_door.lock);
	switch (whence) {
	case SEEK_SET:
		set_cursor(df, dinh_ring_oldest(ring));
		return df->cursor.seq;
	case SEEK_END:
		set_cursor(df, dinh_ring_newest(ring));
		return df->cursor.seq;
	default:
		return -EINVAL;
	}
}

static loff_t dinh_llseek(struct file *file, loff_t offset, int whence)
{
	struct dinh_file *df = file->private_data;
	loff_t seq;
	int err;

	err = mutex_lock_interruptible(&df->lock);
	if (err)
		return err;
	seq = seek(df, offset, whence);
	mutex_unlock(&df->lock);
	return seq;
}

/*
 * Writing.
 */

/**
 * struct batch - what one write brings
 * @file: what it is written to
 * @writer: who writes it
 * @from: what is not taken yet
 * @left: bytes of it
 * @entry: the entry in hand
 * @size: bytes allocated for it
 * @unit: for each entry taken, the unit that it added, or 0
 * @n: entries taken
 * @ahead: where the entry after the next one begins
 * @ahead_left: bytes from there on
 * @next: the unit that the next entry is about, as far as that is known
 * @after: the one that the entry after it is about
 * @why: why the one in hand is refused
 */
struct batch {
	struct file *file;
	struct dinh_writer writer;
	const char __user *from;
	size_t left;
	struct dinh_entry *entry;
	size_t size;
	u32 *unit;
	u32 n;
	const char __user *ahead;
	size_t ahead_left;
	u32 next;
	u32 after;
	struct dinh_refusal why;
};

/*
 * Who opened the file is who writes: a file handed to another, or to a program
 * that runs with more than its caller has, is no way to write under its name.
 */
static bool is_opener(struct file *file)
{
	const struct cred *opener = file->f_cred, *writer = current_cred();
	struct dinh_file *df = file->private_data;

	return uid_eq(opener->uid, writer->uid) &&
	       uid_eq(opener->euid, writer->euid) &&
	       uid_eq(df->loginuid, audit_get_loginuid(current));
}

static bool is_capable(struct file *file)
{
	return file_ns_capable(file, &init_user_ns, CAP_SYS_ADMIN) &&
	       capable(CAP_SYS_ADMIN);
}

static int make_room(struct batch *batch, size_t size)
{
	struct dinh_entry *entry;

	if (size <= batch->size)
		return 0;
	size = roundup_pow_of_two(max_t(size_t, size, SZ_4K));
	entry = kvmalloc(size, GFP_KERNEL_ACCOUNT);
	if (!entry)
		return -ENOMEM;
	kvfree(batch->entry);
	batch->entry = entry;
	batch->size = size;
	return 0;
}

static bool is_new(const struct dinh_entry *head)
{
	return !head->flags && !head->seq && !head->wall && !head->boot &&
	       !head->uid && !head->loginuid && !head->origin;
}

/* The next entry; its size is good afterwards, and what it says is not yet. */
static int take(struct batch *batch)
{
	struct dinh_entry head;
	size_t size;
	int err;

	if (batch->left < sizeof(head))
		return -EINVAL;
	if (copy_from_user(&head, batch->from, sizeof(head)))
		return -EFAULT;
	size = le32_to_cpu(head.size);
	if (size < sizeof(head) || size > DINH_ENTRY_SIZE_MAX || size % 8 ||
	    size > batch->left)
		return -EINVAL;
	err = make_room(batch, size);
	if (err)
		return err;
	*batch->entry = head;
	if (copy_from_user(batch->entry + 1, batch->from + sizeof(head),
			   size - sizeof(head)))
		return -EFAULT;
	return 0;
}

static int resolve_one(const struct batch *batch, __le32 *unit)
{
	u32 nr = le32_to_cpu(*unit);

	if (!(nr & DINH_UNIT_IN_BATCH))
		return 0;
	nr &= ~DINH_UNIT_IN_BATCH;
	if (nr >= batch->n || !batch->unit[nr])
		return -ENOENT;
	*unit = cpu_to_le32(batch->unit[nr]);
	return 0;
}

/* References to units that the batch added, for their numbers. */
static int resolve(struct batch *batch)
{
	struct dinh_entry *entry = batch->entry;
	size_t body = le32_to_cpu(entry->size) - sizeof(*entry), i, n;
	struct dinh_unit_dissolve *end = (void *)(entry + 1);
	struct dinh_unit_add *add = (void *)(entry + 1);
	struct dinh_unit_set *set = (void *)(entry + 1);
	int err = resolve_one(batch, &entry->unit);

	switch (entry->type) {
	case DINH_ENTRY_UNIT_ADD:
		if (!err && body >= sizeof(*add))
			err = resolve_one(batch, &add->parent);
		break;
	case DINH_ENTRY_UNIT_SET:
		if (!err && body >= sizeof(*set))
			err = resolve_one(batch, &set->to.parent);
		break;
	case DINH_ENTRY_UNIT_DISSOLVE:
		if (body < sizeof(*end))
			break;
		n = (body - sizeof(*end)) / sizeof(end->successor[0]);
		for (i = 0; i < n && !err; i++)
			err = resolve_one(batch, &end->successor[i]);
		break;
	}
	return err;
}

static void set_why(struct dinh_file *df, const struct dinh_refusal *why)
{
	spin_lock(&df->why_lock);
	df->why = *why;
	spin_unlock(&df->why_lock);
}

static void get_why(struct dinh_file *df, struct dinh_refusal *why)
{
	spin_lock(&df->why_lock);
	*why = df->why;
	spin_unlock(&df->why_lock);
}

/* Waits, where it may, as long as what is not durable leaves no room. */
static int submit(struct batch *batch)
{
	const struct dinh_entry head = *batch->entry;
	size_t slot = DINH_RING_SLOT(le32_to_cpu(head.size));
	u64 changes;
	int err;

	for (;;) {
		changes = dinh_store_changes();
		err = dinh_door_submit_ahead(batch->entry, &batch->writer,
					     batch->next, batch->after,
					     &batch->why);
		if (err != -EAGAIN || batch->file->f_flags & O_NONBLOCK)
			return err;
		err = dinh_store_wait_room(batch->file->private_data, slot,
					   changes);
		if (err)
			return err;
		*batch->entry = head;
		batch->why = (struct dinh_refusal) {};
	}
}

/* The unit that the entry at @ahead is about; goes on to the one behind it. */
static u32 unit_ahead(struct batch *batch)
{
	struct dinh_entry head;
	size_t size;

	if (batch->ahead_left < sizeof(head) ||
	    copy_from_user(&head, batch->ahead, sizeof(head))) {
		batch->ahead_left = 0;
		return 0;
	}
	size = min_t(size_t, le32_to_cpu(head.size), batch->ahead_left);
	batch->ahead += size;
	batch->ahead_left -= size;
	return le32_to_cpu(head.unit);
}

static int submit_next(struct batch *batch)
{
	bool adds;
	int err;

	err = take(batch) ?: resolve(batch);
	if (!err && !is_new(batch->entry))
		err = -EINVAL;
	if (err)
		return err;
	adds = batch->entry->type == DINH_ENTRY_UNIT_ADD;
	batch->after = unit_ahead(batch);
	err = submit(batch);
	batch->next = batch->after;
	if (err)
		return err;
	batch->unit[batch->n++] = adds ? le32_to_cpu(batch->entry->unit) : 0;
	return 0;
}

/* The store writes entries of the ledger that it brings back. */
static int replay_next(struct batch *batch)
{
	return take(batch) ?:
	       dinh_store_replay(batch->file->private_data, batch->entry,
				 &batch->why);
}

static ssize_t write_batch(struct batch *batch, size_t count)
{
	bool restores = batch->writer.capable &&
			dinh_store_restores(batch->file->private_data);
	int err = 0;

	batch->left = count;
	batch->ahead = batch->from;
	batch->ahead_left = count;
	/* Past the first entry, to the second. */
	unit_ahead(batch);
	batch->next = unit_ahead(batch);
	batch->unit = kvcalloc(count / sizeof(struct dinh_entry) + 1,
			       sizeof(*batch->unit), GFP_KERNEL_ACCOUNT);
	if (!batch->unit)
		return -ENOMEM;
	/* The lock is taken anew for each entry: readers get in between. */
	while (batch->left && !err) {
		err = restores ? replay_next(batch) : submit_next(batch);
		if (!err) {
			batch->from += le32_to_cpu(batch->entry->size);
			batch->left -= le32_to_cpu(batch->entry->size);
		}
		cond_resched();
		if (signal_pending(current))
			break;
	}
	kvfree(batch->unit);
	kvfree(batch->entry);
	return err;
}

static ssize_t dinh_write(struct file *file, const char __user *from,
			  size_t count, loff_t *pos)
{
	struct batch batch = {
		.file = file,
		.writer.opener = file->f_cred,
		.writer.capable = is_capable(file),
		.from = from,
	};
	int err;

	count = min_t(size_t, count, WRITE_MAX);
	batch.left = count;
	if (!is_opener(file))
		err = dinh_refuse(&batch.why, DINH_REFUSED_OPENER, 0);
	else
		err = count ? write_batch(&batch, count) : 0;
	/* What is refused for its form has no more words than its error. */
	batch.why.error = err;
	set_why(file->private_data, &batch.why);
	return batch.left < count ? count - batch.left : err;
}

static int dinh_fsync(struct file *file, loff_t start, loff_t end,
		      int datasync)
{
	return dinh_store_sync(file->private_data);
}

/*
 * The store.
 */

static int store_claim(struct dinh_file *df, const void __user *arg,
		       struct dinh_refusal *why)
{
	struct dinh_tree_head head;
	int err;

	if (copy_from_user(&head, arg, sizeof(head)))
		return -EFAULT;
	err = dinh_store_claim(df, &head, why);
	if (!err)
		df->was_store = true;
	return err;
}

static int store_acknowledge(struct dinh_file *df, const void __user *arg,
			     struct dinh_refusal *why)
{
	struct dinh_tree_head head;

	if (copy_from_user(&head, arg, sizeof(head)))
		return -EFAULT;
	return dinh_store_acknowledge(df, &head, why);
}

static int store_report(struct dinh_file *df, const void __user *arg,
			struct dinh_refusal *why)
{
	struct dinh_store_state state;

	if (copy_from_user(&state, arg, sizeof(state)))
		return -EFAULT;
	return dinh_store_report(df, &state, why);
}

static int tell_refused(struct dinh_file *df, void __user *arg)
{
	struct dinh_refused refused = {};
	struct dinh_refusal why;

	get_why(df, &why);
	refused.error = -why.error;
	refused.attribute = why.attr;
	strscpy(refused.text, why.text, sizeof(refused.text));
	return copy_to_user(arg, &refused, sizeof(refused)) ? -EFAULT : 0;
}

static int store_restored(struct dinh_file *df, unsigned long arg,
			  struct dinh_refusal *why)
{
	return arg ? -EINVAL : dinh_store_restored(df, why);
}

static int store_settle(struct dinh_file *df, unsigned long arg,
			struct dinh_refusal *why)
{
	if (arg)
		return -EINVAL;
	/* The role is for as long as the file is open: it does not go away. */
	return df->was_store ? dinh_session_settle(why) :
	       dinh_refuse(why, DINH_REFUSED_NOT_STORE, 0);
}

static int store_call(struct dinh_file *df, unsigned int cmd,
		      unsigned long arg, struct dinh_refusal *why)
{
	const void __user *at = (const void __user *)arg;

	switch (cmd) {
	case DINH_IOC_STORE:
		return store_claim(df, at, why);
	case DINH_IOC_RESTORED:
		return store_restored(df, arg, why);
	case DINH_IOC_ACKNOWLEDGE:
		return store_acknowledge(df, at, why);
	case DINH_IOC_SETTLE:
		return store_settle(df, arg, why);
	default:
		return store_report(df, at, why);
	}
}

static bool may_store(struct file *file)
{
	return file->f_mode & FMODE_READ && file->f_mode & FMODE_WRITE &&
	       is_opener(file) && is_capable(file);
}

/*
 * Visitors.
 */

static int begin_session(struct dinh_file *df, const void __user *arg,
			 struct dinh_refusal *why)
{
	struct dinh_session session;
	int err;

	if (copy_from_user(&session, arg, sizeof(session)))
		return -EFAULT;
	if (session.spare)
		return -EINVAL;
	err = mutex_lock_interruptible(&df->lock);
	if (err)
		return err;
	if (df->visits)
		err = dinh_refuse(why, DINH_REFUSED_SESSION_TWICE, 0);
	else
		err = dinh_session_begin(session.unit, why);
	if (!err) {
		df->board = session.unit;
		df->visits = true;
		dinh_sysfs_changed();
	}
	mutex_unlock(&df->lock);
	return err;
}

static long dinh_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct dinh_file *df = file->private_data;
	struct dinh_refusal why = {};
	int err;

	switch (cmd) {
	case DINH_IOC_REFUSED:
		return tell_refused(df, (void __user *)arg);
	case DINH_IOC_STORE:
	case DINH_IOC_RESTORED:
	case DINH_IOC_ACKNOWLEDGE:
	case DINH_IOC_STATUS:
	case DINH_IOC_SETTLE:
		err = may_store(file) ? store_call(df, cmd, arg, &why) : -EPERM;
		why.error = err;
		set_why(df, &why);
		return err;
	case DINH_IOC_SESSION:
		err = begin_session(df, (void __user *)arg, &why);
		why.error = err;
		set_why(df, &why);
		return err;
	default:
		return -ENOTTY;
	}
}

static const struct file_operations dinh_fops = {
	.owner = THIS_MODULE,
	.open = dinh_open,
	.release = dinh_release,
	.read = dinh_read,
	.write = dinh_write,
	.poll = dinh_poll,
	.llseek = dinh_llseek,
	.fsync = dinh_fsync,
	.unlocked_ioctl = dinh_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static struct miscdevice dinh_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "dinh",
	/* Who may write what is decided entry by entry. */
	.mode = 0666,
	.fops = &dinh_fops,
	.groups = dinh_sysfs_groups,
};

/**
 * dinh_chardev_setup - make /dev/dinh
 *
 * Return: 0 or a negative errno.
 */
int __init dinh_chardev_setup(void)
{
	return misc_register(&dinh_misc);
}

/**
 * dinh_chardev_teardown - remove it; nobody has it open
 */
void dinh_chardev_teardown(void)
{
	misc_deregister(&dinh_misc);
}

/**
 * dinh_chardev_device - look up the device in sysfs
 *
 * Return: it; it lives until dinh_chardev_teardown().
 */
struct device *dinh_chardev_device(void)
{
	return dinh_misc.this_device;
}
