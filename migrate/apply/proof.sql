-- Fails unless this is the transaction $1, with the lock $4 of the session still held; through a pooler, $2, there is
-- no such lock. The transaction's own lock cannot be given back, the session's can: it is given back once and taken
-- again. $3 is any uuid.
SELECT (CASE WHEN pg_catalog.pg_current_xact_id_if_assigned()::text = $1
                  AND (CASE WHEN $2::boolean THEN true
                            WHEN pg_catalog.pg_advisory_unlock($4::bigint)
                                THEN pg_catalog.pg_try_advisory_lock($4::bigint)
                            ELSE false END)
             THEN $3 ELSE 'migrate: not as expected' END)::pg_catalog.uuid;
