// SPDX-License-Identifier: GPL-2.0-only
/* Programmes: each check, by one wrong field in a good body; replacement. */
#include "test.h"

START_TEST(good)
{
	const struct dinh_rules *rules;

	ck_ok(prog_load(w, small_programme()));
	rules = w->reg->current_rules;
	ck_assert_ptr_eq(rules, dinh_rules_on(w->reg, TODAY));
	/* Days before the first programme are judged by it. */
	ck_assert_ptr_eq(rules, dinh_rules_on(w->reg, 1));
	ck_assert_uint_eq(rules->n_rules, 11);
	ck_assert_uint_eq(rules->n_measures, 7);
	ck_assert_uint_eq(rules->late_days, 30);
	ck_assert_str_eq(dinh_requirement(rules, 0)->code, "regs");
	ck_assert_str_eq(dinh_text(rules, dinh_requirement(rules, 0)->title.vi),
			 "Chương trình");
	ck_assert_str_eq(dinh_text(rules, dinh_item(rules, 2)->title.en),
			 "A programme");
	ck_assert_str_eq(dinh_text(rules, cpu_to_le32(0)), "");
	ck_assert_str_eq(dinh_instrument(rules, 0)->code, "instrument");
	ck_assert_str_eq(dinh_objective(rules, 0)->code, "objective");
	ck_assert_str_eq(dinh_indicator(rules, 6)->code, "i-conf");
	ck_assert_uint_eq(dinh_number_of(w->reg, "regs"), 1);
	ck_assert_uint_eq(dinh_number_of(w->reg, "union"), 11);
	ck_assert_uint_eq(dinh_number_of(w->reg, "reg"), 0);
	ck_assert_str_eq(dinh_number_code(w->reg, 11), "union");
	ck_assert_str_eq(dinh_number_code(w->reg, 0), "");
	ck_assert_str_eq(dinh_number_code(w->reg, 12), "");
	ck_replays();
}
END_TEST

enum part { HEAD, INSTRUMENT, REQUIREMENT, ITEM, INDICATOR, OBJECTIVE, TEXTS };

struct wrong {
	enum part part;
	unsigned int index;
	size_t at;
	unsigned int width;
	u32 value;
};

#define AT(part, index, type, field, value) \
	{ part, index, offsetof(struct type, field), \
	  sizeof(((struct type *)0)->field), value }
#define HEAD(field, value)	AT(HEAD, 0, dinh_programme, field, value)
#define INS(field, value)	AT(INSTRUMENT, 0, dinh_instrument, field, value)
#define REQ(i, field, value)	AT(REQUIREMENT, i, dinh_requirement, field, value)
#define ITEM(i, field, value)	AT(ITEM, i, dinh_item, field, value)
#define IND(i, field, value)	AT(INDICATOR, i, dinh_indicator, field, value)
#define OBJ(field, value)	AT(OBJECTIVE, 0, dinh_objective, field, value)

/* Indices in the small programme. */
enum { REGS, TALK, QUARTER, DIALOG, YEARLY, LEARN, POST, AGREE, CONF, VOTE };
enum { I_REGS, I_TALK, I_LEARN, I_AGREE, I_WORK, I_POST };

#define FIELD	DINH_REFUSED_PROGRAMME_FIELD
#define SHARE_AT(i, which, field, value) \
	AT(REQUIREMENT, i, dinh_requirement, which.field, value)

