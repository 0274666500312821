DROP FUNCTION public.f(public.t);

DROP TYPE public.t;

CREATE TYPE public.t AS (
    a integer,
    b text,
    c text
);

COMMENT ON TYPE public.t IS 'kept';

CREATE FUNCTION public.f(public.t)
    RETURNS text
    LANGUAGE sql
AS $$SELECT ($1).c$$;
