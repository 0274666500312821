CREATE TABLE u (id int, n int, CONSTRAINT u_pkey PRIMARY KEY (id) INCLUDE (n));
CREATE TABLE t (id int PRIMARY KEY, a int REFERENCES u (id), b text);