static const struct {
	enum dinh_refusal_id id;
	const char *text;
	u16 attr;
	struct wrong wrong[3];
} cases[] = {
	/* The shape. */
	{ DINH_REFUSED_PROGRAMME_COUNT,
	  "programme: 0 instruments, 1 to 64 wanted", 0,
	  { HEAD(instruments, 0) } },
	{ DINH_REFUSED_PROGRAMME_COUNT,
	  "programme: 65 instruments, 1 to 64 wanted", 0,
	  { HEAD(instruments, 65) } },
	{ DINH_REFUSED_PROGRAMME_COUNT,
	  "programme: 0 requirements, 1 to 256 wanted", 0,
	  { HEAD(requirements, 0) } },
	{ DINH_REFUSED_PROGRAMME_COUNT,
	  "programme: 257 requirements, 1 to 256 wanted", 0,
	  { HEAD(requirements, 257) } },
	{ DINH_REFUSED_PROGRAMME_COUNT,
	  "programme: 0 items, 1 to 8192 wanted", 0, { HEAD(items, 0) } },
	{ DINH_REFUSED_PROGRAMME_COUNT,
	  "programme: 65535 items, 1 to 8192 wanted", 0,
	  { HEAD(items, 65535) } },
	{ DINH_REFUSED_PROGRAMME_COUNT,
	  "programme: 65 indicators, 1 to 64 wanted", 0,
	  { HEAD(indicators, 65) } },
	{ DINH_REFUSED_PROGRAMME_COUNT,
	  "programme: 33 objectives, 1 to 32 wanted", 0,
	  { HEAD(objectives, 33) } },
	{ DINH_REFUSED_MALFORMED, "entry: malformed, type 6, at byte 108", 0,
	  { HEAD(instruments, 2) } },
	{ DINH_REFUSED_MALFORMED, "entry: malformed, type 6, at byte 108", 0,
	  { HEAD(requirements, 256) } },
	{ DINH_REFUSED_MALFORMED, "entry: malformed, type 6, at byte 108", 0,
	  { HEAD(items, 8192) } },
	{ DINH_REFUSED_MALFORMED, "entry: malformed, type 6, at byte 108", 0,
	  { HEAD(texts, 0) } },
	{ DINH_REFUSED_MALFORMED, "entry: malformed, type 6, at byte 108", 0,
	  { HEAD(texts, 0xfffffff8) } },
	{ DINH_REFUSED_MALFORMED, "entry: malformed, type 6, at byte 108", 0,
	  { HEAD(texts, 48) } },
	{ DINH_REFUSED_MALFORMED, "entry: malformed, type 6, at byte 1984", 0,
	  { { TEXTS, 0, 0, 1, 'x' } } },
	{ DINH_REFUSED_MALFORMED, "entry: malformed, type 6, at byte 1984", 0,
	  { { TEXTS, 0, 39, 1, 'x' } } },
	/* The head. */
	{ DINH_REFUSED_CODE_FORM, "code: 1 to 31 of A-Z a-z 0-9 . _ - wanted",
	  DINH_A_CODE, { { HEAD, 0, 2, 1, '/' } } },
	{ DINH_REFUSED_PROGRAMME_TEXT,
	  "small: a title is not a text of the programme", 0,
	  { HEAD(title.vi, 40) } },
	{ DINH_REFUSED_PROGRAMME_TEXT,
	  "small: a title is not a text of the programme", 0,
	  { HEAD(title.en, 2) } },
	{ FIELD, "small: from 0, not 1 to 2932896", 0, { HEAD(from, 0) } },
	{ FIELD, "small: from 2932897, not 1 to 2932896", 0,
	  { HEAD(from, DINH_DAY_MAX + 1) } },
	{ FIELD, "small: late days 36601, not 0 to 36600", 0,
	  { HEAD(late_days, 36601) } },
	{ FIELD, "small: flags 1, not 0 to 0", 0, { HEAD(flags, 1) } },
	{ FIELD, "small: flags 2, not 0 to 1", 0,
	  { HEAD(answer_days, 15), HEAD(flags, 2) } },
	/* Texts. */
	{ DINH_REFUSED_TEXT_CONTROL, "text: control character at byte 2", 0,
	  { { TEXTS, 0, 3, 1, '\n' } } },
	{ DINH_REFUSED_TEXT_UTF8, "text: not UTF-8 at byte 1", 0,
	  { { TEXTS, 0, 2, 1, 0xff } } },
	/* Instruments. */
	{ DINH_REFUSED_CODE_FORM, "code: 1 to 31 of A-Z a-z 0-9 . _ - wanted",
	  0, { { INSTRUMENT, 0, 31, 1, 'x' } } },
	{ DINH_REFUSED_PROGRAMME_TEXT,
	  "instrument: a title is not a text of the programme", 0,
	  { INS(title.en, 0xffffffff) } },
	{ FIELD, "instrument: from 2932897, not 0 to 2932896", 0,
	  { INS(from, DINH_DAY_MAX + 1) } },
	{ FIELD, "instrument: until 4294967295, not 0 to 2932896", 0,
	  { INS(until, DINH_DAY_FOREVER) } },
	{ DINH_REFUSED_PROGRAMME_DAYS, "instrument: until is before from", 0,
	  { INS(from, 100), INS(until, 99) } },
	{ FIELD, "instrument: flags 2, not 0 to 1", 0, { INS(flags, 2) } },
	{ DINH_REFUSED_SPARE, "entry: a spare field is not zero, at byte 164",
	  0, { INS(spare, 1) } },
	/* Items. */
	{ DINH_REFUSED_PROGRAMME_TEXT,
	  "item: a title is not a text of the programme", 0,
	  { ITEM(4, title.vi, 99) } },
	{ FIELD, "item: flags 4, not 0 to 1", 0, { ITEM(0, flags, 4) } },
	{ DINH_REFUSED_SPARE,
	  "entry: a spare field is not zero, at byte 1252", 0,
	  { ITEM(1, spare, 7) } },
	/* Requirements. */
	{ DINH_REFUSED_PROGRAMME_TEXT,
	  "talk: a title is not a text of the programme", 0,
	  { REQ(TALK, title.vi, 3) } },
	{ FIELD, "regs: instrument 1, not 0 to 0", 0,
	  { REQ(REGS, instrument, 1) } },
	{ FIELD, "regs: items 0, not 1 to 32", 0, { REQ(REGS, items, 0) } },
	{ FIELD, "regs: items 33, not 1 to 32", 0, { REQ(REGS, items, 33) } },
	{ FIELD, "regs: first item 14, not 0 to 13", 0,
	  { REQ(REGS, item, 14) } },
	{ FIELD, "regs: last item 14, not 1 to 13", 0,
	  { REQ(REGS, item, 11) } },
	{ FIELD, "regs: kinds 0, not 2 to 2047", 0, { REQ(REGS, kinds, 0) } },
	{ FIELD, "regs: kinds 2048, not 2 to 2047", 0,
	  { REQ(REGS, kinds, 2048) } },
	{ FIELD, "regs: kinds 1, not 0 to 0", 0, { REQ(REGS, kinds, 3) } },
	{ FIELD, "regs: flags 3, not 0 to 1", 0, { REQ(REGS, flags, 3) } },
	{ FIELD, "regs: from 4294967295, not 0 to 2932896", 0,
	  { REQ(REGS, from, DINH_DAY_FOREVER) } },
	{ FIELD, "regs: until 2932897, not 0 to 2932896", 0,
	  { REQ(REGS, until, DINH_DAY_MAX + 1) } },
	{ DINH_REFUSED_PROGRAMME_DAYS, "regs: until is before from", 0,
	  { REQ(REGS, from, 20000), REQ(REGS, until, 19999) } },
	{ FIELD, "dialog: headcount 2147483648, not 0 to 2147483647", 0,
	  { REQ(DIALOG, headcount_min, DINH_COUNT_MAX + 1) } },
	{ FIELD, "dialog: headcount group 8, not 0 to 7", 0,
	  { REQ(DIALOG, headcount_group, 8) } },
	{ FIELD, "regs: headcount group 1, not 0 to 0", 0,
	  { REQ(REGS, headcount_group, 1) } },
	{ FIELD, "regs: union 3, not 0 to 2", 0, { REQ(REGS, has_union, 3) } },
	{ FIELD, "post: posting 3661, not 0 to 3660", 0,
	  { REQ(POST, posting, 3661) } },
	/* Validity. */
	{ FIELD, "regs: validity 4, not 0 to 3", 0,
	  { REQ(REGS, validity, 4) } },
	{ FIELD, "regs: months 1, not 0 to 0", 0, { REQ(REGS, months, 1) } },
	{ FIELD, "regs: days 1, not 0 to 0", 0, { REQ(REGS, days, 1) } },
	{ FIELD, "regs: grace months 1, not 0 to 0", 0,
	  { REQ(REGS, grace_months, 1) } },
	{ FIELD, "regs: grace 1, not 0 to 0", 0, { REQ(REGS, grace, 1) } },
	{ FIELD, "regs: term min 1, not 0 to 0", 0,
	  { REQ(REGS, term_min, 1) } },
	{ FIELD, "talk: term max 1, not 0 to 0", 0,
	  { REQ(TALK, term_max, 1) } },
	{ FIELD, "talk: months 0, not 1 to 12", 0, { REQ(TALK, months, 0) } },
	{ FIELD, "talk: months 13, not 1 to 12", 0,
	  { REQ(TALK, months, 13) } },
	{ FIELD, "talk: 12 % months 2, not 0 to 0", 0,
	  { REQ(TALK, months, 5) } },
	{ FIELD, "talk: days 1, not 0 to 0", 0, { REQ(TALK, days, 1) } },
	{ FIELD, "talk: grace months 121, not 0 to 120", 0,
	  { REQ(TALK, grace_months, 121) } },
	{ FIELD, "talk: grace 3661, not 0 to 3660", 0,
	  { REQ(TALK, grace, 3661) } },
	{ FIELD, "dialog: months 1201, not 0 to 1200", 0,
	  { REQ(DIALOG, months, 1201) } },
	{ FIELD, "dialog: days 0, not 1 to 36600", 0,
	  { REQ(DIALOG, days, 0) } },
	{ FIELD, "dialog: days 36601, not 1 to 36600", 0,
	  { REQ(DIALOG, days, 36601) } },
	{ FIELD, "agree: months 1, not 0 to 0", 0, { REQ(AGREE, months, 1) } },
	{ FIELD, "agree: term min 1201, not 0 to 1200", 0,
	  { REQ(AGREE, term_min, 1201) } },
	{ FIELD, "agree: term max 11, not 12 to 1200", 0,
	  { REQ(AGREE, term_max, 11) } },
	/* Quorum and majority. */
	{ DINH_REFUSED_SPARE,
	  "entry: a spare field is not zero, at byte 248", 0,
	  { SHARE_AT(REGS, quorum, num, 1) } },
	{ DINH_REFUSED_SPARE,
	  "entry: a spare field is not zero, at byte 256", 0,
	  { SHARE_AT(REGS, majority, spare, 1) } },
	{ FIELD, "conf: quorum 4, not 1 to 3", 0,
	  { SHARE_AT(CONF, quorum, of, 4) } },
	{ FIELD, "conf: quorum 2, not 1 to 1", 0,
	  { SHARE_AT(CONF, quorum, of, DINH_OF_PRESENT) } },
	{ FIELD, "conf: quorum 0, not 1 to 65535", 0,
	  { SHARE_AT(CONF, quorum, den, 0) } },
	{ FIELD, "conf: quorum 4, not 0 to 3", 0,
	  { SHARE_AT(CONF, quorum, num, 4) } },
	{ FIELD, "conf: quorum 2, not 0 to 1", 0,
	  { SHARE_AT(CONF, quorum, strict, 2) } },
	{ FIELD, "conf: majority 1, not 0 to 0", 0,
	  { SHARE_AT(CONF, majority, group, 1) } },
	{ FIELD, "vote: majority 8, not 0 to 7", 0,
	  { SHARE_AT(VOTE, majority, group, 8) } },
	{ DINH_REFUSED_SPARE,
	  "entry: a spare field is not zero, at byte 1023", 0,
	  { SHARE_AT(CONF, quorum, spare, 9) } },
	{ DINH_REFUSED_PROGRAMME_HEADS,
	  "learn: counts heads: one item, no posting, no votes", 0,
	  { REQ(LEARN, items, 2) } },
	{ DINH_REFUSED_PROGRAMME_HEADS,
	  "learn: counts heads: one item, no posting, no votes", 0,
	  { REQ(LEARN, posting, 30) } },
	{ DINH_REFUSED_PROGRAMME_HEADS,
	  "vote: counts heads: one item, no posting, no votes", 0,
	  { REQ(VOTE, groups, 1) } },
	/* Objectives. */
	{ FIELD, "objective: kind 2, not 0 to 1", 0, { OBJ(kind, 2) } },
	{ FIELD, "objective: flags 8, not 0 to 1", 0, { OBJ(flags, 8) } },
	{ DINH_REFUSED_PROGRAMME_TEXT,
	  "objective: a title is not a text of the programme", 0,
	  { OBJ(title.vi, 18) } },
	/* Indicators. */
	{ FIELD, "i-regs: objective 1, not 0 to 0", 0,
	  { IND(I_REGS, objective, 1) } },
	{ FIELD, "i-regs: kinds 0, not 2 to 2047", 0,
	  { IND(I_REGS, kinds, 0) } },
	{ FIELD, "i-regs: kinds 1, not 0 to 0", 0,
	  { IND(I_REGS, kinds, 5) } },
	{ FIELD, "i-regs: kinds 65535, not 2 to 2047", 0,
	  { IND(I_REGS, kinds, 65535) } },
	{ FIELD, "i-regs: union 3, not 0 to 2", 0,
	  { IND(I_REGS, has_union, 3) } },
	{ FIELD, "i-regs: counted 4, not 0 to 3", 0,
	  { IND(I_REGS, counted, 4) } },
	{ FIELD, "i-regs: requirements 1, not 0 to 0", 0,
	  { IND(I_REGS, counted, DINH_COUNTED_ASSIGNMENTS) } },
	{ FIELD, "i-regs: requirements 1, not 0 to 0", 0,
	  { IND(I_REGS, counted, DINH_COUNTED_ANSWERS) } },
	{ FIELD, "i-regs: threshold 3, not 0 to 2", 0,
	  { IND(I_REGS, threshold, 3) } },
	{ FIELD, "i-regs: percent 101, not 0 to 100", 0,
	  { IND(I_REGS, percent, 101) } },
	{ FIELD, "i-post: percent 1, not 0 to 0", 0,
	  { IND(I_POST, percent, 1) } },
	{ FIELD, "i-regs: requirements 0, not 1 to 8", 0,
	  { IND(I_REGS, requirements, 0) } },
	{ FIELD, "i-regs: requirements 9, not 1 to 8", 0,
	  { IND(I_REGS, requirements, 9) } },
	{ FIELD, "i-regs: flags 2, not 0 to 1", 0, { IND(I_REGS, flags, 2) } },
	{ DINH_REFUSED_SPARE,
	  "entry: a spare field is not zero, at byte 1498", 0,
	  { IND(I_REGS, spare, 1) } },
	{ FIELD, "i-regs: requirement 11, not 0 to 10", 0,
	  { IND(I_REGS, requirement[0], 11) } },
	{ FIELD, "i-regs: requirement 1, not 0 to 0", 0,
	  { IND(I_REGS, requirement[7], 1) } },
	{ DINH_REFUSED_PROGRAMME_PERSONS, "i-talk: no heads in talk", 0,
	  { IND(I_TALK, counted, DINH_COUNTED_PERSONS) } },
};

