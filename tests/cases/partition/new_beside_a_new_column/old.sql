CREATE TABLE t (id integer NOT NULL, k text, PRIMARY KEY (id)) PARTITION BY LIST (id);
