-- Knex: the name of the file, without its ending.
SELECT pg_catalog.regexp_replace(name, '\.[a-z]+$', ''), NULL::text, 'applied',
       pg_catalog.to_char(migration_time, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), NULL::text
  FROM {table}
 ORDER BY id;
