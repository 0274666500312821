REVOKE SELECT (rolname) ON TABLE pg_authid FROM pg_monitor;

REVOKE EXECUTE ON FUNCTION pg_sleep(double precision) FROM PUBLIC;

REVOKE USAGE ON LANGUAGE sql FROM PUBLIC;

REVOKE SELECT ON TABLE information_schema.columns FROM PUBLIC;

REVOKE SELECT (subname) ON TABLE pg_subscription FROM PUBLIC;

REVOKE USAGE ON TYPE pg_catalog.int4 FROM PUBLIC;

GRANT EXECUTE ON FUNCTION pg_read_file(text) TO pg_monitor;

GRANT CREATE ON SCHEMA pg_catalog TO pg_monitor;

GRANT SELECT ON TABLE information_schema.tables TO pg_monitor WITH GRANT OPTION;

REVOKE GRANT OPTION FOR SELECT ON TABLE pg_authid FROM pg_monitor;

GRANT SELECT (rolname) ON TABLE pg_authid TO PUBLIC;

GRANT SELECT (rolname) ON TABLE pg_authid TO bob WITH GRANT OPTION;
