CREATE TABLE p (id integer PRIMARY KEY, x int) PARTITION BY RANGE (id);
CREATE INDEX p_x ON p (x);
-- migrate: renamed from p
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (100);
