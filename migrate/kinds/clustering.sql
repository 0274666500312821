-- Manual: pg_index.indisclustered, ALTER TABLE (CLUSTER ON).
SELECT 'pg_class'::regclass::oid AS parent_classid, x.indrelid AS parent_objid, 0 AS parent_objsubid,
       quote_ident(i.relname) AS index, 'pg_class'::regclass::oid || ' ' || i.oid || ' 0' AS depends
  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_namespace n ON n.oid = i.relnamespace
 WHERE x.indisclustered AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
