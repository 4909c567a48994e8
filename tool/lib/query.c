// SPDX-License-Identifier: GPL-2.0-only
/* The register's attributes, into structures and out of them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "attrs.h"
#include "i18n.h"
#include "programme.h"
#include "query.h"

int send_call(struct client *client, struct nl_msg *msg, int failed,
	      client_answer *answer, void *data, bool *changed,
	      struct error *err)
{
	if (failed) {
		nlmsg_free(msg);
		return error_memory(err);
	}
	return client_call(client, msg, answer, data, changed, err);
}

int put_flag_attr(struct nl_msg *msg, int type, bool set)
{
	return set ? nla_put_flag(msg, type) : 0;
}

/* Nothing in an answer that has no attributes left to fill. */
static int no_answer(struct error *err)
{
	return error_set(err, DINH_EXIT_REFUSED, "%s: %s",
			 _("the module did not answer"), client_advice());
}

/*
 * The ledger.
 */

static int fill_ledger(struct nlattr **a, struct nlmsghdr *msg, void *data,
		       struct error *err)
{
	struct ledger *out = data;

	(void)msg;
	(void)err;
	out->size = get_u64(a, DINH_A_SIZE, 0);
	out->durable = get_u64(a, DINH_A_DURABLE, UINT64_MAX);
	out->published = get_u64(a, DINH_A_PUBLISHED, UINT64_MAX);
	out->store = get_u32(a, DINH_A_STORE, DINH_STORE_NONE);
	out->store_error = get_u32(a, DINH_A_STORE_ERROR, 0);
	out->oldest = get_u64(a, DINH_A_OLDEST, 0);
	out->records = get_u64(a, DINH_A_RECORDS, 0);
	out->late = get_u64(a, DINH_A_LATE, 0);
	out->state = get_u32(a, DINH_A_STATE, DINH_STATE_CLOSED);
	out->today = get_u32(a, DINH_A_TODAY, DINH_DAY_NONE);
	out->clock_day = get_u32(a, DINH_A_CLOCK_DAY, DINH_DAY_NONE);
	out->units = get_u32(a, DINH_A_UNITS, 0);
	out->utc_offset = get_u32(a, DINH_A_UTC_OFFSET, 0);
	out->held = a[DINH_A_HELD];
	get_bytes(a, DINH_A_ROOT, out->root, sizeof(out->root));
	get_bytes(a, DINH_A_IDENTITY, out->identity, sizeof(out->identity));
	get_text(a, DINH_A_ORIGIN, out->origin, sizeof(out->origin));
	out->pcr = get_u32(a, DINH_A_PCR, -1);
	out->sealed = get_u64(a, DINH_A_SEALED, 0);
	get_bytes(a, DINH_A_PCR_VALUE, out->pcr_value, sizeof(out->pcr_value));
	out->tpm_waiting = get_u32(a, DINH_A_TPM_WAITING, 0);
	out->tpm_error = get_u32(a, DINH_A_TPM_ERROR, 0);
	return 0;
}

int ledger_get(struct client *client, struct ledger *out, struct error *err)
{
	memset(out, 0, sizeof(*out));
	return client_call(client,
			   client_request(client, DINH_CMD_LEDGER_GET, 0),
			   fill_ledger, out, NULL, err);
}

int ledger_init(struct client *client, const char *origin,
		const int32_t *utc_offset, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_LEDGER_INIT, 0);
	bool bad = !msg ||
		   (origin && nla_put_string(msg, DINH_A_ORIGIN, origin)) ||
		   (utc_offset &&
		    nla_put_s32(msg, DINH_A_UTC_OFFSET, *utc_offset));

	return send_call(client, msg, bad, NULL, NULL, NULL, err);
}

int ledger_published(struct client *client, uint64_t size, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_LEDGER_PUBLISHED,
					    0);

	return send_call(client, msg,
			 !msg || nla_put_u64(msg, DINH_A_SIZE, size), NULL,
			 NULL, NULL, err);
}

