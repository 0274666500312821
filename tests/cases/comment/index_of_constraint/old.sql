CREATE TABLE t (id integer CONSTRAINT t_pkey PRIMARY KEY, n integer CONSTRAINT t_n UNIQUE);
COMMENT ON INDEX t_pkey IS 'before';
COMMENT ON CONSTRAINT t_pkey ON t IS 'the constraint';
