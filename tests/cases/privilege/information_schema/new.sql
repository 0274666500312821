GRANT SELECT ON information_schema._pg_foreign_tables TO PUBLIC;
