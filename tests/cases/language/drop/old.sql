CREATE FUNCTION handler() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE LANGUAGE bare HANDLER handler;
CREATE TRUSTED LANGUAGE full_of HANDLER handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
CREATE FUNCTION f() RETURNS integer LANGUAGE full_of AS 'BEGIN RETURN 1; END';
COMMENT ON LANGUAGE full_of IS 'As plpgsql';
GRANT USAGE ON LANGUAGE full_of TO bob;
REVOKE USAGE ON LANGUAGE full_of FROM PUBLIC;
ALTER LANGUAGE bare OWNER TO carol;
