CREATE TABLE t (id integer NOT NULL, changed integer NOT NULL) PARTITION BY LIST (id);
