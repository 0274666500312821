-- The session's default owner: what the caller asked for, else the role that owns most of what users made, extensions' members apart, because those
-- may be the bootstrap superuser's, whoever has created the extension; of two, the database's owner.
SELECT pg_catalog.set_config('migrate.owner', coalesce(
    nullif(pg_catalog.current_setting('migrate.owner', true), ''),
    (SELECT r.rolname::text
       FROM (SELECT 'pg_catalog.pg_class'::pg_catalog.regclass AS classid, oid AS objid, relowner AS role FROM pg_catalog.pg_class
              WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
             UNION ALL SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid, proowner FROM pg_catalog.pg_proc
             UNION ALL SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass, oid, nspowner FROM pg_catalog.pg_namespace
             UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, oid, typowner FROM pg_catalog.pg_type WHERE typtype IN ('d', 'e')) o
       JOIN pg_catalog.pg_roles r ON r.oid = o.role
      WHERE o.objid >= 16384 AND (o.classid, o.objid) NOT IN (SELECT classid, objid FROM pg_catalog.pg_depend WHERE deptype = 'e')
      GROUP BY r.rolname ORDER BY count(*) DESC, pg_catalog.bool_or(r.oid = (SELECT datdba FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())) DESC,
               r.rolname COLLATE "C" LIMIT 1),
    current_user), false)
