// SPDX-License-Identifier: GPL-2.0-only
/*
 * The page for people. Both languages are in it, and the reader's choice is one
 * of style: it needs no script, no other file, and no connection.
 */
#include <stdio.h>
#include <stdlib.h>

#include <linux/slab.h>

#include "register.h"

#include "page.h"
#include "replay.h"

/* Units that are named; of the others the page says how many they are. */
#define UNITS_SHOWN	1000

static const char head[] =
	"<!doctype html>\n"
	"<html lang=\"vi\">\n"
	"<head>\n"
	"<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<title>Dân chủ cơ sở: bảng điểm</title>\n"
	"<style>\n"
	":root{--ink:#1c2430;--soft:#5a6676;--line:#d5dbe3;--paper:#fff;"
	"--met:#0b6e99;--short:#b3541e;--track:#eceff3}\n"
	"@media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa6b5;"
	"--line:#3a4350;--paper:#151a21;--met:#4fb3dc;--short:#f0a06a;"
	"--track:#2a323d}}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0 auto;max-width:52rem;padding:1rem;color:var(--ink);"
	"background:var(--paper);font:1rem/1.5 system-ui,sans-serif}\n"
	"h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}\n"
	"h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:2px solid "
	"var(--line);padding-bottom:.25rem}\n"
	"h3{font-size:1rem;margin:1.25rem 0 .25rem}\n"
	"p{margin:.5rem 0}\n"
	"code,pre{font:.85rem/1.45 ui-monospace,monospace;"
	"overflow-wrap:anywhere}\n"
	"pre{background:var(--track);padding:.75rem;border-radius:.4rem;"
	"white-space:pre-wrap}\n"
	".soft{color:var(--soft)}\n"
	".row{margin:.4rem 0 .8rem}\n"
	".row .name{display:flex;gap:.75rem;justify-content:space-between;"
	"flex-wrap:wrap}\n"
	".row .figure{font-variant-numeric:tabular-nums;white-space:nowrap}\n"
	".bar{position:relative;height:.7rem;background:var(--track);"
	"border-radius:.35rem;overflow:hidden;margin:.2rem 0}\n"
	".bar i{display:block;height:100%;background:var(--short)}\n"
	".met .bar i{background:var(--met)}\n"
	".none .bar i{background:var(--soft)}\n"
	".bar b{position:absolute;top:0;bottom:0;width:2px;"
	"background:var(--ink)}\n"
	".verdict{font-weight:600;color:var(--short)}\n"
	".met .verdict{color:var(--met)}\n"
	".none .verdict{color:var(--soft)}\n"
	"details{border-bottom:1px solid var(--line);padding:.4rem 0}\n"
	"summary{cursor:pointer}\n"
	"ul{margin:.3rem 0;padding-left:1.25rem}\n"
	"label{border:1px solid var(--line);border-radius:1rem;"
	"padding:.1rem .8rem;cursor:pointer;margin-right:.3rem}\n"
	".pick{position:absolute;opacity:0}\n"
	"#vi:checked~label[for=vi],#en:checked~label[for=en]{"
	"background:var(--ink);color:var(--paper)}\n"
	".pick:focus-visible+label,summary:focus-visible{"
	"outline:3px solid var(--met)}\n"
	"#vi:checked~main [lang=en],#en:checked~main [lang=vi]{display:none}\n"
	"@media print{label{display:none}details>*{display:block}"
	".bar i,.bar b{print-color-adjust:exact}}\n"
	"</style>\n"
	"</head>\n"
	"<body>\n"
	"<input class=\"pick\" type=\"radio\" name=\"l\" id=\"vi\" checked>"
	"<label for=\"vi\">Tiếng Việt</label>\n"
	"<input class=\"pick\" type=\"radio\" name=\"l\" id=\"en\">"
	"<label for=\"en\">English</label>\n"
	"<main>\n";

static const char tail[] =
	"</main>\n"
	"</body>\n"
	"</html>\n";

/**
 * struct page - a page in the making
 * @out: where it goes
 * @reg: the register
 * @rules: the programme in force, or NULL
 */
struct page {
	FILE *out;
	const struct dinh_register *reg;
	const struct dinh_rules *rules;
};

static void put_text(const struct page *page, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			fputs("&amp;", page->out);
			break;
		case '<':
			fputs("&lt;", page->out);
			break;
		case '>':
			fputs("&gt;", page->out);
			break;
		case '"':
			fputs("&quot;", page->out);
			break;
		default:
			fputc(*text, page->out);
		}
	}
}

