-- The relations up to oid $1 that this session has locked: oid, mode from 1 (ACCESS SHARE) to 8, schema, name (none for
-- a dropped one), file, tablespace, scans so far, files of its indexes. It runs between the statements of a stranger,
-- under that one's search path: every operator is qualified. The first row only sets how much the server says.
WITH held AS MATERIALIZED (
    SELECT l.relation AS oid, pg_catalog.max(pg_catalog.array_position(
               ARRAY['AccessShareLock', 'RowShareLock', 'RowExclusiveLock', 'ShareUpdateExclusiveLock', 'ShareLock',
                     'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'], l.mode)) AS mode
      FROM pg_catalog.pg_locks AS l
     WHERE l.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()
       AND l.locktype OPERATOR(pg_catalog.=) 'relation' AND l.granted
       AND l.relation OPERATOR(pg_catalog.>=) 16384::pg_catalog.oid
       AND l.relation OPERATOR(pg_catalog.<=) $1::pg_catalog.oid
     GROUP BY 1)
SELECT 0 AS oid, 0 AS mode, pg_catalog.set_config('client_min_messages', 'debug1', false) AS schema, NULL AS name,
       0 AS file, 0 AS tablespace, 0 AS scans, '' AS files
UNION ALL
SELECT h.oid::pg_catalog.int8, h.mode, n.nspname, c.relname,
       COALESCE(pg_catalog.pg_relation_filenode(h.oid), 0)::pg_catalog.int8,
       COALESCE(c.reltablespace, 0)::pg_catalog.int8, COALESCE(pg_catalog.pg_stat_get_xact_numscans(h.oid), 0),
       CASE WHEN c.relhasindex THEN pg_catalog.array_to_string(ARRAY(
           SELECT pg_catalog.pg_relation_filenode(i.indexrelid)
             FROM pg_catalog.pg_index AS i WHERE i.indrelid OPERATOR(pg_catalog.=) h.oid), ' ') ELSE '' END
  FROM held AS h
       LEFT JOIN pg_catalog.pg_class AS c ON c.oid OPERATOR(pg_catalog.=) h.oid
       LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace;
