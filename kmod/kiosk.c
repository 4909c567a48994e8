// SPDX-License-Identifier: GPL-2.0-only
/*
 * Kiosks. A named input device is grabbed, so that no process sees its presses,
 * and each of them comes here in interrupt context: what it means is decided at
 * once, by its time; what it makes waits in a ring, and a worker takes it to the
 * door. A ballot of a secret vote is counted where it is pressed and is in no
 * ring.
 *
 * Each kiosk is an input handler of its own, which looks at the devices once,
 * when it is registered, and takes the one that is meant.
 */
#include <linux/input.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "door.h"
#include "kiosk.h"
#include "meeting.h"

/* Presses that wait for the worker. */
#define RING_SIZE	64
/* A contact bounces for so long at most. */
#define BOUNCE_NS	(50 * NSEC_PER_MSEC)
/* How long a kiosk answers, and when what could not be done is tried again. */
#define ANSWER_DELAY	(HZ / 5)
#define AGAIN_DELAY	HZ
#define TONE_HZ		1000

#define SCORES		DINH_SCORE_MAX
#define REASONS		(DINH_LOW_REASONS - 1)

/**
 * struct press - what somebody did at a kiosk
 * @moment: when
 * @what: a score, or enum dinh_choice
 * @low_reason: enum dinh_low_reason
 * @card: its digits
 */
struct press {
	struct dinh_moment moment;
	u8 what;
	u8 low_reason;
	char card[DINH_CARD_DIGITS];
};

/**
 * struct kiosk - a bound device
 * @node: in the list of kiosks
 * @setup: how it was set up
 * @handler: the input handler that is this kiosk
 * @handle: the device in its hands
 * @matches: devices that are called so
 * @check_only: only look whether it could be bound
 * @why: why it could not be
 * @seq: its number
 * @unit: whose it is
 * @meeting: whose presses it brings, or 0
 * @hall: the same, as the kernel alone knows it; NULL for ratings
 * @name: what the device calls itself
 * @is_virtual: a program makes its presses
 * @leaving: it is none any more, for enum dinh_unbind @why_leaving
 * @why_leaving: see there
 * @work: takes presses to the door
 * @expire: ends the wait for a reason
 * @silence: ends an answer
 * @hw: see below
 * @connected: the device is there
 * @led: what it has for an answer, or -1
 * @sound: the same
 * @lock: see below
 * @bound: its presses count
 * @ring: presses that wait, as a circle
 * @head: presses ever put into @ring
 * @tail: ever taken from it
 * @last: boot clock of the last press
 * @taken: of the last one that meant something
 * @low: a low rating that waits for its reason
 * @has_low: there is one
 * @card: digits so far
 * @digits: how many, or more than fit
 * @presses: that entries were made of
 * @ignored: that mean nothing, came too soon, or were refused
 * @lost: that could not be kept
 * @told: of these, in entries
 */
struct kiosk {
	struct list_head node;
	struct dinh_kiosk_setup setup;
	struct input_handler handler;
	struct input_handle handle;
	unsigned int matches;
	bool check_only;
	struct dinh_refusal why;
	u64 seq;
	u32 unit;
	u64 meeting;
	struct dinh_hall *hall;
	char name[DINH_NAME_SIZE];
	bool is_virtual;
	bool leaving;
	enum dinh_unbind why_leaving;
	struct work_struct work;
	struct delayed_work expire;
	struct delayed_work silence;
	/*
	 * Guards @connected, and that the device stays while it is answered.
	 * Taken under the input core's mutex; nothing but the device's own lock
	 * is taken under it.
	 */
	struct mutex hw;
	bool connected;
	int led;
	int sound;
	/* Guards what follows; taken in hard interrupts. */
	spinlock_t lock;
	bool bound;
	struct press ring[RING_SIZE];
	unsigned int head;
	unsigned int tail;
	u64 last;
	u64 taken;
	struct press low;
	bool has_low;
	char card[DINH_CARD_DIGITS];
	unsigned int digits;
	u64 presses;
	u64 ignored;
	u64 lost;
	u64 told;
};

/*
 * Guards the list, and that a kiosk is there while it is looked at. Taken before
 * the input core's mutex and before dinh_door.lock.
 */
