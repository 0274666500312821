-- Who holds a lock on one of the tables $1 (names as written), on a table of the ledger, one of the advisory locks $2,
-- or keeps others from anything else in this database. Columns as in watch.sql. It runs under the search path of the
-- migrations, where public may have operators of anybody's: they are qualified.
SELECT 'blocker', COALESCE(h.pid, 0), a.usename::text, a.application_name, a.client_addr::text, a.state,
       pg_catalog.left(a.query, 200),
       pg_catalog.round(EXTRACT(epoch FROM pg_catalog.clock_timestamp()
                                           OPERATOR(pg_catalog.-) COALESCE(a.xact_start, a.backend_start))
                        OPERATOR(pg_catalog.*) 1000)::bigint
  FROM (SELECT DISTINCT l.pid
          FROM pg_catalog.pg_locks AS l
         WHERE l.granted
           AND l.database OPERATOR(pg_catalog.=) (
                   SELECT d.oid FROM pg_catalog.pg_database AS d
                    WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
           AND (l.relation OPERATOR(pg_catalog.=) ANY (
                    ARRAY(SELECT pg_catalog.to_regclass(t.name)::pg_catalog.oid
                            FROM pg_catalog.unnest($1::text[]) AS t (name)))
                OR l.relation OPERATOR(pg_catalog.=) ANY (
                       ARRAY(SELECT c.oid FROM pg_catalog.pg_class AS c
                              JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
                              WHERE n.nspname OPERATOR(pg_catalog.=) /* ledger */ 'migrate'
                                AND pg_catalog.starts_with(c.relname::text, /* ledger prefix */ '')))
                OR (l.locktype OPERATOR(pg_catalog.=) 'relation'
                    AND l.mode OPERATOR(pg_catalog.<>) 'AccessShareLock')
                OR (l.locktype OPERATOR(pg_catalog.=) 'advisory' AND l.objsubid OPERATOR(pg_catalog.=) 1
                    AND ((l.classid::bigint OPERATOR(pg_catalog.<<) 32) OPERATOR(pg_catalog.|) l.objid::bigint)
                        OPERATOR(pg_catalog.=) ANY ($2::bigint[])))) AS h
  LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid OPERATOR(pg_catalog.=) h.pid
 WHERE h.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
   AND COALESCE(a.backend_type, 'client backend') OPERATOR(pg_catalog.=) 'client backend'
 ORDER BY a.xact_start
 LIMIT 16;
