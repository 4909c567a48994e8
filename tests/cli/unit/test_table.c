// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "../../../tool/lib/table.h"
#include "test.h"

enum { CODE, NAME, NOTE };

static const struct table_field fields[] = {
	{ "code", NULL, true },
	{ "name", "name_vi", true },
	{ "note", NULL, false },
	{ NULL, NULL, false },
};

static struct table table;
static struct errors bad;
static struct error err;

static int read_bytes(const char *content, size_t size)
{
	memset(&bad, 0, sizeof(bad));
	memset(&err, 0, sizeof(err));
	return table_read(&table, test_file(content, size), fields, &bad,
			  &err);
}

#define READ(content) read_bytes(content, sizeof(content) - 1)

static void done(void)
{
	table_free(&table);
	errors_free(&bad);
}

/* The part of an error behind the file's name. */
static const char *after_path(const char *text)
{
	const char *path = table.path;

	ck_assert(!strncmp(text, path, strlen(path)));
	return text + strlen(path);
}

START_TEST(tsv)
{
	ck_assert_int_eq(READ("name_vi\tcode\nXã A\t1\n\"B\"\t2\n"), 0);
	ck_assert_uint_eq(table.rows, 2);
	ck_assert_str_eq(table.row[0].cell[CODE], "1");
	ck_assert_str_eq(table.row[0].cell[NAME], "Xã A");
	ck_assert_ptr_null(table.row[0].cell[NOTE]);
	ck_assert_uint_eq(table.row[0].line, 2);
	/* nothing is quoted between tabs */
	ck_assert_str_eq(table.row[1].cell[NAME], "\"B\"");
	done();
}
END_TEST

START_TEST(csv)
{
	ck_assert_int_eq(READ("\xef\xbb\xbf" "code,name,note\r\n"
			      "1,\"a, \"\"b\"\"\r\nc\",\r\n"
			      "\r\n"
			      "2,\"\",x\r\n"
			      "3,d,e"), 0);
	ck_assert_uint_eq(table.rows, 3);
	ck_assert_str_eq(table.row[0].cell[NAME], "a, \"b\"\r\nc");
	ck_assert_str_eq(table.row[0].cell[NOTE], "");
	ck_assert_uint_eq(table.row[0].line, 2);
	ck_assert_str_eq(table.row[1].cell[NAME], "");
	ck_assert_str_eq(table.row[1].cell[NOTE], "x");
	ck_assert_uint_eq(table.row[1].line, 5);
	ck_assert_str_eq(table.row[2].cell[NOTE], "e");
	ck_assert_uint_eq(table.row[2].line, 6);
	done();
}
END_TEST

START_TEST(semicolons)
{
	ck_assert_int_eq(READ("code;name\n1;\"a;b\"\n2;c,d\n"), 0);
	ck_assert_str_eq(table.row[0].cell[NAME], "a;b");
	ck_assert_str_eq(table.row[1].cell[NAME], "c,d");
	done();
}
END_TEST

START_TEST(only_a_header)
{
	ck_assert_int_eq(READ("code,name"), 0);
	ck_assert_uint_eq(table.rows, 0);
	done();
}
END_TEST

START_TEST(bad_rows)
{
	ck_assert_int_eq(READ("code\tname\n1\ta\n2\n3\tb\tc\n4\td\n"), 0);
	ck_assert_uint_eq(table.rows, 2);
	ck_assert_uint_eq(bad.count, 2);
	ck_assert_str_eq(after_path(bad.text[0]),
			 ":3: 1 cells, the header has 2");
	ck_assert_str_eq(after_path(bad.text[1]),
			 ":4: 3 cells, the header has 2");
	ck_assert_str_eq(table.row[1].cell[NAME], "d");
	done();
}
END_TEST

START_TEST(unreadable)
{
	static const struct {
		const char *content;
		size_t size;
		const char *why;
	} cases[] = {
#define CASE(content, why) { content, sizeof(content) - 1, why }
		CASE("", ": is empty"),
		CASE("\xef\xbb\xbf", ": is empty"),
		CASE("\xff\xfe" "c\0", ": is UTF-16; save it as UTF-8"),
		CASE("code,name\n1,\0\n", ": is not a text, byte 12 is zero"),
		CASE("code,nam\n",
		     ":1: column: found \"nam\", allowed: code, name, note"),
		CASE("code,name,name_vi\n", ":1: column \"name\" is there twice"),
		CASE("code,note\n", ":1: column \"name\" is missing"),
		CASE("code,name\n1,\"a\n2,b\n", ":2: a quote is not closed"),
		CASE("code,name\n1,\"a\"b\n", ":2: a quote is not closed"),
		CASE("code,name\n1,\"a\"\rb\n", ":2: a quote is not closed"),
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_int_eq(read_bytes(cases[i].content, cases[i].size),
				 -1);
		ck_assert_str_eq(after_path(err.text), cases[i].why);
		ck_assert_int_eq(err.exit, DINH_EXIT_USAGE);
		errors_free(&bad);
	}
}
END_TEST

START_TEST(no_file)
{
	memset(&bad, 0, sizeof(bad));
	ck_assert_int_eq(table_read(&table, "/nonexistent/x.tsv", fields, &bad,
				    &err), -1);
	ck_assert_str_eq(err.text,
			 "/nonexistent/x.tsv: No such file or directory");
}
END_TEST

static void read_any(unsigned int seed)
{
	static const char alphabet[] = "a\",\n\r;\t1";
	char content[64] = "code,name\n";
	size_t i;

	for (i = strlen(content); i < sizeof(content); i++) {
		seed = seed * 1103515245u + 12345;
		content[i] = alphabet[(seed >> 16) % (sizeof(alphabet) - 1)];
	}
	if (!read_bytes(content, sizeof(content)))
		for (i = 0; i < table.rows; i++)
			ck_assert_uint_lt(strlen(table.row[i].cell[CODE]) +
					  strlen(table.row[i].cell[NAME]),
					  sizeof(content));
	done();
}

/* Whatever the bytes are, reading ends and stays within them. */
START_TEST(any_bytes)
{
	unsigned int i;

	for (i = 0; i < 3000; i++)
		read_any(i * 2654435761u + 1);
}
END_TEST

START_TEST(many_rows)
{
	static char content[400000];
	size_t len = sprintf(content, "code\tname\n"), i;

	for (i = 0; i < 20000; i++)
		len += sprintf(content + len, "%zu\tn%zu\n", i, i);
	ck_assert_int_eq(read_bytes(content, len), 0);
	ck_assert_uint_eq(table.rows, 20000);
	ck_assert_str_eq(table.row[19999].cell[NAME], "n19999");
	ck_assert_uint_eq(table.row[19999].line, 20001);
	done();
}
END_TEST

TCase *table_case(void)
{
	TCase *tc = tcase_create("table");

	tcase_add_test(tc, tsv);
	tcase_add_test(tc, csv);
	tcase_add_test(tc, semicolons);
	tcase_add_test(tc, only_a_header);
	tcase_add_test(tc, bad_rows);
	tcase_add_test(tc, unreadable);
	tcase_add_test(tc, no_file);
	tcase_add_test(tc, any_bytes);
	tcase_add_test(tc, many_rows);
	return tc;
}
