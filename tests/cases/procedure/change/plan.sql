DROP PROCEDURE public.named(integer);

DROP PROCEDURE public.result(integer);

DROP PROCEDURE public.unnamed(integer);

CREATE PROCEDURE public.comes(IN a integer)
    LANGUAGE sql
AS $$SELECT 1$$;

CREATE OR REPLACE PROCEDURE public.gets(IN a integer DEFAULT 3)
    LANGUAGE sql
AS $$SELECT 1$$;

CREATE PROCEDURE public.named(IN b integer)
    LANGUAGE sql
AS $$SELECT 1$$;

CREATE OR REPLACE PROCEDURE public.plain(IN a integer, IN b integer DEFAULT 2)
    LANGUAGE sql
    SECURITY DEFINER
AS $$SELECT 2$$;

CREATE PROCEDURE public.result(INOUT a integer)
    LANGUAGE sql
AS $$SELECT 1$$;

CREATE PROCEDURE public.unnamed(IN a integer)
    LANGUAGE sql
AS $$SELECT 1$$;
