CREATE TABLE t (id int PRIMARY KEY, a int, b text);
CREATE INDEX by_b ON t (b);
