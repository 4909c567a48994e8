// SPDX-License-Identifier: GPL-2.0-only
/* Files with errors in them: each is refused, with file, line and field. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "error.h"
#include "programme.h"
#include "test.h"

/* Fails the allocation after so many, or none. */
static long fail_after = -1;

#define WRAP(name, params, args) \
	void *__real_##name params; \
	void *__wrap_##name params; \
	void *__wrap_##name params \
	{ \
		if (!fail_after) \
			return NULL; \
		fail_after -= fail_after > 0; \
		return __real_##name args; \
	}

WRAP(malloc, (size_t size), (size))
WRAP(calloc, (size_t n, size_t size), (n, size))
WRAP(realloc, (void *p, size_t size), (p, size))
WRAP(reallocarray, (void *p, size_t n, size_t size), (p, n, size))

/* Reads a file that must be refused, and drops its name from each line. */
static char *errors_of(const char *path)
{
	static struct error err;
	struct programme *p = programme_read(path, &err);
	size_t len = strlen(path);
	char *at;

	ck_assert_msg(!p, "%s is taken", path);
	ck_assert_int_eq(err.exit, DINH_EXIT_USAGE);
	while ((at = strstr(err.text, path)))
		memmove(at, at + len + 1, strlen(at + len + 1) + 1);
	return err.text;
}

static glob_t bad;

START_TEST(bad_file)
{
	const char *path = bad.gl_pathv[_i];
	char expected[256], *text;
	size_t size;

	snprintf(expected, sizeof(expected), "%.*s.expected",
		 (int)strlen(path) - 5, path);
	text = read_file(expected, &size);
	ck_assert_uint_gt(size, 0);
	/* The file ends with a newline, the error does not. */
	text[size - 1] = '\0';
	ck_assert_str_eq(errors_of(path), text);
	free(text);
}
END_TEST

/*
 * One change of base.yaml, and what it is told, of that line or one below; ""
 * where it is still right.
 */
