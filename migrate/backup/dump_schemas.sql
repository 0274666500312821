-- All schemas but the ledger's, as patterns that match every table in one of them.
SELECT '"' || pg_catalog.replace(n.nspname, '"', '""') || '".*'
  FROM pg_catalog.pg_namespace AS n
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND n.nspname <> /* ledger */ 'migrate'
 ORDER BY n.nspname COLLATE "C";
