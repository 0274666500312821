CREATE TABLE t (id int PRIMARY KEY, a int, b text);
CREATE UNIQUE INDEX by_a ON t (a) INCLUDE (b) WITH (fillfactor = 70) WHERE a > 0;
COMMENT ON INDEX by_a IS 'one';