static const struct {
	const char *from;
	const char *to;
	const char *error;
	unsigned int below;
} changes[] = {
	{ "code: base", "code: 1234567890123456789012345678901", "" },
	{ "code: base", "code: 12345678901234567890123456789012",
	  "field \"code\": found \"12345678901234567890123456789012\", expected 1 to 31 of A-Z a-z 0-9 . _ -" },
	{ "code: base", "code: cơ-sở",
	  "field \"code\": found \"cơ-sở\", expected 1 to 31 of A-Z a-z 0-9 . _ -" },
	{ "code: base", "code: a/b",
	  "field \"code\": found \"a/b\", expected 1 to 31 of A-Z a-z 0-9 . _ -" },
	{ "from: 2017-05-12", "from: 1970-01-02", "" },
	{ "from: 2017-05-12", "from: 9999-12-31", "" },
	{ "from: 2017-05-12", "from: 1970-01-01",
	  "field \"from\": found \"1970-01-01\", expected a day, as 2017-05-12" },
	{ "from: 2017-05-12", "from: 2017-5-12",
	  "field \"from\": found \"2017-5-12\", expected a day, as 2017-05-12" },
	{ "from: 2017-05-12", "from: 10000-01-01",
	  "field \"from\": found \"10000-01-01\", expected a day, as 2017-05-12" },
	{ "from: 2017-05-12", "from: ~",
	  "field \"from\": found \"~\", expected a day, as 2017-05-12" },
	{ "late_days: 30", "late_days: 0", "" },
	{ "late_days: 30", "late_days: 36600", "" },
	{ "late_days: 30", "late_days: 36601",
	  "field \"late_days\": found \"36601\", expected a number from 0 to 36600" },
	{ "late_days: 30", "late_days: [30]",
	  "field \"late_days\": found a list, expected a text" },
	{ "answer_days: 15", "answer_days: 1", "" },
	{ "answer_days: 15", "answer_days: 255", "" },
	{ "answer_days: 15", "answer_days: 0",
	  "field \"answer_days\": found \"0\", expected a number from 1 to 255" },
	{ "answer_days: 15", "answer_days: 256",
	  "field \"answer_days\": found \"256\", expected a number from 1 to 255" },
	{ "answer_verified: no", "answer_verified: yes", "" },
	{ "answer_days: 15\nanswer_verified: no", "answer_verified: yes",
	  "field \"answer_verified\": found \"yes\", expected \"answer_days\" beside it" },
	{ "counted: assignments", "counted: assignments\n    requirements: [met]",
	  "field \"indicators.requirements\": found a list, expected none: it counts assignments",
	  1 },
	{ "counted: answers", "counted: answers\n    requirements: [met]",
	  "field \"indicators.requirements\": found a list, expected none: it counts answers",
	  1 },
	{ "code: d\n    objective: first\n    vi: \"Trả lời\"\n    en: \"Answers\"\n    kinds: [agency]\n    counted: answers\n",
	  "code: d\n    objective: first\n    vi: a\n    en: b\n    kinds: [agency]\n",
	  "field \"indicators.code\": found \"d\", expected \"requirements\" beside it: it counts units" },
	{ "until: 2023-06-30", "until: 2017-01-01", "" },
	{ "until: 2023-06-30", "until: 2016-12-31",
	  "field \"instruments.until\": found \"2016-12-31\", expected a day not before \"from\", 2017-01-01" },
	{ "verified: yes", "verified: \"yes\"", "" },
	{ "verified: yes", "verified: YES",
	  "field \"instruments.verified\": found \"YES\", expected one of: yes, no" },
	{ "instrument: law", "instrument: lax",
	  "field \"requirements.instrument\": found \"lax\", expected one of the instruments: law" },
	{ "kinds: [commune, ward]", "kinds: [commune, ward, agency]", "" },
	{ "kinds: [commune, ward]", "kinds: &both [commune, ward]", "" },
	{ "kinds: [commune, ward]", "kinds: commune",
	  "field \"requirements.kinds\": found \"commune\", expected a list of: province, district, commune, ward, township, special_zone, agency, public_unit, state_enterprise, nonstate_enterprise" },
	{ "kinds: [commune, ward]", "kinds: [commune, register]",
	  "field \"requirements.kinds\": found \"register\", expected one of: province, district, commune, ward, township, special_zone, agency, public_unit, state_enterprise, nonstate_enterprise" },
	{ "kinds: [commune, ward]", "kinds: [commune, [ward]]",
	  "field \"requirements.kinds\": found a list, expected one of: province, district, commune, ward, township, special_zone, agency, public_unit, state_enterprise, nonstate_enterprise" },
	{ "union: any", "union: with", "" },
	{ "{of: employees, at_least: 10}", "{of: voters, at_least: 1}", "" },
	{ "{of: employees, at_least: 10}", "{of: employees, at_least: 0}",
	  "field \"requirements.headcount.at_least\": found \"0\", expected a number from 1 to 999999999" },
	{ "{of: employees, at_least: 10}", "{of: eligible, at_least: 10}",
	  "field \"requirements.headcount.of\": found \"eligible\", expected one of: cadres, party_members, civil_servants, public_employees, employees, residents, households, voters" },
	{ "{of: employees, at_least: 10}", "{of: employees}",
	  "field \"requirements.headcount.at_least\": found nothing, expected a value" },
	{ "until: 2018-12-31", "until: 2017-12-31",
	  "field \"requirements.until\": found \"2017-12-31\", expected a day not before \"from\", 2018-01-01" },
	{ "{rolling: 12 months, grace: 15 days}", "{rolling: 1200 months 36600 days}",
	  "" },
	{ "{rolling: 12 months, grace: 15 days}", "{rolling: 36601 days}",
	  "field \"requirements.validity.rolling\": found \"36601 days\", expected up to 1200 months or 36600 days, as \"12 months\" or \"90 days\"" },
	{ "{rolling: 12 months, grace: 15 days}", "{rolling: 12}",
	  "field \"requirements.validity.rolling\": found \"12\", expected up to 1200 months or 36600 days, as \"12 months\" or \"90 days\"" },
	{ "{rolling: 12 months, grace: 15 days}", "{grace: 15 days}",
	  "field \"requirements.validity\": found a group of fields, expected just one of these in it: once, rolling, period, stated" },
	{ "{rolling: 12 months, grace: 15 days}", "{}",
	  "field \"requirements.validity\": found a group of fields, expected just one of these in it: once, rolling, period, stated" },
	{ "{rolling: 12 months, grace: 15 days}", "{once: yes, stated: any}",
	  "field \"requirements.validity\": found a group of fields, expected just one of these in it: once, rolling, period, stated" },
	{ "{rolling: 12 months, grace: 15 days}", "{once: yes, grace: 15 days}",
	  "field \"requirements.validity.grace\": found \"15 days\", expected none: once is for good" },
	{ "{rolling: 12 months, grace: 15 days}", "{rolling: 1 day, grace: 121 months}",
	  "field \"requirements.validity.grace\": found \"121 months\", expected up to 120 months or 3660 days, as \"3 months\" or \"15 days\"" },
	{ "period: 6 months", "period: 12 months", "" },
	{ "period: 6 months", "period: 5 months",
	  "field \"requirements.validity.period\": found \"5 months\", expected 1, 2, 3, 4, 6 or 12 months, as \"12 months\"" },
	{ "period: 6 months", "period: 24 months",
	  "field \"requirements.validity.period\": found \"24 months\", expected 1, 2, 3, 4, 6 or 12 months, as \"12 months\"" },
	{ "period: 6 months", "period: 90 days",
	  "field \"requirements.validity.period\": found \"90 days\", expected 1, 2, 3, 4, 6 or 12 months, as \"12 months\"" },
	{ "stated: 12 to 36 months", "stated: at most 1200 months", "" },
	{ "stated: 12 to 36 months", "stated: any", "" },
	{ "stated: 12 to 36 months", "stated: 36 to 12 months",
	  "field \"requirements.validity.stated\": found \"36 to 12 months\", expected up to 1200 months, as \"12 to 36 months\", \"at least 12 months\", \"at most 36 months\" or \"any\"" },
	{ "stated: 12 to 36 months", "stated: at least 1201 months",
	  "field \"requirements.validity.stated\": found \"at least 1201 months\", expected up to 1200 months, as \"12 to 36 months\", \"at least 12 months\", \"at most 36 months\" or \"any\"" },
	{ "posting: 30 days", "posting: 3660 days", "" },
	{ "posting: 30 days", "posting: 1 month",
	  "field \"requirements.posting\": found \"1 month\", expected 1 to 3660 days, as \"30 days\"" },
	{ "posting: 30 days", "posting: 3661 days",
	  "field \"requirements.posting\": found \"3661 days\", expected 1 to 3660 days, as \"30 days\"" },
	{ "{at_least: 2/3, of: eligible}", "{at_least: 100 %, of: voters}",
	  "" },
	{ "{at_least: 2/3, of: eligible}", "{over: 0 %, of: eligible}", "" },
	{ "{at_least: 2/3, of: eligible}", "{at_least: 3/2, of: eligible}",
	  "field \"requirements.quorum.at_least\": found \"3/2\", expected a share of at most all, as \"2/3\" or \"50 %\"" },
	{ "{at_least: 2/3, of: eligible}", "{at_least: 0/2, of: eligible}",
	  "field \"requirements.quorum.at_least\": found \"0/2\", expected a share of at most all, as \"2/3\" or \"50 %\"" },
	{ "{at_least: 2/3, of: eligible}", "{over: 2/2, of: eligible}",
	  "field \"requirements.quorum.over\": found \"2/2\", expected a share of less than all, as \"2/3\" or \"50 %\"" },
	{ "{at_least: 2/3, of: eligible}", "{at_least: 2/3, over: 1/2, of: eligible}",
	  "field \"requirements.quorum.over\": found \"1/2\", expected either \"at_least\" or \"over\", not both" },
	{ "{at_least: 2/3, of: eligible}", "{of: eligible}",
	  "field \"requirements.quorum\": found a group of fields, expected \"at_least\" or \"over\" in it" },
	{ "{at_least: 2/3, of: eligible}", "{at_least: 2/3, of: present}",
	  "field \"requirements.quorum.of\": found \"present\", expected one of: eligible, cadres, party_members, civil_servants, public_employees, employees, residents, households, voters" },
	{ "{at_least: 2/3, of: eligible}", "{at_least: 2/3}",
	  "field \"requirements.quorum.of\": found nothing, expected a value" },
	{ "counts: [cadres, residents]", "counts: [voters]", "" },
	{ "counts: [cadres, residents]", "counts: [commune]",
	  "field \"requirements.counts\": found \"commune\", expected one of: cadres, party_members, civil_servants, public_employees, employees, residents, households, voters" },
	{ "validity: {once: yes}", "posting: 1 day\n    validity: {once: yes}",
	  "field \"requirements.posting\": found \"1 day\", expected none: \"counts\" makes it one of heads" },
	{ "validity: {once: yes}", "majority: {over: 1/2, of: present}\n    validity: {once: yes}",
	  "field \"requirements.majority\": found a group of fields, expected none: \"counts\" makes it one of heads" },
	{ "validity: {once: yes}", "items: [{vi: a, en: b}]\n    validity: {once: yes}",
	  "" },
	{ "validity: {once: yes}", "items: [{vi: a, en: b}, {vi: c, en: d}]\n    validity: {once: yes}",
	  "field \"requirements.items\": found a list, expected none: \"counts\" makes it one of heads" },
	{ "code: second", "code: first",
	  "field \"objectives.code\": found \"first\", expected a code that no other of the objectives has" },
	{ "number: 1", "number: 65535", "" },
	{ "number: 1", "number: 0",
	  "field \"objectives.number\": found \"0\", expected a number from 1 to 65535" },
	{ "kind: task", "kind: target",
	  "field \"objectives.number\": found \"1\", expected another number than that of first",
	  1 },
	{ "objective: first", "objective: third",
	  "field \"indicators.objective\": found \"third\", expected one of the objectives: first, second" },
	{ "[posted, met]", "[met, posted, learned]", "" },
	{ "[posted, met]", "[posted, meet]",
	  "field \"indicators.requirements\": found \"meet\", expected one of the requirements: posted, met, learned, agreed" },
	{ "[posted, met]", "[posted, met, posted]",
	  "field \"indicators.requirements\": found \"posted\", expected each one once" },
	{ "[posted, met]", "[posted, met, agreed]",
	  "field \"indicators.requirements\": found \"agreed\", expected a requirement for some of its \"kinds\"" },
	{ "[posted, met]", "[]",
	  "field \"indicators.requirements\": found an empty list, expected 1 to 8 entries, not 0" },
	{ "[posted, met]", "[a, b, c, d, e, f, g, h, i]",
	  "field \"indicators.requirements\": found a list, expected 1 to 8 entries, not 9" },
	{ "kinds: [commune, ward, agency]", "kinds: [commune, ward, agency, township]",
	  "field \"indicators.kinds\": found a list, expected no kind without a requirement, as \"township\"" },
	{ "[learned]", "[posted]",
	  "field \"indicators.requirements\": found \"posted\", expected a requirement that \"counts\" heads, as it does" },
	{ "at_least: 100 %", "over: 99 %", "" },
	{ "at_least: 100 %", "verified: no", "" },
	{ "at_least: 100 %", "at_least: 101 %",
	  "field \"indicators.at_least\": found \"101 %\", expected 0 to 100 per cent, as \"70 %\"" },
	{ "over: 70", "over: 100",
	  "field \"indicators.over\": found \"100\", expected 0 to 99 per cent, as \"70 %\"" },
	{ "over: 70", "over: 70.5",
	  "field \"indicators.over\": found \"70.5\", expected 0 to 99 per cent, as \"70 %\"" },
	{ "vi: \"Luật\"", "vi: \"\\u2028\"",
	  "field \"instruments.vi\": found \"\\xe2\\x80\\xa8\", expected a title (control character at byte 0)" },
	{ "vi: \"Luật\"", "vi: \"\"",
	  "field \"instruments.vi\": found nothing, expected a text" },
	{ "vi: \"Luật\"", "vi: |\n      Luật",
	  "field \"instruments.vi\": found \"Luật\\x0a\", expected a title (control character at byte 6)" },
};

