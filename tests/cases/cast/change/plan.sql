DROP CAST (text AS public.mood);

DROP CAST (public.mood AS character varying);

DROP CAST (public.mood AS integer);

CREATE CAST (text AS public.mood) WITH INOUT AS IMPLICIT;

CREATE CAST (public.mood AS character varying) WITH INOUT AS ASSIGNMENT;

CREATE FUNCTION public.to_number(public.mood)
    RETURNS integer
    LANGUAGE sql
    IMMUTABLE
AS $$SELECT 2$$;

CREATE CAST (public.mood AS integer) WITH FUNCTION public.to_number(public.mood);

COMMENT ON CAST (public.mood AS integer) IS 'Stays';
