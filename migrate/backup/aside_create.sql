-- The statement that makes an empty database $2 like $1; where there is no $1, one of the owner $3 (NULL: who asks).
-- What only some servers know of is read from the row as JSON.
SELECT CASE
       WHEN d.oid IS NULL
       THEN pg_catalog.format('CREATE DATABASE %I TEMPLATE template0', $2::text)
            || COALESCE(' OWNER ' || pg_catalog.quote_ident($3::text), '')
       ELSE pg_catalog.format('CREATE DATABASE %I TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L OWNER %I '
                              'TABLESPACE %I CONNECTION LIMIT %s', $2::text, pg_catalog.pg_encoding_to_char(d.encoding),
                              d.datcollate, d.datctype, pg_catalog.pg_get_userbyid(d.datdba), t.spcname, d.datconnlimit)
            || CASE j.row ->> 'datlocprovider'
               WHEN 'i' THEN pg_catalog.format(' LOCALE_PROVIDER icu ICU_LOCALE %L', j.locale)
               WHEN 'b' THEN pg_catalog.format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', j.locale)
               ELSE '' END
            || COALESCE(' ICU_RULES ' || pg_catalog.quote_literal(j.row ->> 'daticurules'), '')
       END
  FROM (SELECT) AS nothing
  LEFT JOIN pg_catalog.pg_database AS d ON d.datname = $1::text
  LEFT JOIN pg_catalog.pg_tablespace AS t ON t.oid = d.dattablespace
 CROSS JOIN LATERAL (
       SELECT r.row, COALESCE(r.row ->> 'datlocale', r.row ->> 'daticulocale') AS locale
         FROM (SELECT pg_catalog.to_jsonb(d)) AS r (row)) AS j;
