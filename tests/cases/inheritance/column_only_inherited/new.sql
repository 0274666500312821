CREATE TABLE p (id integer, x integer);
CREATE TABLE c (id integer) INHERITS (p);
