CREATE TYPE public.mood AS ENUM (
    'sad',
    'glad'
);

CREATE TYPE public.pair AS (
    a integer,
    b integer
);

CREATE DOMAIN public.code AS text;

CREATE CAST (pg_catalog.text AS public.mood) WITH INOUT;

CREATE CAST (public.mood AS bigint) WITH INOUT AS ASSIGNMENT;

CREATE FUNCTION public.to_int(public.mood)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT 1$function$;

CREATE CAST (public.mood AS integer) WITH FUNCTION public.to_int(public.mood) AS IMPLICIT;

CREATE TABLE public.t (
    m public.mood,
    n integer DEFAULT ('sad'::public.mood)::integer
);

CREATE FUNCTION public.to_text(public.pair, integer, boolean)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT 'x' $function$;

CREATE CAST (public.pair AS pg_catalog.text) WITH FUNCTION public.to_text(public.pair,integer,boolean) AS ASSIGNMENT;

CREATE VIEW public.v AS
 SELECT (t.m)::integer AS n,
    (t.m)::bigint AS big
   FROM public.t;

COMMENT ON CAST (public.mood AS integer) IS 'Counts';
