-- Manual: pg_depend, CREATE SEQUENCE (OWNED BY).
SELECT 'pg_class'::regclass::oid AS parent_classid, d.objid AS parent_objid, 0 AS parent_objsubid,
       CASE WHEN pg_get_userbyid(c.relowner) <> current_setting('migrate.owner')
           THEN quote_ident(pg_get_userbyid(c.relowner)) END AS table_owner,
       c.oid::regclass::text || '.' || quote_ident(a.attname) AS column,
       'pg_class'::regclass::oid || ' ' || c.oid || ' ' || a.attnum AS depends
  FROM pg_depend d
  JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
  JOIN pg_class c ON c.oid = d.refobjid
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
 WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
     AND d.refobjsubid > 0