int ledger_seal(struct client *client, uint64_t size,
		const uint8_t root[DINH_HASH_SIZE], struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_LEDGER_CHECKPOINT,
					    0);

	return send_call(client, msg,
			 !msg || nla_put_u64(msg, DINH_A_SIZE, size) ||
			 nla_put(msg, DINH_A_ROOT, DINH_HASH_SIZE, root), NULL,
			 NULL, NULL, err);
}

int ledger_confirm(struct client *client, uint32_t day, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_DAY_CONFIRM, 0);

	return send_call(client, msg, !msg || nla_put_u32(msg, DINH_A_DAY, day),
			 NULL, NULL, NULL, err);
}

int programme_load(struct client *client, const struct programme *programme,
		   bool check_only, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_PROGRAMME_LOAD, 0);

	return send_call(client, msg,
			 !msg || put_flag_attr(msg, DINH_A_CHECK_ONLY, check_only) ||
			 programme_put(msg, programme), NULL, NULL, NULL, err);
}

/*
 * Units.
 */

static void fill_headcount(struct unit *out, struct nlattr *nest)
{
	struct nlattr *tb[DINH_HEADCOUNT_A_MAX + 1];
	uint32_t group;

	if (nla_parse_nested(tb, DINH_HEADCOUNT_A_MAX, nest, NULL) ||
	    !tb[DINH_HEADCOUNT_A_GROUP] || !tb[DINH_HEADCOUNT_A_COUNT] ||
	    nla_len(tb[DINH_HEADCOUNT_A_GROUP]) < 4 ||
	    nla_len(tb[DINH_HEADCOUNT_A_COUNT]) < 4)
		return;
	group = nla_get_u32(tb[DINH_HEADCOUNT_A_GROUP]);
	if (group < DINH_GROUPS)
		out->headcount[group] =
			nla_get_u32(tb[DINH_HEADCOUNT_A_COUNT]);
}

static int fill_unit(struct nlattr **a, struct nlmsghdr *msg, void *data,
		     struct error *err)
{
	struct unit *out = data;
	struct nlattr *attr;
	int left, i;

	unit_clear(out);
	out->name = get_owned(a, DINH_A_NAME);
	if (!out->name)
		return error_memory(err);
	GET_CODE(a, DINH_A_CODE, out->code);
	GET_CODE(a, DINH_A_PARENT_CODE, out->parent_code);
	out->nr = get_u32(a, DINH_A_UNIT, DINH_UNIT_NONE);
	out->kind = get_u32(a, DINH_A_KIND, DINH_KIND_REGISTER);
	out->parent = get_u32(a, DINH_A_PARENT, DINH_UNIT_NONE);
	out->since = get_u32(a, DINH_A_SINCE, DINH_DAY_NONE);
	out->dissolved = get_u32(a, DINH_A_DISSOLVED, DINH_DAY_NONE);
	out->pinned = a[DINH_A_PINNED] && nla_get_u8(a[DINH_A_PINNED]);
	out->children = get_u32(a, DINH_A_CHILDREN, 0);
	out->records = get_u64(a, DINH_A_RECORDS, 0);
	out->late = get_u64(a, DINH_A_LATE, 0);
	out->has_union = a[DINH_A_UNION] && nla_get_u8(a[DINH_A_UNION]);
	for (i = 0; i < DINH_GROUPS; i++)
		out->headcount[i] = DINH_COUNT_UNKNOWN;
	nlmsg_for_each_attr(attr, msg, GENL_HDRLEN, left) {
		if (nla_type(attr) == DINH_A_HEADCOUNT)
			fill_headcount(out, attr);
		else if (nla_type(attr) == DINH_A_SUCCESSOR &&
			 nla_len(attr) >= 4 &&
			 out->successors < DINH_SUCCESSORS_MAX)
			out->successor[out->successors++] = nla_get_u32(attr);
	}
	return 0;
}

void unit_clear(struct unit *unit)
{
	free(unit->name);
	memset(unit, 0, sizeof(*unit));
}

static int add_unit(struct nlattr **a, struct nlmsghdr *msg, void *data,
		    struct error *err)
{
	struct units *out = data;
	struct unit *unit;

