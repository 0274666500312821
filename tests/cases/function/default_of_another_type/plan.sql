DROP FUNCTION public.begins_alike(anyelement);

DROP FUNCTION public.typed(anyelement);

CREATE FUNCTION public.begins_alike(a anyelement DEFAULT 1.5)
    RETURNS text
    LANGUAGE sql
AS $$SELECT ''$$;

CREATE OR REPLACE FUNCTION public.one_more(a anyelement DEFAULT 2, b anyelement DEFAULT 1)
    RETURNS text
    LANGUAGE sql
AS $$SELECT ''$$;

CREATE OR REPLACE FUNCTION public.plain(a integer DEFAULT 2)
    RETURNS text
    LANGUAGE sql
AS $$SELECT ''$$;

CREATE FUNCTION public.typed(a anyelement DEFAULT 'x'::text)
    RETURNS text
    LANGUAGE sql
AS $$SELECT ''$$;
