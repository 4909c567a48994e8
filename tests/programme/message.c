// SPDX-License-Identifier: GPL-2.0-only
/* The netlink message: taken apart again, it says what the body says. */
#include <endian.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <netlink/genl/genl.h>
#include <netlink/msg.h>

#include "error.h"
#include "programme.h"
#include "test.h"

static const char * const files[] = { SHIPPED, SHIPPED_LAW, BASE };

static struct nl_msg *message(const struct programme *p)
{
	struct nl_msg *msg = nlmsg_alloc_size(256);

	ck_assert_ptr_nonnull(genlmsg_put(msg, 0, 0, 100, 0, 0,
					  DINH_CMD_PROGRAMME_LOAD, 1));
	ck_assert_int_eq(programme_put(msg, p), 0);
	return msg;
}

static struct nlattr *first(struct nl_msg *msg, int *rest)
{
	struct genlmsghdr *head = genlmsg_hdr(nlmsg_hdr(msg));

	*rest = genlmsg_attrlen(head, 0);
	return genlmsg_attrdata(head, 0);
}

static struct nlattr *nth(struct nl_msg *msg, int type, unsigned int n)
{
	struct nlattr *attr;
	int rest;

	for (attr = first(msg, &rest); nla_ok(attr, rest);
	     attr = nla_next(attr, &rest))
		if (nla_type(attr) == type && !n--)
			return attr;
	return NULL;
}

/* The attributes of a nest, which are at most once in it; ITEM is not. */
static void open_nest(struct nlattr *nest, struct nlattr **in, int max)
{
	struct nlattr *attr;
	int rest;

	memset(in, 0, (max + 1) * sizeof(*in));
	ck_assert_ptr_nonnull(nest);
	ck_assert(nest->nla_type & NLA_F_NESTED);
	nla_for_each_nested(attr, nest, rest) {
		ck_assert_int_gt(nla_type(attr), 0);
		ck_assert_int_le(nla_type(attr), max);
		in[nla_type(attr)] = attr;
	}
	ck_assert_int_eq(rest, 0);
}

static uint32_t u32(struct nlattr *attr)
{
	if (!attr)
		return 0;
	ck_assert_int_eq(nla_len(attr), 4);
	return nla_get_u32(attr);
}

static void check_string(struct nlattr *attr, const char *text)
{
	ck_assert_ptr_nonnull(attr);
	ck_assert_str_eq(nla_get_string(attr), text);
}

static void check_title(const struct programme *p, struct nlattr *vi,
			struct nlattr *en, const struct dinh_text *title)
{
	check_string(vi, programme_text(p, title->vi));
	check_string(en, programme_text(p, title->en));
}

static void check_flag(struct nlattr *attr, uint32_t flags)
{
	ck_assert_int_eq(!!attr, flags);
	if (attr)
		ck_assert_int_eq(nla_len(attr), 0);
}

START_TEST(head)
{
	struct programme *p = read_good(files[_i]);
	const struct dinh_programme *body = p->body;
	struct nl_msg *msg = message(p);
	const struct {
		int attr;
		__le16 n;
	} counts[] = {
		{ DINH_A_INSTRUMENT_DEF, body->instruments },
		{ DINH_A_REQUIREMENT_DEF, body->requirements },
		{ DINH_A_OBJECTIVE_DEF, body->objectives },
		{ DINH_A_INDICATOR_DEF, body->indicators },
	};
	unsigned int i, n = 6;
	struct nlattr *attr;
	int rest;

	check_string(nth(msg, DINH_A_CODE, 0), body->code);
	check_title(p, nth(msg, DINH_A_TITLE_VI, 0),
		    nth(msg, DINH_A_TITLE_EN, 0), &body->title);
	ck_assert_uint_eq(u32(nth(msg, DINH_A_FROM, 0)), le32toh(body->from));
	ck_assert_uint_eq(u32(nth(msg, DINH_A_LATE_DAYS, 0)),
			  le32toh(body->late_days));
	ck_assert_uint_eq(u32(nth(msg, DINH_A_ANSWER_DAYS, 0)),
			  body->answer_days);
	check_flag(nth(msg, DINH_A_ANSWER_VERIFIED, 0), body->flags);
	n += body->flags;
	for (i = 0; i < ARRAY_SIZE(counts); i++) {
		n += le16toh(counts[i].n);
		ck_assert(nth(msg, counts[i].attr, le16toh(counts[i].n) - 1));
	}
	for (attr = first(msg, &rest); nla_ok(attr, rest);
	     attr = nla_next(attr, &rest))
		n--;
	ck_assert_int_eq(rest, 0);
	ck_assert_uint_eq(n, 0);
	nlmsg_free(msg);
	programme_free(p);
}
END_TEST

