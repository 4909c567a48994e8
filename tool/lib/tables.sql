-- SPDX-License-Identifier: GPL-2.0-only
--
-- The second count: tables that hold what the entries of a ledger say, and
-- views that count from them. Rows are only added; each has the number of the
-- entry (seq) that it comes from, so that every earlier ledger can be counted.
-- Written from the rules, not from the engine. docs/recount.md explains it.
--
-- Days are numbers since 1970-01-01 in the register's zone; what is not stated
-- is NULL; 4294967295 as a last day means for good.

CREATE TABLE kind (
	number INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO kind VALUES
	(0, 'register'), (1, 'province'), (2, 'district'), (3, 'commune'),
	(4, 'ward'), (5, 'township'), (6, 'special_zone'), (7, 'agency'),
	(8, 'public_unit'), (9, 'state_enterprise'),
	(10, 'nonstate_enterprise');

CREATE TABLE head_group (
	number INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO head_group VALUES
	(0, 'cadres'), (1, 'party_members'), (2, 'civil_servants'),
	(3, 'public_employees'), (4, 'employees'), (5, 'residents'),
	(6, 'households'), (7, 'voters');

-- The header of every entry; day is the ledger's day once it is accepted.
CREATE TABLE entry (
	seq INTEGER PRIMARY KEY,
	type INTEGER NOT NULL,
	wall INTEGER NOT NULL,
	boot INTEGER NOT NULL,
	uid INTEGER NOT NULL,
	loginuid INTEGER NOT NULL,
	unit INTEGER NOT NULL,
	day INTEGER NOT NULL CHECK (day BETWEEN 1 AND 2932896)
) STRICT;

CREATE TABLE genesis (
	seq INTEGER PRIMARY KEY REFERENCES entry CHECK (seq = 0),
	identity BLOB NOT NULL,
	utc_offset INTEGER NOT NULL CHECK (utc_offset BETWEEN -720 AND 840),
	clock_tolerance INTEGER NOT NULL,
	day INTEGER NOT NULL,
	origin TEXT NOT NULL
) STRICT;

CREATE TABLE boot (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	id BLOB NOT NULL
) STRICT;

CREATE TABLE day (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	day INTEGER NOT NULL,
	how TEXT NOT NULL CHECK (how IN ('clock', 'admin'))
) STRICT;

CREATE TABLE clock (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	before INTEGER NOT NULL,
	after INTEGER NOT NULL
) STRICT;

--
-- Programmes. An element is named by its programme's seq and its place in it.
--

CREATE TABLE programme (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	code TEXT NOT NULL CHECK (code NOT GLOB '*[^A-Za-z0-9._-]*'),
	vi TEXT NOT NULL,
	en TEXT NOT NULL,
	first_day INTEGER NOT NULL CHECK (first_day BETWEEN 1 AND 2932896),
	late_days INTEGER NOT NULL CHECK (late_days <= 36600),
	answer_days INTEGER CHECK (answer_days BETWEEN 1 AND 255),
	answer_verified INTEGER NOT NULL
		CHECK (answer_verified <= (answer_days IS NOT NULL))
) STRICT;

CREATE TABLE instrument (
	programme INTEGER NOT NULL REFERENCES programme,
	place INTEGER NOT NULL,
	code TEXT NOT NULL CHECK (code NOT GLOB '*[^A-Za-z0-9._-]*'),
	vi TEXT NOT NULL,
	en TEXT NOT NULL,
	first_day INTEGER,
	last_day INTEGER,
	verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
	PRIMARY KEY (programme, place),
	UNIQUE (programme, code)
) STRICT, WITHOUT ROWID;

-- Requirements are numbered through all programmes, by their codes.
CREATE TABLE requirement_number (
	number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 4095),
	code TEXT NOT NULL UNIQUE CHECK (code NOT GLOB '*[^A-Za-z0-9._-]*'),
	seq INTEGER NOT NULL REFERENCES programme
) STRICT;

CREATE TABLE requirement (
	programme INTEGER NOT NULL REFERENCES programme,
	place INTEGER NOT NULL,
	number INTEGER NOT NULL REFERENCES requirement_number,
	vi TEXT NOT NULL,
	en TEXT NOT NULL,
	instrument INTEGER NOT NULL,
	verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
	-- asked of: kinds as bits, union, at least size_min heads of a group
	kinds INTEGER NOT NULL CHECK (kinds BETWEEN 1 AND 2047),
	has_union TEXT NOT NULL CHECK (has_union IN ('any', 'with', 'without')),
	size_group INTEGER REFERENCES head_group,
	size_min INTEGER,
	first_day INTEGER,
	last_day INTEGER,
	-- asks for: all items, or the heads of groups, as bits
	items INTEGER NOT NULL CHECK (items BETWEEN 1 AND 32),
	head_groups INTEGER NOT NULL,
	-- a record counts for
	validity TEXT NOT NULL
		CHECK (validity IN ('once', 'rolling', 'period', 'stated')),
	months INTEGER NOT NULL CHECK (months <= 1200),
	days INTEGER NOT NULL CHECK (days <= 36600),
	grace_months INTEGER NOT NULL CHECK (grace_months <= 120),
	grace_days INTEGER NOT NULL CHECK (grace_days <= 3660),
	term_min INTEGER NOT NULL,
	term_max INTEGER NOT NULL,
	posting INTEGER NOT NULL,
	PRIMARY KEY (programme, place),
	UNIQUE (programme, number),
	FOREIGN KEY (programme, instrument)
		REFERENCES instrument (programme, place),
	CHECK (validity <> 'period' OR months IN (1, 2, 3, 4, 6, 12))
) STRICT, WITHOUT ROWID;

-- Shares that a record's votes must reach.
CREATE TABLE share (
	programme INTEGER NOT NULL,
	requirement INTEGER NOT NULL,
	what TEXT NOT NULL CHECK (what IN ('quorum', 'majority')),
	numerator INTEGER NOT NULL,
	denominator INTEGER NOT NULL CHECK (denominator >= numerator),
	share_of TEXT NOT NULL
		CHECK (share_of IN ('eligible', 'present', 'group')),
	head_group INTEGER REFERENCES head_group,
	threshold TEXT NOT NULL CHECK (threshold IN ('at_least', 'over')),
	PRIMARY KEY (programme, requirement, what),
	FOREIGN KEY (programme, requirement)
		REFERENCES requirement (programme, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE item (
	programme INTEGER NOT NULL,
	requirement INTEGER NOT NULL,
	item INTEGER NOT NULL CHECK (item BETWEEN 1 AND 32),
	vi TEXT NOT NULL,
	en TEXT NOT NULL,
	verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
	PRIMARY KEY (programme, requirement, item),
	FOREIGN KEY (programme, requirement)
		REFERENCES requirement (programme, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE objective (
	programme INTEGER NOT NULL REFERENCES programme,
	place INTEGER NOT NULL,
	code TEXT NOT NULL CHECK (code NOT GLOB '*[^A-Za-z0-9._-]*'),
	kind TEXT NOT NULL CHECK (kind IN ('target', 'task')),
	number INTEGER NOT NULL,
	vi TEXT NOT NULL,
	en TEXT NOT NULL,
	verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
	PRIMARY KEY (programme, place),
	UNIQUE (programme, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE indicator (
	programme INTEGER NOT NULL REFERENCES programme,
	place INTEGER NOT NULL,
	code TEXT NOT NULL CHECK (code NOT GLOB '*[^A-Za-z0-9._-]*'),
	vi TEXT NOT NULL,
	en TEXT NOT NULL,
	objective INTEGER NOT NULL,
	kinds INTEGER NOT NULL CHECK (kinds BETWEEN 1 AND 2047),
	has_union TEXT NOT NULL CHECK (has_union IN ('any', 'with', 'without')),
	counted TEXT NOT NULL CHECK (counted IN ('units', 'persons',
						 'assignments', 'answers')),
	threshold TEXT NOT NULL
		CHECK (threshold IN ('none', 'at_least', 'over')),
	percent INTEGER NOT NULL CHECK (percent <= 100),
	verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
	PRIMARY KEY (programme, place),
	UNIQUE (programme, code),
	FOREIGN KEY (programme, objective)
		REFERENCES objective (programme, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE indicator_requirement (
	programme INTEGER NOT NULL,
	indicator INTEGER NOT NULL,
	place INTEGER NOT NULL,
	requirement INTEGER NOT NULL,
	PRIMARY KEY (programme, indicator, place),
	FOREIGN KEY (programme, indicator)
		REFERENCES indicator (programme, place),
	FOREIGN KEY (programme, requirement)
		REFERENCES requirement (programme, place)
) STRICT, WITHOUT ROWID;

--
-- Units. Unit 0 is the register, above all others.
--

CREATE TABLE unit (
	number INTEGER PRIMARY KEY,
	seq INTEGER NOT NULL UNIQUE REFERENCES entry
) STRICT;

-- What a unit is from an entry on.
CREATE TABLE unit_version (
	unit INTEGER NOT NULL REFERENCES unit,
	seq INTEGER NOT NULL REFERENCES entry,
	parent INTEGER REFERENCES unit,
	since INTEGER,
	kind INTEGER NOT NULL REFERENCES kind,
	has_union INTEGER NOT NULL CHECK (has_union IN (0, 1)),
	code TEXT CHECK (code <> '' AND code NOT GLOB '*[^A-Za-z0-9._-]*'),
	name TEXT NOT NULL,
	PRIMARY KEY (unit, seq),
	CHECK ((unit = 0) = (kind = 0)),
	CHECK ((unit = 0) = (parent IS NULL)),
	CHECK ((unit = 0) = (code IS NULL))
) STRICT, WITHOUT ROWID;

-- How many heads a group of it has from an entry on; NULL: not known.
CREATE TABLE headcount (
	unit INTEGER NOT NULL REFERENCES unit,
	head_group INTEGER NOT NULL REFERENCES head_group,
	seq INTEGER NOT NULL REFERENCES entry,
	heads INTEGER CHECK (heads BETWEEN 0 AND 2147483647),
	PRIMARY KEY (unit, head_group, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE dissolution (
	unit INTEGER PRIMARY KEY REFERENCES unit CHECK (unit > 0),
	seq INTEGER NOT NULL REFERENCES entry,
	day INTEGER NOT NULL
) STRICT;

CREATE TABLE successor (
	unit INTEGER NOT NULL REFERENCES dissolution,
	place INTEGER NOT NULL,
	successor INTEGER NOT NULL REFERENCES unit,
	PRIMARY KEY (unit, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE pin (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	unit INTEGER NOT NULL REFERENCES unit,
	pinned INTEGER NOT NULL CHECK (pinned IN (0, 1))
) STRICT;

--
-- Records. rule is the programme in force on the day that the record tells of;
-- by it last_day and late are fixed when the record is accepted.
--

CREATE TABLE record (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	unit INTEGER NOT NULL REFERENCES unit CHECK (unit > 0),
	requirement INTEGER NOT NULL REFERENCES requirement_number,
	items INTEGER NOT NULL,
	head_group INTEGER REFERENCES head_group,
	count INTEGER NOT NULL CHECK (count BETWEEN 0 AND 2147483647),
	day INTEGER NOT NULL,
	until INTEGER,
	period INTEGER,
	key INTEGER,
	document BLOB,
	rule INTEGER NOT NULL REFERENCES programme,
	last_day INTEGER NOT NULL,
	late INTEGER NOT NULL CHECK (late IN (0, 1))
) STRICT;
CREATE INDEX record_of_unit ON record (unit, requirement);

CREATE TABLE votes (
	record INTEGER PRIMARY KEY REFERENCES record,
	eligible INTEGER NOT NULL,
	present INTEGER NOT NULL CHECK (present <= eligible),
	yes INTEGER NOT NULL,
	no INTEGER NOT NULL,
	abstain INTEGER NOT NULL,
	invalid INTEGER NOT NULL,
	CHECK (yes + no + abstain + invalid <= present)
) STRICT;

-- last_day: the last on which the record counts now.
CREATE TABLE record_end (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	record INTEGER NOT NULL REFERENCES record,
	day INTEGER NOT NULL,
	last_day INTEGER NOT NULL
) STRICT;
CREATE INDEX end_of_record ON record_end (record);

CREATE TABLE withdrawal (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	record INTEGER NOT NULL UNIQUE REFERENCES record,
	reason TEXT NOT NULL
) STRICT;

--
-- What inspectors find, what units are to do, who may do what.
--

CREATE TABLE finding (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	record INTEGER NOT NULL REFERENCES record,
	verdict TEXT NOT NULL CHECK (verdict IN ('uphold', 'strike')),
	reason TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX strike_of_record ON finding (record)
	WHERE verdict = 'strike';

-- A finding that asks for an answer has one with its own number.
CREATE TABLE assignment (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	unit INTEGER NOT NULL REFERENCES unit CHECK (unit > 0),
	due INTEGER NOT NULL CHECK (due BETWEEN 1 AND 2932896),
	objective TEXT CHECK (objective <> ''
			      AND objective NOT GLOB '*[^A-Za-z0-9._-]*'),
	title TEXT NOT NULL,
	counted TEXT NOT NULL CHECK (counted IN ('assignments', 'answers'))
) STRICT;
CREATE INDEX assignment_of_unit ON assignment (unit);

CREATE TABLE completion (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	assignment INTEGER NOT NULL UNIQUE REFERENCES assignment,
	day INTEGER NOT NULL,
	result TEXT NOT NULL,
	document BLOB
) STRICT;

-- Unit 0 is the whole register.
CREATE TABLE grant_change (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	what TEXT NOT NULL CHECK (what IN ('grant', 'revoke')),
	unit INTEGER NOT NULL REFERENCES unit,
	subject TEXT NOT NULL CHECK (subject IN ('uid', 'gid')),
	id INTEGER NOT NULL CHECK (id < 4294967294),
	role TEXT NOT NULL
		CHECK (role IN ('recorder', 'inspector', 'administrator'))
) STRICT;
CREATE INDEX change_of_grant ON grant_change (unit, subject, id, role);

CREATE TABLE review (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	unit INTEGER NOT NULL REFERENCES unit,
	kind TEXT NOT NULL CHECK (kind IN ('interim', 'final')),
	day INTEGER NOT NULL,
	size INTEGER NOT NULL CHECK (size = seq),
	root BLOB NOT NULL,
	results BLOB,
	limits BLOB,
	causes BLOB,
	below BLOB NOT NULL,
	programme TEXT NOT NULL,
	units INTEGER NOT NULL,
	indicators INTEGER NOT NULL CHECK (indicators BETWEEN 1 AND 64),
	records INTEGER NOT NULL,
	late INTEGER NOT NULL
) STRICT;

CREATE TABLE review_figure (
	review INTEGER NOT NULL REFERENCES review,
	place INTEGER NOT NULL,
	num INTEGER NOT NULL,
	den INTEGER NOT NULL,
	unknown INTEGER NOT NULL,
	PRIMARY KEY (review, place)
) STRICT, WITHOUT ROWID;

--
-- What people say and do: ratings, visits, meetings, and the kiosks that bring
-- them.
--

-- kiosk: the entry that bound it; NULL where somebody typed.
CREATE TABLE rating (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	unit INTEGER NOT NULL REFERENCES unit CHECK (unit > 0),
	kiosk INTEGER REFERENCES kiosk,
	score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
	low_reason INTEGER CHECK (low_reason BETWEEN 0 AND 5
				  OR low_reason IS NULL),
	CHECK ((low_reason IS NULL) = (score > 3))
) STRICT;

-- Unit 0 is the register's own board.
CREATE TABLE visits (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	unit INTEGER NOT NULL REFERENCES unit,
	visits INTEGER NOT NULL CHECK (visits > 0)
) STRICT;

CREATE TABLE meeting (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	unit INTEGER NOT NULL REFERENCES unit CHECK (unit > 0),
	requirement INTEGER NOT NULL,
	ballot TEXT NOT NULL CHECK (ballot IN ('open', 'secret')),
	items INTEGER NOT NULL,
	day INTEGER NOT NULL,
	until INTEGER,
	period INTEGER,
	"key" INTEGER,
	eligible INTEGER NOT NULL CHECK (eligible > 0),
	cards INTEGER NOT NULL CHECK (cards BETWEEN 0 AND eligible),
	roll BLOB
) STRICT;

-- card: what the meeting knows it by.
CREATE TABLE attendance (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	meeting INTEGER NOT NULL REFERENCES meeting,
	kiosk INTEGER REFERENCES kiosk,
	card BLOB,
	count INTEGER NOT NULL CHECK (count > 0)
) STRICT;
CREATE INDEX attendance_of_meeting ON attendance (meeting);
CREATE UNIQUE INDEX card_of_meeting ON attendance (meeting, card)
	WHERE card IS NOT NULL;

-- Of open ballots.
CREATE TABLE vote (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	meeting INTEGER NOT NULL REFERENCES meeting,
	kiosk INTEGER REFERENCES kiosk,
	yes INTEGER NOT NULL,
	no INTEGER NOT NULL,
	abstain INTEGER NOT NULL,
	invalid INTEGER NOT NULL
) STRICT;
CREATE INDEX vote_of_meeting ON vote (meeting);

-- outcome: NULL where the meeting is void. A valid one is a record as well; what
-- the others would have been is kept here alone.
CREATE TABLE meeting_end (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	meeting INTEGER NOT NULL UNIQUE REFERENCES meeting,
	rule INTEGER REFERENCES programme,
	outcome TEXT CHECK (outcome IN ('valid', 'quorum', 'majority')),
	reason TEXT,
	requirement INTEGER,
	items INTEGER,
	day INTEGER,
	until INTEGER,
	period INTEGER,
	"key" INTEGER,
	eligible INTEGER,
	present INTEGER,
	yes INTEGER,
	no INTEGER,
	abstain INTEGER,
	invalid INTEGER,
	present_typed INTEGER,
	yes_typed INTEGER,
	no_typed INTEGER,
	abstain_typed INTEGER,
	invalid_typed INTEGER,
	present_needed INTEGER,
	yes_needed INTEGER
) STRICT;

CREATE TABLE kiosk (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	unit INTEGER NOT NULL REFERENCES unit CHECK (unit > 0),
	role TEXT NOT NULL CHECK (role IN ('rating', 'attendance', 'ballot')),
	meeting INTEGER REFERENCES meeting
		CHECK ((meeting IS NULL) = (role = 'rating')),
	virtual INTEGER NOT NULL CHECK (virtual IN (0, 1)),
	device TEXT NOT NULL
) STRICT;

CREATE TABLE kiosk_end (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	kiosk INTEGER NOT NULL UNIQUE REFERENCES kiosk,
	why TEXT NOT NULL
		CHECK (why IN ('asked', 'unplugged', 'meeting', 'boot'))
) STRICT;

CREATE TABLE loss (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	kiosk INTEGER NOT NULL REFERENCES kiosk,
	presses INTEGER NOT NULL CHECK (presses <> 0)
) STRICT;

CREATE TABLE tpm (
	seq INTEGER PRIMARY KEY REFERENCES entry,
	size INTEGER NOT NULL CHECK (size <= seq),
	root BLOB NOT NULL,
	before BLOB NOT NULL,
	pcr INTEGER NOT NULL CHECK (pcr BETWEEN 0 AND 23)
) STRICT;

--
-- Counting. UPDATE at SET size = N looks at the ledger when it had N entries;
-- NULL at the whole of it.
--

CREATE TABLE at (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	size INTEGER
) STRICT;
INSERT INTO at VALUES (1, NULL);

-- The day that the ledger had, and the programme in force on it: the one that
-- was loaded last of those whose first day has come.
CREATE VIEW now AS
SELECT e.seq + 1 AS size, e.day,
	(SELECT max(p.seq) FROM programme p
	 WHERE p.seq <= e.seq AND p.first_day <= e.day) AS programme
FROM at CROSS JOIN entry e
WHERE e.seq = coalesce(at.size, (SELECT max(seq) + 1 FROM entry)) - 1;

-- Unit 0 and those that are not dissolved, as they are.
CREATE VIEW living AS
SELECT u.number AS unit, v.parent, v.since, v.kind, v.has_union, v.code, v.name
FROM now n CROSS JOIN unit u CROSS JOIN unit_version v
WHERE u.seq < n.size
	AND NOT EXISTS (SELECT 1 FROM dissolution d
			WHERE d.unit = u.number AND d.seq < n.size)
	AND v.unit = u.number
	AND v.seq = (SELECT max(w.seq) FROM unit_version w
		     WHERE w.unit = u.number AND w.seq < n.size);

-- A scope is a unit with all living units below it.
CREATE VIEW scope_unit AS
WITH RECURSIVE up (unit, scope) AS (
	SELECT unit, unit FROM living
	UNION ALL
	SELECT up.unit,
		(SELECT v.parent FROM unit_version v
		 WHERE v.unit = up.scope AND v.seq < n.size
		 ORDER BY v.seq DESC LIMIT 1)
	FROM up CROSS JOIN now n
	WHERE up.scope > 0
)
SELECT scope, unit FROM up;

CREATE VIEW heads_now AS
SELECT h.unit, h.head_group, h.heads
FROM now n CROSS JOIN headcount h
WHERE h.seq = (SELECT max(g.seq) FROM headcount g
	       WHERE g.unit = h.unit AND g.head_group = h.head_group
		AND g.seq < n.size);

-- Records, and whether they count on that day.
CREATE VIEW evidence AS
SELECT *, (day <= today AND today <= last_day AND NOT withdrawn
	   AND NOT struck) AS counts
FROM (
	SELECT r.seq, r.unit, r.requirement, r.items, r.head_group, r.count,
		r.day, r.until, r.late, n.day AS today,
		min(r.last_day,
		    coalesce((SELECT min(e.last_day) FROM record_end e
			      WHERE e.record = r.seq AND e.seq < n.size),
			     r.last_day)) AS last_day,
		EXISTS (SELECT 1 FROM withdrawal w
			WHERE w.record = r.seq AND w.seq < n.size) AS withdrawn,
		EXISTS (SELECT 1 FROM finding f
			WHERE f.record = r.seq AND f.seq < n.size
				AND f.verdict = 'strike') AS struck
	FROM now n CROSS JOIN record r
	WHERE r.seq < n.size
);

-- What is asked of whom; sure is 0 where that depends on a headcount that is
-- not known.
CREATE VIEW asked AS
SELECT a.unit, a.requirement, a.number, a.programme, a.items, a.head_groups,
	(a.size_min IS NULL OR a.heads IS NOT NULL) AS sure
FROM (
	SELECT l.unit, r.place AS requirement, r.number, r.programme, r.items,
		r.head_groups, r.size_min,
		(SELECT h.heads FROM heads_now h
		 WHERE h.unit = l.unit AND h.head_group = r.size_group) AS heads
	FROM now n
	CROSS JOIN living l
	CROSS JOIN requirement r
	WHERE r.programme = n.programme
		AND r.kinds >> l.kind & 1
		AND r.has_union IN ('any', iif(l.has_union, 'with', 'without'))
		AND n.day >= coalesce(r.first_day, n.day)
		AND n.day <= coalesce(r.last_day, n.day)
) a
WHERE a.size_min IS NULL OR a.heads IS NULL OR a.heads >= a.size_min;

-- Heads to reach and reached, by group, where heads are what is asked for.
CREATE VIEW reached AS
SELECT unit, programme, requirement, sure, head_group, heads,
	min(heads, counted) AS reached
FROM (
	SELECT a.unit, a.programme, a.requirement, a.sure,
		g.number AS head_group,
		(SELECT h.heads FROM heads_now h
		 WHERE h.unit = a.unit AND h.head_group = g.number) AS heads,
		(SELECT coalesce(sum(e.count), 0) FROM evidence e
		 WHERE e.unit = a.unit AND e.requirement = a.number
			AND e.head_group = g.number AND e.counts) AS counted
	FROM asked a CROSS JOIN head_group g
	WHERE a.head_groups >> g.number & 1
);

-- How a unit stands to what is asked of it: met, unmet, unknown, or nobody.
CREATE VIEW standing AS
SELECT a.unit, a.programme, a.requirement, a.sure,
	iif((SELECT count(DISTINCT i.item)
	     FROM evidence e CROSS JOIN item i
	     WHERE e.unit = a.unit AND e.requirement = a.number AND e.counts
		AND i.programme = a.programme AND i.requirement = a.requirement
		AND e.items >> (i.item - 1) & 1) = a.items,
	    'met', 'unmet') AS standing
FROM asked a
WHERE a.head_groups = 0
UNION ALL
SELECT unit, programme, requirement, sure,
	CASE
	WHEN max(reached < heads) THEN 'unmet'
	WHEN count(heads) < count(*) THEN 'unknown'
	WHEN sum(heads) = 0 THEN 'nobody'
	ELSE 'met'
	END
FROM reached
GROUP BY unit, requirement;

-- Which units belong to the population of which indicator.
CREATE VIEW population AS
SELECT l.unit, i.place AS indicator, i.counted
FROM now n CROSS JOIN living l CROSS JOIN indicator i
WHERE i.programme = n.programme
	AND l.unit > 0
	AND i.kinds >> l.kind & 1
	AND i.has_union IN ('any', iif(l.has_union, 'with', 'without'));

-- What a unit adds to an indicator counted in units. One that is sure to fall
-- short of something does not meet it, whatever is not known; one of which it
-- is not known whether something is asked is never counted as meeting it.
CREATE VIEW measured_units AS
SELECT unit, indicator, result = 'met' AS num,
	result IN ('met', 'unmet') AS den, result = 'unknown' AS unknown
FROM (
	SELECT p.unit, p.indicator,
		CASE
		WHEN max(s.sure AND s.standing = 'unmet') THEN 'unmet'
		WHEN max(NOT s.sure OR s.standing = 'unknown') THEN 'unknown'
		ELSE 'met'
		END AS result
	FROM standing s
	CROSS JOIN indicator_requirement x ON x.programme = s.programme
		AND x.requirement = s.requirement
	CROSS JOIN population p ON p.unit = s.unit
		AND p.indicator = x.indicator
	WHERE p.counted = 'units'
		AND NOT (s.sure AND s.standing = 'nobody')
	GROUP BY p.unit, p.indicator
);

-- The same for persons: of each group the least that was reached. A group of
-- which that is not known is left out.
CREATE VIEW measured_persons AS
SELECT unit, indicator, sum(iif(known, least, 0)) AS num,
	sum(iif(known, heads, 0)) AS den,
	max(heads IS NULL OR NOT sure) AS unknown
FROM (
	SELECT *, heads IS NOT NULL AND least IS NOT NULL
		AND coalesce(perhaps >= least, 1) AS known
	FROM (
		SELECT p.unit, p.indicator, r.heads, min(r.sure) AS sure,
			min(r.reached) FILTER (WHERE r.sure) AS least,
			min(r.reached) FILTER (WHERE NOT r.sure) AS perhaps
		FROM reached r
		CROSS JOIN indicator_requirement x
			ON x.programme = r.programme
			AND x.requirement = r.requirement
		CROSS JOIN population p ON p.unit = r.unit
			AND p.indicator = x.indicator
		WHERE p.counted = 'persons'
		GROUP BY p.unit, p.indicator, r.head_group
	)
)
GROUP BY unit, indicator;

-- Assignments that count: open ones, and those whose completion was recorded in
-- the year that it is. in_time is NULL where that is not known yet.
CREATE VIEW duty AS
SELECT seq, unit, counted, due, done,
	CASE
	WHEN done IS NOT NULL THEN done <= due
	WHEN due < today THEN 0
	END AS in_time
FROM (
	SELECT a.seq, a.unit, a.counted, a.due, c.day AS done, n.day AS today,
		(SELECT e.day FROM entry e WHERE e.seq = c.seq) AS told
	FROM now n
	CROSS JOIN assignment a
	LEFT JOIN completion c ON c.assignment = a.seq AND c.seq < n.size
	WHERE a.seq < n.size
)
WHERE told IS NULL
	OR strftime('%Y', told * 86400, 'unixepoch')
		= strftime('%Y', today * 86400, 'unixepoch');

CREATE VIEW measured_duties AS
SELECT p.unit, p.indicator, sum(ifnull(d.in_time, 0)) AS num,
	count(d.in_time) AS den, count(*) - count(d.in_time) AS unknown
FROM duty d
CROSS JOIN population p ON p.unit = d.unit AND p.counted = d.counted
GROUP BY p.unit, p.indicator;

-- The figure of every indicator for every scope.
CREATE VIEW figure AS
SELECT scope, indicator, sum(num) AS num, sum(den) AS den,
	sum(unknown) AS unknown
FROM (
	SELECT s.scope, m.indicator, m.num, m.den, m.unknown
	FROM (SELECT * FROM measured_units
	      UNION ALL
	      SELECT * FROM measured_persons
	      UNION ALL
	      SELECT * FROM measured_duties) m
	JOIN scope_unit s ON s.unit = m.unit
	UNION ALL
	SELECT l.unit, i.place, 0, 0, 0
	FROM now n CROSS JOIN living l CROSS JOIN indicator i
	WHERE i.programme = n.programme
)
GROUP BY scope, indicator;

-- What a figure says of its threshold, whatever the unknown units are. Where
-- persons are counted, nobody knows how many these have.
CREATE VIEW judged AS
SELECT scope, code, num, den, unknown,
	CASE
	WHEN den + unknown = 0 THEN 'not_applicable'
	WHEN threshold = 'none' THEN 'none'
	WHEN den = 0 THEN 'unknown'
	WHEN least THEN 'met'
	WHEN most THEN 'unknown'
	ELSE 'short'
	END AS verdict
FROM (
	SELECT *,
		CASE
		WHEN unknown = 0 THEN reached
		WHEN counted = 'persons' THEN reached AND percent = 0
		WHEN threshold = 'over'
			THEN num * 100 > percent * (den + unknown)
		ELSE num * 100 >= percent * (den + unknown)
		END AS least,
		CASE
		WHEN unknown = 0 THEN reached
		WHEN counted = 'persons' THEN reached OR percent < 100
		WHEN threshold = 'over'
			THEN (num + unknown) * 100 > percent * (den + unknown)
		ELSE (num + unknown) * 100 >= percent * (den + unknown)
		END AS most
	FROM (
		SELECT f.*, i.code, i.counted, i.threshold, i.percent,
			iif(i.threshold = 'over',
			    f.num * 100 > i.percent * f.den,
			    f.num * 100 >= i.percent * f.den) AS reached
		FROM now n
		CROSS JOIN figure f
		CROSS JOIN indicator i ON i.programme = n.programme
			AND i.place = f.indicator
	)
);

-- Records accepted for the living units of a scope, and how many were late.
CREATE VIEW recorded AS
SELECT scope, sum(records) AS records, sum(late) AS late
FROM (
	SELECT s.scope, e.records, e.late
	FROM (SELECT unit, count(*) AS records, sum(late) AS late
	      FROM evidence GROUP BY unit) e
	JOIN scope_unit s ON s.unit = e.unit
	UNION ALL
	SELECT unit, 0, 0 FROM living
)
GROUP BY scope;

-- What people say of each scope; low ratings by their reason.
CREATE VIEW rated AS
SELECT s.scope, count(*) AS ratings, sum(r.score) AS sum,
	count(*) FILTER (WHERE r.low_reason = 0) AS low_0,
	count(*) FILTER (WHERE r.low_reason = 1) AS low_1,
	count(*) FILTER (WHERE r.low_reason = 2) AS low_2,
	count(*) FILTER (WHERE r.low_reason = 3) AS low_3,
	count(*) FILTER (WHERE r.low_reason = 4) AS low_4,
	count(*) FILTER (WHERE r.low_reason = 5) AS low_5
FROM now n CROSS JOIN rating r JOIN scope_unit s ON s.unit = r.unit
WHERE r.seq < n.size
GROUP BY s.scope;

-- How often each board was looked at; in all, those of dissolved units as well.
CREATE VIEW visited AS
SELECT v.unit, sum(v.visits) AS visits
FROM now n CROSS JOIN visits v
WHERE v.seq < n.size
GROUP BY v.unit;

-- Meetings that are open, and how they stand.
CREATE VIEW meeting_open AS
SELECT m.*,
	(SELECT coalesce(sum(a.count), 0) FROM attendance a
	 WHERE a.meeting = m.seq AND a.seq < n.size) AS present,
	(SELECT coalesce(sum(v.yes + v.no + v.abstain + v.invalid), 0)
	 FROM vote v WHERE v.meeting = m.seq AND v.seq < n.size) AS cast
FROM now n CROSS JOIN meeting m
WHERE m.seq < n.size
	AND NOT EXISTS (SELECT 1 FROM meeting_end e
			WHERE e.meeting = m.seq AND e.seq < n.size);

-- What the close of each meeting should say: what it was opened for, who came
-- and, of an open ballot, what they voted, in all and typed; how many were
-- needed, NULL where that depends on heads that are not known; what follows.
-- The votes of a secret ballot are in its close alone.
CREATE VIEW meeting_due AS
WITH came AS (
	SELECT e.seq, coalesce(sum(a.count), 0) AS present,
		coalesce(sum(a.count) FILTER (WHERE a.kiosk IS NULL), 0)
			AS present_typed
	FROM meeting_end e
	LEFT JOIN attendance a ON a.meeting = e.meeting AND a.seq < e.seq
	GROUP BY e.seq
), voted AS (
	SELECT e.seq, coalesce(sum(v.yes), 0) AS yes,
		coalesce(sum(v.no), 0) AS no,
		coalesce(sum(v.abstain), 0) AS abstain,
		coalesce(sum(v.invalid), 0) AS invalid,
		coalesce(sum(v.yes) FILTER (WHERE v.kiosk IS NULL), 0)
			AS yes_typed,
		coalesce(sum(v.no) FILTER (WHERE v.kiosk IS NULL), 0)
			AS no_typed,
		coalesce(sum(v.abstain) FILTER (WHERE v.kiosk IS NULL), 0)
			AS abstain_typed,
		coalesce(sum(v.invalid) FILTER (WHERE v.kiosk IS NULL), 0)
			AS invalid_typed
	FROM meeting_end e
	JOIN meeting m ON m.seq = e.meeting AND m.ballot = 'open'
	LEFT JOIN vote v ON v.meeting = e.meeting AND v.seq < e.seq
	GROUP BY e.seq
	UNION ALL
	SELECT e.seq, e.yes, e.no, e.abstain, e.invalid, e.yes_typed,
		e.no_typed, e.abstain_typed, e.invalid_typed
	FROM meeting_end e
	JOIN meeting m ON m.seq = e.meeting AND m.ballot = 'secret'
), part AS (
	SELECT e.seq, h.what, h.numerator, h.denominator, h.threshold,
		CASE h.share_of
		WHEN 'eligible' THEN m.eligible
		WHEN 'present' THEN c.present
		ELSE (SELECT g.heads FROM headcount g
		      WHERE g.unit = m.unit AND g.head_group = h.head_group
			AND g.seq < e.seq ORDER BY g.seq DESC LIMIT 1)
		END AS whole
	FROM meeting_end e JOIN meeting m ON m.seq = e.meeting
	JOIN came c ON c.seq = e.seq
	JOIN requirement q ON q.programme = e.rule
		AND q.number = m.requirement
	JOIN share h ON h.programme = q.programme AND h.requirement = q.place
	WHERE e.outcome IS NOT NULL
), need AS (
	SELECT seq, what,
		CASE WHEN whole = 0 THEN 0
		WHEN threshold = 'over' THEN whole * numerator / denominator + 1
		ELSE (whole * numerator + denominator - 1) / denominator
		END AS needed
	FROM part
)
SELECT e.seq, m.unit, m.requirement,
	iif(m.items, m.items, (1 << q.items) - 1) AS items,
	m.day, m.until, m.period, m."key", m.eligible,
	c.present, v.yes, v.no, v.abstain, v.invalid,
	c.present_typed, v.yes_typed, v.no_typed, v.abstain_typed,
	v.invalid_typed,
	iif(quorum.seq IS NULL, 0, quorum.needed) AS present_needed,
	iif(majority.seq IS NULL, 0, majority.needed) AS yes_needed,
	CASE
	WHEN quorum.needed = 0 OR c.present < quorum.needed THEN 'quorum'
	WHEN majority.needed = 0 OR v.yes < majority.needed THEN 'majority'
	ELSE 'valid'
	END AS outcome
FROM meeting_end e
JOIN meeting m ON m.seq = e.meeting
JOIN came c ON c.seq = e.seq
JOIN voted v ON v.seq = e.seq
LEFT JOIN requirement q ON q.programme = e.rule AND q.number = m.requirement
LEFT JOIN need quorum ON quorum.seq = e.seq AND quorum.what = 'quorum'
LEFT JOIN need majority ON majority.seq = e.seq AND majority.what = 'majority'
WHERE e.outcome IS NOT NULL;

-- Closes that say something else, or that more voted, or typed their vote, than
-- there were; and of meetings that the machine interrupted.
CREATE VIEW meeting_wrong AS
SELECT d.seq, d.unit
FROM now n CROSS JOIN meeting_due d JOIN meeting_end e ON e.seq = d.seq
WHERE e.seq < n.size AND (
	(e.requirement, e.items, e.day, e.until, e.period, e."key",
	 e.eligible, e.present, e.yes, e.no, e.abstain, e.invalid,
	 e.present_typed, e.yes_typed, e.no_typed, e.abstain_typed,
	 e.invalid_typed, e.present_needed, e.yes_needed, e.outcome)
	IS NOT
	(d.requirement, d.items, d.day, d.until, d.period, d."key",
	 d.eligible, d.present, d.yes, d.no, d.abstain, d.invalid,
	 d.present_typed, d.yes_typed, d.no_typed, d.abstain_typed,
	 d.invalid_typed, d.present_needed, d.yes_needed, d.outcome)
	OR e.yes + e.no + e.abstain + e.invalid > e.present
	OR e.yes_typed > e.yes OR e.no_typed > e.no
	OR e.abstain_typed > e.abstain OR e.invalid_typed > e.invalid
	OR EXISTS (SELECT 1 FROM boot b
		   WHERE b.seq > e.meeting AND b.seq < e.seq));

-- Scopes that a review's hash goes over: those with living units under them.
CREATE VIEW inner_unit AS
SELECT DISTINCT parent AS unit FROM living WHERE parent > 0;

--
-- For people.
--

CREATE VIEW unit_now AS
SELECT l.unit, l.code, l.name, k.name AS kind, p.code AS parent,
	date(l.since * 86400, 'unixepoch') AS since, l.has_union,
	max(iif(h.head_group = 0, h.heads, NULL)) AS cadres,
	max(iif(h.head_group = 1, h.heads, NULL)) AS party_members,
	max(iif(h.head_group = 2, h.heads, NULL)) AS civil_servants,
	max(iif(h.head_group = 3, h.heads, NULL)) AS public_employees,
	max(iif(h.head_group = 4, h.heads, NULL)) AS employees,
	max(iif(h.head_group = 5, h.heads, NULL)) AS residents,
	max(iif(h.head_group = 6, h.heads, NULL)) AS households,
	max(iif(h.head_group = 7, h.heads, NULL)) AS voters
FROM living l
CROSS JOIN kind k ON k.number = l.kind
CROSS JOIN heads_now h ON h.unit = l.unit
LEFT JOIN living p ON p.unit = l.parent
GROUP BY l.unit;

CREATE VIEW record_now AS
SELECT e.seq, l.code AS unit, q.code AS requirement, e.items,
	g.name AS head_group, e.count,
	date(e.day * 86400, 'unixepoch') AS day,
	date(e.until * 86400, 'unixepoch') AS until,
	iif(e.last_day = 4294967295, 'for good',
	    date(e.last_day * 86400, 'unixepoch')) AS last_day,
	e.late, e.withdrawn, e.struck, e.counts
FROM evidence e
CROSS JOIN living l ON l.unit = e.unit
CROSS JOIN requirement_number q ON q.number = e.requirement
LEFT JOIN head_group g ON g.number = e.head_group;

CREATE VIEW assignment_now AS
SELECT d.seq, l.code AS unit, a.title, d.counted,
	date(d.due * 86400, 'unixepoch') AS due,
	date(d.done * 86400, 'unixepoch') AS done, d.in_time
FROM duty d
CROSS JOIN assignment a ON a.seq = d.seq
CROSS JOIN living l ON l.unit = d.unit;

CREATE VIEW grant_now AS
SELECT g.subject, g.id, g.role, v.code AS unit
FROM now n
CROSS JOIN grant_change g
LEFT JOIN living v ON v.unit = g.unit
WHERE g.what = 'grant'
	AND g.seq = (SELECT max(h.seq) FROM grant_change h
		     WHERE h.unit = g.unit AND h.subject = g.subject
			AND h.id = g.id AND h.role = g.role
			AND h.seq < n.size);

CREATE VIEW status AS
SELECT j.scope, l.code AS unit, j.code AS indicator, j.num, j.den, j.unknown,
	iif(j.den, format('%d.%02d', j.num * 10000 / j.den / 100,
			  j.num * 10000 / j.den % 100),
		  iif(j.unknown, 'unknown', 'n/a')) AS rate,
	j.verdict
FROM judged j
CROSS JOIN living l ON l.unit = j.scope;

CREATE VIEW unmet AS
SELECT l.code AS unit, q.code AS requirement,
	iif(s.sure, s.standing, 'unknown') AS standing
FROM now n
CROSS JOIN standing s
CROSS JOIN requirement r ON r.programme = n.programme
	AND r.place = s.requirement
CROSS JOIN requirement_number q ON q.number = r.number
CROSS JOIN living l ON l.unit = s.unit
WHERE NOT s.sure OR s.standing IN ('unmet', 'unknown');
