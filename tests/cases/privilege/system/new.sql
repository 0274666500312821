GRANT SELECT ON pg_catalog.pg_authid TO pg_monitor;
GRANT SELECT (rolname) ON pg_catalog.pg_authid TO PUBLIC;
REVOKE SELECT (subname) ON pg_catalog.pg_subscription FROM PUBLIC;
GRANT SELECT ON information_schema.tables TO pg_monitor WITH GRANT OPTION;
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO pg_monitor;
REVOKE USAGE ON LANGUAGE sql FROM PUBLIC;
GRANT CREATE ON SCHEMA pg_catalog TO pg_monitor;
REVOKE USAGE ON TYPE pg_catalog.int4 FROM PUBLIC;
