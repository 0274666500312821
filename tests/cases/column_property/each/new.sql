CREATE TABLE t (changes text, unsets text, sets text, n integer, m integer);
ALTER TABLE t ALTER changes SET COMPRESSION lz4, ALTER changes SET STORAGE EXTERNAL, ALTER changes SET STATISTICS 20,
    ALTER n SET (n_distinct = 7, n_distinct_inherited = -1);
ALTER TABLE t ALTER sets SET COMPRESSION pglz, ALTER sets SET STORAGE PLAIN,
    ALTER sets SET STATISTICS 10, ALTER m SET (n_distinct_inherited = 4);
CREATE TABLE u (a text) WITH (toast.autovacuum_enabled=off, toast.vacuum_truncate=off);
CREATE MATERIALIZED VIEW v AS SELECT 'x'::text AS changes, 'x'::text AS sets, 'x'::text AS unsets;
ALTER MATERIALIZED VIEW v ALTER changes SET COMPRESSION lz4, ALTER changes SET STORAGE EXTERNAL,
    ALTER changes SET STATISTICS 20, ALTER changes SET (n_distinct = 6);
ALTER MATERIALIZED VIEW v ALTER sets SET COMPRESSION pglz, ALTER sets SET STORAGE MAIN,
    ALTER sets SET STATISTICS 10, ALTER sets SET (n_distinct = 5);
