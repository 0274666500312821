CREATE TABLE p (id integer);
CREATE TABLE q (id integer, x text);
CREATE TABLE c (x text, y integer) INHERITS (p);
