DROP TYPE public.a_length CASCADE;

DROP TYPE public.b_alignment CASCADE;

DROP TYPE public.c_category CASCADE;

DROP TYPE public.d_preferred CASCADE;

DROP TYPE public.e_default CASCADE;

DROP TYPE public.f_element CASCADE;

DROP TYPE public.g_delimiter CASCADE;

DROP TYPE public.h_collatable CASCADE;

DROP TYPE public.i_length CASCADE;

CREATE TYPE public.a_length;

CREATE TYPE public.b_alignment;

CREATE TYPE public.c_category;

CREATE TYPE public.d_preferred;

CREATE TYPE public.e_default;

CREATE TYPE public.f_element;

CREATE TYPE public.g_delimiter;

CREATE TYPE public.h_collatable;

CREATE TYPE public.i_length;

CREATE FUNCTION public.a_length_in(cstring)
    RETURNS public.a_length
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4in$$;

CREATE FUNCTION public.a_length_out(public.a_length)
    RETURNS cstring
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4out$$;

CREATE TYPE public.a_length (
    INPUT = public.a_length_in,
    OUTPUT = public.a_length_out,
    INTERNALLENGTH = 4,
    ALIGNMENT = int4
);

COMMENT ON TYPE public.a_length IS 'Stays';

CREATE FUNCTION public.b_alignment_in(cstring)
    RETURNS public.b_alignment
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4in$$;

CREATE FUNCTION public.b_alignment_out(public.b_alignment)
    RETURNS cstring
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4out$$;

CREATE TYPE public.b_alignment (
    INPUT = public.b_alignment_in,
    OUTPUT = public.b_alignment_out,
    INTERNALLENGTH = 16,
    ALIGNMENT = int4
);

CREATE FUNCTION public.c_category_in(cstring)
    RETURNS public.c_category
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4in$$;

CREATE FUNCTION public.c_category_out(public.c_category)
    RETURNS cstring
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4out$$;

CREATE TYPE public.c_category (
    INPUT = public.c_category_in,
    OUTPUT = public.c_category_out,
    INTERNALLENGTH = 4,
    PASSEDBYVALUE,
    ALIGNMENT = int4
);

CREATE FUNCTION public.d_preferred_in(cstring)
    RETURNS public.d_preferred
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4in$$;

CREATE FUNCTION public.d_preferred_out(public.d_preferred)
    RETURNS cstring
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4out$$;

CREATE TYPE public.d_preferred (
    INPUT = public.d_preferred_in,
    OUTPUT = public.d_preferred_out,
    INTERNALLENGTH = 4,
    PASSEDBYVALUE,
    ALIGNMENT = int4,
    CATEGORY = 'x'
);

CREATE FUNCTION public.e_default_in(cstring)
    RETURNS public.e_default
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4in$$;

CREATE FUNCTION public.e_default_out(public.e_default)
    RETURNS cstring
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4out$$;

CREATE TYPE public.e_default (
    INPUT = public.e_default_in,
    OUTPUT = public.e_default_out,
    INTERNALLENGTH = 4,
    PASSEDBYVALUE,
    ALIGNMENT = int4
);

CREATE FUNCTION public.f_element_in(cstring)
    RETURNS public.f_element
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4in$$;

CREATE FUNCTION public.f_element_out(public.f_element)
    RETURNS cstring
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4out$$;

CREATE TYPE public.f_element (
    INPUT = public.f_element_in,
    OUTPUT = public.f_element_out,
    INTERNALLENGTH = 16,
    ALIGNMENT = int4
);

CREATE FUNCTION public.g_delimiter_in(cstring)
    RETURNS public.g_delimiter
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4in$$;

CREATE FUNCTION public.g_delimiter_out(public.g_delimiter)
    RETURNS cstring
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4out$$;

CREATE TYPE public.g_delimiter (
    INPUT = public.g_delimiter_in,
    OUTPUT = public.g_delimiter_out,
    INTERNALLENGTH = 4,
    PASSEDBYVALUE,
    ALIGNMENT = int4
);

CREATE FUNCTION public.h_collatable_in(cstring)
    RETURNS public.h_collatable
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$textin$$;

CREATE FUNCTION public.h_collatable_out(public.h_collatable)
    RETURNS cstring
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$textout$$;

CREATE TYPE public.h_collatable (
    INPUT = public.h_collatable_in,
    OUTPUT = public.h_collatable_out,
    INTERNALLENGTH = VARIABLE,
    ALIGNMENT = int4
);

CREATE FUNCTION public.i_length_in(cstring)
    RETURNS public.i_length
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4in$$;

CREATE FUNCTION public.i_length_out(public.i_length)
    RETURNS cstring
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4out$$;

CREATE TYPE public.i_length (
    INPUT = public.i_length_in,
    OUTPUT = public.i_length_out,
    INTERNALLENGTH = 8,
    ALIGNMENT = int4
);

GRANT USAGE ON TYPE public.a_length TO bob;