static DEFINE_MUTEX(kiosks_lock);
/* Guards the list's links alone, for who looks at it under dinh_door.lock. */
static DEFINE_SPINLOCK(list_lock);
static LIST_HEAD(kiosks);

static void look(struct work_struct *work);
static DECLARE_DELAYED_WORK(look_work, look);

static bool is_secret(const struct kiosk *k)
{
	return k->setup.role == DINH_KIOSK_BALLOT && k->hall->secret;
}

/*
 * Presses, in interrupt context. All of these need @k->lock.
 */

static void put(struct kiosk *k, const struct press *press)
{
	if (k->head - k->tail < RING_SIZE)
		k->ring[k->head++ % RING_SIZE] = *press;
	else
		k->lost++;
	schedule_work(&k->work);
}

static bool too_soon(struct kiosk *k, u64 now)
{
	return k->taken && now - k->taken < k->setup.interval * NSEC_PER_MSEC;
}

static int index_of_key(const struct kiosk *k, unsigned int code)
{
	unsigned int i;

	for (i = 0; i < k->setup.n_keys; i++)
		if (k->setup.keys[i] == code)
			return i;
	return -1;
}

/* The reason that a key is, where one is asked for, or 0. */
static unsigned int reason_of(const struct kiosk *k, int index)
{
	if (!k->has_low || index < 0)
		return DINH_LOW_UNSTATED;
	if (k->setup.n_keys > SCORES)
		index -= SCORES;
	return index < 0 ? DINH_LOW_UNSTATED : index + 1;
}

static void put_low(struct kiosk *k, unsigned int reason)
{
	if (!k->has_low)
		return;
	k->has_low = false;
	k->low.low_reason = reason;
	put(k, &k->low);
}

static void press_rating(struct kiosk *k, unsigned int code,
			 const struct dinh_moment *now)
{
	int index = index_of_key(k, code);
	unsigned int reason = reason_of(k, index);
	struct press press = { .moment = *now, .what = index + 1 };

	if (reason) {
		put_low(k, reason);
		k->taken = now->boot;
		return;
	}
	if (index < 0 || index >= SCORES || too_soon(k, now->boot)) {
		k->ignored++;
		return;
	}
	put_low(k, DINH_LOW_UNSTATED);
	k->taken = now->boot;
	if (press.what > DINH_SCORE_LOW) {
		put(k, &press);
		return;
	}
	k->low = press;
	k->has_low = true;
	mod_delayed_work(system_wq, &k->expire,
			 msecs_to_jiffies(k->setup.timeout));
}

