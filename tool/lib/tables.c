// SPDX-License-Identifier: GPL-2.0-only
/* Entries become rows. What an entry must be is in <linux/dinh.h>. */
#include <endian.h>
#include <linux/dinh.h>
#include <stdlib.h>
#include <string.h>

#include "i18n.h"
#include "names.h"
#include "tables.h"
#include "tables_rows.h"

static const char schema[] =
#include "tables.sql.h"
;

/* The body of a boot entry. */
struct boot {
	__u8 id[16];
};

int spare_check(uint64_t spare, struct error *err)
{
	return spare ? faulty(err, _("a spare field is not zero")) : 0;
}

/*
 * The text that fills the rest of a body: ended and padded by as few NULs as
 * its size asks for.
 */
int tail_check(const char *text, size_t room, struct error *err)
{
	size_t len = strnlen(text, room);

	if (len / 8 * 8 + 8 != room)
		return faulty(err, _("a text is not ended or padded"));
	if (memcmp(text + len, "\0\0\0\0\0\0\0", room - len))
		return faulty(err, _("a text is not ended or padded"));
	if (!text_good(text, len))
		return faulty(err, _("a text is not UTF-8"));
	return 0;
}

static uint64_t seq_of(const struct dinh_entry *entry)
{
	return le64toh(entry->seq);
}

static uint32_t unit_of(const struct dinh_entry *entry)
{
	return le32toh(entry->unit);
}

/*
 * The ledger itself.
 */

static int add_genesis(struct tables *t, const struct dinh_entry *entry,
		       const void *body, size_t size, struct error *err)
{
	const struct dinh_genesis *b = body;
	size_t len = strnlen(b->origin, sizeof(b->origin));

	(void)size;
	if (len == sizeof(b->origin) || !text_good(b->origin, len))
		return faulty(err, _("a text is not ended or padded"));
	if (spare_check(b->spare, err) ||
	    run(t, ADD_GENESIS, err, NUMBER(seq_of(entry)),
		BYTES(b->identity, sizeof(b->identity)),
		NUMBER((int32_t)le32toh(b->utc_offset)),
		NUMBER(le32toh(b->clock_tolerance)), NUMBER(le32toh(b->day)),
		TEXT(b->origin)) ||
	    run(t, ADD_UNIT, err, NUMBER(0), NUMBER(seq_of(entry))))
		return -1;
	return run(t, ADD_VERSION, err, NUMBER(0), NUMBER(seq_of(entry)), NONE,
		   NONE, NUMBER(DINH_KIND_REGISTER), NUMBER(0), NONE,
		   TEXT(b->origin));
}

static int add_boot(struct tables *t, const struct dinh_entry *entry,
		    const void *body, size_t size, struct error *err)
{
	return run(t, ADD_BOOT, err, NUMBER(seq_of(entry)), BYTES(body, size));
}

static int add_day(struct tables *t, const struct dinh_entry *entry,
		   const void *body, size_t size, struct error *err)
{
	const struct dinh_day *b = body;
	uint32_t how = le32toh(b->how);

	(void)size;
	return run(t, ADD_DAY, err, NUMBER(seq_of(entry)),
		   NUMBER(le32toh(b->day)),
		   TEXT(how == DINH_DAY_BY_CLOCK ? "clock" :
			how == DINH_DAY_BY_ADMIN ? "admin" : "?"));
}

static int add_clock(struct tables *t, const struct dinh_entry *entry,
		     const void *body, size_t size, struct error *err)
{
	const struct dinh_clock *b = body;

	(void)size;
	return run(t, ADD_CLOCK, err, NUMBER(seq_of(entry)),
		   NUMBER(le64toh(b->before)), NUMBER(le64toh(b->after)));
}

/*
 * Units.
 */

static int unit_check(const struct dinh_unit_add *b, struct error *err)
{
	static const __u8 zero[sizeof(b->spare)];

	return spare_check(memcmp(b->spare, zero, sizeof(zero)), err);
}

