DROP VIEW public.v;

DROP FUNCTION public.named(integer);

DROP FUNCTION public.ranks();

DROP FUNCTION public.result(integer);

CREATE FUNCTION public.named(b integer)
    RETURNS integer
    LANGUAGE sql
AS $$SELECT 1$$;

CREATE OR REPLACE FUNCTION public.plain(a integer, b integer DEFAULT 2)
    RETURNS integer
    LANGUAGE sql
    STABLE
AS $$SELECT a$$;

CREATE FUNCTION public.ranks()
    RETURNS bigint
    LANGUAGE internal
    WINDOW
AS $$window_rank$$;

CREATE FUNCTION public.result(a integer)
    RETURNS bigint
    LANGUAGE sql
AS $$SELECT a$$;

CREATE VIEW public.v AS
SELECT public.result(1) AS r,
    public.plain(2) AS p;

GRANT SELECT ON TABLE public.v TO PUBLIC;
