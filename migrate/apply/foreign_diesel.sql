-- diesel: the versions, and when.
SELECT version::text, NULL::text, 'applied', pg_catalog.to_char(run_on, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), NULL::text
  FROM {table}
 ORDER BY version;
