-- Takes the session's lock $1 twice, so that lock_held.sql can give it back once.
SELECT CASE WHEN pg_catalog.pg_try_advisory_lock($1::bigint) THEN pg_catalog.pg_try_advisory_lock($1::bigint)
    ELSE false END;
