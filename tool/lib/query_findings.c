// SPDX-License-Identifier: GPL-2.0-only
/* Findings, assignments, grants and reviews, asked and told. */
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

int finding_add(struct client *client, const struct finding *finding,
		bool check_only, uint64_t *seq, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_FINDING_ADD, 0);

	return send_call(client, msg, !msg ||
			 put_flag_attr(msg, DINH_A_CHECK_ONLY, check_only) ||
			 nla_put_u64(msg, DINH_A_SEQ, finding->seq) ||
			 nla_put_u32(msg, DINH_A_FINDING, finding->verdict) ||
			 nla_put_string(msg, DINH_A_REASON, finding->reason) ||
			 put_some(msg, DINH_A_DUE, finding->due),
			 fill_seq, seq, NULL, err);
}

/*
 * Assignments.
 */

uint32_t assignment_overdue(const struct assignment *assignment)
{
	return !assignment->completed && assignment->today > assignment->due ?
	       assignment->today - assignment->due : 0;
}

int assignment_add(struct client *client, const struct assignment *assignment,
		   bool check_only, uint64_t *seq, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_ASSIGNMENT_ADD,
					    0);

	return send_call(client, msg, !msg ||
			 put_flag_attr(msg, DINH_A_CHECK_ONLY, check_only) ||
			 nla_put_string(msg, DINH_A_CODE, assignment->code) ||
			 nla_put_string(msg, DINH_A_TITLE,
					assignment->title) ||
			 nla_put_u32(msg, DINH_A_DUE, assignment->due) ||
			 (*assignment->objective &&
			  nla_put_string(msg, DINH_A_OBJECTIVE,
					 assignment->objective)),
			 fill_seq, seq, NULL, err);
}

int assignment_complete(struct client *client,
			const struct completion *completion, bool check_only,
			uint64_t *seq, struct error *err)
{
	struct nl_msg *msg = client_request(client,
					    DINH_CMD_ASSIGNMENT_COMPLETE, 0);

	return send_call(client, msg, !msg ||
			 put_flag_attr(msg, DINH_A_CHECK_ONLY, check_only) ||
			 nla_put_u64(msg, DINH_A_SEQ, completion->seq) ||
			 nla_put_u32(msg, DINH_A_DAY, completion->day) ||
			 nla_put_string(msg, DINH_A_RESULT,
					completion->result) ||
			 (completion->document &&
			  nla_put(msg, DINH_A_DOCUMENT, DINH_HASH_SIZE,
				  completion->document)),
			 fill_seq, seq, NULL, err);
}

static int add_assignment(struct nlattr **a, struct nlmsghdr *msg, void *data,
			  struct error *err)
{
	struct assignments *out = data;
	struct assignment *assignment;

	(void)msg;
	if (!a) {
		assignments_free(out);
		return 0;
	}
	assignment = array_grow(&out->item, out->n, sizeof(*assignment));
	if (!assignment)
		return error_memory(err);
	out->n++;
	out->size = get_u64(a, DINH_A_SIZE, 0);
	GET_CODE(a, DINH_A_CODE, assignment->code);
	GET_CODE(a, DINH_A_OBJECTIVE, assignment->objective);
	assignment->name = get_owned(a, DINH_A_NAME);
	assignment->title = get_owned(a, DINH_A_TITLE);
	assignment->seq = get_u64(a, DINH_A_ASSIGNMENT, 0);
	assignment->unit = get_u32(a, DINH_A_UNIT, DINH_UNIT_NONE);
	assignment->given = get_u32(a, DINH_A_SINCE, DINH_DAY_NONE);
	assignment->due = get_u32(a, DINH_A_DUE, DINH_DAY_NONE);
	assignment->completed = get_u32(a, DINH_A_COMPLETED, DINH_DAY_NONE);
	assignment->today = get_u32(a, DINH_A_TODAY, DINH_DAY_NONE);
	assignment->is_finding = a[DINH_A_IS_FINDING];
	return assignment->name && assignment->title ? 0 : error_memory(err);
}