/* base.yaml with a change; fills the line of it. */
static char *change_base(const char *from, const char *to, size_t *size,
			 size_t *line)
{
	char *base = read_file(BASE, size), *text, *at, *c;

	at = strstr(base, from);
	ck_assert_msg(at, "no %s in base.yaml", from);
	*line = 1;
	for (c = base; c < at; c++)
		*line += *c == '\n';
	ck_assert_int_ge(asprintf(&text, "%.*s%s%s", (int)(at - base), base,
				  to, at + strlen(from)), 0);
	*size = strlen(text);
	free(base);
	return text;
}

START_TEST(changed)
{
	const char *error = changes[_i].error;
	char path[32], expected[512];
	size_t size, line;
	char *text = change_base(changes[_i].from, changes[_i].to, &size,
				 &line);
	int fd = write_file(text, size, path);

	snprintf(expected, sizeof(expected), "%zu: %s",
		 line + changes[_i].below, error);
	if (*error)
		ck_assert_str_eq(errors_of(path), expected);
	else
		programme_free(read_good(path));
	close(fd);
	free(text);
}
END_TEST

/* A value that comes by an alias is told of where it is written. */
START_TEST(anchored)
{
	char path[32], *text, *at;
	size_t size, line;
	int fd;

	text = change_base("kinds: [commune, ward]",
			   "kinds: &both [commune, ward]", &size, &line);
	at = strstr(text, "kinds: [commune, ward]\n    counts");
	ck_assert_ptr_nonnull(at);
	memcpy(at, "kinds: *both          ", 22);
	fd = write_file(text, size, path);
	programme_free(read_good(path));
	close(fd);
	free(text);
}
END_TEST

