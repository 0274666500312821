-- Manual: CREATE TYPE (range types), pg_range. A canonical function takes and returns the type, which must be declared before it.
SELECT 'pg_type'::regclass::oid AS classid, t.oid AS objid, 0 AS objsubid, quote_ident(t.typname) AS name,
       CASE WHEN r.rngcanonical <> 0 THEN 'pg_type'::regclass::oid END AS parent_classid, t.oid AS parent_objid, -1 AS parent_objsubid,
       format_type(r.rngsubtype, NULL) AS subtype,
       CASE WHEN NOT o.opcdefault THEN quote_ident(p.nspname) || '.' || quote_ident(o.opcname) END AS operator_class,
       CASE WHEN r.rngcollation <> s.typcollation THEN r.rngcollation::regcollation::text END AS collation,
       nullif(r.rngcanonical::regproc::text, '-') AS canonical,
       nullif(r.rngsubdiff::regproc::text, '-') AS subtype_diff
  FROM pg_range r
  JOIN pg_type t ON t.oid = r.rngtypid
  JOIN pg_namespace n ON n.oid = t.typnamespace
  JOIN pg_type s ON s.oid = r.rngsubtype
  JOIN pg_opclass o ON o.oid = r.rngsubopc
  JOIN pg_namespace p ON p.oid = o.opcnamespace
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
