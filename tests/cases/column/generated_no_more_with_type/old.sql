CREATE TABLE t (id integer, c integer GENERATED ALWAYS AS (id * 4) STORED, n integer GENERATED ALWAYS AS (id) STORED);
