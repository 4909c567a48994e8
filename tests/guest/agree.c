// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random histories through the live module; then its figures, ratings and
 * visits, those of the engine as a program and those of SQL, each from the
 * entries alone, must be the same to the last unit, for every scope.
 *
 * agree [SEED [STEPS]]: expects a volatile register with a programme in force,
 * and root. Sets the clock.
 */
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "../../tool/lib/client.h"
#include "../../tool/lib/names.h"
#include "../../tool/lib/query.h"
#include "../../tool/lib/recount.h"
#include "../../tool/lib/replay.h"
#include "../../tool/lib/rules.h"
#include "../../tool/lib/stream.h"
#include "../../tool/lib/tables.h"

#define UNITS_MAX	400
#define RECORDS_MAX	8000
#define SESSIONS_MAX	50
#define MEETINGS_MAX	20
/* Steps between two comparisons. */
#define COMPARE		200

static unsigned long passed, failed;
static unsigned int seed;

static struct client *client;
static struct rules rules;
static uint32_t today;

static char code[UNITS_MAX][DINH_CODE_SIZE];
static uint32_t kind[UNITS_MAX];
static uint32_t number[UNITS_MAX];
static bool lives[UNITS_MAX];
static unsigned int units;

static uint64_t record[RECORDS_MAX];
static unsigned int records;
static uint64_t task[RECORDS_MAX];
static unsigned int tasks;

/* Open files that look at a board, by place; visits and visitors by unit. */
static int session[SESSIONS_MAX];
static uint32_t board[SESSIONS_MAX];
static unsigned int sessions;
static uint64_t visits[UNITS_MAX + 1], all_visits;
static uint32_t online[UNITS_MAX + 1];

static struct meeting held[MEETINGS_MAX];
static unsigned int meetings, valid;

/* Entries by type; by step, what went in, and what was refused. */
static unsigned int seen[DINH_ENTRY_TYPES];
static unsigned int taken, refused;

static uint32_t any(uint32_t n)
{
	/* xorshift, the same everywhere. */
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return n ? seed % n : 0;
}

static void die(const char *what, const struct error *err)
{
	printf("FAIL agree: %s: %s\n", what, err->text);
	exit(1);
}

static void count(int status, struct error *err)
{
	if (!status)
		taken++;
	else if (err->exit == DINH_EXIT_REFUSED && err->code != EAGAIN)
		refused++;
	else
		die("a step", err);
	memset(err, 0, sizeof(*err));
}

/*
 * Steps.
 */

static unsigned int living(void)
{
	unsigned int i = any(units), n;

	for (n = 0; n < units && !lives[i]; n++)
		i = (i + 1) % units;
	return i;
}

static uint32_t some_heads(void)
{
	return any(4) ? any(60) : DINH_COUNT_UNKNOWN;
}

static void step_add(void)
{
	struct error err = { 0 };
	struct unit unit = {
		.name = "sample unit",
		.kind = 1 + any(DINH_KINDS - 1),
		.since = today - any(900),
		.has_union = any(2),
	}, made = { 0 };
	unsigned int i;
	int status;

	if (units == UNITS_MAX)
		return;
	snprintf(unit.code, sizeof(unit.code), "a%u", units);
	if (units && any(5))
		snprintf(unit.parent_code, sizeof(unit.parent_code), "%s",
			 code[living()]);
	for (i = 0; i < DINH_GROUPS; i++)
		unit.headcount[i] = some_heads();
	status = unit_add(client, &unit, false, &made, &err);
	if (!status) {
		memcpy(code[units], unit.code, sizeof(unit.code));
		kind[units] = unit.kind;
		number[units] = made.nr;
		lives[units++] = true;
		unit_clear(&made);
	}
	count(status, &err);
}

