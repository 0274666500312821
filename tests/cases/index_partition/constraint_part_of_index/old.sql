CREATE TABLE events (id integer NOT NULL, region text NOT NULL) PARTITION BY LIST (region);
CREATE TABLE events_eu PARTITION OF events FOR VALUES IN ('eu');
CREATE UNIQUE INDEX events_key ON ONLY events (region, id);
CREATE UNIQUE INDEX events_eu_key ON events_eu (region, id);
ALTER INDEX events_key ATTACH PARTITION events_eu_key;
ALTER TABLE events_eu ADD CONSTRAINT events_eu_key PRIMARY KEY USING INDEX events_eu_key;
