-- The same with the event that ends a migration, in one statement, because another would cost as much again: $1 the
-- transaction (NULL: the one that the row has), $2 whether there is a pooler, $3 the run, $4 the session's lock, $5
-- what happened, $6 the key.
WITH told AS (INSERT INTO /* ledger */ migrate.event (run_id, what, key)
    VALUES ($3::text::pg_catalog.uuid, $5, $6) RETURNING 1)
SELECT (CASE WHEN pg_catalog.pg_current_xact_id_if_assigned()::text
                  = COALESCE($1, (SELECT m.xid::text FROM /* ledger */ migrate.migration AS m WHERE m.key = $6))
                  AND EXISTS (SELECT FROM told)
                  AND (SELECT m.state FROM /* ledger */ migrate.migration AS m WHERE m.key = $6)
                      IS NOT DISTINCT FROM CASE $5 WHEN 'applied' THEN 'applied' END
                  AND (CASE WHEN $2::boolean THEN true
                            WHEN pg_catalog.pg_advisory_unlock($4::bigint)
                                THEN pg_catalog.pg_try_advisory_lock($4::bigint)
                            ELSE false END)
             THEN $3 ELSE 'migrate: not as expected' END)::pg_catalog.uuid;
