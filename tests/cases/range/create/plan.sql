CREATE TYPE public.steps;

CREATE TYPE public.floats AS RANGE (
    SUBTYPE = double precision,
    SUBTYPE_DIFF = float8mi,
    MULTIRANGE_TYPE_NAME = public.floats_multirange
);

CREATE TYPE public.words AS RANGE (
    SUBTYPE = text,
    SUBTYPE_OPCLASS = pg_catalog.text_pattern_ops,
    COLLATION = "C",
    MULTIRANGE_TYPE_NAME = public.words_multirange
);

CREATE FUNCTION public.step(public.steps)
    RETURNS public.steps
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4range_canonical$$;

CREATE TYPE public.steps AS RANGE (
    SUBTYPE = integer,
    CANONICAL = public.step,
    MULTIRANGE_TYPE_NAME = public.steps_multirange
);

COMMENT ON TYPE public.steps IS 'Whole ones';

CREATE TABLE public.spans (
    at public.floats,
    named public.words[],
    every public.steps
);