static void step_set(void)
{
	unsigned int i = living(), group = any(DINH_GROUPS);
	struct error err = { 0 };
	struct unit to = {
		.name = "another name",
		.kind = kind[i],
		.since = today - any(900),
		.has_union = any(2),
	}, made = { 0 };
	static const uint32_t fields[] = {
		DINH_SET_PARENT, DINH_SET_SINCE, DINH_SET_KIND,
		DINH_SET_UNION, DINH_SET_NAME, 0, 0, 0, 0,
	};
	uint32_t what = fields[any(sizeof(fields) / sizeof(fields[0]))];
	int status;

	if (!what)
		what = DINH_SET_HEADCOUNT << group;
	if (what == DINH_SET_KIND)
		to.kind = 1 + any(DINH_KINDS - 1);
	if (what == DINH_SET_PARENT && any(4))
		memcpy(to.parent_code, code[living()], DINH_CODE_SIZE);
	to.headcount[group] = some_heads();
	status = unit_set(client, code[i], what, &to, false, &made, &err);
	if (!status) {
		kind[i] = made.kind;
		unit_clear(&made);
	}
	count(status, &err);
}

static void step_dissolve(void)
{
	unsigned int i = living();
	struct error err = { 0 };
	struct unit made = { 0 };
	int status;

	status = unit_dissolve(client, code[i], today - any(20), NULL, 0,
			       &made, &err);
	if (!status) {
		lives[i] = false;
		unit_clear(&made);
	}
	count(status, &err);
}

static void fill_votes(struct record *to)
{
	uint32_t eligible = 1 + any(60);

	to->vote[VOTE_ELIGIBLE] = eligible;
	to->vote[VOTE_PRESENT] = eligible - any(eligible / 3 + 1);
	to->vote[VOTE_YES] = to->vote[VOTE_PRESENT] -
			     any(to->vote[VOTE_PRESENT] / 2 + 1);
}

/* Mostly what the requirement asks for. */
static void fill_record(struct record *to,
			const struct rules_requirement *rule)
{
	uint32_t all = rule->items == 32 ? ~0u : (1u << rule->items) - 1;

	memcpy(to->requirement, rule->code, sizeof(to->requirement));
	to->day = today - (any(3) ? any(60) : any(700));
	if (rule->groups) {
		to->group = any(DINH_GROUPS);
		while (!(rule->groups & 1u << to->group))
			to->group = (to->group + 1) % DINH_GROUPS;
		to->count = 1 + any(80);
	} else {
		to->items = any(2) ? all : (any(~0u) & all) ?: 1;
	}
	if (rule->posting || rule->validity == DINH_VALIDITY_STATED)
		to->until = to->day + rule->posting +
			    rule->term_min * 31 + any(400);
	if (rule->quorum.of || rule->majority.of)
		fill_votes(to);
	if (!any(4))
		to->key = 1 + any(~0u);
}

static void step_record(void)
{
	const struct rules_requirement *rule;
	struct error err = { 0 };
	struct record to, made;
	unsigned int i, tries;
	int status;

	/* One that is of the unit's kind, if there is one. */
	i = living();
	for (tries = 0; tries < 200; tries++) {
		rule = &rules.requirement[any(rules.requirements)];
		if (rule->kinds & 1u << kind[i])
			break;
	}
	record_init(&to);
	memcpy(to.code, code[i], sizeof(to.code));
	fill_record(&to, rule);
	status = record_add(client, &to, false, &made, &err);
	if (!status && records < RECORDS_MAX)
		record[records++] = made.seq;
	count(status, &err);
}

static void step_withdraw(void)
{
	struct error err = { 0 };
	struct record made;

	if (records)
		count(record_withdraw(client, record[any(records)],
				      "typed twice", &made, &err), &err);
}

static void step_end(void)
{
	struct error err = { 0 };
	struct record made;

	if (records)
		count(record_end(client, record[any(records)],
				 today - any(100), &made, &err), &err);
}

static void remember_task(uint64_t seq)
{
	if (tasks < RECORDS_MAX)
		task[tasks++] = seq;
}

/* An inspector is another one than who recorded: by the real uid. */
static void step_finding(void)
{
	struct finding finding = {
		.verdict = any(DINH_FINDING_VERDICTS),
		.due = any(2) ? today + any(60) : DINH_DAY_NONE,
		.reason = "not seen",
	};
	struct error err = { 0 };
	uint64_t seq;
	int status;

	if (!records)
		return;
	finding.seq = record[any(records)];
	if (setresuid(1, -1, -1))
		die("another author", &err);
	status = finding_add(client, &finding, false, &seq, &err);
	if (setresuid(0, -1, -1))
		die("the first author", &err);
	if (!status && finding.due)
		remember_task(seq);
	count(status, &err);
}

