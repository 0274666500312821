CREATE AGGREGATE a_space(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE b_final(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE c_extra(integer) (SFUNC = int4pl, STYPE = integer, FINALFUNC = int4abs);
CREATE AGGREGATE d_modify(integer) (SFUNC = int4pl, STYPE = integer, FINALFUNC = int4abs);
CREATE AGGREGATE e_combine(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE f_serial(bigint) (SFUNC = int8_avg_accum, STYPE = internal,
    FINALFUNC = numeric_poly_avg, COMBINEFUNC = int8_avg_combine);
CREATE AGGREGATE g_initial(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE h_moving(integer) (SFUNC = int4pl, STYPE = integer);
CREATE AGGREGATE i_moving_final(integer) (SFUNC = int4pl, STYPE = integer, MSFUNC = int4pl,
    MINVFUNC = int4mi, MSTYPE = integer);
CREATE AGGREGATE j_sort(integer) (SFUNC = int4larger, STYPE = integer);
CREATE AGGREGATE k_parallel(integer) (SFUNC = int4pl, STYPE = integer);
