CREATE TYPE public.name_of;

CREATE TYPE public.percent;

CREATE FUNCTION public.name_of_in(cstring, oid, integer)
    RETURNS public.name_of
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$bpcharin$$;

CREATE FUNCTION public.name_of_out(public.name_of)
    RETURNS cstring
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$bpcharout$$;

CREATE TYPE public.name_of (
    INPUT = public.name_of_in,
    OUTPUT = public.name_of_out,
    TYPMOD_IN = bpchartypmodin,
    TYPMOD_OUT = bpchartypmodout,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = int4,
    STORAGE = extended,
    DELIMITER = ';',
    COLLATABLE = true
);

CREATE FUNCTION public.percent_in(cstring)
    RETURNS public.percent
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4in$$;

CREATE FUNCTION public.percent_out(public.percent)
    RETURNS cstring
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4out$$;

CREATE FUNCTION public.percent_receive(internal)
    RETURNS public.percent
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4recv$$;

CREATE FUNCTION public.percent_send(public.percent)
    RETURNS bytea
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4send$$;

CREATE TYPE public.percent (
    INPUT = public.percent_in,
    OUTPUT = public.percent_out,
    RECEIVE = public.percent_receive,
    SEND = public.percent_send,
    INTERNALLENGTH = 4,
    PASSEDBYVALUE,
    ALIGNMENT = int4,
    CATEGORY = 'N',
    DEFAULT = '7'
);

COMMENT ON TYPE public.percent IS 'Of a hundred';

CREATE DOMAIN public.quarter AS public.percent;

CREATE TABLE public.t (
    share public.percent DEFAULT '50',
    many public.percent[],
    title public.name_of(10)
);

CREATE FUNCTION public.half(public.percent)
    RETURNS integer
    LANGUAGE sql
    IMMUTABLE
AS $$SELECT 1$$;
