// SPDX-License-Identifier: GPL-2.0-only
/*
 * The TPM. What a checkpoint says is extended into a PCR, and becomes an entry.
 *
 * A TPM is slow, may fail and may not be there: a worker asks it, until it did
 * what it was asked for. A PCR does not take back what it was told, so the entry
 * of that waits for room where there is none.
 */
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/tpm.h>
#include <linux/workqueue.h>

#include "door.h"
#include "tpm.h"

#define PCR_OFF		(-1)
#define PCR_MAX		23
#define WAITING_MAX	16
#define RETRY_MIN_MS	1000
#define RETRY_MAX_MS	(60 * MSEC_PER_SEC)

static int tpm_pcr = PCR_OFF;
module_param(tpm_pcr, int, 0444);
MODULE_PARM_DESC(tpm_pcr, "PCR that each checkpoint is extended into, 0 to 23; -1 for none");

/*
 * Guards @waiting, @n_waiting and @error. Taken under dinh_door.lock or without
 * it; nothing else is taken under it.
 */
static DEFINE_MUTEX(lock);
/* The first one is the worker's: it stays until it is an entry. */
static struct dinh_tree_head waiting[WAITING_MAX];
static unsigned int n_waiting;
static int error;

/* The worker's. */
static struct {
	struct dinh_entry head;
	struct dinh_tpm body;
} sealed;
static bool extended;
static unsigned int retry_ms = RETRY_MIN_MS;

/* A TPM that answers with a code of its own failed. */
static int errno_of(int err)
{
	return err > 0 ? -EIO : err;
}

static bool has_bank(const struct tpm_chip *chip, u16 algorithm)
{
	u32 i;

	for (i = 0; i < chip->nr_allocated_banks; i++)
		if (chip->allocated_banks[i].alg_id == algorithm)
			return true;
	return false;
}

static int read_pcr(struct tpm_chip *chip, u8 value[DINH_HASH_SIZE])
{
	struct tpm_digest digest = { .alg_id = TPM_ALG_SHA256 };
	int err;

	if (!has_bank(chip, TPM_ALG_SHA256))
		return -EOPNOTSUPP;
	err = errno_of(tpm_pcr_read(chip, tpm_pcr, &digest));
	if (!err)
		memcpy(value, digest.digest, DINH_HASH_SIZE);
	return err;
}

/* In a bank of another length the root is cut, or followed by zeros. */
static int extend_pcr(struct tpm_chip *chip, const u8 root[DINH_HASH_SIZE])
{
	u32 i, n = chip->nr_allocated_banks;
	struct tpm_digest *digests;
	int err;

	digests = kcalloc(n, sizeof(*digests), GFP_KERNEL);
	if (!digests)
		return -ENOMEM;
	for (i = 0; i < n; i++) {
		digests[i].alg_id = chip->allocated_banks[i].alg_id;
		memcpy(digests[i].digest, root,
		       min_t(u32, chip->allocated_banks[i].digest_size,
			     DINH_HASH_SIZE));
	}
	err = errno_of(tpm_pcr_extend(chip, tpm_pcr, digests));
	kfree(digests);
	return err;
}

static int extend(struct dinh_tpm *body)
{
	struct tpm_chip *chip = tpm_default_chip();
	int err;

	if (!chip)
		return -ENODEV;
	err = read_pcr(chip, body->before) ?: extend_pcr(chip, body->root);
	put_device(&chip->dev);
	return err;
}

/* The module does not go while a PCR was told what is no entry yet. */
static int extend_once(const struct dinh_tree_head *head)
{
	int err;

	if (extended)
		return 0;
	if (!try_module_get(THIS_MODULE))
		return -EBUSY;
	sealed.body.size = cpu_to_le64(head->size);
	memcpy(sealed.body.root, head->root, sizeof(sealed.body.root));
	sealed.body.pcr = cpu_to_le32(tpm_pcr);
	err = extend(&sealed.body);
	extended = !err;
	if (err)
		module_put(THIS_MODULE);
	return err;
}

static int make_entry(void)
{
	struct dinh_refusal why;
	int err;

	memset(&sealed.head, 0, sizeof(sealed.head));
	sealed.head.size = cpu_to_le32(sizeof(sealed));
	sealed.head.type = DINH_ENTRY_TPM;
	sealed.head.version = 1;
	scoped_guard(rwsem_write, &dinh_door.lock)
		err = dinh_door_make_locked(&sealed.head, NULL, &why);
	dinh_door_submitted(DINH_ENTRY_TPM, false, err, &why);
	if (err)
		return err;
	extended = false;
	module_put(THIS_MODULE);
	return 0;
}

