-- Schema, name, rows and bytes of tables and materialized views, as VACUUM and ANALYZE have left them; NULL: not known.
-- A partitioned table has those of its partitions.
WITH file AS (
    SELECT c.oid, c.relpages::pg_catalog.int8
               + COALESCE((SELECT pg_catalog.sum(i.relpages) FROM pg_catalog.pg_index AS x
                             JOIN pg_catalog.pg_class AS i ON i.oid = x.indexrelid
                            WHERE x.indrelid = c.oid), 0) AS pages
      FROM pg_catalog.pg_class AS c WHERE c.relkind IN ('r', 'm', 't')),
sized AS (
    SELECT c.oid, c.relkind, n.nspname, c.relname, c.reltuples AS rows,
           f.pages + COALESCE(t.pages, 0) AS pages,
           c.reltuples < 0 OR c.relpages = 0 AND pg_catalog.pg_stat_get_live_tuples(c.oid) > 0 AS unseen
      FROM pg_catalog.pg_class AS c
           JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
           LEFT JOIN file AS f ON f.oid = c.oid
           LEFT JOIN file AS t ON t.oid = c.reltoastrelid
     WHERE c.relkind IN ('r', 'm', 'p') AND c.relpersistence <> 't'
       AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_toast'),
leaf AS (
    SELECT s.oid, s.nspname, s.relname, l.rows, l.pages, l.unseen
      FROM sized AS s
           CROSS JOIN LATERAL pg_catalog.pg_partition_tree(s.oid) AS t
           JOIN sized AS l ON l.oid = t.relid AND l.relkind <> 'p'
     WHERE s.relkind = 'p'
    UNION ALL
    SELECT s.oid, s.nspname, s.relname, s.rows, s.pages, s.unseen FROM sized AS s WHERE s.relkind <> 'p')
SELECT nspname, relname,
       CASE WHEN NOT pg_catalog.bool_or(unseen)
            THEN pg_catalog.round(pg_catalog.sum(rows))::pg_catalog.int8 END AS rows,
       CASE WHEN NOT pg_catalog.bool_or(unseen)
            THEN (pg_catalog.sum(pages) * pg_catalog.current_setting('block_size')::pg_catalog.int8)::pg_catalog.int8
       END AS bytes
  FROM leaf GROUP BY oid, nspname, relname
 ORDER BY nspname COLLATE "C", relname COLLATE "C";
