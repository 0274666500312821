-- A migration's row. $1 key, $2 version, $3 name, $4 position, $5 mode, $6 state, $7 and $8 the sums, $9 the chain,
-- $10 how many statements, $11 the run, $12 the client, $13 the tool's version, $14 the commit, $15 the fingerprint
-- before, $16 the sum of the statements. It returns the transaction and the session; $17 is the search path from here
-- on; $18 a note.
INSERT INTO /* ledger */ migrate.migration (
    key, version, name, position, mode, state, sum_raw, sum_lf, chain, statements_total, run_id, xid, client,
    tool_version, git_commit, schema_before, sum_sql, note, statements_done, finished_at)
VALUES ($1, $2, $3, $4, $5, $6, pg_catalog.decode($7, 'hex'), pg_catalog.decode($8, 'hex'),
    pg_catalog.decode($9, 'hex'), $10, $11,
        pg_catalog.pg_current_xact_id(), $12, $13, $14, pg_catalog.decode($15, 'hex'),
        pg_catalog.decode($16, 'hex'), $18, CASE WHEN $6 = 'applied' THEN $10 ELSE 0 END,
        CASE WHEN $6 = 'applied' THEN pg_catalog.clock_timestamp() END)
RETURNING pg_catalog.pg_current_xact_id()::text, pg_catalog.pg_backend_pid(),
    pg_catalog.set_config('search_path', $17, true);
