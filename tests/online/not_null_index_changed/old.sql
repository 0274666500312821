CREATE TABLE t (id int PRIMARY KEY, a int, b int);
CREATE UNIQUE INDEX i ON t (a);
