// SPDX-License-Identifier: GPL-2.0-only
/* Statements, prepared when they are first needed. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistr.h>

#include "i18n.h"
#include "tables_rows.h"

#define RULE	"CASE q.validity WHEN 'once' THEN 0 WHEN 'rolling' THEN 1 " \
		"WHEN 'period' THEN 2 ELSE 3 END, " \
		"q.months, q.days, q.grace_months, q.grace_days, q.posting "

static const char * const text[STATEMENTS] = {
	[SAVEPOINT] = "SAVEPOINT tables",
	[RELEASE] = "RELEASE tables",
	[ROLLBACK_TO] = "ROLLBACK TO tables",
	[ADD_ENTRY] = "INSERT INTO entry VALUES (?,?,?,?,?,?,?,?)",
	[ADD_GENESIS] = "INSERT INTO genesis VALUES (?,?,?,?,?,?)",
	[ADD_BOOT] = "INSERT INTO boot VALUES (?,?)",
	[ADD_DAY] = "INSERT INTO day VALUES (?,?,?)",
	[ADD_CLOCK] = "INSERT INTO clock VALUES (?,?,?)",
	[ADD_PROGRAMME] = "INSERT INTO programme VALUES (?,?,?,?,?,?,?,?)",
	[ADD_INSTRUMENT] = "INSERT INTO instrument VALUES (?,?,?,?,?,?,?,?)",
	[ADD_NUMBER] =
		"INSERT INTO requirement_number "
		"SELECT coalesce(max(number), 0) + 1, ?, ? "
		"FROM requirement_number",
	[ADD_REQUIREMENT] =
		"INSERT INTO requirement "
		"VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
	[ADD_SHARE] = "INSERT INTO share VALUES (?,?,?,?,?,?,?,?)",
	[ADD_ITEM] = "INSERT INTO item VALUES (?,?,?,?,?,?)",
	[ADD_OBJECTIVE] = "INSERT INTO objective VALUES (?,?,?,?,?,?,?,?)",
	[ADD_INDICATOR] =
		"INSERT INTO indicator VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
	[ADD_INDICATOR_REQUIREMENT] =
		"INSERT INTO indicator_requirement VALUES (?,?,?,?)",
	[ADD_UNIT] = "INSERT INTO unit VALUES (?,?)",
	[ADD_VERSION] = "INSERT INTO unit_version VALUES (?,?,?,?,?,?,?,?)",
	[SET_VERSION] =
		"INSERT INTO unit_version "
		"SELECT unit, ?2, ifnull(?3, parent), ifnull(?4, since), "
		"ifnull(?5, kind), ifnull(?6, has_union), ifnull(?7, code), "
		"ifnull(?8, name) "
		"FROM unit_version WHERE unit = ?1 ORDER BY seq DESC LIMIT 1",
	[ADD_HEADCOUNT] = "INSERT INTO headcount VALUES (?,?,?,?)",
	[ADD_DISSOLUTION] = "INSERT INTO dissolution VALUES (?,?,?)",
	[ADD_SUCCESSOR] = "INSERT INTO successor VALUES (?,?,?)",
	[ADD_PIN] = "INSERT INTO pin VALUES (?,?,?)",
	[ADD_RECORD] =
		"INSERT INTO record VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
	[ADD_VOTES] = "INSERT INTO votes VALUES (?,?,?,?,?,?,?)",
	[ADD_RECORD_END] = "INSERT INTO record_end VALUES (?,?,?,?)",
	[ADD_WITHDRAWAL] = "INSERT INTO withdrawal VALUES (?,?,?)",
	[ADD_FINDING] = "INSERT INTO finding VALUES (?,?,?,?)",
	[ADD_ASSIGNMENT] = "INSERT INTO assignment VALUES (?,?,?,?,?,?)",
	[ADD_COMPLETION] = "INSERT INTO completion VALUES (?,?,?,?,?)",
	[ADD_GRANT] = "INSERT INTO grant_change VALUES (?,?,?,?,?,?)",
	[ADD_REVIEW] =
		"INSERT INTO review VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
	[ADD_REVIEW_FIGURE] = "INSERT INTO review_figure VALUES (?,?,?,?,?)",
	[ADD_RATING] = "INSERT INTO rating VALUES (?,?,?,?,?)",
	[ADD_VISITS] = "INSERT INTO visits VALUES (?,?,?)",
	[ADD_MEETING] =
		"INSERT INTO meeting VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
	[ADD_ATTENDANCE] = "INSERT INTO attendance VALUES (?,?,?,?,?)",
	[ADD_VOTE] = "INSERT INTO vote VALUES (?,?,?,?,?,?,?)",
	[ADD_MEETING_CLOSE] =
		"INSERT INTO meeting_end "
		"VALUES (?,?,?,?,NULL,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
	[ADD_MEETING_VOID] =
		"INSERT INTO meeting_end (seq, meeting, reason) VALUES (?,?,?)",
	[ADD_KIOSK] = "INSERT INTO kiosk VALUES (?,?,?,?,?,?)",
	[ADD_KIOSK_END] = "INSERT INTO kiosk_end VALUES (?,?,?)",
	[ADD_LOSS] = "INSERT INTO loss VALUES (?,?,?)",
	[ADD_TPM] = "INSERT INTO tpm VALUES (?,?,?,?,?)",
	[GET_MEETING] =
		"SELECT m.unit, (SELECT coalesce(sum(count), 0) "
		"FROM attendance WHERE meeting = m.seq), m.eligible, m.cards, "
		"m.ballot = 'open' FROM meeting m WHERE m.seq = ?1 "
		"AND NOT EXISTS (SELECT 1 FROM meeting_end "
		"WHERE meeting = ?1)",
	[GET_CAST] =
		"SELECT coalesce(sum(yes + no + abstain + invalid), 0) "
		"FROM vote WHERE meeting = ?",
	[GET_KIOSK] =
		"SELECT unit, coalesce(meeting, 0), role = 'rating', "
		"role = 'attendance' FROM kiosk WHERE seq = ?1 "
		"AND NOT EXISTS (SELECT 1 FROM kiosk_end WHERE kiosk = ?1)",
	[GET_VISITS] =
		"SELECT v.unit, v.visits, l.unit IS NOT NULL "
		"FROM visited v LEFT JOIN living l USING (unit)",
	[GET_WRONG_MEETINGS] = "SELECT seq, unit FROM meeting_wrong",
	[GET_SIZE] =
		"SELECT max(seq) + 1, "
		"(SELECT day FROM entry ORDER BY seq DESC LIMIT 1) FROM entry",
	[GET_NUMBER] = "SELECT number FROM requirement_number WHERE code = ?",
	[GET_UNIT] =
		"SELECT (SELECT max(number) FROM unit), "
		"EXISTS (SELECT 1 FROM unit WHERE number = ?)",
	[GET_RULE] =
		"SELECT " RULE ", q.number, p.seq, p.late_days "
		"FROM programme p JOIN requirement q "
		"ON q.programme = p.seq AND q.number = ?2 "
		"WHERE p.seq = coalesce("
		"(SELECT max(seq) FROM programme WHERE first_day <= ?1), "
		"(SELECT seq FROM programme "
		"ORDER BY first_day, seq DESC LIMIT 1))",
	[GET_RECORD] =
		"SELECT " RULE ", r.unit, r.day, r.last_day "
		"FROM record r JOIN requirement q "
		"ON q.programme = r.rule AND q.number = r.requirement "
		"WHERE r.seq = ?",
	[GET_VOID] =
		"SELECT EXISTS (SELECT 1 FROM withdrawal WHERE record = ?1), "
		"EXISTS (SELECT 1 FROM finding "
		"WHERE record = ?1 AND verdict = 'strike')",
	[GET_ASSIGNMENT] =
		"SELECT a.unit, e.day FROM assignment a "
		"JOIN entry e ON e.seq = a.seq WHERE a.seq = ?",
	[GET_GRANT] =
		"SELECT what = 'grant' FROM grant_change "
		"WHERE unit = ? AND subject = ? AND id = ? AND role = ? "
		"ORDER BY seq DESC LIMIT 1",
	[SET_AT] = "UPDATE at SET size = ?",
	[GET_FIGURES] =
		"SELECT scope, code, num, den, unknown, verdict FROM judged",
	[GET_SCOPES] =
		"SELECT r.scope, r.records, r.late, s.ratings, s.sum, s.low_0, "
		"s.low_1, s.low_2, s.low_3, s.low_4, s.low_5 "
		"FROM recorded r LEFT JOIN rated s ON s.scope = r.scope",
	[GET_REVIEWS] =
		"SELECT seq, unit, day, programme, units, indicators, "
		"records, late, below FROM review WHERE seq < ? ORDER BY seq",
	[GET_REVIEW_FIGURES] =
		"SELECT num, den, unknown FROM review_figure "
		"WHERE review = ? ORDER BY place",
	[GET_NOW] =
		"SELECT n.day, p.code, (SELECT count(*) FROM indicator i "
		"WHERE i.programme = n.programme) "
		"FROM now n JOIN programme p ON p.seq = n.programme",
	[GET_UNITS] =
		"SELECT count(*) FROM scope_unit WHERE scope = ? AND unit > 0",
	[GET_RECORDED] = "SELECT records, late FROM recorded WHERE scope = ?",
	[GET_SCOPE_FIGURES] =
		"SELECT f.num, f.den, f.unknown, i.code FROM now n "
		"CROSS JOIN figure f "
		"CROSS JOIN indicator i ON i.programme = n.programme "
		"AND i.place = f.indicator "
		"WHERE f.scope = ? ORDER BY f.indicator",
	[GET_BELOW] =
		"SELECT f.scope, f.num, f.den, f.unknown FROM figure f "
		"WHERE f.scope IN (SELECT unit FROM inner_unit) "
		"AND f.scope IN "
		"(SELECT unit FROM scope_unit WHERE scope = ?1) "
		"AND f.scope <> ?1 ORDER BY f.scope, f.indicator",
};

int faulty(struct error *err, const char *format, ...)
{
	va_list args;

	error_set(err, DINH_EXIT_WRONG, "%s", "");
	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	return -1;
}

/* What breaks a constraint is the entry's fault, all else the database's. */
int rows_error(struct tables *t, struct error *err)
{
	int code = sqlite3_errcode(t->db) & 0xff;

	return error_set(err, code == SQLITE_CONSTRAINT ?
			 DINH_EXIT_WRONG : DINH_EXIT_USAGE,
			 "%s", sqlite3_errmsg(t->db));
}

