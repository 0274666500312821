-- The end of the migration $1 outside a transaction, by the run $2: its event $3 is 'applied' or 'reverted'.
WITH applied AS (
    UPDATE /* ledger */ migrate.migration
       SET state = 'applied', statements_done = statements_total, finished_at = pg_catalog.clock_timestamp()
     WHERE key OPERATOR(pg_catalog.=) $1 AND run_id OPERATOR(pg_catalog.=) $2::pg_catalog.uuid
       AND $3::text OPERATOR(pg_catalog.=) 'applied'),
reverted AS (
    DELETE FROM /* ledger */ migrate.migration
     WHERE key OPERATOR(pg_catalog.=) $1 AND run_id OPERATOR(pg_catalog.=) $2::pg_catalog.uuid
       AND $3::text OPERATOR(pg_catalog.=) 'reverted')
INSERT INTO /* ledger */ migrate.event (run_id, what, key) VALUES ($2::pg_catalog.uuid, $3, $1);
