-- Manual: pg_trigger, pg_get_triggerdef(), CREATE TRIGGER (OR REPLACE). Those that the server made for a constraint
-- or a partition are not the user's. `fixed_definition` is that of a trigger which cannot be replaced: a constraint
-- trigger's, and a partitioned table's, because that would set the state of the partitions' copies, too.
SELECT 'pg_trigger'::regclass::oid AS classid, t.oid AS objid, 0 AS objsubid, quote_ident(t.tgname) AS name,
       quote_ident(t.tgname) || ' on ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS identity,
       quote_ident(t.tgname) || ' ON ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS id,
       'pg_class'::regclass::oid AS parent_classid, t.tgrelid AS parent_objid, 0 AS parent_objsubid,
       t.tgrelid::regclass::text AS table,
       CASE WHEN NOT f.fixed THEN d.text END AS definition,
       CASE WHEN f.fixed THEN d.text END AS fixed_definition,
       CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A'
           THEN 'ENABLE ALWAYS' END AS enabled
  FROM pg_trigger t
  JOIN pg_class c ON c.oid = t.tgrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL (SELECT regexp_replace(pg_get_triggerdef(t.oid), '^CREATE ', '') AS text OFFSET 0) d
  CROSS JOIN LATERAL (SELECT
       t.tgconstraint <> 0 OR c.relkind = 'p' AS fixed --@ 140000
       true AS fixed --@ <140000
       ) f
 WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND c.relpersistence <> 't'
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
