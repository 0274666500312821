CREATE TABLE t (id int PRIMARY KEY, b text);
CREATE INDEX by_a ON t (b);
