-- Sqitch: changes as the labels of its layout have them, the time of the plan and the name, and the sums of their
-- scripts, SHA-1.
SELECT pg_catalog.to_char(planned_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISS_') || change, script_hash, 'applied',
       pg_catalog.to_char(committed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), NULL::text
  FROM {table}
 ORDER BY committed_at, change_id;