static bool first_waiting(struct dinh_tree_head *head)
{
	guard(mutex)(&lock);
	if (n_waiting)
		*head = waiting[0];
	return n_waiting;
}

static void drop_first(void)
{
	guard(mutex)(&lock);
	n_waiting--;
	memmove(&waiting[0], &waiting[1], n_waiting * sizeof(waiting[0]));
}

/* Of a row of equal failures the first one is told. */
static void note(int err)
{
	scoped_guard(mutex, &lock) {
		if (error == err)
			return;
		error = err;
	}
	if (err)
		pr_warn("PCR %d: %pe, a checkpoint waits\n", tpm_pcr,
			ERR_PTR(err));
}

static void seal(struct work_struct *work)
{
	struct dinh_tree_head head;
	int err = 0;

	while (!err && first_waiting(&head)) {
		err = extend_once(&head) ?: make_entry();
		if (!err)
			drop_first();
		note(err);
	}
	if (!err) {
		retry_ms = RETRY_MIN_MS;
		return;
	}
	queue_delayed_work(system_freezable_power_efficient_wq,
			   to_delayed_work(work), msecs_to_jiffies(retry_ms));
	retry_ms = min_t(unsigned int, 2 * retry_ms, RETRY_MAX_MS);
}

static DECLARE_DELAYED_WORK(work, seal);

/* Needs dinh_door.lock. */
static int check(u64 size, struct dinh_refusal *why)
{
	u64 all = dinh_door.reg->ledger.size;

	if (tpm_pcr == PCR_OFF)
		return dinh_refuse(why, DINH_REFUSED_NO_PCR, 0);
	if (dinh_door.state == DINH_STATE_VOLATILE)
		return dinh_refuse(why, DINH_REFUSED_VOLATILE, 0);
	if (dinh_door.state != DINH_STATE_LIVE)
		return dinh_refuse(why, DINH_REFUSED_CLOSED, 0);
	if (!size || size > all)
		return dinh_refuse(why, DINH_REFUSED_CHECKPOINT, DINH_A_SIZE,
				   size, all);
	return 0;
}

/*
 * Where too many wait, the newest takes the place of the one before, which it
 * commits to.
 */
static void add(const struct dinh_tree_head *head)
{
	guard(mutex)(&lock);
	if (n_waiting && !memcmp(&waiting[n_waiting - 1], head, sizeof(*head)))
		return;
	if (n_waiting == WAITING_MAX)
		n_waiting--;
	waiting[n_waiting++] = *head;
}

/**
 * dinh_tpm_checkpoint - a checkpoint was signed, and the TPM is to be told
 * @head: what it says. The root is not looked at: whoever audits the ledger has
 *	the entries that it is over.
 * @check_only: say whether that can be, and do nothing
 * @why: filled on refusal
 *
 * Context: may sleep; takes dinh_door.lock. The TPM is told later.
 * Return: 0 or a negative errno.
 */
int dinh_tpm_checkpoint(const struct dinh_tree_head *head, bool check_only,
			struct dinh_refusal *why)
{
	int err;

	scoped_guard(rwsem_read, &dinh_door.lock)
		err = check(head->size, why);
	if (err || check_only)
		return err;
	add(head);
	mod_delayed_work(system_freezable_power_efficient_wq, &work, 0);
	return 0;
}

/**
 * dinh_tpm_state - how it goes with the TPM
 *
 * Context: may sleep.
 * Return: the state.
 */
struct dinh_tpm_state dinh_tpm_state(void)
{
	guard(mutex)(&lock);
	return (struct dinh_tpm_state) {
		.pcr = tpm_pcr,
		.waiting = n_waiting,
		.error = -error,
	};
}

/**
 * dinh_tpm_setup - check what the module was loaded with
 *
 * Return: 0 or -EINVAL.
 */
int __init dinh_tpm_setup(void)
{
	if (tpm_pcr >= PCR_OFF && tpm_pcr <= PCR_MAX)
		return 0;
	pr_err("tpm_pcr=%d: %d to %d wanted\n", tpm_pcr, PCR_OFF, PCR_MAX);
	return -EINVAL;
}

/**
 * dinh_tpm_teardown - forget the checkpoints that wait
 *
 * No more are told.
 */
void dinh_tpm_teardown(void)
{
	cancel_delayed_work_sync(&work);
}