static int digit_of(unsigned int code)
{
	static const u16 digits[][2] = {
		{ KEY_0, KEY_KP0 }, { KEY_1, KEY_KP1 }, { KEY_2, KEY_KP2 },
		{ KEY_3, KEY_KP3 }, { KEY_4, KEY_KP4 }, { KEY_5, KEY_KP5 },
		{ KEY_6, KEY_KP6 }, { KEY_7, KEY_KP7 }, { KEY_8, KEY_KP8 },
		{ KEY_9, KEY_KP9 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(digits); i++)
		if (digits[i][0] == code || digits[i][1] == code)
			return i;
	return -1;
}

static void end_card(struct kiosk *k, const struct dinh_moment *now)
{
	struct press press = { .moment = *now };

	if (!k->digits || k->digits >= DINH_CARD_DIGITS ||
	    too_soon(k, now->boot)) {
		k->ignored++;
	} else {
		memcpy(press.card, k->card, k->digits);
		k->taken = now->boot;
		put(k, &press);
	}
	memzero_explicit(&press, sizeof(press));
	memzero_explicit(k->card, sizeof(k->card));
	k->digits = 0;
}

/* A reader types a whole card at once: what lies long back is another's. */
static void press_card(struct kiosk *k, unsigned int code,
		       const struct dinh_moment *now)
{
	int digit = digit_of(code);

	if (k->digits &&
	    now->boot - k->last > k->setup.timeout * NSEC_PER_MSEC) {
		k->ignored++;
		k->digits = 0;
	}
	if (code == KEY_ENTER || code == KEY_KPENTER)
		end_card(k, now);
	else if (digit >= 0 && k->digits < DINH_CARD_DIGITS - 1)
		k->card[k->digits++] = '0' + digit;
	else
		k->digits = DINH_CARD_DIGITS;
}

static void press_ballot(struct kiosk *k, unsigned int code,
			 const struct dinh_moment *now)
{
	int index = index_of_key(k, code);
	struct press press = { .moment = *now, .what = index };

	if (index < 0 || too_soon(k, now->boot) ||
	    (is_secret(k) && !dinh_hall_press(k->hall, index))) {
		k->ignored++;
		return;
	}
	k->taken = now->boot;
	if (is_secret(k))
		schedule_work(&k->work);
	else
		put(k, &press);
}

static void kiosk_event(struct input_handle *handle, unsigned int type,
			unsigned int code, int value)
{
	static void (* const press[DINH_KIOSK_ROLES])(struct kiosk *k,
			unsigned int code, const struct dinh_moment *now) = {
		[DINH_KIOSK_RATING] = press_rating,
		[DINH_KIOSK_ATTENDANCE] = press_card,
		[DINH_KIOSK_BALLOT] = press_ballot,
	};
	struct kiosk *k = handle->private;
	struct dinh_moment now;

	/* Neither a release, nor a key that is held down. */
	if (type != EV_KEY || value != 1)
		return;
	spin_lock(&k->lock);
	now = dinh_door_now();
	/* The digits of a card follow each other faster than a finger. */
	if (k->bound && k->setup.role != DINH_KIOSK_ATTENDANCE && k->last &&
	    now.boot - k->last < BOUNCE_NS)
		k->ignored++;
	else if (k->bound)
		press[k->setup.role](k, code, &now);
	k->last = now.boot;
	spin_unlock(&k->lock);
}

static void expire(struct work_struct *work)
{
	struct kiosk *k = container_of(to_delayed_work(work), struct kiosk,
				       expire);
	u64 wait = k->setup.timeout * NSEC_PER_MSEC;

	spin_lock_irq(&k->lock);
	/* Another may have come meanwhile, with a wait of its own. */
	if (dinh_door_now().boot - k->low.moment.boot >= wait)
		put_low(k, DINH_LOW_UNSTATED);
	spin_unlock_irq(&k->lock);
}

/*
 * What a kiosk answers.
 */

static void say(struct kiosk *k, int on)
{
	if (k->led >= 0)
		input_inject_event(&k->handle, EV_LED, k->led, on);
	if (k->sound >= 0)
		input_inject_event(&k->handle, EV_SND, k->sound,
				   k->sound == SND_TONE ? on * TONE_HZ : on);
}

static void answer(struct kiosk *k)
{
	guard(mutex)(&k->hw);
	if (!k->connected)
		return;
	say(k, 1);
	mod_delayed_work(system_wq, &k->silence, ANSWER_DELAY);
}

static void silence(struct work_struct *work)
{
	struct kiosk *k = container_of(to_delayed_work(work), struct kiosk,
				       silence);

	guard(mutex)(&k->hw);
	if (k->connected)
		say(k, 0);
}

/*
 * The worker.
 */

union kiosk_entry {
	struct {
		struct dinh_entry head;
		union {
			struct dinh_rating rating;
			struct dinh_attendance attendance;
			struct dinh_vote vote;
			struct dinh_loss loss;
			struct dinh_kiosk_unbind unbind;
		};
	};
};

static struct dinh_entry *entry_begin(const struct kiosk *k,
				      union kiosk_entry *entry, u8 type,
				      size_t body)
{
	memset(entry, 0, sizeof(*entry));
	entry->head.size = cpu_to_le32(sizeof(entry->head) + body);
	entry->head.type = type;
	entry->head.version = 1;
	entry->head.unit = cpu_to_le32(k->unit);
	return &entry->head;
}

/* Needs dinh_door.lock. */
static int fill(const struct kiosk *k, const struct press *press,
		union kiosk_entry *e, struct dinh_refusal *why)
{
	const __le64 kiosk = cpu_to_le64(k->seq);
	const __le64 meeting = cpu_to_le64(k->meeting);
	const __le32 one = cpu_to_le32(1);

	switch (k->setup.role) {
	case DINH_KIOSK_RATING:
		entry_begin(k, e, DINH_ENTRY_RATING, sizeof(e->rating));
		e->rating.kiosk = kiosk;
		e->rating.score = press->what;
		e->rating.low_reason = press->low_reason;
		return 0;
	case DINH_KIOSK_ATTENDANCE:
		entry_begin(k, e, DINH_ENTRY_ATTENDANCE,
			    sizeof(e->attendance));
		e->attendance.meeting = meeting;
		e->attendance.kiosk = kiosk;
		e->attendance.count = one;
		return dinh_meeting_know_card(k->meeting, press->card,
					      e->attendance.card, why);
	default:
		entry_begin(k, e, DINH_ENTRY_VOTE, sizeof(e->vote));
		e->vote.meeting = meeting;
		e->vote.kiosk = kiosk;
		if (press->what == DINH_CHOICE_YES)
			e->vote.yes = one;
		else if (press->what == DINH_CHOICE_NO)
			e->vote.no = one;
		else
			e->vote.abstain = one;
		return 0;
	}
}

static int deliver(const struct kiosk *k, const struct press *press)
{
	union kiosk_entry entry;
	struct dinh_refusal why;
	int err;

	scoped_guard(rwsem_write, &dinh_door.lock)
		err = fill(k, press, &entry, &why) ?:
		      dinh_door_make_locked(&entry.head, &press->moment, &why);
	dinh_door_submitted(entry.head.type, false, err, &why);
	return err;
}

static bool take(struct kiosk *k, struct press *press)
{
	struct press *slot;
	bool any;

	spin_lock_irq(&k->lock);
	any = k->head != k->tail;
	if (any) {
		slot = &k->ring[k->tail++ % RING_SIZE];
		*press = *slot;
		memzero_explicit(slot, sizeof(*slot));
	}
	spin_unlock_irq(&k->lock);
	return any;
}

/* A press that found no room was made, and is lost; any other was not one. */
static void account(struct kiosk *k, int err)
{
	spin_lock_irq(&k->lock);
	if (!err)
		k->presses++;
	else if (err == -EAGAIN || err == -ENOMEM || err == -EBUSY)
		k->lost++;
	else
		k->ignored++;
	spin_unlock_irq(&k->lock);
}

static u64 untold(struct kiosk *k)
{
	u64 presses;

	spin_lock_irq(&k->lock);
	presses = k->lost - k->told;
	spin_unlock_irq(&k->lock);
	return presses;
}

/* Whether all that was lost is in the ledger. */
static bool tell_loss(struct kiosk *k)
{
	u64 presses = untold(k);
	struct dinh_refusal why;
	union kiosk_entry entry;
	int err;

	if (!presses)
		return true;
	entry_begin(k, &entry, DINH_ENTRY_LOSS, sizeof(entry.loss));
	entry.loss.kiosk = cpu_to_le64(k->seq);
	entry.loss.presses = cpu_to_le64(presses);
	scoped_guard(rwsem_write, &dinh_door.lock)
		err = dinh_door_make_locked(&entry.head, NULL, &why);
	dinh_door_submitted(DINH_ENTRY_LOSS, false, err, &why);
	if (err)
		return false;
	spin_lock_irq(&k->lock);
	k->told += presses;
	spin_unlock_irq(&k->lock);
	return true;
}

static bool drain(struct kiosk *k)
{
	struct press press;
	bool any = false;
	int err;

	while (take(k, &press)) {
		err = deliver(k, &press);
		account(k, err);
		any |= !err;
	}
	memzero_explicit(&press, sizeof(press));
	return any;
}

static void work(struct work_struct *work)
{
	struct kiosk *k = container_of(work, struct kiosk, work);

	if (drain(k) || is_secret(k))
		answer(k);
	if (!tell_loss(k))
		queue_delayed_work(system_wq, &look_work, AGAIN_DELAY);
}

/*
 * The device.
 */

static bool is_called(const struct input_dev *dev, const char *device)
{
	return (dev->phys && !strcmp(dev->phys, device)) ||
	       (dev->uniq && !strcmp(dev->uniq, device)) ||
	       (dev->name && !strcmp(dev->name, device));
}

static struct kiosk *kiosk_of(struct input_handler *handler)
{
	return container_of(handler, struct kiosk, handler);
}

/* Only while it is being bound: a device that comes later is another. */
static bool kiosk_match(struct input_handler *handler, struct input_dev *dev)
{
	struct kiosk *k = kiosk_of(handler);

	return !k->seq && !k->leaving && is_called(dev, k->setup.device);
}

static int check_device(struct kiosk *k, const struct input_dev *dev)
{
	unsigned int i;

	k->is_virtual = !dev->dev.parent || dev->id.bustype == BUS_VIRTUAL;
	if (k->is_virtual && !k->setup.virtual_too)
		return dinh_refuse(&k->why, DINH_REFUSED_DEVICE_VIRTUAL,
				   DINH_A_DEVICE);
	for (i = 0; i < k->setup.n_keys; i++)
		if (!test_bit(k->setup.keys[i], dev->keybit))
			return dinh_refuse(&k->why, DINH_REFUSED_DEVICE_KEYS,
					   DINH_A_KEYS,
					   (u64)k->setup.keys[i]);
	if (k->setup.role == DINH_KIOSK_ATTENDANCE &&
	    !test_bit(KEY_ENTER, dev->keybit) &&
	    !test_bit(KEY_KPENTER, dev->keybit))
		return dinh_refuse(&k->why, DINH_REFUSED_DEVICE_KEYS,
				   DINH_A_DEVICE, (u64)KEY_ENTER);
	return 0;
}

static int grab(struct kiosk *k)
{
	int err = input_register_handle(&k->handle);

	if (err)
		return err;
	err = input_open_device(&k->handle);
	if (!err) {
		err = input_grab_device(&k->handle);
		if (!err)
			return 0;
		input_close_device(&k->handle);
	}
	input_unregister_handle(&k->handle);
	return err;
}

static int kiosk_connect(struct input_handler *handler, struct input_dev *dev,
			 const struct input_device_id *id)
{
	struct kiosk *k = kiosk_of(handler);
	int err;

	if (k->matches++)
		return -ENODEV;
	err = check_device(k, dev);
	if (err)
		return err;
	strscpy(k->name, dev->name ?: "", sizeof(k->name));
	k->led = test_bit(EV_LED, dev->evbit) ?
		 find_first_bit(dev->ledbit, LED_CNT) : LED_CNT;
	if (k->led == LED_CNT)
		k->led = -1;
	k->sound = -1;
	if (test_bit(EV_SND, dev->evbit))
		k->sound = test_bit(SND_TONE, dev->sndbit) ? SND_TONE :
							     SND_BELL;
	if (k->check_only)
		return -ENODEV;
	k->handle.dev = dev;
	k->handle.handler = handler;
	k->handle.name = "dinh";
	k->handle.private = k;
	err = grab(k);
	if (err == -EBUSY)
		return dinh_refuse(&k->why, DINH_REFUSED_DEVICE_TAKEN,
				   DINH_A_DEVICE);
	if (err) {
		dinh_refuse(&k->why, DINH_REFUSED_NO_MEMORY, 0);
		k->why.error = err;
		return err;
	}
	k->connected = true;
	return 0;
}

static void kiosk_disconnect(struct input_handle *handle)
{
	struct kiosk *k = handle->private;

	scoped_guard(mutex, &k->hw) {
		k->connected = false;
		say(k, 0);
	}
	input_close_device(handle);
	input_unregister_handle(handle);
	dinh_kiosk_look();
}

static const struct input_device_id with_keys[] = {
	{
		.flags = INPUT_DEVICE_ID_MATCH_EVBIT,
		.evbit = { BIT_MASK(EV_KEY) },
	},
	{ }
};

/*
 * Binding.
 */

static int check_milliseconds(const char *name, u16 attr, u32 value,
			      struct dinh_refusal *why)
{
	if (value <= DINH_KIOSK_MS_MAX)
		return 0;
	return dinh_refuse(why, DINH_REFUSED_MILLISECONDS, attr, name,
			   (u64)value, (u64)DINH_KIOSK_MS_MAX);
}

static int check_keys(const struct dinh_kiosk_setup *setup, unsigned int one,
		      unsigned int other, struct dinh_refusal *why)
{
	unsigned int i, j;

	if (setup->n_keys != one && setup->n_keys != other)
		return dinh_refuse(why, DINH_REFUSED_KEYS, DINH_A_KEYS,
				   (u64)setup->n_keys, (u64)one, (u64)other);
	for (i = 0; i < setup->n_keys; i++) {
		if (!setup->keys[i] || setup->keys[i] >= KEY_CNT)
			return dinh_refuse(why, DINH_REFUSED_DEVICE_KEYS,
					   DINH_A_KEYS, (u64)setup->keys[i]);
		for (j = 0; j < i; j++)
			if (setup->keys[i] == setup->keys[j])
				return dinh_refuse(why,
						   DINH_REFUSED_KEYS_TWICE,
						   DINH_A_KEYS,
						   (u64)setup->keys[i]);
	}
	return 0;
}

/**
 * dinh_kiosk_setup_check - check how a device is to be a kiosk
 * @setup: the setup; what it leaves open is filled in
 * @why: filled on refusal
 *
 * Return: 0 or a negative errno.
 */
int dinh_kiosk_setup_check(struct dinh_kiosk_setup *setup,
			   struct dinh_refusal *why)
{
	static const u16 usual[] = { KEY_1, KEY_2, KEY_3, KEY_4, KEY_5 };
	int err = check_milliseconds("timeout", DINH_A_TIMEOUT, setup->timeout,
				     why) ?:
		  check_milliseconds("interval", DINH_A_INTERVAL,
				     setup->interval, why);

	if (err)
		return err;
	if (setup->role == DINH_KIOSK_ATTENDANCE)
		return check_keys(setup, 0, 0, why);
	if (!setup->n_keys) {
		setup->n_keys = setup->role == DINH_KIOSK_BALLOT ?
				DINH_CHOICES : SCORES;
		memcpy(setup->keys, usual, setup->n_keys * sizeof(usual[0]));
	}
	if (setup->role == DINH_KIOSK_BALLOT)
		return check_keys(setup, DINH_CHOICES, DINH_CHOICES, why);
	return check_keys(setup, SCORES, SCORES + REASONS, why);
}

static struct kiosk *make_kiosk(const struct dinh_entry *entry,
				const struct dinh_kiosk_setup *setup,
				bool check_only)
{
	const struct dinh_kiosk_bind *body = (const void *)(entry + 1);
	struct kiosk *k = kzalloc(sizeof(*k), GFP_KERNEL_ACCOUNT);

	if (!k)
		return NULL;
	k->setup = *setup;
	k->check_only = check_only;
	k->unit = le32_to_cpu(entry->unit);
	k->meeting = le64_to_cpu(body->meeting);
	k->handler = (struct input_handler) {
		.event = kiosk_event,
		.match = kiosk_match,
		.connect = kiosk_connect,
		.disconnect = kiosk_disconnect,
		.name = "dinh",
		.id_table = with_keys,
	};
	INIT_LIST_HEAD(&k->node);
	INIT_WORK(&k->work, work);
	INIT_DELAYED_WORK(&k->expire, expire);
	INIT_DELAYED_WORK(&k->silence, silence);
	mutex_init(&k->hw);
	spin_lock_init(&k->lock);
	scoped_guard(rwsem_read, &dinh_door.lock)
		k->hall = dinh_hall_get(k->meeting);
	return k;
}

/* Its handler is not registered any more. */
static void free_kiosk(struct kiosk *k)
{
	cancel_delayed_work_sync(&k->expire);
	cancel_work_sync(&k->work);
	cancel_delayed_work_sync(&k->silence);
	dinh_hall_put(k->hall);
	mutex_destroy(&k->hw);
	kfree_sensitive(k);
}

static int found(struct kiosk *k, struct dinh_refusal *why)
{
	if (!k->matches)
		return dinh_refuse(why, DINH_REFUSED_DEVICE_UNKNOWN,
				   DINH_A_DEVICE);
	if (k->matches > 1)
		return dinh_refuse(why, DINH_REFUSED_DEVICE_MANY,
				   DINH_A_DEVICE, (u64)k->matches);
	*why = k->why;
	return why->error;
}

static int submit_bind(struct kiosk *k, struct dinh_entry *entry,
		       const struct dinh_writer *writer,
		       struct dinh_refusal *why)
{
	struct dinh_kiosk_bind *body = (void *)(entry + 1);
	int err;

	body->flags = k->is_virtual ? DINH_KIOSK_VIRTUAL : 0;
	scoped_guard(rwsem_write, &dinh_door.lock) {
		err = dinh_door_submit_locked(entry, writer, k->check_only,
					      why);
		if (!err && !k->check_only) {
			k->seq = le64_to_cpu(entry->seq);
			spin_lock_irq(&k->lock);
			k->bound = true;
			spin_unlock_irq(&k->lock);
		}
	}
	dinh_door_submitted(entry->type, k->check_only, err, why);
	return err;
}

/**
 * dinh_kiosk_bind - make an input device a kiosk
 * @entry: of type DINH_ENTRY_KIOSK_BIND, without its flags
 * @writer: what the calling task writes through
 * @setup: checked
 * @check_only: say whether it could be one, and do nothing
 * @name: filled: what the device calls itself
 * @why: filled on refusal
 *
 * Context: may sleep; takes dinh_door.lock.
 * Return: 0 or a negative errno.
 */
int dinh_kiosk_bind(struct dinh_entry *entry, const struct dinh_writer *writer,
		    const struct dinh_kiosk_setup *setup, bool check_only,
		    char name[DINH_NAME_SIZE], struct dinh_refusal *why)
{
	struct kiosk *k = make_kiosk(entry, setup, check_only);
	int err;

	if (!k)
		return dinh_refuse(why, DINH_REFUSED_NO_MEMORY, 0);
	guard(mutex)(&kiosks_lock);
	err = input_register_handler(&k->handler);
	if (err) {
		free_kiosk(k);
		return dinh_refuse(why, DINH_REFUSED_NO_MEMORY, 0);
	}
	err = found(k, why) ?: submit_bind(k, entry, writer, why);
	strscpy(name, k->name, DINH_NAME_SIZE);
	if (!err && !check_only) {
		spin_lock(&list_lock);
		list_add_tail(&k->node, &kiosks);
		spin_unlock(&list_lock);
		/* It may have been unplugged, or its meeting ended, just now. */
		dinh_kiosk_look();
		return 0;
	}
	input_unregister_handler(&k->handler);
	free_kiosk(k);
	return err;
}

/* Needs kiosks_lock or list_lock. */
static struct kiosk *find_kiosk(u64 seq)
{
	struct kiosk *k;

	list_for_each_entry(k, &kiosks, node)
		if (k->seq == seq)
			return k;
	return NULL;
}

/*
 * Unbinding. All of these need kiosks_lock.
 */

/* Lets go of the device, and takes what it still brought to the door. */
static void stop(struct kiosk *k, enum dinh_unbind why)
{
	if (!k->leaving) {
		k->leaving = true;
		k->why_leaving = why;
		input_unregister_handler(&k->handler);
		cancel_delayed_work_sync(&k->expire);
		spin_lock_irq(&k->lock);
		put_low(k, DINH_LOW_UNSTATED);
		spin_unlock_irq(&k->lock);
	}
	cancel_work_sync(&k->work);
	drain(k);
}

static void entry_of_unbind(const struct kiosk *k, union kiosk_entry *entry,
			    enum dinh_unbind why)
{
	entry_begin(k, entry, DINH_ENTRY_KIOSK_UNBIND, sizeof(entry->unbind));
	entry->unbind.kiosk = cpu_to_le64(k->seq);
	entry->unbind.why = cpu_to_le32(why);
}

static void forget(struct kiosk *k)
{
	spin_lock(&list_lock);
	list_del(&k->node);
	spin_unlock(&list_lock);
	free_kiosk(k);
}

/* Ends it by an entry of the kernel's; false where there is no room for one. */
static bool end_by_itself(struct kiosk *k)
{
	union kiosk_entry entry;
	struct dinh_refusal why;
	int err;

	if (!tell_loss(k))
		return false;
	entry_of_unbind(k, &entry, k->why_leaving);
	scoped_guard(rwsem_write, &dinh_door.lock)
		err = dinh_door_make_locked(&entry.head, NULL, &why);
	dinh_door_submitted(DINH_ENTRY_KIOSK_UNBIND, false, err, &why);
	if (err)
		return false;
	forget(k);
	return true;
}

static bool is_over(const struct kiosk *k)
{
	guard(rwsem_read)(&dinh_door.lock);
	return k->meeting && !dinh_meeting(dinh_door.reg, k->meeting);
}

static bool is_unplugged(struct kiosk *k)
{
	guard(mutex)(&k->hw);
	return !k->connected;
}

/* Ends what is to end, and tells what was lost. */
static void look(struct work_struct *unused)
{
	struct kiosk *k, *next;
	bool again = false;

	guard(mutex)(&kiosks_lock);
	list_for_each_entry_safe(k, next, &kiosks, node) {
		if (!k->leaving && is_over(k))
			stop(k, DINH_UNBIND_MEETING);
		else if (!k->leaving && is_unplugged(k))
			stop(k, DINH_UNBIND_UNPLUGGED);
		again |= k->leaving ? !end_by_itself(k) : !tell_loss(k);
	}
	if (again)
		queue_delayed_work(system_wq, &look_work, AGAIN_DELAY);
}

/**
 * dinh_kiosk_look - have kiosks end whose device or meeting has gone, soon
 *
 * Context: any.
 */
void dinh_kiosk_look(void)
{
	mod_delayed_work(system_wq, &look_work, 0);
}

/**
 * dinh_kiosk_unbind - make an input device what it was before
 * @entry: of type DINH_ENTRY_KIOSK_UNBIND
 * @writer: what the calling task writes through
 * @check_only: say whether it is one, and do nothing
 * @why: filled on refusal
 *
 * Context: may sleep; takes dinh_door.lock.
 * Return: 0 or a negative errno; -EAGAIN where the device was let go and its
 * entry waits for room.
 */
int dinh_kiosk_unbind(struct dinh_entry *entry,
		      const struct dinh_writer *writer, bool check_only,
		      struct dinh_refusal *why)
{
	const struct dinh_kiosk_unbind *body = (const void *)(entry + 1);
	struct dinh_entry head = *entry;
	struct kiosk *k;
	int err;

	guard(mutex)(&kiosks_lock);
	k = find_kiosk(le64_to_cpu(body->kiosk));
	scoped_guard(rwsem_write, &dinh_door.lock)
		err = dinh_door_submit_locked(entry, writer, true, why);
	if (!err && k && !check_only) {
		stop(k, DINH_UNBIND_ASKED);
		tell_loss(k);
		*entry = head;
		scoped_guard(rwsem_write, &dinh_door.lock)
			err = dinh_door_submit_locked(entry, writer, false,
						      why);
		if (err)
			queue_delayed_work(system_wq, &look_work, AGAIN_DELAY);
		else
			forget(k);
	}
	dinh_door_submitted(entry->type, check_only, err, why);
	return err;
}

static void copy_state(struct kiosk *k, struct dinh_kiosk_state *state)
{
	state->setup = k->setup;
	state->is_secret = is_secret(k);
	strscpy(state->name, k->name, sizeof(state->name));
	spin_lock_irq(&k->lock);
	state->presses = k->presses;
	state->ignored = k->ignored;
	state->lost = k->lost;
	spin_unlock_irq(&k->lock);
}

/**
 * dinh_kiosk_state - how a kiosk is
 * @seq: its number
 * @state: filled
 *
 * Context: any but interrupts.
 * Return: whether it is bound.
 */
bool dinh_kiosk_state(u64 seq, struct dinh_kiosk_state *state)
{
	struct kiosk *k;

	spin_lock(&list_lock);
	k = find_kiosk(seq);
	if (k)
		copy_state(k, state);
	spin_unlock(&list_lock);
	return k;
}

/**
 * dinh_kiosk_teardown - let go of all devices
 *
 * Nobody binds one any more.
 */
void dinh_kiosk_teardown(void)
{
	struct kiosk *k, *next;

	cancel_delayed_work_sync(&look_work);
	scoped_guard(mutex, &kiosks_lock) {
		list_for_each_entry_safe(k, next, &kiosks, node) {
			if (!k->leaving)
				input_unregister_handler(&k->handler);
			forget(k);
		}
	}
	/* An unplugged device asked for a look meanwhile. */
	cancel_delayed_work_sync(&look_work);
}
