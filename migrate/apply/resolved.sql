-- A person said of the migration $1 that it is applied, and why: $2.
UPDATE /* ledger */ migrate.migration
   SET state = 'resolved', note = $2, finished_at = pg_catalog.clock_timestamp() WHERE key = $1;
