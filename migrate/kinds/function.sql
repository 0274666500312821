-- Manual: pg_proc, pg_get_functiondef(). OR REPLACE may change neither the result and its columns, nor argument names, nor take a default away,
-- nor change the type of one of a polymorphic argument; no catalog has that type, so the default itself is compared.
-- The constructors of a range type are the type's.
SELECT 'pg_proc'::regclass::oid AS classid, p.oid AS objid, 0 AS objsubid, quote_ident(p.proname) AS name,
       regexp_replace(rtrim(pg_get_functiondef(p.oid), E'\n'), '^CREATE OR REPLACE ', '') AS definition,
       pg_get_function_result(p.oid) || coalesce(' ' || (
         SELECT string_agg(format_type(o.type, NULL), ', ' ORDER BY o.place) FROM unnest(p.proallargtypes, p.proargmodes) WITH ORDINALITY o (type, mode, place)
          WHERE o.mode = 'o'), '') AS result,
       nullif(concat(p.proargnames, p.proargmodes), '') AS argument_names,
       CASE WHEN p.pronargdefaults > 0 AND EXISTS (SELECT FROM pg_type y WHERE y.oid = ANY (p.proargtypes) AND y.typtype = 'p' AND y.typname LIKE 'any%') THEN (
         SELECT string_agg(pg_get_function_arg_default(p.oid, i) || ';', '' ORDER BY i DESC) FROM generate_series(1, cardinality(coalesce(p.proallargtypes, p.proargtypes))) i)
            ELSE repeat('d', p.pronargdefaults) END AS defaults,
       p.prokind::text AS prokind
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE p.prokind IN ('f', 'w')
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
