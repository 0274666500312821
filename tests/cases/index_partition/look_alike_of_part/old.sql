CREATE TABLE events (id integer, region text) PARTITION BY LIST (region);
CREATE INDEX events_idx ON events (region);
CREATE TABLE events_eu (id integer, region text);
CREATE INDEX events_eu_local ON events_eu (region);
