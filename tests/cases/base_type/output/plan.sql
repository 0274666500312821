DROP FUNCTION public.percent_print(public.percent);

DROP TYPE public.percent CASCADE;

CREATE TYPE public.percent;

CREATE FUNCTION public.percent_in(cstring)
    RETURNS public.percent
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4in$$;

CREATE FUNCTION public.percent_print(public.percent)
    RETURNS cstring
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4out$$;

CREATE TYPE public.percent (
    INPUT = public.percent_in,
    OUTPUT = public.percent_print,
    INTERNALLENGTH = 4,
    PASSEDBYVALUE,
    ALIGNMENT = int4
);

CREATE FUNCTION public.percent_out(public.percent)
    RETURNS cstring
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4out$$;
