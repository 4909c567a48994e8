// SPDX-License-Identifier: GPL-2.0-only
/* Ratings, meetings and kiosks, asked and told. */
#include "array.h"
#include "attrs.h"
#include "query.h"

static int fill_seq(struct nlattr **a, struct nlmsghdr *msg, void *data,
		    struct error *err)
{
	uint64_t *seq = data;

	(void)msg;
	(void)err;
	*seq = get_u64(a, DINH_A_SEQ, 0);
	return 0;
}

/*
 * Ratings.
 */

int rating_add(struct client *client, const char *code, uint32_t score,
	       uint32_t low_reason, bool check_only, uint64_t *seq,
	       struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_RATING_ADD, 0);

	return send_call(client, msg, !msg ||
			 put_flag_attr(msg, DINH_A_CHECK_ONLY, check_only) ||
			 nla_put_string(msg, DINH_A_CODE, code) ||
			 nla_put_u32(msg, DINH_A_SCORE, score) ||
			 put_some(msg, DINH_A_LOW_REASON, low_reason),
			 fill_seq, seq, NULL, err);
}

static void fill_low(struct nlmsghdr *msg, struct ratings *out)
{
	struct nlattr *a, *tb[DINH_LOW_A_MAX + 1];
	uint32_t reason;
	int left;

	nlmsg_for_each_attr(a, msg, GENL_HDRLEN, left) {
		if (nla_type(a) != DINH_A_LOW ||
		    nla_parse_nested(tb, DINH_LOW_A_MAX, a, NULL))
			continue;
		reason = get_u32(tb, DINH_LOW_A_REASON, DINH_LOW_REASONS);
		if (reason < DINH_LOW_REASONS)
			out->low[reason] = get_u64(tb, DINH_LOW_A_COUNT, 0);
	}
}

static int fill_ratings(struct nlattr **a, struct nlmsghdr *msg, void *data,
			struct error *err)
{
	struct ratings *out = data;

	GET_CODE(a, DINH_A_CODE, out->code);
	out->name = get_owned(a, DINH_A_NAME);
	out->count = get_u64(a, DINH_A_RATINGS, 0);
	out->sum = get_u64(a, DINH_A_RATING_SUM, 0);
	out->visits = get_u64(a, DINH_A_VISITS, 0);
	out->online = get_u32(a, DINH_A_ONLINE, 0);
	out->size = get_u64(a, DINH_A_SIZE, 0);
	fill_low(msg, out);
	return out->name ? 0 : error_memory(err);
}

int ratings_get(struct client *client, const char *code, struct ratings *out,
		struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_RATING_GET, 0);

	memset(out, 0, sizeof(*out));
	return send_call(client, msg, !msg ||
			 (code && nla_put_string(msg, DINH_A_CODE, code)),
			 fill_ratings, out, NULL, err);
}

void ratings_free(struct ratings *ratings)
{
	free(ratings->name);
	memset(ratings, 0, sizeof(*ratings));
}

/*
 * Meetings.
 */

/* What one attribute can hold of a roll. */
#define ROLL_PART	(2047 * DINH_HASH_SIZE)

static int put_roll(struct nl_msg *msg, const struct meeting *meeting)
{
	size_t left = (size_t)meeting->cards * DINH_HASH_SIZE, part;
	const uint8_t *at = meeting->roll;

	for (; left; left -= part, at += part) {
		part = left < ROLL_PART ? left : ROLL_PART;
		if (nla_put(msg, DINH_A_ROLL, part, at))
			return -1;
	}
	return 0;
}

