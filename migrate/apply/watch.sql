-- What the session $1 waits for, and how far it is: kind; for a blocker pid, user, application, client, state, query,
-- age in milliseconds; for progress NULL, phase, done, total.
SELECT 'blocker' AS kind, b.pid, a.usename::text, a.application_name, a.client_addr::text,
       a.state, pg_catalog.left(a.query, 200),
       pg_catalog.round(EXTRACT(epoch FROM pg_catalog.clock_timestamp() - a.xact_start) * 1000)::bigint
  FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids($1::integer)) AS b (pid)
  LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = b.pid
UNION ALL
SELECT 'progress', NULL, p.phase, p.blocks_done::text, p.blocks_total::text, NULL, NULL, NULL
  FROM pg_catalog.pg_stat_progress_create_index AS p WHERE p.pid = $1::integer
UNION ALL
SELECT 'progress', NULL, p.phase, p.heap_blks_scanned::text, p.heap_blks_total::text, NULL, NULL, NULL
  FROM pg_catalog.pg_stat_progress_vacuum AS p WHERE p.pid = $1::integer
UNION ALL
SELECT 'progress', NULL, p.phase, p.heap_blks_scanned::text, p.heap_blks_total::text, NULL, NULL, NULL
  FROM pg_catalog.pg_stat_progress_cluster AS p WHERE p.pid = $1::integer;
