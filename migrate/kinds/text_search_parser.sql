-- Manual: CREATE TEXT SEARCH PARSER, pg_ts_parser.
SELECT 'pg_ts_parser'::regclass::oid AS classid, p.oid AS objid, 0 AS objsubid, quote_ident(p.prsname) AS name,
       p.prsstart::regproc::text AS start,
       p.prstoken::regproc::text AS gettoken,
       p.prsend::regproc::text AS end,
       p.prslextype::regproc::text AS lextypes,
       nullif(p.prsheadline::regproc::text, '-') AS headline
  FROM pg_ts_parser p JOIN pg_namespace n ON n.oid = p.prsnamespace
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
