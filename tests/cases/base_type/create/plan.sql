CREATE TYPE public.name_of;

CREATE TYPE public.percent;

CREATE FUNCTION public.name_of_in(cstring, oid, integer)
 RETURNS public.name_of
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$bpcharin$function$;

CREATE FUNCTION public.name_of_out(public.name_of)
 RETURNS cstring
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$bpcharout$function$;

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
AS $function$int4in$function$;

CREATE FUNCTION public.percent_out(public.percent)
 RETURNS cstring
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4out$function$;

CREATE FUNCTION public.percent_receive(internal)
 RETURNS public.percent
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4recv$function$;

CREATE FUNCTION public.percent_send(public.percent)
 RETURNS bytea
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4send$function$;

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

CREATE DOMAIN public.quarter AS public.percent;

CREATE TABLE public.t (
    share public.percent DEFAULT '50'::public.percent,
    many public.percent[],
    title public.name_of(10)
);

CREATE FUNCTION public.half(public.percent)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT 1$function$;

COMMENT ON TYPE public.percent IS 'Of a hundred';
