CREATE TABLE p (id integer);
CREATE TABLE q (id integer, x text);
CREATE TABLE c (y integer) INHERITS (p, q);
