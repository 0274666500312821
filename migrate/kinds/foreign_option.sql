-- Manual: pg_foreign_data_wrapper, pg_foreign_server, pg_user_mappings, pg_foreign_table, pg_attribute.attfdwoptions:
-- their OPTIONS, one by one. `inline` says that the object's own CREATE has it; that of a column which a table only
-- inherits does not.
SELECT x.classid AS parent_classid, x.objid AS parent_objid, x.objsubid AS parent_objsubid,
       quote_ident(o.option_name) AS name, x.object, x.inline,
       quote_ident(o.option_name) AS option, quote_literal(o.option_value) AS value
  FROM (SELECT 'pg_foreign_data_wrapper'::regclass::oid AS classid, oid AS objid, 0 AS objsubid, '' AS inline,
               'FOREIGN DATA WRAPPER ' || quote_ident(fdwname) AS object, fdwoptions AS options
                   FROM pg_foreign_data_wrapper
        UNION ALL SELECT 'pg_foreign_server'::regclass, oid, 0, '', 'SERVER ' || quote_ident(srvname), srvoptions
            FROM pg_foreign_server
        UNION ALL SELECT 'pg_user_mapping'::regclass, umid, 0, '',
               'USER MAPPING FOR ' || CASE WHEN umuser = 0 THEN 'PUBLIC'
                                           WHEN usename = current_setting('migrate.owner') THEN 'CURRENT_USER'
                                           ELSE quote_ident(usename) END || ' SERVER ' || quote_ident(srvname),
                                               umoptions FROM pg_user_mappings
        UNION ALL SELECT 'pg_class'::regclass, ftrelid, 0, '', 'FOREIGN TABLE ' || ftrelid::regclass::text, ftoptions
            FROM pg_foreign_table
        UNION ALL SELECT 'pg_class'::regclass, a.attrelid, a.attnum,
               CASE WHEN a.attinhcount = 0 OR a.attislocal OR c.relispartition THEN '' END,
               'FOREIGN TABLE ' || a.attrelid::regclass::text || ' ALTER COLUMN ' || quote_ident(a.attname),
                   a.attfdwoptions
          FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
         WHERE c.relkind = 'f' AND a.attnum > 0 AND NOT a.attisdropped) x
  CROSS JOIN LATERAL pg_options_to_table(x.options) o
