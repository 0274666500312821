-- Manual: pg_attribute, ALTER TABLE (SET STORAGE, SET COMPRESSION, SET STATISTICS, SET (attribute_option)). `reset`
-- is what undoes it. An index's belong to the constraint where one owns the index.
SELECT coalesce(k.classid, 'pg_class'::regclass::oid) AS parent_classid, coalesce(k.oid, c.oid) AS parent_objid,
       CASE WHEN c.relkind IN ('r', 'p', 'f') THEN a.attnum::int ELSE 0 END AS parent_objsubid,
       CASE WHEN c.relkind IN ('r', 'p', 'f') THEN p.name ELSE quote_ident(a.attname) || ' ' || p.name END AS name,
       CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'i' THEN 'INDEX' WHEN 'I' THEN 'INDEX'
           ELSE 'TABLE' END AS relation_type,
       c.oid::regclass::text AS relation,
       CASE WHEN c.relkind IN ('i', 'I') THEN a.attnum::text ELSE quote_ident(a.attname) END AS column, p.set, p.reset
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
  CROSS JOIN LATERAL (
       SELECT 'storage' AS name, 'SET STORAGE ' || s.label AS set, 'SET STORAGE ' || r.label AS reset
         FROM (VALUES ('p', 'PLAIN'), ('e', 'EXTERNAL'), ('x', 'EXTENDED'), ('m', 'MAIN')) s(code, label),
              (VALUES ('p', 'PLAIN'), ('e', 'EXTERNAL'), ('x', 'EXTENDED'), ('m', 'MAIN')) r(code, label)
        WHERE a.attstorage <> t.typstorage AND s.code = a.attstorage::text AND r.code = t.typstorage::text
            AND c.relkind IN ('r', 'p', 'm', 'f')
       UNION ALL SELECT 'compression', 'SET COMPRESSION ' || CASE a.attcompression WHEN 'p' THEN 'pglz' --@ 140000
           WHEN 'l' THEN 'lz4' END, 'SET COMPRESSION default' --@ 140000
        WHERE a.attcompression <> '' AND c.relkind IN ('r', 'p', 'm') --@ 140000
       UNION ALL SELECT 'statistics', 'SET STATISTICS ' || a.attstattarget, 'SET STATISTICS -1'
           WHERE a.attstattarget >= 0
       UNION ALL SELECT 'option ' || quote_ident(o.option_name),
           'SET (' || quote_ident(o.option_name) || ' = ' || o.option_value || ')',
              'RESET (' || quote_ident(o.option_name) || ')'
         FROM pg_options_to_table(a.attoptions) o
        WHERE o.option_name IN ('n_distinct', 'n_distinct_inherited') AND c.relkind IN ('r', 'p', 'm', 'f')) p
  LEFT JOIN LATERAL (SELECT 'pg_constraint'::regclass::oid AS classid, refobjid AS oid FROM pg_depend d
                      WHERE c.relkind IN ('i', 'I') AND d.classid = 'pg_class'::regclass AND d.objid = c.oid
                        AND d.refclassid = 'pg_constraint'::regclass AND d.deptype = 'i') k ON true
 WHERE (a.attstorage <> t.typstorage AND a.attlen = -1 OR a.attstattarget >= 0
     OR a.attoptions::text LIKE '%n\_distinct%'
    OR a.attcompression <> '' --@ 140000
       ) AND c.relkind IN ('r', 'p', 'm', 'f', 'i', 'I') AND c.relpersistence <> 't' AND a.attnum > 0
           AND NOT a.attisdropped
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