static void step_assign(void)
{
	struct assignment assignment = {
		.title = "a report",
		.due = today + any(90),
	};
	struct error err = { 0 };
	uint64_t seq;
	int status;

	memcpy(assignment.code, code[living()], DINH_CODE_SIZE);
	status = assignment_add(client, &assignment, false, &seq, &err);
	if (!status)
		remember_task(seq);
	count(status, &err);
}

static void step_complete(void)
{
	struct completion completion = {
		.day = today - any(30),
		.result = "handed in",
	};
	struct error err = { 0 };
	uint64_t seq;

	if (!tasks)
		return;
	completion.seq = task[any(tasks)];
	count(assignment_complete(client, &completion, false, &seq, &err),
	      &err);
}

static void step_grant(void)
{
	struct grant grant = {
		.subject = any(DINH_SUBJECTS),
		.id = any(3),
		.role = any(DINH_ROLES),
	};
	struct error err = { 0 };
	uint64_t seq;

	if (any(2))
		memcpy(grant.code, code[living()], DINH_CODE_SIZE);
	count(grant_change(client, &grant, !any(3), &seq, &err), &err);
}

static void step_review(void)
{
	struct review_request review = { .kind = any(DINH_REVIEWS) };
	struct error err = { 0 };
	uint64_t seq;

	if (any(2))
		review.scope = code[living()];
	count(review_add(client, &review, false, &seq, &err), &err);
}

/*
 * Boards.
 */

static void step_rate(void)
{
	uint32_t score = 1 + any(DINH_SCORE_MAX), low = 0;
	struct error err = { 0 };
	uint64_t seq;

	if (score <= DINH_SCORE_LOW || !any(10))
		low = any(DINH_LOW_REASONS);
	count(rating_add(client, code[living()], score, low, false, &seq,
			 &err), &err);
}

static void leave(unsigned int i)
{
	close(session[i]);
	online[board[i]]--;
	sessions--;
	session[i] = session[sessions];
	board[i] = board[sessions];
}

/* Somebody looks at a board, or no longer does. */
static void step_visit(void)
{
	unsigned int i = living();
	struct dinh_session at = {
		.unit = lives[i] && any(4) ? number[i] : 0,
	};
	struct error err = { 0 };
	int fd;

	if (sessions == SESSIONS_MAX || (sessions && !any(3))) {
		leave(any(sessions));
		return;
	}
	fd = open("/dev/dinh", O_RDONLY | O_CLOEXEC);
	if (fd < 0 || ioctl(fd, DINH_IOC_SESSION, &at)) {
		error_set(&err, 1, "%s", strerror(errno));
		die("a visit", &err);
	}
	session[sessions] = fd;
	board[sessions++] = at.unit;
	visits[at.unit]++;
	online[at.unit]++;
	all_visits++;
	taken++;
}

/*
 * Meetings.
 */

/* Of a requirement that asks for votes, and a unit of its kinds. */
static void open_meeting(void)
{
	struct meeting meeting = {
		.day = today - (any(2) ? 0 : any(30)),
		.ballot = any(3) ? DINH_BALLOT_OPEN : DINH_BALLOT_SECRET,
		.eligible = 1 + any(60),
	};
	const struct rules_requirement *rule;
	struct error err = { 0 };
	unsigned int i, tries = 0;
	int status;

	do {
		rule = &rules.requirement[any(rules.requirements)];
		i = living();
	} while (++tries < 400 && !(rule->kinds & 1u << kind[i] &&
				    (rule->quorum.of || rule->majority.of)));
	memcpy(meeting.code, code[i], DINH_CODE_SIZE);
	memcpy(meeting.requirement, rule->code, DINH_CODE_SIZE);
	if (rule->posting || rule->validity == DINH_VALIDITY_STATED)
		meeting.until = meeting.day + rule->term_min * 31 + 30;
	status = meeting_open(client, &meeting, false, &meeting.seq, &err);
	if (!status)
		held[meetings++] = meeting;
	count(status, &err);
}

