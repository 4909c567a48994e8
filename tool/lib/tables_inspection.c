// SPDX-License-Identifier: GPL-2.0-only
/* Findings, assignments, grants and reviews become rows. */
#include <endian.h>
#include <linux/dinh.h>
#include <string.h>

#include "i18n.h"
#include "names.h"
#include "tables_rows.h"

/* A word that no constraint lets in stands for what is none. */
static struct value word(const struct word *words, uint32_t value)
{
	return TEXT(word_name(words, value));
}

static struct value seq_of(const struct dinh_entry *entry)
{
	return NUMBER(le64toh(entry->seq));
}

static struct value unit_of(const struct dinh_entry *entry)
{
	return NUMBER(le32toh(entry->unit));
}

static struct value document(const __u8 digest[DINH_HASH_SIZE])
{
	static const __u8 none[DINH_HASH_SIZE];

	return memcmp(digest, none, sizeof(none)) ?
	       BYTES(digest, DINH_HASH_SIZE) : NONE;
}

static int due_check(const struct tables *t, uint32_t due, struct error *err)
{
	return due >= t->day ? 0 :
	       faulty(err, _("it is due on day %u, and it was day %u"), due,
		      t->day);
}

int tables_add_finding(struct tables *t, const struct dinh_entry *entry,
		       const void *body, size_t size, struct error *err)
{
	const struct dinh_finding *b = body;
	uint32_t due = le32toh(b->due);

	if (tail_check(b->reason, size - sizeof(*b), err) ||
	    record_check(t, entry, le64toh(b->seq), err))
		return -1;
	if (run(t, ADD_FINDING, err, seq_of(entry), NUMBER(le64toh(b->seq)),
		word(finding_words, le32toh(b->verdict)), TEXT(b->reason)))
		return -1;
	if (!due)
		return 0;
	if (due_check(t, due, err))
		return -1;
	return run(t, ADD_ASSIGNMENT, err, seq_of(entry), unit_of(entry),
		   NUMBER(due), NONE, TEXT(b->reason), TEXT("answers"));
}

int tables_add_assignment(struct tables *t, const struct dinh_entry *entry,
			  const void *body, size_t size, struct error *err)
{
	static const char none[DINH_CODE_SIZE];
	const struct dinh_assignment *b = body;
	bool has_objective = memcmp(b->objective, none, sizeof(none));

	if (spare_check(b->spare, err) ||
	    (has_objective && code_check(b->objective, err)) ||
	    tail_check(b->title, size - sizeof(*b), err) ||
	    due_check(t, le32toh(b->due), err))
		return -1;
	return run(t, ADD_ASSIGNMENT, err, seq_of(entry), unit_of(entry),
		   NUMBER(le32toh(b->due)),
		   has_objective ? TEXT(b->objective) : NONE, TEXT(b->title),
		   TEXT("assignments"));
}

int tables_add_completion(struct tables *t, const struct dinh_entry *entry,
			  const void *body, size_t size, struct error *err)
{
	const struct dinh_completion *b = body;
	uint64_t seq = le64toh(b->seq);
	uint32_t day = le32toh(b->day);
	int64_t given[2];
	int found;

	if (spare_check(b->spare, err) ||
	    tail_check(b->result, size - sizeof(*b), err))
		return -1;
	found = rows_get(t, GET_ASSIGNMENT, VALUES(NUMBER(seq)), given, 2,
			 err);
	if (found < 0)
		return -1;
	if (!found || given[0] != unit_of(entry).number)
		return faulty(err, _("entry %llu is no assignment of unit %u"),
			      (unsigned long long)seq, le32toh(entry->unit));
	if (day < given[1] || day > t->day)
		return faulty(err, _("it tells of day %u, and it was day %u"),
			      day, t->day);
	return run(t, ADD_COMPLETION, err, seq_of(entry), NUMBER(seq),
		   NUMBER(day), TEXT(b->result), document(b->document));
}

/* A grant that is there already is none, and so is the end of none. */
int tables_add_grant(struct tables *t, const struct dinh_entry *entry,
		     const void *body, size_t size, struct error *err)
{
	const struct dinh_grant *b = body;
	bool grant = entry->type == DINH_ENTRY_GRANT;
	int64_t held = 0;

	(void)size;
	if (spare_check(b->spare[0] | b->spare[1], err) ||
	    rows_get(t, GET_GRANT,
		     VALUES(unit_of(entry), word(subject_words, b->subject),
			    NUMBER(le32toh(b->id)), word(role_words, b->role)),
		     &held, 1, err) < 0)
		return -1;
	if (held == grant)
		return faulty(err, grant ? _("the grant is there already") :
					   _("there is no such grant"));
	return run(t, ADD_GRANT, err, seq_of(entry),
		   TEXT(grant ? "grant" : "revoke"), unit_of(entry),
		   word(subject_words, b->subject), NUMBER(le32toh(b->id)),
		   word(role_words, b->role));
}

int tables_add_review(struct tables *t, const struct dinh_entry *entry,
		      const void *body, size_t size, struct error *err)
{
	static const struct dinh_review_figure none;
	const struct dinh_review *b = body;
	uint32_t n = le32toh(b->indicators), i;

	(void)size;
	if (code_check(b->programme, err) ||
	    run(t, ADD_REVIEW, err, seq_of(entry), unit_of(entry),
		word(review_words, le32toh(b->kind)), NUMBER(le32toh(b->day)),
		NUMBER(le64toh(b->size)), BYTES(b->root, sizeof(b->root)),
		document(b->results), document(b->limits), document(b->causes),
		BYTES(b->below, sizeof(b->below)), TEXT(b->programme),
		NUMBER(le32toh(b->units)), NUMBER(n),
		NUMBER(le64toh(b->records)), NUMBER(le64toh(b->late))))
		return -1;
	for (i = 0; i < DINH_INDICATORS_MAX; i++) {
		const struct dinh_review_figure *f = &b->figure[i];

		if (i >= n) {
			if (spare_check(memcmp(f, &none, sizeof(none)), err))
				return -1;
			continue;
		}
		if (run(t, ADD_REVIEW_FIGURE, err, seq_of(entry), NUMBER(i),
			NUMBER(le64toh(f->num)), NUMBER(le64toh(f->den)),
			NUMBER(le64toh(f->unknown))))
			return -1;
	}
	return 0;
}
