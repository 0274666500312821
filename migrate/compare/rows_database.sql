-- What is set for the database itself; no row where nothing is. Manual: pg_database, pg_db_role_setting.
SELECT 'the database'::pg_catalog.text, '1', s.text
  FROM (SELECT pg_catalog.concat_ws(' ',
                   (SELECT pg_catalog.string_agg(r.setconfig::pg_catalog.text, ' ' ORDER BY r.setrole)
                      FROM pg_catalog.pg_db_role_setting AS r
                     WHERE r.setdatabase OPERATOR(pg_catalog.=) d.oid),
                   d.datacl::pg_catalog.text,
                   pg_catalog.shobj_description(d.oid, 'pg_database')) AS text
          FROM pg_catalog.pg_database AS d
         WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database()) AS s
 WHERE s.text OPERATOR(pg_catalog.<>) ''
