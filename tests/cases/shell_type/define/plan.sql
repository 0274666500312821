CREATE FUNCTION public.later_out(public.later)
    RETURNS cstring
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int4out$$;

CREATE TYPE public.later (
    INPUT = public.later_in,
    OUTPUT = public.later_out,
    INTERNALLENGTH = 4,
    PASSEDBYVALUE,
    ALIGNMENT = int4
);

CREATE TABLE public.t (
    at public.later
);
