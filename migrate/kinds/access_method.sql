-- Manual: CREATE ACCESS METHOD, pg_am.
SELECT 'pg_am'::regclass::oid AS classid, a.oid AS objid, 0 AS objsubid, quote_ident(a.amname) AS name,
       CASE a.amtype WHEN 'i' THEN 'INDEX' WHEN 't' THEN 'TABLE' END AS type,
       a.amhandler::regproc::text AS handler
  FROM pg_am a
 WHERE a.oid >= 16384
