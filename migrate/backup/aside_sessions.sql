-- Ends the sessions of the database $1.
SELECT pg_catalog.pg_terminate_backend(pid)
  FROM pg_catalog.pg_stat_activity
 WHERE datname = $1::text AND pid <> pg_catalog.pg_backend_pid();
