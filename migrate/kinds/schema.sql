-- Manual: pg_namespace. Schema public (oid 2200) comes with initdb, but users may drop it.
SELECT 'pg_namespace'::regclass::oid AS classid, n.oid AS objid, 0 AS objsubid, quote_ident(n.nspname) AS name
  FROM pg_namespace n
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
