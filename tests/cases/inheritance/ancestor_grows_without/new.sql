CREATE TABLE p (id integer, x text);
CREATE TABLE c (id integer, y integer);
