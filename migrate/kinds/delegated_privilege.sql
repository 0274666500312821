-- Manual: GRANT (grant options), aclexplode(). What somebody other than the owner has granted, who has the grant
-- option: the owner's REVOKE does not reach it. Of columns, too. Those on the server's own objects have no parent,
-- nor have those on extensions'.
WITH every AS (
    SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, 0 AS objsubid, c.relacl AS acl, c.relowner AS owner,
           CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS target, c.oid::regclass::text AS object,
               NULL::text AS column
      FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relacl IS NOT NULL
    UNION ALL SELECT 'pg_class'::regclass, c.oid, a.attnum::int, a.attacl, c.relowner, 'TABLE', c.oid::regclass::text,
        quote_ident(a.attname)
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
          WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    UNION ALL SELECT 'pg_proc'::regclass, oid, 0, proacl, proowner,
        CASE prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, oid::regprocedure::text, NULL
      FROM pg_proc WHERE proacl IS NOT NULL
    UNION ALL SELECT 'pg_type'::regclass, oid, 0, typacl, typowner, 'TYPE',
        typnamespace::regnamespace || '.' || quote_ident(typname), NULL FROM pg_type WHERE typacl IS NOT NULL
    UNION ALL SELECT 'pg_namespace'::regclass, oid, 0, nspacl, nspowner, 'SCHEMA', quote_ident(nspname), NULL
        FROM pg_namespace WHERE nspacl IS NOT NULL AND nspname <> 'pg_migrate'
    UNION ALL SELECT 'pg_language'::regclass, oid, 0, lanacl, lanowner, 'LANGUAGE', quote_ident(lanname), NULL
        FROM pg_language WHERE lanacl IS NOT NULL
    UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid, 0, fdwacl, fdwowner, 'FOREIGN DATA WRAPPER',
        quote_ident(fdwname), NULL
      FROM pg_foreign_data_wrapper WHERE fdwacl IS NOT NULL
    UNION ALL SELECT 'pg_foreign_server'::regclass, oid, 0, srvacl, srvowner, 'FOREIGN SERVER', quote_ident(srvname),
        NULL FROM pg_foreign_server WHERE srvacl IS NOT NULL)
SELECT CASE WHEN NOT w.alone THEN e.classid END AS parent_classid, e.objid AS parent_objid,
       CASE WHEN r.relkind IN ('r', 'p', 'f') THEN e.objsubid ELSE 0 END AS parent_objsubid,
       concat_ws(' ', CASE WHEN w.alone THEN lower(e.target) || ' ' || e.object END, g.grantee,
           x.privilege_type || t.columns, 'BY', g.grantor) AS name,
       e.target, CASE WHEN w.alone OR e.objsubid <> 0 THEN e.object END AS object,
           m.refclassid || ' ' || m.refobjid || ' 0' AS depends,
       x.privilege_type || t.columns AS privilege, g.grantee, g.grantor,
           CASE WHEN x.is_grantable THEN 'GRANT OPTION' END AS grantable
  FROM every e
  LEFT JOIN pg_class r ON e.classid = 'pg_class'::regclass AND r.oid = e.objid
  LEFT JOIN pg_depend m ON m.classid = e.classid AND m.objid = e.objid AND m.objsubid = 0 AND m.deptype = 'e'
  CROSS JOIN LATERAL (SELECT e.objid < 16384 AND e.objid <> 2200 OR m.refobjid IS NOT NULL AS alone) w
  CROSS JOIN LATERAL aclexplode(e.acl) x
  CROSS JOIN LATERAL (SELECT coalesce(' (' || e.column || ')', '') AS columns) t
  CROSS JOIN LATERAL (SELECT CASE WHEN x.grantee = 0 THEN 'PUBLIC'
      ELSE quote_ident(pg_get_userbyid(x.grantee)) END AS grantee, quote_ident(pg_get_userbyid(x.grantor)) AS grantor) g
 WHERE x.grantor <> e.owner
   AND NOT EXISTS (SELECT FROM pg_init_privs i CROSS JOIN LATERAL aclexplode(i.initprivs) d
                    WHERE i.classoid = e.classid AND i.objoid = e.objid AND i.objsubid = e.objsubid
                        AND d.grantor = x.grantor
                      AND d.grantee = x.grantee AND d.privilege_type = x.privilege_type
                          AND d.is_grantable = x.is_grantable)
