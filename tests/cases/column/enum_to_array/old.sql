CREATE TYPE e AS ENUM ('1', '2');
CREATE TABLE t (id integer, c e, d e[], f integer[]);
