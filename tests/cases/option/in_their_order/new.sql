CREATE TABLE t (id integer, x text) WITH (fillfactor = 70, autovacuum_enabled = off,
    toast.vacuum_truncate = off, toast.autovacuum_enabled = off);
CREATE MATERIALIZED VIEW m WITH (fillfactor = 70, autovacuum_enabled = off) AS SELECT id FROM t;
CREATE VIEW v WITH (security_barrier = on, check_option = local) AS SELECT id FROM t;
CREATE INDEX i ON t USING gist (tsvector(x)) WITH (fillfactor = 70, buffering = off);
