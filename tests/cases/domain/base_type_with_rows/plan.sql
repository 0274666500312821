ALTER TABLE public.t DROP COLUMN w;

DROP FUNCTION public.f(public.d);

ALTER TYPE public.pair RENAME TO migrate_aside_9;

ALTER DOMAIN public.d RENAME TO migrate_aside_10;

CREATE DOMAIN public.d AS numeric DEFAULT 5
    CONSTRAINT d_check CHECK (VALUE > 0::numeric);

CREATE TYPE public.pair AS (
    a public.d,
    b text
);

CREATE FUNCTION public.f(public.d)
    RETURNS public.d
    LANGUAGE sql
AS $$SELECT $1$$;

ALTER TABLE public.p ALTER COLUMN x TYPE public.d USING x::text::public.d;

ALTER TABLE public.t
    ALTER COLUMN x TYPE public.d USING x::text::public.d,
    ALTER COLUMN y TYPE public.d[] USING y::text[]::public.d[],
    ALTER COLUMN z TYPE public.pair USING z::text::public.pair;

DROP TYPE public.migrate_aside_9;

DROP DOMAIN public.migrate_aside_10;

ALTER TABLE public.t ADD COLUMN w public.d GENERATED ALWAYS AS (id + 1) STORED;
