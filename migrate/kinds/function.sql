-- Manual: pg_proc, pg_get_functiondef(). OR REPLACE may change neither the result and its columns, nor argument
-- names, nor take a default away, nor change the type of one of a polymorphic argument; no catalog has that type, so
-- the default itself is compared. `interface` is for programs: names, modes and types of the arguments, how many of
-- the last have a default, and the result. The constructors of a range type are the type's.
SELECT 'pg_proc'::regclass::oid AS classid, p.oid AS objid, 0 AS objsubid, quote_ident(p.proname) AS name,
       quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '(' || coalesce((
         SELECT string_agg(format_type(a.type, NULL), ', ' ORDER BY a.place)
           FROM unnest(p.proargtypes) WITH ORDINALITY a (type, place)), '') || ')' AS id,
       regexp_replace(rtrim(pg_get_functiondef(p.oid), E'\n'), '^CREATE OR REPLACE ', '') AS definition,
       pg_get_function_result(p.oid) || coalesce(' ' || (
         SELECT string_agg(format_type(o.type, NULL), ', ' ORDER BY o.place)
             FROM unnest(p.proallargtypes, p.proargmodes) WITH ORDINALITY o (type, mode, place)
          WHERE o.mode = 'o'), '') AS result,
       nullif(concat(p.proargnames, p.proargmodes), '') AS argument_names,
       CASE WHEN p.pronargdefaults > 0 AND EXISTS (SELECT FROM pg_type y
           WHERE y.oid = ANY (p.proargtypes) AND y.typtype = 'p' AND y.typname LIKE 'any%') THEN (
         SELECT string_agg(pg_get_function_arg_default(p.oid, i) || ';', '' ORDER BY i DESC)
             FROM generate_series(1, cardinality(coalesce(p.proallargtypes, p.proargtypes))) i)
            ELSE repeat('d', p.pronargdefaults) END AS defaults,
       p.prokind::text AS prokind,
       json_build_object('arguments',
           (SELECT json_agg(json_build_array(coalesce(p.proargnames[a.place], ''),
               coalesce(p.proargmodes[a.place]::text, 'i'), format_type(a.type, NULL))
                                                       ORDER BY a.place)
                                         FROM unnest(coalesce(p.proallargtypes,
                                             p.proargtypes)) WITH ORDINALITY a (type, place)),
                         'defaults', p.pronargdefaults, 'returns', format_type(p.prorettype, NULL), 'set',
                             p.proretset)::text AS interface
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE p.prokind IN ('f', 'w')
   AND NOT EXISTS (SELECT FROM pg_depend d
       WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
