CREATE TABLE t (id integer CONSTRAINT t_pkey PRIMARY KEY, n integer CONSTRAINT t_n UNIQUE);
COMMENT ON INDEX t_pkey IS 'after';
COMMENT ON CONSTRAINT t_pkey ON t IS 'the constraint';
COMMENT ON INDEX t_n IS 'new';