static int add_headcounts(struct tables *t, const struct dinh_entry *entry,
			  uint32_t what, const __le32 *headcount,
			  struct error *err)
{
	uint32_t group, heads;

	for (group = 0; group < DINH_GROUPS; group++) {
		heads = le32toh(headcount[group]);
		if (what & DINH_SET_HEADCOUNT << group &&
		    run(t, ADD_HEADCOUNT, err, NUMBER(unit_of(entry)),
			NUMBER(group), NUMBER(seq_of(entry)),
			UNLESS(heads, DINH_COUNT_UNKNOWN)))
			return -1;
	}
	return 0;
}

static int add_unit(struct tables *t, const struct dinh_entry *entry,
		    const void *body, size_t size, struct error *err)
{
	const struct dinh_unit_add *b = body;
	struct value unit = NUMBER(unit_of(entry));
	struct value seq = NUMBER(seq_of(entry));
	int64_t last;

	if (rows_get(t, GET_UNIT, &unit, 1, &last, 1, err) < 0)
		return -1;
	if (unit.number != last + 1)
		return faulty(err, _("it adds unit %u, the next is %u"),
			      (unsigned int)unit.number,
			      (unsigned int)last + 1);
	if (unit_check(b, err) || code_check(b->code, err) ||
	    tail_check(b->name, size - sizeof(*b), err))
		return -1;
	if (run(t, ADD_UNIT, err, unit, seq) ||
	    run(t, ADD_VERSION, err, unit, seq, NUMBER(le32toh(b->parent)),
		NUMBER(le32toh(b->since)), NUMBER(b->kind),
		NUMBER(b->has_union), TEXT(b->code), TEXT(b->name)))
		return -1;
	return add_headcounts(t, entry, DINH_SET_HEADCOUNTS, b->headcount, err);
}

static int set_unit(struct tables *t, const struct dinh_entry *entry,
		    const void *body, size_t size, struct error *err)
{
	const struct dinh_unit_set *b = body;
	const struct dinh_unit_add *to = &b->to;
	uint32_t what = le32toh(b->what);

	if (spare_check(b->spare | (what & ~DINH_SET_ALL), err) ||
	    unit_check(to, err))
		return -1;
	if (what & DINH_SET_CODE && code_check(to->code, err))
		return -1;
	if (what & DINH_SET_NAME ?
	    tail_check(to->name, size - sizeof(*b), err) :
	    spare_check(size - sizeof(*b), err))
		return -1;
	if (run(t, SET_VERSION, err, NUMBER(unit_of(entry)),
		NUMBER(seq_of(entry)),
		what & DINH_SET_PARENT ? NUMBER(le32toh(to->parent)) : NONE,
		what & DINH_SET_SINCE ? NUMBER(le32toh(to->since)) : NONE,
		what & DINH_SET_KIND ? NUMBER(to->kind) : NONE,
		what & DINH_SET_UNION ? NUMBER(to->has_union) : NONE,
		what & DINH_SET_CODE ? TEXT(to->code) : NONE,
		what & DINH_SET_NAME ? TEXT(to->name) : NONE))
		return -1;
	return add_headcounts(t, entry, what, to->headcount, err);
}

static int dissolve_unit(struct tables *t, const struct dinh_entry *entry,
			 const void *body, size_t size, struct error *err)
{
	const struct dinh_unit_dissolve *b = body;
	uint32_t n = le32toh(b->successors), i;

	if (n > DINH_SUCCESSORS_MAX ||
	    size != sizeof(*b) + (n + n % 2) * sizeof(*b->successor))
		return faulty(err, _("it has no room for %u successors"), n);
	if (n % 2 && spare_check(b->successor[n], err))
		return -1;
	if (run(t, ADD_DISSOLUTION, err, NUMBER(unit_of(entry)),
		NUMBER(seq_of(entry)), NUMBER(le32toh(b->day))))
		return -1;
	for (i = 0; i < n; i++)
		if (run(t, ADD_SUCCESSOR, err, NUMBER(unit_of(entry)),
			NUMBER(i), NUMBER(le32toh(b->successor[i]))))
			return -1;
	return 0;
}