int meeting_open(struct client *client, const struct meeting *meeting,
		 bool check_only, uint64_t *seq, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_MEETING_OPEN, 0);

	return send_call(client, msg, !msg ||
			 put_flag_attr(msg, DINH_A_CHECK_ONLY, check_only) ||
			 nla_put_string(msg, DINH_A_CODE, meeting->code) ||
			 nla_put_string(msg, DINH_A_REQUIREMENT,
					meeting->requirement) ||
			 nla_put_u32(msg, DINH_A_ELIGIBLE,
				     meeting->eligible) ||
			 nla_put_u32(msg, DINH_A_DAY, meeting->day) ||
			 put_some(msg, DINH_A_BALLOT, meeting->ballot) ||
			 put_some(msg, DINH_A_ITEMS, meeting->items) ||
			 put_some(msg, DINH_A_UNTIL, meeting->until) ||
			 put_some(msg, DINH_A_PERIOD, meeting->period) ||
			 (meeting->key &&
			  nla_put_u64(msg, DINH_A_KEY, meeting->key)) ||
			 put_roll(msg, meeting),
			 fill_seq, seq, NULL, err);
}

int meeting_attend(struct client *client, uint64_t meeting, const char *card,
		   uint32_t count, bool check_only, uint64_t *seq,
		   struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_MEETING_ATTEND,
					    0);

	return send_call(client, msg, !msg ||
			 put_flag_attr(msg, DINH_A_CHECK_ONLY, check_only) ||
			 nla_put_u64(msg, DINH_A_MEETING, meeting) ||
			 (card ? nla_put_string(msg, DINH_A_CARD, card) :
				 nla_put_u32(msg, DINH_A_COUNT, count)),
			 fill_seq, seq, NULL, err);
}

int meeting_vote(struct client *client, uint64_t meeting,
		 const struct sums *votes, bool check_only, uint64_t *seq,
		 struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_MEETING_VOTE, 0);

	return send_call(client, msg, !msg ||
			 put_flag_attr(msg, DINH_A_CHECK_ONLY, check_only) ||
			 nla_put_u64(msg, DINH_A_MEETING, meeting) ||
			 put_some(msg, DINH_A_YES, votes->yes) ||
			 put_some(msg, DINH_A_NO, votes->no) ||
			 put_some(msg, DINH_A_ABSTAIN, votes->abstain) ||
			 put_some(msg, DINH_A_INVALID, votes->invalid),
			 fill_seq, seq, NULL, err);
}

static void fill_sums(struct nlattr **a, struct meeting *out)
{
	struct nlattr *t[DINH_VOTES_A_MAX + 1] = { NULL };

	out->eligible = get_u32(a, DINH_A_ELIGIBLE, 0);
	out->all = (struct sums){
		.present = get_u32(a, DINH_A_PRESENT, 0),
		.yes = get_u32(a, DINH_A_YES, 0),
		.no = get_u32(a, DINH_A_NO, 0),
		.abstain = get_u32(a, DINH_A_ABSTAIN, 0),
		.invalid = get_u32(a, DINH_A_INVALID, 0),
	};
	if (a[DINH_A_TYPED])
		nla_parse_nested(t, DINH_VOTES_A_MAX, a[DINH_A_TYPED], NULL);
	out->typed = (struct sums){
		.present = get_u32(t, DINH_VOTES_A_PRESENT, 0),
		.yes = get_u32(t, DINH_VOTES_A_YES, 0),
		.no = get_u32(t, DINH_VOTES_A_NO, 0),
		.abstain = get_u32(t, DINH_VOTES_A_ABSTAIN, 0),
		.invalid = get_u32(t, DINH_VOTES_A_INVALID, 0),
	};
	out->has_votes = a[DINH_A_YES];
	out->needs_known = a[DINH_A_PRESENT_NEEDED];
	out->present_needed = get_u32(a, DINH_A_PRESENT_NEEDED, 0);
	out->yes_needed = get_u32(a, DINH_A_YES_NEEDED, 0);
}

static int fill_closed(struct nlattr **a, struct nlmsghdr *msg, void *data,
		       struct error *err)
{
	struct meeting *out = data;

	(void)msg;
	(void)err;
	out->seq = get_u64(a, DINH_A_SEQ, 0);
	out->outcome = get_u32(a, DINH_A_OUTCOME, 0);
	fill_sums(a, out);
	return 0;
}