static void corrupt(struct dinh_entry *entry, const struct wrong *wrong)
{
	struct parts p = prog_parts(entry);
	u8 *at = NULL;

	switch (wrong->part) {
	case HEAD:
		at = (u8 *)p.head;
		break;
	case INSTRUMENT:
		at = (u8 *)(p.instrument + wrong->index);
		break;
	case REQUIREMENT:
		at = (u8 *)(p.requirement + wrong->index);
		break;
	case ITEM:
		at = (u8 *)(p.item + wrong->index);
		break;
	case INDICATOR:
		at = (u8 *)(p.indicator + wrong->index);
		break;
	case OBJECTIVE:
		at = (u8 *)(p.objective + wrong->index);
		break;
	case TEXTS:
		at = (u8 *)p.texts;
		break;
	}
	/* The machines that run this are little-endian, as entries are. */
	memcpy(at + wrong->at, &wrong->value, wrong->width);
}

START_TEST(one_wrong_field)
{
	struct prog *prog = small_programme();
	struct dinh_entry *entry = prog_entry(prog);
	struct digest before = digest_of(w, NULL), after;
	const char *wrong;
	unsigned int i;
	int err;

	free(prog);
	for (i = 0; i < 3 && cases[_i].wrong[i].width; i++)
		corrupt(entry, &cases[_i].wrong[i]);
	err = submit(w, entry);
	wrong = wrong_refusal(err, &w->why, cases[_i].id, cases[_i].attr,
			      cases[_i].text);
	ck_assert_msg(!wrong, "%s", wrong);
	after = digest_of(w, NULL);
	ck_assert(digest_same(&before, &after));
}
END_TEST

