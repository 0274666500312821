CREATE TABLE t (a integer, b text, at timestamp, r int4range, CONSTRAINT k PRIMARY KEY (a) WITH (fillfactor=90),
    CONSTRAINT x EXCLUDE USING gist (r WITH &&) WITH (fillfactor=70, buffering=off) WHERE (a > 1) DEFERRABLE);
CREATE INDEX changes ON t (b) WITH (fillfactor=70, deduplicate_items=off) WHERE b <> ' WITH (fillfactor=70)';
CREATE INDEX sets ON t (a);
CREATE INDEX unsets ON t USING brin (at) WITH (pages_per_range=32, autosummarize=on);
CREATE INDEX anew ON t (a) WITH (fillfactor=70);
CREATE INDEX was ON t (b, a) WITH (fillfactor=70);
COMMENT ON INDEX changes IS 'Stays';
CREATE MATERIALIZED VIEW m AS SELECT 1 AS a;
CREATE INDEX of_view ON m (a) WITH (fillfactor=70);
CREATE TABLE p (id integer, at date, CONSTRAINT pk UNIQUE (id) WITH (fillfactor=70)) PARTITION BY RANGE (id);
CREATE INDEX whole ON p (at) WITH (fillfactor=70);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (5);