	if (!a) {
		units_free(out);
		return 0;
	}
	unit = array_grow(&out->item, out->n, sizeof(*unit));
	if (!unit)
		return error_memory(err);
	out->n++;
	out->size = get_u64(a, DINH_A_SIZE, 0);
	return fill_unit(a, msg, unit, err);
}

void units_free(struct units *units)
{
	size_t i;

	for (i = 0; i < units->n; i++)
		free(units->item[i].name);
	free(units->item);
	memset(units, 0, sizeof(*units));
}

static int put_unit_name(struct nl_msg *msg, const char *code, uint32_t nr)
{
	return code ? nla_put_string(msg, DINH_A_CODE, code) :
		      nla_put_u32(msg, DINH_A_UNIT, nr);
}

int put_scope(struct nl_msg *msg, const char *scope)
{
	return scope ? nla_put_string(msg, DINH_A_CODE, scope) :
		       nla_put_u32(msg, DINH_A_SCOPE, DINH_UNIT_NONE);
}

int unit_get(struct client *client, const char *code, uint32_t nr,
	     struct unit *out, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_UNIT_GET, 0);

	memset(out, 0, sizeof(*out));
	if (send_call(client, msg, !msg || put_unit_name(msg, code, nr),
		      fill_unit, out, NULL, err)) {
		unit_clear(out);
		return -1;
	}
	return out->name ? 0 : no_answer(err);
}

int units_get(struct client *client, const char *scope, uint32_t kind,
	      struct units *out, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_UNIT_GET,
					    NLM_F_DUMP);

	memset(out, 0, sizeof(*out));
	if (!send_call(client, msg,
		       !msg || put_scope(msg, scope) ||
		       (kind && nla_put_u32(msg, DINH_A_KIND, kind)),
		       add_unit, out, &out->changed, err))
		return 0;
	units_free(out);
	return -1;
}

static int put_headcount(struct nl_msg *msg, uint32_t group, uint32_t count)
{
	struct nlattr *nest = nla_nest_start(msg, DINH_A_HEADCOUNT);

	if (!nest || nla_put_u32(msg, DINH_HEADCOUNT_A_GROUP, group) ||
	    nla_put_u32(msg, DINH_HEADCOUNT_A_COUNT, count))
		return -1;
	return nla_nest_end(msg, nest);
}

/* The fields of a unit that @what names, but its code. */
static int put_unit(struct nl_msg *msg, const struct unit *unit, uint32_t what)
{
	uint32_t group;

	if (((what & DINH_SET_NAME) &&
	     nla_put_string(msg, DINH_A_NAME, unit->name)) ||
	    ((what & DINH_SET_KIND) &&
	     nla_put_u32(msg, DINH_A_KIND, unit->kind)) ||
	    ((what & DINH_SET_UNION) &&
	     nla_put_u8(msg, DINH_A_UNION, unit->has_union)) ||
	    ((what & DINH_SET_SINCE) &&
	     nla_put_u32(msg, DINH_A_SINCE, unit->since)))
		return -1;
	if ((what & DINH_SET_PARENT) &&
	    (*unit->parent_code ?
	     nla_put_string(msg, DINH_A_PARENT_CODE, unit->parent_code) :
	     nla_put_u32(msg, DINH_A_PARENT, DINH_UNIT_NONE)))
		return -1;
	for (group = 0; group < DINH_GROUPS; group++)
		if ((what & DINH_SET_HEADCOUNT << group) &&
		    put_headcount(msg, group, unit->headcount[group]))
			return -1;
	return 0;
}

static uint32_t known_headcounts(const struct unit *unit)
{
	uint32_t what = 0, group;

	for (group = 0; group < DINH_GROUPS; group++)
		if (unit->headcount[group] != DINH_COUNT_UNKNOWN)
			what |= DINH_SET_HEADCOUNT << group;
	return what;
}

int unit_add(struct client *client, const struct unit *unit, bool check_only,
	     struct unit *out, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_UNIT_ADD, 0);
	uint32_t what = DINH_SET_NAME | DINH_SET_KIND | DINH_SET_UNION |
			known_headcounts(unit);

	if (*unit->parent_code)
		what |= DINH_SET_PARENT;
	if (unit->since)
		what |= DINH_SET_SINCE;
	memset(out, 0, sizeof(*out));
	return send_call(client, msg,
			 !msg || put_flag_attr(msg, DINH_A_CHECK_ONLY, check_only) ||
			 nla_put_string(msg, DINH_A_CODE, unit->code) ||
			 put_unit(msg, unit, what), fill_unit, out, NULL, err);
}

