// SPDX-License-Identifier: GPL-2.0-only
/* rating-add, rating-get. */
#include "door.h"
#include "netlink.h"
#include "session.h"

const struct nla_policy dinh_rating_add_policy[DINH_A_MAX + 1] = {
	[DINH_A_CHECK_ONLY] = DINH_POLICY_FLAG,
	[DINH_A_UNIT] = DINH_POLICY_U32,
	[DINH_A_CODE] = DINH_POLICY_CODE,
	[DINH_A_SCORE] = NLA_POLICY_MAX(NLA_U32, U8_MAX),
	[DINH_A_LOW_REASON] = NLA_POLICY_MAX(NLA_U32, U8_MAX),
};

const struct nla_policy dinh_rating_get_policy[DINH_A_MAX + 1] = {
	[DINH_A_UNIT] = DINH_POLICY_U32,
	[DINH_A_CODE] = DINH_POLICY_CODE,
};

int dinh_rating_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_rating *rating;
	struct dinh_entry *entry;
	u32 nr;

	if (dinh_request_unit(&req, &nr) ||
	    dinh_request_need(&req, DINH_A_SCORE, "score"))
		return dinh_refused(&req);
	entry = dinh_request_entry(DINH_ENTRY_RATING, sizeof(*rating));
	if (!entry)
		return dinh_out_of_memory(&req);
	rating = (void *)(entry + 1);
	entry->unit = cpu_to_le32(nr);
	rating->score = dinh_request_u32(&req, DINH_A_SCORE, 0);
	rating->low_reason = dinh_request_u32(&req, DINH_A_LOW_REASON,
					      DINH_LOW_UNSTATED);
	return dinh_request_finish(&req, info, entry);
}

static int put_low(struct sk_buff *skb, u32 reason, u64 count)
{
	struct nlattr *nest = nla_nest_start(skb, DINH_A_LOW);

	if (!nest || nla_put_u32(skb, DINH_LOW_A_REASON, reason) ||
	    nla_put_u64_64bit(skb, DINH_LOW_A_COUNT, count, 0))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_ratings(struct sk_buff *skb, const struct dinh_unit *unit)
{
	const struct dinh_ratings ratings = dinh_ratings(dinh_door.reg, unit);
	u32 i;

	if (dinh_put_u64(skb, DINH_A_RATINGS, ratings.count) ||
	    dinh_put_u64(skb, DINH_A_RATING_SUM, ratings.sum))
		return -EMSGSIZE;
	for (i = 0; i < DINH_LOW_REASONS; i++)
		if (ratings.low[i] && put_low(skb, i, ratings.low[i]))
			return -EMSGSIZE;
	return 0;
}

static int put_visits(struct sk_buff *skb, const struct dinh_unit *unit)
{
	const struct dinh_register *reg = dinh_door.reg;
	struct dinh_visitors now =
		dinh_session_visitors(unit->nr ?: DINH_SESSION_ALL);
	u64 before = unit->nr ? dinh_visits(reg, unit->nr) : reg->visits;

	return dinh_put_u64(skb, DINH_A_VISITS, before + now.visits) ?:
	       nla_put_u32(skb, DINH_A_ONLINE, now.online);
}

/* Needs dinh_door.lock. */
static int find_unit(struct dinh_request *req, u32 nr,
		     const struct dinh_unit **unit)
{
	char date[DINH_DATE_SIZE];

	*unit = dinh_unit(dinh_door.reg, nr);
	if (!*unit)
		return dinh_refuse(&req->why, DINH_REFUSED_UNIT_UNKNOWN,
				   DINH_A_UNIT, (u64)nr);
	if (!(*unit)->until)
		return 0;
	dinh_date((*unit)->until, date);
	return dinh_refuse(&req->why, DINH_REFUSED_UNIT_DISSOLVED, DINH_A_UNIT,
			   dinh_unit_code(*unit), date);
}

static int answer_rating(struct dinh_request *req, struct dinh_answer *answer,
			 u32 nr)
{
	struct sk_buff *skb = answer->skb;
	const struct dinh_unit *unit;
	int err;

	guard(rwsem_read)(&dinh_door.lock);
	err = find_unit(req, nr, &unit) ?: dinh_put_size(skb);
	if (!err && nr)
		err = dinh_put_unit_names(skb, unit);
	return err ?: put_ratings(skb, unit) ?: put_visits(skb, unit);
}

int dinh_rating_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct dinh_request req = dinh_request(skb, info);
	struct dinh_answer answer;
	int err;
	u32 nr;

	if (dinh_request_unit_or_all(&req, &nr))
		return dinh_refused(&req);
	if (dinh_answer_begin(&answer, info))
		return dinh_out_of_memory(&req);
	err = answer_rating(&req, &answer, nr);
	dinh_answer_end(&answer, info, err);
	return req.why.error ? dinh_refused(&req) : err;
}