static int bind(sqlite3_stmt *statement, int at, const struct value *value)
{
	switch (value->type) {
	case VALUE_NUMBER:
		return sqlite3_bind_int64(statement, at, value->number);
	case VALUE_TEXT:
		return sqlite3_bind_text(statement, at, value->data, -1,
					 SQLITE_STATIC);
	case VALUE_BYTES:
		return sqlite3_bind_blob(statement, at, value->data,
					 value->size, SQLITE_STATIC);
	default:
		return sqlite3_bind_null(statement, at);
	}
}

sqlite3_stmt *rows_bind(struct tables *t, enum statement what,
			const struct value *values, size_t n,
			struct error *err)
{
	sqlite3_stmt **statement = &t->statement[what];
	size_t i;

	if (!*statement &&
	    sqlite3_prepare_v3(t->db, text[what], -1, SQLITE_PREPARE_PERSISTENT,
			       statement, NULL)) {
		rows_error(t, err);
		return NULL;
	}
	for (i = 0; i < n; i++) {
		if (bind(*statement, i + 1, &values[i])) {
			rows_error(t, err);
			return NULL;
		}
	}
	return *statement;
}

int rows_run(struct tables *t, enum statement what, const struct value *values,
	     size_t n, struct error *err)
{
	sqlite3_stmt *statement = rows_bind(t, what, values, n, err);
	int ret = 0;

	if (!statement)
		return -1;
	if (sqlite3_step(statement) != SQLITE_DONE)
		ret = rows_error(t, err);
	sqlite3_reset(statement);
	return ret;
}

int rows_get(struct tables *t, enum statement what, const struct value *values,
	     size_t n, int64_t *out, size_t columns, struct error *err)
{
	sqlite3_stmt *statement = rows_bind(t, what, values, n, err);
	size_t i;
	int ret;

	if (!statement)
		return -1;
	switch (sqlite3_step(statement)) {
	case SQLITE_ROW:
		for (i = 0; i < columns; i++)
			out[i] = sqlite3_column_int64(statement, i);
		ret = 1;
		break;
	case SQLITE_DONE:
		ret = 0;
		break;
	default:
		ret = rows_error(t, err);
	}
	sqlite3_reset(statement);
	return ret;
}

bool text_good(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			return false;
	return !u8_check((const uint8_t *)text, len);
}

int code_check(const char code[DINH_CODE_SIZE], struct error *err)
{
	size_t len = strnlen(code, DINH_CODE_SIZE), i;

	for (i = len; i < DINH_CODE_SIZE && !code[i]; i++)
		;
	if (!len || len == DINH_CODE_SIZE || i < DINH_CODE_SIZE)
		return faulty(err, _("a code is empty or not ended"));
	return 0;
}