/* Each byte of a good programme, in turn, with each of some values. */
START_TEST(any_wrong_byte)
{
	static const u8 masks[] = { 0x01, 0x80, 0xff };
	struct prog *prog = small_programme();
	struct dinh_entry *good = prog_entry(prog), *bad;
	unsigned int taken = 0, refused = 0;
	size_t at;

	free(prog);
	for (at = sizeof(*good) + _i; at < entry_size(good); at += 3) {
		bad = entry_copy(good);
		((u8 *)bad)[at] ^= masks[_i];
		if (check_only(w, bad))
			refused++;
		else
			taken++;
	}
	ck_assert_uint_gt(refused, 100);
	ck_assert_uint_gt(taken, 10);
	ck_ok(submit(w, good));
}
END_TEST

START_TEST(codes_of_two)
{
	struct prog *prog = small_programme();

	prog_requirement(prog, "talk", 2, 1);
	ck_refused(PROGRAMME_CODE, 0, "talk: the code of two",
		   prog_load(w, prog));
	prog = small_programme();
	prog_indicator(prog, "i-regs", 2, CODES("regs"));
	ck_refused(PROGRAMME_CODE, 0, "i-regs: the code of two",
		   prog_load(w, prog));
	prog = small_programme();
	prog->instrument[1] = prog->instrument[0];
	prog->instruments++;
	ck_refused(PROGRAMME_CODE, 0, "instrument: the code of two",
		   prog_load(w, prog));
	prog = small_programme();
	prog->objective[1] = prog->objective[0];
	prog->objectives++;
	ck_refused(PROGRAMME_CODE, 0, "objective: the code of two",
		   prog_load(w, prog));
}
END_TEST

