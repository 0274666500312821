-- Django: several apps may have a migration of one name.
SELECT DISTINCT ON (name) name, NULL::text, 'applied',
       pg_catalog.to_char(applied AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), NULL::text
  FROM {table}
 ORDER BY name, id DESC;