static int add_pin(struct tables *t, const struct dinh_entry *entry,
		   const void *body, size_t size, struct error *err)
{
	const struct dinh_pin *b = body;

	(void)size;
	if (spare_check(b->spare, err))
		return -1;
	return run(t, ADD_PIN, err, NUMBER(seq_of(entry)),
		   NUMBER(unit_of(entry)), NUMBER(le32toh(b->pinned)));
}

/*
 * Records.
 */

/*
 * What a record is judged by: the requirement in the programme that was in
 * force on the day that it tells of, or, before all of them, in the earliest.
 */
int rule_then(struct tables *t, uint32_t number, uint32_t day, bool ends,
	      struct rule_then *then, struct error *err)
{
	int found = rows_get(t, GET_RULE, VALUES(NUMBER(day), NUMBER(number)),
			     (int64_t *)then, sizeof(*then) / sizeof(int64_t),
			     err);

	if (found < 0)
		return -1;
	if (!found)
		return faulty(err,
			      _("requirement %u was not in force on day %u"),
			      number, day);
	if (then->rule.validity == DINH_VALIDITY_STATED && !ends)
		return faulty(err, _("it states no end"));
	return 0;
}

static int add_votes(struct tables *t, const struct dinh_entry *entry,
		     const struct dinh_votes *v, struct error *err)
{
	return run(t, ADD_VOTES, err, NUMBER(seq_of(entry)),
		   NUMBER(le32toh(v->eligible)), NUMBER(le32toh(v->present)),
		   NUMBER(le32toh(v->yes)), NUMBER(le32toh(v->no)),
		   NUMBER(le32toh(v->abstain)), NUMBER(le32toh(v->invalid)));
}

/* The record that an entry is; @votes: its figures, or NULL. */
int tables_add_record_of(struct tables *t, const struct dinh_entry *entry,
			 const struct dinh_record *b,
			 const struct dinh_votes *votes, struct error *err)
{
	static const __u8 no_document[DINH_HASH_SIZE];
	uint32_t day = le32toh(b->day), until = le32toh(b->until);
	uint32_t period = le32toh(b->period);
	struct rule_then then;

	if (day > t->day)
		return faulty(err, _("it tells of day %u, and it was day %u"),
			      day, t->day);
	if (spare_check(b->spare, err) ||
	    rule_then(t, le16toh(b->requirement), day, until, &then, err))
		return -1;
	if (run(t, ADD_RECORD, err, NUMBER(seq_of(entry)),
		NUMBER(unit_of(entry)), NUMBER(then.number),
		NUMBER(le32toh(b->items)), UNLESS(b->group, DINH_GROUP_NONE),
		NUMBER(le32toh(b->count)), NUMBER(day),
		UNLESS(until, DINH_DAY_NONE), UNLESS(period, DINH_DAY_NONE),
		UNLESS((int64_t)le64toh(b->key), 0),
		memcmp(b->document, no_document, sizeof(no_document)) ?
			BYTES(b->document, sizeof(b->document)) : NONE,
		NUMBER(then.programme),
		NUMBER(rule_last(&then.rule, day, until, period)),
		NUMBER(t->day - day > then.late_days)))
		return -1;
	return votes ? add_votes(t, entry, votes, err) : 0;
}

static int add_record(struct tables *t, const struct dinh_entry *entry,
		      const void *body, size_t size, struct error *err)
{
	const struct dinh_record *b = body;

	if (size == sizeof(*b))
		return tables_add_record_of(t, entry, b, NULL, err);
	if (size != sizeof(*b) + sizeof(struct dinh_votes))
		return faulty(err, _("its body has %zu bytes"), size);
	return tables_add_record_of(t, entry, b, (const void *)(b + 1), err);
}

