CREATE TABLE p (id integer, x text);
CREATE TABLE q (id integer, x text);
CREATE TABLE c (y integer) INHERITS (p);
