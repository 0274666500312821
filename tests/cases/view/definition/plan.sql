DROP MATERIALIZED VIEW public.m;

CREATE OR REPLACE VIEW public.v AS
SELECT t.a,
    t.b
FROM public.t
WHERE t.a > 1;

CREATE MATERIALIZED VIEW public.m AS
SELECT w.a
FROM public.w
WHERE w.a > 2;

CREATE UNIQUE INDEX i ON public.m (a);