/* The same in both languages; a reader sees one. */
static void put_both(const struct page *page, const char *vi, const char *en)
{
	fputs("<span lang=\"vi\">", page->out);
	put_text(page, vi);
	fputs("</span><span lang=\"en\">", page->out);
	put_text(page, *en ? en : vi);
	fputs("</span>", page->out);
}

static void put_title(const struct page *page, const struct dinh_text *title)
{
	put_both(page, dinh_text(page->rules, title->vi),
		 dinh_text(page->rules, title->en));
}

static void put_element(const struct page *page, const char *tag,
			const char *vi, const char *en)
{
	fprintf(page->out, "<%s>", tag);
	put_both(page, vi, en);
	fprintf(page->out, "</%s>\n", tag);
}

/* With the thousands apart, as each language has it. */
static void put_number(const struct page *page, u64 number)
{
	char digits[32], vi[48], en[48];
	int n = snprintf(digits, sizeof(digits), "%llu",
			 (unsigned long long)number), i, at = 0;

	for (i = 0; i < n; i++) {
		if (i && !((n - i) % 3)) {
			vi[at] = '.';
			en[at++] = ',';
		}
		vi[at] = digits[i];
		en[at++] = digits[i];
	}
	vi[at] = '\0';
	en[at] = '\0';
	put_both(page, vi, en);
}

/* 2019-06-20; 20/06/2019 in Vietnamese. */
static void put_day(const struct page *page, u32 day)
{
	int year, month, mday;
	char vi[48], en[48];

	dinh_civil(day, &year, &month, &mday);
	snprintf(vi, sizeof(vi), "%02d/%02d/%04d", mday, month, year);
	snprintf(en, sizeof(en), "%04d-%02d-%02d", year, month, mday);
	put_both(page, vi, en);
}

/*
 * The scoreboard.
 */

static const struct {
	const char *class;
	const char *vi;
	const char *en;
} verdicts[] = {
	[DINH_VERDICT_EMPTY] = { "none", "không có đối tượng", "nobody to count" },
	[DINH_VERDICT_SHORT] = { "short", "✗ chưa đạt", "✗ short" },
	[DINH_VERDICT_MET] = { "met", "✓ đạt", "✓ met" },
	[DINH_VERDICT_UNKNOWN] = { "none", "? chưa rõ", "? not known" },
	[DINH_VERDICT_NONE] = { "none", "không đặt ngưỡng", "no threshold" },
};

static void put_rate(const struct page *page, const struct dinh_figure *fig)
{
	u64 rate = fig->num * 1000 / fig->den;
	char vi[48], en[48];

	/* Rounded down: what is short never reads as its threshold. */
	snprintf(vi, sizeof(vi), "%llu,%llu %%", (unsigned long long)rate / 10,
		 (unsigned long long)rate % 10);
	snprintf(en, sizeof(en), "%llu.%llu %%", (unsigned long long)rate / 10,
		 (unsigned long long)rate % 10);
	put_both(page, vi, en);
}

static void put_bar(const struct page *page, const struct dinh_measure *measure,
		    const struct dinh_figure *fig)
{
	u64 rate = fig->num * 1000 / fig->den;

	fprintf(page->out,
		"<div class=\"bar\"><i style=\"width:%llu.%llu%%\"></i>",
		(unsigned long long)rate / 10, (unsigned long long)rate % 10);
	if (measure->threshold != DINH_THRESHOLD_NONE && measure->percent < 100)
		fprintf(page->out, "<b style=\"left:%u%%\"></b>",
			measure->percent);
	fputs("</div>\n", page->out);
}

static void put_threshold(const struct page *page,
			  const struct dinh_measure *measure)
{
	char vi[48], en[48];

	if (measure->threshold == DINH_THRESHOLD_NONE)
		return;
	snprintf(vi, sizeof(vi), ", cần %s %u %%",
		 measure->threshold == DINH_THRESHOLD_OVER ? "trên" :
							     "ít nhất",
		 measure->percent);
	snprintf(en, sizeof(en), ", needed: %s %u %%",
		 measure->threshold == DINH_THRESHOLD_OVER ? "over" :
							     "at least",
		 measure->percent);
	put_both(page, vi, en);
}

