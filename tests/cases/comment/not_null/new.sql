CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b int CONSTRAINT named NOT NULL, c int,
    d int NOT NULL, e int NOT NULL);
COMMENT ON CONSTRAINT t_id_not_null ON t IS 'of the primary key';
COMMENT ON CONSTRAINT t_a_not_null ON t IS 'after';
COMMENT ON CONSTRAINT named ON t IS 'has a name';
COMMENT ON CONSTRAINT t_e_not_null ON t IS 'new';
CREATE TABLE child () INHERITS (t);
COMMENT ON CONSTRAINT t_a_not_null ON child IS 'inherited';
COMMENT ON CONSTRAINT named ON child IS 'inherited, with a name';
CREATE DOMAIN d AS int NOT NULL;
COMMENT ON CONSTRAINT d_not_null ON DOMAIN d IS 'of a domain';
