CREATE SEQUENCE s.q;

CREATE TABLE public.as_default (
    id integer
);

CREATE TABLE public.less (
    id integer
);

CREATE TABLE public.more (
    id integer
);

CREATE FUNCTION public.f()
    RETURNS integer
    LANGUAGE sql
AS $$SELECT 1$$;

CREATE FUNCTION public.g()
    RETURNS integer
    LANGUAGE sql
AS $$SELECT 1$$;

REVOKE EXECUTE ON FUNCTION public.g() FROM PUBLIC;

GRANT SELECT ON TABLE public.as_default TO reader;

GRANT INSERT, SELECT ON TABLE public.more TO reader;

GRANT SELECT, USAGE ON SEQUENCE s.q TO reader;

REVOKE SELECT ON TABLE public.less FROM reader;

REVOKE UPDATE ON SEQUENCE s.q FROM reader;

GRANT EXECUTE ON FUNCTION public.f() TO PUBLIC;
