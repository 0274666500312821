-- What is brought up to date beside rows: sequences, and materialized views that have rows, in the order in which they
-- were made.
SELECT CASE WHEN c.relkind = 'S' THEN '' END, quote_ident(n.nspname) || '.' || quote_ident(c.relname), c.oid,
       CASE WHEN c.relkind = 'S' THEN 'sequence' ELSE 'materialized_view' END
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE (c.relkind = 'S' AND c.relpersistence <> 't' OR c.relkind = 'm' AND c.relispopulated)
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
 ORDER BY c.oid
