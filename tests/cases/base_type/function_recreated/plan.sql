DROP TYPE public.percent CASCADE;

CREATE TYPE public.percent;

CREATE FUNCTION public.percent_in(cstring)
 RETURNS public.percent
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4in$function$;

CREATE FUNCTION public.percent_out(value public.percent)
 RETURNS cstring
 LANGUAGE internal
 IMMUTABLE STRICT
AS $function$int4out$function$;

CREATE FUNCTION public.percent_send(value public.percent)
 RETURNS bytea
 LANGUAGE internal
 IMMUTABLE STRICT COST 7
AS $function$int4send$function$;

CREATE TYPE public.percent (
    INPUT = public.percent_in,
    OUTPUT = public.percent_out,
    SEND = public.percent_send,
    INTERNALLENGTH = 4,
    PASSEDBYVALUE,
    ALIGNMENT = int4
);
