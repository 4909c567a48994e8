// SPDX-License-Identifier: GPL-2.0-only
/* Codes, UTF-8, the tail of an entry, and the messages of refusals. */
#include "test.h"

static const struct {
	const char *code;
	bool good;
} codes[] = {
	{ "a", true },
	{ "18130", true },
	{ "AZaz09._-", true },
	{ "1234567890123456789012345678901", true },
	{ "", false },
	{ "12345678901234567890123456789012", false },
	{ "a b", false },
	{ "a/b", false },
	{ "a@b", false },
	{ "a[b", false },
	{ "a`b", false },
	{ "a{b", false },
	{ "a:b", false },
	{ "xã", false },
	{ "a\n", false },
	{ "\x7f", false },
};

START_TEST(code)
{
	char field[DINH_CODE_SIZE];
	struct dinh_refusal why = {};
	const char *wrong;
	int err;

	memset(field, 0, sizeof(field));
	memcpy(field, codes[_i].code, strlen(codes[_i].code));
	err = dinh_check_code(field, DINH_A_CODE, &why);
	if (codes[_i].good) {
		ck_assert_int_eq(err, 0);
		return;
	}
	wrong = wrong_refusal(err, &why, DINH_REFUSED_CODE_FORM, DINH_A_CODE,
			      "code: 1 to 31 of A-Z a-z 0-9 . _ - wanted");
	ck_assert_msg(!wrong, "%s", wrong);
}
END_TEST

/* What follows the NUL is hashed too: it must be zero. */
START_TEST(code_padding)
{
	char field[DINH_CODE_SIZE] = "abc";
	struct dinh_refusal why;

	ck_assert_int_eq(dinh_check_code(field, 0, &why), 0);
	field[DINH_CODE_SIZE - 1] = 'x';
	ck_assert_int_eq(dinh_check_code(field, 0, &why), -EINVAL);
	field[DINH_CODE_SIZE - 1] = 0;
	field[4] = 'x';
	ck_assert_int_eq(dinh_check_code(field, 0, &why), -EINVAL);
}
END_TEST

#define UTF8	DINH_REFUSED_TEXT_UTF8
#define CONTROL	DINH_REFUSED_TEXT_CONTROL
#define GOOD	-1

static const struct {
	const char *text;
	int id;
	unsigned int at;
} texts[] = {
	{ "", GOOD, 0 },
	{ "Thị xã Hồng Lĩnh", GOOD, 0 },
	{ "~ !", GOOD, 0 },
	{ "\xc2\xa0", GOOD, 0 },		/* U+00A0 */
	{ "\xdf\xbf", GOOD, 0 },		/* U+07FF */
	{ "\xe0\xa0\x80", GOOD, 0 },		/* U+0800 */
	{ "\xed\x9f\xbf", GOOD, 0 },		/* U+D7FF */
	{ "\xee\x80\x80", GOOD, 0 },		/* U+E000 */
	{ "\xef\xbf\xbf", GOOD, 0 },		/* U+FFFF */
	{ "\xf0\x90\x80\x80", GOOD, 0 },	/* U+10000 */
	{ "\xf4\x8f\xbf\xbf", GOOD, 0 },	/* U+10FFFF */
	{ "a\x80", UTF8, 1 },			/* continuation alone */
	{ "ab\xbf", UTF8, 2 },
	{ "\xc0\x80", UTF8, 0 },		/* overlong NUL */
	{ "\xc1\xbf", UTF8, 0 },
	{ "\xe0\x9f\xbf", UTF8, 0 },		/* overlong */
	{ "\xf0\x8f\xbf\xbf", UTF8, 0 },
	{ "\xed\xa0\x80", UTF8, 0 },		/* surrogates */
	{ "\xed\xbf\xbf", UTF8, 0 },
	{ "\xf4\x90\x80\x80", UTF8, 0 },	/* U+110000 */
	{ "\xf5\x80\x80\x80", UTF8, 0 },
	{ "\xff", UTF8, 0 },
	{ "abc\xc3", UTF8, 3 },			/* cut off */
	{ "\xe1\xba", UTF8, 0 },
	{ "\xf0\x90\x80", UTF8, 0 },
	{ "\xc3" "a", UTF8, 0 },
	{ "\xe1" "ab", UTF8, 0 },
	{ "\xe1\xba" "a", UTF8, 0 },
	{ "\xf0\x90\x80" "a", UTF8, 0 },
	{ "\x01", CONTROL, 0 },
	{ "a\nb", CONTROL, 1 },
	{ "a\x1f", CONTROL, 1 },
	{ "xã\x7f", CONTROL, 3 },
	{ "\xc2\x80", CONTROL, 0 },		/* C1 */
	{ "a\xc2\x9f", CONTROL, 1 },
};

