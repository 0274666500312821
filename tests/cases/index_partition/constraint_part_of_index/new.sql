CREATE TABLE events (id integer NOT NULL, region text NOT NULL) PARTITION BY LIST (region);
CREATE TABLE events_eu PARTITION OF events FOR VALUES IN ('eu');
ALTER TABLE events ADD CONSTRAINT events_key UNIQUE (region, id);
