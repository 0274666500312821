-- Manual: CREATE TYPE. A type that is only declared; and of each type whose own functions take or return it, the
-- declaration that those functions need. The latter stands at objsubid -1, beside the type.
SELECT 'pg_type'::regclass::oid AS classid, t.oid AS objid, CASE WHEN t.typisdefined THEN -1 ELSE 0 END AS objsubid,
       quote_ident(t.typname) AS name,
       CASE WHEN t.typisdefined THEN '' END AS defined
  FROM pg_type t
  JOIN pg_namespace n ON n.oid = t.typnamespace
  LEFT JOIN pg_type e ON e.typarray = t.oid
  LEFT JOIN pg_range r ON r.rngtypid = t.oid
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
   AND (NOT t.typisdefined
        OR t.typtype = 'b' AND e.oid IS NULL
        OR r.rngcanonical <> 0)
