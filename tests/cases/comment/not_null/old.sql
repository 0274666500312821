CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b int CONSTRAINT named NOT NULL, c int NOT NULL, d int NOT NULL);
COMMENT ON CONSTRAINT t_a_not_null ON t IS 'before';
COMMENT ON CONSTRAINT t_c_not_null ON t IS 'goes with the constraint';
COMMENT ON CONSTRAINT t_d_not_null ON t IS 'goes';
CREATE TABLE child () INHERITS (t);
CREATE DOMAIN d AS int NOT NULL;
