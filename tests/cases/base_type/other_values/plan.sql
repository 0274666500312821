DROP TYPE public.d_anew CASCADE;

CREATE TYPE public.d_anew;

ALTER TYPE public.a_binary SET (RECEIVE = public.b_receive);

ALTER TYPE public.a_binary SET (SEND = public.a_send);

ALTER TYPE public.b_typmod SET (TYPMOD_IN = varchartypmodin);

ALTER TYPE public.b_typmod SET (TYPMOD_OUT = bpchartypmodout);

ALTER TYPE public.b_typmod SET (ANALYZE = array_typanalyze);

CREATE FUNCTION public.d_anew_in(cstring)
    RETURNS public.d_anew
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$point_in$$;

CREATE FUNCTION public.d_anew_out(public.d_anew)
    RETURNS cstring
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$point_out$$;

CREATE TYPE public.d_anew (
    INPUT = public.d_anew_in,
    OUTPUT = public.d_anew_out,
    SUBSCRIPT = raw_array_subscript_handler,
    INTERNALLENGTH = 16,
    ALIGNMENT = double,
    CATEGORY = 'X',
    DEFAULT = '(1,1)',
    ELEMENT = bigint,
    DELIMITER = ':'
);

CREATE FUNCTION public.subscript(internal)
    RETURNS internal
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$raw_array_subscript_handler$$;

ALTER TYPE public.c_subscript SET (SUBSCRIPT = public.subscript);
