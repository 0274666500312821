-- The session for a statement that runs alone: a lock timeout would turn a concurrent build into an invalid index,
-- and so would a server that looks whether the client is still there. $1: where the migration looks for unqualified
-- names; $2 to $4 what it can read: the environment, the version, the run.
SELECT pg_catalog.set_config(wanted.name, wanted.value, false)
  FROM (VALUES ('lock_timeout', '0'), ('statement_timeout', '0'), ('client_connection_check_interval', '0'),
               ('search_path', $1), ('migrate.environment', $2), ('migrate.version', $3), ('migrate.run', $4))
       AS wanted (name, value)
 WHERE pg_catalog.current_setting(wanted.name, true) IS NOT NULL
    OR wanted.name OPERATOR(pg_catalog.~~) 'migrate.%';
