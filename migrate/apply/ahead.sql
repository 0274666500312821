-- Sessions whose open transaction holds a lock on one of the tables $1 (an array of names as written). Columns as the
-- problem's text has them: table, pid, user, application, seconds, query. It runs under the
-- search path of the migrations, where public may have operators of anybody's: they are qualified.
SELECT w.name, a.pid, a.usename, a.application_name,
       pg_catalog.round(EXTRACT(epoch FROM pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) a.xact_start)),
           pg_catalog.left(a.query, 100)
  FROM pg_catalog.unnest($1::pg_catalog.text[]) AS w (name)
  JOIN pg_catalog.pg_locks AS l ON l.relation OPERATOR(pg_catalog.=) pg_catalog.to_regclass(w.name) AND l.granted
       AND l.database OPERATOR(pg_catalog.=) (SELECT d.oid FROM pg_catalog.pg_database AS d
           WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())
  JOIN pg_catalog.pg_stat_activity AS a ON a.pid OPERATOR(pg_catalog.=) l.pid
 WHERE a.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()
     AND a.xact_start OPERATOR(pg_catalog.<) (pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-) '1 second'::interval)
 GROUP BY w.name, a.pid, a.usename, a.application_name, a.xact_start, a.query
 ORDER BY a.xact_start
 LIMIT 20;