int meeting_close(struct client *client, uint64_t meeting,
		  const uint8_t *document, bool check_only,
		  struct meeting *out, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_MEETING_CLOSE, 0);

	memset(out, 0, sizeof(*out));
	return send_call(client, msg, !msg ||
			 put_flag_attr(msg, DINH_A_CHECK_ONLY, check_only) ||
			 nla_put_u64(msg, DINH_A_MEETING, meeting) ||
			 (document && nla_put(msg, DINH_A_DOCUMENT,
					      DINH_HASH_SIZE, document)),
			 fill_closed, out, NULL, err);
}

int meeting_void(struct client *client, uint64_t meeting, const char *reason,
		 bool check_only, uint64_t *seq, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_MEETING_VOID, 0);

	return send_call(client, msg, !msg ||
			 put_flag_attr(msg, DINH_A_CHECK_ONLY, check_only) ||
			 nla_put_u64(msg, DINH_A_MEETING, meeting) ||
			 nla_put_string(msg, DINH_A_REASON, reason),
			 fill_seq, seq, NULL, err);
}

static int add_meeting(struct nlattr **a, struct nlmsghdr *msg, void *data,
		       struct error *err)
{
	struct meetings *out = data;
	struct meeting *meeting;

	(void)msg;
	if (!a) {
		meetings_free(out);
		return 0;
	}
	meeting = array_grow(&out->item, out->n, sizeof(*meeting));
	if (!meeting)
		return error_memory(err);
	out->n++;
	out->size = get_u64(a, DINH_A_SIZE, 0);
	GET_CODE(a, DINH_A_CODE, meeting->code);
	GET_CODE(a, DINH_A_REQUIREMENT, meeting->requirement);
	meeting->name = get_owned(a, DINH_A_NAME);
	meeting->seq = get_u64(a, DINH_A_MEETING, 0);
	meeting->day = get_u32(a, DINH_A_DAY, DINH_DAY_NONE);
	meeting->until = get_u32(a, DINH_A_UNTIL, DINH_DAY_NONE);
	meeting->period = get_u32(a, DINH_A_PERIOD, DINH_DAY_NONE);
	meeting->ballot = get_u32(a, DINH_A_BALLOT, DINH_BALLOT_OPEN);
	meeting->cards = get_u32(a, DINH_A_CARDS, 0);
	meeting->cast = get_u32(a, DINH_A_CAST, 0);
	fill_sums(a, meeting);
	return meeting->name ? 0 : error_memory(err);
}

void meetings_free(struct meetings *meetings)
{
	size_t i;

	for (i = 0; i < meetings->n; i++)
		free(meetings->item[i].name);
	free(meetings->item);
	memset(meetings, 0, sizeof(*meetings));
}

static int get_meetings(struct client *client, struct nl_msg *msg, int failed,
			struct meetings *out, struct error *err)
{
	memset(out, 0, sizeof(*out));
	if (!send_call(client, msg, failed, add_meeting, out, &out->changed,
		       err))
		return 0;
	meetings_free(out);
	return -1;
}

int meeting_get(struct client *client, uint64_t meeting, struct meetings *out,
		struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_MEETING_GET, 0);

	return get_meetings(client, msg, !msg ||
			    nla_put_u64(msg, DINH_A_MEETING, meeting), out,
			    err);
}

int meetings_get(struct client *client, const char *scope,
		 struct meetings *out, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_MEETING_GET,
					    NLM_F_DUMP);

	return get_meetings(client, msg, !msg || put_scope(msg, scope), out,
			    err);
}

/*
 * Kiosks.
 */

static int fill_bound(struct nlattr **a, struct nlmsghdr *msg, void *data,
		      struct error *err)
{
	struct kiosk *kiosk = data;

	(void)msg;
	(void)err;
	kiosk->seq = get_u64(a, DINH_A_SEQ, 0);
	get_text(a, DINH_A_DEVICE_NAME, kiosk->device_name,
		 sizeof(kiosk->device_name));
	return 0;
}