/* The row of GET_RECORD. */
struct record_then {
	struct rule rule;
	int64_t unit;
	int64_t day;
	int64_t last;
};

static int find_record(struct tables *t, const struct dinh_entry *entry,
		       uint64_t seq, struct record_then *then,
		       struct error *err)
{
	int found = rows_get(t, GET_RECORD, VALUES(NUMBER(seq)),
			     (int64_t *)then,
			     sizeof(*then) / sizeof(int64_t), err);

	if (found < 0)
		return -1;
	if (!found || then->unit != unit_of(entry))
		return faulty(err, _("entry %llu is no record of unit %u"),
			      (unsigned long long)seq, unit_of(entry));
	return 0;
}

/* One that was neither withdrawn nor struck, of the unit that is named. */
int record_check(struct tables *t, const struct dinh_entry *entry,
		 uint64_t seq, struct error *err)
{
	struct record_then then;
	int64_t gone[2];

	if (find_record(t, entry, seq, &then, err) ||
	    rows_get(t, GET_VOID, VALUES(NUMBER(seq)), gone, 2, err) < 0)
		return -1;
	if (gone[0])
		return faulty(err, _("record %llu was withdrawn before"),
			      (unsigned long long)seq);
	if (gone[1])
		return faulty(err, _("record %llu was struck before"),
			      (unsigned long long)seq);
	return 0;
}

static int end_record(struct tables *t, const struct dinh_entry *entry,
		      const void *body, size_t size, struct error *err)
{
	const struct dinh_record_end *b = body;
	uint32_t day = le32toh(b->day);
	struct record_then then;

	(void)size;
	if (spare_check(b->spare, err) ||
	    record_check(t, entry, le64toh(b->seq), err) ||
	    find_record(t, entry, le64toh(b->seq), &then, err))
		return -1;
	return run(t, ADD_RECORD_END, err, NUMBER(seq_of(entry)),
		   NUMBER(le64toh(b->seq)), NUMBER(day),
		   NUMBER(rule_ended(&then.rule, then.day, then.last, day)));
}

static int withdraw(struct tables *t, const struct dinh_entry *entry,
		    const void *body, size_t size, struct error *err)
{
	const struct dinh_withdrawal *b = body;

	if (tail_check(b->reason, size - sizeof(*b), err) ||
	    record_check(t, entry, le64toh(b->seq), err))
		return -1;
	return run(t, ADD_WITHDRAWAL, err, NUMBER(seq_of(entry)),
		   NUMBER(le64toh(b->seq)), TEXT(b->reason));
}

/*
 * Any entry.
 */

#define ANY	(DINH_ENTRY_SIZE_MAX - sizeof(struct dinh_entry))

