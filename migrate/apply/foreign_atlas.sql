-- Atlas: a row of type 1 stands for what was there before; what is not a version begins with a dot.
SELECT version, NULL::text,
       CASE WHEN coalesce(error, '') <> '' OR applied < total THEN 'failed' WHEN type = 1 THEN 'baseline'
           ELSE 'applied' END,
       pg_catalog.to_char(executed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), error
  FROM {table}
 WHERE version NOT LIKE '.%'
 ORDER BY version;
