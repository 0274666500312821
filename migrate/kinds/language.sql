-- Manual: CREATE LANGUAGE, pg_language.
SELECT 'pg_language'::regclass::oid AS classid, l.oid AS objid, 0 AS objsubid, quote_ident(l.lanname) AS name,
       CASE WHEN l.lanpltrusted THEN 'TRUSTED' END AS trusted,
       l.lanplcallfoid::regproc::text AS handler,
       nullif(l.laninline::regproc::text, '-') AS inline,
       nullif(l.lanvalidator::regproc::text, '-') AS validator
  FROM pg_language l
 WHERE l.oid >= 16384
