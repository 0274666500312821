-- Manual: CREATE TEXT SEARCH TEMPLATE, pg_ts_template.
SELECT 'pg_ts_template'::regclass::oid AS classid, t.oid AS objid, 0 AS objsubid, quote_ident(t.tmplname) AS name,
       nullif(t.tmplinit::regproc::text, '-') AS init,
       t.tmpllexize::regproc::text AS lexize
  FROM pg_ts_template t JOIN pg_namespace n ON n.oid = t.tmplnamespace
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
