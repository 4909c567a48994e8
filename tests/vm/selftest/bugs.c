// SPDX-License-Identifier: GPL-2.0-only
/*
 * One bug of each kind that a detector of the guests' kernels finds:
 * "insmod bugs.ko bug=NAME" has it, and tests/vm/selftest/run expects the
 * report. A detector that has gone silent would pass every other test.
 */
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

static char *bug = "none";
module_param(bug, charp, 0444);
MODULE_PARM_DESC(bug, "which one");

/* Read and written through volatile: the compiler must not see the bugs. */
static volatile int zero;
static volatile int sink;

static noinline void use_after_free(void)
{
	volatile char *p = kzalloc(64, GFP_KERNEL);

	kfree((void *)p);
	sink = p[8];
}

static noinline void out_of_bounds(void)
{
	volatile char *p = kzalloc(61, GFP_KERNEL);

	sink = p[61 + zero];
	kfree((void *)p);
}

static noinline void leak(void)
{
	int i;

	/* several: a register or the stack may still hold the last */
	for (i = 0; i < 10; i++)
		memset(kmalloc(100, GFP_KERNEL), i, 100);
}

static DEFINE_MUTEX(one);
static DEFINE_MUTEX(other);

static noinline void lock_inversion(void)
{
	mutex_lock(&one);
	mutex_lock(&other);
	mutex_unlock(&other);
	mutex_unlock(&one);

	mutex_lock(&other);
	mutex_lock(&one);
	mutex_unlock(&one);
	mutex_unlock(&other);
}

static noinline void sleep_in_atomic(void)
{
	static DEFINE_SPINLOCK(lock);

	spin_lock(&lock);
	kfree(kmalloc(10, GFP_KERNEL));
	spin_unlock(&lock);
}

static noinline void rcu_unlocked(void)
{
	static int __rcu *p;

	sink = !rcu_dereference(p);
}

static noinline void shift_out_of_bounds(void)
{
	sink = 1 << (zero + 40);
}

struct holder {
	struct timer_list timer;
};

static void never(struct timer_list *timer)
{
}

static noinline void free_active_timer(void)
{
	struct holder *holder = kzalloc(sizeof(*holder), GFP_KERNEL);

	timer_setup(&holder->timer, never, 0);
	mod_timer(&holder->timer, jiffies + 1000 * HZ);
	kfree(holder);
}

static int raced;

static int race(void *unused)
{
	while (!kthread_should_stop()) {
		raced++;
		cond_resched();
	}
	return 0;
}

static noinline void race_unlocked(void)
{
	struct task_struct *a = kthread_run(race, NULL, "race/a");
	struct task_struct *b = kthread_run(race, NULL, "race/b");

	msleep(3000);
	kthread_stop(a);
	kthread_stop(b);
}

static noinline void oops(void)
{
	*(volatile int *)(unsigned long)zero = 1;
}

static noinline void warn(void)
{
	WARN(1, "as was asked for\n");
}

static noinline void do_panic(void)
{
	panic("as was asked for");
}

static const struct {
	const char *name;
	void (*have)(void);
} bugs[] = {
	{ "free-active-timer", free_active_timer },
	{ "leak", leak },
	{ "lock-inversion", lock_inversion },
	{ "oops", oops },
	{ "out-of-bounds", out_of_bounds },
	{ "panic", do_panic },
	{ "race-unlocked", race_unlocked },
	{ "rcu-unlocked", rcu_unlocked },
	{ "shift-out-of-bounds", shift_out_of_bounds },
	{ "sleep-in-atomic", sleep_in_atomic },
	{ "use-after-free", use_after_free },
	{ "warn", warn },
};

static int __init bugs_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(bugs); i++) {
		if (!strcmp(bugs[i].name, bug)) {
			bugs[i].have();
			return 0;
		}
	}
	return -EINVAL;
}
module_init(bugs_init);

static void __exit bugs_exit(void)
{
}
module_exit(bugs_exit);

MODULE_DESCRIPTION("Bugs, to test the detectors");
MODULE_LICENSE("GPL");