/* Decomposed letters are composed: the register compares bytes. */
START_TEST(normalised)
{
	size_t size, line;
	char *text = change_base("vi: \"Luật\"",
				 "vi: \"  Lua\xcc\xa3\xcc\x82t \"", &size,
				 &line);
	char path[32];
	int fd = write_file(text, size, path);
	struct programme *p = read_good(path);

	ck_assert_str_eq(programme_text(p, programme_instruments(p)->title.vi),
			 "Lu\xe1\xba\xadt");
	programme_free(p);
	close(fd);
	free(text);
}
END_TEST

/* @n characters of two bytes each. */
static void check_long(size_t n, const char *error)
{
	char title[2100] = "vi: \"", path[32], expected[256], *text;
	size_t i, size, line;
	int fd;

	for (i = 0; i < n; i++)
		strcat(title, "đ");
	strcat(title, "x\"");
	text = change_base("vi: \"Luật\"", title, &size, &line);
	fd = write_file(text, size, path);
	if (error) {
		snprintf(expected, sizeof(expected), "expected a title (%s)",
			 error);
		ck_assert_ptr_nonnull(strstr(errors_of(path), expected));
	} else {
		programme_free(read_good(path));
	}
	close(fd);
	free(text);
}

START_TEST(long_title)
{
	check_long(255, NULL);
	check_long(256, "513 bytes, 511 at most");
	check_long(1000, "2001 bytes, 511 at most");
}
END_TEST