/* The widest message there is. */
START_TEST(widest)
{
	struct prog *prog = small_programme();

	memset(prog->requirement[0].code, 'x', DINH_CODE_SIZE - 1);
	prog->requirement[0].headcount_min = cpu_to_le32(UINT32_MAX);
	ck_refused(PROGRAMME_FIELD, 0, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: "
		   "headcount 4294967295, not 0 to 2147483647",
		   prog_load(w, prog));
}
END_TEST

START_TEST(of_a_unit)
{
	struct prog *prog = small_programme();
	struct dinh_entry *entry = prog_entry(prog);

	free(prog);
	entry->unit = cpu_to_le32(1);
	ck_refused(MALFORMED, 0, "entry: malformed, type 6, at byte 44",
		   submit(w, entry));
}
END_TEST

START_TEST(title_bounds)
{
	struct prog *prog = small_programme();
	struct dinh_entry *small = prog_entry(prog), *entry;
	size_t grow = 1024, size = entry_size(small) + grow;
	struct parts p;
	char *text;

	free(prog);
	entry = calloc(1, size);
	memcpy(entry, small, entry_size(small));
	free(small);
	entry->size = cpu_to_le32(size);
	p = prog_parts(entry);
	p.head->texts = cpu_to_le32(40 + grow);
	text = p.texts + 40;
	memset(text, 'x', DINH_TITLE_SIZE);
	p.indicator[1].title.en = cpu_to_le32(40);
	ck_refused(TEXT_LONG, 0, "text: 512 bytes, 511 at most",
		   submit(w, entry_copy(entry)));
	text[DINH_TITLE_SIZE - 1] = 0;
	ck_ok(submit(w, entry));
}
END_TEST

