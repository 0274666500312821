-- From format 2 to format 3: the sum of a migration's statements, and of the text that was accepted in its place. Rows
-- get the former from the next run that has their files: see sums.sql.
ALTER TABLE /* ledger */ migrate.migration
    ADD COLUMN sum_sql bytea, ADD COLUMN accepted_lf bytea, ADD COLUMN accepted_sql bytea;
CREATE OR REPLACE FUNCTION /* ledger */ migrate.is_coherent(entry /* ledger */ migrate.migration) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE SET search_path = '' AS $$
BEGIN
    RETURN entry.key <> ''
       AND entry.position > 0
       AND entry.mode IN ('tx', 'notx', 'baseline')
       AND entry.state IN ('running', 'applied', 'failed', 'unknown', 'resolved', 'reverting')
       AND entry.algorithm = 'sha256'
       AND pg_catalog.octet_length(entry.sum_raw) = 32
       AND pg_catalog.octet_length(entry.sum_lf) = 32
       AND pg_catalog.octet_length(entry.chain) = 32
       AND COALESCE(pg_catalog.octet_length(entry.sum_sql), 32) = 32
       AND COALESCE(pg_catalog.octet_length(entry.accepted_lf), 32) = 32
       AND COALESCE(pg_catalog.octet_length(entry.accepted_sql), 32) = 32
       AND entry.statements_total >= 0
       AND entry.statements_done BETWEEN 0 AND entry.statements_total
       AND entry.attempt > 0
       AND (entry.state <> 'applied' OR entry.finished_at IS NOT NULL
            AND entry.statements_done = entry.statements_total AND entry.error IS NULL)
       AND (entry.state NOT IN ('running', 'reverting') OR entry.finished_at IS NULL);
END
$$;
UPDATE /* ledger */ migrate.meta SET ledger_version = 3;
