-- Manual: pg_policy.
SELECT 'pg_policy'::regclass::oid AS classid, p.oid AS objid, 0 AS objsubid, quote_ident(p.polname) AS name,
       'pg_class'::regclass::oid AS parent_classid, p.polrelid AS parent_objid, 0 AS parent_objsubid,
       quote_ident(p.polname) || ' ON ' || p.polrelid::regclass AS id, p.polrelid::regclass::text AS table,
       CASE WHEN NOT p.polpermissive THEN 'RESTRICTIVE' END AS restrictive,
       CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd'
           THEN 'DELETE' END AS command,
       CASE WHEN p.polroles <> '{0}'
           THEN (SELECT string_agg(CASE WHEN r = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r)) END, ', '
               ORDER BY pg_get_userbyid(r) COLLATE "C")
          FROM unnest(p.polroles) r) END AS roles,
       pg_get_expr(p.polqual, p.polrelid) AS using,
       pg_get_expr(p.polwithcheck, p.polrelid) AS check
  FROM pg_policy p
  JOIN pg_class c ON c.oid = p.polrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
