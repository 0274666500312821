DROP FUNCTION public.f(public.t);

DROP TYPE public.t;

CREATE TYPE public.t AS (
    a integer,
    b text,
    c text
);

CREATE FUNCTION public.f(public.t)
 RETURNS text
 LANGUAGE sql
AS $function$SELECT ($1).c$function$;

COMMENT ON TYPE public.t IS 'kept';
