-- The server's name for the object $1 $2 $3; no row where it is temporary, part of another object's storage, or ours
-- (manual: pg_identify_object()).
SELECT i.type, i.identity
  FROM pg_catalog.pg_identify_object($1::pg_catalog.oid, $2::pg_catalog.oid, $3::pg_catalog.int4) i
 WHERE i.type IS NOT NULL AND i.identity IS NOT NULL
   AND i.identity !~ '(^| on )(pg_toast|pg_temp(_[0-9]+)?|pg_toast_temp_[0-9]+|information_schema|pg_migrate)([.]|$)'
