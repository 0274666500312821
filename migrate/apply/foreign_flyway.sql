-- Flyway: the last row of a version counts, which may undo it; rows of repeatable migrations have no version.
SELECT version, checksum::text,
       CASE WHEN NOT success THEN 'failed' WHEN type = 'DELETE' OR type LIKE 'UNDO%' THEN 'undone'
           WHEN type = 'BASELINE' THEN 'baseline' ELSE 'applied' END,
       pg_catalog.to_char(installed_on, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), NULL::text
  FROM (SELECT DISTINCT ON (version) * FROM {table} WHERE version IS NOT NULL ORDER BY version,
      installed_rank DESC) AS last
 ORDER BY installed_rank;