START_TEST(utf8)
{
	/* On the heap, so that a byte too many is seen. */
	size_t len = strlen(texts[_i].text);
	char *copy = malloc(len ?: 1), text[DINH_MESSAGE_SIZE];
	struct dinh_refusal why = {};
	const char *wrong;
	int err;

	memcpy(copy, texts[_i].text, len);
	err = dinh_check_text(copy, len, DINH_A_NAME, &why);
	free(copy);
	if (texts[_i].id == GOOD) {
		ck_assert_msg(!err, "%s", why.text);
		return;
	}
	snprintf(text, sizeof(text), texts[_i].id == UTF8 ?
		 "text: not UTF-8 at byte %u" :
		 "text: control character at byte %u", texts[_i].at);
	wrong = wrong_refusal(err, &why, texts[_i].id, DINH_A_NAME, text);
	ck_assert_msg(!wrong, "%s", wrong);
}
END_TEST

/* A NUL in the middle is a control character, wherever the length is known. */
START_TEST(utf8_nul)
{
	struct dinh_refusal why;

	ck_assert_int_eq(dinh_check_text("a\0b", 3, 0, &why), -EINVAL);
	ck_assert_str_eq(why.text, "text: control character at byte 1");
}
END_TEST

/* A withdrawal's reason is the text that these tails are taken from. */
static int check_tail(const char *bytes, size_t size, struct dinh_refusal *why)
{
	struct dinh_withdrawal *body = calloc(1, sizeof(*body) + size);
	struct dinh_entry *entry;
	int err;

	memcpy(body->reason, bytes, size);
	entry = entry_new(DINH_ENTRY_WITHDRAWAL, 0, body, sizeof(*body) + size);
	free(body);
	err = dinh_check_tail(entry, (char *)(entry + 1) + sizeof(*body),
			      DINH_REASON_SIZE, DINH_A_REASON, why);
	free(entry);
	return err;
}

START_TEST(tail)
{
	char longest[264] = "", buffer[264] = "";
	struct dinh_refusal why = {};
	size_t len;

	for (len = 1; len <= 24; len++) {
		memset(buffer, 0, sizeof(buffer));
		memset(buffer, 'x', len);
		ck_assert_int_eq(check_tail(buffer, ALIGN(len + 1, 8), &why),
				 0);
		/* Eight more NULs would hash otherwise. */
		ck_assert_int_eq(check_tail(buffer, ALIGN(len + 1, 8) + 8,
					    &why), -EINVAL);
	}
	/* No NUL at all. */
	ck_assert_int_eq(check_tail("12345678", 8, &why), -EINVAL);
	/* Something behind the first NUL. */
	ck_assert_int_eq(check_tail("12345\0x", 8, &why), -EINVAL);
	ck_assert_str_eq(why.text, "entry: malformed, type 12, at byte 61");

	memset(longest, 'x', DINH_REASON_SIZE - 1);
	ck_assert_int_eq(check_tail(longest, 256, &why), 0);
	longest[DINH_REASON_SIZE - 1] = 'x';
	ck_assert_int_eq(check_tail(longest, 264, &why), -EINVAL);
	ck_assert_str_eq(why.text, "text: 256 bytes, 255 at most");
	ck_assert_int_eq(check_tail("\0\0\0\0\0\0\0", 8, &why), -EINVAL);
	ck_assert_str_eq(why.text, "text: empty");
}
END_TEST

/*
 * Every message, with the widest figures that it can have, fits. Conversions
 * are those that a translation can keep.
 */
START_TEST(messages)
{
	static const char * const patterns[] = {
#define DINH_REFUSAL(id, error, pattern) pattern,
#include "refusals.h"
#undef DINH_REFUSAL
	};
	unsigned int i;

	for (i = 0; i < COUNT(patterns); i++) {
		static const char * const dated[] = {
			"day: ", "from: ", "since: ", "until: ", "term: ",
			"period: ", "end: ", "record: ", "programme: ",
		};
		const char *p = patterns[i];
		unsigned int width = 0, j;
		bool dates = false;

		for (j = 0; j < COUNT(dated); j++)
			dates |= !strncmp(p, dated[j], strlen(dated[j]));
		/* Its widest is tried with a real programme. */
		if (i == DINH_REFUSED_PROGRAMME_FIELD)
			continue;
		for (; *p; p++) {
			ck_assert_msg(*p >= ' ' && *p <= '~', "%s",
				      patterns[i]);
			if (*p != '%') {
				width++;
			} else if (!strncmp(p, "%llu", 4)) {
				/* u32 but for sequence numbers of 40 bits. */
				width += 10;
				p += 3;
			} else {
				ck_assert_msg(p[1] == 's', "%s", patterns[i]);
				/* A code or a date: the first is a code. */
				width += strchr(patterns[i], '%') == p &&
					 !dates ? DINH_CODE_SIZE - 1 : 10;
				p++;
			}
		}
		ck_assert_msg(width < DINH_MESSAGE_SIZE, "%u: %s", width,
			      patterns[i]);
		ck_assert_int_ne(refusal_error(i), 0);
	}
}
END_TEST

Suite *text_suite(void)
{
	Suite *suite = suite_create("text");
	TCase *tc = test_case(suite, "text", NULL);

	tcase_add_loop_test(tc, code, 0, COUNT(codes));
	tcase_add_test(tc, code_padding);
	tcase_add_loop_test(tc, utf8, 0, COUNT(texts));
	tcase_add_test(tc, utf8_nul);
	tcase_add_test(tc, tail);
	tcase_add_test(tc, messages);
	return suite;
}