START_TEST(order_of_programmes)
{
	struct prog *prog;
	unsigned int i;

	ck_ok(prog_load(w, small_programme()));
	prog = small_programme();
	prog->head.from = cpu_to_le32(DAY(2016, 12, 31));
	ck_refused(PROGRAMME_BEFORE, DINH_A_FROM,
		   "from: 2016-12-31, the programme before it is from "
		   "2017-01-01", prog_load(w, prog));
	/* From the same day, the later one is in force. */
	ck_ok(prog_load(w, small_programme()));
	ck_assert_ptr_eq(w->reg->current_rules, w->reg->programme[1]);
	/* One for later does not apply yet. */
	prog = small_programme();
	prog->head.from = cpu_to_le32(TODAY + 2);
	ck_ok(prog_load(w, prog));
	ck_assert_ptr_eq(w->reg->current_rules, w->reg->programme[1]);
	ck_assert_ptr_eq(dinh_rules_on(w->reg, TODAY + 2),
			 w->reg->programme[2]);
	ck_ok(go_to(w, TODAY + 1));
	ck_assert_ptr_eq(w->reg->current_rules, w->reg->programme[1]);
	ck_ok(go_to(w, TODAY + 2));
	ck_assert_ptr_eq(w->reg->current_rules, w->reg->programme[2]);

	for (i = 3; i < DINH_PROGRAMMES_MAX; i++) {
		prog = small_programme();
		prog->head.from = cpu_to_le32(TODAY + 2);
		ck_ok(prog_load(w, prog));
	}
	prog = small_programme();
	prog->head.from = cpu_to_le32(TODAY + 2);
	ck_refused(PROGRAMMES_FULL, 0,
		   "programmes: 64 were loaded, 64 is the bound",
		   prog_load(w, prog));
	ck_replays();
}
END_TEST

