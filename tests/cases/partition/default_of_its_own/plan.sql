ALTER TABLE public.m
    ALTER COLUMN listed DROP DEFAULT,
    ALTER COLUMN made DROP DEFAULT,
    ALTER COLUMN retyped DROP DEFAULT;

DROP FUNCTION public.f();

ALTER TYPE public.mood RENAME TO migrate_aside_27;

CREATE TYPE public.mood AS ENUM (
    'happy',
    'ok',
    'sad'
);

CREATE FUNCTION public.f()
    RETURNS bigint
    LANGUAGE sql
AS $$SELECT 1::bigint$$;

ALTER TABLE public.m ALTER COLUMN changed SET DEFAULT 7;

ALTER TABLE public.a ALTER COLUMN changed SET DEFAULT 2;

ALTER TABLE public.aa ALTER COLUMN changed SET DEFAULT 3;

ALTER TABLE public.m ALTER COLUMN given SET DEFAULT 7;

ALTER TABLE public.a ALTER COLUMN given SET DEFAULT 2;

ALTER TABLE public.aa ALTER COLUMN given SET DEFAULT 3;

ALTER TABLE public.m ALTER COLUMN made SET DEFAULT public.f();

ALTER TABLE public.a ALTER COLUMN made SET DEFAULT 2;

ALTER TABLE public.aa ALTER COLUMN made SET DEFAULT 3;

ALTER TABLE public.m
    ALTER COLUMN retyped TYPE text,
    ALTER COLUMN retyped SET DEFAULT '1'::text;

ALTER TABLE public.a ALTER COLUMN retyped SET DEFAULT '2'::text;

ALTER TABLE public.aa ALTER COLUMN retyped SET DEFAULT '3'::text;

ALTER TABLE public.m ALTER COLUMN listed TYPE public.mood USING listed::text::public.mood;

DROP TYPE public.migrate_aside_27;

ALTER TABLE public.m ALTER COLUMN listed SET DEFAULT 'sad'::public.mood;

ALTER TABLE public.a ALTER COLUMN listed SET DEFAULT 'ok'::public.mood;

ALTER TABLE public.aa ALTER COLUMN listed SET DEFAULT 'happy'::public.mood;

ALTER TABLE public.m ADD COLUMN added integer DEFAULT 7;

ALTER TABLE public.a ALTER COLUMN added SET DEFAULT 2;

ALTER TABLE public.aa ALTER COLUMN added SET DEFAULT 3;