/* All who are not there yet, or one with a card. */
static void attend(struct meeting *meeting)
{
	uint32_t left = meeting->eligible - meeting->all.present;
	struct error err = { 0 };
	uint64_t seq;
	char card[16];
	bool typed = any(2);
	int status;

	snprintf(card, sizeof(card), "%u", any(50));
	if (!typed || !any(8))
		left = 1;
	status = meeting_attend(client, meeting->seq, typed ? NULL : card,
				left, false, &seq, &err);
	if (!status)
		meeting->all.present += left;
	count(status, &err);
}

/* Of all who are there, some or most in favour. */
static void vote(struct meeting *meeting)
{
	uint32_t left = meeting->all.present - meeting->cast;
	struct sums votes = {
		.yes = any(2) ? left : any(left + 1),
	};
	struct error err = { 0 };
	uint64_t seq;
	int status;

	left -= votes.yes;
	votes.no = any(left + 1);
	votes.abstain = any(left - votes.no + 1);
	votes.invalid = !any(10);
	status = meeting_vote(client, meeting->seq, &votes, false, &seq, &err);
	if (!status)
		meeting->cast += votes.yes + votes.no + votes.abstain +
				 votes.invalid;
	count(status, &err);
}

/* One that cannot be closed is void. */
static void end(unsigned int i)
{
	uint64_t meeting = held[i].seq, seq;
	struct error err = { 0 };
	struct meeting ended;
	int status = meeting_close(client, meeting, NULL, false, &ended, &err);

	if (!status && ended.outcome == DINH_OUTCOME_VALID) {
		valid++;
		if (records < RECORDS_MAX)
			record[records++] = ended.seq;
	}
	count(status, &err);
	if (status)
		count(meeting_void(client, meeting, "not quorate", false, &seq,
				   &err), &err);
	held[i] = held[--meetings];
}

static void step_meet(void)
{
	unsigned int i;

	if (meetings < MEETINGS_MAX && (!meetings || !any(5))) {
		open_meeting();
		return;
	}
	i = any(meetings);
	switch (any(5)) {
	case 0:
		end(i);
		break;
	case 1:
	case 2:
		vote(&held[i]);
		break;
	default:
		attend(&held[i]);
	}
}

static void step_days(void)
{
	static const unsigned int far[] = { 1, 1, 2, 7, 31, 92, 366 };
	struct timespec now;
	struct error err = { 0 };
	struct ledger ledger;

	clock_gettime(CLOCK_REALTIME, &now);
	now.tv_sec += 86400ll * far[any(sizeof(far) / sizeof(far[0]))];
	if (clock_settime(CLOCK_REALTIME, &now) ||
	    ledger_get(client, &ledger, &err))
		die("the clock", &err);
	/* A jump of a day or less needs nobody; it is refused then. */
	count(ledger_confirm(client, ledger.clock_day, &err), &err);
	if (ledger_get(client, &ledger, &err))
		die("ledger", &err);
	today = ledger.today;
}

static void step(void)
{
	uint32_t what = any(150);

	if (what < 14 || !units)
		step_add();
	else if (what < 26)
		step_set();
	else if (what < 28)
		step_dissolve();
	else if (what < 86)
		step_record();
	else if (what < 91)
		step_withdraw();
	else if (what < 95)
		step_end();
	else if (what < 100)
		step_finding();
	else if (what < 106)
		step_assign();
	else if (what < 111)
		step_complete();
	else if (what < 113)
		step_grant();
	else if (what < 115)
		step_review();
	else if (what < 125)
		step_rate();
	else if (what < 133)
		step_visit();
	else if (what < 145)
		step_meet();
	else
		step_days();
}

/*
 * Comparing.
 */

static struct replay *replay;
static struct tables *tables;

static void check(const char *what, uint32_t scope, bool good)
{
	if (good) {
		passed++;
		return;
	}
	failed++;
	if (failed < 20)
		printf("FAIL agree: %s of unit %u (%s), entry %ju\n", what,
		       scope, replay_code(replay, scope),
		       (uintmax_t)replay_size(replay));
}

