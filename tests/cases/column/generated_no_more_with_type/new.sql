CREATE TABLE t (id integer, c date DEFAULT '2020-02-29', n bigint GENERATED ALWAYS AS (id) STORED);
