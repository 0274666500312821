CREATE TABLE p (id integer, at integer, x integer) PARTITION BY RANGE (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (1) TO (9);
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (9) TO (20) PARTITION BY RANGE (at);
CREATE TABLE p21 PARTITION OF p2 DEFAULT;
-- One statement each, but for the parts whose names or options are not those that the server gives.
CREATE INDEX p1_named ON p1 (x);
CREATE INDEX p_x ON p (x);
CREATE UNIQUE INDEX p_u ON p (id, at);
CREATE INDEX p_expr ON p ((x + 1), lower(at::text));
ALTER TABLE p21 ADD CONSTRAINT named UNIQUE (id, at, x);
ALTER TABLE p ADD UNIQUE (id, at, x);
ALTER TABLE p ALTER id SET NOT NULL, ALTER at SET NOT NULL, ADD PRIMARY KEY (at, id);
