-- How far the log is, how far the standby that is furthest behind has come, and how many sessions of this database wait
-- for locks. What this role may not see is NULL.
SELECT pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), '0/0')::bigint,
       (SELECT pg_catalog.min(pg_catalog.pg_wal_lsn_diff(r.replay_lsn, '0/0'))::bigint
          FROM pg_catalog.pg_stat_replication AS r WHERE r.state = 'streaming'),
       (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity AS a
         WHERE a.datname = pg_catalog.current_database() AND a.wait_event_type = 'Lock'
           AND a.pid <> pg_catalog.pg_backend_pid());
