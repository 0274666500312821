-- The statements that give the ledger to the current role.
SELECT pg_catalog.string_agg(o.statement, '; ' ORDER BY o.place, o.statement)
  FROM (SELECT 1 AS place, pg_catalog.format('ALTER SCHEMA migrate OWNER TO %I', current_user) AS statement
          FROM pg_catalog.pg_namespace AS n
         WHERE n.nspname = 'migrate' AND n.nspowner <> current_user::pg_catalog.regrole
        UNION ALL
        SELECT 2, pg_catalog.format('ALTER TABLE migrate.%I OWNER TO %I', c.relname, current_user)
          FROM pg_catalog.pg_class AS c
         WHERE c.relnamespace = (SELECT n.oid FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'migrate')
           AND c.relkind IN ('r', 'p', 'v') AND c.relowner <> current_user::pg_catalog.regrole
        UNION ALL
        SELECT 3, pg_catalog.format('ALTER ROUTINE migrate.%I OWNER TO %I', p.proname, current_user)
          FROM pg_catalog.pg_proc AS p
         WHERE p.pronamespace = (SELECT n.oid FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'migrate')
           AND p.proowner <> current_user::pg_catalog.regrole) AS o;
