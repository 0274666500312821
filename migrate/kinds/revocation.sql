-- Manual: section "Privileges", acldefault(), pg_init_privs. What an object of its kind starts with and this one no longer has;
-- the default owner is written CURRENT_USER. Where initdb gave the owner of then something, the owner of now starts with it.
WITH acl AS (
    SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid, c.relacl AS acl,
           acldefault(CASE c.relkind WHEN 'S' THEN 's'::"char" ELSE 'r'::"char" END, c.relowner) AS initial, c.relowner AS owner,
           CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS target
      FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relacl IS NOT NULL
    UNION ALL SELECT 'pg_proc'::regclass, p.oid, p.proacl, acldefault('f', p.proowner), p.proowner,
           CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END FROM pg_proc p WHERE p.proacl IS NOT NULL
    UNION ALL SELECT 'pg_type'::regclass, t.oid, t.typacl, acldefault('T', t.typowner), t.typowner, 'TYPE' FROM pg_type t WHERE t.typacl IS NOT NULL
    UNION ALL SELECT 'pg_namespace'::regclass, s.oid, s.nspacl, acldefault('n', s.nspowner), s.nspowner, 'SCHEMA' FROM pg_namespace s WHERE s.nspacl IS NOT NULL
    UNION ALL SELECT 'pg_language'::regclass, l.oid, l.lanacl, acldefault('l', l.lanowner), l.lanowner, 'LANGUAGE' FROM pg_language l WHERE l.lanacl IS NOT NULL
    UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, w.oid, w.fdwacl, acldefault('F', w.fdwowner), w.fdwowner, 'FOREIGN DATA WRAPPER' FROM pg_foreign_data_wrapper w WHERE w.fdwacl IS NOT NULL
    UNION ALL SELECT 'pg_foreign_server'::regclass, v.oid, v.srvacl, acldefault('S', v.srvowner), v.srvowner, 'FOREIGN SERVER' FROM pg_foreign_server v WHERE v.srvacl IS NOT NULL),
start AS (
    SELECT acl.*, x.grantee, x.privilege_type, x.is_grantable FROM acl
      LEFT JOIN pg_init_privs i ON i.classoid = acl.classid AND i.objoid = acl.objid AND i.objsubid = 0 AND i.privtype = 'i'
     CROSS JOIN LATERAL (SELECT CASE WHEN e.grantee = e.grantor THEN acl.owner ELSE e.grantee END AS grantee, e.privilege_type, e.is_grantable
                           FROM aclexplode(coalesce(i.initprivs, acl.initial)) e) x)
SELECT s.classid AS parent_classid, s.objid AS parent_objid, 0 AS parent_objsubid,
       g.grantee || ' ' || s.privilege_type AS name, s.target, s.privilege_type AS privilege, g.grantee
  FROM start s
  CROSS JOIN LATERAL (SELECT CASE WHEN s.grantee = 0 THEN 'PUBLIC'
                                  WHEN s.grantee = s.owner AND pg_get_userbyid(s.owner) = current_setting('migrate.owner') THEN 'CURRENT_USER'
                                  ELSE quote_ident(pg_get_userbyid(s.grantee)) END AS grantee) g
 WHERE NOT EXISTS (SELECT FROM aclexplode(s.acl) d WHERE d.grantee = s.grantee AND d.privilege_type = s.privilege_type)
