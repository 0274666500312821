-- Whether there is a ledger whose row this role may read. Whoever may not look into the schema is refused by
-- to_regclass(), not answered.
SELECT CASE WHEN pg_catalog.has_schema_privilege(n.oid, 'USAGE')
            THEN COALESCE(pg_catalog.has_table_privilege(
                     pg_catalog.to_regclass(/* ledger */ 'migrate' || '.meta')::pg_catalog.oid, 'SELECT'), false)
            ELSE false END
  FROM (SELECT pg_catalog.to_regnamespace(/* ledger */ 'migrate')::pg_catalog.oid AS oid) AS n
