GRANT SELECT ON TABLE information_schema._pg_foreign_tables TO PUBLIC;
