-- Whether what belongs to the whole server is no more than plain roles, which scratch_create_role() makes, and the
-- databases that are handed out: 't' or 'f'. It is read by a superuser's session of our own.
SELECT NOT EXISTS (
        SELECT FROM pg_catalog.pg_roles AS r
         WHERE r.oid >= 16384 AND r.rolname <> ALL (ARRAY['migrate_owner', 'migrate_scratch'])
           AND (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolcanlogin OR r.rolreplication OR r.rolbypassrls
                OR NOT r.rolinherit OR r.rolconnlimit <> -1 OR r.rolvaliduntil IS NOT NULL OR r.rolconfig IS NOT NULL))
   AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_auth_members AS m
         WHERE (m.roleid >= 16384 OR m.member >= 16384)
           AND m.member <> 'migrate_scratch'::pg_catalog.regrole AND m.roleid <> 'migrate_owner'::pg_catalog.regrole)
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_db_role_setting)
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_tablespace WHERE oid >= 16384)
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_subscription)
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_shseclabel)
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_shdescription
         WHERE classoid <> 'pg_catalog.pg_database'::pg_catalog.regclass)
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_prepared_xacts)
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_database WHERE NOT datallowconn OR datconnlimit <> -1)
