-- Manual: pg_class (relkind v), pg_get_viewdef(). The column list decides whether OR REPLACE is possible; `shape` is
-- it for programs. `writable` takes INSERT and UPDATE without a trigger or rule. Where there are foreign tables it is
-- not asked for: the answer would call their wrappers, which may have no handler or one that fails.
SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, 0 AS objsubid, quote_ident(c.relname) AS name,
       quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS identity,
       rtrim(pg_get_viewdef(c.oid), ';') AS definition,
       (SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' ||
           a.attcollation::regcollation::text || ',', ' ' ORDER BY a.attnum)
          FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
       (SELECT json_agg(json_build_array(a.attname, format_type(a.atttypid, a.atttypmod), quote_ident(a.attname))
           ORDER BY a.attnum)::text
          FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS shape,
       (SELECT string_agg(quote_ident(o.option_name) || ' = '
           || CASE WHEN o.option_value ~ '^(0|[1-9][0-9]{0,8}|[0-9]+\.[0-9]+|true|false|on|off)$'
                   THEN o.option_value ELSE quote_literal(o.option_value) END,
           ', ' ORDER BY o.place)
          FROM pg_options_to_table(c.reloptions) WITH ORDINALITY o (option_name, option_value, place)) AS storage,
       CASE WHEN EXISTS (SELECT FROM pg_foreign_table) THEN NULL
            WHEN pg_relation_is_updatable(c.oid, false) & 12 = 12 THEN '' END AS writable
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'v' AND c.relpersistence <> 't'
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
