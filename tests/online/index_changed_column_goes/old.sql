CREATE TABLE t (id int PRIMARY KEY, a int, b text);
CREATE INDEX by_a ON t (a);
