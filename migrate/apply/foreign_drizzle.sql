-- Drizzle: the sum of the file, SHA-256, and no name; it numbers its files from 0 unless it is told otherwise.
SELECT (pg_catalog.row_number() OVER (ORDER BY created_at, id) - 1)::text, hash, 'applied',
       pg_catalog.to_char(pg_catalog.to_timestamp(created_at / 1000.0) AT TIME ZONE 'UTC',
           'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), NULL::text
  FROM {table}
 ORDER BY created_at, id;
