-- Manual: CREATE TYPE (range types), pg_range. A range has one.
SELECT 'pg_type'::regclass::oid AS classid, t.oid AS objid, 0 AS objsubid, 'multirange' AS name,
       'pg_type'::regclass::oid AS parent_classid, r.rngtypid AS parent_objid, 0 AS parent_objsubid,
       quote_ident(n.nspname) || '.' || quote_ident(t.typname) AS id,
       quote_ident(n.nspname) AS type_schema,
       quote_ident(t.typname) AS type_name
  FROM pg_range r
  JOIN pg_type t ON t.oid = r.rngmultitypid
  JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