START_TEST(numbers)
{
	unsigned int i, n = 0, load;
	struct prog *prog;
	char code[16];

	for (load = 0; load < 16; load++) {
		prog = prog_new("many", 1);
		for (i = 0; i < DINH_REQUIREMENTS_MAX; i++, n++) {
			sprintf(code, "r%u", n);
			prog_requirement(prog, code, 2, 1);
		}
		prog_indicator(prog, "i", 2, CODES("r0", "r255"));
		if (!load) {
			ck_ok(prog_load(w, prog));
			continue;
		}
		prog->indicator[0].requirements = cpu_to_le16(1);
		if (load < 15) {
			ck_ok(prog_load(w, prog));
			continue;
		}
		/* 4096 codes: one too many. */
		ck_refused(NUMBERS_FULL, 0,
			   "requirements: 4096 codes were used, 4095 is the "
			   "bound", prog_load(w, prog));
	}
	ck_assert_uint_eq(dinh_number_of(w->reg, "r3839"), 3840);
	/* Known codes keep their numbers; there is room for 255 more. */
	prog = prog_new("many", 1);
	for (i = 0; i < DINH_REQUIREMENTS_MAX; i++) {
		sprintf(code, "r%u", 3839 + i);
		prog_requirement(prog, code, BIT(DINH_KIND_AGENCY), 1);
	}
	prog_indicator(prog, "i", BIT(DINH_KIND_AGENCY), CODES("r3839"));
	ck_ok(prog_load(w, prog));
	ck_assert_uint_eq(dinh_number_of(w->reg, "r4094"), 4095);
	/* The greatest number of all works in a record. */
	ck_ok(unit_add(w, .code = "a", .kind = DINH_KIND_AGENCY,
		       .since = TODAY));
	ck_ok(record(w, .unit = 1, .req = "r4094", .day = TODAY));
	ck_assert_uint_eq(rec_of(w->seq)->requirement, 4095);
	ck_assert_int_eq(standing(w, 1, "r4094"), DINH_MET);
	ck_replays();
}
END_TEST

/* Records are kept by the requirement's code, whatever its place. */
START_TEST(replaced)
{
	struct prog *prog;
	struct dinh_requirement *req;

	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .items = 7,
		     .day = TODAY));
	ck_ok(heads(w, DINH_GROUP_CADRES, 7, .unit = COMMUNE, .req = "learn",
		    .day = TODAY));
	ck_figure(0, "i-regs", 1, 3, 0);

	prog = prog_new("next", TODAY + 10);
	prog_requirement(prog, "other", LOCALITIES_OF_TEST, 1);
	/* One more item, and one that counts heads no longer. */
	prog_requirement(prog, "regs", LOCALITIES_OF_TEST, 4);
	prog_requirement(prog, "learn", LOCALITIES_OF_TEST, 3);
	prog_indicator(prog, "j-regs", LOCALITIES_OF_TEST, CODES("regs"));
	prog_indicator(prog, "j-learn", LOCALITIES_OF_TEST, CODES("learn"));
	ck_ok(prog_load(w, prog));
	ck_ok(go_to(w, TODAY + 9));
	ck_figure(0, "i-regs", 1, 3, 0);
	ck_ok(go_to(w, TODAY + 10));
	ck_figure(0, "j-regs", 0, 2, 0);
	/* 7 cadres are not the items 1, 2 and 3. */
	ck_figure(0, "j-learn", 0, 2, 0);
	/* A record of the old rules' day is checked by the old rules. */
	ck_refused(ITEMS, DINH_A_ITEMS, "items: the requirement has 3",
		   record(w, .unit = WARD, .req = "regs", .items = 15,
			  .day = TODAY + 9));
	ck_ok(record(w, .unit = WARD, .req = "regs", .items = 15,
		     .day = TODAY + 10));
	ck_figure(0, "j-regs", 1, 2, 0);
	ck_refused(REQUIREMENT_UNKNOWN, DINH_A_REQUIREMENT,
		   "requirement: talk is not in force on 2017-05-22",
		   record(w, .unit = WARD, .req = "talk", .day = TODAY + 10));
	ck_ok(record(w, .unit = WARD, .req = "talk", .day = TODAY + 9));

	/* And back again: what was recorded still is. */
	prog = prog_new("third", TODAY + 20);
	req = prog_requirement(prog, "learn", LOCALITIES_OF_TEST, 1);
	req->groups = BIT(DINH_GROUP_CADRES);
	prog_requirement(prog, "regs", LOCALITIES_OF_TEST, 3);
	prog_indicator(prog, "k-learn", LOCALITIES_OF_TEST,
		       CODES("learn"))->counted = DINH_COUNTED_PERSONS;
	prog_indicator(prog, "k-regs", LOCALITIES_OF_TEST, CODES("regs"));
	ck_ok(prog_load(w, prog));
	ck_ok(go_to(w, TODAY + 20));
	ck_figure(0, "k-learn", 7, 30, 0);
	ck_figure(0, "k-regs", 2, 2, 0);
	ck_replays();
}
END_TEST

