-- Statements that take from each role of the platform what is as good as being a superuser: the right itself, that to
-- make roles, and membership in roles that PostgreSQL brings along, some of which run programs and read files
-- (manual: predefined roles).
SELECT pg_catalog.format('ALTER ROLE %I NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION NOBYPASSRLS', r.rolname)
  FROM pg_catalog.pg_roles AS r
 WHERE r.oid >= 16384 AND r.rolname NOT IN ('migrate_owner', 'migrate_scratch')
UNION ALL
SELECT pg_catalog.format('REVOKE %I FROM %I', r.rolname, m.rolname)
       || CASE WHEN pg_catalog.current_setting('server_version_num')::pg_catalog.int4 >= 160000
               THEN pg_catalog.format(' GRANTED BY %I CASCADE', g.rolname) ELSE ' CASCADE' END
  FROM pg_catalog.pg_auth_members AS a
  JOIN pg_catalog.pg_roles AS r ON r.oid = a.roleid
  JOIN pg_catalog.pg_roles AS m ON m.oid = a.member
  JOIN pg_catalog.pg_roles AS g ON g.oid = a.grantor
 WHERE r.oid < 16384 AND m.oid >= 16384
