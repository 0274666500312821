-- Who owns what, where it is not the session's default owner (manual: migrate.owner is set by the loader), and schema
-- public (oid 2200) where it is not who initdb has given it to; before version 15 that was the bootstrap superuser,
-- who may have any name. That one owns the rest of what initdb made, without an entry in pg_shdepend; it stands alone.
SELECT o.classid AS parent_classid, o.objid AS parent_objid, 0 AS parent_objsubid, NULL AS name, NULL AS target,
    NULL AS object,
       quote_ident(pg_get_userbyid(o.owner)) AS owner, 'CURRENT_USER' AS otherwise
  FROM (SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, c.relowner AS owner FROM pg_class c
         WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
           AND NOT EXISTS (SELECT FROM pg_depend d
               WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND c.relkind = 'S'
                              AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
        UNION ALL SELECT 'pg_type'::regclass, t.oid, t.typowner FROM pg_type t
            LEFT JOIN pg_class r ON r.oid = t.typrelid
                   WHERE t.typtype <> 'm' AND t.typsubscript <> 'array_subscript_handler'::regproc --@ 140000
                   WHERE t.typtype <> 'm' AND (t.typelem = 0 OR t.typlen <> -1) --@ <140000
                     AND (r.relkind IS NULL OR r.relkind = 'c')
        UNION ALL SELECT 'pg_proc'::regclass, p.oid, p.proowner FROM pg_proc p
                   -- what makes a value of a range is its type's, whoever owns it
                   WHERE NOT EXISTS (SELECT FROM pg_depend d
                       WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
        UNION ALL SELECT 'pg_namespace'::regclass, oid, nspowner FROM pg_namespace
        UNION ALL SELECT 'pg_language'::regclass, oid, lanowner FROM pg_language
        UNION ALL SELECT 'pg_operator'::regclass, oid, oprowner FROM pg_operator
        UNION ALL SELECT 'pg_opclass'::regclass, oid, opcowner FROM pg_opclass
        UNION ALL SELECT 'pg_opfamily'::regclass, oid, opfowner FROM pg_opfamily
        UNION ALL SELECT 'pg_collation'::regclass, oid, collowner FROM pg_collation
        UNION ALL SELECT 'pg_conversion'::regclass, oid, conowner FROM pg_conversion
        UNION ALL SELECT 'pg_ts_config'::regclass, oid, cfgowner FROM pg_ts_config
        UNION ALL SELECT 'pg_ts_dict'::regclass, oid, dictowner FROM pg_ts_dict
        UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid, fdwowner FROM pg_foreign_data_wrapper
        UNION ALL SELECT 'pg_foreign_server'::regclass, oid, srvowner FROM pg_foreign_server
        UNION ALL SELECT 'pg_event_trigger'::regclass, oid, evtowner FROM pg_event_trigger
        UNION ALL SELECT 'pg_publication'::regclass, oid, pubowner FROM pg_publication
        UNION ALL SELECT 'pg_statistic_ext'::regclass, oid, stxowner FROM pg_statistic_ext
        UNION ALL SELECT 'pg_subscription'::regclass, s.oid, s.subowner FROM pg_subscription s --@ 140000
                   JOIN pg_database d ON d.oid = s.subdbid AND d.datname = current_database() --@ 140000
       ) o
 WHERE o.objid >= 16384 AND pg_get_userbyid(o.owner) <> current_setting('migrate.owner')
UNION ALL
SELECT NULL, NULL, NULL, i.type || ' ' || i.identity, upper(i.type), i.identity,
       CASE pg_get_userbyid(d.refobjid) WHEN current_setting('migrate.owner') THEN 'CURRENT_USER'
           ELSE quote_ident(pg_get_userbyid(d.refobjid)) END,
       (SELECT quote_ident(rolname) FROM pg_roles WHERE oid = 10)
  FROM pg_shdepend d
  JOIN pg_database b ON b.oid = d.dbid AND b.datname = current_database()
 CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) i
 WHERE d.deptype = 'o' AND d.objid < 16384 AND d.objid <> 2200 AND d.classid <> 'pg_extension'::regclass
UNION ALL --@ 150000 ~150000
SELECT 'pg_namespace'::regclass, oid, 0, NULL, NULL, NULL, --@ 150000 ~150000
    CASE pg_get_userbyid(nspowner) WHEN current_setting('migrate.owner') THEN 'CURRENT_USER' --@ 150000 ~150000
        ELSE quote_ident(pg_get_userbyid(nspowner)) END, --@ 150000 ~150000
       'pg_database_owner' --@ 150000 ~150000
  FROM pg_namespace WHERE oid = 2200 AND pg_get_userbyid(nspowner) <> 'pg_database_owner' --@ 150000 ~150000
