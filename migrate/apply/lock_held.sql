-- Whether the session still holds lock $1: much quicker than a look into pg_locks. If something released it in
-- between and it can be had again, nobody else had it.
SELECT CASE WHEN pg_catalog.pg_advisory_unlock($1::bigint) THEN pg_catalog.pg_try_advisory_lock($1::bigint)
    ELSE false END;
