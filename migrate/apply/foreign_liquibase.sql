-- Liquibase: changes are parts of files; a migration is a file, called as it is without its ending.
SELECT pg_catalog.regexp_replace(filename, '^.*/|\.[a-z]+$', '', 'g') AS name, NULL::text,
       CASE WHEN pg_catalog.bool_or(exectype = 'FAILED') THEN 'failed' ELSE 'applied' END,
       pg_catalog.to_char(pg_catalog.max(dateexecuted), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), NULL::text
  FROM {table}
 WHERE exectype <> 'SKIPPED'
 GROUP BY name
 ORDER BY pg_catalog.max(orderexecuted);
