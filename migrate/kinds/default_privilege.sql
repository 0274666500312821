-- Manual: pg_default_acl, ALTER DEFAULT PRIVILEGES. What is granted beyond, and what is taken from, the built-in
-- privileges (of a schema: beyond none). The default owner's are written without FOR ROLE, and grants to it
-- CURRENT_USER.
WITH acl AS (
    SELECT d.oid, d.defaclrole AS role, d.defaclnamespace AS schema, d.defaclacl AS acl,
           CASE WHEN d.defaclnamespace = 0
                THEN acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's'::"char" ELSE d.defaclobjtype END,
                    d.defaclrole) END AS start,
           CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T'
               THEN 'TYPES'
                                WHEN 'n' THEN 'SCHEMAS' WHEN 'L' THEN 'LARGE OBJECTS' END AS objects
      FROM pg_default_acl d),
item AS (
    SELECT acl.*, e.grantee, e.privilege_type AS privilege, e.is_grantable AS grantable, true AS granted
      FROM acl CROSS JOIN LATERAL (SELECT x.grantee, x.privilege_type, bool_or(x.is_grantable) AS is_grantable
          FROM aclexplode(acl.acl) x GROUP BY 1, 2) e
     WHERE NOT EXISTS (SELECT FROM aclexplode(acl.start) s
                        WHERE s.grantee = e.grantee AND s.privilege_type = e.privilege_type
                            AND s.is_grantable = e.is_grantable)
    UNION ALL
    SELECT acl.*, s.grantee, s.privilege_type, false, false
      FROM acl CROSS JOIN LATERAL aclexplode(acl.start) s
     WHERE NOT EXISTS (SELECT FROM aclexplode(acl.acl) e
         WHERE e.grantee = s.grantee AND e.privilege_type = s.privilege_type))
SELECT 'pg_default_acl'::regclass::oid AS classid, i.oid AS objid,
    row_number() OVER (PARTITION BY i.oid)::int - 1 AS objsubid,
       CASE WHEN i.schema <> 0 THEN 'pg_namespace'::regclass::oid END AS parent_classid, i.schema AS parent_objid,
           0 AS parent_objsubid,
       concat_ws(' ', 'FOR ROLE ' || t.role, 'ON', i.objects, t.direction, t.grantee, t.verb, i.privilege) AS name,
       t.role, quote_ident(n.nspname) AS schema, i.objects, i.privilege, t.grantee, t.verb, t.direction,
       CASE WHEN i.granted THEN 'REVOKE' ELSE 'GRANT' END AS undo,
           CASE WHEN i.granted THEN 'FROM' ELSE 'TO' END AS back,
       CASE WHEN i.grantable THEN 'GRANT OPTION' END AS grantable
  FROM item i
  LEFT JOIN pg_namespace n ON n.oid = i.schema
  CROSS JOIN LATERAL (SELECT
       CASE WHEN pg_get_userbyid(i.role) <> current_setting('migrate.owner')
           THEN quote_ident(pg_get_userbyid(i.role)) END AS role,
       CASE WHEN i.grantee = 0 THEN 'PUBLIC'
            WHEN pg_get_userbyid(i.grantee) = current_setting('migrate.owner') THEN 'CURRENT_USER'
            ELSE quote_ident(pg_get_userbyid(i.grantee)) END AS grantee,
       CASE WHEN i.granted THEN 'GRANT' ELSE 'REVOKE' END AS verb,
           CASE WHEN i.granted THEN 'TO' ELSE 'FROM' END AS direction) t