static const struct entry_type {
	int (*add)(struct tables *t, const struct dinh_entry *entry,
		   const void *body, size_t size, struct error *err);
	/* of the body */
	size_t least;
	size_t most;
	enum { NO_UNIT, A_UNIT, UNIT_OR_ALL } has_unit;
} types[] = {
	[DINH_ENTRY_GENESIS] = {
		add_genesis, sizeof(struct dinh_genesis),
		sizeof(struct dinh_genesis), NO_UNIT
	},
	[DINH_ENTRY_BOOT] = {
		add_boot, sizeof(struct boot), sizeof(struct boot), NO_UNIT
	},
	[DINH_ENTRY_DAY] = {
		add_day, sizeof(struct dinh_day), sizeof(struct dinh_day), NO_UNIT
	},
	[DINH_ENTRY_CLOCK] = {
		add_clock, sizeof(struct dinh_clock), sizeof(struct dinh_clock),
		NO_UNIT
	},
	[DINH_ENTRY_PROGRAMME] = {
		tables_add_programme, sizeof(struct dinh_programme), ANY, NO_UNIT
	},
	[DINH_ENTRY_UNIT_ADD] = {
		add_unit, sizeof(struct dinh_unit_add) + 8,
		sizeof(struct dinh_unit_add) + DINH_NAME_SIZE, A_UNIT
	},
	[DINH_ENTRY_UNIT_SET] = {
		set_unit, sizeof(struct dinh_unit_set),
		sizeof(struct dinh_unit_set) + DINH_NAME_SIZE, A_UNIT
	},
	[DINH_ENTRY_UNIT_DISSOLVE] = {
		dissolve_unit, sizeof(struct dinh_unit_dissolve), ANY, A_UNIT
	},
	[DINH_ENTRY_RECORD] = {
		add_record, sizeof(struct dinh_record), ANY, A_UNIT
	},
	[DINH_ENTRY_RECORD_END] = {
		end_record, sizeof(struct dinh_record_end),
		sizeof(struct dinh_record_end), A_UNIT
	},
	[DINH_ENTRY_WITHDRAWAL] = {
		withdraw, sizeof(struct dinh_withdrawal) + 8,
		sizeof(struct dinh_withdrawal) + DINH_REASON_SIZE, A_UNIT
	},
	[DINH_ENTRY_PIN] = {
		add_pin, sizeof(struct dinh_pin), sizeof(struct dinh_pin),
		A_UNIT
	},
	[DINH_ENTRY_FINDING] = {
		tables_add_finding, sizeof(struct dinh_finding) + 8,
		sizeof(struct dinh_finding) + DINH_REASON_SIZE, A_UNIT
	},
	[DINH_ENTRY_ASSIGNMENT] = {
		tables_add_assignment, sizeof(struct dinh_assignment) + 8,
		sizeof(struct dinh_assignment) + DINH_TITLE_SIZE, A_UNIT
	},
	[DINH_ENTRY_COMPLETION] = {
		tables_add_completion, sizeof(struct dinh_completion) + 8,
		sizeof(struct dinh_completion) + DINH_TITLE_SIZE, A_UNIT
	},
	[DINH_ENTRY_GRANT] = {
		tables_add_grant, sizeof(struct dinh_grant),
		sizeof(struct dinh_grant), UNIT_OR_ALL
	},
	[DINH_ENTRY_REVOKE] = {
		tables_add_grant, sizeof(struct dinh_grant),
		sizeof(struct dinh_grant), UNIT_OR_ALL
	},
	[DINH_ENTRY_REVIEW] = {
		tables_add_review, sizeof(struct dinh_review),
		sizeof(struct dinh_review), UNIT_OR_ALL
	},
	[DINH_ENTRY_LOSS] = {
		tables_add_loss, sizeof(struct dinh_loss),
		sizeof(struct dinh_loss), A_UNIT
	},
	[DINH_ENTRY_RATING] = {
		tables_add_rating, sizeof(struct dinh_rating),
		sizeof(struct dinh_rating), A_UNIT
	},
	[DINH_ENTRY_MEETING_OPEN] = {
		tables_add_meeting, sizeof(struct dinh_meeting_open),
		sizeof(struct dinh_meeting_open), A_UNIT
	},
	[DINH_ENTRY_ATTENDANCE] = {
		tables_add_attendance, sizeof(struct dinh_attendance),
		sizeof(struct dinh_attendance), A_UNIT
	},
	[DINH_ENTRY_VOTE] = {
		tables_add_vote, sizeof(struct dinh_vote),
		sizeof(struct dinh_vote), A_UNIT
	},
	[DINH_ENTRY_MEETING_CLOSE] = {
		tables_add_close, sizeof(struct dinh_meeting_close),
		sizeof(struct dinh_meeting_close), A_UNIT
	},
	[DINH_ENTRY_MEETING_VOID] = {
		tables_add_void, sizeof(struct dinh_meeting_void) + 8,
		sizeof(struct dinh_meeting_void) + DINH_REASON_SIZE, A_UNIT
	},
	[DINH_ENTRY_KIOSK_BIND] = {
		tables_add_kiosk, sizeof(struct dinh_kiosk_bind) + 8,
		sizeof(struct dinh_kiosk_bind) + DINH_DEVICE_SIZE, A_UNIT
	},
	[DINH_ENTRY_KIOSK_UNBIND] = {
		tables_add_kiosk_end, sizeof(struct dinh_kiosk_unbind),
		sizeof(struct dinh_kiosk_unbind), A_UNIT
	},
	[DINH_ENTRY_VISITS] = {
		tables_add_visits, sizeof(struct dinh_visits),
		sizeof(struct dinh_visits), UNIT_OR_ALL
	},
	[DINH_ENTRY_TPM] = {
		tables_add_tpm, sizeof(struct dinh_tpm),
		sizeof(struct dinh_tpm), NO_UNIT
	},
};

