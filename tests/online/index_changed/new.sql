CREATE TABLE t (id int PRIMARY KEY, a int, b text);
CREATE INDEX by_a ON t (a, b);
COMMENT ON INDEX by_a IS 'kept';
