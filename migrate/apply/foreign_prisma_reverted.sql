-- Prisma keeps the row, and takes the migration for one that is still to come.
UPDATE {table} SET rolled_back_at = pg_catalog.clock_timestamp()
 WHERE migration_name = $2 AND rolled_back_at IS NULL AND $1::text IS NOT NULL;
