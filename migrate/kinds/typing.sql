-- Manual: pg_class (reloftype), CREATE TABLE … OF. The type decides which columns the table has.
SELECT 'pg_class'::regclass::oid AS parent_classid, c.oid AS parent_objid, 0 AS parent_objsubid,
       c.reloftype::regtype::text AS of_type,
       string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' ||
           a.attcollation::regcollation::text, ', ' ORDER BY a.attnum) AS columns,
       string_agg('pg_class'::regclass::oid || ' ' || c.oid || ' ' || a.attnum, ', ' ORDER BY a.attnum) ||
           coalesce(', ' || (
         SELECT string_agg('pg_class'::regclass::oid || ' ' || t.typrelid || ' ' || p.attnum, ', ')
           FROM pg_attribute p WHERE p.attrelid = t.typrelid AND p.attnum > 0 AND NOT p.attisdropped), '') AS depends
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = c.reloftype
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 WHERE c.reloftype <> 0 AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
 GROUP BY c.oid, c.reloftype, t.typrelid