/* Whether all that a figure rests on was checked against its source. */
static bool is_verified(const struct page *page, unsigned int indicator)
{
	const struct dinh_measure *measure = &page->rules->measure[indicator];
	u32 flags = le32_to_cpu(dinh_indicator(page->rules, indicator)->flags);
	unsigned int i;

	for (i = 0; i < measure->requirements; i++)
		flags &= le32_to_cpu(dinh_requirement(page->rules,
				     measure->requirement[i])->flags);
	return flags & DINH_FLAG_VERIFIED;
}

static void put_indicator(const struct page *page, unsigned int i)
{
	const struct dinh_indicator *indicator = dinh_indicator(page->rules, i);
	const struct dinh_measure *measure = &page->rules->measure[i];
	struct dinh_figure fig = dinh_figure(page->reg,
					     dinh_unit(page->reg, 0), i);
	enum dinh_verdict verdict = dinh_verdict(measure, &fig);

	fprintf(page->out, "<div class=\"row %s\">\n<div class=\"name\"><span>",
		verdicts[verdict].class);
	put_title(page, &indicator->title);
	fputs("</span><span class=\"figure\">", page->out);
	put_number(page, fig.num);
	fputs(" / ", page->out);
	put_number(page, fig.den);
	if (fig.den) {
		fputs(" · ", page->out);
		put_rate(page, &fig);
	}
	fputs("</span></div>\n", page->out);
	if (fig.den)
		put_bar(page, measure, &fig);
	fputs("<span class=\"verdict\">", page->out);
	put_both(page, verdicts[verdict].vi, verdicts[verdict].en);
	fputs("</span><span class=\"soft\">", page->out);
	put_threshold(page, measure);
	if (fig.unknown) {
		if (measure->counted >= DINH_COUNTED_ASSIGNMENTS)
			put_both(page, "; việc chưa xong, chưa đến hạn: ",
				 "; open and not due yet: ");
		else
			put_both(page, "; số đơn vị chưa rõ số người: ",
				 "; units whose headcount is not known: ");
		put_number(page, fig.unknown);
	}
	if (!is_verified(page, i))
		put_both(page, "; quy tắc chưa được đối chiếu với văn bản gốc",
			 "; the rule was not checked against its source");
	fputs("</span>\n</div>\n", page->out);
}

static bool has_indicators(const struct page *page, unsigned int objective)
{
	unsigned int i;

	for (i = 0; i < page->rules->n_measures; i++)
		if (le16_to_cpu(dinh_indicator(page->rules, i)->objective) ==
		    objective)
			return true;
	return false;
}

static void put_objective(const struct page *page, unsigned int index)
{
	const struct dinh_objective *objective =
		dinh_objective(page->rules, index);
	bool task = le16_to_cpu(objective->kind) == DINH_OBJECTIVE_TASK;
	unsigned int i;

	if (!has_indicators(page, index))
		return;
	fputs("<h3>", page->out);
	put_both(page, task ? "Nhiệm vụ " : "Mục tiêu ",
		 task ? "Task " : "Target ");
	fprintf(page->out, "%u. ", le16_to_cpu(objective->number));
	put_title(page, &objective->title);
	fputs("</h3>\n", page->out);
	for (i = 0; i < page->rules->n_measures; i++)
		if (le16_to_cpu(dinh_indicator(page->rules, i)->objective) ==
		    index)
			put_indicator(page, i);
}

static void put_scoreboard(const struct page *page)
{
	unsigned int i, n = le16_to_cpu(page->rules->body->objectives);

	put_element(page, "h2", "Bảng điểm", "Scoreboard");
	fputs("<p class=\"soft\">", page->out);
	put_title(page, &page->rules->body->title);
	fputs("</p>\n", page->out);
	for (i = 0; i < n; i++)
		put_objective(page, i);
}

/*
 * What is unmet.
 */

static const struct {
	const char *vi;
	const char *en;
} groups[DINH_GROUPS] = {
	[DINH_GROUP_CADRES] = { "cán bộ", "cadres" },
	[DINH_GROUP_PARTY_MEMBERS] = { "đảng viên", "Party members" },
	[DINH_GROUP_CIVIL_SERVANTS] = { "công chức", "civil servants" },
	[DINH_GROUP_PUBLIC_EMPLOYEES] = { "viên chức", "public employees" },
	[DINH_GROUP_EMPLOYEES] = { "người lao động", "employees" },
	[DINH_GROUP_RESIDENTS] = { "nhân dân", "residents" },
	[DINH_GROUP_HOUSEHOLDS] = { "hộ gia đình", "households" },
	[DINH_GROUP_VOTERS] = { "cử tri", "voters" },
};

