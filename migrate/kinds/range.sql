-- Manual: CREATE TYPE (range types), pg_range. A canonical function takes and returns the type, which must be declared before it.
SELECT 'pg_type'::regclass::oid AS classid, t.oid AS objid, 0 AS objsubid, quote_ident(t.typname) AS name,
       CASE WHEN r.rngcanonical <> 0 THEN 'pg_type'::regclass::oid END AS parent_classid, t.oid AS parent_objid, -1 AS parent_objsubid,
       quote_ident(n.nspname) AS schema,
       c.constructor, m.multirange, m.multirange_constructor, --@ 140000
       c.constructor, NULL AS multirange, NULL AS multirange_constructor, --@ <140000
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
  LEFT JOIN LATERAL (SELECT f.pronamespace::regnamespace || '.' || quote_ident(f.proname) AS constructor
                       FROM pg_depend d JOIN pg_proc f ON f.oid = d.objid AND f.pronargs = 2
                      WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_type'::regclass AND d.refobjid = t.oid AND d.deptype = 'i') c ON true
  LEFT JOIN LATERAL (SELECT r.rngmultitypid::regtype AS multirange, f.pronamespace::regnamespace || '.' || quote_ident(f.proname) AS multirange_constructor --@ 140000
                       FROM pg_depend d JOIN pg_proc f ON f.oid = d.objid AND f.pronargs = 0 --@ 140000
                      WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_type'::regclass AND d.refobjid = r.rngmultitypid AND d.deptype = 'i') m ON true --@ 140000
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
