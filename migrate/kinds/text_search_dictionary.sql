-- Manual: CREATE TEXT SEARCH DICTIONARY, pg_ts_dict. dictinitoption is a list of name = value as the server writes
-- it; a value is a number or a quoted string. option_names are what is left without the values.
SELECT 'pg_ts_dict'::regclass::oid AS classid, d.oid AS objid, 0 AS objsubid, quote_ident(d.dictname) AS name,
       quote_ident(tn.nspname) || '.' || quote_ident(t.tmplname) AS template,
       d.dictinitoption AS options,
       regexp_replace(d.dictinitoption, '("(?:[^"]|"")+"|\w+) = (?:E?''(?:[^'']|'''')*''|[^,'']+)', '\1',
           'g') AS option_names
  FROM pg_ts_dict d
  JOIN pg_namespace n ON n.oid = d.dictnamespace
  JOIN pg_ts_template t ON t.oid = d.dicttemplate
  JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
