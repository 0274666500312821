-- A query that returns, for each table and materialized view that has rows and for each sequence that has counted, its
-- name, how many rows it has, and a sum over them that does not depend on their order; NULL where there is none.
-- Manual: pg_class (relkind), pg_sequence, pg_depend (deptype e).
SELECT pg_catalog.string_agg(
           CASE WHEN c.relkind OPERATOR(pg_catalog.=) 'S'
                THEN pg_catalog.format('SELECT %L::pg_catalog.text AS name, last_value::pg_catalog.text AS count, '
                         'is_called::pg_catalog.text AS sum FROM %I.%I '
                         'WHERE is_called OR last_value OPERATOR(pg_catalog.<>) %s',
                         pg_catalog.format('%I.%I', n.nspname, c.relname), n.nspname, c.relname, s.seqstart)
                ELSE pg_catalog.format('SELECT %L::pg_catalog.text, pg_catalog.count(*)::pg_catalog.text, '
                         'pg_catalog.sum(pg_catalog.hashtextextended(t::pg_catalog.text, 0)'
                         '::pg_catalog.numeric)::pg_catalog.text FROM ONLY %I.%I AS t '
                         'HAVING pg_catalog.count(*) OPERATOR(pg_catalog.>) 0',
                         pg_catalog.format('%I.%I', n.nspname, c.relname), n.nspname, c.relname)
           END, ' UNION ALL ')
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
  LEFT JOIN pg_catalog.pg_sequence AS s ON s.seqrelid OPERATOR(pg_catalog.=) c.oid
 WHERE c.relkind OPERATOR(pg_catalog.=) ANY ('{r,m,S}'::"char"[])
   AND (c.relispopulated OR c.relkind OPERATOR(pg_catalog.<>) 'm')
   AND c.relpersistence OPERATOR(pg_catalog.<>) 't'
   AND n.nspname OPERATOR(pg_catalog.<>) ALL ('{pg_catalog,information_schema,pg_toast}'::pg_catalog.name[])
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d
                    WHERE d.classid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass
                      AND d.objid OPERATOR(pg_catalog.=) c.oid AND d.deptype OPERATOR(pg_catalog.=) 'e')
