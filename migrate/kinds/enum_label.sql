-- Manual: pg_enum.
SELECT 'pg_enum'::regclass::oid AS classid, e.oid AS objid, 0 AS objsubid, quote_ident(e.enumlabel) AS name,
       'pg_type'::regclass::oid AS parent_classid, e.enumtypid AS parent_objid, 0 AS parent_objsubid,
       row_number() OVER (PARTITION BY e.enumtypid ORDER BY e.enumsortorder)::int AS ord,
       quote_literal(e.enumlabel) AS label,
       'pg_enum'::regclass::oid || ' ' || lag(e.oid) OVER (PARTITION BY e.enumtypid ORDER BY e.enumsortorder) ||
           ' 0' AS depends
  FROM pg_enum e
  JOIN pg_type t ON t.oid = e.enumtypid
  JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