int unit_set(struct client *client, const char *code, uint32_t what,
	     const struct unit *to, bool check_only, struct unit *out,
	     struct error *err)
{
	struct nl_msg *msg;
	struct unit now;
	uint32_t nr;

	/* CODE is the new code where the unit is named by its number. */
	if (unit_get(client, code, DINH_UNIT_NONE, &now, err))
		return -1;
	nr = now.nr;
	unit_clear(&now);
	msg = client_request(client, DINH_CMD_UNIT_SET, 0);
	memset(out, 0, sizeof(*out));
	return send_call(client, msg,
			 !msg || put_flag_attr(msg, DINH_A_CHECK_ONLY, check_only) ||
			 nla_put_u32(msg, DINH_A_UNIT, nr) ||
			 ((what & DINH_SET_CODE) &&
			  nla_put_string(msg, DINH_A_CODE, to->code)) ||
			 put_unit(msg, to, what), fill_unit, out, NULL, err);
}

int unit_dissolve(struct client *client, const char *code, uint32_t day,
		  const uint32_t *successor, size_t successors,
		  struct unit *out, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_UNIT_DISSOLVE, 0);
	int failed = !msg || nla_put_string(msg, DINH_A_CODE, code) ||
		     nla_put_u32(msg, DINH_A_DAY, day);
	size_t i;

	for (i = 0; i < successors && !failed; i++)
		failed = nla_put_u32(msg, DINH_A_SUCCESSOR, successor[i]);
	memset(out, 0, sizeof(*out));
	return send_call(client, msg, failed, fill_unit, out, NULL, err);
}

int unit_pin(struct client *client, const char *code, bool pinned,
	     struct unit *out, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_UNIT_PIN, 0);

	memset(out, 0, sizeof(*out));
	return send_call(client, msg,
			 !msg || nla_put_string(msg, DINH_A_CODE, code) ||
			 nla_put_u8(msg, DINH_A_PINNED, pinned), fill_unit,
			 out, NULL, err);
}

/*
 * Records.
 */

static const int vote_attributes[VOTES] = {
	DINH_A_ELIGIBLE, DINH_A_PRESENT, DINH_A_YES, DINH_A_NO,
	DINH_A_ABSTAIN, DINH_A_INVALID,
};

void record_init(struct record *record)
{
	int i;

	memset(record, 0, sizeof(*record));
	record->group = DINH_GROUP_NONE;
	for (i = 0; i < VOTES; i++)
		record->vote[i] = DINH_COUNT_UNKNOWN;
}

static int fill_record(struct nlattr **a, struct nlmsghdr *msg, void *data,
		       struct error *err)
{
	struct record *out = data;
	int i;

	(void)msg;
	(void)err;
	record_init(out);
	out->seq = get_u64(a, DINH_A_SEQ, 0);
	out->key = get_u64(a, DINH_A_KEY, 0);
	GET_CODE(a, DINH_A_CODE, out->code);
	GET_CODE(a, DINH_A_REQUIREMENT, out->requirement);
	out->unit = get_u32(a, DINH_A_UNIT, DINH_UNIT_NONE);
	out->day = get_u32(a, DINH_A_DAY, DINH_DAY_NONE);
	out->until = get_u32(a, DINH_A_UNTIL, DINH_DAY_NONE);
	out->period = get_u32(a, DINH_A_PERIOD, DINH_DAY_NONE);
	out->items = get_u32(a, DINH_A_ITEMS, 0);
	out->group = get_u32(a, DINH_A_GROUP, DINH_GROUP_NONE);
	out->count = get_u32(a, DINH_A_COUNT, 0);
	for (i = 0; i < VOTES; i++)
		out->vote[i] = get_u32(a, vote_attributes[i],
				       DINH_COUNT_UNKNOWN);
	out->last = get_u32(a, DINH_A_LAST, DINH_DAY_NONE);
	out->uid = get_u32(a, DINH_A_UID, DINH_UID_NONE);
	out->loginuid = get_u32(a, DINH_A_LOGINUID, DINH_UID_NONE);
	out->has_document = a[DINH_A_DOCUMENT];
	get_bytes(a, DINH_A_DOCUMENT, out->document, sizeof(out->document));
	out->late = a[DINH_A_IS_LATE];
	out->withdrawn = a[DINH_A_IS_WITHDRAWN];
	out->struck = a[DINH_A_IS_STRUCK];
	out->upheld = a[DINH_A_IS_UPHELD];
	return 0;
}

