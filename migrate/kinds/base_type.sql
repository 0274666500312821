-- Manual: CREATE TYPE (base types), ALTER TYPE, pg_type. Array types are their elements'.
SELECT 'pg_type'::regclass::oid AS classid, t.oid AS objid, 0 AS objsubid, quote_ident(t.typname) AS name,
       'pg_type'::regclass::oid AS parent_classid, t.oid AS parent_objid, -1 AS parent_objsubid,
       t.typinput::regproc::text AS input,
       t.typoutput::regproc::text AS output,
       nullif(t.typreceive::regproc::text, '-') AS receive,
       nullif(t.typsend::regproc::text, '-') AS send,
       nullif(t.typmodin::regproc::text, '-') AS typmod_in,
       nullif(t.typmodout::regproc::text, '-') AS typmod_out,
       nullif(t.typanalyze::regproc::text, '-') AS analyze,
       nullif(t.typsubscript::regproc::text, '-') AS subscript, --@ 140000
       NULL AS subscript, --@ <140000
       CASE WHEN t.typlen = -1 THEN 'VARIABLE' ELSE t.typlen::text END AS length,
       CASE WHEN t.typbyval THEN 'PASSEDBYVALUE' END AS by_value,
       CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'i' THEN 'int4' WHEN 'd'
           THEN 'double' END AS alignment,
       CASE t.typstorage WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' WHEN 'm' THEN 'main' END AS storage,
       CASE WHEN t.typcategory <> 'U' THEN quote_literal(t.typcategory::text) END AS category,
       CASE WHEN t.typispreferred THEN 'true' END AS preferred,
       quote_literal(t.typdefault) AS default,
       CASE WHEN t.typelem <> 0 THEN format_type(t.typelem, NULL) END AS element,
       CASE WHEN t.typdelim <> ',' THEN quote_literal(t.typdelim::text) END AS delimiter,
       CASE WHEN t.typcollation <> 0 THEN 'true' END AS collatable
  FROM pg_type t
  JOIN pg_namespace n ON n.oid = t.typnamespace
 WHERE t.typtype = 'b' AND t.typisdefined AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
