-- Manual: section "Privileges", acldefault(), pg_init_privs. What an object of its kind starts with and this one no
-- longer has; the default owner is written CURRENT_USER. The server's own objects stand alone, and so do those of
-- extensions. Where initdb gave the owner of then something, the owner of now starts with it. What it gave everybody
-- of the information schema, it did not note down. A member of an extension may lack what its owner's default
-- privileges do not give; whether it does depends on who has created the extension.
WITH every AS (
    SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, c.relacl AS acl,
           acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner) AS initial,
               c.relowner AS owner,
           CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS target, c.oid::regclass::text AS object,
               c.relnamespace AS schema
      FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relacl IS NOT NULL
    UNION ALL SELECT 'pg_proc'::regclass, p.oid, p.proacl, acldefault('f', p.proowner), p.proowner,
           CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END, p.oid::regprocedure::text, p.pronamespace
               FROM pg_proc p WHERE p.proacl IS NOT NULL
    UNION ALL SELECT 'pg_type'::regclass, t.oid, t.typacl, acldefault('T', t.typowner), t.typowner, 'TYPE',
        t.typnamespace::regnamespace || '.' || quote_ident(t.typname), t.typnamespace FROM pg_type t
            WHERE t.typacl IS NOT NULL
    UNION ALL SELECT 'pg_namespace'::regclass, s.oid, s.nspacl, acldefault('n', s.nspowner), s.nspowner, 'SCHEMA',
        CASE WHEN s.oid <> 2200 THEN quote_ident(s.nspname) END, 0 FROM pg_namespace s
            WHERE s.nspacl IS NOT NULL AND s.nspname <> 'pg_migrate'
    UNION ALL SELECT 'pg_language'::regclass, l.oid, l.lanacl, acldefault('l', l.lanowner), l.lanowner, 'LANGUAGE',
        quote_ident(l.lanname), 0 FROM pg_language l WHERE l.lanacl IS NOT NULL
    UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, w.oid, w.fdwacl, acldefault('F', w.fdwowner), w.fdwowner,
        'FOREIGN DATA WRAPPER', quote_ident(w.fdwname), 0 FROM pg_foreign_data_wrapper w WHERE w.fdwacl IS NOT NULL
    UNION ALL SELECT 'pg_foreign_server'::regclass, v.oid, v.srvacl, acldefault('S', v.srvowner), v.srvowner,
        'FOREIGN SERVER', quote_ident(v.srvname), 0 FROM pg_foreign_server v WHERE v.srvacl IS NOT NULL),
acl AS (
    SELECT e.classid, e.objid, e.acl, e.initial, e.owner, e.target,
        CASE WHEN e.objid < 16384 OR m.refobjid IS NOT NULL THEN e.object END AS object,
           m.refclassid || ' ' || m.refobjid || ' 0' AS depends, i.initprivs, e.schema
      FROM every e LEFT JOIN pg_depend m ON m.classid = e.classid AND m.objid = e.objid AND m.objsubid = 0
          AND m.deptype = 'e'
      LEFT JOIN pg_init_privs i ON i.classoid = e.classid AND i.objoid = e.objid AND i.objsubid = 0
     WHERE e.acl IS DISTINCT FROM i.initprivs),
start AS (
    SELECT acl.*, x.grantee, x.privilege_type, '' AS columns FROM acl
     CROSS JOIN LATERAL (SELECT CASE WHEN e.grantee = e.grantor THEN acl.owner ELSE e.grantee END AS grantee,
         e.privilege_type, e.is_grantable
                           FROM aclexplode(coalesce(acl.initprivs, acl.initial)) e) x
    UNION ALL
    SELECT acl.*, 0, CASE acl.target WHEN 'SCHEMA' THEN 'USAGE' ELSE 'SELECT' END, '' FROM acl
     WHERE acl.object ~ '^information_schema($|\.[^_])' AND acl.target IN ('SCHEMA', 'TABLE') AND acl.initprivs IS NULL
    UNION ALL
    SELECT 'pg_class'::regclass, c.oid, a.attacl, NULL, c.relowner, 'TABLE', c.oid::regclass::text,
        m.refclassid || ' ' || m.refobjid || ' 0', NULL, c.relnamespace, e.grantee, e.privilege_type,
           ' (' || quote_ident(a.attname) || ')'
      FROM pg_init_privs i
      JOIN pg_class c ON i.classoid = 'pg_class'::regclass AND c.oid = i.objoid AND i.objsubid > 0
      LEFT JOIN pg_depend m ON m.classid = i.classoid AND m.objid = c.oid AND m.objsubid = 0 AND m.deptype = 'e'
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.objsubid
     CROSS JOIN LATERAL aclexplode(i.initprivs) e)
SELECT CASE WHEN s.object IS NULL THEN s.classid END AS parent_classid, s.objid AS parent_objid, 0 AS parent_objsubid,
       concat_ws(' ', lower(s.target) || ' ' || s.object, g.grantee, s.privilege_type || s.columns) AS name, s.target,
           s.object, s.depends, s.privilege_type || s.columns AS privilege, g.grantee
  FROM start s
  CROSS JOIN LATERAL (SELECT CASE WHEN s.grantee = 0 THEN 'PUBLIC'
                                  WHEN s.grantee = s.owner
                                       AND pg_get_userbyid(s.owner) = current_setting('migrate.owner')
                                      THEN 'CURRENT_USER'
                                  ELSE quote_ident(pg_get_userbyid(s.grantee)) END AS grantee) g
 WHERE NOT EXISTS (SELECT FROM aclexplode(s.acl) d
     WHERE d.grantor = s.owner AND d.grantee = s.grantee AND d.privilege_type = s.privilege_type)
   AND NOT (s.depends IS NOT NULL AND EXISTS (
         SELECT FROM pg_default_acl a
          WHERE a.defaclrole = s.owner AND a.defaclobjtype::text = CASE s.target WHEN 'TABLE' THEN 'r' WHEN 'SEQUENCE'
              THEN 'S' WHEN 'TYPE' THEN 'T' WHEN 'SCHEMA' THEN 'n' ELSE 'f' END
            AND a.defaclnamespace = 0
            AND NOT EXISTS (SELECT FROM aclexplode(a.defaclacl) d
                WHERE d.grantee = s.grantee AND d.privilege_type = s.privilege_type)))
