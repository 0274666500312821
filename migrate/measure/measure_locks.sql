-- The relations up to oid $1 that this session has locked, a row for each mode: oid, schema as an identifier, name
-- (none for a dropped one), kind, file, tablespace, scans so far, oid of the schema, mode, files of its indexes.
-- It runs between the statements of a stranger, under that one's search path: every operator is qualified. How much
-- the server says is set by the way, once.
SELECT l.relation::pg_catalog.int8, c.relnamespace::pg_catalog.regnamespace::pg_catalog.text, c.relname,
       c.relkind::pg_catalog.text, pg_catalog.pg_relation_filenode(l.relation)::pg_catalog.int8,
       c.reltablespace::pg_catalog.int8, pg_catalog.pg_stat_get_xact_numscans(l.relation),
       c.relnamespace::pg_catalog.int8, l.mode,
       CASE WHEN c.relhasindex THEN ARRAY(
           SELECT pg_catalog.pg_relation_filenode(i.indexrelid)
             FROM pg_catalog.pg_index AS i WHERE i.indrelid OPERATOR(pg_catalog.=) l.relation)::pg_catalog.text END
  FROM pg_catalog.pg_lock_status() AS l
       LEFT JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) l.relation
 WHERE (SELECT pg_catalog.set_config('client_min_messages', 'debug1', false)) IS NOT NULL
   AND l.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()
   AND l.locktype OPERATOR(pg_catalog.=) 'relation' AND l.granted
   AND l.relation OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
   AND l.relation OPERATOR(pg_catalog.<=) $1::pg_catalog.oid;