void assignments_free(struct assignments *assignments)
{
	size_t i;

	for (i = 0; i < assignments->n; i++) {
		free(assignments->item[i].name);
		free(assignments->item[i].title);
	}
	free(assignments->item);
	memset(assignments, 0, sizeof(*assignments));
}

int assignments_get(struct client *client, const char *scope,
		    struct assignments *out, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_ASSIGNMENT_GET,
					    NLM_F_DUMP);

	memset(out, 0, sizeof(*out));
	if (!send_call(client, msg, !msg || put_scope(msg, scope),
		       add_assignment, out, &out->changed, err))
		return 0;
	assignments_free(out);
	return -1;
}

/*
 * Grants.
 */

int grant_change(struct client *client, const struct grant *grant, bool revoke,
		 uint64_t *seq, struct error *err)
{
	struct nl_msg *msg = client_request(client, revoke ?
					    DINH_CMD_GRANT_REVOKE :
					    DINH_CMD_GRANT_ADD, 0);

	return send_call(client, msg, !msg ||
			 nla_put_u32(msg, DINH_A_SUBJECT, grant->subject) ||
			 nla_put_u32(msg, DINH_A_ID, grant->id) ||
			 nla_put_u32(msg, DINH_A_ROLE, grant->role) ||
			 (*grant->code &&
			  nla_put_string(msg, DINH_A_CODE, grant->code)),
			 fill_seq, seq, NULL, err);
}

static int add_grant(struct nlattr **a, struct nlmsghdr *msg, void *data,
		     struct error *err)
{
	struct grants *out = data;
	struct grant *grant;

	(void)msg;
	if (!a) {
		grants_free(out);
		return 0;
	}
	grant = array_grow(&out->item, out->n, sizeof(*grant));
	if (!grant)
		return error_memory(err);
	out->n++;
	out->size = get_u64(a, DINH_A_SIZE, 0);
	GET_CODE(a, DINH_A_CODE, grant->code);
	grant->name = get_owned(a, DINH_A_NAME);
	grant->subject = get_u32(a, DINH_A_SUBJECT, DINH_SUBJECTS);
	grant->id = get_u32(a, DINH_A_ID, DINH_UID_NONE);
	grant->role = get_u32(a, DINH_A_ROLE, DINH_ROLES);
	return grant->name ? 0 : error_memory(err);
}

void grants_free(struct grants *grants)
{
	size_t i;

	for (i = 0; i < grants->n; i++)
		free(grants->item[i].name);
	free(grants->item);
	memset(grants, 0, sizeof(*grants));
}

int grants_get(struct client *client, struct grants *out, struct error *err)
{
	struct nl_msg *msg = client_request(client, DINH_CMD_GRANT_GET,
					    NLM_F_DUMP);

	memset(out, 0, sizeof(*out));
	if (!send_call(client, msg, !msg, add_grant, out, &out->changed, err))
		return 0;
	grants_free(out);
	return -1;
}

/*
 * Reviews.
 */

int review_add(struct client *client, const struct review_request *review,
	       bool check_only, uint64_t *seq, struct error *err)
{
	static const int attributes[] = {
		DINH_A_RESULTS, DINH_A_LIMITS, DINH_A_CAUSES,
	};
	struct nl_msg *msg = client_request(client, DINH_CMD_REVIEW_ADD, 0);
	bool bad = !msg ||
		   put_flag_attr(msg, DINH_A_CHECK_ONLY, check_only) ||
		   nla_put_u32(msg, DINH_A_REVIEW, review->kind) ||
		   (review->scope &&
		    nla_put_string(msg, DINH_A_CODE, review->scope));
	int i;

	for (i = 0; i < 3 && !bad; i++)
		bad = review->document[i] &&
		      nla_put(msg, attributes[i], DINH_HASH_SIZE,
			      review->document[i]);
	return send_call(client, msg, bad, fill_seq, seq, NULL, err);
}
