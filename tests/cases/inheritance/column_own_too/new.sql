CREATE TABLE p (id integer, x integer);
CREATE TABLE c (id integer, x integer) INHERITS (p);
