-- Sqitch: the names of changes, and the sums of their scripts, SHA-1.
SELECT change, script_hash, 'applied',
       pg_catalog.to_char(committed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), NULL::text
  FROM {table}
 ORDER BY committed_at, change_id;
