DROP FUNCTION public.stride(public.b_canonical);

DROP FUNCTION public.width(public.c_difference);

DROP TYPE public.a_subtype;

DROP TYPE public.d_class;

DROP TYPE public.e_collation;

DROP TYPE public.b_canonical CASCADE;

DROP TYPE public.c_difference CASCADE;

CREATE TYPE public.b_canonical;

CREATE TYPE public.c_difference;

CREATE TYPE public.a_subtype AS RANGE (
    SUBTYPE = bigint,
    MULTIRANGE_TYPE_NAME = public.a_subtype_multirange
);

CREATE TYPE public.d_class AS RANGE (
    SUBTYPE = text,
    SUBTYPE_OPCLASS = pg_catalog.text_pattern_ops,
    MULTIRANGE_TYPE_NAME = public.d_class_multirange
);

CREATE TYPE public.e_collation AS RANGE (
    SUBTYPE = text,
    COLLATION = "POSIX",
    MULTIRANGE_TYPE_NAME = public.e_collation_multirange
);

CREATE FUNCTION public.step(public.c_difference)
    RETURNS public.c_difference
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4range_canonical$$;

CREATE TYPE public.c_difference AS RANGE (
    SUBTYPE = integer,
    CANONICAL = public.step,
    SUBTYPE_DIFF = public.distance,
    MULTIRANGE_TYPE_NAME = public.c_difference_multirange
);

COMMENT ON TYPE public.c_difference IS 'Stays';

CREATE FUNCTION public.stride(public.b_canonical)
    RETURNS public.b_canonical
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4range_canonical$$;

CREATE TYPE public.b_canonical AS RANGE (
    SUBTYPE = integer,
    CANONICAL = public.stride,
    MULTIRANGE_TYPE_NAME = public.b_canonical_multirange
);

CREATE FUNCTION public.step(public.b_canonical)
    RETURNS public.b_canonical
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4range_canonical$$;

CREATE FUNCTION public.width(public.c_difference)
    RETURNS integer
    LANGUAGE sql
    IMMUTABLE
AS $$SELECT upper($1) - lower($1)$$;