int kiosk_bind(struct client *client, struct kiosk *kiosk, bool check_only,
	       struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_KIOSK_BIND, 0);

	return send_call(client, msg, !msg ||
			 put_flag_attr(msg, DINH_A_CHECK_ONLY, check_only) ||
			 nla_put_string(msg, DINH_A_CODE, kiosk->code) ||
			 nla_put_string(msg, DINH_A_DEVICE, kiosk->device) ||
			 nla_put_u32(msg, DINH_A_KIOSK_ROLE, kiosk->role) ||
			 put_flag_attr(msg, DINH_A_IS_VIRTUAL,
				       kiosk->is_virtual) ||
			 (kiosk->meeting &&
			  nla_put_u64(msg, DINH_A_MEETING, kiosk->meeting)) ||
			 (kiosk->timeout != KIOSK_USUAL &&
			  nla_put_u32(msg, DINH_A_TIMEOUT, kiosk->timeout)) ||
			 (kiosk->interval != KIOSK_USUAL &&
			  nla_put_u32(msg, DINH_A_INTERVAL,
				      kiosk->interval)) ||
			 (kiosk->n_keys &&
			  nla_put(msg, DINH_A_KEYS,
				  kiosk->n_keys * sizeof(kiosk->keys[0]),
				  kiosk->keys)),
			 fill_bound, kiosk, NULL, err);
}

int kiosk_unbind(struct client *client, uint64_t kiosk, bool check_only,
		 uint64_t *seq, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_KIOSK_UNBIND, 0);

	return send_call(client, msg, !msg ||
			 put_flag_attr(msg, DINH_A_CHECK_ONLY, check_only) ||
			 nla_put_u64(msg, DINH_A_KIOSK, kiosk),
			 fill_seq, seq, NULL, err);
}

static int add_kiosk(struct nlattr **a, struct nlmsghdr *msg, void *data,
		     struct error *err)
{
	struct kiosks *out = data;
	struct kiosk *kiosk;

	(void)msg;
	if (!a) {
		kiosks_free(out);
		return 0;
	}
	kiosk = array_grow(&out->item, out->n, sizeof(*kiosk));
	if (!kiosk)
		return error_memory(err);
	out->n++;
	out->size = get_u64(a, DINH_A_SIZE, 0);
	GET_CODE(a, DINH_A_CODE, kiosk->code);
	kiosk->name = get_owned(a, DINH_A_NAME);
	get_text(a, DINH_A_DEVICE, kiosk->device, sizeof(kiosk->device));
	get_text(a, DINH_A_DEVICE_NAME, kiosk->device_name,
		 sizeof(kiosk->device_name));
	kiosk->seq = get_u64(a, DINH_A_KIOSK, 0);
	kiosk->meeting = get_u64(a, DINH_A_MEETING, 0);
	kiosk->role = get_u32(a, DINH_A_KIOSK_ROLE, 0);
	kiosk->timeout = get_u32(a, DINH_A_TIMEOUT, 0);
	kiosk->interval = get_u32(a, DINH_A_INTERVAL, 0);
	kiosk->is_virtual = a[DINH_A_IS_VIRTUAL];
	if (a[DINH_A_KEYS])
		kiosk->n_keys = nla_memcpy(kiosk->keys, a[DINH_A_KEYS],
					   sizeof(kiosk->keys)) /
				sizeof(kiosk->keys[0]);
	kiosk->presses_known = a[DINH_A_PRESSES];
	kiosk->presses = get_u64(a, DINH_A_PRESSES, 0);
	kiosk->ignored = get_u64(a, DINH_A_IGNORED, 0);
	kiosk->lost = get_u64(a, DINH_A_LOST, 0);
	return kiosk->name ? 0 : error_memory(err);
}

void kiosks_free(struct kiosks *kiosks)
{
	size_t i;

	for (i = 0; i < kiosks->n; i++)
		free(kiosks->item[i].name);
	free(kiosks->item);
	memset(kiosks, 0, sizeof(*kiosks));
}

int kiosks_get(struct client *client, struct kiosks *out, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_KIOSK_GET,
					    NLM_F_DUMP);

	memset(out, 0, sizeof(*out));
	if (!send_call(client, msg, !msg, add_kiosk, out, &out->changed, err))
		return 0;
	kiosks_free(out);
	return -1;
}
