-- The statements, in order, that leave a database as empty as CREATE DATABASE made it. Schema public stays, because
-- not everybody who owns a database may drop it; what is in it goes.
SELECT statement
  FROM (SELECT 1, pg_catalog.format('DROP EVENT TRIGGER IF EXISTS %I CASCADE', evtname)
          FROM pg_catalog.pg_event_trigger
        UNION ALL
        SELECT 2, pg_catalog.format('DROP PUBLICATION IF EXISTS %I', pubname)
          FROM pg_catalog.pg_publication
        UNION ALL
        SELECT 3, pg_catalog.format('DROP EXTENSION IF EXISTS %I CASCADE', extname)
          FROM pg_catalog.pg_extension
         WHERE extname <> 'plpgsql'
        UNION ALL
        SELECT 4, pg_catalog.format('DROP FOREIGN DATA WRAPPER IF EXISTS %I CASCADE', w.fdwname)
          FROM pg_catalog.pg_foreign_data_wrapper AS w
        UNION ALL
        SELECT 5, pg_catalog.format('DROP SCHEMA IF EXISTS %I CASCADE', nspname)
          FROM pg_catalog.pg_namespace
         WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')
        UNION ALL
        SELECT 6, pg_catalog.format('DROP %s IF EXISTS %s CASCADE',
                                    CASE i.type WHEN 'composite type' THEN 'TYPE' WHEN 'statistics object'
                                        THEN 'STATISTICS'
                                                ELSE pg_catalog.upper(i.type) END, i.identity)
          FROM pg_catalog.pg_depend AS d
          JOIN pg_catalog.pg_namespace AS n ON n.oid = d.refobjid AND n.nspname = 'public'
         CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, d.objsubid) AS i
         WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.deptype = 'n'
           -- Those go with the wrapped, whose members were dropped before.
           AND i.type NOT IN ('extension', 'default acl')
           AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e
                            WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype = 'e')
        UNION ALL
        SELECT 7, pg_catalog.format('DROP LANGUAGE IF EXISTS %I CASCADE', lanname)
          FROM pg_catalog.pg_language
         WHERE oid >= 16384
        UNION ALL
        SELECT 8, pg_catalog.format('DROP CAST IF EXISTS %s CASCADE',
                                    pg_catalog.format('(%s AS %s)', castsource::pg_catalog.regtype,
                                        casttarget::pg_catalog.regtype))
          FROM pg_catalog.pg_cast
         WHERE oid >= 16384
        UNION ALL
        SELECT 9, pg_catalog.format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s %s ALL ON %s %s %s',
            pg_catalog.pg_get_userbyid(a.defaclrole),
                                    CASE WHEN n.oid IS NOT NULL THEN ' IN SCHEMA public' ELSE '' END, step.verb,
                                    CASE a.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f'
                                        THEN 'FUNCTIONS'
                                                         WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END,
                                    step.preposition, step.grantee)
          FROM pg_catalog.pg_default_acl AS a
          LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = a.defaclnamespace
         CROSS JOIN LATERAL (
               SELECT 'REVOKE' AS verb, 'FROM' AS preposition,
                      CASE g.grantee WHEN 0 THEN 'PUBLIC'
                          ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(g.grantee)) END AS grantee
                 FROM (SELECT DISTINCT grantee FROM pg_catalog.aclexplode(a.defaclacl)) AS g
                WHERE g.grantee <> a.defaclrole
                    AND NOT (g.grantee = 0 AND n.oid IS NULL AND a.defaclobjtype IN ('f', 'T'))
               UNION ALL
               SELECT 'GRANT', 'TO', pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.defaclrole))
                   WHERE n.oid IS NULL
               UNION ALL
               SELECT 'GRANT', 'TO', 'PUBLIC' WHERE n.oid IS NULL AND a.defaclobjtype IN ('f', 'T')) AS step
         WHERE n.oid IS NULL OR n.nspname = 'public'
        UNION ALL
        SELECT 10, pg_catalog.format('REVOKE ALL ON SCHEMA public FROM %s CASCADE',
                                     CASE g.grantee WHEN 0 THEN 'PUBLIC'
                                         ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(g.grantee)) END)
          FROM pg_catalog.pg_namespace AS n
         CROSS JOIN LATERAL (SELECT DISTINCT grantee FROM pg_catalog.aclexplode(n.nspacl)) AS g
         WHERE n.nspname = 'public' AND g.grantee <> n.nspowner AND pg_catalog.pg_has_role(n.nspowner, 'USAGE')
        UNION ALL
        SELECT 11, pg_catalog.format('GRANT %s ON SCHEMA public TO PUBLIC',
                                     CASE WHEN pg_catalog.current_setting('server_version_num')::integer < 150000
                                         THEN 'CREATE, USAGE'
                                          ELSE 'USAGE' END)
          FROM pg_catalog.pg_namespace
         WHERE nspname = 'public' AND pg_catalog.pg_has_role(nspowner, 'USAGE')
        UNION ALL
        SELECT 12, 'CREATE SCHEMA public'
         WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'public')) AS list (place, statement)
 ORDER BY place, statement COLLATE "C";
