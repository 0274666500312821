CREATE TABLE t (id integer, b bigserial);
ALTER SEQUENCE t_b_seq CACHE 20;
ALTER TABLE t OWNER TO pg_monitor;
CREATE TABLE u (id integer);
CREATE TABLE v (id integer);
CREATE TABLE w (id integer);
