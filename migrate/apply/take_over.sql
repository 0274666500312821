-- Takes over the row of $1 from the run $2, unless another run did, for the run $3, in state $5: $4 how many
-- statements there are, $6 to $8 sums and chain, $11 the sum of the statements (NULL: as before), $9 the states that
-- it may be in. The event $10 is the beginning of reverting it, where the statements of applying it do not count any
-- more; NULL: an earlier attempt goes on.
WITH begun AS (
    UPDATE /* ledger */ migrate.migration
       SET run_id = $3::pg_catalog.uuid, attempt = attempt + 1, statements_total = $4::integer, state = $5,
           error = NULL,
           error_sqlstate = NULL, finished_at = NULL, backend_pid = pg_catalog.pg_backend_pid(),
           started_at = pg_catalog.clock_timestamp(), sum_raw = COALESCE(pg_catalog.decode($6, 'hex'), sum_raw),
           sum_lf = COALESCE(pg_catalog.decode($7, 'hex'), sum_lf),
               chain = COALESCE(pg_catalog.decode($8, 'hex'), chain),
           sum_sql = COALESCE(pg_catalog.decode($11, 'hex'), sum_sql),
           statements_done = CASE WHEN $10::text IS NULL THEN statements_done ELSE 0 END
     WHERE key = $1 AND run_id = $2::pg_catalog.uuid AND state = ANY ($9::text[])
    RETURNING key),
gone AS (
    DELETE FROM /* ledger */ migrate.statement AS s USING begun WHERE s.key = begun.key AND $10::text IS NOT NULL),
batches AS (
    DELETE FROM /* ledger */ migrate.batch AS b USING begun WHERE b.version = begun.key AND $10::text IS NOT NULL),
told AS (
    INSERT INTO /* ledger */ migrate.event (run_id, what, key) SELECT $3::pg_catalog.uuid, $10, begun.key FROM begun
        WHERE $10::text IS NOT NULL)
SELECT 1 FROM begun;
