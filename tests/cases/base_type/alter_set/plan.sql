ALTER TYPE public.c_typmod SET (TYPMOD_IN = bpchartypmodin);

ALTER TYPE public.c_typmod SET (TYPMOD_OUT = bpchartypmodout);

ALTER TYPE public.d_analyze SET (ANALYZE = range_typanalyze);

ALTER TYPE public.e_storage SET (STORAGE = extended);

CREATE FUNCTION public.a_receive_receive(internal)
    RETURNS public.a_receive
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4recv$$;

ALTER TYPE public.a_receive SET (RECEIVE = public.a_receive_receive);

CREATE FUNCTION public.b_send_send(public.b_send)
    RETURNS bytea
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4send$$;

ALTER TYPE public.b_send SET (SEND = public.b_send_send);
