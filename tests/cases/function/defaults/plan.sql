CREATE OR REPLACE FUNCTION public.f(a integer, b integer DEFAULT 7)
    RETURNS integer
    LANGUAGE sql
AS $$SELECT 1$$;
