-- Manual: pg_type (typtype c), pg_class (relkind c).
SELECT 'pg_type'::regclass::oid AS classid, t.oid AS objid, 0 AS objsubid, quote_ident(t.typname) AS name,
       quote_ident(n.nspname) AS schema
  FROM pg_type t
  JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'
  JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
