-- The row of statement $2 of the migration $1, and how many of them are done: $3 its sum, $4 its kind, $5 its state,
-- $6 what its probe said before,
-- or what it counts in batches (NULL: as at the first attempt), $7 and $8 its error, $9 whether it is done. It
-- returns the transaction and the session; $10 is the search path from here on. It may run under the migration's own,
-- where public may have operators of anybody's.
WITH done AS (
    UPDATE /* ledger */ migrate.migration SET statements_done = GREATEST(statements_done, $2::integer)
     WHERE key OPERATOR(pg_catalog.=) $1 AND $9::boolean)
INSERT INTO /* ledger */ migrate.statement AS s (key, idx, sum, kind, state, probe, error_sqlstate, error, finished_at)
VALUES ($1, $2::integer, pg_catalog.decode($3, 'hex'), $4, $5, $6, $7, $8,
        CASE WHEN $5::text OPERATOR(pg_catalog.<>) 'intent' THEN pg_catalog.clock_timestamp() END)
    ON CONFLICT (key, idx) DO UPDATE
   SET sum = excluded.sum, kind = excluded.kind, state = excluded.state, probe = COALESCE(excluded.probe, s.probe),
       attempt = s.attempt OPERATOR(pg_catalog.+) CASE WHEN excluded.state OPERATOR(pg_catalog.=) 'intent' THEN 1
           ELSE 0 END,
       finished_at = excluded.finished_at, error_sqlstate = excluded.error_sqlstate, error = excluded.error
RETURNING pg_catalog.pg_current_xact_id()::text, pg_catalog.pg_backend_pid(),
    pg_catalog.set_config('search_path', $10, true);
