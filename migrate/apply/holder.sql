-- Who holds the lock of another run; columns as in watch.sql. $1: the key.
SELECT 'blocker', a.pid, a.usename, a.application_name, a.client_addr::text, a.state, pg_catalog.left(a.query, 200),
       pg_catalog.round(EXTRACT(epoch
           FROM pg_catalog.clock_timestamp() - COALESCE(a.xact_start, a.backend_start)) * 1000)::bigint
  FROM pg_catalog.pg_locks AS l
  JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
 WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
   AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = pg_catalog.current_database())
   AND ((l.classid::bigint << 32) | l.objid::bigint) = $1::bigint;
