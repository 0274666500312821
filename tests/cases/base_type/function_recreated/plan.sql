DROP TYPE public.percent CASCADE;

CREATE TYPE public.percent;

CREATE FUNCTION public.percent_in(cstring)
    RETURNS public.percent
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4in$$;

CREATE FUNCTION public.percent_out(value public.percent)
    RETURNS cstring
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4out$$;

CREATE FUNCTION public.percent_send(value public.percent)
    RETURNS bytea
    LANGUAGE internal
    IMMUTABLE STRICT COST 7
AS $$int4send$$;

CREATE TYPE public.percent (
    INPUT = public.percent_in,
    OUTPUT = public.percent_out,
    SEND = public.percent_send,
    INTERNALLENGTH = 4,
    PASSEDBYVALUE,
    ALIGNMENT = int4
);
