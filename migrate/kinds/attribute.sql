-- Manual: pg_attribute. Attributes of composite types; those of a type that no column stores, be it inside of other
-- types, hold no values.
WITH RECURSIVE stored AS (
    SELECT d.refobjid AS type
      FROM pg_depend d JOIN pg_class r ON d.classid = 'pg_class'::regclass AND r.oid = d.objid
          AND r.relkind IN ('r', 'p', 'm', 'f')
     WHERE d.refclassid = 'pg_type'::regclass AND d.objsubid > 0 AND d.refobjid >= 16384
    UNION
    SELECT d.refobjid
      FROM stored s
      LEFT JOIN pg_class r ON r.reltype = s.type
      JOIN pg_depend d ON d.refclassid = 'pg_type'::regclass
       AND (d.classid = 'pg_type'::regclass AND d.objid = s.type OR d.classid = 'pg_class'::regclass
           AND d.objid = r.oid)
     WHERE d.refobjid >= 16384)
SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, a.attnum::int AS objsubid, quote_ident(a.attname) AS name,
       'pg_type'::regclass::oid AS parent_classid, c.reltype AS parent_objid, 0 AS parent_objsubid,
       a.attnum::int AS ord,
       format_type(a.atttypid, a.atttypmod) AS type,
       CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END AS collation,
       CASE WHEN EXISTS (SELECT FROM pg_class t WHERE t.reloftype = c.reltype) THEN 'CASCADE' END AS cascade,
       CASE WHEN c.reltype NOT IN (SELECT type FROM stored) THEN '' END AS unused
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'c'
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
 WHERE a.attnum > 0 AND NOT a.attisdropped AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
