-- goose: the last row of a version counts; version 0 is the table's own.
SELECT version_id::text, NULL::text, CASE WHEN is_applied THEN 'applied' ELSE 'undone' END,
       pg_catalog.to_char(tstamp, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), NULL::text
  FROM (SELECT DISTINCT ON (version_id) * FROM {table} WHERE version_id > 0 ORDER BY version_id, id DESC) AS last
 ORDER BY id;
