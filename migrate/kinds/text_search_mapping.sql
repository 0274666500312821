-- Manual: ALTER TEXT SEARCH CONFIGURATION, pg_ts_config_map. One row for each type of token; the dictionaries are
-- asked in their order.
SELECT 'pg_ts_config_map'::regclass::oid AS classid, c.oid AS objid, m.maptokentype AS objsubid,
    quote_ident(t.alias) AS name,
       'pg_ts_config'::regclass::oid AS parent_classid, c.oid AS parent_objid, 0 AS parent_objsubid,
       m.maptokentype AS ord, m.dictionaries, m.depends
  FROM pg_ts_config c
  JOIN pg_namespace n ON n.oid = c.cfgnamespace
  JOIN LATERAL (SELECT m.maptokentype, string_agg(quote_ident(dn.nspname) || '.' || quote_ident(d.dictname), ', '
      ORDER BY m.mapseqno) AS dictionaries,
                       string_agg('pg_ts_dict'::regclass::oid || ' ' || d.oid || ' 0', ',') AS depends
                  FROM pg_ts_config_map m
                  JOIN pg_ts_dict d ON d.oid = m.mapdict
                  JOIN pg_namespace dn ON dn.oid = d.dictnamespace
                 WHERE m.mapcfg = c.oid
                 GROUP BY m.maptokentype) m ON true
  JOIN LATERAL ts_token_type(c.cfgparser) t ON t.tokid = m.maptokentype
 WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
