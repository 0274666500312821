-- Manual: pg_class, pg_partitioned_table. Ordinary and partitioned tables, partitions too. No dollar stands in
-- `literal`, which goes into a quoted body. `batch_key` is a column by which rows can be counted in batches.
SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, 0 AS objsubid, quote_ident(c.relname) AS name,
       quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS identity,
       quote_ident(n.nspname) AS schema, l.literal,
       (SELECT quote_ident(k.attname) FROM pg_index x
          JOIN pg_class i ON i.oid = x.indexrelid
          JOIN pg_am m ON m.oid = i.relam AND m.amname = 'btree'
          JOIN pg_attribute k ON k.attrelid = x.indrelid AND k.attnum = x.indkey[0] AND k.attnotnull
         WHERE x.indrelid = c.oid AND x.indisvalid AND x.indpred IS NULL AND k.attname !~ '[ \t]'
         ORDER BY NOT x.indisprimary, NOT x.indisunique, k.attnum LIMIT 1) AS batch_key,
       CASE WHEN c.relpersistence = 'u' AND c.relkind = 'r' THEN 'UNLOGGED' END AS persistence,
       CASE WHEN c.relpersistence = 'u' AND c.relkind = 'p' THEN 'UNLOGGED' END AS partitioned_persistence,
       CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END AS partition_key,
       (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)
          FROM pg_inherits i WHERE i.inhrelid = c.oid AND NOT c.relispartition) AS inherits,
       CASE WHEN c.relispartition THEN (SELECT i.inhparent::regclass::text FROM pg_inherits i
                                        WHERE i.inhrelid = c.oid) END AS partition_of,
       CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, 0) END AS bound,
       CASE WHEN c.relrowsecurity THEN 'ENABLE' END AS row_security,
       CASE WHEN c.relforcerowsecurity THEN 'FORCE' END AS force_row_security,
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
  CROSS JOIN LATERAL (SELECT CASE WHEN c.relkind = 'p'
      THEN replace(CASE WHEN s.text ~ '\$' AND s.text !~ '\\' THEN 'E' ELSE '' END || quote_literal(s.text), '$',
          '\x24') END AS literal
                        FROM (SELECT c.oid::regclass::text) s(text)) l
 WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
   AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
