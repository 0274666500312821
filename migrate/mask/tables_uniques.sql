-- Manual: pg_index. The columns that unique and exclusion indexes cover, in keys, expressions and predicates.
SELECT i.indrelid, i.indexrelid, x.relname, a.attname,
       CASE WHEN i.indexprs IS NULL AND i.indpred IS NULL AND NOT i.indisexclusion THEN '' END,
       CASE WHEN i.indisprimary THEN '' END
  FROM pg_index i
  JOIN pg_class x ON x.oid = i.indexrelid
  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum > 0
 WHERE (i.indisunique OR i.indisexclusion)
   AND (a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])
        OR a.attnum <> ALL (i.indkey::int2[]) AND EXISTS (
          SELECT FROM pg_depend d
           WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
             AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid AND d.refobjsubid = a.attnum))
 ORDER BY i.indrelid, i.indisprimary DESC, x.relname, a.attnum
