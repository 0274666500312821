-- Manual: pg_class (relkind m), pg_get_viewdef().
SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, 0 AS objsubid, quote_ident(c.relname) AS name,
       quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS identity,
       rtrim(pg_get_viewdef(c.oid), ';') AS definition,
       (SELECT json_agg(json_build_array(a.attname, format_type(a.atttypid, a.atttypmod), quote_ident(a.attname))
           ORDER BY a.attnum)::text
          FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS shape,
       CASE WHEN NOT c.relispopulated THEN 'WITH NO DATA' END AS empty,
       (SELECT string_agg(x.prefix || quote_ident(o.option_name) || ' = '
           || CASE WHEN o.option_value ~ '^(0|[1-9][0-9]{0,8}|[0-9]+\.[0-9]+|true|false|on|off)$'
                   THEN o.option_value ELSE quote_literal(o.option_value) END,
           ', ' ORDER BY x.prefix, o.place)
          FROM (SELECT '' AS prefix, c.reloptions AS options
                UNION ALL SELECT 'toast.', t.reloptions FROM pg_class t WHERE t.oid = c.reltoastrelid) x,
               pg_options_to_table(x.options) WITH ORDINALITY o (option_name, option_value, place)) AS storage,
       quote_ident(t.spcname) AS tablespace,
       CASE WHEN a.amname <> 'heap' THEN quote_ident(a.amname) END AS access_method
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_tablespace t ON t.oid = c.reltablespace
  LEFT JOIN pg_am a ON a.oid = c.relam
 WHERE c.relkind = 'm' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
