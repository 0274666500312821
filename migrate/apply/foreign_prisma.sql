-- Prisma: a name may have several rows, of which one that was rolled back does not count.
SELECT migration_name, checksum,
       CASE WHEN rolled_back_at IS NOT NULL THEN 'undone' WHEN finished_at IS NULL THEN 'failed' ELSE 'applied' END,
       pg_catalog.to_char(finished_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), logs
  FROM {table}
 ORDER BY started_at, id;