static bool is_short(enum dinh_standing standing)
{
	return standing == DINH_UNMET || standing == DINH_UNKNOWN;
}

/* Whether an indicator of which @unit is short asks for the requirement. */
static bool is_asked(const struct page *page, const struct dinh_unit *unit,
		     const struct dinh_rule *rule)
{
	struct dinh_figure fig;
	u64 left;

	for (left = rule->indicators; left; left &= left - 1)
		if (is_short(dinh_measure(page->reg, unit, page->rules,
					  __ffs64(left), page->reg->today,
					  &fig)))
			return true;
	return false;
}

static void put_missing_items(const struct page *page, unsigned int index,
			      u32 missing)
{
	const struct dinh_requirement *rule =
		dinh_requirement(page->rules, index);
	unsigned int first = le16_to_cpu(rule->item), i;

	if (rule->items < 2)
		return;
	fputs("<ul>\n", page->out);
	for (i = 0; i < rule->items; i++) {
		if (!(missing & BIT(i)))
			continue;
		fputs("<li class=\"soft\">", page->out);
		put_title(page, &dinh_item(page->rules, first + i)->title);
		fputs("</li>\n", page->out);
	}
	fputs("</ul>\n", page->out);
}

static void put_missing_heads(const struct page *page,
			      const struct dinh_rule *rule,
			      const struct dinh_gap *gap)
{
	unsigned int group;

	for (group = 0; group < DINH_GROUPS; group++) {
		if (!(rule->groups & BIT(group)) ||
		    (!(gap->unknown & BIT(group)) &&
		     gap->reached[group] >= gap->heads[group]))
			continue;
		fputs("<br><span class=\"soft\">", page->out);
		put_both(page, groups[group].vi, groups[group].en);
		fputs(": ", page->out);
		if (gap->unknown & BIT(group)) {
			put_both(page, "chưa rõ số người",
				 "headcount not known");
		} else {
			put_number(page, gap->reached[group]);
			fputs(" / ", page->out);
			put_number(page, gap->heads[group]);
		}
		fputs("</span>", page->out);
	}
}

/* Return: whether the unit is short of the requirement; then it was put. */
static bool put_requirement(const struct page *page,
			    const struct dinh_unit *unit, unsigned int index,
			    bool first)
{
	const struct dinh_rule *rule = &page->rules->rule[index];
	struct dinh_gap gap;

	if (!is_short(dinh_standing(unit, rule, page->reg->today, &gap)) ||
	    !is_asked(page, unit, rule))
		return false;
	if (first) {
		fputs("<details><summary>", page->out);
		put_text(page, dinh_unit_name(unit));
		fputs(" <code>", page->out);
		put_text(page, dinh_unit_code(unit));
		fputs("</code></summary>\n<ul>\n", page->out);
	}
	fputs("<li>", page->out);
	put_title(page, &dinh_requirement(page->rules, index)->title);
	if (rule->groups)
		put_missing_heads(page, rule, &gap);
	else
		put_missing_items(page, index, gap.missing);
	fputs("</li>\n", page->out);
	return true;
}

static bool put_unit(const struct page *page, const struct dinh_unit *unit)
{
	bool any = false;
	unsigned int i;

	for (i = 0; i < page->rules->n_rules; i++)
		any |= put_requirement(page, unit, i, !any);
	if (any)
		fputs("</ul></details>\n", page->out);
	return any;
}

static bool is_unit_short(const struct page *page,
			  const struct dinh_unit *unit)
{
	struct dinh_figure fig;
	unsigned int i;

	for (i = 0; i < page->rules->n_measures; i++)
		if (is_short(dinh_measure(page->reg, unit, page->rules, i,
					  page->reg->today, &fig)))
			return true;
	return false;
}

