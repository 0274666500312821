-- The schema migrate.ignored (the loader sets it), the relations in it, and the addresses of those and of its
-- functions: what other objects may belong to. Without such a schema it is 0 and they are none. What lies in a schema
-- depends on it, but not all that depends on it lies there.
SELECT n.oid AS schema, m.relations, m.members
  FROM (SELECT coalesce((SELECT oid FROM pg_catalog.pg_namespace
      WHERE nspname = pg_catalog.current_setting('migrate.ignored', true)), 0) AS oid) n
 CROSS JOIN LATERAL (
       SELECT coalesce(pg_catalog.array_agg(c.oid) FILTER (WHERE c.oid IS NOT NULL), '{}') AS relations,
              pg_catalog.string_agg(d.classid || ' ' || d.objid || ' 0', ',') AS members
         FROM pg_catalog.pg_depend d
         LEFT JOIN pg_catalog.pg_class c ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = d.objid
             AND c.relnamespace = n.oid
         LEFT JOIN pg_catalog.pg_proc p ON d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND p.oid = d.objid
             AND p.pronamespace = n.oid
        WHERE d.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.refobjid = n.oid
            AND (c.oid IS NOT NULL OR p.oid IS NOT NULL)) m
