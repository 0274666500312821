CREATE TABLE p (id integer, at date) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9);
-- What is still being built part by part is not valid.
CREATE INDEX i ON ONLY p (id);
CREATE INDEX p1_i ON p1 (id);
ALTER TABLE ONLY p ADD CONSTRAINT k UNIQUE (id, at);
ALTER TABLE p1 ADD CONSTRAINT p1_k UNIQUE (id, at);
