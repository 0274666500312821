CREATE FUNCTION public.keep(integer, integer)
    RETURNS integer
    LANGUAGE sql
    IMMUTABLE
AS $$SELECT $1$$;

CREATE OR REPLACE AGGREGATE public.a_space(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    SSPACE = 32
);

CREATE OR REPLACE AGGREGATE public.b_final(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    FINALFUNC = int4abs
);

CREATE OR REPLACE AGGREGATE public.c_extra(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    FINALFUNC = public.keep,
    FINALFUNC_EXTRA
);

CREATE OR REPLACE AGGREGATE public.d_modify(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    FINALFUNC = int4abs,
    FINALFUNC_MODIFY = READ_WRITE
);

CREATE OR REPLACE AGGREGATE public.e_combine(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    COMBINEFUNC = int4pl
);

CREATE OR REPLACE AGGREGATE public.f_serial(bigint) (
    SFUNC = int8_avg_accum,
    STYPE = internal,
    FINALFUNC = numeric_poly_avg,
    COMBINEFUNC = int8_avg_combine,
    SERIALFUNC = int8_avg_serialize,
    DESERIALFUNC = int8_avg_deserialize
);

CREATE OR REPLACE AGGREGATE public.g_initial(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    INITCOND = '1'
);

CREATE OR REPLACE AGGREGATE public.h_moving(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    MSFUNC = int4pl,
    MINVFUNC = int4mi,
    MSTYPE = integer,
    MSSPACE = 8,
    MINITCOND = '0'
);

CREATE OR REPLACE AGGREGATE public.i_moving_final(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    MSFUNC = int4pl,
    MINVFUNC = int4mi,
    MSTYPE = integer,
    MFINALFUNC = public.keep,
    MFINALFUNC_EXTRA,
    MFINALFUNC_MODIFY = SHAREABLE
);

CREATE OR REPLACE AGGREGATE public.j_sort(integer) (
    SFUNC = int4larger,
    STYPE = integer,
    SORTOP = OPERATOR(pg_catalog.>)
);

CREATE OR REPLACE AGGREGATE public.k_parallel(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    PARALLEL = RESTRICTED
);
