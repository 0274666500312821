-- sqlx: the sum is SHA-384 of the file's bytes.
SELECT version::text, pg_catalog.encode(checksum, 'hex'), CASE WHEN success THEN 'applied' ELSE 'failed' END,
       pg_catalog.to_char(installed_on, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), NULL::text
  FROM {table}
 ORDER BY version;
