DROP TYPE public.a_class;

DROP TYPE public.b_collation;

DROP TYPE public.d_difference;

DROP TYPE public.c_canonical CASCADE;

CREATE TYPE public.a_class AS RANGE (
    SUBTYPE = text,
    MULTIRANGE_TYPE_NAME = public.a_class_multirange
);

CREATE TYPE public.b_collation AS RANGE (
    SUBTYPE = text,
    MULTIRANGE_TYPE_NAME = public.b_collation_multirange
);

CREATE TYPE public.c_canonical AS RANGE (
    SUBTYPE = integer,
    MULTIRANGE_TYPE_NAME = public.c_canonical_multirange
);

CREATE TYPE public.d_difference AS RANGE (
    SUBTYPE = double precision,
    MULTIRANGE_TYPE_NAME = public.d_difference_multirange
);