static const struct entry_type *type_of(const struct dinh_entry *entry)
{
	if (entry->type >= sizeof(types) / sizeof(types[0]) ||
	    !types[entry->type].add)
		return NULL;
	return &types[entry->type];
}

static int unit_known(struct tables *t, const struct dinh_entry *entry,
		      struct error *err)
{
	uint32_t unit = unit_of(entry);
	int64_t row[2];

	if (entry->type == DINH_ENTRY_UNIT_ADD)
		return 0;
	if (rows_get(t, GET_UNIT, VALUES(NUMBER(unit)), row, 2, err) < 0)
		return -1;
	if (!row[1] || (!unit && type_of(entry)->has_unit != UNIT_OR_ALL))
		return faulty(err, _("there is no unit %u"), unit);
	return 0;
}

static int header_check(const struct tables *t, const struct dinh_entry *entry,
			size_t size, struct error *err)
{
	const struct entry_type *type;

	if (size < sizeof(*entry) || le32toh(entry->size) != size || size % 8)
		return faulty(err, _("its size is not %zu bytes"), size);
	if (seq_of(entry) != t->size)
		return faulty(err, _("its number is %llu"),
			      (unsigned long long)seq_of(entry));
	type = type_of(entry);
	if (!type)
		return faulty(err, _("its type %u is not known"), entry->type);
	if (entry->version != 1)
		return faulty(err, _("its version %u is not known"),
			      entry->version);
	if (size - sizeof(*entry) < type->least ||
	    size - sizeof(*entry) > type->most)
		return faulty(err, _("its body has %zu bytes"),
			      size - sizeof(*entry));
	if (t->size ? entry->type == DINH_ENTRY_GENESIS :
		      entry->type != DINH_ENTRY_GENESIS)
		return faulty(err, _("a genesis is the first entry"));
	return spare_check(entry->flags | entry->origin |
			   (type->has_unit ? 0 : entry->unit), err);
}

/* The ledger's day once the entry is accepted. */
static int day_after(const struct tables *t, const struct dinh_entry *entry,
		     uint32_t *day, struct error *err)
{
	const struct dinh_genesis *genesis = (const void *)(entry + 1);
	const struct dinh_day *step = (const void *)(entry + 1);

	*day = t->day;
	if (entry->type == DINH_ENTRY_GENESIS)
		*day = le32toh(genesis->day);
	if (entry->type == DINH_ENTRY_DAY)
		*day = le32toh(step->day);
	if (*day < t->day)
		return faulty(err, _("day %u comes after day %u"), *day,
			      t->day);
	return 0;
}