static int add_record(struct nlattr **a, struct nlmsghdr *msg, void *data,
		      struct error *err)
{
	struct records *out = data;
	struct record *record;

	if (!a) {
		records_free(out);
		return 0;
	}
	record = array_grow(&out->item, out->n, sizeof(*record));
	if (!record)
		return error_memory(err);
	out->n++;
	out->size = get_u64(a, DINH_A_SIZE, 0);
	return fill_record(a, msg, record, err);
}

void records_free(struct records *records)
{
	free(records->item);
	memset(records, 0, sizeof(*records));
}

static int put_votes(struct nl_msg *msg, const struct record *record)
{
	int i;

	for (i = 0; i < VOTES; i++)
		if (record->vote[i] != DINH_COUNT_UNKNOWN &&
		    nla_put_u32(msg, vote_attributes[i], record->vote[i]))
			return -1;
	return 0;
}

int put_some(struct nl_msg *msg, int type, uint32_t value)
{
	return value ? nla_put_u32(msg, type, value) : 0;
}

static int put_record(struct nl_msg *msg, const struct record *record)
{
	if (nla_put_string(msg, DINH_A_CODE, record->code) ||
	    nla_put_string(msg, DINH_A_REQUIREMENT, record->requirement) ||
	    put_some(msg, DINH_A_DAY, record->day) ||
	    put_some(msg, DINH_A_UNTIL, record->until) ||
	    put_some(msg, DINH_A_PERIOD, record->period) ||
	    put_some(msg, DINH_A_ITEMS, record->items) ||
	    put_some(msg, DINH_A_COUNT, record->count) ||
	    put_votes(msg, record))
		return -1;
	if (record->group != DINH_GROUP_NONE &&
	    nla_put_u32(msg, DINH_A_GROUP, record->group))
		return -1;
	if (record->key && nla_put_u64(msg, DINH_A_KEY, record->key))
		return -1;
	if (record->has_document)
		return nla_put(msg, DINH_A_DOCUMENT, DINH_HASH_SIZE,
			       record->document);
	return 0;
}

int record_add(struct client *client, const struct record *record,
	       bool check_only, struct record *out, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_RECORD_ADD, 0);

	record_init(out);
	return send_call(client, msg,
			 !msg || put_flag_attr(msg, DINH_A_CHECK_ONLY, check_only) ||
			 put_record(msg, record), fill_record, out, NULL, err);
}

int record_end(struct client *client, uint64_t seq, uint32_t day,
	       struct record *out, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_RECORD_END, 0);

	record_init(out);
	return send_call(client, msg,
			 !msg || nla_put_u64(msg, DINH_A_SEQ, seq) ||
			 nla_put_u32(msg, DINH_A_DAY, day), fill_record, out,
			 NULL, err);
}

int record_withdraw(struct client *client, uint64_t seq, const char *reason,
		    struct record *out, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_RECORD_WITHDRAW,
					    0);

	record_init(out);
	return send_call(client, msg,
			 !msg || nla_put_u64(msg, DINH_A_SEQ, seq) ||
			 nla_put_string(msg, DINH_A_REASON, reason),
			 fill_record, out, NULL, err);
}

int record_get(struct client *client, uint64_t seq, struct record *out,
	       struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_RECORD_GET, 0);

	record_init(out);
	return send_call(client, msg,
			 !msg || nla_put_u64(msg, DINH_A_SEQ, seq),
			 fill_record, out, NULL, err);
}

