-- Manual: pg_proc, pg_get_functiondef(). OR REPLACE may change neither result nor argument names, nor take a default away.
-- The constructors of a range type are the type's.
SELECT 'pg_proc'::regclass::oid AS classid, p.oid AS objid, 0 AS objsubid, quote_ident(p.proname) AS name,
       regexp_replace(rtrim(pg_get_functiondef(p.oid), E'\n'), '^CREATE OR REPLACE ', '') AS definition,
       pg_get_function_result(p.oid) AS result,
       p.proargnames::text || coalesce(p.proargmodes::text, '') AS argument_names,
       repeat('d', p.pronargdefaults) AS defaults,
       p.prokind::text AS prokind
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE p.prokind IN ('f', 'w')
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