/* Repeats a line of base.yaml so often that a bound is passed. */
static char *repeat(const char *after, const char *format, unsigned int n,
		    size_t *size)
{
	char *base = read_file(BASE, size), *text, *at;
	FILE *out = open_memstream(&text, size);
	unsigned int i;

	at = strstr(base, after);
	ck_assert_ptr_nonnull(at);
	at += strlen(after);
	fwrite(base, 1, at - base, out);
	for (i = 0; i < n; i++)
		fprintf(out, format, i, i, i);
	fputs(at, out);
	fclose(out);
	free(base);
	return text;
}

static const struct {
	const char *after;
	const char *line;
	unsigned int most;
	const char *error;
} bounds[] = {
	{ "\ninstruments:\n", "  - {code: x%u, vi: a, en: b}\n", 63,
	  "field \"instruments\": found a list, expected 1 to 64 entries, not 65" },
	{ "\nrequirements:\n",
	  "  - {code: x%u, vi: a, en: b, instrument: law, kinds: [ward], validity: {once: yes}}\n",
	  252,
	  "field \"requirements\": found a list, expected 1 to 256 entries, not 257" },
	{ "items:\n", "      - {vi: a%u, en: b}\n", 30,
	  "field \"requirements.items\": found a list, expected 1 to 32 entries, not 33" },
	{ "\nobjectives:\n",
	  "  - {code: x%u, kind: task, number: 1%u, vi: a, en: b}\n", 30,
	  "field \"objectives\": found a list, expected 1 to 32 entries, not 33" },
	{ "\nindicators:\n",
	  "  - {code: x%u, objective: first, vi: a, en: b, kinds: [ward], requirements: [posted]}\n",
	  60,
	  "field \"indicators\": found a list, expected 1 to 64 entries, not 65" },
};

START_TEST(bounded)
{
	char path[32], *text;
	size_t size;
	int fd;

	text = repeat(bounds[_i].after, bounds[_i].line, bounds[_i].most,
		      &size);
	fd = write_file(text, size, path);
	programme_free(read_good(path));
	close(fd);
	free(text);
	text = repeat(bounds[_i].after, bounds[_i].line, bounds[_i].most + 1,
		      &size);
	fd = write_file(text, size, path);
	ck_assert_ptr_nonnull(strstr(errors_of(path), bounds[_i].error));
	close(fd);
	free(text);
}
END_TEST

