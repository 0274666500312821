CREATE FUNCTION public.handler()
    RETURNS language_handler
    LANGUAGE c
AS '$libdir/plpgsql', $$plpgsql_call_handler$$;

CREATE LANGUAGE bare HANDLER public.handler;

CREATE TRUSTED LANGUAGE full_of HANDLER public.handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;

COMMENT ON LANGUAGE full_of IS 'As plpgsql';

CREATE FUNCTION public.f()
    RETURNS integer
    LANGUAGE full_of
AS $$BEGIN RETURN 1; END$$;

ALTER LANGUAGE bare OWNER TO carol;

REVOKE USAGE ON LANGUAGE full_of FROM PUBLIC;

GRANT USAGE ON LANGUAGE full_of TO bob;