int records_get(struct client *client, const char *code, struct records *out,
		struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_RECORD_GET,
					    NLM_F_DUMP);

	memset(out, 0, sizeof(*out));
	if (!send_call(client, msg,
		       !msg || nla_put_string(msg, DINH_A_CODE, code),
		       add_record, out, &out->changed, err))
		return 0;
	records_free(out);
	return -1;
}

/*
 * Figures.
 */

static int add_figure(struct nlattr **a, struct nlmsghdr *msg, void *data,
		      struct error *err)
{
	struct figures *out = data;
	struct figure *figure;

	(void)msg;
	if (!a) {
		figures_free(out);
		return 0;
	}
	figure = array_grow(&out->item, out->n, sizeof(*figure));
	if (!figure)
		return error_memory(err);
	out->n++;
	out->size = get_u64(a, DINH_A_SIZE, 0);
	GET_CODE(a, DINH_A_INDICATOR, figure->indicator);
	figure->numerator = get_u64(a, DINH_A_NUMERATOR, 0);
	figure->denominator = get_u64(a, DINH_A_DENOMINATOR, 0);
	figure->unknown = get_u64(a, DINH_A_UNKNOWN, 0);
	figure->verdict = get_u32(a, DINH_A_VERDICT, DINH_VERDICT_NONE);
	figure->today = get_u32(a, DINH_A_TODAY, DINH_DAY_NONE);
	return 0;
}

void figures_free(struct figures *figures)
{
	free(figures->item);
	memset(figures, 0, sizeof(*figures));
}

int status_get(struct client *client, const char *scope, struct figures *out,
	       struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_STATUS_GET,
					    NLM_F_DUMP);

	memset(out, 0, sizeof(*out));
	if (!send_call(client, msg, !msg || put_scope(msg, scope), add_figure,
		       out, &out->changed, err))
		return 0;
	figures_free(out);
	return -1;
}

static int add_gap(struct nlattr **a, struct nlmsghdr *msg, void *data,
		   struct error *err)
{
	struct gaps *out = data;
	struct gap *gap;

	(void)msg;
	if (!a) {
		gaps_free(out);
		return 0;
	}
	gap = array_grow(&out->item, out->n, sizeof(*gap));
	if (!gap)
		return error_memory(err);
	out->n++;
	out->size = get_u64(a, DINH_A_SIZE, 0);
	GET_CODE(a, DINH_A_CODE, gap->code);
	GET_CODE(a, DINH_A_INDICATOR, gap->indicator);
	GET_CODE(a, DINH_A_REQUIREMENT, gap->requirement);
	gap->name = get_owned(a, DINH_A_NAME);
	gap->unit = get_u32(a, DINH_A_UNIT, DINH_UNIT_NONE);
	gap->missing = get_u32(a, DINH_A_MISSING, 0);
	gap->group = get_u32(a, DINH_A_GROUP, DINH_GROUP_NONE);
	gap->heads = get_u64(a, DINH_A_HEADS, 0);
	gap->reached = get_u64(a, DINH_A_REACHED, 0);
	gap->assignment = get_u64(a, DINH_A_ASSIGNMENT, 0);
	gap->due = get_u32(a, DINH_A_DUE, DINH_DAY_NONE);
	gap->completed = get_u32(a, DINH_A_COMPLETED, DINH_DAY_NONE);
	gap->title = get_owned(a, DINH_A_TITLE);
	if (a[DINH_A_ASSIGNMENT])
		gap->kind = GAP_LATE;
	else if (a[DINH_A_UNKNOWN])
		gap->kind = GAP_UNKNOWN;
	else
		gap->kind = a[DINH_A_HEADS] ? GAP_HEADS : GAP_ITEMS;
	return gap->name && gap->title ? 0 : error_memory(err);
}

void gaps_free(struct gaps *gaps)
{
	size_t i;

	for (i = 0; i < gaps->n; i++) {
		free(gaps->item[i].name);
		free(gaps->item[i].title);
	}
	free(gaps->item);
	memset(gaps, 0, sizeof(*gaps));
}

