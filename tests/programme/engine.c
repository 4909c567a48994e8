// SPDX-License-Identifier: GPL-2.0-only
/* What the engine says of a programme's body. */
#include <stdlib.h>

#include <linux/slab.h>

#include "programme.h"
#include "register.h"
#include "test.h"

/* Noon of 2017-06-01 in Việt Nam. */
#define NOON	(17318ull * 86400 + 5 * 3600)

static int reserve(struct dinh_sink *sink, size_t bytes, bool check,
		   struct dinh_refusal *why)
{
	return 0;
}

static void entry_made(struct dinh_sink *sink, const struct dinh_entry *entry,
		       const u8 leaf[DINH_HASH_SIZE])
{
}

static void crossed(struct dinh_sink *sink, u32 scope, unsigned int indicator,
		    bool met)
{
}

static void lapsed(struct dinh_sink *sink, u32 unit, unsigned int indicator)
{
}

static struct dinh_register *new_register(struct dinh_stamp *stamp)
{
	static struct dinh_sink sink = { reserve, entry_made, crossed, lapsed };
	static const struct dinh_bounds bounds = { 16, 16 };
	struct dinh_genesis genesis = {
		.utc_offset = cpu_to_le32(420),
		.clock_tolerance = cpu_to_le32(1000),
		.day = cpu_to_le32(17318),
		.origin = "test",
	};
	struct dinh_register *reg = dinh_register_alloc(&bounds, &sink);
	struct dinh_refusal why;

	*stamp = (struct dinh_stamp){
		.wall = NOON * 1000000000,
		.boot = 1000000000,
		.loginuid = DINH_UID_NONE,
	};
	ck_assert_ptr_nonnull(reg);
	ck_assert_msg(!dinh_register_genesis(reg, stamp, &genesis, false, &why),
		      "%s", why.text);
	return reg;
}

const char *engine_says(const void *body, size_t size)
{
	static struct dinh_refusal why;
	struct dinh_stamp stamp;
	struct dinh_register *reg = new_register(&stamp);
	struct dinh_entry *entry = calloc(1, sizeof(*entry) + size);

	entry->size = cpu_to_le32(sizeof(*entry) + size);
	entry->type = DINH_ENTRY_PROGRAMME;
	entry->version = 1;
	memcpy(entry + 1, body, size);
	why.text[0] = '\0';
	dinh_register_submit(reg, &stamp, entry, false, &why);
	free(entry);
	dinh_register_free(reg);
	return why.text;
}

static const char * const good[] = { SHIPPED, SHIPPED_LAW, BASE };

START_TEST(taken)
{
	struct programme *p = read_good(good[_i]);
	size_t size;
	void *body = programme_body(p, &size);

	ck_assert_str_eq(engine_says(body, size), "");
	free(body);
	programme_free(p);
}
END_TEST

TCase *engine_case(void)
{
	TCase *tc = tcase_create("engine");

	tcase_add_loop_test(tc, taken, 0, ARRAY_SIZE(good));
	return tc;
}
