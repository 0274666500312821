-- The session's default owner: what the caller asked for, else the role that owns most of what users made; of two, the database's owner.
SELECT pg_catalog.set_config('migrate.owner', coalesce(
    nullif(pg_catalog.current_setting('migrate.owner', true), ''),
    (SELECT r.rolname::text
       FROM (SELECT relowner AS role FROM pg_catalog.pg_class
              WHERE oid >= 16384 AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
             UNION ALL SELECT proowner FROM pg_catalog.pg_proc WHERE oid >= 16384
             UNION ALL SELECT nspowner FROM pg_catalog.pg_namespace WHERE oid >= 16384
             UNION ALL SELECT typowner FROM pg_catalog.pg_type WHERE oid >= 16384 AND typtype IN ('d', 'e')) o
       JOIN pg_catalog.pg_roles r ON r.oid = o.role
      GROUP BY r.rolname ORDER BY count(*) DESC, pg_catalog.bool_or(r.oid = (SELECT datdba FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())) DESC,
               r.rolname COLLATE "C" LIMIT 1),
    current_user), false)