START_TEST(instruments)
{
	struct programme *p = read_good(files[_i]);
	const struct dinh_instrument *ins = programme_instruments(p);
	struct nlattr *in[DINH_INSTRUMENT_A_MAX + 1];
	struct nl_msg *msg = message(p);
	unsigned int i;

	for (i = 0; i < le16toh(p->body->instruments); i++) {
		open_nest(nth(msg, DINH_A_INSTRUMENT_DEF, i), in,
			  DINH_INSTRUMENT_A_MAX);
		check_string(in[DINH_INSTRUMENT_A_CODE], ins[i].code);
		check_title(p, in[DINH_INSTRUMENT_A_TITLE_VI],
			    in[DINH_INSTRUMENT_A_TITLE_EN], &ins[i].title);
		ck_assert_uint_eq(u32(in[DINH_INSTRUMENT_A_FROM]),
				  le32toh(ins[i].from));
		ck_assert_uint_eq(u32(in[DINH_INSTRUMENT_A_UNTIL]),
				  le32toh(ins[i].until));
		check_flag(in[DINH_INSTRUMENT_A_VERIFIED],
			   le32toh(ins[i].flags));
	}
	nlmsg_free(msg);
	programme_free(p);
}
END_TEST

static void check_share(struct nlattr *nest, const struct dinh_share *share)
{
	struct nlattr *in[DINH_SHARE_A_MAX + 1];

	ck_assert_int_eq(!!nest, share->of != DINH_OF_NOTHING);
	if (!nest)
		return;
	open_nest(nest, in, DINH_SHARE_A_MAX);
	ck_assert_uint_eq(u32(in[DINH_SHARE_A_NUM]), le16toh(share->num));
	ck_assert_uint_eq(u32(in[DINH_SHARE_A_DEN]), le16toh(share->den));
	ck_assert_uint_eq(u32(in[DINH_SHARE_A_OF]), share->of);
	ck_assert_uint_eq(u32(in[DINH_SHARE_A_GROUP]), share->group);
	check_flag(in[DINH_SHARE_A_STRICT], share->strict);
}

static void check_items(const struct programme *p, struct nlattr *nest,
			const struct dinh_requirement *req)
{
	const struct dinh_item *item = &programme_items(p)[le16toh(req->item)];
	struct nlattr *in[DINH_ITEM_A_MAX + 1], *attr;
	unsigned int n = 0;
	int rest;

	nla_for_each_nested(attr, nest, rest) {
		if (nla_type(attr) != DINH_REQUIREMENT_A_ITEM)
			continue;
		ck_assert_uint_lt(n, req->items);
		open_nest(attr, in, DINH_ITEM_A_MAX);
		check_title(p, in[DINH_ITEM_A_TITLE_VI],
			    in[DINH_ITEM_A_TITLE_EN], &item[n].title);
		check_flag(in[DINH_ITEM_A_VERIFIED], le32toh(item[n].flags));
		n++;
	}
	ck_assert_uint_eq(n, req->items);
}

