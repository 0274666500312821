-- The end of a migration's row, $1 its key, unless somebody else wrote it: $2 the run, $3 the name, $4 to $6 sums and
-- chain.
WITH done AS (
    UPDATE /* ledger */ migrate.migration
       SET state = 'applied', statements_done = statements_total, finished_at = pg_catalog.clock_timestamp()
     WHERE key = $1 AND run_id = $2 AND state = 'running' AND name = $3 AND sum_raw = pg_catalog.decode($4, 'hex')
       AND sum_lf = pg_catalog.decode($5, 'hex') AND chain = pg_catalog.decode($6, 'hex')
    RETURNING 1)
SELECT (CASE WHEN EXISTS (SELECT FROM done) THEN '1' ELSE 'migrate: not as expected' END)::pg_catalog.int4;
