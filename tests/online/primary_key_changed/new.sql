CREATE TABLE t (id int, a int, b text, CONSTRAINT t_pkey PRIMARY KEY (id, a));