/* More indicators than before: every tally grows. */
START_TEST(more_indicators)
{
	struct prog *prog = prog_new("wide", DAY(2017, 1, 1));
	char code[16];
	unsigned int i;

	prog_requirement(prog, "regs", LOCALITIES_OF_TEST, 1);
	for (i = 0; i < DINH_INDICATORS_MAX; i++) {
		sprintf(code, "n%u", i);
		prog_indicator(prog, code, LOCALITIES_OF_TEST, CODES("regs"));
	}
	ck_ok(record(w, .unit = WARD, .req = "regs", .items = 1,
		     .day = TODAY - 60));
	ck_ok(prog_load(w, prog));
	for (i = 0; i < DINH_INDICATORS_MAX; i++) {
		sprintf(code, "n%u", i);
		ck_figure(0, code, 1, 2, 0);
		ck_figure(TOWN, code, 1, 2, 0);
		ck_figure(WARD, code, 1, 1, 0);
		ck_figure(SCHOOL, code, 0, 0, 0);
	}
	ck_replays();
}
END_TEST

/* A rule applies from its first day to its last. */
START_TEST(rule_days)
{
	struct prog *prog = prog_new("dated", 1);
	struct dinh_requirement *req;

	req = prog_requirement(prog, "regs", LOCALITIES_OF_TEST, 1);
	req->from = cpu_to_le32(TODAY + 5);
	req->until = cpu_to_le32(TODAY + 7);
	prog_requirement(prog, "always", BIT(DINH_KIND_WARD), 1);
	prog_indicator(prog, "i", LOCALITIES_OF_TEST, CODES("regs", "always"));
	prog->head.from = cpu_to_le32(DAY(2017, 1, 1));
	ck_ok(prog_load(w, prog));
	/* Nothing is asked of the commune yet: it is not in the figure. */
	ck_figure(0, "i", 0, 1, 0);
	ck_ok(record(w, .unit = WARD, .req = "always", .day = TODAY));
	ck_figure(0, "i", 1, 1, 0);
	ck_refused(REQUIREMENT_UNKNOWN, DINH_A_REQUIREMENT,
		   "requirement: regs is not in force on 2017-05-12",
		   record(w, .unit = WARD, .req = "regs", .day = TODAY));
	ck_ok(go_to(w, TODAY + 4));
	ck_figure(0, "i", 1, 1, 0);
	ck_ok(go_to(w, TODAY + 5));
	ck_figure(0, "i", 0, 2, 0);
	ck_ok(record(w, .unit = COMMUNE, .req = "regs", .day = TODAY + 5));
	ck_figure(0, "i", 1, 2, 0);
	ck_ok(go_to(w, TODAY + 7));
	ck_figure(0, "i", 1, 2, 0);
	ck_ok(go_to(w, TODAY + 8));
	ck_figure(0, "i", 1, 1, 0);
	ck_refused(REQUIREMENT_UNKNOWN, DINH_A_REQUIREMENT,
		   "requirement: regs is not in force on 2017-05-20",
		   record(w, .unit = WARD, .req = "regs", .day = TODAY + 8));
	ck_ok(record(w, .unit = WARD, .req = "regs", .day = TODAY + 7));
	ck_replays();
}
END_TEST

Suite *programme_suite(void)
{
	Suite *suite = suite_create("programme");
	TCase *tc = test_case(suite, "checks", genesis_setup);

	tcase_add_test(tc, good);
	tcase_add_loop_test(tc, one_wrong_field, 0, COUNT(cases));
	tcase_add_loop_test(tc, any_wrong_byte, 0, 3);
	tcase_add_test(tc, codes_of_two);
	tcase_add_test(tc, widest);
	tcase_add_test(tc, of_a_unit);
	tcase_add_test(tc, title_bounds);
	tcase_add_test(tc, order_of_programmes);
	tcase_add_test(tc, numbers);
	tc = test_case(suite, "replaced", town_setup);
	tcase_add_test(tc, replaced);
	tcase_add_test(tc, more_indicators);
	tcase_add_test(tc, rule_days);
	return suite;
}
