DROP PROCEDURE public.named(integer);

DROP PROCEDURE public.typed(anyelement);

DROP PROCEDURE public.unnamed(integer);

CREATE PROCEDURE public.named(INOUT a integer)
    LANGUAGE sql
AS $$SELECT 1$$;

CREATE PROCEDURE public.typed(IN a anyelement DEFAULT 'x'::text)
    LANGUAGE sql
AS $$SELECT 1$$;

CREATE PROCEDURE public.unnamed(INOUT integer)
    LANGUAGE sql
AS $$SELECT 1$$;
