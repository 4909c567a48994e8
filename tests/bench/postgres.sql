-- What PostgreSQL keeps: a row an entry, a chain of hashes, counters kept by
-- trigger. UNITS and FAN_OUT are given by who runs this.

CREATE TABLE entry (seq bigint PRIMARY KEY, unit int, requirement int, day int,
	data bytea, hash bytea);
CREATE TABLE head (size bigint, hash bytea) WITH (fillfactor = 20);
CREATE TABLE above (unit int, ancestor int, PRIMARY KEY (unit, ancestor));
CREATE TABLE counts (requirement int, indicator int,
	PRIMARY KEY (requirement, indicator));
CREATE TABLE counter (unit int, indicator int, num bigint,
	PRIMARY KEY (unit, indicator)) WITH (fillfactor = 20);

INSERT INTO head VALUES (0, '');
INSERT INTO above
	SELECT nr, 0 FROM generate_series(1, :UNITS) nr UNION
	SELECT nr, 1 FROM generate_series(1, :UNITS) nr UNION
	SELECT nr, (nr - 2) / :FAN_OUT * :FAN_OUT + 2
		FROM generate_series(2, :UNITS) nr;
INSERT INTO counts VALUES (1, 1);
INSERT INTO counter SELECT DISTINCT ancestor, 1, 0 FROM above;

CREATE FUNCTION count_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE counter SET num = counter.num + more.num FROM (
		SELECT ancestor, indicator, count(*) AS num
		FROM added JOIN above USING (unit)
			JOIN counts USING (requirement)
		GROUP BY ancestor, indicator) more
	WHERE counter.unit = more.ancestor
		AND counter.indicator = more.indicator;
	RETURN NULL;
END
$$;
CREATE TRIGGER counted AFTER INSERT ON entry
	REFERENCING NEW TABLE AS added
	FOR EACH STATEMENT EXECUTE FUNCTION count_entries();

-- Entries of one transaction. Who chains is alone until it commits.
CREATE FUNCTION append(units int[], requirements int[], days int[],
	datas bytea[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	last head;
	chain bytea;
	hashes bytea[];
BEGIN
	SELECT * INTO last FROM head FOR UPDATE;
	chain := last.hash;
	FOR i IN 1 .. cardinality(datas) LOOP
		chain := sha256(chain || datas[i]);
		hashes[i] := chain;
	END LOOP;
	INSERT INTO entry
		SELECT last.size + nr - 1, unit, requirement, day, data, hash
		FROM unnest(units, requirements, days, datas, hashes)
			WITH ORDINALITY
			AS new (unit, requirement, day, data, hash, nr);
	UPDATE head SET size = last.size + cardinality(datas), hash = chain;
END
$$;

VACUUM ANALYZE;
CHECKPOINT;
