DROP FUNCTION public.f(public.span_multirange);

ALTER TYPE public.span RENAME TO migrate_aside_5;

ALTER FUNCTION public.span(bigint, bigint) RENAME TO migrate_aside_5;

ALTER FUNCTION public.span(bigint, bigint, text) RENAME TO migrate_aside_5;

ALTER TYPE public.span_multirange RENAME TO migrate_aside_5_multirange;

ALTER FUNCTION public.span_multirange() RENAME TO migrate_aside_5;

ALTER FUNCTION public.span_multirange(public.migrate_aside_5) RENAME TO migrate_aside_5_one;

ALTER FUNCTION public.span_multirange(
    VARIADIC public.migrate_aside_5[]
) RENAME TO migrate_aside_5_many;

CREATE TYPE public.span AS RANGE (
    SUBTYPE = integer,
    MULTIRANGE_TYPE_NAME = public.span_multirange
);

CREATE FUNCTION public.f(public.span_multirange)
    RETURNS integer
    LANGUAGE sql
AS $$SELECT 1$$;

ALTER TABLE public.spans
    ALTER COLUMN at TYPE public.span USING at::text::public.span,
    ALTER COLUMN many TYPE public.span_multirange USING many::text::public.span_multirange;

-- data-loss: moves values to another range public.span: the new type cannot hold every value of the old one
DROP TYPE public.migrate_aside_5;
