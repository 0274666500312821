-- Manual: section "Privileges", aclexplode(), acldefault(), pg_init_privs. The owner's grants beyond what an object
-- of its kind starts with; the default owner is written CURRENT_USER. The server's own objects stand alone, and so do
-- those of extensions. Where initdb gave the owner of then something, the owner of now starts with it. What it gave
-- everybody of the information schema, it did not note down. A member of an extension may have what its owner's
-- default privileges give; whether they do depends on who has created the extension.
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
    SELECT acl.*, x.grantee, x.privilege_type, x.is_grantable FROM acl
     CROSS JOIN LATERAL (SELECT CASE WHEN e.grantee = e.grantor THEN acl.owner ELSE e.grantee END AS grantee,
         e.privilege_type, e.is_grantable
                           FROM aclexplode(coalesce(acl.initprivs, acl.initial)) e) x
    UNION ALL
    SELECT acl.*, 0, CASE acl.target WHEN 'SCHEMA' THEN 'USAGE' ELSE 'SELECT' END, false FROM acl
     WHERE acl.object ~ '^information_schema($|\.[^_])' AND acl.target IN ('SCHEMA', 'TABLE') AND acl.initprivs IS NULL)
SELECT CASE WHEN s.object IS NULL THEN s.classid END AS parent_classid, s.objid AS parent_objid, 0 AS parent_objsubid,
       concat_ws(' ', lower(s.target) || ' ' || s.object, g.grantee, e.privilege_type) AS name,
       s.target, s.object, s.depends, e.privilege_type AS privilege, g.grantee,
           CASE WHEN e.is_grantable THEN 'GRANT OPTION' END AS grantable
  FROM acl s
  CROSS JOIN LATERAL (SELECT x.grantee, x.privilege_type, bool_or(x.is_grantable) AS is_grantable
      FROM aclexplode(s.acl) x WHERE x.grantor = s.owner GROUP BY 1, 2) e
  CROSS JOIN LATERAL (SELECT CASE WHEN e.grantee = 0 THEN 'PUBLIC'
                                  WHEN e.grantee = s.owner
                                       AND pg_get_userbyid(s.owner) = current_setting('migrate.owner')
                                      THEN 'CURRENT_USER'
                                  ELSE quote_ident(pg_get_userbyid(e.grantee)) END AS grantee) g
 WHERE NOT EXISTS (SELECT FROM start d
                    WHERE d.classid = s.classid AND d.objid = s.objid AND d.grantee = e.grantee
                        AND d.privilege_type = e.privilege_type AND d.is_grantable = e.is_grantable)
   AND NOT (s.depends IS NOT NULL AND EXISTS (
         SELECT FROM pg_default_acl a CROSS JOIN LATERAL aclexplode(a.defaclacl) d
          WHERE a.defaclrole = s.owner AND a.defaclobjtype::text = CASE s.target WHEN 'TABLE' THEN 'r' WHEN 'SEQUENCE'
              THEN 'S' WHEN 'TYPE' THEN 'T' WHEN 'SCHEMA' THEN 'n' ELSE 'f' END
            AND a.defaclnamespace IN (0, s.schema) AND d.grantee = e.grantee AND d.privilege_type = e.privilege_type
                AND d.is_grantable = e.is_grantable))
