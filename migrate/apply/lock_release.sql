-- Gives the session's lock $1 back, which it holds twice.
SELECT CASE WHEN pg_catalog.pg_advisory_unlock($1::bigint) THEN pg_catalog.pg_advisory_unlock($1::bigint)
    ELSE false END;
