-- Manual: pg_rewrite, pg_get_ruledef(). A view's own rule is the view.
SELECT 'pg_rewrite'::regclass::oid AS classid, r.oid AS objid, 0 AS objsubid, quote_ident(r.rulename) AS name,
       'pg_class'::regclass::oid AS parent_classid, r.ev_class AS parent_objid, 0 AS parent_objsubid,
       quote_ident(r.rulename) || ' ON ' || r.ev_class::regclass AS id, r.ev_class::regclass::text AS table,
       regexp_replace(rtrim(pg_get_ruledef(r.oid), ';'), '^CREATE ', '') AS definition,
       CASE r.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A'
           THEN 'ENABLE ALWAYS' END AS enabled
  FROM pg_rewrite r
  JOIN pg_class c ON c.oid = r.ev_class
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT (r.ev_type = '1' AND r.rulename = '_RETURN') AND c.relpersistence <> 't'
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
