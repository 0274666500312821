-- What a transaction begins with: its lock, $1 (the literal fails where it is not to be had), its limits, $2 of a lock
-- and $3 of a statement, and what migrations can read: $4 the environment, $5 the version, $6 the run.
SELECT (CASE WHEN pg_catalog.pg_try_advisory_xact_lock($1::bigint) THEN '1'
    ELSE 'migrate: not as expected' END)::pg_catalog.int4,
       pg_catalog.set_config('lock_timeout', $2, true), pg_catalog.set_config('statement_timeout', $3, true),
       pg_catalog.set_config('migrate.environment', $4, true), pg_catalog.set_config('migrate.version', $5, true),
       pg_catalog.set_config('migrate.run', $6, true);
