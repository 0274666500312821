-- Manual: pg_type (typtype d).
SELECT 'pg_type'::regclass::oid AS classid, t.oid AS objid, 0 AS objsubid, quote_ident(t.typname) AS name,
       quote_ident(n.nspname) AS schema,
       format_type(t.typbasetype, t.typtypmod) AS base_type,
       CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END AS collation,
       pg_get_expr(t.typdefaultbin, 0) AS default,
       CASE WHEN t.typnotnull THEN 'NOT NULL' END AS not_null
  FROM pg_type t
  JOIN pg_type b ON b.oid = t.typbasetype
  JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE t.typtype = 'd' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
