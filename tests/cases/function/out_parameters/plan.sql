DROP VIEW public.reads;

DROP FUNCTION public.pair();

DROP FUNCTION public.rows_of(integer);

DROP FUNCTION public.unnamed();

DROP FUNCTION public.without_names(integer);

CREATE FUNCTION public.pair(OUT a integer, OUT b integer)
    RETURNS record
    LANGUAGE sql
AS $$SELECT 1, 2$$;

CREATE FUNCTION public.rows_of(n integer, OUT a integer, OUT b character varying)
    RETURNS SETOF record
    LANGUAGE sql
AS $$SELECT 1, 'x'::varchar$$;

CREATE FUNCTION public.unnamed(OUT integer, OUT bigint)
    RETURNS record
    LANGUAGE sql
AS $$SELECT 1, 2::bigint$$;

CREATE FUNCTION public.without_names(INOUT integer)
    RETURNS integer
    LANGUAGE sql
AS $$SELECT 1$$;

CREATE VIEW public.reads AS
SELECT rows_of.a
FROM public.rows_of(3) rows_of(a, b);
