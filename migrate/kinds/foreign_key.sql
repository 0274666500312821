-- Manual: pg_constraint (contype f). A partition's copies belong to the parent table's. Its own come after it
-- is attached, or they would become copies, too.
-- `said` is what Prisma compares: no name where the table is that of an implicit many-to-many relation.
SELECT 'pg_constraint'::regclass::oid AS classid, k.oid AS objid, 0 AS objsubid, quote_ident(k.conname) AS name,
       quote_ident(k.conname) || ' on ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS identity,
       quote_ident(k.conname) || ' ON ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS id,
       'pg_class'::regclass::oid AS parent_classid, c.oid AS parent_objid, 0 AS parent_objsubid, 2010 AS ord,
       CASE WHEN NOT c.relispartition THEN '' END AS inline,
       e.text AS definition,
       CASE WHEN c.relname LIKE '\_%' AND j.columns = 'A,B' THEN ''
           ELSE quote_ident(k.conname) || ' ' END || e.text AS said,
       CASE WHEN k.condeferrable THEN CASE WHEN k.condeferred THEN 'DEFERRABLE INITIALLY DEFERRED'
           ELSE 'DEFERRABLE' END END AS deferrable,
       CASE WHEN NOT k.convalidated THEN 'NOT VALID' END AS not_valid, NULL AS not_enforced --@ <180000
       CASE WHEN NOT k.convalidated AND k.conenforced THEN 'NOT VALID' END AS not_valid, --@ 180000
       CASE WHEN NOT k.conenforced THEN 'NOT ENFORCED' END AS not_enforced --@ 180000
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL (SELECT CASE WHEN k.convalidated AND NOT k.condeferrable THEN pg_get_constraintdef(k.oid) ELSE
                             regexp_replace(regexp_replace(pg_get_constraintdef(k.oid), ' NOT (VALID|ENFORCED)$', ''),
                                 '( NOT)? DEFERRABLE( INITIALLY DEFERRED)?$', '') END AS text OFFSET 0) e
  LEFT JOIN LATERAL (SELECT string_agg(a.attname, ',' ORDER BY a.attnum) AS columns FROM pg_attribute a
                      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relname LIKE '\_%') j
                          ON true
 WHERE k.contype = 'f' AND k.conparentid = 0 AND c.relpersistence <> 't' AND c.relkind IN ('r', 'p')
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
