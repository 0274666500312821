GRANT SELECT ON pg_catalog.pg_authid TO pg_monitor WITH GRANT OPTION;
GRANT SELECT (rolname) ON pg_catalog.pg_authid TO pg_monitor WITH GRANT OPTION;
GRANT SELECT (rolname) ON pg_catalog.pg_authid TO bob;
