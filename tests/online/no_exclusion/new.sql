CREATE TABLE t (id int PRIMARY KEY, a int, b text, EXCLUDE USING gist (int4range(a, a + 1) WITH &&));