/* More than an entry holds, though every count is within its bound. */
START_TEST(too_long)
{
	char line[2048], path[32], *text;
	size_t size, i;
	int fd;

	strcpy(line, "  - {code: x%u, instrument: law, kinds: [ward], validity: {once: yes}, vi: \"%u");
	for (i = 0; i < 500; i++)
		strcat(line, "a");
	strcat(line, "\", en: \"%u");
	for (i = 0; i < 500; i++)
		strcat(line, "b");
	strcat(line, "\"}\n");
	text = repeat("\nrequirements:\n", line, 200, &size);
	fd = write_file(text, size, path);
	ck_assert_str_eq(errors_of(path),
			 " too long: rules and titles are to fit into 196560 bytes");
	close(fd);
	free(text);
}
END_TEST

START_TEST(unreadable)
{
	static char big[(1 << 20) + 1];
	char path[32];
	struct error err;
	int fd;

	ck_assert_ptr_null(programme_read("no/such.yaml", &err));
	ck_assert_str_eq(err.text, "no/such.yaml: No such file or directory");
	ck_assert_ptr_null(programme_read("bad", &err));
	ck_assert_str_eq(err.text, "bad: Is a directory");
	memset(big, '#', sizeof(big));
	fd = write_file(big, sizeof(big), path);
	ck_assert_str_eq(errors_of(path),
			 " more than 1048576 bytes, the most that are read");
	close(fd);
}
END_TEST

/* Whatever comes is taken by the engine too, or refused with a line. */
static void check_any(const char *text, size_t size)
{
	struct error err = { 0 };
	struct programme *p;
	char path[32];
	int fd = write_file(text, size, path);

	p = programme_read(path, &err);
	if (p)
		ck_assert_str_eq(engine_says(p->body, p->size), "");
	else
		ck_assert_msg(!strncmp(err.text, path, strlen(path)), "%s",
			      err.text);
	programme_free(p);
	close(fd);
}

START_TEST(cut_off)
{
	size_t size, i;
	char *text = read_file(BASE, &size);

	for (i = 0; i < size; i++)
		check_any(text, i);
	free(text);
}
END_TEST

START_TEST(damaged)
{
	static const char bytes[] = "\n\t :-[]{},\"'&*#|>%\\0169az\x80\xe1\xff";
	unsigned int random = _i * 2654435761u + 1, i, n;
	size_t size;
	char *text = read_file(BASE, &size);

	for (n = 0; n < 200; n++) {
		char *copy = malloc(size);

		memcpy(copy, text, size);
		for (i = 0; i <= n % 4; i++) {
			random = random * 1664525u + 1013904223u;
			copy[(random >> 8) % size] =
				bytes[(random >> 3) % sizeof(bytes)];
		}
		check_any(copy, size);
		free(copy);
	}
	free(text);
}
END_TEST

/* Every allocation of our own in turn. */
START_TEST(no_memory)
{
	struct programme *p = NULL;
	struct error err;
	long n;

	for (n = 0; !p; n++) {
		ck_assert_int_lt(n, 100000);
		fail_after = n;
		p = programme_read(BASE, &err);
		fail_after = -1;
		if (!p)
			ck_assert_str_eq(err.text, "no memory left");
	}
	ck_assert_int_gt(n, 10);
	programme_free(p);
}
END_TEST

TCase *refused_case(void)
{
	TCase *tc = tcase_create("refused");

	glob("bad/*.yaml", 0, NULL, &bad);
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, bad_file, 0, bad.gl_pathc);
	tcase_add_loop_test(tc, changed, 0, ARRAY_SIZE(changes));
	tcase_add_test(tc, anchored);
	tcase_add_test(tc, normalised);
	tcase_add_test(tc, long_title);
	tcase_add_loop_test(tc, bounded, 0, ARRAY_SIZE(bounds));
	tcase_add_test(tc, too_long);
	tcase_add_test(tc, unreadable);
	tcase_add_test(tc, cut_off);
	tcase_add_loop_test(tc, damaged, 0, 8);
	tcase_add_test(tc, no_memory);
	return tc;
}
