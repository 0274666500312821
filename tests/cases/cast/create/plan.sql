CREATE TYPE public.mood AS ENUM (
    'sad',
    'glad'
);

CREATE TYPE public.pair AS (
    a integer,
    b integer
);

CREATE DOMAIN public.code AS text;

CREATE CAST (text AS public.mood) WITH INOUT;

CREATE CAST (public.mood AS bigint) WITH INOUT AS ASSIGNMENT;

CREATE FUNCTION public.to_int(public.mood)
    RETURNS integer
    LANGUAGE sql
    IMMUTABLE
AS $$SELECT 1$$;

CREATE CAST (public.mood AS integer) WITH FUNCTION public.to_int(public.mood) AS IMPLICIT;

COMMENT ON CAST (public.mood AS integer) IS 'Counts';

CREATE TABLE public.t (
    m public.mood,
    n integer DEFAULT 'sad'::public.mood::integer
);

CREATE FUNCTION public.to_text(public.pair, integer, boolean)
    RETURNS text
    LANGUAGE sql
    IMMUTABLE
AS $$ SELECT 'x' $$;

CREATE CAST (public.pair AS text) WITH FUNCTION public.to_text(public.pair,integer,boolean)
    AS ASSIGNMENT;

CREATE VIEW public.v AS
SELECT t.m::integer AS n,
    t.m::bigint AS big
FROM public.t;
