-- Relations that are there: oid, schema, name, kind, file, tablespace, scans so far, table of an index. It runs between
-- the statements of a stranger, under that one's search path: every operator is qualified. The first row only sets how
-- much the server says.
SELECT 0 AS oid, pg_catalog.set_config('client_min_messages', 'debug1', false) AS schema, NULL AS name, NULL AS kind,
       0 AS file, 0 AS tablespace, 0 AS scans, 0 AS indexed
UNION ALL
SELECT c.oid::pg_catalog.int8, n.nspname, c.relname, c.relkind::pg_catalog.text,
       COALESCE(pg_catalog.pg_relation_filenode(c.oid), 0)::pg_catalog.int8, c.reltablespace::pg_catalog.int8,
       COALESCE(pg_catalog.pg_stat_get_xact_numscans(c.oid), 0),
       COALESCE(i.indrelid, 0)::pg_catalog.int8
  FROM pg_catalog.pg_class AS c
       JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
       LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid OPERATOR(pg_catalog.=) c.oid
 WHERE c.oid OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid AND c.relkind OPERATOR(pg_catalog.<>) 't'
   AND n.nspname OPERATOR(pg_catalog.<>) 'pg_toast' AND c.relpersistence OPERATOR(pg_catalog.<>) 't';
