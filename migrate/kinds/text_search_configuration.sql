-- Manual: CREATE TEXT SEARCH CONFIGURATION, pg_ts_config.
SELECT 'pg_ts_config'::regclass::oid AS classid, c.oid AS objid, 0 AS objsubid, quote_ident(c.cfgname) AS name,
       quote_ident(pn.nspname) || '.' || quote_ident(p.prsname) AS parser
  FROM pg_ts_config c
  JOIN pg_namespace n ON n.oid = c.cfgnamespace
  JOIN pg_ts_parser p ON p.oid = c.cfgparser
  JOIN pg_namespace pn ON pn.oid = p.prsnamespace
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
