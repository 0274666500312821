CREATE TABLE p (id integer);
CREATE TABLE c (y integer) INHERITS (p);
