CREATE FUNCTION keep(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE AGGREGATE a_space(integer) (SFUNC = int4pl, STYPE = integer, SSPACE = 32);
CREATE AGGREGATE b_final(integer) (SFUNC = int4pl, STYPE = integer, FINALFUNC = int4abs);
CREATE AGGREGATE c_extra(integer) (SFUNC = int4pl, STYPE = integer, FINALFUNC = keep, FINALFUNC_EXTRA);
CREATE AGGREGATE d_modify(integer) (SFUNC = int4pl, STYPE = integer, FINALFUNC = int4abs,
    FINALFUNC_MODIFY = READ_WRITE);
CREATE AGGREGATE e_combine(integer) (SFUNC = int4pl, STYPE = integer, COMBINEFUNC = int4pl);
CREATE AGGREGATE f_serial(bigint) (SFUNC = int8_avg_accum, STYPE = internal,
    FINALFUNC = numeric_poly_avg, COMBINEFUNC = int8_avg_combine,
    SERIALFUNC = int8_avg_serialize, DESERIALFUNC = int8_avg_deserialize);
CREATE AGGREGATE g_initial(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '1');
CREATE AGGREGATE h_moving(integer) (SFUNC = int4pl, STYPE = integer, MSFUNC = int4pl,
    MINVFUNC = int4mi, MSTYPE = integer, MSSPACE = 8, MINITCOND = '0');
CREATE AGGREGATE i_moving_final(integer) (SFUNC = int4pl, STYPE = integer, MSFUNC = int4pl,
    MINVFUNC = int4mi, MSTYPE = integer,
    MFINALFUNC = keep, MFINALFUNC_EXTRA, MFINALFUNC_MODIFY = SHAREABLE);
CREATE AGGREGATE j_sort(integer) (SFUNC = int4larger, STYPE = integer, SORTOP = >);
CREATE AGGREGATE k_parallel(integer) (SFUNC = int4pl, STYPE = integer, PARALLEL = RESTRICTED);
