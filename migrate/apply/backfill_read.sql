-- Of statement $2 of the migration $1: where it ends (idx 0), and the last batch that is committed.
SELECT idx, last_key, rows, (SELECT pg_catalog.sum(s.rows)::bigint FROM /* ledger */ migrate.batch AS s
                              WHERE s.version = $1 AND s.statement = $2::integer AND s.idx > 0)
  FROM /* ledger */ migrate.batch
 WHERE version = $1 AND statement = $2::integer
 ORDER BY idx = 0 DESC, idx DESC
 LIMIT 2;
