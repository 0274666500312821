-- What is known of the statements of the migration $1.
SELECT idx, state, probe, pg_catalog.encode(sum, 'hex') FROM /* ledger */ migrate.statement WHERE key = $1 ORDER BY idx;
