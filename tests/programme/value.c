// SPDX-License-Identifier: GPL-2.0-only
/* How numbers are written. */
#include "programme_value.h"
#include "test.h"

static const struct {
	const char *text;
	bool good;
	uint32_t number;
} numbers[] = {
	{ "0", true, 0 }, { "7", true, 7 }, { "30", true, 30 },
	{ "999999999", true, 999999999 }, { "12 ", true, 12 },
	{ "", false, 0 }, { "030", false, 0 }, { "00", false, 0 },
	{ "-1", false, 0 }, { "+1", false, 0 }, { "0x10", false, 0 },
	{ "1.5", false, 0 }, { "1e3", false, 0 }, { "1 2", false, 0 },
	{ "12x", false, 0 }, { "1000000000", false, 0 },
	{ "4294967297", false, 0 }, { "ba", false, 0 },
};

START_TEST(number)
{
	uint32_t number = 0;

	ck_assert_int_eq(value_number(numbers[_i].text, &number),
			 numbers[_i].good);
	if (numbers[_i].good)
		ck_assert_uint_eq(number, numbers[_i].number);
}
END_TEST

static const struct {
	const char *text;
	bool good;
	uint32_t percent;
} percents[] = {
	{ "0", true, 0 }, { "70", true, 70 }, { "70 %", true, 70 },
	{ "70%", true, 70 }, { "100 %", true, 100 }, { "101", false, 0 },
	{ "%", false, 0 }, { "70 %%", false, 0 }, { "70.5 %", false, 0 },
	{ "7/10", false, 0 },
};

START_TEST(percent)
{
	uint32_t value = 0;

	ck_assert_int_eq(value_percent(percents[_i].text, &value),
			 percents[_i].good);
	if (percents[_i].good)
		ck_assert_uint_eq(value, percents[_i].percent);
}
END_TEST

static const struct {
	const char *text;
	bool good;
	uint16_t num;
	uint16_t den;
} shares[] = {
	{ "2/3", true, 2, 3 }, { "2 / 3", true, 2, 3 }, { "4/6", true, 2, 3 },
	{ "1/1", true, 1, 1 }, { "0/5", true, 0, 1 }, { "50 %", true, 1, 2 },
	{ "100%", true, 1, 1 }, { "65535/65535", true, 1, 1 },
	{ "1/65535", true, 1, 65535 }, { "1/65536", false, 0, 0 },
	{ "3/2", false, 0, 0 }, { "1/0", false, 0, 0 }, { "0/0", false, 0, 0 },
	{ "101 %", false, 0, 0 }, { "1", false, 0, 0 }, { "/3", false, 0, 0 },
	{ "1/", false, 0, 0 }, { "1/2/3", false, 0, 0 }, { "-1/2", false, 0, 0 },
	{ "1/2 %", false, 0, 0 }, { "half", false, 0, 0 },
};

START_TEST(share)
{
	uint16_t num = 0, den = 0;

	ck_assert_int_eq(value_share(shares[_i].text, &num, &den),
			 shares[_i].good);
	if (shares[_i].good) {
		ck_assert_uint_eq(num, shares[_i].num);
		ck_assert_uint_eq(den, shares[_i].den);
	}
}
END_TEST

static const struct {
	const char *text;
	bool good;
	uint32_t months;
	uint32_t days;
} spans[] = {
	{ "12 months", true, 12, 0 }, { "1 month", true, 1, 0 },
	{ "90 days", true, 0, 90 }, { "1 day", true, 0, 1 },
	{ "1 month 15 days", true, 1, 15 }, { "90days", true, 0, 90 },
	{ "0 months 1 day", true, 0, 1 },
	{ "90", false, 0, 0 }, { "days", false, 0, 0 }, { "", false, 0, 0 },
	{ "0 days", false, 0, 0 }, { "15 days 1 month", false, 0, 0 },
	{ "2 weeks", false, 0, 0 }, { "12 monthss", false, 0, 0 },
	{ "12 months,", false, 0, 0 }, { "1 month 15", false, 0, 0 },
	{ "-1 days", false, 0, 0 }, { "12 months 12 months", false, 0, 0 },
};

START_TEST(span)
{
	struct span value;

	ck_assert_int_eq(value_span(spans[_i].text, &value), spans[_i].good);
	if (spans[_i].good) {
		ck_assert_uint_eq(value.months, spans[_i].months);
		ck_assert_uint_eq(value.days, spans[_i].days);
	}
}
END_TEST

static const struct {
	const char *text;
	bool good;
	uint32_t least;
	uint32_t most;
} terms[] = {
	{ "12 to 36 months", true, 12, 36 }, { "12 to 12 months", true, 12, 12 },
	{ "at least 12 months", true, 12, 0 },
	{ "at most 36 months", true, 0, 36 }, { "any", true, 0, 0 },
	{ "0 to 36 months", true, 0, 36 }, { "at most 1 month", true, 0, 1 },
	{ "36 to 12 months", false, 0, 0 }, { "12 months", false, 0, 0 },
	{ "12 to 36", false, 0, 0 }, { "12 to 36 days", false, 0, 0 },
	{ "at least 0 months", false, 0, 0 }, { "at most 0 months", false, 0, 0 },
	{ "anything", false, 0, 0 }, { "", false, 0, 0 },
	{ "12 - 36 months", false, 0, 0 }, { "atleast 12 months", false, 0, 0 },
};

START_TEST(term)
{
	uint32_t least, most;

	ck_assert_int_eq(value_term(terms[_i].text, &least, &most),
			 terms[_i].good);
	if (terms[_i].good) {
		ck_assert_uint_eq(least, terms[_i].least);
		ck_assert_uint_eq(most, terms[_i].most);
	}
}
END_TEST

TCase *value_case(void)
{
	TCase *tc = tcase_create("value");

	tcase_add_loop_test(tc, number, 0, ARRAY_SIZE(numbers));
	tcase_add_loop_test(tc, percent, 0, ARRAY_SIZE(percents));
	tcase_add_loop_test(tc, share, 0, ARRAY_SIZE(shares));
	tcase_add_loop_test(tc, span, 0, ARRAY_SIZE(spans));
	tcase_add_loop_test(tc, term, 0, ARRAY_SIZE(terms));
	return tc;
}
