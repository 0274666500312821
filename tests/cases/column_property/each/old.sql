CREATE TABLE t (changes text, unsets text, sets text, n integer, m integer) WITH (toast.autovacuum_enabled=off);
ALTER TABLE t ALTER changes SET COMPRESSION pglz, ALTER changes SET STORAGE MAIN, ALTER changes SET STATISTICS 0,
    ALTER n SET (n_distinct = 5, n_distinct_inherited = 6);
ALTER TABLE t ALTER unsets SET COMPRESSION pglz, ALTER unsets SET STORAGE EXTERNAL,
    ALTER unsets SET STATISTICS 10, ALTER unsets SET (n_distinct = -0.5);
CREATE TABLE u (a text);
CREATE MATERIALIZED VIEW v AS SELECT 'x'::text AS changes, 'x'::text AS sets, 'x'::text AS unsets;
ALTER MATERIALIZED VIEW v ALTER changes SET COMPRESSION pglz, ALTER changes SET STORAGE MAIN,
    ALTER changes SET STATISTICS 10, ALTER changes SET (n_distinct = 5);
ALTER MATERIALIZED VIEW v ALTER unsets SET COMPRESSION pglz, ALTER unsets SET STORAGE MAIN,
    ALTER unsets SET STATISTICS 10, ALTER unsets SET (n_distinct = 5);
