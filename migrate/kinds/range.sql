-- Manual: CREATE TYPE (range types), pg_range. A canonical function takes and returns the type, which must be
-- declared before it. The functions that make its values keep their names when the type gets another one.
SELECT 'pg_type'::regclass::oid AS classid, t.oid AS objid, 0 AS objsubid, quote_ident(t.typname) AS name,
       CASE WHEN r.rngcanonical <> 0 THEN 'pg_type'::regclass::oid END AS parent_classid, t.oid AS parent_objid,
           -1 AS parent_objsubid,
       quote_ident(n.nspname) AS schema,
       c.constructor, c.schema AS constructor_schema, c.name AS constructor_name,
           quote_ident(t.typname) AS constructor_made_as,
       CASE WHEN c.schema <> quote_ident(n.nspname) THEN '' END AS constructor_moved,
           CASE WHEN c.name <> quote_ident(t.typname) THEN '' END AS constructor_renamed,
       m.multirange, m.constructor AS multirange_constructor, m.schema AS multirange_constructor_schema, --@ 140000
           m.name AS multirange_constructor_name, m.made_as AS multirange_constructor_made_as, --@ 140000
       m.moved AS multirange_constructor_moved, m.renamed AS multirange_constructor_renamed, --@ 140000
       NULL AS multirange, NULL AS multirange_constructor, NULL AS multirange_constructor_schema, --@ <140000
           NULL AS multirange_constructor_name, --@ <140000
       NULL AS multirange_constructor_made_as, NULL AS multirange_constructor_moved, --@ <140000
           NULL AS multirange_constructor_renamed, --@ <140000
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
  LEFT JOIN LATERAL (SELECT f.pronamespace::regnamespace || '.' || quote_ident(f.proname) AS constructor,
                            f.pronamespace::regnamespace::text AS schema, quote_ident(f.proname) AS name
                       FROM pg_depend d JOIN pg_proc f ON f.oid = d.objid AND f.pronargs = 2
                      WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_type'::regclass
                          AND d.refobjid = t.oid AND d.deptype = 'i') c ON true
  LEFT JOIN LATERAL (SELECT u.oid::regtype AS multirange, --@ 140000
      f.pronamespace::regnamespace || '.' || quote_ident(f.proname) AS constructor, --@ 140000
                            f.pronamespace::regnamespace::text AS schema, quote_ident(f.proname) AS name, --@ 140000
                                quote_ident(u.typname) AS made_as, --@ 140000
                            CASE WHEN f.pronamespace <> t.typnamespace THEN '' END AS moved, --@ 140000
                                CASE WHEN f.proname <> u.typname THEN '' END AS renamed --@ 140000
                       FROM pg_type u JOIN pg_depend d ON d.refobjid = u.oid --@ 140000
                           JOIN pg_proc f ON f.oid = d.objid AND f.pronargs = 0 --@ 140000
                      WHERE u.oid = r.rngmultitypid AND d.classid = 'pg_proc'::regclass --@ 140000
                          AND d.refclassid = 'pg_type'::regclass AND d.deptype = 'i') m ON true --@ 140000
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
