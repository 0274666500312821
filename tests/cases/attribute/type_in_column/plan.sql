DROP VIEW public.vv;

DROP INDEX public.i;

ALTER TABLE public.tt ALTER COLUMN w DROP DEFAULT;

DROP FUNCTION public.f(public.t);

ALTER TYPE public.o RENAME TO migrate_aside_8;

ALTER TYPE public.t RENAME TO migrate_aside_9;

ALTER DOMAIN public.d RENAME TO migrate_aside_11;

CREATE DOMAIN public.d AS bigint;

CREATE TYPE public.t AS (
    a public.d,
    b text COLLATE "C",
    "c d" numeric(5,2)
);

CREATE TYPE public.o AS (
    x public.t
);

CREATE FUNCTION public.f(public.t)
    RETURNS public.d
    LANGUAGE sql
AS $$SELECT ($1).a$$;

ALTER TABLE public.tt ALTER COLUMN v TYPE public.o USING v::text::public.o;

DROP TYPE public.migrate_aside_8;

ALTER TABLE public.tt ALTER COLUMN w TYPE public.t[] USING w::text[]::public.t[];

DROP TYPE public.migrate_aside_9;

DROP DOMAIN public.migrate_aside_11;

COMMENT ON COLUMN public.t.a IS 'kept';

ALTER TABLE public.tt ALTER COLUMN w SET DEFAULT '{}'::public.t[];

CREATE INDEX i ON public.tt (((v).x));

CREATE VIEW public.vv AS
SELECT (tt.v).x AS x,
    public.f(tt.w[1]) AS f
FROM public.tt;
