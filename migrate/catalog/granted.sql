-- What has other privileges than it started with (manual: section "Privileges", acldefault(), pg_init_privs), if only
-- in another order; nothing where nobody has granted or revoked any, but in the schema migrate.ignored and in ours.
-- What initdb gave everybody of the information schema, it did not note down.
SELECT FROM (
    SELECT 'pg_class'::regclass::oid AS classid, oid AS objid, relacl AS acl, relowner AS owner,
        CASE relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END AS type,
           relnamespace AS schema, CASE WHEN relname !~ '^_' THEN 'SELECT' END AS given
      FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relacl IS NOT NULL
    UNION ALL SELECT 'pg_proc'::regclass, oid, proacl, proowner, 'f', pronamespace, NULL FROM pg_proc
        WHERE proacl IS NOT NULL
    UNION ALL SELECT 'pg_type'::regclass, oid, typacl, typowner, 'T', typnamespace, NULL FROM pg_type
        WHERE typacl IS NOT NULL
    UNION ALL SELECT 'pg_namespace'::regclass, oid, nspacl, nspowner, 'n', oid, 'USAGE' FROM pg_namespace
        WHERE nspacl IS NOT NULL
    UNION ALL SELECT 'pg_language'::regclass, oid, lanacl, lanowner, 'l', 0, NULL FROM pg_language
        WHERE lanacl IS NOT NULL
    UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid, fdwacl, fdwowner, 'F', 0, NULL
        FROM pg_foreign_data_wrapper WHERE fdwacl IS NOT NULL
    UNION ALL SELECT 'pg_foreign_server'::regclass, oid, srvacl, srvowner, 'S', 0, NULL FROM pg_foreign_server
        WHERE srvacl IS NOT NULL) o
  LEFT JOIN pg_init_privs i ON i.classoid = o.classid AND i.objoid = o.objid AND i.objsubid = 0
 WHERE o.acl IS DISTINCT FROM coalesce(i.initprivs,
         CASE WHEN o.schema = to_regnamespace('information_schema') AND o.given IS NOT NULL
             THEN acldefault(o.type, o.owner) || makeaclitem(0, o.owner, o.given, false)
              ELSE acldefault(o.type, o.owner) END)
   AND o.schema NOT IN (SELECT oid FROM pg_namespace
       WHERE nspname IN ('pg_migrate', current_setting('migrate.ignored', true)))
UNION ALL SELECT FROM pg_init_privs i JOIN pg_attribute a ON a.attrelid = i.objoid AND a.attnum = i.objsubid
 WHERE i.classoid = 'pg_class'::regclass AND i.objsubid > 0 AND a.attacl IS DISTINCT FROM i.initprivs
