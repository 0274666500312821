-- Accepts for the migration $1 another text than was applied: $2 its sum, $3 that of its statements, both hexadecimal.
UPDATE /* ledger */ migrate.migration
   SET accepted_lf = pg_catalog.decode($2, 'hex'), accepted_sql = pg_catalog.decode($3, 'hex')
    WHERE key = $1;
