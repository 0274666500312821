-- Takes the migration $1 out of the ledger, and fails where it is not in it; $2 is the search path from here on.
WITH gone AS (DELETE FROM /* ledger */ migrate.migration WHERE key = $1 RETURNING 1)
SELECT pg_catalog.pg_current_xact_id()::text, pg_catalog.pg_backend_pid(),
    pg_catalog.set_config('search_path', $2, true)
 WHERE (CASE WHEN (SELECT pg_catalog.count(*) FROM gone) = 1 THEN '1'
     ELSE 'migrate: not as expected' END)::pg_catalog.int4 = 1;
