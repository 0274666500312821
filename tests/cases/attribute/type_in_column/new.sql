CREATE DOMAIN d AS bigint;
CREATE TYPE t AS (a d, b text COLLATE "C", "c d" numeric(5, 2));
CREATE TYPE o AS (x t);
CREATE TABLE tt (id integer PRIMARY KEY, v o, w t[] DEFAULT '{}');
CREATE FUNCTION f(t) RETURNS d LANGUAGE sql AS 'SELECT ($1).a';
CREATE VIEW vv AS SELECT (v).x, f(w[1]) FROM tt;
CREATE INDEX i ON tt (((v).x));
COMMENT ON COLUMN t.a IS 'kept';
