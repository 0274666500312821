-- What the statements of `cases` are about; @ is the schema that each of them has for itself.
CREATE SCHEMA @;
CREATE DOMAIN @.plain AS int;
CREATE DOMAIN @.positive AS int CHECK (VALUE > 0);
CREATE FUNCTION @.f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
CREATE TABLE @.o (id int PRIMARY KEY);
CREATE TABLE @.t (id int PRIMARY KEY, a int, b varchar(10), c numeric(10,2), at timestamp, n int, u int, k int,
                  l int CONSTRAINT t_l REFERENCES @.o, x @.plain,
                  CONSTRAINT t_n CHECK (n IS NOT NULL), CONSTRAINT t_a CHECK (a > 0));
ALTER TABLE @.t ADD CONSTRAINT t_later CHECK (a < 9999) NOT VALID;
ALTER TABLE @.t ADD CONSTRAINT t_key FOREIGN KEY (k) REFERENCES @.o NOT VALID;
CREATE INDEX t_a ON @.t (a);
CREATE INDEX t_b ON @.t (b);
CREATE UNIQUE INDEX t_u ON @.t (u);
CREATE TABLE @.w (id int, m int CONSTRAINT w_m CHECK (m IS NOT NULL));
CREATE UNIQUE INDEX w_id ON @.w (id);
CREATE UNIQUE INDEX w_m_key ON @.w (m);
CREATE MATERIALIZED VIEW @.v AS SELECT id FROM @.o;
CREATE UNIQUE INDEX v_id ON @.v (id);
CREATE TABLE @.p (k int NOT NULL, a int) PARTITION BY LIST (k);
CREATE TABLE @.p1 PARTITION OF @.p FOR VALUES IN (1);
CREATE TABLE @.pd PARTITION OF @.p DEFAULT;
CREATE TABLE @.q (k int NOT NULL, a int) PARTITION BY LIST (k);
CREATE TABLE @.q1 PARTITION OF @.q FOR VALUES IN (1);
CREATE TABLE @.r2 (k int NOT NULL, a int);
CREATE TABLE @.r3 (k int NOT NULL, a int, CHECK (k = 3));
