-- The row of batch $3 of statement $2 of the migration $1: its last key $4 and its rows $5. It returns the transaction
-- and the session; $6 is the search path from here on. A batch that another run was faster with violates the key.
INSERT INTO /* ledger */ migrate.batch (version, statement, idx, last_key, rows)
VALUES ($1, $2::integer, $3::integer, $4, $5::bigint)
RETURNING pg_catalog.pg_current_xact_id()::text, pg_catalog.pg_backend_pid(),
    pg_catalog.set_config('search_path', $6, true);
