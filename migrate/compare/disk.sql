-- How large tables, materialized views and indexes are, and how many rows the server believes that the first two have:
-- identity, size, size with what belongs to it (indexes, TOAST), rows.
SELECT i.identity,
       pg_catalog.pg_size_pretty(pg_catalog.pg_relation_size(c.oid)) AS size,
       CASE WHEN c.relkind IN ('r', 'm') THEN pg_catalog.pg_size_pretty(pg_catalog.pg_total_relation_size(c.oid)) END
           AS total,
       CASE WHEN c.relkind IN ('r', 'm') AND c.reltuples >= 0 THEN c.reltuples::pg_catalog.int8::pg_catalog.text END
           AS rows
  FROM pg_catalog.pg_class AS c
 CROSS JOIN LATERAL pg_catalog.pg_identify_object('pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0) AS i
 WHERE c.relkind IN ('r', 'm', 'i') AND c.oid >= 16384 AND c.relpersistence <> 't'
   AND c.relnamespace <> 'pg_toast'::pg_catalog.regnamespace;