static void check_numbers(struct nlattr **in,
			  const struct dinh_requirement *req)
{
	const struct {
		int attr;
		uint32_t value;
	} numbers[] = {
		{ DINH_REQUIREMENT_A_KINDS, le16toh(req->kinds) },
		{ DINH_REQUIREMENT_A_FROM, le32toh(req->from) },
		{ DINH_REQUIREMENT_A_UNTIL, le32toh(req->until) },
		{ DINH_REQUIREMENT_A_HEADCOUNT_MIN,
		  le32toh(req->headcount_min) },
		{ DINH_REQUIREMENT_A_HEADCOUNT_GROUP, req->headcount_group },
		{ DINH_REQUIREMENT_A_GROUPS, req->groups },
		{ DINH_REQUIREMENT_A_UNION, req->has_union },
		{ DINH_REQUIREMENT_A_VALIDITY, req->validity },
		{ DINH_REQUIREMENT_A_MONTHS, le16toh(req->months) },
		{ DINH_REQUIREMENT_A_DAYS, le16toh(req->days) },
		{ DINH_REQUIREMENT_A_GRACE_MONTHS, req->grace_months },
		{ DINH_REQUIREMENT_A_GRACE, le16toh(req->grace) },
		{ DINH_REQUIREMENT_A_TERM_MIN, le16toh(req->term_min) },
		{ DINH_REQUIREMENT_A_TERM_MAX, le16toh(req->term_max) },
		{ DINH_REQUIREMENT_A_POSTING, le16toh(req->posting) },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		ck_assert_uint_eq(u32(in[numbers[i].attr]), numbers[i].value);
}

START_TEST(requirements)
{
	struct programme *p = read_good(files[_i]);
	const struct dinh_requirement *req = programme_requirements(p);
	const struct dinh_instrument *ins = programme_instruments(p);
	struct nlattr *in[DINH_REQUIREMENT_A_MAX + 1], *nest;
	struct nl_msg *msg = message(p);
	unsigned int i;

	for (i = 0; i < le16toh(p->body->requirements); i++, req++) {
		nest = nth(msg, DINH_A_REQUIREMENT_DEF, i);
		open_nest(nest, in, DINH_REQUIREMENT_A_MAX);
		check_string(in[DINH_REQUIREMENT_A_CODE], req->code);
		check_title(p, in[DINH_REQUIREMENT_A_TITLE_VI],
			    in[DINH_REQUIREMENT_A_TITLE_EN], &req->title);
		check_string(in[DINH_REQUIREMENT_A_INSTRUMENT],
			     ins[le16toh(req->instrument)].code);
		check_numbers(in, req);
		check_flag(in[DINH_REQUIREMENT_A_VERIFIED],
			   le32toh(req->flags));
		check_share(in[DINH_REQUIREMENT_A_QUORUM], &req->quorum);
		check_share(in[DINH_REQUIREMENT_A_MAJORITY], &req->majority);
		check_items(p, nest, req);
	}
	nlmsg_free(msg);
	programme_free(p);
}
END_TEST

static void check_asked(const struct programme *p, struct nlattr *nest,
			const struct dinh_indicator *ind)
{
	const struct dinh_requirement *req = programme_requirements(p);
	unsigned int n = 0;
	struct nlattr *attr;
	int rest;

	nla_for_each_nested(attr, nest, rest)
		if (nla_type(attr) == DINH_INDICATOR_A_REQUIREMENT)
			check_string(attr, req[le16toh(ind->requirement[n++])]
					   .code);
	ck_assert_uint_eq(n, le16toh(ind->requirements));
}

START_TEST(indicators)
{
	struct programme *p = read_good(files[_i]);
	const struct dinh_indicator *ind = programme_indicators(p);
	const struct dinh_objective *obj = programme_objectives(p);
	struct nlattr *in[DINH_INDICATOR_A_MAX + 1], *nest;
	struct nl_msg *msg = message(p);
	unsigned int i;

	for (i = 0; i < le16toh(p->body->indicators); i++, ind++) {
		nest = nth(msg, DINH_A_INDICATOR_DEF, i);
		open_nest(nest, in, DINH_INDICATOR_A_MAX);
		check_string(in[DINH_INDICATOR_A_CODE], ind->code);
		check_title(p, in[DINH_INDICATOR_A_TITLE_VI],
			    in[DINH_INDICATOR_A_TITLE_EN], &ind->title);
		check_string(in[DINH_INDICATOR_A_OBJECTIVE],
			     obj[le16toh(ind->objective)].code);
		ck_assert_uint_eq(u32(in[DINH_INDICATOR_A_KINDS]),
				  le16toh(ind->kinds));
		ck_assert_uint_eq(u32(in[DINH_INDICATOR_A_UNION]),
				  ind->has_union);
		ck_assert_uint_eq(u32(in[DINH_INDICATOR_A_COUNTED]),
				  ind->counted);
		ck_assert_uint_eq(u32(in[DINH_INDICATOR_A_THRESHOLD]),
				  ind->threshold);
		ck_assert_uint_eq(u32(in[DINH_INDICATOR_A_PERCENT]),
				  ind->percent);
		check_flag(in[DINH_INDICATOR_A_VERIFIED],
			   le32toh(ind->flags));
		check_asked(p, nest, ind);
	}
	nlmsg_free(msg);
	programme_free(p);
}
END_TEST

START_TEST(objectives)
{
	struct programme *p = read_good(files[_i]);
	const struct dinh_objective *obj = programme_objectives(p);
	struct nlattr *in[DINH_OBJECTIVE_A_MAX + 1];
	struct nl_msg *msg = message(p);
	unsigned int i;

	for (i = 0; i < le16toh(p->body->objectives); i++, obj++) {
		open_nest(nth(msg, DINH_A_OBJECTIVE_DEF, i), in,
			  DINH_OBJECTIVE_A_MAX);
		check_string(in[DINH_OBJECTIVE_A_CODE], obj->code);
		check_title(p, in[DINH_OBJECTIVE_A_TITLE_VI],
			    in[DINH_OBJECTIVE_A_TITLE_EN], &obj->title);
		ck_assert_uint_eq(u32(in[DINH_OBJECTIVE_A_KIND]),
				  le16toh(obj->kind));
		ck_assert_uint_eq(u32(in[DINH_OBJECTIVE_A_NUMBER]),
				  le16toh(obj->number));
		check_flag(in[DINH_OBJECTIVE_A_VERIFIED],
			   le32toh(obj->flags));
	}
	nlmsg_free(msg);
	programme_free(p);
}
END_TEST

/* The longest codes there are, and as many as there can be. */
START_TEST(longest)
{
	char path[32], *base, *text, *at;
	struct programme *p;
	struct nl_msg *msg;
	unsigned int i, n;
	size_t size;
	FILE *out;
	int fd;

	base = read_file(BASE, &size);
	at = strstr(base, "requirements:\n");
	ck_assert_ptr_nonnull(at);
	at += strlen("requirements:\n");
	out = open_memstream(&text, &size);
	fwrite(base, 1, at - base, out);
	for (i = 0; i < 8; i++)
		fprintf(out, "  - {code: %031u, vi: a, en: b, instrument: law, kinds: [ward], validity: {once: yes}}\n",
			i);
	fputs(at, out);
	for (n = 0; n < 60; n++) {
		fprintf(out, "  - {code: %031u, objective: first, vi: a, en: b, kinds: [ward], requirements: [",
			n);
		for (i = 0; i < 8; i++)
			fprintf(out, "%s%031u", i ? ", " : "", i);
		fputs("], verified: yes}\n", out);
	}
	fclose(out);
	fd = write_file(text, size, path);
	p = read_good(path);
	msg = message(p);
	ck_assert_ptr_nonnull(nth(msg, DINH_A_INDICATOR_DEF, 63));
	nlmsg_free(msg);
	programme_free(p);
	close(fd);
	free(text);
	free(base);
}
END_TEST

/* Titles: in the texts, which begin and end with NUL, each only once. */
START_TEST(texts)
{
	struct programme *p = read_good(files[_i]);
	const char *from = programme_text(p, htole32(0)), *a, *b;
	const char *to = from + le32toh(p->body->texts);

	ck_assert_ptr_eq(to, (const char *)p->body + p->size);
	ck_assert_int_eq(*from, 0);
	ck_assert_int_eq(to[-1], 0);
	ck_assert_uint_eq(le32toh(p->body->texts) % 8, 0);
	for (a = from + 1; a < to && *a; a += strlen(a) + 1)
		for (b = from + 1; b < a; b += strlen(b) + 1)
			ck_assert_str_ne(a, b);
	ck_assert_int_lt(to - a, 8);
	programme_free(p);
}
END_TEST

/* A body that somebody else owns. */
START_TEST(copy)
{
	struct programme *p = read_good(files[_i]);
	size_t size;
	void *body = programme_body(p, &size);

	ck_assert_uint_eq(size, p->size);
	ck_assert_mem_eq(body, p->body, size);
	ck_assert_ptr_ne(body, p->body);
	programme_free(p);
	free(body);
	programme_free(NULL);
}
END_TEST

TCase *message_case(void)
{
	TCase *tc = tcase_create("message");

	tcase_add_loop_test(tc, head, 0, ARRAY_SIZE(files));
	tcase_add_loop_test(tc, instruments, 0, ARRAY_SIZE(files));
	tcase_add_loop_test(tc, requirements, 0, ARRAY_SIZE(files));
	tcase_add_loop_test(tc, indicators, 0, ARRAY_SIZE(files));
	tcase_add_loop_test(tc, objectives, 0, ARRAY_SIZE(files));
	tcase_add_test(tc, longest);
	tcase_add_loop_test(tc, texts, 0, ARRAY_SIZE(files));
	tcase_add_loop_test(tc, copy, 0, ARRAY_SIZE(files));
	return tc;
}