static void put_unmet(const struct page *page)
{
	const struct dinh_unit *unit = NULL;
	u32 shown = 0, left = 0;

	put_element(page, "h2", "Còn thiếu gì, ở đâu",
		    "What is missing, and where");
	while ((unit = dinh_unit_next(page->reg, 0, unit))) {
		if (shown < UNITS_SHOWN)
			shown += put_unit(page, unit);
		else
			left += is_unit_short(page, unit);
	}
	fputs("<p>", page->out);
	if (left) {
		put_both(page, "Và ", "And ");
		put_number(page, left);
		put_both(page, " đơn vị nữa; đếm lại sổ cái để xem tất cả.",
			 " more units; recount the ledger to see them all.");
	} else if (!shown) {
		put_both(page, "Không thiếu gì.", "Nothing.");
	} else {
		put_number(page, shown);
		put_both(page, " đơn vị còn thiếu.",
			 " units are short of something.");
	}
	fputs("</p>\n", page->out);
}

/*
 * The whole.
 */

static void put_hash(const struct page *page, const struct replay *replay)
{
	u8 root[DINH_HASH_SIZE];
	unsigned int i;

	replay_root(replay, root);
	fputs("<code>", page->out);
	for (i = 0; i < sizeof(root); i++)
		fprintf(page->out, "%02x", root[i]);
	fputs("</code>", page->out);
}

static void put_check(const struct page *page, const char *key)
{
	put_element(page, "h2", "Tự kiểm tra", "Check it yourself");
	fputs("<p>", page->out);
	put_both(page,
		 "Trang này không phải là bằng chứng: bằng chứng là sổ cái nằm bên cạnh nó. Hãy tải cả thư mục này về và đếm lại. Không cần quyền quản trị, không cần mô-đun nhân.",
		 "This page is no proof: the ledger beside it is. Fetch this whole directory and recount it. That needs neither root nor the kernel module.");
	fputs("</p>\n<pre>echo '", page->out);
	put_text(page, key);
	fputs("' &gt; key.pub\n"
	      "dinh ledger verify . key key.pub against ", page->out);
	put_both(page, "CHECKPOINT-CŨ", "OLD-CHECKPOINT");
	fputs("\ndinh audit . sql</pre>\n<p>", page->out);
	put_both(page,
		 "CHECKPOINT-CŨ là tệp checkpoint mà bạn đã giữ từ trước. Không có nó thì không ai thấy được việc viết lại quá khứ: hãy giữ tệp checkpoint của hôm nay ở nơi khác, và lấy khóa công khai từ một nguồn khác trang này.",
		 "OLD-CHECKPOINT is a checkpoint file that you kept from before. Without one nobody can see that the past was rewritten: keep today's elsewhere, and take the public key from somewhere else than this page.");
	fputs("</p>\n", page->out);
}

static void put_facts(const struct page *page, const struct replay *replay)
{
	u64 records, late;

	dinh_counts(dinh_unit(page->reg, 0), &records, &late);
	fputs("<h1>", page->out);
	put_both(page, "Thực hiện dân chủ ở cơ sở", "Grassroots democracy");
	fputs("</h1>\n<p>", page->out);
	put_both(page, "Sổ đăng ký ", "Register ");
	fputs("<b>", page->out);
	put_text(page, page->reg->genesis.origin);
	fputs("</b>, ", page->out);
	put_both(page, "ngày ", "on ");
	put_day(page, page->reg->today);
	fputs(": ", page->out);
	put_number(page, page->reg->living);
	put_both(page, " đơn vị, ", " units, ");
	put_number(page, records);
	put_both(page, " bản ghi, trong đó ghi muộn ",
		 " records, of these recorded late ");
	put_number(page, late);
	fputs(".</p>\n<p class=\"soft\">", page->out);
	put_both(page, "Mọi số liệu dưới đây là của ",
		 "All figures below are those of ");
	put_number(page, replay_size(replay));
	put_both(page, " mục đầu của sổ cái, có gốc Merkle ",
		 " entries of the ledger, with the Merkle root ");
	put_hash(page, replay);
	fputs("</p>\n", page->out);
}

int page_make(const struct replay *replay, const char *key, char **text,
	      size_t *size, struct error *err)
{
	struct page page = {
		.out = open_memstream(text, size),
		.reg = replay_register(replay),
	};

	if (!page.out)
		return error_memory(err);
	page.rules = page.reg->current_rules;
	fputs(head, page.out);
	put_facts(&page, replay);
	if (page.rules) {
		put_scoreboard(&page);
		put_unmet(&page);
	} else {
		put_element(&page, "p", "Chưa có chương trình nào có hiệu lực.",
			    "No programme is in force.");
	}
	put_check(&page, key);
	fputs(tail, page.out);
	if (fclose(page.out)) {
		free(*text);
		return error_memory(err);
	}
	return 0;
}
