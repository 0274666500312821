-- What a database has, as rows (kind, identity, attribute, value), asked for without any query of the program's. What a
-- partition has of its parent table is left out.
SET search_path = pg_catalog, pg_temp;
SELECT coalesce(json_agg(json_build_array(kind, identity, attribute, value)), '[]') FROM (
    SELECT 'column' AS kind, format('%I.%I.%I', n.nspname, c.relname, a.attname) AS identity, x.attribute, x.value
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     CROSS JOIN LATERAL (VALUES ('type', format_type(a.atttypid, a.atttypmod)),
                                ('not_null', CASE WHEN a.attnotnull THEN 'NOT NULL' END)) x (attribute, value)
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped
       AND x.value IS NOT NULL
       AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_toast%'
    UNION ALL
    SELECT 'default', format('for %I.%I.%I', n.nspname, c.relname, a.attname), 'expression',
           pg_get_expr(d.adbin, d.adrelid)
      FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
      JOIN pg_class c ON c.oid = d.adrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE a.attgenerated = '' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    UNION ALL
    SELECT CASE k.contype WHEN 'f' THEN 'foreign_key' ELSE 'constraint' END,
           format('%I on %I.%I', k.conname, n.nspname, c.relname), 'definition',
           CASE k.contype WHEN 'f' THEN regexp_replace(pg_get_constraintdef(k.oid), ' DEFERRABLE.*', '')
               ELSE pg_get_constraintdef(k.oid) END
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE k.contype IN ('c', 'p', 'u', 'x', 'f') AND k.convalidated AND NOT c.relispartition
       AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    UNION ALL
    SELECT 'index', format('%I.%I', n.nspname, c.relname), 'definition',
           regexp_replace(pg_get_indexdef(c.oid), ' WITH \([^)]*\)', '')
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\_toast%'
       AND NOT c.relispartition
       AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x'))) facts
