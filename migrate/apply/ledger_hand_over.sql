-- The statements that give the ledger to the role $1.
SELECT pg_catalog.string_agg(o.statement, '; ' ORDER BY o.place, o.statement)
  FROM (SELECT 1 AS place,
               pg_catalog.format('ALTER SCHEMA %I OWNER TO %I', /* ledger */ 'migrate', r.rolname) AS statement
          FROM pg_catalog.pg_roles AS r, pg_catalog.pg_namespace AS n
         WHERE r.rolname = $1 AND n.nspname = /* ledger */ 'migrate' AND n.nspowner <> r.oid
           AND /* ledger prefix */ '' = ''
        UNION ALL
        SELECT 2, pg_catalog.format('ALTER TABLE %I.%I OWNER TO %I', /* ledger */ 'migrate', c.relname, r.rolname)
          FROM pg_catalog.pg_roles AS r, pg_catalog.pg_class AS c
         WHERE r.rolname = $1
           AND c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace AS n
                                  WHERE n.nspname = /* ledger */ 'migrate')
           AND c.relkind IN ('r', 'p', 'v') AND c.relowner <> r.oid
           AND pg_catalog.starts_with(c.relname, /* ledger prefix */ '')
        UNION ALL
        SELECT 3, pg_catalog.format('ALTER ROUTINE %I.%I OWNER TO %I', /* ledger */ 'migrate', p.proname, r.rolname)
          FROM pg_catalog.pg_roles AS r, pg_catalog.pg_proc AS p
         WHERE r.rolname = $1
           AND p.pronamespace = (SELECT n.oid FROM pg_catalog.pg_namespace AS n
                                  WHERE n.nspname = /* ledger */ 'migrate')
           AND p.proowner <> r.oid AND pg_catalog.starts_with(p.proname, /* ledger prefix */ '')) AS o;
