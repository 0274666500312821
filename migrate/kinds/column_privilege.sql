-- Manual: pg_attribute.attacl. What the owner granted. Of tables' columns, and of a view's (where the view is the
-- parent); those of the server's own stand alone, and so do those of extensions.
SELECT CASE WHEN NOT w.alone THEN 'pg_class'::regclass::oid END AS parent_classid, c.oid AS parent_objid,
       CASE WHEN c.relkind IN ('r', 'p', 'f') THEN a.attnum::int ELSE 0 END AS parent_objsubid,
       concat_ws(' ', CASE WHEN w.alone THEN c.oid::regclass || '.' || quote_ident(a.attname)
           WHEN c.relkind NOT IN ('r', 'p', 'f') THEN quote_ident(a.attname) END,
                 g.grantee, e.privilege_type) AS name,
       m.refclassid || ' ' || m.refobjid || ' 0' AS depends,
       c.oid::regclass::text AS relation, quote_ident(a.attname) AS column,
       e.privilege_type AS privilege, g.grantee, CASE WHEN e.is_grantable THEN 'GRANT OPTION' END AS grantable
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid
  LEFT JOIN pg_depend m ON m.classid = 'pg_class'::regclass AND m.objid = c.oid AND m.objsubid = 0 AND m.deptype = 'e'
  CROSS JOIN LATERAL (SELECT c.oid < 16384 OR m.refobjid IS NOT NULL AS alone) w
  CROSS JOIN LATERAL (SELECT x.grantee, x.privilege_type, bool_or(x.is_grantable) AS is_grantable
      FROM aclexplode(a.attacl) x WHERE x.grantor = c.relowner GROUP BY 1, 2) e
  CROSS JOIN LATERAL (SELECT CASE WHEN e.grantee = 0 THEN 'PUBLIC'
                                  WHEN e.grantee = c.relowner
                                      AND pg_get_userbyid(c.relowner) = current_setting('migrate.owner')
                                          THEN 'CURRENT_USER'
                                  ELSE quote_ident(pg_get_userbyid(e.grantee)) END AS grantee) g
 WHERE a.attacl IS NOT NULL AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT a.attisdropped
   AND NOT EXISTS (SELECT FROM pg_init_privs i CROSS JOIN LATERAL aclexplode(i.initprivs) d
                    WHERE i.classoid = 'pg_class'::regclass AND i.objoid = c.oid AND i.objsubid = a.attnum
                      AND d.grantee = e.grantee AND d.privilege_type = e.privilege_type
                          AND d.is_grantable = e.is_grantable)