static void follow(void)
{
	struct error err = { 0 };
	struct stream *stream = stream_open(replay_size(replay), &err);
	const struct dinh_entry *entry;
	int status;

	if (!stream || tables_begin(tables, &err))
		die("following", &err);
	while ((status = stream_next(stream, &entry, &err)) > 0) {
		seen[entry->type]++;
		if (replay_entry(replay, entry, le32toh(entry->size), &err) ||
		    tables_add(tables, entry, le32toh(entry->size), &err))
			die("an entry", &err);
	}
	if (status || tables_commit(tables, &err))
		die("following", &err);
	stream_close(stream);
}

static int find(const char *name)
{
	unsigned int i, n = replay_indicators(replay);

	for (i = 0; i < n; i++)
		if (!strcmp(replay_indicator(replay, i), name))
			return i;
	return -1;
}

static int check_sql(void *data, const struct recount_figure *sql,
		     struct error *err)
{
	struct replay_figure fig = replay_figure(replay, sql->scope,
						 find(sql->indicator));
	unsigned int *compared = data;

	(void)err;
	(*compared)++;
	check(sql->indicator, sql->scope,
	      fig.num == sql->num && fig.den == sql->den &&
	      fig.unknown == sql->unknown && fig.verdict == sql->verdict);
	return 0;
}

static int check_sql_scope(void *data, const struct recount_scope *sql,
			   struct error *err)
{
	struct replay_ratings ratings;
	uint64_t all, late;

	(void)data;
	(void)err;
	replay_counts(replay, sql->scope, &all, &late);
	replay_ratings(replay, sql->scope, &ratings);
	check("records", sql->scope, all == sql->records);
	check("late records", sql->scope, late == sql->late);
	check("ratings", sql->scope, ratings.count == sql->ratings &&
	      ratings.sum == sql->rating_sum);
	check("low ratings", sql->scope,
	      !memcmp(ratings.low, sql->low, sizeof(sql->low)));
	return 0;
}

static int check_sql_visits(void *data, const struct recount_visits *sql,
			    struct error *err)
{
	uint64_t *all = data;

	(void)err;
	*all += sql->visits;
	check("who ended", sql->unit,
	      replay_lives(replay, sql->unit) == sql->lives);
	if (sql->lives)
		check("visits", sql->unit,
		      replay_visits(replay, sql->unit) == sql->visits);
	return 0;
}

static int wrong_meeting(void *data, uint64_t seq, uint32_t unit,
			 struct error *err)
{
	(void)data;
	(void)seq;
	(void)err;
	check("the close of a meeting", unit, false);
	return 0;
}

static int check_review(void *data, const struct recount_review *review,
			struct error *err)
{
	(void)data;
	(void)err;
	check(review->what, review->scope, recount_same(review));
	return 0;
}

static void check_live(uint32_t scope)
{
	struct figures figures = { 0 };
	struct error err = { 0 };
	size_t i;

	if (status_get(client, scope ? replay_code(replay, scope) : NULL,
		       &figures, &err))
		die("status", &err);
	check("number of figures", scope,
	      figures.n == replay_indicators(replay));
	for (i = 0; i < figures.n; i++) {
		const struct figure *live = &figures.item[i];
		struct replay_figure fig = replay_figure(replay, scope,
							 find(live->indicator));

		check(live->indicator, scope,
		      fig.num == live->numerator &&
		      fig.den == live->denominator &&
		      fig.unknown == live->unknown &&
		      fig.verdict == (int)live->verdict);
	}
	figures_free(&figures);
}

/* Those that wait to be entries are told with the others. */
static void check_live_board(uint32_t scope)
{
	uint64_t want = scope ? visits[scope] : all_visits;
	struct replay_ratings ratings;
	struct error err = { 0 };
	struct ratings live;

	if (ratings_get(client, scope ? replay_code(replay, scope) : NULL,
			&live, &err))
		die("ratings", &err);
	replay_ratings(replay, scope, &ratings);
	check("live ratings", scope, ratings.count == live.count &&
	      ratings.sum == live.sum);
	check("live low ratings", scope,
	      !memcmp(ratings.low, live.low, sizeof(live.low)));
	check("live visits", scope, live.visits == want);
	check("visitors", scope,
	      live.online == (scope ? online[scope] : sessions));
	check("visits in the ledger", scope,
	      (scope ? replay_visits(replay, scope) :
		       replay_all_visits(replay)) <= want);
	ratings_free(&live);
}

