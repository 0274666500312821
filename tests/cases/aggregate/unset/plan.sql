CREATE OR REPLACE AGGREGATE public.a_space(integer) (
    SFUNC = int4pl,
    STYPE = integer
);

CREATE OR REPLACE AGGREGATE public.b_final(integer) (
    SFUNC = int4pl,
    STYPE = integer
);

CREATE OR REPLACE AGGREGATE public.c_extra(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    FINALFUNC = int4abs
);

CREATE OR REPLACE AGGREGATE public.d_modify(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    FINALFUNC = int4abs
);

CREATE OR REPLACE AGGREGATE public.e_combine(integer) (
    SFUNC = int4pl,
    STYPE = integer
);

CREATE OR REPLACE AGGREGATE public.f_serial(bigint) (
    SFUNC = int8_avg_accum,
    STYPE = internal,
    FINALFUNC = numeric_poly_avg,
    COMBINEFUNC = int8_avg_combine
);

CREATE OR REPLACE AGGREGATE public.g_initial(integer) (
    SFUNC = int4pl,
    STYPE = integer
);

CREATE OR REPLACE AGGREGATE public.h_moving(integer) (
    SFUNC = int4pl,
    STYPE = integer
);

CREATE OR REPLACE AGGREGATE public.i_moving_final(integer) (
    SFUNC = int4pl,
    STYPE = integer,
    MSFUNC = int4pl,
    MINVFUNC = int4mi,
    MSTYPE = integer
);

DROP FUNCTION public.keep(integer, integer);

CREATE OR REPLACE AGGREGATE public.j_sort(integer) (
    SFUNC = int4larger,
    STYPE = integer
);

CREATE OR REPLACE AGGREGATE public.k_parallel(integer) (
    SFUNC = int4pl,
    STYPE = integer
);
