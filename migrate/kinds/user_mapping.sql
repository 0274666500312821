-- Manual: pg_user_mappings. A mapping whose options this role may not see is left out, so that the completeness gate
-- names it.
SELECT 'pg_user_mapping'::regclass::oid AS classid, m.umid AS objid, 0 AS objsubid, i.id AS name, i.id,
       (SELECT string_agg(quote_ident(o.option_name) || ' ' || quote_literal(o.option_value), ', '
           ORDER BY o.option_name COLLATE "C")
          FROM pg_options_to_table(m.umoptions) o) AS options
  FROM pg_user_mappings m
  JOIN pg_foreign_server s ON s.oid = m.srvid
  CROSS JOIN LATERAL (SELECT 'FOR ' || CASE WHEN m.umuser = 0 THEN 'PUBLIC'
                                            WHEN m.usename = current_setting('migrate.owner') THEN 'CURRENT_USER'
                                            ELSE quote_ident(m.usename) END || ' SERVER ' ||
                                                quote_ident(m.srvname) AS id) i
 WHERE m.umoptions IS NOT NULL OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
    OR m.umuser = 0 AND pg_has_role(s.srvowner, 'USAGE')
    OR m.usename = current_user AND (pg_has_role(s.srvowner, 'USAGE') OR has_server_privilege(s.oid, 'USAGE'))