static void compare(void)
{
	uint8_t root[DINH_HASH_SIZE];
	unsigned int compared = 0, scopes = 0;
	uint64_t looked = 0;
	struct error err = { 0 };
	struct ledger ledger;
	uint32_t scope;

	/* Visits become entries on their own. */
	do {
		follow();
		if (ledger_get(client, &ledger, &err))
			die("ledger", &err);
	} while (ledger.size > replay_size(replay));
	replay_root(replay, root);
	check("size", 0, ledger.size == replay_size(replay));
	check("root", 0, !memcmp(root, ledger.root, sizeof(root)));
	check("day", 0, ledger.today == replay_today(replay));
	for (scope = 0; scope < replay_units(replay); scope++) {
		if (!replay_lives(replay, scope))
			continue;
		scopes++;
		check_live(scope);
		check_live_board(scope);
	}
	if (recount(tables, replay_size(replay), check_sql, &compared, &err) ||
	    recount_scopes(tables, replay_size(replay), check_sql_scope, NULL,
			   &err) ||
	    recount_visits(tables, replay_size(replay), check_sql_visits,
			   &looked, &err) ||
	    recount_meetings(tables, replay_size(replay), wrong_meeting, NULL,
			     &err) ||
	    recount_reviews(tables, replay_size(replay), check_review, NULL,
			    &err))
		die("recount", &err);
	check("all visits", 0, looked == replay_all_visits(replay));
	check("SQL's number of figures", 0,
	      compared == scopes * replay_indicators(replay));
}

/* Visits are entries once the register has seen another day; that wakes. */
static void settle(void)
{
	static uint8_t entries[DINH_ENTRY_SIZE_MAX];
	struct error err = { 0 };
	uint32_t unit;
	int fd = open("/dev/dinh", O_RDONLY | O_CLOEXEC);

	if (lseek(fd, 0, SEEK_END) < 0)
		die("waiting", &err);
	step_days();
	for (follow(); replay_all_visits(replay) < all_visits; follow())
		if (read(fd, entries, sizeof(entries)) <= 0)
			die("waiting", &err);
	close(fd);
	for (unit = 0; unit < replay_units(replay); unit++)
		if (replay_lives(replay, unit))
			check("settled visits", unit,
			      replay_visits(replay, unit) == visits[unit]);
}

int main(int argc, char **argv)
{
	unsigned int first = argc > 1 ? atoi(argv[1]) : time(NULL);
	unsigned int steps = argc > 2 ? atoi(argv[2]) : 1000, i;
	struct error err = { 0 };
	struct ledger ledger;

	seed = first ? first : 1;
	client = client_open(&err);
	if (!client || rules_get(client, &rules, &err) ||
	    ledger_get(client, &ledger, &err))
		die("the module", &err);
	today = ledger.today;
	replay = replay_open(&err);
	tables = tables_open(":memory:", &err);
	if (!replay || !tables)
		die("memory", &err);
	for (i = 1; i <= steps; i++) {
		step();
		if (!(i % COMPARE))
			compare();
	}
	settle();
	compare();
	check("most steps were taken", 0, taken > refused);
	for (i = DINH_ENTRY_RATING; i <= DINH_ENTRY_MEETING_CLOSE; i++)
		check("no entry of a type", 0, seen[i]);
	check("no visits", 0, seen[DINH_ENTRY_VISITS]);
	printf("seed %u: %u steps taken, %u refused, %u meetings closed, %u "
	       "valid\n", first, taken, refused,
	       seen[DINH_ENTRY_MEETING_CLOSE], valid);
	tables_close(tables);
	replay_close(replay);
	rules_free(&rules);
	client_close(client);
	printf("%lu passed, %lu failed\n", passed, failed);
	return failed != 0;
}
