-- Manual: pg_proc, pg_get_functiondef(). OR REPLACE may change neither argument names and modes, nor take a default
-- away, nor change the type of one of a polymorphic argument; no catalog has that type, so the default itself is
-- compared.
SELECT 'pg_proc'::regclass::oid AS classid, p.oid AS objid, 0 AS objsubid, quote_ident(p.proname) AS name,
       quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '(' || coalesce((
         SELECT string_agg(format_type(a.type, NULL), ', ' ORDER BY a.place)
           FROM unnest(p.proargtypes) WITH ORDINALITY a (type, place)), '') || ')' AS id,
       regexp_replace(rtrim(pg_get_functiondef(p.oid), E'\n'), '^CREATE OR REPLACE ', '') AS definition,
       nullif(concat(p.proargnames, p.proargmodes), '') AS argument_names,
       CASE WHEN p.pronargdefaults > 0 AND EXISTS (SELECT FROM pg_type y
           WHERE y.oid = ANY (p.proargtypes) AND y.typtype = 'p' AND y.typname LIKE 'any%') THEN (
         SELECT string_agg(pg_get_function_arg_default(p.oid, i) || ';', '' ORDER BY i DESC)
             FROM generate_series(1, cardinality(coalesce(p.proallargtypes, p.proargtypes))) i)
            ELSE repeat('d', p.pronargdefaults) END AS defaults
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE p.prokind IN ('p') AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
