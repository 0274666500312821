-- node-pg-migrate: the name of the file, without its ending.
SELECT pg_catalog.regexp_replace(name, '^(\d+)[-_]', '\1_'), NULL::text, 'applied',
       pg_catalog.to_char(run_on, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), NULL::text
  FROM {table}
 ORDER BY id;
