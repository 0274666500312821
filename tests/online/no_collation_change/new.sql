CREATE TABLE t (id int PRIMARY KEY, a int, b text COLLATE "C");
CREATE INDEX by_b ON t (b);
