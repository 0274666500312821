CREATE FUNCTION public.add(bigint, integer)
    RETURNS bigint
    LANGUAGE sql
    IMMUTABLE
AS $$SELECT $1 + $2$$;

CREATE FUNCTION public.deserialize(bytea, internal)
    RETURNS internal
    LANGUAGE internal
    STRICT
AS $$int8_avg_deserialize$$;

CREATE FUNCTION public.narrow(bigint)
    RETURNS integer
    LANGUAGE sql
    IMMUTABLE
AS $$SELECT $1::integer$$;

CREATE FUNCTION public.serialize(internal)
    RETURNS bytea
    LANGUAGE internal
    STRICT
AS $$int8_avg_serialize$$;

CREATE FUNCTION public.subtract(bigint, integer)
    RETURNS bigint
    LANGUAGE sql
    IMMUTABLE
AS $$SELECT $1 - $2$$;

CREATE OR REPLACE AGGREGATE public.extreme(integer) (
    SFUNC = int4smaller,
    STYPE = integer,
    SORTOP = OPERATOR(pg_catalog.<)
);

CREATE OR REPLACE AGGREGATE public.moving(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    MSFUNC = public.add,
    MINVFUNC = public.subtract,
    MSTYPE = bigint,
    MFINALFUNC = public.narrow
);

CREATE OR REPLACE AGGREGATE public.serial(bigint) (
    SFUNC = int8_avg_accum,
    STYPE = internal,
    FINALFUNC = numeric_poly_avg,
    COMBINEFUNC = int8_avg_combine,
    SERIALFUNC = public.serialize,
    DESERIALFUNC = public.deserialize
);

CREATE OR REPLACE AGGREGATE public.state(integer) (
    SFUNC = public.add,
    STYPE = bigint,
    FINALFUNC = public.narrow
);

CREATE OR REPLACE AGGREGATE public.total(integer) (
    SFUNC = public.add,
    STYPE = integer,
    SSPACE = 16,
    FINALFUNC = public.negate,
    FINALFUNC_MODIFY = READ_WRITE,
    COMBINEFUNC = public.add,
    INITCOND = '1',
    MSFUNC = public.add,
    MINVFUNC = public.add,
    MSTYPE = integer,
    MSSPACE = 16,
    MFINALFUNC = public.negate,
    MFINALFUNC_MODIFY = READ_WRITE,
    MINITCOND = '1',
    PARALLEL = RESTRICTED
);