static int add_rows(struct tables *t, const struct dinh_entry *entry,
		    size_t size, uint32_t day, struct error *err)
{
	const struct entry_type *type = type_of(entry);

	if (run(t, ADD_ENTRY, err, NUMBER(seq_of(entry)), NUMBER(entry->type),
		NUMBER(le64toh(entry->wall)), NUMBER(le64toh(entry->boot)),
		NUMBER(le32toh(entry->uid)), NUMBER(le32toh(entry->loginuid)),
		NUMBER(unit_of(entry)), NUMBER(day)))
		return -1;
	if (type->has_unit && unit_known(t, entry, err))
		return -1;
	return type->add(t, entry, entry + 1, size - sizeof(*entry), err);
}

static int add(struct tables *t, const struct dinh_entry *entry, size_t size,
	       struct error *err)
{
	struct error ignored;
	uint32_t day;

	if (header_check(t, entry, size, err) ||
	    day_after(t, entry, &day, err) ||
	    rows_run(t, SAVEPOINT, NULL, 0, err))
		return -1;
	if (add_rows(t, entry, size, day, err)) {
		rows_run(t, ROLLBACK_TO, NULL, 0, &ignored);
		rows_run(t, RELEASE, NULL, 0, &ignored);
		return -1;
	}
	if (rows_run(t, RELEASE, NULL, 0, err))
		return -1;
	t->size++;
	t->day = day;
	return 0;
}

int tables_add(struct tables *t, const struct dinh_entry *entry, size_t size,
	       struct error *err)
{
	if (add(t, entry, size, err))
		return error_prefix(err, _("entry %llu: "),
				    (unsigned long long)t->size);
	return 0;
}

uint64_t tables_size(const struct tables *t)
{
	return t->size;
}

struct sqlite3 *tables_database(struct tables *t)
{
	return t->db;
}

/*
 * Life.
 */

static int command(struct tables *t, const char *sql, struct error *err)
{
	return sqlite3_exec(t->db, sql, NULL, NULL, NULL) ?
	       rows_error(t, err) : 0;
}

static int read_size(struct tables *t, struct error *err)
{
	int64_t row[2];

	if (rows_get(t, GET_SIZE, NULL, 0, row, 2, err) < 0)
		return -1;
	t->size = row[0];
	t->day = row[1];
	return 0;
}

int tables_begin(struct tables *t, struct error *err)
{
	return command(t, "BEGIN IMMEDIATE", err);
}

int tables_commit(struct tables *t, struct error *err)
{
	return command(t, "COMMIT", err);
}

int tables_rollback(struct tables *t, struct error *err)
{
	return command(t, "ROLLBACK", err) ? -1 : read_size(t, err);
}

static int make_schema(struct tables *t, struct error *err)
{
	if (sqlite3_table_column_metadata(t->db, NULL, "requirement_number",
					  NULL, NULL, NULL, NULL, NULL,
					  NULL) == SQLITE_OK)
		return 0;
	if (command(t, "SAVEPOINT tables", err))
		return -1;
	if (command(t, schema, err)) {
		sqlite3_exec(t->db, "ROLLBACK TO tables; RELEASE tables", NULL,
			     NULL, NULL);
		return -1;
	}
	return command(t, "RELEASE tables", err);
}

/* How long another's transaction is waited for. */
#define BUSY_MS	10000

struct tables *tables_open(const char *path, struct error *err)
{
	struct tables *t = calloc(1, sizeof(*t));

	if (!t) {
		error_memory(err);
		return NULL;
	}
	if (sqlite3_open(path, &t->db))
		rows_error(t, err);
	else if (!sqlite3_busy_timeout(t->db, BUSY_MS) &&
		 !command(t, "PRAGMA foreign_keys = ON", err) &&
		 !make_schema(t, err) && !read_size(t, err))
		return t;
	error_prefix(err, "%s: ", path);
	tables_close(t);
	return NULL;
}

void tables_close(struct tables *t)
{
	size_t i;

	if (!t)
		return;
	for (i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(t->statement[i]);
	sqlite3_close(t->db);
	free(t);
}
