DROP TYPE public.a_class;

DROP TYPE public.b_collation;

DROP TYPE public.c_canonical;

DROP TYPE public.d_difference;

CREATE TYPE public.c_canonical;

CREATE TYPE public.a_class AS RANGE (
    SUBTYPE = text,
    SUBTYPE_OPCLASS = pg_catalog.text_pattern_ops,
    MULTIRANGE_TYPE_NAME = public.a_class_multirange
);

CREATE TYPE public.b_collation AS RANGE (
    SUBTYPE = text,
    COLLATION = "C",
    MULTIRANGE_TYPE_NAME = public.b_collation_multirange
);

CREATE TYPE public.d_difference AS RANGE (
    SUBTYPE = double precision,
    SUBTYPE_DIFF = float8mi,
    MULTIRANGE_TYPE_NAME = public.d_difference_multirange
);

CREATE FUNCTION public.step(public.c_canonical)
    RETURNS public.c_canonical
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4range_canonical$$;

CREATE TYPE public.c_canonical AS RANGE (
    SUBTYPE = integer,
    CANONICAL = public.step,
    MULTIRANGE_TYPE_NAME = public.c_canonical_multirange
);
