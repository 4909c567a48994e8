// SPDX-License-Identifier: GPL-2.0-only
/* Reviews: what is frozen, and that nobody else can say it. */
#include "test.h"

static struct dinh_review *last_body(void)
{
	size_t size = sizeof(struct dinh_entry) + sizeof(struct dinh_review);

	return (void *)(w->stream + w->size - size +
			sizeof(struct dinh_entry));
}

static void ck_frozen(u32 nr, const char *code,
		      const struct dinh_review_figure *frozen)
{
	struct dinh_figure fig = figure(w, nr, code);

	ck_assert_uint_eq(le64_to_cpu(frozen->num), fig.num);
	ck_assert_uint_eq(le64_to_cpu(frozen->den), fig.den);
	ck_assert_uint_eq(le64_to_cpu(frozen->unknown), fig.unknown);
}

/* As the header describes it, from figures alone. */
static void below(u32 scope, u8 hash[DINH_HASH_SIZE])
{
	unsigned int i, n = w->reg->current_rules->n_measures;
	SHA256_CTX ctx;
	u32 nr;

	SHA256_Init(&ctx);
	for (nr = 1; nr < w->reg->n_units; nr++) {
		const struct dinh_unit *unit = dinh_unit(w->reg, nr);
		__le32 head[2] = { cpu_to_le32(nr) };

		if (nr == scope || unit->until || !unit->child ||
		    !dinh_unit_in_scope(w->reg, unit, scope))
			continue;
		SHA256_Update(&ctx, head, sizeof(head));
		for (i = 0; i < n; i++) {
			struct dinh_figure fig = dinh_figure(w->reg, unit, i);
			struct dinh_review_figure to = {
				.num = cpu_to_le64(fig.num),
				.den = cpu_to_le64(fig.den),
				.unknown = cpu_to_le64(fig.unknown),
			};

			SHA256_Update(&ctx, &to, sizeof(to));
		}
	}
	SHA256_Final(hash, &ctx);
}

START_TEST(frozen)
{
	u8 root[DINH_HASH_SIZE], hash[DINH_HASH_SIZE];
	u32 scope = _i ? TOWN : 0;
	struct dinh_review *body;
	unsigned int i;

	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .items = 7,
		     .day = TODAY - 40));
	ck_ok(dissolve(w, SCHOOL, TODAY));
	dinh_frontier_root(&w->reg->ledger, root);
	below(scope, hash);
	ck_ok(submit(w, review_entry(scope, DINH_REVIEW_FINAL)));
	body = last_body();
	ck_assert_uint_eq(le32_to_cpu(body->kind), DINH_REVIEW_FINAL);
	ck_assert_uint_eq(le32_to_cpu(body->day), TODAY);
	ck_assert_uint_eq(le64_to_cpu(body->size), w->seq);
	ck_assert_mem_eq(body->root, root, sizeof(root));
	ck_assert_mem_eq(body->below, hash, sizeof(hash));
	ck_assert_str_eq(body->programme, "small");
	ck_assert_uint_eq(le32_to_cpu(body->units), scope ? 6 : 7);
	ck_assert_uint_eq(le64_to_cpu(body->records), 1);
	ck_assert_uint_eq(le64_to_cpu(body->late), 1);
	ck_assert_uint_eq(le32_to_cpu(body->indicators), 7);
	for (i = 0; i < 7; i++)
		ck_frozen(scope, dinh_indicator(w->reg->current_rules,
						i)->code, &body->figure[i]);
	ck_assert_uint_eq(le64_to_cpu(body->figure[0].num), 1);
	ck_assert_uint_eq(le64_to_cpu(body->figure[7].den), 0);
	ck_replays();
}
END_TEST

/* Each byte of the figures, changed on the way: the replay says so. */
START_TEST(tampered)
{
	size_t size = sizeof(struct dinh_entry) + sizeof(struct dinh_review);
	size_t at, kind_and_documents = 16 + DINH_HASH_SIZE;
	struct world *again;
	u8 *body;
	int err;

	ck_ok(submit(w, review_entry(TOWN, DINH_REVIEW_INTERIM)));
	body = (u8 *)last_body();
	for (at = 4; at < sizeof(struct dinh_review); at += 61) {
		if (at >= kind_and_documents &&
		    at < kind_and_documents + 3 * DINH_HASH_SIZE)
			continue;
		body[at] ^= 1;
		again = world_alloc(NULL, TODAY);
		err = replay(again, w->stream, w->size);
		ck_assert_int_eq(err, -EBADMSG);
		ck_assert_str_eq(again->why.text, "replay: a review's figures "
				 "do not follow from the ledger");
		world_free(again);
		body[at] ^= 1;
	}
	refusals_seen[DINH_REFUSED_REPLAY_REVIEW]++;
	ck_assert_uint_gt(w->size, size);
	ck_replays();
}
END_TEST

START_TEST(refused)
{
	struct dinh_entry *entry = review_entry(TOWN, DINH_REVIEW_INTERIM);
	struct dinh_review *body = (void *)(entry + 1);

	body->figure[0].num = cpu_to_le64(9);
	ck_refused(REVIEW_FILLED, 0, "review: its figures are the kernel's",
		   submit(w, entry));
	ck_refused(MALFORMED, 0, "entry: malformed, type 19, at byte 48",
		   submit(w, review_entry(TOWN, DINH_REVIEWS)));
	ck_refused(UNIT_UNKNOWN, DINH_A_UNIT, "unit: 99 is not known",
		   submit(w, review_entry(99, 0)));
	ck_ok(dissolve(w, WARD, TODAY));
	ck_refused(UNIT_DISSOLVED, DINH_A_UNIT,
		   "unit: 18115 was dissolved on 2017-05-12",
		   submit(w, review_entry(WARD, 0)));
	/* Documents are the writer's. */
	entry = review_entry(TOWN, DINH_REVIEW_INTERIM);
	body = (void *)(entry + 1);
	memset(body->results, 1, sizeof(body->results));
	memset(body->causes, 3, sizeof(body->causes));
	ck_ok(submit(w, entry));
	ck_assert_uint_eq(last_body()->results[31], 1);
	ck_assert_uint_eq(last_body()->limits[31], 0);
	ck_assert_uint_eq(last_body()->causes[31], 3);
	ck_replays();
}
END_TEST

START_TEST(without_programme)
{
	ck_refused(NO_PROGRAMME, 0,
		   "programme: none is in force on 2017-05-12",
		   submit(w, review_entry(0, 0)));
}
END_TEST

/* Asked first: the figures are answered, and nothing is done. */
START_TEST(checked)
{
	struct digest before = digest_of(w, NULL), after;

	ck_ok(check_only(w, review_entry(TOWN, 0)));
	after = digest_of(w, NULL);
	ck_assert(digest_same(&before, &after));
}
END_TEST

Suite *review_suite(void)
{
	Suite *suite = suite_create("review");
	TCase *tc = test_case(suite, "review", town_setup);

	tcase_add_loop_test(tc, frozen, 0, 2);
	tcase_add_test(tc, tampered);
	tcase_add_test(tc, refused);
	tcase_add_test(tc, checked);
	tc = test_case(suite, "empty", genesis_setup);
	tcase_add_test(tc, without_programme);
	return suite;
}
