CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int CHECK (c > 0), d int REFERENCES t, e text UNIQUE);
