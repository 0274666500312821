-- Manual: pg_foreign_server.
SELECT 'pg_foreign_server'::regclass::oid AS classid, s.oid AS objid, 0 AS objsubid, quote_ident(s.srvname) AS name,
       quote_ident(w.fdwname) AS wrapper, quote_literal(s.srvtype) AS type, quote_literal(s.srvversion) AS version,
       (SELECT string_agg(quote_ident(o.option_name) || ' ' || quote_literal(o.option_value), ', '
           ORDER BY o.option_name COLLATE "C")
          FROM pg_options_to_table(s.srvoptions) o) AS options
  FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
