-- The roles that a dump of this database names: owners, and those that have privileges or policies. What belongs to
-- the first superuser is not among the dependencies.
SELECT r.rolname
  FROM pg_catalog.pg_roles AS r
 WHERE r.rolname !~ '^pg_'
   AND (EXISTS (SELECT
                  FROM pg_catalog.pg_shdepend AS d
                  JOIN pg_catalog.pg_database AS b ON b.oid = d.dbid AND b.datname = pg_catalog.current_database()
                 WHERE d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass AND d.refobjid = r.oid)
        OR r.oid = 10
           AND (EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.relowner = 10 AND c.oid >= 16384)
                OR EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspowner = 10 AND n.oid >= 16384)
                OR EXISTS (SELECT FROM pg_catalog.pg_proc AS p WHERE p.proowner = 10 AND p.oid >= 16384)
                OR EXISTS (SELECT FROM pg_catalog.pg_type AS t WHERE t.typowner = 10 AND t.oid >= 16384)))
 ORDER BY r.rolname COLLATE "C";
