CREATE TABLE t (id integer, b bigserial);
ALTER TABLE t OWNER TO pg_monitor;
CREATE TABLE u (id integer);
CREATE TABLE v (id integer);
CREATE TABLE w (id integer);
