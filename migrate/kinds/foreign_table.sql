-- Manual: pg_foreign_table.
SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, 0 AS objsubid, quote_ident(c.relname) AS name,
       quote_ident(s.srvname) AS server,
       (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)
          FROM pg_inherits i WHERE i.inhrelid = c.oid AND NOT c.relispartition) AS inherits,
       (SELECT string_agg(quote_ident(o.option_name) || ' ' || quote_literal(o.option_value), ', '
           ORDER BY o.option_name COLLATE "C")
          FROM pg_options_to_table(f.ftoptions) o) AS options
  FROM pg_foreign_table f
  JOIN pg_class c ON c.oid = f.ftrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_foreign_server s ON s.oid = f.ftserver
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
