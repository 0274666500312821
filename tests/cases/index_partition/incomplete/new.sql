CREATE TABLE p (id integer, at date) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9);
-- An index that is still being built: its parts are made one by one, and attached afterwards.
CREATE INDEX i ON ONLY p (id);
CREATE INDEX p1_i ON p1 (id);
ALTER TABLE ONLY p ADD CONSTRAINT k UNIQUE (id, at);
ALTER TABLE p1 ADD CONSTRAINT p1_k UNIQUE (id, at);
