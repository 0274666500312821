-- Manual: CREATE CONVERSION, pg_conversion.
SELECT 'pg_conversion'::regclass::oid AS classid, c.oid AS objid, 0 AS objsubid, quote_ident(c.conname) AS name,
       CASE WHEN c.condefault THEN 'DEFAULT' END AS default,
       quote_literal(pg_encoding_to_char(c.conforencoding)) AS source,
       quote_literal(pg_encoding_to_char(c.contoencoding)) AS target,
       c.conproc::regproc::text AS function
  FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
