DROP VIEW public.v;

DROP FUNCTION public.half(public.percent);

DROP TYPE public.percent CASCADE;

CREATE TYPE public.percent;

CREATE FUNCTION public.percent_out(public.percent)
    RETURNS cstring
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4out$$;

CREATE FUNCTION public.percent_read(cstring)
    RETURNS public.percent
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4in$$;

CREATE TYPE public.percent (
    INPUT = public.percent_read,
    OUTPUT = public.percent_out,
    INTERNALLENGTH = 4,
    PASSEDBYVALUE,
    ALIGNMENT = int4
);

CREATE FUNCTION public.half(public.percent)
    RETURNS integer
    LANGUAGE sql
    IMMUTABLE
AS $$SELECT 1$$;

CREATE FUNCTION public.percent_in(cstring)
    RETURNS public.percent
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4in$$;

CREATE VIEW public.v AS
SELECT public.half(NULL::public.percent) AS half;