int unmet_get(struct client *client, const char *scope, const char *indicator,
	      struct gaps *out, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_UNMET_GET,
					    NLM_F_DUMP);

	memset(out, 0, sizeof(*out));
	if (!send_call(client, msg,
		       !msg || put_scope(msg, scope) ||
		       (indicator &&
			nla_put_string(msg, DINH_A_INDICATOR, indicator)),
		       add_gap, out, &out->changed, err))
		return 0;
	gaps_free(out);
	return -1;
}

static int add_due(struct nlattr **a, struct nlmsghdr *msg, void *data,
		   struct error *err)
{
	struct dues *out = data;
	struct due *due;

	(void)msg;
	if (!a) {
		dues_free(out);
		return 0;
	}
	due = array_grow(&out->item, out->n, sizeof(*due));
	if (!due)
		return error_memory(err);
	out->n++;
	out->size = get_u64(a, DINH_A_SIZE, 0);
	GET_CODE(a, DINH_A_CODE, due->code);
	GET_CODE(a, DINH_A_REQUIREMENT, due->requirement);
	due->name = get_owned(a, DINH_A_NAME);
	due->unit = get_u32(a, DINH_A_UNIT, DINH_UNIT_NONE);
	due->last = get_u32(a, DINH_A_LAST, get_u32(a, DINH_A_DUE,
						    DINH_DAY_NONE));
	due->assignment = get_u64(a, DINH_A_ASSIGNMENT, 0);
	due->is_finding = a[DINH_A_IS_FINDING];
	due->title = get_owned(a, DINH_A_TITLE);
	return due->name && due->title ? 0 : error_memory(err);
}

void dues_free(struct dues *dues)
{
	size_t i;

	for (i = 0; i < dues->n; i++) {
		free(dues->item[i].name);
		free(dues->item[i].title);
	}
	free(dues->item);
	memset(dues, 0, sizeof(*dues));
}

int due_get(struct client *client, const char *scope, uint32_t within,
	    struct dues *out, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_DUE_GET,
					    NLM_F_DUMP);

	memset(out, 0, sizeof(*out));
	if (!send_call(client, msg,
		       !msg || put_scope(msg, scope) ||
		       nla_put_u32(msg, DINH_A_WITHIN, within), add_due, out,
		       &out->changed, err))
		return 0;
	dues_free(out);
	return -1;
}

/*
 * Notifications.
 */

struct listener {
	news_heard *heard;
	void *data;
};

static int hear_news(int cmd, struct nlattr **a, struct nlmsghdr *msg,
		     void *data, struct error *err)
{
	struct listener *listener = data;
	struct news news = { .cmd = cmd };

	(void)msg;
	if (a[DINH_A_ENTRY]) {
		news.entry = nla_data(a[DINH_A_ENTRY]);
		news.entry_size = nla_len(a[DINH_A_ENTRY]);
	}
	news.seq = get_u64(a, DINH_A_SEQ, 0);
	news.type = get_u32(a, DINH_A_TYPE, 0);
	news.unit = get_u32(a, DINH_A_UNIT, get_u32(a, DINH_A_SCOPE, 0));
	GET_CODE(a, DINH_A_CODE, news.code);
	GET_CODE(a, DINH_A_INDICATOR, news.indicator);
	news.numerator = get_u64(a, DINH_A_NUMERATOR, 0);
	news.denominator = get_u64(a, DINH_A_DENOMINATOR, 0);
	news.size = get_u64(a, DINH_A_SIZE, 0);
	news.today = get_u32(a, DINH_A_TODAY, 0);
	news.met = a[DINH_A_MET] && nla_get_u8(a[DINH_A_MET]);
	news.assignment = get_u64(a, DINH_A_ASSIGNMENT, 0);
	news.due = get_u32(a, DINH_A_DUE, DINH_DAY_NONE);
	news.title = a[DINH_A_TITLE] ? nla_get_string(a[DINH_A_TITLE]) : "";
	return listener->heard(&news, listener->data, err);
}

int news_wait(struct client *client, news_heard *heard, void *data,
	      struct error *err)
{
	struct listener listener = { heard, data };

	return client_hear(client, hear_news, &listener, err);
}
