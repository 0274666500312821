CREATE TABLE p (id integer, x integer DEFAULT 1, y integer DEFAULT 1 NOT NULL);
CREATE TABLE c (id integer) INHERITS (p);
ALTER TABLE c ALTER x SET DEFAULT 2;
