CREATE TYPE public.a;

CREATE FUNCTION public.ain(cstring)
    RETURNS public.a
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int8in$$;

CREATE FUNCTION public.aout(public.a)
    RETURNS cstring
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int8out$$;

CREATE TYPE public.a (
    INPUT = public.ain,
    OUTPUT = public.aout,
    INTERNALLENGTH = 8,
    PASSEDBYVALUE,
    ALIGNMENT = double
);

CREATE FUNCTION public.aeq(public.a, public.a)
    RETURNS boolean
    LANGUAGE internal
    IMMUTABLE STRICT
AS $$int8eq$$;

CREATE OPERATOR public.= (
    FUNCTION = public.aeq,
    LEFTARG = public.a,
    RIGHTARG = public.a,
    COMMUTATOR = OPERATOR(public.=),
    MERGES
);

ALTER OPERATOR FAMILY pg_catalog.integer_ops USING btree ADD OPERATOR 3 public.=(public.a,public.a);
