-- The witness, after a statement on tables that have 500 rows, in its transaction: of each table that was there before,
-- the strongest lock, and what was done to it as its rows show. A table that has another file and still a size was
-- written again; one that was read has had all of its rows returned; an index is new when no index had its file.
SELECT name, mode, work, builds
  FROM (SELECT b.name, m.mode,
               CASE WHEN c.oid IS NULL THEN 'moment'
                    WHEN file <> pg_relation_filenode(b.oid) AND pg_relation_size(b.oid) > 0 THEN 'rewrite'
                    WHEN file <> pg_relation_filenode(b.oid) THEN 'moment'
                    WHEN pg_stat_get_xact_tuples_returned(b.oid) - read >= 500
                         AND pg_stat_get_xact_tuples_updated(b.oid) + pg_stat_get_xact_tuples_deleted(b.oid) > changed
                    THEN 'row by row'
                    WHEN n.builds > 0 THEN 'build'
                    WHEN pg_stat_get_xact_tuples_returned(b.oid) - read >= 500 THEN 'scan'
                    ELSE 'moment' END AS work,
               n.builds
          FROM before AS b
          LEFT JOIN pg_class AS c ON c.oid = b.oid
          JOIN LATERAL (SELECT max(array_position(ARRAY['AccessShareLock', 'RowShareLock', 'RowExclusiveLock',
                                   'ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
                                   'AccessExclusiveLock'], l.mode)) AS mode
                          FROM pg_locks AS l
                         WHERE l.relation = b.oid AND l.pid = pg_backend_pid() AND l.granted) AS m ON m.mode IS NOT NULL
          CROSS JOIN LATERAL (SELECT count(*) AS builds FROM pg_index AS i
                               WHERE i.indrelid = b.oid AND pg_relation_filenode(i.indexrelid) IS NOT NULL
                                 AND NOT EXISTS (SELECT FROM before AS f
                                                  WHERE f.file = pg_relation_filenode(i.indexrelid))) AS n
         WHERE b.kind IN ('r', 'p', 'm')) AS seen
 WHERE mode >= 4 OR work IN ('row by row', 'build', 'rewrite')
 ORDER BY name COLLATE "C";
