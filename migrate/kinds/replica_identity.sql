-- Manual: pg_class.relreplident. The index may be a constraint's.
SELECT 'pg_class'::regclass::oid AS parent_classid, c.oid AS parent_objid, 0 AS parent_objsubid,
       CASE c.relreplident WHEN 'n' THEN 'NOTHING' WHEN 'f' THEN 'FULL'
           ELSE 'USING INDEX ' || quote_ident(i.relname) END AS identity_of,
       'pg_class'::regclass::oid || ' ' || i.oid || ' 0' AS depends
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_index x ON x.indrelid = c.oid AND x.indisreplident AND c.relreplident = 'i'
  LEFT JOIN pg_class i ON i.oid = x.indexrelid
 WHERE c.relkind IN ('r', 'p') AND c.relreplident IN ('n', 'f', 'i') AND (c.relreplident <> 'i' OR i.oid IS NOT NULL)
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
