ALTER SCHEMA information_schema OWNER TO postgres;

ALTER FUNCTION pg_catalog.pg_ls_dir(pg_catalog.text) OWNER TO second;

ALTER LANGUAGE plpgsql OWNER TO second;

ALTER OPERATOR pg_catalog.+(integer,integer) OWNER TO second;

ALTER TYPE pg_catalog.point OWNER TO second;

ALTER VIEW information_schema.tables OWNER TO second;
