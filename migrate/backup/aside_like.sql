-- The statements, in order, that give the database $2 what $1 has beside its contents: privileges, settings, comment
-- and security labels. A setting that is a list of names is stored as SQL has it.
SELECT statement
  FROM (SELECT 1, pg_catalog.format('REVOKE ALL ON DATABASE %I FROM %s', $2::text, grantee)
          FROM pg_catalog.pg_database AS d
         CROSS JOIN LATERAL (VALUES ('PUBLIC'), (pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(d.datdba))))
               AS g (grantee)
         WHERE d.datname = $1::text AND d.datacl IS NOT NULL
        UNION ALL
        SELECT 2, pg_catalog.format('GRANT %s ON DATABASE %I TO %s%s', a.privilege_type, $2::text,
                                    CASE a.grantee WHEN 0 THEN 'PUBLIC'
                                        ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END,
                                    CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
          FROM pg_catalog.pg_database AS d
         CROSS JOIN LATERAL pg_catalog.aclexplode(d.datacl) AS a
         WHERE d.datname = $1::text
        UNION ALL
        SELECT 3, pg_catalog.format('ALTER %s SET %I TO %s',
                                    CASE s.setrole WHEN 0 THEN pg_catalog.format('DATABASE %I', $2::text)
                                        ELSE pg_catalog.format('ROLE %I IN DATABASE %I',
                                                               pg_catalog.pg_get_userbyid(s.setrole), $2::text) END,
                                    c.name,
                                    CASE WHEN c.name IN ('search_path', 'temp_tablespaces', 'local_preload_libraries',
                                                         'session_preload_libraries') AND c.value <> ''
                                         THEN c.value
                                         ELSE pg_catalog.quote_literal(c.value) END)
          FROM pg_catalog.pg_db_role_setting AS s
          JOIN pg_catalog.pg_database AS d ON d.oid = s.setdatabase AND d.datname = $1::text
         CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) AS u (setting)
         CROSS JOIN LATERAL (
               SELECT pg_catalog.split_part(u.setting, '=', 1),
                      pg_catalog.substr(u.setting, pg_catalog.strpos(u.setting, '=') + 1)) AS c (name, value)
        UNION ALL
        SELECT 4, pg_catalog.format('COMMENT ON DATABASE %I IS %L', $2::text, c.description)
          FROM pg_catalog.pg_database AS d
          JOIN pg_catalog.pg_shdescription AS c
               ON c.objoid = d.oid AND c.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass
         WHERE d.datname = $1::text
        UNION ALL
        SELECT 5, pg_catalog.format('SECURITY LABEL FOR %I ON DATABASE %I IS %L', l.provider, $2::text, l.label)
          FROM pg_catalog.pg_database AS d
          JOIN pg_catalog.pg_shseclabel AS l
               ON l.objoid = d.oid AND l.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass
         WHERE d.datname = $1::text
       ) AS list (place, statement)
 ORDER BY place, statement COLLATE "C";
